"""The ledger line by line: gross, what does not count and why, net."""

import pandas as pd
import streamlit as st

from finance.funding import LEFT_OUT
from finance.gap import Result
from finance.outputs.charts.words import reasons
from finance.outputs.display import Display
from pages.parts.results import current
from pages.parts.tables import numbers
from pages.parts.words import language


def ledger() -> None:
    """Every line of the scenario's ledger with its firmness, the reason for what is left out, and what counts."""
    _ = language().text
    result = current()
    display = Display(result, language())
    st.subheader(_("The ledger, line by line"), anchor=False)
    st.caption(_("Gross and net in {unit}; face in its own currency.").format(unit=display.unit))
    chosen = st.pills(
        _("Show"), [_("Lines that count"), _("Lines left out")], selection_mode="multi", key="ledger_show"
    )
    table = _table(result, display)
    net = table[_("Net")]
    if chosen == [_("Lines that count")]:
        table = table[net > 0]
    elif chosen == [_("Lines left out")]:
        table = table[net <= 0]
    if table.empty:
        st.info(_("No line of this ledger fits the choice above."))
        return
    numbers(table, "ledger_table", digits=2, rows=15)


def _table(result: Result, display: Display) -> pd.DataFrame:
    _ = language().text
    code, dataset = language().code, result.dataset
    lines = dataset.ledgers[result.scenario.choice("ledger")].commitments
    reason = reasons(display)
    rows = []
    for row in result.by_source.to_dict("records"):
        line = lines[row["commitment"]]
        left_out = [f"{reason[name]} {display.money(row[name])}" for name in LEFT_OUT if row[name] > 0]
        rows.append(
            {
                _("Line"): line.label.in_(code),
                _("Source"): dataset.sources[line.source].label.in_(code),
                _("Firmness"): display.choice("firmness", line.firmness),
                _("Face"): language().money(row["face"], line.currency, 2),
                _("Gross"): round(display.amount(row["face"] * row["rate"]), 2),
                _("Left out, and why"): "; ".join(left_out),
                _("Net"): round(display.amount(row["available"]), 2),
                _("Used"): round(display.amount(row["used"]), 2),
                _("Earmarks"): ", ".join(dataset.sectors[id_].label.in_(code) for id_ in line.earmarks),
                _("Window"): f"{line.window.start}–{line.window.end}",
                _("Overlaps"): "; ".join(overlap.why.in_(code) for overlap in line.overlaps),
                _("Note"): line.note.in_(code) if line.note else "",
            }
        )
    return pd.DataFrame(rows)
