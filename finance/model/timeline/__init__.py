"""When the money can be spent: need, money and capacity year by year, and what delays it.

Shapes and units, everywhere: S commitments, T years; money in billions of USD at the scenario's prices,
finite and not negative; shares, rates and escalation are fractions. Bad input raises `TimelineError`.

What `yearly` guarantees. More money, capacity or carry, or less escalation, never raises unmet need
(``carried``) in any year. Without escalation, cumulative execution is cumulative need − carried, so they
never lower it; with it they can, because work done earlier costs less. With escalation 0 and carry 1,
and N, F, A for need, money and capacity cumulated to a year, 0 before the first:

- financing_gap_t = max(0, N_t − F_t), whatever the capacity. A tighter cap turns execution into
  absorption gap one for one, and cumulative execution + the two gaps of the year stays N_t.
- Cumulative execution is the smallest, over s ≤ t, of min(N_s, F_s) + A_t − A_s (Lindley).
- So the last ``carried`` is max(0, N_T − F_T), the gap without time, exactly if from every year s the
  capacity still to come is enough: A_T − A_s ≥ min(N_T, F_T) − min(N_s, F_s). When money comes does not
  matter by itself, because unmet need waits for it.

With carry below 1 and capacity never binding the last of these still holds if F_t ≤ N_t in every year
but the last, because then no money waits.

References
----------
Lindley (1952), The theory of queues with a single server: backlog carried from one period to the next.
Le Boudec & Thiran (2001), Network Calculus: cumulative output as a min-plus convolution.
Collier & Hoeffler (2002), Aid, Policy and Growth in Post-Conflict Societies: capacity by year after war.
Flyvbjerg, quoted by SSTI: about 4.6 % more cost for each year that a project is late.
"""

from finance.model.terms import Floats
from finance.model.timeline.capacity import capacity, gdp
from finance.model.timeline.profiles import PROFILES, SHAPES, profile
from finance.model.timeline.recursion import COLUMNS, Yearly, binding, run, yearly
from finance.model.timeline.windows import Spread, spread

__all__ = [
    "COLUMNS",
    "PROFILES",
    "SHAPES",
    "Floats",
    "Spread",
    "Yearly",
    "binding",
    "capacity",
    "gdp",
    "profile",
    "run",
    "spread",
    "yearly",
]
