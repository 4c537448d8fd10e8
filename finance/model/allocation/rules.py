"""The rules that decide who is paid: flows [P, K] from needs [K], money [P] of each pool, and reach [P, K]."""

from collections.abc import Callable

import numpy as np

from finance.model.allocation.filling import raised_together
from finance.model.allocation.subsets import Flags, Floats, no_more_than


def _earmark_first(needs: Floats, money: Floats, reach: Flags) -> Floats:
    """Flows [P, K, ...]: pools pay from the narrowest reach to the widest, each in proportion to unmet need.

    A pool gives every sector it reaches unmet × min(1, pool ÷ Σ unmet). What stays unmet,
    u × max(0, 1 − pool ÷ Σu), rises with every u and falls with the pool, and the order of the pools
    depends on reach alone; so more money never raises a sector's gap, more need never lowers one, and
    scaling all amounts scales the flows. Needs [K, ...] and money [P, ...] may hold many variants.
    """
    unmet = needs.copy()
    flows = np.zeros(reach.shape + needs.shape[1:])
    for pool, row in enumerate(reach):
        within_reach = unmet[row]
        share = no_more_than(money[pool], within_reach.sum(axis=0))
        flows[pool, row] = paid = within_reach * share
        unmet[row] -= paid
    return flows


def _priority(needs: Floats, money: Floats, reach: Flags) -> Floats:
    """Flows [P, K, ...]: sectors in column order, each filled as far as money goes, narrowest pools first.

    Needs [K, ...] and money [P, ...] may hold many variants.
    """
    left = money.copy()
    flows = np.zeros(reach.shape + needs.shape[1:])
    for sector, need in enumerate(needs):
        pools = reach[:, sector]
        within_reach = left[pools]
        taken = np.diff(np.minimum(within_reach.cumsum(axis=0), need), axis=0, prepend=0.0)
        flows[pools, sector] = paid = np.minimum(taken, within_reach)
        left[pools] -= paid
    return flows


def _most_funded(needs: Floats, money: Floats, reach: Flags) -> Floats:
    """Flows [P, K]: the largest total, and among those that reach it the worst coverage as high as it can be, then the
    next worst, and so on. (The fundable vectors form a polymatroid, so the one is reached with the other; Megiddo 1974,
    Fujishige 1980.)
    """
    return raised_together(needs, money, reach)


FILLS: dict[str, Callable[[Floats, Floats, Flags], Floats]] = {
    "earmark_first": _earmark_first,
    "priority": _priority,
    "most_funded": _most_funded,
}
RULES = tuple(FILLS)
FILLS_MANY = {"earmark_first": _earmark_first, "priority": _priority}
"""The rules in closed form: they fill many variants in one pass."""
