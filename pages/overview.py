"""How big is the gap, and which gap?"""

import streamlit as st

from pages.parts import controls
from pages.parts.cards import card
from pages.parts.hint import hint
from pages.parts.story import story
from pages.parts.words import language

_ = language().text

st.header(_("Who pays for rebuilding Ukraine, and what is missing?"), anchor=False)
st.markdown(
    _(
        "Everyone quotes a gap and hardly two mean the same one. Choose what counts on the left, and see what "
        "moves it. Every number can be followed to its document."
    )
)
hint()
story()
card("waterfall")

st.subheader(_("One article, three answers"), anchor=False)
st.markdown(
    _(
        "The article subtracts development-bank money and an EU loan from a need. What is left depends on whether "
        "euros are read as dollars, and on whether the military part of the loan may rebuild anything."
    )
)
for column, (id_, label) in zip(
    st.columns(3),
    {
        "article_as_printed": _("As printed"),
        "article": _("In one currency"),
        "article_civilian": _("Civilian money only"),
    }.items(),
    strict=True,
):
    with column:
        controls.preset_button(label, id_, f"open_{id_}")
card("ladder")
