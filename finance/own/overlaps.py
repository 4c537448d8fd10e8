"""Which lines may be the same money: asked before an own line counts, answered by the reader."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

from finance.data.dataset import Dataset
from finance.data.records import Commitment, Ledger
from finance.data.units import dollars_per_unit
from finance.own.edits import Edit, Put, line_at

SAME_AMOUNT = 0.01
"""Amounts this near are the same to the rounding of most documents [fraction of the larger]."""
NEAR_AMOUNT = 0.08
"""Amounts this near may be one amount at two rates of exchange or two dates [fraction of the larger]."""
SAME_NAME = 0.4
"""Names that share this much of their words may name one thing [words shared ÷ words of both]."""
_EVERY_LINE = {"the", "and", "for", "ukraine", "ukraines", "loan", "loans", "grant", "grants", "aid", "support"}

_WHY = {
    "en": "The reader takes the two lines for the same money.",
    "uk": "Читач вважає обидва рядки тими самими грошима.",
}

Sign: TypeAlias = Literal["payer", "amount", "near_amount", "name"]
Answer: TypeAlias = Literal["both", "mine", "theirs"]
"""Which line counts: both, because they are different money; or only the reader's, or only the other one."""


@dataclass(frozen=True)
class Likely:
    """A line of the reader and one of the ledger that may be the same money, and what speaks for it."""

    mine: str
    theirs: str
    signs: tuple[Sign, ...]

    @property
    def strong(self) -> bool:
        """Whether payer and amount are the same, so that counting both needs a reason."""
        return {"payer", "amount"} <= set(self.signs)


def likely(dataset: Dataset, ledger: str, mine: Iterable[str]) -> tuple[Likely, ...]:
    """Pairs of an own line and another line of the ledger whose years overlap and that share two signs, strong first.

    The signs: the same payer, the same or nearly the same amount in dollars of the valuation date, and names
    that share words beside the payer's. Lines that the ledger leaves out, and pairs of which it already says that one
    holds the other, are not asked about.
    """
    book = dataset.ledgers[ledger].commitments
    own = dict.fromkeys(mine)
    others = [id_ for id_, line in book.items() if id_ not in own and line.left_out is None]
    listed = {frozenset(pair) for pair in _related(dataset.ledgers[ledger])}
    left, right = (_columns(dataset, [book[id_] for id_ in ids]) for ids in (own, others))
    payer = left["payer"] == right["payer"].T
    apart = np.abs(left["dollars"] - right["dollars"].T) / np.maximum(left["dollars"], right["dollars"].T)
    meet = (left["start"] <= right["end"].T) & (left["end"] >= right["start"].T)
    payers = {id_: _words(source.label.en) for id_, source in dataset.sources.items()}
    words = {id_: _words(line.label.en) - payers[line.source] for id_, line in book.items()}
    names, found = list(own), []
    for row, column in zip(*np.nonzero(meet & (payer | (apart <= NEAR_AMOUNT))), strict=True):
        mine_, theirs = names[row], others[column]
        signs = _signs(payer[row, column], apart[row, column], words[mine_], words[theirs])
        if len(signs) > 1 and frozenset((mine_, theirs)) not in listed:
            found.append(Likely(mine_, theirs, signs))
    return tuple(sorted(found, key=lambda pair: (not pair.strong, -len(pair.signs))))


def _related(ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Lines of which one is part of the other or gives way to it."""
    for id_, line in ledger.commitments.items():
        same_as = line.left_out.same_as if line.left_out else None
        yield from ((id_, other) for other in (line.part_of, same_as) if other)


def _columns(dataset: Dataset, lines: Sequence[Commitment]) -> dict[str, Any]:
    """What lines are compared by, each a column [lines × 1]; dollars are those of the valuation date [bn]."""
    rates = {code: dollars_per_unit(dataset.macro, code)[1].value for code in {line.currency for line in lines}}
    columns: dict[str, list[Any]] = {
        "payer": [line.source for line in lines],
        "dollars": [line.envelope.value * rates[line.currency] for line in lines],
        "start": [line.window.start for line in lines],
        "end": [line.window.end for line in lines],
    }
    return {name: np.array(values).reshape(-1, 1) for name, values in columns.items()}


def _signs(payer: bool, apart: float, first: set[str], second: set[str]) -> tuple[Sign, ...]:
    signs: list[Sign] = ["payer"] if payer else []
    if apart <= SAME_AMOUNT:
        signs.append("amount")
    elif apart <= NEAR_AMOUNT:
        signs.append("near_amount")
    if len(first & second) >= SAME_NAME * len(first | second) > 0:
        signs.append("name")
    return tuple(signs)


def _words(name: str) -> set[str]:
    return set(re.findall(r"\w{3,}", name.casefold())) - _EVERY_LINE


def _with_parts(book: Mapping[str, Commitment], id_: str) -> Iterator[str]:
    """A line and all lines below it that count."""
    yield id_
    for part, line in book.items():
        if line.part_of == id_ and line.left_out is None:
            yield from _with_parts(book, part)


def settled(dataset: Dataset, ledger: str, edit: Edit, answers: Mapping[Likely, Answer]) -> Edit:
    """The edit with the reader's answers in it: the line that does not count is left out of the book, with the reason.

    A line of the ledger goes with all its parts, which are the same money too.
    """
    (put,) = edit.puts
    entries, more = dict(put.entries), list[Put]()
    book = dataset.ledgers[ledger].commitments
    for pair, answer in answers.items():
        if answer == "theirs":
            gone = {"reason": "same_money", "same_as": pair.theirs, "why": _WHY}
            entries[pair.mine] = {**entries[pair.mine], "left_out": gone}
        elif answer == "mine":
            gone = {"reason": "superseded", "why": _WHY}
            more += [Put(*line_at(dataset, ledger, id_), {"left_out": gone}) for id_ in _with_parts(book, pair.theirs)]
    return Edit(edit.kind, edit.name, (Put(put.file, put.path, entries), *more))
