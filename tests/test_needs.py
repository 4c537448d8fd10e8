"""Need by sector: printed × territory × rate × prices, worked by hand from the printed figures.

Nothing is estimated here: a sector without a cell is in "other sectors". `test_estimates` is about the rest.
"""

from collections.abc import Callable

import numpy as np
import pytest

from finance.data.dataset import STANDINGS, Dataset
from finance.errors import UnitError
from finance.model import needs
from finance.model.gap import Result
from finance.model.given import Given
from finance.scenario import Scenario

Solve = Callable[..., Result]

IN_EUROS = """
label: {en: Mini}
note: {en: For a test.}
currency: EUR
price_year: 2025
as_of: 2025-12-31
published: 2026
horizon: {start: 2026, years: 10}
tolerance: 0.05
totals:
  need: {value: 100, judged: a test}
sectors:
  energy:
    need: {value: 40, judged: a test}
  not_itemised:
    need: {value: 60, judged: a test}
"""


def rows(found: needs.Needs) -> dict[str, float]:
    return dict(zip(found.sectors, found.amounts, strict=True))


def needs_of(dataset: Dataset, **values: str | float | bool) -> needs.Needs:
    return needs.by_sector(
        Given(dataset, Scenario.preset("rdna5_whole", dataset).with_(**{"estimate": False} | values))
    )


def test_rdna5_rows_are_as_printed_and_add_to_the_total(dataset: Dataset) -> None:
    """90 + 33.5 + 90.6 + 96 + 7.1 + 55 + 63 + 28 = 463.2 are printed by sector; 587.7 − 463.2 = 124.5 are other."""
    found = needs_of(dataset)
    assert rows(found) == pytest.approx(
        {
            "housing": 90,
            "education": 33.5,
            "energy": 90.6,
            "transport": 96,
            "telecom": 7.1,
            "agriculture": 55,
            "commerce_industry": 63,
            "explosives_clearance": 28,
            "not_itemised": 124.5,
        },
        abs=1e-12,
    )
    assert found.amounts.sum() == pytest.approx(587.7, abs=1e-12)


@pytest.mark.parametrize("assessment", ["article", "rdna1", "rdna2", "rdna3", "rdna4", "rdna5", "prosperity"])
@pytest.mark.parametrize("standing", STANDINGS)
@pytest.mark.parametrize("estimate", [False, True])
def test_rows_add_to_the_total_whatever_documents_are_used(
    dataset: Dataset, assessment: str, standing: str, estimate: bool
) -> None:
    """A cell that is not used moves into "other sectors", or is estimated; the sum stays the document's total."""
    found = needs_of(dataset, assessment=assessment, standing=standing, estimate=estimate)
    total = dataset.programmes[assessment].totals.need
    assert total is not None
    assert found.amounts.sum() == pytest.approx(total.value, abs=1e-10)
    assert found.sectors[-1] == "not_itemised"


def test_corroborated_documents_give_telecom_its_own_row(dataset: Dataset) -> None:
    """Telecom's 7.1 is press that another document confirms: official alone leaves 124.5 + 7.1 = 131.6 other."""
    found = needs_of(dataset)
    assert rows(found)["telecom"] == 7.1
    assert found.warnings == ()
    strict = needs_of(dataset, standing="official")
    assert rows(strict)["not_itemised"] == pytest.approx(131.6, abs=1e-12)
    assert strict.warnings == ("assessments.rdna5.sectors.telecom.need is graded C and is not used as published",)
    assert "assessments.rdna5.sectors.telecom.need" not in strict.figures


def test_a_total_that_is_weaker_than_asked_for_is_used_and_said(dataset: Dataset) -> None:
    """The article's 200 is press; there is no other total, so it must be used whatever is asked for."""
    found = needs_of(dataset, assessment="article", standing="official")
    assert rows(found) == {"not_itemised": 200}
    assert found.warnings == ("assessments.article.totals.need is graded C; no better document was read",)
    assert needs_of(dataset, assessment="article", standing="press").warnings == ()


def test_weak_cells_leave_one_row_and_each_is_named(dataset: Dataset) -> None:
    """Both cells of RDNA1 are press alone: nothing stands but the total, and both are said to be left aside."""
    found = needs_of(dataset, assessment="rdna1")
    assert rows(found) == {"not_itemised": 349}
    assert len(found.warnings) == 2
    assert all(said.endswith("is graded C and is not used as published") for said in found.warnings)


