"""Money line by line: slice × rate × what stands, is firm, still to be paid, eligible and realised."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.data import slices
from finance.data.dataset import STANDINGS, Dataset
from finance.data.records import FIRMNESS
from finance.data.units import dollars_per_unit
from finance.errors import UnitError
from finance.model import funding
from finance.model.funding import LEFT_OUT, Line
from finance.model.given import Given
from finance.scenario import Scenario

Mini = Callable[..., Dataset]

EUR = 1.1712


def lines_of(dataset: Dataset, **values: str | float | bool) -> dict[str, Line]:
    found = funding.lines(Given(dataset, Scenario.preset("rdna5_whole", dataset).with_(**values)))
    return {line.commitment: line for line in found.lines}


def left_out(line: Line) -> dict[str, float]:
    return dict(zip(LEFT_OUT, line.left_out, strict=True))


# ---------------------------------------------------------------- the ledger by hand


def test_the_facility_counts_half_of_what_is_not_paid_yet(dataset: Dataset) -> None:
    """EUR 38.27 less the 2.8 of its seventh instalment, a line of its own, and 27 paid by 22 December 2025 is 8.47:
    × 1.1712 × 0.5 = USD 4.960032; paid 27 × 1.1712 = 31.6224 although its document is press.
    """
    line = lines_of(dataset)["eu_facility_pillar1"]
    assert line.available == pytest.approx(4.960032, abs=1e-12)
    assert left_out(line)["overlap"] == pytest.approx(3.27936, abs=1e-12)
    assert left_out(line)["paid"] == pytest.approx(31.6224, abs=1e-12)
    assert left_out(line)["ineligible"] == pytest.approx(4.960032, abs=1e-12)
    assert line.figures == (
        "commitments.ledger.commitments.eu_facility_pillar1.envelope",
        "commitments.ledger.commitments.eu_facility_pillar1.purposes.unspecified",
        "commitments.ledger.commitments.eu_facility_pillar1.paid",
        "commitments.ledger.commitments.eu_facility_pillar1_7th.envelope",
        "assumptions.eur_usd",
        "assumptions.unspecified_eligible",
        "assumptions.realised_tranches",
    )


@pytest.mark.parametrize(
    ("line", "available"),
    [
        ("urc2025_uif_strategic", 0.70272),  # EUR 0.6 × 1.1712, all for private firms
        ("eib_water_2025", 0.11712),  # EUR 0.1 × 1.1712, all for reconstruction
        # CHF 1.5 less the parts 0.5 and 0.066 is 0.934, × 1.25692209 × 0.5
        ("switzerland_2025_28", 0.58698261603),
        # SEK 6 less the parts 0.385 + 0.1 + 0.125 + 0.4 + 1 + 0.7 is 3.29, × 0.10741012 × 0.5
        ("sweden_2023_27", 0.1766896474),
        # EUR 0.15 for reconstruction less the part's 0.025 is 0.125; of 0.102 unspecified the part for firms takes
        # 0.03: (0.125 + 0.072 × 0.5) × 1.1712
        ("netherlands_2026", 0.1885632),
        # CAD 5 less 4.8 paid by June 2025 is 0.2, of which 2.3 of 5 unspecified: 0.2 × 0.46 × 0.5 × 0.72497679
        ("era_canada", 0.03334893234),
        ("ukraine_investment_own_2026", 0.56697384),  # UAH 48 × 0.02362391 × 0.5
    ],
)
def test_lines_that_count_by_default(dataset: Dataset, line: str, available: float) -> None:
    """Slice × rate × eligibility at the default values, where unspecified money counts by half."""
    assert lines_of(dataset)[line].available == pytest.approx(available, abs=1e-9)


def test_every_line_that_does_not_count_says_why(dataset: Dataset) -> None:
    """Nothing is both worth nothing and left out for no reason."""
    assert all(sum(line.left_out) > 0 for line in lines_of(dataset).values() if line.available == 0)


def test_budget_support_counts_by_its_share(dataset: Dataset) -> None:
    """Canada's CAD 0.2 left: (2.3 × 0.5 + 2.7 × share) ÷ 5 × 0.2 × 0.72497679; at 25 % 0.073, at 100 % 0.154 CAD."""
    for share, left in ((0.0, 0.046), (0.25, 0.073), (1.0, 0.154)):
        line = lines_of(dataset, budget_support_eligible=share)["era_canada"]
        assert line.available == pytest.approx(left * 0.72497679, abs=1e-9)


