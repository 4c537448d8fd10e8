"""The candidates of a result: worked numbers, the debt room, and what one more billion does."""

import dataclasses
from collections.abc import Callable

import pytest

from finance.analysis.candidates import ANY, borrowed, closed, headroom, jointly_short, one_more_billion
from finance.data.dataset import Dataset
from finance.errors import TermsError
from finance.model.gap import Result
from finance.scenario import Scenario

Solve = Callable[..., Result]


def test_the_debt_room_is_the_target_less_the_printed_path_times_gdp(dataset: Dataset) -> None:
    """2035: (0.68 − 0.971) × 225.3 × 1.03^9 = −85.54; no loan fits."""
    room, year, _ = headroom(Scenario.preset("article", dataset))
    assert year == 2035
    assert room == pytest.approx((0.68 - 0.971) * 225.3 * 1.03**9)


def test_the_articles_gap_could_be_lent_if_debt_did_not_matter(solve: Solve) -> None:
    """19.592 goes to the cheaper of the two lenders that the article names, development banks at 4 % with up to 60."""
    found = closed(solve("article"))
    lent = dict(zip(found.sources, found.lent, strict=True))
    assert lent["development_bank_lending"] == pytest.approx(19.592)
    assert found.unlent == 0
    assert lent["immobilised_assets"] == lent["private_capital"] == 0


def test_a_reader_moves_the_amounts(solve: Solve) -> None:
    """Banks 8 and bonds 6: 14 of 19.592 are lent, and 5.592 stays open; local equity is no loan, however much."""
    found = closed(solve("article", more_development_banks=8, more_capital_markets=6, more_domestic_investors=5))
    assert found.lent[:3] == pytest.approx([8, 6, 0])
    assert found.unlent == pytest.approx(5.592)


def test_without_debt_room_only_what_adds_no_debt_fills(solve: Solve) -> None:
    """Room is below zero: assets 10 at no cost, equity 3 at home and 4 from abroad; 2.592 of 19.592 is unfinanced."""
    found = closed(solve("article", more_immobilised_assets=10, more_domestic_investors=3, more_private_capital=4))
    assert found.headroom < 0
    assert found.within == pytest.approx([0, 0, 3, 10, 4])
    assert found.unfinanced == pytest.approx(2.592)


def test_a_target_above_the_path_leaves_room_for_lenders(solve: Solve) -> None:
    """(1.0 − 0.971) × 225.3 × 1.03^9 = 8.525 of room goes to the cheapest lender once nothing else is offered."""
    equity = {"more_domestic_investors": 0, "more_private_capital": 0}
    found = closed(solve("article", debt_target=1.0, more_immobilised_assets=0, **equity))
    assert found.within[0] == pytest.approx(0.029 * 225.3 * 1.03**9)
    assert found.unfinanced == pytest.approx(19.592 - found.within[0])


def test_with_every_cap_at_zero_all_of_the_gap_is_unfinanced(solve: Solve, dataset: Dataset) -> None:
    """No candidate, no money; nothing is hidden."""
    caps = {row.cap: 0 for row in dataset.residual_sources.values()}
    result = solve("rdna5_whole", **caps)
    found = closed(result)
    assert found.unfinanced == found.unlent == pytest.approx(result.gap)


@pytest.mark.parametrize("preset", ["article", "rdna5_whole", "prosperity_plan"])
def test_what_is_paid_and_what_stays_open_make_the_gap(preset: str, solve: Solve) -> None:
    """In both cases, and no candidate pays more than its cap."""
    result = solve(preset)
    found = closed(result)
    for amounts, left in ((found.lent, found.unlent), (found.within, found.unfinanced)):
        assert amounts.sum() + left == pytest.approx(result.gap)
        assert (amounts <= found.caps + 1e-9).all()


def test_borrowing_the_gap_by_hand(solve: Solve) -> None:
    """Without interest and growth: 19.592 ÷ 10 ÷ 225.3 of GDP a year on top of the path; 2028 is on the straight line
    from 1.371 in 2027 to 0.971 in 2035, 1.371 − 0.4 ÷ 8.
    """
    path = borrowed(solve("article", real_interest=0, gdp_growth=0)).set_index("year")
    assert path.loc[2026, "printed"] == 1.226
    assert path.loc[2028, "printed"] == pytest.approx(1.321)
    assert path.loc[2026, "with_gap"] - 1.226 == pytest.approx(19.592 / 10 / 225.3)
    assert path.loc[2035, "with_gap"] == pytest.approx(0.971 + 19.592 / 225.3)


def test_one_more_billion_closes_a_billion_where_there_is_need(solve: Solve) -> None:
    """Untied and tied to a sector that is short by more: 1 each; tied to a need that is met: 0."""
    table = one_more_billion(solve("rdna5_whole")).set_index("sector")["closes"]
    assert table[ANY] == pytest.approx(1)
    assert table["transport"] == pytest.approx(1)
    met = one_more_billion(solve("article", eur_usd=1.6, eu_loan_eligible=1)).set_index("sector")["closes"]
    assert met[ANY] == 0


def test_the_sectors_that_are_jointly_short_are_named(solve: Solve) -> None:
    """The article itemises nothing: the whole 19.592 is short there, or in all sectors where they are estimated; with
    enough money nothing is.
    """
    assert jointly_short(solve("article", estimate=False)) == (pytest.approx(19.592), ("not_itemised",))
    estimated = solve("article")
    assert jointly_short(estimated) == (pytest.approx(19.592), estimated.needs.sectors)
    assert jointly_short(solve("article", eur_usd=1.6)) == (0.0, ())


def test_a_target_year_without_a_debt_path_has_one_clear_message(dataset: Dataset) -> None:
    """The target's year is the last of macro.debt_targets; without a path for it there is no room to compute."""
    macro = dataset.macro.model_copy(update={"debt": tuple(row for row in dataset.macro.debt if row.year < 2035)})
    scenario = Scenario.preset("article", dataclasses.replace(dataset, macro=macro))
    with pytest.raises(TermsError, match=r"macro\.yaml has no debt for 2035; add the year to `debt`"):
        headroom(scenario)
