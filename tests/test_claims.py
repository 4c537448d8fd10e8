"""Published claims and typed numbers held against the stored figures and the presets."""

from collections.abc import Callable

import pytest

from finance import explain
from finance.data import read
from finance.data.dataset import Dataset
from finance.errors import ExplainError
from finance.explain import claims, verdicts
from finance.explain.amounts import Amount, parse
from finance.language.catalogue import Language
from finance.model import gap
from finance.scenario import Scenario

ENGLISH = Language("en")

EXPECTED: dict[str, tuple[str, tuple[str, ...]]] = {
    # 176.1 + 589 = 765.1; the losses alone and the need lie between 500 and 600
    "article_damage_500": ("another", ("rdna4_need", "rdna4_loss")),
    "article_held_200": ("differs", ()),
    "article_banks_75": ("differs", ()),  # 9.514 at most still to come; 77 of the World Bank
    "article_eu_loan_90": ("another", ("whole",)),  # 90 = 60 military + 30 budget support
    # 200 − 75 − 90 = 35 with euros as dollars, its own sum; 200 − 75 − 105.408 = 19.592 in one currency
    "article_remaining_35": ("differs", ("as_printed",)),
    "article_prosperity_eur_800": ("currency", ()),  # 800 dollars
    "prosperity_usd_800": ("holds", ("plan", "ansa")),
    "prosperity_minister_800": ("partly", ("ansa_decade",)),  # 800 in ten years, or 500 of it
    "prosperity_decade_500": ("holds", ("parts", "capital")),  # 317 + 57 + 126 = 500
    "prosperity_deficit_317": ("another", ("reconstruction",)),
    "orban_eur_800": ("differs", ()),  # 100 euros from the EU budget; 800 dollars from everybody
    # 97 + 252 = 349; 134.7 + 290 ≠ 410.6; 152.5 + 499 ≠ 486; 176.1 + 589 ≠ 524; 195.1 + 667 ≠ 587.7
    "damage_plus_loss": ("partly", ("rdna1",)),
    "damage_2025_64": ("another", ("need",)),  # 195.1 − 176.1 = 19; 587.7 − 524 = 63.7
    "rdna5_need_588": ("holds", ("rdna5_need",)),  # 587.7
    "rdna5_energy_77": ("differs", ()),  # 90.6
    "rdna4_need_530": ("differs", ()),  # 524
    "rdna4_need_570": ("differs", ()),
    "rdna4_housing_damage_84": ("another", ("need",)),  # damage 57.6, need 83.7
    "rdna3_damage_486": ("another", ("need",)),  # damage 152.5, need 486
    "rdna2_mines_40": ("differs", ()),  # 37.4
    "kse_damage_170": ("unmeasured", ()),
    "bloomberg_230": ("unmeasured", ()),
    "commission_need_135_7": ("unmeasured", ()),
    "imf_need_136_5": ("holds", ("four_years",)),
    "world_bank_77": ("unmeasured", ("total",)),  # the same statement, which proves nothing
    "world_bank_51": ("unmeasured", ()),
    "gdansk_10": ("unmeasured", ("total",)),
    "priorities_2026_15": ("holds", ("both", "year_2024")),  # 5.8 + 9.5 = 15.3; 15 of 2024 by chance
    "resilience_plans_216": ("unmeasured", ()),
    "resilience_plans_169": ("unmeasured", ()),
    "public_investment_581": ("differs", ()),  # 48 + 63.5 + 270.9 = 382.4
}
"""Verdict of every claim of claims.yaml, and the checks that have its number, by chance or not."""

ARTICLE = [
    ("article_prosperity_eur_800", "first", 800, "EUR bn", "The number is right and the currency is not."),
    ("article_damage_500", "first", 500, "USD bn", "Right number, wrong thing."),
    ("article_held_200", "second and third", 200, "USD bn", "Does not hold."),
    ("article_banks_75", "third", 75, "USD bn", "Does not hold."),
    ("article_eu_loan_90", "third", 90, "EUR bn", "Right number, wrong thing."),
    ("article_remaining_35", "third", 35, "USD bn", "Does not hold."),
]
"""Every sum of the article: its paragraph, what it gives and what comes of it."""


