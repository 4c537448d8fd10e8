"""The data and the result that every screen reads. The only cache: one parsed data folder, by its files' stamps."""

from functools import lru_cache
from typing import cast

import streamlit as st

from finance import gap, read
from finance.dataset import Dataset
from finance.gap import Result
from finance.scenario import Scenario


def dataset() -> Dataset:
    """The data folder as it is now; read again when a file in it changes. Raises DataError with every problem."""
    stamps = tuple((path.as_posix(), path.stat().st_mtime_ns) for path in sorted(read.DATA.rglob("*.yaml")))
    return _load(stamps)


@lru_cache(maxsize=1)
def _load(stamps: tuple[tuple[str, int], ...]) -> Dataset:
    return read.load(read.DATA)


def solve(scenario: Scenario) -> Result:
    """The result of a scenario, kept for the screen that is drawn next."""
    result = gap.solve(scenario.dataset, scenario)
    st.session_state["result"] = result
    return result


def current() -> Result:
    """The result of the scenario that the sidebar shows."""
    return cast(Result, st.session_state["result"])
