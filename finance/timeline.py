"""When the money can be spent: need, money and capacity year by year, and what delays it.

Shapes and units, everywhere: S commitments, T years; money in billions of USD at the scenario's prices,
finite and not negative; shares, rates and escalation are fractions. Bad input raises `TimelineError`.

References
----------
Lindley (1952), The theory of queues with a single server: backlog carried from one period to the next.
Le Boudec & Thiran (2001), Network Calculus: cumulative output as a min-plus convolution.
Collier & Hoeffler (2002), Aid, Policy and Growth in Post-Conflict Societies: capacity by year after war.
Flyvbjerg, quoted by SSTI: about 4.6 % more cost for each year that a project is late.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import betainc

from finance.errors import TimelineError

Floats = npt.NDArray[np.float64]

START_SHARE = 0.022
"""What Ukraine's public investment took in 2019 [share of GDP] (origin growford_public_investment)."""

_NOISE = 1e-12  # of the largest amount due: a smaller gap is rounding and binds nothing


def profile(kind: str, years: int, **shape: float) -> Floats:
    """Share of the programme that falls due in each year [T] [fraction], summing to 1.

    Kinds and their shape: ``linear``; ``front_loaded`` (each year is ``ratio`` times the year before);
    ``s_curve`` (logistic in the share of the horizon gone by: ``midpoint``, ``steepness``); ``beta``
    (increments of the beta distribution with ``a`` and ``b``); ``two_phase`` (``first_share`` evenly over
    ``first_years``, the rest evenly over the rest). Raises `TimelineError` for an unknown kind, an
    unknown shape or one outside its range, and a horizon of less than a year.
    """
    if kind not in _KINDS:
        raise TimelineError(f"unknown profile {kind!r}; use one of {', '.join(PROFILES)}")
    weights_of, usual = _KINDS[kind]
    for name in shape:
        if name not in usual:
            takes = " and ".join(usual) or "no shape"
            raise TimelineError(f"profile {kind} has no shape parameter {name!r}; it takes {takes}")
    weights = weights_of(_horizon(years), **{**usual, **shape})
    return weights / weights.sum()


def gdp(start: float, growth: float, years: int, inflation: float = 0.0) -> Floats:
    """GDP of each year [T] [USD bn]: ``start`` is the first year's, later years grow by (1 + growth)(1 + inflation).

    Leave ``inflation`` at 0 for amounts in constant prices. Raises `TimelineError` for a start that is
    not positive or a rate of −100 % or less.
    """
    _within("start", start, 0.0, np.inf)
    _within("growth", growth, -1.0, np.inf)
    _within("inflation", inflation, -1.0, np.inf)
    return start * ((1 + growth) * (1 + inflation)) ** np.arange(_horizon(years), dtype=np.float64)


def capacity(gdp: npt.ArrayLike, cap: float, ramp: float, start_share: float = START_SHARE) -> Floats:
    """What can be absorbed in each year [T] [USD bn]: a share of that year's GDP.

    The share rises in a straight line from ``start_share`` in the first year to ``cap`` ``ramp`` years
    later and stays there. It is never above ``cap``, so a cap below ``start_share`` holds from the first
    year. Capacity rises with ``cap`` and ``start_share`` and falls with ``ramp`` (Collier & Hoeffler: no
    more than usual in the first three years, about double for the rest of the decade). Raises
    `TimelineError` for shares outside 0–1 and a negative ramp.
    """
    output = _years("gdp", gdp)
    if output.ndim != 1:
        raise TimelineError(f"gdp must have one dimension, not {output.ndim}")
    for name, share in (("cap", cap), ("start_share", start_share)):
        if not 0 <= share <= 1:
            raise TimelineError(f"{name} must be a share from 0 to 1 of GDP, not {share}")
    if not 0 <= ramp < np.inf:
        raise TimelineError(f"ramp must be 0 years or more, not {ramp}")
    risen = np.minimum(np.arange(output.size) / ramp, 1.0) if ramp > 0 else np.ones(output.size)
    first = min(start_share, cap)
    return output * (first + (cap - first) * risen)


