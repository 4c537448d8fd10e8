"""Trees of private capital: the promised money that draws it in, and how much of it comes by each year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from finance.explain.workings.flow import Flows
from finance.explain.workings.need import assumption
from finance.explain.workings.tree import ONE, ZERO, Node, Step, product, total
from finance.model.gap import Result
from finance.model.private import draws


@dataclass(frozen=True)
class Pull:
    """What private capital rests on: the gaps of the sectors [K], and who pays for what."""

    result: Result
    gaps: tuple[Node, ...]
    flows: Flows

    def until(self, years: Sequence[str], windows: Mapping[str, Sequence[Node]]) -> tuple[Node, ...]:
        """Private money that has come by the end of each year: what was drawn in, and at most what it may reach.

        `windows` is the share of each line that is paid in each year.
        """
        scenario = self.result.scenario
        most = total(
            ("reachable",),
            [
                product(("reachable_in", sector), (gap, self._reach(sector)))
                for sector, gap in zip(self.result.needs.sectors, self.gaps, strict=True)
                if self._reach(sector) is not ZERO
            ],
        )
        begins = round(scenario.number("security_year")) + scenario.number("stability_lag")
        drawn: list[Node] = []
        found = []
        for index, year in enumerate(years):
            if int(year) >= begins:
                drawn.append(self._drawn(year, {line: shares[index] for line, shares in windows.items()}))
            come = total(("drawn_until", year), tuple(drawn))
            found.append(Step(("private_until", year), "least", (come, most)))
        return tuple(found)

    def _drawn(self, year: str, windows: Mapping[str, Node]) -> Node:
        """Private money drawn in by the money of a year."""
        scenario = self.result.scenario
        pulling = total(
            ("pulling", year),
            [
                product(("pulling_line", line, year), (self._reaching(line), windows[line]))
                for line in self._lines
                if windows[line].value > 0
            ],
        )
        return product(
            ("drawn", year), (assumption(scenario, "leverage"), assumption(scenario, "additionality"), pulling)
        )

    @property
    def _lines(self) -> list[str]:
        """The lines of the kinds that draw private money in."""
        scenario = self.result.scenario
        book = scenario.dataset.ledgers[scenario.choice("ledger")].commitments
        return [line.commitment for line in self.result.money.lines if draws(scenario, book[line.commitment])]

    def _reaching(self, line: str) -> Node:
        """What a line pays for the part of the sectors that private money may reach."""
        parts = [
            product(("reaching_in", line, sector), (node, self._reach(sector)))
            for (own, sector), node in self.flows.items()
            if own == line and self._reach(sector) is not ZERO
        ]
        return total(("reaching", line), parts)

    def _reach(self, sector: str) -> Node:
        """Share of a sector's need that private money may pay for."""
        kind = self.result.dataset.sectors[sector].investors
        if kind == "mixed":
            return assumption(self.result.scenario, "private_share")
        return ONE if kind == "private" else ZERO


def of_year(until: Sequence[Node], index: int, year: str) -> Node:
    """New private money of a year."""
    if index == 0:
        return until[0]
    return Step(("private_in", year), "difference", (until[index], until[index - 1]))
