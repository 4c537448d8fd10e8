"""Need by sector: what an assessment prints, for the territory and in the prices that the scenario names."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from finance.data.dataset import Dataset
from finance.data.records import NOT_ITEMISED, Assessment
from finance.data.units import Quantity, Unit, dollars_per_unit, price_factor
from finance.messages import Remark
from finance.model import estimates
from finance.scenario import Scenario

_NEGLIGIBLE = 1e-12  # of the total: below it a remainder is rounding of the machine, not need


@dataclass(frozen=True)
class Needs:
    """Need of each sector [USD bn, K], the unit it is in, the figures it rests on, and what was left out and why.

    `payable_share` [fraction] is the part of every row that listed money may pay for; `estimated` are the sectors whose
    cell is worked out from another edition's.
    """

    sectors: tuple[str, ...]
    amounts: NDArray[np.float64]
    unit: Unit
    figures: tuple[str, ...]
    warnings: tuple[Remark, ...]
    payable_share: float = 1.0
    estimated: frozenset[str] = frozenset()

    @property
    def payable(self) -> NDArray[np.float64]:
        """What listed money may pay for [USD bn, K]."""
        return self.amounts * self.payable_share

    @property
    def unpayable(self) -> float:
        """Need that no listed money may pay for: certain to be gap [USD bn]."""
        return float(self.amounts.sum() - self.payable.sum())


def by_sector(dataset: Dataset, scenario: Scenario) -> Needs:
    """Need by sector in the order of sectors.yaml, the row "other sectors" last; rows add to the total exactly.

    need_k = cell_k × territory × rate × prices. A published cell whose documents stand weaker than the scenario's
    `standing` is not used. With `estimate`, a sector without a cell takes one from another edition, scaled so that the
    total holds: see `finance.model.estimates`. "Other sectors" is always the total less the cells used, and never below
    zero: cells that exceed the total by its tolerance stand as published. With `spread_not_itemised` that row is
    shared out in proportion to the cells.

    Of the whole country's need, the part on occupied land, 1 − `held_share`, goes as `occupied_payer` says:
    with `partners` it is need like the rest, with `nobody` it stays need that no listed money may pay for, and
    with `occupier` it is taken off, which leaves the need on government-held land.

    Raises UnitError where a rate or a price index is missing.
    """
    id_ = scenario.choice("assessment")
    programme, stem = dataset.programmes[id_], estimates.stem(dataset, id_)
    assert programme.totals.need is not None
    unit = Unit(programme.currency, None, programme.measure, scenario.choice("territory"))
    remainder = Quantity(programme.totals.need.value, unit)
    cells, used = _cells(dataset, scenario)
    for value in cells.values():
        remainder -= Quantity(value, unit)
    rest = remainder.value if remainder.value > _NEGLIGIBLE * programme.totals.need.value else 0.0
    amounts = np.array([*cells.values(), rest])
    territory, payable_share, shares = _territory(scenario, programme, stem)
    factor, rates = _factor(dataset, scenario, programme)
    sectors = (*cells, NOT_ITEMISED)
    if scenario.switch("spread_not_itemised") and cells:
        sectors, amounts = tuple(cells), amounts[:-1] * (amounts.sum() / amounts[:-1].sum())
    figures = tuple(dict.fromkeys((f"{stem}.totals.need", *used, *shares, *rates)))
    unit = _unit(scenario, programme)
    rows = np.multiply.outer(amounts, territory * factor)
    warnings, filled = tuple(_warnings(dataset, scenario)), frozenset(estimated(dataset, scenario))
    return Needs(sectors, rows, unit, figures, warnings, payable_share, filled)


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


def _cells(dataset: Dataset, scenario: Scenario) -> tuple[dict[str, float], list[str]]:
    """The cell of each sector that has one [bn of the programme's currency], and the figures behind them."""
    found = {
        sector: (dataset.figures[figure].value, [figure]) for sector, figure in published(dataset, scenario).items()
    }
    for sector, cell in estimated(dataset, scenario).items():
        value = dataset.figures[cell.figure].value * estimates.scale(dataset, cell.block)
        found[sector] = value, [cell.figure, cell.block.whole, *cell.block.shares, *cell.block.open_]
    cells = {sector: found[sector] for sector in dataset.sectors if sector in found}
    return {sector: value for sector, (value, _) in cells.items()}, [id_ for _, ids in cells.values() for id_ in ids]


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


def held_share(programme: Assessment, scenario: Scenario) -> float:
    """Share of the need that lies in government-held territory [fraction].

    What the document prints, where it prints it; else 1 − occupied share × (1 − share already left out).
    """
    assert programme.totals.need is not None
    if programme.held and programme.held.need:
        return programme.held.need.value / programme.totals.need.value
    return 1.0 - scenario.number("occupied_share") * (1.0 - scenario.number("already_excluded"))


def _unit(scenario: Scenario, programme: Assessment) -> Unit:
    year = None if scenario.choice("prices") == "as_published" else int(scenario.choice("prices"))
    return Unit("USD", year, programme.measure, scenario.choice("territory"))


def _territory(scenario: Scenario, programme: Assessment, stem: str) -> tuple[float, float, list[str]]:
    """Share of the printed need that counts, share of that which listed money may pay for, and the figures used."""
    whole, payer = scenario.choice("territory") == "as_published", scenario.choice("occupied_payer")
    if whole and payer == "partners":
        return 1.0, 1.0, []
    printed = programme.held is not None and programme.held.need is not None
    used = [f"{stem}.held.need"] if printed else ["assumptions.occupied_share", "assumptions.already_excluded"]
    held = held_share(programme, scenario)
    return (1.0, held, used) if whole and payer == "nobody" else (held, 1.0, used)


def _factor(dataset: Dataset, scenario: Scenario, programme: Assessment) -> tuple[float, list[str]]:
    """What turns printed amounts into the scenario's dollars and prices; and the figures used."""
    factor, used = 1.0, []
    if programme.currency == "EUR":
        factor *= scenario.number("eur_usd")
        used.append("assumptions.eur_usd")
    elif programme.currency != "USD":
        figure_id, rate = dollars_per_unit(dataset.macro, programme.currency)
        factor *= rate.value
        used.append(figure_id)
    if scenario.choice("prices") != "as_published":
        factor *= price_factor(dataset.macro, programme.price_year, int(scenario.choice("prices")))
        used.append("macro.prices.us_gdp_deflator")
    return factor, used
