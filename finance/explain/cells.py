"""One place of a term, as a receipt shows it: its value, what it was made of there, and what it rests on.

What is not there takes no part in a formula: a figure that no document prints, money without a part, a share left
after a reason that takes nothing. So the formula of one line is as short as what is known of the line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from finance.model.terms import Axis, Term

Places: TypeAlias = tuple[int, ...]

SUMS = ("sum", "total", "collected", "up_to")
"""Operations that add."""
_PLACED = ("same", "when", "one_of", "taken_from", "at", "before")
"""Operations that only say which amount is meant."""
_SETTLED = ("at_most", "below", "at_least", "above", "both", "either")
"""Conditions: facts that are true or not."""


class Cell(NamedTuple):
    """A term at one place of each of its axes."""

    term: Term
    at: Places = ()

    @property
    def value(self) -> float:
        """The value there."""
        return float(self.term.value[self.at] if self.at else self.term.value)

    @property
    def unit(self) -> str:
        """The unit there."""
        unit = self.term.unit
        return unit if isinstance(unit, str) else unit[self.at[0]]

    @property
    def where(self) -> dict[Axis, int]:
        """The place on each axis."""
        return dict(zip(self.term.axes, self.at, strict=True))

    @property
    def about(self) -> dict[str, str]:
        """What stands there, by the word for it: the id of the line, the sector, the year."""
        return {word: ids[place] for axis, place in self.where.items() for word, ids in axis.about.items()}

    @property
    def is_input(self) -> bool:
        """Whether a receipt ends there: a figure, a value of the scenario, or a fact."""
        return self.term.leaf is not None or self.term.operation in _SETTLED

    def of(self, part: Term) -> "Cell":
        """A part at the same place."""
        if part.axes == self.term.axes:
            return Cell(part, self.at)
        where = self.where if part.axes else {}
        return Cell(part, tuple(where[axis] for axis in part.axes))


def placed(cell: Cell) -> Cell | None:
    """Which amount a cell means, where that is all its operation says; None for any other, and where it means none."""
    term, parts = cell.term, cell.term.parts
    match term.operation:
        case "same":
            return cell.of(parts[0])
        case "when":
            return cell.of(parts[1] if cell.of(parts[0]).value else parts[2])
        case "one_of":
            return cell.of(parts[int(term.how[cell.at[0]])])
        case "taken_from":
            return Cell(parts[0], (int(term.how[cell.at[0]]), *cell.at[1:]))
        case "at":
            axis, place = term.how
            where = cell.where | {axis: place}
            return Cell(parts[0], tuple(where[each] for each in parts[0].axes))
        case "before" if cell.at[0] > 0:
            return Cell(parts[0], (cell.at[0] - 1,))
    return None


def parts(cell: Cell) -> Iterator[Cell]:
    """What a cell is made of directly."""
    term = cell.term
    match term.operation:
        case "total" | "up_to":
            axis = term.how
            last = cell.where[axis] + 1 if term.operation == "up_to" else len(axis)
            for place in range(last):
                where = cell.where | {axis: place}
                yield Cell(term.parts[0], tuple(where[each] for each in term.parts[0].axes))
        case "collected":
            for place in (term.how == cell.at[0]).nonzero()[0].tolist():
                yield Cell(term.parts[0], (place, *cell.at[1:]))
        case operation if operation in _PLACED:
            meant = placed(cell)
            yield from () if meant is None else (meant,)
        case _:
            yield from (cell.of(part) for part in term.parts)


@dataclass(frozen=True)
class Formula:
    """What is done with which parts: an operation of the algebra; "difference_or_zero", which ends at zero; "rule", an
    allocation; or "same", where it is one part alone."""

    operation: str
    parts: tuple[Cell, ...]


@dataclass(frozen=True)
class Reading:
    """Formulas as they are read, each worked out once."""

    _parts: dict[Cell, tuple[Cell, ...]] = field(default_factory=dict)
    _nothing: dict[Cell, bool] = field(default_factory=dict)
    _formulas: dict[Cell, Formula] = field(default_factory=dict)

    def parts(self, cell: Cell) -> tuple[Cell, ...]:
        """What a cell is made of directly."""
        if (known := self._parts.get(cell)) is None:
            known = self._parts[cell] = tuple(parts(cell))
        return known

    def nothing(self, cell: Cell) -> bool:
        """Whether a cell is not there at all, so that it takes no part in a formula."""
        if (known := self._nothing.get(cell)) is None:
            known = self._nothing[cell] = self._is_nothing(cell)
        return known

    def _is_nothing(self, cell: Cell) -> bool:
        term, leaf = cell.term, cell.term.leaf
        if leaf is not None and leaf.kind == "figure" and cell.at:
            return leaf.ids[cell.at[0]] is None
        if cell.is_input:
            return cell.value == 0.0 and (leaf is None or leaf.kind in ("constant", "fact"))
        below = self.parts(cell)
        if term.operation in ("product", "least"):
            return any(map(self.nothing, below))
        if term.operation in ("quotient", "share", "ratio"):
            return self.nothing(below[0])
        return term.operation not in ("power", "matched") and all(map(self.nothing, below))

    def one(self, cell: Cell) -> bool:
        """Whether a factor changes nothing, whatever the figures: the number one, or what nothing was taken off."""
        term, below = cell.term, () if cell.is_input else self.parts(cell)
        if cell.is_input:
            return cell.value == 1.0 and (term.leaf is None or term.leaf.kind == "constant")
        if term.operation in _PLACED:
            return bool(below) and self.one(below[0])
        if term.operation == "difference":
            return self.one(below[0]) and self.nothing(below[1])
        if term.operation == "power":
            return self.one(below[0]) or self.nothing(below[1])
        if term.operation == "sum":  # as 1 + a rate of nothing
            telling = [part for part in below if part.value != 0.0]
            return len(telling) == 1 and self.one(telling[0])
        return term.operation == "product" and all(map(self.one, below))

    def meant(self, cell: Cell) -> Cell:
        """The cell itself, or what it stands for as far as it has no name of its own."""
        while cell.term.phrase is None and not cell.is_input and (other := placed(cell)) is not None:
            cell = other
        return cell

    def formula(self, cell: Cell) -> Formula:
        """The formula of a cell: of an input, and of what is one input alone, that input."""
        if cell not in self._formulas:
            self._formulas[cell] = self._formula(cell)
        return self._formulas[cell]

    def _formula(self, cell: Cell) -> Formula:
        operation = cell.term.operation
        if cell.is_input:
            return Formula("same", (cell,))
        if operation in _PLACED:
            meant = placed(cell)
            return Formula("sum", ()) if meant is None else self._alone(meant)
        if operation == "matched":
            return Formula("rule", self.parts(cell))
        if operation in SUMS:
            shown = self._added(cell)
        elif operation == "product":
            shown = self._multiplied(cell)
        elif operation == "difference":
            shown = self._subtracted(cell)
        elif operation in ("most", "least"):
            return self._extreme(cell)
        else:
            return Formula(
                "quotient" if operation in ("share", "ratio") else operation, tuple(map(self.meant, self.parts(cell)))
            )
        if len(shown) == 1 and operation != "difference":
            return self._alone(shown[0])
        return Formula("sum" if operation in SUMS else operation, tuple(shown))

    def _alone(self, cell: Cell) -> Formula:
        """The formula of something that is one part alone."""
        return Formula("same", (cell,)) if cell.is_input else self.formula(cell)

    def _extreme(self, cell: Cell) -> Formula:
        """The smallest or largest; a difference that ends at zero is one, and what nothing is taken off is itself."""
        first, *others = map(self.meant, self.parts(cell))
        least_is_zero = cell.term.operation == "most" and len(others) == 1 and _is_zero(others[0])
        if least_is_zero and first.term.operation == "difference" and first.term.phrase is None:
            shown = self._subtracted(first)
            return Formula("difference_or_zero", tuple(shown))
        return Formula(cell.term.operation, tuple(self._flat(cell, (cell.term.operation,))))

    def _flat(self, cell: Cell, operations: Sequence[str]) -> Iterator[Cell]:
        """The parts, with those that are the same operation and have no name taken apart."""
        for part in map(self.meant, self.parts(cell)):
            if part.term.phrase is None and part.term.operation in operations and not part.is_input:
                yield from self._flat(part, operations)
            else:
                yield part

    def _added(self, cell: Cell) -> list[Cell]:
        return [part for part in self._flat(cell, SUMS) if part.value != 0.0 and not self.nothing(part)]

    def _multiplied(self, cell: Cell) -> list[Cell]:
        every = list(self._flat(cell, ("product",)))
        return [part for part in every if not self.one(part)] or every[:1]

    def _subtracted(self, cell: Cell) -> list[Cell]:
        first, *others = map(self.meant, self.parts(cell))
        nested = first.term.phrase is None and first.term.operation == "difference" and not first.is_input
        start = self._subtracted(first) if nested else [first]
        taken = [
            part
            for other in others
            for part in (self._added(other) if self._is_open_sum(other) else [other])
            if part.value != 0.0
        ]
        return [*start, *taken]

    def _is_open_sum(self, cell: Cell) -> bool:
        return cell.term.phrase is None and cell.term.operation in SUMS


def _is_zero(cell: Cell) -> bool:
    return cell.term.leaf is not None and cell.term.leaf.kind == "constant" and cell.value == 0.0
