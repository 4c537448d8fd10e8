"""Sheet Timeline: need, money and capacity year by year, as `finance.model.years` runs them, in formulas.

The table on the left adds up two runs on the right: promised money under public capacity, and private money, which
promised money draws in, under private capacity.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from finance.model import private
from finance.model.private import Pull
from finance.model.terms import Axis, Term, term
from finance.model.timeline.windows import Window
from finance.model.years import Programme
from finance.outputs.workbook import profiles
from finance.outputs.workbook.allocation import Matched
from finance.outputs.workbook.book import Sheet
from finance.outputs.workbook.economy import Economy
from finance.outputs.workbook.expression import (
    Column,
    Expr,
    at,
    fixed,
    flag,
    largest,
    last_place_up_to,
    looked_up,
    sentence,
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
_PUBLIC = 26
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


def fill(
    sheet: Sheet, wanted: Wanted, lines: Lines, matched: Matched, economy: Economy, pays: Callable[[Window], None]
) -> Years:
    """Write the sheet; `pays` writes beside each line when it is paid."""
    _, book, scenario = sheet.book.language.text, sheet.book, sheet.book.result.scenario
    most, shown = round(scenario.dataset.assumptions["horizon"].high or 0), round(scenario.number("horizon"))
    _frame(sheet, range(FIRST + shown, FIRST + most))
    axis = Axis("year", [str(n) for n in range(most)])
    number = sheet.column(FIRST, _WORKINGS, list(range(most)), "year muted")
    within = sheet.column(FIRST, _WORKINGS + 1, [flag(n < _read(sheet, "horizon")) for n in number.cells], "flag")
    year = sheet.column(FIRST, 0, [_read(sheet, "start_year") + n for n in number.cells], "year text")
    gone, inside, calendar = (book.formulas.given(column, axis) for column in (number, within, year))
    window = _window(sheet, lines, calendar)
    pays(window)
    pull = _pull(sheet, wanted, lines, matched, window, inside)
    programme = _programme(sheet, wanted, lines, economy, (gone, inside), window, pull)
    public, alone = _runs(sheet, programme, inside)
    need = book.formulas.column(programme.new_need)
    columns = {"number": number, "within": within, "year": year, "need": need}
    columns |= _together(sheet, within, public, alone)
    end, beyond = (book.formulas.refer(term(found)) for found in (programme.window.end, programme.beyond))
    return Years(columns, public["new_money"], shown, end, beyond)


def _window(sheet: Sheet, lines: Lines, calendar: Term) -> Window:
    """The years in which the lines pay, and those of the programme."""
    given, start = sheet.book.formulas.given, sheet.book.number("start_year")
    end = start + sheet.book.number("horizon") - 1.0
    sheet.put(6, 0, sheet.book.language.text("Last year"), "muted")
    sheet.single(6, 1, end, "year")
    return Window(given(lines["opens"], lines.axis), given(lines["closes"], lines.axis), calendar, start, end)


def _pull(sheet: Sheet, wanted: Wanted, lines: Lines, matched: Matched, window: Window, inside: Term) -> Pull:
    """What private money rests on: what draws it in by year, and the unmet need that it may reach."""
    _, given, sectors = sheet.book.language.text, sheet.book.formulas.given, wanted.formulas.need.axes[0]
    reaching, drawing = (given(lines[name], lines.axis) for name in ("reaching", "drawing"))
    pulling = private.pulling(reaching, drawing, window.in_year) * inside
    sheet.term(FIRST, _WORKINGS + 3, pulling, "fine")
    reachable = private.reachable(given(matched.unmet, sectors), given(wanted.private, sectors))
    sheet.put(8, 0, _("Unmet need that private money may pay for"), "muted")
    sheet.single(8, 1, reachable, "fine")
    return Pull(sheet.book, window.years.axes[0], window.years, pulling, reachable)


def _programme(
    sheet: Sheet,
    wanted: Wanted,
    lines: Lines,
    economy: Economy,
    years: tuple[Term, Term],
    window: Window,
    pull: Pull,
) -> Programme:
    """The programme in cells; `years` are how many are gone at each, and which of them count."""
    _, given, number = sheet.book.language.text, sheet.book.formulas.given, sheet.book.number
    gone, inside = years
    printed = last_place_up_to(_read(sheet, "start_year"), economy.gdp_years)
    falls = profiles.falling(sheet, wanted, economy, gone, inside, (FIRST, _SHAPES))
    sheet.heads(HEAD, _WORKINGS + 5, [_("Falls due, at first prices")], ())
    due = sheet.column(FIRST, _WORKINGS + 5, falls, "fine")
    found = Programme(
        sheet.book,
        gone.axes[0],
        gone,
        number("horizon"),
        given(_fact(sheet, 2, _("Need of all sectors"), total(wanted.need.range), "fine")),
        given(due, gone.axes[0]),
        given(lines["used"], lines.axis),
        window,
        given(sheet.book.switch("unlimited_money")),
        given(_fact(sheet, 3, _("GDP last printed by then"), at(economy.gdp, printed), "fine")),
        number("start_year") - given(at(economy.gdp_years, printed)),
        given(economy.start_share),
        pull,
    )
    sheet.term(FIRST, 1, found.new_need, "fine")
    sheet.term(FIRST, _WORKINGS + 2, found.output, "amount")
    for row, label, amount in (
        (5, _("Money without limit, a year"), found.most_money),
        (7, _("Money paid after the last year"), found.beyond),
    ):
        sheet.put(row, 0, label, "muted")
        sheet.single(row, 1, amount, "fine")
    return found


def _runs(sheet: Sheet, programme: Programme, inside: Term) -> tuple[Mapping[str, Column], Mapping[str, Column]]:
    """Promised money under public capacity, and private money under private capacity."""
    _, drawn = sheet.book.language.text, programme.private
    sheet.term(FIRST, _WORKINGS + 6, drawn.pulled, "fine")
    sheet.term(FIRST, _WORKINGS + 7, drawn.until, "fine")
    comes = sheet.term(FIRST, _WORKINGS + 4, drawn.comes, "fine")
    sheet.heads(HEAD, _WORKINGS + 6, [_("Drawn in"), _("Has come")], ())
    left, taken = programme.shares
    sheet.put(9, 0, _("Share of the need that waits for private money"), "muted")
    sheet.single(9, 1, taken, "share")
    money = sheet.book.formulas.given(comes, programme.years)
    promised = Given(programme.years, programme.new_need * left, programme.new_money * inside,
                     programme.capacity * inside, inside)  # fmt: skip
    alone = Given(programme.years, programme.new_need * taken, money, programme.private_capacity * inside, inside)
    return run(sheet, FIRST, _PUBLIC, promised), run(sheet, FIRST, _PRIVATE, alone)


def _read(sheet: Sheet, id_: str) -> Expr:
    return sheet.book.assumption(id_)


def _frame(sheet: Sheet, folded: range) -> None:
    """Titles, headings and widths."""
    _ = sheet.book.language.text
    sheet.headings(
        _("Timeline"),
        _("Need falls due, money comes in over the windows of its lines, and capacity limits what is done; USD bn"),
    )
    sheet.widths(38, *[12] * 15, 3, *[10] * 8, 3, *[11] * len(COLUMNS), 3, *[11] * len(COLUMNS), 3, *[13] * 5)
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
