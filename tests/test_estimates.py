"""Cells worked out from other editions: RDNA5 by hand, and what holds whatever is published."""

from collections.abc import Callable
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from finance.data.dataset import STANDINGS, Dataset
from finance.data.records import NOT_ITEMISED
from finance.model import estimates, gap, needs
from finance.model.gap import Result
from finance.model.given import Given
from finance.model.needs import Needs
from finance.scenario import Scenario

Solve = Callable[..., Result]
WithFiles = Callable[..., Dataset]

PUBLISHED = {
    "housing": 90.0,
    "education": 33.5,
    "energy": 90.6,
    "transport": 96.0,
    "telecom": 7.1,
    "agriculture": 55.0,
    "commerce_industry": 63.0,
    "explosives_clearance": 28.0,
}
"""What RDNA5 publishes by sector: 463.2 of 587.7."""

WEIGHTS = {
    "health": ("rdna4", 19.4),
    "social_protection": ("rdna4", 39.0),
    "culture_tourism": ("rdna3", 9.0),
    "water": ("rdna3", 11.1),
    "irrigation": ("rdna3", 8.9),
}
"""What the newest other edition publishes for the rest: 87.4 in all."""

SCALE = 124.5 / 106.93
"""587.7 − 463.2 = 124.5 is left for these five and for other sectors, which weigh 486 − 466.47 = 19.53, what the
thirteen cells of RDNA3 leave of its total: 87.4 + 19.53 = 106.93.
"""


def needs_of(dataset: Dataset, assessment: str = "rdna5", **values: str | float | bool) -> Needs:
    return needs.by_sector(
        Given(dataset, Scenario.preset("rdna5_whole", dataset).with_(assessment=assessment, **values))
    )


def rows(found: Needs) -> dict[str, float]:
    return dict(zip(found.sectors, found.amounts.tolist(), strict=True))


# ---------------------------------------------------------------- RDNA5 by hand


def test_rdna5_has_thirteen_sectors_that_add_up_with_the_rest(dataset: Dataset) -> None:
    """Health 19.4 × 124.5 ÷ 106.93 = 22.5877, and so on; 22.739 stay other sectors, and all add up to 587.7."""
    found = needs_of(dataset)
    expected = PUBLISHED | {sector: weight * SCALE for sector, (_, weight) in WEIGHTS.items()}
    assert rows(found) == pytest.approx(expected | {NOT_ITEMISED: 19.53 * SCALE}, abs=1e-9)
    assert rows(found)["health"] == pytest.approx(22.5877, abs=1e-4)
    assert rows(found)[NOT_ITEMISED] == pytest.approx(22.7390, abs=1e-4)
    assert len(found.sectors) == 14
    assert rows(found)[NOT_ITEMISED] < 30
    assert found.amounts.sum() == pytest.approx(587.7, abs=1e-9)
    assert found.estimated == set(WEIGHTS)


def test_every_estimate_names_the_edition_and_the_figures_that_it_rests_on(dataset: Dataset) -> None:
    """The cell of the other edition, the total, the other weights, and what leaves RDNA3's other sectors."""
    scenario = Scenario.preset("rdna5_whole", dataset)
    cells = needs.estimated(dataset, scenario)
    assert {sector: cell.edition for sector, cell in cells.items()} == {
        sector: edition for sector, (edition, _) in WEIGHTS.items()
    }
    for sector, cell in cells.items():
        assert cell.figure == f"assessments.{cell.edition}.sectors.{sector}.need"
        assert estimates.scale(dataset, cell.block).value == pytest.approx(SCALE)
        assert cell.block.whole == "assessments.rdna5.totals.need"
    used = set(needs.by_sector(Given(dataset, scenario)).figures)
    assert {"assessments.rdna4.sectors.health.need", "assessments.rdna3.sectors.water.need"} <= used
    assert {"assessments.rdna3.totals.need", "assessments.rdna3.sectors.telecom.need"} <= used


def test_the_answer_marks_what_is_estimated(solve: Solve) -> None:
    """A column of the table, and the plain values say so too."""
    table = solve("rdna5_whole").by_sector.set_index("sector")["estimated"]
    assert {sector for sector, guessed in table.items() if guessed} == set(WEIGHTS)
    assert not solve("rdna5_whole", estimate=False).by_sector["estimated"].any()


