"""The economy and money: dated series."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from finance.data.records.fields import Currency, Id, Whole
from finance.data.records.figures import DatedFigure, Figure, PositiveDatedFigure, Record, YearFigure


class DebtTarget(YearFigure):
    """A debt ceiling that a programme sets for a year."""

    programme: str


class QuarterFigure(Figure):
    """A figure of one quarter."""

    quarter: Annotated[Whole, Field(ge=1, le=4)]


class Range(Record):
    """Lowest and highest value on record."""

    low: Figure
    high: Figure


class Prices(Record):
    """Price indices by year, and the quarters that they are the means of."""

    us_gdp_deflator: tuple[YearFigure, ...]
    us_gdp_deflator_quarterly: Mapping[str, tuple[QuarterFigure, ...]] = {}


class Macro(Record):
    """Dated series of the economy and of money."""

    valuation_date: dt.date
    ecb_reference: Mapping[Currency, DatedFigure] = {}
    nbu_official: Mapping[Currency, DatedFigure] = {}
    exchange_rates: Mapping[Currency, tuple[PositiveDatedFigure, ...]]
    ranges: Mapping[Id, Range] = {}
    prices: Prices
    gdp: tuple[YearFigure, ...] = ()
    public_investment: YearFigure
    gdp_inputs: Mapping[Id, Figure] = {}
    real_growth: tuple[YearFigure, ...] = ()
    growth_forecasts: Mapping[Id, tuple[YearFigure, ...]] = {}
    population: tuple[YearFigure, ...] = ()
    debt: tuple[YearFigure, ...] = ()
    debt_forecasts: Mapping[Id, tuple[YearFigure, ...]] = {}
    debt_service: Mapping[Id, Figure] = {}
    debt_targets: tuple[DebtTarget, ...] = ()
    gross_financing_need_target: Figure | None = None
    imf_financing_gap: Mapping[Id, Figure] = {}

    def unit(self, field: str) -> str | None:
        return _MACRO_UNITS.get(field)


_MACRO_UNITS = {
    "ecb_reference": "units per EUR",
    "nbu_official": "UAH per unit",
    "exchange_rates": "USD per unit",
    "ranges": "USD per EUR",
    "prices": "index",
    "gdp": "USD bn",
    "public_investment": "share of GDP",
    "gdp_inputs": "as printed",
    "real_growth": "fraction a year",
    "growth_forecasts": "fraction a year",
    "population": "million",
    "debt": "share of GDP",
    "debt_forecasts": "share of GDP",
    "debt_service": "fraction a year, or years",
    "debt_targets": "share of GDP",
    "gross_financing_need_target": "share of GDP",
    "imf_financing_gap": "USD bn",
}
