"""Sheet Timeline: need, money and capacity year by year, as `finance.years` runs them, in formulas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import betainc

from finance import timeline
from finance.outputs.workbook.book import Column, Sheet
from finance.outputs.workbook.economy import Economy
from finance.outputs.workbook.expression import (
    Expr,
    at,
    expr,
    fixed,
    flag,
    function,
    largest,
    last_place_up_to,
    looked_up,
    sentence,
    smallest,
    sum_product,
    sum_where,
    total,
    when,
)
from finance.outputs.workbook.money import Lines
from finance.outputs.workbook.needs import Wanted
from finance.outputs.workbook.styles import COLOURS

HEAD = 11
_NOISE = 1e-12  # as in finance.timeline
_SHAPES_AT = 19
"""First column of the profiles."""


@dataclass(frozen=True)
class Years:
    """Columns of the sheet, one row a year up to the longest horizon; rows after the last year are 0."""

    columns: dict[str, Column]
    shown: int
    last: Expr
    beyond: Expr
    shapes: Sequence[Expr]

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]


def fill(sheet: Sheet, wanted: Wanted, lines: Lines, economy: Economy) -> Years:
    """Write the sheet."""
    _ = sheet.book.language.text
    scenario = sheet.book.result.scenario
    most, shown = round(scenario.dataset.assumptions["horizon"].high or 0), round(scenario.number("horizon"))
    sheet.headings(
        _("Timeline"),
        _("Need falls due, money comes in over the windows of its lines, and capacity limits what is done; USD bn"),
    )
    sheet.widths(30, *[12] * 12, 14, 12, 8, 8, 11, 3, *[13] * 5)
    sheet.page.freeze_panes(HEAD + 1, 1)
    sheet.page.repeat_rows(HEAD)
    sheet.heads(HEAD, 0, _heads(sheet), lines=2)
    sheet.fold(range(HEAD + 1 + shown, HEAD + 1 + most))
    number = sheet.column(HEAD + 1, 15, list(range(most)), "year muted")
    within = sheet.column(HEAD + 1, 16, [flag(n < sheet.book.assumption("horizon")) for n in number.cells], "flag")
    year = [sheet.book.assumption("start_year") + n for n in number.cells]
    columns = {"number": number, "within": within, "year": sheet.column(HEAD + 1, 0, year, "year text")}
    columns["capacity"] = _capacity(sheet, economy, number, within)
    columns["need"], shapes = _need(sheet, wanted, economy, number, within)
    columns["new_money"], last, beyond = _money(sheet, lines, columns)
    columns |= _recursion(sheet, columns)
    return Years(columns, shown, last, beyond, shapes)


def _heads(sheet: Sheet) -> list[str]:
    _ = sheet.book.language.text
    return [
        *(_("Year"), _("New need"), _("Dearer by delay"), _("Due"), _("New money"), _("Money at hand")),
        *(_("Capacity"), _("Executed"), _("Lacks money"), _("Lacks capacity"), _("Carried on"), _("Money kept")),
        *(_("Money lapsed"), _("Held down by"), _("Met so far"), _("Years on"), _("Within"), _("GDP")),
    ]


def _capacity(sheet: Sheet, economy: Economy, number: Column, within: Column) -> Column:
    """What can be absorbed: a share of GDP that rises in a straight line from the start to the cap."""
    _, read = sheet.book.language.text, sheet.book.assumption
    printed = last_place_up_to(read("start_year"), economy.gdp_years)
    grown = at(economy.gdp, printed) * (1 + read("gdp_growth")) ** (read("start_year") - at(economy.gdp_years, printed))
    sheet.put(3, 0, _("GDP of the first year"), "muted")
    base = sheet.put(3, 1, grown, "fine")
    output = sheet.column(HEAD + 1, 17, [base * (1 + read("gdp_growth")) ** n for n in number.cells], "amount")
    cap, ramp = read("absorption_cap"), read("absorption_ramp")
    sheet.put(4, 0, _("Capacity at the start, share of GDP"), "muted")
    first = sheet.put(4, 1, smallest(economy.start_share, cap), "share")
    shares = [first + (cap - first) * when(ramp > 0, smallest(n, ramp) / ramp, 1) for n in number.cells]
    rows = zip(output.cells, shares, within.cells, strict=True)
    return sheet.column(HEAD + 1, 6, [gdp * share * inside for gdp, share, inside in rows], "fine")


def _need(
    sheet: Sheet, wanted: Wanted, economy: Economy, number: Column, within: Column
) -> tuple[Column, Sequence[Expr]]:
    """New need of each year: every profile's need, spread by its weights, dearer by the rise of building costs."""
    _, read = sheet.book.language.text, sheet.book.assumption
    sheet.put(HEAD - 4, _SHAPES_AT, _("How need falls due: weights by profile"), "section")
    sheet.heads(HEAD, _SHAPES_AT, list(timeline.PROFILES))
    for row, label in ((HEAD - 3, _("Need so")), (HEAD - 2, _("Sum of weights")), (HEAD - 1, _("Need per weight"))):
        sheet.put(row, _SHAPES_AT - 2, label, "muted right")
    per_weight, weights = [], []
    for index, kind in enumerate(timeline.PROFILES):
        column = _SHAPES_AT + index
        cells = [
            when(inside.equals(1), _weight(kind, n, read("horizon"), economy), 0)
            for n, inside in zip(number.cells, within.cells, strict=True)
        ]
        weights.append(sheet.column(HEAD + 1, column, cells, "fine"))
        amount = sheet.put(HEAD - 3, column, sum_where(wanted.falls_due.range, kind, wanted.need.range), "fine")
        every = sheet.put(HEAD - 2, column, total(weights[-1].range), "fine")
        per_weight.append(sheet.put(HEAD - 1, column, amount / every, "fine"))
    rates = sheet.area(HEAD - 1, _SHAPES_AT, [cell.value for cell in per_weight], across=True)
    needs = []
    for n, cell in enumerate(number.cells):
        shares = [column.cells[n].value for column in weights]
        spread = sum_product(rates * sheet.area(HEAD + 1 + n, _SHAPES_AT, shares, across=True, anchored=False))
        needs.append(spread * (1 + read("cost_escalation")) ** cell)
    return sheet.column(HEAD + 1, 1, needs, "fine"), [column.range for column in weights]


