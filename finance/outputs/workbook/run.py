"""The recursion of the timeline in cells: what is due and at hand in a year, what is done, and what waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from finance.model.terms import Axis, Term, at
from finance.model.terms import term as constant
from finance.model.timeline.recursion import year
from finance.outputs.workbook.book import Sheet
from finance.outputs.workbook.expression import Column, Expr

COLUMNS = (
    *("need", "escalated", "due", "new_money", "money", "capacity", "executed", "financing_gap", "absorption_gap"),
    *("carried", "stock", "lapsed"),
)
"""Columns of a run, one row a year, from the left; as in `timeline.Yearly`."""


@dataclass(frozen=True)
class Given:
    """What a run is given: terms of new need, new money and capacity of each year, and which years count (1 or 0)."""

    years: Axis
    need: Term
    money: Term
    capacity: Term
    within: Term


def run(sheet: Sheet, row: int, column: int, given: Given) -> Mapping[str, Column]:
    """Write one run from a row and a column on; rows of years that do not count are 0."""
    cells: list[dict[str, Expr]] = []
    carried, stock = constant(0.0), constant(0.0)
    rates = sheet.book.number("delay_escalation"), sheet.book.number("carry_over")
    for place in range(len(given.years)):
        written = _Row(sheet, row + place, column)
        need, money, room, inside = (
            at(term, given.years, place) for term in (given.need, given.money, given.capacity, given.within)
        )
        new_money = written.put("new_money", money)
        found = year((need, new_money, room), carried * inside, stock * inside, rates, written.put)
        carried, stock = found["carried"], found["stock"]
        cells.append(written.cells)
    return {name: _column(sheet, row, column + index, [years[name] for years in cells])
            for index, name in enumerate(COLUMNS)}  # fmt: skip


def _column(sheet: Sheet, row: int, column: int, cells: Sequence[Expr]) -> Column:
    return Column(cells, sheet.area(row, column, [cell.value for cell in cells]))


class _Row:
    """One year of a run: amounts that have a column are written, and others refer to the cell."""

    def __init__(self, sheet: Sheet, row: int, column: int) -> None:
        self.sheet, self.row, self.column = sheet, row, column
        self.cells: dict[str, Expr] = {}

    def put(self, name: str, amount: Term) -> Term:
        """Write an amount in its column; one without a column stays as it is."""
        if name not in COLUMNS:
            return amount
        formula = self.sheet.book.formulas.of(amount)
        self.cells[name] = self.sheet.put(self.row, self.column + COLUMNS.index(name), formula, "fine", False)
        return self.sheet.book.formulas.given(self.cells[name])
