"""Shares of a change that do not depend on the order of its causes.

References
----------
Shapley (1953), A value for n-person games. Castro, Gómez & Tejada (2009), Polynomial calculation of the Shapley value
based on sampling. Lomeli et al. (2019), Antithetic and Monte Carlo kernel estimators: an order with its reverse.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from math import comb
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Worth: TypeAlias = Callable[[frozenset[str]], Floats]
"""What a set of causes brings about, as one or several numbers [M]."""

PAIRS = 32
"""Sampled orders, each with its reverse."""
SEED = 1953


def subsets(causes: Sequence[str]) -> Iterator[frozenset[str]]:
    """Every set of causes, the smallest first."""
    for size in range(len(causes) + 1):
        yield from map(frozenset, combinations(causes, size))


def exact(causes: Sequence[str], worth: Worth) -> Floats:
    """The share of each cause [N, M], from every set S of the others.

    Σ over S of |S|! (n − |S| − 1)! ÷ n! × (worth(S and the cause) − worth(S)); the shares add up to
    worth(all) − worth(none).
    """
    n = len(causes)
    values = np.zeros((n, worth(frozenset()).size))
    for row, cause in enumerate(causes):
        for others in subsets([other for other in causes if other != cause]):
            weight = 1 / (n * comb(n - 1, len(others)))
            values[row] += weight * (worth(others | {cause}) - worth(others))
    return values


def sampled(causes: Sequence[str], worth: Worth) -> tuple[Floats, Floats]:
    """Estimated shares [N, M] from PAIRS random orders and their reverses, and their standard errors [N, M].

    The sum stays exact, because it is exact in each order.
    """
    n, random, start = len(causes), np.random.default_rng(SEED), worth(frozenset())
    pairs = np.zeros((PAIRS, n, start.size))
    for pair in pairs:
        order = random.permutation(n)
        for way in (order, order[::-1]):
            before, met = start, frozenset[str]()
            for row in way:
                met |= {causes[row]}
                after = worth(met)
                pair[row] += (after - before) / 2
                before = after
    return pairs.mean(axis=0), pairs.std(axis=0, ddof=1) / np.sqrt(PAIRS)
