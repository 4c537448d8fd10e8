"""Closing the gap: worked stacks, optimality against an independent linear programme, solving backwards.

Amounts are in billions of USD. In the worked examples the arithmetic stands beside the numbers.
"""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from finance.analysis.closing import Floats, solve_for, stack
from finance.data.dataset import Dataset
from finance.errors import ClosingError, ScenarioError
from finance.model import gap
from finance.scenario import Scenario

ACTING = (
    *("occupied_share", "already_excluded", "eur_usd", "ifi_eligible", "eu_loan_eligible", "budget_support_eligible"),
    *("unspecified_eligible", "realised_grants", "realised_loans", "realised_tranches", "soft_earmarks"),
)

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
    ],
)  # fmt: skip
def test_bad_input_says_what_is_wrong(call: Callable[[], object], message: str) -> None:
    """One clear message each."""
    with pytest.raises(ClosingError, match=message):
        call()


# ---------------------------------------------------------------- solving backwards


@pytest.mark.parametrize(
    ("preset", "assumption", "target", "value"),
    [
        ("article", "eur_usd", 0.0, 125 / 90),
        ("article", "eur_usd", 35.0, 1.0),
        ("article_civilian", "eu_loan_eligible", 35.0, 90 / (90 * 1.1712)),
        ("article", "ifi_eligible", 50.0, (94.592 - 50) / 75),
        ("rdna5_held", "occupied_share", 587.7 * 0.75 - 27.57433349736952, 0.25),
    ],
)
def test_solving_backwards_by_hand(dataset: Dataset, preset: str, assumption: str, target: float, value: float) -> None:
    """200 − 75 − 90 × rate is 0 at 125/90 and 35 at 1; 125 − 105.408 × share is 35 at 90 ÷ 105.408; 94.592 − 75 × share
    is 50 at 0.594560; RDNA5 on held land is three quarters, less the money, when a quarter is occupied.
    """
    found = solve_for(dataset, Scenario.preset(preset, dataset), assumption, target)
    assert found == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("preset", "assumption", "target"),
    [
        ("rdna5_whole", "eur_usd", 0.0),  # 587.7 against some tens of billions, at any rate
        ("article", "eur_usd", 60.0),  # at the lowest rate, 0.8, the gap is 125 − 72 = 53
        ("article", "occupied_share", 0.0),  # does not act
        ("article", "eur_usd", -1.0),  # a gap is never below zero
        ("article", "eur_usd", 900.0),  # always below
    ],
)
def test_where_no_value_reaches_the_target_there_is_none(
    dataset: Dataset, preset: str, assumption: str, target: float
) -> None:
    """Out of reach within the slider's range, or reached whatever the value."""
    assert solve_for(dataset, Scenario.preset(preset, dataset), assumption, target) is None


def test_a_gap_that_is_closed_already_names_the_value_at_which_it_opens(dataset: Dataset) -> None:
    """At 1.5 dollars a euro nothing is missing; it begins to be at 125/90."""
    found = solve_for(dataset, Scenario.preset("article", dataset).with_(eur_usd=1.5), "eur_usd")
    assert found == pytest.approx(125 / 90, rel=1e-12)


@pytest.mark.parametrize("assumption", ["euro", "rule", "spread_not_itemised"])
def test_only_numbers_can_be_solved_for(dataset: Dataset, assumption: str) -> None:
    """The message names the numbers."""
    with pytest.raises(
        ScenarioError, match=f"'{assumption}' is no number that could be solved for; known are occupied_"
    ):
        solve_for(dataset, Scenario.preset("article", dataset), assumption)


@settings(max_examples=40)
@given(data=st.data())
def test_at_the_value_found_the_gap_is_the_target(
    data: st.DataObject, dataset: Dataset, scenarios: st.SearchStrategy[Scenario]
) -> None:
    """For any scenario, number and target within reach; and the value lies within the slider's range."""
    scenario = data.draw(scenarios)
    assumption = data.draw(st.sampled_from(ACTING))
    row = dataset.assumptions[assumption]
    assert row.low is not None
    assert row.high is not None
    there = scenario.with_(**{assumption: data.draw(st.floats(row.low, row.high))})
    target = gap.solve(dataset, there).gap
    found = solve_for(dataset, scenario, assumption, target)
    if found is not None:
        assert row.low <= found <= row.high
        assert gap.solve(dataset, scenario.with_(**{assumption: found})).gap == pytest.approx(target, abs=1e-6)
