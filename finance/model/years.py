"""The years of a result: need, money and capacity of the scenario's programme, year by year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from finance.data.records import Commitment
from finance.errors import TimelineError
from finance.messages import Phrase
from finance.model import private, terms, timeline
from finance.model.funding import Funding
from finance.model.given import Given, stored
from finance.model.needs import Needs
from finance.model.private import Drawn, Pull
from finance.model.terms import (
    FRACTION,
    USD,
    Axis,
    Condition,
    Floats,
    Numbers,
    Operand,
    Term,
    at,
    constants,
    fact,
    left_of,
    one_of,
    rows,
    share_of,
    total,
    when,
)
from finance.model.timeline.capacity import absorbed
from finance.model.timeline.recursion import year as year_of
from finance.model.timeline.windows import Window
from finance.scenario import Scenario

_NUMBERS = (
    *("start_year", "horizon", "absorption_cap", "absorption_ramp", "gdp_growth"),
    *("cost_escalation", "delay_escalation", "carry_over"),
)
BEFORE = "macro.public_investment"
"""The figure of what was absorbed before the programme [share of GDP], from which capacity rises."""

COLUMNS = tuple(name for name in timeline.COLUMNS if name != "binding")
"""The amounts of a year."""
RUNS = ("promised", "private")
"""The two runs, of which neither spends the other's: promised money under public capacity, and private money."""
_NAMES: Mapping[str, Phrase] = {
    "need": Phrase("new need of {year}"),
    "escalated": Phrase("what delay adds in {year}"),
    "due": Phrase("due in {year}"),
    "money": Phrase("money at hand in {year}"),
    "capacity": Phrase("capacity of {year}"),
    "payable": Phrase("due in {year} and paid for"),
    "executed": Phrase("executed in {year}"),
    "financing_gap": Phrase("financing gap of {year}"),
    "absorption_gap": Phrase("absorption gap of {year}"),
    "carried": Phrase("unmet at the end of {year}"),
    "unspent": Phrase("money not spent in {year}"),
    "stock": Phrase("money kept at the end of {year}"),
    "lapsed": Phrase("money that lapses in {year}"),
    "lapsing": Phrase("share of unspent money that lapses"),
}


# ---------------------------------------------------------------- the formulas


@dataclass(frozen=True)
class Programme:
    """What the years start from, as terms; amounts in USD bn.

    The years [T] with how many are gone at each, and their count; the need in all and what of it falls due in each; the
    money of each line [S] and the years in which it is paid; without limit, if the condition holds; GDP as printed,
    how many years before the first, and the share of it that was absorbed before; and what private money rests on.
    """

    numbers: Numbers
    years: Axis
    gone: Term
    count: Operand
    need: Term
    falling: Term
    used: Term
    window: Window
    unlimited: Condition
    printed_gdp: Term
    printed_before: Operand
    absorbed_before: Term
    pull: Pull

    @cached_property
    def new_need(self) -> Term:
        """Need of each year, dearer by the years gone [T]."""
        return self._grown(self.falling, "cost_escalation", self.gone).called(_NAMES["need"])

    def _grown(self, amount: Term, rate: str, years: Operand) -> Term:
        """amount × (1 + rate) ^ years."""
        return amount * (1.0 + self.numbers.number(rate)) ** years

    @cached_property
    def paid(self) -> Term:
        """Share of each line that is paid in each year [S, T]."""
        return self.window.in_year.as_fact(Phrase("part of “{line}” paid in {year}"))

    @cached_property
    def beyond(self) -> Term:
        """Money that is paid after the last year."""
        return when(self.unlimited, 0.0, total(self.used * self.window.after, self.used.axes[0]))

    @cached_property
    def most_money(self) -> Term:
        """Money of a year without limit: more than is ever due."""
        every = total(self.new_need, self.years).called(Phrase("need of all years"))
        return self._grown(every, "delay_escalation", self.count)

    @cached_property
    def new_money(self) -> Term:
        """Promised money of each year [T]."""
        each = (self.used * self.paid).called(Phrase("“{line}” in {year}"))
        money = total(each, self.used.axes[0]).called(Phrase("new money of {year}"))
        without = rows([self.most_money] * len(self.years), self.years).called(Phrase("money without limit in {year}"))
        return when(self.unlimited, without, money)

    @cached_property
    def output(self) -> Term:
        """GDP of each year [T]."""
        return self._grown(self.printed_gdp, "gdp_growth", self.gone + self.printed_before).called(
            Phrase("GDP of {year}")
        )

    @cached_property
    def absorbed(self) -> Term:
        """Share of GDP that can be absorbed of promised money in each year [T]."""
        numbers = self.numbers.number
        return absorbed(self.gone, numbers("absorption_cap"), numbers("absorption_ramp"), self.absorbed_before)

    @cached_property
    def capacity(self) -> Term:
        """What can be absorbed of promised money [T]."""
        return (self.output * self.absorbed).called(Phrase("capacity of {year}"))

    @cached_property
    def private_capacity(self) -> Term:
        """What private builders can absorb: a share of the year's GDP [T]."""
        return (self.output * self.numbers.number("private_absorption")).called(Phrase("private capacity of {year}"))

    @cached_property
    def private(self) -> Drawn:
        """Private money [T]; none, where money has no limit."""
        drawn = self.pull.capital()
        return replace(drawn, comes=when(self.unlimited, 0.0, drawn.comes))

    @cached_property
    def shares(self) -> tuple[Term, Term]:
        """Shares of every year's need that are left to promised money, and that private money takes over."""
        comes = self.private.comes
        every = total(comes, self.years) if comes.axes else comes
        taken = share_of(every, self.need).called(Phrase("share of the need that private money takes over"), FRACTION)
        return (1.0 - taken).called(Phrase("share of the need left to promised money"), FRACTION), taken


