"""A scenario: checked, frozen, with an address that reads back and a key that is the same everywhere."""

import dataclasses
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.data import read
from finance.data.dataset import Dataset
from finance.errors import ScenarioError
from finance.scenario import DEFAULT, RENAMED, Scenario, outdated, renamed


@pytest.fixture
def article(dataset: Dataset) -> Scenario:
    return Scenario.preset("article", dataset)


# ---------------------------------------------------------------- presets and values


def test_a_preset_holds_a_value_for_every_assumption(dataset: Dataset) -> None:
    """The defaults of assumptions.yaml, and on top what the preset says."""
    for id_ in dataset.presets:
        assert set(Scenario.preset(id_, dataset).values) == set(dataset.assumptions)
    printed = Scenario.preset("article_as_printed", dataset)
    assert printed.number("eur_usd") == 1.0
    assert printed.choice("ledger") == "article"
    assert printed.switch("spread_not_itemised") is False


def test_an_unknown_preset_names_the_known(dataset: Dataset) -> None:
    """The message lists every preset, so that the next try succeeds."""
    with pytest.raises(ScenarioError) as caught:
        Scenario.preset("rdna6", dataset)
    assert str(caught.value) == (
        "'rdna6' is no scenario; known are article_as_printed, article, article_civilian, article_to_come, "
        "rdna5_whole, rdna5_held, rdna4_whole, prosperity_plan"
    )


def test_the_packaged_data_is_used_when_none_is_given(dataset: Dataset) -> None:
    """`Scenario.preset("article")` alone is enough for a notebook."""
    assert Scenario.preset("article").key == Scenario.preset("article", dataset).key


@pytest.mark.parametrize(
    ("id_", "given_", "held"),
    [
        ("eur_usd", "1.25", 1.25),
        ("eur_usd", 1, 1.0),
        ("spread_not_itemised", "true", True),
        ("spread_not_itemised", "false", False),
        ("spread_not_itemised", True, True),
        ("rule", "priority", "priority"),
        ("prices", "2025", "2025"),
    ],
)
def test_values_may_come_as_text(article: Scenario, id_: str, given_: Any, held: Any) -> None:
    """An address and a command line hold text; the scenario holds numbers, switches and choices."""
    value = article.with_(**{id_: given_}).values[id_]
    assert value == held
    assert type(value) is type(held)


@pytest.mark.parametrize(
    ("id_", "value", "message"),
    [
        ("eur_usd", 9, "eur_usd is 9; allowed is 0.8 to 1.6 [USD per EUR]"),
        ("eur_usd", "0.79", "eur_usd is 0.79; allowed is 0.8 to 1.6 [USD per EUR]"),
        ("eur_usd", "dear", "eur_usd is 'dear', not a number; allowed is 0.8 to 1.6 [USD per EUR]"),
        ("eur_usd", "", "eur_usd is '', not a number; allowed is 0.8 to 1.6 [USD per EUR]"),
        ("eur_usd", None, "eur_usd is None, not a number; allowed is 0.8 to 1.6 [USD per EUR]"),
        ("eur_usd", True, "eur_usd is True; allowed is 0.8 to 1.6 [USD per EUR]"),
        ("eur_usd", "nan", "eur_usd is nan; allowed is 0.8 to 1.6 [USD per EUR]"),
        ("eur_usd", float("nan"), "eur_usd is nan; allowed is 0.8 to 1.6 [USD per EUR]"),
        ("eur_usd", "inf", "eur_usd is inf; allowed is 0.8 to 1.6 [USD per EUR]"),
        ("eur_usd", "-inf", "eur_usd is -inf; allowed is 0.8 to 1.6 [USD per EUR]"),
        ("spread_not_itemised", "yes", "spread_not_itemised is yes; it takes true or false"),
        ("spread_not_itemised", 1, "spread_not_itemised is 1; it takes true or false"),
        ("rule", "fair", "rule is fair; it takes one of earmark_first, priority, most_funded"),
        ("rule", ["priority"], "rule is ['priority']; it takes one of earmark_first, priority, most_funded"),
    ],
)
def test_a_value_that_is_not_allowed_names_what_is(article: Scenario, id_: str, value: Any, message: str) -> None:
    """Out of range, not a number, not finite, not a choice: one sentence each, with the range."""
    with pytest.raises(ScenarioError) as caught:
        article.with_(**{id_: value})
    assert caught.value.problems == (message,)


def test_the_ends_of_a_range_are_allowed(dataset: Dataset, article: Scenario) -> None:
    """Every slider may stand at its lowest and its highest value."""
    for id_, row in dataset.assumptions.items():
        for end in (row.low, row.high):
            if end is not None:
                assert article.with_(**{id_: end}).number(id_) == end


def test_every_value_that_is_not_allowed_is_reported_at_once(article: Scenario) -> None:
    """Three mistakes, three problems, in the order given; nothing is changed."""
    with pytest.raises(ScenarioError) as caught:
        article.with_(eur_usd=9, rule="fair", colour="red", soft_earmarks=0.5)
    first, second, third = caught.value.problems
    assert first.startswith("eur_usd is 9")
    assert second.startswith("rule is fair")
    assert third.startswith("'colour' is no assumption; known are absorption_cap, absorption_ramp, additionality")


