"""The address holds the whole state: which preset, and every assumption that differs from it.

Streamlit can bind a widget to the address itself, but a bound choice writes its translated label there; our
address holds ids, so that a link means the same in every language.
"""

import streamlit as st

from finance.dataset import Dataset
from finance.scenario import DEFAULT, Scenario

OWN = ("figure",)
"""Names in the address that are no assumption: the figure to show on Data."""


def scenario(dataset: Dataset) -> Scenario:
    """The scenario of this run, before any widget is drawn.

    The first run, a followed link and the browser's back and forward take it from the address; every other
    run takes it from the widgets. What the address asks for and cannot have is kept as a notice.
    """
    query = dict(st.query_params.items())
    if "address" not in st.session_state or (query and query != st.session_state["address"]):
        asked = {name: value for name, value in query.items() if name not in OWN}
        found, problems = Scenario.read_query(asked, dataset)
        put(found)
        st.session_state["notices"] = problems
        st.session_state["address"] = query
        return found
    values = {id_: st.session_state[id_] for id_ in dataset.assumptions}
    return Scenario.preset(st.session_state["scenario"], dataset).with_(**values)


def put(scenario: Scenario) -> None:
    """Set every widget to the scenario; only before widgets are drawn or in a callback."""
    st.session_state["scenario"] = scenario.base
    for id_, value in scenario.values.items():
        st.session_state[id_] = value


def write(scenario: Scenario) -> None:
    """Make the address say what the widgets say; one step in the browser's history."""
    own = {name: value for name, value in st.query_params.items() if name in OWN}
    query = scenario.to_query() | own
    if dict(st.query_params.items()) != query:
        st.query_params.from_dict(query)
    st.session_state["address"] = query


def open_preset(id_: str, dataset: Dataset) -> None:
    """Callback: leave all changes and open a preset. The language stays."""
    put(Scenario.preset(id_, dataset).with_(lang=st.session_state.get("lang", "en")))


def start() -> str:
    """The preset that opens first."""
    return DEFAULT
