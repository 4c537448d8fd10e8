"""What each assumption does to the answer: its response, step by step, the others held."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from finance import gap, many
from finance.dataset import Dataset
from finance.many import Many
from finance.records import Assumption
from finance.scenario import Scenario, Value

Floats = NDArray[np.float64]

HEADLINE = ("need", "available", "funded", "gap", "stranded", "coverage")

_CHOSEN = (
    *("assessment", "territory", "occupied_payer", "spread_not_itemised", "reliability"),
    *("ledger", "firmness", "rule", "prices"),
)
"""The choices and switches that the headline rests on; the others act on time or display alone."""

_DIGITS = 10  # a step such as 0.8 + 0.0016 × 3 is written 0.8048


def response(dataset: Dataset, scenario: Scenario) -> pd.DataFrame:
    """The answer at every step of every slider and at every value of every choice, the others held.

    Columns: `assumption`, `value` (number, text or true/false), need, available, funded, gap, stranded [USD bn],
    coverage [fraction], then one column a sector with its gap [USD bn]; NaN where a step's assessment has no row for
    the sector. A number has a row for each step from its lowest value, for its highest and for the scenario's own.
    Left out are assumptions on which the headline does not rest in this scenario: those of time, closing, terms and
    display, and numbers that act on nothing chosen.
    Raises what `gap.solve` raises.
    """
    steps = {id_: positions(dataset.assumptions[id_], scenario.number(id_)) for id_ in acting(dataset, scenario)}
    moved = [(id_, value) for id_, values in steps.items() for value in values.tolist()]
    chosen = [(id_, value) for id_ in _CHOSEN for value in _values(dataset, id_)]
    answers = [many.solve(dataset, scenario, _end_to_end(scenario, steps))]
    answers += [many.solve(dataset, scenario.with_(**{id_: value}), {}) for id_, value in chosen]
    return _table([*moved, *chosen], answers)


def acting(dataset: Dataset, scenario: Scenario) -> tuple[str, ...]:
    """The numbers that the headline of a scenario rests on, in the order of assumptions.yaml."""
    used = set(gap.solve(dataset, scenario).figures)
    return tuple(id_ for id_ in dataset.assumptions if f"assumptions.{id_}" in used)


def _values(dataset: Dataset, id_: str) -> tuple[Value, ...]:
    return tuple(dataset.choices[id_]) if id_ in dataset.choices else (False, True)


def positions(row: Assumption, current: float) -> Floats:
    """Every position of a slider [N], and the scenario's value, in rising order."""
    assert row.low is not None
    assert row.high is not None
    assert row.step is not None
    count = int((row.high - row.low) / row.step + 1e-9)
    grid = np.round(row.low + row.step * np.arange(count + 1), _DIGITS)
    return np.unique(np.concatenate([grid, [row.high, current]]))


def _end_to_end(scenario: Scenario, steps: Mapping[str, Floats]) -> dict[str, Floats]:
    """Values of every number [N] while one slider after the other goes through its steps, the others held."""
    owner = np.repeat(np.arange(len(steps)), [len(values) for values in steps.values()])
    varied = {id_: np.full(len(owner), scenario.number(id_)) for id_ in steps}
    for index, (id_, values) in enumerate(steps.items()):
        varied[id_][owner == index] = values
    return varied


def _table(rows: Sequence[tuple[str, Value]], answers: Sequence[Many]) -> pd.DataFrame:
    """One row for each (assumption, value), in the order of the answers laid end to end."""
    amounts = {name: np.concatenate([getattr(answer, name) for answer in answers]) for name in HEADLINE}
    sectors = dict.fromkeys(id_ for answer in answers for id_ in answer.sectors)
    gaps = {id_: np.concatenate([_gap_of(answer, id_) for answer in answers]) for id_ in sectors}
    ids, values = zip(*rows, strict=True)
    return pd.DataFrame({"assumption": ids, "value": pd.Series(values, dtype=object), **amounts, **gaps})


def _gap_of(answer: Many, sector: str) -> Floats:
    if sector in answer.sectors:
        return answer.gap_by_sector[:, answer.sectors.index(sector)]
    return np.full(len(answer.need), np.nan)
