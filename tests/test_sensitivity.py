"""Responses, swings and indices: against single solves, by hand, and against published test functions."""

import dataclasses
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from finance.analysis import sensitivity
from finance.analysis.distributions import Marginal
from finance.data.dataset import Dataset
from finance.model import gap
from finance.model.gap import HEADLINE, Result
from finance.scenario import Scenario

Solve = Callable[..., Result]


def responses(dataset: Dataset, preset: str, **values: float | str | bool) -> pd.DataFrame:
    return sensitivity.response(dataset, Scenario.preset(preset, dataset).with_(**values))


# ---------------------------------------------------------------- response


@pytest.mark.parametrize("preset", ["article", "rdna5_whole", "rdna5_held"])
def test_every_row_of_the_response_is_what_that_scenario_gives(dataset: Dataset, preset: str) -> None:
    """Every seventh slider step and every value of every choice, solved alone: headline and sector gaps."""
    scenario = Scenario.preset(preset, dataset)
    table = sensitivity.response(dataset, scenario)
    chosen = table["assumption"].isin([id_ for id_, row in dataset.assumptions.items() if row.kind != "number"])
    for row in table[chosen | (table.index % 7 == 0)].to_dict("records"):
        alone = gap.solve(dataset, scenario.with_(**{row["assumption"]: row["value"]}))
        tolerance = 1e-6 if alone.scenario.choice("rule") == "most_funded" else 1e-9
        for name in HEADLINE:
            assert row[name] == pytest.approx(getattr(alone, name), abs=tolerance)
        sectors = dict(zip(alone.by_sector["sector"], alone.by_sector["gap"], strict=True))
        assert {id_: row[id_] for id_ in sectors} == pytest.approx(sectors, abs=tolerance)
        others = set(table.columns[8:]) - set(sectors)
        assert all(np.isnan(row[id_]) for id_ in others)


def test_the_response_has_a_row_for_every_step_of_a_slider_and_for_the_scenarios_own_value(dataset: Dataset) -> None:
    """0.8 to 1.6 by 0.0016 is 501 positions; the EU loan's third lies between two steps."""
    table = responses(dataset, "article_civilian")
    rates = table[table["assumption"] == "eur_usd"]["value"].tolist()
    assert len(rates) == 501
    assert rates[:4] == [0.8, 0.8016, 0.8032, 0.8048]
    assert 1.1712 in rates
    shares = table[table["assumption"] == "eu_loan_eligible"]["value"].tolist()
    assert len(shares) == 102
    assert 0.3333333333333333 in shares


def test_the_response_names_only_what_moves_the_headline(dataset: Dataset) -> None:
    """Time, closing, terms and display act elsewhere; the article's sliders do not act on the detailed ledger."""
    named = set(responses(dataset, "rdna5_whole")["assumption"])
    groups = {dataset.assumptions[id_].group for id_ in named}
    assert groups == {"scope", "money", "allocation", "display"}
    assert not {"ifi_eligible", "occupied_share", "currency", "lang"} & named
    assert {"soft_earmarks", "prices", "rule", "standing", "estimate", "amount_left", "undated"} <= named
    assert "occupied_share" in set(responses(dataset, "rdna5_whole", occupied_payer="nobody")["assumption"])


# ---------------------------------------------------------------- tornado


def test_the_tornado_of_the_article_by_hand(dataset: Dataset) -> None:
    """Largest swing first, each between the P10 and P90 of its range while the others stay.

    EU loan, uniform: 125 − 105.408 × 0.1 and × 0.9 leaves 114.4592 and 30.1328. Banks, uniform: 94.592 − 75 × 0.1 and
    × 0.9 leaves 87.092 and 27.092. Euro, triangular, 0.972325 and 1.414787: 125 − 90 × 0.972325 = 37.4907, and 0.
    Both lines pay in tranches, so the last is 200 − 180.408 × the share.
    """
    table = sensitivity.tornado(dataset, Scenario.preset("article", dataset)).set_index("assumption")
    assert list(table.index) == ["eu_loan_eligible", "ifi_eligible", "eur_usd", "realised_tranches"]
    shares = table.loc["realised_tranches", ["low", "high"]]
    assert table.loc["realised_tranches", ["gap_low", "gap_high"]].tolist() == pytest.approx(
        [200 - 180.408 * share for share in shares]
    )
    ends = table[["gap_low", "gap_high"]].round(4)
    assert ends.loc["eu_loan_eligible"].tolist() == [114.4592, 30.1328]
    assert ends.loc["ifi_eligible"].tolist() == [87.092, 27.092]
    assert ends.loc["eur_usd"].tolist() == pytest.approx([37.4907, 0.0], abs=1e-3)
    assert table["swing"].tolist() == pytest.approx((table["gap_low"] - table["gap_high"]).abs().tolist())
    assert table["swing"].is_monotonic_decreasing


def test_every_end_of_the_tornado_is_what_that_scenario_gives(dataset: Dataset) -> None:
    """Solved alone."""
    scenario = Scenario.preset("rdna5_held", dataset)
    for row in sensitivity.tornado(dataset, scenario).to_dict("records"):
        for end in ("low", "high"):
            alone = gap.solve(dataset, scenario.with_(**{row["assumption"]: row[end]}))
            assert row[f"gap_{end}"] == pytest.approx(alone.gap, abs=1e-9)


