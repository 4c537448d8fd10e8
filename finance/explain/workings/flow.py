"""Trees of who pays for what: the flow of each line to each sector, by the scenario's rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from finance.explain.workings.need import assumption, figure
from finance.explain.workings.tree import FRACTION, ONE, Matched, Matching, Node, Step, floored, product, rest, total
from finance.model.gap import Result

Flows = dict[tuple[str, str], Node]
"""What a line pays for a sector, by (commitment, sector); only where it may pay."""


@dataclass(frozen=True)
class Purse:
    """Money of one line that may pay for the sectors of `reach` [K]: all of it, or the tied or the lifted part."""

    line: str
    part: str
    money: Node
    reach: tuple[bool, ...]

    @property
    def kind(self) -> str:
        """Whether it is a line's money as it is, its tied or its lifted part."""
        return self.part.rstrip("0123456789")

    @property
    def sum(self) -> str:
        """Which of the line's sums it is: nothing for the first."""
        return self.part.removeprefix(self.kind)


def of(result: Result, lines: Sequence[Node], sectors: Sequence[Node]) -> Flows:
    """The flows of a result, given the trees of its lines' money and of its sectors' needs."""
    purses = _purses(result, lines)
    fill = _in_proportion if result.scenario.choice("rule") == "earmark_first" else _by_rule
    paid = fill(result, purses, sectors)
    parts: dict[tuple[str, str], list[Node]] = {}
    for (line, _part, sector), node in paid.items():
        parts.setdefault((line, sector), []).append(node)
    return {
        (line, sector): nodes[0] if len(nodes) == 1 else total(("flows", line, sector, "amount"), nodes)
        for (line, sector), nodes in parts.items()
    }


_Paid = dict[tuple[str, str, str], Node]  # by line, part and sector


def _purses(result: Result, lines: Sequence[Node]) -> list[Purse]:
    """The lines' money: sums for one sector apart, and of tied money the soft share, which may pay for any sector."""
    found = list(_sums(result, lines))
    if result.scenario.number("soft_earmarks") == 0.0 or all(all(purse.reach) for purse in found):
        return found
    soft = assumption(result.scenario, "soft_earmarks")
    tied, lifted = [], []
    for purse in found:
        if all(purse.reach):
            tied.append(purse)
            continue
        bound = product(("tied_money", purse.line), (purse.money, rest(("tied_share",), soft)))
        tied.append(Purse(purse.line, f"tied{purse.sum}", bound, purse.reach))
        free = product(("lifted_money", purse.line), (purse.money, soft))
        lifted.append(Purse(purse.line, f"lifted{purse.sum}", free, (True,) * len(purse.reach)))
    return [*tied, *lifted]


def _sums(result: Result, lines: Sequence[Node]) -> Iterator[Purse]:
    """The purses as `gap.purses` has them: a line's sums for one sector, then what no sum ties."""
    ledger = result.scenario.choice("ledger")
    counts: dict[int, int] = {}
    for place, row in zip(result.purses.line.tolist(), result.purses.reach.tolist(), strict=True):
        line, money = result.money.lines[place], lines[place]
        number = counts[place] = counts.get(place, -1) + 1
        stem = f"commitments.{ledger}.commitments.{line.commitment}"
        envelope = figure(result.dataset, f"{stem}.envelope")
        sums = [figure(result.dataset, f"{stem}.split.{sector}") for sector, _ in line.split]
        if number < len(sums):
            share = Step(
                ("sum_share", line.commitment, line.split[number][0]), "quotient", (sums[number], envelope), FRACTION
            )
            money = product(("sum_money", line.commitment, line.split[number][0]), (money, share))
        elif sums:
            shares = [Step(("sum_share", line.commitment, id_), "quotient", (sum_, envelope), FRACTION)
                      for (id_, _), sum_ in zip(line.split, sums, strict=True)]  # fmt: skip
            open_ = floored(("open_share", line.commitment), (ONE, *shares), FRACTION)
            money = product(("open_money", line.commitment), (money, open_))
        yield Purse(line.commitment, f"flows{number or ''}", money, tuple(row))


def _name(purse: Purse, sector: str) -> tuple[str, ...]:
    return purse.kind, purse.line, sector, "amount"


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