def test_military_money_never_counts(dataset: Dataset) -> None:
    """EUR 60 of the 90 are the defence part: 70.272 stay ineligible, and 30 × 1.1712 = 35.136 count when all else may,
    because what was paid of the loan was paid after the need was counted.
    """
    shares = {"budget_support_eligible": 1.0, "unspecified_eligible": 1.0}
    found = lines_of(dataset, **shares, standing="unverified", firmness="announced")
    assert left_out(found["eu_support_loan_2026_defence"])["ineligible"] == pytest.approx(70.272, abs=1e-12)
    assert found["eu_support_loan_2026_defence"].available == 0.0
    assert left_out(found["eu_support_loan_2026"])["overlap"] == pytest.approx(70.272, abs=1e-12)
    assert found["eu_support_loan_2026"].available == pytest.approx(35.136, abs=1e-12)
    assert found["germany_2026"].available == found["era_uk"].available == 0.0


def test_humanitarian_money_never_counts(mini: Mini) -> None:
    """Of 10, 6 are humanitarian, 1 is budget support, 2 unspecified, 1 for private firms: 1 + 0.5 × 2 + 1 = 3."""
    purposes = {"humanitarian": 6.0, "budget": 1.0, "unspecified": 2.0, "private_sector": 1.0}
    found = lines_of(mini(a={"purposes": purposes}), ledger="mini", budget_support_eligible=1.0)
    assert found["a"].available == pytest.approx(3.0)
    assert found["a"].eligibility == pytest.approx(0.3)


def test_a_line_may_count_by_an_assumption_of_its_own(dataset: Dataset) -> None:
    """The article's loan counts by `eu_loan_eligible`, whatever its purposes: 90 × 1.1712 × 0.4 = 42.1632."""
    found = lines_of(dataset, ledger="article", standing="press", eu_loan_eligible=0.4, ifi_eligible=0.2)
    assert found["eu_loan"].available == pytest.approx(42.1632, abs=1e-12)
    assert found["development_banks"].available == pytest.approx(15.0)  # 75 × 0.2
    assert "assumptions.eu_loan_eligible" in found["eu_loan"].figures


def test_money_in_the_prices_of_another_year(dataset: Dataset) -> None:
    """Money is in dollars of the valuation date (2025): in prices of 2021 it is × 110.156 / 128.970."""
    line = lines_of(dataset, prices="2021")["urc2025_uif_strategic"]
    assert line.available == pytest.approx(0.70272 * 110.156 / 128.970)
    assert line.rate == pytest.approx(EUR * 110.156 / 128.970)


def test_a_currency_without_a_rate_on_the_day_is_refused_by_name(with_files: Callable[..., Dataset]) -> None:
    """The valuation date is moved to 2024 in memory: no fixing of that day is left."""
    macro = with_files().macro
    early = macro.model_copy(update={"valuation_date": macro.valuation_date.replace(year=2024)})
    with pytest.raises(UnitError, match="currency SEK has no exchange rate on 2024-12-19"):
        dollars_per_unit(early, "SEK")


# ---------------------------------------------------------------- firm and reliable


@pytest.mark.parametrize("threshold", FIRMNESS)
def test_money_softer_than_the_threshold_is_listed_and_not_counted(mini: Mini, threshold: str) -> None:
    """One line of 10 at each of the five levels: those at the threshold or above it count, the rest is not firm."""
    dataset = mini(**{level: {"firmness": level} for level in FIRMNESS})
    found = lines_of(dataset, ledger="mini", firmness=threshold)
    for level in FIRMNESS:
        firm = FIRMNESS.index(level) >= FIRMNESS.index(threshold)
        assert found[level].available == (10.0 if firm else 0.0)
        assert left_out(found[level])["not_firm"] == (0.0 if firm else 10.0)