def test_a_quoted_switch_in_a_preset_is_read_as_a_switch(with_files: Callable[..., Dataset]) -> None:
    """`"false"` in quotes is text to YAML; it must not count as true because text is not empty."""
    text = (read.DATA / "scenarios.yaml").read_text(encoding="utf-8")
    quoted = text.replace("values: {assessment: rdna5}", 'values: {assessment: rdna5, spread_not_itemised: "false"}')
    assert quoted != text
    assert Scenario.preset("rdna5_whole", with_files(scenarios=quoted)).switch("spread_not_itemised") is False


# ---------------------------------------------------------------- frozen


def test_a_scenario_cannot_be_changed(article: Scenario) -> None:
    """Neither its fields nor its values; `with_` makes another and leaves this one alone."""
    with pytest.raises(FrozenInstanceError):
        article.base = "rdna5_whole"  # type: ignore[misc]
    with pytest.raises(TypeError):
        article.values["eur_usd"] = 1.0  # type: ignore[index]
    moved = article.with_(eur_usd=1.25)
    assert (article.number("eur_usd"), moved.number("eur_usd")) == (1.1712, 1.25)
    assert moved.changed() == {"eur_usd": 1.25}
    assert article.changed() == {}


def test_equal_values_make_equal_scenarios(article: Scenario) -> None:
    """There and back again is the same scenario."""
    assert article.with_(eur_usd=1.25).with_(eur_usd=1.1712) == article


# ---------------------------------------------------------------- address


def test_the_address_holds_only_what_differs_from_the_preset(article: Scenario) -> None:
    """Short links: the preset and what was moved, spelled as a person would."""
    assert article.to_query() == {"scenario": "article"}
    moved = article.with_(eur_usd=1.25, spread_not_itemised=True, rule="priority", soft_earmarks=1)
    assert moved.to_query() == {
        "scenario": "article",
        "spread_not_itemised": "true",
        "eur_usd": "1.25",
        "rule": "priority",
        "soft_earmarks": "1",
    }


@given(data=st.data())
def test_every_address_reads_back(
    data: st.DataObject, dataset: Dataset, scenarios: st.SearchStrategy[Scenario]
) -> None:
    """from_query(to_query()) is the same scenario to the last bit, and so has the same key."""
    scenario = data.draw(scenarios)
    again = Scenario.from_query(scenario.to_query(), dataset)
    assert again == scenario
    assert again.key == scenario.key
    assert all(isinstance(value, str) for value in scenario.to_query().values())


def test_an_empty_address_is_the_preset_that_opens_first(dataset: Dataset) -> None:
    """No query, no surprise: the article in one currency."""
    assert Scenario.from_query({}, dataset) == Scenario.preset(DEFAULT, dataset)


def test_what_is_wrong_in_an_address_stays_at_the_preset_and_is_said(dataset: Dataset) -> None:
    """Each bad part is left at the preset's value with one sentence; the good parts hold."""
    scenario, problems = Scenario.read_query(
        {"scenario": "article_civilian", "eur_usd": "9", "utm_source": "x", "soft_earmarks": "0.5"}, dataset
    )
    assert scenario.base == "article_civilian"
    assert scenario.changed() == {"soft_earmarks": 0.5}
    assert problems[0] == "eur_usd is 9; allowed is 0.8 to 1.6 [USD per EUR]"
    assert problems[1].startswith("'utm_source' is no assumption; known are")
    assert len(problems) == 2


def test_an_unknown_preset_in_an_address_opens_the_first_one_and_keeps_the_rest(dataset: Dataset) -> None:
    """The values moved still hold."""
    scenario, problems = Scenario.read_query({"scenario": "rdna6", "eur_usd": "1.25"}, dataset)
    assert (scenario.base, scenario.number("eur_usd")) == (DEFAULT, 1.25)
    assert len(problems) == 1


def test_a_strict_address_is_refused_with_every_problem(dataset: Dataset) -> None:
    """`from_query` is what the command line and the API use."""
    with pytest.raises(ScenarioError) as caught:
        Scenario.from_query({"scenario": "rdna6", "eur_usd": "9", "rule": "fair"}, dataset)
    assert len(caught.value.problems) == 3


# ---------------------------------------------------------------- old addresses


@pytest.mark.parametrize(
    ("grade", "standing"), [("A", "official"), ("B", "official"), ("C", "press"), ("D", "unverified")]
)
def test_an_old_address_opens_with_the_same_meaning_and_says_so(grade: str, standing: str, dataset: Dataset) -> None:
    """`reliability` is `standing` now: what counted by grade counts still, under either name, with no problem."""
    old = {"scenario": "rdna5_whole", "reliability": grade, "eur_usd": "1.25"}
    scenario, problems = Scenario.read_query(old, dataset)
    assert problems == ()
    assert scenario == Scenario.preset("rdna5_whole", dataset).with_(standing=standing, eur_usd=1.25)
    assert Scenario.from_query(old, dataset) == scenario
    assert "reliability" not in scenario.to_query()
    assert [str(remark) for remark in outdated(old)] == [
        f"reliability={grade} is called standing={standing} now and was read so"
    ]


