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

COLUMNS = (
    *("need", "escalated", "due", "money", "executed", "financing_gap", "absorption_gap"),
    *("binding", "carried", "stock", "lapsed"),
)
"""Columns of `run` after the year; each is the field or property of `Yearly` of that name."""

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
    shares: Floats = weights / weights.sum()
    return shares


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
    risen = np.minimum(np.arange(output.size), ramp) / ramp if ramp > 0 else np.ones(output.size)
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
    if last < first:
        raise TimelineError(f"the horizon ends in {last}, before it starts in {first}")
    money, opens, closes = _windows(amounts, starts, ends)
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
        return binding(self.due, self.financing_gap, self.absorption_gap)


def binding(due: Floats, financing_gap: Floats, absorption_gap: Floats) -> npt.NDArray[np.str_]:
    """What holds each year [..., T] down, by the rule of `Yearly.binding`, where several runs are added up."""
    noise = _NOISE * due.max(axis=-1, keepdims=True)
    short = np.where(financing_gap > noise, "finance", "need")
    return np.where(absorption_gap > noise, "absorption", short)


def yearly(
    need: npt.ArrayLike,
    absorbable: npt.ArrayLike,
    finance: npt.ArrayLike,
    escalation: npt.ArrayLike = 0.0,
    carry: npt.ArrayLike = 1.0,
) -> Yearly:
    """Need met year by year under what money and capacity allow.

    ``need`` (new need), ``absorbable`` (may be infinite) and ``finance`` (new money) are [..., T] [USD bn]
    with the same T; ``escalation`` [fraction a year, 0–1] and ``carry`` [fraction, 0–1] are numbers
    or one per run [...]. In every year t

        due_t      = need_t + carried_{t−1} × (1 + escalation)
        money_t    = finance_t + carry × (money_{t−1} − executed_{t−1})
        executed_t = min(due_t, money_t, absorbable_t)
        carried_t  = due_t − executed_t

    Unmet need never lapses: it waits, and ``escalation`` is what waiting costs (Flyvbjerg), apart from
    the general rise of prices, which belongs in ``need``. ``carry`` is about money: the share of what is
    left at the end of a year, whether for want of capacity or of need, that may be spent in the next.

    Public and private capacity apart: give need, absorbable and finance as [2, T]; neither spends the
    other's money or capacity, so the sums of the two keep the identities.

    Raises `TimelineError` for shapes that do not fit and values outside their range.
    """
    arrays = _runs(need, absorbable, finance, escalation, carry)
    carried = stock = np.zeros(())
    steps = []
    for new_need, room, new_money, dearer, share in zip(*(np.moveaxis(array, -1, 0) for array in arrays), strict=True):
        due, money = new_need + carried * (1 + dearer), new_money + stock
        executed = np.minimum(np.minimum(due, money), room)
        steps.append((due, money, executed))
        carried, stock = due - executed, share * (money - executed)
    due, money, executed = np.moveaxis(np.array(steps), 0, -1)
    return Yearly(arrays[0], due, money, executed, *arrays[3:])


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


# ---------------------------------------------------------------- profiles: weights [T], in any proportion


def _linear(years: int) -> Floats:
    return np.ones(years)


def _front_loaded(years: int, ratio: float) -> Floats:
    if not 0 < ratio <= 1:
        raise TimelineError(f"ratio must be above 0 and at most 1, not {ratio}")
    return ratio ** np.arange(years, dtype=np.float64)


def _s_curve(years: int, midpoint: float, steepness: float) -> Floats:
    """Increments of the logistic function, which is (1 + tanh(steepness × (x − midpoint) ÷ 2)) ÷ 2."""
    if not 0 <= midpoint <= 1:
        raise TimelineError(f"midpoint must be a share from 0 to 1 of the horizon, not {midpoint}")
    _within("steepness", steepness, 0.0, np.inf)
    return np.diff(np.tanh(steepness * (np.linspace(0, 1, years + 1) - midpoint) / 2))


def _beta(years: int, a: float, b: float) -> Floats:
    _within("a", a, 0.0, np.inf)
    _within("b", b, 0.0, np.inf)
    return np.diff(betainc(a, b, np.linspace(0, 1, years + 1)))


def _two_phase(years: int, first_years: float, first_share: float) -> Floats:
    """A horizon no longer than the first phase has no second: all of it falls due in the first."""
    if not float(first_years).is_integer() or first_years < 1:
        raise TimelineError(f"first_years must be a whole number of at least 1, not {first_years}")
    if not 0 <= first_share <= 1:
        raise TimelineError(f"first_share must be a share from 0 to 1, not {first_share}")
    if first_years >= years:
        return np.ones(years)
    early = np.arange(years) < first_years
    return np.where(early, first_share / first_years, (1 - first_share) / (years - first_years))


