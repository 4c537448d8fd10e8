"""Which source pays for which sector, and what no choice of payers can fund.

A source may pay only for the sectors it reaches, so money can be stranded while sectors stay short.
Four rules decide who is paid; `minimum_gap` is the bound that none of them can beat, and
`contributions` says how much of the largest fundable total is owed to each source.

Shapes and units, everywhere: S sources, K sectors; ``needs`` [K] and ``available`` [S] in billions of
USD, finite and not negative; ``eligible`` [S, K] boolean, true where the source may pay for the sector.
Bad input raises `AllocationError`. Inside, sources with the same reach are one pool (P of them) and
sectors with the same payers are one class (C of them).

References
----------
Shapley (1953), A value for n-person games. Ford & Fulkerson (1956), Maximal flow through a network.
Gale (1957), A theorem on flows in networks. Edmonds & Karp (1972), Theoretical improvements in
algorithmic efficiency for network flow problems. Megiddo (1974), Optimal flows in networks with
multiple sources and sinks. Fujishige (1980), Lexicographically optimal base of a polymatroid.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import comb

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog

from finance.coverage import evenly
from finance.errors import AllocationError
from finance.subsets import Flags, Floats, inside, merged, over_subsets, totals, touching

_ENUMERABLE = 16  # items whose 2^16 subsets are still listed
_PAIRS = 256  # sampled orders of arrival, each with its reverse
_SEED = 1953
_TIE = 1e-12  # of total need: two cuts that differ by less are equal
_RESOLUTION = 1e-9  # of total need: HiGHS drops coefficients below it
_FEASIBLE = 1e-10  # the tightest tolerance HiGHS takes
_PRICED = 1e-6  # a smaller shadow price is solver noise
_ROUNDING = 1e-14  # room left so that one round's rounding does not make the next infeasible


def allocate(needs: npt.ArrayLike, available: npt.ArrayLike, eligible: npt.ArrayLike, rule: str) -> Floats:
    """Flows [S, K] [bn USD]: what each source pays for each sector under a rule.

    Rules (`RULES`): ``earmark_first``, ``priority`` (the order of the columns is the priority),
    ``max_min``, ``most_funded``. Rows sum to at most ``available``, columns to at most ``needs``.
    Sources with the same reach bear the same proportion of their money, so the order of the sources
    never matters. Raises `AllocationError` for bad input or an unknown rule.
    """
    needs, available, eligible = _checked(needs, available, eligible)
    _check_rule(rule)
    reach, pool_of = merged(eligible)
    money = totals(available, pool_of)
    by_pool = _FILLS[rule](needs, money, reach)
    borne = np.divide(available, money[pool_of], out=np.zeros_like(available), where=available > 0)
    return by_pool[pool_of] * borne[:, np.newaxis]


def funded(needs: Floats, available: Floats, eligible: Flags, rule: str) -> Floats:
    """What each sector gets [K, N] [bn USD] in N variants of the amounts: ``needs`` [K, N], ``available`` [S, N].

    The sums over the sources of what `allocate` gives for each variant. The two rules that even out coverage
    need no linear programme for it (`coverage.evenly`), so theirs agree as closely as its solver does. The amounts
    are taken to be finite and not negative; raises `AllocationError` for an unknown rule.
    """
    _check_rule(rule)
    reach, pool_of = merged(eligible)
    money = (pool_of == np.arange(len(reach))[:, np.newaxis]).astype(float) @ available
    if rule in _FILLS_MANY:
        paid: Floats = _FILLS_MANY[rule](needs, money, reach).sum(axis=0)
        return paid
    if len(merged(reach.T)[0]) <= _ENUMERABLE:
        return evenly(needs, money, reach)
    single = [allocate(needs[:, n], available[:, n], eligible, rule).sum(axis=0) for n in range(needs.shape[1])]
    return np.column_stack(single)


def minimum_gap(
    needs: npt.ArrayLike, available: npt.ArrayLike, eligible: npt.ArrayLike
) -> tuple[float, tuple[int, ...]]:
    """Smallest gap any allocation can reach [bn USD], and the sectors that are jointly short.

    The gap is the largest value, over sets U of sectors, of need(U) − available(sources that reach any
    of U); the empty set gives 0 (Gale 1957; the minimum cut of Ford & Fulkerson 1956). The sets that
    attain it are closed under intersection; ``binding`` lists the smallest, empty when there is no gap.
    Differences below 1e-12 of total need count as ties. Raises `AllocationError` for bad input.
    """
    needs, available, eligible = _checked(needs, available, eligible)
    reach, pool_of = merged(_usable(needs, available, eligible))
    payers, class_of = merged(reach.T)
    need = totals(needs, class_of)
    # Money beyond the need within reach cannot change a cut; without it, rounding is relative to need.
    money = np.minimum(totals(available, pool_of), need @ payers)
    cut = _tight_by_subsets if min(payers.shape) <= _ENUMERABLE else _tight_by_flow
    gap, short = cut(need, money, payers)
    binding = tuple(np.flatnonzero(short[class_of] & (needs > 0)).tolist())
    return (gap if binding else 0.0), binding


def contributions(needs: npt.ArrayLike, available: npt.ArrayLike, eligible: npt.ArrayLike) -> Floats:
    """Credit of each source [S] [bn USD]; the credits sum to the largest fundable total.

    The Shapley (1953) value of the game v(coalition) = need − minimum gap with only the coalition's
    money: what a source adds, averaged over every order of arrival. Exact up to 16 sources that can
    pay for something. Above, the average over 256 random orders and their reverses (antithetic, fixed
    seed): single credits are then estimates, good to about 5 %, but the sum, the zero of a source that
    adds nothing and the equality of identical sources stay exact. Raises `AllocationError` for bad
    input.
    """
    needs, available, eligible = _checked(needs, available, eligible)
    usable = _usable(needs, available, eligible)
    paying = usable.any(axis=1)
    # Identical sources share one average, in an order of arrival that the caller's order cannot change.
    sources = np.column_stack([available, usable])[paying]
    kinds, kind_of, count = np.unique(sources, axis=0, return_inverse=True, return_counts=True)
    kind = np.repeat(np.arange(len(kinds)), count)
    money, reach = kinds[kind, 0], kinds[kind, 1:] > 0
    shapley = _exact_credit if len(kind) <= _ENUMERABLE else _sampled_credit
    credit = shapley(needs, np.minimum(money, reach @ needs), reach)
    credits = np.zeros_like(available)
    credits[paying] = (totals(credit, kind) / count)[kind_of]
    return credits


# ---------------------------------------------------------------- rules: needs [K], money [P], reach [P, K]


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
        share = _no_more_than(money[pool], within_reach.sum(axis=0))
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


def _max_min(needs: Floats, money: Floats, reach: Flags) -> Floats:
    """Flows [P, K]: the worst coverage as high as it can be, then the next worst, and so on.

    The fundable vectors form a polymatroid, so this also reaches the largest total (Megiddo 1974,
    Fujishige 1980) and differs from `_most_funded` in definition only.
    """
    return _raised_together(needs, money, reach, at_largest_total=False)


def _most_funded(needs: Floats, money: Floats, reach: Flags) -> Floats:
    """Flows [P, K]: the largest total, and among those that reach it the lexicographic max-min coverage."""
    return _raised_together(needs, money, reach, at_largest_total=True)


_FILLS: dict[str, Callable[[Floats, Floats, Flags], Floats]] = {
    "earmark_first": _earmark_first,
    "priority": _priority,
    "max_min": _max_min,
    "most_funded": _most_funded,
}
RULES = tuple(_FILLS)
_FILLS_MANY = {"earmark_first": _earmark_first, "priority": _priority}
"""The rules in closed form: they fill many variants in one pass."""


def _raised_together(needs: Floats, money: Floats, reach: Flags, at_largest_total: bool) -> Floats:
    """Flows [P, K] of lexicographic max-min coverage, among all or among those of the largest total.

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
        total = 1.0 - minimum_gap(sizes, money_share, payers.T)[0] if at_largest_total else 0.0
        paid = _progressive_filling(sizes, money_share, payers.T, total)
        flows[:, sectors] = paid[:, class_of] * needs[sectors]
    flows *= _no_more_than(needs, flows.sum(axis=0))
    flows *= _no_more_than(money, flows.sum(axis=1))[:, np.newaxis]
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