@dataclass(frozen=True)
class Runs:
    """A programme run year by year: its promised money alone, or beside it its private money where any comes."""

    programme: Programme

    @cached_property
    def cells(self) -> tuple[dict[str, Term], ...]:
        """The columns of each year, over an axis of the two runs where there are two."""
        found, comes = self.programme, self.programme.private.comes
        if not comes.axes or not comes.value.any():
            return self._years(found.new_need, found.new_money, found.capacity)
        runs, both = Axis("run", RUNS), np.arange(2)
        return self._years(
            found.new_need * rows(found.shares, runs),
            one_of([found.new_money, comes], both, runs),
            one_of([found.capacity, found.private_capacity], both, runs),
        )

    def _years(self, need: Term, money: Term, room: Term) -> tuple[dict[str, Term], ...]:
        numbers, years = self.programme.numbers.number, self.programme.years
        rates = numbers("delay_escalation"), numbers("carry_over")
        carried: Operand = 0.0
        stock: Operand = 0.0
        found = []
        for place, year in enumerate(years.labels):

            def named(name: str, amount: Operand, year: str = year) -> Term:
                unit = FRACTION if name == "lapsing" else USD
                return terms.term(amount).called(Phrase(_NAMES[name].message, year=year), unit)

            new, paid, capacity = (at(column, years, place) for column in (need, money, room))
            found.append(year_of((new, paid, capacity), carried, stock, rates, named))
            carried, stock = found[-1]["carried"], found[-1]["stock"]
        return tuple(found)

    def column(self, name: str) -> list[Term]:
        """The amounts of a column by year, of both runs together; capacity is the public one [USD bn]."""
        alone = {"private": "executed", "private_money": "money"}
        if name == "private_capacity":
            years = self.programme.years
            return [at(self.programme.private_capacity, years, place) for place in range(len(years))]
        return [self._of_runs(cells[alone.get(name, name)], name) for cells in self.cells]

    def _of_runs(self, cell: Term, name: str) -> Term:
        alone = name in ("private", "private_money")
        if not cell.axes:
            return terms.term(0.0) if alone else cell
        if alone or name == "capacity":
            return at(cell, cell.axes[0], int(alone))
        assert cell.phrase is not None
        return total(cell, cell.axes[0]).called(cell.phrase)


# ---------------------------------------------------------------- of a scenario


