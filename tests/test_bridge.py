"""The bridge: which assumption moved the gap by how much, whatever the order.

Worked numbers are the article's: need 200, development banks 75, EU loan EUR 90 at 1.1712 [USD bn].
"""

from collections.abc import Callable
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finance import explain
from finance.analysis import bridge, editions, shapley
from finance.data import read
from finance.data.dataset import Dataset
from finance.language.catalogue import Language
from finance.model import gap
from finance.model.gap import AMOUNTS, Result
from finance.outputs.charts import CHARTS
from finance.scenario import Scenario

Scenarios = st.SearchStrategy[Scenario]

MANY = {
    "territory": "held",
    "standing": "unverified",
    "firmness": "announced",
    "eur_usd": 1.3,
    "unspecified_eligible": 0.9,
    "realised_loans": 0.5,
    "realised_grants": 0.8,
    "soft_earmarks": 0.3,
    "rule": "priority",
    "prices": "2022",
}
"""Ten changes that all act on RDNA5."""


def preset(dataset: Dataset, id_: str, **values: float | str | bool) -> Scenario:
    return Scenario.preset(id_, dataset).with_(**values)


def bars(dataset: Dataset, start: Scenario, end: Scenario, measure: str = "gap") -> dict[str, float]:
    table = explain.bridge(dataset, start, end)
    return dict(zip(table["assumption"], table[measure], strict=True))


# ---- worked by hand


def test_rate_and_eligibility_between_the_articles_readings(dataset: Dataset) -> None:
    """Gaps: as printed 200 − 75 − 90 = 35; rate alone 200 − 75 − 105.408 = 19.592; a third alone 200 − 75 − 30 = 95;
    both 200 − 75 − 35.136 = 89.864.

    Rate: ½ (19.592 − 35 + 89.864 − 95) = ½ (−15.408 − 5.136) = −10.272.
    Eligibility: ½ (95 − 35 + 89.864 − 19.592) = ½ (60 + 70.272) = 65.136.
    Together 54.864 = 89.864 − 35.
    """
    found = bars(dataset, preset(dataset, "article_as_printed"), preset(dataset, "article_civilian"))
    assert found == pytest.approx({"eur_usd": -10.272, "eu_loan_eligible": 65.136}, abs=1e-12)
    assert sum(found.values()) == pytest.approx(54.864, abs=1e-12)


def test_every_headline_amount_has_bars_of_its_own(dataset: Dataset) -> None:
    """What the gap gains the money loses: available moves by +10.272 and −65.136, the need not at all."""
    table = explain.bridge(dataset, preset(dataset, "article_as_printed"), preset(dataset, "article_civilian"))
    assert table["available"].tolist() == pytest.approx([10.272, -65.136])
    assert table["need"].tolist() == [0.0, 0.0]
    assert list(table.columns) == ["assumption", "before", "after", *AMOUNTS, "error"]
    assert table[["before", "after"]].values.tolist() == [[1.0, 1.1712], [1.0, 1 / 3]]


def test_one_change_gets_all_of_the_difference(dataset: Dataset) -> None:
    """Two assessments are two values of one assumption: from RDNA4 to RDNA5 the need rises by 587.7 − 524 = 63.7, and
    the money falls by what was paid in the year between the two.
    """
    start, end = preset(dataset, "rdna4_whole"), preset(dataset, "rdna5_whole")
    paid = gap.solve(dataset, start).available - gap.solve(dataset, end).available
    assert paid > 0
    assert bars(dataset, start, end, "need") == pytest.approx({"assessment": 63.7})
    assert bars(dataset, start, end) == pytest.approx({"assessment": 63.7 + paid})


def test_two_scenarios_that_are_alike_give_no_bar(dataset: Dataset) -> None:
    """An empty table, whatever they are shown in, and the chart says so in a sentence."""
    start = preset(dataset, "article")
    assert explain.bridge(dataset, start, start.with_(currency="EUR")).empty
    chart = CHARTS["bridge"](gap.solve(dataset, start), Language("en"), "light")
    assert chart.title == "The two scenarios are the same, so nothing moves the gap of $19.6bn"
    assert chart.figure is None


def test_an_assumption_that_moves_nothing_gets_nothing(dataset: Dataset) -> None:
    """The horizon acts on the years alone: zero to the last bit, beside a bar that holds the whole difference."""
    start = preset(dataset, "article")
    found = bars(dataset, start, start.with_(eur_usd=1.25, horizon=12.0))
    assert found == {"eur_usd": pytest.approx(-7.092), "horizon": 0.0}


