"""Which sectors each kind of money reaches, and the pools of money with the same reach, the narrowest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from finance.data.records import NOT_ITEMISED
from finance.outputs.workbook.blocks import AT, Blocks
from finance.outputs.workbook.expression import (
    Expr,
    at,
    expr,
    flag,
    looked_up,
    nth_smallest,
    sum_product,
    sum_where,
    total,
    when,
)
from finance.outputs.workbook.money import Lines


@dataclass(frozen=True)
class Groups:
    """Over the groups of earmarks: first row and columns of their reach by sector [K], key of the reach, tied or not,
    money bound and free."""

    top: int
    reach: Sequence[Expr]
    keys: Expr
    ties: Expr
    bound: Expr
    free: Expr


@dataclass(frozen=True)
class Pools:
    """Over the pools: key, money [USD bn], and for each pool the sectors that it reaches, as cells."""

    keys: Expr
    money: Sequence[Expr]
    reach: Sequence[Sequence[Expr]]
    ranges: Sequence[Expr]


def groups(blocks: Blocks, lines: Lines) -> Groups:
    """Which sectors each kind of money names and reaches, and how much of it is bound to them."""
    _ = blocks.sheet.book.language.text
    titles = [_title(blocks, number, group) for number, group in enumerate(blocks.promised.groups)]
    top = blocks.frame(_("1. Which sectors an earmark names (1 = yes)"), titles, 3)
    named = [
        [blocks.sheet.put(top + k, AT + g, int(id_ in group), "flag input", False)
         for k, id_ in enumerate(blocks.wanted.ids)]
        for g, group in enumerate(blocks.promised.groups)
    ]  # fmt: skip
    columns = [blocks.sheet.area(top, AT + g, [cell.value for cell in column]) for g, column in enumerate(named)]
    stands = blocks.wanted.stands.range
    names = blocks.spaced(_("Sectors named"), [total(column) for column in columns], "flag")
    hits = blocks.spaced(_("of them with a row of need"), [sum_product(column * stands) for column in columns], "flag")
    blocks.row += 1
    first, reach = _reach(blocks, named, names, hits, titles)
    return _bound(blocks, first, reach, lines)


def _title(blocks: Blocks, number: int, group: Sequence[str]) -> str:
    """Number and sectors of a group of earmarks."""
    book = blocks.sheet.book
    _, dataset, code = book.language.text, book.result.dataset, book.language.code
    if not group:
        return _("{number}: any sector").format(number=number + 1)
    first = dataset.sectors[group[0]].label.in_(code)
    if len(group) == 1:
        return _("{number}: {sector}").format(number=number + 1, sector=first)
    more = book.language.plural("and {count} more", "and {count} more", len(group) - 1)
    return _("{number}: {sector} {more}").format(
        number=number + 1, sector=first, more=more.format(count=len(group) - 1)
    )


def _reach(
    blocks: Blocks, named: Sequence[Sequence[Expr]], names: Sequence[Expr], hits: Sequence[Expr], titles: Sequence[str]
) -> tuple[int, list[Expr]]:
    """An earmark reaches what it names; where none of it is a row of need, what is not itemised. First row, columns."""
    _ = blocks.sheet.book.language.text
    top = blocks.frame(_("2. Which sectors the money reaches (1 = yes)"), titles, 3)
    columns = []
    for g in range(blocks.count):
        cells = []
        for k, id_ in enumerate(blocks.wanted.ids):
            otherwise = when(hits[g] > 0, named[g][k], int(id_ == NOT_ITEMISED))
            reaches = blocks.wanted.stands.cells[k] * when(names[g].equals(0), 1, otherwise)
            cells.append(blocks.sheet.put(top + k, AT + g, reaches, "flag", False))
        columns.append(blocks.sheet.area(top, AT + g, [cell.value for cell in cells]))
    return top, columns


def _bound(blocks: Blocks, top: int, reach: Sequence[Expr], lines: Lines) -> Groups:
    """How many sectors, the key that orders the pools, and the money of each group."""
    _, read = blocks.sheet.book.language.text, blocks.sheet.book.assumption
    weights = blocks.sheet.column(
        top, AT + blocks.count, [2 ** (len(blocks.sectors) - 1 - k) for k in blocks.sectors], "whole muted"
    )
    blocks.sheet.put(top - 1, AT + blocks.count, _("Weight in the key"), "head right")
    counts = blocks.spaced(_("Sectors reached"), [total(column) for column in reach], "flag")
    widest = 2 ** len(blocks.sectors)
    keys = [count * widest + sum_product((1 - column) * weights.range)
            for count, column in zip(counts, reach, strict=True)]  # fmt: skip
    key_line = blocks.line(_("Key: fewest sectors first, then by the order of the list"), keys, "whole")
    every = total(blocks.wanted.stands.range)
    row = blocks.row
    ties = blocks.line(_("Tied (1 = reaches less than everything)"), [flag(n < every) for n in counts], "flag")
    tied, group = blocks.each(ties, row), blocks.promised["group"].range
    rests, tied_sums = lines["rest"].range, blocks.sums
    sums = [
        sum_where(group, g + 1, rests) + sum_where(tied_sums.groups, g + 1, tied_sums.amounts)
        for g in range(blocks.count)
    ]
    money = blocks.spaced(_("Money available"), sums, "fine")
    soft = read("soft_earmarks")
    bound = [amount * (1 - soft * tie) for amount, tie in zip(money, tied, strict=True)]
    bound_line = blocks.line(_("Bound to its reach"), bound, "fine")
    free = [amount * soft * tie for amount, tie in zip(money, tied, strict=True)]
    free_line = blocks.line(_("Set free of its earmark"), free, "fine")
    blocks.row += 1
    return Groups(top, reach, key_line, ties, bound_line, free_line)


def pools(blocks: Blocks, groups: Groups) -> Pools:
    """Groups with the same reach together, in the order of their keys; money set free joins the untied."""
    _ = blocks.sheet.book.language.text
    top = blocks.frame(_("3. The pools in the order in which they pay (1 = reaches)"), blocks.pool_titles())
    keys = blocks.spaced(_("Key"), [nth_smallest(groups.keys, r + 1) for r in range(blocks.count)], "whole")
    key_line = blocks.sheet.area(blocks.row - 1, AT, [key.value for key in keys], across=True)
    untied = at(groups.keys, expr(1))
    money = []
    for r, key in enumerate(keys):
        own = sum_where(groups.keys, key, groups.bound) + when(key.equals(untied), total(groups.free), 0)
        money.append(own if r == 0 else when(key.equals(keys[r - 1]), 0, own))
    money = blocks.spaced(_("Money"), money, "fine bold")
    reach, ranges = [], []
    for r, key in enumerate(keys):
        cells = []
        for k in blocks.sectors:
            across = blocks.sheet.area(
                groups.top + k, AT, [column.value[k] for column in groups.reach], across=True, anchored=False
            )
            cells.append(blocks.sheet.put(top + k, AT + r, looked_up(key, groups.keys, across), "flag", False))
        reach.append(cells)
        ranges.append(blocks.sheet.area(top, AT + r, [cell.value for cell in cells]))
    blocks.row += 1
    return Pools(key_line, money, reach, ranges)
