"""The words of the product: defined once, in both languages, and within reach of the screens that use them."""

import re

import pytest

from finance.data.dataset import Dataset
from pages.parts import glossary
from tests.test_screens import SCREENS, opened

DESIGNED = (
    *("source", "origin", "assessment", "need", "commitment", "firmness", "eligibility", "realisation", "slice"),
    *("available", "funded", "gap", "stranded", "coverage", "residual_source", "assumption", "scenario"),
    *("definition", "receipt", "bridge"),
)


def test_every_word_of_the_product_is_defined(dataset: Dataset) -> None:
    """The words that code, data, screens and files share."""
    assert set(DESIGNED) <= set(dataset.glossary)


def test_every_word_is_defined_in_both_languages(dataset: Dataset) -> None:
    """The Ukrainian is Ukrainian, and a definition is a sentence that ends."""
    for id_, term in dataset.glossary.items():
        for text in filter(None, (term.term, term.means, term.never)):
            assert text.uk, id_
            assert re.search("[а-яіїєґ]", text.uk), id_
        assert term.means.en.endswith("."), id_
        assert term.means.uk.endswith("."), id_


def test_words_beside_one_another_are_others(dataset: Dataset) -> None:
    """No word leads to itself, and every word is led to."""
    led_to = {other for term in dataset.glossary.values() for other in term.see}
    assert all(id_ not in term.see for id_, term in dataset.glossary.items())
    assert set(dataset.glossary) - led_to <= {"absorption", "held_land", "receipt", "bridge"}


def test_words_that_are_told_apart_name_each_other(dataset: Dataset) -> None:
    """Source and origin, need and damage, eligibility and realisation."""
    for one, other in (("source", "origin"), ("need", "damage"), ("eligibility", "realisation")):
        assert dataset.glossary[one].never
        assert other in dataset.glossary[one].see


def test_the_screens_lead_to_their_words(dataset: Dataset) -> None:
    """Each word named at the foot of a screen exists; the four figures carry theirs as help."""
    assert {id_ for ids in glossary._SCREENS.values() for id_ in ids} <= set(dataset.glossary)
    assert {f"{path or 'overview'}.py" for path in glossary._SCREENS} - {"compare.py"} <= set(SCREENS)
    app = opened("sectors.py", scenario="rdna5_whole")
    assert [metric.help for metric in app.metric] == [
        dataset.glossary[id_].means.en for id_ in ("need", "available", "gap", "coverage")
    ]


def test_a_word_in_the_address_stands_first(dataset: Dataset) -> None:
    """A link to a word shows it above all others; an unknown one shows the list."""
    first = opened("words.py", word="stranded")
    assert [box.value for box in first.subheader][:2] == ["Stranded", "All words"]
    assert len(first.subheader) == len(dataset.glossary) + 1
    assert len(opened("words.py", word="nothing").subheader) == len(dataset.glossary)


@pytest.mark.parametrize(("sought", "count"), [("stranded", 3), ("no such word", 0)])
def test_words_are_found_by_term_and_meaning(sought: str, count: int) -> None:
    """Where none fits the screen says so."""
    app = opened("words.py")
    app.text_input(key="words_sought").set_value(sought).run()
    assert (len(app.subheader) >= 1) == bool(count)
    assert [box.value for box in app.info] == ([] if count else ["No word fits. Shorten it."])
