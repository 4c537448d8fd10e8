"""What each year can do: money that arrives, capacity to spend it, and what is executed."""

from functools import partial

import pandas as pd

from finance.language import naming
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.model.gap import Result
from finance.outputs.charts import template
from finance.outputs.charts.chart import Chart, chart
from finance.outputs.charts.template import Drawing, Style, Theme


@chart("pace", 9)
def build(result: Result, language: Language, theme: Theme) -> Chart:
    """Columns of work executed, public and private, with new need, public capacity and money at hand as lines."""
    _, display = language.text, Display(result, language)
    title = _title(display)
    return Chart(
        id="pace",
        title=title,
        subtitle=_("Executed in each year (blue; light: privately), and what limits it; {unit}").format(
            unit=display.unit
        ),
        table=_table(display),
        alt=_("Columns by year with three lines. {title}.").format(title=title),
        figures=(*result.figures, *result.years.figures),
        theme=theme,
        height=340,
        draw=partial(_draw, display),
    )


def _title(display: Display) -> str:
    """The busiest year, and which limit holds in which years."""
    _, table = display.language.text, display.result.by_year
    busiest = table.iloc[int(table["executed"].to_numpy().argmax())]
    lead = _("Works peak at {money} in {year}").format(
        money=display.money(busiest["executed"]), year=int(busiest["year"])
    )
    limits = {"absorption": _("capacity in {years}"), "finance": _("money in {years}")}
    years = {kind: [int(year) for year in table["year"][table["binding"] == kind]] for kind in limits}
    held = [limits[kind].format(years=_spans(found)) for kind, found in years.items() if found]
    if not held:
        return _("{lead}; neither money nor capacity holds them back").format(lead=lead)
    return _("{lead}, held back by {limits}").format(lead=lead, limits=_(" and by ").join(held))


def _spans(years: list[int]) -> str:
    """Years in a row as one span: "2026–2028, 2031"."""
    starts = [year for year in years if year - 1 not in years]
    ends = [year for year in years if year + 1 not in years]
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in zip(starts, ends, strict=True))


def _limits(display: Display) -> dict[str, tuple[str, str]]:
    """Column of the table → its label and the dash of its line."""
    _ = display.language.text
    unlimited = display.result.scenario.switch("unlimited_money")
    money = {} if unlimited else {"money": (_("Money at hand"), "solid")}
    return {"need": (_("New need"), "dot"), "capacity": (_("Public capacity"), "dash"), **money}


def _table(display: Display) -> pd.DataFrame:
    _, table = display.language.text, display.result.by_year
    limits = {name: label for name, (label, _dash) in _limits(display).items()}
    private = {"private": _("of it private"), "private_capacity": _("Private capacity")}
    columns = {"executed": _("Executed"), **limits, **private}
    return pd.DataFrame(
        {
            _("Year"): table["year"].astype(str),
            **{
                naming.column(display, label): [round(display.amount(usd), 1) for usd in table[name]]
                for name, label in columns.items()
            },
        }
    )


def _draw(display: Display, style: Style) -> Drawing:
    _, table, colours = display.language.text, display.result.by_year, style.colours
    years = [str(year) for year in table["year"]]
    ink = {"need": colours.need, "capacity": colours.ink, "money": colours.committed}
    promised = table["executed"] - table["private"]
    traces: list[dict[str, object]] = [
        _series(display, years, amounts, name) | {"type": "bar", "marker": marker}
        for amounts, name, marker in (
            (promised, _("Executed"), {"color": colours.funded}),
            (table["private"], _("Privately"), template.solid(colours.pledged, style)),
        )
    ]
    for name, (label, dash) in _limits(display).items():
        line = {"color": ink[name], "dash": dash, "width": 2.5, "shape": "linear"}
        traces.append(_series(display, years, table[name], label) | {"type": "scatter", "mode": "lines", "line": line})
    layout = {
        "barmode": "stack",
        "bargap": 0.18,
        "showlegend": True,
        "margin": {"l": 4, "r": 8, "t": 8, "b": 64},
        "legend": {"y": -0.12},
        "xaxis": {"type": "category", "tickvals": years[:: 1 if len(years) <= 10 else 2]},
        "yaxis": {"showgrid": True, "gridcolor": colours.rule, "rangemode": "tozero", "nticks": 6, "tickformat": ",~r"},
    }
    return template.figure(traces, layout, style)


def _series(display: Display, years: list[str], column: "pd.Series[float]", name: str) -> dict[str, object]:
    amounts = [display.amount(usd) for usd in column]
    money = [display.language.money(amount, display.currency) for amount in amounts]
    hovers = [f"{year}, {name}: {text}" for year, text in zip(years, money, strict=True)]
    return {"x": years, "y": amounts, "name": name, "hovertext": hovers, "hoverinfo": "text"}
