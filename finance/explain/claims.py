"""Published statements held against the stored figures and the presets: what is meant, and what is true."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal, TypeAlias

import pandas as pd

from finance.data.dataset import Dataset
from finance.data.records import Check, Claim
from finance.data.units import dollars_per_unit
from finance.data.values import Value
from finance.explain import amounts
from finance.explain.amounts import Amount
from finance.model import gap
from finance.model.gap import AMOUNTS, Result
from finance.scenario import Scenario

Verdict: TypeAlias = Literal["holds", "partly", "another", "currency", "differs", "unmeasured"]
"""Whether a claim holds.

holds: every check that its words mean agrees. partly: only some of them do. another: none does, but the number is
that of a check which it has demonstrably been mistaken for. currency: the number is right and its currency is not.
differs: none of that. unmeasured: its words mean nothing that is stored. A check that agrees by chance, or because it
is the claim itself over again, sets no verdict.
"""

Role: TypeAlias = Literal["means", "mistaken_for", "repeats", "other"]
"""What a check is to its claim: the list of the claim that names it, or `other` (see `Claim`)."""

TOLERANCE = 0.01
"""How far a figure may lie from a typed amount and still be shown [fraction of the amount]."""

_NEAREST = 12  # rows shown of each kind
_NOTHING = 1e-9  # USD bn: below it an amount is rounding


@dataclass(frozen=True)
class Checked:
    """One check worked out: its number, the number that it must meet, and whether it does."""

    id: str
    check: Check
    amount: Amount
    claimed: Amount
    over: bool
    role: Role

    @property
    def agrees(self) -> bool:
        """Equal as far as the claim is printed; of a claim of "over", not below it nor beyond its leading digit."""
        if self.amount.unit != self.claimed.unit:
            return False
        if self.over:
            leading = 10.0 ** Decimal(self.claimed.value).adjusted()
            return self.claimed.value <= self.amount.value < self.claimed.value + leading
        return self.claimed.covers(self.amount.value)

    @property
    def same_number(self) -> bool:
        """The same number in another currency."""
        return self.claimed.covers(self.amount.value) and self.amount.unit != self.claimed.unit

    @property
    def tells(self) -> bool:
        """Agrees neither by chance nor because it is the claim itself over again."""
        return self.agrees and self.role in ("means", "mistaken_for")


@dataclass(frozen=True)
class Judged:
    """A claim of claims.yaml with its checks worked out."""

    id: str
    claim: Claim
    checks: tuple[Checked, ...]

    @property
    def meant(self) -> tuple[Checked, ...]:
        """What the claim's own words mean."""
        return self._of("means")

    @property
    def agreeing(self) -> tuple[Checked, ...]:
        """Every check that has the claim's number, by chance or not."""
        return tuple(check for check in self.checks if check.agrees)

    @property
    def verdict(self) -> Verdict:
        """See `Verdict`."""
        agree = [check.agrees for check in self.meant]
        if agree and all(agree):
            return "holds"
        if any(agree):
            return "partly"
        if any(check.agrees for check in self._of("mistaken_for")):
            return "another"
        if any(check.same_number for check in self.meant):
            return "currency"
        return "differs" if self.meant else "unmeasured"

    def _of(self, role: Role) -> tuple[Checked, ...]:
        return tuple(check for check in self.checks if check.role == role)


@dataclass(frozen=True)
class CheckedClaim:
    """What is known of a claim: its amount or range, the claims of claims.yaml within it, and what comes near it.

    `matches` has one row a figure within the tolerance: kind (`scenario` or `figure`), id (of the preset or figure),
    change (what was changed in the preset), measure, value, unit, how (`same` unit, `converted` at the day's rate, or
    the bare `number` in another currency) and distance [fraction].
    """

    text: str
    amount: Amount
    claims: tuple[Judged, ...]
    matches: pd.DataFrame


def check_claim(text: str, dataset: Dataset, tolerance: float = TOLERANCE) -> CheckedClaim:
    """A claim by its id in claims.yaml, or any text with an amount, held against all figures and presets.

    Raises ExplainError for a text without a number, or one whose number has no size or no currency.
    """
    if text in dataset.claims:
        claim = dataset.claims[text]
        amount = Amount(claim.value, claim.unit_)
        return CheckedClaim(text, amount, (judge(text, dataset),), _matches(amount, dataset, tolerance))
    amount = amounts.parse(text, dataset)
    same = (id_ for id_, claim in dataset.claims.items() if claim.unit_ == amount.unit and amount.covers(claim.value))
    return CheckedClaim(text, amount, tuple(judge(id_, dataset) for id_ in same), _matches(amount, dataset, tolerance))


def judge(id_: str, dataset: Dataset) -> Judged:
    """A claim of claims.yaml with its checks worked out."""
    claim = dataset.claims[id_]
    return Judged(id_, claim, tuple(_checked(name, check, claim, dataset) for name, check in claim.checks.items()))


