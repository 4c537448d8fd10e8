"""Rounding for display: once, and so that rounded parts still add up to the rounded total."""

import math
from collections.abc import Sequence

import numpy as np


def rounded(parts: Sequence[float], digits: int = 1) -> list[float]:
    """Parts rounded so that their sum is the rounded sum, by the largest-remainder method (Hamilton).

    Each part moves by less than one unit of the last digit; ties go to the earlier part.
    """
    scaled = np.asarray(parts, dtype=float) * 10**digits
    floors = np.floor(scaled)
    missing = round(round(math.fsum(parts), digits) * 10**digits - math.fsum(floors))
    up = np.argsort(-(scaled - floors), kind="stable")[:missing]
    floors[up] += 1
    return [float(value) / 10**digits + 0.0 for value in floors]  # + 0.0 turns −0 into 0
