"""The years of a result: need, money and capacity of the scenario's programme, put through `timeline`."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from finance import timeline
from finance.errors import TimelineError
from finance.funding import Funding
from finance.needs import Needs
from finance.scenario import Scenario
from finance.timeline import Yearly

_NUMBERS = (
    *("start_year", "horizon", "absorption_cap", "absorption_ramp", "gdp_growth"),
    *("cost_escalation", "delay_escalation", "carry_over"),
)


@dataclass(frozen=True)
class Years:
    """What happens in each year [USD bn, T], what can be absorbed [USD bn, T], and money paid after the last.

    `figures` are the ids of the figures used beyond those of the headline.
    """

    first: int
    flows: Yearly
    capacity: NDArray[np.float64]
    beyond: float
    figures: tuple[str, ...]

    @property
    def last(self) -> int:
        return self.first + len(self.capacity) - 1

    @cached_property
    def table(self) -> pd.DataFrame:
        """year, capacity and the columns of `timeline.run` [USD bn; binding is a word]: one row a year."""
        calendar = np.arange(self.first, self.last + 1)
        columns = {name: getattr(self.flows, name) for name in timeline.COLUMNS}
        return pd.DataFrame({"year": calendar, **columns, "capacity": self.capacity})


def of(scenario: Scenario, wanted: Needs, money: Funding, funded: NDArray[np.float64]) -> Years:
    """The programme year by year; `funded` [USD bn, S] is what each line pays for in the headline.

    Need falls due by each sector's own profile where it has one, else by the scenario's, and is dearer by
    `cost_escalation` each year after the first. Each line pays evenly over its window; what a window puts after
    the horizon is `beyond` and stays unmet. Where nothing escalates and capacity never binds, need executed is
    the headline's funded money less `beyond`.
    Raises TimelineError where no GDP is known up to the first year.
    """
    first, count = round(scenario.number("start_year")), round(scenario.number("horizon"))
    dearer = (1 + scenario.number("cost_escalation")) ** np.arange(count)
    need = _due(scenario, wanted, count) * dearer
    book = scenario.dataset.ledgers[scenario.choice("ledger")].commitments
    windows = [book[line.commitment].window for line in money.lines]
    opens, closes = [window.start for window in windows], [window.end for window in windows]
    paid = timeline.spread(funded, opens, closes, (first, first + count - 1))
    finance, beyond = paid.by_year.sum(axis=0), float(paid.beyond.sum())
    if scenario.switch("unlimited_money"):
        most = (1 + scenario.number("delay_escalation")) ** count * need.sum()
        finance, beyond = np.full(count, most), 0.0
    start, used = gdp_of(scenario, first)
    output = timeline.gdp(start, scenario.number("gdp_growth"), count)
    room = timeline.capacity(output, scenario.number("absorption_cap"), scenario.number("absorption_ramp"))
    flows = timeline.yearly(need, room, finance, scenario.number("delay_escalation"), scenario.number("carry_over"))
    return Years(first, flows, room, beyond, (*(f"assumptions.{id_}" for id_ in _NUMBERS), used))


def _due(scenario: Scenario, wanted: Needs, count: int) -> NDArray[np.float64]:
    """Need of each year [USD bn, T] before anything escalates."""
    sectors, usual = scenario.dataset.sectors, scenario.choice("profile")
    kinds = np.array([sectors[id_].profile or usual for id_ in wanted.sectors])
    shapes = np.array([timeline.profile(kind, count) for kind in np.unique(kinds)])
    totals = np.array([wanted.amounts[kinds == kind].sum() for kind in np.unique(kinds)])
    due: NDArray[np.float64] = totals @ shapes
    return due


def gdp_of(scenario: Scenario, year: int) -> tuple[float, str]:
    """GDP of a year [USD bn]: as printed, or the last printed before it grown at `gdp_growth`; and the figure used.

    Raises TimelineError where none is printed up to the year.
    """
    printed_by_year = scenario.dataset.macro.gdp
    known = [(row.year, index) for index, row in enumerate(printed_by_year) if row.year <= year]
    if not known:
        raise TimelineError(f"macro.yaml has no GDP up to {year}; add the year to `gdp`, or start the programme later")
    printed, index = max(known)
    grown = printed_by_year[index].value * (1 + scenario.number("gdp_growth")) ** (year - printed)
    return grown, f"macro.gdp.{index}"
