"""What if my figure is right?"""

import streamlit as st

from pages.parts import results
from pages.parts.own import drop, effect, forms, listed
from pages.parts.words import language

_ = language().text
base = results.dataset()

st.header(_("Your figures"), anchor=False)
st.markdown(
    _(
        "Add a line of money, another need or another range, and see what it changes before it counts. It stays in "
        "this browser session; the server keeps nothing. Download the file to keep it."
    )
)
listed.added(base)
ways = {
    _("A new line"): forms.line,
    _("Another amount"): forms.amount,
    _("A need"): forms.need,
    _("An assumption"): forms.assumption,
    _("A file"): drop.drop,
}
for tab, way in zip(st.tabs(list(ways), key="own_ways", on_change="rerun"), ways.values(), strict=True):
    if tab.open:
        with tab:
            way(base)
listed.problems()
effect.preview(base)