_KINDS: dict[str, tuple[Callable[..., Floats], Mapping[str, float]]] = {
    "linear": (_linear, {}),
    "front_loaded": (_front_loaded, {"ratio": 0.8}),
    "s_curve": (_s_curve, {"midpoint": 0.5, "steepness": 8.0}),
    "beta": (_beta, {"a": 2.0, "b": 3.0}),
    # Collier & Hoeffler: three years at usual capacity, then seven at double: 3 × 1 ÷ (3 × 1 + 7 × 2).
    "two_phase": (_two_phase, {"first_years": 3, "first_share": 3 / 17}),
}
PROFILES = tuple(_KINDS)
SHAPES: Mapping[str, Mapping[str, float]] = {kind: usual for kind, (_, usual) in _KINDS.items()}
"""The usual shape of each profile, by the names of its numbers."""


# ---------------------------------------------------------------- checks


def _horizon(years: int) -> int:
    if not isinstance(years, int | np.integer) or years < 1:
        raise TimelineError(f"years must be a whole number of at least 1, not {years}")
    return int(years)


def _within(name: str, value: float, low: float, high: float) -> None:
    if not low < value < high:
        raise TimelineError(f"{name} must be above {low:g} and below {high:g}, not {value}")


def _years(name: str, values: npt.ArrayLike, unlimited: bool = False) -> Floats:
    """Amounts by year [..., T], at least one year, not negative, finite unless they may be unlimited."""
    amounts = np.asarray(values, dtype=np.float64)
    if amounts.ndim == 0 or amounts.shape[-1] == 0:
        raise TimelineError(f"{name} must have a value for each year and at least one year")
    if not ((amounts >= 0) & (unlimited | (amounts < np.inf))).all():
        finite = "" if unlimited else "finite and "
        raise TimelineError(f"{name} must be {finite}not negative in every year")
    return amounts


def _fractions(name: str, values: npt.ArrayLike) -> Floats:
    """Fractions [...], with an axis added for the years."""
    fractions = np.asarray(values, dtype=np.float64)
    if not ((fractions >= 0) & (fractions <= 1)).all():
        raise TimelineError(f"{name} must be a fraction from 0 to 1")
    return fractions[..., np.newaxis]


def _runs(
    need: npt.ArrayLike,
    absorbable: npt.ArrayLike,
    finance: npt.ArrayLike,
    escalation: npt.ArrayLike,
    carry: npt.ArrayLike,
) -> tuple[Floats, ...]:
    """The five of `yearly`, each [..., T], or a `TimelineError` that says which is wrong."""
    amounts = _years("need", need), _years("absorbable", absorbable, unlimited=True), _years("finance", finance)
    rates = _fractions("escalation", escalation), _fractions("carry", carry)
    if len({array.shape[-1] for array in amounts}) > 1:
        lengths = ", ".join(str(array.shape[-1]) for array in amounts)
        raise TimelineError(f"need, absorbable and finance must cover the same years, not {lengths}")
    try:
        return np.broadcast_arrays(*amounts, *rates)
    except ValueError as error:
        raise TimelineError(f"need, absorbable, finance, escalation and carry differ in their runs: {error}") from error


def _windows(amounts: npt.ArrayLike, starts: npt.ArrayLike, ends: npt.ArrayLike) -> tuple[Floats, Floats, Floats]:
    """The three of `spread`, each [S], or a `TimelineError` that says which is wrong."""
    money, opens, closes = (np.asarray(values, dtype=np.float64) for values in (amounts, starts, ends))
    if money.ndim != 1 or not money.shape == opens.shape == closes.shape:
        shapes = f"{money.shape}, {opens.shape} and {closes.shape}"
        raise TimelineError(f"amounts, starts and ends must be three lists of one length, not {shapes}")
    if not ((money >= 0) & (money < np.inf)).all():
        raise TimelineError("amounts must be finite and not negative")
    for name, calendar in (("starts", opens), ("ends", closes)):
        if not (np.isfinite(calendar) & (calendar == np.round(calendar))).all():
            raise TimelineError(f"{name} must be whole calendar years")
    if (wrong := np.flatnonzero(closes < opens)).size:
        at = int(wrong[0])
        raise TimelineError(f"window {at} ends in {closes[at]:.0f}, before it starts in {opens[at]:.0f}")
    return money, opens, closes
