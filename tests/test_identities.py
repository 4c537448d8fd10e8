"""What holds for every scenario, whatever the assumptions.

I1   sector gaps + funded = need, in the whole and in each sector
I2   used + stranded = available, in the whole and in each line
I3   gap − stranded = need − available
I4   the flows add up by sector to what is funded and by line to what is used
I5   no rule beats the minimum gap; `most_funded` attains it
I6   coverage lies between 0 and 1, and no amount is below zero
I7   more money, firmer or not, never raises the gap, and weaker documents never take money away
I8   more need never lowers the gap
I9   twice the needs and twice the money leave twice the gap
I10  the same scenario gives the identical result and key
I11  money pays only for what its split and its earmarks name
I12  the currency and the language of display change no figure

I7 holds for the shares that count and are realised, for the dollars per euro, for softer earmarks, for `firmness` and
for `amount_left`, because the book is cut into slices before anything is left out. `standing` adds money too; it also
decides which cells of the need are read, so that of the gap nothing is said.
"""

import shutil
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from finance.data import read
from finance.data.dataset import STANDINGS, Dataset
from finance.data.records import FIRMNESS
from finance.model import allocation, gap
from finance.model.allocation import RULES
from finance.model.gap import Result
from finance.scenario import Scenario

Scenarios = st.SearchStrategy[Scenario]

TOLERANCE = 1e-8  # USD bn: ten dollars; the linear programme's own is 1e-10 of the need

MORE_MONEY = (
    *("ifi_eligible", "eu_loan_eligible", "budget_support_eligible", "unspecified_eligible"),
    *("realised_grants", "realised_loans", "realised_tranches", "realised_announced"),
    *("eur_usd", "soft_earmarks"),
)


