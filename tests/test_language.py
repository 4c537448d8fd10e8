"""Numbers, money, shares and dates as a reader of English sees them."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.data.dataset import Dataset
from finance.data.records import Text
from finance.errors import DataError, Problem, ScenarioError
from finance.language.catalogue import Language
from finance.messages import Remark
from finance.scenario import Scenario

ENGLISH, UKRAINIAN = Language("en"), Language("uk")


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (587.7, 1, "587.7"),
        (1234567.891, 2, "1,234,567.89"),
        (35, 1, "35.0"),
        (35, 0, "35"),
        (-19.592, 1, "−19.6"),
        (-0.04, 1, "0.0"),
        (-0.0, 0, "0"),
        (0.35, 1, "0.3"),
        (np.float64(0.35), 1, "0.3"),
    ],
)
def test_numbers(value: float, digits: int, shown: str) -> None:
    """Grouped, with a true minus, no minus before a zero, and the same for Python's numbers and NumPy's."""
    assert ENGLISH.number(value, digits) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(587.7, "587.7"), (35.0, "35"), (0.19, "0.19"), (1.1712, "1.1712"), (1 / 3, "0.3333")]
)
def test_a_figure_has_the_decimals_that_it_was_printed_with(value: float, shown: str) -> None:
    """None added and none lost, up to four."""
    assert ENGLISH.figure(value) == shown


@pytest.mark.parametrize(
    ("billions", "currency", "shown"),
    [
        (19.592, "USD", "$19.6bn"),
        (90, "EUR", "€90.0bn"),
        (-12.5, "USD", "−$12.5bn"),
        (-0.04, "USD", "$0.0bn"),
        (1500, "USD", "$1,500.0bn"),
        (85, "NOK", "NOK 85.0bn"),
        (-85, "NOK", "−NOK 85.0bn"),
    ],
)
def test_money(billions: float, currency: str, shown: str) -> None:
    """Sign, symbol, amount, unit; a currency without a symbol here goes by its code."""
    assert ENGLISH.money(billions, currency) == shown


@pytest.mark.parametrize(
    ("difference", "shown"), [(15.408, "+$15.4bn"), (-15.408, "−$15.4bn"), (0.0, "$0.0bn"), (0.04, "$0.0bn")]
)
def test_a_change_carries_its_sign(difference: float, shown: str) -> None:
    """Plus and minus are both written; a change too small to show has neither."""
    assert ENGLISH.change(difference) == shown


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (0.90204, "90.2%"),
        (1.0, "100.0%"),
        (0.0, "0.0%"),
        (-0.023, "−2.3%"),
        (-0.0001, "0.0%"),
        (None, "–"),
        (np.nan, "–"),
    ],
)
def test_percentages(share: float | None, shown: str) -> None:
    """A fraction shows as percent; where there is none, an en dash."""
    assert ENGLISH.percent(share) == shown


def test_dates_are_in_the_long_form() -> None:
    """A day that nobody can take for another."""
    assert ENGLISH.date(dt.date(2025, 12, 19)) == "December 19, 2025"


def test_a_message_without_a_translation_is_its_english_self() -> None:
    """English needs no catalogue, and plurals follow the count."""
    assert ENGLISH.text("Need") == "Need"
    assert [ENGLISH.plural("{n} line", "{n} lines", n).format(n=n) for n in (1, 2)] == ["1 line", "2 lines"]


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        (Text(en="in no catalogue", uk="у жодному каталозі"), "у жодному каталозі"),
        (Text(en="in no catalogue"), "in no catalogue"),
        (Text(en="Need"), "Потреба"),
        (Text(en="Need", uk="Потреби"), "Потреби"),
    ],
)
def test_a_text_of_the_data_speaks_for_itself(sentence: Text, shown: str) -> None:
    """Its own Ukrainian words, else the catalogue's, else the English ones; in English always these."""
    assert UKRAINIAN.text(sentence) == shown
    assert ENGLISH.text(sentence) == sentence.en


@given(st.floats(-1e9, 1e9), st.integers(0, 3))
def test_a_zero_never_has_a_sign(value: float, digits: int) -> None:
    """Whatever rounds to nothing shows as nothing, and what is shown reads back as the rounded number."""
    shown = ENGLISH.number(value, digits)
    assert float(shown.replace(",", "").replace("−", "-")) == round(value, digits)
    assert not (shown.startswith("−") and float(shown[1:].replace(",", "")) == 0)


# ---- what is wrong, in words


def test_an_error_is_said_in_the_language_of_its_reader(dataset: Dataset) -> None:
    """Each problem on a line of its own, its unit and numbers in that language; the exception itself speaks English."""
    with pytest.raises(ScenarioError) as caught:
        Scenario.preset("article", dataset).with_(eur_usd=9.0, nonsense=1.0)
    first, second = UKRAINIAN.error(caught.value).splitlines()
    assert first == "eur_usd має значення 9; дозволено від 0,8 до 1,6 [USD за EUR]"
    assert second.startswith("«nonsense» — немає такого припущення; відомі: ")
    assert ENGLISH.error(caught.value).startswith("eur_usd is 9; allowed is 0.8 to 1.6 [USD per EUR]")
    assert str(caught.value).startswith("eur_usd is 9.0; allowed is 0.8 to 1.6 [USD per EUR]")


def test_a_remark_within_a_remark_is_translated_with_it() -> None:
    """A place that is itself a sentence is said in the same language; other places stay as they are."""
    outer = Remark("“{text}” has no number; {how}", text="35", how=Remark("Firmness"))
    assert str(outer) == "“35” has no number; Firmness"
    assert UKRAINIAN.remark(outer) == "У «35» немає числа; Твердість"


def test_a_problem_of_a_file_keeps_its_place() -> None:
    """The line of a data file reads alike in every language: file, line, and what to mend."""
    error = DataError([Problem("b.yaml", 2, "is empty"), Problem("a.yaml", 7, "is no number")])
    assert UKRAINIAN.error(error) == "a.yaml:7: is no number\nb.yaml:2: is empty"
