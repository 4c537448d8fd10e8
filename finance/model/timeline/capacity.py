"""What the economy can absorb in a year: a share of its output that rises to a cap."""

import numpy as np
import numpy.typing as npt

from finance.errors import TimelineError
from finance.model.timeline.checks import Floats, amounts_by_year, horizon, within


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
    risen = np.minimum(np.arange(output.size), ramp) / ramp if ramp > 0 else np.ones(output.size)
    first = min(start_share, cap)
    return output * (first + (cap - first) * risen)
