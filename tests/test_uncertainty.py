"""Draws: worked by hand where one number varies, by formula where several do, and the same for the same seed."""

import dataclasses
from collections.abc import Callable, Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from finance.analysis import uncertainty
from finance.analysis.uncertainty import Draws
from finance.data.dataset import Dataset
from finance.data.records import Correlation
from finance.errors import ScenarioError
from finance.language.catalogue import Language
from finance.model import gap
from finance.outputs import draws
from finance.scenario import Scenario

Scenarios = st.SearchStrategy[Scenario]
Drawn = Callable[..., Draws]


@pytest.fixture
def drawn(dataset: Dataset) -> Drawn:
    """Draws of a preset: `drawn("article", eur_usd=1.25)`."""
    return lambda preset, **values: uncertainty.draw(dataset, Scenario.preset(preset, dataset).with_(**values))


def only(dataset: Dataset, **shapes: str) -> Dataset:
    """The data with every number fixed but those named, which get the shape given."""
    rows = {
        id_: row.model_copy(update={"shape": shapes.get(id_, "fixed")}) if row.kind == "number" else row
        for id_, row in dataset.assumptions.items()
    }
    return dataclasses.replace(dataset, assumptions=rows)


def point(dataset: Dataset, *ids: str) -> Dataset:
    """The data with the ranges of some numbers closed to their default."""
    closed = {
        id_: row.model_copy(update={"low": row.default, "high": row.default}) if id_ in ids else row
        for id_, row in dataset.assumptions.items()
    }
    return dataclasses.replace(dataset, assumptions=closed)


def gaps(found: Draws) -> Mapping[str, float]:
    return found.table.set_index("measure").loc["gap"].to_dict()


# ---------------------------------------------------------------- worked numbers


def test_one_uniform_number_by_hand(dataset: Dataset) -> None:
    """The article with only the banks' 75 in doubt: gap = 200 − 90 × 1.1712 − 75u = 94.592 − 75u.

    P10 is at u = 0.9: 27.092; P50 57.092; P90 87.092; the worst tenth has u from 0 to 0.1: 94.592 − 3.75 = 90.842.
    """
    world = only(dataset, ifi_eligible="uniform")
    found = uncertainty.draw(world, Scenario.preset("article", world))
    assert gaps(found) == pytest.approx({"p10": 27.092, "p50": 57.092, "p90": 87.092, "mean": 57.092}, abs=0.02)
    assert found.expected_shortfall == pytest.approx(90.842, abs=0.02)
    assert found.short == 1.0
    assert list(found.values) == ["ifi_eligible"]


def test_the_chance_of_a_gap_by_hand(dataset: Dataset) -> None:
    """At 1.6 dollars a euro: 75 + 144u reaches 200 at u = 125 ÷ 144, so a gap is left in 0.868056 of all cases."""
    world = only(dataset, eu_loan_eligible="uniform")
    found = uncertainty.draw(world, Scenario.preset("article", world).with_(eur_usd=1.6), draws=16384)
    assert found.short == pytest.approx(125 / 144, abs=2e-4)
    assert gaps(found)["p10"] == 0.0
    assert found.table.set_index("measure").loc["balance", "p10"] == pytest.approx(200 - 75 - 144 * 0.9, abs=0.02)


def test_the_mean_balance_of_the_article_by_formula(drawn: Drawn) -> None:
    """The mean of a product of numbers that move apart is the product of their means.

    Tranches (0.6 + 4 + 1) ÷ 6 = 0.933333; banks 75 × 0.5 × 0.933333 = 35; euro (0.8 + 1.1712 + 1.6) ÷ 3 = 1.1904;
    loan 90 × 1.1904 × 0.5 × 0.933333 = 49.9968; balance 200 − 84.9968 = 115.0032.
    """
    table = drawn("article").table.set_index("measure")
    assert table.loc["balance", "mean"] == pytest.approx(115.0032, abs=0.01)


def test_sobol_points_are_far_more_exact_than_chance(dataset: Dataset) -> None:
    """The error of the mean balance over 16 seeds is below a twentieth of what random draws would have, σ ÷ √N."""
    found = [uncertainty.draw(dataset, Scenario.preset("article", dataset), seed=seed) for seed in range(16)]
    errors = np.array([one.answers.balance.mean() - 115.0032 for one in found])
    by_chance = found[0].answers.balance.std() / np.sqrt(found[0].count)
    assert np.sqrt((errors**2).mean()) < by_chance / 20


