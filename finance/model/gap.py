"""The one pipeline: a Dataset and a Scenario in, a Result out."""

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from finance.data.dataset import Dataset
from finance.data.records import NOT_ITEMISED, Cells
from finance.messages import Remark
from finance.model import allocation, funding, needs, years
from finance.model.funding import LEFT_OUT, Funding
from finance.model.needs import Needs
from finance.model.years import Years
from finance.scenario import Scenario

LEAST = 1e-12
"""Payments up to this are rounding [USD bn]."""
_NOTHING = 1e-12  # of a whole: a rest below it is rounding


@dataclass(frozen=True)
class Definition:
    """The seven choices that every figure carries."""

    measure: str
    assessment: str
    territory: str
    firmness: str
    currency: str
    price_year: str
    horizon: str


@dataclass(frozen=True)
class Result:
    """The answer to one scenario. Amounts in USD bn at the scenario's rate and prices; tables are built when read.

    `flows_by_line` [S, K] says which line pays for which sector; everything else follows from it.
    """

    scenario: Scenario
    needs: Needs
    money: Funding
    flows_by_line: NDArray[np.float64]

    @property
    def dataset(self) -> Dataset:
        return self.scenario.dataset

    @cached_property
    def need(self) -> float:
        """Cost of the programme [USD bn]."""
        return float(self.needs.amounts.sum())

    @cached_property
    def available(self) -> float:
        """Money that may pay for the need [USD bn]."""
        return float(self.money.available.sum())

    @cached_property
    def funded(self) -> float:
        """Need met [USD bn]: all of the money, or all of the need, where what the two leave is only rounding."""
        paid = float(self.flows_by_line.sum())
        wholes = (whole for whole in (self.available, self.need) if abs(whole - paid) <= _NOTHING * whole)
        return next(wholes, paid)

    @property
    def gap(self) -> float:
        """Need unmet [USD bn], never below zero."""
        return max(self.need - self.funded, 0.0)

    @property
    def stranded(self) -> float:
        """Money that reaches no unmet need [USD bn], never below zero."""
        return max(self.available - self.funded, 0.0)

    @property
    def coverage(self) -> float | None:
        """Funded ÷ need; None where there is no need."""
        return min(self.funded / self.need, 1.0) if self.need > 0 else None

    @cached_property
    def purses(self) -> "Purses":
        """The money by what it may pay for."""
        return purses(self.needs, self.money)

    @cached_property
    def by_sector(self) -> pd.DataFrame:
        """sector, need, funded, gap [USD bn], coverage [fraction], estimated [true or false]: one row a sector."""
        need, funded = self.needs.amounts, self.flows_by_line.sum(axis=0)
        return pd.DataFrame(
            {
                "sector": self.needs.sectors,
                "need": need,
                "funded": funded,
                "gap": np.maximum(need - funded, 0.0),
                "coverage": np.minimum(np.divide(funded, need, out=np.full(len(need), np.nan), where=need > 0), 1.0),
                "estimated": [sector in self.needs.estimated for sector in self.needs.sectors],
            }
        )

    @cached_property
    def by_source(self) -> pd.DataFrame:
        """One row a commitment: face [bn of its currency]; left out by reason, available, used, stranded [USD bn]."""
        lines, used = self.money.lines, self.flows_by_line.sum(axis=1)
        table = pd.DataFrame(
            {
                "source": [line.source for line in lines],
                "commitment": [line.commitment for line in lines],
                "face": [line.face for line in lines],
                "currency": [line.currency for line in lines],
                "rate": [line.rate for line in lines],
                **{reason: [line.left_out[index] for line in lines] for index, reason in enumerate(LEFT_OUT)},
                "eligibility": [line.eligibility for line in lines],
                "realisation": [line.realisation for line in lines],
                "available": self.money.available,
            }
        ).astype({"source": str, "commitment": str, "currency": str})  # text even where the ledger has no line
        return table.assign(used=used, stranded=np.maximum(table["available"] - used, 0.0))

    @cached_property
    def flows(self) -> pd.DataFrame:
        """source, commitment, sector, amount [USD bn]: one row for each payment, a millidollar at least."""
        line, sector = np.nonzero(self.flows_by_line > LEAST)
        return pd.DataFrame(
            {
                "source": [self.money.lines[i].source for i in line],
                "commitment": [self.money.lines[i].commitment for i in line],
                "sector": [self.needs.sectors[k] for k in sector],
                "amount": self.flows_by_line[line, sector],
            }
        )

    @cached_property
    def years(self) -> Years:
        """The programme in time: what the headline's money meets, and when."""
        return years.of(self.scenario, self.needs, self.money, self.flows_by_line)

    @property
    def by_year(self) -> pd.DataFrame:
        """year, need, due, money, executed, the two gaps, what binds, what is carried, capacity, private [USD bn]."""
        return self.years.table

    @cached_property
    def by_region(self) -> pd.DataFrame:
        """region, occupied_share [share of area], damage, need as printed [USD bn]: one row an oblast; NaN is missing.

        Only what the scenario's assessment prints, in its own prices and for the whole region.
        """
        programme = self.dataset.programmes[self.scenario.choice("assessment")]
        printed = [programme.regions.get(id_, Cells()) for id_ in self.dataset.regions]
        shares = [row.occupied_share for row in self.dataset.regions.values()]
        rate = self.scenario.number("eur_usd") if programme.currency == "EUR" else 1.0
        return pd.DataFrame(
            {
                "region": list(self.dataset.regions),
                "occupied_share": [share.value if share else np.nan for share in shares],
                "damage": [cells.damage.value * rate if cells.damage else np.nan for cells in printed],
                "need": [cells.need.value * rate if cells.need else np.nan for cells in printed],
            }
        )

    @cached_property
    def definition(self) -> Definition:
        """What the figures mean, in ids and years; the words are the screen's."""
        scenario = self.scenario
        programme = self.dataset.programmes[scenario.choice("assessment")]
        prices = scenario.choice("prices")
        first, last = programme.horizon.start, programme.horizon.start + programme.horizon.years - 1
        return Definition(
            measure=programme.measure,
            assessment=scenario.choice("assessment"),
            territory=_territory(scenario),
            firmness=scenario.choice("firmness"),
            currency=f"USD at {scenario.number('eur_usd'):.12g} per EUR",
            price_year=str(programme.price_year) if prices == "as_published" else prices,
            horizon=f"{first}–{last}",
        )

    @cached_property
    def figures(self) -> tuple[str, ...]:
        """Ids of all figures that the headline rests on, in the order first met."""
        lines = [line for line in self.money.lines if line.figures]
        used = [*self.needs.figures, *(id_ for line in lines for id_ in line.figures)]
        soft = ["assumptions.soft_earmarks"] if any(line.earmarks or line.split for line in lines) else []
        return tuple(dict.fromkeys([*used, *soft]))

    @cached_property
    def own(self) -> tuple[str, ...]:
        """Ids of the figures that the headline rests on and that a reader supplied, or that follow from such."""
        if not self.dataset.own:
            return ()
        return tuple(id_ for group in self.figures for id_ in self.dataset.within(group) if id_ in self.dataset.own)

    @property
    def warnings(self) -> tuple[Remark, ...]:
        """What a reader must know about these figures, in words of the data."""
        count = str(len(self.own))
        own = Remark("among the figures are {count} of the reader's own, published nowhere", count=count)
        return (*self.needs.warnings, *([own] if self.own else []), *self.late)

    @property
    def late(self) -> tuple[Remark, ...]:
        """What is paid after the last year, in words of the data; empty where nothing is."""
        if self.years.beyond <= 0:
            return ()
        late = Remark(
            "{amount} USD bn of counted money is paid after {year}, beyond the horizon",
            amount=f"{self.years.beyond:.3f}",
            year=str(self.years.last),
        )
        return (late,)

    def as_dict(self) -> dict[str, Any]:
        """The result as plain values: what the command line and the HTTP routes answer."""
        return {
            "scenario": self.scenario.base,
            "changed": dict(self.scenario.moved()),
            "key": self.scenario.key,
            "edition": self.dataset.edition,
            "unit": "USD bn",
            "definition": asdict(self.definition),
            "need": self.need,
            "available": self.available,
            "funded": self.funded,
            "gap": self.gap,
            "stranded": self.stranded,
            "coverage": self.coverage,
            "by_sector": records(self.by_sector),
            "by_source": records(self.by_source),
            "flows": records(self.flows),
            "by_year": records(self.by_year),
            "by_region": records(self.by_region),
            "figures": list(dict.fromkeys((*self.figures, *self.years.figures))),
            "warnings": list(self.warnings),
        }


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as plain values by column, None where one is missing."""
    rows = table.astype(object).where(table.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def solve(dataset: Dataset, scenario: Scenario) -> Result:
    """Need by sector, money by line, matched by the scenario's rule.

    Raises UnitError where needs and money differ in currency or price year, or a rate is missing;
    AllocationError where amounts cannot be matched.
    """
    wanted, money = needs.by_sector(dataset, scenario), funding.lines(dataset, scenario)
    wanted.unit.with_(money.unit)
    flows = _allocate(scenario, wanted, money)
    return Result(scenario, wanted, money, flows)


def _territory(scenario: Scenario) -> str:
    territory, payer = scenario.choice("territory"), scenario.choice("occupied_payer")
    charged = territory == "as_published" and payer != "partners"
    return f"{territory}, occupied land paid by {payer}" if charged else territory


@dataclass(frozen=True)
class Purses:
    """The lines' money by what it may pay for: of each purse its line [P], its share of it [P], its reach [P, K].

    A sum that is documented for one sector is a purse of its own; the rest of a line is another.
    """

    line: NDArray[np.intp]
    share: NDArray[np.float64]
    reach: NDArray[np.bool_]

    def money(self, available: NDArray[np.float64]) -> NDArray[np.float64]:
        """Money of each purse [P, ...] of the lines' [S, ...]."""
        amounts: NDArray[np.float64] = (available[self.line].T * self.share).T
        return amounts

    def by_line(self, flows: NDArray[np.float64], lines: int) -> NDArray[np.float64]:
        """Flows [P, K] of the purses as flows [S, K] of the lines."""
        found = np.zeros((lines, flows.shape[1]))
        np.add.at(found, self.line, flows)
        return found


