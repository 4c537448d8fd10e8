"""The years of a result: need, money and capacity of the scenario's programme, put through `timeline`."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from finance.errors import TimelineError
from finance.model import private, timeline
from finance.model.funding import Funding
from finance.model.needs import Needs
from finance.model.timeline import Spread, Yearly
from finance.scenario import Scenario

Floats = NDArray[np.float64]

_NUMBERS = (
    *("start_year", "horizon", "absorption_cap", "absorption_ramp", "gdp_growth"),
    *("cost_escalation", "delay_escalation", "carry_over"),
)
BEFORE = "macro.public_investment"
"""The figure of what was absorbed before the programme [share of GDP], from which capacity rises."""


@dataclass(frozen=True)
class Years:
    """What happens in each year [USD bn] and what can be absorbed [USD bn], both [2, T]; money paid after the last.

    The first run is promised money and public capacity, the second private money and private capacity; neither
    spends the other's. `drawing` [USD bn, T] is the public money that draws private money in. `figures` are the ids
    of the figures used beyond those of the headline.
    """

    first: int
    flows: Yearly
    capacity: Floats
    drawing: Floats
    beyond: float
    figures: tuple[str, ...]

    @property
    def last(self) -> int:
        return self.first + len(self.capacity[0]) - 1

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row a year [USD bn; binding is a word].

        year; the columns of `timeline.run`, of both runs together; capacity, the public one; and of the private run
        alone private (executed), private_money (at hand) and private_capacity.
        """
        added = {name: getattr(self.flows, name).sum(axis=0) for name in timeline.COLUMNS if name != "binding"}
        held = timeline.binding(added["due"], added["financing_gap"], added["absorption_gap"])
        columns = {name: held if name == "binding" else added[name] for name in timeline.COLUMNS}
        alone = {"private": self.flows.executed[1], "private_money": self.flows.money[1]}
        capacity = {"capacity": self.capacity[0], **alone, "private_capacity": self.capacity[1]}
        return pd.DataFrame({"year": np.arange(self.first, self.last + 1), **columns, **capacity})


def of(scenario: Scenario, wanted: Needs, money: Funding, flows: Floats) -> Years:
    """The programme year by year; `flows` [USD bn, S, K] is what each line pays for in the headline.

    Need falls due by each sector's own profile where it has one, else by the scenario's, and is dearer by
    `cost_escalation` each year after the first. Each line pays evenly over its window; what a window puts after
    the horizon is `beyond` and stays unmet. Private capital (`private.capital`) takes over as large a share of every
    year's need as it is of the whole, so the part that it takes waits for it.

    Where nothing escalates, capacity never binds and no private capital comes, need executed is the headline's
    funded money less `beyond`. Raises TimelineError where no GDP is known up to the first year.
    """
    number = scenario.number
    first, count = round(number("start_year")), round(number("horizon"))
    need = _due(scenario, wanted, count) * (1 + number("cost_escalation")) ** np.arange(count)
    weights = _paid(scenario, money, first, count)
    funded = flows.sum(axis=1)
    drawing = private.public_money(scenario, wanted, money, flows, weights.by_year)
    finance = np.array([funded @ weights.by_year, private.capital(scenario, wanted, flows, drawing)])
    beyond = float(funded @ weights.beyond)
    if scenario.switch("unlimited_money"):
        most = (1 + number("delay_escalation")) ** count * need.sum()
        finance, beyond = np.array([np.full(count, most), np.zeros(count)]), 0.0
    total = wanted.amounts.sum()
    taken = finance[1].sum() / total if total > 0 else 0.0
    start, used = gdp_of(scenario, first)
    output = timeline.gdp(start, number("gdp_growth"), count)
    usual = scenario.dataset.macro.public_investment.value
    public_room = timeline.capacity(output, number("absorption_cap"), number("absorption_ramp"), usual)
    room = np.array([public_room, output * number("private_absorption")])
    shared = np.array([1 - taken, taken])[:, np.newaxis] * need
    run = timeline.yearly(shared, room, finance, number("delay_escalation"), number("carry_over"))
    names = (*_NUMBERS, *(private.NUMBERS if drawing.any() else ()))
    return Years(first, run, room, drawing, beyond, (*(f"assumptions.{id_}" for id_ in names), used, BEFORE))


def _paid(scenario: Scenario, money: Funding, first: int, count: int) -> Spread:
    """Share of each line that is paid in each year [S, T], and after the horizon [S]."""
    book = scenario.dataset.ledgers[scenario.choice("ledger")].commitments
    windows = [book[line.commitment].window for line in money.lines]
    opens, closes = [window.start for window in windows], [window.end for window in windows]
    return timeline.spread(np.ones(len(windows)), opens, closes, (first, first + count - 1))


def _due(scenario: Scenario, wanted: Needs, count: int) -> Floats:
    """Need of each year [USD bn, T] before anything escalates."""
    sectors, usual = scenario.dataset.sectors, scenario.choice("profile")
    kinds = np.array([sectors[id_].profile or usual for id_ in wanted.sectors])
    shapes = np.array([timeline.profile(kind, count) for kind in np.unique(kinds)])
    totals = np.array([wanted.amounts[kinds == kind].sum() for kind in np.unique(kinds)])
    due: Floats = totals @ shapes
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
