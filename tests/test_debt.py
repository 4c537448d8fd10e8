"""Debt ÷ GDP: the recursion, the balance that holds it still, and the room below a target.

"Published" marks numbers that a named document prints; everything else is worked out beside the assertion.
"""

from collections.abc import Callable
from math import inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.errors import TermsError
from finance.model import debt

shares = st.floats(0.0, 3.0)
rates = st.floats(-0.2, 0.4)
balances = st.lists(st.floats(-0.2, 0.2), min_size=1, max_size=12)

# ---------------------------------------------------------------- published


@pytest.mark.parametrize(("interest", "growth", "printed"), [(0.04, 0.02, 0.01), (0.02, 0.04, -0.01)])
def test_published_stabilising_balance_is_the_linear_form(interest: float, growth: float, printed: float) -> None:
    """Dolan, "Tutorial: Is the government debt out of control?" (2015, slideshare.net/dolaneconslide).

    Debt of 50 % at 4 % interest and 2 % growth needs a surplus of 1 %, at 2 % and 4 % it allows a deficit of 1 %. The
    slides print (interest − growth) × debt; the exact balance is that ÷ (1 + growth): 0.01 ÷ 1.02 = 0.0098039.
    """
    exact = debt.stabilising_balance(0.5, interest, growth)
    assert exact * (1 + growth) == pytest.approx(printed)
    assert exact == pytest.approx({0.01: 0.0098039, -0.01: -0.0096154}[printed], abs=5e-8)


@pytest.mark.parametrize(("interest", "surplus", "printed"), [(0.10, 0, 0.50), (0.08, 1, 0.48)])
def test_published_change_of_domestic_debt(interest: float, surplus: float, printed: float) -> None:
    """Thndr, "Conditions for sustainability of domestic debt" (thndrclaps.thndr.app, 20 October 2022).

    Debt of 50, GDP growing by 10 % from 100 to 110. At 10 % and no balance 55 ÷ 110 = 50 %; at 8 % and a surplus of 1
    (50 + 4 − 1) ÷ 110 = 48 % as printed (48.2).
    """
    (after,) = debt.path(0.5, interest, 0.10, surplus / 110)
    assert after == pytest.approx(printed, abs=0.005)


# ---------------------------------------------------------------- by hand


def test_path_by_hand() -> None:
    """0.5 × 1.1 ÷ 1.25 = 0.44, less 0.04 = 0.40; 0.40 × 0.88 = 0.352, less 0.04 = 0.312."""
    np.testing.assert_allclose(debt.path(0.5, 0.1, 0.25, [0.04, 0.04]), [0.40, 0.312])


def test_new_borrowing_is_added_in_its_year() -> None:
    """Without interest and growth: 0.5 + 0.1 = 0.6, then 0.6 + 0.2 − 0.05 = 0.75."""
    np.testing.assert_allclose(debt.path(0.5, 0, 0, [0, 0.05], new_borrowing=[0.1, 0.2]), [0.6, 0.75])


def test_depreciation_makes_foreign_debt_dearer() -> None:
    """Half of 0.5 is foreign and foreign currency costs 20 % more: 0.25 + 0.25 × 1.2 = 0.55."""
    np.testing.assert_allclose(debt.path(0.5, 0, 0, 0, foreign_share=0.5, depreciation=0.2), [0.55])
    assert debt.stabilising_balance(0.5, 0, 0, 0.5, 0.2) == pytest.approx(0.05)


def test_leading_axes_are_draws() -> None:
    """Three starts and three interest rates against two years of growth: three paths, each as if alone."""
    starts, interest, growth = np.array([0.2, 0.5, 1.0]), np.array([[0.0], [0.05], [0.1]]), [0.1, 0.2]
    paths = debt.path(starts, interest, growth, 0.01)
    assert paths.shape == (3, 2)
    np.testing.assert_allclose(paths[1], debt.path(0.5, 0.05, growth, 0.01))


def test_headroom_by_hand() -> None:
    """Debt of 90 % and then 80 % of a GDP of 250 and 300, at most 82 %: −0.08 × 250 = −20, 0.02 × 300 = 6."""
    np.testing.assert_allclose(debt.headroom([0.9, 0.8], 0.82, [250, 300]), [-20, 6])
    assert isinstance(debt.headroom(0.9, 0.82, 250), float)


def test_borrowing_the_headroom_reaches_the_target() -> None:
    """What fits at the end of the last year, borrowed in that year, leaves debt at the target."""
    growth = np.array([0.1, 0.05, 0.08])
    base = debt.path(1.1, 0.06, growth, 0.02)
    room = float(debt.headroom(base[-1], 1.0, 300.0))
    assert room > 0
    borrowed = debt.path(1.1, 0.06, growth, 0.02, new_borrowing=[0.0, 0.0, room / 300.0])
    assert borrowed[-1] == pytest.approx(1.0)