def purses(wanted: Needs, money: Funding) -> Purses:
    """Which part of which line may pay for which sector.

    A documented sector is reached and nothing else; where it is no row of the needs, its need is part of "other
    sectors", so that is what is reached.
    """
    found: list[tuple[int, float, tuple[str, ...]]] = []
    for index, line in enumerate(money.lines):
        rest = 1.0
        for sector, share in line.split:
            found.append((index, share, (sector,)))
            rest -= share
        if not line.split or rest > _NOTHING:
            found.append((index, max(rest, 0.0), line.earmarks))
    rows = {sectors: _reach(wanted, sectors) for sectors in {sectors for _, _, sectors in found}}
    reach = np.array([rows[sectors] for _, _, sectors in found], dtype=bool).reshape(len(found), len(wanted.sectors))
    return Purses(np.array([row[0] for row in found], dtype=np.intp), np.array([row[1] for row in found]), reach)


def _reach(wanted: Needs, sectors: tuple[str, ...]) -> NDArray[np.bool_]:
    if not sectors:
        return np.ones(len(wanted.sectors), dtype=bool)
    named = np.array([id_ in sectors for id_ in wanted.sectors])
    return named if named.any() else np.array([id_ == NOT_ITEMISED for id_ in wanted.sectors])


def softened(
    available: NDArray[np.float64], eligible: NDArray[np.bool_], soft: float | NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Money [2P, ...] and reach [2P, K] of each purse's tied part and of its soft part, which reaches every sector.

    Where nothing is tied or soft, the purses as they are. `soft` [fraction] is one share or N of them, and
    `available` [P, ...] then holds N variants.
    """
    tied = ~eligible.all(axis=1)
    if not np.any(soft) or not tied.any():
        return available, eligible
    loose = np.multiply.outer(tied, soft)
    return np.concatenate([available * (1.0 - loose), available * loose]), np.concatenate(
        [eligible, np.ones_like(eligible)]
    )


def _allocate(scenario: Scenario, wanted: Needs, money: Funding) -> NDArray[np.float64]:
    """Flows [S, K] to what may be paid for."""
    found = purses(wanted, money)
    amounts, eligible = softened(found.money(money.available), found.reach, scenario.number("soft_earmarks"))
    flows = allocation.allocate(wanted.payable, amounts, eligible, scenario.choice("rule"))
    count = len(found.line)
    both = flows if len(flows) == count else flows[:count] + flows[count:]
    return found.by_line(both, len(money.lines))
