"""Combinations of assumptions that are hardly meant, each with the values that lead out of it.

A combination that a preset itself holds is not doubted: its story says why. Nothing is forbidden.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from finance.data.dataset import Dataset
from finance.data.records import Commitment
from finance.data.values import Value
from finance.scenario import Scenario

DoubtId: TypeAlias = Literal[
    "nothing_occupied",
    "other_length",
    "before_the_programme",
    "euro_is_dollar",
    "money_of_another",
    "need_of_another",
    "only_disbursed",
    "announced_in_full",
    "military_counts",
    "all_but_military",
]

_ALL = 1.0 - 1e-9
_NEVER = ("military", "humanitarian")


@dataclass(frozen=True)
class Doubt:
    """One implausible combination: the values that lead out, and what its sentence names, by name."""

    id: DoubtId
    way_out: Mapping[str, Value]
    names: Mapping[str, Value] = field(default_factory=dict)


def doubts(scenario: Scenario) -> tuple[Doubt, ...]:
    """What is implausible about a scenario, beyond what its preset holds itself; empty where nothing is."""
    meant = {doubt.id for doubt in _found(Scenario.preset(scenario.base, scenario.dataset))}
    return tuple(doubt for doubt in _found(scenario) if doubt.id not in meant)


def _found(scenario: Scenario) -> Iterator[Doubt]:
    for rule in _RULES:
        yield from rule(scenario)


def _territory(scenario: Scenario) -> Iterator[Doubt]:
    """Held land only, yet no need on occupied land is taken off: the figure is that of the whole country."""
    held = scenario.dataset.programmes[scenario.choice("assessment")].held
    off = scenario.number("occupied_share") * (1.0 - scenario.number("already_excluded"))
    if scenario.choice("territory") == "held" and not (held and held.need) and off <= 0:
        yield Doubt("nothing_occupied", _defaults(scenario.dataset, "occupied_share", "already_excluded"))


def _years(scenario: Scenario) -> Iterator[Doubt]:
    """A programme spread over other years than its own."""
    name = scenario.choice("assessment")
    own = scenario.dataset.programmes[name].horizon
    length, start = scenario.number("horizon"), scenario.number("start_year")
    if length != own.years:
        names: dict[str, Value] = {"assessment": name, "own": own.years, "chosen": length}
        yield Doubt("other_length", {"horizon": float(own.years)}, names)
    if start < own.start:
        yield Doubt("before_the_programme", {"start_year": float(own.start)}, {"assessment": name, "own": own.start})


def _currency(scenario: Scenario) -> Iterator[Doubt]:
    """One dollar a euro, while money in euros counts."""
    lines = scenario.dataset.ledgers[scenario.choice("ledger")].commitments.values()
    if scenario.number("eur_usd") == 1.0 and any(line.currency == "EUR" for line in lines):
        yield Doubt("euro_is_dollar", _defaults(scenario.dataset, "eur_usd"))


def _books(scenario: Scenario) -> Iterator[Doubt]:
    """A need and a ledger of which one belongs to another: a ledger and an assessment of one id are one account."""
    dataset, assessment, ledger = scenario.dataset, scenario.choice("assessment"), scenario.choice("ledger")
    if ledger in dataset.programmes and ledger != assessment:
        yield Doubt("money_of_another", _defaults(dataset, "ledger"), {"ledger": ledger, "assessment": assessment})
    elif assessment in dataset.ledgers and ledger != assessment:
        yield Doubt("need_of_another", _defaults(dataset, "assessment"), {"ledger": ledger, "assessment": assessment})


def _firmness(scenario: Scenario) -> Iterator[Doubt]:
    """Money so firm that it is spent, or so soft that past promises of its kind were half kept."""
    if scenario.choice("firmness") == "disbursed":
        yield Doubt("only_disbursed", _defaults(scenario.dataset, "firmness"))
    if scenario.choice("firmness") == "announced" and scenario.number("realised_announced") >= _ALL:
        yield Doubt("announced_in_full", {"realised_announced": _HALF})


_HALF = 0.45
"""Three conferences paid 0.47 of what was announced; the nearest step of the slider below it [share]."""


def _purposes(scenario: Scenario) -> Iterator[Doubt]:
    """Money that its documents give to defence counts for rebuilding, or all money that is not for defence does."""
    for id_, line in scenario.dataset.ledgers[scenario.choice("ledger")].commitments.items():
        civilian = _civilian(line)
        if line.counts_by and scenario.number(line.counts_by) > civilian + 1e-9:
            yield Doubt("military_counts", {line.counts_by: civilian}, {"line": id_, "share": civilian})
    shares = ("budget_support_eligible", "unspecified_eligible")
    if all(scenario.number(id_) >= _ALL for id_ in shares):
        yield Doubt("all_but_military", _defaults(scenario.dataset, *shares))


def _civilian(line: Commitment) -> float:
    """Share of a line that is neither military nor humanitarian [fraction]."""
    never = sum(figure.value for purpose, figure in line.purposes.items() if purpose in _NEVER)
    return 1.0 - never / line.envelope.value


def _defaults(dataset: Dataset, *ids: str) -> dict[str, Value]:
    return {id_: dataset.assumptions[id_].default for id_ in ids}


_RULES: tuple[Callable[[Scenario], Iterator[Doubt]], ...] = (
    _territory,
    _years,
    _currency,
    _books,
    _firmness,
    _purposes,
)