# ---------------------------------------------------------------- cuts: need [C], money [P], payers [C, P]


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
    _, flows, unmet = _added(need, list(enumerate(money.tolist())), payers)
    noise = _TIE * need.sum()
    short, paid = unmet > noise, flows > noise
    for _ in need:
        short = short | paid @ (short @ payers)
    return float(unmet.sum()), short


def _added(
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


# ---------------------------------------------------------------- credit: needs [K], available [S], usable


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
            credit[order] += _added(need, [purses[source] for source in order], payers)[0]
    return credit / (2 * _PAIRS)


def _usable(needs: Floats, available: Floats, eligible: Flags) -> Flags:
    """Where [S, K] money that exists may pay for need that exists."""
    return eligible & (needs > 0) & (available > 0)[:, np.newaxis]


def _check_rule(rule: str) -> None:
    if rule not in _FILLS:
        raise AllocationError(f"unknown allocation rule {rule!r}; use one of {', '.join(RULES)}")


def _no_more_than(limits: Floats, sums: Floats) -> Floats:
    """min(1, limit ÷ total), 1 where the total is 0."""
    return np.divide(limits, sums, out=np.ones_like(sums), where=sums > limits)


def _checked(
    needs: npt.ArrayLike,
    available: npt.ArrayLike,
    eligible: npt.ArrayLike,
) -> tuple[Floats, Floats, Flags]:
    """The three arrays as numpy's, or an `AllocationError` that says which is wrong and where."""
    amounts = _amounts("needs", needs), _amounts("available", available)
    flags = np.asarray(eligible)
    shape = (amounts[1].size, amounts[0].size)
    if flags.shape != shape:
        raise AllocationError(f"eligible must have shape {shape} (sources, sectors), not {flags.shape}")
    if flags.dtype != bool:
        raise AllocationError(f"eligible must hold true or false, not {flags.dtype}")
    return *amounts, flags


def _amounts(name: str, values: npt.ArrayLike) -> Floats:
    """Amounts as a vector of numpy's, or an `AllocationError` that says which is wrong."""
    amounts = np.asarray(values, dtype=np.float64)
    if amounts.ndim != 1:
        raise AllocationError(f"{name} must have one dimension, not {amounts.ndim}")
    bad = np.flatnonzero(~((amounts >= 0) & (amounts < np.inf)))
    if bad.size:
        at = int(bad[0])
        raise AllocationError(f"{name}[{at}] must be finite and not negative, not {amounts[at]}")
    return amounts
