"""Money line by line: from the envelope that was promised to the money that can pay for the need."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from finance.data.dataset import STANDINGS, Dataset
from finance.data.records import FIRMNESS, Commitment, Purpose
from finance.data.slices import Slice
from finance.data.units import Unit
from finance.messages import Phrase
from finance.model import promised, terms
from finance.model.given import Given
from finance.model.promised import Book, Promised, realised_by
from finance.model.terms import (
    FRACTION,
    Condition,
    Floats,
    Numbers,
    Term,
    both,
    collected,
    either,
    latest,
    least,
    most,
    one_of,
    plus,
    share_of,
    when,
)
from finance.scenario import Scenario

LEFT_OUT = ("overlap", "unreliable", "not_firm", "paid", "undocumented", "ineligible", "unrealised")
"""Reasons for which part of a face does not count, in the order in which they are applied: what stands under a part
of the line, weak documents, too little firmness, what was paid by the day of the need, what no document says to be
unpaid, what may not pay for the need, and what is not expected to be paid."""

ALWAYS_ELIGIBLE: tuple[Purpose, ...] = ("reconstruction", "private_sector")
"""Purposes that count in full."""
ELIGIBLE_BY: dict[Purpose, str] = {"unspecified": "unspecified_eligible", "budget": "budget_support_eligible"}
"""Purpose → the assumption that says what share counts; military and humanitarian money never counts."""

# ---------------------------------------------------------------- the formulas


@dataclass(frozen=True)
class Day:
    """The day that the need was counted to, and what is taken as paid of a sum that was counted later."""

    day: Term
    id: str
    all: Condition
    none: Condition
    at_most: Condition


@dataclass(frozen=True)
class Cut:
    """Of each line the part that no other line holds, what was paid of it, and what no document says to be unpaid."""

    own: Term
    known: Term
    may_be: Term
    undated: Term
    already: Term
    unknown: Term
    purposes: Mapping[Purpose, Term]

    @property
    def taken(self) -> Term:
        """What is taken as paid of each line by the day, with what its parts were paid."""
        return self.known + (self.may_be - self.known) * self.undated


def cut(book: Promised, by: Day) -> Cut:
    """The slices of a book by a day, in bn of the currency of each line.

    Of a running total that was counted after the day, what was paid by then is not known beyond the payments with a
    day. Of a slice at least what is known to be paid of the line by then, and can be no part's, was paid; at most what
    may be paid of it, and no more than was ever found paid of it beside its parts. Of what lies between, the share
    `all`, `none` or by the time gone by; so these take less and less off every slice.
    """
    units, parts = book.units, book.has(book.owner)
    beside = most(book.envelope - book.below(book.envelope), 0.0).called(Phrase("“{line}” beside its parts"), units)
    own = when(parts, beside, book.envelope)
    known, open_, share = _paid_by(book, by)
    may_be = (known + open_).called(Phrase("what may have been paid of “{line}” by then"), units)
    lowest = most(known - book.below(may_be), 0.0)
    lowest = lowest.called(Phrase("paid of “{line}” by then at least, beside its parts"), units)
    ever = (book.paid - book.below(book.paid)).called(Phrase("ever paid of “{line}” beside its parts"), units)
    highest = most(least(may_be, ever), lowest)
    highest = highest.called(Phrase("paid of “{line}” by then at most, beside its parts"), units)
    between = (highest - lowest).called(Phrase("paid of “{line}” on a day that is not known"), units)
    already = least(lowest + between * share, own)
    already = already.called(Phrase("paid of “{line}” beside its parts, at most all of it"), units)
    return Cut(own, known, may_be, share, already, _unknown(book, by, own, already), _purposes(book))


def _paid_by(book: Promised, by: Day) -> tuple[Term, Term, Term]:
    """Of each line by the day: what is known to be paid, what more may be, and the share taken of that."""
    due = book.payments * (book.days <= by.day)
    before, every = (collected(amounts, book.payer, book.lines) for amounts in (due, book.payments))
    start = most(book.agreed, latest(book.days * (book.days <= by.day), book.payer, book.lines))
    later, begun = book.counted > by.day, start <= by.day
    before = before.called(Phrase("payments under “{line}” by then"), book.units)
    rest = most(book.paid - every, 0.0).called(Phrase("paid of “{line}” on no known day"), book.units)
    known = when(later, when(begun, before, 0.0), book.paid)
    open_ = when(both(later, begun), rest, 0.0)
    by_time = share_of(by.day - start, book.counted - start)
    share = when(both(later, begun), when(by.all, 1.0, when(by.none, 0.0, by_time)), 0.0)
    name = Phrase("share of “{line}” without a day that is taken as paid by {day}", day=by.id)
    return known, open_, share.as_fact(name)


def _unknown(book: Promised, by: Day, own: Term, already: Term) -> Term:
    """What no document says to be still unpaid, and at most what is not paid."""
    units = book.units
    unknown = (book.envelope - book.paid - book.left).called(
        Phrase("what no document says to be unpaid of “{line}”"), units
    )
    unknown = when(book.left_known, unknown, 0.0)
    beside = most(unknown - book.below(unknown), 0.0).called(Phrase("the same of “{line}” beside its parts"), units)
    unpaid = (own - already).called(Phrase("what was not paid of “{line}” by the day of the need"), units)
    open_ = least(beside, unpaid).called(Phrase("what is not documented as unpaid of “{line}”"), units)
    return when(either(by.at_most, book.agreed > by.day), 0.0, open_)


def _purposes(book: Promised) -> dict[Purpose, Term]:
    """What is left of each purpose when the parts are taken off."""
    left: dict[Purpose, Term] = {}
    for purpose, amount in book.purposes.items():
        owners = {theirs: owner for (theirs, mine), owner in book.off.items() if mine == purpose}
        if not owners:
            left[purpose] = amount
            continue
        rest = most(amount - plus([book.below(book.purposes[theirs], owner) for theirs, owner in owners.items()]), 0.0)
        rest = rest.called(Phrase("{purpose} in “{line}” beside its parts", purpose=purpose), book.units)
        left[purpose] = when(book.has(np.maximum.reduce(list(owners.values()))), rest, amount)
    return left


@dataclass(frozen=True)
class Choices:
    """What the scenario makes of the lines [S]: their rates, which ranks are enough, and the two shares that count.

    `counts` is where a line stands in the book's sums; `by_assumption` where an assumption of its own says what share
    of it may pay for the need, `own_share`.
    """

    numbers: Numbers
    rate: Term
    softest: Term
    weakest: Term
    counts: Condition
    by_assumption: Condition
    own_share: Term
    realisation: Term


@dataclass(frozen=True)
class Formulas:
    """Each line [S]: its face [bn of its currency], rate, and face in dollars; the share that each of the first reasons
    takes of what those before it leave, and the two shares that count; what is left out by reason and what counts [USD
    bn]."""

    cut: Cut
    face: Term
    rate: Term
    dollars: Term
    lost: Mapping[str, Term]
    eligibility: Term
    realisation: Term
    left_out: Mapping[str, Term]
    available: Term


def formulas(book: Promised, cut: Cut, by: Choices) -> Formulas:
    """available = envelope × rate × the share that each reason leaves of what the reasons before it have left."""
    shares = _lost(book, cut, by)
    dollars = book.envelope * by.rate
    left, left_out = dollars, {}
    for reason, share in shares.items():
        left_out[reason] = (left * share).called(Phrase("left out of “{line}” for {reason}", reason=reason))
        rest = (1.0 - share).called(Phrase("share of “{line}” left after {reason}", reason=reason), FRACTION)
        left = left * rest
    eligibility = _eligibility(book, cut, by)
    for reason, share in (("ineligible", eligibility), ("unrealised", by.realisation)):
        rest = (1.0 - share).called(Phrase("share of “{line}” left after {reason}", reason=reason), FRACTION)
        left_out[reason] = (left * rest).called(Phrase("left out of “{line}” for {reason}", reason=reason))
        left = left * share
    available = left.called(Phrase("what counts of “{line}”"))
    return Formulas(cut, book.envelope, by.rate, dollars, shares, eligibility, by.realisation, left_out, available)


def _lost(book: Promised, cut: Cut, by: Choices) -> dict[str, Term]:
    """The share that each of the first reasons takes of what those before it leave."""
    parts = book.below(book.envelope).called(Phrase("what the parts of “{line}” take of it"), book.units)
    unpaid = (cut.own - cut.already).called(Phrase("what was not paid of “{line}” by the day of the need"), book.units)
    lost = {
        "overlap": parts / book.envelope,
        "paid": share_of(cut.already, cut.own),
        "undocumented": share_of(cut.unknown, unpaid),
    }
    named = {
        reason: share.called(Phrase("share of “{line}” lost to {reason}", reason=reason), FRACTION)
        for reason, share in lost.items()
    }
    every = named | {
        "unreliable": _condition(book.standing > by.weakest, "unreliable"),
        "not_firm": _condition(book.firmness < by.softest, "not_firm"),
    }
    return {reason: every[reason] for reason in LEFT_OUT if reason in every}


def _condition(out: Term, reason: str) -> Term:
    """All of a line or nothing."""
    return when(out, 1.0, 0.0).as_fact(Phrase("all of “{line}”, left out for {reason}", reason=reason))


def _eligibility(book: Promised, cut: Cut, by: Choices) -> Term:
    """Share of the slice that may pay for the need, by the line's own assumption or by its purposes."""
    shares = {purpose: terms.term(1.0) for purpose in ALWAYS_ELIGIBLE}
    shares |= {purpose: by.numbers.number(id_) for purpose, id_ in ELIGIBLE_BY.items()}
    counted = [
        (cut.purposes[purpose] * share).called(Phrase("{purpose} in “{line}” that counts", purpose=purpose), book.units)
        if purpose in ELIGIBLE_BY
        else cut.purposes[purpose]
        for purpose, share in shares.items()
    ]
    eligible = plus(counted).called(Phrase("money in “{line}” that may pay for recovery"), book.units)
    others = [amount for purpose, amount in cut.purposes.items() if purpose not in shares]
    every = plus([*(cut.purposes[purpose] for purpose in shares), *others])
    every = every.called(Phrase("money in “{line}” for all purposes"), book.units)
    share = share_of(eligible, every).called(Phrase("share of “{line}” that may pay for recovery"), FRACTION)
    aside = Phrase("share of “{line}” that may pay for recovery: it is left out of the book")
    aside_share = terms.fact(aside, np.zeros(len(book.lines)), (book.lines,))
    return when(by.counts, when(by.by_assumption, by.own_share, share), aside_share)