def _checked(name: str, check: Check, claim: Claim, dataset: Dataset) -> Checked:
    claimed, role = Amount(claim.value, claim.unit_), _role(name, claim)
    if check.scenario:
        scenario = Scenario.preset(check.scenario, dataset).with_(**check.values)
        value = getattr(gap.solve(dataset, scenario), check.gives)
        unit = "fraction" if check.gives == "coverage" else "USD bn"
        return Checked(name, check, Amount(float("nan") if value is None else value, unit), claimed, claim.over, role)
    unit = dataset.figures[check.figures[0]].unit
    value = sum(dataset.figures[id_].value for id_ in check.figures)
    value -= sum(dataset.figures[id_].value for id_ in check.less)
    if check.equals:
        claimed = Amount(dataset.figures[check.equals].value, unit)
    return Checked(name, check, Amount(value, unit), claimed, claim.over and not check.equals, role)


def _role(name: str, claim: Claim) -> Role:
    if name in claim.means:
        return "means"
    if name in claim.mistaken_for:
        return "mistaken_for"
    return "repeats" if name in claim.repeats else "other"


def _matches(amount: Amount, dataset: Dataset, tolerance: float) -> pd.DataFrame:
    """Figures and presets within the tolerance of an amount, nearest first, those in its own unit before others."""
    found = _Found(amount, dataset, tolerance)
    rows = [*found.presets(), *found.figures()]
    columns = ["kind", "id", "change", "measure", "value", "unit", "how", "distance"]
    table = pd.DataFrame(rows, columns=columns)
    order = {"same": 0, "converted": 1, "number": 2}
    return (
        table.assign(place=table["how"].map(order))
        .sort_values(["place", "distance"], kind="stable")
        .groupby("kind", sort=False)
        .head(_NEAREST)
        .drop(columns="place")
        .reset_index(drop=True)
    )


_Row: TypeAlias = tuple[str, str, str, str, float, str, str, float]


@dataclass(frozen=True)
class _Found:
    """The search for one amount."""

    amount: Amount
    dataset: Dataset
    tolerance: float

    def figures(self) -> Iterator[_Row]:
        """Stored figures, claims aside."""
        for id_, entry in self.dataset.figures.items():
            if not id_.startswith("claims.") and (met := self._met(entry.value, entry.unit)):
                yield ("figure", id_, "", "", entry.value, entry.unit, *met)

    def presets(self) -> Iterator[_Row]:
        """Headline figures of the presets, and those of a preset with one choice changed that moves the figure.

        Changes that give the same figure share a row, divided by commas.
        """
        for preset in self.dataset.presets:
            start = Scenario.preset(preset, self.dataset)
            plain = self._headline(gap.solve(self.dataset, start))
            changes: dict[tuple[str, float], list[str]] = {}
            for id_, value in self._changes(start):
                changed = start.with_(**{id_: value})
                for measure, found in self._headline(gap.solve(self.dataset, changed)).items():
                    if found != plain.get(measure):
                        changes.setdefault((measure, round(found, 9)), []).append(f"{id_}={changed.to_query()[id_]}")
            rows = [(measure, value, "") for measure, value in plain.items()]
            rows += [(measure, value, ", ".join(ids)) for (measure, value), ids in changes.items()]
            unit = "USD bn" if self.amount.currency else "fraction"
            for measure, value, change in rows:
                if met := self._met(value, unit):
                    yield ("scenario", preset, change, measure, value, unit, *met)

    def _headline(self, result: Result) -> dict[str, float]:
        """The figures of a result that can meet the amount, nothing aside; funded only where it is not available."""
        names: tuple[str, ...] = AMOUNTS if self.amount.currency else ("coverage",)
        if result.stranded <= _NOTHING:
            names = tuple(name for name in names if name != "funded")
        return {name: value for name in names if (value := getattr(result, name))}

    @cached_property
    def _choices(self) -> dict[str, tuple[Value, ...]]:
        """What may be changed in a preset: every choice of scope, money and prices."""
        rows = self.dataset.assumptions.items()
        named = {id_: tuple(self.dataset.choices[id_]) for id_, row in rows if row.kind == "choice"}
        left_out = ("assessment", "rule", "profile", "currency", "lang")
        return {id_: values for id_, values in named.items() if id_ not in left_out}

    def _changes(self, start: Scenario) -> Iterator[tuple[str, Value]]:
        """One change each: another choice, or a share that acts at its lowest or highest value."""
        for id_, values in self._choices.items():
            yield from ((id_, value) for value in values if value != start.values[id_])
        for figure in gap.solve(self.dataset, start).figures:
            id_ = figure.removeprefix("assumptions.")
            row = self.dataset.assumptions.get(id_)
            if row and row.unit_.startswith("share") and row.low is not None and row.high is not None:
                yield from ((id_, end) for end in (row.low, row.high) if end != start.values[id_])

    def _met(self, value: float, unit: str) -> tuple[str, float] | None:
        """How a value meets the amount, and how far off it is; None where it does not."""
        if unit == self.amount.unit:
            return self._within("same", value)
        if self.amount.currency is None or not unit.endswith(" bn"):
            return None
        converted = self._dollars(value, unit.removesuffix(" bn")) / self._dollars(1.0, self.amount.currency)
        return self._within("converted", converted) or self._within("number", value)

    def _within(self, how: str, value: float) -> tuple[str, float] | None:
        off = self.amount.off(value)
        return (how, off) if off <= self.tolerance + 1e-12 else None

    def _dollars(self, value: float, currency: str) -> float:
        return value * dollars_per_unit(self.dataset.macro, currency)[1].value
