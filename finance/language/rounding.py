"""Rounding for display: how many decimals say a number, and parts that still add up to the rounded total."""

import math
from collections.abc import Sequence

import numpy as np

_DUST = 1e-9  # below it a difference is rounding of the machine


def decimals(value: float, most: int, fewest: int = 0) -> int:
    """The fewest decimals, from `fewest` on, that say a number; `most` where none below it do."""
    return next((digits for digits in range(fewest, most) if abs(round(value, digits) - value) < _DUST), most)


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
