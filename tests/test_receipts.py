"""Receipts: every figure is worked out again from its inputs, and says in words how."""

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finance import explain
from finance.data.dataset import Dataset
from finance.errors import ExplainError
from finance.explain.receipt_text import Written
from finance.explain.receipts import Leaves, Receipt, Workings, addresses, figure_of
from finance.language.catalogue import Language
from finance.model import gap
from finance.model.gap import HEADLINE, Result
from finance.scenario import Scenario

Solve = Callable[..., Result]
ENGLISH = Language("en")
EVERYTHING: dict[str, Any] = {"standing": "unverified", "firmness": "announced"}
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "article": ("article_civilian", {"eur_usd": 1.25}),
    "ledger": ("rdna5_whole", {}),
    "held_and_old_prices": ("rdna5_held", {"prices": "2022"}),
    "spread": ("rdna4_whole", EVERYTHING | {"spread_not_itemised": True}),
    "soft": ("rdna5_whole", EVERYTHING | {"soft_earmarks": 0.3, "delay_escalation": 0.04, "carry_over": 0.6}),
    "by_rule": ("rdna5_whole", EVERYTHING | {"rule": "most_funded", "soft_earmarks": 0.3, "unlimited_money": True}),
    "dearer": ("prosperity_plan", {"cost_escalation": 0.03, "absorption_ramp": 0, "start_year": 2028}),
    "private_capital": (
        "rdna5_whole",
        EVERYTHING | {"security_year": 2027, "delay_escalation": 0.02, "private_share": 0.4},
    ),
    "nobody_pays": ("rdna5_whole", {"occupied_payer": "nobody", "rule": "priority"}),
    "occupier_pays": ("article", {"territory": "as_published", "occupied_payer": "occupier"}),
    "no_money": ("rdna5_whole", {"firmness": "disbursed"}),
    "too_much": ("article", {"eur_usd": 1.6}),
}


def agrees(receipt: Receipt) -> bool:
    """Whether the arithmetic gives the figure of the result, to twelve digits; both may be missing."""
    figure = figure_of(receipt.result, receipt.figure)
    if math.isnan(figure):
        return math.isnan(receipt.value)
    return receipt.value == pytest.approx(figure, rel=1e-12, abs=1e-11)


def every(solve: Solve, case: str) -> Iterator[Receipt]:
    """The receipts of all figures of a case, from one set of trees."""
    preset, values = CASES[case]
    result = solve(preset, **values)
    trees, leaves = Workings(result), Leaves(result.scenario)
    for figure in addresses(result):
        tree = trees.find(figure)
        assert tree is not None, figure
        yield Receipt(figure, tree, result, leaves)


# ---- it recomputes


def test_ten_figures_at_random_are_worked_out_again(dataset: Dataset, solve: Solve) -> None:
    """Ten of all figures of all scenarios above, other ones with each edition of the data, which is the seed."""
    seed = int(dataset.edition, 16)
    random = np.random.default_rng(seed)
    for case in random.choice(list(CASES), size=10):
        preset, values = CASES[case]
        figure = str(random.choice(addresses(result := solve(preset, **values))))
        receipt = explain.receipt(result, figure)
        print(f"{case} {figure} {receipt.value:.12g}")
        assert agrees(receipt), f"{case} {figure}: {receipt.value}, seed {seed}"


@pytest.mark.parametrize("case", CASES)
def test_every_figure_of_a_result_is_worked_out_again(case: str, solve: Solve) -> None:
    """All of them, from one set of trees."""
    for receipt in every(solve, case):
        assert agrees(receipt), receipt.figure


@settings(max_examples=15)
@given(data=st.data())
def test_the_headline_of_any_scenario_is_worked_out_again(
    data: st.DataObject, dataset: Dataset, scenarios: st.SearchStrategy[Scenario]
) -> None:
    """Whatever the assumptions, and so under every rule."""
    result = gap.solve(dataset, data.draw(scenarios))
    for figure in HEADLINE:
        receipt = explain.receipt(result, figure)
        assert receipt.value == pytest.approx(figure_of(result, figure), abs=1e-7, nan_ok=True), figure


def test_another_input_gives_another_figure(solve: Solve) -> None:
    """The tree is arithmetic and no copy of the figure: at 1.2 dollars a euro, 90 × 1.2 ÷ 3 = 36 [USD bn]."""
    receipt = explain.receipt(solve("article_civilian", eur_usd=1.2), "by_source.eu_loan.available")
    values = [leaf.value for leaf in receipt.inputs]
    assert values == [90.0, 1.2, pytest.approx(1 / 3), 1.0]
    assert receipt.value == pytest.approx(math.prod(values)) == pytest.approx(36.0)


def test_leaves_hold_stored_figures_and_values_of_the_scenario(solve: Solve) -> None:
    """A leaf with a figure has that figure's value, or the value that the scenario gives the assumption."""
    result = solve("rdna5_held", eur_usd=1.3)
    for leaf in explain.receipt(result, "gap").inputs:
        if leaf.kind == "figure":
            assert leaf.value == result.dataset.figures[leaf.id].value
        else:
            assert leaf.value == result.scenario.number(leaf.id)


# ---- what it rests on


