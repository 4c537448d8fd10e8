"""The algebra of the model: a formula is written once, and every number, receipt and workbook cell is read off it.

A `Term` knows its value, the operation and the parts that it was made of, its unit and its name. A value is a number,
or an array over the axes of the term: the lines of a ledger, the sectors, the years, N variants of a scenario. Terms
are joined with + − × ÷ ^ and the functions below, axes by axes, so that a formula for one line is the formula for all.

`least`, `most`, `total` and the operators take arrays of numbers as well as terms: a formula over arrays alone is the
same text without its receipt.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any, Protocol, TypeAlias, TypeVar, overload

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc

from finance.messages import Phrase

Floats: TypeAlias = NDArray[np.float64]
Indices: TypeAlias = NDArray[np.intp]

USD, FRACTION, FACTOR = "USD bn", "fraction", "factor"
"""Units of amounts, of shares, and of numbers that something is multiplied by."""


Unit: TypeAlias = str | tuple[str, ...]
"""What a value is measured in: one unit, or one for each place on the first axis."""


class Axis:
    """What an array runs over, and the id of each place on it. Terms go together where they share the same object.

    `about` are the ids that the names of terms over it are about, by the word for them; the axis' own kind is one.
    """

    __slots__ = ("about", "kind", "labels")

    def __init__(self, kind: str, labels: Sequence[str], **about: Sequence[str]) -> None:
        self.kind, self.labels, self.about = kind, tuple(labels), {kind: labels, **about}

    def __len__(self) -> int:
        return len(self.labels)


KINDS = ("run", "pool", "payment", "purse", "line", "sector", "year", "variant")
"""Kinds of axes, in the order in which they stand in an array."""


class Leaf:
    """Where a term comes from that was made of no others.

    `kind` is "figure" or "assumption", and `ids` then its id, or one for each place on its axis, None where the data
    have none; "constant"; or "fact", something of calendar or arithmetic, which the assumptions `ids` fix.
    """

    __slots__ = ("ids", "kind")

    def __init__(self, kind: str, ids: Sequence[str | None] = ()) -> None:
        self.kind, self.ids = kind, tuple(ids)


class Term:
    """A formula with its value, which is worked out when it is first asked for.

    `how` is what an operation needs beside its parts, as the axis that a sum runs over.
    """

    __slots__ = ("_value", "axes", "how", "leaf", "operation", "parts", "phrase", "unit")

    def __init__(
        self,
        operation: str,
        parts: "tuple[Term, ...]" = (),
        axes: tuple[Axis, ...] = (),
        how: Any = None,
        *,
        value: Any = None,
        leaf: Leaf | None = None,
        phrase: Phrase | None = None,
        unit: Unit = FACTOR,
    ) -> None:
        self.operation, self.parts, self.axes, self.how = operation, parts, axes, how
        self._value, self.leaf, self.phrase, self.unit = value, leaf, phrase, unit

    @property
    def value(self) -> Any:
        """A number, or an array over the axes."""
        if self._value is None:
            self._value = _worked_out(self)
        return self._value

    def called(self, phrase: Phrase, unit: Unit = USD) -> "Term":
        """The same formula under a name of its own, in a unit; a receipt stops at it and says the name."""
        if self.phrase or not self.parts:
            return Term("same", (self,), self.axes, phrase=phrase, unit=unit)
        value, leaf = self._value, self.leaf
        return Term(self.operation, self.parts, self.axes, self.how, value=value, leaf=leaf, phrase=phrase, unit=unit)

    def as_fact(self, phrase: Phrase, unit: str = FRACTION, ids: Sequence[str] = ()) -> "Term":
        """The same formula as a fact of calendar or arithmetic that a receipt does not open."""
        leaf = Leaf("fact", ids)
        return Term(self.operation, self.parts, self.axes, self.how, leaf=leaf, phrase=phrase, unit=unit)

    def __add__(self, other: "Operand") -> "Term":
        return _joined("sum", self, other)

    def __radd__(self, other: "Operand") -> "Term":
        return _joined("sum", other, self)

    def __sub__(self, other: "Operand") -> "Term":
        return _joined("difference", self, other)

    def __rsub__(self, other: "Operand") -> "Term":
        return _joined("difference", other, self)

    def __mul__(self, other: "Operand") -> "Term":
        return _joined("product", self, other)

    def __rmul__(self, other: "Operand") -> "Term":
        return _joined("product", other, self)

    def __truediv__(self, other: "Operand") -> "Term":
        return _joined("quotient", self, other)

    def __rtruediv__(self, other: "Operand") -> "Term":
        return _joined("quotient", other, self)

    def __pow__(self, other: "Operand") -> "Term":
        return _joined("power", self, other)

    def __le__(self, other: "Operand") -> "Term":
        return _joined("at_most", self, other)

    def __lt__(self, other: "Operand") -> "Term":
        return _joined("below", self, other)

    def __ge__(self, other: "Operand") -> "Term":
        return _joined("at_least", self, other)

    def __gt__(self, other: "Operand") -> "Term":
        return _joined("above", self, other)


class Numbers(Protocol):
    """Where a formula finds the assumptions that it reads."""

    def number(self, id_: str) -> Term:
        """The value of an assumption of kind number, in its own unit."""
        ...


Operand: TypeAlias = Term | float
Condition: TypeAlias = Term | bool
Amounts = TypeVar("Amounts", Term, Floats)
"""Terms, or arrays of numbers: a formula over the one is the same over the other."""


# ---------------------------------------------------------------- the balance


def left_of(whole: Any, part: Any) -> Any:
    """What of a whole a part leaves, never below zero: the gap of a need, what is stranded of money."""
    return most(whole - part, 0.0)


def covered(funded: Any, need: Any) -> Any:
    """Funded ÷ need, and at most one; no number where there is no need."""
    ratio = _joined("ratio", funded, need) if isinstance(need, Term) else _ratio(funded, need)
    return least(ratio, 1.0)


# ---------------------------------------------------------------- operations


def _quotient(above: Any, below: Any) -> Any:
    """Nothing has no share of nothing: where the whole is 0, so is the share."""
    if isinstance(above, np.ndarray) or isinstance(below, np.ndarray):
        above, below = np.broadcast_arrays(above, below)
        return np.divide(above, below, out=np.zeros(above.shape), where=below != 0)
    return above / below if below else 0.0


def _ratio(above: Any, below: Any) -> Any:
    """A share of nothing is no number."""
    above, below = np.broadcast_arrays(np.asarray(above, dtype=np.float64), below)
    return np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0)


def _smaller(one: Any, two: Any) -> Any:
    arrays = isinstance(one, np.ndarray) or isinstance(two, np.ndarray)
    return np.minimum(one, two) if arrays else min(one, two)


def _larger(one: Any, two: Any) -> Any:
    arrays = isinstance(one, np.ndarray) or isinstance(two, np.ndarray)
    return np.maximum(one, two) if arrays else max(one, two)


OPERATIONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "sum": operator.add,
    "difference": operator.sub,
    "product": operator.mul,
    "quotient": _quotient,
    "share": _quotient,
    "ratio": _ratio,
    "power": operator.pow,
    "least": _smaller,
    "most": _larger,
    "at_most": operator.le,
    "below": operator.lt,
    "at_least": operator.ge,
    "above": operator.gt,
    "both": np.logical_and,
    "either": np.logical_or,
}
"""Operations that join terms place by place, by name."""

FUNCTIONS: Mapping[str, Callable[..., Any]] = {"tanh": np.tanh, "beta": lambda x, a, b: betainc(a, b, x)}
"""Functions of mathematics of terms that share their axes, by name; "beta" is the beta distribution's."""


