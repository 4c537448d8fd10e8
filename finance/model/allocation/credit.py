"""How much of the largest fundable total is owed to each source: its Shapley value."""

from math import comb

import numpy as np
import numpy.typing as npt

from finance.model.allocation.amounts import checked, matchable
from finance.model.allocation.flow import added
from finance.model.allocation.subsets import ENUMERABLE, Flags, Floats, inside, merged, over_subsets, totals, touching

_PAIRS = 256  # sampled orders of arrival, each with its reverse
_SEED = 1953


def contributions(needs: npt.ArrayLike, available: npt.ArrayLike, eligible: npt.ArrayLike) -> Floats:
    """Credit of each source [S] [bn USD]; the credits sum to the largest fundable total.

    The Shapley (1953) value of the game v(coalition) = need − minimum gap with only the coalition's
    money: what a source adds, averaged over every order of arrival. Exact up to 16 sources that can
    pay for something. Above, the average over 256 random orders and their reverses (antithetic, fixed
    seed): single credits are then estimates, good to about 5 %, but the sum, the zero of a source that
    adds nothing and the equality of identical sources stay exact. Raises `AllocationError` for bad
    input.
    """
    needs, available, eligible = checked(needs, available, eligible)
    usable = matchable(needs, available, eligible)
    paying = usable.any(axis=1)
    # Identical sources share one average, in an order of arrival that the caller's order cannot change.
    sources = np.column_stack([available, usable])[paying]
    kinds, kind_of, count = np.unique(sources, axis=0, return_inverse=True, return_counts=True)
    kind = np.repeat(np.arange(len(kinds)), count)
    money, reach = kinds[kind, 0], kinds[kind, 1:] > 0
    shapley = _exact_credit if len(kind) <= ENUMERABLE else _sampled_credit
    credit = shapley(needs, np.minimum(money, reach @ needs), reach)
    credits = np.zeros_like(available)
    credits[paying] = (totals(credit, kind) / count)[kind_of]
    return credits


def _exact_credit(needs: Floats, available: Floats, usable: Flags) -> Floats:
    """Shapley credit [S] from every coalition.

    A coalition funds its money less what it must strand: the largest value, over its members R, of
    available(R) − need(sectors that R reaches).
    """
    n = len(available)
    money = inside(available, np.eye(n, dtype=bool))
    funded = money - over_subsets(money - touching(needs, usable.T), np.maximum)
    by_size = np.array([1 / (n * comb(n - 1, size)) for size in range(n)] + [0.0])
    weight = by_size[np.bitwise_count(np.arange(1 << n))]
    credit = np.zeros(n)
    for source in range(n):
        pair, odds = funded.reshape(-1, 2, 1 << source), weight.reshape(-1, 2, 1 << source)
        credit[source] = ((pair[:, 1] - pair[:, 0]) * odds[:, 0]).sum()
    return credit


def _sampled_credit(needs: Floats, available: Floats, usable: Flags) -> Floats:
    """Shapley credit [S] averaged over random orders of arrival and their reverses."""
    reach, pool_of = merged(usable)
    payers, class_of = merged(reach.T)
    need = totals(needs, class_of)
    purses = list(zip(pool_of.tolist(), available.tolist(), strict=True))
    credit = np.zeros_like(available)
    random = np.random.default_rng(_SEED)
    for _ in range(_PAIRS):
        forward = random.permutation(len(purses))
        for order in (forward, forward[::-1]):
            credit[order] += added(need, [purses[source] for source in order], payers)[0]
    return credit / (2 * _PAIRS)
