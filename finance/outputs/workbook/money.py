"""Sheet Money: each line from its face, through what does not count, to what is available, used and stranded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from finance.data import slices
from finance.data.records import Purpose
from finance.model.funding import LEFT_OUT
from finance.outputs.workbook.book import Column, Sheet
from finance.outputs.workbook.commitments import Listed, Promised
from finance.outputs.workbook.economy import Economy
from finance.outputs.workbook.expression import (
    Expr,
    Scalar,
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
_COUNTED = 16
"""First column of the workings."""


@dataclass(frozen=True)
class Lines:
    """Columns of the sheet, one row a line: amounts in USD bn, shares as fractions."""

    columns: dict[str, Column]

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]


@dataclass(frozen=True)
class Levels:
    """The levels of firmness, softest first, and of evidence, best first, each as a range."""

    firmness: Expr
    standing: Expr


def fill(sheet: Sheet, promised: Promised, economy: Economy, levels: Levels, day: Expr) -> Lines:
    """Write everything up to what is available; `day` is the day that the need was counted to.

    `spent` adds what the allocation makes of it.
    """
    _ = sheet.book.language.text
    sheet.headings(
        _("Money, line by line"),
        _("Face in dollars, less what does not count for seven reasons, is available; USD bn"),
    )
    sheet.widths(46, 20, 11, *[11] * 12, 3, *[11] * 20)
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
    columns |= _shares(sheet, promised, levels, day)
    columns |= _chain(sheet, promised, economy, columns)
    return Lines(columns)


def _amounts(sheet: Sheet) -> list[str]:
    _ = sheet.book.language.text
    return [
        *(_("Line"), _("Source"), _("USD per unit"), _("Face"), _("Stands under its parts"), _("Weak document")),
        *(_("Not firm enough"), _("Paid"), _("Not documented as left"), _("Not for recovery")),
        *(_("Not expected to be paid"), _("Available")),
        *(_("Used"), _("Stranded")),
    ]


def _workings(sheet: Sheet) -> list[str]:
    _ = sheet.book.language.text
    return [
        *(_("In the ledger"), _("Reliable"), _("Firm"), _("Own part, bn")),
        *(_("Known paid by then, bn"), _("May be paid by then, bn"), _("Share taken"), _("Paid of its own, bn")),
        *(_("Not documented, bn"), _("Eligible share")),
        *(
            _("Realised share"),
            _("Not tied by a sum"),
            _("Bound to its earmark"),
            _("Free of it"),
            _("Draws private money"),
            _("Pays from"),
            _("Pays to"),
            _("A year"),
            _("Draws a year"),
        ),
    ]


def _shares(sheet: Sheet, promised: Promised, levels: Levels, day: Expr) -> dict[str, Column]:
    """Which lines count, and how much of each is its own, paid, not documented, eligible and realised."""
    read, first = sheet.book.assumption, HEAD + 1
    listed = sheet.column(
        first, _COUNTED, [flag(cell.equals(read("ledger"))) for cell in promised["ledger"].cells], "flag"
    )
    weakest = place(read("standing"), levels.standing)
    reliable = sheet.column(
        first, _COUNTED + 1,
        [flag(place(cell, levels.standing) <= weakest) for cell in promised["standing"].cells], "flag",
    )  # fmt: skip
    floor = place(read("firmness"), levels.firmness)
    firmness = [flag(place(cell, levels.firmness) >= floor) for cell in promised["firmness"].cells]
    columns = {
        "listed": listed,
        "reliable": reliable,
        "firm": sheet.column(first, _COUNTED + 2, firmness, "flag"),
    }
    columns["own"] = sheet.column(first, _COUNTED + 3, _own(promised), "fine")
    dated = _by_then(sheet, promised, day)
    for index, name in enumerate(("known", "may_be", "undated")):
        style = "share" if name == "undated" else "fine"
        columns[name] = sheet.column(first, _COUNTED + 4 + index, [row[index] for row in dated], style)
    columns["already"] = sheet.column(first, _COUNTED + 7, _already(promised, columns), "fine")
    columns["unknown"] = sheet.column(first, _COUNTED + 8, _unknown(sheet, promised, columns, day), "fine")
    columns["eligible"] = sheet.column(first, _COUNTED + 9, _eligible(sheet, promised, columns["own"]), "share")
    columns["realised"] = sheet.column(first, _COUNTED + 10, _realised(sheet, promised), "share")
    return columns


def _less_parts(promised: Promised, row: int, mine: Expr, cells: Sequence[Expr]) -> Expr:
    """An amount of a line less the same of its parts, in the line's currency; never below zero."""
    left = mine
    for part, cross in promised.parts.get(row, ()):
        left = left - anchored(cells[part]) * cross
    return largest(left, 0) if row in promised.parts else mine


