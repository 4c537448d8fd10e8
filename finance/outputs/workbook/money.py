"""Sheet Money: each line from its face, through what does not count, to what is available, used and stranded."""

from dataclasses import dataclass

from finance.outputs.workbook.book import Column, Sheet
from finance.outputs.workbook.commitments import Promised
from finance.outputs.workbook.economy import Economy
from finance.outputs.workbook.expression import (
    Expr,
    anchored,
    at,
    either,
    expr,
    flag,
    is_number,
    largest,
    place,
    rounded,
    smallest,
    total,
    when,
)

HEAD = 3
NOISE = 12
"""Decimals after which a difference of two amounts is rounding [digits of USD bn]."""
_COUNTED = 15
"""First column of the workings."""


@dataclass(frozen=True)
class Lines:
    """Columns of the sheet, one row a line: amounts in USD bn, shares as fractions."""

    columns: dict[str, Column]

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]


def fill(sheet: Sheet, promised: Promised, economy: Economy, levels: Expr) -> Lines:
    """Write everything up to what is available; `levels` are the levels of firmness, softest first.

    `spent` adds what the allocation makes of it.
    """
    _ = sheet.book.language.text
    sheet.headings(
        _("Money, line by line"),
        _("Face in dollars, less what does not count for six reasons, is available; USD bn"),
    )
    sheet.widths(46, 20, 11, *[11] * 11, 3, *[11] * 14)
    sheet.page.freeze_panes(HEAD + 1, 1)
    sheet.page.repeat_rows(HEAD)
    sheet.heads(HEAD, 0, _amounts(sheet), (0, 1), 3)
    sheet.put(HEAD - 1, _COUNTED, _("Workings"), "section")
    sheet.heads(HEAD, _COUNTED, _workings(sheet))
    first, ledger = HEAD + 1, sheet.book.result.scenario.choice("ledger")
    sheet.fold([first + i for i, listed in enumerate(promised.lines) if listed.ledger != ledger])
    columns = {
        "label": sheet.column(first, 0, list(promised["label"].cells), "text"),
        "source": sheet.column(first, 1, list(promised["source"].cells), "next muted"),
    }
    columns |= _shares(sheet, promised, economy, levels)
    columns |= _chain(sheet, promised, economy, columns)
    return Lines(columns)


def _amounts(sheet: Sheet) -> list[str]:
    _ = sheet.book.language.text
    return [
        *(_("Line"), _("Source"), _("USD per unit"), _("Face"), _("Weak document"), _("Not firm enough")),
        *(_("Listed twice"), _("Paid"), _("Not for recovery"), _("Not expected to be paid"), _("Available")),
        *(_("Used"), _("Stranded")),
    ]


def _workings(sheet: Sheet) -> list[str]:
    _ = sheet.book.language.text
    return [
        *(_("In the ledger"), _("Reliable"), _("Firm"), _("Counted"), _("Listed twice, share"), _("Eligible share")),
        *(
            _("Realised share"),
            _("Bound to its earmark"),
            _("Free of it"),
            _("Draws private money"),
            _("Pays from"),
            _("Pays to"),
            _("A year"),
            _("Draws a year"),
        ),
    ]


def _shares(sheet: Sheet, promised: Promised, economy: Economy, levels: Expr) -> dict[str, Column]:
    """Which lines count, and which share of each is eligible and realised."""
    read, first = sheet.book.assumption, HEAD + 1
    listed = sheet.column(
        first, _COUNTED, [flag(cell.equals(read("ledger"))) for cell in promised["ledger"].cells], "flag"
    )
    reliable = sheet.column(
        first, _COUNTED + 1,
        [flag(either(grade.equals("judged"), grade <= read("reliability"))) for grade in promised["grade"].cells],
        "flag",
    )  # fmt: skip
    floor = place(read("firmness"), levels)
    firmness = [flag(place(cell, levels) >= floor) for cell in promised["firmness"].cells]
    is_firm = sheet.column(first, _COUNTED + 2, firmness, "flag")
    three = zip(listed.cells, reliable.cells, is_firm.cells, strict=True)
    counted = sheet.column(first, _COUNTED + 3, [a * b * c for a, b, c in three], "flag")
    return {
        "listed": listed,
        "reliable": reliable,
        "firm": is_firm,
        "counted": counted,
        "twice": _twice(sheet, promised, economy, counted),
        "eligible": sheet.column(first, _COUNTED + 5, _eligible(sheet, promised), "share"),
        "realised": sheet.column(first, _COUNTED + 6, _realised(sheet, promised), "share"),
    }


