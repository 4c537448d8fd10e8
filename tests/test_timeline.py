"""Time: worked numbers of profiles, capacity and windows, and what the yearly recursion must keep.

Amounts are in billions of USD. In the worked examples the arithmetic stands beside the numbers.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.errors import TimelineError
from finance.model import timeline
from finance.model.timeline import PROFILES, Floats, Yearly, capacity, gdp, profile, spread, yearly

Case = tuple[Floats, Floats, Floats]

amounts = st.one_of(st.just(0.0), st.integers(1, 60).map(float), st.floats(0.001, 500.0))
fractions = st.one_of(st.sampled_from([0.0, 1.0]), st.floats(0.0, 1.0))
kinds = st.sampled_from(PROFILES)
horizons = st.integers(1, 40)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Need, capacity and money of 1 to 8 years, years without any of them included."""
    years = draw(st.integers(1, 8))
    row = st.lists(amounts, min_size=years, max_size=years).map(np.array)
    return draw(row), draw(row), draw(row)


def close(actual: object, expected: object, scale: float = 1.0) -> None:
    """Equal to 1e-9 of the amounts at stake."""
    np.testing.assert_allclose(np.asarray(actual), np.asarray(expected), rtol=0, atol=1e-9 * max(scale, 1.0))


def size(flows: Yearly) -> float:
    """The amounts at stake."""
    return float(flows.due.sum() + flows.money.sum())


def never_above(lower: Floats, upper: Floats) -> bool:
    """At most, year by year, to 1e-9 of the amounts at stake."""
    return bool((lower <= upper + 1e-9 * max(upper.sum(), 1.0)).all())


# ---------------------------------------------------------------- profiles


@given(kind=kinds, years=horizons)
def test_every_profile_spreads_exactly_the_whole(kind: str, years: int) -> None:
    """One share for each year, none negative, together 1."""
    shares = profile(kind, years)
    assert shares.shape == (years,)
    assert (shares >= 0).all()
    close(shares.sum(), 1.0)


@given(
    years=horizons,
    shape=st.one_of(
        st.fixed_dictionaries({"ratio": st.floats(1e-3, 1)}).map(lambda shape: ("front_loaded", shape)),
        st.fixed_dictionaries({"midpoint": fractions, "steepness": st.floats(1e-6, 1e4)}).map(
            lambda shape: ("s_curve", shape)
        ),
        st.fixed_dictionaries({"a": st.floats(0.01, 100), "b": st.floats(0.01, 100)}).map(
            lambda shape: ("beta", shape)
        ),
        st.fixed_dictionaries({"first_years": st.integers(1, 50), "first_share": fractions}).map(
            lambda shape: ("two_phase", shape)
        ),
    ),
)
def test_every_shape_in_its_range_spreads_exactly_the_whole(years: int, shape: tuple[str, dict[str, float]]) -> None:
    """Whatever the shape, also at its ends: no share negative or missing, together 1."""
    shares = profile(shape[0], years, **shape[1])
    assert (shares >= 0).all()
    close(shares.sum(), 1.0)


@pytest.mark.parametrize(
    ("kind", "years", "shape", "expected"),
    [
        # 1/4 a year
        ("linear", 4, {}, [0.25, 0.25, 0.25, 0.25]),
        # 1 + ½ + ¼ = 7/4, so 4/7, 2/7, 1/7
        ("front_loaded", 3, {"ratio": 0.5}, [4 / 7, 2 / 7, 1 / 7]),
        # logistic with midpoint ½, steepness 2 ln 3 at 0, ½, 1: 1/4, 1/2, 3/4; increments ¼, ¼
        ("s_curve", 2, {"midpoint": 0.5, "steepness": 2 * np.log(3)}, [0.5, 0.5]),
        # midpoint 0, steepness 2 ln 3 at 0, ½, 1: 1/2, 3/4, 9/10; increments 1/4, 3/20 of 2/5
        ("s_curve", 2, {"midpoint": 0.0, "steepness": 2 * np.log(3)}, [0.625, 0.375]),
        # the CDF of beta(2, 1) is x²: 1/9, 4/9, 1
        ("beta", 3, {"a": 2, "b": 1}, [1 / 9, 3 / 9, 5 / 9]),
        # 60 % over 2 years, 40 % over 4
        ("two_phase", 6, {"first_years": 2, "first_share": 0.6}, [0.3, 0.3, 0.1, 0.1, 0.1, 0.1]),
        # three years at 1, seven at 2 (Collier & Hoeffler): 1/17 and 2/17
        ("two_phase", 10, {}, [1 / 17] * 3 + [2 / 17] * 7),
        # a horizon of 2 years has no second phase
        ("two_phase", 2, {"first_years": 2, "first_share": 0.6}, [0.5, 0.5]),
    ],
)
def test_profiles_by_hand(kind: str, years: int, shape: dict[str, float], expected: list[float]) -> None:
    """Worked numbers of every kind."""
    close(profile(kind, years, **shape), expected)


