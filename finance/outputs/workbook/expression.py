"""Spreadsheet formulas that know their own value: each is written once, as `need - funded`, and gives both.

An `Expr` holds the text of a formula, without the leading "=", and what a spreadsheet computes from it. A value is a
number, a text, a truth value, None for an empty cell, or a NumPy array of these for a range of cells.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Scalar: TypeAlias = float | int | str | bool | None
Array: TypeAlias = NDArray[Any]

ATOM, SIGN, POWER, TIMES, PLUS, JOIN, COMPARE = range(7, 0, -1)
"""How tightly the signs of a formula bind."""
LONGEST_TEXT = 255
"""Longest text that a formula may quote [characters]."""


@dataclass(frozen=True, eq=False)
class Expr:
    """A formula and its value. `rank` says how tightly its outermost sign binds: brackets stand where needed."""

    text: str
    value: Any
    rank: int = ATOM

    def __add__(self, other: "Term") -> "Expr":
        return _joined(self, "+", other, PLUS, lambda a, b: a + b)

    def __radd__(self, other: "Term") -> "Expr":
        return expr(other) + self

    def __sub__(self, other: "Term") -> "Expr":
        return _joined(self, "-", other, PLUS, lambda a, b: a - b)

    def __rsub__(self, other: "Term") -> "Expr":
        return expr(other) - self

    def __mul__(self, other: "Term") -> "Expr":
        return _joined(self, "*", other, TIMES, lambda a, b: a * b)

    def __rmul__(self, other: "Term") -> "Expr":
        return expr(other) * self

    def __truediv__(self, other: "Term") -> "Expr":
        return _joined(self, "/", other, TIMES, _quotient)

    def __rtruediv__(self, other: "Term") -> "Expr":
        return expr(other) / self

    def __pow__(self, other: "Term") -> "Expr":
        return _joined(self, "^", other, POWER, lambda a, b: a**b)

    def __rpow__(self, other: "Term") -> "Expr":
        return expr(other) ** self

    def __le__(self, other: "Term") -> "Expr":
        return _compared(self, "<=", other, lambda a, b: a <= b)

    def __lt__(self, other: "Term") -> "Expr":
        return _compared(self, "<", other, lambda a, b: a < b)

    def __ge__(self, other: "Term") -> "Expr":
        return _compared(self, ">=", other, lambda a, b: a >= b)

    def __gt__(self, other: "Term") -> "Expr":
        return _compared(self, ">", other, lambda a, b: a > b)

    def equals(self, other: "Term") -> "Expr":
        """Whether the two are equal; an empty cell equals 0 and the empty text."""
        return _compared(self, "=", other, lambda a, b: a == b)

    def differs(self, other: "Term") -> "Expr":
        """Whether the two are not equal."""
        return _compared(self, "<>", other, lambda a, b: a != b)


Term: TypeAlias = Expr | Scalar
"""What may stand in a formula: a formula, or a number, text or truth value."""


@dataclass(frozen=True)
class Column:
    """Cells below one another: each alone, its row free to move when the row is copied, and all as one range."""

    cells: Sequence[Expr]
    range: Expr


def expr(term: Term) -> Expr:
    """A constant as a formula; a formula as it is."""
    if isinstance(term, Expr):
        return term
    if isinstance(term, bool):
        return Expr("TRUE" if term else "FALSE", term)
    if isinstance(term, str):
        quoted = term.replace('"', '""')
        return Expr(f'"{quoted}"', term)
    if term is None:
        return Expr('""', "")
    return Expr(repr(term), term, SIGN if term < 0 else ATOM)


def _numbers(value: Any) -> Any:
    """Empty cells as 0 and truth values as 1 and 0, as arithmetic reads them."""
    if isinstance(value, np.ndarray):
        return np.array([_numbers(item) for item in value.tolist()], dtype=float)
    return 0.0 if value is None else float(value)


def _quotient(above: Any, below: Any) -> Any:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.true_divide(above, below)


def _joined(left: Expr, sign: str, other: Term, rank: int, combine: Callable[[Any, Any], Any]) -> Expr:
    right = expr(other)
    value = combine(_numbers(left.value), _numbers(right.value))
    return Expr(f"{_within(left, rank)}{sign}{_within(right, rank + 1)}", _plain(value), rank)


def _compared(left: Expr, sign: str, other: Term, compare: Callable[[Any, Any], Any]) -> Expr:
    right = expr(other)
    one, two = _comparable(left.value, right.value), _comparable(right.value, left.value)
    value = np.vectorize(compare, otypes=[bool])(one, two) if _is_array(one, two) else bool(compare(one, two))
    return Expr(f"{_within(left, COMPARE + 1)}{sign}{_within(right, COMPARE + 1)}", value, COMPARE)


def _comparable(value: Any, other: Any) -> Any:
    """An empty cell becomes what it equals of the other's kind; any text is above any number."""
    if isinstance(value, np.ndarray):
        return np.array([_comparable(item, other) for item in value.tolist()], dtype=object)
    texts = isinstance(other, str) or (isinstance(other, np.ndarray) and any(isinstance(x, str) for x in other))
    if value is None:
        return "" if texts else 0.0
    return value


def _is_array(*values: Any) -> bool:
    return any(isinstance(value, np.ndarray) for value in values)


def _within(inner: Expr, rank: int) -> str:
    return inner.text if inner.rank >= rank else f"({inner.text})"


def _plain(value: Any) -> Any:
    return value if isinstance(value, np.ndarray) else float(value)


# ---------------------------------------------------------------- functions of a spreadsheet


