"""Allocation of money to sectors: worked numbers, the properties every rule must have, independent oracles.

Amounts are in billions of USD. In the worked examples the arithmetic stands beside the numbers.
"""

from itertools import chain, combinations
from types import SimpleNamespace
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finance.errors import AllocationError
from finance.model import allocation
from finance.model.allocation import RULES, Flags, Floats, allocate, cuts, filling, minimum_gap

Case = tuple[Floats, Floats, Flags]

TO_LARGEST_TOTAL = ("most_funded",)
each_rule = pytest.mark.parametrize("rule", RULES)
examples = settings(max_examples=50, deadline=None, derandomize=True)

amounts = st.one_of(st.just(0.0), st.integers(1, 60).map(float), st.floats(0.001, 500.0))


@st.composite
def cases(draw: st.DrawFn, max_sources: int = 6, max_sectors: int = 5) -> Case:
    """Needs, available and eligible of a small case; zeros, empty reaches and no source at all included."""
    sectors = draw(st.integers(1, max_sectors))
    rows = draw(st.lists(st.lists(st.booleans(), min_size=sectors, max_size=sectors), max_size=max_sources))
    needs = draw(st.lists(amounts, min_size=sectors, max_size=sectors))
    available = draw(st.lists(amounts, min_size=len(rows), max_size=len(rows)))
    return np.array(needs), np.array(available), np.array(rows, dtype=bool).reshape(len(rows), sectors)


def reach(text: str) -> Flags:
    """Eligibility from one word of 0 and 1 per source: ``reach("10 11")``."""
    return np.array([[mark == "1" for mark in row] for row in text.split()])


def random_case(random: np.random.Generator, sources: int, sectors: int, density: float) -> Case:
    """Whole amounts, so that an independent solver can be exact."""
    needs = random.integers(0, 60, sectors).astype(float)
    available = random.integers(0, 60, sources).astype(float)
    return needs, available, random.random((sources, sectors)) < density


def gaps(case: Case, rule: str) -> Floats:
    """Unmet need of each sector [K]."""
    return np.asarray(case[0] - allocate(*case, rule).sum(axis=0))


def close(actual: object, expected: object, case: Case) -> None:
    """Equal to 1e-9 of the amounts at stake."""
    scale = float(case[0].sum() + case[1].sum())
    np.testing.assert_allclose(np.asarray(actual), np.asarray(expected), rtol=0, atol=1e-9 * scale)


def no_more(actual: Floats | float, limit: Floats | float, case: Case) -> bool:
    """At most the limit, to 1e-9 of total need."""
    return bool(np.all(np.asarray(actual) <= np.asarray(limit) + 1e-9 * case[0].sum()))


def subsets(items: range) -> chain[tuple[int, ...]]:
    """Every subset, the empty one included."""
    return chain.from_iterable(combinations(items, size) for size in range(len(items) + 1))


def jointly_short(case: Case, sectors: tuple[int, ...]) -> float:
    """need(U) − available(sources that reach any of U), as the definition has it."""
    needs, available, eligible = case
    chosen = list(sectors)
    return float(needs[chosen].sum() - available[eligible[:, chosen].any(axis=1)].sum())


# ---------------------------------------------------------------- worked numbers


@each_rule
def test_money_earmarked_beyond_its_sector_is_stranded(rule: str) -> None:
    """A has 15 for sector 0 only, B has 3 for any: A pays 10 and strands 15 − 10 = 5, B pays 3 of sector 1.

    Funded 10 + 3 = 13, gap 20 − 13 = 7, though 18 is available: gap − stranded = 7 − 5 = 2 = 20 − 18.
    """
    flows = allocate([10, 10], [15, 3], reach("10 11"), rule)
    np.testing.assert_allclose(flows, [[10, 0], [0, 3]], atol=1e-9)
    gap, binding = minimum_gap([10, 10], [15, 3], reach("10 11"))
    assert (gap, binding) == (7.0, (1,))


