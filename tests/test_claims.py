"""Published claims and typed numbers held against the stored figures and the presets."""

from collections.abc import Callable

import pytest

from finance import explain, gap, read
from finance.dataset import Dataset
from finance.errors import ExplainError
from finance.explain import claims, verdicts
from finance.explain.amounts import Amount, parse
from finance.outputs.language import Language
from finance.scenario import Scenario

ENGLISH = Language("en")

EXPECTED: dict[str, tuple[str, tuple[str, ...]]] = {
    # 200 − 75 − 90 = 35 with euros as dollars; 200 − 75 − 105.408 = 19.592 in one currency
    "article_remaining_35": ("another", ("as_printed",)),
    "article_need_500": ("holds", ("rdna4_need", "rdna5_need")),  # 500 ≤ 524, 587.7 < 600
    # 176 + 589 = 765; the losses alone and the need lie between 500 and 600
    "article_damage_500": ("another", ("rdna4_loss", "rdna4_need")),
    "article_held_200": ("differs", ()),  # 524 × 0.81 = 424.44; 587.7 × 0.81 = 476.037; 524 × 0.4 = 209.6
    "article_eu_loan_90": ("another", ("whole",)),  # 90 = 60 military + 30 budget support
    "article_prosperity_eur_800": ("currency", ()),  # 800 dollars
    "prosperity_usd_800": ("holds", ("plan",)),
    "orban_eur_800": ("currency", ()),
    # 97 + 252 = 349; 134.7 + 290 ≠ 410.6; 152 + 499 ≠ 486; 176 + 589 ≠ 524
    "damage_plus_loss": ("partly", ("rdna1",)),
    "rdna2_damage_135_7": ("differs", ()),  # 134.7, or 135 rounded
    "rdna2_damage_136_5": ("another", ("imf_gap",)),
    "damage_2025_64": ("another", ("need",)),  # 195 − 176 = 19; 587.7 − 524 = 63.7
    "rdna4_need_530": ("differs", ()),  # 524
    "rdna4_need_570": ("differs", ()),
    "rdna4_housing_damage_84": ("another", ("need",)),  # damage 57.6, need 83.7
    "rdna3_damage_486": ("another", ("need",)),  # damage 152, need 486
    "bloomberg_230": ("unmeasured", ()),
    "rdna5_need_588": ("holds", ("rdna5_need",)),  # 587.7
    "rdna2_mines_40": ("differs", ()),  # 37.4
    "prosperity_deficit_317": ("another", ("reconstruction",)),
}
"""Verdict and agreeing checks of every claim of claims.yaml."""


def test_every_claim_has_its_verdict_tested(dataset: Dataset) -> None:
    """A new claim needs a row above."""
    assert set(EXPECTED) == set(dataset.claims)


@pytest.mark.parametrize("id_", EXPECTED)
def test_the_verdict_of_each_claim(id_: str, dataset: Dataset) -> None:
    """What its words mean, and under which definitions it holds."""
    (judged,) = explain.check_claim(id_, dataset).claims
    assert (judged.verdict, tuple(check.id for check in judged.agreeing)) == EXPECTED[id_]


@pytest.mark.parametrize(
    ("id_", "sentence"),
    [
        (
            "article_remaining_35",
            "In one currency the article's own sum leaves $19.6bn; "
            "with only the civilian third of the EU loan it leaves $89.9bn.",
        ),
        (
            "damage_plus_loss",
            "Need is the cost of a recovery programme and is assessed by itself: "
            "in RDNA4 damage and losses come to $765bn and the need to $524bn.",
        ),
        ("damage_2025_64", "From RDNA4 to RDNA5 the damage rose by $19bn and the need by $63.7bn."),
        (
            "rdna2_damage_136_5",
            "RDNA2 prints $134.7bn of direct damage; $136.5bn is the financing gap of the IMF programme of 2026.",
        ),
        (
            "article_prosperity_eur_800",
            "The plan speaks of $800bn through 2040, of which $500bn in the first ten years.",
        ),
    ],
)
def test_the_nearest_true_sentence(id_: str, sentence: str, dataset: Dataset) -> None:
    """Its numbers are worked out and not typed."""
    assert verdicts.instead(claims.judge(id_, dataset), ENGLISH) == sentence


def test_a_verdict_follows_the_data(with_files: Callable[..., Dataset]) -> None:
    """Were RDNA4's damage to housing 84, which is 26.4 more, the claim of 84 would hold."""
    text = (read.DATA / "assessments" / "rdna4.yaml").read_text(encoding="utf-8")
    text = text.replace("damage: {value: 57.6,", "damage: {value: 84,").replace("value: 176,", "value: 202.4,")
    changed = with_files(assessments__rdna4=text)
    assert claims.judge("rdna4_housing_damage_84", changed).verdict == "holds"


def test_every_verdict_has_words(dataset: Dataset) -> None:
    """Verdict, definitions, sentence and findings; nothing is left unfilled."""
    for id_ in dataset.claims:
        judged = claims.judge(id_, dataset)
        said = [verdicts.verdict(judged, ENGLISH), verdicts.under(judged, ENGLISH), verdicts.instead(judged, ENGLISH)]
        said += [verdicts.finding(check, ENGLISH) for check in judged.checks]
        assert all(text and "{" not in text for text in said)
        assert verdicts.sources(judged, dataset)


