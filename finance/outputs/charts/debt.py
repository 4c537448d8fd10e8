"""Public debt against its target: the path that is printed, and with the whole gap borrowed on top."""

from functools import partial

import pandas as pd

from finance.analysis.candidates import BORROWED, borrowed, closed
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.model.gap import Result
from finance.outputs.charts import template
from finance.outputs.charts.chart import Chart, chart
from finance.outputs.charts.template import Drawing, Style, Theme


@chart("debt", 13)
def build(result: Result, language: Language, theme: Theme) -> Chart:
    """Two lines by year and the target."""
    _, display, path = language.text, Display(result, language), borrowed(result)
    end = path.iloc[-1]
    title = _(
        "Borrowing the gap of {gap} would leave debt at {with_gap} of GDP in {year}; the target is {target}"
    ).format(
        gap=display.money(result.gap),
        with_gap=display.percent(end["with_gap"], 0),
        year=int(end["year"]),
        target=display.percent(result.scenario.number("debt_target"), 0),
    )
    return Chart(
        id="debt",
        title=title,
        subtitle=_("Public debt, % of GDP: the path as printed, and with the gap borrowed in equal yearly parts"),
        table=_table(display, path),
        alt=_("Line chart by year. {title}. Without that borrowing it is {printed}.").format(
            title=title, printed=display.percent(end["printed"], 0)
        ),
        figures=(*result.figures, *closed(result).figures, *BORROWED),
        theme=theme,
        height=320,
        draw=partial(_draw, display, path),
    )


def _names(display: Display) -> dict[str, str]:
    _ = display.language.text
    return {"printed": _("As printed"), "with_gap": _("With the gap borrowed")}


def _table(display: Display, path: pd.DataFrame) -> pd.DataFrame:
    _ = display.language.text
    columns = {_("{name}, % of GDP").format(name=name): path[id_] * 100 for id_, name in _names(display).items()}
    target = display.result.scenario.number("debt_target") * 100
    return pd.DataFrame(
        {_("Year"): path["year"].astype(str), **{name: column.round(1) for name, column in columns.items()}}
    ).assign(**{_("Target, % of GDP"): round(target, 1)})


def _draw(display: Display, path: pd.DataFrame, style: Style) -> Drawing:
    _, colours, target = display.language.text, style.colours, display.result.scenario.number("debt_target")
    years = [str(year) for year in path["year"]]
    looks = {"printed": (colours.need, "solid"), "with_gap": (colours.gap, "solid")}
    series = [(name, path[id_].tolist(), *looks[id_]) for id_, name in _names(display).items()]
    series.append((_("Target"), [target] * len(years), colours.ink, "dash"))
    traces = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": years,
            "y": [share * 100 for share in shares],
            "name": name,
            "line": {"color": colour, "dash": dash, "width": 2.5},
            "hovertext": [
                f"{year}, {name}: {display.percent(share)}" for year, share in zip(years, shares, strict=True)
            ],
            "hoverinfo": "text",
        }
        for name, shares, colour, dash in series
    ]
    axis = {"showgrid": True, "gridcolor": colours.rule, "rangemode": "tozero", "nticks": 6}
    axis["ticksuffix"] = display.percent(0.0, 0).removeprefix("0")
    layout = {
        "showlegend": True,
        "margin": {"l": 4, "r": 8, "t": 8, "b": 64},
        "legend": {"y": -0.12},
        "xaxis": {
            "type": "category",
            "tickvals": years[:: 1 if len(years) <= 10 else 2],
            "range": [-0.4, len(years) - 0.6],
        },
        "yaxis": axis,
    }
    return template.figure(traces, layout, style)