def test_without_estimates_only_what_is_published_stands(dataset: Dataset) -> None:
    """Eight cells, and 124.5 of which nothing is known."""
    found = needs_of(dataset, estimate=False)
    assert rows(found) == pytest.approx(PUBLISHED | {NOT_ITEMISED: 124.5})
    assert found.estimated == frozenset()
    assert not any(figure.startswith(("assessments.rdna4", "assessments.rdna3")) for figure in found.figures)


def test_what_is_published_is_never_estimated(dataset: Dataset) -> None:
    """In no edition and at no standing does a published cell that stands become an estimate."""
    for assessment in dataset.assessments:
        for weakest in STANDINGS:
            scenario = Scenario.preset("rdna5_whole", dataset).with_(assessment=assessment, standing=weakest)
            printed = needs.published(dataset, scenario)
            assert not set(printed) & set(needs.estimated(dataset, scenario))
            found = rows(needs.by_sector(Given(dataset, scenario)))
            for sector, figure in printed.items():
                assert found[sector] == dataset.figures[figure].value


def test_a_cell_that_does_not_stand_is_estimated(dataset: Dataset) -> None:
    """With official documents alone telecom's 7.1, press that another confirms, is not read, nor is its 4.67 of RDNA3:
    nobody publishes it, so it stays in other sectors and 131.6 is shared out.

    Other sectors then weigh what RDNA3's twelve cells leave and those that are not read: its thirteen cells count
    whatever their documents, so 19.53 and telecom's 4.67, 24.2; scale 131.6 ÷ (87.4 + 24.2) = 1.179211.
    """
    found = needs_of(dataset, standing="official")
    assert "telecom" not in found.sectors
    assert rows(found)["health"] == pytest.approx(19.4 * 131.6 / 111.6)
    assert rows(found)[NOT_ITEMISED] == pytest.approx(24.2 * 131.6 / 111.6)


@pytest.mark.parametrize("spread", [False, True])
@pytest.mark.parametrize("estimate", [False, True])
@pytest.mark.parametrize("standing", STANDINGS)
def test_the_total_never_moves(dataset: Dataset, standing: str, estimate: bool, spread: bool) -> None:
    """Every edition and plan adds up to its own total, with nothing below zero and every sector at most once."""
    for assessment, record in dataset.programmes.items():
        values = {"standing": standing, "estimate": estimate, "spread_not_itemised": spread}
        found = needs_of(dataset, assessment, **values)
        assert record.totals.need is not None
        assert found.amounts.sum() == pytest.approx(record.totals.need.value, abs=1e-9)
        assert (found.amounts >= 0).all()
        assert len(set(found.sectors)) == len(found.sectors)
        assert found.estimated <= set(found.sectors) - {NOT_ITEMISED}


def test_spreading_shares_out_what_no_estimate_reaches(dataset: Dataset) -> None:
    """The 22.739 of other sectors go to the thirteen in proportion: each × 587.7 ÷ (587.7 − 22.739)."""
    whole, spread = rows(needs_of(dataset)), rows(needs_of(dataset, spread_not_itemised=True))
    factor = 587.7 / (587.7 - 19.53 * SCALE)
    assert spread == pytest.approx({id_: value * factor for id_, value in whole.items() if id_ != NOT_ITEMISED})


def test_estimates_follow_territory_rate_and_prices_like_any_cell(dataset: Dataset) -> None:
    """On held land 81 % of each; in prices of 2021 × 110.156 ÷ 128.970."""
    assert rows(needs_of(dataset, territory="held"))["health"] == pytest.approx(19.4 * SCALE * 0.81)
    assert rows(needs_of(dataset, prices="2021"))["health"] == pytest.approx(19.4 * SCALE * 110.156 / 128.970)


# ---------------------------------------------------------------- figures for several sectors together


