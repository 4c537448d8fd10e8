"""The result in a few sentences, with what the last move of a control did."""

import streamlit as st

from finance import explain
from pages.parts import state
from pages.parts.results import current
from pages.parts.words import language


def story() -> None:
    """Two or three sentences on the result; after a move, on what that move did."""
    scenario, before = current().scenario, state.undoable()
    moved = before if before and before.base == scenario.base and scenario.changed() else None
    st.markdown(explain.sentence(current(), language(), moved).replace("$", "\\$"))
