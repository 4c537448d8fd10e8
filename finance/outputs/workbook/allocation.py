"""Sheet Allocation: who pays for what, in formulas, under the two rules that have a closed form.

Money with the same reach is one pool. The pools stand from the narrowest reach to the widest, as in
`finance.model.allocation`. Blocks of sectors (down) by groups of earmarks, then by pools (across), follow one another.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from finance.model.terms import left_of
from finance.outputs.workbook.blocks import AT, Blocks
from finance.outputs.workbook.book import Sheet
from finance.outputs.workbook.commitments import Promised
from finance.outputs.workbook.expression import Column, Expr, at, largest, place, smallest, sum_product, total, when
from finance.outputs.workbook.money import Lines, Sums
from finance.outputs.workbook.needs import Wanted
from finance.outputs.workbook.pools import Groups, Pools, groups, pools

COMPUTED = ("earmark_first", "priority")
"""Rules with a closed form; the others are linear programmes, and the first of these stands in for them."""


@dataclass(frozen=True)
class Matched:
    """What the allocation gives to others: need met by sector, and what of it stays unmet [USD bn]; over the groups of
    earmarks, whether their money is tied, and the shares of it that, while it is bound, are used and are paid where
    private money may pay too; the money of all pools [USD bn]."""

    funded: Column
    unmet: Column
    ties: Expr
    ratios: Expr
    private: Expr
    money: Expr


def fill(sheet: Sheet, wanted: Wanted, promised: Promised, lines: Lines, sums: Sums, rule: Expr) -> Matched:
    """Write the sheet; `rule` is the cell with the rule in force, one of `COMPUTED`."""
    _ = sheet.book.language.text
    sheet.headings(
        _("Allocation"),
        _("Money with the same reach is one pool; pools pay from the narrowest reach to the widest. Money in USD bn."),
    )
    sheet.widths(46, *[17] * len(promised.groups), 14)
    sheet.page.freeze_panes(2, 1)
    blocks = Blocks(sheet, wanted, promised, sums)
    earmarked = groups(blocks, lines)
    paying = pools(blocks, earmarked)
    return _chosen(blocks, rule, earmarked, paying, _proportional(blocks, paying), _in_order(blocks, paying))


def _proportional(blocks: Blocks, paying: Pools) -> Sequence[Sequence[Expr]]:
    """earmark_first: each pool pays every sector in its reach in proportion to its unmet need."""
    _ = blocks.sheet.book.language.text
    before = blocks.frame(_("4. Earmarks first: unmet need before each pool"), blocks.pool_titles())
    wanted_at, share_at = blocks.row, blocks.row + 1
    blocks.sheet.put(wanted_at, 0, _("Unmet need within reach"), "muted")
    blocks.sheet.put(share_at, 0, _("Share of it that the pool pays"), "muted")
    blocks.row += 3
    paid = blocks.frame(_("5. Earmarks first: what each pool pays"), blocks.pool_titles())
    blocks.row += 1
    unmet, flows = list(blocks.wanted.payable.cells), []
    for r in range(blocks.count):
        cells = [blocks.sheet.put(before + k, AT + r, unmet[k], "fine", False) for k in blocks.sectors]
        column = blocks.sheet.area(before, AT + r, [cell.value for cell in cells])
        asked = blocks.sheet.put(wanted_at, AT + r, sum_product(column * paying.ranges[r]), "fine")
        enough = when(paying.money[r] >= asked, 1, paying.money[r] / asked)
        share = blocks.sheet.put(share_at, AT + r, enough, "share")
        flows.append([
            blocks.sheet.put(paid + k, AT + r, cells[k] * paying.reach[r][k] * share, "fine", False)
            for k in blocks.sectors
        ])  # fmt: skip
        unmet = [cell - flow for cell, flow in zip(cells, flows[-1], strict=True)]
    return flows


def _in_order(blocks: Blocks, paying: Pools) -> Sequence[Sequence[Expr]]:
    """priority: sectors in the order of the list, each filled as far as the money within reach goes."""
    _ = blocks.sheet.book.language.text
    within_at = blocks.frame(_("6. In the order of the list: money left within reach"), blocks.pool_titles())
    blocks.row += 1
    paid_at = blocks.frame(_("7. In the order of the list: what each pool pays"), blocks.pool_titles())
    blocks.row += 1
    flows: list[list[Expr]] = [[] for _pool in range(blocks.count)]
    for k in blocks.sectors:
        within: list[Expr] = []
        for r in range(blocks.count):
            spent = [flow.value for flow in flows[r]]
            left = paying.money[r]
            if spent:
                left = left - total(blocks.sheet.area(paid_at, AT + r, spent))
            within.append(blocks.sheet.put(within_at + k, AT + r, left * paying.reach[r][k], "fine", False))
        for r in range(blocks.count):
            need = blocks.wanted.payable.cells[k]
            if r:
                earlier = [cell.value for cell in within[:r]]
                need = need - total(blocks.sheet.area(within_at + k, AT, earlier, across=True, anchored=False))
            paid = smallest(within[r], largest(0, need))
            flows[r].append(blocks.sheet.put(paid_at + k, AT + r, paid, "fine", False))
    return flows


def _chosen(
    blocks: Blocks,
    rule: Expr,
    earmarked: Groups,
    paying: Pools,
    proportional: Sequence[Sequence[Expr]],
    in_order: Sequence[Sequence[Expr]],
) -> Matched:
    """What the rule in force pays, by sector and by pool, and how far each group's money is used."""
    _ = blocks.sheet.book.language.text
    heads = [*blocks.pool_titles(), _("Funded"), _("Unmet, of what may be paid for")]
    top = blocks.frame(_("8. The rule in force: what each pool pays"), heads)
    columns, funded = [], []
    for r in range(blocks.count):
        pairs = zip(in_order[r], proportional[r], strict=True)
        cells = [when(rule.equals("priority"), first, usual) for first, usual in pairs]
        columns.append(blocks.sheet.column(top, AT + r, cells, "fine"))
    for k in blocks.sectors:
        paid = [column.cells[k].value for column in columns]
        funded.append(total(blocks.sheet.area(top + k, AT, paid, across=True, anchored=False)))
    met = blocks.sheet.column(top, AT + blocks.count, funded, "fine bold")
    formulas, wanted = blocks.sheet.book.formulas, blocks.wanted.formulas
    unmet = left_of(wanted.payable, formulas.given(met, wanted.payable.axes[0]))
    short = blocks.sheet.term(top, AT + blocks.count + 1, unmet, "fine")
    used = blocks.spaced(_("Used"), [total(column.range) for column in columns], "fine")
    shares = [when(money > 0, spent / money, 0) for money, spent in zip(paying.money, used, strict=True)]
    ratio = blocks.line(_("Share of the pool that is used"), shares, "share")
    shared = [sum_product(column.range * blocks.wanted.private.range) for column in columns]
    parts = [when(money > 0, paid / money, 0) for money, paid in zip(paying.money, shared, strict=True)]
    part = blocks.line(_("Share of the pool paid where private money may pay too"), parts, "share")
    money = total(*paying.money)
    blocks.row += 1
    blocks.sheet.heads(blocks.row, 0, [_("By group of earmarks"), *(str(g + 1) for g in range(blocks.count))])
    blocks.row += 1
    places = [place(key, paying.keys) for key in blocks.cells(earmarked.keys)]
    by_group = blocks.line(_("Share of its bound money that is used"), [at(ratio, p) for p in places], "share")
    private = blocks.line(_("Share paid where private money may pay too"), [at(part, p) for p in places], "share")
    return Matched(met, short, earmarked.ties, by_group, private, money)
