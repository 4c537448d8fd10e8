"""The address holds the whole state: which preset, and every assumption that differs from it.

Streamlit can bind a widget to the address itself, but a bound choice writes its translated label there; our
address holds ids, so that a link means the same in every language.
"""

import streamlit as st

from finance.dataset import Dataset
from finance.scenario import Scenario

OWN = ("figure",)
"""Names in the address that are no assumption: the figure to show on Data."""


def scenario(dataset: Dataset) -> Scenario:
    """The scenario of this run, before any widget is drawn.

    The first run, a followed link and the browser's back and forward take it from the address; every other
    run takes it from the widgets. What the address asks for and cannot have is kept as a notice.
    """
    query = dict(st.query_params.items())
    if not _followed(query):
        values = {id_: st.session_state[id_] for id_ in dataset.assumptions}
        return Scenario.preset(st.session_state["scenario"], dataset).with_(**values)
    asked = {name: value for name, value in query.items() if name not in OWN}
    found, st.session_state["notices"] = Scenario.read_query(asked, dataset)
    put(found)
    return found


def _followed(query: dict[str, str]) -> bool:
    """Whether the reader came here by the address and not by a control.

    A control that moves while a run is under way arrives with the address of before that run, so an address
    counts only while no control has moved. An empty one is a switch of screens, which drops the query.
    """
    if "written" not in st.session_state:
        return True
    written, shown = st.session_state["written"]
    moved = any(st.session_state[name] != value for name, value in shown.items())
    return not moved and bool(query) and query != written


def put(scenario: Scenario) -> None:
    """Set every widget to the scenario; only before widgets are drawn or in a callback."""
    st.session_state["scenario"] = scenario.base
    for id_, value in scenario.values.items():
        st.session_state[id_] = value


def write(scenario: Scenario) -> None:
    """Make the address say what the widgets say; one step in the browser's history."""
    query = scenario.to_query() | {name: value for name, value in st.query_params.items() if name in OWN}
    if dict(st.query_params.items()) != query:
        st.query_params.from_dict(query)
    st.session_state["written"] = query, {"scenario": scenario.base, **scenario.values}


def open_preset(id_: str, dataset: Dataset) -> None:
    """Callback: leave all changes and open a preset. The language stays."""
    put(Scenario.preset(id_, dataset).with_(lang=st.session_state.get("lang", "en")))