def _own(promised: Promised) -> list[Expr]:
    """What each line holds that none of its parts does."""
    cells = promised["envelope"].cells
    return [_less_parts(promised, row, cell, cells) for row, cell in enumerate(cells)]


def _by_then(sheet: Sheet, promised: Promised, day: Expr) -> list[tuple[Expr, Expr, Expr]]:
    """Of each line by the day of the need: what is known to be paid, what may be, and the share taken in between."""
    undated, found = sheet.book.assumption("undated"), []
    for row, (paid, counted, signed) in enumerate(
        zip(*(promised[name].cells for name in ("paid", "counted", "agreed")), strict=True)
    ):
        known, start, dated = expr(0), signed, expr(0)
        for when_, amount in promised.payments.get(row, ()):
            known = known + when(when_ <= day, amount, 0)
            start = largest(start, when(when_ <= day, when_, 0))
            dated = dated + amount
        nothing, early = counted.equals(""), either(counted.equals(""), counted <= day)
        by_time = when(undated.equals("all"), 1, when(undated.equals("none"), 0, (day - start) / (counted - start)))
        later = start > day
        found.append(
            (
                when(is_number(paid), when(early, paid, when(later, 0, known)), 0),
                when(is_number(paid), when(early, paid, when(later, 0, known + largest(paid - dated, 0))), 0),
                when(either(nothing, early, later), 0, by_time),
            )
        )
    return found


def _already(promised: Promised, columns: Mapping[str, Column]) -> list[Expr]:
    """What is taken as paid of each line's own part: see `finance.data.slices.paid`."""
    known, may_be, share, own = (columns[name].cells for name in ("known", "may_be", "undated", "own"))
    paid = promised["paid"].cells
    found = []
    for row, parts in ((row, promised.parts.get(row, ())) for row in range(len(promised.lines))):
        least, ever = known[row], paid[row]
        for part, cross in parts:
            least = least - anchored(may_be[part]) * cross
            ever = ever - anchored(paid[part]) * cross
        least = largest(least, 0) if parts else least
        most = largest(smallest(may_be[row], ever), least) if parts else may_be[row]
        found.append(smallest(least + (most - least) * share[row], own[row]))
    return found


def _unknown(sheet: Sheet, promised: Promised, columns: Mapping[str, Column], day: Expr) -> list[Expr]:
    """What no document says to be still unpaid of each line's own part."""
    at_most = sheet.book.assumption("amount_left").equals("at_most")
    envelope, paid, left, signed = (promised[name].cells for name in ("envelope", "paid", "left", "agreed"))

    def of(row: int) -> Expr:
        return when(
            is_number(anchored(left[row])), anchored(envelope[row]) - anchored(paid[row]) - anchored(left[row]), 0
        )

    found = []
    for row in range(len(promised.lines)):
        amount = of(row)
        for part, cross in promised.parts.get(row, ()):
            amount = amount - of(part) * cross
        rest = columns["own"].cells[row] - columns["already"].cells[row]
        found.append(when(either(at_most, signed[row] > day), 0, smallest(largest(amount, 0), rest)))
    return found


