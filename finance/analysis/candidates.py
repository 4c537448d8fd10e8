"""What could close a result's gap: the residual sources under debt room, and what one more billion would do."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from finance.analysis import closing
from finance.errors import TermsError
from finance.model import allocation, debt, timeline, years
from finance.model.gap import Result
from finance.model.terms import term
from finance.scenario import Scenario

ANY = "any"
"""The sector of a billion that may pay for every sector."""

BORROWED = ("assumptions.real_interest", "macro.debt")
"""Figures that `borrowed` rests on beyond those of `closed`."""


@dataclass(frozen=True)
class Closed:
    """The candidates in the order of residual_sources.yaml [N] and what each pays [USD bn].

    `lent` is the answer while nobody minds the debt and only lenders and markets are asked; `within` is the
    answer of all candidates within the debt room, `headroom` [USD bn of GDP in the target's year].
    """

    sources: tuple[str, ...]
    caps: NDArray[np.float64]
    lent: NDArray[np.float64]
    unlent: float
    within: NDArray[np.float64]
    unfinanced: float
    headroom: float
    year: int
    figures: tuple[str, ...]

    @property
    def table(self) -> pd.DataFrame:
        """source, cap, lent, within [USD bn]: one row a candidate."""
        return pd.DataFrame({"source": self.sources, "cap": self.caps, "lent": self.lent, "within": self.within})


def closed(result: Result) -> Closed:
    """The gap put before the candidates, cheapest first (`closing.stack`).

    Raises TermsError where macro.yaml has no debt path for the year of the target.
    """
    rows, number = result.dataset.residual_sources, result.scenario.number
    caps = np.array([number(row.cap) for row in rows.values()])
    costs = np.array([row.cost.value for row in rows.values()])
    shares = np.array([row.adds_debt.value for row in rows.values()])
    room, year, used = headroom(result.scenario)
    lent, unlent = closing.stack(result.gap, np.where(shares > 0, caps, 0.0), costs, shares, result.gap)
    within, unfinanced = closing.stack(result.gap, caps, costs, shares, room)
    stems = [f"residual_sources.{id_}.{name}" for id_ in rows for name in ("cost", "adds_debt")]
    figures = (*(f"assumptions.{row.cap}" for row in rows.values()), *stems, *used)
    return Closed(tuple(rows), caps, lent, unlent, within, unfinanced, room, year, figures)


def headroom(scenario: Scenario) -> tuple[float, int, tuple[str, ...]]:
    """Debt room [USD bn] in the year of the latest debt target, that year, and the figures used.

    (target − printed path) × GDP of the year; below zero where the path is above the target.
    """
    macro = scenario.dataset.macro
    year = max((target.year for target in macro.debt_targets), default=0)
    printed = [index for index, row in enumerate(macro.debt) if row.year == year]
    if not printed:
        raise TermsError(f"macro.yaml has no debt for {year or 'any target'}; add the year to `debt`")
    gdp, used = years.gdp_of(scenario, year)
    path = macro.debt[printed[0]].value
    room = float(debt.headroom(path, scenario.number("debt_target"), gdp))
    return room, year, ("assumptions.debt_target", f"macro.debt.{printed[0]}", used, "assumptions.gdp_growth")


def borrowed(result: Result) -> pd.DataFrame:
    """year, printed, with_gap [share of GDP]: the printed debt path, and with the whole gap borrowed on top.

    The gap is borrowed in equal parts over the horizon at `real_interest`, in constant prices, and nothing of it
    is repaid within the horizon. Between two printed years the path is a straight line.
    """
    macro, scenario = result.dataset.macro, result.scenario
    first, last = result.years.first, result.years.last
    known = {row.year: row.value for row in sorted(macro.debt, key=lambda row: row.year)}
    calendar = np.arange(first, min(last, max(known)) + 1)
    growth = scenario.number("gdp_growth")
    output = timeline.gdp(years.gdp_of(scenario, first)[0], growth, last - first + 1)[: len(calendar)]
    added = debt.path(0.0, scenario.number("real_interest"), growth, 0.0, result.gap / (last - first + 1) / output)
    path = np.interp(calendar, list(known), list(known.values()))
    return pd.DataFrame({"year": calendar, "printed": path, "with_gap": path + added})


def one_more_billion(result: Result) -> pd.DataFrame:
    """sector, closes [USD bn]: by how much one more billion lowers the gap, untied (`ANY`) or tied to one sector."""
    money, reach = result.purse_money, result.purses.reach
    needs, available, rule = result.needs.payable, np.append(money, 1.0), result.scenario.choice("rule")
    before = float(allocation.allocate(needs, money, reach, rule).sum())  # by hard earmarks, as with the billion
    rows = []
    for index, sector in enumerate((ANY, *result.needs.sectors)):
        tied = np.ones((1, len(needs)), dtype=bool) if index == 0 else np.eye(len(needs), dtype=bool)[[index - 1]]
        funded = allocation.allocate(needs, available, np.concatenate([reach, tied]), rule).sum()
        rows.append({"sector": sector, "closes": max(0.0, float(funded) - before)})
    return pd.DataFrame(rows)


def private_by_security_year(result: Result) -> pd.DataFrame:
    """security_year, comes [USD bn]: private capital that comes within the programme, for each year of security.

    From the first year of the programme to the year after its last, in which none comes any more.
    """
    safe, pull = range(result.years.first, result.years.last + 2), result.years.programme.pull
    comes = [float(pull.capital(term(year)).comes.value.sum()) for year in safe]
    return pd.DataFrame({"security_year": list(safe), "comes": comes})


def jointly_short(result: Result) -> tuple[float, tuple[str, ...]]:
    """The smallest gap that any rule could leave [USD bn], and the sectors that are jointly short of it.

    Need that no listed money may pay for (`Needs.unpayable`) is not in it.
    """
    money = result.purse_money
    smallest, binding = allocation.minimum_gap(result.needs.payable, money, result.purses.reach)
    return smallest, tuple(result.needs.sectors[index] for index in binding)
