"""What the counted loans cost in each year: interest and principal, expected and between their bounds."""

from functools import partial

import pandas as pd

from finance.analysis import borrowing
from finance.analysis.borrowing import Terms
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.model.gap import Result
from finance.outputs.charts import template
from finance.outputs.charts.chart import Chart, chart
from finance.outputs.charts.template import Drawing, Style, Theme


@chart("service", 16)
def build(result: Result, language: Language, theme: Theme) -> Chart:
    """Columns of expected service by year; where it is not certain, the least and the most as lines."""
    _, display, found = language.text, Display(result, language), borrowing.of(result)
    title = _title(display, found)
    return Chart(
        id="service",
        title=title,
        subtitle=_("Interest and principal of the loans that count and print all of their terms; {unit} a year").format(
            unit=display.unit
        ),
        table=_table(display, found),
        alt=_("Column chart by year. {title}.").format(title=title),
        figures=(*result.figures, *found.figures),
        theme=theme,
        height=300,
        draw=partial(_draw, display, found) if len(found.service) else None,
    )


def _title(display: Display, found: Terms) -> str:
    _, (expected, _least, most) = display.language.text, found.undated
    parts = {"expected": display.money(expected), "most": display.money(most)}
    if found.service.empty:
        if most > 0:
            return _(
                "No payment can be dated: no loan that counts prints all of its terms. {expected} of up to {most} is "
                "expected to fall due out of reparations"
            ).format(**parts)
        return _("No payment can be dated: {unknown} is lent on terms that are not all printed").format(
            unknown=display.money(found.amount("unknown"))
        )
    peak = found.service.iloc[int(found.service["expected"].to_numpy().argmax())]
    lead = _("Loans with printed terms cost most in {year}, {money}").format(
        year=int(peak["year"]), money=display.money(peak["expected"])
    )
    if most > 0:
        return _("{lead}; {expected} of up to {most} more is expected out of reparations, without a date").format(
            lead=lead, **parts
        )
    return lead


def _table(display: Display, found: Terms) -> pd.DataFrame:
    """The years, and the loans without a date as the last row [millions, because most years are small]."""
    _, (expected, least, most) = display.language.text, found.undated
    names = {"expected": _("Expected"), "low": _("At least"), "high": _("At most")}
    last = {"expected": expected, "low": least, "high": most}
    heading = _("{name}, {currency} million")
    return pd.DataFrame(
        {
            _("Year"): [*found.service["year"].astype(str), _("No date")],
            **{
                heading.format(name=name, currency=display.currency): [
                    round(display.amount(usd) * 1e3, 1) for usd in (*found.service[id_], last[id_])
                ]
                for id_, name in names.items()
            },
        }
    )


def _draw(display: Display, found: Terms, style: Style) -> Drawing:
    _, table, colours = display.language.text, found.service, style.colours
    years = [str(year) for year in table["year"]]
    looks = {
        "expected": (_("Expected"), {"type": "bar", "marker": {"color": colours.funded}}),
        "low": (_("At least"), {"type": "scatter", "mode": "lines", "line": {"color": colours.paid, "dash": "dot"}}),
        "high": (_("At most"), {"type": "scatter", "mode": "lines", "line": {"color": colours.gap, "dash": "dash"}}),
    }
    certain = table["low"].equals(table["high"])
    traces = [
        {
            **look,
            "x": years,
            "y": [display.amount(usd) for usd in table[id_]],
            "name": name,
            "hovertext": [
                f"{year}, {name}: {display.language.money(display.amount(usd), display.currency, 3)}"
                for year, usd in zip(years, table[id_], strict=True)
            ],
            "hoverinfo": "text",
        }
        for id_, (name, look) in looks.items()
        if id_ == "expected" or not certain
    ]
    layout = {
        "bargap": 0.18,
        "showlegend": not certain,
        "margin": {"l": 4, "r": 8, "t": 8, "b": 32 if certain else 64},
        "legend": {"y": -0.12},
        "xaxis": {"type": "category", "tickvals": years[:: max(1, len(years) // 8)]},
        "yaxis": {"showgrid": True, "gridcolor": colours.rule, "rangemode": "tozero", "nticks": 6, "tickformat": ",~r"},
    }
    return template.figure(traces, layout, style)