def function(name: str, value: Any, *terms: Term) -> Expr:
    """`name(terms)`, whose value the caller knows."""
    return Expr(f"{name}({','.join(expr(term).text for term in terms)})", value)


def total(*terms: Expr) -> Expr:
    """SUM."""
    return function("SUM", float(sum(np.sum(_numbers(term.value)) for term in terms)), *terms)


def total_after(column: Expr, count: int) -> Expr:
    """SUM of what follows the first `count` cells of a range downwards; 0 where nothing does."""
    first, last = column.text.rsplit(":", 1)
    head, _, row = first.rpartition("$")
    if count >= len(column.value):
        return expr(0)
    return total(Expr(f"{head}${int(row) + count}:{last}", column.value[count:]))


def smallest(*terms: Term) -> Expr:
    """MIN."""
    return function("MIN", min(float(np.min(_numbers(expr(term).value))) for term in terms), *terms)


def largest(*terms: Term) -> Expr:
    """MAX."""
    return function("MAX", max(float(np.max(_numbers(expr(term).value))) for term in terms), *terms)


def when(condition: Expr, then: Term, otherwise: Term) -> Expr:
    """IF; both branches are known, one is the value."""
    chosen = then if condition.value else otherwise
    return function("IF", expr(chosen).value, condition, then, otherwise)


def flag(condition: Expr) -> Expr:
    """1 where the condition holds, else 0."""
    return when(condition, 1, 0)


def both(*conditions: Expr) -> Expr:
    """AND."""
    return function("AND", all(condition.value for condition in conditions), *conditions)


def either(*conditions: Expr) -> Expr:
    """OR."""
    return function("OR", any(condition.value for condition in conditions), *conditions)


def is_number(term: Expr) -> Expr:
    """ISNUMBER."""
    kind = isinstance(term.value, int | float) and not isinstance(term.value, bool)
    return function("ISNUMBER", kind and not math.isnan(term.value), term)


def rounded(term: Expr, digits: int) -> Expr:
    """ROUND."""
    return function("ROUND", _half_up(_numbers(term.value), digits), term, digits)


def magnitude(term: Expr) -> Expr:
    """ABS."""
    return function("ABS", abs(_numbers(term.value)), term)


def place(wanted: Expr, among: Expr) -> Expr:
    """MATCH: where, from 1, the value stands in the range; not a number where it does not."""
    found = np.flatnonzero([item == wanted.value for item in among.value.tolist()])
    return function("MATCH", float(found[0] + 1) if found.size else math.nan, wanted, among, 0)


def last_place_up_to(limit: Expr, rising: Expr) -> Expr:
    """MATCH with 1: where, from 1, the last value of a rising range stands that is not above the limit."""
    below = int(np.sum(_numbers(rising.value) <= limit.value))
    return function("MATCH", float(below) if below else math.nan, limit, rising, 1)


def at(among: Expr, position: Expr) -> Expr:
    """INDEX: the value at a position, from 1."""
    known = isinstance(position.value, int | float) and not math.isnan(position.value)
    value = among.value.tolist()[int(position.value) - 1] if known else None
    return function("INDEX", value, among, position)


def looked_up(wanted: Expr, among: Expr, give: Expr) -> Expr:
    """The value of `give` at the place where `among` has the value wanted."""
    return at(give, place(wanted, among))


def sum_where(among: Expr, wanted: Term, amounts: Expr) -> Expr:
    """SUMIF: the amounts beside the cells that equal the value wanted."""
    chosen = np.array([item == expr(wanted).value for item in among.value.tolist()], dtype=float)
    return function("SUMIF", float(chosen @ _numbers(amounts.value)), among, wanted, amounts)


def sum_product(terms: Expr) -> Expr:
    """SUMPRODUCT of one product of ranges."""
    return function("SUMPRODUCT", float(np.sum(_numbers(terms.value))), terms)


def nth_smallest(among: Expr, rank: int) -> Expr:
    """SMALL."""
    return function("SMALL", float(np.sort(_numbers(among.value))[rank - 1]), among, rank)


def fixed(term: Expr, digits: int = 1) -> Expr:
    """FIXED: a number in words, in the format of the reader's own spreadsheet."""
    return function("FIXED", f"{_half_up(_numbers(term.value), digits):,.{digits}f}", term, digits)


def _half_up(value: float, digits: int) -> float:
    """A spreadsheet rounds halves away from zero."""
    scaled = abs(value) * 10**digits
    return math.copysign(math.floor(scaled + 0.5) / 10**digits, value) + 0.0


def sentence(template: str, **parts: Term) -> Expr:
    """A sentence with cells in it: "{gap} is unfunded" becomes FIXED(gap)&" is unfunded"."""
    pieces: list[Expr] = []
    for text, name, _, _ in Formatter().parse(template):
        pieces += [expr(part) for part in re.findall(rf".{{1,{LONGEST_TEXT}}}", text, re.DOTALL)]
        if name is not None:
            pieces.append(expr(parts[name]))
    value = "".join(_shown(piece.value) for piece in pieces)
    return Expr("&".join(_within(piece, JOIN + 1) for piece in pieces), value, JOIN)


def as_text(term: Expr) -> Expr:
    """A cell as text, so that an empty one stays empty and does not become 0."""
    return Expr(f'{_within(term, JOIN + 1)}&""', _shown(term.value), JOIN)


def _shown(value: Scalar) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def anchored(cell: Expr) -> Expr:
    """The reference to a cell with its row held fast as well as its column."""
    return Expr(re.sub(r"(\$[A-Z]+)(\d+)$", r"\1$\2", cell.text), cell.value)


def strings(values: Sequence[Scalar]) -> Array:
    """Values of a range of cells as one array."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array
