"""The result in two or three sentences: every branch, word for word."""

from collections.abc import Callable
from typing import Any

import pytest

from finance import explain
from finance.data import read
from finance.data.dataset import Dataset
from finance.language.catalogue import Language
from finance.model import gap
from finance.model.gap import Result
from finance.scenario import Scenario

Solve = Callable[..., Result]
ENGLISH = Language("en")
ARTICLE = "bne IntelliNews, January 2026 puts the need at $200.0bn"


def said(result: Result, before: Scenario | None = None) -> str:
    return explain.sentence(result, ENGLISH, before)


@pytest.mark.parametrize(
    ("preset", "values", "expected"),
    [
        ("article", {}, f"{ARTICLE}; $180.4bn of money counts, so 90.2% is covered and $19.6bn is missing."),
        (
            "article",
            {"eur_usd": 1.25},
            f"{ARTICLE}; $187.5bn of money counts, so 93.8% is covered and $12.5bn is missing. "
            "That gap is $7.1bn smaller than the preset's: “Dollars per euro” went from 1.1712 to 1.25.",
        ),
        (
            "article",
            {"eu_loan_eligible": 0.5},
            f"{ARTICLE}; $127.7bn of money counts, so 63.9% is covered and $72.3bn is missing. "
            "That gap is $52.7bn larger than the preset's: “EU loan that counts” went from 100% to 50%.",
        ),
        (
            "article",
            {"eur_usd": 1.6},
            f"{ARTICLE}, and the $219.0bn that counts covers all of it. $19.0bn more than is needed is left over. "
            "That gap is $19.6bn smaller than the preset's: “Dollars per euro” went from 1.1712 to 1.6.",
        ),
        (
            "rdna5_whole",
            {},
            "RDNA5 puts the need at $587.7bn; $27.6bn of money counts, so 4.7% is covered and $560.1bn is missing. "
            "Of the sectors that the document publishes, transport lacks the most: $90.9bn of its $96.0bn.",
        ),
        (
            "rdna5_whole",
            {"start_year": 2028},
            "RDNA5 puts the need at $587.7bn; $27.6bn of money counts, so 4.7% is covered and $560.1bn is missing. "
            "Of the sectors that the document publishes, transport lacks the most: $90.9bn of its $96.0bn. "
            "What differs from the preset does not move the gap: “First year” went from 2026 to 2028.",
        ),
        (
            "rdna5_whole",
            {"firmness": "disbursed"},
            "RDNA5 puts the need at $587.7bn, and no money counts towards it. "
            "Of the sectors that the document publishes, transport lacks the most: $96.0bn of its $96.0bn. "
            "That gap is $27.6bn larger than the preset's: "
            "“Count money at least” went from “committed” to “disbursed”.",
        ),
    ],
)
def test_the_sentences_of_a_result(solve: Solve, preset: str, values: dict[str, Any], expected: str) -> None:
    """What is missing, where, and what the change against the preset did."""
    assert said(solve(preset, **values)) == expected


def test_several_changes_are_named_from_the_largest(solve: Solve, dataset: Dataset) -> None:
    """From the article as printed to its civilian reading: the two bars of the bridge, by size."""
    text = said(solve("article_civilian"), Scenario.preset("article_as_printed", dataset))
    assert text.endswith(
        "The last change widened the gap by $54.9bn: “EU loan that counts” from 100% to 33.33% (+$65.1bn); "
        "“Dollars per euro” from 1 to 1.1712 (−$10.3bn)."
    )


def test_of_many_changes_two_are_named_and_the_rest_counted(solve: Solve) -> None:
    """Four changes: the two largest, and what the two others did together."""
    text = said(
        solve("rdna5_whole", firmness="announced", standing="unverified", eur_usd=1.3, unspecified_eligible=0.9)
    )
    assert "“Count money at least” from “committed” to “announced”" in text
    assert text.count("“Dollars per euro”") == 0
    assert "; 2 others (−$" in text


def test_the_last_change_may_be_of_any_kind(solve: Solve, dataset: Dataset) -> None:
    """Against an earlier scenario: narrowed, and not moved."""
    before = Scenario.preset("rdna5_whole", dataset)
    assert said(solve("rdna5_held"), before).endswith(
        "The last change narrowed the gap by $111.7bn: "
        "“Territory” went from “Whole country as published” to “Government-held land only”."
    )
    assert said(solve("rdna5_whole", unlimited_money=True), before).endswith(
        "The last change does not move the gap: “Money without limit” went from off to on."
    )


def test_changes_that_cancel_are_said_to_cancel(solve: Solve) -> None:
    """75 × 0.5 + 90 × 1.25 = 150 = 75 × 0.4 + 90 × 4/3: half the bank money less a dearer euro leave the same gap."""
    before = solve("article", ifi_eligible=0.5, eur_usd=1.25).scenario
    text = said(solve("article", ifi_eligible=0.4, eur_usd=4 / 3), before)
    assert "The last change leaves the gap as it was, because effects cancel: " in text
    assert "“Dollars per euro” from 1.25 to 1.3333 (−$7.5bn)" in text


def test_stranded_money_is_said_before_anything_else(mini: Callable[..., Dataset]) -> None:
    """40 tied to energy, which needs 30: 10 close nothing elsewhere while 60 are missing."""
    data = mini(
        need={"energy": 30.0, "transport": 50.0, "not_itemised": 20.0},
        tied={"envelope": 40.0, "earmarks": ["energy"]},
        untied={},
    )
    scenario = Scenario.preset("rdna5_whole", data).with_(assessment="mini", ledger="mini")
    text = said(gap.solve(data, scenario), scenario)
    assert text == (
        "Mini puts the need at $100.0bn; $50.0bn of money counts, so 40.0% is covered and $60.0bn is missing. "
        "Another $10.0bn is tied to sectors that need no more, and closes nothing elsewhere."
    )


def test_without_need_there_is_no_gap(with_files: Callable[..., Dataset]) -> None:
    """A document may print 0 for held land."""
    text = (read.DATA / "assessments" / "article.yaml").read_text(encoding="utf-8")
    changed = with_files(assessments__article=text.replace("held:\n  need: {value: 200", "held:\n  need: {value: 0"))
    scenario = Scenario.preset("article_as_printed", changed)
    assert said(gap.solve(changed, scenario)).startswith("Under this scenario there is no need, so there is no gap.")


def test_sentences_speak_the_currency_on_screen(solve: Solve) -> None:
    """200 ÷ 1.1712 = 170.8; the values of assumptions stay as they are."""
    assert said(solve("article", currency="EUR")) == (
        "bne IntelliNews, January 2026 puts the need at €170.8bn; €154.0bn of money counts, "
        "so 90.2% is covered and €16.7bn is missing."
    )
