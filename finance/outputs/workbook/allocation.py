"""Sheet Allocation: who pays for what, in formulas, under the two rules that have a closed form.

Money with the same reach is one pool. The pools stand from the narrowest reach to the widest, as in
`finance.allocation`. Blocks of sectors (down) by groups of earmarks, then by pools (across), follow one another.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from finance.outputs.workbook.book import Column, Sheet
from finance.outputs.workbook.commitments import Promised
from finance.outputs.workbook.expression import (
    Expr,
    at,
    expr,
    flag,
    largest,
    looked_up,
    nth_smallest,
    place,
    smallest,
    sum_product,
    sum_where,
    total,
    when,
)
from finance.outputs.workbook.money import Lines
from finance.outputs.workbook.needs import Wanted
from finance.records import NOT_ITEMISED

COMPUTED = ("earmark_first", "priority")
"""Rules with a closed form; the others are linear programmes, and the first of these stands in for them."""

_AT = 1
"""First column of the groups and pools."""


@dataclass(frozen=True)
class Matched:
    """What the allocation gives to others: need met by sector [USD bn]; over the groups of earmarks, whether their
    money is tied, and the shares of it that, while it is bound, are used and are paid where private money may pay too;
    the money of all pools [USD bn]."""

    funded: Column
    ties: Expr
    ratios: Expr
    private: Expr
    money: Expr


@dataclass(frozen=True)
class _Groups:
    """Over the groups of earmarks: reach by sector [K], key of the reach, tied or not, money bound and free."""

    reach: Sequence[Expr]
    keys: Expr
    ties: Expr
    bound: Expr
    free: Expr


@dataclass(frozen=True)
class _Pools:
    """Over the pools: key, money [USD bn], and for each pool the sectors that it reaches, as cells."""

    keys: Expr
    money: Sequence[Expr]
    reach: Sequence[Sequence[Expr]]
    ranges: Sequence[Expr]


def fill(sheet: Sheet, wanted: Wanted, promised: Promised, lines: Lines, rule: Expr) -> Matched:
    """Write the sheet; `rule` is the cell with the rule in force, one of `COMPUTED`."""
    _ = sheet.book.language.text
    sheet.headings(
        _("Allocation"),
        _("Money with the same reach is one pool; pools pay from the narrowest reach to the widest. Money in USD bn."),
    )
    sheet.widths(46, *[17] * len(promised.groups), 14)
    sheet.page.freeze_panes(2, 1)
    blocks = _Blocks(sheet, wanted, promised)
    groups = blocks.groups(lines)
    pools = blocks.pools(groups)
    return blocks.chosen(rule, groups, pools, blocks.proportional(pools), blocks.in_order(pools))


class _Blocks:
    """Writes one block after the other; `row` is where the next begins."""

    def __init__(self, sheet: Sheet, wanted: Wanted, promised: Promised) -> None:
        self.sheet, self.wanted, self.promised = sheet, wanted, promised
        self.sectors, self.count = range(len(wanted.ids)), len(promised.groups)
        self.row = 3

    def frame(self, title: str, heads: Sequence[str], lines: int = 1) -> int:
        """Title, column headings and the sectors' names; returns the row of the first sector."""
        self.sheet.put(self.row, 0, title, "section")
        self.sheet.heads(self.row + 1, 0, [self.sheet.book.language.text("Sector"), *heads], lines=lines)
        first = self.row + 2
        self.sheet.column(first, 0, list(self.wanted.labels.cells), "text")
        self.row = first + len(self.sectors)
        return first

    def line(self, label: str, cells: Sequence[Expr], style: str) -> Expr:
        """One row below a block, a cell a column, as a range."""
        self.sheet.put(self.row, 0, label, "muted")
        for index, cell in enumerate(cells):
            self.sheet.put(self.row, _AT + index, cell, style)
        self.row += 1
        return self.sheet.area(self.row - 1, _AT, [cell.value for cell in cells], across=True)

    def each(self, line: Expr, row: int) -> list[Expr]:
        """The cells of a line written in a row, one by one."""
        return [self.sheet.at(row, _AT + index, value) for index, value in enumerate(line.value.tolist())]

    def groups(self, lines: Lines) -> _Groups:
        """Which sectors each kind of money names and reaches, and how much of it is bound to them."""
        _ = self.sheet.book.language.text
        titles = [self._title(number, group) for number, group in enumerate(self.promised.groups)]
        top = self.frame(_("1. Which sectors an earmark names (1 = yes)"), titles, 3)
        named = [
            [self.sheet.put(top + k, _AT + g, int(id_ in group), "flag input", False)
             for k, id_ in enumerate(self.wanted.ids)]
            for g, group in enumerate(self.promised.groups)
        ]  # fmt: skip
        columns = [self.sheet.area(top, _AT + g, [cell.value for cell in column]) for g, column in enumerate(named)]
        stands = self.wanted.stands.range
        names = self._spaced(_("Sectors named"), [total(column) for column in columns], "flag")
        hits = self._spaced(
            _("of them with a row of need"), [sum_product(column * stands) for column in columns], "flag"
        )
        self.row += 1
        reach = self._reach(named, names, hits, titles)
        return self._bound(reach, lines)

    def _title(self, number: int, group: Sequence[str]) -> str:
        """Number and sectors of a group of earmarks."""
        _, dataset, code = self.sheet.book.language.text, self.sheet.book.result.dataset, self.sheet.book.language.code
        if not group:
            return _("{number}: any sector").format(number=number + 1)
        first = dataset.sectors[group[0]].label.in_(code)
        if len(group) == 1:
            return _("{number}: {sector}").format(number=number + 1, sector=first)
        more = self.sheet.book.language.plural("and {count} more", "and {count} more", len(group) - 1)
        return _("{number}: {sector} {more}").format(
            number=number + 1, sector=first, more=more.format(count=len(group) - 1)
        )

    def _spaced(self, label: str, cells: Sequence[Expr], style: str) -> list[Expr]:
        row = self.row
        return self.each(self.line(label, cells, style), row)

    def _reach(
        self, named: Sequence[Sequence[Expr]], names: Sequence[Expr], hits: Sequence[Expr], titles: Sequence[str]
    ) -> Sequence[Expr]:
        """An earmark reaches what it names; where none of it is a row of need, what is not itemised."""
        _ = self.sheet.book.language.text
        top = self.frame(_("2. Which sectors the money reaches (1 = yes)"), titles, 3)
        columns = []
        for g in range(self.count):
            cells = []
            for k, id_ in enumerate(self.wanted.ids):
                otherwise = when(hits[g] > 0, named[g][k], int(id_ == NOT_ITEMISED))
                reaches = self.wanted.stands.cells[k] * when(names[g].equals(0), 1, otherwise)
                cells.append(self.sheet.put(top + k, _AT + g, reaches, "flag", False))
            columns.append(self.sheet.area(top, _AT + g, [cell.value for cell in cells]))
        self.reach_top = top
        return columns

    def _bound(self, reach: Sequence[Expr], lines: Lines) -> _Groups:
        """How many sectors, the key that orders the pools, and the money of each group."""
        _, read = self.sheet.book.language.text, self.sheet.book.assumption
        weights = self.sheet.column(
            self.reach_top, _AT + self.count, [2 ** (len(self.sectors) - 1 - k) for k in self.sectors], "whole muted"
        )
        self.sheet.put(self.reach_top - 1, _AT + self.count, _("Weight in the key"), "head right")
        counts = self._spaced(_("Sectors reached"), [total(column) for column in reach], "flag")
        widest = 2 ** len(self.sectors)
        keys = [count * widest + sum_product((1 - column) * weights.range)
                for count, column in zip(counts, reach, strict=True)]  # fmt: skip
        key_line = self.line(_("Key: fewest sectors first, then by the order of the list"), keys, "whole")
        every = total(self.wanted.stands.range)
        row = self.row
        ties = self.line(_("Tied (1 = reaches less than everything)"), [flag(n < every) for n in counts], "flag")
        tied, group = self.each(ties, row), self.promised["group"].range
        sums = [sum_where(group, g + 1, lines["available"].range) for g in range(self.count)]
        money = self._spaced(_("Money available"), sums, "fine")
        soft = read("soft_earmarks")
        bound = [amount * (1 - soft * tie) for amount, tie in zip(money, tied, strict=True)]
        bound_line = self.line(_("Bound to its reach"), bound, "fine")
        free = [amount * soft * tie for amount, tie in zip(money, tied, strict=True)]
        free_line = self.line(_("Set free of its earmark"), free, "fine")
        self.row += 1
        return _Groups(reach, key_line, ties, bound_line, free_line)

    def pools(self, groups: _Groups) -> _Pools:
        """Groups with the same reach together, in the order of their keys; money set free joins the untied."""
        _ = self.sheet.book.language.text
        top = self.frame(_("3. The pools in the order in which they pay (1 = reaches)"), self._pool_titles())
        keys = self._spaced(_("Key"), [nth_smallest(groups.keys, r + 1) for r in range(self.count)], "whole")
        key_line = self.sheet.area(self.row - 1, _AT, [key.value for key in keys], across=True)
        untied = at(groups.keys, expr(1))
        money = []
        for r, key in enumerate(keys):
            own = sum_where(groups.keys, key, groups.bound) + when(key.equals(untied), total(groups.free), 0)
            money.append(own if r == 0 else when(key.equals(keys[r - 1]), 0, own))
        money = self._spaced(_("Money"), money, "fine bold")
        reach, ranges = [], []
        for r, key in enumerate(keys):
            cells = []
            for k in self.sectors:
                across = self.sheet.area(
                    self.reach_top + k, _AT, [column.value[k] for column in groups.reach], across=True, anchored=False
                )
                cells.append(self.sheet.put(top + k, _AT + r, looked_up(key, groups.keys, across), "flag", False))
            reach.append(cells)
            ranges.append(self.sheet.area(top, _AT + r, [cell.value for cell in cells]))
        self.row += 1
        return _Pools(key_line, money, reach, ranges)

    def _pool_titles(self) -> list[str]:
        _ = self.sheet.book.language.text
        return [_("Pool {number}").format(number=r + 1) for r in range(self.count)]

    def proportional(self, pools: _Pools) -> Sequence[Sequence[Expr]]:
        """earmark_first: each pool pays every sector in its reach in proportion to its unmet need."""
        _ = self.sheet.book.language.text
        before = self.frame(_("4. Earmarks first: unmet need before each pool"), self._pool_titles())
        wanted_at, share_at = self.row, self.row + 1
        self.sheet.put(wanted_at, 0, _("Unmet need within reach"), "muted")
        self.sheet.put(share_at, 0, _("Share of it that the pool pays"), "muted")
        self.row += 3
        paid = self.frame(_("5. Earmarks first: what each pool pays"), self._pool_titles())
        self.row += 1
        unmet, flows = list(self.wanted.payable.cells), []
        for r in range(self.count):
            cells = [self.sheet.put(before + k, _AT + r, unmet[k], "fine", False) for k in self.sectors]
            column = self.sheet.area(before, _AT + r, [cell.value for cell in cells])
            asked = self.sheet.put(wanted_at, _AT + r, sum_product(column * pools.ranges[r]), "fine")
            enough = when(pools.money[r] >= asked, 1, pools.money[r] / asked)
            share = self.sheet.put(share_at, _AT + r, enough, "share")
            flows.append([
                self.sheet.put(paid + k, _AT + r, cells[k] * pools.reach[r][k] * share, "fine", False)
                for k in self.sectors
            ])  # fmt: skip
            unmet = [cell - flow for cell, flow in zip(cells, flows[-1], strict=True)]
        return flows

    def in_order(self, pools: _Pools) -> Sequence[Sequence[Expr]]:
        """priority: sectors in the order of the list, each filled as far as the money within reach goes."""
        _ = self.sheet.book.language.text
        within_at = self.frame(_("6. In the order of the list: money left within reach"), self._pool_titles())
        self.row += 1
        paid_at = self.frame(_("7. In the order of the list: what each pool pays"), self._pool_titles())
        self.row += 1
        flows: list[list[Expr]] = [[] for _pool in range(self.count)]
        for k in self.sectors:
            within: list[Expr] = []
            for r in range(self.count):
                spent = [flow.value for flow in flows[r]]
                left = pools.money[r]
                if spent:
                    left = left - total(self.sheet.area(paid_at, _AT + r, spent))
                within.append(self.sheet.put(within_at + k, _AT + r, left * pools.reach[r][k], "fine", False))
            for r in range(self.count):
                need = self.wanted.payable.cells[k]
                if r:
                    earlier = [cell.value for cell in within[:r]]
                    need = need - total(self.sheet.area(within_at + k, _AT, earlier, across=True, anchored=False))
                paid = smallest(within[r], largest(0, need))
                flows[r].append(self.sheet.put(paid_at + k, _AT + r, paid, "fine", False))
        return flows

    def chosen(
        self,
        rule: Expr,
        groups: _Groups,
        pools: _Pools,
        proportional: Sequence[Sequence[Expr]],
        in_order: Sequence[Sequence[Expr]],
    ) -> Matched:
        """What the rule in force pays, by sector and by pool, and how far each group's money is used."""
        _ = self.sheet.book.language.text
        heads = [*self._pool_titles(), _("Funded")]
        top = self.frame(_("8. The rule in force: what each pool pays"), heads)
        columns, funded = [], []
        for r in range(self.count):
            pairs = zip(in_order[r], proportional[r], strict=True)
            cells = [when(rule.equals("priority"), first, usual) for first, usual in pairs]
            columns.append(self.sheet.column(top, _AT + r, cells, "fine"))
        for k in self.sectors:
            paid = [column.cells[k].value for column in columns]
            funded.append(total(self.sheet.area(top + k, _AT, paid, across=True, anchored=False)))
        met = self.sheet.column(top, _AT + self.count, funded, "fine bold")
        used = self._spaced(_("Used"), [total(column.range) for column in columns], "fine")
        shares = [when(money > 0, spent / money, 0) for money, spent in zip(pools.money, used, strict=True)]
        ratio = self.line(_("Share of the pool that is used"), shares, "share")
        shared = [sum_product(column.range * self.wanted.private.range) for column in columns]
        parts = [when(money > 0, paid / money, 0) for money, paid in zip(pools.money, shared, strict=True)]
        part = self.line(_("Share of the pool paid where private money may pay too"), parts, "share")
        money = total(*pools.money)
        self.row += 1
        self.sheet.heads(self.row, 0, [_("By group of earmarks"), *(str(g + 1) for g in range(self.count))])
        self.row += 1
        places = [place(key, pools.keys) for key in self._cells(groups.keys)]
        by_group = self.line(_("Share of its bound money that is used"), [at(ratio, p) for p in places], "share")
        private = self.line(_("Share paid where private money may pay too"), [at(part, p) for p in places], "share")
        return Matched(met, groups.ties, by_group, private, money)

    def _cells(self, line: Expr) -> list[Expr]:
        """The cells of a range across, one by one."""
        return [at(line, expr(index + 1)) for index in range(self.count)]
