"""The book cut into slices: the part of each line that no other line holds, before anything is left out.

A line that is part of another is cut out of it with its own purposes, sectors and payments; the whole keeps the rest.
A slice is as certain and as well documented as the best of the lines that hold it, so a stricter scenario can only
lose money and better documents can only add. Parts in another currency are turned at the rates of the valuation date,
so that the cut is the same under every scenario.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from finance.data.dataset import STANDINGS, Dataset
from finance.data.records import FIRMNESS, Commitment, Firmness, Ledger, Purpose
from finance.data.units import dollars_per_unit


@dataclass(frozen=True)
class Slice:
    """What a line holds that none of its parts does; amounts in bn of the line's currency.

    `holders` are the line and the wholes that it is part of; `parts` what each of its parts takes of it. `counts` is
    false where the line is left out of the book but has to be cut out of another; `empty` is true where the parts take
    all of it.
    """

    line: str
    holders: tuple[str, ...]
    firmness: Firmness
    standing: str
    parts: Mapping[str, float]
    counts: bool
    empty: bool
    figures: tuple[str, ...]


@lru_cache(maxsize=16)
def of(dataset: Dataset, name: str) -> Mapping[str, Slice]:
    """The slices of a ledger by line, in the order of the book; lines that are left out whole have none."""
    ledger = dataset.ledgers[name]
    return {id_: _slice(dataset, name, id_) for id_ in ledger.commitments if listed(ledger, id_)}


def listed(ledger: Ledger, id_: str) -> bool:
    """Whether a line stands in the book's sums: it counts, or it is cut out of one that does."""
    line = ledger.commitments[id_]
    return line.left_out is None or (line.part_of in ledger.commitments and listed(ledger, str(line.part_of)))


def parts(ledger: Ledger, id_: str) -> Iterator[tuple[str, Commitment]]:
    """The lines that are part of a line, itself one of the book's sums."""
    return ((other, line) for other, line in ledger.commitments.items() if line.part_of == id_)


def holders(ledger: Ledger, id_: str) -> tuple[str, ...]:
    """A line and the wholes that it is part of, as far as they count."""
    found, at = [id_], ledger.commitments[id_].part_of
    while at and at in ledger.commitments and ledger.commitments[at].left_out is None:
        found.append(at)
        at = ledger.commitments[at].part_of
    return tuple(found)


def converted(dataset: Dataset, amount: float, part: Commitment, whole: Commitment) -> float:
    """An amount of a part in the currency of its whole, at the rates of the valuation date."""
    if part.currency == whole.currency:
        return amount
    rates = (dollars_per_unit(dataset.macro, line.currency)[1].value for line in (part, whole))
    return amount * next(rates) / next(rates)


def documented(ledger: str, id_: str, line: Commitment) -> tuple[str, ...]:
    """The figures whose documents say how good a line's are: its envelope, purposes and split."""
    stem = f"commitments.{ledger}.commitments.{id_}"
    split = (f"{stem}.split.{sector}" for sector in line.split)
    return (f"{stem}.envelope", *(f"{stem}.purposes.{purpose}" for purpose in line.purposes), *split)


def standing(dataset: Dataset, ledger: str, id_: str) -> str:
    """The standing of a line: that of its weakest document; judged figures have none."""
    figures = documented(ledger, id_, dataset.ledgers[ledger].commitments[id_])
    found = {dataset.standing(figure) for figure in figures} - {"judged"}
    return max(found, key=STANDINGS.index, default=STANDINGS[0])


def _slice(dataset: Dataset, name: str, id_: str) -> Slice:
    ledger = dataset.ledgers[name]
    line, below = ledger.commitments[id_], dict(parts(ledger, id_))
    taken = {other: converted(dataset, part.envelope.value, part, line) for other, part in below.items()}
    held = holders(ledger, id_)
    return Slice(
        id_,
        held,
        max((ledger.commitments[other].firmness for other in held), key=FIRMNESS.index),
        min((standing(dataset, name, other) for other in held), key=STANDINGS.index),
        taken,
        line.left_out is None,
        line.envelope.value <= sum(taken.values()),
        tuple(_figures(name, {id_: line, **below})),
    )


def _figures(ledger: str, lines: Mapping[str, Commitment]) -> Iterator[str]:
    """What a slice rests on: the figures of its line, the first, and what its parts take of them."""
    for place, (id_, line) in enumerate(lines.items()):
        stem = f"commitments.{ledger}.commitments.{id_}"
        yield from (f"{stem}.envelope",) if place else documented(ledger, id_, line)
        yield from (f"{stem}.{name}" for name in ("paid", "left_documented") if getattr(line, name))


def goes_off(line: Commitment, purpose: Purpose) -> Purpose:
    """From which purpose of a whole a part's money of some purpose is taken: the same, else what is unspecified."""
    return purpose if purpose in line.purposes else "unspecified"


def first_day(published: str) -> dt.date:
    """The first day that a date of a day, a month or a year may mean."""
    year, month, day = (*map(int, published.split("-")), 1, 1)[:3]
    return dt.date(year, month, day)