def test_earmark_first_spreads_a_pool_in_proportion_to_unmet_need() -> None:
    """45 over needs of 30 and 60: 45 ÷ 90 = ½ of each."""
    np.testing.assert_allclose(allocate([30, 60], [45], reach("11"), "earmark_first"), [[15, 30]])


def test_earmark_first_takes_the_narrowest_reach_first() -> None:
    """B (sector 0 only) fills sector 0, so all of A, which may pay for both, is left for sector 1."""
    flows = allocate([10, 10], [10, 10], reach("11 10"), "earmark_first")
    np.testing.assert_allclose(flows, [[0, 10], [10, 0]])


def test_earmark_first_takes_pools_of_equal_width_by_the_position_of_their_sectors() -> None:
    """{0,1} before {1,2}: 10 spreads as 5 + 5, then the second pool finds only 10 − 5 = 5 unmet.

    Funded 15 of 20 where 20 was possible: the price of a rule that a spreadsheet can compute.
    """
    needs, eligible = [10, 10, 0], reach("011 110")
    np.testing.assert_allclose(allocate(needs, [10, 10], eligible, "earmark_first"), [[0, 5, 0], [5, 5, 0]])
    assert minimum_gap(needs, [10, 10], eligible) == (0.0, ())


@each_rule
def test_sources_with_the_same_reach_bear_the_same_proportion(rule: str) -> None:
    """12 and 4 pay a need of 8 from a pool of 16: half of each, 6 and 2."""
    np.testing.assert_allclose(allocate([8], [12, 4], reach("1 1"), rule), [[6], [2]])


def test_priority_fills_sectors_in_column_order_with_the_narrowest_pools_first() -> None:
    """Sector 0 takes all 5 earmarked for it and 10 − 5 = 5 of the free 8; 3 are left for sector 1."""
    np.testing.assert_allclose(allocate([10, 10], [8, 5], reach("11 10"), "priority"), [[5, 3], [5, 0]])


@pytest.mark.parametrize("rule", TO_LARGEST_TOTAL)
def test_most_funded_raises_the_worst_coverage_first_and_then_the_next(rule: str) -> None:
    """12 free, 6 for sector 0 only, 8 for sector 3 only; needs 10, 10, 20, 8.

    Sectors 1 and 2 live on the free money: 12 ÷ 30 = 0.4. Sector 0 has 6 ÷ 10 = 0.6, sector 3 8 ÷ 8 = 1.
    """
    flows = allocate([10, 10, 20, 8], [12, 6, 8], reach("1110 1000 0001"), rule)
    np.testing.assert_allclose(flows, [[0, 4, 8, 0], [6, 0, 0, 0], [0, 0, 0, 8]], atol=1e-9)


def test_the_binding_set_is_the_smallest_that_attains_the_gap() -> None:
    """Sectors 0 and 1 share 5 for 12: short by 7. Sector 2 needs 4 and has 4: tight, yet not short."""
    assert minimum_gap([6, 6, 4], [5, 4], reach("110 001")) == (7.0, (0, 1))


@each_rule
def test_no_sector_and_no_source_are_answered_with_nothing(rule: str) -> None:
    """An empty side is no error: there is nothing to pay, or nobody to pay it."""
    assert allocate([], [5], np.zeros((1, 0), dtype=bool), rule).shape == (1, 0)
    assert allocate([5], [], np.zeros((0, 1), dtype=bool), rule).shape == (0, 1)
    assert minimum_gap([5], [], np.zeros((0, 1), dtype=bool)) == (5.0, (0,))


# ---------------------------------------------------------------- properties of every rule


@each_rule
@examples
@given(case=cases())
def test_every_rule_keeps_within_need_money_and_reach(rule: str, case: Case) -> None:
    """No negative flow, none outside the reach, no sector above its need, no source above its money."""
    needs, available, eligible = case
    flows = allocate(*case, rule)
    assert flows.shape == eligible.shape
    assert (flows >= 0).all()
    assert not flows[~eligible].any()
    assert (flows.sum(axis=0) <= needs * (1 + 1e-9)).all()
    assert (flows.sum(axis=1) <= available * (1 + 1e-9)).all()


