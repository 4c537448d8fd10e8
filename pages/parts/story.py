"""The result in a few sentences, with what the last move of a control did."""

import streamlit as st

from pages.parts import drawn, state
from pages.parts.results import current
from pages.parts.words import language


def story() -> None:
    """Two or three sentences on the result; after a move, on what that move did."""
    with st.container(key="story"):
        st.markdown(drawn.story(current(), language(), state.undoable()).replace("$", "\\$"))
