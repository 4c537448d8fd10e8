"""Subsets of a few items, listed as the positions of a table, and rows that are alike put into groups."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.intp]

ENUMERABLE = 16
"""Items whose 2^16 subsets are still listed."""


def inside(amounts: Floats, members: Flags) -> Floats:
    """For each subset [2^M] of M items, the amounts [N] whose members [N, M] all lie inside it.

    Bit i of a subset's position says that item i belongs to it.
    """
    items = members.shape[1]
    exact = np.bincount(members @ (1 << np.arange(items)), weights=amounts, minlength=1 << items)
    return over_subsets(exact.astype(np.float64), np.add)


def touching(amounts: Floats, members: Flags) -> Floats:
    """For each subset [2^M] of M items, the amounts [N] with at least one member [N, M] in it."""
    within = inside(amounts, members)
    outside: Floats = within[-1] - within[::-1]  # position reversed = complement of the subset
    return outside


def over_subsets(table: Floats, combine: np.ufunc) -> Floats:
    """Each entry of a table [2^M] combined with those of all its subsets, in M passes."""
    table = table.copy()
    for item in range(len(table).bit_length() - 1):
        without, with_ = np.moveaxis(table.reshape(-1, 2, 1 << item), 1, 0)
        combine(without, with_, out=with_)
    return table


def merged(rows: Flags) -> tuple[Flags, Indices]:
    """Distinct rows, fewest true first and ties by the positions of the true, and which one each row is."""
    keys = np.column_stack([rows.sum(axis=1), ~rows])
    distinct, row_is = np.unique(keys, axis=0, return_inverse=True)
    return distinct[:, 1:] == 0, row_is


def totals(amounts: Floats, group_of: Indices) -> Floats:
    """Sum of each group, smallest amounts first so that not even rounding depends on their order."""
    order = np.lexsort((amounts, group_of))
    return np.bincount(group_of[order], weights=amounts[order]).astype(np.float64)


def no_more_than(limits: Floats, sums: Floats) -> Floats:
    """min(1, limit ÷ total), 1 where the total is 0."""
    return np.divide(limits, sums, out=np.ones_like(sums), where=sums > limits)
