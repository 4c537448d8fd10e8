"""Private capital after security: what comes within the programme, for each year from which it is safe to invest."""

from functools import partial

import pandas as pd

from finance.analysis.candidates import private_by_security_year
from finance.language import naming
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.model.gap import Result
from finance.model.private import NUMBERS
from finance.outputs.charts import template
from finance.outputs.charts.chart import Chart, chart
from finance.outputs.charts.template import Drawing, Style, Theme


@chart("private", 14)
def build(result: Result, language: Language, theme: Theme) -> Chart:
    """One column for each year of security; the scenario's own stands out."""
    _, display = language.text, Display(result, language)
    table = private_by_security_year(result)
    title = _title(display, table)
    return Chart(
        id="private",
        title=title,
        subtitle=_("Private capital drawn in by {last}, for each year from which it is safe to invest; {unit}").format(
            last=result.years.last, unit=display.unit
        ),
        table=_table(display, table),
        alt=_("Column chart by year of security, {first} to {last}. {title}.").format(
            first=int(table["security_year"].iloc[0]), last=int(table["security_year"].iloc[-1]), title=title
        ),
        figures=(*result.figures, *result.years.figures, *(f"assumptions.{id_}" for id_ in NUMBERS)),
        theme=theme,
        height=300,
        draw=partial(_draw, display, table) if table["comes"].max() > 0 else None,
    )


def _title(display: Display, table: pd.DataFrame) -> str:
    _, most = display.language.text, table["comes"].max()
    if most <= 0:
        return _("No private capital is drawn in, whenever it is safe to invest: {none} by {last}").format(
            none=display.money(0.0), last=display.result.years.last
        )
    latest = int(table["security_year"][table["comes"] >= most * (1 - 1e-9)].max())
    none_from = int(table["security_year"][table["comes"] <= 0].min())
    return _("{most} of private capital comes if it is safe to invest by {latest}, and none from {none}").format(
        most=display.money(most), latest=latest, none=none_from
    )


def _table(display: Display, table: pd.DataFrame) -> pd.DataFrame:
    _ = display.language.text
    return pd.DataFrame(
        {
            _("Safe to invest from"): table["security_year"].astype(str),
            naming.column(display, _("Private capital")): [round(display.amount(usd), 1) for usd in table["comes"]],
        }
    )


def _draw(display: Display, table: pd.DataFrame, style: Style) -> Drawing:
    _, colours = display.language.text, style.colours
    chosen = round(display.result.scenario.number("security_year"))
    years = [str(year) for year in table["security_year"]]
    amounts = [display.amount(usd) for usd in table["comes"]]
    texts = [display.language.number(amount) for amount in amounts]
    hover = _("Safe from {year}: {money} of private capital")
    trace = {
        "type": "bar",
        "x": years,
        "y": amounts,
        "text": [f"<b>{text}</b>" if int(year) == chosen else text for year, text in zip(years, texts, strict=True)],
        "textposition": "outside",
        "cliponaxis": False,
        "textfont": {"size": style.font, "color": colours.ink},
        "marker": {"color": [colours.funded if int(year) == chosen else colours.committed for year in years]},
        "hovertext": [
            hover.format(year=year, money=display.money(usd)) for year, usd in zip(years, table["comes"], strict=True)
        ],
        "hoverinfo": "text",
    }
    layout = {
        "bargap": 0.25,
        "margin": {"l": 4, "r": 8, "t": 24, "b": 32},
        "xaxis": {"type": "category", "tickvals": years[:: 1 if len(years) <= 8 else 2]},
        "yaxis": {"visible": False, "rangemode": "tozero"},
    }
    return template.figure([trace], layout, style)