def _eligible(sheet: Sheet, promised: Promised, own: Column) -> list[Expr]:
    """By the line's own assumption, where it names one; else by what its parts leave of its purposes."""
    read = sheet.book.assumption
    found = []
    for row, listed in enumerate(promised.lines):

        def left(purpose: Purpose, row: int = row, listed: Listed = listed) -> Expr:
            amount = promised[purpose].cells[row]
            for part, cross in promised.parts.get(row, ()):
                for name in promised.lines[part].line.purposes:
                    if slices.goes_off(listed.line, name) == purpose:
                        amount = amount - anchored(promised[name].cells[part]) * cross
            return largest(amount, 0) if row in promised.parts else amount

        by_purpose = (
            left("reconstruction")
            + left("private_sector")
            + read("unspecified_eligible") * left("unspecified")
            + read("budget_support_eligible") * left("budget")
        )
        share = when(own.cells[row] > 0, by_purpose / own.cells[row], 0)
        share = read(listed.line.counts_by) if listed.line.counts_by else share
        found.append(share if listed.slice.counts else share * promised["counts"].cells[row])
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
    own, already, unknown = (shares[name].cells for name in ("own", "already", "unknown"))
    lost = {
        "overlap": [1 - part / envelope for part, envelope in zip(own, promised["envelope"].cells, strict=True)],
        "unreliable": [1 - cell for cell in shares["reliable"].cells],
        "not_firm": [1 - cell for cell in shares["firm"].cells],
        "paid": [when(part > 0, paid / part, 0) for paid, part in zip(already, own, strict=True)],
        "undocumented": [
            when(part > paid, open_ / (part - paid), 0) for open_, part, paid in zip(unknown, own, already, strict=True)
        ],
        "ineligible": [1 - cell for cell in shares["eligible"].cells],
        "unrealised": [1 - cell for cell in shares["realised"].cells],
    }
    columns: dict[str, Column] = {"rate": rates, "face": face}
    left = list(face.cells)
    for index, (name, parts) in enumerate(lost.items()):
        taken = [rest * part for rest, part in zip(left, parts, strict=True)]
        columns[name] = sheet.column(first, 4 + index, taken, "fine")
        left = [face.cells[row] - _from_face(sheet, first + row, columns, row) for row in range(count)]
    columns["available"] = sheet.column(first, 11, left, "fine bold")
    return columns


def _from_face(sheet: Sheet, row: int, columns: dict[str, Column], index: int) -> Expr:
    """What was taken off so far in a row."""
    names = [name for name in columns if name not in ("rate", "face")]
    taken = [columns[name].cells[index].value for name in names]
    return total(sheet.area(row, 4, taken, across=True, anchored=False))


@dataclass(frozen=True)
class Sums:
    """Money that is documented for one sector: by row of its line, each amount with the number of its group; amounts
    and groups as ranges; and the row after them."""

    by_line: Mapping[int, Sequence[tuple[Expr, int]]]
    amounts: Expr
    groups: Expr
    end: int


def tied_sums(sheet: Sheet, lines: Lines, promised: Promised) -> tuple[Lines, Sums]:
    """Add what of each line's money is documented for one sector, in a table below, and what is not."""
    _, first = sheet.book.language.text, HEAD + 1
    row = first + len(promised.lines) + 3
    sheet.put(row, 0, _("Money that counts, by sums for one sector"), "section")
    sheet.heads(row + 1, 0, [_("Line"), _("Earmark group"), _("Money")])
    found: dict[int, list[tuple[Expr, int]]] = {}
    amounts, groups = list[Expr | Scalar](), list[Expr | Scalar]()
    top = row + 2
    for index, sums in promised.split.items():
        for amount, group in sums:
            at_row = top + len(amounts)
            sheet.put(at_row, 0, promised.cell("label", index), "text")
            sheet.put(at_row, 1, group, "year")
            money = anchored(lines["available"].cells[index]) * amount / promised.cell("envelope", index)
            cell = sheet.put(at_row, 2, money, "fine")
            found.setdefault(index, []).append((cell, group))
            amounts.append(cell.value)
            groups.append(group)
    if not amounts:
        amounts, groups = [None], [None]
    rests = []
    for index, money in enumerate(lines["available"].cells):
        rest = money
        for amount, _group in found.get(index, ()):
            rest = rest - amount
        rests.append(largest(rest, 0) if index in found else money)
    columns = {**lines.columns, "rest": sheet.column(first, _COUNTED + 11, rests, "fine")}
    ranges = sheet.area(top, 2, amounts), sheet.area(top, 1, groups)
    return Lines(columns), Sums(found, *ranges, top + len(amounts))


