"""Sheet Money: each line from its face, through what does not count, to what is available, used and stranded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from finance.data import slices
from finance.data.records import Purpose
from finance.model import funding
from finance.model.funding import LEFT_OUT, Choices, Cut, Day, Formulas
from finance.model.promised import Promised as Printed
from finance.model.terms import Axis, Indices, Term, constants
from finance.model.timeline.windows import Window
from finance.outputs.workbook.book import Sheet
from finance.outputs.workbook.commitments import PURPOSES, Promised
from finance.outputs.workbook.economy import Economy
from finance.outputs.workbook.expression import (
    Column,
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
    when,
)

HEAD = 3
NOISE = 12
"""Decimals after which a difference of two amounts is rounding [digits of USD bn]."""
_WORKINGS = 16
"""First column of the workings."""


@dataclass(frozen=True)
class Lines:
    """Columns of the sheet, one row a line: amounts in USD bn, shares as fractions; and the axis of the lines."""

    axis: Axis
    columns: dict[str, Column]

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]


@dataclass(frozen=True)
class Levels:
    """The levels of firmness, softest first, and of evidence, best first, each as a range."""

    firmness: Expr
    standing: Expr


class _Workings:
    """The columns on the right, one after the other, each below its heading."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.next = sheet, _WORKINGS

    def add(self, head: str, cells: Term | Sequence[Expr], style: str) -> Column:
        """The next column: a term, or formulas."""
        self.sheet.heads(HEAD, self.next, [head], ())
        first = HEAD + 1
        if isinstance(cells, Term):
            found = self.sheet.term(first, self.next, cells, style)
        else:
            found = self.sheet.column(first, self.next, cells, style)
        self.next += 1
        return found


def fill(sheet: Sheet, promised: Promised, economy: Economy, levels: Levels, day: Expr) -> tuple[Lines, "_Workings"]:
    """Write everything up to what is available; `day` is the day that the need was counted to.

    `spent` adds what the allocation makes of it, in further workings.
    """
    _ = sheet.book.language.text
    sheet.headings(
        _("Money, line by line"),
        _("Face in dollars, less what does not count for seven reasons, is available; USD bn"),
    )
    sheet.widths(46, 20, 11, *[11] * 12, 3, *[11] * 27)
    sheet.page.freeze_panes(HEAD + 1, 1)
    sheet.page.repeat_rows(HEAD)
    sheet.heads(HEAD, 0, _amounts(sheet), (0, 1), 3)
    sheet.put(HEAD - 1, _WORKINGS, _("Workings"), "section")
    first, ledger = HEAD + 1, sheet.book.result.scenario.choice("ledger")
    sheet.fold([first + i for i, listed in enumerate(promised.lines) if listed.ledger != ledger])
    axis = Axis("line", [f"{listed.ledger}.{listed.id}" for listed in promised.lines])
    workings = _Workings(sheet)
    columns = {
        "opens": promised["opens"],
        "closes": promised["closes"],
        "label": sheet.column(first, 0, list(promised["label"].cells), "text"),
        "source": sheet.column(first, 1, list(promised["source"].cells), "next muted"),
    }
    printed = _printed(sheet, promised, levels, axis)
    cut = _cut(sheet, workings, funding.cut(printed, _day(sheet, day)))
    found = funding.formulas(printed, cut, _choices(sheet, workings, promised, economy, levels, axis))
    return Lines(axis, columns | _chain(sheet, workings, found)), workings


def _amounts(sheet: Sheet) -> list[str]:
    _ = sheet.book.language.text
    return [
        *(_("Line"), _("Source"), _("USD per unit"), _("Face"), _("Stands under its parts"), _("Weak document")),
        *(_("Not firm enough"), _("Paid"), _("Not documented as left"), _("Not for recovery")),
        *(_("Not expected to be paid"), _("Available")),
        *(_("Used"), _("Stranded")),
    ]


