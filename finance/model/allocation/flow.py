"""A maximal flow of money to need, one purse after another."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from finance.model.allocation.subsets import Flags, Floats


def added(
    need: Floats,
    purses: Sequence[tuple[int, float]],
    payers: Flags,
) -> tuple[list[float], Floats, Floats]:
    """What each purse (pool, money) in turn adds to the largest fundable total; flows [C, P]; unmet [C].

    Shortest augmenting paths (Edmonds & Karp 1972): they never take back what an earlier purse added.
    """
    unmet = need.tolist()
    flows = [[0.0] * len(row) for row in payers]
    reach = [np.flatnonzero(row).tolist() for row in payers.T]
    added = []
    for pool, money in purses:
        left = money
        while left > 0 and (path := _augmenting_path(pool, unmet, flows, reach)):
            handed_on = [(class_, donor) for (_, class_), (donor, _) in pairwise(path)]
            last = path[-1][1]
            step = min(left, unmet[last], *(flows[class_][donor] for class_, donor in handed_on))
            for taker, class_ in path:
                flows[class_][taker] += step
            for class_, donor in handed_on:
                flows[class_][donor] -= step
            unmet[last] -= step
            left -= step
        added.append(money - left)
    return added, np.array(flows).reshape(payers.shape), np.array(unmet)


def _augmenting_path(
    start: int, unmet: Sequence[float], flows: Sequence[Sequence[float]], reach: Sequence[Sequence[int]]
) -> list[tuple[int, int]]:
    """Steps (pool, class it takes over) from a pool to a class with unmet need; empty if there is none."""
    paths: dict[int, list[tuple[int, int]]] = {start: []}
    queue = [start]
    for pool in queue:
        for class_ in reach[pool]:
            path = [*paths[pool], (pool, class_)]
            if unmet[class_] > 0:
                return path
            for donor, paid in enumerate(flows[class_]):
                if paid > 0 and donor not in paths:
                    paths[donor] = path
                    queue.append(donor)
    return []
