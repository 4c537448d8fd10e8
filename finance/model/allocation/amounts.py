"""The amounts and the reach that an allocation starts from, checked."""

import numpy as np
import numpy.typing as npt

from finance.errors import AllocationError
from finance.model.allocation.subsets import Flags, Floats


def checked(
    needs: npt.ArrayLike,
    available: npt.ArrayLike,
    eligible: npt.ArrayLike,
) -> tuple[Floats, Floats, Flags]:
    """The three arrays as numpy's, or an `AllocationError` that says which is wrong and where."""
    amounts = _amounts("needs", needs), _amounts("available", available)
    flags = np.asarray(eligible)
    shape = (amounts[1].size, amounts[0].size)
    if flags.shape != shape:
        raise AllocationError(f"eligible must have shape {shape} (sources, sectors), not {flags.shape}")
    if flags.dtype != bool:
        raise AllocationError(f"eligible must hold true or false, not {flags.dtype}")
    return *amounts, flags


def matchable(needs: Floats, available: Floats, eligible: Flags) -> Flags:
    """Where [S, K] money that exists may pay for need that exists."""
    return eligible & (needs > 0) & (available > 0)[:, np.newaxis]


def _amounts(name: str, values: npt.ArrayLike) -> Floats:
    """Amounts as a vector of numpy's, or an `AllocationError` that says which is wrong."""
    amounts = np.asarray(values, dtype=np.float64)
    if amounts.ndim != 1:
        raise AllocationError(f"{name} must have one dimension, not {amounts.ndim}")
    bad = np.flatnonzero(~((amounts >= 0) & (amounts < np.inf)))
    if bad.size:
        at = int(bad[0])
        raise AllocationError(f"{name}[{at}] must be finite and not negative, not {amounts[at]}")
    return amounts
