"""Which source pays for which sector, and what no choice of payers can fund.

A source may pay only for the sectors it reaches, so money can be stranded while sectors stay short.
Three rules decide who is paid; `minimum_gap` is the bound that none of them can beat.

Shapes and units, everywhere: S sources, K sectors; ``needs`` [K] and ``available`` [S] in billions of
USD, finite and not negative; ``eligible`` [S, K] boolean, true where the source may pay for the sector.
Bad input raises `AllocationError`. Inside, sources with the same reach are one pool (P of them) and
sectors with the same payers are one class (C of them).

References
----------
Ford & Fulkerson (1956), Maximal flow through a network.
Gale (1957), A theorem on flows in networks. Edmonds & Karp (1972), Theoretical improvements in
algorithmic efficiency for network flow problems. Megiddo (1974), Optimal flows in networks with
multiple sources and sinks. Fujishige (1980), Lexicographically optimal base of a polymatroid.
"""

import numpy as np
import numpy.typing as npt

from finance.errors import AllocationError
from finance.model.allocation.amounts import checked
from finance.model.allocation.cuts import minimum_gap
from finance.model.allocation.evening import evenly
from finance.model.allocation.rules import FILLS, FILLS_MANY, RULES
from finance.model.allocation.subsets import ENUMERABLE, Flags, Floats, merged, totals

__all__ = ["RULES", "Flags", "Floats", "allocate", "funded", "minimum_gap"]


def allocate(needs: npt.ArrayLike, available: npt.ArrayLike, eligible: npt.ArrayLike, rule: str) -> Floats:
    """Flows [S, K] [bn USD]: what each source pays for each sector under a rule.

    Rules (`RULES`): ``earmark_first``, ``priority`` (the order of the columns is the priority),
    ``most_funded``. Rows sum to at most ``available``, columns to at most ``needs``.
    Sources with the same reach bear the same proportion of their money, so the order of the sources
    never matters. Raises `AllocationError` for bad input or an unknown rule.
    """
    needs, available, eligible = checked(needs, available, eligible)
    _check_rule(rule)
    reach, pool_of = merged(eligible)
    money = totals(available, pool_of)
    by_pool = FILLS[rule](needs, money, reach)
    borne = np.divide(available, money[pool_of], out=np.zeros_like(available), where=available > 0)
    return by_pool[pool_of] * borne[:, np.newaxis]


def funded(needs: Floats, available: Floats, eligible: Flags, rule: str) -> Floats:
    """What each sector gets [K, N] [bn USD] in N variants of the amounts: ``needs`` [K, N], ``available`` [S, N].

    The sums over the sources of what `allocate` gives for each variant. The rule that evens out coverage needs
    no linear programme for it (`evening.evenly`), so it agrees as closely as its solver does. The amounts
    are taken to be finite and not negative; raises `AllocationError` for an unknown rule.
    """
    _check_rule(rule)
    reach, pool_of = merged(eligible)
    money = np.zeros((len(reach), available.shape[1]))
    np.add.at(money, pool_of, available)
    if rule in FILLS_MANY:
        paid: Floats = FILLS_MANY[rule](needs, money, reach).sum(axis=0)
        return paid
    if len(merged(reach.T)[0]) <= ENUMERABLE:
        return evenly(needs, money, reach)
    single = [allocate(needs[:, n], available[:, n], eligible, rule).sum(axis=0) for n in range(needs.shape[1])]
    return np.column_stack(single)


def _check_rule(rule: str) -> None:
    if rule not in FILLS:
        raise AllocationError(f"unknown allocation rule {rule!r}; use one of {', '.join(RULES)}")
