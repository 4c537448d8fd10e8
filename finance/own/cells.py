"""What a cell says: an amount or a day, in whatever way of writing the column makes clear."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Literal, TypeAlias

from finance.own import numerals
from finance.own.numerals import DecimalSign
from finance.own.sheet import Cell

DayOrder: TypeAlias = Literal["day_first", "month_first"]

_MONEY = re.compile(r"^(?:[€$£₴]|EUR|USD|GBP|UAH)\s*|\s*(?:[€$£₴]|EUR|USD|GBP|UAH)$")
_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_EMPTY = {"", ".", "-", "–", "—", "n/a", "na", "nan", "none", "null", "#n/a", "..", "...", "unknown"}


class CellError(ValueError):
    """A cell that says something, but not what its column is for."""


def is_empty(cell: Cell) -> bool:
    """Whether a cell says nothing: blank, or one of the signs that tables put there."""
    return cell is None or (isinstance(cell, str) and cell.strip().lower() in _EMPTY)


def decimal_of(cells: Iterable[Cell], delimiter: str | None) -> DecimalSign | None:
    """The decimal sign of a column of amounts, where it is clear; None where it is not, or where no cell needs it.

    Clear is a number with both signs, with one sign twice (then the other one), or with a sign that does not part
    off thousands. A table whose cells semicolons part was written where the comma is decimal.
    """
    votes = {vote for cell in cells if isinstance(cell, str) and (vote := _vote(_stripped(cell)))}
    if len(votes) == 1:
        return votes.pop()
    return "comma" if not votes and delimiter == ";" else None


def _vote(text: str) -> DecimalSign | None:
    return numerals.decimal_of(text) if numerals.is_number(text) else None


def _stripped(text: str) -> str:
    return _MONEY.sub("", numerals.closed(text))


def number(cell: Cell, decimal: DecimalSign | None) -> float:
    """The amount in a cell. Raises CellError where it is none, or where "1,234" may be two numbers."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    text = _stripped(cell) if isinstance(cell, str) else ""
    decimal = decimal or _vote(text)
    if decimal is None and re.search(r"[.,]", text) and numerals.is_number(text):
        raise CellError("two_numbers")
    try:
        return numerals.value(text, decimal)
    except ValueError:
        raise CellError("number") from None


def day_order(cells: Iterable[Cell]) -> DayOrder | None:
    """Whether 03/04/2025 is in April or in March, where the column shows it; points always put the day first."""
    found = set()
    for cell in cells:
        if isinstance(cell, str) and (parts := _DAY.fullmatch(cell.strip())):
            first, second = int(parts[1]), int(parts[2])
            if "." in cell or first > 12:
                found.add("day_first")
            elif second > 12:
                found.add("month_first")
    return found.pop() if len(found) == 1 else None  # type: ignore[return-value]


def day(cell: Cell, order: DayOrder | None) -> str:
    """A day as YYYY-MM-DD, or the month or year where no more is said. Raises CellError where it is none of them."""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, int | float) and not isinstance(cell, bool) and cell == int(cell):
        cell = str(int(cell))
    text = cell.strip().removesuffix("00:00:00").strip() if isinstance(cell, str) else ""
    if re.fullmatch(r"(19|20|21)\d\d(-(0[1-9]|1[0-2]))?", text):
        return text
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        return _written_out(text, order)


def _written_out(text: str, order: DayOrder | None) -> str:
    parts = _DAY.fullmatch(text)
    if not parts:
        raise CellError("day")
    first, second, year = map(int, parts.groups())
    order = "day_first" if "." in text else order
    if order is None and first <= 12 and second <= 12 and first != second:
        raise CellError("two_days")
    month_first = order == "month_first" or (order is None and second > 12)
    month, number_ = (first, second) if month_first else (second, first)
    try:
        return dt.date(year, month, number_).isoformat()
    except ValueError:
        raise CellError("day") from None
