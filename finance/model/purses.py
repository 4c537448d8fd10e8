"""Which part of which line may pay for which sector, and what it pays: the money in purses.

A sum that is documented for one sector is a purse of its own; the rest of a line is another, which may pay for the
sectors that the line names, or for any. Of a purse that is tied to some sectors, a soft share may pay for every one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from finance.data.records import NOT_ITEMISED
from finance.messages import Phrase
from finance.model import allocation, terms
from finance.model.allocation.subsets import merged
from finance.model.given import stored
from finance.model.promised import Book
from finance.model.terms import FRACTION, Axis, Indices, Term, collected, most, one_of, plus, share_of, taken_from, when

_NOTHING = 1e-12  # of a line: a rest below it is rounding


@dataclass(frozen=True)
class Purses:
    """Of each purse its line [P], its share of it [P], its reach [P, K]; and which are sums for one sector, or what no
    sum ties, which are what is tied, and which what is set free of a tie [P]."""

    axis: Axis
    line: Indices
    share: Term
    reach: NDArray[np.bool_]
    sums: Term
    open: Term
    tied: Term
    loose: Term

    def money(self, available: Term) -> Term:
        """Money of each purse [USD bn, P] of what counts of the lines [USD bn, S]."""
        own = taken_from(available, self.line, self.axis)
        part = own * self.share
        named = part.called(Phrase("money of “{line}” documented for {sector}"))
        rest = part.called(Phrase("money of “{line}” documented for no one sector"))
        return when(self.sums, named, when(self.open, rest, own))

    def softened(self, money: Term, soft: Term) -> "tuple[Purses, Term]":
        """The purses and their money where a share of what is tied may pay for every sector.

        Where nothing is tied or soft, the purses as they are.
        """
        bound: NDArray[np.bool_] = np.logical_not(self.reach.all(axis=1))
        if not np.any(soft.value) or not bound.any():
            return self, money
        places = np.concatenate([np.arange(len(bound)), np.flatnonzero(bound)])
        loose = np.arange(len(places)) >= len(bound)
        about = {name: [ids[place] for place in places] for name, ids in self.axis.about.items()}
        axis = Axis("purse", about.pop("purse"), **about)
        amounts = taken_from(money, places, axis)
        binding = (1.0 - soft).called(Phrase("share of earmarks that bind"), FRACTION)
        kept = (amounts * binding).called(Phrase("tied money of “{line}”"))
        free = (amounts * soft).called(Phrase("money of “{line}” whose earmark is lifted"))
        tied = terms.constants(bound[places] & ~loose, axis)
        found = replace(
            self,
            axis=axis,
            line=self.line[places],
            reach=self.reach[places] | loose[:, np.newaxis],
            tied=tied,
            loose=terms.constants(loose, axis),
        )
        return found, when(found.loose, free, when(tied, kept, amounts))


@lru_cache(maxsize=64)
def of(book: Book, sectors: tuple[str, ...]) -> Purses:
    """The purses of a ledger's lines for some rows of need.

    A documented sector is reached and nothing else; where it is no row of the needs, its need is part of "other
    sectors", so that is what is reached.
    """
    dataset, lines = book.dataset, tuple(book.lines)
    found: list[tuple[int, Term, str, tuple[str, ...]]] = []
    for place, (id_, line) in enumerate(book.lines.items()):
        stem = f"commitments.{book.ledger}.commitments.{id_}"
        envelope = stored(dataset, f"{stem}.envelope")
        shares = [_share(stored(dataset, f"{stem}.split.{sector}") / envelope, id_, sector) for sector in line.split]
        found += [(place, share, sector, (sector,)) for sector, share in zip(line.split, shares, strict=True)]
        rest = most(1.0 - plus(shares), 0.0) if shares else terms.term(1.0)
        rest = rest.called(Phrase("share of “{line}” documented for no one sector", line=id_), FRACTION)
        if not shares or rest.value > _NOTHING:
            found.append((place, rest, "", line.earmarks))
    axis = Axis("purse", [str(place) for place in range(len(found))],
                line=[lines[place] for place, *_ in found], sector=[sector for _, _, sector, _ in found])  # fmt: skip
    split = [bool(book.lines[lines[place]].split) for place, *_ in found]
    none = terms.constants([False] * len(found), axis)
    return Purses(
        axis,
        np.array([place for place, *_ in found], dtype=np.intp),
        terms.rows([share for _, share, _, _ in found], axis),
        np.array([_reach(sectors, named) for *_, named in found], dtype=bool).reshape(len(found), len(sectors)),
        terms.constants([bool(sector) for _, _, sector, _ in found], axis),
        terms.constants([parts and not sector for parts, (_, _, sector, _) in zip(split, found, strict=True)], axis),
        none,
        none,
    )


def _share(share: Term, line: str, sector: str) -> Term:
    return share.called(Phrase("share of “{line}” documented for {sector}", line=line, sector=sector), FRACTION)


def _reach(sectors: Sequence[str], named: Sequence[str]) -> list[bool]:
    """Where among the rows of need some sectors are; all, where none is named."""
    if not named:
        return [True] * len(sectors)
    found = [sector in named for sector in sectors]
    return found if any(found) else [sector == NOT_ITEMISED for sector in sectors]


# ---------------------------------------------------------------- who pays for what


def flows(purses: Purses, money: Term, needs: Term, rule: str, lines: Axis) -> Term:
    """What each line pays for each sector [USD bn, S, K], by a rule, with the formula of every payment.

    `money` [P] and `needs` [K] are in USD bn. Of the rules without a formula of one line, the matching itself is the
    operation. The values are those of `allocation.allocate`.
    """
    in_proportion = rule == "earmark_first" and len(purses.axis) > 0
    paid = _in_proportion(purses, money, needs) if in_proportion else _matched(purses, money, needs, rule)
    of_line = paid.called(Phrase("“{line}” for {sector}"))
    tied = paid.called(Phrase("tied money of “{line}” for {sector}"))
    loose = paid.called(Phrase("lifted earmark of “{line}” for {sector}"))
    named = when(purses.loose, loose, when(purses.tied, tied, of_line))
    return collected(named, purses.line, lines).called(Phrase("“{line}” for {sector}"))


def _matched(purses: Purses, money: Term, needs: Term, rule: str) -> Term:
    paid = allocation.allocate(needs.value, money.value, purses.reach, rule)
    return Term("matched", (money, needs), (purses.axis, *needs.axes), rule, value=paid)


def _in_proportion(purses: Purses, money: Term, needs: Term) -> Term:
    """Purses of one reach are one pool; pools pay from the narrowest reach to the widest, as in `allocation`."""
    reach, pool_of = merged(purses.reach)
    pools = Axis("pool", [str(place) for place in range(len(reach))])
    sums = collected(money, pool_of, pools).called(Phrase("all money with that reach"))
    unmet, within, shares = needs, list[Term](), list[Term]()
    for place, row in enumerate(reach):
        reached = terms.constants(row.astype(float), needs.axes[0]) * unmet
        wanted = terms.total(reached, needs.axes[0]).called(Phrase("all unmet need within reach"))
        pool = terms.at(sums, pools, place)
        larger = most(pool, wanted).called(Phrase("unmet need or money within reach, the larger"))
        within.append(reached)
        shares.append(larger)
        unmet = most(unmet - reached * share_of(pool, larger), 0.0)
        unmet = unmet.called(Phrase("need of {sector} not met by narrower earmarks"))
    of_each = share_of(money, one_of(shares, pool_of, purses.axis))
    of_each = of_each.called(Phrase("what “{line}” covers of each unmet dollar in reach"), FRACTION)
    return one_of(within, pool_of, purses.axis) * of_each
