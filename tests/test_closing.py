"""Closing the gap: worked stacks, optimality against an independent linear programme, private capital.

Amounts are in billions of USD. In the worked examples the arithmetic stands beside the numbers.
"""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from finance.closing import Floats, private_capital, stack
from finance.errors import ClosingError

Case = tuple[float, Floats, Floats, Floats, float]

whole = st.integers(0, 40).map(float)
shares = st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0])


@st.composite
def cases(draw: st.DrawFn, debt_share: st.SearchStrategy[float] = shares) -> Case:
    """Gap, caps, costs, debt shares and headroom; no source, no room and less than none included."""
    sources = draw(st.integers(0, 6))
    column = [st.lists(values, min_size=sources, max_size=sources).map(np.array)
              for values in (whole, st.integers(-2, 9).map(float), debt_share)]  # fmt: skip
    caps, costs, adds = (draw(values).astype(float) for values in column)
    return draw(st.integers(0, 120).map(float)), caps, costs, adds, draw(st.integers(-20, 60).map(float))


def by_linear_programme(case: Case) -> tuple[float, float]:
    """The most that can be closed, and the least that closing so much can cost, each from HiGHS."""
    gap, caps, costs, adds, headroom = case
    if not len(caps):
        return 0.0, 0.0
    bounds, limits, room = np.column_stack([np.zeros_like(caps), caps]), [np.ones_like(caps), adds], max(headroom, 0.0)
    most = -linprog(-np.ones_like(caps), A_ub=limits, b_ub=[gap, room], bounds=bounds).fun
    least = linprog(costs, A_ub=[adds], b_ub=[room], A_eq=[limits[0]], b_eq=[most], bounds=bounds).fun
    return most, least


def cheapest_first(case: Case) -> Floats:
    """The simple rule: each source in order of cost, up to its cap, the gap and the room that is left."""
    gap, caps, costs, adds, headroom = case
    room, paid = max(headroom, 0.0), np.zeros_like(caps)
    for source in np.argsort(costs, kind="stable"):
        paid[source] = min(caps[source], gap, room / adds[source] if adds[source] else gap)
        gap, room = gap - paid[source], room - paid[source] * adds[source]
    return paid


# ---------------------------------------------------------------- the stack by hand


@pytest.mark.parametrize(
    ("case", "amounts", "unfinanced"),
    [
        # cheapest first: 10 at 0 %, then 9.6 of 15 at 5 %
        ((19.6, [15, 10], [0.05, 0.0], [1, 0], 100), [9.6, 10], 0),
        # room for 4 of the loan only: 10 + 4, and 5.6 stays open
        ((19.6, [15, 10], [0.05, 0.0], [1, 0], 4), [4, 10], 5.6),
        # no room, or less than none: only what adds no debt
        ((19.6, [15, 10], [0.05, 0.0], [1, 0], 0), [0, 10], 9.6),
        ((19.6, [15, 10], [0.05, 0.0], [1, 0], -40), [0, 10], 9.6),
        # a cheap loan takes 50 of room for 50; one that is half debt closes 100 with it
        ((100, [100, 100], [0.01, 0.02], [1, 0.5], 50), [0, 100], 0),
        # room 75: x + y = 100 and x + y/2 = 75, so 50 of each
        ((100, [100, 100], [0.01, 0.02], [1, 0.5], 75), [50, 50], 0),
        # three: the dearest, free of debt, makes room for the cheapest; y (half debt) would cost 0.04 for each
        # dollar of room saved, (0.03 − 0.01) ÷ 0.5, z only (0.04 − 0.01) ÷ 1 = 0.03: x 60, z 40
        ((100, [100, 100, 100], [0.01, 0.03, 0.04], [1, 0.5, 0], 60), [60, 0, 40], 0),
        # equal cost: the order given
        ((10, [6, 6, 6], [0.05, 0.05, 0.05], [1, 1, 1], 99), [6, 4, 0], 0),
        # equal cost: the order given would take 6 of debt first, but the room is 3; so 3 and 7
        ((10, [6, 9], [0.05, 0.05], [1, 0], 3), [3, 7], 0),
        # all caps zero, no source, no gap
        ((19.6, [0, 0], [0.05, 0.0], [1, 0], 100), [0, 0], 19.6),
        ((19.6, [], [], [], 100), [], 19.6),
        ((0, [15, 10], [0.05, 0.0], [1, 0], 100), [0, 0], 0),
    ],
)  # fmt: skip
def test_stacks_by_hand(case: Case, amounts: list[float], unfinanced: float) -> None:
    """(gap, caps, costs, debt shares, headroom) → what each pays, what stays unfinanced."""
    paid, left = stack(*case)
    np.testing.assert_allclose(paid, amounts, rtol=0, atol=1e-12)
    assert left == pytest.approx(unfinanced, abs=1e-12)


def test_cheapest_first_can_leave_a_gap_that_could_be_closed() -> None:
    """Gap 100, room 50: the loan at 1 % uses all room for 50; the half-debt loan at 2 % closes 100."""
    case = (100.0, np.array([100.0, 100.0]), np.array([0.01, 0.02]), np.array([1.0, 0.5]), 50.0)
    assert cheapest_first(case).sum() == 50
    assert stack(*case)[1] == 0


def test_without_room_debt_is_exactly_zero() -> None:
    """0.1 + 0.2 + 0.3 in any order leaves no crumb of rounding for a source that adds debt."""
    paid, left = stack(10, [0.3, 5, 0.1, 0.2], [0.03, 0.0, 0.02, 0.01], [0, 1, 0, 0], -1)
    assert paid[1] == 0
    assert left == pytest.approx(9.4)