def test_every_claim_has_its_verdict_tested(dataset: Dataset) -> None:
    """A new claim needs a row above."""
    assert set(EXPECTED) == set(dataset.claims)


@pytest.mark.parametrize("id_", EXPECTED)
def test_the_verdict_of_each_claim(id_: str, dataset: Dataset) -> None:
    """What its words mean, and under which definitions it holds."""
    (judged,) = explain.check_claim(id_, dataset).claims
    assert (judged.verdict, tuple(check.id for check in judged.agreeing)) == EXPECTED[id_]


@pytest.mark.parametrize(("id_", "paragraph", "value", "unit", "verdict"), ARTICLE)
def test_every_sum_of_the_article_has_its_paragraph_and_its_verdict(
    id_: str, paragraph: str, value: float, unit: str, verdict: str, dataset: Dataset
) -> None:
    """Read in the article itself, section Reconstruction funding talks start; its decade stands with the 800, the
    Kremlin with the 200, and its three further sources with the 35.
    """
    claim = dataset.claims[id_]
    assert (claim.origin, claim.value, claim.unit("value")) == ("bne_2026_01", value, unit)
    paragraphs = "paragraph" if " " not in paragraph else "paragraphs"
    assert claim.locator
    assert claim.locator.en == f"section Reconstruction funding talks start, {paragraph} {paragraphs}"
    assert claim.printed
    assert verdicts.verdict(claims.judge(id_, dataset), ENGLISH) == verdict


def test_the_claims_of_the_article_are_all_in_the_table(dataset: Dataset) -> None:
    """None beside the six above."""
    of_article = {id_ for id_, claim in dataset.claims.items() if claim.origin == "bne_2026_01"}
    assert of_article == {row[0] for row in ARTICLE}


@pytest.mark.parametrize(
    ("id_", "sentence"),
    [
        (
            "article_damage_500",
            "In RDNA4, the newest edition when the article came out, damage and losses come to $765.1bn; "
            "just over 500 is what rebuilding costs, $524bn.",
        ),
        (
            "damage_plus_loss",
            "Need is the cost of a recovery programme and is assessed by itself: "
            "in RDNA5 damage and losses come to $862.1bn and the need to $587.7bn.",
        ),
        ("damage_2025_64", "From RDNA4 to RDNA5 the damage rose by $19bn and the need by $63.7bn."),
        (
            "imf_need_136_5",
            "The state needs $136.5bn from abroad to keep running, $52bn of it in 2026, before anything is rebuilt; "
            "the Commission's €135.7bn is another sum for other years.",
        ),
        (
            "article_prosperity_eur_800",
            "Nearly every other account gives dollars. The paper that went to EU capitals speaks of $800bn through "
            "2040, of which $500bn in the first ten years.",
        ),
    ],
)
def test_the_nearest_true_sentence(id_: str, sentence: str, dataset: Dataset) -> None:
    """Its numbers are worked out and not typed."""
    assert verdicts.instead(claims.judge(id_, dataset), ENGLISH) == sentence


def test_the_remainder_is_the_articles_presets(dataset: Dataset) -> None:
    """35 as its own sum has it; 19.592 in one currency and 89.864 with the civilian third, said beside it."""
    judged = claims.judge("article_remaining_35", dataset)
    found = {check.id: check.amount.value for check in judged.checks}
    for check, preset in (
        ("as_printed", "article_as_printed"),
        ("converted", "article"),
        ("to_come", "article_to_come"),
    ):
        assert found[check] == pytest.approx(gap.solve(dataset, Scenario.preset(preset, dataset)).gap)
    said = verdicts.instead(judged, ENGLISH)
    assert "leaves $19.6bn; with only the civilian third of the EU loan it leaves $89.9bn" in said


