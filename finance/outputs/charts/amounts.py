"""Amounts as charts group and round them: small ones folded together, rounded ones that still add up."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from finance.language.display import Display
from finance.language.naming import OTHER
from finance.language.rounding import rounded

Floats = NDArray[np.float64]


def summed(pairs: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Amounts added up by id, in the order in which the ids are first met."""
    totals: dict[str, float] = {}
    for id_, amount in pairs:
        totals[id_] = totals.get(id_, 0.0) + amount
    return totals


def folding(amounts: Mapping[str, float], most: int) -> dict[str, str]:
    """id → the row it is drawn in, largest first: itself, or OTHER for the smallest where there are over `most`."""
    order = sorted((id_ for id_, amount in amounts.items() if amount > 0), key=lambda id_: -amounts[id_])
    kept = order if len(order) <= most else order[: most - 1]
    return {id_: id_ if id_ in kept else OTHER for id_ in order}


def headline(display: Display) -> tuple[float, float, float]:
    """Need, funded and gap in the currency shown [bn], rounded: need and gap as every screen prints them."""
    need = round(display.amount(display.result.need), 1)
    gap = round(display.amount(display.result.gap), 1)
    return need, round(need - gap, 1), gap


def adding_to(parts: Sequence[float], total: float) -> list[float]:
    """Parts rounded so that they add up to `total`, which is their sum rounded one way or the other."""
    whole = sum(parts)
    return rounded([part * total / whole for part in parts]) if whole > 0 else [0.0 for _ in parts]


def changes_between(start: float, end: float, changes: Sequence[float]) -> list[float]:
    """Changes that lead from `start` to `end`, rounded so that they lead from the one rounded to the other.

    What rounding the two ends adds goes to the largest change.
    """
    if not changes:
        return []
    off = (round(end, 1) - end) - (round(start, 1) - start)
    largest = max(range(len(changes)), key=lambda index: abs(changes[index]))
    return rounded([change + off * (index == largest) for index, change in enumerate(changes)])


def controlled(cells: Floats, rows: Sequence[float], columns: Sequence[float]) -> Floats:
    """Cells [R, C] rounded to one decimal so that they add up to rounded totals of the rows [R] and columns [C].

    Each cell is cut, then what is missing goes to the largest remainders whose row and column still lack a
    tenth (controlled rounding, Causey, Cox & Ernst 1985); a cell of nothing stays nothing where that is possible.
    """
    scaled = np.round(np.maximum(cells, 0.0) * 10, 9)
    cut = np.floor(scaled)
    row_lack = np.rint(np.asarray(rows) * 10) - cut.sum(axis=1)
    column_lack = np.rint(np.asarray(columns) * 10) - cut.sum(axis=0)
    order = [divmod(int(flat), cells.shape[1]) for flat in np.argsort(cut - scaled, axis=None, kind="stable")]
    filled = [cell for cell in order if scaled[cell] > 0]
    for most in (1.0, np.inf):
        for row, column in filled:
            step = min(most, row_lack[row], column_lack[column])
            if step > 0:
                cut[row, column] += step
                row_lack[row] -= step
                column_lack[column] -= step
    for row, column in zip(_units(row_lack), _units(column_lack), strict=True):
        _place(cut, scaled > 0, row, column)
    return cut / 10


def _units(lacks: Floats) -> list[int]:
    """Each index as often as it lacks a unit."""
    return [index for index, lack in enumerate(lacks.tolist()) for _ in range(round(lack))]


def _place(cut: Floats, filled: NDArray[np.bool_], row: int, column: int) -> None:
    """Add a unit to a row and a column that meet in a cell of nothing: by way of a cell where neither does."""
    for other_row, other_column in np.argwhere(cut > 0).tolist():
        if filled[row, other_column] and filled[other_row, column]:
            cut[row, other_column] += 1
            cut[other_row, other_column] -= 1
            cut[other_row, column] += 1
            return
    cut[row, column] += 1
