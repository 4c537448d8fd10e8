"""What changed results, by day: the gap of every preset from then on, and what each cause did."""

import pandas as pd
import streamlit as st

from finance.data.dataset import Dataset
from finance.data.records import Change
from pages.parts import tables
from pages.parts.words import language


def changes(dataset: Dataset) -> None:
    """The days with their reasons, the gaps from each day on, and the newest change by cause."""
    _, code = language().text, language().code
    days = {language().date(row.date): row for row in dataset.changes.values()}
    st.markdown("\n".join(f"- **{day}:** {row.why.in_(code)}" for day, row in days.items()))
    names = {id_: preset.label.in_(code) for id_, preset in dataset.presets.items()}
    gaps = [
        {_("Scenario"): name} | {day: row.gaps.get(id_) for day, row in days.items()} for id_, name in names.items()
    ]
    tables.plain(pd.DataFrame(gaps), _("What changed results, and when"))
    st.caption(_("Gap of each scenario from that day on, USD bn."))
    for day, row in days.items():
        if row.by_cause:
            title = _("What each cause did to the gap on {day}").format(day=day)
            tables.plain(_by_cause(row, names), title)
            st.caption(f"{title}, {_('USD bn')}.")


def _by_cause(change: Change, names: dict[str, str]) -> pd.DataFrame:
    _ = language().text
    causes = {
        "grades": _("Grades of documents"),
        "slices": _("Slices, so that no sum counts twice"),
        "documents": _("New documents and lines"),
        "payments": _("Payments only up to the assessment's day"),
    }
    met = dict.fromkeys(id_ for moved in change.by_cause.values() for id_ in moved)
    rows = [
        {_("Scenario"): names[id_]} | {causes[cause]: moved.get(id_, 0.0) for cause, moved in change.by_cause.items()}
        for id_ in met
        if id_ in names
    ]
    return pd.DataFrame(rows)