@dataclass(frozen=True)
class Years:
    """What happens in each year of a result.

    The first run is promised money and public capacity, the second private money and private capacity; neither
    spends the other's. `beyond` is money paid after the last year [USD bn]. `figures` are the ids of the figures used
    beyond those of the headline.
    """

    runs: Runs
    reach: Term
    figures: tuple[str, ...]

    @property
    def programme(self) -> Programme:
        return self.runs.programme

    @property
    def first(self) -> int:
        return int(self.programme.years.labels[0])

    @property
    def last(self) -> int:
        return int(self.programme.years.labels[-1])

    @property
    def drawing(self) -> Floats:
        """Promised money that draws private money in [USD bn, T]."""
        amounts: Floats = self.programme.pull.pulling.value
        return amounts

    @property
    def beyond(self) -> float:
        """Money paid after the last year [USD bn]."""
        return float(self.programme.beyond.value)

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row a year [USD bn; binding is a word].

        year; the columns of `timeline.run`, of both runs together; capacity, the public one; and of the private run
        alone private (executed), private_money (at hand) and private_capacity.
        """
        added = {name: self._values(name) for name in COLUMNS}
        held = timeline.binding(added["due"], added["financing_gap"], added["absorption_gap"])
        columns = {name: held if name == "binding" else added[name] for name in timeline.COLUMNS}
        names = ("capacity", "private", "private_money", "private_capacity")
        alone = {name: self._values(name) for name in names}
        return pd.DataFrame({"year": np.arange(self.first, self.last + 1), **columns, **alone})

    def _values(self, column: str) -> Floats:
        return np.array([cell.value for cell in self.runs.column(column)])


def of(given: Given, wanted: Needs, money: Funding, flows: Term) -> Years:
    """The programme year by year; `flows` [USD bn, S, K] is what each line pays for in the headline.

    Need falls due by each sector's own profile where it has one, else by the scenario's, and is dearer by
    `cost_escalation` each year after the first. Each line pays evenly over its window; what a window puts after
    the horizon is `beyond` and stays unmet. Private capital takes over as large a share of every year's need as it is
    of the whole, so the part that it takes waits for it.

    Where nothing escalates, capacity never binds and no private capital comes, need executed is the headline's
    funded money less `beyond`. Raises TimelineError where no GDP is known up to the first year.
    """
    scenario, need, (lines, sectors) = given.scenario, wanted.formulas.need, flows.axes
    first, count = round(scenario.number("start_year")), round(scenario.number("horizon"))
    years = Axis("year", [str(first + place) for place in range(count)])
    calendar = constants(first + np.arange(count), years)
    _, gdp = gdp_of(scenario, first)
    window = _window(list(money.book.lines.values()), lines, calendar)
    each = (need * _shape(given, sectors, years)).called(Phrase("need of {sector} falling due in {year}"))
    reach = private.reach(given, sectors)
    pull = Pull(given, years, calendar, *_private(given, wanted, money, flows, reach, window))
    programme = Programme(
        given,
        years,
        constants(np.arange(count, dtype=np.float64), years),
        float(count),
        total(need, sectors),
        total(each, sectors).called(Phrase("need falling due in {year}, at first prices")),
        total(flows, sectors).called(Phrase("what “{line}” pays")),
        window,
        given.switch("unlimited_money"),
        stored(given.dataset, gdp),
        float(first - given.dataset.macro.gdp[int(gdp.rpartition(".")[2])].year),
        stored(given.dataset, BEFORE),
        pull,
    )
    names = (*_NUMBERS, *(private.NUMBERS if pull.pulling.value.any() else ()))
    return Years(Runs(programme), reach, (*(f"assumptions.{id_}" for id_ in names), gdp, BEFORE))


def _shape(given: Given, sectors: Axis, years: Axis) -> Term:
    """Part of each sector's need that falls due in each year [K, T], by its own profile or the scenario's."""
    usual = given.scenario.choice("profile")
    kinds = [given.dataset.sectors[id_].profile or usual for id_ in sectors.labels]
    distinct, words = list(dict.fromkeys(kinds)), "part of the need that falls due in {year} ({profile})"
    parts = [fact(Phrase(words, profile=kind), timeline.profile(kind, len(years)), (years,), ids=("horizon",))
             for kind in distinct]  # fmt: skip
    return one_of(parts, np.array([distinct.index(kind) for kind in kinds], dtype=np.intp), sectors)


def _window(lines: Sequence[Commitment], axis: Axis, calendar: Term) -> Window:
    opens, closes = (constants([float(getattr(line.window, end)) for line in lines], axis) for end in ("start", "end"))
    return Window(opens, closes, calendar, float(calendar.value[0]), float(calendar.value[-1]))


def _private(
    given: Given, wanted: Needs, money: Funding, flows: Term, reach: Term, window: Window
) -> tuple[Term, Term]:
    """Money that draws private money in, year by year, and the unmet need that this may reach."""
    lines, _ = flows.axes
    drawing = [float(private.draws(given.scenario, line)) for line in money.book.lines.values()]
    paid = window.in_year.as_fact(Phrase("part of “{line}” paid in {year}"))
    unmet = left_of(wanted.formulas.payable, total(flows, lines)).called(Phrase("gap of {sector}"))
    pulling = private.pulling(private.reaching(flows, reach), constants(drawing, lines), paid)
    return pulling, private.reachable(unmet, reach)


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
