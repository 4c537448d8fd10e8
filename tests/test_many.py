"""Many variants in one pass give what solving each of them gives."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from finance.data.dataset import Dataset
from finance.errors import ScenarioError
from finance.model import gap, many
from finance.model.allocation import RULES
from finance.scenario import Scenario

Scenarios = st.SearchStrategy[Scenario]

CLOSED_FORM = 1e-9
SOLVER = 1e-6  # USD bn: what the linear programme of one solve resolves, 1e-9 of some hundreds of billions


def numbers(dataset: Dataset) -> list[str]:
    return [id_ for id_, row in dataset.assumptions.items() if row.kind == "number"]


def compared(scenario: Scenario, values: dict[str, np.ndarray]) -> None:
    """Every amount of every variant against the same variant solved alone."""
    dataset = scenario.dataset
    found = many.solve(dataset, scenario, values)
    for n in range(len(found.need)):
        alone = gap.solve(dataset, scenario.with_(**{id_: float(array[n]) for id_, array in values.items()}))
        tolerance = CLOSED_FORM if scenario.choice("rule") in ("earmark_first", "priority") else SOLVER
        assert found.sectors == alone.needs.sectors
        for name in ("need", "available"):
            assert getattr(found, name)[n] == pytest.approx(getattr(alone, name), abs=CLOSED_FORM)
        for name in ("funded", "gap", "stranded"):
            assert getattr(found, name)[n] == pytest.approx(getattr(alone, name), abs=tolerance), name
        assert_allclose(found.gap_by_sector[n], alone.by_sector["gap"], atol=tolerance)
        assert found.coverage[n] == pytest.approx(alone.coverage, abs=tolerance)


@settings(max_examples=60)
@given(data=st.data())
def test_every_number_moved_at_once_gives_what_each_variant_gives_alone(
    data: st.DataObject, dataset: Dataset, scenarios: Scenarios
) -> None:
    """Three variants of any scenario, all numbers at any value of their range, whatever the choices and the rule."""
    ranges = {id_: dataset.assumptions[id_] for id_ in numbers(dataset)}
    drawn = {
        id_: np.array(data.draw(st.lists(st.floats(row.low, row.high), min_size=3, max_size=3)))
        for id_, row in ranges.items()
    }
    compared(data.draw(scenarios), drawn)


@settings(max_examples=40)
@given(data=st.data(), rule=st.sampled_from(RULES))
def test_one_number_moved_gives_what_each_variant_gives_alone(
    data: st.DataObject, dataset: Dataset, scenarios: Scenarios, rule: str
) -> None:
    """The other numbers are one value for all variants."""
    id_ = data.draw(st.sampled_from(numbers(dataset)))
    row = dataset.assumptions[id_]
    assert row.low is not None
    assert row.high is not None
    compared(data.draw(scenarios).with_(rule=rule), {id_: np.linspace(row.low, row.high, 3)})


def test_without_values_there_is_one_variant_the_scenario(dataset: Dataset) -> None:
    """The article's 200 − 75 − 90 × 1.1712 = 19.592."""
    found = many.solve(dataset, Scenario.preset("article", dataset), {})
    assert found.gap == pytest.approx([19.592])
    assert found.balance == pytest.approx([19.592])


def test_more_variants_than_one_block_keep_their_order(dataset: Dataset) -> None:
    """10,000 rates from 0.8 to 1.6: the balance is 200 − 75 − 90 × rate for each, in order."""
    rates = np.linspace(0.8, 1.6, 10_000)
    found = many.solve(dataset, Scenario.preset("article", dataset).with_(estimate=False), {"eur_usd": rates})
    assert_allclose(found.balance, 125 - 90 * rates, atol=1e-10)
    assert found.gap_by_sector.shape == (10_000, 1)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"euro": [1.0]}, "'euro' is no assumption; known are "),
        ({"rule": [1.0]}, "rule is a choice; only numbers can be varied in one pass"),
        ({"eur_usd": [1.0, 2.0]}, r"eur_usd is 2.0; allowed is 0.8 to 1.6 \[USD per EUR\]"),
        ({"eur_usd": [1.0, 1.1], "soft_earmarks": [0.5]}, r"equally many values and at least one, not \[1, 2\]"),
        ({"eur_usd": []}, r"equally many values and at least one, not \[0\]"),
    ],
)
def test_values_that_are_not_allowed_are_refused_by_name(
    dataset: Dataset, values: dict[str, list[float]], message: str
) -> None:
    """What is wrong and what is allowed."""
    with pytest.raises(ScenarioError, match=message):
        many.solve(
            dataset, Scenario.preset("article", dataset), {id_: np.array(array) for id_, array in values.items()}
        )
