"""The reader's language on screen."""

import re
from functools import cache

import streamlit as st

from finance.language.catalogue import LANGUAGES, Language
from pages.parts import state


def language() -> Language:
    """The language of the scenario on screen; before there is one, the language that the address asks for."""
    if scenario := state.shown():
        return _of(scenario.choice("lang"))
    asked = st.query_params.get("lang", "")
    return _of(asked if asked in LANGUAGES else "en")


_of = cache(Language)


def literal(text: str) -> str:
    """Text that a stranger may have written, for a place that reads markdown: on one line, as code.

    Code is neither styled nor linked. Escaping is not enough, because a web address becomes a link all the same.
    """
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    return f"{fence} {' '.join(text.split())} {fence}"