def term(operand: Operand) -> Term:
    """A number as a term; a term as it is."""
    return operand if isinstance(operand, Term) else Term("leaf", value=operand, leaf=_CONSTANT)


def _joined(operation: str, *operands: Operand) -> Term:
    parts = tuple(part if isinstance(part, Term) else term(part) for part in operands)
    return Term(operation, parts, _together(parts))


def _worked_out(term: Term) -> Any:
    """The value of a term from those of its parts."""
    if term.operation in OPERATIONS:
        return reduce(OPERATIONS[term.operation], (_spread(part, term.axes) for part in term.parts))
    if term.operation in FUNCTIONS:
        return FUNCTIONS[term.operation](*(_spread(part, term.axes) for part in term.parts))
    return _PLACED[term.operation](term)


def _together(parts: Sequence[Term]) -> tuple[Axis, ...]:
    """The axes of all parts, each once, in the order of KINDS."""
    axes = parts[0].axes
    for part in parts[1:]:
        if part.axes != axes and part.axes:
            more = [axis for axis in part.axes if axis not in axes]
            axes = tuple(sorted((*axes, *more), key=lambda axis: KINDS.index(axis.kind))) if more else axes
    return axes


def _spread(part: Term, axes: tuple[Axis, ...]) -> Any:
    """The value of a part with a place for each axis that it does not have."""
    if part.axes == axes or not part.axes:
        return part.value
    return part.value[tuple(slice(None) if axis in part.axes else None for axis in axes)]