# ---- order-free and exact


def test_the_bars_are_the_average_over_every_order_of_changing(dataset: Dataset) -> None:
    """Four changes in all 24 orders, one after the other, give the same four averages."""
    start = preset(dataset, "rdna5_whole")
    changes = {"territory": "held", "firmness": "announced", "eur_usd": 1.3, "unspecified_eligible": 0.9}
    totals = dict.fromkeys(changes, 0.0)
    for order in permutations(changes):
        now = start
        for id_ in order:
            after = now.with_(**{id_: changes[id_]})
            totals[id_] += (gap.solve(dataset, after).gap - gap.solve(dataset, now).gap) / 24
            now = after
    assert bars(dataset, start, start.with_(**changes)) == pytest.approx(totals, abs=1e-10)


def test_the_way_back_has_the_same_bars_the_other_way_round(dataset: Dataset) -> None:
    """From B to A each bar is that from A to B with its sign turned."""
    start, end = preset(dataset, "article"), preset(dataset, "rdna5_held")
    there, back = bars(dataset, start, end), bars(dataset, end, start)
    assert back == pytest.approx({id_: -change for id_, change in there.items()}, abs=1e-10)


@settings(max_examples=20)
@given(data=st.data())
def test_bars_add_up_to_the_difference_of_any_two_scenarios(
    data: st.DataObject, dataset: Dataset, scenarios: Scenarios
) -> None:
    """Up to three changes of any kind from any preset, for every headline amount."""
    end = data.draw(scenarios)
    start = Scenario.preset(end.base, dataset)
    kept = data.draw(st.sets(st.sampled_from(sorted(dataset.assumptions)), max_size=3))
    end = start.with_(**{id_: end.values[id_] for id_ in kept})
    found = bridge.between(dataset, start, end)
    for name in AMOUNTS:
        moved = getattr(found.end, name) - getattr(found.start, name)
        assert found.table[name].sum() == pytest.approx(moved, abs=1e-9)
    assert found.exact


def test_more_than_eight_changes_are_sampled_and_said_so_and_still_add_up(dataset: Dataset) -> None:
    """Ten changes: 64 orders, a standard error for each bar, the sum exact, and the same numbers each time."""
    start = preset(dataset, "rdna5_whole")
    found = bridge.between(dataset, start, start.with_(**MANY))
    assert (found.exact, found.orders, len(found.table)) == (False, 64, 10)
    assert found.table["gap"].sum() == pytest.approx(found.end.gap - found.start.gap, abs=1e-9)
    assert found.table["error"].max() > 0
    again = bridge.between(dataset, start, start.with_(**MANY))
    assert found.table.equals(again.table)
    chart = CHARTS["bridge"](found.end, Language("en"), "light")
    assert "over 64 sampled orders; bars are estimates within about $" in chart.subtitle


def test_sampled_bars_lie_within_their_error_of_the_exact_ones(dataset: Dataset) -> None:
    """Eight of the ten changes, both ways: every bar within four standard errors and a thousandth."""
    start = preset(dataset, "rdna5_whole")
    eight = {id_: MANY[id_] for id_ in list(MANY)[:8]}
    exact = bridge.between(dataset, start, start.with_(**eight))
    assert exact.exact

    def worth(moved: frozenset[str]) -> np.ndarray:
        return np.array([gap.solve(dataset, start.with_(**{id_: eight[id_] for id_ in moved})).gap])

    estimate, error = shapley.sampled(tuple(exact.table["assumption"]), worth)
    assert np.all(np.abs(estimate[:, 0] - exact.table["gap"]) <= 4 * error[:, 0] + 1e-3)


def test_nine_changes_of_which_three_do_not_act_are_exact(dataset: Dataset) -> None:
    """What no mix reads cannot move the gap, so it does not count towards the limit of eight."""
    start = preset(dataset, "rdna5_whole")
    six = {id_: MANY[id_] for id_ in list(MANY)[:6]}
    found = bridge.between(dataset, start, start.with_(**six, horizon=12.0, gdp_growth=0.05, debt_target=0.9))
    assert found.exact
    assert found.table.set_index("assumption").loc[["horizon", "gdp_growth", "debt_target"], "gap"].tolist() == [
        0,
        0,
        0,
    ]


