"""When a programme's need falls due: its shape over the years."""

from collections.abc import Callable, Mapping

import numpy as np

from finance.errors import TimelineError
from finance.model.terms import Axis, Floats, Operand, Term, constants, function, least, term, when
from finance.model.timeline.checks import horizon, within


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
    usual = _KINDS[kind][1]
    for name in shape:
        if name not in usual:
            takes = " and ".join(usual) or "no shape"
            raise TimelineError(f"profile {kind} has no shape parameter {name!r}; it takes {takes}")
    numbers = {**usual, **shape}
    _checked(kind, **numbers)
    axis = Axis("year", [str(place) for place in range(horizon(years))])
    weights = weight(kind, constants(np.arange(years, dtype=np.float64), axis), term(float(years)), numbers)
    every = np.broadcast_to(weights.value, (years,))
    shares: Floats = every / every.sum()
    return shares


def weight(kind: str, gone: Term, years: Term, shape: Mapping[str, Operand]) -> Term:
    """The weight of a year in a profile: years gone by, those of the horizon, and the numbers of the shape."""
    return _KINDS[kind][0](gone, years, **shape)


def _linear(gone: Term, years: Term) -> Term:
    return term(1.0)


def _front_loaded(gone: Term, years: Term, ratio: Operand) -> Term:
    return term(ratio) ** gone


def _s_curve(gone: Term, years: Term, midpoint: Operand, steepness: Operand) -> Term:
    """Increments of the logistic function, which is (1 + tanh(steepness × (x − midpoint) ÷ 2)) ÷ 2."""
    start, end = (function("tanh", steepness * (x / years - midpoint) / 2) for x in (gone, gone + 1))
    return end - start


def _beta(gone: Term, years: Term, a: Operand, b: Operand) -> Term:
    start, end = (function("beta", least(x / years, 1.0), a, b) for x in (gone, gone + 1))
    return end - start


def _two_phase(gone: Term, years: Term, first_years: Operand, first_share: Operand) -> Term:
    """A horizon no longer than the first phase has no second: all of it falls due in the first."""
    later = (1 - term(first_share)) / (years - first_years)
    return when(first_years >= years, 1.0, when(gone < first_years, term(first_share) / first_years, later))


def _checked(kind: str, **shape: float) -> None:
    """Raises TimelineError for a number of a shape that is outside its range."""
    for name in ("a", "b", "steepness"):
        if name in shape:
            within(name, shape[name], 0.0, np.inf)
    if "ratio" in shape and not 0 < shape["ratio"] <= 1:
        raise TimelineError(f"ratio must be above 0 and at most 1, not {shape['ratio']}")
    if "midpoint" in shape and not 0 <= shape["midpoint"] <= 1:
        raise TimelineError(f"midpoint must be a share from 0 to 1 of the horizon, not {shape['midpoint']}")
    if "first_years" in shape and (not float(shape["first_years"]).is_integer() or shape["first_years"] < 1):
        raise TimelineError(f"first_years must be a whole number of at least 1, not {shape['first_years']}")
    if "first_share" in shape and not 0 <= shape["first_share"] <= 1:
        raise TimelineError(f"first_share must be a share from 0 to 1, not {shape['first_share']}")


_KINDS: dict[str, tuple[Callable[..., Term], Mapping[str, float]]] = {
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
