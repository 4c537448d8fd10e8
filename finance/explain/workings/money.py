"""Trees of the money: for each line of the ledger what it promises, what is left out of it, and what counts."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from finance.data import slices
from finance.data.records import Commitment, Purpose
from finance.data.slices import Slice
from finance.data.units import dollars_per_unit
from finance.explain.workings.need import assumption, figure, prices, rate
from finance.explain.workings.tree import (
    FRACTION,
    ONE,
    USD,
    ZERO,
    Input,
    Name,
    Node,
    Step,
    floored,
    product,
    rest,
    total,
)
from finance.model import funding
from finance.model.funding import ALWAYS_ELIGIBLE, ELIGIBLE_BY, LEFT_OUT, Line, realised_by
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


def of_line(scenario: Scenario, line: Line) -> Money:
    """The trees of one line of the scenario's ledger."""
    dataset, ledger = scenario.dataset, scenario.choice("ledger")
    tree = _Slice(scenario, ledger, slices.of(dataset, ledger)[line.commitment])
    record, name = dataset.ledgers[ledger].commitments[line.commitment], line.commitment
    eligibility = _eligibility(scenario, record, tree)
    announced = tree.slice.firmness == "announced"
    realisation = assumption(scenario, "realised_announced" if announced else realised_by(record))
    paid = tree.paid
    left = tree.own if paid is ZERO else Step(("unpaid", name), "difference", (tree.own, paid), tree.unit)
    shares = {
        "overlap": _part_of_line(name, "overlap", tree.in_parts, tree.face),
        "unreliable": _condition(line, "unreliable"),
        "not_firm": _condition(line, "not_firm"),
        "paid": _part_of_line(name, "paid", paid, tree.own),
        "undocumented": _part_of_line(name, "undocumented", tree.undocumented(left), left),
        "ineligible": rest(("kept", name, "ineligible"), eligibility),
        "unrealised": rest(("kept", name, "unrealised"), realisation),
    }
    return Money(tree.face, _rate(scenario, record), shares, eligibility, realisation, name)


def _part_of_line(line: str, reason: str, amount: Node, of: Node) -> Node:
    """What a reason takes ÷ what it takes it from; nothing where one of the two is nothing."""
    if amount is ZERO or not of.value:
        return ZERO
    return Step(("share", line, reason), "quotient", (amount, of), FRACTION)