# ---------------------------------------------------------------- seeds and settings


def test_the_same_seed_gives_the_same_draws_on_every_machine(drawn: Drawn) -> None:
    """To the last bit, twice in a row; and the first draw of the euro from seed 1 is this number wherever it runs."""
    one, two = drawn("rdna5_held"), drawn("rdna5_held")
    for id_ in one.values:
        assert_array_equal(one.values[id_], two.values[id_])
    assert one.as_dict() == two.as_dict()
    assert drawn("article").values["eur_usd"][0] == pytest.approx(1.0915146555, abs=1e-9)


def test_another_seed_gives_other_draws_of_the_same_range(drawn: Drawn) -> None:
    """The percentiles agree to a billion dollars, the draws do not."""
    one, two = drawn("article"), drawn("article", seed=2)
    assert (one.values["eur_usd"] != two.values["eur_usd"]).all()
    assert gaps(one) == pytest.approx(gaps(two), abs=1.0)


@pytest.mark.parametrize(("asked", "made"), [(256, 256), (257, 512), (3000, 4096), (4096, 4096)])
def test_draws_are_rounded_up_to_a_power_of_two_and_it_is_said(drawn: Drawn, asked: int, made: int) -> None:
    """Only then are Sobol' points balanced."""
    found = drawn("article", draws=asked)
    assert (found.asked, found.count) == (asked, made)
    said = draws.notes(found, Language())
    assert said == (
        []
        if asked == made
        else [f"{asked:,} draws were rounded up to {made:,}, a power of two, for which alone the points are balanced."]
    )


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ({"draws": 0}, r"draws is 0; allowed is 256 to 65536 \[draws\]"),
        ({"draws": 10**9}, r"draws is 1000000000; allowed is 256 to 65536 \[draws\]"),
        ({"seed": -1}, r"seed is -1; allowed is 0 to 9999 \[number\]"),
    ],
)
def test_draws_and_seeds_outside_their_range_are_refused(
    dataset: Dataset, setting: dict[str, int], message: str
) -> None:
    """One message with what is allowed."""
    with pytest.raises(ScenarioError, match=message):
        uncertainty.draw(dataset, Scenario.preset("article", dataset), **setting)


def test_progress_is_told_up_to_the_end(dataset: Dataset) -> None:
    """4096 draws are several blocks; the share done rises to 1."""
    told: list[float] = []
    uncertainty.draw(dataset, Scenario.preset("article", dataset), progress=told.append)
    assert len(told) > 1
    assert told == sorted(told)
    assert told[-1] == 1.0


# ---------------------------------------------------------------- ranges


def test_ranges_without_width_collapse_to_the_point(dataset: Dataset) -> None:
    """low = high for every number that acts: all percentiles are the scenario's own gap, and it is said."""
    acting = [id_ for id_, row in dataset.assumptions.items() if row.kind == "number" and row.group != "chance"]
    world = point(dataset, *acting)
    found = uncertainty.draw(world, Scenario.preset("article", world))
    assert found.count == 1
    assert gaps(found) == pytest.approx(dict.fromkeys(("p10", "p50", "p90", "mean"), 19.592))
    assert found.expected_shortfall == pytest.approx(19.592)
    assert draws.notes(found, Language())[0].startswith("No number that this headline rests on has a range")


def test_a_number_whose_range_has_no_width_is_not_drawn(dataset: Dataset) -> None:
    """The others still are."""
    world = point(dataset, "eur_usd")
    found = uncertainty.draw(world, Scenario.preset("article", world))
    assert "eur_usd" not in found.values
    assert "ifi_eligible" in found.values


def test_what_is_drawn_is_what_the_headline_rests_on(drawn: Drawn) -> None:
    """The article's sliders on the article, the ledger's on the ledger; time, closing and terms never."""
    assert list(drawn("article").values) == ["eur_usd", "ifi_eligible", "eu_loan_eligible", "realised_tranches"]
    assert {"occupied_share", "already_excluded", "soft_earmarks"} <= set(drawn("rdna5_held").values)
    assert "occupied_share" not in drawn("rdna5_whole").values