def test_a_verdict_follows_the_data(with_files: Callable[..., Dataset]) -> None:
    """Were RDNA4's damage to housing 84, which is 26.4 more, the claim of 84 would hold."""
    text = (read.DATA / "assessments" / "rdna4.yaml").read_text(encoding="utf-8")
    text = text.replace("damage: {value: 57.6,", "damage: {value: 84,").replace("value: 176.1,", "value: 202.5,")
    changed = with_files(assessments__rdna4=text)
    assert claims.judge("rdna4_housing_damage_84", changed).verdict == "holds"


# ---- what a check is to its claim

DAMAGE_OF_524 = """
damage:
  label: {en: Damage}
  says: {en: Damage came to 524 billion dollars.}
  value: 524
  unit: USD bn
  judged: a test
  checks:
    damage: {label: {en: damage}, figures: [assessments.rdna4.totals.damage]}
    need: {label: {en: need}, figures: [assessments.rdna4.totals.need]}
  instead: {en: "It came to {damage}."}
"""
"""A claim that gives RDNA4's need of 524 as its damage, which is 176.1."""


@pytest.mark.parametrize(
    ("lists", "verdict", "finding", "under"),
    [
        ("means: [need]", "holds", "agrees", "The number is that of: need."),
        ("means: [damage, need]", "partly", "agrees", "The number is that of: need."),
        ("means: [damage]", "differs", "is the same number by chance", "Only by chance the same number: need."),
        ("", "unmeasured", "is the same number by chance", "Only by chance the same number: need."),
        (
            "means: [damage]\n  mistaken_for: [need]",
            "another",
            "is what the number really belongs to",
            "The number is that of: need.",
        ),
        ("mistaken_for: [need]", "another", "is what the number really belongs to", "The number is that of: need."),
        (
            "means: [damage]\n  repeats: [need]",
            "differs",
            "is the claim itself over again, which proves nothing",
            "It agrees only with itself: need.",
        ),
        ("means: [damage]\n  mistaken_for: [damage_too]", "differs", "is the same number by chance", None),
    ],
)
def test_a_coincidence_sets_no_verdict(
    lists: str, verdict: str, finding: str, under: str | None, with_files: Callable[..., Dataset]
) -> None:
    """Only what the words mean and what they were demonstrably mistaken for do; whatever else has the number is shown
    as having it by chance, or as the claim over again.
    """
    text = DAMAGE_OF_524.replace("    need:", "    damage_too: {label: {en: damage}, scenario: article}\n    need:")
    changed = with_files(claims=text.replace("  instead:", f"  {lists}\n  instead:" if lists else "  instead:"))
    judged = claims.judge("damage", changed)
    assert judged.verdict == verdict
    found = {check.id: verdicts.finding(check, ENGLISH) for check in judged.checks}
    assert found == {"damage": "differs", "damage_too": "differs", "need": finding}
    assert under is None or verdicts.under(judged, ENGLISH) == under


def test_every_verdict_has_words(dataset: Dataset) -> None:
    """Verdict, definitions, sentence and findings; nothing is left unfilled."""
    for id_ in dataset.claims:
        judged = claims.judge(id_, dataset)
        said = [verdicts.verdict(judged, ENGLISH), verdicts.under(judged, ENGLISH), verdicts.instead(judged, ENGLISH)]
        said += [verdicts.finding(check, ENGLISH) for check in judged.checks]
        assert all(text and "{" not in text for text in said)
        assert verdicts.sources(judged, dataset, ENGLISH)


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
    ("text", "low", "high", "unit"),
    [
        ("€90–100bn", 90, 100, "EUR bn"),
        ("€100–90bn", 90, 100, "EUR bn"),
        ("EUR 90 - 100 billion", 90, 100, "EUR bn"),
        ("between 75 and 80 billion dollars", 75, 80, "USD bn"),
        ("from $75 billion to 80 billion", 75, 80, "USD bn"),
        ("$75bn–$80bn", 75, 80, "USD bn"),
        ("$900m–1.2bn", 0.9, 1.2, "USD bn"),
        ("75 до 80 млрд дол.", 75, 80, "USD bn"),
        ("від 75 млрд до 80 млрд гривень", 75, 80, "UAH bn"),
        ("між 75 і 80 млрд євро", 75, 80, "EUR bn"),
        ("75–80 %", 0.75, 0.8, "fraction"),
        ("75 % to 80 %", 0.75, 0.8, "fraction"),
    ],
)
def test_a_range_is_read_with_both_ends(text: str, low: float, high: float, unit: str, dataset: Dataset) -> None:
    """English and Ukrainian words or a dash; a size or a currency may stand at one end alone."""
    assert parse(text, dataset) == Amount(pytest.approx(low), unit, pytest.approx(high))


