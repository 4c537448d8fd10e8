"""Trees of the money: for each line of the ledger what it promises, what is left out of it, and what counts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from finance.explain.workings.need import assumption, figure, prices, rate
from finance.explain.workings.tree import FRACTION, ONE, USD, ZERO, Input, Node, Step, product, rest, total
from finance.funding import ALWAYS_ELIGIBLE, ELIGIBLE_BY, LEFT_OUT, Line, realised_by
from finance.records import Commitment
from finance.scenario import Scenario


@dataclass(frozen=True)
class Money:
    """One line: `face` in its own currency, `rate`, the shares left out by reason, and the two shares that count."""

    face: Node
    rate: Node
    shares: dict[str, Node]
    eligibility: Node
    realisation: Node
    line: str

    def left_out(self, reason: str) -> Node:
        """What is left out of the line for a reason: the share of what the reasons before it leave."""
        before = LEFT_OUT[: LEFT_OUT.index(reason)]
        name = ("by_source", self.line, reason)
        return product(name, (self.face, self.rate, *map(self._kept, before), self.shares[reason]))

    @property
    def available(self) -> Node:
        """What can pay for the need."""
        return product(("by_source", self.line, "available"), (self.face, self.rate, *map(self._kept, LEFT_OUT)))

    def _kept(self, reason: str) -> Node:
        """The share that a reason leaves; the number one where it takes nothing."""
        if reason == "ineligible":
            return self.eligibility
        if reason == "unrealised":
            return self.realisation
        share = self.shares[reason]
        return ONE if share is ZERO else rest(("kept", self.line, reason), share)


def of_line(scenario: Scenario, line: Line, counted: Collection[str]) -> Money:
    """The trees of one line of the scenario's ledger; `counted` are the lines that are reliable and firm enough."""
    dataset = scenario.dataset
    ledger = dataset.ledgers[scenario.choice("ledger")].commitments
    record = ledger[line.commitment]
    stem = f"commitments.{scenario.choice('ledger')}.commitments.{line.commitment}"
    face = figure(dataset, f"{stem}.envelope")
    eligibility = _eligibility(scenario, record, stem, line.commitment)
    realised = "realised_announced" if record.firmness == "announced" else realised_by(record)
    realisation = assumption(scenario, realised)
    paid: Node = ZERO
    if record.paid:
        paid = Step(("share", line.commitment, "paid"), "quotient", (figure(dataset, f"{stem}.paid"), face), FRACTION)
    shares = {
        "unreliable": _condition(line, "unreliable"),
        "not_firm": _condition(line, "not_firm"),
        "overlap": _overlap(scenario, line.commitment, ledger, counted),
        "paid": paid,
        "ineligible": rest(("kept", line.commitment, "ineligible"), eligibility),
        "unrealised": rest(("kept", line.commitment, "unrealised"), realisation),
    }
    return Money(face, _rate(scenario, record), shares, eligibility, realisation, line.commitment)


def whole(lines: tuple[Node, ...]) -> Node:
    """All money that can pay for the need."""
    return total(("available",), lines, USD)


def _condition(line: Line, reason: str) -> Node:
    """All of a line or nothing: whether its documents, or its firmness, are below what the scenario asks."""
    out = line.left_out[LEFT_OUT.index(reason)] > 0
    return Input(("condition", line.commitment, reason), 1.0) if out else ZERO


def _rate(scenario: Scenario, record: Commitment) -> Node:
    """Dollars of the scenario's prices per unit of a line's currency."""
    moved = prices(scenario, scenario.dataset.macro.valuation_date.year)
    if moved is ONE:
        return rate(scenario, record.currency)
    return product(("rate", record.currency), (rate(scenario, record.currency), moved), f"USD per {record.currency}")


def _eligibility(scenario: Scenario, record: Commitment, stem: str, line: str) -> Node:
    """Share of the line that may pay for the need."""
    dataset = scenario.dataset
    if record.counts_by:
        return assumption(scenario, record.counts_by)
    parts: list[Node] = [
        figure(dataset, f"{stem}.purposes.{purpose}") for purpose in ALWAYS_ELIGIBLE if purpose in record.purposes
    ]
    for purpose, id_ in ELIGIBLE_BY.items():
        if purpose in record.purposes:
            split = figure(dataset, f"{stem}.purposes.{purpose}"), assumption(scenario, id_)
            parts.append(product(("purpose", line, purpose), split, f"{record.currency} bn"))
    counted = total(("purposes", line), parts, f"{record.currency} bn") if parts else ZERO
    return Step(("eligibility", line), "quotient", (counted, figure(dataset, f"{stem}.envelope")), FRACTION)


def _overlap(scenario: Scenario, line: str, ledger: Mapping[str, Commitment], counted: Collection[str]) -> Node:
    """Share of the line that counted lines hold: each overlap ÷ envelope, together at most all."""
    stem, dropped = f"commitments.{scenario.choice('ledger')}.commitments", ledger[line]
    own = product(("gross", line), (figure(scenario.dataset, f"{stem}.{line}.envelope"), _rate(scenario, dropped)))
    shares: list[Node] = []
    for owner, record in ledger.items():
        for index, overlap in enumerate(record.overlaps):
            kept = overlap.with_ if overlap.drop == owner else owner
            if overlap.drop != line or kept not in counted:
                continue
            if not overlap.amount:
                shares.append(Input(("whole_overlap", line, kept), 1.0))
                continue
            listed = figure(scenario.dataset, f"{stem}.{owner}.overlaps.{index}.amount"), _rate(scenario, record)
            held = product(("overlap_amount", line, kept), listed)
            shares.append(Step(("overlap_share", line, kept), "quotient", (held, own), FRACTION))
    if not shares:
        return ZERO
    return Step(("share", line, "overlap"), "least", (total(("overlaps", line), shares, FRACTION), ONE), FRACTION)
