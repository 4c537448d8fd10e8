"""Trees of who pays for what: the flow of each line to each sector, by the scenario's rule."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from finance import gap
from finance.explain.workings.need import assumption
from finance.explain.workings.tree import FRACTION, Matched, Matching, Node, Step, floored, product, rest, total
from finance.gap import Result

Flows = dict[tuple[str, str], Node]
"""What a line pays for a sector, by (commitment, sector); only where it may pay."""


@dataclass(frozen=True)
class Purse:
    """Money of one line that may pay for the sectors of `reach` [K]: all of it, or the tied or the lifted part."""

    line: str
    part: str
    money: Node
    reach: tuple[bool, ...]


def of(result: Result, lines: Sequence[Node], sectors: Sequence[Node]) -> Flows:
    """The flows of a result, given the trees of its lines' money and of its sectors' needs."""
    purses = _purses(result, lines)
    fill = _in_proportion if result.scenario.choice("rule") == "earmark_first" else _by_rule
    paid = fill(result, purses, sectors)
    flows: Flows = {}
    for line in dict.fromkeys(purse.line for purse in purses):
        for sector in result.needs.sectors:
            parts = [
                paid[key]
                for key in ((line, "flows", sector), (line, "tied", sector), (line, "lifted", sector))
                if key in paid
            ]
            if parts:
                flows[line, sector] = parts[0] if len(parts) == 1 else total(("flows", line, sector, "amount"), parts)
    return flows


_Paid = dict[tuple[str, str, str], Node]  # by line, part and sector


def _purses(result: Result, lines: Sequence[Node]) -> list[Purse]:
    """The lines' money; of an earmarked line the soft share is a purse of its own that may pay for any sector."""
    reach = [tuple(row) for row in gap.reach(result.needs, result.money).tolist()]
    names = [line.commitment for line in result.money.lines]
    if result.scenario.number("soft_earmarks") == 0.0 or all(map(all, reach)):
        return [Purse(*purse) for purse in zip(names, ["flows"] * len(names), lines, reach, strict=True)]
    soft = assumption(result.scenario, "soft_earmarks")
    tied, lifted = [], []
    for name, money, row in zip(names, lines, reach, strict=True):
        if all(row):
            tied.append(Purse(name, "flows", money, row))
            continue
        tied.append(Purse(name, "tied", product(("tied_money", name), (money, rest(("tied_share",), soft))), row))
        lifted.append(Purse(name, "lifted", product(("lifted_money", name), (money, soft)), (True,) * len(row)))
    return [*tied, *lifted]


def _name(purse: Purse, sector: str) -> tuple[str, ...]:
    return purse.part, purse.line, sector, "amount"


def _by_rule(result: Result, purses: list[Purse], sectors: Sequence[Node]) -> _Paid:
    """The rules that have no formula of one line: the matching itself is the operation."""
    eligible = np.array([purse.reach for purse in purses], dtype=bool).reshape(len(purses), len(sectors))
    money = tuple(purse.money for purse in purses)
    matching = Matching(result.scenario.choice("rule"), money, tuple(sectors), eligible)
    return {
        (purse.line, purse.part, sector): Matched(_name(purse, sector), matching, row, column)
        for row, purse in enumerate(purses)
        for column, sector in enumerate(result.needs.sectors)
        if purse.reach[column]
    }


def _in_proportion(result: Result, purses: list[Purse], sectors: Sequence[Node]) -> _Paid:
    """Earmarks first, in the open: flow = unmet need × money ÷ the larger of all unmet need in reach and the pool.

    Purses of one reach are one pool; pools pay from the narrowest reach to the widest, ties by their places, and
    what earlier pools paid is no longer unmet.
    """
    paid: _Paid = {}
    met: list[list[Node]] = [[] for _ in sectors]
    reaches = sorted({purse.reach for purse in purses}, key=lambda row: (sum(row), [not may for may in row]))
    for row in reaches:
        members = [purse for purse in purses if purse.reach == row]
        reached = {column: result.needs.sectors[column] for column, may in enumerate(row) if may}
        unmet = {column: _unmet(sector, sectors[column], met[column]) for column, sector in reached.items()}
        filled = [purse for purse in members if purse.money.value > 0]
        pool = total(("pool", *(purse.line for purse in filled)), [purse.money for purse in filled])
        wanted = total(("wanted", *reached.values()), list(unmet.values()))
        larger = Step(("larger", *reached.values()), "most", (pool, wanted))
        for purse in members:
            share = Step(("paid_share", purse.line, purse.part), "quotient", (purse.money, larger), FRACTION)
            for column, sector in reached.items():
                parts = (unmet[column], share) if larger.value else (unmet[column],)
                paid[purse.line, purse.part, sector] = product(_name(purse, sector), parts)
        for column, sector in reached.items():
            met[column] += [paid[purse.line, purse.part, sector] for purse in filled]
    return paid


def _unmet(sector: str, need: Node, met: list[Node]) -> Node:
    return floored(("unmet", sector, str(len(met))), (need, *met)) if met else need