def _printed(sheet: Sheet, promised: Promised, levels: Levels, axis: Axis) -> Printed:
    """What the sheet Commitments holds of the lines, as the model's formulas read it."""
    given, count = sheet.book.formulas.given, len(promised.lines)
    owner, cross = np.full(count, -1, dtype=np.intp), np.ones(count)
    for row, parts in promised.parts.items():
        for part, rate in parts:
            owner[part], cross[part] = row, rate
    paying = [(row, day, amount) for row, payments in promised.payments.items() for day, amount in payments]
    payments = Axis("payment", [str(place) for place in range(len(paying))])
    firmness = [place(cell, levels.firmness) for cell in promised["firmness"].cells]
    standing = [place(cell, levels.standing) for cell in promised["standing"].cells]
    nowhere = ("",) * count
    return Printed(
        axis,
        nowhere,
        given(promised["envelope"], axis),
        given(promised["paid"], axis),
        given(promised["counted"], axis),
        given(promised["agreed"], axis),
        given(promised["left"], axis),
        given([is_number(cell) for cell in promised["left"].cells], axis),
        given(firmness, axis),
        given(standing, axis),
        {purpose: given(promised[purpose], axis) for purpose in PURPOSES},
        owner,
        constants(cross, axis),
        constants(cross != 1.0, axis),
        nowhere,
        _taken_off(promised, owner),
        given([amount for _, _, amount in paying], payments),
        given([day for _, day, _ in paying], payments),
        np.array([row for row, _, _ in paying], dtype=np.intp),
    )


def _taken_off(promised: Promised, owner: Indices) -> dict[tuple[Purpose, Purpose], Indices]:
    """For each purpose of a part and the purpose of its whole that it is taken from: the row of the whole."""
    found: dict[tuple[Purpose, Purpose], Indices] = {}
    for row in np.flatnonzero(owner >= 0).tolist():
        for purpose in promised.lines[row].line.purposes:
            pair = purpose, slices.goes_off(promised.lines[owner[row]].line, purpose)
            found.setdefault(pair, np.full(len(owner), -1))[row] = owner[row]
    return found


def _day(sheet: Sheet, day: Expr) -> Day:
    given, read = sheet.book.formulas.given, sheet.book.assumption
    undated, left = read("undated"), read("amount_left")
    every, none, at_most = undated.equals("all"), undated.equals("none"), left.equals("at_most")
    return Day(given(day), "", given(every), given(none), given(at_most))


def _cut(sheet: Sheet, workings: _Workings, cut: Cut) -> Cut:
    """What each line holds beside its parts, what was paid of it, and what no document says to be unpaid."""
    _ = sheet.book.language.text
    workings.add(_("Own part, bn"), cut.own, "fine")
    workings.add(_("Known paid by then, bn"), cut.known, "fine")
    workings.add(_("May be paid by then, bn"), cut.may_be, "fine")
    workings.add(_("Share taken"), cut.undated, "share")
    workings.add(_("Paid of its own, bn"), cut.already, "fine")
    workings.add(_("Not documented, bn"), cut.unknown, "fine")
    return cut


def _choices(
    sheet: Sheet, workings: _Workings, promised: Promised, economy: Economy, levels: Levels, axis: Axis
) -> Choices:
    """What the assumptions make of the lines; money of another ledger than the one chosen is worth nothing here."""
    _, given, read = sheet.book.language.text, sheet.book.formulas.given, sheet.book.assumption
    prices = economy.factor(economy.valued_in, read("prices"))
    dollars = [economy.dollars(cell) * prices for cell in promised["currency"].cells]
    rates = given(sheet.column(HEAD + 1, 2, dollars, "rate"), axis)
    listed = [flag(cell.equals(read("ledger"))) for cell in promised["ledger"].cells]
    in_ledger = given(workings.add(_("In the ledger"), listed, "flag"), axis)
    lines = [listed.line for listed in promised.lines]
    return Choices(
        sheet.book,
        in_ledger * rates,
        given(place(read("firmness"), levels.firmness)),
        given(place(read("standing"), levels.standing)),
        given([cell.equals(1) for cell in promised["counts"].cells], axis),
        constants([bool(line.counts_by) for line in lines], axis),
        given([read(line.counts_by) if line.counts_by else expr(0) for line in lines], axis),
        given(_realised(sheet, promised), axis),
    )


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


