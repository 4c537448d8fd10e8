"""Every screen, through Streamlit's own test runner: no browser, the real script."""

import html
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd
import pytest
from streamlit.proto.Metric_pb2 import Metric
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from finance.analysis import uncertainty
from finance.data import read
from finance.data.dataset import Dataset
from finance.model import gap
from finance.scenario import Scenario

Colour = Metric.MetricColor
MAIN = Path(__file__).resolve().parents[1] / "pages" / "main.py"
SCREENS = (
    "overview.py",
    "sectors.py",
    "sources.py",
    "timeline.py",
    "regions.py",
    "close.py",
    "terms.py",
    "benchmarks.py",
    "uncertainty.py",
    "compare.py",
    "claims.py",
    "report.py",
    "data.py",
    "method.py",
    "guide.py",
    "own.py",
    "words.py",
)

GROUPS = ("scope", "money", "allocation", "private", "time", "closing", "terms", "chance", "display")


def opened(screen: str = "overview.py", groups: Sequence[str] = (), **query: str) -> AppTest:
    """A screen at an address, with some groups of the sidebar open."""
    app = AppTest.from_file(str(MAIN), default_timeout=30)
    for name, value in query.items():
        app.query_params[name] = value
    for group in groups:
        app.session_state[f"group_{group}"] = True
    app.run()
    if screen != "overview.py":
        app.switch_page(screen).run()
    return app


def keys(app: AppTest) -> set[str | None]:
    """Keys of everything that the sidebar has drawn."""
    drawn = (*app.sidebar.slider, *app.sidebar.selectbox, *app.sidebar.toggle, *app.sidebar.button)
    return {control.key for control in drawn}


def places(block: Block, path: tuple[int, ...] = ()) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Where Streamlit's page has each control: the key with the way to it from the block."""
    for index, child in block.children.items():
        if isinstance(child, Block):
            yield from places(child, (*path, index))
        elif child.key:
            yield child.key, (*path, index)


def written(app: AppTest) -> list[pd.DataFrame]:
    """The tables of a screen that are HTML, each cell as it is written there."""
    found = []
    for element in app.get("html"):
        rows = [
            re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", element.proto.body)
        ]
        if rows:
            head, *body = [[html.unescape(cell) for cell in row] for row in rows]
            found.append(pd.DataFrame(body, columns=head))
    return found


