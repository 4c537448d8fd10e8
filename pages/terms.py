"""On what terms does the money come, and what does it cost?"""

import streamlit as st

from finance.analysis import borrowing
from finance.language.display import Display
from pages.parts.cards import card
from pages.parts.results import current
from pages.parts.words import language

_ = language().text
result = current()
display = Display(result, language())

card("terms")
gift = borrowing.of(result).gift("dated")
if gift:
    chosen, bank, lower, upper = (display.percent(share) for share in gift)
    st.markdown(
        _(
            "Of the counted loans with printed terms, {chosen} is a gift at the discount rate chosen; by the "
            "convention of the IMF and World Bank (5%) {bank}, and of the DAC {lower} for a lower middle-income "
            "borrower (7%) or {upper} for an upper middle-income one (6%)."
        ).format(chosen=chosen, bank=bank, lower=lower, upper=upper)
    )
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