@pytest.mark.parametrize("text", ["75 and 80 billion dollars", "the loan of 2026–27, 80 billion dollars"])
def test_two_numbers_are_no_range_without_words_for_one(text: str, dataset: Dataset) -> None:
    """The one with a size counts, as before."""
    assert parse(text, dataset) == Amount(80, "USD bn")


@pytest.mark.parametrize(
    ("amount", "agree", "differ"),
    [
        (Amount(35, "USD bn"), (34.5, 35.5), (34.4, 35.6)),
        (Amount(35.5, "USD bn"), (35.45, 35.55), (35.4, 35.6)),
        (Amount(75, "USD bn", 80), (74.5, 77, 80.5), (74.4, 80.6)),
        (Amount(0.9, "USD bn", 1.2), (0.85, 1.25), (0.8, 1.3)),
    ],
)
def test_a_range_agrees_with_what_lies_in_it(
    amount: Amount, agree: tuple[float, ...], differ: tuple[float, ...]
) -> None:
    """To half a digit of its ends; a single number is a range of its own."""
    assert all(amount.covers(value) for value in agree)
    assert not any(amount.covers(value) for value in differ)


def test_a_range_calls_up_the_claims_and_figures_within_it(dataset: Dataset) -> None:
    """$75–80bn: the banks' 75 and the World Bank's 77 but no 84; figures inside are off by nothing, others by their
    distance from the nearer end.
    """
    found = explain.check_claim("$75–80bn", dataset)
    ids = {judged.id for judged in found.claims}
    assert {"article_banks_75", "world_bank_77"} <= ids
    assert "rdna4_housing_damage_84" not in ids
    assert all(75 <= dataset.claims[id_].value <= 80 for id_ in ids)
    assert found.matches["distance"].min() == 0
    assert (found.matches["distance"] <= claims.TOLERANCE).all()
    assert found.amount.off(80.8) == pytest.approx(0.01)
    assert found.amount.off(74.25) == pytest.approx(0.01)


def test_a_range_is_said_with_both_ends(dataset: Dataset) -> None:
    """As the screen repeats what it has read."""
    assert verdicts.said(parse("€90–100bn", dataset), ENGLISH) == "€90bn to €100bn"


@pytest.mark.parametrize(
    "text",
    [
        "$3bn a year",
        "3 billion dollars per year",
        "$3bn/year",
        "$3bn annually",
        "$0.25bn a month",
        "5.8 % a year",
        "3 млрд дол. на рік",
        "3 млрд доларів щороку",
        "3 млрд євро щорічно",
        "16,4 % річних",
        "$2–3bn each year",
    ],
)
def test_a_rate_is_refused_with_what_to_type_instead(text: str, dataset: Dataset) -> None:
    """So much a year is no sum: over which years it runs is not said."""
    with pytest.raises(ExplainError) as refused:
        parse(text, dataset)
    assert str(refused.value) == (
        f"“{text}” is so much a year or a month, which cannot be held against sums; type the whole sum instead, "
        "as $30bn for ten years of $3bn"
    )


@pytest.mark.parametrize(
    "text",
    [
        "$524bn a year ago",
        "524 billion dollars over a ten-year period",
        "$524bn for ten years",
        "524 млрд дол. за десять років",
    ],
)
def test_a_sum_over_years_is_no_rate(text: str, dataset: Dataset) -> None:
    """A time beside a sum does not make it a yearly one."""
    assert parse(text, dataset) == Amount(524, "USD bn")


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
