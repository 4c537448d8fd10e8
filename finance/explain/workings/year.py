"""Trees of the years: what falls due, the money and the capacity of each year, and what is carried to the next."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from finance.explain.workings import private
from finance.explain.workings.flow import Flows
from finance.explain.workings.need import assumption, figure
from finance.explain.workings.tree import FACTOR, FRACTION, ONE, ZERO, Input, Node, Step, product, rest, total
from finance.model import timeline
from finance.model.gap import Result
from finance.model.years import BEFORE, gdp_of

Year = dict[str, Node]
"""The cells of one year, by the columns of `Result.by_year`."""


@dataclass(frozen=True)
class Programme:
    """The years of a result, from the trees of the sectors' needs [K], of their gaps [K], and of who pays for what."""

    result: Result
    sectors: tuple[Node, ...]
    gaps: tuple[Node, ...]
    flows: Flows

    @cached_property
    def years(self) -> tuple[str, ...]:
        """Calendar years of the programme."""
        first, last = self.result.years.first, self.result.years.last
        return tuple(map(str, range(first, last + 1)))

    @cached_property
    def cells(self) -> dict[str, Year]:
        """The cells of every year: of promised money alone, or of the two runs together where private money comes."""
        if not self._private:
            return self._run("", (ONE, self._finance, self._capacities), {"private": ZERO, "private_money": ZERO})
        taken = Step(("taken",), "quotient", (self._private[-1], total(("need",), self.sectors)), FRACTION)
        left = rest(("not_taken",), taken)
        promised = self._run("promised", (left, self._finance, self._capacities), {})
        money = tuple(private.of_year(self._private, index, year) for index, year in enumerate(self.years))
        alone = self._run("private", (taken, money, self._private_capacities), {})
        return {year: self._together(year, promised[year], alone[year]) for year in self.years}

    def _together(self, year: str, promised: Year, alone: Year) -> Year:
        kept = {"capacity", "private_capacity"}
        columns = [column for column in promised if column not in kept]
        summed: Year = {
            column: total(("by_year", year, column), (promised[column], alone[column])) for column in columns
        }
        named = {"capacity": promised["capacity"], "private_capacity": promised["private_capacity"]}
        return summed | named | {"private": alone["executed"], "private_money": alone["money"]}

    def _run(
        self, run: str, parts: tuple[Node, tuple[Node, ...], tuple[Node, ...]], more: Mapping[str, Node]
    ) -> dict[str, Year]:
        """The formulas of `timeline.yearly` year by year, for a share of the need, its money and its capacity."""
        share, money, room = parts
        found: dict[str, Year] = {}
        before: Year = {}
        for index, year in enumerate(self.years):
            need = product(_name(year, "need", run), (*self._needs[index].parts, share))
            cells = self._year(_Cells(year, run, need, money[index], room[index]), before)
            before = found[year] = cells | {"private_capacity": self._private_capacities[index]} | dict(more)
        return found

    def _year(self, given: "_Cells", before: Year) -> Year:
        scenario, step = self.result.scenario, given.step
        cells: Year = {"need": given.need, "capacity": given.room}
        delay, kept = assumption(scenario, "delay_escalation"), assumption(scenario, "carry_over")
        cells["escalated"] = step("escalated", "product", delay, before["carried"]) if before else ZERO
        waiting = (before["carried"], cells["escalated"]) if before else ()
        cells["due"] = step("due", "sum", cells["need"], *waiting)
        cells["money"] = step("money", "sum", given.money, *([before["stock"]] if before else []))
        met = step("payable", "least", cells["due"], cells["money"])
        cells["executed"] = step("executed", "least", cells["due"], cells["money"], cells["capacity"])
        cells["financing_gap"] = step("financing_gap", "difference", cells["due"], met)
        cells["absorption_gap"] = step("absorption_gap", "difference", met, cells["executed"])
        cells["carried"] = step("carried", "difference", cells["due"], cells["executed"])
        unspent = step("unspent", "difference", cells["money"], cells["executed"])
        cells["stock"] = step("stock", "product", kept, unspent)
        cells["lapsed"] = step("lapsed", "product", rest(("lapsing",), kept), unspent)
        return cells

    @cached_property
    def _needs(self) -> tuple[Step, ...]:
        """New need of each year: each sector's need × its share of the profile, dearer by the years gone by."""
        result, usual = self.result, self.result.scenario.choice("profile")
        found = []
        for index, year in enumerate(self.years):
            parts = []
            for sector, need in zip(result.needs.sectors, self.sectors, strict=True):
                kind = result.dataset.sectors[sector].profile or usual
                share = float(timeline.profile(kind, len(self.years))[index])
                shape = Input(("profile", kind, year), share, FRACTION, ("assumptions.horizon",))
                parts.append(product(("due_in", sector, year), (need, shape)))
            falling = total(("falling_due", year), parts)
            found.append(product(("by_year", year, "need"), (falling, self._grown("cost_escalation", index))))
        return tuple(found)

    def _grown(self, rate: str, years: int) -> Node:
        """(1 + rate) ^ years; the number one where nothing grows."""
        scenario = self.result.scenario
        if years == 0 or scenario.number(rate) == 0.0:
            return ONE
        base = total(("one_and", rate), (ONE, assumption(scenario, rate)), FACTOR)
        return Step(("grown", rate, str(years)), "power", (base, Input(("years", str(years)), years, "years")), FACTOR)

    @cached_property
    def _finance(self) -> tuple[Node, ...]:
        """New promised money of each year: what each line pays × the share of its window; or as much as is wanted."""
        if self.result.scenario.switch("unlimited_money"):
            wanted = total(("need_of_years",), self._needs)
            grown = self._grown("delay_escalation", len(self.years))
            return tuple(product(("unlimited", year), (wanted, grown)) for year in self.years)
        return tuple(self._new_money(index, year) for index, year in enumerate(self.years))

    def _new_money(self, index: int, year: str) -> Node:
        parts = []
        for line, used in self._used.items():
            share = self._windows[line][index]
            if share > 0 and used.value > 0:
                parts.append(product(("paid_in", line, year), (used, _window(line, year, share))))
        return total(("new_money", year), parts)

    @cached_property
    def _used(self) -> Mapping[str, Node]:
        """What each line pays in all."""
        lines = [line.commitment for line in self.result.money.lines]
        return {
            line: total(("by_source", line, "used"), [node for (own, _), node in self.flows.items() if own == line])
            for line in lines
        }

    @cached_property
    def _windows(self) -> Mapping[str, list[float]]:
        """Share of each line that is paid in each year."""
        result = self.result
        book = result.dataset.ledgers[result.scenario.choice("ledger")].commitments
        years = result.years.first, result.years.last
        windows = {line: book[line].window for line in self._used}
        return {
            line: timeline.spread([1.0], [window.start], [window.end], years).by_year[0].tolist()
            for line, window in windows.items()
        }

    @cached_property
    def _private(self) -> tuple[Node, ...]:
        """Private money that has come by the end of each year; empty where none comes at all."""
        if self.result.scenario.switch("unlimited_money") or not self.result.years.drawing.any():
            return ()
        pull = private.Pull(self.result, self.gaps, self.flows)
        shares = {
            line: [_window(line, year, share) for year, share in zip(self.years, self._windows[line], strict=True)]
            for line in self._used
        }
        come = pull.until(self.years, shares)
        return come if come[-1].value > 0 else ()

    @cached_property
    def _outputs(self) -> tuple[Node, ...]:
        """GDP of each year."""
        scenario = self.result.scenario
        first = round(scenario.number("start_year"))
        _, figure_id = gdp_of(scenario, first)
        known = scenario.dataset.macro.gdp[int(figure_id.rpartition(".")[2])].year
        printed = figure(scenario.dataset, figure_id)
        return tuple(
            product(("gdp", year), (printed, self._grown("gdp_growth", first - known + index)))
            for index, year in enumerate(self.years)
        )

    @cached_property
    def _private_capacities(self) -> tuple[Node, ...]:
        """What private builders can absorb: a share of the year's GDP."""
        share = assumption(self.result.scenario, "private_absorption")
        years = zip(self.years, self._outputs, strict=True)
        return tuple(product(("by_year", year, "private_capacity"), (output, share)) for year, output in years)

    @cached_property
    def _capacities(self) -> tuple[Node, ...]:
        """What can be absorbed: the year's GDP × a share that rises in a straight line to the cap."""
        cap = assumption(self.result.scenario, "absorption_cap")
        start = figure(self.result.dataset, BEFORE)
        low = Step(("first_share",), "least", (start, cap), FRACTION)
        found = []
        for index, year in enumerate(self.years):
            share = total(("absorbed_share", year), (low, self._risen(index, year, cap, low)), FRACTION)
            found.append(product(("by_year", year, "capacity"), (self._outputs[index], share)))
        return tuple(found)

    def _risen(self, index: int, year: str, cap: Node, low: Node) -> Node:
        """How far the share has risen above that of the first year."""
        ramp = assumption(self.result.scenario, "absorption_ramp")
        rise = Step(("rise",), "difference", (cap, low), FRACTION)
        if ramp.value <= 0:
            return rise
        gone = Step(("ramped", year), "least", (Input(("years", str(index)), index, "years"), ramp), "years")
        return product(
            ("risen", year), (rise, Step(("ramp_share", year), "quotient", (gone, ramp), FRACTION)), FRACTION
        )


@dataclass(frozen=True)
class _Cells:
    """What a year of one run starts from: its new need, new money and capacity."""

    year: str
    run: str
    need: Node
    money: Node
    room: Node

    def step(self, column: str, operation: str, *parts: Node) -> Step:
        """A cell of the year."""
        return Step(_name(self.year, column, self.run), operation, parts)


def _name(year: str, column: str, run: str) -> tuple[str, ...]:
    return ("by_year", year, column, *([run] if run else []))


def _window(line: str, year: str, share: float) -> Input:
    """Share of a line that is paid in a year."""
    return Input(("window", line, year), share, FRACTION, ("assumptions.start_year", "assumptions.horizon"))