def test_a_line_from_the_press_counts_only_when_the_press_is_accepted(dataset: Dataset) -> None:
    """Germany's EUR 0.07 for heat, graded C and confirmed by nobody: left out at "corroborated", with no figure used;
    0.07 × 1.1712 = 0.081984 at "press".
    """
    strict, wide = (lines_of(dataset, standing=weakest)["germany_heat_2025_12"] for weakest in STANDINGS[1:3])
    assert (left_out(strict)["unreliable"], strict.available, strict.figures) == (pytest.approx(0.081984), 0.0, ())
    assert wide.available == pytest.approx(0.081984)
    assert "commitments.ledger.commitments.germany_heat_2025_12.envelope" in wide.figures


def test_no_counted_line_rests_on_a_weaker_document(dataset: Dataset) -> None:
    """At every standing, what counts is held by a line whose envelope, purposes and split all stand."""
    for weakest in STANDINGS:
        for line in lines_of(dataset, standing=weakest).values():
            book = dataset.ledgers["ledger"]
            holders = [
                slices.documented("ledger", holder, book.commitments[holder])
                for holder in slices.holders(book, line.commitment)
            ]
            well = (all(dataset.stands(figure, weakest) for figure in figures) for figures in holders)
            assert not line.available or any(well)


# ---------------------------------------------------------------- parts


def test_a_part_counts_as_far_as_it_is_firm_and_its_whole_without_it(mini: Mini) -> None:
    """At "committed" both are firm: 30 − 10 and 10; at "allocated" only `part` is, and is not lost with its whole."""
    dataset = mini(whole={"envelope": 30.0}, part={"firmness": "allocated", "part_of": "whole"})
    both, one = (lines_of(dataset, ledger="mini", firmness=level) for level in ("committed", "allocated"))
    assert (both["whole"].available, both["part"].available) == pytest.approx((20.0, 10.0))
    assert left_out(both["whole"])["overlap"] == pytest.approx(10.0)
    assert (one["whole"].available, one["part"].available) == (0.0, 10.0)


def test_a_part_may_stand_before_or_after_its_whole(mini: Mini) -> None:
    """The cut is the same whichever line the book has first."""
    lines = {"part": {"envelope": 4.0, "part_of": "whole"}, "whole": {}}
    for dataset in (mini(**lines), mini(**dict(reversed(lines.items())))):
        found = lines_of(dataset, ledger="mini")
        assert (found["whole"].available, found["part"].available) == pytest.approx((6.0, 4.0))


def test_a_part_takes_only_its_amount(mini: Mini) -> None:
    """4 of the 10 are another line: 6 count here. The part's envelope is among the figures used."""
    found = lines_of(mini(whole={}, part={"envelope": 4.0, "part_of": "whole"}), ledger="mini")
    assert found["whole"].available == pytest.approx(6.0)
    assert left_out(found["whole"])["overlap"] == pytest.approx(4.0)
    assert "commitments.mini.commitments.part.envelope" in found["whole"].figures
    assert "commitments.mini.commitments.part.purposes.reconstruction" not in found["whole"].figures


def test_a_part_in_euros_is_cut_out_at_the_rate_of_the_valuation_date(mini: Mini) -> None:
    """EUR 2 × 1.1712 = USD 2.3424 of the 10 dollars: 7.6576 count, and 2 × 1.25 of the part where a euro costs that."""
    dataset = mini(dollars={}, euros={"envelope": 2.0, "currency": "EUR", "part_of": "dollars"})
    found = lines_of(dataset, ledger="mini", eur_usd=1.25)
    assert found["dollars"].available == pytest.approx(7.6576)
    assert found["euros"].available == pytest.approx(2.5)


def test_several_parts_take_the_whole_line_at_most(mini: Mini) -> None:
    """4 + 3 of 10 leave 3; 4 + 6 leave nothing, on which no figure then rests."""
    for amount, available in ((3.0, 3.0), (6.0, 0.0)):
        parts = {"a": {"envelope": 4.0, "part_of": "whole"}, "b": {"envelope": amount, "part_of": "whole"}}
        found = lines_of(mini(whole={}, **parts), ledger="mini")["whole"]
        assert found.available == pytest.approx(available)
        assert bool(found.figures) == (available > 0)


