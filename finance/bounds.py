"""What an amount and a share must be, for what could close the gap and for private capital."""

import numpy as np
import numpy.typing as npt

from finance.errors import ClosingError


def not_negative(name: str, values: npt.ArrayLike) -> None:
    """Raises `ClosingError` where an amount is negative or not finite."""
    amounts = np.asarray(values, dtype=np.float64)
    if not ((amounts >= 0) & (amounts < np.inf)).all():
        raise ClosingError(f"{name} must be finite and not negative")


def share(name: str, values: npt.ArrayLike) -> None:
    """Raises `ClosingError` where a share lies outside 0 to 1."""
    shares = np.asarray(values, dtype=np.float64)
    if not ((shares >= 0) & (shares <= 1)).all():
        raise ClosingError(f"{name} must be a share from 0 to 1")
