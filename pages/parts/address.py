"""The address holds the whole state: which preset, and every assumption that differs from it.

Streamlit can bind a widget to the address itself, but a bound choice writes its translated label there; our
address holds ids, so that a link means the same in every language.
"""

import streamlit as st

from finance.data.dataset import Dataset
from finance.outputs import citation
from finance.scenario import Scenario, outdated
from pages.parts import state

OWN = ("figure", "word", "compare", "from", "to", "claim", "receipts", *citation.NAMES)
"""Names in the address that are no assumption: of Data, Words, Compare and Claims, of a file by the API, and what a
link quotes."""


def scenario(dataset: Dataset) -> Scenario:
    """The scenario of this run, before any widget is drawn.

    The first run, a followed link and the browser's back and forward take it from the address; every other
    run takes it from the session. What the address asks for and cannot have is kept as a notice.
    """
    query = dict(st.query_params.items())
    if followed(query):
        asked = {name: value for name, value in query.items() if name not in OWN}
        found, problems = Scenario.read_query(asked, dataset)
        st.session_state["notices"] = (*problems, *outdated(asked))
        state.show(found)
        st.session_state["followed"] = found.to_query()
    return state.settle(dataset)


def followed(query: dict[str, str]) -> bool:
    """Whether the reader came here by the address and not by a control.

    A control that moves while a run is under way arrives with the address of before that run, so an address
    counts only while no control has moved. An empty one is a switch of screens, which drops the query.
    """
    if not state.known():
        return True
    return not st.session_state["ahead"] and bool(query) and query != st.session_state["written"]


def write(scenario: Scenario) -> None:
    """Make the address say what is on screen; one step in the browser's history.

    What a link quotes belongs to the scenario of the link, and goes when a control moves.
    """
    moved = scenario.to_query() != st.session_state["followed"]
    kept = [name for name in OWN if not (moved and name in citation.NAMES)]
    query = scenario.to_query() | {name: value for name, value in st.query_params.items() if name in kept}
    if dict(st.query_params.items()) != query:
        st.query_params.from_dict(query)
    st.session_state["written"], st.session_state["ahead"] = query, False
