"""Sheet Economy: exchange rates, price indices, GDP and the shapes in which need falls due."""

from collections.abc import Mapping
from dataclasses import dataclass

from finance.data.records import DatedFigure, YearFigure
from finance.data.units import dollars_per_unit
from finance.model import timeline
from finance.outputs.workbook.book import Sheet
from finance.outputs.workbook.expression import Expr, looked_up, when

_TOP = 4


@dataclass(frozen=True)
class Economy:
    """What other sheets read: the tables as ranges and single cells by name."""

    currencies: Expr
    rates: Expr
    index_years: Expr
    indices: Expr
    valued_in: Expr
    gdp_years: Expr
    gdp: Expr
    start_share: Expr
    shapes: Mapping[tuple[str, str], Expr]

    def dollars(self, currency: Expr) -> Expr:
        """Dollars per unit of the currency that a cell names."""
        return looked_up(currency, self.currencies, self.rates)

    def factor(self, year: Expr, prices: Expr) -> Expr:
        """What turns dollars of a year into the prices chosen."""
        there, here = (looked_up(term, self.index_years, self.indices) for term in (prices, year))
        return when(prices.equals("as_published"), 1, there / here)


def fill(sheet: Sheet) -> Economy:
    """Write the sheet: four tables side by side, each with where its figures come from."""
    _, macro = sheet.book.language.text, sheet.book.result.dataset.macro
    sheet.headings(
        _("Economy"), _("Exchange rates, price indices and GDP behind the amounts; change a blue cell to see.")
    )
    sheet.widths(16, 14, 13, 34, 3, 10, 14, 3, 10, 16, 3, 30, 12)
    sheet.page.freeze_panes(_TOP, 0)
    rates = _rates(sheet)
    indices, output = (
        _series(sheet, column, title, unit, rows)
        for column, title, unit, rows in (
            (5, _("Prices (US GDP deflator)"), _("Index"), macro.prices.us_gdp_deflator),
            (8, _("GDP of Ukraine"), _("USD bn"), macro.gdp),
        )
    )
    below = _TOP + len(macro.prices.us_gdp_deflator) + 1
    sheet.put(below, 5, _("Rates of"), "muted")
    valued = sheet.put(below, 6, macro.valuation_date.year, "year input")
    shapes, share = _shapes(sheet)
    return Economy(*rates, *indices, valued, *output, share, shapes)


def _rates(sheet: Sheet) -> tuple[Expr, Expr]:
    """Currency and dollars per unit on the valuation date, each as a range; the euro's rate is an assumption."""
    _, dataset = sheet.book.language.text, sheet.book.result.dataset
    day = sheet.book.language.date(dataset.macro.valuation_date)
    sheet.put(2, 0, _("Exchange rates, {day}").format(day=day), "section")
    sheet.heads(3, 0, [_("Currency"), _("USD per unit"), _("Date"), _("Figure")], (0, 2, 3))
    currencies = sorted(
        {line.currency for ledger in dataset.ledgers.values() for line in ledger.commitments.values()}
        | {programme.currency for programme in dataset.programmes.values()}
        | {"USD", "EUR"}
    )
    found: dict[str, tuple[str, DatedFigure]] = {
        currency: dollars_per_unit(dataset.macro, currency) for currency in currencies if currency != "EUR"
    }
    for index, currency in enumerate(currencies):
        row = _TOP + index
        if currency == "EUR":
            sheet.put(row, 2, "", "text")
            sheet.put(row, 3, "assumptions.eur_usd", "next muted")
        else:
            figure_id, figure = found[currency]
            sheet.put(row, 2, figure.date.isoformat(), "next")
            sheet.put(row, 3, figure_id, "next muted")
    names = sheet.column(_TOP, 0, currencies, "text")
    euro = currencies.index("EUR")
    values: list[Expr | float] = [found[currency][1].value if currency in found else 0.0 for currency in currencies]
    values[euro] = sheet.book.assumption("eur_usd")
    rates = sheet.column(_TOP, 1, values, "rate input")
    sheet.put(_TOP + euro, 1, values[euro], "rate")
    return names.range, rates.range


def _series(sheet: Sheet, column: int, title: str, unit: str, rows: tuple[YearFigure, ...]) -> tuple[Expr, Expr]:
    """A figure by year, oldest first: the years and the values as ranges."""
    ordered = sorted(rows, key=lambda row: row.year)
    sheet.put(2, column, title, "section")
    sheet.heads(3, column, [sheet.book.language.text("Year"), unit], ())
    years = sheet.column(_TOP, column, [row.year for row in ordered], "year")
    values = sheet.column(_TOP, column + 1, [row.value for row in ordered], "fine input")
    return years.range, values.range


def _shapes(sheet: Sheet) -> tuple[dict[tuple[str, str], Expr], Expr]:
    """The numbers behind the profiles, and the share of GDP that could be absorbed before the programme."""
    _ = sheet.book.language.text
    sheet.put(2, 11, _("Shapes of the profiles and capacity"), "section")
    sheet.heads(3, 11, [_("Number"), _("Value")])
    row, cells = _TOP, {}
    for kind, numbers in timeline.SHAPES.items():
        for name, value in numbers.items():
            sheet.put(row, 11, f"{kind}: {name}", "next")
            cells[kind, name] = sheet.put(row, 12, value, "plain input")
            row += 1
    sheet.put(row, 11, _("Share of GDP absorbed at the start"), "next")
    return cells, sheet.put(row, 12, sheet.book.result.dataset.macro.public_investment.value, "plain input")