def test_a_figure_for_several_sectors_is_held_by_their_estimates(dataset: Dataset) -> None:
    """RDNA2 gives 52.4 for education and social protection, and 16 for water and irrigation.

    By RDNA5's 33.5 and RDNA4's 39: 52.4 × 33.5 ÷ 72.5 = 24.2124 and 28.1876. By RDNA3's 11.1 and 8.9: 8.88 and 7.12.
    With health's published 16.4 the three of human development are 68.8.
    """
    found = rows(needs_of(dataset, "rdna2"))
    assert found["education"] == pytest.approx(52.4 * 33.5 / 72.5)
    assert found["social_protection"] == pytest.approx(52.4 * 39 / 72.5)
    assert (found["water"], found["irrigation"]) == pytest.approx((8.88, 7.12))
    assert found["education"] + found["social_protection"] + found["health"] == pytest.approx(68.8)


@pytest.mark.parametrize("standing", STANDINGS)
def test_every_group_keeps_its_published_sum(dataset: Dataset, standing: str) -> None:
    """Wherever a group's own figure stands and all of its sectors are told apart."""
    for assessment, record in dataset.assessments.items():
        found = needs_of(dataset, assessment, standing=standing)
        for name, group in record.groups.items():
            figure = f"assessments.{assessment}.groups.{name}.need"
            if group.need and dataset.stands(figure, standing) and set(group.sectors) & found.estimated:
                told = [rows(found)[sector] for sector in group.sectors if sector in found.sectors]
                assert len(told) < len(group.sectors) or sum(told) == pytest.approx(group.need.value)


# ---------------------------------------------------------------- nothing published, and plans


def test_the_articles_need_has_the_shares_of_the_newest_edition_of_its_day(dataset: Dataset) -> None:
    """Published in January 2026, before RDNA5: 200 by what RDNA4 publishes of 524 and the documents allow. Housing
    200 × 83.7 ÷ 524 = 31.9466; the eight cells are 436.2, so 200 × 87.8 ÷ 524 = 33.5115 stay other sectors.
    """
    found = needs_of(dataset, "article")
    cells = {
        **{"housing": 83.7, "health": 19.4, "social_protection": 39.0, "energy": 67.8, "transport": 77.5},
        **{"agriculture": 55.0, "commerce_industry": 64.0, "explosives_clearance": 29.8},
    }
    expected = {sector: 200 * cell / 524 for sector, cell in cells.items()}
    assert rows(found) == pytest.approx(expected | {NOT_ITEMISED: 200 * 87.8 / 524})
    assert found.estimated == set(cells)


def test_press_accepted_the_article_has_education_too(dataset: Dataset) -> None:
    """The article's presets accept the press, by which RDNA4 has education's 32.9: 200 × 32.9 ÷ 524 = 12.5573."""
    found = needs_of(dataset, "article", standing="press")
    assert rows(found)["education"] == pytest.approx(200 * 32.9 / 524)
    assert rows(found)[NOT_ITEMISED] == pytest.approx(200 * 54.9 / 524)


def test_a_plan_is_never_estimated(dataset: Dataset) -> None:
    """A plan is no assessment of what is needed where, whatever its parts."""
    for plan in dataset.plans:
        assert estimates.cells(dataset, plan, lambda _figure: True) == {}
        assert needs_of(dataset, plan, standing="unverified").estimated == frozenset()


# ---------------------------------------------------------------- other data


def edition(as_of: str, published: str, total: float, currency: str = "USD", **need: float) -> str:
    """A file of an assessment with plain, judged figures."""

    def figure(value: float) -> dict[str, Any]:
        return {"value": value, "judged": "a test"}

    rest = {NOT_ITEMISED: max(total - sum(need.values()), 0.0)}
    return yaml.safe_dump(
        {
            **{"label": {"en": "Another"}, "note": {"en": "For a test."}, "currency": currency, "price_year": 2025},
            **{"as_of": as_of, "published": published, "horizon": {"start": 2026, "years": 10}, "tolerance": 0.05},
            "totals": {"need": figure(total)},
            "sectors": {sector: {"need": figure(value)} for sector, value in (need | rest).items()},
        }
    )


def test_a_newer_edition_takes_over(with_files: WithFiles) -> None:
    """A sixth with health at 30: of RDNA5's 124.5 health then weighs 30 and not 19.4, 124.5 × 30 ÷ 117.53 = 31.779."""
    dataset = with_files(assessments__rdna6=edition("2026-12-31", "2027-02", 600.0, health=30.0))
    found = needs_of(dataset)
    assert rows(found)["health"] == pytest.approx(124.5 * 30 / 117.53)
    assert found.amounts.sum() == pytest.approx(587.7)
    cells = needs.estimated(dataset, Scenario.preset("rdna5_whole", dataset))
    assert (cells["health"].edition, cells["water"].edition) == ("rdna6", "rdna3")


