"""Sheet Timeline: need, money and capacity year by year, as `finance.model.years` runs them, in formulas.

The table on the left adds up two runs on the right: promised money under public capacity, and private money, which
promised money draws in, under private capacity.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from finance.outputs.workbook import profiles
from finance.outputs.workbook.allocation import Matched
from finance.outputs.workbook.book import Column, Sheet
from finance.outputs.workbook.economy import Economy
from finance.outputs.workbook.expression import (
    Expr,
    at,
    expr,
    fixed,
    flag,
    largest,
    last_place_up_to,
    looked_up,
    sentence,
    smallest,
    sum_product,
    total,
    when,
)
from finance.outputs.workbook.money import Lines
from finance.outputs.workbook.needs import Wanted
from finance.outputs.workbook.run import COLUMNS, Given, run
from finance.outputs.workbook.styles import COLOURS

HEAD = 12
FIRST = HEAD + 1
_NOISE = 1e-12  # as in finance.model.timeline
_WORKINGS = 17
_PUBLIC = 23
_PRIVATE = _PUBLIC + len(COLUMNS) + 1
_SHAPES = _PRIVATE + len(COLUMNS) + 1
"""First columns of the blocks on the right."""


@dataclass(frozen=True)
class Years:
    """Columns of the sheet, one row a year up to the longest horizon; rows after the last year are 0.

    `promised` is the new money of the lines alone, `beyond` what they pay after the last year, `shown` the count of
    years that are not folded away.
    """

    columns: Mapping[str, Column]
    promised: Column
    shown: int
    last: Expr
    beyond: Expr

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]


def fill(sheet: Sheet, wanted: Wanted, lines: Lines, matched: Matched, economy: Economy) -> Years:
    """Write the sheet."""
    _, scenario = sheet.book.language.text, sheet.book.result.scenario
    most, shown = round(scenario.dataset.assumptions["horizon"].high or 0), round(scenario.number("horizon"))
    _frame(sheet, range(FIRST + shown, FIRST + most))
    number = sheet.column(FIRST, _WORKINGS, list(range(most)), "year muted")
    within = sheet.column(FIRST, _WORKINGS + 1, [flag(n < _read(sheet, "horizon")) for n in number.cells], "flag")
    year = sheet.column(FIRST, 0, [_read(sheet, "start_year") + n for n in number.cells], "year text")
    output = _output(sheet, economy, number)
    need = sheet.column(FIRST, 1, profiles.need(sheet, wanted, economy, number, within, (FIRST, _SHAPES)), "fine")
    end, beyond, paid = _promised(sheet, lines, year, within, need)
    private = _private(sheet, wanted, matched, lines, year, within)
    part = when(total(wanted.need.range) > 0, total(private.range) / total(wanted.need.range), 0)
    taken = _fact(sheet, 9, _("Share of the need that waits for private money"), part, "share")
    room = _capacity(sheet, economy, number, output, within)
    runs = [
        run(sheet, FIRST, _PUBLIC, Given([cell * (1 - taken) for cell in need.cells], paid, room, within)),
        run(sheet, FIRST, _PRIVATE, Given([cell * taken for cell in need.cells], private.cells,
                                          _private_room(sheet, output, within), within)),
    ]  # fmt: skip
    columns = {"number": number, "within": within, "year": year, "need": need} | _together(sheet, within, *runs)
    return Years(columns, runs[0]["new_money"], shown, end, beyond)


def _read(sheet: Sheet, id_: str) -> Expr:
    return sheet.book.assumption(id_)


def _frame(sheet: Sheet, folded: range) -> None:
    """Titles, headings and widths."""
    _ = sheet.book.language.text
    sheet.headings(
        _("Timeline"),
        _("Need falls due, money comes in over the windows of its lines, and capacity limits what is done; USD bn"),
    )
    sheet.widths(38, *[12] * 15, 3, *[10] * 5, 3, *[11] * len(COLUMNS), 3, *[11] * len(COLUMNS), 3, *[13] * 5)
    sheet.page.freeze_panes(FIRST, 1)
    sheet.page.repeat_rows(HEAD)
    names = {
        **{"need": _("New need"), "escalated": _("Dearer by delay"), "due": _("Due"), "new_money": _("New money")},
        **{"money": _("Money at hand"), "capacity": _("Capacity"), "executed": _("Executed")},
        **{"financing_gap": _("Lacks money"), "absorption_gap": _("Lacks capacity"), "carried": _("Carried on")},
        **{"stock": _("Money kept"), "lapsed": _("Money lapsed")},
    }
    heads = [names[name] for name in COLUMNS]
    public = [_("Public capacity") if name == "capacity" else names[name] for name in COLUMNS]
    met = [_("Held down by"), _("Met so far by promised money"), _("Met so far by private money")]
    sheet.heads(HEAD, 0, [_("Year"), *public, *met], lines=3)
    workings = [_("Years on"), _("Within"), _("GDP"), _("Money that draws"), _("Private money")]
    sheet.heads(HEAD, _WORKINGS, workings, ())
    for column, title in ((_PUBLIC, _("Promised money")), (_PRIVATE, _("Private money"))):
        sheet.put(HEAD - 1, column, title, "section")
        sheet.heads(HEAD, column, heads, ())
    sheet.fold(folded)


def _fact(sheet: Sheet, row: int, label: str, formula: Expr, style: str) -> Expr:
    sheet.put(row, 0, label, "muted")
    return sheet.put(row, 1, formula, style)


def _output(sheet: Sheet, economy: Economy, number: Column) -> Column:
    """GDP of each year: as printed for the first year, or grown from the last printed before it, and grown on."""
    _, start, growth = sheet.book.language.text, _read(sheet, "start_year"), _read(sheet, "gdp_growth")
    printed = last_place_up_to(start, economy.gdp_years)
    grown = at(economy.gdp, printed) * (1 + growth) ** (start - at(economy.gdp_years, printed))
    base = _fact(sheet, 3, _("GDP of the first year"), grown, "fine")
    return sheet.column(FIRST, _WORKINGS + 2, [base * (1 + growth) ** n for n in number.cells], "amount")


def _capacity(sheet: Sheet, economy: Economy, number: Column, output: Column, within: Column) -> list[Expr]:
    """What can be absorbed: a share of GDP that rises in a straight line from the start to the cap."""
    _, cap, ramp = sheet.book.language.text, _read(sheet, "absorption_cap"), _read(sheet, "absorption_ramp")
    lowest = smallest(economy.start_share, cap)
    first = _fact(sheet, 4, _("Capacity at the start, share of GDP"), lowest, "share")
    shares = [first + (cap - first) * when(ramp > 0, smallest(n, ramp) / ramp, 1) for n in number.cells]
    rows = zip(output.cells, shares, within.cells, strict=True)
    return [gdp * share * inside for gdp, share, inside in rows]


def _private_room(sheet: Sheet, output: Column, within: Column) -> list[Expr]:
    share = _read(sheet, "private_absorption")
    return [gdp * share * inside for gdp, inside in zip(output.cells, within.cells, strict=True)]


def _promised(sheet: Sheet, lines: Lines, year: Column, within: Column, need: Column) -> tuple[Expr, Expr, list[Expr]]:
    """The last year, what is paid after it, and the new money of each year; without limit, more than is ever due."""
    _, free = sheet.book.language.text, sheet.book.switch("unlimited_money")
    opens, closes, yearly = (lines[name].range for name in ("opens", "closes", "yearly"))
    most = (1 + _read(sheet, "delay_escalation")) ** _read(sheet, "horizon") * total(need.range)
    most = _fact(sheet, 5, _("Money without limit, a year"), most, "fine")
    end = _fact(sheet, 6, _("Last year"), _read(sheet, "start_year") + _read(sheet, "horizon") - 1, "year")
    cut = sum_product((opens <= end) * (closes > end) * (closes - end) * yearly)
    late = sum_product((opens > end) * (closes - opens + 1) * yearly)
    beyond = _fact(sheet, 7, _("Money paid after the last year"), when(free, 0, cut + late), "fine")
    rows = zip(within.cells, year.cells, strict=True)
    paid = [inside * when(free, most, _paid_in(opens, closes, yearly, calendar)) for inside, calendar in rows]
    return end, beyond, paid


def _paid_in(opens: Expr, closes: Expr, yearly: Expr, year: Expr) -> Expr:
    """What the lines whose window holds a year pay in it."""
    return sum_product((opens <= year) * (closes >= year) * yearly)


def _private(sheet: Sheet, wanted: Wanted, matched: Matched, lines: Lines, year: Column, within: Column) -> Column:
    """Private money of each year, as `finance.model.private` has it: drawn in once it is safe, up to a limit."""
    _, read = sheet.book.language.text, sheet.book.assumption
    opens, closes, draws = (lines[name].range for name in ("opens", "closes", "draws"))
    unmet = sum_product(wanted.private.range * (wanted.need.range - matched.funded.range))
    limit = _fact(sheet, 8, _("Unmet need that private money may pay for"), unmet, "fine")
    safe = read("security_year") + read("stability_lag")
    drawing = [
        inside * _paid_in(opens, closes, draws, calendar)
        for inside, calendar in zip(within.cells, year.cells, strict=True)
    ]
    public = sheet.column(FIRST, _WORKINGS + 3, drawing, "fine")
    pull, comes = read("leverage") * read("additionality"), list[Expr]()
    for row in range(len(year.cells)):
        years = sheet.area(FIRST, 0, year.range.value[: row + 1])
        money = sheet.area(FIRST, _WORKINGS + 3, public.range.value[: row + 1])
        come = smallest(limit, pull * sum_product((years >= safe) * money))
        before = total(sheet.area(FIRST, _WORKINGS + 4, [cell.value for cell in comes])) if comes else expr(0)
        inflow = when(sheet.book.switch("unlimited_money"), 0, within.cells[row] * (come - before))
        comes.append(sheet.put(FIRST + row, _WORKINGS + 4, inflow, "fine", False))
    return Column(comes, sheet.area(FIRST, _WORKINGS + 4, [cell.value for cell in comes]))


def _together(
    sheet: Sheet, within: Column, public: Mapping[str, Column], private: Mapping[str, Column]
) -> dict[str, Column]:
    """Both runs added up; the capacity shown is the public one; what holds a year down follows from the sums."""
    columns = {}
    for index, name in enumerate(COLUMNS):
        if name == "need":
            continue
        pairs = zip(public[name].cells, private[name].cells, strict=True)
        cells = [one if name == "capacity" else one + other for one, other in pairs]
        columns[name] = sheet.column(FIRST, 1 + index, cells, "fine")
    columns["binding"] = sheet.column(FIRST, 13, _binding(sheet, within, columns), "choice")
    for place, (name, flows) in enumerate({"met": public, "met_privately": private}.items()):
        done: list[Expr] = []
        for cell in flows["executed"].cells:
            done.append(sheet.put(FIRST + len(done), 14 + place, done[-1] + cell if done else cell, "fine", False))
        columns[name] = Column(done, sheet.area(FIRST, 14 + place, [cell.value for cell in done]))
    return columns | {"private": private["executed"]}


def _binding(sheet: Sheet, within: Column, found: Mapping[str, Column]) -> list[Expr]:
    """What holds each year's execution down: capacity where there is an absorption gap, else money, else nothing."""
    _ = sheet.book.language.text
    noise = largest(found["due"].range) * _NOISE
    rows = zip(within.cells, found["absorption_gap"].cells, found["financing_gap"].cells, strict=True)
    held = []
    for inside, works, money in rows:
        short = when(money > noise, _("money"), _("nothing"))
        held.append(when(inside.equals(0), "", when(works > noise, _("capacity"), short)))
    return held


