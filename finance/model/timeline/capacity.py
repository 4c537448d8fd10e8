"""What the economy can absorb in a year: a share of its output that rises to a cap."""

import numpy as np
import numpy.typing as npt

from finance.errors import TimelineError
from finance.messages import Phrase
from finance.model.terms import FRACTION, Axis, Floats, Term, constants, least, term, when
from finance.model.timeline.checks import amounts_by_year, horizon, within


def gdp(start: float, growth: float, years: int, inflation: float = 0.0) -> Floats:
    """GDP of each year [T] [USD bn]: ``start`` is the first year's, later years grow by (1 + growth)(1 + inflation).

    Leave ``inflation`` at 0 for amounts in constant prices. Raises `TimelineError` for a start that is
    not positive or a rate of −100 % or less.
    """
    within("start", start, 0.0, np.inf)
    within("growth", growth, -1.0, np.inf)
    within("inflation", inflation, -1.0, np.inf)
    return start * ((1 + growth) * (1 + inflation)) ** np.arange(horizon(years), dtype=np.float64)


def capacity(gdp: npt.ArrayLike, cap: float, ramp: float, start_share: float) -> Floats:
    """What can be absorbed in each year [T] [USD bn]: a share of that year's GDP.

    The share rises in a straight line from ``start_share`` in the first year to ``cap`` ``ramp`` years
    later and stays there. It is never above ``cap``, so a cap below ``start_share`` holds from the first
    year. Capacity rises with ``cap`` and ``start_share`` and falls with ``ramp`` (Collier & Hoeffler: no
    more than usual in the first three years, about double for the rest of the decade). Raises
    `TimelineError` for shares outside 0–1 and a negative ramp.
    """
    output = amounts_by_year("gdp", gdp)
    if output.ndim != 1:
        raise TimelineError(f"gdp must have one dimension, not {output.ndim}")
    for name, share in (("cap", cap), ("start_share", start_share)):
        if not 0 <= share <= 1:
            raise TimelineError(f"{name} must be a share from 0 to 1 of GDP, not {share}")
    if not 0 <= ramp < np.inf:
        raise TimelineError(f"ramp must be 0 years or more, not {ramp}")
    years = Axis("year", [str(place) for place in range(output.size)])
    gone = constants(np.arange(output.size), years)
    absorbed_share = absorbed(gone, term(cap), term(ramp), term(start_share))
    room: Floats = output * np.broadcast_to(absorbed_share.value, output.shape)
    return room


def absorbed(gone: Term, cap: Term, ramp: Term, start: Term) -> Term:
    """The share of GDP that can be absorbed when some years are gone [fraction]."""
    lowest = least(start, cap).called(Phrase("share of GDP absorbed in the first year"), FRACTION)
    rise = (cap - lowest).called(Phrase("how far that share rises in all"), FRACTION)
    ramped = least(gone, ramp).called(Phrase("years of the rise gone by {year}"), "years")
    part = (ramped / ramp).called(Phrase("part of the rise done by {year}"), FRACTION)
    risen = when(ramp > 0.0, rise * part, rise).called(Phrase("how far that share has risen by {year}"), FRACTION)
    return (lowest + risen).called(Phrase("share of GDP absorbed in {year}"), FRACTION)
