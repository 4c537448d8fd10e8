"""Responses, swings and indices: against single solves, by hand, and against published test functions."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from finance import gap, sensitivity
from finance.dataset import Dataset
from finance.gap import Result
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
        tolerance = 1e-6 if alone.scenario.choice("rule") in ("max_min", "most_funded") else 1e-9
        for name in sensitivity.HEADLINE:
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
    assert {"soft_earmarks", "prices", "rule"} <= named
    assert "occupied_share" in set(responses(dataset, "rdna5_whole", occupied_payer="nobody")["assumption"])
