"""Past reconstructions beside a scenario: definitions, worked numbers, and the count of cases in every range."""

import dataclasses
from collections.abc import Callable

import pytest

from finance.analysis import benchmarks
from finance.analysis.benchmarks import REALISATIONS
from finance.data.dataset import Dataset
from finance.errors import TimelineError
from finance.model import gap
from finance.model.gap import Result
from finance.scenario import Scenario

Solve = Callable[..., Result]


@pytest.mark.parametrize("assumption", REALISATIONS)
def test_the_range_of_a_realisation_slider_prints_its_cases_and_covers_them(assumption: str, dataset: Dataset) -> None:
    """ "4 cases: …" is the count of benchmarks that say `evidence_for`, and the slider reaches each of them."""
    row, found = dataset.assumptions[assumption], benchmarks.cases(dataset, assumption)
    assert row.range is not None
    assert row.range.startswith(f"{len(found)} cases")
    assert row.low is not None
    assert row.high is not None
    assert all(row.low <= ratio <= row.high for ratio in found.values())
    assert list(found.values()) == sorted(found.values())


def test_the_cases_of_grants_are_the_four_that_the_documents_print(dataset: Dataset) -> None:
    """Gaza 40 %, Syria 2017 73.3 %, Iraq 85.7 %, Syria 2019 92 %."""
    assert list(benchmarks.cases(dataset, "realised_grants").values()) == [0.4, 0.733, 0.857, 0.92]


def test_the_articles_own_figures_by_hand(solve: Solve) -> None:
    """GDP of 2026 is 225.3 and 33.383 million people: 200 ÷ 225.3 = 88.8 %; 180.408 ÷ 10 ÷ 225.3 = 8.01 %.

    For each person and year 180.408 ÷ 10 ÷ 33.383 = USD 540; the need is 200 ÷ 10 ÷ 33.383 = USD 599.
    """
    own = benchmarks.own(solve("article"))
    assert own.share_of_gdp == pytest.approx(200 / 225.3)
    assert own.share_of_gdp_a_year == pytest.approx(18.0408 / 225.3)
    assert own.need_a_year == pytest.approx(20 / 225.3)
    assert own.per_head == pytest.approx(18.0408 / 33.383 * 1000)
    assert own.need_per_head == pytest.approx(20 / 33.383 * 1000)


def test_paid_of_promised_leaves_out_what_is_weak_or_soft_and_counts_a_part_once(mini: Callable[..., Dataset]) -> None:
    """4 of 10 paid, and 3 of 10 in one line and its part of 6: 7 ÷ 20. A line that is only announced has no say."""
    dataset = mini(
        a={"paid": 4.0},
        b={"paid": 3.0},
        c={"firmness": "announced", "paid": 10.0},
        d={"envelope": 6.0, "part_of": "b", "paid": 3.0},
    )
    scenario = Scenario.preset("rdna5_whole", dataset).with_(assessment="mini", ledger="mini")
    assert benchmarks.paid(gap.solve(dataset, scenario)) == pytest.approx(7 / 20)


def test_without_promises_there_is_no_share_paid(solve: Solve) -> None:
    """The article's lines are announced or committed, and none was paid; nothing from "disbursed" up, no share."""
    assert benchmarks.paid(solve("article")) == 0
    assert benchmarks.paid(solve("article", firmness="disbursed")) is None


def test_a_missing_population_has_one_clear_message(dataset: Dataset) -> None:
    """People of a year that is not printed are those of the last one before; before the first nothing is guessed."""
    macro = dataset.macro
    assert benchmarks.population_of(dataset, 2035) == (33.936, f"macro.population.{len(macro.population) - 1}")
    none = dataclasses.replace(dataset, macro=macro.model_copy(update={"population": ()}))
    with pytest.raises(TimelineError, match=r"no population up to 2026; add the year to `population`"):
        benchmarks.population_of(none, 2026)
