"""Rounded parts add up to the rounded total, and none is far from what it was."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.language.rounding import decimals, rounded

AMOUNTS = st.lists(st.floats(-1e6, 1e6), max_size=40)


def test_three_thirds_make_one() -> None:
    """0.333… three times is 0.3 + 0.3 + 0.4 on its own sum of 1.0; the earliest takes what is left over."""
    assert rounded([1 / 3] * 3) == [0.4, 0.3, 0.3]


def test_the_largest_remainder_is_rounded_up() -> None:
    """1.14 + 2.28 + 3.17 = 6.59 → 6.6; floors make 6.4, so the two largest remainders, 8 and 7, go up."""
    assert rounded([1.14, 2.28, 3.17]) == [1.1, 2.3, 3.2]


@given(AMOUNTS, st.integers(0, 3))
def test_parts_add_up_to_the_rounded_total(parts: list[float], digits: int) -> None:
    """The sum shown is the sum of what is shown."""
    assert math.fsum(rounded(parts, digits)) == pytest.approx(round(math.fsum(parts), digits), abs=1e-9)


@given(AMOUNTS, st.integers(0, 3))
def test_each_part_is_within_one_unit_of_the_last_digit(parts: list[float], digits: int) -> None:
    """Rounding moves a little; it never invents."""
    for part, shown in zip(parts, rounded(parts, digits), strict=True):
        assert abs(shown - part) <= 10**-digits * (1 + 1e-9) + 1e-9


@given(AMOUNTS, st.integers(0, 3))
def test_parts_that_are_round_already_stay(parts: list[float], digits: int) -> None:
    """Rounding twice is rounding once."""
    once = rounded(parts, digits)
    assert rounded(once, digits) == pytest.approx(once, abs=1e-9)


def test_negative_parts_are_rounded_too() -> None:
    """−0.26 + 0.11 − 0.35 = −0.5; floors −0.3, 0.1, −0.4 are one tenth short: 0.04 is the largest remainder."""
    assert rounded([-0.26, 0.11, -0.35]) == [-0.3, 0.1, -0.3]
    assert math.fsum(rounded([-1.25, 1.25])) == 0


def test_no_parts_are_no_parts() -> None:
    """An empty list stays empty."""
    assert rounded([]) == []


def test_the_total_is_rounded_as_it_is_shown() -> None:
    """0.35 is a little less in binary and shows as 0.3, 0.45 a little more and shows as 0.5."""
    assert rounded([0.35]) == [round(0.35, 1)] == [0.3]
    assert rounded([0.45]) == [round(0.45, 1)] == [0.5]


def test_nothing_is_not_less_than_nothing() -> None:
    """−0.0 would be shown as −0.0."""
    assert [math.copysign(1, value) for value in rounded([-0.0, -0.04, 0.0])] == [1, 1, 1]


@pytest.mark.parametrize(
    ("value", "most", "fewest", "needed"),
    [(35.0, 4, 0, 0), (1.1712, 4, 0, 4), (1 / 3, 4, 0, 4), (0.5, 3, 1, 1), (2.0, 3, 1, 1), (0.1 + 0.2, 4, 0, 1)],
)
def test_no_more_decimals_than_say_the_number(value: float, most: int, fewest: int, needed: int) -> None:
    """A third takes all that it may have; the dust of binary fractions takes none."""
    assert decimals(value, most, fewest) == needed
