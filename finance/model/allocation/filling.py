"""Coverage raised together, worst first: progressive filling by linear programmes."""

import numpy as np
from scipy.optimize import linprog

from finance.errors import AllocationError
from finance.model.allocation.cuts import minimum_gap
from finance.model.allocation.subsets import Flags, Floats, merged, no_more_than, totals

_RESOLUTION = 1e-9  # of total need: HiGHS drops coefficients below it
_FEASIBLE = 1e-10  # the tightest tolerance HiGHS takes
_PRICED = 1e-6  # a smaller shadow price is solver noise
_ROUNDING = 1e-14  # room left so that one round's rounding does not make the next infeasible


def raised_together(needs: Floats, money: Floats, reach: Flags) -> Floats:
    """Flows [P, K] of lexicographic max-min coverage, among those of the largest total.

    Pools and sectors below 1e-9 of total need, which the solver cannot resolve, are left out.
    """
    smallest = _RESOLUTION * needs.sum()
    usable = reach & (needs > smallest) & (money > smallest)[:, np.newaxis]
    sectors = usable.any(axis=0)
    flows = np.zeros(reach.shape)
    if sectors.any():
        payers, class_of = merged(usable[:, sectors].T)
        sizes = totals(needs[sectors], class_of)
        sizes, money_share = sizes / sizes.sum(), np.minimum(money / sizes.sum(), 1.0)
        total = 1.0 - minimum_gap(sizes, money_share, payers.T)[0]
        paid = _progressive_filling(sizes, money_share, payers.T, total)
        flows[:, sectors] = paid[:, class_of] * needs[sectors]
    flows *= no_more_than(needs, flows.sum(axis=0))
    flows *= no_more_than(money, flows.sum(axis=1))[:, np.newaxis]
    return flows


def _progressive_filling(sizes: Floats, money: Floats, reach: Flags, total: float) -> Floats:
    """Share of each class's need that each pool pays [P, C], at lexicographic max-min coverage.

    Raises the coverage of all open classes together as far as it goes, closes those that stop it, and
    goes on (Megiddo 1974). A class stops the rise when its floor has a shadow price; the prices sum to
    1, so every round closes one. ``sizes``, ``money`` and ``total`` are fractions of total need.
    """
    pool, class_ = np.nonzero(reach)
    covered = (class_ == np.arange(len(sizes))[:, np.newaxis]).astype(float)
    spent = (pool == np.arange(len(money))[:, np.newaxis]) * sizes[class_]
    limits = np.vstack([-covered, covered, spent, -sizes[class_]])
    floor = np.zeros(len(sizes))
    rising = np.ones(len(sizes), dtype=bool)
    while rising.any():
        floors = np.where(rising, 0.0, _ROUNDING - floor)
        bounds = np.concatenate([floors, np.ones(len(sizes)), money, [_ROUNDING - total]])
        level = np.pad(rising.astype(float), (0, len(bounds) - len(sizes)))
        shares, highest, prices = _highest_level(np.column_stack([limits, level]), bounds)
        floor[rising] = highest
        rising &= (prices[: len(sizes)] < _PRICED) & (highest < 1 - _FEASIBLE)
    paid = np.zeros(reach.shape)
    paid[pool, class_] = np.maximum(shares, 0.0)
    return paid


def _highest_level(limits: Floats, bounds: Floats) -> tuple[Floats, float, Floats]:
    """Maximise the last of the variables x ≥ 0 under limits · x ≤ bounds: (the others, it, shadow prices)."""
    objective = np.zeros(limits.shape[1])
    objective[-1] = -1.0
    # Presolve is off because it ignores the tolerances and calls a rounding error infeasible.
    options = {
        "presolve": False,
        "primal_feasibility_tolerance": _FEASIBLE,
        "dual_feasibility_tolerance": _FEASIBLE,
    }
    solved = linprog(objective, A_ub=limits, b_ub=bounds, method="highs", options=options)
    if not solved.success:
        raise AllocationError(f"the linear programme of the allocation was not solved: {solved.message}")
    return solved.x[:-1], float(solved.x[-1]), -solved.ineqlin.marginals
