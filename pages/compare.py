"""What changed between two answers?"""

import streamlit as st

from pages.parts import comparison
from pages.parts.cards import card
from pages.parts.words import language

_ = language().text

chosen = comparison.choose()
if len(chosen) < 2:
    st.info(_("Choose at least two scenarios."))
else:
    comparison.headline(chosen)
    comparison.sectors(chosen)
    st.subheader(_("What moved the gap"), anchor=False)
    card("bridge", of=comparison.pair(chosen))
st.subheader(_("From assessment to assessment"), anchor=False)
card("editions")
comparison.limits()
