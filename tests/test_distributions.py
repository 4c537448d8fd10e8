"""Ranges and shapes as quantiles: by hand, and by the published formulas of their mean and variance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.analysis.distributions import Marginal
from finance.data.dataset import Dataset

EVENLY = (np.arange(200_000) + 0.5) / 200_000


def test_a_uniform_number_knows_no_mode() -> None:
    """P10 of 0.4 to 1.4 is 0.5, wherever the current value lies."""
    for mode in (0.4, 1.0, 1.4):
        assert Marginal("uniform", 0.4, mode, 1.4).ppf(np.array([0.1, 0.9])) == pytest.approx([0.5, 1.3])


def test_triangular_percentiles_by_hand() -> None:
    """The euro: (1.1712 − 0.8) ÷ 0.8 = 0.464 lies left of the mode.

    P10 = 0.8 + 0.8 √(0.1 × 0.464) = 0.972325; P50 = 1.6 − 0.8 √(0.5 × 0.536) = 1.185850;
    P90 = 1.6 − 0.8 √(0.1 × 0.536) = 1.414787. At the mode itself, P46.4, the value is 1.1712.
    """
    euro = Marginal("triangular", 0.8, 1.1712, 1.6)
    found = euro.ppf(np.array([0.1, 0.464, 0.5, 0.9]))
    assert found == pytest.approx([0.972325, 1.1712, 1.185850, 1.414787], abs=1e-6)


def test_a_triangular_number_has_the_mean_of_its_three_points() -> None:
    """(0.8 + 1.1712 + 1.6) ÷ 3; variance (a² + b² + c² − ab − ac − bc) ÷ 18."""
    a, c, b = 0.8, 1.1712, 1.6
    values = Marginal("triangular", a, c, b).ppf(EVENLY)
    assert values.mean() == pytest.approx((a + b + c) / 3, abs=1e-8)
    assert values.var() == pytest.approx((a * a + b * b + c * c - a * b - a * c - b * c) / 18, abs=1e-8)


def test_a_pert_number_weighs_its_mode_four_times() -> None:
    """Loans as the Syria conferences paid them, 0.08 to 1 with 0.71 the likeliest: mean (0.08 + 4 × 0.71 + 1) ÷ 6 =
    0.653333, variance (0.653333 − 0.08)(1 − 0.653333) ÷ 7 = 0.0283937.
    """
    values = Marginal("pert", 0.08, 0.71, 1.0).ppf(EVENLY)
    assert values.mean() == pytest.approx(3.92 / 6, abs=1e-6)
    assert values.var() == pytest.approx((3.92 / 6 - 0.08) * (1 - 3.92 / 6) / 7, abs=1e-6)


def test_a_pert_number_in_the_middle_by_hand() -> None:
    """0, ½, 1 is the beta distribution (3, 3) with F(x) = x³ (10 − 15x + 6x²): F(0.2) = 0.05792, F(0.7) = 0.83692."""
    found = Marginal("pert", 0.0, 0.5, 1.0).ppf(np.array([0.05792, 0.83692]))
    assert found == pytest.approx([0.2, 0.7], abs=1e-12)


def test_the_tail_of_a_pert_number_whose_mode_is_its_end() -> None:
    """0 to 1 with 1 the likeliest is the beta distribution (5, 1), F(x) = x⁵: P10 = 0.1^0.2 = 0.630957."""
    assert Marginal("pert", 0.0, 1.0, 1.0).ppf(np.array([0.1])) == pytest.approx([0.630957], abs=1e-6)


@pytest.mark.parametrize("shape", ["fixed", "uniform", "triangular", "pert"])
def test_a_range_without_width_is_one_point(shape: str) -> None:
    """low = high: every draw is that value, and the number does not vary."""
    marginal = Marginal(shape, 0.3, 0.3, 0.3)  # type: ignore[arg-type]
    assert marginal.ppf(EVENLY[::1000]) == pytest.approx(np.full(200, 0.3))
    assert not marginal.varies


def test_a_fixed_number_stays_at_the_scenarios_value() -> None:
    """Whatever its bounds are."""
    assert Marginal("fixed", 0.0, 0.7, 1.0).ppf(np.array([0.0, 0.5, 1.0])) == pytest.approx([0.7] * 3)


@given(data=st.data())
def test_quantiles_rise_within_the_bounds(data: st.DataObject, dataset: Dataset) -> None:
    """For every number of the data, with the mode anywhere in its range."""
    numbers = [row for row in dataset.assumptions.values() if row.kind == "number"]
    row = data.draw(st.sampled_from(numbers))
    assert row.low is not None
    assert row.high is not None
    found = Marginal.of(row, data.draw(st.floats(row.low, row.high))).ppf(np.linspace(0, 1, 21))
    assert (np.diff(found) >= 0).all()
    assert found[0] >= row.low
    assert found[-1] <= row.high