def test_where_all_money_was_paid_nothing_swings(dataset: Dataset) -> None:
    """Only what is disbursed counts, so nothing is left of it: swings are 0 and the variance has no shares."""
    broke = Scenario.preset("rdna5_whole", dataset).with_(firmness="disbursed")
    table = sensitivity.tornado(dataset, broke)
    assert len(table) > 0
    assert (table["swing"] == 0).all()
    assert sensitivity.sobol(dataset, broke).iloc[:, 1:].isna().all(axis=None)


def test_where_nothing_is_drawn_the_tables_are_empty(dataset: Dataset) -> None:
    """Every number fixed: no rows, and all columns."""
    rows = {id_: row.model_copy(update={"shape": "fixed"}) for id_, row in dataset.assumptions.items()}
    world = dataclasses.replace(dataset, assumptions=rows)
    scenario = Scenario.preset("article", world)
    assert sensitivity.tornado(world, scenario).empty
    table = sensitivity.sobol(world, scenario)
    assert table.empty
    assert "gap_total" in table


# ---------------------------------------------------------------- indices


def test_the_indices_of_the_ishigami_function() -> None:
    """sin x + 7 sin² y + 0.1 z⁴ sin x on (−π, π): the standard function of this field, its variances by formula.

    V(x) = (1 + 0.1 π⁴ ÷ 5)² ÷ 2; V(y) = 7² ÷ 8; V(xz) = 8 × 0.1² π⁸ ÷ 225: first order 0.3139, 0.4424 and 0,
    total 0.5576, 0.4424 and 0.2437.
    """
    alone, other, both = (1 + 0.1 * np.pi**4 / 5) ** 2 / 2, 49 / 8, 8 * 0.01 * np.pi**8 / 225
    whole = alone + other + both
    assert [alone / whole, other / whole, both / whole] == pytest.approx([0.3139, 0.4424, 0.2437], abs=1e-4)
    angles = [Marginal("uniform", -np.pi, 0.0, np.pi)] * 3
    first, total = sensitivity.indices(
        lambda x: np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0]), angles, seed=1, samples=8192
    )
    assert first[0] == pytest.approx(np.array([alone, other, 0]) / whole, abs=0.003)
    assert total[0] == pytest.approx(np.array([alone + both, other, both]) / whole, abs=0.003)


def test_the_indices_of_a_product_by_hand() -> None:
    """xy on the unit square: V = 1/9 − 1/16 = 7/144, V(x) = Var(x ÷ 2) = 1/48; first order 3/7, total 4/7 for both."""
    unit = [Marginal("uniform", 0.0, 0.5, 1.0)] * 2
    first, total = sensitivity.indices(lambda x: x[0] * x[1], unit, seed=1)
    assert first[0] == pytest.approx([3 / 7, 3 / 7], abs=0.005)
    assert total[0] == pytest.approx([4 / 7, 4 / 7], abs=0.005)


def test_what_does_not_vary_has_no_indices() -> None:
    """A constant with the rounding of the machine on it is missing and not 0, or a ratio of two roundings."""
    unit = [Marginal("uniform", 0.0, 0.5, 1.0)] * 2
    first, total = sensitivity.indices(lambda x: np.array([574.1 + 1e-13 * x[0], x[0]]), unit, seed=1)
    assert np.isnan(first[0]).all()
    assert np.isnan(total[0]).all()
    assert first[1] == pytest.approx([1, 0], abs=1e-3)


def test_the_first_order_indices_of_the_balance_by_formula(dataset: Dataset) -> None:
    """The article's balance is 200 − (75a + 90el)t with all four apart, so every variance follows from theirs.

    First order of the banks' share a: (75 E t)² V(a); of the loan's share l: (90 E e E t)² V(l). With S = 75a + 90el
    the whole variance is E S² E t² − (E S E t)², where V(S) = 75² V(a) + 90² (E e² E l² − (E e E l)²).
    """
    found = sensitivity.sobol(dataset, Scenario.preset("article", dataset)).set_index("assumption")
    mean = {"a": 0.5, "l": 0.5, "e": (0.8 + 1.1712 + 1.6) / 3, "t": 5.6 / 6}
    triangle = (0.8**2 + 1.1712**2 + 1.6**2 - 0.8 * 1.1712 - 0.8 * 1.6 - 1.1712 * 1.6) / 18
    pert = (5.6 / 6 - 0.6) * (1 - 5.6 / 6) / 7
    square = {id_: mean[id_] ** 2 + var for id_, var in {"l": 1 / 12, "e": triangle, "t": pert}.items()}
    promised = 75 * mean["a"] + 90 * mean["e"] * mean["l"]
    spread = 75**2 / 12 + 90**2 * (square["e"] * square["l"] - (mean["e"] * mean["l"]) ** 2)
    whole = (spread + promised**2) * square["t"] - (promised * mean["t"]) ** 2
    first = found["balance_first"]
    assert first["ifi_eligible"] == pytest.approx((75 * mean["t"]) ** 2 / 12 / whole, abs=0.005)
    assert first["eu_loan_eligible"] == pytest.approx((90 * mean["e"] * mean["t"]) ** 2 / 12 / whole, abs=0.005)
    assert (found["balance_total"] >= first - 0.005).all()


def test_the_same_seed_gives_the_same_indices(dataset: Dataset) -> None:
    """And another seed others, that agree within what such estimates can."""
    scenario = Scenario.preset("rdna5_held", dataset)
    one, again = sensitivity.sobol(dataset, scenario), sensitivity.sobol(dataset, scenario)
    pd.testing.assert_frame_equal(one, again)
    other = sensitivity.sobol(dataset, scenario.with_(seed=2))
    assert not one.equals(other)
    assert np.allclose(one.iloc[:, 1:], other.iloc[:, 1:], atol=0.05)