@overload
def least(first: Term, *others: "Operand") -> Term: ...
@overload
def least(first: Floats, *others: Floats | float) -> Floats: ...
def least(first: Any, *others: Any) -> Any:
    """The smallest, place by place."""
    if any(isinstance(part, Term) for part in (first, *others)):
        return _joined("least", first, *others)
    return reduce(np.minimum, (first, *others))


@overload
def most(first: Term, *others: "Operand") -> Term: ...
@overload
def most(first: Floats, *others: Floats | float) -> Floats: ...
def most(first: Any, *others: Any) -> Any:
    """The largest, place by place."""
    if any(isinstance(part, Term) for part in (first, *others)):
        return _joined("most", first, *others)
    return reduce(np.maximum, (first, *others))


def function(name: str, *parts: Operand) -> Term:
    """One of FUNCTIONS, place by place."""
    terms = tuple(map(term, parts))
    return Term(name, terms, _together(terms))


def share_of(part: Term, whole: Operand) -> Term:
    """A part ÷ its whole; nothing has no share of nothing."""
    return _joined("share", part, whole)


def both(one: Condition, two: Condition) -> Condition:
    """Whether both hold."""
    if isinstance(one, bool):
        return two if one else False
    return _joined("both", one, two) if isinstance(two, Term) else one if two else False


def either(one: Condition, two: Condition) -> Condition:
    """Whether one of them holds, or both."""
    if isinstance(one, bool):
        return True if one else two
    return _joined("either", one, two) if isinstance(two, Term) else True if two else one


def when(condition: Condition, then: Operand, otherwise: Operand) -> Term:
    """`then` where the condition holds, else `otherwise`; of a condition that is settled only what it leaves."""
    if isinstance(condition, bool):
        return term(then if condition else otherwise)
    parts = condition, term(then), term(otherwise)
    return Term("when", parts, _together(parts))


def plus(terms: Sequence[Operand]) -> Term:
    """The sum of some terms; nothing, where there are none."""
    return _joined("sum", *terms) if terms else term(0.0)


def total(amounts: Amounts, axis: Axis | None = None) -> Amounts:
    """The sum over an axis; of an array of numbers, over its first."""
    if not isinstance(amounts, Term):
        summed: Floats = amounts.sum(axis=0)
        return summed
    return Term("total", (amounts,), tuple(each for each in amounts.axes if each is not axis), axis)


def one_of(options: Sequence[Operand], place: Indices, axis: Axis) -> Term:
    """At each place of an axis one of some terms, by their number."""
    parts = tuple(map(term, options))
    return Term("one_of", parts, (axis, *(_together(parts) if parts else ())), place)


def rows(terms: Sequence[Operand], axis: Axis) -> Term:
    """Some terms, one at each place of an axis."""
    return one_of(terms, np.arange(len(terms)), axis)


def taken_from(amounts: Term, place: Indices, axis: Axis) -> Term:
    """At each place of an axis, the amount at some place of another, the first of `amounts`."""
    return Term("taken_from", (amounts,), (axis, *amounts.axes[1:]), place)


def collected(amounts: Term, owner: Indices, axis: Axis) -> Term:
    """At each place of an axis, the sum of the amounts that belong to it, as `owner` says of the places of their first
    axis; −1 belongs to none."""
    return Term("collected", (amounts,), (axis, *amounts.axes[1:]), owner)


def latest(days: Term, owner: Indices, axis: Axis) -> Term:
    """At each place of an axis, the largest of what belongs to it, and at least 0; otherwise as `collected`."""
    return Term("latest", (days,), (axis,), owner)