# ---------------------------------------------------------------- of a scenario


@dataclass(frozen=True)
class Line:
    """One commitment under a scenario. `face` is in its currency [bn]; everything after `rate` in USD bn.

    face × rate = available + the amounts left out, in the order of LEFT_OUT. `figures` is empty where the whole line
    is left out as unreliable or not firm, because then no number rests on it. `split` are the shares of what counts
    that are documented for one sector each [fraction]; the rest may pay for `earmarks`, or for any sector where there
    are none.
    """

    commitment: str
    source: str
    face: float
    currency: str
    rate: float
    left_out: tuple[float, ...]
    available: float
    eligibility: float
    realisation: float
    earmarks: tuple[str, ...]
    split: tuple[tuple[str, float], ...]
    figures: tuple[str, ...]


@dataclass(frozen=True)
class Funding:
    """The money of the scenario's ledger as formulas, and the unit that its dollars are in."""

    given: Given
    book: Book
    formulas: Formulas
    unit: Unit

    @property
    def ledger(self) -> str:
        return self.book.ledger

    @property
    def commitments(self) -> tuple[str, ...]:
        """The lines by their ids [S]."""
        return self.formulas.available.axes[0].labels

    @property
    def available(self) -> Floats:
        """Money of each line that can pay for the need [USD bn, S], or [S, N] of N variants."""
        amounts: Floats = self.formulas.available.value
        return amounts

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines, in the order of the ledger."""
        found, cut_ = self.formulas, self.book.slices
        columns = (found.rate, found.available, found.eligibility, found.realisation, *found.left_out.values())
        values = [np.broadcast_to(column.value, len(cut_)).tolist() for column in columns]
        out = dict(zip(found.left_out, values[4:], strict=True))
        return tuple(
            Line(
                id_,
                (line := self.book.lines[id_]).source,
                line.envelope.value,
                line.currency,
                values[0][place],
                tuple(out[reason][place] for reason in LEFT_OUT),
                values[1][place],
                values[2][place],
                values[3][place],
                line.earmarks,
                tuple((sector, figure.value / line.envelope.value) for sector, figure in line.split.items()),
                self._figures(line, slice_),
            )
            for place, (id_, slice_) in enumerate(cut_.items())
        )

    def _figures(self, line: Commitment, slice_: Slice) -> tuple[str, ...]:
        """The figures that a line's money rests on; none where the whole line is left out."""
        scenario = self.given.scenario
        soft = FIRMNESS.index(slice_.firmness) < FIRMNESS.index(scenario.choice("firmness"))
        weak = STANDINGS.index(slice_.standing) > STANDINGS.index(scenario.choice("standing"))
        if not slice_.counts or soft or weak or slice_.empty:
            return ()
        own = (
            [line.counts_by] if line.counts_by else [ELIGIBLE_BY[name] for name in line.purposes if name in ELIGIBLE_BY]
        )
        prices = () if scenario.choice("prices") == "as_published" else ("macro.prices.us_gdp_deflator",)
        read = (f"assumptions.{id_}" for id_ in (*own, realised_by(line, slice_)))
        return (*slice_.figures, *self.given.rate_figures(line.currency), *prices, *read)


