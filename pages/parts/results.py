"""The data and the result that every screen reads. The only cache.

One parsed data folder, by its files' stamps, and the last answers that take long, by the scenario's key.
"""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TypeVar, cast

import streamlit as st

from finance import gap, read
from finance.dataset import Dataset
from finance.gap import Result
from finance.scenario import Scenario
from pages.parts.folder import Folder, Reading

Kept = TypeVar("Kept")
_KEPT: dict[tuple[str, str], object] = {}
_LOCK = Lock()
_FEW = 16  # answers; one with the most draws takes some 10 MB


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
