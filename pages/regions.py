"""Where?"""

import streamlit as st

from pages.parts.cards import card
from pages.parts.territory import bracket
from pages.parts.words import language

_ = language().text

card("occupied")
card("regions")
st.subheader(_("How much of the need is on government-held land?"), anchor=False)
bracket()
