"""How sure a result is: many draws of the numbers that it rests on, each within its range.

References
----------
Sobol' (1967), On the distribution of points in a cube. Owen (1998), Scrambling Sobol' and Niederreiter–Xing points.
Rockafellar & Uryasev (2000), Optimization of conditional value-at-risk: the expected shortfall.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import qmc

from finance.analysis import correlation
from finance.analysis.distributions import Marginal
from finance.data.dataset import Dataset
from finance.model import gap, many
from finance.model.gap import HEADLINE, Result
from finance.model.many import Many
from finance.scenario import Scenario

Floats = NDArray[np.float64]

PERCENTILES = (0.1, 0.5, 0.9)
WORST = 0.1
"""The share of draws, those with the largest gaps, whose mean gap is the expected shortfall."""

SETTINGS = ("assumptions.draws", "assumptions.seed")
"""Figures that say how the draws are made."""

MEASURES = (*HEADLINE, "balance")

_NONE = 1e-9  # of the need: a gap below it is rounding


@dataclass(frozen=True)
class Draws:
    """N answers to one scenario with its numbers drawn from their ranges.

    `result` is the scenario's own answer; `asked` the draws asked for, `seed` what they start from; `marginals` the
    numbers that vary, with their ranges, and `values` [N] what was drawn of each; `moved` the most that a correlation
    was moved to make all of them possible together, 0 where none was. Amounts in USD bn.
    """

    result: Result
    asked: int
    seed: int
    marginals: Mapping[str, Marginal]
    values: Mapping[str, Floats]
    answers: Many
    moved: float

    @property
    def count(self) -> int:
        """How many draws there are: a power of two."""
        return len(self.answers.need)

    @cached_property
    def table(self) -> pd.DataFrame:
        """measure, p10, p50, p90, mean [USD bn; coverage a fraction]: one row each of MEASURES."""
        return _percentiles("measure", MEASURES, np.array([getattr(self.answers, name) for name in MEASURES]))

    @cached_property
    def by_sector(self) -> pd.DataFrame:
        """sector, p10, p50, p90, mean of its gap [USD bn], short [share of draws with a gap]: one row a sector."""
        gaps = self.answers.gap_by_sector.T
        short = (gaps > _NONE * self.answers.need).mean(axis=1)
        return _percentiles("sector", self.answers.sectors, gaps).assign(short=short)

    @property
    def short(self) -> float:
        """Share of draws that leave a gap [fraction]: P(gap > 0)."""
        return float((self.answers.gap > _NONE * self.answers.need).mean())

    @property
    def expected_shortfall(self) -> float:
        """Mean gap of the tenth of draws with the largest gaps [USD bn]."""
        worst = max(1, round(WORST * self.count))
        return float(np.sort(self.answers.gap)[-worst:].mean())

    @property
    def figures(self) -> tuple[str, ...]:
        """Ids of all figures that the draws rest on: those of the result, the ranges, correlations and settings."""
        drawn = {f"correlations.{id_}": row.between for id_, row in self.result.dataset.correlations.items()}
        used = [id_ for id_, between in drawn.items() if set(between) <= set(self.marginals)]
        return (*self.result.figures, *used, *SETTINGS)

    def as_dict(self) -> dict[str, Any]:
        """The draws in short, as plain values: what the command line and the HTTP routes answer."""
        point = self.result.as_dict()
        kept = ("scenario", "changed", "key", "edition", "unit", "definition")
        return {
            **{name: point[name] for name in kept},
            "draws": self.count,
            "draws_asked": self.asked,
            "seed": self.seed,
            "correlations_moved": self.moved,
            "gap": self.result.gap,
            "chance_of_a_gap": self.short,
            "expected_shortfall": self.expected_shortfall,
            "measures": gap.records(self.table),
            "by_sector": gap.records(self.by_sector),
            "drawn": [
                {"assumption": id_, "shape": row.shape, "low": row.low, "mode": row.mode, "high": row.high}
                for id_, row in self.marginals.items()
            ],
        }


def draw(
    dataset: Dataset,
    scenario: Scenario,
    draws: int | None = None,
    seed: int | None = None,
    progress: Callable[[float], object] | None = None,
) -> Draws:
    """Draw the numbers that the headline rests on from their ranges, and answer each draw.

    The numbers are those that act on the headline of this scenario and whose `shape` is not fixed; choices and
    switches stay as the scenario has them. Ranges are those of assumptions.yaml, with the most likely value at the
    scenario's own (`Marginal`). Points are scrambled Sobol' points in as many dimensions, coupled by the correlations
    of correlations.yaml; where these are impossible together the nearest possible ones are taken. `draws` and `seed`
    are the scenario's unless given; draws are rounded up to a power of two, for which alone Sobol' points are
    balanced; where nothing varies there is one. The same seed gives the same draws on every machine. `progress` is
    told the share done after each block.
    Raises ScenarioError where draws or seed are outside their ranges, and what `gap.solve` raises.
    """
    chosen = {name: value for name, value in (("draws", draws), ("seed", seed)) if value is not None}
    scenario = scenario.with_(**chosen)
    asked, start = round(scenario.number("draws")), round(scenario.number("seed"))
    result = gap.solve(dataset, scenario)
    marginals = varying(result)
    wanted = correlation.matrix(dataset.correlations.values(), list(marginals))
    possible = correlation.nearest(wanted)
    uniform = correlation.coupled(_points(asked, len(marginals), start), possible)
    values = {id_: row.ppf(uniform[:, index]) for index, (id_, row) in enumerate(marginals.items())}
    answers = many.solve(dataset, scenario, values, progress)
    return Draws(result, asked, start, marginals, values, answers, float(np.abs(possible - wanted).max(initial=0.0)))


def varying(result: Result) -> Mapping[str, Marginal]:
    """The numbers that the headline rests on and that are drawn, with their ranges, in the order of the data."""
    rows, used = result.dataset.assumptions, set(result.figures)
    acting = {id_: row for id_, row in rows.items() if f"assumptions.{id_}" in used}
    found = {id_: Marginal.of(row, result.scenario.number(id_)) for id_, row in acting.items()}
    return {id_: marginal for id_, marginal in found.items() if marginal.varies}


def _points(asked: int, dimensions: int, seed: int) -> Floats:
    """Scrambled Sobol' points [N, D], N the next power of two; none where there is no dimension."""
    if dimensions == 0:
        return np.zeros((0, 0))
    points: Floats = qmc.Sobol(dimensions, scramble=True, rng=seed).random_base2((asked - 1).bit_length())
    return points


def _percentiles(name: str, ids: tuple[str, ...], amounts: Floats) -> pd.DataFrame:
    """One row for each of `ids`, from its N amounts [rows, N]."""
    low, middle, high = np.quantile(amounts, PERCENTILES, axis=1)
    return pd.DataFrame({name: ids, "p10": low, "p50": middle, "p90": high, "mean": amounts.mean(axis=1)})