def test_a_newer_edition_is_itself_estimated_from_those_before(with_files: WithFiles) -> None:
    """The sixth publishes health alone; the other twelve take RDNA5's cells, or those of the editions before."""
    dataset = with_files(assessments__rdna6=edition("2026-12-31", "2027-02", 600.0, health=30.0))
    found = needs_of(dataset, "rdna6")
    weights = PUBLISHED | {sector: weight for sector, (_, weight) in WEIGHTS.items() if sector != "health"}
    scale = 570 / (sum(weights.values()) + 19.53)
    expected = {sector: weight * scale for sector, weight in weights.items()} | {"health": 30.0}
    assert rows(found) == pytest.approx(expected | {NOT_ITEMISED: 19.53 * scale})


def test_what_an_edition_publishes_for_the_first_time_leaves_other_sectors(with_files: WithFiles) -> None:
    """The sixth publishes the environment, which no edition did. RDNA3 still tells most of the fourteen; of the 19.53
    that its cells leave, the environment's 10 are told now, so other sectors weigh 9.53 and the sum is the same.
    """
    dataset = with_files(assessments__rdna6=edition("2026-12-31", "2027-02", 600.0, environment=10.0))
    found = needs_of(dataset)
    assert rows(found)["environment"] == pytest.approx(10 * SCALE)
    assert rows(found)["health"] == pytest.approx(19.4 * SCALE)
    assert rows(found)[NOT_ITEMISED] == pytest.approx(9.53 * SCALE)
    assert found.amounts.sum() == pytest.approx(587.7)


def test_an_edition_that_tells_most_itself_takes_the_rest_from_the_next(dataset: Dataset) -> None:
    """RDNA3 lacks telecom alone where press must be confirmed: RDNA5 has 7.1. Of the others RDNA4 tells most, nine
    cells that are 469.1; what it lacks RDNA3 tells, 9 + 11.1 + 8.9 = 29, and RDNA5, 7.1: 524 − 505.2 = 18.8 stay. So of
    486 − 461.8 = 24.2 telecom takes 7.1 ÷ (7.1 + 18.8).
    """
    found = needs_of(dataset, "rdna3")
    assert found.estimated == {"telecom"}
    assert rows(found)["telecom"] == pytest.approx(24.2 * 7.1 / 25.9)


def test_an_edition_in_another_currency_lends_no_cells(with_files: WithFiles) -> None:
    """Euros would enter as if they were dollars."""
    dataset = with_files(assessments__rdna6=edition("2026-12-31", "2027-02", 600.0, "EUR", health=30.0))
    assert rows(needs_of(dataset)) == pytest.approx(
        PUBLISHED | {id_: weight * SCALE for id_, (_, weight) in WEIGHTS.items()} | {NOT_ITEMISED: 19.53 * SCALE}
    )


def test_cells_a_little_above_the_total_leave_nothing_to_estimate(with_files: WithFiles) -> None:
    """90.02 + 10.02 against a total of 100, within the tolerance: the estimates are zero and nothing is below it."""
    dataset = with_files(assessments__rdna6=edition("2026-12-31", "2027-02", 100.0, housing=90.02, energy=10.02))
    found = needs_of(dataset, "rdna6")
    assert (found.amounts >= 0).all()
    assert all(rows(found)[sector] == 0 for sector in (*found.estimated, NOT_ITEMISED))


@settings(max_examples=40)
@given(data=st.data())
def test_estimates_move_no_total_and_no_answer_without_tied_money(
    data: st.DataObject, dataset: Dataset, scenarios: st.SearchStrategy[Scenario]
) -> None:
    """In any scenario the need and the money are the same with and without estimates."""
    scenario = data.draw(scenarios)
    with_, without = (gap.solve(dataset, scenario.with_(estimate=estimate)) for estimate in (True, False))
    assert with_.need == pytest.approx(without.need, abs=1e-9)
    assert with_.available == without.available
    assert set(without.needs.sectors) <= {*with_.needs.sectors, NOT_ITEMISED}
