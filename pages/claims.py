"""Is that number right, and which number is it?"""

import streamlit as st

from pages.parts import claims
from pages.parts.words import language

_ = language().text

st.subheader(_("Check a number"), anchor=False)
st.caption(_("It is held against every stored figure, every scenario, and every scenario with one choice changed."))
claims.typed()
st.subheader(_("Published claims"), anchor=False)
st.caption(_("Each verdict is worked out from the data as it stands."))
claims.published()