def headline(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def ends(dataset: Dataset, scenario: str, end: str) -> dict[str, str]:
    rows, estimated = dataset.assumptions.items(), {"estimate": "false"} if end == "low" else {}
    numbers = {id_: f"{getattr(row, end):g}" for id_, row in rows if row.kind == "number"}
    return {"scenario": scenario} | estimated | numbers


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("scenario", ["article", "rdna5_whole", "prosperity_plan"])
@pytest.mark.parametrize("end", ["default", "low", "high"])
def test_every_screen_opens_at_the_ends_of_every_slider(dataset: Dataset, screen: str, scenario: str, end: str) -> None:
    """With all numbers at their default, lowest and highest value a screen draws without an exception; at the lowest
    without estimated cells."""
    app = opened(screen, GROUPS, **ends(dataset, scenario, end))
    assert not app.exception
    assert not app.error
    assert list(headline(app)) == ["Need", "Available", "Gap", "Coverage"]


@pytest.mark.parametrize("scenario", ["article_as_printed", "article", "article_civilian", "rdna5_held", "rdna4_whole"])
def test_the_four_figures_are_the_results(dataset: Dataset, scenario: str) -> None:
    """The screen prints what `gap.solve` computes, rounded once."""
    result = gap.solve(dataset, Scenario.preset(scenario, dataset))
    shown = headline(opened(scenario=scenario))
    assert shown["Gap"] == f"${result.gap:.1f}bn"
    assert shown["Need"] == f"${result.need:.1f}bn"
    assert shown["Available"] == f"${result.available:.1f}bn"


def test_every_question_of_the_guide_leads_to_a_screen_that_answers_it(dataset: Dataset) -> None:
    """The screen exists, opens in the question's state, and shows the figures of that state."""
    assert len(dataset.questions) >= 10
    for question in dataset.questions.values():
        asked = Scenario.preset(question.scenario, dataset).with_(**question.values)
        app = opened(f"{question.screen}.py", **asked.to_query())
        assert not app.exception
        assert headline(app)["Gap"] == f"${gap.solve(dataset, asked).gap:.1f}bn"


def test_a_slider_value_stays_when_the_screen_changes() -> None:
    """A moved slider and the changed figures are the same on the next screens."""
    app = opened()
    app.slider(key="eur_usd").set_value(1.25).run()
    assert headline(app)["Gap"] == "$12.5bn"
    for screen in SCREENS:
        app.switch_page(screen).run()
        assert app.slider(key="eur_usd").value == 1.25
        assert headline(app)["Gap"] == "$12.5bn"


def test_each_figure_says_how_it_differs_from_the_preset() -> None:
    """Unmoved there is no change to show; moved, each figure carries its own, green where things are better."""
    app = opened()
    assert [metric.delta for metric in app.metric] == ["", "", "", ""]
    app.slider(key="eur_usd").set_value(1.25).run()
    assert [metric.delta for metric in app.metric] == ["$0.0bn", "+$7.1bn", "−$7.1bn", "+3.5 pp"]
    assert [metric.proto.color for metric in app.metric] == [Colour.GRAY, Colour.GREEN, Colour.GREEN, Colour.GREEN]
    app.slider(key="eur_usd").set_value(1.1).run()
    assert [metric.proto.color for metric in app.metric] == [Colour.GRAY, Colour.RED, Colour.RED, Colour.RED]


def test_picking_a_preset_sets_every_assumption(dataset: Dataset) -> None:
    """After the picker moved, no value of the old scenario is left."""
    app = opened(eur_usd="1.4", ifi_eligible="0.5")
    app.selectbox(key="scenario").set_value("rdna5_held").run()
    preset = Scenario.preset("rdna5_held", dataset)
    assert app.session_state["current"].values == preset.values
    assert dict(app.query_params) == {"scenario": "rdna5_held"}


def test_a_closed_group_draws_no_control_and_loses_no_value(dataset: Dataset) -> None:
    """A value set in a group counts after the group was closed, and the control has it when it is opened again."""
    app = opened(groups=["money"])
    app.slider(key="ifi_eligible").set_value(0.5).run()
    app.session_state["group_money"] = False
    app.run()
    assert "ifi_eligible" not in keys(app)
    assert headline(app)["Gap"] == "$57.1bn"  # 19.592 + 75 × 0.5
    app.session_state["group_money"] = True
    app.run()
    assert app.slider(key="ifi_eligible").value == 0.5
    first = {id_ for id_, row in dataset.assumptions.items() if row.first}
    assert keys(opened()) == first | {"scenario", "undo", "redo"}


def test_one_control_one_group_or_all_go_back_to_the_preset() -> None:
    """Each reset takes back its own values, says how many or to what, and goes away; every one can be undone."""
    app = opened(eur_usd="1.4", ifi_eligible="0.5", realised_loans="0.5")
    assert app.button(key="reset").label == "Reset all 3 changes"
    assert app.button(key="reset_money").label == "Reset 2 changes in this group"
    assert app.button(key="reset_eur_usd").label == "Back to 1.1712"
    app.button(key="reset_eur_usd").click().run()
    assert dict(app.query_params) == {"scenario": "article", "ifi_eligible": "0.5", "realised_loans": "0.5"}
    app.button(key="reset_money").click().run()
    assert dict(app.query_params) == {"scenario": "article"}
    assert not keys(app) & {"reset", "reset_money", "reset_eur_usd"}
    app.button(key="undo").click().run()
    app.button(key="reset").click().run()
    assert headline(app)["Gap"] == "$19.6bn"


def test_undo_and_redo_walk_through_all_that_was_done() -> None:
    """A slider, a choice and a preset are each one step, back and forward; a new change ends what could be redone."""
    app = opened()
    assert app.button(key="undo").disabled
    app.slider(key="eur_usd").set_value(1.25).run()
    app.selectbox(key="assessment").set_value("rdna5").run()
    app.selectbox(key="scenario").set_value("article_civilian").run()
    shown = [headline(app)["Gap"]]
    for _ in range(3):
        app.button(key="undo").click().run()
        shown.append(headline(app)["Gap"])
    assert shown == ["$89.9bn", "$288.5bn", "$12.5bn", "$19.6bn"]
    assert app.button(key="undo").disabled
    app.button(key="redo").click().run()
    assert (headline(app)["Gap"], app.slider(key="eur_usd").value) == ("$12.5bn", 1.25)
    app.slider(key="eur_usd").set_value(1.1712).run()
    assert app.button(key="redo").disabled


def test_undo_says_what_it_takes_back() -> None:
    """The button names the assumption with the value it has and the one it would have."""
    app = opened()
    app.slider(key="eur_usd").set_value(1.25).run()
    assert app.button(key="undo").help == "Dollars per euro: 1.2500 → 1.1712"
    app.selectbox(key="scenario").set_value("article_civilian").run()
    assert app.button(key="undo").help == "Scenario: The article, civilian money only → The article in one currency"


def test_a_walk_with_an_arrow_key_is_one_change() -> None:
    """Moves of one slider the same way, also by several steps, are undone at once; a turn begins another change."""
    app = opened()
    for value in (1.1728, 1.1744, 1.184, 1.1744):
        app.slider(key="eur_usd").set_value(value).run()
    app.button(key="undo").click().run()
    assert app.slider(key="eur_usd").value == 1.184
    app.button(key="undo").click().run()
    assert app.slider(key="eur_usd").value == 1.1712


def test_a_control_that_cannot_change_the_result_is_greyed_out() -> None:
    """The article's sliders rest while the ledger is open, and the other way round."""
    article, ledger = (opened(groups=["money"], scenario=preset) for preset in ("article", "rdna5_whole"))
    assert not article.slider(key="eu_loan_eligible").disabled
    assert ledger.slider(key="eu_loan_eligible").disabled
    assert article.slider(key="unspecified_eligible").disabled
    assert not ledger.slider(key="unspecified_eligible").disabled


def test_the_sliders_of_terms_and_private_money_act_where_their_lines_are() -> None:
    """The chance of reparations moves the EU loan of the article; a development bank draws private money."""
    article = opened("terms.py", groups=("terms", "private"), scenario="article")
    assert not article.slider(key="reparations_probability").disabled
    assert article.slider(key="discount_rate").disabled
    assert not article.slider(key="leverage").disabled
    article.slider(key="reparations_probability").set_value(0.5).run()
    assert "$52.7bn of up to $105.4bn" in " ".join(title.value for title in article.subheader)


def test_private_money_stands_apart_on_timeline_after_a_year_of_security() -> None:
    """Safe from 2030, with two years of lag: 7.5 × 0.75 × 0.67 = 3.769 a year, of which 42 % can reach its sectors, for
    four years by 2035.
    """
    titles = [title.value for title in opened("timeline.py", scenario="article", security_year="2030").subheader]
    assert titles[0] == "By 2035, $186.8bn of need is met, $6.4bn of it by private capital; $13.2bn lacks money"


def test_an_empty_selection_says_so_in_a_sentence() -> None:
    """No figure found on Data, and no money in a scenario, each have a sentence of their own."""
    app = opened("data.py")
    app.text_input[0].set_value("no such figure").run()
    assert [box.value for box in app.info] == ["No figure fits. Shorten the words, or take back a grade."]
    broke = opened("sources.py", scenario="rdna5_whole", firmness="disbursed", reliability="A")
    assert not broke.exception
    assert headline(broke)["Available"] == "$0.0bn"


def test_amounts_can_be_shown_in_euros() -> None:
    """The currency shown divides by the rate and changes nothing else."""
    assert headline(opened(currency="EUR"))["Gap"] == "€16.7bn"


def test_the_headline_is_worked_out_when_asked() -> None:
    """Closed, nothing is drawn; opened, the gap's formula stands with its values, and another figure can be chosen."""
    app = opened(scenario="article_civilian")
    assert not said_html(app)
    app.session_state["receipts"] = True
    app.run()
    assert "$89.864bn = $200.000bn − $110.136bn" in said_html(app)
    app.segmented_control(key="receipt_figure").set_value("coverage").run()
    assert "55.068%" in said_html(app)
    assert not app.exception


def said_html(app: AppTest) -> str:
    return " ".join(block.proto.body for block in app.get("html") if "receipt" in block.proto.body)


def test_the_overview_says_in_a_sentence_what_the_last_move_did() -> None:
    """First the result; after a move, the move; after its undoing, the result again."""
    app = opened()
    assert any("is missing." in text.value and "gap by" not in text.value for text in app.markdown)
    app.slider(key="eur_usd").set_value(1.25).run()
    moved = [text.value for text in app.markdown if "is missing." in text.value]
    assert moved[0].endswith(
        "The last change narrowed the gap by \\$7.1bn: “Dollars per euro” went from 1.1712 to 1.25."
    )
    app.button(key="reset").click().run()
    assert not any("last change" in text.value for text in app.markdown)


def test_compare_takes_its_scenarios_and_its_bridge_from_the_address() -> None:
    """Three scenarios with differences from the first, the bridge between two, and what is unknown is said."""
    query = {"scenario": "article", "compare": "article_as_printed,article_civilian,now", "from": "article_as_printed"}
    app = opened("compare.py", **query, to="article_civilian")
    table = written(app)[0].set_index("What is compared")
    assert table.loc["Gap"].tolist() == ["$35.0bn", "$89.9bn", "+$54.9bn (+157%)", "$19.6bn", "−$15.4bn (−44%)"]
    assert table.loc["Coverage"].tolist() == ["82.5%", "55.1%", "−27.4 pp", "90.2%", "+7.7 pp"]
    titles = [heading.value for heading in app.subheader]
    assert any("is $54.9bn larger than that of “The article as printed”" in title for title in titles)
    unknown = opened("compare.py", compare="article,rdna9")
    assert unknown.warning[0].value.startswith("rdna9: no scenario to compare; known are now, article")
    assert [box.value for box in unknown.info] == ["Choose at least two scenarios."]


def test_compare_says_so_where_two_scenarios_are_the_same() -> None:
    """The screen's scenario is the preset it is compared with."""
    app = opened("compare.py", scenario="article", compare="article,now")
    titles = [heading.value for heading in app.subheader]
    assert "The two scenarios are the same, so nothing moves the gap of $19.6bn" in titles


def test_a_typed_number_is_checked_and_one_without_a_unit_is_refused_in_words() -> None:
    """The address carries what was typed; nothing near, no unit and a match each have their answer."""
    app = opened("claims.py", claim="35 billion dollars")
    assert "gap of “The article as printed”" in app.dataframe[0].value["What it is"].tolist()
    app.text_input(key="claim_text").set_value("35").run()
    assert "has no unit, so it can mean anything" in app.info[0].value
    assert app.query_params["claim"] == "35"
    app.text_input(key="claim_text").set_value("$123456bn").run()
    assert app.info[0].value.startswith("No stored figure and no scenario comes within that distance.")


def test_every_published_claim_stands_on_its_screen_with_its_verdict(dataset: Dataset) -> None:
    """As many cards as claims, each with the nearest true sentence."""
    said = " ".join(text.value for text in opened("claims.py").markdown)
    for claim in dataset.claims.values():
        assert claim.says.en.replace("$", "\\$") in said
    assert "In one currency the article's own sum leaves \\$19.6bn" in said


def test_a_claim_that_a_number_calls_up_stands_once_on_its_screen(dataset: Dataset) -> None:
    """The card moves up to the typed number, and the list below it holds the others."""
    app = opened("claims.py", claim="$35bn")
    says = dataset.claims["article_remaining_35"].says.en
    assert [says in text.value for text in app.markdown].count(True) == 1
    assert len(app.expander) == len(opened("claims.py").expander)


def test_broken_data_is_one_clear_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the data cannot be read the reader sees which line to mend, and no traceback."""
    folder = tmp_path / "data"
    shutil.copytree(read.DATA, folder)
    (folder / "sources.yaml").write_text("eu: {label: {en: European Union}, kind: club, colour: '#000000'}\n")
    monkeypatch.setattr(read, "DATA", folder)
    app = opened()
    assert not app.exception
    assert [box.value for box in app.error] == ["The data cannot be read. Mend these lines and reload the page."]
    assert "sources.yaml:1: eu.kind is 'club'" in app.code[0].value


# ---- uncertainty


def test_uncertainty_says_the_range_the_chance_and_the_worst_tenth(dataset: Dataset) -> None:
    """The sentence carries the figures of `uncertainty.draw`, rounded once."""
    app = opened("uncertainty.py", scenario="rdna5_held")
    found = uncertainty.draw(dataset, Scenario.preset("rdna5_held", dataset))
    gap_ = found.table.set_index("measure").loc["gap"]
    said = " ".join(text.value for text in app.markdown).replace("\\$", "$")
    for amount in (gap_["p10"], gap_["p50"], gap_["p90"], found.expected_shortfall, found.result.gap):
        assert f"${amount:.1f}bn" in said
    assert f"{found.short:.1%}" in said


def test_draws_and_seed_are_chosen_on_the_screen_and_stand_in_the_address() -> None:
    """The box sets the assumption, and the sidebar's slider sets the box."""
    app = opened("uncertainty.py", groups=["chance"])
    app.number_input(key="chance_seed").set_value(7).run()
    app.selectbox(key="chance_draws").set_value(1024).run()
    assert not app.exception
    assert (app.slider(key="seed").value, app.slider(key="draws").value) == (7, 1024)
    assert dict(app.query_params) == {"scenario": "article", "draws": "1024", "seed": "7"}
    app.slider(key="draws").set_value(512).run()
    assert app.selectbox(key="chance_draws").value == 512


def test_another_seed_gives_other_words_and_the_same_seed_the_same() -> None:
    """What the sentence says follows from the seed alone."""
    first, again, other = (
        next(text.value for text in opened("uncertainty.py", seed=seed, draws="256").markdown if "P50" in text.value)
        for seed in ("1", "1", "2")
    )
    assert first == again
    assert first != other


def test_draws_that_were_rounded_up_are_said() -> None:
    """768 become 1,024."""
    app = opened("uncertainty.py", draws="768")
    assert [box.value for box in app.info] == [
        "768 draws were rounded up to 1,024, a power of two, for which alone the points are balanced."
    ]


def test_bounds_and_percentiles_stand_in_columns_of_their_own() -> None:
    """The euro: bounds 0.8 and 1.6, P10 and P90 0.9723 and 1.4148, the scenario's own 1.1712."""
    app = opened("uncertainty.py")
    table = next(frame.value for frame in app.dataframe if "Bound below" in frame.value)
    row = table.set_index("Assumption").loc["Dollars per euro"]
    assert row[["Bound below", "P10", "This scenario", "P90", "Bound above"]].tolist() == [
        *("0.8000", "0.9723", "1.1712", "1.4148", "1.6000")
    ]


# ---- solving backwards


def backwards(app: AppTest) -> dict[str, str]:
    table = next(table for table in written(app) if "Would have to be" in table)
    return table.set_index("Assumption")["Would have to be"].to_dict()


def test_close_the_gap_says_what_would_have_to_be_true() -> None:
    """The article: 125/90 = 1.3889 dollars a euro, and nothing else can; to come down to 10, 115/90 = 1.2778."""
    app = opened("close.py")
    found = backwards(app)
    assert found["Dollars per euro"] == "1.3889 USD per EUR"
    assert set(found.values()) == {"1.3889 USD per EUR", "cannot, within its range"}
    app.number_input(key="close_target").set_value(10.0).run()
    assert backwards(app)["Dollars per euro"] == "1.2778 USD per EUR"


def test_a_target_above_the_gap_is_met_already() -> None:
    """The article's gap of 19.6 is below 100 at any rate, and is 100 where 25 ÷ 105.408 = 23.7 % of the loan counts."""
    app = opened("close.py")
    app.number_input(key="close_target").set_value(100.0).run()
    assert backwards(app)["Dollars per euro"] == "anything: the gap is not above the target, whatever this is"
    assert backwards(app)["EU loan that counts"] == "23.7%"


def test_no_control_changes_its_place_when_a_button_to_reset_it_comes() -> None:
    """A place of another number is drawn anew in the browser, and a thumb that the keyboard moves loses its focus."""
    before, after = (
        opened(groups=GROUPS),
        opened(groups=GROUPS, eur_usd="1.25", ifi_eligible="0.9", occupied_share="0.3"),
    )
    stood, stands = dict(places(before.sidebar)), dict(places(after.sidebar))
    assert {"reset", "reset_eur_usd", "reset_money", "reset_ifi_eligible"} <= set(stands) - set(stood)
    assert {key: stands[key] for key in stood} == stood
