"""The pipeline end to end: presets, earmarks and stranded money, worked by hand."""

import json
from collections.abc import Callable
from dataclasses import FrozenInstanceError

import pytest

from finance.data import read
from finance.data.dataset import Dataset
from finance.model import allocation, gap
from finance.model.gap import Result
from finance.scenario import Scenario

Solve = Callable[..., Result]
Mini = Callable[..., Dataset]


def solve_mini(dataset: Dataset, **values: str | float | bool) -> Result:
    chosen = {"assessment": "mini", "ledger": "mini", "estimate": False} | values
    return gap.solve(dataset, Scenario.preset("rdna5_whole", dataset).with_(**chosen))


def funded(result: Result) -> dict[str, float]:
    return dict(zip(result.by_sector["sector"], result.by_sector["funded"], strict=True))


def paid(result: Result, line: str) -> dict[str, float]:
    flows = result.flows[result.flows["commitment"] == line]
    return dict(zip(flows["sector"], flows["amount"], strict=True))


# ---------------------------------------------------------------- presets


@pytest.mark.parametrize(
    ("preset", "values", "need", "available"),
    [
        ("article_as_printed", {}, 200, 165.0),  # 75 + 90, euros read as dollars: 35 are missing
        ("article", {}, 200, 180.408),  # 75 + 90 × 1.1712 = 180.408: 19.592
        ("article_civilian", {}, 200, 110.136),  # 75 + 90 ÷ 3 × 1.1712 = 110.136: 89.864
        ("article", {"eur_usd": 1.25}, 200, 187.5),  # 75 + 90 × 1.25: 12.5
        ("rdna5_whole", {}, 587.7, None),  # test_slices adds the lines
        ("rdna5_held", {}, 476.037, None),  # 587.7 × 0.81
        ("rdna4_whole", {}, 524, None),
        ("prosperity_plan", {}, 800, None),
    ],
)
def test_worked_gaps(solve: Solve, preset: str, values: dict[str, float], need: float, available: float | None) -> None:
    """Nothing is stranded in any preset, so the gap is need − available."""
    result = solve(preset, **values)
    assert result.need == pytest.approx(need, abs=1e-9)
    assert available is None or result.available == pytest.approx(available, abs=1e-9)
    assert result.gap == pytest.approx(need - result.available, abs=1e-9)
    assert result.stranded == 0.0


def test_the_article_as_printed_is_exact(solve: Solve) -> None:
    """200 needed, 165 available, 35.0 missing: 82.5 % covered, without a trace of rounding."""
    result = solve("article_as_printed")
    assert (result.need, result.available, result.funded, result.gap) == (200.0, 165.0, 165.0, 35.0)
    assert result.coverage == 0.825


def test_more_money_than_need_is_stranded_and_not_a_negative_gap(solve: Solve) -> None:
    """At 1.6 dollars a euro the article's money is 75 + 144 = 219: nothing missing, 19 stranded."""
    result = solve("article", eur_usd=1.6)
    assert (result.gap, result.coverage) == (0.0, 1.0)
    assert result.stranded == pytest.approx(19.0)


# ---------------------------------------------------------------- earmarks

NEED = {"energy": 30.0, "transport": 50.0, "not_itemised": 20.0}
TIED = {"envelope": 40.0, "earmarks": ["energy"]}


def test_tied_money_beyond_its_sector_is_stranded(mini: Mini) -> None:
    """40 tied to energy (30) strand 10; 10 untied go to the unmet 50 + 20 in proportion: 7.142857 and 2.857143.

    The gap is 100 − 40 = 60, which is 10 more than need − money = 50.
    """
    result = solve_mini(mini(need=NEED, tied=TIED, untied={}))
    assert paid(result, "tied") == pytest.approx({"energy": 30})
    assert paid(result, "untied") == pytest.approx({"transport": 7.142857143, "not_itemised": 2.857142857})
    assert (result.gap, result.stranded) == pytest.approx((60, 10))
    assert result.by_source.set_index("commitment")["stranded"].to_dict() == pytest.approx({"tied": 10, "untied": 0})


@pytest.mark.parametrize(("soft", "left", "stranded"), [(0.1, 56.0, 6.0), (0.25, 50.0, 0.0), (1.0, 50.0, 0.0)])
def test_the_soft_share_pays_for_any_sector(mini: Mini, soft: float, left: float, stranded: float) -> None:
    """At 10 %, 36 stay tied (6 strand) and 4 are free; at 25 %, 30 stay tied and nothing strands."""
    result = solve_mini(mini(need=NEED, tied=TIED, untied={}), soft_earmarks=soft)
    assert (result.gap, result.stranded) == pytest.approx((left, stranded), abs=1e-12)


def test_wholly_soft_earmarks_are_no_earmarks(mini: Mini) -> None:
    """All 50 are free and meet the needs in proportion, one half each."""
    result = solve_mini(mini(need=NEED, tied=TIED, untied={}), soft_earmarks=1.0)
    assert funded(result) == pytest.approx({"energy": 15, "transport": 25, "not_itemised": 10})


