"""The recursion of the timeline in formulas: what is due and at hand in a year, what is done, and what waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from finance.outputs.workbook.book import Column, Sheet
from finance.outputs.workbook.expression import Expr, expr, smallest

COLUMNS = (
    *("need", "escalated", "due", "new_money", "money", "capacity", "executed", "financing_gap", "absorption_gap"),
    *("carried", "stock", "lapsed"),
)
"""Columns of a run, one row a year, from the left; as in `timeline.Yearly`."""


@dataclass(frozen=True)
class Given:
    """What a run is given: formulas of new need, new money and capacity of each year, and which years count."""

    need: Sequence[Expr]
    money: Sequence[Expr]
    capacity: Sequence[Expr]
    within: Column


def run(sheet: Sheet, row: int, column: int, given: Given) -> Mapping[str, Column]:
    """Write one run from a row and a column on; rows of years that do not count are 0."""
    before = {name: expr(0) for name in COLUMNS}
    years = []
    for n, inside in enumerate(given.within.cells):
        asked = {"need": given.need[n], "new_money": given.money[n], "capacity": given.capacity[n], "within": inside}
        formulas = _year(sheet, row + n, column, asked, before)
        before = {
            name: sheet.put(row + n, column + index, formulas[name], "fine", False)
            for index, name in enumerate(COLUMNS)
        }
        years.append(before)
    return {
        name: Column(
            [year[name] for year in years], sheet.area(row, column + index, [year[name].value for year in years])
        )
        for index, name in enumerate(COLUMNS)
    }


def _year(
    sheet: Sheet, row: int, column: int, asked: Mapping[str, Expr], before: Mapping[str, Expr]
) -> dict[str, Expr]:
    """The formulas of one year by name; each refers to the cells that the others stand in."""
    read, inside = sheet.book.assumption, asked["within"]
    formulas: dict[str, Expr] = {}

    def add(name: str, formula: Expr) -> Expr:
        formulas[name] = formula
        return sheet.at(row, column + COLUMNS.index(name), formula.value, anchored=False)

    need, new_money = add("need", asked["need"]), add("new_money", asked["new_money"])
    room = add("capacity", asked["capacity"])
    dearer = add("escalated", inside * before["carried"] * read("delay_escalation"))
    due = add("due", need + inside * before["carried"] + dearer)
    money = add("money", new_money + inside * before["stock"])
    executed = add("executed", smallest(due, money, room))
    add("financing_gap", due - smallest(due, money))
    add("absorption_gap", smallest(due, money) - executed)
    add("carried", due - executed)
    add("stock", read("carry_over") * (money - executed))
    add("lapsed", (1 - read("carry_over")) * (money - executed))
    return formulas