@each_rule
@examples
@given(case=cases())
def test_every_rule_conserves_money(rule: str, case: Case) -> None:
    """gap − stranded = need − available, with the gap read by sector and the stranded money by source."""
    needs, available, _ = case
    flows = allocate(*case, rule)
    stranded = (available - flows.sum(axis=1)).sum()
    close(gaps(case, rule).sum() - stranded, needs.sum() - available.sum(), case)


@each_rule
@examples
@given(case=cases())
def test_no_rule_beats_the_minimum_gap(rule: str, case: Case) -> None:
    """`minimum_gap` is a bound for all rules; most_funded attains it (Megiddo, Fujishige)."""
    lowest, _ = minimum_gap(*case)
    gap = gaps(case, rule).sum()
    assert no_more(lowest, gap, case)
    if rule in TO_LARGEST_TOTAL:
        close(gap, lowest, case)


@each_rule
@examples
@given(case=cases(), more=amounts, data=st.data())
def test_more_money_never_raises_a_gap(rule: str, case: Case, more: float, data: st.DataObject) -> None:
    """Holds for all four rules, sector by sector, hence for the total."""
    needs, available, eligible = case
    richer = available.copy()
    if richer.size:
        richer[data.draw(st.integers(0, richer.size - 1))] += more
    assert no_more(gaps((needs, richer, eligible), rule), gaps(case, rule), case)


@each_rule
@examples
@given(case=cases(), more=amounts, data=st.data())
def test_more_need_never_lowers_a_gap(rule: str, case: Case, more: float, data: st.DataObject) -> None:
    """Holds for all four rules, sector by sector, hence for the total."""
    needs, available, eligible = case
    needier = needs.copy()
    needier[data.draw(st.integers(0, needs.size - 1))] += more
    harder = needier, available, eligible
    assert no_more(gaps(case, rule), gaps(harder, rule), harder)


@each_rule
@examples
@given(case=cases())
def test_doubling_everything_doubles_the_gap(rule: str, case: Case) -> None:
    """Homogeneous of degree one: the currency unit cannot matter."""
    needs, available, eligible = case
    doubled = 2 * needs, 2 * available, eligible
    close(gaps(doubled, rule), 2 * gaps(case, rule), doubled)


@each_rule
@examples
@given(case=cases(), data=st.data())
def test_the_order_of_the_sources_changes_nothing(rule: str, case: Case, data: st.DataObject) -> None:
    """To the last bit: the same source gets the same row, wherever it stands in the ledger."""
    needs, available, eligible = case
    order = np.array(data.draw(st.permutations(range(available.size))), dtype=int)
    shuffled = needs, available[order], eligible[order]
    np.testing.assert_array_equal(allocate(*shuffled, rule), allocate(*case, rule)[order])
    assert minimum_gap(*shuffled) == minimum_gap(*case)


@each_rule
@examples
@given(case=cases(max_sources=4), data=st.data())
def test_splitting_a_source_in_two_changes_no_sector(rule: str, case: Case, data: st.DataObject) -> None:
    """Who books the money as one line or two does not decide who is paid."""
    needs, available, eligible = case
    part = data.draw(st.floats(0, 1))
    split = needs, np.append(available * part, available * (1 - part)), np.vstack([eligible, eligible])
    close(gaps(split, rule), gaps(case, rule), case)


# ---------------------------------------------------------------- oracles


def lexicographic_coverage(case: Case) -> Floats:
    """Max-min coverage [K] by the decomposition of Megiddo (1974), from every set of sectors.

    The set with the least money per need is the worst covered, at that ratio; it keeps its sources to
    itself and the rest starts again without them.
    """
    needs, available, eligible = case
    coverage, left, money = np.ones(needs.size), set(np.flatnonzero(needs)), available.copy()
    while left:
        ratio, worst = min(
            (money[eligible[:, list(chosen)].any(axis=1)].sum() / needs[list(chosen)].sum(), chosen)
            for size in range(1, len(left) + 1)
            for chosen in combinations(sorted(left), size)
        )
        if ratio >= 1:
            break
        coverage[list(worst)] = ratio
        money[eligible[:, list(worst)].any(axis=1)] = 0.0
        left -= set(worst)
    return coverage