# ---- what a person types


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("35 billion dollars", 35, "USD bn"),
        ("$35bn", 35, "USD bn"),
        ("$ 35 B", 35, "USD bn"),
        ("US$524 billion", 524, "USD bn"),
        ("USD 1,234.5 million", 1.2345, "USD bn"),
        ("1.2 trillion dollars", 1200, "USD bn"),
        ("€90 bn", 90, "EUR bn"),
        ("90-billion-euro loan", 90, "EUR bn"),
        ("EUR 90 bn", 90, "EUR bn"),
        ("35,5 млрд євро", 35.5, "EUR bn"),
        ("588 млрд дол.", 588, "USD bn"),
        ("35 000 млн доларів", 35, "USD bn"),
        ("48 мільярдів гривень", 48, "UAH bn"),
        ("CAD 5 billion", 5, "CAD bn"),
        ("£2.26bn", 2.26, "GBP bn"),
        ("In 2025 over 500 billion dollars were asked for", 500, "USD bn"),
        ("82.5 %", 0.825, "fraction"),
        ("82,5%", 0.825, "fraction"),
    ],
)
def test_an_amount_is_read_as_people_write_it(text: str, value: float, unit: str, dataset: Dataset) -> None:
    """English and Ukrainian, either decimal sign, before or after the currency."""
    assert parse(text, dataset) == Amount(pytest.approx(value), unit)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("35", "“35” has no unit, so it can mean anything; write the number with a size and a currency, as $35bn,"),
        ("35 billion", "“35 billion” names no currency; write the number"),
        ("$35", "“$35” has no size, so it can mean anything; write the number"),
        ("thirty-five", "“thirty-five” has no number; write the number"),
        ("1.2.3 %", "“1.2.3” cannot be read as one number; write it as 1,234.5 or 1234.5"),
        (f"${'9' * 400}bn", f"“{'9' * 25}” cannot be read as one number; write it as"),
    ],
)
def test_a_number_without_a_unit_is_refused_in_words(text: str, message: str, dataset: Dataset) -> None:
    """The message says what is missing and how to write it."""
    with pytest.raises(ExplainError) as refused:
        explain.check_claim(text, dataset)
    assert str(refused.value).startswith(message)


def test_35_billion_dollars_is_the_article_as_printed(dataset: Dataset) -> None:
    """The preset comes first; the claim of claims.yaml is named; and 30 euros are 35.136 dollars."""
    found = explain.check_claim("35 billion dollars", dataset)
    assert [judged.id for judged in found.claims] == ["article_remaining_35"]
    first = found.matches.iloc[0]
    assert (first["kind"], first["id"], first["change"], first["measure"]) == (
        "scenario",
        "article_as_printed",
        "",
        "gap",
    )
    converted = found.matches[found.matches["how"] == "converted"]
    assert "commitments.article.commitments.eu_loan.purposes.budget" in set(converted["id"])
    assert converted["distance"].tolist() == pytest.approx([0.136 / 35] * len(converted))


def test_an_amount_in_euros_meets_dollars_by_the_rate_and_by_the_bare_number(dataset: Dataset) -> None:
    """€90bn is the EU loan; $105.408bn converted; and $90bn of housing need only as a bare number."""
    matches = explain.check_claim("€90 bn", dataset).matches
    how = dict(zip(matches["id"], matches["how"], strict=True))
    assert how["commitments.article.commitments.eu_loan.envelope"] == "same"
    assert how["assessments.rdna5.sectors.housing.need"] == "number"
    assert "converted" in set(how.values())


def test_every_scenario_found_has_the_figure_that_is_said(dataset: Dataset) -> None:
    """Solving the preset with the one change gives the value in the row, for each of the changes it lists."""
    matches = explain.check_claim("$524bn", dataset, 0.02).matches
    rows = matches[matches["kind"] == "scenario"].to_dict("records")
    assert {row["change"] for row in rows} > {""}
    for row in rows:
        for change in row["change"].split(", "):
            id_, _, value = change.partition("=")
            query = {"scenario": row["id"]} | ({id_: value} if change else {})
            result = gap.solve(dataset, Scenario.from_query(query, dataset))
            assert getattr(result, row["measure"]) == pytest.approx(row["value"])
            assert abs(row["value"] - 524) <= 0.02 * 524


def test_nothing_near_is_an_empty_table(dataset: Dataset) -> None:
    """No figure, no preset, no claim."""
    found = explain.check_claim("$123456bn", dataset)
    assert (found.matches.empty, found.claims) == (True, ())


def test_a_share_is_held_against_coverage(dataset: Dataset) -> None:
    """165 ÷ 200 = 82.5 %."""
    matches = explain.check_claim("82.5 %", dataset).matches
    assert matches.iloc[0][["id", "measure", "how"]].tolist() == ["article_as_printed", "coverage", "same"]
