"""When a programme's need falls due: its shape over the years."""

from collections.abc import Callable, Mapping

import numpy as np
from scipy.special import betainc

from finance.errors import TimelineError
from finance.model.timeline.checks import Floats, horizon, within


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
    weights = weights_of(horizon(years), **{**usual, **shape})
    shares: Floats = weights / weights.sum()
    return shares


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
    within("steepness", steepness, 0.0, np.inf)
    return np.diff(np.tanh(steepness * (np.linspace(0, 1, years + 1) - midpoint) / 2))


def _beta(years: int, a: float, b: float) -> Floats:
    within("a", a, 0.0, np.inf)
    within("b", b, 0.0, np.inf)
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