@pytest.mark.parametrize("rule", TO_LARGEST_TOTAL)
@examples
@given(case=cases())
def test_coverage_is_the_lexicographic_maximum(rule: str, case: Case) -> None:
    """The linear programme agrees with the decomposition that lists all sets."""
    close(allocate(*case, rule).sum(axis=0), lexicographic_coverage(case) * case[0], case)


@pytest.mark.parametrize("enumerable", [16, 0], ids=["by subsets", "by maximal flow"])
@examples
@given(case=cases())
def test_the_gap_is_the_largest_joint_shortage_and_binding_the_smallest_set_that_has_it(
    enumerable: int, case: Case
) -> None:
    """Against the definition over all 2^K sets: the maximum, and the intersection of those that attain it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cuts, "ENUMERABLE", enumerable)
        gap, binding = minimum_gap(*case)
    shortage = {chosen: jointly_short(case, chosen) for chosen in subsets(range(case[0].size))}
    largest = max(shortage.values())
    close(gap, largest, case)
    attain = [set(chosen) for chosen, short in shortage.items() if short >= largest - 1e-12 * case[0].sum()]
    assert set(binding) == set.intersection(*attain)


@pytest.mark.parametrize("seed", range(10))
def test_the_gap_agrees_with_an_independent_maximal_flow(seed: int) -> None:
    """200 seeded cases in whole numbers, up to 24 × 20 where subsets are too many to list."""
    random = np.random.default_rng(seed)
    for number in range(20):
        sources, sectors = (24, 20) if number == 0 else random.integers(1, 10, 2)
        case = random_case(random, sources, sectors, random.uniform(0.1, 0.7))
        needs, available, eligible = case
        network = nx.DiGraph()
        for source, money in enumerate(available):
            network.add_edge("money", ("source", source), capacity=int(money))
        for sector, need in enumerate(needs):
            network.add_edge(("sector", sector), "need", capacity=int(need))
        network.add_edges_from((("source", i), ("sector", k)) for i, k in np.argwhere(eligible).tolist())
        gap, binding = minimum_gap(*case)
        assert gap == needs.sum() - nx.maximum_flow_value(network, "money", "need")
        assert gap == jointly_short(case, binding)


def test_large_cases_are_solved_by_every_rule() -> None:
    """40 sources × 20 sectors, all reaches different: more sets than can be listed, on both sides."""
    random = np.random.default_rng(3)
    for density in (0.1, 0.2, 0.4):
        case = random_case(random, 40, 20, density)
        lowest, _ = minimum_gap(*case)
        for rule in TO_LARGEST_TOTAL:
            close(gaps(case, rule).sum(), lowest, case)


# ---------------------------------------------------------------- errors


@pytest.mark.parametrize(
    ("needs", "available", "eligible", "message"),
    [
        ([-1], [1], [[True]], r"needs\[0\] must be finite and not negative, not -1.0"),
        ([1], [np.nan], [[True]], r"available\[0\] must be finite and not negative, not nan"),
        ([1, np.inf], [1], [[True, True]], r"needs\[1\] must be finite"),
        ([[1]], [1], [[True]], "needs must have one dimension, not 2"),
        ([1, 2], [1], [[True]], r"shape \(1, 2\) \(sources, sectors\), not \(1, 1\)"),
        ([1], [1], [[0.5]], "eligible must hold true or false, not float64"),
    ],
)
def test_bad_input_says_what_is_wrong(needs: Any, available: Any, eligible: Any, message: str) -> None:
    """Both calls refuse it alike; a share of eligibility is not a reach."""
    with pytest.raises(AllocationError, match=message):
        allocate(needs, available, eligible, "priority")
    with pytest.raises(AllocationError, match=message):
        minimum_gap(needs, available, eligible)


def test_an_unknown_rule_is_answered_with_the_three_names() -> None:
    """A person who mistypes a rule learns what there is."""
    with pytest.raises(AllocationError, match=r"'fair'.* earmark_first, priority, most_funded"):
        allocate([1], [1], [[True]], "fair")


def test_a_solver_that_fails_is_reported_and_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """No flows are made up from an unsolved programme; the solver's own words are passed on."""
    failed = SimpleNamespace(success=False, message="out of time")
    monkeypatch.setattr(filling, "linprog", lambda *_, **__: failed)
    with pytest.raises(AllocationError, match="not solved: out of time"):
        allocate([1], [1], [[True]], "most_funded")