def _weight(kind: str, n: Expr, horizon: Expr, economy: Economy) -> Expr:
    """Weight of a year in a profile, as `timeline.profile` has it before it divides by the sum."""
    shape = {name: economy.shapes[kind_, name] for kind_, name in economy.shapes if kind_ == kind}
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


def _money(sheet: Sheet, lines: Lines, columns: Mapping[str, Column]) -> tuple[Column, Expr, Expr]:
    """New money of each year, and what is paid after the last; without limit, more than could ever be due."""
    _, read = sheet.book.language.text, sheet.book.assumption
    free = sheet.book.switch("unlimited_money")
    opens, closes, yearly = (lines[name].range for name in ("opens", "closes", "yearly"))
    sheet.put(5, 0, _("Money without limit, a year"), "muted")
    most = sheet.put(5, 1, (1 + read("delay_escalation")) ** read("horizon") * total(columns["need"].range), "fine")
    last = read("start_year") + read("horizon") - 1
    sheet.put(6, 0, _("Last year"), "muted")
    end = sheet.put(6, 1, last, "year")
    cut = sum_product((opens <= end) * (closes > end) * (closes - end) * yearly)
    late = sum_product((opens > end) * (closes - opens + 1) * yearly)
    sheet.put(7, 0, _("Money paid after the last year"), "muted")
    beyond = sheet.put(7, 1, when(free, 0, cut + late), "fine")
    paid = [
        inside * when(free, most, sum_product((opens <= year) * (closes >= year) * yearly))
        for inside, year in zip(columns["within"].cells, columns["year"].cells, strict=True)
    ]
    return sheet.column(HEAD + 1, 4, paid, "fine"), end, beyond


_PLACES = {
    **{"escalated": 2, "due": 3, "money": 5, "executed": 7, "financing_gap": 8, "absorption_gap": 9},
    **{"carried": 10, "stock": 11, "lapsed": 12, "met": 14},
}
"""Columns of what one year makes of the year before."""


