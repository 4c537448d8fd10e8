"""A scenario: one value for every assumption, frozen, with the address and the key that stand for it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from finance.data import read
from finance.data.dataset import Dataset
from finance.data.values import Value, check_value
from finance.errors import ScenarioError
from finance.messages import Remark

OWN = "own"
"""The name under which an address says that it was made while figures of a reader's own counted."""
NOT_IN_A_LINK = Remark(
    "this link was made while figures of its maker's own counted; they are in no link, so the figures here are "
    "without them"
)
"""What is said of such an address where the figures are not."""

RENAMED: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "rule": ("rule", {"max_min": "most_funded"}),
    "reliability": ("standing", {"A": "official", "B": "official", "C": "press", "D": "unverified"}),
}
"""Assumptions whose name or values old addresses call otherwise: what they are called now."""

DEFAULT = "article"
"""The preset that opens first."""


@dataclass(frozen=True)
class Scenario:
    """Assumption values for one computation. `base` is the preset that they started from."""

    base: str
    values: Mapping[str, Value]
    dataset: Dataset = field(repr=False, compare=False)

    @classmethod
    def preset(cls, id_: str, dataset: Dataset | None = None) -> "Scenario":
        """The preset `id_` of scenarios.yaml; raises ScenarioError with the known names."""
        data = dataset if dataset is not None else read.load()
        if id_ not in data.presets:
            raise ScenarioError(
                Remark("'{id}' is no scenario; known are {known}", id=id_, known=", ".join(data.presets))
            )
        values: dict[str, Value] = {name: row.default for name, row in data.assumptions.items()}
        values |= {name: check_value(data, name, value) for name, value in data.presets[id_].values.items()}
        return cls(id_, MappingProxyType(values), data)

    @classmethod
    def from_query(cls, query: Mapping[str, str], dataset: Dataset | None = None) -> "Scenario":
        """The scenario of an address: `scenario` names the preset, every other name is an assumption.

        Raises ScenarioError with every name or value that is not allowed.
        """
        scenario, problems = cls.read_query(query, dataset)
        if problems:
            raise ScenarioError(*problems)
        return scenario

    @classmethod
    def read_query(cls, query: Mapping[str, str], dataset: Dataset | None = None) -> "tuple[Scenario, tuple[str, ...]]":
        """As `from_query`, but what is not allowed is left at the preset's value and reported."""
        problems: list[str] = []
        try:
            scenario = cls.preset(query.get("scenario", DEFAULT), dataset)
        except ScenarioError as error:
            problems += error.problems
            scenario = cls.preset(DEFAULT, dataset)
        for id_, value in query.items():
            if id_ == "scenario":
                continue
            if id_ == OWN:
                problems += [] if scenario.dataset.own else [NOT_IN_A_LINK]
                continue
            try:
                scenario = scenario.with_(**dict([renamed(id_, value)]))
            except ScenarioError as error:
                problems += error.problems
        return scenario, tuple(problems)

    def with_(self, /, **values: Value) -> "Scenario":
        """The same scenario with other values; raises ScenarioError with every one that is not allowed."""
        checked: dict[str, Value] = dict(self.values)
        problems: list[str] = []
        for id_, value in values.items():
            try:
                checked[id_] = check_value(self.dataset, id_, value)
            except ScenarioError as error:
                problems += error.problems
        if problems:
            raise ScenarioError(*problems)
        return Scenario(self.base, MappingProxyType(checked), self.dataset)

    def seen_from(self, preset: str) -> "Scenario":
        """The same values as changes of another preset; raises ScenarioError with the known names."""
        return Scenario(Scenario.preset(preset, self.dataset).base, self.values, self.dataset)

    def number(self, id_: str) -> float:
        """Value of an assumption of kind number, in its own unit."""
        return float(self._value(id_))

    def choice(self, id_: str) -> str:
        """Value of an assumption of kind choice."""
        return str(self._value(id_))

    def switch(self, id_: str) -> bool:
        """Value of an assumption of kind switch."""
        return bool(self._value(id_))

    def _value(self, id_: str) -> Value:
        if id_ not in self.values:
            raise ScenarioError(
                Remark("assumptions.yaml has no '{id}', which the model reads; put its row back", id=id_)
            )
        return self.values[id_]

    def changed(self) -> Mapping[str, Value]:
        """The values that differ from the preset, by assumption id."""
        return self._changed

    @cached_property
    def _changed(self) -> Mapping[str, Value]:
        start = Scenario.preset(self.base, self.dataset).values
        return MappingProxyType({id_: value for id_, value in self.values.items() if value != start[id_]})

    def moved(self) -> Mapping[str, Value]:
        """The values that differ from the preset and can change a figure or its unit: the language is none of them."""
        return {id_: value for id_, value in self.changed().items() if id_ != "lang"}

    def to_query(self) -> dict[str, str]:
        """The address of this scenario: the preset and what differs from it; `from_query` reads it back.

        Own figures are in no address; one made while they count says so, and which they were, under `own`.
        """
        own = {OWN: self.dataset.edition.rpartition("-")[2]} if self.dataset.own else {}
        return {"scenario": self.base} | {id_: _spelled(value) for id_, value in self.changed().items()} | own

    @cached_property
    def key(self) -> str:
        """Short hash of the values and of the data edition, the same on every machine; language does not count."""
        values = {id_: value for id_, value in self.values.items() if id_ != "lang"}
        text = json.dumps([values, self.dataset.edition], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:10]


def renamed(id_: str, value: str) -> tuple[str, str]:
    """An assumption and its value as they are called today, of an address that may be old."""
    now, values = RENAMED.get(id_, (id_, {}))
    return now, values.get(value, value)


def outdated(query: Mapping[str, str]) -> tuple[Remark, ...]:
    """What an old address calls otherwise than is usual now, and how it was read."""
    moved = {f"{id_}={value}": "=".join(renamed(id_, value)) for id_, value in query.items()}
    return tuple(
        Remark("{old} is called {new} now and was read so", old=old, new=new)
        for old, new in moved.items()
        if old != new
    )


def _spelled(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        short = f"{value:.12g}"
        return short if float(short) == value else repr(value)
    return value
