"""Words within reach: what a term means as a help text, and links from a screen to its words."""

import streamlit as st

from pages.parts.results import current
from pages.parts.words import language

_SCREENS = {
    "": ("need", "available", "gap", "definition"),
    "sectors": ("need", "coverage", "estimated", "not_itemised", "earmark", "stranded"),
    "sources": ("firmness", "eligibility", "realisation", "slice", "envelope"),
    "timeline": ("absorption", "need", "gap"),
    "regions": ("held_land", "damage", "loss", "need"),
    "close": ("residual_source", "debt_room", "stranded"),
    "compare": ("scenario", "bridge", "edition"),
    "data": ("origin", "reliability", "standing", "edition", "own_figure"),
    "own": ("own_figure", "firmness", "slice", "origin"),
}
"""The words that each screen is about, by the screen's path."""


def meaning(id_: str) -> str:
    """What a word means, for the help text of a figure or a control."""
    return current().dataset.glossary[id_].means.in_(language().code)


def beside(screen: str) -> None:
    """At the foot of a screen, links to the words that it is about; nothing where it is about none."""
    glossary, query = current().dataset.glossary, current().scenario.to_query()
    ids = _SCREENS.get(screen, ())
    if ids:
        with st.container(horizontal=True, key="beside"):
            for id_ in ids:
                label = glossary[id_].term.in_(language().code)
                st.page_link("words.py", label=label, icon=":material/menu_book:", query_params={**query, "word": id_})