def test_held_land_is_the_need_less_the_occupied_share(dataset: Dataset) -> None:
    """587.7 × (1 − 0.19) = 476.037, and every row by the same factor: housing 90 × 0.81 = 72.9."""
    found = needs_of(dataset, territory="held")
    assert found.amounts.sum() == pytest.approx(476.037, abs=1e-10)
    assert rows(found)["housing"] == pytest.approx(72.9, abs=1e-12)
    assert {"assumptions.occupied_share", "assumptions.already_excluded"} <= set(found.figures)


def test_need_charged_to_the_occupier_is_taken_off(dataset: Dataset) -> None:
    """587.7 × (1 − 0.19 × (1 − 0.5)) = 531.8685 is left, the need on held land; all of it may be paid for."""
    charged = needs_of(dataset, occupied_payer="occupier", already_excluded=0.5)
    held = needs_of(dataset, territory="held", already_excluded=0.5)
    assert charged.amounts.sum() == pytest.approx(531.8685, abs=1e-10)
    assert rows(charged) == rows(held)
    assert charged.unpayable == 0.0
    assert {"assumptions.occupied_share", "assumptions.already_excluded"} <= set(charged.figures)


def test_need_that_nobody_pays_for_stays_in_the_need(dataset: Dataset) -> None:
    """587.7 stands; 587.7 × 0.19 = 111.663 of it may not be paid for, so of housing's 90 only 90 × 0.81 = 72.9 may."""
    found = needs_of(dataset, occupied_payer="nobody")
    assert found.amounts.sum() == pytest.approx(587.7, abs=1e-10)
    assert found.unpayable == pytest.approx(111.663, abs=1e-10)
    assert dict(zip(found.sectors, found.payable, strict=True))["housing"] == pytest.approx(72.9, abs=1e-12)
    assert {"assumptions.occupied_share", "assumptions.already_excluded"} <= set(found.figures)


@pytest.mark.parametrize("payer", ["partners", "nobody", "occupier"])
def test_who_pays_for_occupied_land_does_not_matter_on_held_land(dataset: Dataset, payer: str) -> None:
    """Held land has no occupied part: the same rows, figures and payable share whoever pays."""
    found, plain = (needs_of(dataset, territory="held", occupied_payer=id_) for id_ in (payer, "partners"))
    assert rows(found) == rows(plain)
    assert (found.figures, found.unpayable) == (plain.figures, 0.0)


def test_the_occupied_part_of_a_document_that_prints_held_land_is_the_rest(with_files: Callable[..., Dataset]) -> None:
    """Printed are 100 and 40 on held land: 60 is the occupied part, whatever the occupied share says."""
    text = IN_EUROS.replace("EUR", "USD") + "held: {need: {value: 40, judged: a test}}"
    dataset = with_files(assessments__mini=text)
    found = needs_of(dataset, assessment="mini", occupied_payer="nobody", occupied_share=0.1)
    assert found.unpayable == pytest.approx(60, abs=1e-12)
    assert "assessments.mini.held.need" in found.figures
    assert "assumptions.occupied_share" not in found.figures


@pytest.mark.parametrize(("already", "need"), [(0.5, 531.8685), (1.0, 587.7)])
def test_need_that_was_already_left_out_is_not_left_out_again(dataset: Dataset, already: float, need: float) -> None:
    """Half already out: 587.7 × (1 − 0.19 × 0.5) = 531.8685; all out: the whole 587.7."""
    found = needs_of(dataset, territory="held", already_excluded=already)
    assert found.amounts.sum() == pytest.approx(need, abs=1e-10)


def test_a_printed_figure_for_held_land_goes_before_the_share(dataset: Dataset) -> None:
    """The article prints 200 for held land: the occupied share has no say, and the receipt names the figure."""
    found = needs_of(dataset, assessment="article", territory="held", occupied_share=0.6)
    assert found.amounts.sum() == pytest.approx(200, abs=1e-12)
    assert found.figures == ("assessments.article.totals.need", "assessments.article.held.need")


def test_needs_printed_in_euros_follow_the_rate(with_files: Callable[..., Dataset]) -> None:
    """EUR 40 + 60 at 1.25 is USD 50 + 75; the rate is among the figures used."""
    dataset = with_files(assessments__mini=IN_EUROS)
    found = needs_of(dataset, assessment="mini", eur_usd=1.25)
    assert rows(found) == pytest.approx({"energy": 50, "not_itemised": 75}, abs=1e-12)
    assert found.unit.currency == "USD"
    assert "assumptions.eur_usd" in found.figures


