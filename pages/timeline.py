"""When, and is it money or capacity?"""

import streamlit as st

from pages.parts import receipts
from pages.parts.cards import card
from pages.parts.results import current
from pages.parts.words import language

_ = language().text
result = current()

card("timeline")
card("pace")

if result.scenario.switch("unlimited_money"):
    st.info(_("Money is taken as unlimited on this screen. The four figures above still count the ledger's money."))
for warning in result.late:
    st.info(language().remark(warning))
st.caption(
    _(
        "Need falls due by the chosen shape; each commitment pays evenly over its window. A year executes what is "
        "due, as far as money at hand and capacity allow; unmet need waits for the next. Capacity rises from the "
        "public investment of 2019, 2.2% of GDP, to the share chosen. Private capital has a capacity of its own and "
        "comes only after the year from which it is safe to invest, under Private money."
    )
)
receipts.table("by_year")
