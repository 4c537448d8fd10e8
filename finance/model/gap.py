"""The one pipeline: a Dataset and a Scenario in, a Result out."""

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, get_args

import numpy as np
import pandas as pd

from finance.data.dataset import Dataset
from finance.data.records import Cells, Headline
from finance.messages import Phrase, Remark
from finance.model import allocation, funding, needs, purses, terms, years
from finance.model.funding import LEFT_OUT, Funding
from finance.model.given import Given
from finance.model.needs import Needs
from finance.model.purses import Purses
from finance.model.terms import USD, Floats, Term, covered, left_of
from finance.model.years import Years
from finance.scenario import Scenario

HEADLINE: tuple[str, ...] = get_args(Headline)
"""The figures of a Result that stand above everything else, in the order in which they are shown."""
AMOUNTS = HEADLINE[:-1]
"""Those that are amounts [USD bn]; the last, coverage, is a fraction."""
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
    flows_by_line: Floats

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
        return float(left_of(self.need, self.funded))

    @property
    def stranded(self) -> float:
        """Money that reaches no unmet need [USD bn], never below zero."""
        return float(left_of(self.available, self.funded))

    @property
    def coverage(self) -> float | None:
        """Funded ÷ need; None where there is no need."""
        return float(covered(self.funded, self.need)) if self.need > 0 else None

    @property
    def purses(self) -> Purses:
        """The money by what it may pay for."""
        return purses.of(self.money.book, self.needs.sectors)

    @property
    def purse_money(self) -> Floats:
        """Money of each purse [USD bn, P]."""
        amounts: Floats = self.purses.money(self.money.formulas.available).value
        return amounts

    @cached_property
    def flow_formulas(self) -> Term:
        """`flows_by_line` with the formula of every payment."""
        own, money = purses_of(self.money.given, self.needs, self.money)
        lines, rule = self.money.formulas.available.axes[0], self.scenario.choice("rule")
        return purses.flows(own, money, self.needs.formulas.payable, rule, lines)

    @cached_property
    def by_sector(self) -> pd.DataFrame:
        """sector, need, funded, gap [USD bn], coverage [fraction], estimated [true or false]: one row a sector."""
        need, funded = self.needs.amounts, self.flows_by_line.sum(axis=0)
        return pd.DataFrame(
            {
                "sector": self.needs.sectors,
                "need": need,
                "funded": funded,
                "gap": left_of(need, funded),
                "coverage": covered(funded, need),
                "estimated": [sector in self.needs.estimated for sector in self.needs.sectors],
            }
        )

    @cached_property
    def by_source(self) -> pd.DataFrame:
        """One row a commitment: face [bn of its currency]; left out by reason, available, used, stranded [USD bn]."""
        found, book = self.money.formulas, self.money.book.lines
        records, used = [book[id_] for id_ in self.money.commitments], self.flows_by_line.sum(axis=1)
        columns = {"rate": found.rate, **{reason: found.left_out[reason] for reason in LEFT_OUT},
                   "eligibility": found.eligibility, "realisation": found.realisation}  # fmt: skip
        return pd.DataFrame(
            {
                "source": [line.source for line in records],
                "commitment": self.money.commitments,
                "face": found.face.value,
                "currency": [line.currency for line in records],
                **{name: np.broadcast_to(column.value, len(records)) for name, column in columns.items()},
                "available": self.money.available,
                "used": used,
                "stranded": left_of(self.money.available, used),
            }
        ).astype({"source": str, "commitment": str, "currency": str})  # text even where the ledger has no line

    @cached_property
    def flows(self) -> pd.DataFrame:
        """source, commitment, sector, amount [USD bn]: one row for each payment, a millidollar at least."""
        line, sector = np.nonzero(self.flows_by_line > LEAST)
        book, ids = self.money.book.lines, self.money.commitments
        return pd.DataFrame(
            {
                "source": [book[ids[i]].source for i in line],
                "commitment": [ids[i] for i in line],
                "sector": [self.needs.sectors[k] for k in sector],
                "amount": self.flows_by_line[line, sector],
            }
        )

    @cached_property
    def years(self) -> Years:
        """The programme in time: what the headline's money meets, and when."""
        lines, sectors = self.money.formulas.available.axes[0], self.needs.formulas.need.axes[0]
        flows = terms.fact(Phrase("“{line}” for {sector}"), self.flows_by_line, (lines, sectors), USD)
        return years.of(self.money.given, self.needs, self.money, flows)

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
            **{name: getattr(self, name) for name in HEADLINE},
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
    given = Given(dataset, scenario)
    wanted, money = needs.by_sector(given), funding.lines(given)
    wanted.unit.with_(money.unit)
    own, amounts = purses_of(given, wanted, money)
    flows = allocation.allocate(wanted.payable, amounts.value, own.reach, scenario.choice("rule"))
    by_line = np.zeros((len(money.commitments), len(wanted.sectors)))
    np.add.at(by_line, own.line, flows)
    return Result(scenario, wanted, money, by_line)


def purses_of(given: Given, wanted: Needs, money: Funding) -> tuple[Purses, Term]:
    """The purses under the scenario, and their money."""
    own = purses.of(money.book, wanted.sectors)
    return own.softened(own.money(money.formulas.available), given.number("soft_earmarks"))


def _territory(scenario: Scenario) -> str:
    territory, payer = scenario.choice("territory"), scenario.choice("occupied_payer")
    charged = territory == "as_published" and payer != "partners"
    return f"{territory}, occupied land paid by {payer}" if charged else territory
