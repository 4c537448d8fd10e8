"""Need by sector: what an assessment prints, for the territory and in the prices that the scenario names."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from finance.data.dataset import Dataset
from finance.data.records import NOT_ITEMISED, Assessment
from finance.data.units import Unit
from finance.messages import Phrase, Remark
from finance.model import estimates, terms
from finance.model.given import Given, stored
from finance.model.terms import FACTOR, FRACTION, Axis, Condition, Floats, Numbers, Term, share_of, total, when
from finance.scenario import Scenario

NEGLIGIBLE = 1e-12
"""Of the total: below it a remainder is rounding of the machine, not need."""


# ---------------------------------------------------------------- the formulas


@dataclass(frozen=True)
class Printed:
    """What a need is worked out from: the cells of an assessment, and what the scenario makes of its land and money.

    `cells` [K] and `whole` are in bn of its currency, a cell that is not there 0; `others` [K] is true in the row
    "other sectors". The conditions say whether that row is spread over the cells, whether the document prints the need
    of held land, and whether occupied land is taken off the need, or stays in it and no listed money may pay for it.
    """

    numbers: Numbers
    sectors: Axis
    cells: Term
    others: Condition
    whole: Term
    spread: Condition
    held: Term
    held_printed: Condition
    taken_off: Condition
    unpayable: Condition
    rate: Term
    prices: Term


@dataclass(frozen=True)
class Formulas:
    """The need of each sector [USD bn, K], the part of it that listed money may pay for, and steps on the way."""

    itemised: Term
    rest: Term
    raised: Term
    held: Term
    territory: Term
    factor: Term
    need: Term
    payable_share: Term
    payable: Term


def formulas(printed: Printed) -> Formulas:
    """need = cell × what spreading adds × territory × rate × prices; other sectors are the total less the cells."""
    itemised = total(printed.cells, printed.sectors).called(Phrase("all sectors together"), printed.whole.unit)
    left = printed.whole - total(printed.cells, printed.sectors)
    rest = when(left > printed.whole * NEGLIGIBLE, left, 0.0)
    rest = rest.called(Phrase("what the total holds beyond the sectors"), printed.whole.unit)
    spread = share_of(itemised + rest, itemised).called(Phrase("what spreading adds"), FACTOR)
    raised = when(printed.spread, spread, 1.0)
    cells = when(printed.others, when(printed.spread, 0.0, rest), printed.cells * raised)
    held = held_share(printed)
    territory = when(printed.taken_off, held, 1.0)
    factor = factors(printed, territory)
    need = (cells * factor).called(Phrase("need of {sector}"))
    share = when(printed.unpayable, held, 1.0)
    payable = (need * share).called(Phrase("need of {sector} that listed money may pay for"))
    return Formulas(itemised, rest, raised, held, territory, factor, need, share, payable)


def factors(printed: Printed, territory: Term) -> Term:
    """What turns a printed cell into need: the territory, the rate and the prices."""
    return territory * printed.rate * printed.prices


def held_share(printed: Printed) -> Term:
    """Share of the need that lies in government-held territory [fraction].

    What the document prints, where it prints it; else 1 − occupied share × (1 − share already left out).
    """
    left_in = 1.0 - printed.numbers.number("already_excluded")
    left_in = left_in.called(Phrase("share of the occupied need that the document holds"), FRACTION)
    occupied = printed.numbers.number("occupied_share") * left_in
    occupied = occupied.called(Phrase("share of the need taken off for occupied land"), FRACTION)
    held = when(printed.held_printed, printed.held / printed.whole, 1.0 - occupied)
    return held.called(Phrase("share of the need on government-held land"), FRACTION)


# ---------------------------------------------------------------- of a scenario


@dataclass(frozen=True)
class Needs:
    """Need of each sector, the unit it is in, the figures it rests on, and what was left out and why.

    `estimated` are the sectors whose cell is worked out from another edition's.
    """

    formulas: Formulas
    sectors: tuple[str, ...]
    unit: Unit
    figures: tuple[str, ...]
    warnings: tuple[Remark, ...]
    estimated: frozenset[str] = frozenset()

    @property
    def amounts(self) -> Floats:
        """Need [USD bn, K], or [K, N] of N variants."""
        amounts: Floats = self.formulas.need.value
        return amounts

    @property
    def payable(self) -> Floats:
        """What listed money may pay for [USD bn, K], or [K, N] of N variants."""
        amounts: Floats = self.formulas.payable.value
        return amounts

    @property
    def unpayable(self) -> float:
        """Need that no listed money may pay for: certain to be gap [USD bn]."""
        return float(self.amounts.sum() - self.payable.sum())


def by_sector(given: Given) -> Needs:
    """Need by sector in the order of sectors.yaml, the row "other sectors" last; rows add to the total exactly.

    A published cell whose documents stand weaker than the scenario's `standing` is not used. With `estimate`, a sector
    without a cell takes one from another edition, scaled so that the total holds: see `finance.model.estimates`.
    "Other sectors" is always the total less the cells used, and never below zero: cells that exceed the total by its
    tolerance stand as published. With `spread_not_itemised` that row is shared out in proportion to the cells.

    Of the whole country's need, the part on occupied land, 1 − held share, goes as `occupied_payer` says:
    with `partners` it is need like the rest, with `nobody` it stays need that no listed money may pay for, and
    with `occupier` it is taken off, which leaves the need on government-held land.

    Raises UnitError where a rate or a price index is missing.
    """
    dataset, scenario = given.dataset, given.scenario
    id_ = scenario.choice("assessment")
    programme, stem = dataset.programmes[id_], estimates.stem(dataset, id_)
    cells = _cells(dataset, id_, scenario.choice("standing"), scenario.switch("estimate"))
    spread = scenario.switch("spread_not_itemised") and len(cells.used) > 0
    table = cells.spread if spread else cells.whole
    printed = Printed(
        given,
        table.axes[0],
        table,
        terms.constants([sector == NOT_ITEMISED for sector in table.axes[0].labels], table.axes[0]),
        _total(dataset, programme, stem),
        spread,
        stored(dataset, f"{stem}.held.need") if _prints_held(programme) else terms.term(0.0),
        _prints_held(programme),
        given.choice("territory", "held") or given.choice("occupied_payer", "occupier"),
        given.choice("territory", "as_published") and given.choice("occupied_payer", "nobody"),
        given.rate(programme.currency),
        given.prices(programme.price_year),
    )
    used = (f"{stem}.totals.need", *cells.figures, *_figures(given, programme, stem))
    warnings, filled = tuple(_warnings(dataset, scenario)), frozenset(estimated(dataset, scenario))
    sectors, unit = table.axes[0].labels, _unit(scenario, programme)
    return Needs(formulas(printed), sectors, unit, tuple(dict.fromkeys(used)), warnings, filled)


def _total(dataset: Dataset, programme: Assessment, stem: str) -> Term:
    assert programme.totals.need is not None
    return terms.figure(id_ := f"{stem}.totals.need", programme.totals.need.value, dataset.figures[id_].unit)


def _prints_held(programme: Assessment) -> bool:
    return programme.held is not None and programme.held.need is not None


@dataclass(frozen=True)
class _Cells:
    """The cells that count, by sector: with the row of other sectors and without; and the figures behind them."""

    used: tuple[str, ...]
    whole: Term
    spread: Term
    figures: tuple[str, ...]


@lru_cache(maxsize=64)
def _cells(dataset: Dataset, id_: str, weakest: str, estimate: bool) -> _Cells:
    """The cell of each sector that has one [bn of the programme's currency]."""
    printed = estimates.published(dataset, id_, lambda figure: dataset.stands(figure, weakest))
    found: dict[str, tuple[Term, tuple[str, ...]]] = {
        sector: (stored(dataset, figure), (figure,)) for sector, figure in printed.items()
    }
    for sector, cell in (_estimated(dataset, id_, weakest) if estimate else {}).items():
        figures = (cell.figure, cell.block.whole, *cell.block.shares, *cell.block.open_)
        found[sector] = estimates.amount(dataset, sector, cell), figures
    used = tuple(sector for sector in dataset.sectors if sector in found)
    cells = [found[sector][0] for sector in used]
    return _Cells(
        used,
        terms.rows([*cells, 0.0], Axis("sector", (*used, NOT_ITEMISED))),
        terms.rows(cells, Axis("sector", used)),
        tuple(figure for sector in used for figure in found[sector][1]),
    )


def estimated(dataset: Dataset, scenario: Scenario) -> dict[str, estimates.Estimated]:
    """The cells that the scenario estimates, by sector; empty where it estimates none."""
    if not scenario.switch("estimate"):
        return {}
    return _estimated(dataset, scenario.choice("assessment"), scenario.choice("standing"))


@lru_cache(maxsize=16)
def _estimated(dataset: Dataset, id_: str, weakest: str) -> dict[str, estimates.Estimated]:
    return estimates.cells(dataset, id_, lambda figure: dataset.stands(figure, weakest))


def published(dataset: Dataset, scenario: Scenario) -> dict[str, str]:
    """The published need cells whose documents stand in the scenario, by sector."""
    weakest = scenario.choice("standing")
    return estimates.published(dataset, scenario.choice("assessment"), lambda figure: dataset.stands(figure, weakest))


def _warnings(dataset: Dataset, scenario: Scenario) -> Iterator[Remark]:
    """What stands on weaker documents than the scenario asks for."""
    id_, weakest = scenario.choice("assessment"), scenario.choice("standing")
    stem = estimates.stem(dataset, id_)
    if not dataset.stands(total := f"{stem}.totals.need", weakest):
        yield Remark(
            "{figure} is graded {grade}; no better document was read", figure=total, grade=dataset.reliability(total)
        )
    for sector in dataset.sectors:
        figure = f"{stem}.sectors.{sector}.need"
        if sector != NOT_ITEMISED and figure in dataset.figures and not dataset.stands(figure, weakest):
            grade = dataset.reliability(figure)
            yield Remark("{figure} is graded {grade} and is not used as published", figure=figure, grade=grade)


def _unit(scenario: Scenario, programme: Assessment) -> Unit:
    year = None if scenario.choice("prices") == "as_published" else int(scenario.choice("prices"))
    return Unit("USD", year, programme.measure, scenario.choice("territory"))


def _figures(given: Given, programme: Assessment, stem: str) -> Iterator[str]:
    """The figures of territory, rate and prices that the need rests on."""
    if not (given.choice("territory", "as_published") and given.choice("occupied_payer", "partners")):
        occupied = ("assumptions.occupied_share", "assumptions.already_excluded")
        yield from (f"{stem}.held.need",) if _prints_held(programme) else occupied
    if programme.currency != "USD":
        yield from given.rate_figures(programme.currency)
    if not given.choice("prices", "as_published"):
        yield "macro.prices.us_gdp_deflator"
