"""Money line by line: face × rate × what is firm, reliable, not listed twice, unpaid, eligible and realised."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance import funding
from finance.dataset import Dataset
from finance.errors import UnitError
from finance.funding import LEFT_OUT, Line
from finance.records import FIRMNESS
from finance.scenario import Scenario
from finance.units import dollars_per_unit

Mini = Callable[..., Dataset]

EUR = 1.1712


def lines_of(dataset: Dataset, **values: str | float | bool) -> dict[str, Line]:
    found = funding.lines(dataset, Scenario.preset("rdna5_whole", dataset).with_(**values))
    return {line.commitment: line for line in found.lines}


def left_out(line: Line) -> dict[str, float]:
    return dict(zip(LEFT_OUT, line.left_out, strict=True))


# ---------------------------------------------------------------- the ledger by hand


def test_the_facility_counts_half_of_what_is_not_paid_yet(dataset: Dataset) -> None:
    """EUR (38.27 − 27) × 1.1712 × 0.5 = USD 6.599712; paid 27 × 1.1712 = 31.6224 although its document is press."""
    line = lines_of(dataset)["eu_facility_pillar1"]
    assert line.available == pytest.approx(6.599712, abs=1e-12)
    assert left_out(line)["paid"] == pytest.approx(31.6224, abs=1e-12)
    assert left_out(line)["ineligible"] == pytest.approx(6.599712, abs=1e-12)
    assert line.figures == (
        "commitments.ledger.commitments.eu_facility_pillar1.envelope",
        "commitments.ledger.commitments.eu_facility_pillar1.paid",
        "commitments.ledger.commitments.eu_facility_pillar1.purposes.unspecified",
        "assumptions.eur_usd",
        "assumptions.unspecified_eligible",
        "assumptions.realised_tranches",
    )


@pytest.mark.parametrize(
    ("line", "available"),
    [
        ("urc2025_uif_agreements", 2.69376),  # EUR 2.3 × 1.1712, all for reconstruction
        ("eib_uif_lending", 2.28384),  # EUR 1.95 × 1.1712, all for reconstruction
        ("switzerland_2025_28", 0.9426915675),  # CHF 1.5 × 1.25692209 × 0.5
        ("sweden_2023_27", 0.32223036),  # SEK 6 × 0.10741012 × 0.5
        ("netherlands_2026", 0.1475712),  # EUR 0.252 × 1.1712 × 0.5
        ("ukraine_investment_own_2026", 0.56697384),  # UAH 48 × 0.02362391 × 0.5
    ],
)
def test_each_line_that_counts_by_default(dataset: Dataset, line: str, available: float) -> None:
    """Face × rate × eligibility at the default values, where unspecified money counts by half."""
    assert lines_of(dataset)[line].available == pytest.approx(available, abs=1e-9)


def test_what_counts_by_default_adds_up(dataset: Dataset) -> None:
    """6.599712 and the six lines above are all: 13.5567789675; every other line says why it is left out."""
    found = lines_of(dataset)
    assert sum(line.available for line in found.values()) == pytest.approx(13.5567789675, abs=1e-9)
    assert sum(line.available > 0 for line in found.values()) == 7
    assert all(sum(line.left_out) > 0 for line in found.values() if line.available == 0)


def test_budget_support_counts_by_its_share(dataset: Dataset) -> None:
    """Canada: CAD (5 − 2.5) × 0.72497679 = 1.812441975 at 100 %, a quarter of it at 25 %, nothing by default."""
    for share, available in ((0.0, 0.0), (0.25, 0.45311049375), (1.0, 1.812441975)):
        line = lines_of(dataset, budget_support_eligible=share)["era_canada"]
        assert line.available == pytest.approx(available, abs=1e-12)


def test_military_money_never_counts(dataset: Dataset) -> None:
    """EUR 60 of the 90 are military: 70.272 stay ineligible and 30 × 1.1712 = 35.136 count when all else may."""
    shares = {"budget_support_eligible": 1.0, "unspecified_eligible": 1.0}
    found = lines_of(dataset, **shares, reliability="D", firmness="announced")
    assert left_out(found["eu_support_loan_2026"])["ineligible"] == pytest.approx(70.272, abs=1e-12)
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
    found = lines_of(dataset, ledger="article", firmness="announced", eu_loan_eligible=0.4, ifi_eligible=0.2)
    assert found["eu_loan"].available == pytest.approx(42.1632, abs=1e-12)
    assert found["development_banks"].available == pytest.approx(15.0)  # 75 × 0.2
    assert "assumptions.eu_loan_eligible" in found["eu_loan"].figures


def test_money_in_the_prices_of_another_year(dataset: Dataset) -> None:
    """Money is in dollars of the valuation date (2025): in prices of 2021 it is × 110.156 / 128.970."""
    line = lines_of(dataset, prices="2021")["eib_uif_lending"]
    assert line.available == pytest.approx(2.28384 * 110.156 / 128.970)
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
    """ARISE: USD 0.55 for farmers, graded C. Left out as unreliable at B, with no figure used; counted at C."""
    strict, wide = lines_of(dataset)["wb_arise"], lines_of(dataset, reliability="C")["wb_arise"]
    assert (left_out(strict)["unreliable"], strict.available, strict.figures) == (0.55, 0.0, ())
    assert wide.available == pytest.approx(0.55)
    assert "commitments.ledger.commitments.wb_arise.envelope" in wide.figures


def test_no_counted_line_rests_on_a_weaker_document(dataset: Dataset) -> None:
    """At every grade, no line that counts rests on an envelope or a purpose from a weaker document."""
    for grade in "ABCD":
        for line in lines_of(dataset, reliability=grade).values():
            sourced = [id_ for id_ in line.figures if id_.startswith("commitments.") and not id_.endswith(".paid")]
            assert all(dataset.reliability(id_) in ("judged", *"ABCD"[: "ABCD".index(grade) + 1]) for id_ in sourced)


# ---------------------------------------------------------------- overlaps


def test_a_line_inside_another_is_dropped_while_the_other_counts(mini: Mini) -> None:
    """At "committed" both are firm and 10 of `part` are held by `whole`; at "allocated" only `part` is firm."""
    overlap = {"with": "part", "drop": "part"}
    dataset = mini(whole={"envelope": 30.0, "overlaps": [overlap]}, part={"firmness": "allocated"})
    both, one = (lines_of(dataset, ledger="mini", firmness=level) for level in ("committed", "allocated"))
    assert (both["whole"].available, both["part"].available) == (30.0, 0.0)
    assert left_out(both["part"])["overlap"] == 10.0
    assert (one["whole"].available, one["part"].available) == (0.0, 10.0)


def test_either_line_of_a_pair_may_state_the_overlap(mini: Mini) -> None:
    """The pair is the same whether the line kept or the line dropped lists it."""
    by_kept = mini(a={"overlaps": [{"with": "b", "drop": "b"}]}, b={})
    by_dropped = mini(a={}, b={"overlaps": [{"with": "a", "drop": "b"}]})
    for dataset in (by_kept, by_dropped):
        found = lines_of(dataset, ledger="mini")
        assert (found["a"].available, found["b"].available) == (10.0, 0.0)


def test_a_partial_overlap_drops_only_its_amount(mini: Mini) -> None:
    """4 of the 10 are listed twice: 6 count. The amount is among the figures used."""
    overlap = {"with": "whole", "drop": "part", "amount": 4.0}
    found = lines_of(mini(whole={}, part={"overlaps": [overlap]}), ledger="mini")
    assert found["part"].available == pytest.approx(6.0)
    assert left_out(found["part"])["overlap"] == pytest.approx(4.0)
    assert "commitments.mini.commitments.part.overlaps.0.amount" in found["part"].figures


def test_an_overlap_is_in_the_currency_of_the_line_that_lists_it(mini: Mini) -> None:
    """EUR 2 × 1.1712 = USD 2.3424 of the 10 dollars are listed twice: 7.6576 count."""
    overlap = {"with": "dollars", "drop": "dollars", "amount": 2.0}
    found = lines_of(mini(euros={"currency": "EUR", "overlaps": [overlap]}, dollars={}), ledger="mini")
    assert found["dollars"].available == pytest.approx(7.6576)


def test_overlaps_with_several_lines_add_up_to_the_whole_line_at_most(mini: Mini) -> None:
    """4 + 3 of 10 leave 3; 4 + 7 leave nothing, and not less than nothing."""
    for amount, available in ((3.0, 3.0), (7.0, 0.0)):
        overlaps = [{"with": "a", "drop": "part", "amount": 4.0}, {"with": "b", "drop": "part", "amount": amount}]
        found = lines_of(mini(a={}, b={}, part={"overlaps": overlaps}), ledger="mini")
        assert found["part"].available == pytest.approx(available)


def test_what_was_paid_is_shared_by_the_part_listed_twice(mini: Mini) -> None:
    """5 of 10 are paid and 4 of 10 listed twice: (10 − 4) × (1 − 5/10) = 3 count."""
    overlap = {"with": "whole", "drop": "part", "amount": 4.0}
    found = lines_of(mini(whole={}, part={"paid": 5.0, "overlaps": [overlap]}), ledger="mini")
    assert found["part"].available == pytest.approx(3.0)


def test_the_whole_of_era_gives_way_to_its_shares(dataset: Dataset) -> None:
    """USD 50 of the initiative are dropped as an overlap, because its shares are listed on their own."""
    assert left_out(lines_of(dataset)["era_g7_total"])["overlap"] == 50.0


@given(data=st.data())
def test_no_pair_is_counted_twice(
    data: st.DataObject, dataset: Dataset, scenarios: st.SearchStrategy[Scenario]
) -> None:
    """For every overlap of the ledger and any scenario: while one line of the pair counts, the other is dropped."""
    scenario = data.draw(scenarios).with_(ledger="ledger")
    found = {line.commitment: line for line in funding.lines(dataset, scenario).lines}
    for id_, commitment in dataset.ledgers["ledger"].commitments.items():
        for overlap in commitment.overlaps:
            kept = overlap.with_ if overlap.drop == id_ else id_
            counts = left_out(found[kept])["unreliable"] == left_out(found[kept])["not_firm"] == 0
            assert not counts or found[overlap.drop].available == 0


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
    for line in funding.lines(dataset, data.draw(scenarios)).lines:
        face = line.face * line.rate
        assert line.available + sum(line.left_out) == pytest.approx(face, rel=1e-12, abs=1e-12)
        assert min(line.available, *line.left_out) >= 0