def _recursion(sheet: Sheet, columns: Mapping[str, Column]) -> dict[str, Column]:
    """Year after year: what is due and at hand, what is done, and what waits."""
    before = {name: expr(0) for name in _PLACES}
    rows = []
    for n in range(len(columns["number"].cells)):
        given = {name: column.cells[n] for name, column in columns.items()}
        before = {
            name: sheet.put(HEAD + 1 + n, _PLACES[name], formula, "fine", False)
            for name, formula in _year(sheet, HEAD + 1 + n, given, before).items()
        }
        rows.append(before)
    found = {
        name: Column([row[name] for row in rows], sheet.area(HEAD + 1, place, [row[name].value for row in rows]))
        for name, place in _PLACES.items()
    }
    return {**found, "binding": _binding(sheet, columns["within"], found)}


def _year(sheet: Sheet, row: int, given: Mapping[str, Expr], before: Mapping[str, Expr]) -> dict[str, Expr]:
    """The formulas of one year by name; each refers to the cells that the others stand in."""
    read = sheet.book.assumption
    inside = given["within"]
    formulas: dict[str, Expr] = {}

    def add(name: str, formula: Expr) -> Expr:
        formulas[name] = formula
        return sheet.at(row, _PLACES[name], formula.value, anchored=False)

    dearer = add("escalated", inside * before["carried"] * read("delay_escalation"))
    due = add("due", given["need"] + inside * before["carried"] + dearer)
    money = add("money", given["new_money"] + inside * before["stock"])
    executed = add("executed", smallest(due, money, given["capacity"]))
    add("financing_gap", due - smallest(due, money))
    add("absorption_gap", smallest(due, money) - executed)
    add("carried", due - executed)
    add("stock", read("carry_over") * (money - executed))
    add("lapsed", (1 - read("carry_over")) * (money - executed))
    add("met", before["met"] + executed)
    return formulas


def _binding(sheet: Sheet, within: Column, found: Mapping[str, Column]) -> Column:
    """What holds each year's execution down: capacity where there is an absorption gap, else money, else nothing."""
    names, noise = _words(sheet), largest(found["due"].range) * _NOISE
    rows = zip(within.cells, found["absorption_gap"].cells, found["financing_gap"].cells, strict=True)
    held = []
    for inside, works, money in rows:
        short = when(money > noise, names["finance"], names["need"])
        held.append(when(inside.equals(0), "", when(works > noise, names["absorption"], short)))
    return sheet.column(HEAD + 1, 13, held, "choice")


def _words(sheet: Sheet) -> dict[str, str]:
    """What holds a year's execution down."""
    _ = sheet.book.language.text
    return {"absorption": _("capacity"), "finance": _("money"), "need": _("nothing")}


def chart(sheet: Sheet, years: Years) -> None:
    """Columns by year: need met so far, and what lacks capacity or money; the title is a live cell."""
    _ = sheet.book.language.text
    first, last = HEAD + 1, HEAD + years.shown
    drawn = sheet.book.chart("column", _finding(sheet, years))
    series = ((14, _("Met"), "funded"), (9, _("Lacks capacity"), "pledged"), (8, _("Lacks money"), "gap"))
    for column, name, colour in series:
        drawn.add_series(
            {
                "name": name,
                "categories": [sheet.title, first, 0, last, 0],
                "values": [sheet.title, first, column, last, column],
                "fill": {"color": getattr(COLOURS, colour)},
                "gap": 40,
            }
        )
    alt = _("Stacked columns by year: need met so far, need that lacks capacity, need that lacks money, in USD bn.")
    row = HEAD + len(years["year"].cells) + 3
    sheet.page.insert_chart(row, 0, drawn, {"description": alt, "object_position": 2})  # moves with the rows


def _finding(sheet: Sheet, years: Years) -> Expr:
    """What the chart shows, in one cell."""
    end = sheet.at(6, 1, years.last.value)
    lacks = [looked_up(end, years["year"].range, years[name].range) for name in ("financing_gap", "absorption_gap")]
    text = sentence(
        sheet.book.language.text(
            "By {year}, USD {met} bn of need is met; {money} bn lacks money and {capacity} bn lacks capacity"
        ),
        year=end,
        met=fixed(total(years["executed"].range)),
        money=fixed(lacks[0]),
        capacity=fixed(lacks[1]),
    )
    return sheet.put(HEAD - 2, 0, text, "bold")