# ---------------------------------------------------------------- properties


@given(shares, rates, rates, balances, st.floats(0.1, 10))
def test_path_is_homogeneous(start: float, interest: float, growth: float, balance: list[float], scale: float) -> None:
    """Debt, balance and borrowing k times as large give a path k times as high."""
    once = debt.path(start, interest, growth, balance, 0.01)
    scaled = debt.path(start * scale, interest, growth, np.array(balance) * scale, 0.01 * scale)
    np.testing.assert_allclose(scaled, once * scale, rtol=1e-9, atol=1e-9)


@given(shares, balances)
def test_without_interest_and_growth_debt_is_a_sum(start: float, balance: list[float]) -> None:
    np.testing.assert_allclose(debt.path(start, 0, 0, balance), start - np.cumsum(balance), atol=1e-12)


@given(shares, rates, rates, st.floats(0, 1), rates)
def test_the_stabilising_balance_holds_debt_still(
    start: float, interest: float, growth: float, foreign: float, dearer: float
) -> None:
    balance = debt.stabilising_balance(start, interest, growth, foreign, dearer)
    still = debt.path(start, interest, growth, np.full(5, balance), foreign_share=foreign, depreciation=dearer)
    np.testing.assert_allclose(still, start, atol=1e-9)


@given(shares, rates, rates, balances, st.floats(0, 0.1))
def test_debt_rises_with_interest_and_borrowing_and_falls_with_growth_and_balance(
    start: float, interest: float, growth: float, balance: list[float], more: float
) -> None:
    """With debt above 0 throughout, each input moves the path one way only."""
    deficits = -np.abs(balance)
    base = debt.path(start, interest, growth, deficits)
    assert (debt.path(start, interest + more, growth, deficits) >= base - 1e-12).all()
    assert (debt.path(start, interest, growth, deficits, more) >= base - 1e-12).all()
    assert (debt.path(start, interest, growth + more, deficits) <= base + 1e-12).all()
    assert (debt.path(start, interest, growth, deficits + more) <= base + 1e-12).all()


@given(shares, shares, st.floats(0, 1), st.floats(1, 1000))
def test_headroom_rises_with_the_target(path: float, target: float, more: float, gdp: float) -> None:
    assert debt.headroom(path, target + more, gdp) >= debt.headroom(path, target, gdp)


@given(shares, rates, rates)
def test_the_linear_form_is_one_plus_growth_times_the_exact(start: float, interest: float, growth: float) -> None:
    exact = debt.stabilising_balance(start, interest, growth)
    assert exact * (1 + growth) == pytest.approx(start * (interest - growth), abs=1e-12)


# ---------------------------------------------------------------- inputs that make no sense


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: debt.path(-0.1, 0, 0, 0), "start must be a finite number at least 0, not -0.1"),
        (lambda: debt.path(0.5, -1, 0, 0), "interest must be a finite number above -1, not -1"),
        (lambda: debt.path(0.5, 0, [0.1, -1.5], 0), "growth must be a finite number above -1, not -1.5"),
        (lambda: debt.path(0.5, 0, 0, nan), "primary_balance must be a finite number, not nan"),
        (lambda: debt.path(0.5, 0, 0, 0, inf), "new_borrowing must be a finite number, not inf"),
        (lambda: debt.path(0.5, 0, 0, 0, 0, 1.2), "foreign_share must be a finite number at least 0 and at most 1"),
        (lambda: debt.path(0.5, 0, 0, 0, 0, 0.5, -1), "depreciation must be a finite number above -1, not -1"),
        (lambda: debt.path(0.5, [0, 0], [0, 0, 0], 0), r"series must have the same length in years.*\(2,\), \(3,\)"),
        (lambda: debt.path(0.5, [0, 0], 0, [0, 0, 0]), "series must have the same length in years, or be one number"),
        (lambda: debt.stabilising_balance(-1, 0, 0), "debt must be a finite number at least 0, not -1"),
        (lambda: debt.headroom(0.9, -0.8, 250), "target must be a finite number at least 0, not -0.8"),
        (lambda: debt.headroom(0.9, 0.8, [250, 0]), "gdp must be a finite number above 0, not 0"),
    ],
)
def test_inputs_that_make_no_sense_are_refused(call: Callable[[], object], message: str) -> None:
    """The message says what was wrong and what is allowed."""
    with pytest.raises(TermsError, match=message):
        call()
