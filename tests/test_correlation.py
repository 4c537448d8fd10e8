"""Numbers that move together: published and worked matrices, and points that stay evenly spread."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import qmc, spearmanr

from finance.analysis import correlation
from finance.data.dataset import Dataset

POINTS = qmc.Sobol(2, scramble=True, rng=1).random_base2(12)


def test_the_nearest_correlation_matrix_of_highams_example() -> None:
    """Higham (2002): neighbours in step and the outer two apart cannot be; nearest are 0.7607 and 0.1573."""
    found = correlation.nearest(np.array([[1.0, 1, 0], [1, 1, 1], [0, 1, 1]]))
    assert_allclose(found, [[1, 0.7607, 0.1573], [0.7607, 1, 0.7607], [0.1573, 0.7607, 1]], atol=5e-5)


def test_a_possible_matrix_is_its_own_nearest() -> None:
    """Half in step: eigenvalues 0.5, 0.5 and 2, nothing to mend."""
    half = np.full((3, 3), 0.5) + 0.5 * np.eye(3)
    assert_array_equal(correlation.nearest(half), half)


@settings(max_examples=50)
@given(data=st.data(), size=st.integers(2, 6))
def test_the_nearest_is_always_a_correlation_matrix(data: st.DataObject, size: int) -> None:
    """Unit diagonal, symmetric, no negative eigenvalue, whatever pairs were asked for."""
    wanted = np.eye(size)
    for one in range(size):
        for other in range(one):
            wanted[one, other] = wanted[other, one] = data.draw(st.floats(-1, 1))
    found = correlation.nearest(wanted)
    assert_allclose(np.diag(found), 1, atol=1e-12)
    assert_allclose(found, found.T, atol=1e-9)
    assert np.linalg.eigvalsh(found)[0] >= -1e-6


@pytest.mark.parametrize("value", [0.5, -0.8])
def test_coupled_points_have_the_correlation_and_stay_even(value: float) -> None:
    """Rank correlation of a Gaussian copula is 6 ÷ π × asin(ρ ÷ 2); each margin keeps its tenths within 1 %."""
    found = correlation.coupled(POINTS, np.array([[1, value], [value, 1]]))
    assert spearmanr(found).statistic == pytest.approx(6 / np.pi * np.arcsin(value / 2), abs=0.01)
    for margin in found.T:
        assert_allclose(np.histogram(margin, 10, (0, 1))[0] / len(margin), 0.1, atol=0.01)


def test_points_that_move_apart_are_left_as_they_are() -> None:
    """No correlation, no rounding."""
    assert correlation.coupled(POINTS, np.eye(2)) is POINTS


def test_a_point_on_the_edge_of_the_cube_stays_finite() -> None:
    """A Sobol' point may be 0, whose normal score would be −∞."""
    found = correlation.coupled(np.array([[0.0, 0.5], [1.0, 0.5]]), np.array([[1, 0.5], [0.5, 1]]))
    assert np.isfinite(found).all()
    assert ((found > 0) & (found < 1)).all()


def test_the_matrix_takes_the_pairs_that_are_drawn(dataset: Dataset) -> None:
    """Grants and loans are half in step in the data; the euro moves apart, and a pair with a stranger is left out."""
    rows = dataset.correlations.values()
    found = correlation.matrix(rows, ["eur_usd", "realised_loans", "realised_grants"])
    assert_array_equal(found, [[1, 0, 0], [0, 1, 0.5], [0, 0.5, 1]])
    assert correlation.nearest(correlation.matrix(rows, [])).shape == (0, 0)


def test_the_correlations_in_the_data_are_possible_together(dataset: Dataset) -> None:
    """All rows at once have no negative eigenvalue."""
    ids = sorted({id_ for row in dataset.correlations.values() for id_ in row.between})
    assert np.linalg.eigvalsh(correlation.matrix(dataset.correlations.values(), ids))[0] > 0
