"""A figure as a tree: leaves are figures of the data and values of the scenario, branches are arithmetic.

A tree holds no words. Each node has a name, which is a kind and what it is about, as ("by_sector", "energy", "gap");
`finance.explain.wording` says it in a language.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import fsum, prod
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from finance.model import allocation

USD, FRACTION, FACTOR = "USD bn", "fraction", "factor"
"""Units of amounts, of shares, and of numbers that something is multiplied by."""

Name: TypeAlias = tuple[str, ...]


@dataclass(frozen=True)
class Input:
    """A leaf. `figures` are the ids of the data that hold it or fix it; none for a fact of calendar or arithmetic."""

    name: Name
    value: float
    unit: str = FRACTION
    figures: tuple[str, ...] = ()

    parts = ()


@dataclass(frozen=True)
class Step:
    """A branch: an operation of OPERATIONS on its parts."""

    name: Name
    operation: str
    parts: "tuple[Node, ...]" = field(repr=False)
    unit: str = USD

    @cached_property
    def value(self) -> float:
        """What the arithmetic gives."""
        return OPERATIONS[self.operation]([part.value for part in self.parts])


@dataclass(frozen=True, eq=False)
class Matching:
    """Money met with needs by a rule; `lines` and `sectors` are nodes, `eligible` [S, K] says who may pay for what."""

    rule: str
    lines: "tuple[Node, ...]" = field(repr=False)
    sectors: "tuple[Node, ...]" = field(repr=False)
    eligible: NDArray[np.bool_]

    @cached_property
    def flows(self) -> NDArray[np.float64]:
        """What each line pays for each sector [USD bn, S, K]."""
        needs, money = ([node.value for node in nodes] for nodes in (self.sectors, self.lines))
        return allocation.allocate(needs, money, self.eligible, self.rule)


@dataclass(frozen=True)
class Matched:
    """A branch: one flow of a matching. Its parts are the money of its line and the need of its sector."""

    name: Name
    matching: Matching
    line: int
    sector: int
    unit: str = USD

    @property
    def parts(self) -> "tuple[Node, ...]":
        return self.matching.lines[self.line], self.matching.sectors[self.sector]

    @property
    def value(self) -> float:
        return float(self.matching.flows[self.line, self.sector])


Node: TypeAlias = Input | Step | Matched


def _difference(values: Sequence[float]) -> float:
    return values[0] - fsum(values[1:])


def _quotient(values: Sequence[float]) -> float:
    above, below = values
    return above / below if below else float("nan")


OPERATIONS: Mapping[str, Callable[[Sequence[float]], float]] = {
    "sum": fsum,
    "difference": _difference,
    "product": prod,
    "quotient": _quotient,
    "power": lambda values: values[0] ** values[1],
    "least": min,
    "most": max,
}
"""What a Step may do with its parts, by name. A quotient by nothing has no value (NaN)."""

ZERO, ONE = Input(("zero",), 0.0, FACTOR), Input(("one",), 1.0, FACTOR)


def rest(name: Name, share: Node) -> Node:
    """1 − share."""
    return Step(name, "difference", (ONE, share), FRACTION)


def product(name: Name, parts: Sequence[Node], unit: str = USD) -> Step:
    """The product of the parts that are not the number one; of one, where all are."""
    telling = tuple(part for part in parts if part != ONE)
    return Step(name, "product", telling or (ONE,), unit)


def total(name: Name, parts: Sequence[Node], unit: str = USD) -> Step:
    """The sum of the parts."""
    return Step(name, "sum", tuple(parts), unit)


def floored(name: Name, parts: Sequence[Node], unit: str = USD) -> Step:
    """The first part less the others, and never below zero."""
    return Step(name, "most", (Step((*name, "unfloored"), "difference", tuple(parts), unit), ZERO), unit)
