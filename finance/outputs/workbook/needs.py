"""Sheet Needs: what every assessment prints by sector, and the need that follows from the assumptions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from finance.data.dataset import STANDINGS, Dataset
from finance.data.records import NOT_ITEMISED, Assessment
from finance.model import estimates, needs, terms
from finance.model.needs import Formulas, Printed
from finance.model.terms import Axis, Term
from finance.outputs.workbook.book import Sheet, serial
from finance.outputs.workbook.economy import Economy
from finance.outputs.workbook.expression import (
    Column,
    Expr,
    as_text,
    at,
    both,
    either,
    expr,
    flag,
    is_number,
    place,
    total,
    when,
)

_Attributes: TypeAlias = Mapping[str, Expr]
"""What holds of each programme as a whole: one range over all programmes an attribute."""

_HEAD = 16
_FIRST = 12
"""First column of the programmes."""

HELD = "held"


@dataclass(frozen=True)
class Wanted:
    """Need by sector in the order of sectors.yaml, "not itemised" last: ids, labels, need [USD bn], the part that
    listed money may pay for [USD bn], whether the row stands (1 or 0), how it falls due, and the share that private
    money may pay for; and what holds of the programme as a whole."""

    ids: tuple[str, ...]
    labels: Column
    need: Column
    payable: Column
    formulas: Formulas
    stands: Column
    falls_due: Column
    private: Column
    programme: _Attributes


def fill(sheet: Sheet, economy: Economy, standings: Expr) -> Wanted:
    """Write the sheet; `standings` are the levels of evidence, the best first."""
    _, dataset = sheet.book.language.text, sheet.book.result.dataset
    sectors = (*(id_ for id_ in dataset.sectors if id_ != NOT_ITEMISED), NOT_ITEMISED)
    sheet.headings(
        _("Needs by sector"),
        _("Printed need in every edition, in billions of its currency; an empty cell was not found and is not zero."),
    )
    count = len(dataset.programmes)
    estimates_at = count * (1 + len(STANDINGS)) + 2
    sheet.widths(
        42, 18, 11, 13, 11, 13, 8, 14, 14, 11, 11, 30, *[11] * count, 3, *[13] * count, 3, *[11] * estimates_at
    )
    sheet.page.freeze_panes(_HEAD + 1, 1)
    sheet.page.repeat_rows(_HEAD)
    attributes = _attributes(sheet, list(dataset.programmes.items()))
    sheet.page.print_area(0, 0, _HEAD + len(sectors) + 2, _FIRST + count)
    return _computed(sheet, economy, sectors, attributes, standings)


_ROWS = ("id", "label", "measure", "currency", "price_year", "day", "start", "years", "total", HELD)


def _attributes(sheet: Sheet, programmes: Sequence[tuple[str, Assessment]]) -> _Attributes:
    """What holds of each programme as a whole, one row an attribute and one column a programme."""
    _, code = sheet.book.language.text, sheet.book.language.code
    names = {
        "id": (_("Assessment"), "text right"),
        "label": (_("Name"), "wrapped right"),
        "measure": (_("Measure"), "text right"),
        "currency": (_("Currency"), "text right"),
        "price_year": (_("Prices of"), "year"),
        "day": (_("Counted to"), "date right"),
        "start": (_("First year"), "year"),
        "years": (_("Years"), "year"),
        "total": (_("Printed total, bn"), "amount input"),
        HELD: (_("Printed for government-held land, bn"), "amount input"),
    }
    ranges = {}
    for index, name in enumerate(_ROWS):
        label, style = names[name]
        row = 3 + index
        sheet.put(row, _FIRST - 1, label, "muted")
        values = [_attribute(name, id_, programme, code) for id_, programme in programmes]
        for column, value in enumerate(values):
            sheet.put(row, _FIRST + column, value, style)
        ranges[name] = sheet.area(row, _FIRST, values, across=True)
    sheet.page.set_row(4, 40)
    return ranges


def _attribute(name: str, id_: str, programme: Assessment, code: str) -> str | float | None:
    assert programme.totals.need is not None
    held = programme.held.need.value if programme.held and programme.held.need else None
    values: dict[str, str | float | None] = {
        "id": id_,
        "label": programme.label.in_(code),
        "measure": programme.measure,
        "currency": programme.currency,
        "price_year": programme.price_year,
        "day": serial(programme.as_of),
        "start": programme.horizon.start,
        "years": programme.horizon.years,
        "total": programme.totals.need.value,
        HELD: held,
    }
    return values[name]


@dataclass(frozen=True)
class _Cells:
    """Published need, the standing of its documents, and the cell estimated from other editions at each standing: one
    range a sector, the first two over all programmes, the last over all programmes for each standing in turn."""

    published: list[Expr]
    standing: list[Expr]
    estimated: list[Expr]


def _cells(sheet: Sheet, sectors: tuple[str, ...]) -> _Cells:
    """What the editions publish by sector, and what the dashboard estimates from it: the estimates are its numbers."""
    _, dataset = sheet.book.language.text, sheet.book.result.dataset
    ids = list(dataset.programmes)
    standing_at = _FIRST + len(ids) + 1
    estimated_at = standing_at + len(ids) + 1
    sheet.put(_HEAD - 1, _FIRST, _("Published need, bn"), "section")
    sheet.put(_HEAD - 1, standing_at, _("Evidence"), "section")
    sheet.put(
        _HEAD - 1, estimated_at, _("Estimated from other editions, bn, by the weakest evidence that counts"), "section"
    )
    sheet.heads(_HEAD, _FIRST, ids)
    sheet.heads(_HEAD, standing_at, ids)
    sheet.heads(_HEAD, estimated_at, [f"{id_}, {weakest}" for weakest in STANDINGS for id_ in ids], lines=2)
    filled = [_estimates(sheet.book.result.dataset, id_, weakest) for weakest in STANDINGS for id_ in ids]
    found = _Cells([], [], [])
    for index, sector in enumerate(sectors[:-1]):
        row, values, marks = _HEAD + 1 + index, list[float | None](), list[str | None]()
        for column, id_ in enumerate(ids):
            figure = f"{estimates.stem(dataset, id_)}.sectors.{sector}.need"
            known = figure in dataset.figures
            values.append(dataset.figures[figure].value if known else None)
            marks.append(dataset.standing(figure) if known else None)
            sheet.put(row, _FIRST + column, values[-1], "amount input")
            sheet.put(row, standing_at + column, marks[-1], "text right input")
        worked_out = [cells.get(sector) for cells in filled]
        for column, value in enumerate(worked_out):
            sheet.put(row, estimated_at + column, value, "amount muted")
        found.published.append(sheet.area(row, _FIRST, values, across=True))
        found.standing.append(sheet.area(row, standing_at, marks, across=True))
        found.estimated.append(sheet.area(row, estimated_at, worked_out, across=True))
    return found


def _estimates(dataset: Dataset, id_: str, weakest: str) -> dict[str, float]:
    """The estimated cells of an edition in bn of its currency, by sector."""
    cells = estimates.cells(dataset, id_, lambda figure: dataset.stands(figure, weakest))
    return {sector: float(estimates.amount(dataset, sector, cell).value) for sector, cell in cells.items()}


def _computed(
    sheet: Sheet, economy: Economy, sectors: tuple[str, ...], attributes: _Attributes, standings: Expr
) -> Wanted:
    """The left part: the programme chosen, what counts of it, and the need of each sector."""
    _, dataset, code = sheet.book.language.text, sheet.book.result.dataset, sheet.book.language.code
    read, top = sheet.book.assumption, _HEAD + 1
    sheet.heads(_HEAD, 0, _columns(sheet), (0, 7, 8, 9), 3)
    labels = sheet.column(top, 0, [dataset.sectors[id_].label.in_(code) for id_ in sectors], "text")
    sheet.column(top, 1, sectors, "muted right")
    chosen = _row(sheet, 3, _("Column of the assessment chosen"), place(read("assessment"), attributes["id"]), "year")
    known = _cells(sheet, sectors)
    values = [at(row, chosen) for row in known.published]
    marks = sheet.column(top, 5, [as_text(at(row, chosen)) for row in known.standing], "choice")
    weakest = place(read("standing"), standings)
    asked = (weakest - 1) * len(dataset.programmes) + chosen
    guesses = [at(row, asked) for row in known.estimated]
    on = sheet.book.switch("estimate")
    pairs = [
        (_usable(value, mark, weakest, standings), value, guess)
        for value, mark, guess in zip(values, marks.cells, guesses, strict=True)
    ]
    counts = sheet.column(
        top, 6, [flag(either(usable, both(on, is_number(guess)))) for usable, _value, guess in pairs], "flag"
    )
    cells = sheet.column(
        top, 4,
        [when(usable, value, when(both(on, is_number(guess)), guess, 0)) for usable, value, guess in pairs], "amount",
    )  # fmt: skip
    axis, values_of = Axis("sector", sectors), Column([*cells.cells, expr(0.0)], cells.range)
    spread, printed = _printed(sheet, economy, attributes, chosen, sheet.book.formulas.given(values_of, axis), counts)
    found = _workings(sheet, needs.formulas(printed))
    need = sheet.term(top, 2, found.need, "amount bold")
    open_to = sheet.term(top, 3, found.payable, "amount")
    sheet.put(top + len(cells.cells), 4, sheet.book.formulas.refer(found.rest), "amount")
    last = sheet.put(top + len(cells.cells), 6, 1 - spread, "flag", False)
    own = sheet.column(top, 7, [dataset.sectors[id_].profile for id_ in sectors], "next input")
    falls = sheet.column(top, 8, [when(cell.equals(""), read("profile"), cell) for cell in own.cells], "next")
    sheet.totals(top + len(sectors), _("Total"), {2: need.range, 3: open_to.range})
    stands = Column((*counts.cells, last), sheet.area(top, 6, [*counts.range.value, last.value]))
    named = ("label", "measure", "price_year", "day", "start", "years")
    facts = {name: at(attributes[name], chosen) for name in named}
    return Wanted(sectors, labels, need, open_to, found, stands, falls, _private(sheet, sectors), facts)


def _private(sheet: Sheet, sectors: tuple[str, ...]) -> Column:
    """Share of each sector that private money may pay for: none of a public one, all of a private one."""
    rows, share = sheet.book.result.dataset.sectors, sheet.book.assumption("private_share")
    investors = sheet.column(_HEAD + 1, 9, [rows[id_].investors for id_ in sectors], "next input")
    shares = [when(cell.equals("public"), 0, when(cell.equals("private"), 1, share)) for cell in investors.cells]
    return sheet.column(_HEAD + 1, 10, shares, "share")


def _columns(sheet: Sheet) -> list[str]:
    _ = sheet.book.language.text
    return [
        *(_("Sector"), _("Id"), _("Need, USD bn"), _("Open to listed money, USD bn"), _("Cell used, bn")),
        *(_("Evidence"), _("Counts"), _("Own profile"), _("Falls due"), _("Who invests"), _("Open to private money")),
    ]


def _printed(
    sheet: Sheet, economy: Economy, attributes: _Attributes, chosen: Expr, cells: Term, counts: Column
) -> tuple[Expr, Printed]:
    """Whether what is not itemised is spread; and all that the need is worked out from."""
    _, read, given = sheet.book.language.text, sheet.book.assumption, sheet.book.formulas.given
    whole = _row(sheet, 4, _("Printed total, bn"), at(attributes["total"], chosen), "amount")
    wanted = flag(both(sheet.book.switch("spread_not_itemised"), total(counts.range) > 0))
    spread = _row(sheet, 7, _("Not itemised is spread (1 = yes)"), wanted, "flag")
    dollars = economy.dollars(at(attributes["currency"], chosen))
    prices = economy.factor(at(attributes["price_year"], chosen), read("prices"))
    held, territory, payer = at(attributes[HELD], chosen), read("territory"), read("occupied_payer")
    return spread, Printed(
        sheet.book,
        cells.axes[0],
        cells,
        terms.constants([id_ == NOT_ITEMISED for id_ in cells.axes[0].labels], cells.axes[0]),
        given(whole),
        given(spread.equals(1)),
        given(held),
        given(is_number(held)),
        given(either(territory.equals(HELD), payer.equals("occupier"))),
        given(both(territory.differs(HELD), payer.equals("nobody"))),
        given(_row(sheet, 11, _("US dollars per unit"), dollars, "rate")),
        given(_row(sheet, 12, _("Prices, factor"), prices, "rate")),
    )


def _workings(sheet: Sheet, found: Formulas) -> Formulas:
    """What turns the cells of the programme chosen into need, one cell below the other beside its label."""
    _ = sheet.book.language.text
    rows = (
        (5, _("Cells that count, bn"), found.itemised, "amount"),
        (6, _("Not itemised, bn"), found.rest, "amount"),
        (8, _("Share on government-held land"), found.held, "share"),
        (9, _("Share of the printed need that counts"), found.territory, "share"),
        (10, _("Share of that open to listed money"), found.payable_share, "share"),
        (13, _("Need per printed unit, USD bn"), found.factor, "rate"),
        (14, _("What spreading adds, factor"), found.raised, "rate"),
    )
    for row, label, term, style in rows:
        sheet.put(row, 0, label, "muted")
        sheet.single(row, 2, term, style)
    return found


def _row(sheet: Sheet, row: int, label: str, formula: Expr, style: str) -> Expr:
    sheet.put(row, 0, label, "muted")
    return sheet.put(row, 2, formula, style)


def _usable(value: Expr, mark: Expr, weakest: Expr, standings: Expr) -> Expr:
    """A cell that stands and whose documents are no weaker than the weakest allowed."""
    judged = either(mark.equals(""), mark.equals("judged"))
    return both(is_number(value), either(judged, when(judged, 1, place(mark, standings)) <= weakest))
