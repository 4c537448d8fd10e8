"""What the formulas start from: the values of a scenario, the rates and the price levels, as terms."""

from collections.abc import Mapping
from functools import lru_cache

from finance.data.dataset import Dataset
from finance.data.units import dollars_per_unit, price_factor
from finance.messages import Phrase
from finance.model import terms
from finance.model.terms import FACTOR, Axis, Floats, Term
from finance.scenario import Scenario


class Given:
    """A scenario as terms. Numbers that vary are N values each, over one axis of variants."""

    def __init__(self, dataset: Dataset, scenario: Scenario, varied: Mapping[str, Floats] | None = None) -> None:
        self.dataset, self.scenario, self._varied = dataset, scenario, varied or {}
        count = len(next(iter(self._varied.values()), ()))
        self._variants = (Axis("variant", [str(place) for place in range(count)]),) if count else ()

    def number(self, id_: str) -> Term:
        """The value of an assumption of kind number, in its own unit."""
        unit = self.dataset.assumptions[id_].unit_
        if id_ in self._varied:
            return terms.assumption(id_, self._varied[id_], unit, self._variants)
        return terms.assumption(id_, self.scenario.number(id_), unit)

    def choice(self, id_: str, value: str) -> bool:
        """Whether an assumption of kind choice has a value."""
        return self.scenario.choice(id_) == value

    def switch(self, id_: str) -> bool:
        """Whether a switch is on."""
        return self.scenario.switch(id_)

    def rate(self, currency: str) -> Term:
        """Dollars per unit of a currency. Raises UnitError where it has no rate on the valuation date."""
        if currency == "USD":
            return terms.term(1.0)
        if currency == "EUR":
            return self.number("eur_usd")
        return fixing(self.dataset, currency)

    def rate_figures(self, currency: str) -> tuple[str, ...]:
        """The figures behind the rate of a currency."""
        return ("assumptions.eur_usd",) if currency == "EUR" else (dollars_per_unit(self.dataset.macro, currency)[0],)

    def prices(self, start: int) -> Term:
        """From prices of a year to those that are shown [factor]. Raises UnitError for a year without an index."""
        chosen = self.scenario.choice("prices")
        return terms.term(1.0) if chosen == "as_published" else _prices(self.dataset, start, int(chosen))


def stored(dataset: Dataset, id_: str) -> Term:
    """A figure of the data as a term."""
    entry = dataset.figures[id_]
    return terms.figure(id_, entry.value, entry.unit)


def fixing(dataset: Dataset, currency: str) -> Term:
    """Dollars per unit of a currency on the valuation date. Raises UnitError where there is no rate."""
    id_, rate = dollars_per_unit(dataset.macro, currency)
    return terms.figure(id_, rate.value, dataset.figures[id_].unit)


@lru_cache(maxsize=64)
def _prices(dataset: Dataset, start: int, end: int) -> Term:
    price_factor(dataset.macro, start, end)
    place = {row.year: index for index, row in enumerate(dataset.macro.prices.us_gdp_deflator)}
    there, here = (stored(dataset, f"macro.prices.us_gdp_deflator.{place[year]}") for year in (end, start))
    name = Phrase("price level of {end} ÷ that of {start}", start=str(start), end=str(end))
    return (there / here).called(name, FACTOR)
