"""The data and the result that every screen reads. The only cache.

One parsed data folder, by its files' stamps, and the last answers that take long, by the scenario's key.
"""

from collections.abc import Callable
from functools import lru_cache
from threading import Lock
from typing import TypeVar, cast

import streamlit as st

from finance import gap, read
from finance.dataset import Dataset
from finance.gap import Result
from finance.scenario import Scenario

Kept = TypeVar("Kept")
_KEPT: dict[tuple[str, str], object] = {}
_LOCK = Lock()
_FEW = 16  # answers; one with the most draws takes some 10 MB


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


def kept(name: str, scenario: Scenario, compute: Callable[[], Kept]) -> Kept:
    """What `compute` gives for a scenario; the last few answers are kept, because a click on the page asks again."""
    key = (name, scenario.key)
    with _LOCK:
        if key in _KEPT:
            return cast(Kept, _KEPT[key])
    found = compute()
    with _LOCK:
        _KEPT[key] = found
        while len(_KEPT) > _FEW:
            del _KEPT[next(iter(_KEPT))]
    return found


def current() -> Result:
    """The result of the scenario that the sidebar shows."""
    return cast(Result, st.session_state["result"])
