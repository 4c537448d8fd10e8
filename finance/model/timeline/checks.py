"""What the numbers of a timeline must be: years, amounts by year, shares."""

import numpy as np
import numpy.typing as npt

from finance.errors import TimelineError
from finance.model.terms import Floats


def horizon(years: int) -> int:
    """A count of years, at least one; raises `TimelineError` for any other."""
    if not isinstance(years, int | np.integer) or years < 1:
        raise TimelineError(f"years must be a whole number of at least 1, not {years}")
    return int(years)


def within(name: str, value: float, low: float, high: float) -> None:
    """Raises `TimelineError` where a value is not strictly between two bounds."""
    if not low < value < high:
        raise TimelineError(f"{name} must be above {low:g} and below {high:g}, not {value}")


def amounts_by_year(name: str, values: npt.ArrayLike, unlimited: bool = False) -> Floats:
    """Amounts by year [..., T], at least one year, not negative, finite unless they may be unlimited."""
    amounts = np.asarray(values, dtype=np.float64)
    if amounts.ndim == 0 or amounts.shape[-1] == 0:
        raise TimelineError(f"{name} must have a value for each year and at least one year")
    if not ((amounts >= 0) & (unlimited | (amounts < np.inf))).all():
        finite = "" if unlimited else "finite and "
        raise TimelineError(f"{name} must be {finite}not negative in every year")
    return amounts


def fractions(name: str, values: npt.ArrayLike) -> Floats:
    """Fractions [...], with an axis added for the years."""
    fractions = np.asarray(values, dtype=np.float64)
    if not ((fractions >= 0) & (fractions <= 1)).all():
        raise TimelineError(f"{name} must be a fraction from 0 to 1")
    return fractions[..., np.newaxis]
