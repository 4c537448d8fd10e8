"""What do people ask, and where does the answer stand?"""

import streamlit as st

from finance.scenario import Scenario
from pages.parts.pairs import pairs
from pages.parts.results import current
from pages.parts.words import language

_ = language().text
result = current()
code, dataset = language().code, result.dataset

st.header(_("Questions that people bring"), anchor=False)
st.markdown(_("Each leads to the screen and the settings that answer it. Going back in the browser undoes it."))
for column, (id_, question) in pairs(dataset.questions.items()):
    asked = Scenario.preset(question.scenario, dataset).with_(**question.values, lang=code)
    with column.container(border=True, key=f"question_{id_}", height="stretch"):
        st.page_link(f"{question.screen}.py", label=f"**{question.asks.in_(code)}**", query_params=asked.to_query())
        st.caption(question.read.in_(code))