TIGHT = """
label: {en: A small need}
note: {en: For a test.}
currency: USD
price_year: 2024
as_of: 2025-12-31
published: 2026
horizon: {start: 2026, years: 10}
tolerance: 0.05
totals:
  need: {value: 8, judged: a test}
sectors:
  housing: {need: {value: 4, judged: a test}}
  education: {need: {value: 0.05, judged: a test}}
  energy: {need: {value: 0.3, judged: a test}}
  transport: {need: {value: 1.15, judged: a test}}
  agriculture: {need: {value: 0.5, judged: a test}}
  not_itemised: {need: {value: 2, judged: a test}}
"""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The data as it ships and one small assessment, "tight", so that money strands while sectors stay short."""
    folder = tmp_path_factory.mktemp("world") / "data"
    shutil.copytree(read.DATA, folder)
    (folder / "assessments" / "tight.yaml").write_text(TIGHT, encoding="utf-8")
    return read.load(folder)


@pytest.fixture(scope="module")
def anything(world: Dataset, scenarios_of: Callable[[Dataset], Scenarios]) -> Scenarios:
    """Any scenario; two of three with the small need, one of them with little but earmarked money."""
    tight = {"assessment": "tight", "ledger": "ledger"}
    earmarked = tight | {"standing": "unverified", "unspecified_eligible": 0.0, "budget_support_eligible": 0.0}
    moved = st.sampled_from([{}, tight, earmarked])
    return st.builds(lambda scenario, values: scenario.with_(**values), scenarios_of(world), moved)


def answered(scenario: Scenario) -> Result:
    return gap.solve(scenario.dataset, scenario)


def matched(result: Result) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """payable needs [K], available [2P] and eligible [2P, K]: every purse as its tied part and its soft part."""
    eligible, soft = result.purses.reach, result.scenario.number("soft_earmarks")
    tied, available = ~eligible.all(axis=1), result.purse_money
    money = np.concatenate([available * np.where(tied, 1 - soft, 1), available * np.where(tied, soft, 0)])
    return result.needs.payable, money, np.concatenate([eligible, np.ones_like(eligible)])


@given(data=st.data())
def test_sector_gaps_and_funded_add_up_to_need(data: st.DataObject, anything: Scenarios) -> None:
    """I1: need = funded + gap, in the whole, in the sum of the sectors, and in each sector."""
    result = answered(data.draw(anything))
    table = result.by_sector
    assert_allclose(table["funded"] + table["gap"], table["need"], atol=TOLERANCE)
    assert table["gap"].sum() + result.funded == pytest.approx(result.need, abs=TOLERANCE)
    assert result.gap + result.funded == pytest.approx(result.need, abs=TOLERANCE)


@given(data=st.data())
def test_used_and_stranded_add_up_to_available(data: st.DataObject, anything: Scenarios) -> None:
    """I2: available = used + stranded, in the whole, in the sum of the lines, and in each line."""
    result = answered(data.draw(anything))
    table = result.by_source
    assert_allclose(table["used"] + table["stranded"], table["available"], atol=TOLERANCE)
    assert table["stranded"].sum() + result.funded == pytest.approx(result.available, abs=TOLERANCE)
    assert result.stranded + result.funded == pytest.approx(result.available, abs=TOLERANCE)


@given(data=st.data())
def test_the_gap_is_need_less_money_and_what_strands(data: st.DataObject, anything: Scenarios) -> None:
    """I3: gap − stranded = need − available."""
    result = answered(data.draw(anything))
    assert result.gap - result.stranded == pytest.approx(result.need - result.available, abs=TOLERANCE)


@given(data=st.data())
def test_both_pivots_of_the_flows_agree(data: st.DataObject, anything: Scenarios) -> None:
    """I4: by sector the flows are what is funded, by line what is used, and both add up to the same."""
    result = answered(data.draw(anything))
    by_sector = result.flows.groupby("sector")["amount"].sum().reindex(result.by_sector["sector"], fill_value=0.0)
    by_line = result.flows.groupby("commitment")["amount"].sum().reindex(result.by_source["commitment"], fill_value=0.0)
    assert_allclose(by_sector, result.by_sector["funded"], atol=TOLERANCE)
    assert_allclose(by_line, result.by_source["used"], atol=TOLERANCE)
    assert by_sector.sum() == pytest.approx(by_line.sum(), abs=TOLERANCE)


@given(data=st.data())
def test_no_rule_beats_the_minimum_gap(data: st.DataObject, world: Dataset, anything: Scenarios) -> None:
    """I5: minimum gap, with what no listed money may pay for, ≤ gap under each rule; the rule that looks for it
    finds it.
    """
    scenario = data.draw(anything)
    answers = {rule: answered(scenario.with_(rule=rule)) for rule in RULES}
    short, binding = allocation.minimum_gap(*matched(answers["earmark_first"]))
    least = short + answers["earmark_first"].needs.unpayable
    assert min(answer.gap for answer in answers.values()) >= least - TOLERANCE
    assert answers["most_funded"].gap == pytest.approx(least, abs=1e-6)
    assert bool(binding) == (short > 0)


@given(data=st.data())
def test_coverage_is_a_fraction_and_amounts_are_not_negative(data: st.DataObject, anything: Scenarios) -> None:
    """I6: 0 ≤ coverage ≤ 1; need, funded, gap, available, used, stranded and flows ≥ 0."""
    result = answered(data.draw(anything))
    assert result.coverage is not None
    assert 0 <= result.coverage <= 1
    assert result.by_sector["coverage"].dropna().between(0, 1).all()
    assert min(result.need, result.available, result.funded, result.gap, result.stranded) >= 0
    assert (result.by_sector[["need", "funded", "gap"]] >= 0).all(axis=None)
    assert (result.by_source[["available", "used", "stranded"]] >= 0).all(axis=None)
    assert (result.flows_by_line >= 0).all()


@pytest.mark.parametrize("id_", MORE_MONEY)
@settings(max_examples=25)
@given(data=st.data())
def test_more_money_never_raises_the_gap(data: st.DataObject, world: Dataset, anything: Scenarios, id_: str) -> None:
    """I7: a larger share that counts, is realised or is free, or a dearer euro, under every rule."""
    scenario, row = data.draw(anything), world.assumptions[id_]
    less, more = sorted(data.draw(st.tuples(*[st.floats(row.low, row.high)] * 2)))
    before, after = (answered(scenario.with_(**{id_: value})) for value in (less, more))
    assert after.available >= before.available - TOLERANCE
    assert after.gap <= before.gap + TOLERANCE


@pytest.mark.parametrize(
    ("id_", "values"),
    [
        ("firmness", FIRMNESS[::-1]),
        ("standing", STANDINGS),
        ("amount_left", ("documented", "at_most")),
        ("undated", ("all", "by_time", "none")),
    ],
)
@settings(max_examples=25)
@given(data=st.data())
def test_letting_more_of_the_book_count_never_takes_money_away(
    data: st.DataObject, anything: Scenarios, id_: str, values: tuple[str, ...]
) -> None:
    """I7: of any two values the looser one leaves no line less, and the gap no larger where the need is the same."""
    scenario, places = data.draw(anything), data.draw(st.tuples(*[st.integers(0, len(values) - 1)] * 2))
    strict, loose = (answered(scenario.with_(**{id_: values[place]})) for place in sorted(places))
    assert (loose.money.available >= strict.money.available - TOLERANCE).all()
    if id_ != "standing":
        assert loose.gap <= strict.gap + TOLERANCE


@pytest.mark.parametrize("ids", [("occupied_share", "more", "less"), ("already_excluded", "less", "more")])
@settings(max_examples=50)
@given(data=st.data())
def test_more_need_never_lowers_the_gap(
    data: st.DataObject, world: Dataset, anything: Scenarios, ids: tuple[str, str, str]
) -> None:
    """I8: a smaller occupied share, or more of it already left out, is more need on held land."""
    id_, row = ids[0], world.assumptions[ids[0]]
    scenario = data.draw(anything).with_(territory="held")
    low, high = sorted(data.draw(st.tuples(*[st.floats(row.low, row.high)] * 2)))
    value = {"less": low, "more": high}
    smaller, larger = (answered(scenario.with_(**{id_: value[name]})) for name in ids[1:])
    assert larger.need >= smaller.need - TOLERANCE
    assert larger.gap >= smaller.gap - TOLERANCE


@given(data=st.data(), rule=st.sampled_from(RULES))
def test_doubling_everything_doubles_the_gap(data: st.DataObject, anything: Scenarios, rule: str) -> None:
    """I9: the flows of twice the needs and twice the money are twice the flows."""
    needs, available, eligible = matched(answered(data.draw(anything)))
    once = allocation.allocate(needs, available, eligible, rule)
    twice = allocation.allocate(2 * needs, 2 * available, eligible, rule)
    assert_allclose(twice, 2 * once, atol=1e-6)
    assert 2 * needs.sum() - twice.sum() == pytest.approx(2 * (needs.sum() - once.sum()), abs=1e-6)


@settings(max_examples=30)
@given(data=st.data())
def test_the_same_scenario_gives_the_identical_result(data: st.DataObject, world: Dataset, anything: Scenarios) -> None:
    """I10: to the last bit, with the same key; and by way of the address too."""
    scenario = data.draw(anything)
    again = Scenario.from_query(scenario.to_query(), world)
    first, second = answered(scenario), answered(again)
    assert_array_equal(first.flows_by_line, second.flows_by_line)
    assert first.as_dict() == second.as_dict()


@given(data=st.data())
def test_money_pays_only_for_what_its_earmark_names(data: st.DataObject, anything: Scenarios) -> None:
    """I11: what a line pays for a sector is at most what of it may be spent there, and its soft share."""
    result = answered(data.draw(anything))
    money, reach = result.purse_money, result.purses.reach
    soft = result.scenario.number("soft_earmarks")
    for index in range(len(result.money.lines)):
        own = result.purses.line == index
        most = money[own] @ np.where(reach[own], 1.0, soft)
        assert (result.flows_by_line[index] <= most + TOLERANCE).all()
        outside = ~reach[own].any(axis=0)
        assert result.flows_by_line[index][outside].sum() <= money[own].sum() * soft + TOLERANCE


@given(data=st.data())
def test_display_changes_no_figure(data: st.DataObject, world: Dataset, anything: Scenarios) -> None:
    """I12: showing euros is a matter of the screen; amounts stay in dollars."""
    scenario = data.draw(anything)
    dollars, euros = (answered(scenario.with_(currency=shown)) for shown in ("USD", "EUR"))
    assert_array_equal(dollars.flows_by_line, euros.flows_by_line)
    assert (dollars.need, dollars.available, dollars.gap) == (euros.need, euros.available, euros.gap)
    assert scenario.with_(lang="en").key == scenario.key
