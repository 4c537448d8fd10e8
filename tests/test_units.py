"""Units: what may be added, which rate a day has, and how prices of one year become prices of another."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.data.dataset import Dataset
from finance.data.records import DatedFigure, Macro
from finance.data.units import RATE_AGE, Quantity, Unit, dollars_per_unit, price_factor
from finance.errors import UnitError

NEED = Unit("USD", 2025, "need", "as_published")


@pytest.mark.parametrize(
    ("other", "name", "mine", "theirs"),
    [
        (Unit("EUR", 2025, "need", "as_published"), "currency", "USD", "EUR"),
        (Unit("USD", 2024, "need", "as_published"), "price year", "2025", "2024"),
        (Unit("USD", 2025, "damage", "as_published"), "measure", "need", "damage"),
        (Unit("USD", 2025, "need", "held"), "territory", "as_published", "held"),
    ],
)
def test_amounts_of_different_kinds_are_not_added(other: Unit, name: str, mine: str, theirs: str) -> None:
    """The error says what differs, names both in the order given, and what to do; sums and differences alike."""
    said = f"amounts of different {name} cannot be added: {mine} and {theirs}; convert one of them first"
    for compute in (
        lambda: NEED.with_(other),
        lambda: Quantity(1.0, NEED) + Quantity(1.0, other),
        lambda: Quantity(1.0, NEED) - Quantity(1.0, other),
    ):
        with pytest.raises(UnitError) as caught:
            compute()
        assert str(caught.value) == said


def test_an_amount_without_a_tie_goes_with_any() -> None:
    """Money is not tied to a measure or a territory, so it goes with each; the sum takes the tie of the other."""
    money = Unit("USD")
    assert money.with_(NEED) == NEED
    assert NEED.with_(money) == NEED
    assert money.with_(money) == money


def test_a_tie_is_kept_through_a_sum() -> None:
    """Once tied through a sum, an amount no longer goes with another tie: None is no way round the guard."""
    tied = Quantity(1.0, Unit("USD")) + Quantity(2.0, Unit("USD", 2025))
    with pytest.raises(UnitError, match="2025 and 2024"):
        tied + Quantity(1.0, Unit("USD", 2024))


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_quantities_add_as_their_values_do(one: float, other: float) -> None:
    """Nothing is rounded, and the unit stays."""
    assert Quantity(one, NEED) + Quantity(other, NEED) == Quantity(one + other, NEED)
    assert Quantity(one, NEED) - Quantity(other, NEED) == Quantity(one - other, NEED)


def _with_rates(macro: Macro, *ages: int) -> Macro:
    """The economy with a Swiss franc whose fixings are so many days older than the valuation date; value = age."""
    rates = tuple(
        DatedFigure(value=100.0 + age, date=macro.valuation_date - dt.timedelta(days=age), judged="a test")
        for age in ages
    )
    return macro.model_copy(update={"exchange_rates": {**macro.exchange_rates, "CHF": rates}})


@pytest.mark.parametrize(
    ("ages", "taken"),
    [
        ((0,), 0),  # the day itself
        ((2,), 2),  # a Friday's rate on a Sunday
        ((RATE_AGE,), RATE_AGE),  # the oldest that is still taken
        ((9, 3, 5), 3),  # the latest, whatever the order in the file
        ((-1, 4), 4),  # no rate from the future
        ((RATE_AGE + 1, 1), 1),
    ],
)
def test_the_latest_rate_on_or_before_the_day_counts(dataset: Dataset, ages: tuple[int, ...], taken: int) -> None:
    """A weekend or a holiday takes the fixing before it; the id leads to the row that was taken."""
    figure_id, rate = dollars_per_unit(_with_rates(dataset.macro, *ages), "CHF")
    assert figure_id == f"macro.exchange_rates.CHF.{ages.index(taken)}"
    assert rate.value == 100.0 + taken


@pytest.mark.parametrize("ages", [(), (RATE_AGE + 1,), (-1,), (400, -30)])
def test_a_stale_or_future_rate_is_no_rate(dataset: Dataset, ages: tuple[int, ...]) -> None:
    """More than RATE_AGE days old, or from after the day: the error names the day."""
    with pytest.raises(UnitError, match=f"CHF has no exchange rate on {dataset.macro.valuation_date}"):
        dollars_per_unit(_with_rates(dataset.macro, *ages), "CHF")


def test_an_unknown_currency_is_named_with_those_that_are_known(dataset: Dataset) -> None:
    """What is missing, where to add it, and every currency that could be used instead."""
    with pytest.raises(UnitError) as caught:
        dollars_per_unit(dataset.macro, "XAU")
    known = ", ".join(sorted(dataset.macro.exchange_rates))
    assert str(caught.value) == (
        f"currency XAU has no exchange rate on 2025-12-19; add one to macro.yaml, or use one of {known}"
    )


def test_dollars_and_euros_of_the_valuation_date(dataset: Dataset) -> None:
    """A dollar is a dollar; a euro is what the ECB printed for 19 December 2025."""
    assert dollars_per_unit(dataset.macro, "USD")[1].value == 1.0
    assert dollars_per_unit(dataset.macro, "EUR")[1].value == 1.1712


@pytest.mark.parametrize(
    ("start", "end", "factor"),
    [
        # 128.970 / 125.422 = 1.028288…: an amount of 2024 is worth 2.83 % more of 2025's dollars
        (2024, 2025, 1.0282884980),
        # 110.156 / 118.012 = 0.933430…: back from 2022 to 2021
        (2022, 2021, 0.9334304986),
        (2023, 2023, 1.0),
    ],
)
def test_prices_move_by_the_ratio_of_the_deflators(dataset: Dataset, start: int, end: int, factor: float) -> None:
    """index of the end ÷ index of the start, worked by hand from the two rows of macro.yaml."""
    assert price_factor(dataset.macro, start, end) == pytest.approx(factor, abs=5e-10)


def test_prices_there_and_back_change_nothing(dataset: Dataset) -> None:
    """Every pair of years: there × back = 1, and a stop on the way changes nothing."""
    macro = dataset.macro
    years = [row.year for row in macro.prices.us_gdp_deflator]
    for start in years:
        for end in years:
            assert price_factor(macro, start, end) * price_factor(macro, end, start) == pytest.approx(1.0)
            by_2023 = price_factor(macro, start, 2023) * price_factor(macro, 2023, end)
            assert by_2023 == pytest.approx(price_factor(macro, start, end))


@pytest.mark.parametrize(("start", "end"), [(1990, 2025), (2025, 1990)])
def test_a_year_without_prices_is_named_with_the_years_there_are(dataset: Dataset, start: int, end: int) -> None:
    """Whichever of the two years is missing."""
    with pytest.raises(UnitError, match=r"^prices of 1990 are not in macro\.yaml; years there: 2021 to 2026$"):
        price_factor(dataset.macro, start, end)