@each_rule
@settings(examples, max_examples=10)
@given(case=cases())
def test_the_callers_arrays_are_left_as_they_were(rule: str, case: Case) -> None:
    """Pure functions: nothing is written back."""
    kept = tuple(array.copy() for array in case)
    allocate(*case, rule)
    minimum_gap(*case)
    for array, copy in zip(case, kept, strict=True):
        np.testing.assert_array_equal(array, copy)


# ---------------------------------------------------------------- many variants at once


@settings(max_examples=60)
@given(data=st.data(), rule=st.sampled_from(RULES))
def test_many_variants_get_what_each_gets_alone(data: st.DataObject, rule: str) -> None:
    """The columns of `funded` are the sums over the sources of `allocate`, for amounts with zeros and equal reaches."""
    sources, sectors = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 5))
    amounts = st.integers(0, 30).map(float)
    needs = np.array(data.draw(st.lists(amounts, min_size=3 * sectors, max_size=3 * sectors))).reshape(sectors, 3)
    money = np.array(data.draw(st.lists(amounts, min_size=3 * sources, max_size=3 * sources))).reshape(sources, 3)
    reach = np.array(data.draw(st.lists(st.booleans(), min_size=sources * sectors, max_size=sources * sectors)))
    eligible = reach.reshape(sources, sectors)
    found = allocation.funded(needs, money, eligible, rule)
    for column in range(3):
        alone = allocate(needs[:, column], money[:, column], eligible, rule).sum(axis=0)
        assert found[:, column] == pytest.approx(alone, abs=1e-7)


def test_the_worst_coverage_is_raised_first_in_closed_form() -> None:
    """10 reach only the first of two needs of 20, and 10 both: each gets 10. With 16 and 10 the first has 16, 80 %, and
    the second, which is worse off, the other 10.
    """
    needs, reach = np.array([[20.0, 20], [20, 20]]), np.array([[True, False], [True, True]])
    found = allocation.funded(needs, np.array([[10.0, 16], [10, 10]]), reach, "most_funded")
    assert found[:, 0] == pytest.approx([10, 10])
    assert found[:, 1] == pytest.approx([16, 10])


def test_more_classes_than_can_be_listed_are_filled_one_by_one() -> None:
    """17 sectors that 17 sources reach in a chain: the same answer, from the linear programme."""
    size = 17
    reach = np.eye(size, dtype=bool) | np.eye(size, k=1, dtype=bool)
    needs, money = np.linspace(1, 5, size)[:, np.newaxis], np.linspace(4, 1, size)[:, np.newaxis]
    found = allocation.funded(needs, money, reach, "most_funded")
    assert found[:, 0] == pytest.approx(allocate(needs[:, 0], money[:, 0], reach, "most_funded").sum(axis=0), abs=1e-9)


def test_an_unknown_rule_is_refused_for_many_as_for_one() -> None:
    """The same message with the known rules."""
    with pytest.raises(AllocationError, match="unknown allocation rule 'fair'; use one of earmark_first, priority"):
        allocation.funded(np.ones((1, 1)), np.ones((1, 1)), np.ones((1, 1), dtype=bool), "fair")