def _twice(sheet: Sheet, promised: Promised, economy: Economy, counted: Column) -> Column:
    """Share of each line that another, counted line holds; the share of each overlap stands in the table below."""
    _, top = sheet.book.language.text, HEAD + len(promised.lines) + 4
    parts: dict[int, list[Expr]] = {}
    if promised.overlaps:
        sheet.put(top, 0, _("The same money listed twice"), "section")
        sheet.heads(top + 1, 0, [_("Line dropped"), _("Line kept"), _("Share dropped")], (0, 1))
    for index, overlap in enumerate(promised.overlaps):
        row = top + 2 + index
        sheet.put(row, 0, promised.cell("label", overlap.dropped), "text")
        sheet.put(row, 1, promised.cell("id", overlap.kept), "next muted")
        rate, own = (economy.dollars(cell) for cell in (overlap.currency, promised.cell("currency", overlap.dropped)))
        partly = overlap.amount * rate / own / promised.cell("envelope", overlap.dropped)
        share = anchored(counted.cells[overlap.kept]) * when(is_number(overlap.amount), partly, 1)
        parts.setdefault(overlap.dropped, []).append(sheet.put(row, 2, share, "share"))
    found = [smallest(1, total(*parts[index])) if index in parts else 0 for index in range(len(promised.lines))]
    return sheet.column(HEAD + 1, _COUNTED + 4, found, "share")


def _eligible(sheet: Sheet, promised: Promised) -> list[Expr]:
    """By the line's own assumption, where it names one; else by its purposes."""
    read = sheet.book.assumption
    found = []
    for index, listed in enumerate(promised.lines):
        cell = {name: column.cells[index] for name, column in promised.columns.items()}
        by_purpose = (
            cell["reconstruction"]
            + cell["private_sector"]
            + read("unspecified_eligible") * cell["unspecified"]
            + read("budget_support_eligible") * cell["budget"]
        ) / cell["envelope"]
        found.append(read(listed.line.counts_by) if listed.line.counts_by else by_purpose)
    return found


def _realised(sheet: Sheet, promised: Promised) -> list[Expr]:
    read = sheet.book.assumption
    rows = zip(*(promised[name].cells for name in ("firmness", "conditional", "instrument")), strict=True)
    return [
        when(
            firmness.equals("announced"),
            read("realised_announced"),
            when(
                conditional.equals(1),
                read("realised_tranches"),
                when(
                    either(instrument.equals("grant"), instrument.equals("equity")),
                    read("realised_grants"),
                    read("realised_loans"),
                ),
            ),
        )
        for firmness, conditional, instrument in rows
    ]


def _chain(sheet: Sheet, promised: Promised, economy: Economy, shares: dict[str, Column]) -> dict[str, Column]:
    """Face, then one reason after the other taken off what is left, then what is available."""
    read, first, count = sheet.book.assumption, HEAD + 1, len(promised.lines)
    prices = economy.factor(economy.valued_in, read("prices"))
    rates = sheet.column(first, 2, [economy.dollars(cell) * prices for cell in promised["currency"].cells], "rate")
    face = sheet.column(
        first, 3,
        [listed * envelope * rate for listed, envelope, rate in
         zip(shares["listed"].cells, promised["envelope"].cells, rates.cells, strict=True)],
        "fine",
    )  # fmt: skip
    lost = {
        "unreliable": [1 - cell for cell in shares["reliable"].cells],
        "not_firm": [1 - cell for cell in shares["firm"].cells],
        "overlap": list(shares["twice"].cells),
        "paid": [paid / envelope for paid, envelope in
                 zip(promised["paid"].cells, promised["envelope"].cells, strict=True)],
        "ineligible": [1 - cell for cell in shares["eligible"].cells],
        "unrealised": [1 - cell for cell in shares["realised"].cells],
    }  # fmt: skip
    columns: dict[str, Column] = {"rate": rates, "face": face}
    left = list(face.cells)
    for index, (name, parts) in enumerate(lost.items()):
        taken = [rest * part for rest, part in zip(left, parts, strict=True)]
        columns[name] = sheet.column(first, 4 + index, taken, "fine")
        left = [face.cells[row] - _from_face(sheet, first + row, columns, row) for row in range(count)]
    columns["available"] = sheet.column(first, 10, left, "fine bold")
    return columns


