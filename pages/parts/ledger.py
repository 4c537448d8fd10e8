"""The ledger line by line: gross, what does not count and why, net."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from finance.data import slices
from finance.data.records import Commitment
from finance.language.display import Display
from finance.language.naming import reasons, source
from finance.model import funding
from finance.model.funding import LEFT_OUT
from finance.model.gap import Result
from pages.parts.results import current
from pages.parts.tables import numbers
from pages.parts.words import language


def ledger() -> None:
    """Every line of the scenario's ledger with how certain it is, the reason for what is left out, and what counts."""
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
    numbers(table, "ledger_table", digits=2, rows=9, wrap=True)


def _table(result: Result, display: Display) -> pd.DataFrame:
    _ = language().text
    code, dataset = language().code, result.dataset
    name = result.scenario.choice("ledger")
    lines, cut = dataset.ledgers[name].commitments, slices.of(dataset, name)
    reason = reasons(language())
    rows = []
    for row in result.by_source.to_dict("records"):
        line, slice_ = lines[row["commitment"]], cut[row["commitment"]]
        left_out = [f"{reason[name].state} {display.money(row[name])}" for name in LEFT_OUT if row[name] > 0]
        rows.append(
            {
                _("Line"): line.label.in_(code),
                _("Who pays"): source(display, line.source, short=True),
                _("How certain"): display.choice("firmness", slice_.firmness),
                _("Face"): language().money(row["face"], line.currency, 2),
                _("Gross"): round(display.amount(row["face"] * row["rate"]), 2),
                _("Left out, and why"): "; ".join(left_out),
                _("Net"): round(display.amount(row["available"]), 2),
                _("Used"): round(display.amount(row["used"]), 2),
                _("Tied to"): _sectors(result, line),
                _("Paid"): _paid(result, row["commitment"], line),
                _("Window"): f"{line.window.start}–{line.window.end}",
                _("Part of, or same money as"): _other(lines, line),
                _("Why"): _why(line),
                _("Note"): line.note.in_(code) if line.note else "",
            }
        )
    return pd.DataFrame(rows)


def _paid(result: Result, id_: str, line: Commitment) -> str:
    """What was paid of a line and up to which day; where that is after the day of the need, what is taken before it."""
    _ = language().text
    if line.paid is None or line.paid.value == 0:
        return ""
    amount = language().money(line.paid.value, line.currency, 3)
    if line.paid.as_of is None:
        return amount
    day, counted = funding.need_day(result.dataset, result.scenario), language().date(line.paid.as_of)
    cut, place = result.money.formulas.cut, result.money.commitments.index(id_)
    if line.paid.as_of <= day:
        return _("{amount} by {day}").format(amount=amount, day=counted)
    return _("{amount} by {day}; taken as paid before {need_day}: {taken}").format(
        amount=amount,
        day=counted,
        need_day=language().date(day),
        taken=language().money(cut.taken.value[place], line.currency, 3),
    )


def _sectors(result: Result, line: Commitment) -> str:
    """The sectors that a line is documented for, with the sum of each where a document prints one."""
    code, sectors = language().code, result.dataset.sectors
    summed = (f"{sectors[id_].label.in_(code)} {language().figure(sum_.value)}" for id_, sum_ in line.split.items())
    return ", ".join([*summed, *(sectors[id_].label.in_(code) for id_ in line.earmarks if id_ not in line.split)])


def _other(lines: Mapping[str, Commitment], line: Commitment) -> str:
    """The line that holds this one, or the same money."""
    id_ = line.left_out.same_as if line.left_out and line.left_out.same_as else line.part_of
    return lines[id_].label.in_(language().code) if id_ else ""


def _why(line: Commitment) -> str:
    """Why a line is left out of the book, or part of another."""
    text = line.left_out.why if line.left_out else line.part_why
    return text.in_(language().code) if text else ""
