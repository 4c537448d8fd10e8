"""How the need falls due on the sheet Timeline: weights of every profile by year, and the need that follows."""

import numpy as np
from scipy.special import betainc

from finance.model import timeline
from finance.outputs.workbook.book import Column, Sheet
from finance.outputs.workbook.economy import Economy
from finance.outputs.workbook.expression import Expr, expr, function, sum_product, sum_where, total, when
from finance.outputs.workbook.needs import Wanted


def need(
    sheet: Sheet, wanted: Wanted, economy: Economy, number: Column, within: Column, place: tuple[int, int]
) -> list[Expr]:
    """New need of each year: every profile's need, spread by its weights, dearer by the rise of building costs.

    The weights stand from the row and column `place` on, in the rows of `number`, which counts the years from 0.
    """
    _, read = sheet.book.language.text, sheet.book.assumption
    first, column = place
    sheet.put(first - 5, column, _("How need falls due: weights by profile"), "section")
    sheet.heads(first - 1, column, list(timeline.PROFILES), ())
    for row, label in ((first - 4, _("Need so")), (first - 3, _("Sum of weights")), (first - 2, _("Need per weight"))):
        sheet.put(row, column - 2, label, "muted right")
    rates, weights = [], []
    for index, kind in enumerate(timeline.PROFILES):
        cells = [
            when(inside.equals(1), _weight(kind, n, read("horizon"), economy), 0)
            for n, inside in zip(number.cells, within.cells, strict=True)
        ]
        weights.append(sheet.column(first, column + index, cells, "fine"))
        amount = sum_where(wanted.falls_due.range, kind, wanted.need.range)
        amount = sheet.put(first - 4, column + index, amount, "fine")
        every = sheet.put(first - 3, column + index, total(weights[-1].range), "fine")
        rates.append(sheet.put(first - 2, column + index, amount / every, "fine").value)
    needs = []
    for n, cell in enumerate(number.cells):
        shares = sheet.area(first + n, column, [each.cells[n].value for each in weights], across=True, anchored=False)
        spread = sum_product(sheet.area(first - 2, column, rates, across=True) * shares)
        needs.append(spread * (1 + read("cost_escalation")) ** cell)
    return needs


def _weight(kind: str, n: Expr, horizon: Expr, economy: Economy) -> Expr:
    """Weight of a year in a profile, as `timeline.profile` has it before it divides by the sum."""
    shape = {name: cell for (kind_, name), cell in economy.shapes.items() if kind_ == kind}
    start, end = n / horizon, (n + 1) / horizon
    if kind == "front_loaded":
        return shape["ratio"] ** n
    if kind == "s_curve":
        low, high = (shape["steepness"] * (x - shape["midpoint"]) / 2 for x in (start, end))
        return function("TANH", float(np.tanh(high.value)), high) - function("TANH", float(np.tanh(low.value)), low)
    if kind == "beta":
        low, high = (_beta(x, shape["a"], shape["b"]) for x in (start, end))
        return high - low
    if kind == "two_phase":
        years, share = shape["first_years"], shape["first_share"]
        second = when(n < years, share / years, (1 - share) / (horizon - years))
        return when(years >= horizon, 1, second)
    return expr(1)


def _beta(x: Expr, a: Expr, b: Expr) -> Expr:
    return function("BETADIST", float(betainc(a.value, b.value, min(x.value, 1.0))), x, a, b)