def test_needs_in_another_currency_use_its_rate_of_the_valuation_date(with_files: Callable[..., Dataset]) -> None:
    """GBP 100 × 1.33698630 = USD 133.69863, whatever a euro costs."""
    dataset = with_files(assessments__mini=IN_EUROS.replace("EUR", "GBP"))
    found = needs_of(dataset, assessment="mini", eur_usd=1.6)
    assert found.amounts.sum() == pytest.approx(133.69863, abs=1e-9)
    assert "macro.exchange_rates.GBP.0" in found.figures


@pytest.mark.parametrize(
    ("assessment", "prices", "need"),
    [
        ("rdna4", "2025", 538.8231730),  # 524 × 128.970 / 125.422
        ("rdna1", "2025", 408.6071572),  # 349 × 128.970 / 110.156
        ("rdna5", "2021", 501.9669784),  # 587.7 × 110.156 / 128.970
        ("rdna5", "2025", 587.7),
    ],
)
def test_prices_move_with_the_deflator(dataset: Dataset, assessment: str, prices: str, need: float) -> None:
    """Need × deflator of the year asked for ÷ deflator of the assessment's price year."""
    found = needs_of(dataset, assessment=assessment, prices=prices)
    assert found.amounts.sum() == pytest.approx(need, abs=1e-6)
    assert found.unit.price_year == int(prices)
    assert "macro.prices.us_gdp_deflator" in found.figures


def test_a_price_year_without_an_index_is_refused_by_name(with_files: Callable[..., Dataset]) -> None:
    """The index begins in 2021, so needs in prices of 2015 cannot be moved."""
    dataset = with_files(assessments__mini=IN_EUROS.replace("price_year: 2025", "price_year: 2015"))
    assert needs_of(dataset, assessment="mini").amounts.sum() == pytest.approx(117.12)
    with pytest.raises(UnitError, match=r"prices of 2015 are not in macro\.yaml; years there: 2021 to"):
        needs_of(dataset, assessment="mini", prices="2025")


def test_spreading_keeps_the_total_and_the_proportions(dataset: Dataset) -> None:
    """Every printed row grows by 587.7 ÷ 463.2: housing 90 × 587.7 / 463.2 = 114.190415; no row is left over."""
    whole, spread = needs_of(dataset), needs_of(dataset, spread_not_itemised=True)
    assert spread.sectors == whole.sectors[:-1]
    assert spread.amounts.sum() == pytest.approx(587.7, abs=1e-10)
    assert rows(spread)["housing"] == pytest.approx(114.190415, abs=1e-6)
    assert spread.amounts / whole.amounts[:-1] == pytest.approx(np.full(8, 587.7 / 463.2))


def test_spreading_does_nothing_where_no_sector_is_printed(solve: Solve) -> None:
    """The article itemises nothing, so there is nothing to spread over and the row stands."""
    found = solve("article", spread_not_itemised=True, estimate=False).needs
    assert rows(found) == pytest.approx({"not_itemised": 200})


def test_a_plan_is_a_programme_with_its_own_measure(solve: Solve) -> None:
    """The prosperity plan stands on the left of a gap like an assessment, and says that it is a plan."""
    result = solve("prosperity_plan")
    assert (result.need, result.definition.measure) == (800, "plan")
    assert result.needs.figures == ("plans.prosperity.totals.need",)


def test_rows_printed_a_little_above_the_total_stand_as_printed(with_files: Callable[..., Dataset]) -> None:
    """6.02 + 4.02 = 10.04 against a total of 10, within the tolerance: nothing is left over and nothing is cut."""
    text = IN_EUROS.replace("value: 100", "value: 10").replace("value: 40", "value: 6.02")
    text = text.replace("not_itemised", "housing").replace("value: 60", "value: 4.02").replace("EUR", "USD")
    found = needs_of(with_files(assessments__mini=text), assessment="mini")
    assert rows(found) == pytest.approx({"housing": 4.02, "energy": 6.02, "not_itemised": 0.0})


def test_a_remainder_that_is_only_machine_rounding_is_no_need(mini: Callable[..., Dataset]) -> None:
    """0.3 − 0.2 − 0.1 leaves 3e-17 in binary; a fully itemised document leaves exactly nothing."""
    found = needs_of(mini(need={"housing": 0.2, "energy": 0.1}), assessment="mini")
    assert (0.2 + 0.1) - 0.2 - 0.1 > 0
    assert rows(found)["not_itemised"] == 0.0