def test_money_for_a_sector_without_a_row_pays_what_is_not_itemised(mini: Mini) -> None:
    """Health has no row of its own, so its need is inside "other sectors" (20): 20 of the 25 are used."""
    result = solve_mini(mini(need=NEED, tied={"envelope": 25.0, "earmarks": ["health"]}))
    assert paid(result, "tied") == pytest.approx({"not_itemised": 20})
    assert result.stranded == pytest.approx(5)


def test_money_for_two_sectors_of_which_one_has_a_row_pays_only_there(mini: Mini) -> None:
    """Tied to energy (a row of 30) and health (none): 30 of the 40 reach energy and 10 strand."""
    result = solve_mini(mini(need=NEED, tied={"envelope": 40.0, "earmarks": ["energy", "health"]}))
    assert paid(result, "tied") == pytest.approx({"energy": 30})


def test_money_for_a_sector_without_a_row_strands_once_the_rest_is_spread(mini: Mini) -> None:
    """With "other sectors" spread over energy and transport there is no row that health's money may reach."""
    result = solve_mini(mini(need=NEED, tied={"earmarks": ["health"]}), spread_not_itemised=True)
    assert (result.gap, result.stranded) == pytest.approx((100, 10))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("earmark_first", {"energy": 30, "transport": 50 / 7, "not_itemised": 20 / 7}),
        ("priority", {"energy": 30, "transport": 10, "not_itemised": 0}),
        ("most_funded", {"energy": 30, "transport": 50 / 7, "not_itemised": 20 / 7}),
    ],
)
def test_the_rule_says_where_untied_money_goes(mini: Mini, rule: str, expected: dict[str, float]) -> None:
    """Energy is full from tied money; the 10 untied go in proportion, or to the first sector of the list."""
    result = solve_mini(mini(need=NEED, tied=TIED, untied={}), rule=rule)
    assert funded(result) == pytest.approx(expected, abs=1e-9)


SPLIT = {"envelope": 40.0, "split": {"energy": 10.0, "transport": 20.0}, "earmarks": ["energy", "transport", "health"]}


def test_a_printed_split_reaches_only_its_sector_and_the_rest_the_earmarks(mini: Mini) -> None:
    """Of 40, 10 are for energy, 20 for transport, and 10 for energy or transport, since health has no row.

    Energy needs 2, so 8 of its 10 strand; transport needs 25: 20 and 5 of the 10, of which 5 strand.
    """
    result = solve_mini(mini(need={"energy": 2.0, "transport": 25.0, "not_itemised": 20.0}, split=SPLIT))
    assert funded(result) == pytest.approx({"energy": 2, "transport": 25, "not_itemised": 0})
    assert result.stranded == pytest.approx(13)


def test_a_split_without_earmarks_leaves_the_rest_to_any_sector(mini: Mini) -> None:
    """30 are bound as above, and the other 10 go to the 5 and 20 still unmet in proportion: 2 and 8."""
    line = {key: value for key, value in SPLIT.items() if key != "earmarks"}
    result = solve_mini(mini(need={"energy": 2.0, "transport": 25.0, "not_itemised": 20.0}, split=line))
    assert funded(result) == pytest.approx({"energy": 2, "transport": 22, "not_itemised": 8})
    assert result.purses.share.value.tolist() == pytest.approx([0.25, 0.5, 0.25])


def test_what_is_paid_and_ineligible_is_taken_from_every_sum_of_a_split(mini: Mini) -> None:
    """20 of 40 are paid and half of the rest is eligible: of the 10 left, 2.5, 5 and 2.5 are for the three."""
    line = SPLIT | {"paid": 20.0, "purposes": {"reconstruction": 20.0, "budget": 20.0}}
    result = solve_mini(mini(need={"energy": 50.0, "transport": 50.0}, split=line))
    assert result.purse_money.tolist() == pytest.approx([2.5, 5.0, 2.5])


def test_a_split_for_a_sector_without_a_row_reaches_other_sectors(mini: Mini) -> None:
    """10 are for health, whose need is in "other sectors"; the sum is all of the line, so there is no other purse."""
    result = solve_mini(mini(need=NEED, split={"split": {"health": 10.0}, "earmarks": ["energy"]}))
    assert funded(result) == pytest.approx({"energy": 0, "transport": 0, "not_itemised": 10})
    assert len(result.purses.line) == 1


def test_ukraines_own_investment_pays_what_is_printed_for_each_sector(solve: Solve) -> None:
    """UAH 5.519 of its 48 are for energy: × 0.02362391 × 0.5 = 0.0651902 there, and no more than the unsplit rest,
    48 − 16.721 − 10.5 − 6.899 − 5.519 − 3.815 − 2.313 = 2.233 or 0.0263761, can come on top.
    """
    flows = paid(solve("rdna5_whole"), "ukraine_investment_own_2026")
    printed = {"transport": 16.721, "health": 10.5, "education": 6.899, "energy": 5.519, "social_protection": 2.313}
    for sector, amount in printed.items():
        least = amount * 0.02362391 * 0.5
        assert least - 1e-9 <= flows[sector] <= least + 0.0263761
    assert set(flows) == {*printed, "housing", "not_itemised"}


