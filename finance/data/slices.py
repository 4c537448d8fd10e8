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

    `holders` are the line and the wholes that it is part of; `parts` what each of its parts takes of it. `unknown` is
    what no document says to be still unpaid. `counts` is false where the line is left out of the book but has to be
    cut out of another.
    """

    line: str
    holders: tuple[str, ...]
    firmness: Firmness
    standing: str
    amount: float
    parts: Mapping[str, float]
    purposes: Mapping[Purpose, float]
    unknown: float
    counts: bool
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
    held, amount = holders(ledger, id_), line.envelope.value - sum(taken.values())
    unknown = _unknown(line) - sum(converted(dataset, _unknown(part), part, line) for part in below.values())
    return Slice(
        id_,
        held,
        max((ledger.commitments[other].firmness for other in held), key=FIRMNESS.index),
        min((standing(dataset, name, other) for other in held), key=STANDINGS.index),
        max(amount, 0.0),
        taken,
        _purposes(dataset, line, below),
        max(unknown, 0.0),
        line.left_out is None,
        tuple(_figures(name, {id_: line, **below})),
    )


def _figures(ledger: str, lines: Mapping[str, Commitment]) -> Iterator[str]:
    """What a slice rests on: the figures of its line, the first, and what its parts take of them."""
    for place, (id_, line) in enumerate(lines.items()):
        stem = f"commitments.{ledger}.commitments.{id_}"
        yield from (f"{stem}.envelope",) if place else documented(ledger, id_, line)
        yield from (f"{stem}.{name}" for name in ("paid", "left_documented") if getattr(line, name))


def _unknown(line: Commitment) -> float:
    """What is left of a line by what was found paid, less what a document says to be left."""
    if line.left_documented is None:
        return 0.0
    return line.envelope.value - _ever(line) - line.left_documented.value


def goes_off(line: Commitment, purpose: Purpose) -> Purpose:
    """From which purpose of a whole a part's money of some purpose is taken: the same, else what is unspecified."""
    return purpose if purpose in line.purposes else "unspecified"


def _purposes(dataset: Dataset, line: Commitment, below: Mapping[str, Commitment]) -> dict[Purpose, float]:
    left = {purpose: figure.value for purpose, figure in line.purposes.items()}
    for part in below.values():
        for purpose, figure in part.purposes.items():
            left[goes_off(line, purpose)] -= converted(dataset, figure.value, part, line)
    return {purpose: max(amount, 0.0) for purpose, amount in left.items()}


@dataclass(frozen=True)
class Taken:
    """What was paid of a line by a day [bn of its currency]: what is known, what may be, the share taken of that."""

    known: float
    open_: float
    share: float

    @property
    def amount(self) -> float:
        return self.known + self.open_ * self.share


def paid_by(line: Commitment, day: dt.date, undated: str) -> Taken:
    """What is taken as paid by `day`, the day of the need.

    Of a running total that was counted later, what was paid by `day` is not known beyond the payments with a day.
    `undated` says what is taken of it: "all", "none", or "by_time", the share of the time between the day of
    signing, or of the last payment known before, and the day of counting.
    """
    if line.paid is None:
        return Taken(0.0, 0.0, 0.0)
    counted = line.paid.as_of
    if counted is None or counted <= day:
        return Taken(line.paid.value, 0.0, 0.0)
    before = [payment for payment in line.payments if payment.date <= day]
    known = sum(payment.value for payment in before)
    later = sum(payment.value for payment in line.payments if payment.date > day)
    start = max([first_day(line.agreed), *(payment.date for payment in before)])
    if start > day:
        return Taken(0.0, 0.0, 0.0)
    by_time = (day - start).days / (counted - start).days
    share = {"all": 1.0, "none": 0.0, "by_time": by_time}[undated]
    return Taken(known, max(line.paid.value - known - later, 0.0), share)


def paid(dataset: Dataset, book: Mapping[str, Commitment], slice_: Slice, day: dt.date, undated: str) -> float:
    """What is taken as paid of a slice by a day [bn of its line's currency].

    At least what is known to be paid of the line by then and can be no part's. At most what may be paid of it by then,
    and no more than was ever found paid of it beside its parts. Of what lies between, the line's own share by
    `undated`; so "all", "by_time" and "none" take less and less off every slice.
    """
    line = book[slice_.line]
    mine, ever = paid_by(line, day, undated), _ever(line)
    least = mine.known
    for part in slice_.parts:
        theirs = paid_by(book[part], day, undated)
        least -= converted(dataset, theirs.known + theirs.open_, book[part], line)
        ever -= converted(dataset, _ever(book[part]), book[part], line)
    least = max(least, 0.0)
    most = max(min(mine.known + mine.open_, ever), least)
    return min(least + (most - least) * mine.share, slice_.amount)


def _ever(line: Commitment) -> float:
    return line.paid.value if line.paid else 0.0


def first_day(published: str) -> dt.date:
    """The first day that a date of a day, a month or a year may mean."""
    year, month, day = (*map(int, published.split("-")), 1, 1)[:3]
    return dt.date(year, month, day)