@dataclass(frozen=True)
class _Slice:
    """Trees of one slice, in bn of its line's currency, as the slices and the funding work them out."""

    scenario: Scenario
    ledger: str
    slice: Slice

    @property
    def _book(self) -> Mapping[str, Commitment]:
        return self.scenario.dataset.ledgers[self.ledger].commitments

    @property
    def unit(self) -> str:
        return f"{self._book[self.slice.line].currency} bn"

    @cached_property
    def face(self) -> Node:
        return self.figure(self.slice.line, "envelope")

    @cached_property
    def in_parts(self) -> Node:
        """What the parts of the line take of it."""
        parts = [self.converted(part, self.figure(part, "envelope")) for part in self.slice.parts]
        return total(("parts", self.slice.line), parts, self.unit) if parts else ZERO

    @cached_property
    def own(self) -> Node:
        """The slice: the line less its parts."""
        if self.in_parts is ZERO:
            return self.face
        return Step(("own", self.slice.line), "difference", (self.face, self.in_parts), self.unit)

    @property
    def paid(self) -> Node:
        """What was paid of the slice by the day of the need, as `finance.data.slices.paid` works it out."""
        line, unit, parts = self.slice.line, self.unit, self.slice.parts
        known, open_, share = self._taken(line)
        if known is ZERO and open_ is ZERO:
            return ZERO
        most = self._sum(("paid_may_be", line), (known, open_))
        least = known
        if parts:
            theirs = [
                self.converted(part, may_be)
                for part in parts
                if (may_be := self._sum(("paid_may_be", part), self._taken(part)[:2])) is not ZERO
            ]
            least = floored(("paid_least", line), (known, *theirs), unit) if theirs else known
            ever = [self.converted(part, self.figure(part, "paid")) for part in parts if self._book[part].paid]
            beside = Step(("paid_ever", line), "difference", (self.figure(line, "paid"), *ever), unit)
            most = Step(
                ("paid_most", line), "most", (Step(("paid_within", line), "least", (most, beside), unit), least), unit
            )
        if share is not ZERO:
            between = Step(("paid_between", line), "difference", (most, least), unit)
            least = self._sum(
                ("paid_by", line, str(self._day)), (least, product(("paid_open", line), (between, share), unit))
            )
        return Step(("paid_of", line), "least", (least, self.own), unit) if parts else least

    def _sum(self, name: Name, parts: Sequence[Node]) -> Node:
        """The sum of the parts that are something; the number nothing where none is."""
        telling = [part for part in parts if part is not ZERO]
        return total(name, telling, telling[0].unit) if len(telling) > 1 else telling[0] if telling else ZERO

    @property
    def _day(self) -> dt.date:
        return funding.need_day(self.scenario.dataset, self.scenario)

    def undocumented(self, left: Node) -> Node:
        """What no document says to be unpaid, at most what is left."""
        scenario, line = self.scenario, self.slice.line
        signed = slices.first_day(self._book[line].agreed)
        later = signed > funding.need_day(scenario.dataset, scenario)
        if scenario.choice("amount_left") == "at_most" or later or self.slice.unknown == 0.0:
            return ZERO
        of_parts = [
            self.converted(part, unknown) for part in self.slice.parts if (unknown := self._unknown(part)) is not ZERO
        ]
        open_ = floored(("unknown_beside", line), (self._unknown(line), *of_parts), self.unit)
        return Step(("undocumented", line), "least", (open_, left), self.unit)

    def purpose(self, purpose: Purpose) -> Node:
        """What is left of a purpose when the parts are taken off."""
        line, own = self._book[self.slice.line], self.figure(self.slice.line, f"purposes.{purpose}")
        off = [
            self.converted(part, self.figure(part, f"purposes.{name}"))
            for part in self.slice.parts
            for name in self._book[part].purposes
            if slices.goes_off(line, name) == purpose
        ]
        return floored(("purpose_left", self.slice.line, purpose), (own, *off), self.unit) if off else own

    def figure(self, line: str, name: str) -> Input:
        """A figure of a line of the book."""
        return figure(self.scenario.dataset, f"commitments.{self.ledger}.commitments.{line}.{name}")

    def converted(self, part: str, amount: Node) -> Node:
        """An amount of a part in the line's currency, at the rates of the valuation date."""
        macro, mine = self.scenario.dataset.macro, self._book[self.slice.line].currency
        theirs = self._book[part].currency
        if theirs == mine:
            return amount
        rates = tuple(figure(self.scenario.dataset, dollars_per_unit(macro, code)[0]) for code in (theirs, mine))
        cross = Step(("cross", theirs, mine), "quotient", rates, f"{mine} per {theirs}")
        return product(("converted", part, *amount.name), (amount, cross), self.unit)

    def _taken(self, line: str) -> tuple[Node, Node, Node]:
        """Of a line by the day of the need: what is known to be paid, what more may be, and the share taken of that."""
        record = self._book[line]
        taken = slices.paid_by(record, self._day, self.scenario.choice("undated"))
        if record.paid is None or not (taken.known or taken.open_):
            return ZERO, ZERO, ZERO
        counted = self.figure(line, "paid")
        if record.paid.as_of is None or record.paid.as_of <= self._day:
            return counted, ZERO, ZERO
        every = [(payment.date <= self._day, f"payments.{index}") for index, payment in enumerate(record.payments)]
        known = self._sum(("paid_known", line), [self.figure(line, name) for before, name in every if before])
        others = [self.figure(line, name) for _before, name in every]
        open_ = Step(("paid_undated", line), "difference", (counted, *others), counted.unit) if others else counted
        share = Input(("paid_share_of_time", line, str(self._day)), taken.share)
        return known, open_ if taken.open_ else ZERO, share

    def _unknown(self, line: str) -> Node:
        """What is left of a line by what was found paid, less what a document says to be left."""
        record = self._book[line]
        if record.left_documented is None:
            return ZERO
        names = ("envelope", *(("paid",) if record.paid else ()), "left_documented")
        parts = tuple(self.figure(line, name) for name in names)
        return Step(("unknown", line), "difference", parts, parts[0].unit)


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


def _eligibility(scenario: Scenario, record: Commitment, tree: _Slice) -> Node:
    """Share of the slice that may pay for the need."""
    line = tree.slice.line
    if not tree.slice.counts:
        return Input(("aside", line), 0.0)
    if record.counts_by:
        return assumption(scenario, record.counts_by)
    parts: list[Node] = [tree.purpose(purpose) for purpose in ALWAYS_ELIGIBLE if purpose in record.purposes]
    for purpose, id_ in ELIGIBLE_BY.items():
        if purpose in record.purposes:
            parts.append(
                product(("purpose", line, purpose), (tree.purpose(purpose), assumption(scenario, id_)), tree.unit)
            )
    counted = total(("purposes", line), parts, tree.unit) if parts else ZERO
    return Step(("eligibility", line), "quotient", (counted, tree.own), FRACTION) if tree.own.value else ZERO