def test_what_nobody_pays_for_is_gap_for_certain(mini: Mini) -> None:
    """100 with 19 on occupied land against 50, all needed by the 81 that may be paid for: 50 stay. Against 90, 81 pay,
    9 strand though 19 is unmet, and gap − stranded is still 100 − 90.
    """
    short, plenty = (
        solve_mini(mini(need={"energy": 100.0}, a={"envelope": money}), occupied_payer="nobody")
        for money in (50.0, 90.0)
    )
    assert (short.funded, short.gap, short.stranded) == pytest.approx((50, 50, 0))
    assert (plenty.funded, plenty.gap, plenty.stranded) == pytest.approx((81, 19, 9))
    assert plenty.coverage == pytest.approx(0.81)


def test_what_its_occupier_pays_for_leaves_the_answer_for_held_land(solve: Solve) -> None:
    """Same need, money and gap; only the definition differs."""
    charged, held = solve("rdna5_whole", occupied_payer="occupier"), solve("rdna5_held")
    assert (charged.need, charged.funded, charged.gap) == (held.need, held.funded, held.gap)
    assert charged.definition.territory == "as_published, occupied land paid by occupier"
    assert solve("rdna5_held", occupied_payer="occupier").definition.territory == "held"


# ---------------------------------------------------------------- nothing there


@pytest.mark.parametrize("rule", allocation.RULES)
def test_a_ledger_without_a_line_leaves_the_whole_need(mini: Mini, rule: str) -> None:
    """No money is an answer: all tables stand, empty where they must be."""
    result = solve_mini(mini(need=NEED), rule=rule)
    assert (result.gap, result.available, result.stranded) == (100.0, 0.0, 0.0)
    assert result.by_source.empty
    assert result.flows.empty
    assert result.as_dict()["by_source"] == []


def test_without_need_there_is_no_coverage(with_files: Callable[..., Dataset]) -> None:
    """A document may print 0 for held land: all money strands, and coverage is missing and not 0 or 1."""
    text = (read.DATA / "assessments" / "article.yaml").read_text(encoding="utf-8")
    changed = with_files(assessments__article=text.replace("held:\n  need: {value: 200", "held:\n  need: {value: 0"))
    result = gap.solve(changed, Scenario.preset("article_as_printed", changed))
    assert (result.need, result.gap, result.stranded) == (0.0, 0.0, 165.0)
    assert result.coverage is None
    assert result.as_dict()["by_sector"][0]["coverage"] is None


# ---------------------------------------------------------------- what a result carries


def test_a_result_says_what_it_is_about(solve: Solve) -> None:
    """The seven choices: measure, assessment, territory, firmness, currency and rate, price year, horizon."""
    definition = solve("rdna5_held", eur_usd=1.25).definition
    assert definition.measure == "need"
    assert definition.assessment == "rdna5"
    assert definition.territory == "held"
    assert definition.firmness == "committed"
    assert definition.currency == "USD at 1.25 per EUR"
    assert definition.price_year == "2025"
    assert definition.horizon == "2026–2035"
    assert solve("rdna4_whole", prices="2021").definition.price_year == "2021"


@pytest.mark.parametrize("preset", ["article_as_printed", "article_civilian", "rdna5_held", "prosperity_plan"])
def test_every_figure_used_is_known_and_leads_to_documents_or_judgement(solve: Solve, preset: str) -> None:
    """Ids are unique, and each names a figure, or a group of figures, of the data."""
    result = solve(preset)
    assert len(set(result.figures)) == len(result.figures)
    assert all(result.dataset.within(id_) for id_ in result.figures)


def test_the_plain_values_are_those_of_the_contract(solve: Solve) -> None:
    """The keys of the design's JSON object, `changed` beside them."""
    values = solve("rdna5_whole", eur_usd=1.25).as_dict()
    assert list(values) == [
        *("scenario", "changed", "key", "edition", "unit", "definition"),
        *("need", "available", "funded", "gap", "stranded", "coverage"),
        *("by_sector", "by_source", "flows", "by_year", "by_region", "figures", "warnings"),
    ]
    assert values["changed"] == {"eur_usd": 1.25}
    assert set(values["by_sector"][0]) == {"sector", "need", "funded", "gap", "coverage", "estimated"}
    assert {"source", "face", "currency", "eligibility", "realisation", "available", "used", "stranded"} <= set(
        values["by_source"][0]
    )
    assert {"source", "sector", "amount"} <= set(values["flows"][0])
    assert json.loads(json.dumps(values, allow_nan=False)) == values


def test_a_result_cannot_be_changed(solve: Solve) -> None:
    """A frozen record: what was computed stays what it was."""
    with pytest.raises(FrozenInstanceError):
        solve("article").needs.sectors = ()  # type: ignore[misc]
