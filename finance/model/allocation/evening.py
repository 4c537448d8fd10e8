"""The most even coverage in closed form: the lexicographic max-min of many variants at once, without a solver.

What sources can fund together is a polymatroid: a set U of sectors gets at most the money of the sources that reach
any of U. The worst coverage is as high as it can be at the lowest ratio of that money to the need of U, over all U;
the sectors of the set that attains it are settled there, their money is gone, and the rest goes on.

References
----------
Megiddo (1974), Optimal flows in networks with multiple sources and sinks. Fujishige (1980), Lexicographically optimal
base of a polymatroid with respect to a weight vector.
"""

import numpy as np

from finance.model.allocation.subsets import Flags, Floats, Indices, merged

_CELLS = 1 << 20  # of a table of subsets × variants that is worked on at once


def evenly(needs: Floats, money: Floats, reach: Flags) -> Floats:
    """What each sector gets [K, N] [bn USD] at lexicographic max-min coverage, in N variants of the amounts.

    ``needs`` [K, N] and ``money`` [P, N] [bn USD], not negative; ``reach`` [P, K]. Sectors that the same pools reach
    are one class; work grows with 2^classes × N.
    """
    payers, class_of = merged(reach.T)
    sizes = (class_of == np.arange(len(payers))[:, np.newaxis]).astype(float) @ needs
    width = max(1, _CELLS >> len(payers))
    blocks = [slice(start, start + width) for start in range(0, needs.shape[1], width)]
    level = np.column_stack([_levels(sizes[:, block], money[:, block], payers) for block in blocks])
    return needs * level[class_of]


def _levels(need: Floats, money: Floats, payers: Flags) -> Floats:
    """Coverage [C, N] of the classes: ``need`` [C, N], ``money`` [P, N], ``payers`` [C, P]."""
    classes, variants = need.shape
    subsets = np.arange(1 << classes)
    members = (subsets[:, np.newaxis] >> np.arange(classes) & 1).astype(float)
    wanted, within_reach = members @ need, (members @ payers > 0).astype(float) @ money
    level = np.ones((classes, variants))
    open_, settled = np.arange(variants), np.zeros(variants, dtype=np.intp)
    while open_.size:
        ratio = _ratios(wanted[:, open_], within_reach[:, open_], subsets, settled)
        tightest = ratio.argmin(axis=0)
        lowest = ratio[tightest, np.arange(len(open_))]
        short = lowest < 1
        open_, lowest, newly = open_[short], lowest[short], (tightest & ~settled)[short]
        settled = tightest[short]
        joins = (newly >> np.arange(classes)[:, np.newaxis] & 1).astype(bool)
        level[:, open_] = np.where(joins, lowest, level[:, open_])
    return level


def _ratios(wanted: Floats, within_reach: Floats, subsets: Indices, settled: Indices) -> Floats:
    """Money that is left ÷ need that is left of each subset [2^C, N], infinite where it adds no need."""
    column = np.arange(len(settled))
    more_need = wanted - wanted[settled, column]
    more_money = np.maximum(within_reach - within_reach[settled, column], 0.0)
    counts = ((subsets[:, np.newaxis] & settled) == settled) & (more_need > 0)
    ratios: Floats = np.divide(more_money, more_need, out=np.full(wanted.shape, np.inf), where=counts)
    return ratios
