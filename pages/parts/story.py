"""The result in a few sentences, with what the last move of a control did."""

import streamlit as st

from finance import explain
from finance.gap import Result
from finance.outputs.language import Language
from finance.scenario import Scenario
from pages.parts import state
from pages.parts.results import current
from pages.parts.words import language


def story() -> None:
    """Two or three sentences on the result; after a move, on what that move did."""
    with st.container(key="story"):
        st.markdown(told(current(), language(), state.undoable()).replace("$", "\\$"))


def told(result: Result, language: Language, before: Scenario | None) -> str:
    """The sentences, given the scenario on screen before; another preset's, or a move undone, is not compared with."""
    scenario = result.scenario
    moved = before if before and before.base == scenario.base and scenario.moved() else None
    return explain.sentence(result, language, moved)