class Shares(Protocol):
    """Ranges over the groups of earmarks: 1 where the group's money is tied, and the shares of a group's bound money
    that find need, and need that private money may pay for too; the first group is untied money."""

    @property
    def ties(self) -> Expr: ...
    @property
    def ratios(self) -> Expr: ...
    @property
    def private(self) -> Expr: ...


def spent(sheet: Sheet, lines: Lines, promised: Promised, sums: Sums, matched: Shares) -> Lines:
    """Add what is bound to sectors, used and stranded, and when it is paid."""
    _ = sheet.book.language.text
    soft, first = sheet.book.assumption("soft_earmarks"), HEAD + 1
    parts = [
        [(lines["rest"].cells[row], group), *((amount, expr(number)) for amount, number in sums.by_line.get(row, ()))]
        for row, group in enumerate(promised["group"].cells)
    ]
    bound = [_added([money * (1 - soft * at(matched.ties, group)) for money, group in purses]) for purses in parts]
    columns = dict(lines.columns)
    columns["bound"] = sheet.column(first, _COUNTED + 12, bound, "fine")
    available = lines["available"].cells
    free = [money - held for money, held in zip(available, columns["bound"].cells, strict=True)]
    columns["free"] = sheet.column(first, _COUNTED + 13, free, "fine")
    columns["used"] = sheet.column(first, 12, _paid_of(parts, soft, matched.ties, matched.ratios), "fine bold")
    used = columns["used"]
    left = [rounded(largest(money - paid, 0), NOISE) for money, paid in zip(available, used.cells, strict=True)]
    columns["stranded"] = sheet.column(first, 13, left, "fine")
    draws = zip(_draws(promised), _paid_of(parts, soft, matched.ties, matched.private), strict=True)
    columns["drawing"] = sheet.column(first, _COUNTED + 14, [flag(drawn) * paid for drawn, paid in draws], "fine")
    columns |= _in_time(sheet, promised, used, columns["drawing"])
    names = ("face", *LEFT_OUT, "available", "used", "stranded")
    totals = {3 + index: columns[name].range for index, name in enumerate(names)}
    sheet.totals(first + len(promised.lines), _("Total"), totals, "fine")
    sheet.page.print_area(0, 0, sums.end, _COUNTED - 3)
    return Lines(columns)


def _paid_of(parts: Sequence[Sequence[tuple[Expr, Expr]]], soft: Expr, ties: Expr, ratios: Expr) -> list[Expr]:
    """What each line pays: its bound money by the share of its group, what is free of it by that of untied money."""
    untied = at(ratios, expr(1))
    return [
        _added([
            money * (1 - soft * at(ties, group)) * at(ratios, group) + money * soft * at(ties, group) * untied
            for money, group in purses
        ])
        for purses in parts
    ]  # fmt: skip


def _added(terms: Sequence[Expr]) -> Expr:
    found = terms[0]
    for term in terms[1:]:
        found = found + term
    return found


def _draws(promised: Promised) -> list[Expr]:
    """Whether a line is of the kinds that draw private money in, as `finance.model.private` names them."""
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
    opens = sheet.column(first, _COUNTED + 15, [largest(cell, start) for cell in promised["opens"].cells], "year")
    closes = sheet.column(first, _COUNTED + 16, [largest(cell, start) for cell in promised["closes"].cells], "year")
    columns = {"opens": opens, "closes": closes}
    for index, (name, amounts) in enumerate({"yearly": used, "draws": drawing}.items()):
        rows = zip(amounts.cells, opens.cells, closes.cells, strict=True)
        parts = [money / (end - begin + 1) for money, begin, end in rows]
        columns[name] = sheet.column(first, _COUNTED + 17 + index, parts, "fine")
    return columns