def _from_face(sheet: Sheet, row: int, columns: dict[str, Column], index: int) -> Expr:
    """What was taken off so far in a row."""
    names = [name for name in columns if name not in ("rate", "face")]
    taken = [columns[name].cells[index].value for name in names]
    return total(sheet.area(row, 4, taken, across=True, anchored=False))


def spent(sheet: Sheet, lines: Lines, promised: Promised, ties: Expr, ratios: Expr, private: Expr) -> Lines:
    """Add what is bound to earmarks, used and stranded, and when it is paid.

    `ties`, `ratios` and `private` are ranges over the earmark groups: 1 where the group's money is tied, and the
    shares of a group's bound money that find need, and need that private money may pay for too; the first group is
    untied money.
    """
    _ = sheet.book.language.text
    read, first = sheet.book.assumption, HEAD + 1
    soft, untied = read("soft_earmarks"), at(ratios, expr(1))
    groups = promised["group"].cells
    available = lines["available"].cells
    bound = sheet.column(
        first, _COUNTED + 7,
        [money * (1 - soft * at(ties, group)) for money, group in zip(available, groups, strict=True)], "fine",
    )  # fmt: skip
    free = sheet.column(
        first, _COUNTED + 8, [money - held for money, held in zip(available, bound.cells, strict=True)], "fine"
    )
    used = sheet.column(
        first, 11,
        [held * at(ratios, group) + loose * untied
         for held, loose, group in zip(bound.cells, free.cells, groups, strict=True)], "fine bold",
    )  # fmt: skip
    left = [rounded(largest(money - paid, 0), NOISE) for money, paid in zip(available, used.cells, strict=True)]
    columns = {**lines.columns, "bound": bound, "free": free, "used": used}
    columns["stranded"] = sheet.column(first, 12, left, "fine")
    shared = [
        held * at(private, group) + loose * at(private, expr(1))
        for held, loose, group in zip(bound.cells, free.cells, groups, strict=True)
    ]
    draws = zip(_draws(promised), shared, strict=True)
    columns["drawing"] = sheet.column(first, _COUNTED + 9, [flag(drawn) * paid for drawn, paid in draws], "fine")
    columns |= _in_time(sheet, promised, used, columns["drawing"])
    names = ("face", "unreliable", "not_firm", "overlap", "paid", "ineligible", "unrealised", "available", "used")
    sums = {3 + index: columns[name].range for index, name in enumerate((*names, "stranded"))}
    sheet.totals(first + len(promised.lines), _("Total"), sums, "fine")
    sheet.page.print_area(0, 0, first + len(promised.lines) + 5 + len(promised.overlaps), _COUNTED - 3)
    return Lines(columns)


def _draws(promised: Promised) -> list[Expr]:
    """Whether a line is of the kinds that draw private money in, as `finance.private` names them."""
    rows = zip(*(promised[name].cells for name in ("kind", "instrument", "private_sector")), strict=True)
    return [
        either(
            kind.equals("development_bank"),
            instrument.equals("guarantee"),
            instrument.equals("equity"),
            is_number(private_sector),
        )
        for kind, instrument, private_sector in rows
    ]


def _in_time(sheet: Sheet, promised: Promised, used: Column, drawing: Column) -> dict[str, Column]:
    """The window still open when the programme starts, and what is paid, and draws, in each of its years."""
    start, first = sheet.book.assumption("start_year"), HEAD + 1
    opens = sheet.column(first, _COUNTED + 10, [largest(cell, start) for cell in promised["opens"].cells], "year")
    closes = sheet.column(first, _COUNTED + 11, [largest(cell, start) for cell in promised["closes"].cells], "year")
    columns = {"opens": opens, "closes": closes}
    for index, (name, amounts) in enumerate({"yearly": used, "draws": drawing}.items()):
        rows = zip(amounts.cells, opens.cells, closes.cells, strict=True)
        parts = [money / (end - begin + 1) for money, begin, end in rows]
        columns[name] = sheet.column(first, _COUNTED + 12 + index, parts, "fine")
    return columns
