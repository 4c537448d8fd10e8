"""How does this compare with past reconstructions?"""

import streamlit as st

from finance.analysis import benchmarks
from finance.language.display import Display
from pages.parts.cards import card
from pages.parts.results import current
from pages.parts.words import language

_ = language().text
result = current()
display = Display(result, language())

card("realisation")
share = benchmarks.paid(result)
if share is not None:
    st.markdown(
        _(
            "Of the money in this scenario's ledger that is reliable and firm enough, {share} had been paid when it "
            "was counted. It is still being paid, so this is no case of its own."
        ).format(share=display.percent(share))
    )
card("burden")
card("heads")
st.caption(
    _(
        "No two documents count the same thing: a cost is not what was paid, a promise to Congress is not a pledge, "
        "and a transfer inside one state is not aid. The tables put the definitions side by side."
    )
)
