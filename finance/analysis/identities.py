"""What must hold in every result, evaluated with its own numbers."""

from dataclasses import dataclass

import numpy as np

from finance.model import allocation
from finance.model.funding import LEFT_OUT
from finance.model.gap import Result

TOLERANCE = 1e-9
"""Relative difference up to which two sides count as equal; sums of doubles differ by far less."""


@dataclass(frozen=True)
class Identity:
    """One statement with both of its sides [USD bn] and whether it holds."""

    id: str
    left: float
    right: float
    holds: bool


def check(result: Result) -> tuple[Identity, ...]:
    """Every identity of the model for this result, in a fixed order."""
    flows, lines = result.flows, result.by_source
    money = result.purse_money
    smallest, _ = allocation.minimum_gap(result.needs.payable, money, result.purses.reach)
    return (
        _equal("gap_plus_funded", float(result.by_sector["gap"].sum()) + result.funded, result.need),
        _equal("used_plus_stranded", result.funded + result.stranded, result.available),
        _equal("gap_less_stranded", result.gap - result.stranded, result.need - result.available),
        _equal(
            "flows_by_sector",
            float(flows.groupby("sector")["amount"].sum().sum()),
            float(result.by_sector["funded"].sum()),
        ),
        _equal("flows_by_source", float(flows.groupby("commitment")["amount"].sum().sum()), float(lines["used"].sum())),
        _equal(
            "face_less_left_out",
            float((lines["face"] * lines["rate"]).sum() - lines[list(LEFT_OUT)].to_numpy().sum()),
            result.available,
        ),
        _at_most("minimum_gap", smallest + result.needs.unpayable, result.gap),
        _at_most(
            "no_sector_overpaid",
            float(np.max(result.flows_by_line.sum(axis=0) - result.needs.payable, initial=0.0)),
            0.0,
        ),
        _at_most(
            "no_line_overspent",
            float(np.max(result.flows_by_line.sum(axis=1) - result.money.available, initial=0.0)),
            0.0,
        ),
    )


def _equal(id_: str, left: float, right: float) -> Identity:
    return Identity(id_, left, right, abs(left - right) <= TOLERANCE * max(1.0, abs(left), abs(right)))


def _at_most(id_: str, left: float, right: float) -> Identity:
    return Identity(id_, left, right, left <= right + TOLERANCE * max(1.0, abs(left), abs(right)))
