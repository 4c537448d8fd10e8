"""The reader's language on screen."""

import streamlit as st

from finance.outputs.language import Language


def language() -> Language:
    """The language in the address."""
    return Language(st.session_state.get("lang", "en"))
