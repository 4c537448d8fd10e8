"""What documents say of the lines of a ledger, as terms, before any scenario decides what counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import get_args

import numpy as np

from finance.data import slices
from finance.data.dataset import STANDINGS, Dataset
from finance.data.records import FIRMNESS, Commitment, Figure, Instrument, Purpose
from finance.data.slices import Slice
from finance.messages import Phrase
from finance.model import terms
from finance.model.given import fixing
from finance.model.terms import Axis, Condition, Indices, Term, collected, one_of, when

_REALISED: dict[Instrument, str] = {
    "grant": "realised_grants",
    "equity": "realised_grants",
    "loan": "realised_loans",
    "contingent_loan": "realised_loans",
    "guarantee": "realised_loans",
    "mixed": "realised_loans",
}


@dataclass(frozen=True)
class Promised:
    """What documents say of the lines [S], in bn of the currency of each; what is not there is 0.

    `owner` is the place of the line that a line is part of, −1 where it is part of none; `cross` what one unit of its
    currency is in that line's. `off` are the places again for each purpose of a part and the purpose of the whole that
    it is taken from. Payments [P] have days and the place of their line. Days count from the same day throughout;
    firmness and standing are ranks, from the softest up and from the best down.
    """

    lines: Axis
    units: tuple[str, ...]
    envelope: Term
    paid: Term
    counted: Term
    agreed: Term
    left: Term
    left_known: Condition
    firmness: Term
    standing: Term
    purposes: Mapping[Purpose, Term]
    owner: Indices
    cross: Term
    other_currency: Term
    whole_units: tuple[str, ...]
    off: Mapping[tuple[Purpose, Purpose], Indices]
    payments: Term
    days: Term
    payer: Indices

    def below(self, amounts: Term, owner: Indices | None = None) -> Term:
        """The sum of an amount over the parts of each line, in its currency at the rates of the valuation date."""
        turned = (amounts * self.cross).called(Phrase("the same of “{line}” in the other currency"), self.whole_units)
        return collected(when(self.other_currency, turned, amounts), self.owner if owner is None else owner, self.lines)

    def has(self, owners: Indices) -> Term:
        """Where a line has a part."""
        found = np.zeros(len(self.lines), dtype=bool)
        found[owners[owners >= 0]] = True
        return terms.constants(found, self.lines)


@dataclass(frozen=True, eq=False)
class Book:
    """The lines of one ledger that stand in its sums, in its order, with what no scenario moves of them.

    Of currencies, of own shares and of what is realised, the distinct names and the number of each line's [S].
    """

    dataset: Dataset
    ledger: str

    @cached_property
    def slices(self) -> Mapping[str, Slice]:
        """The slices by line."""
        return slices.of(self.dataset, self.ledger)

    @cached_property
    def lines(self) -> Mapping[str, Commitment]:
        """The lines by id."""
        every = self.dataset.ledgers[self.ledger].commitments
        return {id_: every[id_] for id_ in self.slices}

    @cached_property
    def promised(self) -> Promised:
        """What documents say of them."""
        return _promised(self.dataset, self.ledger, self.lines)

    @cached_property
    def counts(self) -> Term:
        """Where a line stands in the sums and is not only cut out of another [S]."""
        return terms.constants([slice_.counts for slice_ in self.slices.values()], self.promised.lines)

    @cached_property
    def by_assumption(self) -> Term:
        """Where an assumption of its own says what share of a line may pay for the need [S]."""
        return terms.constants([bool(line.counts_by) for line in self.lines.values()], self.promised.lines)

    @cached_property
    def currencies(self) -> tuple[tuple[str, ...], Indices]:
        """Currencies of the lines."""
        return _numbered([line.currency for line in self.lines.values()])

    @cached_property
    def own_shares(self) -> tuple[tuple[str, ...], Indices]:
        """Assumptions of their own, empty where there is none."""
        return _numbered([line.counts_by or "" for line in self.lines.values()])

    @cached_property
    def realised(self) -> tuple[tuple[str, ...], Indices]:
        """Assumptions that say what share of a line becomes money."""
        pairs = zip(self.lines.values(), self.slices.values(), strict=True)
        return _numbered([realised_by(line, slice_) for line, slice_ in pairs])


@lru_cache(maxsize=16)
def of(dataset: Dataset, ledger: str) -> Book:
    """The book of a ledger."""
    return Book(dataset, ledger)


def _numbered(names: Sequence[str]) -> tuple[tuple[str, ...], Indices]:
    """The distinct names, and the number of each."""
    distinct = tuple(dict.fromkeys(names))
    return distinct, np.array([distinct.index(name) for name in names], dtype=np.intp)


def _promised(dataset: Dataset, ledger: str, book: Mapping[str, Commitment]) -> Promised:
    """What documents say of some lines of a ledger."""
    axis, place = Axis("line", list(book)), {id_: place for place, id_ in enumerate(book)}
    units = tuple(f"{line.currency} bn" for line in book.values())

    def column(name: str, of: Callable[[Commitment], Figure | None]) -> Term:
        found = [(f"commitments.{ledger}.commitments.{id_}.{name}", of(line)) for id_, line in book.items()]
        ids = [id_ if figure else None for id_, figure in found]
        return terms.figures(ids, [figure.value if figure else 0.0 for _, figure in found], axis, units)

    owner = np.array([place.get(line.part_of or "", -1) for line in book.values()], dtype=np.intp)
    wholes = [book.get(line.part_of or "", line) for line in book.values()]
    payments = [(id_, index, payment) for id_, line in book.items() for index, payment in enumerate(line.payments)]
    paying = Axis("payment", [f"{id_}.{index}" for id_, index, _ in payments], line=[id_ for id_, _, _ in payments])
    purposes: tuple[Purpose, ...] = get_args(Purpose)
    return Promised(
        axis,
        units,
        column("envelope", lambda line: line.envelope),
        column("paid", lambda line: line.paid),
        terms.constants(
            [line.paid.as_of.toordinal() if line.paid and line.paid.as_of else 0 for line in book.values()], axis
        ),
        terms.constants([slices.first_day(line.agreed).toordinal() for line in book.values()], axis),
        column("left_documented", lambda line: line.left_documented),
        terms.constants([line.left_documented is not None for line in book.values()], axis),
        terms.constants([FIRMNESS.index(slice_.firmness) for slice_ in slices.of(dataset, ledger).values()], axis),
        terms.constants([STANDINGS.index(slice_.standing) for slice_ in slices.of(dataset, ledger).values()], axis),
        {purpose: column(f"purposes.{purpose}", _of_purpose(purpose)) for purpose in purposes},
        owner,
        _crossed(dataset, list(book.values()), wholes, axis),
        terms.constants(
            [line.currency != whole.currency for line, whole in zip(book.values(), wholes, strict=True)], axis
        ),
        tuple(f"{whole.currency} bn" for whole in wholes),
        _taken_off(list(book.values()), wholes, owner),
        terms.figures(
            [f"commitments.{ledger}.commitments.{id_}.payments.{index}" for id_, index, _ in payments],
            [payment.value for _, _, payment in payments],
            paying,
            tuple(f"{book[id_].currency} bn" for id_, _, _ in payments),
        ),
        terms.constants([payment.date.toordinal() for _, _, payment in payments], paying),
        np.array([place[id_] for id_, _, _ in payments], dtype=np.intp),
    )


def _of_purpose(purpose: Purpose) -> Callable[[Commitment], Figure | None]:
    return lambda line: line.purposes.get(purpose)


def _crossed(dataset: Dataset, book: Sequence[Commitment], wholes: Sequence[Commitment], axis: Axis) -> Term:
    """What one unit of each line's currency is in that of its whole."""
    pairs = [(line.currency, whole.currency) for line, whole in zip(book, wholes, strict=True)]
    distinct = list(dict.fromkeys(pairs))
    return one_of(
        [cross(dataset, *pair) for pair in distinct],
        np.array([distinct.index(pair) for pair in pairs], dtype=np.intp),
        axis,
    )


def cross(dataset: Dataset, theirs: str, mine: str) -> Term:
    """One unit of a currency in another, at the rates of the valuation date."""
    if theirs == mine:
        return terms.term(1.0)
    above, below = (fixing(dataset, code) for code in (theirs, mine))
    return (above / below).called(Phrase("{other} per {currency}", currency=theirs, other=mine), f"{mine} per {theirs}")


def _taken_off(
    book: Sequence[Commitment], wholes: Sequence[Commitment], owner: Indices
) -> dict[tuple[Purpose, Purpose], Indices]:
    """For each purpose of a part and the purpose of its whole that it is taken from: the place of the whole."""
    found: dict[tuple[Purpose, Purpose], Indices] = {}
    for place in np.flatnonzero(owner >= 0).tolist():
        for purpose in book[place].purposes:
            pair = purpose, slices.goes_off(wholes[place], purpose)
            found.setdefault(pair, np.full(len(owner), -1))[place] = owner[place]
    return found


def realised_by(line: Commitment, slice_: Slice) -> str:
    """The assumption that says what share of a line becomes money."""
    if slice_.firmness == "announced":
        return "realised_announced"
    return "realised_tranches" if line.conditional else _REALISED[line.instrument]
