"""What if my figure is right?"""

import streamlit as st

from pages.parts import own_drop, own_effect, own_forms, own_list, results
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
own_list.added(base)
ways = {
    _("A new line"): own_forms.line,
    _("Another amount"): own_forms.amount,
    _("A need"): own_forms.need,
    _("An assumption"): own_forms.assumption,
    _("A file"): own_drop.drop,
}
for tab, way in zip(st.tabs(list(ways), key="own_ways", on_change="rerun"), ways.values(), strict=True):
    if tab.open:
        with tab:
            way(base)
own_list.problems()
own_effect.preview(base)