@given(years=horizons)
def test_profiles_meet_where_their_shapes_do(years: int) -> None:
    """A ratio of 1, beta(1, 1) and a logistic that is nearly flat are all even."""
    even = profile("linear", years)
    close(profile("front_loaded", years, ratio=1), even)
    close(profile("beta", years, a=1, b=1), even)
    close(profile("s_curve", years, steepness=1e-6), even)


@given(years=horizons, steepness=st.floats(0.1, 50))
def test_an_s_curve_around_the_middle_is_symmetric_and_fullest_there(years: int, steepness: float) -> None:
    """The first year equals the last, the second the last but one, and shares rise until the middle."""
    shares = profile("s_curve", years, midpoint=0.5, steepness=steepness)
    close(shares, shares[::-1])
    assert (np.diff(shares[: (years + 1) // 2]) >= -1e-12).all()


def test_an_unknown_profile_is_answered_with_the_five() -> None:
    """The message names what there is."""
    with pytest.raises(TimelineError, match=r"'cubic'; use one of linear, front_loaded, s_curve, beta, two_phase"):
        profile("cubic", 10)


def test_an_unknown_shape_parameter_is_named_with_those_that_the_profile_takes() -> None:
    """A shape of another profile is an error too, never ignored."""
    with pytest.raises(TimelineError, match=r"s_curve has no shape parameter 'ratio'; it takes midpoint and steepness"):
        profile("s_curve", 10, ratio=0.5)
    with pytest.raises(TimelineError, match=r"linear has no shape parameter 'ratio'; it takes no shape"):
        profile("linear", 10, ratio=0.5)


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        ("front_loaded", {"ratio": 0.0}),
        ("front_loaded", {"ratio": 1.1}),
        ("s_curve", {"midpoint": 1.1}),
        ("s_curve", {"steepness": 0.0}),
        ("beta", {"a": 0.0}),
        ("beta", {"b": np.nan}),
        ("two_phase", {"first_years": 1.5}),
        ("two_phase", {"first_years": 0}),
        ("two_phase", {"first_share": -0.1}),
    ],
)
def test_a_shape_outside_its_range_is_named(kind: str, shape: dict[str, float]) -> None:
    """The message starts with the parameter's name."""
    with pytest.raises(TimelineError, match=f"^{next(iter(shape))} must"):
        profile(kind, 10, **shape)


@pytest.mark.parametrize("years", [0, -1, 2.5])
def test_a_horizon_is_at_least_one_whole_year(years: Any) -> None:
    """No year, no profile."""
    with pytest.raises(TimelineError, match="years must be a whole number of at least 1"):
        profile("linear", years)


# ---------------------------------------------------------------- GDP and capacity


def test_gdp_starts_with_the_first_year_and_compounds() -> None:
    """200 × 1.03 = 206, × 1.03 = 212.18; with 10 % inflation as well 200 × 1.03 × 1.1 = 226.6."""
    close(gdp(200, 0.03, 3), [200, 206, 212.18])
    close(gdp(200, 0.03, 2, inflation=0.1), [200, 226.6])


def test_capacity_rises_in_a_straight_line_to_the_cap() -> None:
    """GDP 100, from 2 % to 10 % in 4 years: 2, 4, 6, 8, 10, then 10."""
    close(capacity([100] * 6, 0.1, 4, start_share=0.02), [2, 4, 6, 8, 10, 10])


def test_capacity_without_a_ramp_is_the_cap_at_once() -> None:
    """25 % of 217 = 54.25; 4 % = 8.68."""
    close(capacity([217], 0.25, 0, 0.02), [54.25])
    close(capacity([217], 0.04, 0, 0.02), [8.68])


def test_a_cap_below_the_start_share_holds_from_the_first_year() -> None:
    """A cap of 1 % is never exceeded, not even by what was usual before."""
    close(capacity([100, 100], 0.01, 3, start_share=0.022), [1, 1])


@given(cap=fractions, higher=fractions, ramp=st.floats(0, 12), longer=st.floats(0, 12))
def test_capacity_rises_with_the_cap_and_falls_with_the_ramp(
    cap: float, higher: float, ramp: float, longer: float
) -> None:
    """In every year."""
    output = gdp(217, 0.03, 10)
    low, high = sorted((cap, higher))
    short, long = sorted((ramp, longer))
    assert never_above(capacity(output, low, long, 0.02), capacity(output, high, long, 0.02))
    assert never_above(capacity(output, high, long, 0.02), capacity(output, high, short, 0.02))


def test_the_assessments_own_pace_is_above_every_default_cap() -> None:
    """588 in ten even years is 58.8 a year, 27 % of a GDP of 217; a cap of 10 % leaves need unmet, none lost."""
    pace = 588 * profile("linear", 10)
    assert round(pace[0] / 217, 2) == 0.27
    flows = yearly(pace, capacity([217] * 10, 0.1, 0, 0.02), pace)
    close(flows.executed, [21.7] * 10)
    close(flows.carried[-1], 588 - 217)
    close(flows.stock[-1], 588 - 217)


# ---------------------------------------------------------------- windows


@pytest.mark.parametrize(
    ("window", "by_year", "beyond"),
    [
        ((2026, 2029), [3, 3, 3, 3], 0),  # the horizon: 12 ÷ 4
        ((2027, 2028), [0, 6, 6, 0], 0),  # inside: 12 ÷ 2
        ((2024, 2027), [6, 6, 0, 0], 0),  # began before: all 12 in the 2 years left
        ((2020, 2025), [12, 0, 0, 0], 0),  # ended before: all in the first year
        ((2028, 2031), [0, 0, 3, 3], 6),  # outlasts it: 12 ÷ 4 a year, 2 years later
        ((2024, 2037), [1, 1, 1, 1], 8),  # both: 12 ÷ 12 a year from 2026, 8 years later
        ((2030, 2031), [0, 0, 0, 0], 12),  # opens after
        ((2029, 2029), [0, 0, 0, 12], 0),  # one year
    ],
)
def test_a_window_meets_the_horizon(window: tuple[int, int], by_year: list[float], beyond: float) -> None:
    """12 paid over a window, seen from 2026 to 2029."""
    paid = spread([12], [window[0]], [window[1]], (2026, 2029))
    close(paid.by_year, [by_year])
    close(paid.beyond, [beyond])


@given(
    lines=st.lists(st.tuples(amounts, st.integers(2015, 2045), st.integers(0, 20)), max_size=6),
    first=st.integers(2020, 2030),
    years=horizons,
)
def test_spreading_keeps_every_commitment_whole(lines: list[tuple[float, int, int]], first: int, years: int) -> None:
    """Row and beyond add up to the amount, and weights times amounts are the same thing."""
    money, opens, length = np.array(lines).reshape(-1, 3).T
    horizon = (first, first + years - 1)
    paid = spread(money, opens, opens + length, horizon)
    assert paid.by_year.shape == (len(lines), years)
    assert (paid.by_year >= 0).all()
    assert (paid.beyond >= 0).all()
    close(paid.by_year.sum(axis=1) + paid.beyond, money, money.sum())
    weights = spread(np.ones(len(lines)), opens, opens + length, horizon)
    close(weights.by_year * money[:, np.newaxis], paid.by_year, money.sum())


# ---------------------------------------------------------------- the recursion by hand


def test_the_recursion_by_hand() -> None:
    """Need 100, 100, 0; capacity 50, 60, 200; money 80, 80, 20; escalation 10 %, half of the money kept.

    Year 1: due 100, money 80, capacity 50: executed 50; financing 100 − 80 = 20, absorption 80 − 50 = 30;
    carried 50; of the 30 left 15 is kept and 15 lapses.
    Year 2: due 100 + 50 × 1.1 = 155, money 80 + 15 = 95: executed 60; gaps 60 and 35; carried 95; 17.5 kept.
    Year 3: due 0 + 95 × 1.1 = 104.5, money 20 + 17.5 = 37.5, all spent: gap 67, which is carried.
    """
    table = timeline.run([100, 100, 0], [50, 60, 200], [80, 80, 20], 0.1, 0.5)
    assert list(table) == ["year", *timeline.COLUMNS]
    expected = {
        "year": [1, 2, 3],
        "need": [100, 100, 0],
        "escalated": [0, 5, 9.5],
        "due": [100, 155, 104.5],
        "money": [80, 95, 37.5],
        "executed": [50, 60, 37.5],
        "financing_gap": [20, 60, 67],
        "absorption_gap": [30, 35, 0],
        "carried": [50, 95, 67],
        "stock": [15, 17.5, 0],
        "lapsed": [15, 17.5, 0],
    }
    for name, values in expected.items():
        close(table[name], values)
    assert list(table["binding"]) == ["absorption", "absorption", "finance"]


def test_what_waits_gets_dearer_by_the_published_rate() -> None:
    """100 that waits three years at 4.6 % a year (Flyvbjerg) costs 100 × 1.046³ = 114.4445."""
    flows = yearly([100, 0, 0, 0], [0, 0, 0, 200], [200, 0, 0, 0], escalation=0.046)
    assert round(float(flows.executed[-1]), 4) == 114.4445
    close(flows.escalated.sum(), flows.executed[-1] - 100)


@pytest.mark.parametrize(
    ("need", "capacity_", "money", "binding"),
    [(10, 20, 20, "need"), (10, 5, 20, "absorption"), (10, 20, 5, "finance"), (10, 4, 5, "absorption"),
     (10, 5, 4, "finance"), (10, 5, 5, "finance"), (10, 10, 10, "need"), (0, 0, 0, "need")],
)  # fmt: skip
def test_the_binding_constraint_is_the_smaller_one(need: float, capacity_: float, money: float, binding: str) -> None:
    """Of money and capacity, when both fall short; finance when they are equal; need when all is met."""
    assert yearly([need], [capacity_], [money]).binding == [binding]


def test_rounding_does_not_bind() -> None:
    """0.1 + 0.2 of money against a need of 0.3, or the other way round, leaves no year short."""
    thirds = [0.1, 0.2, 0.0], [0.3, 0.0, 0.0]
    for need, money in (thirds, thirds[::-1]):
        assert yearly(need, [1, 1, 1], money).binding[-1] == "need"


def test_money_that_comes_late_is_late_and_not_lost() -> None:
    """Need 10 a year, 0 then 20 of money: nothing, then 20; the first year's gap is closed in the second."""
    flows = yearly([10, 10], [np.inf, np.inf], [0, 20])
    close(flows.executed, [0, 20])
    close(flows.carried, [10, 0])


def test_no_need_keeps_all_money() -> None:
    """Nothing due: nothing executed, no gap; 5 + 5 in stock, or what is left of it after lapsing."""
    flows = yearly([0, 0], [9, 9], [5, 5])
    close([flows.executed, flows.financing_gap, flows.absorption_gap], np.zeros((3, 2)))
    close(flows.stock, [5, 10])
    close(yearly([0, 0], [9, 9], [5, 5], carry=0).lapsed, [5, 5])


def test_more_finance_can_lower_execution_when_waiting_costs() -> None:
    """100 of need in year 1. Money 0 then 200: 110 executed, for waiting cost 10. Money 100 then 200: 100 did it.

    So what more money never raises is unmet need; execution in dollars is no measure of it under escalation.
    """
    late = yearly([100, 0], [np.inf, np.inf], [0, 200], escalation=0.1)
    early = yearly([100, 0], [np.inf, np.inf], [100, 200], escalation=0.1)
    close([late.executed.sum(), early.executed.sum()], [110, 100])
    close([late.carried[-1], early.carried[-1]], [0, 0])


def test_public_and_private_capacity_apart_cannot_help_each_other() -> None:
    """Need 10 each; public capacity 4 and private 20, money 10 each: 4 and 10. As one pot of 24 it would be 20."""
    flows = yearly([[10], [10]], [[4], [20]], [[10], [10]])
    close(flows.executed, [[4], [10]])
    assert flows.binding.tolist() == [["absorption"], ["need"]]
    close(yearly([20], [24], [20]).executed, [20])


# ---------------------------------------------------------------- what the recursion must keep


@given(case=cases(), escalation=fractions, carry=fractions)
def test_need_and_money_are_neither_made_nor_lost(case: Case, escalation: float, carry: float) -> None:
    """Up to any year: executed + carried = need + escalated; executed + stock + lapsed = money."""
    flows = yearly(*case, escalation, carry)
    executed = flows.executed.cumsum()
    close(executed + flows.carried, (flows.need + flows.escalated).cumsum(), size(flows))
    close(executed + flows.stock + flows.lapsed.cumsum(), case[2].cumsum(), size(flows))


@given(case=cases(), escalation=fractions, carry=fractions)
def test_every_year_splits_what_is_due(case: Case, escalation: float, carry: float) -> None:
    """executed + financing gap + absorption gap = due; nothing negative; within money and capacity."""
    flows = yearly(*case, escalation, carry)
    close(flows.executed + flows.financing_gap + flows.absorption_gap, flows.due, size(flows))
    parts = [flows.executed, flows.financing_gap, flows.absorption_gap, flows.stock, flows.lapsed, flows.escalated]
    assert (np.array(parts) >= 0).all()
    assert (flows.executed <= np.minimum(flows.money, case[1])).all()


@given(case=cases(), which=st.sampled_from([0, 1]), more=amounts, at=st.integers(0, 7),
       escalation=fractions, carry=fractions)  # fmt: skip
def test_more_money_or_capacity_never_raises_unmet_need(
    case: Case, which: int, more: float, at: int, escalation: float, carry: float
) -> None:
    """In any year, wherever it is added; and without escalation it never lowers cumulative execution."""
    need, *limits = (row.copy() for row in case)
    limits[which][at % len(need)] += more
    better = need, limits[0], limits[1]
    assert never_above(yearly(*better, escalation, carry).carried, yearly(*case, escalation, carry).carried)
    assert never_above(yearly(*case, 0.0, carry).executed.cumsum(), yearly(*better, 0.0, carry).executed.cumsum())


@given(case=cases(), low=fractions, high=fractions, other=fractions)
def test_unmet_need_falls_with_carry_and_rises_with_escalation(
    case: Case, low: float, high: float, other: float
) -> None:
    """In any year, the rest held."""
    low, high = sorted((low, high))
    assert never_above(yearly(*case, other, high).carried, yearly(*case, other, low).carried)
    assert never_above(yearly(*case, low, other).carried, yearly(*case, high, other).carried)


@given(case=cases(), escalation=fractions, carry=fractions, factor=st.floats(0.01, 100))
def test_scaling_all_amounts_scales_the_answer(case: Case, escalation: float, carry: float, factor: float) -> None:
    """Twice the need, capacity and money: twice of everything."""
    plain = yearly(*case, escalation, carry)
    need, room, money = case
    scaled = yearly(factor * need, factor * room, factor * money, escalation, carry)
    close(scaled.executed, factor * plain.executed, size(scaled))
    close(scaled.stock, factor * plain.stock, size(scaled))


@given(case=cases(), factor=fractions)
def test_a_tighter_cap_turns_execution_into_absorption_gap_one_for_one(case: Case, factor: float) -> None:
    """Escalation 0, all money kept. The financing gap is cumulative need − cumulative money, whatever the cap.

    So cumulative execution + the year's two gaps stays cumulative need, and with unlimited money the
    financing gap is 0 under either cap.
    """
    need, room, money = case
    loose, tight = yearly(*case), yearly(need, factor * room, money)
    scale = size(loose)
    for flows in (loose, tight):
        close(flows.financing_gap, np.maximum(need.cumsum() - money.cumsum(), 0), scale)
        close(flows.executed.cumsum() + flows.financing_gap + flows.absorption_gap, need.cumsum(), scale)
    fewer = loose.executed.cumsum() - tight.executed.cumsum()
    close(tight.absorption_gap - loose.absorption_gap, fewer, scale)
    unlimited = yearly(need, factor * room, np.full_like(need, need.sum()))
    assert not unlimited.financing_gap.any()


def test_from_25_to_4_percent_of_gdp_with_unlimited_money_by_hand() -> None:
    """Need 60 a year for 2 years, GDP 200, no ramp, unlimited money.

    25 % is 50: executed 50 and 50, absorption gap 10, then 60 + 10 − 50 = 20. 4 % is 8: executed 8 and 8,
    absorption gap 52, then 60 + 52 − 8 = 104. Executed + gap at the end: 100 + 20 = 16 + 104 = 120 = need.
    """
    loose, tight = (yearly([60, 60], capacity([200, 200], cap, 0, 0.02), [1000, 1000]) for cap in (0.25, 0.04))
    close([loose.executed, loose.absorption_gap], [[50, 50], [10, 20]])
    close([tight.executed, tight.absorption_gap], [[8, 8], [52, 104]])
    close([loose.financing_gap, tight.financing_gap], np.zeros((2, 2)))


@given(case=cases())
def test_execution_without_escalation_is_the_min_plus_convolution(case: Case) -> None:
    """An independent oracle: cumulative execution = min over s ≤ t of min(N_s, F_s) + A_t − A_s (Lindley)."""
    need, room, money = (np.append(0.0, row.cumsum()) for row in case)
    possible = np.minimum(need, money)
    expected = [min(possible[s] + room[t] - room[s] for s in range(t + 1)) for t in range(1, len(need))]
    flows = yearly(*case)
    close(flows.executed.cumsum(), expected, size(flows))


@given(case=cases(), ample=st.booleans())
def test_the_horizon_ends_with_the_gap_without_time_exactly_if_capacity_to_come_is_enough(
    case: Case, ample: bool
) -> None:
    """Last carried = max(0, ΣN − ΣF) ⇔ A_T − A_s ≥ min(N_T, F_T) − min(N_s, F_s) for all s; what lacks is on top.

    Escalation 0, all money kept. When money arrives does not matter by itself: late money meets waiting need.
    """
    need, room, money = case
    room = room + need.sum() if ample else room
    flows = yearly(need, room, money)
    possible = np.minimum(np.append(0.0, need.cumsum()), np.append(0.0, money.cumsum()))
    to_come = np.append(0.0, room.cumsum())
    lacking = float(((possible[-1] - possible) - (to_come[-1] - to_come)).max())
    above = float(flows.carried[-1] - max(0.0, need.sum() - money.sum()))
    close(above, max(lacking, 0.0), size(flows))
    if ample:
        close(above, 0.0, size(flows))


@given(case=cases(), carry=fractions)
def test_money_that_lapses_changes_nothing_if_none_has_to_wait(case: Case, carry: float) -> None:
    """Capacity unlimited, cumulative money ≤ cumulative need in every year but the last: the same end at any carry."""
    need, _, money = case
    latest = np.append(need.cumsum()[:-1], np.inf)
    money = np.diff(np.minimum(money.cumsum(), np.minimum.accumulate(latest[::-1])[::-1]), prepend=0.0)
    flows = yearly(need, np.full_like(need, np.inf), np.maximum(money, 0.0), carry=carry)
    close(flows.carried[-1], max(0.0, need.sum() - money.sum()), size(flows))


@given(runs=st.lists(st.tuples(amounts, amounts, amounts, fractions, fractions), min_size=1, max_size=4))
def test_runs_side_by_side_are_the_runs_one_by_one(runs: list[tuple[float, ...]]) -> None:
    """Leading axes are draws or payers that know nothing of each other."""
    need, room, money, escalation, carry = np.array(runs).T
    shape = np.array([1.0, 2.0, 0.5])
    together = yearly(np.outer(need, shape), np.outer(room, shape), np.outer(money, shape), escalation, carry)
    for index in range(len(runs)):
        rows = need[index] * shape, room[index] * shape, money[index] * shape
        alone = yearly(*rows, escalation[index], carry[index])
        np.testing.assert_array_equal(together.executed[index], alone.executed)
        np.testing.assert_array_equal(together.carried[index], alone.carried)


def test_one_need_meets_many_capacities() -> None:
    """[T] against [R, T]: the need is the same in every run."""
    flows = yearly([10, 10], [[5, 5], [20, 20]], [10, 10])
    close(flows.executed, [[5, 5], [10, 10]])
    close(flows.need, [[10, 10], [10, 10]])


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: gdp(0, 0.03, 5), "start must be above 0"),
        (lambda: gdp(200, -1, 5), "growth must be above -1"),
        (lambda: gdp(200, 0.03, 5, inflation=np.nan), "inflation must be above -1"),
        (lambda: gdp(200, 0.03, 0), "years must be a whole number"),
        (lambda: capacity([200], 25, 3, 0.02), "cap must be a share from 0 to 1 of GDP, not 25"),
        (lambda: capacity([200], 0.1, 3, start_share=-0.1), "start_share must be a share"),
        (lambda: capacity([200], 0.1, -1, 0.02), "ramp must be 0 years or more"),
        (lambda: capacity([200, np.nan], 0.1, 3, 0.02), "gdp must be finite and not negative"),
        (lambda: capacity([[200]], 0.1, 3, 0.02), "gdp must have one dimension"),
        (lambda: spread([1], [2026], [2030], (2030, 2026)), "the horizon ends in 2026, before it starts in 2030"),
        (lambda: spread([1, 1], [2026, 2030], [2030, 2026], (2026, 2035)), "window 1 ends in 2026, before"),
        (lambda: spread([1, 1], [2026], [2030], (2026, 2035)), "three lists of one length"),
        (lambda: spread([-1], [2026], [2030], (2026, 2035)), "amounts must be finite and not negative"),
        (lambda: spread([1], [2026.5], [2030], (2026, 2035)), "starts must be whole calendar years"),
        (lambda: yearly([1, 1], [1], [1, 1]), "must cover the same years, not 2, 1, 2"),
        (lambda: yearly([], [], []), "need must have a value for each year"),
        (lambda: yearly([1], 1, [1]), "absorbable must have a value for each year"),
        (lambda: yearly([-1], [1], [1]), "need must be finite and not negative"),
        (lambda: yearly([1], [np.nan], [1]), "absorbable must be not negative"),
        (lambda: yearly([1], [1], [np.inf]), "finance must be finite and not negative"),
        (lambda: yearly([1], [1], [1], escalation=4.6), "escalation must be a fraction from 0 to 1"),
        (lambda: yearly([1], [1], [1], carry=-0.1), "carry must be a fraction from 0 to 1"),
        (lambda: yearly([[1]] * 2, [[1]] * 3, [1]), "differ in their runs"),
        (lambda: timeline.run([[1]], [1], [1]), "use yearly"),
    ],
)  # fmt: skip
def test_bad_input_says_what_is_wrong(call: Callable[[], object], message: str) -> None:
    """One clear message each."""
    with pytest.raises(TimelineError, match=message):
        call()