def test_what_an_old_grade_counted_still_counts(dataset: Dataset) -> None:
    """By grade and by standing the same figures pass, but for press that others bear out, which may pass earlier."""
    for grade in "ABCD":
        standing = renamed("reliability", grade)[1]
        before = {
            id_ for id_ in dataset.figures if dataset.reliability(id_) in ("judged", *"ABCD"[: "ABCD".index(grade) + 1])
        }
        now = {id_ for id_ in dataset.figures if dataset.stands(id_, standing)}
        if grade == "A":
            assert before < now
        else:
            assert before == now, grade


def test_a_rule_that_went_leads_to_its_equal_with_a_notice(dataset: Dataset) -> None:
    """`max_min` gave the answer of `most_funded`; a link that names it opens with that, and says so."""
    old = {"scenario": "rdna5_whole", "rule": "max_min"}
    assert Scenario.from_query(old, dataset).choice("rule") == "most_funded"
    assert [str(remark) for remark in outdated(old)] == ["rule=max_min is called rule=most_funded now and was read so"]


def test_no_address_of_today_is_outdated(dataset: Dataset) -> None:
    """Nothing that `to_query` writes is an old name, and what is old leads to an assumption that exists."""
    for id_, (now, values) in RENAMED.items():
        assert id_ not in dataset.assumptions or not set(values) & set(dataset.choices[id_])
        assert set(values.values()) <= set(dataset.choices[now])
    for id_ in dataset.presets:
        moved = Scenario.preset(id_, dataset).with_(standing="unverified", soft_earmarks=0.5)
        assert outdated(moved.to_query()) == ()


def test_a_wrong_value_of_an_old_name_names_what_is_allowed_today(dataset: Dataset) -> None:
    """An unknown grade is refused like any other value, under the name of today."""
    scenario, problems = Scenario.read_query({"scenario": "rdna5_whole", "reliability": "E"}, dataset)
    assert scenario == Scenario.preset("rdna5_whole", dataset)
    assert [str(problem) for problem in problems] == [
        "standing is E; it takes one of official, corroborated, press, unverified"
    ]


# ---------------------------------------------------------------- key


def test_the_key_follows_the_values_and_not_the_way_there(dataset: Dataset, article: Scenario) -> None:
    """Ten characters; another value, another key; the same values from another preset, the same key."""
    assert len(article.key) == 10
    assert article.with_(eur_usd=1.25).key != article.key
    printed = Scenario.preset("article_as_printed", dataset)
    assert printed.with_(eur_usd=1.1712).key == article.key


def test_minus_zero_is_zero(article: Scenario) -> None:
    """−0 is the same share as 0, so it must be the same key."""
    assert article.with_(soft_earmarks="-0").key == article.key


def test_the_key_changes_with_the_data(with_files: Callable[..., Dataset], article: Scenario) -> None:
    """One figure mended is another edition, so an old link can tell."""
    text = (read.DATA / "assessments" / "article.yaml").read_text(encoding="utf-8")
    changed = with_files(assessments__article=text.replace("value: 200", "value: 201"))
    assert Scenario.preset("article", changed).key != article.key


def test_every_assumption_but_the_language_has_a_say_in_the_key(dataset: Dataset) -> None:
    """Whatever is moved, the key moves; in another language the same figures keep their key."""
    article = Scenario.preset("article", dataset)
    for id_, row in dataset.assumptions.items():
        others = [*dataset.choices.get(id_, ()), row.low, row.high, True, False]
        other = next(value for value in others if value not in (None, article.values[id_]))
        assert (article.with_(**{id_: other}).key == article.key) == (id_ == "lang")


def test_the_key_is_the_same_in_every_process(article: Scenario) -> None:
    """Python's own hashes differ from one process to the next; the key must not."""
    code = "from finance.scenario import Scenario; print(Scenario.preset('article').with_(eur_usd=1.25).key)"
    for seed in ("0", "4711"):
        found = subprocess.run(
            [sys.executable, "-c", code],
            cwd=read.DATA.parent,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert found.stdout.strip() == article.with_(eur_usd=1.25).key


def test_a_row_that_the_model_reads_and_the_data_lacks_is_named(dataset: Dataset) -> None:
    """Deleting a row of assumptions.yaml gives one sentence and no traceback."""
    rows = {id_: row for id_, row in dataset.assumptions.items() if id_ != "rule"}
    scenario = Scenario.preset("article", dataclasses.replace(dataset, assumptions=rows))
    with pytest.raises(
        ScenarioError, match=r"assumptions\.yaml has no 'rule', which the model reads; put its row back"
    ):
        scenario.choice("rule")
