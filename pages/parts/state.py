"""The scenario on screen, as the session holds it, and those before it: undo and redo.

One entry holds all values, so that a control need not be drawn for its value to count. What must outlive the
session stands in the address; only the steps back and forward are the session's own.
"""

import streamlit as st

from finance.data.dataset import Dataset
from finance.data.values import Value
from finance.scenario import Scenario

MOST = 100
"""Steps that can be undone."""


def known() -> bool:
    """Whether this session has shown a scenario."""
    return "current" in st.session_state


def shown() -> Scenario | None:
    """The scenario on screen; None before there is one. One look at the session, because every word asks."""
    scenario: Scenario | None = st.session_state.get("current")
    return scenario


def current() -> Scenario:
    """The scenario on screen."""
    scenario: Scenario = st.session_state["current"]
    return scenario


def settle(dataset: Dataset) -> Scenario:
    """The scenario on screen, on the data as they are now; what they no longer have falls back to the preset."""
    if current().dataset is not dataset:
        st.session_state["current"] = _on(dataset, current())
    return current()


def _on(dataset: Dataset, scenario: Scenario) -> Scenario:
    return Scenario.read_query(scenario.to_query(), dataset)[0]


def show(scenario: Scenario) -> None:
    """Put a scenario on screen; the one that was there can be brought back."""
    if known() and _differ(current(), scenario):
        past = _steps("past")
        if not (past and _walks(past[-1], current(), scenario)):
            past = [*past, current()][-MOST:]
        st.session_state["past"], st.session_state["future"] = past, []
    _put(scenario)


def _put(scenario: Scenario) -> None:
    st.session_state["current"], st.session_state["ahead"] = scenario, True


def undoable() -> Scenario | None:
    """What undo would bring back."""
    return next(reversed(_steps("past")), None)


def redoable() -> Scenario | None:
    """What redo would bring back."""
    return next(reversed(_steps("future")), None)


def undo() -> None:
    """Callback: the scenario before the last change."""
    _step("past", "future")


def redo() -> None:
    """Callback: the change that was undone last, once more."""
    _step("future", "past")


def _step(source: str, target: str) -> None:
    steps = _steps(source)
    if steps:
        st.session_state[source], st.session_state[target] = steps[:-1], [*_steps(target), current()]
        _put(_on(current().dataset, steps[-1]))


def _steps(name: str) -> list[Scenario]:
    steps: list[Scenario] = st.session_state.get(name, [])
    return steps


def changes(start: Scenario, end: Scenario) -> list[str]:
    """Ids of the assumptions that differ."""
    return [id_ for id_, value in end.values.items() if value != start.values.get(id_)]


def _differ(start: Scenario, end: Scenario) -> bool:
    return start.base != end.base or bool(changes(start, end))


def _walks(start: Scenario, middle: Scenario, end: Scenario) -> bool:
    """Whether the last change moves one number further the same way, as a held arrow key does: one change."""
    moved = changes(middle, end)
    if len({start.base, middle.base, end.base}) > 1 or len(moved) != 1 or changes(start, middle) != moved:
        return False
    if end.dataset.assumptions[moved[0]].kind != "number":
        return False
    first, second, third = (scenario.number(moved[0]) for scenario in (start, middle, end))
    return (third - second) * (second - first) > 0


def hold(key: str, value: Value) -> None:
    """Set a control to its value, unless it has it: a control that is being moved must not be pulled back."""
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
