"""A made-up book of any length: the lines of the real one, over and over under new names."""

from collections.abc import Mapping
from dataclasses import replace

from finance.data.dataset import Dataset, Entry
from finance.data.records import Commitment

LEDGER = "ledger"


def with_commitments(dataset: Dataset, count: int) -> Dataset:
    """The data with a book of `count` lines. A part is a part of the copy of its whole, and counts by itself where the
    last round ends before that."""
    book = dataset.ledgers[LEDGER]
    names = list(book.commitments)
    places = (divmod(index, len(names)) for index in range(count))
    copies = {f"{names[place]}_{round_}": (names[place], round_) for round_, place in places}
    lines = {new: _renamed(book.commitments[old], round_) for new, (old, round_) in copies.items()}
    stem = f"commitments.{LEDGER}.commitments"
    figures = copied(dataset.figures, {f"{stem}.{new}": f"{stem}.{old}" for new, (old, _) in copies.items()})
    ledgers = {**dataset.ledgers, LEDGER: book.model_copy(update={"commitments": lines})}
    return replace(dataset, ledgers=ledgers, figures=figures)


def _renamed(line: Commitment, round_: int) -> Commitment:
    """A line that names the copies of the same round in place of the lines that it names."""
    whole, out = line.part_of, line.left_out
    if out and out.same_as:
        out = out.model_copy(update={"same_as": f"{out.same_as}_{round_}"})
    return line.model_copy(update={"part_of": whole and f"{whole}_{round_}", "left_out": out})


def copied(figures: Mapping[str, Entry], stems: Mapping[str, str]) -> dict[str, Entry]:
    """The figures, and those below the old stems once more under the new ones."""
    below: dict[str, list[str]] = {}
    for id_ in figures:
        for old in set(stems.values()):
            if id_.startswith(f"{old}."):
                below.setdefault(old, []).append(id_)
    copies = {
        id_.replace(old, new, 1): replace(figures[id_], id=id_.replace(old, new, 1))
        for new, old in stems.items()
        for id_ in below.get(old, ())
    }
    return {**figures, **copies}