def up_to(amounts: Term, axis: Axis) -> Term:
    """At each place of an axis, the sum of the amounts at it and at all before it."""
    return Term("up_to", (amounts,), amounts.axes, axis)


def before(amounts: Term, axis: Axis) -> Term:
    """At each place of an axis, the amount at the place before; at the first, nothing. It is the only axis."""
    return Term("before", (amounts,), amounts.axes, axis)


def at(amounts: Term, axis: Axis, place: int) -> Term:
    """The amount at one place of an axis."""
    return Term("at", (amounts,), tuple(each for each in amounts.axes if each is not axis), (axis, place))


def _chosen(term: Term) -> Any:
    condition, then, otherwise = term.parts
    if not condition.axes:
        return _spread(then if condition.value else otherwise, term.axes) + _nothing(term.axes)
    return np.where(*(_spread(part, term.axes) for part in term.parts))


def _nothing(axes: tuple[Axis, ...]) -> Any:
    """Zero over some axes."""
    return np.zeros(tuple(map(len, axes))) if axes else 0.0


def _summed(term: Term) -> Any:
    (part,) = term.parts
    value: Any = part.value.sum(axis=part.axes.index(term.how))
    return value if term.axes else float(value)


def _optional(term: Term) -> Any:
    rest = term.axes[1:]
    shape = tuple(map(len, rest))
    table = [np.broadcast_to(_spread(part, rest), shape) for part in term.parts]
    return np.array(table).reshape(len(table), *shape)[term.how]


def _gathered(term: Term) -> Any:
    (part,), owner, sums = term.parts, term.how, _nothing(term.axes)
    np.add.at(sums, owner[owner >= 0], part.value[owner >= 0])
    return sums


def _latest(term: Term) -> Any:
    (part,), owner, largest = term.parts, term.how, _nothing(term.axes)
    np.maximum.at(largest, owner[owner >= 0], part.value[owner >= 0])
    return largest


def _placed(term: Term) -> Any:
    (part,), (axis, place) = term.parts, term.how
    value = part.value.take(place, axis=part.axes.index(axis))
    return value if term.axes else float(value)


_PLACED: Mapping[str, Callable[[Term], Any]] = {
    "same": lambda term: term.parts[0].value,
    "when": _chosen,
    "total": _summed,
    "one_of": _optional,
    "taken_from": lambda term: term.parts[0].value[term.how],
    "collected": _gathered,
    "latest": _latest,
    "up_to": lambda term: term.parts[0].value.cumsum(axis=term.axes.index(term.how)),
    "before": lambda term: np.concatenate([[0.0], term.parts[0].value[:-1]]),
    "at": _placed,
}
"""How the value of other operations is worked out, by name."""


# ---------------------------------------------------------------- leaves

_CONSTANT = Leaf("constant")


def constants(values: Sequence[float] | NDArray[Any], axis: Axis) -> Term:
    """Numbers or truth values over an axis that no figure holds."""
    return Term("leaf", axes=(axis,), value=np.asarray(values), leaf=_CONSTANT)


def figure(id_: str, value: float, unit: str) -> Term:
    """A stored figure, in its own unit."""
    return Term("leaf", value=value, leaf=Leaf("figure", (id_,)), unit=unit)


def figures(ids: Sequence[str | None], values: Sequence[float], axis: Axis, unit: Unit = FACTOR) -> Term:
    """Stored figures over an axis; 0 where there is no id."""
    value = np.array(values, dtype=np.float64)
    return Term("leaf", axes=(axis,), value=value, leaf=Leaf("figure", ids), unit=unit)


def assumption(id_: str, value: float | Floats, unit: str, axes: tuple[Axis, ...] = ()) -> Term:
    """The value that an assumption has in the scenario, or in N variants of it."""
    return Term("leaf", axes=axes, value=value, leaf=Leaf("assumption", (id_,)), unit=unit)


def fact(phrase: Phrase, value: float | NDArray[Any], axes: tuple[Axis, ...] = (), unit: str = FRACTION,
         ids: Sequence[str] = ()) -> Term:  # fmt: skip
    """A fact of calendar or arithmetic, under its name; `ids` are the assumptions that fix it."""
    return Term("leaf", axes=axes, value=value, leaf=Leaf("fact", ids), phrase=phrase, unit=unit)
