"""The data and the result that every screen reads.

One parsed data folder, by its files' stamps; the last results, and the last answers that take long, by the scenario.
"""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TypeVar, cast

import streamlit as st

from finance.data import read
from finance.data.dataset import Dataset
from finance.model import gap
from finance.model.gap import Result
from finance.scenario import Scenario
from pages.parts.folder import Folder, Reading
from pages.parts.memory import Memory

Kept = TypeVar("Kept")
_SOLVED: Memory[Result] = Memory(128)  # some 0.1 MB each
_LONG: Memory[object] = Memory(16)  # one with the most draws takes some 10 MB


@lru_cache(maxsize=1)
def _folder(path: Path) -> Folder:
    return Folder(path)


def reading() -> Reading:
    """The data as it is served, and what is wrong with its files now. Raises DataError where they never were sound."""
    return _folder(read.DATA).reading()


def dataset() -> Dataset:
    """The data as it is served: the files as they are now, or as they last could be read. Raises as `reading`."""
    return reading().dataset


def serves(dataset: Dataset) -> bool:
    """Whether these are the data that were read last; no file is looked at again."""
    return _folder(read.DATA).serves(dataset)


def asked(scenario: Scenario) -> tuple[str, str, str]:
    """What an answer to a scenario depends on: the preset, the values with the data edition, the language."""
    return scenario.base, scenario.key, scenario.choice("lang")


def solved(scenario: Scenario) -> Result:
    """The result of a scenario; the last ones are kept."""
    return _SOLVED.get(asked(scenario), lambda: gap.solve(scenario.dataset, scenario))


def solve(scenario: Scenario) -> Result:
    """The result of the scenario on screen, kept for the screen that is drawn next."""
    result = solved(scenario)
    st.session_state["result"] = result
    return result


def kept(name: str, scenario: Scenario, compute: Callable[[], Kept]) -> Kept:
    """What `compute` gives for a scenario and takes long; a click on the page asks again."""
    return cast(Kept, _LONG.get((name, scenario.key), compute))


def current() -> Result:
    """The result of the scenario that the sidebar shows."""
    return cast(Result, st.session_state["result"])
