"""Implausible combinations: named where a reader makes them, silent where a preset means them, each with a way out."""

import itertools
from collections.abc import Callable
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.analysis import doubts
from finance.analysis.doubts import DoubtId
from finance.data.dataset import Dataset
from finance.model import gap
from finance.scenario import Scenario
from pages.parts import doubts as screen
from tests.test_screens import headline, opened

CASES: dict[DoubtId, tuple[str, dict[str, object]]] = {
    "nothing_occupied": ("rdna5_held", {"occupied_share": 0.0}),
    "other_length": ("prosperity_plan", {"horizon": 10}),
    "before_the_programme": ("rdna5_whole", {"start_year": 2024}),
    "euro_is_dollar": ("rdna5_whole", {"eur_usd": 1.0}),
    "money_of_another": ("rdna5_whole", {"ledger": "article"}),
    "need_of_another": ("article", {"ledger": "ledger"}),
    "only_disbursed": ("rdna5_whole", {"firmness": "disbursed"}),
    "announced_in_full": ("rdna5_whole", {"firmness": "announced"}),
    "military_counts": ("article_civilian", {"eu_loan_eligible": 0.5}),
    "all_but_military": ("rdna5_whole", {"budget_support_eligible": 1.0, "unspecified_eligible": 1.0}),
}


def found(scenario: Scenario) -> list[str]:
    return [doubt.id for doubt in doubts.doubts(scenario)]


def test_every_doubt_has_a_case() -> None:
    """None is without a test."""
    assert set(CASES) == set(get_args(DoubtId))


@pytest.mark.parametrize("id_", CASES)
def test_a_combination_is_doubted_and_its_way_out_ends_the_doubt(id_: DoubtId, dataset: Dataset) -> None:
    """The values offered are allowed, and with them the doubt is gone and no other has come."""
    preset, values = CASES[id_]
    scenario = Scenario.preset(preset, dataset).with_(**values)
    doubt = next(doubt for doubt in doubts.doubts(scenario) if doubt.id == id_)
    after = scenario.with_(**doubt.way_out)
    assert id_ not in found(after)
    assert set(found(after)) <= set(found(scenario))


def test_no_preset_is_doubted(dataset: Dataset) -> None:
    """What a preset holds itself is its story, also where it is odd: the article as printed reads euros as dollars."""
    for preset in dataset.presets:
        assert found(Scenario.preset(preset, dataset)) == []
    assert found(Scenario.preset("article_as_printed", dataset).with_(ifi_eligible=0.5)) == []


def test_held_land_is_the_whole_country_where_nothing_is_taken_off(solve: Callable[..., gap.Result]) -> None:
    """The doubt is right: with an occupied share of zero, or all of it left out already, the need is the same."""
    whole = solve("rdna5_whole").need
    assert solve("rdna5_held", occupied_share=0.0).need == whole
    assert solve("rdna5_held", already_excluded=1.0).need == whole
    scenario = solve("rdna5_held", already_excluded=1.0).scenario
    assert found(scenario) == ["nothing_occupied"]


def test_a_printed_figure_for_held_land_needs_no_share(dataset: Dataset) -> None:
    """The article prints its own; the share does not act, so it is not doubted."""
    assert found(Scenario.preset("article", dataset).with_(occupied_share=0.0)) == []


def test_hardly_any_disbursed_money_is_left(solve: Callable[..., gap.Result]) -> None:
    """The doubt is right: of what counts as disbursed nothing is available."""
    assert solve("rdna5_whole", firmness="disbursed").available == pytest.approx(0, abs=0.5)


@given(data=st.data())
def test_any_scenario_is_judged_and_can_be_led_out(data: st.DataObject, scenarios: st.SearchStrategy[Scenario]) -> None:
    """Taking every way out ends, after a few rounds, at a scenario that is not doubted."""
    scenario = data.draw(scenarios)
    for _ in itertools.repeat(None, 4):
        for doubt in doubts.doubts(scenario):
            scenario = scenario.with_(**doubt.way_out)
    assert found(scenario) == []


@pytest.mark.parametrize("id_", CASES)
def test_the_screen_says_it_and_offers_the_way(id_: DoubtId) -> None:
    """One quiet sentence without a gap in it, and one button that takes the values and then goes away."""
    preset, values = CASES[id_]
    app = opened("method.py", scenario=preset, **{name: str(value) for name, value in values.items()})
    assert not app.exception
    (button,) = [button for button in app.button if button.key == f"out_of_{id_}"]
    said = [caption.value for caption in app.caption if ":material/help:" in caption.value]
    assert said
    assert not any("{" in text for text in [*said, button.label])
    assert button.label.startswith("Set “")
    button.click().run()
    assert not app.exception
    assert not [button for button in app.button if button.key == f"out_of_{id_}"]


def test_a_scenario_without_doubts_shows_none() -> None:
    """No line, no space."""
    app = opened(scenario="rdna5_whole")
    assert headline(app)
    assert not [caption for caption in app.caption if ":material/help:" in caption.value]


def test_every_doubt_has_its_sentence() -> None:
    """The words on screen and the rules have the same ids."""
    assert set(screen._sentences()) == set(get_args(DoubtId))
