"""The model's terms as formulas of a spreadsheet: the text of a term, where its parts stand in cells.

A term that stands in cells is referred to; any other is written out. So a sheet lays the model's terms out one after
the other, each below its heading, and every formula refers to what was laid out before it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

from finance.model.terms import Axis, Leaf, Term
from finance.outputs.workbook.expression import ATOM, COMPARE, PLUS, POWER, TIMES, Column, Expr, anchored, expr

_CELL = Leaf("cell")
_SIGNS: Mapping[str, tuple[str, int]] = {
    "sum": ("+", PLUS),
    "difference": ("-", PLUS),
    "product": ("*", TIMES),
    "quotient": ("/", TIMES),
    "power": ("^", POWER),
    "at_most": ("<=", COMPARE),
    "below": ("<", COMPARE),
    "at_least": (">=", COMPARE),
    "above": (">", COMPARE),
}
_FUNCTIONS: Mapping[str, str] = {
    **{"least": "MIN", "most": "MAX", "both": "AND", "either": "OR", "tanh": "TANH", "beta": "BETADIST"}
}
_ASSOCIATIVE = ("sum", "product", "least", "most", "both", "either")

Text: TypeAlias = tuple[str, int]
"""A formula without the leading "=", and how tightly its outermost sign binds."""
At: TypeAlias = Mapping[Axis, int]


class Formulas:
    """Which terms stand in which cells, and the formulas of others."""

    def __init__(self) -> None:
        self._cells: dict[Term, Expr | Column] = {}

    def given(self, cells: Expr | Column | Sequence[Expr], axis: Axis | None = None) -> Term:
        """What stands in a cell, or in some along an axis, as a term; an empty cell is 0."""
        if isinstance(cells, Expr):
            found = Term("leaf", value=_value(cells), leaf=_CELL)
            self._cells[found] = cells
            return found
        assert axis is not None
        column = cells if isinstance(cells, Column) else Column(cells, expr(None))
        found = Term("leaf", axes=(axis,), value=np.array([_value(cell) for cell in column.cells]), leaf=_CELL)
        self._cells[found] = column
        return found

    def stands(self, term: Term, cells: Expr | Column) -> None:
        """Say where a term stands."""
        self._cells[term] = cells

    def of(self, term: Term, at: At | None = None) -> Expr:
        """The formula of a term, at a place of each of its axes, with its value there."""
        where = at or {}
        text, rank = self._made(term, where, None)
        value = term.value[tuple(where[axis] for axis in term.axes)] if term.axes else term.value
        return Expr(text, value.item() if isinstance(value, np.generic) else value, rank)

    def refer(self, term: Term) -> Expr:
        """The reference to a term that stands in one cell."""
        cell = self._cells[term]
        assert isinstance(cell, Expr)
        return cell

    def column(self, term: Term) -> Column:
        """The cells of a term that stands along an axis."""
        cells = self._cells[term]
        assert isinstance(cells, Column)
        return cells

    def _text(self, term: Term, at: At, along: Axis | None) -> Text:
        """The reference to a term that stands in cells; else its formula. `along` an axis, a range over all of it."""
        cells = self._cells.get(term)
        if cells is None:
            return self._made(term, at, along)
        if isinstance(cells, Expr):
            return cells.text, cells.rank
        if term.axes[0] is along:
            return cells.range.text, ATOM
        cell = cells.cells[at[term.axes[0]]]
        return cell.text, cell.rank

    def _made(self, term: Term, at: At, along: Axis | None) -> Text:
        parts = term.parts
        match term.operation:
            case "leaf":
                return self._leaf(term, at, along)
            case "same":
                return self._text(parts[0], at, along)
            case "when":
                return self._when(parts, at, along)
            case "share":
                part, whole = (self._text(part, at, along) for part in parts)
                return f"IF({whole[0]}<>0,{_within(*part, TIMES)}/{_within(*whole, TIMES + 1)},0)", ATOM
            case "one_of":
                return self._text(parts[int(term.how[at[term.axes[0]]])], at, along)
            case "at":
                axis, place = term.how
                return self._text(parts[0], {**at, axis: place}, along)
            case "total":
                return self._total(parts[0], term.how, at)
            case "collected" | "latest":
                return self._collected(term, at)
            case "up_to":
                cells = self._cells[parts[0]]
                assert isinstance(cells, Column)
                first, last = anchored(cells.cells[0]).text, cells.cells[at[term.how]].text
                return f"SUM({first}:{last.rpartition('!')[2]})", ATOM
            case "before":
                place = at[term.how]
                return self._text(parts[0], {**at, term.how: place - 1}, along) if place else ("0", ATOM)
            case operation if operation in _SIGNS:
                return self._signed(term, at, along)
        inner = [self._text(part, at, along)[0] for part in self._flat(term, term.operation)]
        return f"{_FUNCTIONS[term.operation]}({','.join(inner)})", ATOM

    def _leaf(self, term: Term, at: At, along: Axis | None) -> Text:
        if term in self._cells:
            return self._text(term, at, along)
        value = term.value[at[term.axes[0]]] if term.axes else term.value
        constant = expr(value.item() if isinstance(value, np.generic) else value)
        return constant.text, constant.rank

    def _when(self, parts: Sequence[Term], at: At, along: Axis | None) -> Text:
        """One of two; where the condition is no matter of cells, the one that it leaves."""
        condition, then, otherwise = parts
        if condition.leaf is not None and condition.leaf.kind == "constant":
            settled = condition.value[at[condition.axes[0]]] if condition.axes else condition.value
            return self._text(then if settled else otherwise, at, along)
        inner = (self._text(part, at, along)[0] for part in parts)
        return f"IF({','.join(inner)})", ATOM

    def _total(self, part: Term, axis: Axis, at: At) -> Text:
        text, _ = self._text(part, at, axis)
        name = "SUM" if part in self._cells else "SUMPRODUCT"
        return f"{name}({text})", ATOM

    def _collected(self, term: Term, at: At) -> Text:
        """What belongs to a place, one cell after the other."""
        part, places = term.parts[0], np.flatnonzero(term.how == at[term.axes[0]]).tolist()
        inner = [self._anchored(part, place) for place in places]
        if not inner:
            return "0", ATOM
        if term.operation == "latest":
            return f"MAX(0,{','.join(text for text, _ in inner)})", ATOM
        return "+".join(_within(text, rank, PLUS) for text, rank in inner), PLUS if len(inner) > 1 else inner[0][1]

    def _anchored(self, part: Term, place: int) -> Text:
        """A part in another row, with the row held fast."""
        text, rank = self._text(part, {part.axes[0]: place}, None)
        return anchored(Expr(text, None, rank)).text if part in self._cells else text, rank

    def _signed(self, term: Term, at: At, along: Axis | None) -> Text:
        sign, rank = _SIGNS[term.operation]
        first, *others = (self._text(part, at, along) for part in term.parts)
        tighter = rank if term.operation in _ASSOCIATIVE else rank + 1
        text = sign.join([_within(*first, rank), *(_within(*other, tighter) for other in others)])
        return text, rank

    def _flat(self, term: Term, operation: str) -> Sequence[Term]:
        """The parts, with those that are the same operation and stand in no cells taken apart."""
        found: list[Term] = []
        for part in term.parts:
            nested = part.operation == operation and operation in _ASSOCIATIVE and part not in self._cells
            found += self._flat(part, operation) if nested else [part]
        return found


def _within(text: str, rank: int, asked: int) -> str:
    return text if rank >= asked else f"({text})"


def _value(cell: Expr) -> Any:
    return 0.0 if cell.value is None or cell.value == "" else cell.value