class Spread(NamedTuple):
    """Money in time [USD bn]: what each commitment pays in each year [S, T], and after the horizon [S]."""

    by_year: Floats
    beyond: Floats


def spread(amounts: npt.ArrayLike, starts: npt.ArrayLike, ends: npt.ArrayLike, years: tuple[int, int]) -> Spread:
    """Each commitment's money over its window, evenly by year; ``years`` is the first and the last of the horizon.

    ``amounts`` [S] [USD bn] is what is still to be paid; ``starts`` and ``ends`` [S] are calendar years,
    both in the window. Past years pay nothing any more: a window that began before the horizon is spread
    over the rest of it, and one that ended before pays in the first year. A window that outlasts the
    horizon pays each year its even part, and the parts of later years are ``beyond``; one that opens
    after the horizon is all beyond. Rows and ``beyond`` add up to ``amounts``. Linear in ``amounts``, so
    the spread of ones is a table of weights. Raises `TimelineError` for a window or horizon that ends
    before it starts.
    """
    first, last = years
    money, opens, closes = (_column(name, values) for name, values in _named(amounts, starts, ends))
    if not money.size == opens.size == closes.size:
        raise TimelineError(f"{money.size} amounts need as many starts and ends, not {opens.size} and {closes.size}")
    if last < first:
        raise TimelineError(f"the horizon ends in {last}, before it starts in {first}")
    if (at := np.flatnonzero(closes < opens)).size:
        window = f"{opens[at[0]]:.0f}–{closes[at[0]]:.0f}"
        raise TimelineError(f"window {at[0]} ends before it starts: {window}")
    opens, closes = np.maximum(opens, first), np.maximum(closes, first)
    a_year = money / (closes - opens + 1)
    calendar = np.arange(first, last + 1)
    pays = (calendar >= opens[:, np.newaxis]) & (calendar <= closes[:, np.newaxis])
    later = np.maximum(closes - np.maximum(opens - 1, last), 0.0)
    return Spread(a_year[:, np.newaxis] * pays, a_year * later)


@dataclass(frozen=True)
class Yearly:
    """The years of a horizon, [..., T] each [USD bn]; leading axes are runs kept apart.

    ``need`` is new need, ``due`` new need and unmet need carried in, at its risen cost; ``money`` is new
    money and money kept; ``executed`` is need met. Cumulated to any year, exactly but for rounding:
    executed + carried = need + escalated, and executed + stock + lapsed = finance. In any year:
    executed + financing_gap + absorption_gap = due.
    """

    need: Floats
    due: Floats
    money: Floats
    executed: Floats
    escalation: Floats
    carry: Floats

    @property
    def financing_gap(self) -> Floats:
        """Due, and no money was there for it."""
        return self.due - np.minimum(self.due, self.money)

    @property
    def absorption_gap(self) -> Floats:
        """Due, and money was there for it, but not the capacity to spend it."""
        return np.minimum(self.due, self.money) - self.executed

    @property
    def carried(self) -> Floats:
        """Unmet need at the end of the year, which is the two gaps; it is due again, dearer, in the next."""
        return self.due - self.executed

    @property
    def escalated(self) -> Floats:
        """Cost that delay has added to what was carried in."""
        added = np.zeros_like(self.due)
        added[..., 1:] = (self.escalation * self.carried)[..., :-1]
        return added

    @property
    def stock(self) -> Floats:
        """Money not spent by the end of the year and kept for the next."""
        return self.carry * (self.money - self.executed)

    @property
    def lapsed(self) -> Floats:
        """Money not spent by the end of the year and lost."""
        return (1 - self.carry) * (self.money - self.executed)

    @property
    def binding(self) -> npt.NDArray[np.str_]:
        """What held execution down: ``absorption`` or ``finance``, whichever was smaller, or ``need`` if all was met.

        Absorption binds where there is an absorption gap, finance where there is a financing gap alone;
        where the two are equal, finance. A gap below 1e-12 of the run's largest amount due is none.
        """
        noise = _NOISE * self.due.max(axis=-1, keepdims=True)
        short = np.where(self.financing_gap > noise, "finance", "need")
        return np.where(self.absorption_gap > noise, "absorption", short)


