"""Forms for one own figure: a new line, another amount for a line, another need, another range of an assumption.

What is typed stays for the session. Nothing counts before the reader has seen what it would change.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

import streamlit as st

from finance.data.dataset import Dataset
from finance.data.records import FIRMNESS, NOT_ITEMISED, Text
from finance.errors import DataError, OwnError
from finance.language import naming as names
from finance.language.display import Display
from finance.own import changes
from finance.own.changes import Balance, Scope
from pages.parts.own import labels, session
from pages.parts.results import current
from pages.parts.words import language

Chosen = TypeVar("Chosen", bound=str)

MOST_WORDS = 120


def line(base: Dataset) -> None:
    """A new line of promised money."""
    _, data = language().text, session.with_own(base)
    with st.form("own_line", border=False):
        name = _words(_("What it is called"), "name", _("Loan of the X bank for housing"))
        first, second, third = st.columns(3)
        with first:
            ledger = _choice(_("Ledger"), "ledger", _labels(data.ledgers), current().scenario.choice("ledger"))
            source = _choice(_("Who pays"), "source", _labels(data.sources))
            instrument = _choice(_("Instrument"), "instrument", labels.instruments())
            firmness = _choice(_("Firmness"), "firmness", _firmness(), "committed")
        with second:
            amount = _number(_("Amount, billions"), "amount", 1.0, 0.0)
            currency = _choice(_("Currency"), "currency", {code: code for code in ("USD", "EUR", *_others(data))})
            purpose = _choice(_("Purpose"), "purpose", labels.purposes())
            conditional = st.toggle(_("Paid in tranches against conditions"), key="own_f_cond", persist_state="session")
        with third:
            today = data.macro.valuation_date
            agreed = _words(_("Agreed on"), "agreed", "YYYY-MM-DD", today.isoformat())
            start = _year(_("First year of payment"), "start", today.year)
            end = _year(_("Last year of payment"), "end", today.year + 4)
            sectors = {id_: row.label for id_, row in data.sectors.items() if id_ != NOT_ITEMISED}
            earmarks = _several(_("Only for these sectors"), "earmarks", sectors)
        reason = _reason("line")
        asked = st.form_submit_button(_("See what it would change"), type="primary")
    if asked:
        fields = {
            "source": source,
            "instrument": instrument,
            "firmness": firmness,
            "conditional": conditional,
            "currency": currency,
            "agreed": agreed,
            "window": {"start": start, "end": end},
            **changes.amount(amount, {purpose: 1.0}, reason),
            **({"earmarks": earmarks} if earmarks else {}),
        }
        _look(base, partial(_new_line, data, ledger, name, fields), ledger)


def _new_line(data: Dataset, ledger: str, name: str, fields: Mapping[str, Any]) -> tuple[Any, tuple[str, ...]]:
    id_, edit = changes.added(data, ledger, name, fields)
    return edit, (id_,)


def amount(base: Dataset) -> None:
    """Another amount or firmness for a line that stands in a ledger."""
    _, data = language().text, session.with_own(base)
    first, second = st.columns(2)
    with first:
        ledger = _choice(_("Ledger"), "ledger_of", _labels(data.ledgers), current().scenario.choice("ledger"))
    lines = data.ledgers[ledger].commitments
    with second:
        id_ = _choice(_("Line"), f"line_{ledger}", _labels(lines))
    standing = lines[id_]
    with st.form("own_amount", border=False):
        left, right = st.columns(2)
        with left:
            label = _("Amount, {currency} bn").format(currency=standing.currency)
            value = _number(label, f"value_{id_}", standing.envelope.value, 0.0)
        with right:
            firmness = _choice(_("Firmness"), f"firm_{id_}", _firmness(), standing.firmness)
        reason = _reason("amount")
        asked = st.form_submit_button(_("See what it would change"), type="primary")
    if asked:
        made = partial(changes.resized, data, ledger, id_, value, firmness, reason)
        _look(base, lambda: (made(), (id_,)), ledger)


def need(base: Dataset) -> None:
    """Another need for a sector of an assessment, or for the whole."""
    _, result = language().text, current()
    data, display = session.with_own(base), Display(result, language())
    first, second = st.columns(2)
    with first:
        programme = _choice(
            _("Assessment"), "programme", _labels(data.programmes), result.scenario.choice("assessment")
        )
    scopes = {"total": _("The whole, all sectors"), "held": _("The whole, on government-held land")}
    sectors = {id_: names.sector(display, id_) for id_ in data.sectors if id_ != NOT_ITEMISED}
    with second:
        place = _choice(_("Sector"), "sector", {**scopes, **sectors})
    record = data.programmes[programme]
    cells = {"total": record.totals, "held": record.held}.get(place, record.sectors.get(place))
    printed = cells.need.value if cells and cells.need else None
    with st.form("own_need", border=False):
        said = language().number(printed, 1) if printed is not None else _("no figure of its own")
        label = _("Need, {currency} bn (now {value})").format(currency=record.currency, value=said)
        value = _number(label, f"need_{programme}_{place}", printed or 0.0, 0.0)
        gives_way: dict[Balance, str] = {
            "not_itemised": _("what is not itemised; the total stays"),
            "total": _("the total; it moves with the sector"),
        }
        balance: Balance = "not_itemised" if place in scopes else _choice(_("What gives way"), "balance", gives_way)
        reason = _reason("need")
        asked = st.form_submit_button(_("See what it would change"), type="primary")
    if asked:
        _look(base, lambda: (_needed(data, programme, place, value, balance, reason), ()))


def _needed(data: Dataset, programme: str, place: str, value: float, balance: Balance, reason: str) -> Any:
    if place in ("total", "held"):
        scope: Scope = "total" if place == "total" else "held"
        return changes.totalled(data, programme, scope, value, reason)
    return changes.needed(data, programme, place, value, balance, reason)


def assumption(base: Dataset) -> None:
    """Another default and range for an assumption."""
    _, data = language().text, session.with_own(base)
    rows = {id_: row for id_, row in data.assumptions.items() if row.kind == "number"}
    id_ = _choice(_("Assumption"), "assumption", _labels(rows), "eur_usd")
    row = rows[id_]
    st.caption(_("Unit: {unit}. Shares and rates are fractions: 0.1 is 10 %.").format(unit=row.unit_))
    with st.form("own_assumption", border=False):
        first, second, third = st.columns(3)
        low, high = row.low or 0.0, row.high or 0.0
        with first:
            low = _number(_("Lowest"), f"low_{id_}", low)
        with second:
            default = _number(_("Default"), f"default_{id_}", float(row.default))
        with third:
            high = _number(_("Highest"), f"high_{id_}", high)
        reason = _reason("assumption")
        asked = st.form_submit_button(_("See what it would change"), type="primary")
    if asked:
        made = partial(changes.assumed, data, id_, default, low, high, reason)
        _look(base, lambda: (made(), ()))


def _look(base: Dataset, made: Callable[[], tuple[Any, tuple[str, ...]]], ledger: str | None = None) -> None:
    """Build the data with what the form says, or keep what is wrong with it."""
    try:
        edit, lines = made()
        session.look_at(base, edit, ledger, lines)
    except (DataError, OwnError) as error:
        session.say(error)


def _labels(records: Mapping[str, Any]) -> dict[str, str]:
    labels: dict[str, Text] = {id_: record.label for id_, record in records.items()}
    return {id_: label.in_(language().code) for id_, label in labels.items()}


def _firmness() -> dict[str, str]:
    display = Display(current(), language())
    return {level: display.choice("firmness", level) for level in FIRMNESS}


def _others(data: Dataset) -> list[str]:
    return sorted(set(data.macro.exchange_rates) - {"USD", "EUR"})


def _choice(label: str, name: str, labels: Mapping[Chosen, str], first: Chosen | None = None) -> Chosen:
    ids = list(labels)
    index = ids.index(first) if first in ids else 0
    chosen: Chosen = st.selectbox(
        label, ids, index, key=f"own_f_{name}", format_func=labels.__getitem__, persist_state="session"
    )
    return chosen


def _several(label: str, name: str, labels: Mapping[str, Text]) -> list[str]:
    return st.multiselect(
        label,
        list(labels),
        key=f"own_f_{name}",
        format_func=lambda id_: labels[id_].in_(language().code),
        placeholder=language().text("any sector"),
        persist_state="session",
    )


def _number(label: str, name: str, value: float, low: float | None = None) -> float:
    return float(
        st.number_input(label, low, value=value, step=None, format="%.4g", key=f"own_f_{name}", persist_state="session")
    )


def _year(label: str, name: str, value: int) -> int:
    return int(st.number_input(label, 2014, 2100, value, key=f"own_f_{name}", persist_state="session"))


def _words(label: str, name: str, example: str, value: str = "") -> str:
    return st.text_input(
        label, value, max_chars=MOST_WORDS, placeholder=example, key=f"own_f_{name}", persist_state="session"
    )


def _reason(form: str) -> str:
    label = language().text("Why this figure: a document, or your reasoning")
    return st.text_input(label, max_chars=400, key=f"own_f_why_{form}", persist_state="session")
