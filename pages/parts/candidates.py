"""Tables of the screen Close the gap: one more billion by sector, and the plan's parts as the press reports them."""

import pandas as pd
import streamlit as st

from finance.analysis.candidates import ANY, one_more_billion
from finance.language import naming
from finance.language.display import Display
from finance.model.gap import Result
from pages.parts.tables import plain
from pages.parts.words import language


def billion(result: Result) -> None:
    """By how much one more billion lowers the gap, untied or tied to each sector."""
    _, display = language().text, Display(result, language())
    rows = one_more_billion(result)
    labels = [_("any sector") if id_ == ANY else naming.sector(display, id_) for id_ in rows["sector"]]
    table = pd.DataFrame({_("USD 1bn more for"): labels, _("lowers the gap by, USD bn"): rows["closes"].round(1)})
    plain(table, _("What one more billion would do"))


def plan(result: Result) -> None:
    """Each plan's total, parts and conflicts in the currency printed, and what its total would leave of the gap."""
    _ = language().text
    for record in result.dataset.plans.values():
        assert record.totals.need is not None
        st.markdown(record.note.in_(language().code))
        parts = [
            {
                _("Part"): part.label.in_(language().code),
                _("Currency"): part.currency,
                _("Amount, bn"): part.value.value,
            }
            for part in record.parts.values()
        ]
        total = {_("Part"): _("Whole plan"), _("Currency"): record.currency, _("Amount, bn"): record.totals.need.value}
        plain(pd.DataFrame([total, *parts]), record.label.in_(language().code))
        for part in record.parts.values():
            if part.value.note:
                st.caption(f"{part.label.in_(language().code)}: {_(part.value.note)}")
        for conflict in record.conflicts:
            st.caption(f"{conflict.value.value:g}: {conflict.why.in_(language().code)}")
        left = max(result.need - record.totals.need.value, 0.0)
        display = Display(result, language())
        st.markdown(
            _(
                "Were all {total} paid, {left} of this scenario's need of {need} would be left. "
                "The plan reaches further than this programme and binds nobody to pay, so it is not in the headline."
            ).format(
                total=language().money(record.totals.need.value, record.currency),
                left=display.money(left),
                need=display.money(result.need),
            )
        )
