"""What each assumption does to the answer: step by step, over its likely range, and as a share of the variance.

References
----------
Sobol' (2001), Global sensitivity indices for nonlinear mathematical models and their Monte Carlo estimates. Saltelli et
al. (2010), Variance based sensitivity analysis of model output. Jansen (1999), Analysis of variance designs for model
output.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import sobol_indices

from finance.analysis import uncertainty
from finance.analysis.distributions import Marginal
from finance.data.dataset import Dataset
from finance.data.records import Assumption
from finance.data.values import Value
from finance.model import gap, many
from finance.model.gap import HEADLINE
from finance.model.many import Many
from finance.scenario import Scenario

Floats = NDArray[np.float64]


_CHOSEN = (
    *("assessment", "territory", "occupied_payer", "spread_not_itemised", "estimate", "standing"),
    *("ledger", "firmness", "amount_left", "undated", "rule", "prices"),
)
"""The choices and switches that the headline rests on; the others act on time or display alone."""

TAILS = (0.1, 0.9)
"""The quantiles between which the tornado moves each number."""

_SAMPLES = 1024  # of the indices: the model is evaluated this many times for each number, and twice more
_NO_SPREAD = 1e-9  # of the largest amount: an output that spreads less does not vary
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
    moves = {id_: positions(dataset.assumptions[id_], scenario.number(id_)) for id_ in acting(dataset, scenario)}
    moved = [(id_, value) for id_, values in moves.items() for value in values.tolist()]
    chosen = [(id_, value) for id_ in _CHOSEN for value in _values(dataset, id_)]
    own = many.solve(dataset, scenario, {})
    answers = [many.solve(dataset, scenario, _end_to_end(scenario, moves))]
    for id_, value in chosen:
        same = scenario.values[id_] == value
        answers.append(own if same else many.solve(dataset, scenario.with_(**{id_: value}), {}))
    return _table([*moved, *chosen], answers)


def tornado(dataset: Dataset, scenario: Scenario) -> pd.DataFrame:
    """How far the gap swings while one number moves from its P10 to its P90 and the others stay at the scenario's.

    assumption; low, high: its value at P10 and P90, by its range and shape (`Marginal`), in its own unit; gap_low,
    gap_high: the gap there; swing: how far apart they are [USD bn]. Largest swing first. The scenario's own value may
    lie outside P10 to P90. Interactions are ignored: two numbers that move together may swing the gap by more or
    less than both swings added.
    Raises what `gap.solve` raises.
    """
    marginals = uncertainty.varying(gap.solve(dataset, scenario))
    ends = {id_: marginal.ppf(np.array(TAILS)) for id_, marginal in marginals.items()}
    rows = np.array(list(ends.values())).reshape(-1, len(TAILS))
    gaps = many.solve(dataset, scenario, _end_to_end(scenario, ends)).gap if ends else np.zeros(0)
    low, high = gaps.reshape(-1, len(TAILS)).T
    table = pd.DataFrame({"assumption": list(ends), "low": rows[:, 0], "high": rows[:, 1]})
    table = table.assign(gap_low=low, gap_high=high, swing=np.abs(high - low))
    return table.sort_values("swing", ascending=False, kind="stable", ignore_index=True)


def sobol(dataset: Dataset, scenario: Scenario) -> pd.DataFrame:
    """Which numbers the spread of the balance and of the gap comes from: Sobol' indices.

    assumption; balance_first, balance_total, gap_first, gap_total [fraction of the variance], for the signed balance
    need − available and for the gap. First order is what the number explains alone, total what it explains alone and
    together with others. Estimates from 1024 × (numbers + 2) variants that start from the scenario's seed: small
    negative values are noise. NaN where the output does not vary. The numbers are drawn apart from each other,
    because the indices of numbers that move together do not add up; correlations.yaml is not used.
    Raises what `gap.solve` raises.
    """
    marginals = uncertainty.varying(gap.solve(dataset, scenario))

    def outputs(values: Floats) -> Floats:
        found = many.solve(dataset, scenario, dict(zip(marginals, values, strict=True)))
        return np.array([found.balance, found.gap])

    first, total = indices(outputs, list(marginals.values()), round(scenario.number("seed")))
    columns = [f"{output}_{order}" for output in ("balance", "gap") for order in ("first", "total")]
    values = [first[0], total[0], first[1], total[1]]
    return pd.DataFrame({"assumption": list(marginals), **dict(zip(columns, values, strict=True))})


def indices(
    outputs: Callable[[Floats], Floats], marginals: Sequence[Marginal], seed: int, samples: int = _SAMPLES
) -> tuple[Floats, Floats]:
    """First-order and total indices [O, D] of O outputs [O, N] of D independent numbers [D, N].

    First order by Saltelli et al. (2010), total by Jansen (1999), on Sobol' points; NaN for an output that does not
    vary. `samples` is a power of two.
    """
    if not marginals:
        return np.zeros((2, 0)), np.zeros((2, 0))
    seen: list[Floats] = []

    def watched(values: Floats) -> Floats:
        seen.append(np.atleast_2d(outputs(values)))
        return seen[-1]

    with np.errstate(divide="ignore", invalid="ignore"):
        found = sobol_indices(func=watched, n=samples, dists=list(marginals), rng=seed)
    every = np.concatenate(seen, axis=1)
    varies = np.ptp(every, axis=1) > _NO_SPREAD * np.abs(every).max(initial=0.0)
    shares = (order.reshape(len(every), -1) for order in (found.first_order, found.total_order))
    first, total = (np.where(varies[:, np.newaxis], share, np.nan) for share in shares)
    return first, total


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


def _end_to_end(scenario: Scenario, moves: Mapping[str, Floats]) -> dict[str, Floats]:
    """Values of every number [N] while one slider after the other goes through its steps, the others held."""
    owner = np.repeat(np.arange(len(moves)), [len(values) for values in moves.values()])
    varied = {id_: np.full(len(owner), scenario.number(id_)) for id_ in moves}
    for index, (id_, values) in enumerate(moves.items()):
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
