"""The smallest gap that any choice of payers leaves: the minimum cut between money and need."""

import numpy as np
import numpy.typing as npt

from finance.model.allocation.amounts import checked, matchable
from finance.model.allocation.flow import added
from finance.model.allocation.subsets import ENUMERABLE, Flags, Floats, inside, merged, totals, touching

_TIE = 1e-12  # of total need: two cuts that differ by less are equal


def minimum_gap(
    needs: npt.ArrayLike, available: npt.ArrayLike, eligible: npt.ArrayLike
) -> tuple[float, tuple[int, ...]]:
    """Smallest gap any allocation can reach [bn USD], and the sectors that are jointly short.

    The gap is the largest value, over sets U of sectors, of need(U) − available(sources that reach any
    of U); the empty set gives 0 (Gale 1957; the minimum cut of Ford & Fulkerson 1956). The sets that
    attain it are closed under intersection; ``binding`` lists the smallest, empty when there is no gap.
    Differences below 1e-12 of total need count as ties. Raises `AllocationError` for bad input.
    """
    needs, available, eligible = checked(needs, available, eligible)
    reach, pool_of = merged(matchable(needs, available, eligible))
    payers, class_of = merged(reach.T)
    need = totals(needs, class_of)
    # Money beyond the need within reach cannot change a cut; without it, rounding is relative to need.
    money = np.minimum(totals(available, pool_of), need @ payers)
    cut = _tight_by_subsets if min(payers.shape) <= ENUMERABLE else _tight_by_flow
    gap, short = cut(need, money, payers)
    binding = tuple(np.flatnonzero(short[class_of] & (needs > 0)).tolist())
    return (gap if binding else 0.0), binding


def _tight_by_subsets(need: Floats, money: Floats, payers: Flags) -> tuple[float, Flags]:
    """Minimum gap, and which classes [C] are jointly short, from every subset of the smaller side.

    Subsets of classes: need(U) − money of the pools that reach any of U. Subsets of pools: the need that
    only they can pay − their money; the largest value is the same.
    """
    by_class = len(need) <= len(money)
    if by_class:
        excess = inside(need, np.eye(len(need), dtype=bool)) - touching(money, payers.T)
    else:
        excess = inside(need, payers) - inside(money, np.eye(len(money), dtype=bool))
    gap = float(excess.max())
    ties = np.flatnonzero(excess >= gap - _TIE * need.sum())
    smallest = np.bitwise_and.reduce(ties)
    chosen = (smallest >> np.arange(min(payers.shape)) & 1).astype(bool)
    return gap, chosen if by_class else ~(payers @ ~chosen)


def _tight_by_flow(need: Floats, money: Floats, payers: Flags) -> tuple[float, Flags]:
    """The same as `_tight_by_subsets` from a maximal flow: the classes from which unmet need is reached.

    A class is short if it has unmet need, or is paid by a pool that could pay for a short class instead.
    """
    _, flows, unmet = added(need, list(enumerate(money.tolist())), payers)
    noise = _TIE * need.sum()
    short, paid = unmet > noise, flows > noise
    for _ in need:
        short = short | paid @ (short @ payers)
    return float(unmet.sum()), short