# ---------------------------------------------------------------- what every stack must keep


@given(case=cases())
def test_a_stack_closes_the_most_and_then_costs_the_least(case: Case) -> None:
    """The optimum of two linear programmes solved one after the other."""
    paid, unfinanced = stack(*case)
    most, least = by_linear_programme(case)
    assert case[0] - unfinanced == pytest.approx(most, abs=1e-6)
    assert float(paid @ case[2]) == pytest.approx(least, abs=1e-5)


@given(case=cases())
def test_a_stack_keeps_within_gap_caps_and_room(case: Case) -> None:
    """Nothing negative, none above its cap, debt within the room, paid + unfinanced = gap."""
    gap, caps, _, adds, headroom = case
    paid, unfinanced = stack(*case)
    assert (paid >= 0).all()
    assert (paid <= caps).all()
    assert float(paid @ adds) <= max(headroom, 0.0) + 1e-9
    assert unfinanced >= 0
    assert float(paid.sum()) + unfinanced == pytest.approx(gap, abs=1e-9)
    if headroom <= 0:
        assert not paid[adds > 0].any()


@given(case=cases(debt_share=st.sampled_from([0.0, 0.5])))
def test_cheapest_first_is_the_same_where_all_debt_is_of_one_share(case: Case) -> None:
    """Grants and one kind of loan: the simple rule closes as much for as little (limits that nest)."""
    paid, simple = stack(*case)[0], cheapest_first(case)
    np.testing.assert_allclose([paid.sum(), paid @ case[2]], [simple.sum(), simple @ case[2]], rtol=0, atol=1e-9)


@given(case=cases(), more=whole)
def test_more_headroom_never_leaves_more_unfinanced_nor_costs_more_for_the_same(case: Case, more: float) -> None:
    """A bigger room: unfinanced falls or stays; where it stays, so does or falls the cost."""
    gap, caps, costs, adds, headroom = case
    (paid, unfinanced), (richer, left) = stack(*case), stack(gap, caps, costs, adds, headroom + more)
    assert left <= unfinanced + 1e-9
    if left >= unfinanced - 1e-9:
        assert float(richer @ costs) <= float(paid @ costs) + 1e-6


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: stack(10, [-1], [0.05], [1], 5), "caps must be finite and not negative"),
        (lambda: stack(10, [np.inf], [0.05], [1], 5), "caps must be finite and not negative"),
        (lambda: stack(-1, [1], [0.05], [1], 5), "gap must be finite and not negative"),
        (lambda: stack(10, [1], [np.nan], [1], 5), "costs must be finite"),
        (lambda: stack(10, [1], [0.05], [1.5], 5), "debt_share must be a share from 0 to 1"),
        (lambda: stack(10, [1], [0.05], [1], np.inf), "headroom must be finite"),
        (lambda: stack(10, [1, 2], [0.05], [1], 5), r"three lists of one length, not \(2,\), \(1,\) and \(1,\)"),
        (lambda: stack(10, [[1]], [[0.05]], [[1]], 5), "three lists of one length"),
        (lambda: private_capital([1, 1], 1, 1, 2026, 2027, 1, 3), "one value for each of 3 years"),
        (lambda: private_capital([-1], 1, 1, 2026, 2027, 1, 1), "public_money must be finite and not negative"),
        (lambda: private_capital([1], -1, 1, 2026, 2027, 1, 1), "leverage must be finite and not negative"),
        (lambda: private_capital([1], 1, 1.1, 2026, 2027, 1, 1), "additionality must be a share from 0 to 1"),
        (lambda: private_capital([1], 1, 1, 2026, 2027, -1, 1), "stability_lag must be finite and not negative"),
    ],
)  # fmt: skip
def test_bad_input_says_what_is_wrong(call: Callable[[], object], message: str) -> None:
    """One clear message each."""
    with pytest.raises(ClosingError, match=message):
        call()


# ---------------------------------------------------------------- private capital


def test_private_capital_waits_for_security_and_stability() -> None:
    """Secure in 2027, two years of lag: from 2029. 4 × 0.75 × 0.67 = 2.01 a year."""
    private = private_capital([4] * 5, 0.75, 0.67, 2026, 2027, 2, 5)
    np.testing.assert_allclose(private, [0, 0, 0, 2.01, 2.01])


def test_a_part_of_a_year_of_lag_waits_for_the_next() -> None:
    """2027 + 1.5 = 2028.5: the first calendar year that is at least that is 2029."""
    assert np.flatnonzero(private_capital([4] * 5, 1, 1, 2026, 2027, 1.5, 5)).tolist() == [3, 4]


def test_the_audited_haircut_of_efsi() -> None:
    """EUR 33.5 bn were reported to draw 503; 131 of it was overstated: 503 − 131 = 372 (ECA 2025)."""
    audited = private_capital([33.5], 503 / 33.5, 1 - 131 / 503, 2026, 2026, 0, 1)
    np.testing.assert_allclose(audited, [372])


@given(security=st.integers(2024, 2040), later=st.integers(0, 5), lag=st.floats(0, 5))
def test_later_security_never_brings_more_private_capital(security: int, later: int, lag: float) -> None:
    """In any year of the horizon."""
    public = np.linspace(1, 10, 10)
    early = private_capital(public, 0.75, 0.67, 2026, security, lag, 10)
    late = private_capital(public, 0.75, 0.67, 2026, security + later, lag, 10)
    assert (late <= early).all()