def lines(given: Given) -> Funding:
    """The money of the scenario's ledger, line by line.

    The book is cut into slices first, so that no sum counts twice: see `finance.data.slices`. What was paid is taken
    off whatever its documents, because leaving it out would overstate the money, and only as far as it was paid by the
    day of the need: what was paid later still meets it.
    Raises UnitError where a currency has no rate on the valuation date.
    """
    scenario, book = given.scenario, promised.of(given.dataset, given.scenario.choice("ledger"))
    found = cut_of(book, need_day(given.dataset, scenario), scenario.choice("undated"), scenario.choice("amount_left"))
    year = None if scenario.choice("prices") == "as_published" else int(scenario.choice("prices"))
    return Funding(given, book, formulas(book.promised, found, _choices(given, book)), Unit("USD", year))


@lru_cache(maxsize=64)
def cut_of(book: Book, day: dt.date, undated: str, amount_left: str) -> Cut:
    """The slices of a ledger by a day."""
    as_all, as_none, at_most = undated == "all", undated == "none", amount_left == "at_most"
    return cut(book.promised, Day(terms.term(day.toordinal()), day.isoformat(), as_all, as_none, at_most))


def need_day(dataset: Dataset, scenario: Scenario) -> dt.date:
    """The day that the scenario's need was counted to: what was paid until then is not in it any more."""
    return dataset.programmes[scenario.choice("assessment")].as_of


def _choices(given: Given, book: Book) -> Choices:
    scenario, axis = given.scenario, book.promised.lines
    prices = given.prices(given.dataset.macro.valuation_date.year)
    rates = [_rate(given, currency, prices) for currency in book.currencies[0]]
    own = [given.number(id_) if id_ else terms.term(0.0) for id_ in book.own_shares[0]]
    return Choices(
        given,
        one_of(rates, book.currencies[1], axis),
        terms.term(FIRMNESS.index(scenario.choice("firmness"))),
        terms.term(STANDINGS.index(scenario.choice("standing"))),
        book.counts,
        book.by_assumption,
        one_of(own, book.own_shares[1], axis),
        one_of([given.number(id_) for id_ in book.realised[0]], book.realised[1], axis),
    )


def _rate(given: Given, currency: str, prices: Term) -> Term:
    """Dollars of the scenario's prices per unit of a currency."""
    rate, name = given.rate(currency), Phrase("dollars per {currency}", currency=currency)
    return rate if given.choice("prices", "as_published") else (rate * prices).called(name, f"USD per {currency}")
