"""Words for what own figures are made of: instruments, purposes, columns, and why a row is left out."""

from finance.data.records import Instrument, Purpose
from finance.own.columns import ColumnOf
from finance.own.rows import Reason
from pages.parts.words import language


def instruments() -> dict[Instrument, str]:
    """Kinds of money by name."""
    _ = language().text
    return {
        "grant": _("grant"),
        "loan": _("loan"),
        "contingent_loan": _("loan repaid only from reparations"),
        "guarantee": _("guarantee"),
        "equity": _("equity"),
        "mixed": _("mixed"),
    }


def purposes() -> dict[Purpose, str]:
    """What money is for, with whether it counts."""
    _ = language().text
    return {
        "reconstruction": _("reconstruction: counts in full"),
        "private_sector": _("private sector: counts in full"),
        "unspecified": _("not said: counts by the slider for it"),
        "budget": _("budget support: counts by the slider for it"),
        "military": _("military: never counts"),
        "humanitarian": _("humanitarian: never counts"),
    }


def columns() -> dict[ColumnOf, str]:
    """What the columns of a table may hold."""
    _ = language().text
    return {
        "donor": _("Who pays"),
        "amount": _("Amount"),
        "date": _("Agreed on"),
        "type": _("Purpose or type of aid"),
        "measure": _("Firmness or measure"),
        "instrument": _("Instrument"),
        "name": _("Name or description"),
        "currency": _("Currency"),
        "paid": _("Paid to date"),
        "start": _("First year of payment"),
        "end": _("Last year of payment"),
        "sector": _("Sector it is tied to"),
    }


def reason(reason: Reason, cell: str) -> str:
    """Why a row is left out or cannot be read, and what to do about it."""
    _ = language().text
    return {
        "no_amount": _("has no amount"),
        "nothing": _("has an amount of zero"),
        "negative": _("has an amount below zero ({cell}), which takes another row back; lower that row instead"),
        "donor_out": _("is paid by “{cell}”, which you left out"),
        "type_out": _("is of the type “{cell}”, which you left out"),
        "measure_out": _("has the measure “{cell}”, which you left out"),
        "before": _("was agreed on {cell}, before the first year that you take"),
        "repeated": _("says the same as row {cell}"),
        "no_donor": _("does not say who pays; fill the cell, or choose another column"),
        "number": _("“{cell}” is no amount; write digits with one decimal sign"),
        "two_numbers": _("“{cell}” may be two different numbers; say above which sign is the decimal one"),
        "paid_above": _("“{cell}” paid is below zero or more than the amount; mend one of the two"),
        "day": _("“{cell}” is no day; write YYYY-MM-DD"),
        "two_days": _("“{cell}” may be two different days; say above whether the day or the month comes first"),
        "no_date": _("has no day; fill the cell, or choose no column for the day"),
        "currency": _("“{cell}” is no currency with an exchange rate here; convert the amount"),
        "window": _("“{cell}” are no years of payment; write a first and a last year"),
        "sector": _("“{cell}” is no sector here; write a sector's name or id"),
    }[reason].format(cell=cell)


def quoted(text: str) -> str:
    """A reader's words as words: what Markdown would read as a picture, a link or a heading is shown as typed."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]()#+-.!|<>$~:&" else letter for letter in text)
