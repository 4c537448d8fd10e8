"""Need by sector: what an assessment prints, for the territory and in the prices that the scenario names."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from finance.dataset import Dataset
from finance.records import NOT_ITEMISED, Assessment
from finance.scenario import Scenario
from finance.units import Quantity, Unit, dollars_per_unit, price_factor

_NEGLIGIBLE = 1e-12  # of the total: below it a remainder is rounding of the machine, not need


@dataclass(frozen=True)
class Needs:
    """Need of each sector [USD bn, K], the unit it is in, the figures it rests on, and what was left out and why."""

    sectors: tuple[str, ...]
    amounts: NDArray[np.float64]
    unit: Unit
    figures: tuple[str, ...]
    warnings: tuple[str, ...]


def by_sector(dataset: Dataset, scenario: Scenario) -> Needs:
    """Need by sector in the order of sectors.yaml, the row "not itemised" last; rows add to the total exactly.

    need_k = printed_k × territory × rate × prices. A printed cell whose document grades worse than the
    scenario's `reliability` is not used as a cell: its amount stays in "not itemised", which is always the
    total less the cells used, and never below zero: cells that exceed the total by its tolerance stand as
    printed. With `spread_not_itemised` that row is shared out in proportion to the cells.

    Raises UnitError where a rate or a price index is missing.
    """
    id_ = scenario.choice("assessment")
    programme = dataset.programmes[id_]
    stem = f"{'plans' if id_ in dataset.plans else 'assessments'}.{id_}"
    assert programme.totals.need is not None
    unit = Unit(programme.currency, None, programme.measure, scenario.choice("territory"))
    remainder = Quantity(programme.totals.need.value, unit)
    cells, figures, warnings = {}, [f"{stem}.totals.need"], []
    if not _reliable(dataset, scenario, figures[0]):
        warnings.append(f"{figures[0]} is graded {dataset.reliability(figures[0])}; no better document was read")
    for sector in dataset.sectors:
        figure_id = f"{stem}.sectors.{sector}.need"
        if sector == NOT_ITEMISED or figure_id not in dataset.figures:
            continue
        if not _reliable(dataset, scenario, figure_id):
            warnings.append(f"{figure_id} is graded {dataset.reliability(figure_id)} and stays in {NOT_ITEMISED}")
            continue
        cell = Quantity(dataset.figures[figure_id].value, unit)
        cells[sector], remainder = cell.value, remainder - cell
        figures.append(figure_id)
    rest = remainder.value if remainder.value > _NEGLIGIBLE * programme.totals.need.value else 0.0
    amounts = np.array([*cells.values(), rest])
    factor, used = _factor(dataset, scenario, programme, stem)
    sectors = (*cells, NOT_ITEMISED)
    if scenario.switch("spread_not_itemised") and cells:
        sectors, amounts = tuple(cells), amounts[:-1] * (amounts.sum() / amounts[:-1].sum())
    return Needs(sectors, amounts * factor, _unit(scenario, programme), (*figures, *used), tuple(warnings))


def held_share(programme: Assessment, scenario: Scenario) -> float:
    """Share of the need that lies in government-held territory [fraction].

    What the document prints, where it prints it; else 1 − occupied share × (1 − share already left out).
    """
    assert programme.totals.need is not None
    if programme.held and programme.held.need:
        return programme.held.need.value / programme.totals.need.value
    return 1.0 - scenario.number("occupied_share") * (1.0 - scenario.number("already_excluded"))


def _reliable(dataset: Dataset, scenario: Scenario, figure_id: str) -> bool:
    grade = dataset.reliability(figure_id)
    return grade == "judged" or grade <= scenario.choice("reliability")


def _unit(scenario: Scenario, programme: Assessment) -> Unit:
    year = None if scenario.choice("prices") == "as_published" else int(scenario.choice("prices"))
    return Unit("USD", year, programme.measure, scenario.choice("territory"))


def _factor(dataset: Dataset, scenario: Scenario, programme: Assessment, stem: str) -> tuple[float, list[str]]:
    """What turns the printed figures into the scenario's territory, dollars and prices; and the figures used."""
    factor, used = 1.0, []
    if scenario.choice("territory") == "held":
        factor *= held_share(programme, scenario)
        printed = programme.held is not None and programme.held.need is not None
        used += [f"{stem}.held.need"] if printed else ["assumptions.occupied_share", "assumptions.already_excluded"]
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