def test_an_input_names_its_document_its_place_its_grade_and_its_day(solve: Solve) -> None:
    """The rate of the article: the ECB's of 19 December 2025, grade A, row and column."""
    table = explain.receipt(solve("article"), "gap").table.set_index("figure")
    rate = table.loc["assumptions.eur_usd"]
    assert rate["value"] == 1.1712
    assert rate["document"].startswith("European Central Bank")
    assert (rate["locator"], rate["grade"], rate["date"]) == ("row 2025-12-19, column USD", "A", "2025-12-19")
    assert rate["place"].startswith("data/assumptions.yaml:")
    assert table.loc["assumptions.ifi_eligible", "basis"] == "judged"


def test_a_value_that_was_moved_rests_on_no_document(solve: Solve) -> None:
    """The reader moved the rate; the preset set the share of the loan; the rest is as stored."""
    table = explain.receipt(solve("article_civilian", eur_usd=1.25), "gap").table.set_index("figure")
    moved, preset = table.loc["assumptions.eur_usd"], table.loc["assumptions.eu_loan_eligible"]
    assert (moved["basis"], moved["document"], moved["grade"]) == ("moved", "", "")
    assert preset["basis"] == "preset"
    assert preset["reasoning"].startswith("Two thirds of the EU loan are for defence.")


@pytest.mark.parametrize("case", CASES)
def test_every_input_has_a_basis(case: str, solve: Solve) -> None:
    """A document with its place, a derivation or a judgement, or who moved it; and the line of the file."""
    preset, values = CASES[case]
    for figure in ("available", "gap", "by_year.2030.executed"):
        for row in explain.receipt(solve(preset, **values), figure).table.to_dict("records"):
            assert row["basis"] in ("sourced", "derived", "judged", "preset", "moved")
            assert row["basis"] == "moved" or row["document"] or row["reasoning"], row["figure"]
            assert row["place"].startswith("data/")


def test_a_receipt_names_every_figure_that_moves_the_headline(solve: Solve) -> None:
    """Each assumption that the result says it rests on stands among the inputs of need or available.

    Earmarks that none may lift are no part of a sum.
    """
    result = solve("rdna5_held", **EVERYTHING)
    named = {id_ for figure in ("need", "available") for id_ in explain.receipt(result, figure).table["figure"]}
    asked = {id_ for id_ in result.figures if id_.startswith("assumptions.")}
    assert asked - {"assumptions.soft_earmarks"} <= named


# ---- words


def test_the_formula_of_the_gap_in_words_and_with_its_values(solve: Solve) -> None:
    """200 − 110.136 = 89.864, and below it what counts of the loan: 90 × 1.1712 ÷ 3."""
    written = Written(explain.receipt(solve("article_civilian"), "gap"), ENGLISH)
    assert written.title == "Gap: $89.864bn"
    first = written.formulas(0)[0]
    assert f"{first.name} = {first.words}" == "gap = need − funded need, not below zero"
    assert f"{first.value} = {first.numbers}" == "$89.864bn = $200.000bn − $110.136bn"
    loan = Written(explain.receipt(solve("article_civilian"), "by_source.eu_loan.available"), ENGLISH).formulas(0)[0]
    assert loan.numbers == "€90.0bn × 1.1712 × 33.3333% × 100%"


def test_added_amounts_add_up_as_written(solve: Solve) -> None:
    """All payments for energy are rounded together, so that they are the total as written."""
    result = solve("rdna5_whole")
    written = Written(explain.receipt(result, "by_sector.energy.funded"), ENGLISH)
    step = written.formulas(0)[0]
    parts = [float(part.strip("$bn")) for part in step.numbers.split(" + ")]
    assert len(parts) == (result.flows["sector"] == "energy").sum() > 20
    assert round(sum(parts), 3) == float(step.value.strip("$bn"))


def test_the_screens_euros_are_explained_at_the_end(solve: Solve) -> None:
    """The model holds dollars: €16.7bn is $19.592bn ÷ 1.1712."""
    shown = Written(explain.receipt(solve("article", currency="EUR"), "gap"), ENGLISH).shown
    assert shown == "Shown as €16.7bn: $19.592bn ÷ 1.1712 dollars per euro"
    assert Written(explain.receipt(solve("article", currency="EUR"), "coverage"), ENGLISH).shown is None


@pytest.mark.parametrize("case", CASES)
def test_every_step_of_every_figure_has_words(case: str, solve: Solve) -> None:
    """No name is left without a phrase, and no placeholder unfilled, however deep."""
    for receipt in every(solve, case):
        written = Written(receipt, ENGLISH)
        assert written.title
        for step in written.formulas(2):
            assert "{" not in step.name + step.words + step.numbers + step.value


def test_the_whole_receipt_as_text(solve: Solve) -> None:
    """Formula, definition and inputs with their documents: what the command line prints."""
    text = Written(explain.receipt(solve("article"), "gap"), ENGLISH).text()
    for words in (
        "$19.592bn = $200.000bn − $180.408bn",
        "Need according to bne IntelliNews, January 2026: government-held land only",
        "· “Dollars per euro” = 1.1712; document; European Central Bank",
        "commitments.article.commitments.eu_loan.envelope",
    ):
        assert words in text


def test_what_has_no_receipt_is_refused_with_the_nearest(solve: Solve) -> None:
    """A slip of the pen gets the address that was meant; anything else the forms of an address."""
    with pytest.raises(ExplainError, match=r"did you mean 'by_sector\.not_itemised\.gap'"):
        explain.receipt(solve("article"), "by_sector.not_itemized.gap")
    with pytest.raises(ExplainError, match="'xyz' is no figure of this result; Write need, available, funded"):
        explain.receipt(solve("article"), "xyz")
