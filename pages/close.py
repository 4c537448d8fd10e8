"""What would close the gap?"""

import streamlit as st

from finance.analysis.candidates import jointly_short
from finance.language import naming
from finance.language.display import Display
from pages.parts.backwards import backwards
from pages.parts.candidates import billion, plan
from pages.parts.cards import card
from pages.parts.results import current
from pages.parts.words import language

_ = language().text
result = current()
display = Display(result, language())

card("closing")
card("debt")
card("private")

st.subheader(_("What one more billion would do"), anchor=False)
smallest, short = jointly_short(result)
unpayable = result.needs.unpayable
names = ", ".join(naming.sector(display, id_) for id_ in short)
if short:
    st.markdown(
        _("No way of sharing out the money leaves less than {smallest}; jointly short of it: {sectors}.").format(
            smallest=display.money(smallest + unpayable), sectors=names
        )
    )
else:
    st.markdown(_("The money could cover every sector if it were shared out that way."))
if unpayable > 0:
    st.markdown(
        _("Of the need, {amount} lies on occupied land, and no listed money is taken to pay for it.").format(
            amount=display.money(unpayable)
        )
    )
if result.stranded > 0:
    st.markdown(_("{stranded} reaches no unmet need.").format(stranded=display.money(result.stranded)))
billion(result)

st.subheader(_("What would have to be true"), anchor=False)
backwards(result)

st.subheader(_("The prosperity plan, as reported"), anchor=False)
plan(result)
