"""How the need falls due on the sheet Timeline: weights of every profile by year, and the need that follows."""

from collections.abc import Sequence

import numpy as np

from finance.model import timeline
from finance.model.terms import Term
from finance.model.timeline.profiles import weight
from finance.outputs.workbook.book import Sheet
from finance.outputs.workbook.economy import Economy
from finance.outputs.workbook.expression import Column, Expr, sum_product, sum_where, total
from finance.outputs.workbook.needs import Wanted


def falling(
    sheet: Sheet, wanted: Wanted, economy: Economy, gone: Term, within: Term, place: tuple[int, int]
) -> list[Expr]:
    """Need that falls due in each year, at first prices: every profile's need, spread by its weights.

    The weights stand from the row and column `place` on, one row a year.
    """
    _, (first, column), (years,) = sheet.book.language.text, place, gone.axes
    sheet.put(first - 5, column, _("How need falls due: weights by profile"), "section")
    sheet.heads(first - 1, column, list(timeline.PROFILES), ())
    for row, label in ((first - 4, _("Need so")), (first - 3, _("Sum of weights")), (first - 2, _("Need per weight"))):
        sheet.put(row, column - 2, label, "muted right")
    rates, weights = list[Expr](), list[Column]()
    for index, kind in enumerate(timeline.PROFILES):
        shape = {name: sheet.book.formulas.given(cell) for (of, name), cell in economy.shapes.items() if of == kind}
        of_year = within * weight(kind, gone, sheet.book.number("horizon"), shape)
        weights.append(sheet.term(first, column + index, of_year, "fine"))
        amount = sum_where(wanted.falls_due.range, kind, wanted.need.range)
        amount = sheet.put(first - 4, column + index, amount, "fine")
        every = sheet.put(first - 3, column + index, total(weights[-1].range), "fine")
        rates.append(sheet.put(first - 2, column + index, amount / every, "fine"))
    across = sheet.area(first - 2, column, [rate.value for rate in rates], across=True)
    return [_spread(sheet, across, weights, first, column, n) for n in range(len(years))]


def _spread(sheet: Sheet, rates: Expr, weights: Sequence[Column], first: int, column: int, n: int) -> Expr:
    values = [float(np.nan_to_num(each.cells[n].value)) for each in weights]
    return sum_product(rates * sheet.area(first + n, column, values, across=True, anchored=False))
