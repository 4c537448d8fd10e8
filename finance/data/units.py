"""Currencies, price years, and a guard against adding what does not belong together."""

from dataclasses import dataclass, replace

from finance.data.records import DatedFigure, Macro
from finance.errors import UnitError

RATE_AGE = 10
"""How many days a rate may be older than the valuation date and still be that date's rate [days]."""


@dataclass(frozen=True)
class Unit:
    """What an amount is measured in. None means that the amount is not tied to one: money pays for any measure."""

    currency: str
    price_year: int | None = None
    measure: str | None = None
    territory: str | None = None

    def with_(self, other: "Unit") -> "Unit":
        """The unit of a sum. Raises UnitError, naming both, where the two differ."""
        joint: dict[str, str | int | None] = {}
        for name in ("currency", "price_year", "measure", "territory"):
            mine, theirs = getattr(self, name), getattr(other, name)
            if mine is not None and theirs is not None and mine != theirs:
                raise UnitError(
                    f"amounts of different {name.replace('_', ' ')} cannot be added: {mine} and {theirs}; "
                    "convert one of them first"
                )
            joint[name] = mine if mine is not None else theirs
        return replace(self, **joint)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Quantity:
    """An amount with its unit; sums and differences pass the guard."""

    value: float
    unit: Unit

    def __add__(self, other: "Quantity") -> "Quantity":
        return Quantity(self.value + other.value, self.unit.with_(other.unit))

    def __sub__(self, other: "Quantity") -> "Quantity":
        return Quantity(self.value - other.value, self.unit.with_(other.unit))


def dollars_per_unit(macro: Macro, currency: str) -> tuple[str, DatedFigure]:
    """The figure id and the rate [USD per unit] of a currency on the valuation date.

    The latest fixing on or before that day counts, if it is at most `RATE_AGE` days old (a weekend or a
    holiday). Raises UnitError where there is none.
    """
    rates = macro.exchange_rates.get(currency, ())
    days = {index: (macro.valuation_date - rate.date).days for index, rate in enumerate(rates)}
    usable = [index for index, age in days.items() if 0 <= age <= RATE_AGE]
    if not usable:
        known = ", ".join(sorted(macro.exchange_rates))
        raise UnitError(
            f"currency {currency} has no exchange rate on {macro.valuation_date}; "
            f"add one to macro.yaml, or use one of {known}"
        )
    best = min(usable, key=days.__getitem__)
    return f"macro.exchange_rates.{currency}.{best}", rates[best]


def price_factor(macro: Macro, start: int, end: int) -> float:
    """How much one dollar of year `start` is in dollars of year `end`: the ratio of US GDP deflators.

    Raises UnitError where the series lacks one of the two years.
    """
    index = {row.year: row.value for row in macro.prices.us_gdp_deflator}
    for year in (start, end):
        if year not in index:
            raise UnitError(f"prices of {year} are not in macro.yaml; years there: {min(index)} to {max(index)}")
    return index[end] / index[start]
