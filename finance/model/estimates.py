"""Cells that an assessment does not publish, worked out from the newest other edition that does.

What is left of a total, or of a figure that is published for several sectors together, is shared out over the
sectors without a cell, in proportion to what the newest other edition publishes for each; so every total holds. A
sector that no edition publishes stays in "other sectors", which takes part in the sharing with what the edition that
publishes most sectors leaves for it. An assessment that publishes no sector at all takes the shares of the newest
edition at the day it was written.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from finance.data.dataset import Dataset
from finance.data.records import NOT_ITEMISED, Assessment
from finance.messages import Phrase
from finance.model.given import stored
from finance.model.terms import FACTOR, Term, most, plus, share_of

Usable = Callable[[str], bool]
"""Whether a figure's documents stand in the scenario."""


@dataclass(frozen=True)
class Block:
    """A published amount of which some sectors have no cell.

    `whole` less `cells` is what is left for the sectors of `shares` and, where `open_` is set, for other sectors,
    which weigh as what `open_` says is left in another edition: its first figure less the others. Without `open_` the
    sectors take all of it. All are ids of figures.
    """

    whole: str
    cells: tuple[str, ...]
    shares: tuple[str, ...]
    open_: tuple[str, ...] = ()


@dataclass(frozen=True)
class Estimated:
    """One estimated cell: the figure it rests on, the edition that publishes it, and the block that it is part of."""

    figure: str
    edition: str
    block: Block


def stem(dataset: Dataset, id_: str) -> str:
    """Where the figures of an assessment or plan begin."""
    return f"{'plans' if id_ in dataset.plans else 'assessments'}.{id_}"


def published(dataset: Dataset, id_: str, usable: Usable) -> dict[str, str]:
    """The need cells of an edition whose documents stand, by sector, in the order of sectors.yaml."""
    found = {sector: f"{stem(dataset, id_)}.sectors.{sector}.need" for sector in dataset.sectors}
    found.pop(NOT_ITEMISED, None)
    return {sector: figure for sector, figure in found.items() if figure in dataset.figures and usable(figure)}


def cells(dataset: Dataset, id_: str, usable: Usable) -> dict[str, Estimated]:
    """The estimated need cells of an assessment, by sector; empty for a plan, and where nothing can be estimated."""
    if id_ in dataset.plans or id_ not in dataset.assessments:
        return {}
    own = published(dataset, id_, usable)
    if not own:
        return _as_written(dataset, id_, usable)
    others = [(edition, published(dataset, edition, usable)) for edition in _newest_first(dataset, id_)]
    newest = {
        sector: next(((edition, found[sector]) for edition, found in others if sector in found), None)
        for sector in dataset.sectors
        if sector not in own and sector != NOT_ITEMISED
    }
    known = {sector: pair for sector, pair in newest.items() if pair}
    estimated: dict[str, Estimated] = {}
    for block, members in _blocks(dataset, id_, own, known, usable):
        estimated |= {sector: Estimated(known[sector][1], known[sector][0], block) for sector in members}
    return {sector: estimated[sector] for sector in dataset.sectors if sector in estimated}


def amount(dataset: Dataset, sector: str, cell: Estimated) -> Term:
    """The estimated cell of a sector [bn of the edition's currency]: the other edition's × the scale of the block."""
    estimate = stored(dataset, cell.figure) * scale(dataset, cell.block)
    unit = dataset.figures[cell.block.whole].unit
    return estimate.called(Phrase("estimated need of {sector}", sector=sector), unit)


def scale(dataset: Dataset, block: Block) -> Term:
    """What is left of a block ÷ what the other editions publish for the same sectors; never below zero [factor]."""
    whole, unit = stored(dataset, block.whole), dataset.figures[block.whole].unit
    left = most(whole - plus([stored(dataset, id_) for id_ in block.cells]), 0.0)
    left = left.called(Phrase("what is left of {figure}", figure=block.whole), unit)
    weights = [stored(dataset, id_) for id_ in block.shares]
    if block.open_:
        first, *others = (stored(dataset, id_) for id_ in block.open_)
        rest = most(first - plus(others), 0.0)
        weights.append(rest.called(Phrase("what another edition leaves for other sectors"), unit))
    same = plus(weights).called(Phrase("what other editions publish for the same"), unit)
    return share_of(left, same).called(Phrase("what is left ÷ what other editions publish for the same"), FACTOR)


def _blocks(
    dataset: Dataset,
    id_: str,
    own: dict[str, str],
    known: dict[str, tuple[str, str]],
    usable: Usable,
) -> Iterator[tuple[Block, tuple[str, ...]]]:
    """The blocks of an edition with the sectors estimated in each: groups of sectors, then the rest of its total."""
    left, taken = dict(known), [*own.values()]
    for name, group in dataset.assessments[id_].groups.items():
        figure = f"{stem(dataset, id_)}.groups.{name}.need"
        open_ = tuple(sector for sector in group.sectors if sector not in own)
        if group.need and usable(figure) and open_ and all(sector in left for sector in open_):
            inside = tuple(own[sector] for sector in group.sectors if sector in own)
            yield Block(figure, inside, tuple(left.pop(sector)[1] for sector in open_)), open_
            taken = [figure, *(cell for cell in taken if cell not in inside)]
    if left:
        told = own | {sector: figure for sector, (_, figure) in known.items()}
        whole, everywhere = f"{stem(dataset, id_)}.totals.need", not set(dataset.sectors) - set(told) - {NOT_ITEMISED}
        rest = () if everywhere else _open(dataset, id_, told)
        if rest or everywhere:
            yield Block(whole, tuple(taken), tuple(figure for _, figure in left.values()), rest), tuple(left)


def _open(dataset: Dataset, id_: str, told: dict[str, str]) -> tuple[str, ...]:
    """The figures whose difference is what the sectors without a figure in `told` need, in the edition that says most.

    That is the one that publishes most of the sectors told, the newest of several; the others are taken off as told.
    It only weighs what stays in other sectors, so the edition's cells count whatever their documents.
    """
    editions = {edition: published(dataset, edition, lambda _figure: True) for edition in _newest_first(dataset, id_)}
    if not editions:
        return ()
    best = max(editions, key=lambda edition: len(editions[edition].keys() & told))
    return (f"assessments.{best}.totals.need", *(editions[best].get(sector, told[sector]) for sector in told))


def _as_written(dataset: Dataset, id_: str, usable: Usable) -> dict[str, Estimated]:
    """Cells by the shares of the newest edition published by the day the assessment was: its own and its estimated."""
    written = dataset.assessments[id_].published
    for edition in _newest_first(dataset, id_):
        found = published(dataset, edition, usable)
        if found and dataset.assessments[edition].published <= written:
            whole = f"{stem(dataset, edition)}.totals.need"
            block = Block(f"{stem(dataset, id_)}.totals.need", (), tuple(found.values()), (whole, *found.values()))
            return {sector: Estimated(figure, edition, block) for sector, figure in found.items()}
    return {}


def _newest_first(dataset: Dataset, id_: str) -> list[str]:
    """The other assessments in the same currency, the newest first."""
    here = dataset.assessments[id_]

    def age(item: tuple[str, Assessment]) -> tuple[str, str]:
        return item[1].as_of.isoformat(), item[1].published

    others = {name: record for name, record in dataset.assessments.items() if name != id_}
    same = [(name, record) for name, record in others.items() if record.currency == here.currency]
    return [name for name, _ in sorted(same, key=age, reverse=True)]