def chart(sheet: Sheet, years: Years) -> None:
    """Columns by year: need met so far, and what lacks capacity or money; the title is a live cell."""
    _ = sheet.book.language.text
    first, last = FIRST, FIRST + years.shown - 1
    drawn = sheet.book.chart("column", _finding(sheet, years))
    series = (
        (14, _("Met by promised money"), "funded"),
        (15, _("Met by private money"), "paid"),
        (9, _("Lacks capacity"), "pledged"),
        (8, _("Lacks money"), "gap"),
    )
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
    row = FIRST + len(years["year"].cells) + 2
    sheet.page.print_area(0, 0, row + 22, 15)
    sheet.page.insert_chart(row, 0, drawn, {"description": alt, "object_position": 2})  # moves with the rows


def _finding(sheet: Sheet, years: Years) -> Expr:
    """What the chart shows, in one cell."""
    end: Sequence[str] = ("financing_gap", "absorption_gap")
    money, capacity = (looked_up(years.last, years["year"].range, years[name].range) for name in end)
    text = sentence(
        sheet.book.language.text(
            "By {year}, USD {met} bn of need is met; {money} bn lacks money and {capacity} bn lacks capacity"
        ),
        year=years.last,
        met=fixed(total(years["executed"].range)),
        money=fixed(money),
        capacity=fixed(capacity),
    )
    return sheet.put(HEAD - 2, 0, text, "bold")
