"""Numbers that move together: a Gaussian copula over equally spread points.

References
----------
Nelsen (2006), An introduction to copulas, section 2.9 on simulation. Higham (2002), Computing the nearest correlation
matrix: a problem from finance. Dykstra (1983), An algorithm for restricted least squares regression.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from finance.data.records import Correlation

Floats = NDArray[np.float64]

_EDGE = 2.0**-32  # a point is kept this far from 0 and 1, where the normal score would be infinite
_NEGLIGIBLE = 1e-12
_ROUNDS = 1000


def matrix(rows: Iterable[Correlation], ids: Sequence[str]) -> Floats:
    """The correlations of `rows` among `ids` [D, D]; 0 where no row names the pair. It may not be a possible one."""
    found = np.eye(len(ids))
    for row in rows:
        if set(row.between) <= set(ids):
            one, other = (ids.index(id_) for id_ in row.between)
            found[one, other] = found[other, one] = row.value
    return found


def nearest(wanted: Floats) -> Floats:
    """The correlation matrix nearest to a symmetric one with unit diagonal [D, D], in the sum of squared differences.

    A matrix without negative eigenvalues is its own nearest. Otherwise projections on the two sets of matrices with
    unit diagonal and without negative eigenvalues alternate, with Dykstra's correction (Higham 2002), until
    nothing moves by more than 1e-12 or for 1000 rounds.
    """
    if len(wanted) == 0 or np.linalg.eigvalsh(wanted)[0] >= -_NEGLIGIBLE:
        return wanted
    unit, correction = wanted, np.zeros_like(wanted)
    for _ in range(_ROUNDS):
        shifted = unit - correction
        values, vectors = np.linalg.eigh(shifted)
        possible = (vectors * np.maximum(values, 0.0)) @ vectors.T
        correction = possible - shifted
        before, unit = unit, possible.copy()
        np.fill_diagonal(unit, 1.0)
        if np.abs(unit - before).max() <= _NEGLIGIBLE:
            break
    return unit


def coupled(points: Floats, correlations: Floats) -> Floats:
    """Points of the unit cube [N, D] whose normal scores have the given correlations [D, D]; each still spread evenly.

    The scores are mixed by the symmetric root of the matrix, which is the same on every machine.
    """
    if np.array_equal(correlations, np.eye(len(correlations))):
        return points
    values, vectors = np.linalg.eigh(correlations)
    root = (vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T
    mixed: Floats = ndtr(ndtri(np.clip(points, _EDGE, 1.0 - _EDGE)) @ root)
    return mixed
