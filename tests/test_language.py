"""Numbers, money, shares and dates as a reader of English sees them."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.outputs.language import Language

ENGLISH = Language("en")


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


@given(st.floats(-1e9, 1e9), st.integers(0, 3))
def test_a_zero_never_has_a_sign(value: float, digits: int) -> None:
    """Whatever rounds to nothing shows as nothing, and what is shown reads back as the rounded number."""
    shown = ENGLISH.number(value, digits)
    assert float(shown.replace(",", "").replace("−", "-")) == round(value, digits)
    assert not (shown.startswith("−") and float(shown[1:].replace(",", "")) == 0)