def test_what_was_paid_of_a_part_is_not_paid_of_the_rest(mini: Mini) -> None:
    """5 of 10 are paid and 4 of 10 are a part. Paid outside the part, 10 − 4 − 5 = 1 is left beside it; were 3 of them
    paid of the part, 10 − 4 − 2 = 4 and 4 − 3 = 1.
    """
    for paid, available in ((0.0, (1.0, 4.0)), (3.0, (4.0, 1.0))):
        found = lines_of(
            mini(whole={"paid": 5.0}, part={"envelope": 4.0, "part_of": "whole", "paid": paid}), ledger="mini"
        )
        assert (found["whole"].available, found["part"].available) == pytest.approx(available)


def test_the_whole_of_era_gives_way_to_its_shares(dataset: Dataset) -> None:
    """USD 50 of the initiative are no line of the sums, because its shares are listed on their own."""
    reason = dataset.ledgers["ledger"].commitments["era_g7_total"].left_out
    assert reason is not None
    assert reason.reason == "memorandum"
    assert "era_g7_total" not in lines_of(dataset)
    assert {"era_us", "era_eu", "era_canada", "era_uk", "era_japan"} <= set(lines_of(dataset))


@given(data=st.data())
def test_nothing_is_counted_twice(
    data: st.DataObject, dataset: Dataset, scenarios: st.SearchStrategy[Scenario]
) -> None:
    """The faces less what stands under parts are the outermost lines' envelopes: in any scenario, at the rates of the
    valuation date.
    """
    scenario = data.draw(scenarios).with_(eur_usd=EUR)
    book = dataset.ledgers[scenario.choice("ledger")]
    found = {line.commitment: line for line in funding.lines(Given(dataset, scenario)).lines}
    outermost = [id_ for id_ in found if book.commitments[id_].part_of not in found]
    once = sum(line.face * line.rate - left_out(line)["overlap"] for line in found.values())
    assert once == pytest.approx(sum(found[id_].face * found[id_].rate for id_ in outermost))


# ---------------------------------------------------------------- what becomes money

SHARES = {"realised_grants": 0.9, "realised_loans": 0.5, "realised_tranches": 0.7, "realised_announced": 0.2}


@pytest.mark.parametrize(
    ("line", "available"),
    [
        ({"instrument": "grant"}, 9.0),
        ({"instrument": "equity"}, 9.0),
        ({"instrument": "loan"}, 5.0),
        ({"instrument": "contingent_loan"}, 5.0),
        ({"instrument": "guarantee"}, 5.0),
        ({"instrument": "mixed"}, 5.0),
        ({"instrument": "grant", "conditional": True}, 7.0),
        ({"instrument": "loan", "conditional": True}, 7.0),
        ({"instrument": "loan", "conditional": True, "firmness": "announced"}, 2.0),
        ({"instrument": "grant", "firmness": "announced"}, 2.0),
    ],
)
def test_what_becomes_money_depends_on_the_instrument(mini: Mini, line: dict[str, object], available: float) -> None:
    """10 × the share of the instrument; conditions go before the instrument, "announced" before both."""
    found = lines_of(mini(a=line), ledger="mini", firmness="announced", **SHARES)["a"]
    assert found.available == pytest.approx(available)
    assert left_out(found)["unrealised"] == pytest.approx(10.0 - available)


@given(data=st.data())
def test_every_dollar_of_every_line_is_available_or_left_out_for_a_reason(
    data: st.DataObject, dataset: Dataset, scenarios: st.SearchStrategy[Scenario]
) -> None:
    """face × rate = available + the six amounts left out, none of them below zero."""
    for line in funding.lines(Given(dataset, data.draw(scenarios))).lines:
        face = line.face * line.rate
        assert line.available + sum(line.left_out) == pytest.approx(face, rel=1e-12, abs=1e-12)
        assert min(line.available, *line.left_out) >= 0