def test_a_range_has_its_mode_at_the_scenarios_value(drawn: Drawn) -> None:
    """A dearer euro moves the triangle; the share of the EU loan is uniform and does not care."""
    cheap, dear = drawn("article", eur_usd=1.0), drawn("article", eur_usd=1.4)
    assert np.median(cheap.values["eur_usd"]) < np.median(dear.values["eur_usd"])
    civilian = drawn("article_civilian")
    assert_array_equal(civilian.values["eu_loan_eligible"], drawn("article").values["eu_loan_eligible"])


def test_correlations_that_cannot_be_are_replaced_by_the_nearest_and_it_is_said(dataset: Dataset) -> None:
    """The euro with both of the article's lines, and these against each other: −0.9 cannot go with 0.9 and 0.9."""
    pairs = {"a": ("eur_usd", "ifi_eligible"), "b": ("eur_usd", "eu_loan_eligible")}
    against = {"c": ("ifi_eligible", "eu_loan_eligible")}
    rows = {id_: Correlation(between=pair, value=0.9, judged="a test") for id_, pair in pairs.items()}
    rows |= {id_: Correlation(between=pair, value=-0.9, judged="a test") for id_, pair in against.items()}
    world = dataclasses.replace(dataset, correlations=rows)
    found = uncertainty.draw(world, Scenario.preset("article", world))
    assert found.moved > 0.1
    assert np.isfinite(found.answers.gap).all()
    assert draws.notes(found, Language()) == [
        "The correlations in the data are impossible together; the nearest possible ones are used, which moves one of "
        f"them by {found.moved:.3f}."
    ]
    assert found.values["ifi_eligible"].mean() == pytest.approx(0.5, abs=0.01)


def test_numbers_that_move_together_spread_the_gap_wider(dataset: Dataset) -> None:
    """Realised shares half in step, against the same ranges apart."""
    apart = dataclasses.replace(dataset, correlations={})
    shapes = dict.fromkeys(("realised_grants", "realised_loans", "realised_tranches"), "pert")
    worlds = [only(data, **shapes) for data in (dataset, apart)]
    found = [gaps(uncertainty.draw(world, Scenario.preset("rdna5_whole", world))) for world in worlds]
    together, single = (one["p90"] - one["p10"] for one in found)
    assert together > single * 1.05


# ---------------------------------------------------------------- what always holds


@settings(max_examples=30)
@given(data=st.data())
def test_percentiles_are_ordered_and_add_up(data: st.DataObject, dataset: Dataset, scenarios: Scenarios) -> None:
    """P10 ≤ P50 ≤ P90 ≤ expected shortfall where these are gaps; gap − stranded = balance in every draw; sectors add up
    to the gap; a share of draws lies between 0 and 1.
    """
    found = uncertainty.draw(dataset, data.draw(scenarios), draws=256)
    for table in (found.table, found.by_sector):
        assert (table["p10"] <= table["p50"] + 1e-9).all()
        assert (table["p50"] <= table["p90"] + 1e-9).all()
    assert found.expected_shortfall >= gaps(found)["p90"] - 1e-9
    answers = found.answers
    np.testing.assert_allclose(answers.gap - answers.stranded, answers.balance, atol=1e-8)
    np.testing.assert_allclose(answers.gap_by_sector.sum(axis=1), answers.gap, atol=1e-8)
    assert 0 <= found.short <= 1
    assert found.by_sector["short"].between(0, 1).all()


def test_every_figure_of_the_draws_is_known(drawn: Drawn) -> None:
    """Those of the result, the correlations used, and the settings."""
    found = drawn("rdna5_held")
    assert set(found.result.figures) < set(found.figures)
    assert "correlations.realised_grants_loans" in found.figures
    assert "correlations.realised_loans_announced" not in found.figures
    assert all(found.result.dataset.within(id_) for id_ in found.figures)


def test_the_result_beside_the_draws_is_the_scenarios_own(dataset: Dataset, drawn: Drawn) -> None:
    """The point answer, so that a screen can show both."""
    alone = gap.solve(dataset, Scenario.preset("rdna5_held", dataset))
    assert drawn("rdna5_held").result.gap == alone.gap
