"""On what terms does the money come, and what does it cost?"""

import streamlit as st

from pages.parts.cards import card
from pages.parts.words import language

_ = language().text

card("terms")
card("service")
st.caption(
    _(
        "A loan's grant element is the share of it that is a gift: its amount less what its repayments are worth "
        "today. Terms that no document prints are not guessed. A loan is drawn in equal parts over what is left of "
        "its window and repaid in level parts twice a year unless its document says otherwise. The EU support loan "
        "bears no interest for Ukraine and is repaid only out of reparations, so what falls due is its amount times "
        "the chance that they are paid, and no year can be named."
    )
)
