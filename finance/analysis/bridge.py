"""What moved the headline between two scenarios, assumption by assumption, whatever the order they are changed in.

Each changed assumption gets its Shapley value (`shapley`): what it adds to the figure, averaged over every order in
which the assumptions could be changed one after the other. So no bar depends on an order, an assumption that changes
nothing gets zero, and the bars add up to the difference.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from finance.analysis import shapley
from finance.analysis.identities import TOLERANCE, Identity
from finance.analysis.shapley import Floats
from finance.data.dataset import Dataset
from finance.data.values import Value
from finance.model import gap
from finance.model.gap import AMOUNTS, Result
from finance.scenario import Scenario

EXACT = 8
"""Up to this many changed assumptions that act every combination is solved; above it, orders are sampled."""

_SHOWN = ("currency", "lang")  # how figures are shown; no figure rests on them


@dataclass(frozen=True)
class Bridge:
    """From the headline of `start` to that of `end`.

    `table` has one row a changed assumption, in the order of assumptions.yaml: assumption, before, after, the change
    of each of AMOUNTS [USD bn], and `error`, the standard error of the change of the gap [USD bn], which is 0 where
    every combination was solved. `orders` is how many orders were sampled; 0 where none was.
    """

    start: Result
    end: Result
    table: pd.DataFrame
    orders: int

    @property
    def exact(self) -> bool:
        return self.orders == 0


def bridge(dataset: Dataset, start: Scenario, end: Scenario) -> pd.DataFrame:
    """One row a changed assumption: `Bridge.table` of `between`; empty where the two scenarios are alike."""
    return between(dataset, start, end).table


def between(dataset: Dataset, start: Scenario, end: Scenario) -> Bridge:
    """The bridge between two scenarios over one dataset; two assessments are two values of `assessment`.

    Exact for up to `EXACT` changed assumptions that the headline rests on; above, the average over sampled orders
    and their reverses with a fixed seed, whose bars still add up to the difference. Raises what `gap.solve` raises
    for a mix of the two.
    """
    changed = tuple(id_ for id_ in dataset.assumptions if id_ not in _SHOWN and start.values[id_] != end.values[id_])
    mixes = _Mixes(dataset, start, end, changed)
    acting = _acting(mixes)
    changes, errors = np.zeros((len(changed), len(AMOUNTS))), np.zeros(len(changed))
    if len(acting) <= EXACT:
        changes[[changed.index(id_) for id_ in acting]] = shapley.exact(acting, mixes.headline)
    else:
        changes, spread = shapley.sampled(changed, mixes.headline)
        errors = spread[:, AMOUNTS.index("gap")]
    table = pd.DataFrame(
        {
            "assumption": pd.Series(changed, dtype=str),
            "before": pd.Series([start.values[id_] for id_ in changed], dtype=object),
            "after": pd.Series([end.values[id_] for id_ in changed], dtype=object),
            **dict(zip(AMOUNTS, changes.T, strict=True)),
            "error": errors,
        }
    )
    orders = 0 if len(acting) <= EXACT else 2 * shapley.PAIRS
    return Bridge(mixes.result(start), mixes.result(end), table, orders)


def adds_up(result: Result) -> Identity:
    """The identity of the bridge from the scenario's preset to the scenario: gap before + bars = gap after."""
    found = between(result.dataset, Scenario.preset(result.scenario.base, result.dataset), result.scenario)
    left, right = found.start.gap + float(found.table["gap"].sum()), result.gap
    return Identity("bridge_adds_up", left, right, abs(left - right) <= TOLERANCE * max(1.0, abs(left), abs(right)))


class _Noted(Mapping[str, Value]):
    """Values of a scenario that keep a note of which of them were read."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = values
        self.read: set[str] = set()

    def __getitem__(self, id_: str) -> Value:
        self.read.add(id_)
        return self._values[id_]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


@dataclass
class _Mixes:
    """Headlines [USD bn, AMOUNTS] of the start with some changed assumptions at their end values.

    A headline is a function of the values that its computation read. So a mix that differs from a solved one only
    in what was not read there has the same headline, and is not solved again.
    """

    dataset: Dataset
    start: Scenario
    end: Scenario
    changed: tuple[str, ...]
    solved: dict[frozenset[str], dict[frozenset[str], Floats]] = field(default_factory=dict)
    """By what was read of the changed assumptions, and then by which of that was moved."""
    ends: dict[bool, Result] = field(default_factory=dict)
    """The results of all moved and of none, where they had to be solved."""

    @property
    def read(self) -> frozenset[str]:
        return frozenset().union(*self.solved)

    def headline(self, moved: frozenset[str]) -> Floats:
        for read, by_moved in self.solved.items():
            if (found := by_moved.get(moved & read)) is not None:
                return found
        values = _Noted({**self.start.values, **{id_: self.end.values[id_] for id_ in moved}})
        result = gap.solve(self.dataset, Scenario(self.start.base, values, self.dataset))
        found = np.array([getattr(result, name) for name in AMOUNTS])
        read = frozenset(values.read) & frozenset(self.changed)
        self.solved.setdefault(read, {})[moved & read] = found
        if len(moved) in (0, len(self.changed)):
            self.ends[bool(moved)] = result
        return found

    def result(self, end: Scenario) -> Result:
        """The result of one of the two scenarios; not solved again where a mix was that scenario."""
        found = self.ends.get(end is self.end)
        return replace(found, scenario=end) if found else gap.solve(self.dataset, end)


def _acting(mixes: _Mixes) -> tuple[str, ...]:
    """The changed assumptions that any mix reads, or more than EXACT of them.

    Once every mix of a set reads nothing outside it, no mix of all does: what it reads first outside would be read
    by its part inside the set too.
    """
    acting: tuple[str, ...] = ()
    while True:
        for moved in shapley.subsets(acting):
            mixes.headline(moved)
        found = tuple(id_ for id_ in mixes.changed if id_ in mixes.read)
        if found == acting or len(found) > EXACT:
            return found
        acting = found
