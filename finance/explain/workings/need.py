"""Trees of the need: of each sector, and of the programme."""

from finance.data.dataset import Dataset
from finance.data.records import NOT_ITEMISED
from finance.data.units import dollars_per_unit
from finance.explain.workings.tree import (
    FACTOR,
    FRACTION,
    ONE,
    USD,
    ZERO,
    Input,
    Node,
    Step,
    floored,
    product,
    rest,
    total,
)
from finance.model import estimates, needs
from finance.model.estimates import Estimated
from finance.model.needs import Needs
from finance.scenario import Scenario


def assumption(scenario: Scenario, id_: str) -> Input:
    """The value that an assumption has in the scenario."""
    unit = scenario.dataset.assumptions[id_].unit_
    return Input(("assumption", id_), scenario.number(id_), unit, (f"assumptions.{id_}",))


def figure(dataset: Dataset, id_: str) -> Input:
    """A stored figure, in its own unit."""
    entry = dataset.figures[id_]
    return Input(("figure", id_), entry.value, entry.unit, (id_,))


def rate(scenario: Scenario, currency: str) -> Node:
    """Dollars per unit of a currency; the number one for dollars."""
    if currency == "USD":
        return ONE
    if currency == "EUR":
        return assumption(scenario, "eur_usd")
    id_, _ = dollars_per_unit(scenario.dataset.macro, currency)
    return figure(scenario.dataset, id_)


def prices(scenario: Scenario, start: int) -> Node:
    """From prices of the year `start` to those that the scenario shows; the number one where it moves none."""
    if scenario.choice("prices") == "as_published":
        return ONE
    series = scenario.dataset.macro.prices.us_gdp_deflator
    place = {row.year: index for index, row in enumerate(series)}
    parts = [
        figure(scenario.dataset, f"macro.prices.us_gdp_deflator.{place[year]}")
        for year in (int(scenario.choice("prices")), start)
    ]
    return Step(("prices", str(start), scenario.choice("prices")), "quotient", tuple(parts), FACTOR)


def by_sector(scenario: Scenario, wanted: Needs) -> tuple[Node, ...]:
    """The need of each sector, in the order of the result's rows."""
    dataset, stem = scenario.dataset, estimates.stem(scenario.dataset, scenario.choice("assessment"))
    used = [sector for sector in wanted.sectors if sector != NOT_ITEMISED]
    published, estimated = needs.published(dataset, scenario), needs.estimated(dataset, scenario)
    cells: dict[str, Node] = {
        sector: _estimated(dataset, sector, estimated[sector])
        if sector in estimated
        else figure(dataset, published[sector])
        for sector in used
    }
    printed = figure(dataset, f"{stem}.totals.need")
    left = Step(("not_itemised",), "difference", (printed, *cells.values()), printed.unit)
    # Cells that exceed the total by its tolerance stand as published, and nothing is left; `wanted` says which.
    exceeded = wanted.sectors[-1] == NOT_ITEMISED and wanted.amounts[-1] == 0.0
    remainder: Node = ZERO if exceeded else left
    amounts: dict[str, Node] = {**cells, NOT_ITEMISED: remainder}
    if NOT_ITEMISED not in wanted.sectors:
        parts = total(("printed_cells",), tuple(cells.values()), printed.unit)
        whole = Step(("spread_total",), "most", (printed, parts), printed.unit)
        share = Step(("spread",), "quotient", (whole, parts), FACTOR)
        amounts = {sector: product(("spread_cell", sector), (cell, share)) for sector, cell in cells.items()}
    factors = _factors(scenario, stem)
    return tuple(product(("by_sector", sector, "need"), (amounts[sector], *factors)) for sector in wanted.sectors)


def _estimated(dataset: Dataset, sector: str, cell: Estimated) -> Node:
    """A cell of another edition × what is left of the block ÷ what the other editions publish for the same sectors."""
    block = cell.block
    whole, weights = figure(dataset, block.whole), [figure(dataset, id_) for id_ in block.shares]
    cells = tuple(figure(dataset, id_) for id_ in block.cells)
    left = floored(("block_left", block.whole), (whole, *cells), whole.unit) if cells else whole
    parts: list[Node] = [*weights]
    if block.open_:
        others = tuple(figure(dataset, id_) for id_ in block.open_)
        parts.append(floored(("block_open", block.whole), others, whole.unit))
    scale = Step(
        ("scale", block.whole), "quotient", (left, total(("block_weights", block.whole), parts, whole.unit)), FACTOR
    )
    return product(("estimated", sector), (figure(dataset, cell.figure), scale), whole.unit)


def payable(scenario: Scenario, sectors: tuple[Node, ...], wanted: Needs) -> tuple[Node, ...]:
    """The part of each sector's need that listed money may pay for."""
    if scenario.choice("territory") != "as_published" or scenario.choice("occupied_payer") != "nobody":
        return sectors
    held = _held(scenario, estimates.stem(scenario.dataset, scenario.choice("assessment")))
    return tuple(
        product(("payable_in", sector), (need, held)) for sector, need in zip(wanted.sectors, sectors, strict=True)
    )


def _factors(scenario: Scenario, stem: str) -> tuple[Node, ...]:
    """Territory, currency and prices."""
    programme = scenario.dataset.programmes[scenario.choice("assessment")]
    scaled = scenario.choice("territory") == "held" or scenario.choice("occupied_payer") == "occupier"
    return (
        _held(scenario, stem) if scaled else ONE,
        rate(scenario, programme.currency),
        prices(scenario, programme.price_year),
    )


def _held(scenario: Scenario, stem: str) -> Node:
    dataset = scenario.dataset
    if f"{stem}.held.need" in dataset.figures:
        parts = figure(dataset, f"{stem}.held.need"), figure(dataset, f"{stem}.totals.need")
        return Step(("held",), "quotient", parts, FRACTION)
    left_in = rest(("left_in",), assumption(scenario, "already_excluded"))
    occupied = product(("occupied",), (assumption(scenario, "occupied_share"), left_in), FRACTION)
    return rest(("held",), occupied)


def whole(sectors: tuple[Node, ...]) -> Node:
    """The need of the programme."""
    return total(("need",), sectors, USD)