def _chain(sheet: Sheet, workings: _Workings, found: Formulas) -> dict[str, Column]:
    """Face, then one reason after the other taken off what is left, then what is available."""
    _, first = sheet.book.language.text, HEAD + 1
    heads = {
        "overlap": _("Share under its parts"),
        "unreliable": _("Weak document"),
        "not_firm": _("Not firm enough"),
        "paid": _("Share paid"),
        "undocumented": _("Share not documented"),
    }
    for reason, share in found.lost.items():
        workings.add(heads[reason], share, "flag" if reason in ("unreliable", "not_firm") else "share")
    workings.add(_("Eligible share"), found.eligibility, "share")
    workings.add(_("Realised share"), found.realisation, "share")
    columns = {"face": sheet.term(first, 3, found.dollars, "fine")}
    for index, reason in enumerate(LEFT_OUT):
        columns[reason] = sheet.term(first, 4 + index, found.left_out[reason], "fine")
    columns["available"] = sheet.term(first, 11, found.available, "fine bold")
    return columns


@dataclass(frozen=True)
class Sums:
    """Money that is documented for one sector: by row of its line, each amount with the number of its group; amounts
    and groups as ranges; and the row after them."""

    by_line: Mapping[int, Sequence[tuple[Expr, int]]]
    amounts: Expr
    groups: Expr
    end: int


def tied_sums(sheet: Sheet, workings: _Workings, lines: Lines, promised: Promised) -> tuple[Lines, Sums]:
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
    columns = {**lines.columns, "rest": workings.add(_("Not tied by a sum"), rests, "fine")}
    ranges = sheet.area(top, 2, amounts), sheet.area(top, 1, groups)
    return Lines(lines.axis, columns), Sums(found, *ranges, top + len(amounts))


class Shares(Protocol):
    """Ranges over the groups of earmarks: 1 where the group's money is tied, and the shares of a group's bound money
    that find need, and need that private money may pay for too; the first group is untied money."""

    @property
    def ties(self) -> Expr: ...
    @property
    def ratios(self) -> Expr: ...
    @property
    def private(self) -> Expr: ...


def spent(sheet: Sheet, workings: _Workings, lines: Lines, promised: Promised, sums: Sums, matched: Shares) -> Lines:
    """Add what is bound to sectors, used and stranded, and what of it draws private money in."""
    _ = sheet.book.language.text
    soft, first = sheet.book.assumption("soft_earmarks"), HEAD + 1
    parts = [
        [(lines["rest"].cells[row], group), *((amount, expr(number)) for amount, number in sums.by_line.get(row, ()))]
        for row, group in enumerate(promised["group"].cells)
    ]
    bound = [_added([money * (1 - soft * at(matched.ties, group)) for money, group in purses]) for purses in parts]
    columns = dict(lines.columns)
    columns["bound"] = workings.add(_("Bound to its earmark"), bound, "fine")
    available = lines["available"].cells
    free = [money - held for money, held in zip(available, columns["bound"].cells, strict=True)]
    columns["free"] = workings.add(_("Free of it"), free, "fine")
    columns["used"] = sheet.column(first, 12, _paid_of(parts, soft, matched.ties, matched.ratios), "fine bold")
    used = columns["used"]
    left = [rounded(largest(money - paid, 0), NOISE) for money, paid in zip(available, used.cells, strict=True)]
    columns["stranded"] = sheet.column(first, 13, left, "fine")
    reaching = _paid_of(parts, soft, matched.ties, matched.private)
    columns["reaching"] = workings.add(_("Paid where private money may follow"), reaching, "fine")
    columns["drawing"] = workings.add(_("Draws private money"), [flag(cell) for cell in _draws(promised)], "flag")
    names = ("face", *LEFT_OUT, "available", "used", "stranded")
    totals = {3 + index: columns[name].range for index, name in enumerate(names)}
    sheet.totals(first + len(promised.lines), _("Total"), totals, "fine")
    sheet.page.print_area(0, 0, sums.end, _WORKINGS - 3)
    return Lines(lines.axis, columns)


def in_time(sheet: Sheet, workings: _Workings, window: Window) -> None:
    """Add the window still open when the programme starts, and what of a line is paid after its last year."""
    _ = sheet.book.language.text
    workings.add(_("Pays from"), window.first, "year")
    workings.add(_("Pays to"), window.last, "year")
    workings.add(_("Share paid after the last year"), window.after, "share")


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