def test_the_identity_of_the_bridge_holds_for_what_is_on_screen(solve: Callable[..., Result]) -> None:
    """Method shows it with its two sides: the preset's gap and the bars; the gap."""
    identity = bridge.adds_up(solve("article_civilian", eur_usd=1.0))
    assert identity.holds
    assert (identity.left, identity.right) == pytest.approx((95.0, 95.0))


# ---- the chart


def test_the_charts_bars_lead_from_one_gap_to_the_other(dataset: Dataset) -> None:
    """The civilian reading seen from the article as printed: 35.0, +65.1, −10.3 and 89.9 add up as rounded."""
    scenario = preset(dataset, "article_civilian").seen_from("article_as_printed")
    chart = CHARTS["bridge"](gap.solve(dataset, scenario), Language("en"), "light")
    column = chart.table["Gap, USD bn"].tolist()
    assert chart.table["Step"].tolist() == [
        *("The article as printed", "Dollars per euro", "EU loan that counts", "The article, civilian money only")
    ]
    assert column[0] == 35.0
    assert column[-1] == 89.9
    assert round(sum(column[:-1]), 1) == 89.9
    assert chart.title == (
        "The gap of “The article, civilian money only” is $54.9bn larger than that of “The article as printed”; "
        "“EU loan that counts” moves it most, +$65.1bn"
    )


def test_a_scenario_seen_from_another_preset_keeps_its_values_and_its_key(dataset: Dataset) -> None:
    """Only what counts as changed is another; the address leads back to it."""
    scenario = preset(dataset, "article_civilian")
    seen = scenario.seen_from("article_as_printed")
    assert (seen.key, seen.base) == (scenario.key, "article_as_printed")
    assert set(seen.changed()) == {"eur_usd", "eu_loan_eligible"}
    assert Scenario.from_query(seen.to_query(), dataset).key == scenario.key


# ---- from edition to edition


def test_the_step_from_the_first_to_the_second_assessment(dataset: Dataset) -> None:
    """Need 349 → 410.6, damage 97 → 134.7, prices 110.156 → 118.012.

    Factors: prices 1.0713171; damage (134.7 ÷ 97) ÷ 1.0713171 = 1.2962174; scope (410.6 ÷ 134.7) ÷ (349 ÷ 97)
    = 0.8472228. Shares of a product xyz: prices = 349 (x − 1)(2 + y + z + 2yz) ÷ 6
    = 349 × 0.0713171 × (2 + 1.2962174 + 0.8472228 + 2.1963698) ÷ 6 = 26.2993.
    """
    x = 118.012 / 110.156
    y, z = (134.7 / 97) / x, (410.6 / 134.7) / (349 / 97)
    step = editions.steps(dataset).iloc[0]
    assert (x, y, z) == pytest.approx((1.0713171, 1.2962174, 0.8472228), abs=1e-6)
    assert step["prices"] == pytest.approx(349 * (x - 1) * (2 + y + z + 2 * y * z) / 6)
    assert step["damage"] == pytest.approx(349 * (y - 1) * (2 + x + z + 2 * x * z) / 6)
    assert step["scope"] == pytest.approx(349 * (z - 1) * (2 + x + y + 2 * x * y) / 6)
    assert step["prices"] == pytest.approx(26.2993, abs=1e-4)


def test_the_parts_of_every_step_add_up_to_it(dataset: Dataset) -> None:
    """RDNA1 to RDNA5 in their order, and the article, which prints no damage, is none of them."""
    steps = editions.steps(dataset)
    assert editions.editions(dataset) == ("rdna1", "rdna2", "rdna3", "rdna4", "rdna5")
    assert steps["change"].tolist() == pytest.approx([61.6, 75.4, 38.0, 63.7])
    assert steps[list(editions.PARTS)].sum(axis=1).tolist() == pytest.approx(steps["change"].tolist())


def test_where_a_price_level_is_missing_damage_holds_it_and_the_table_has_a_dash(
    dataset: Dataset, with_files: Callable[..., Dataset]
) -> None:
    """An edition in prices of 2019, which the index lacks: no price part, and the rest still adds up."""
    text = (read.DATA / "assessments" / "rdna5.yaml").read_text(encoding="utf-8")
    changed = with_files(assessments__rdna5=text.replace("price_year: 2025", "price_year: 2019"))
    last = editions.steps(changed).iloc[-1]
    assert np.isnan(last["prices"])
    assert last["damage"] + last["scope"] == pytest.approx(63.7)
