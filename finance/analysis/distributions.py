"""How one number may vary: its range and shape, as quantiles."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from finance.data.records import Assumption, Shape

Floats = NDArray[np.float64]

_WEIGHT = 4.0  # of the mode in a PERT mean, (low + 4 mode + high) ÷ 6


@dataclass(frozen=True)
class Marginal:
    """One number's range, the most likely value in it, and the shape between them.

    `uniform` knows no mode. `triangular` and `pert` have theirs at the scenario's current value; `pert` is the beta
    distribution with parameters 1 + 4 (mode − low) ÷ width and 1 + 4 (high − mode) ÷ width, whose mean is
    (low + 4 mode + high) ÷ 6 and variance (mean − low)(high − mean) ÷ 7 (Vose 2008). `fixed` is always the mode.
    """

    shape: Shape
    low: float
    mode: float
    high: float

    @classmethod
    def of(cls, row: Assumption, current: float) -> "Marginal":
        """The range of an assumption of kind number, with its mode at the current value."""
        assert row.low is not None
        assert row.high is not None
        return cls(row.shape, row.low, current, row.high)

    @property
    def varies(self) -> bool:
        return self.shape != "fixed" and self.low < self.high

    def ppf(self, probability: NDArray[np.float64] | float) -> Floats:
        """Quantiles at probabilities [fraction], in the number's own unit; one draw where they are random."""
        p = np.asarray(probability, dtype=np.float64)
        width = self.high - self.low
        if not self.varies:
            return np.full(p.shape, self.mode)
        left, right = (self.mode - self.low) / width, (self.high - self.mode) / width
        if self.shape == "uniform":
            share = p
        elif self.shape == "triangular":
            share = np.where(p < left, np.sqrt(p * left), 1.0 - np.sqrt((1.0 - p) * right))
        else:
            share = betaincinv(1.0 + _WEIGHT * left, 1.0 + _WEIGHT * right, p)
        return np.clip(self.low + width * share, self.low, self.high)