def yearly(
    need: npt.ArrayLike,
    absorbable: npt.ArrayLike,
    finance: npt.ArrayLike,
    escalation: npt.ArrayLike = 0.0,
    carry: npt.ArrayLike = 1.0,
) -> Yearly:
    """Need met year by year under what money and capacity allow.

    ``need`` (new need), ``absorbable`` (may be infinite) and ``finance`` (new money) are [..., T] [USD bn]
    with the same T; ``escalation`` [fraction a year, 0 or more] and ``carry`` [fraction, 0–1] are numbers
    or one per run [...]. In every year t

        due_t      = need_t + carried_{t−1} × (1 + escalation)
        money_t    = finance_t + carry × (money_{t−1} − executed_{t−1})
        executed_t = min(due_t, money_t, absorbable_t)
        carried_t  = due_t − executed_t

    Unmet need never lapses: it waits, and ``escalation`` is what waiting costs (Flyvbjerg), apart from
    the general rise of prices, which belongs in ``need``. ``carry`` is about money: the share of what is
    left at the end of a year, whether for want of capacity or of need, that may be spent in the next.

    More money, more capacity, more carry or less escalation never raises ``carried`` in any year. Without
    escalation, cumulative execution is cumulative need − carried, so they never lower it. With it they
    can, because work done earlier costs less. With escalation 0 and carry 1, and N, F, A cumulated:

    - financing_gap_t = max(0, N_t − F_t), whatever the capacity: a tighter cap turns execution into
      absorption gap one for one, and cumulative execution + both gaps of the year stays N_t;
    - cumulative execution is the smallest, over years s ≤ t, of min(N_s, F_s) + A_t − A_s (Lindley);
    - so the last ``carried`` is max(0, N_T − F_T), the gap without time, exactly if from every year s
      the capacity still to come is enough: A_T − A_s ≥ min(N_T, F_T) − min(N_s, F_s).

    With carry below 1 and capacity never binding it is still so if F_t ≤ N_t in every year but the last,
    because then no money waits. Public and private capacity apart: give need, absorbable and finance as
    [2, T]; neither spends the other's money or capacity, so the sums of the two keep the identities.

    Raises `TimelineError` for shapes that do not fit and values outside their range.
    """
    due, capacity_, new, dearer, kept = _runs(need, absorbable, finance, escalation, carry)
    years = due.shape[-1]
    fresh, due, money, executed = due, due.copy(), new.copy(), np.empty_like(due)
    for t in range(years):
        if t:
            due[..., t] += (due[..., t - 1] - executed[..., t - 1]) * (1 + dearer[..., t])
            money[..., t] += kept[..., t] * (money[..., t - 1] - executed[..., t - 1])
        executed[..., t] = np.minimum(np.minimum(due[..., t], money[..., t]), capacity_[..., t])
    return Yearly(fresh, due, money, executed, dearer, kept)


def run(
    need: npt.ArrayLike,
    absorbable: npt.ArrayLike,
    finance: npt.ArrayLike,
    escalation: float = 0.0,
    carry: float = 1.0,
) -> pd.DataFrame:
    """`yearly` for one run [T] as a table, one row a year, ``year`` counted from 1 [USD bn]."""
    flows = yearly(need, absorbable, finance, escalation, carry)
    if flows.due.ndim != 1:
        raise TimelineError(f"run takes one value a year, not the shape {flows.due.shape}; use yearly")
    columns = {name: getattr(flows, name) for name in COLUMNS}
    return pd.DataFrame({"year": np.arange(1, flows.due.size + 1), **columns})


COLUMNS = (
    *("need", "escalated", "due", "money", "executed", "financing_gap", "absorption_gap"),
    *("binding", "carried", "stock", "lapsed"),
)
