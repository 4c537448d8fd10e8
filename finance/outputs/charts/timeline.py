"""When the need is met: what is done, what lacks capacity and what lacks money, by the end of each year."""

from functools import partial

import pandas as pd

from finance.language import naming
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.model.gap import Result
from finance.outputs.charts import template
from finance.outputs.charts.chart import Chart, chart
from finance.outputs.charts.template import Drawing, Style, Theme

_SHARE = 1e-9  # of the need: a gap below it is rounding


@chart("timeline", 8)
def build(result: Result, language: Language, theme: Theme) -> Chart:
    """One column a year: need met so far, by promised and by private money, and need due that lacks either limit."""
    _, display = language.text, Display(result, language)
    title = _title(display)
    alt = _("Column chart by year, {first} to {last}: need met so far and need unmet. {title}.")
    return Chart(
        id="timeline",
        title=title,
        subtitle=_(
            "By the end of each year: need met (blue; light: by private capital), unmet for want of capacity "
            "(hatched), for want of money (orange); {unit}"
        ).format(unit=display.unit),
        table=_table(display),
        alt=alt.format(first=result.years.first, last=result.years.last, title=title),
        figures=(*result.figures, *result.years.figures),
        theme=theme,
        height=340,
        draw=partial(_draw, display),
    )


def _title(display: Display) -> str:
    _, table, last = display.language.text, display.result.by_year, display.result.years.last
    noise = _SHARE * display.result.need
    met, private, end = table["executed"].sum(), table["private"].sum(), table.iloc[-1]
    if end["carried"] <= noise:
        return _("All of the need is met by {year}").format(year=last)
    lead = _("By {year}, {met} of need is met").format(year=last, met=display.money(met))
    if private > noise:
        lead = _("{lead}, {private} of it by private capital").format(lead=lead, private=display.money(private))
    if end["absorption_gap"] <= noise:
        return _("{lead}; {money} lacks money").format(lead=lead, money=display.money(end["financing_gap"]))
    if end["financing_gap"] <= noise:
        return _("{lead}; {capacity} lacks capacity").format(lead=lead, capacity=display.money(end["absorption_gap"]))
    return _("{lead}; {money} lacks money and {capacity} lacks capacity").format(
        lead=lead, money=display.money(end["financing_gap"]), capacity=display.money(end["absorption_gap"])
    )


def binding(display: Display) -> dict[str, str]:
    """What holds a year's execution down, in words."""
    _ = display.language.text
    return {"absorption": _("capacity"), "finance": _("money"), "need": _("nothing")}


def _table(display: Display) -> pd.DataFrame:
    """The years in the currency shown [bn]."""
    _, table, held = display.language.text, display.result.by_year, binding(display)
    names = {
        "need": _("New need"),
        "due": _("Due"),
        "money": _("Money at hand"),
        "capacity": _("Public capacity"),
        "executed": _("Executed"),
        "private": _("of it private"),
        "private_capacity": _("Private capacity"),
        "financing_gap": _("Lacks money"),
        "absorption_gap": _("Lacks capacity"),
        "stock": _("Money kept"),
    }
    amounts = {
        naming.column(display, label): [round(display.amount(usd), 1) for usd in table[name]]
        for name, label in names.items()
    }
    return pd.DataFrame(
        {_("Year"): table["year"].astype(str), **amounts, _("Held down by"): table["binding"].map(held)}
    )


def _draw(display: Display, style: Style) -> Drawing:
    _, table = display.language.text, display.result.by_year
    years = [str(year) for year in table["year"]]
    promised = (table["executed"] - table["private"]).cumsum()
    met, private, capacity, money = (
        [display.amount(usd) for usd in amounts]
        for amounts in (promised, table["private"].cumsum(), table["absorption_gap"], table["financing_gap"])
    )
    colours = style.colours
    traces = [
        _columns(display, years, met, _("Met"), {"color": colours.funded}),
        _columns(display, years, private, _("Met privately"), template.solid(colours.pledged, style)),
        _columns(display, years, capacity, _("Lacks capacity"), template.hatched(colours.committed, style)),
        _columns(display, years, money, _("Lacks money"), template.gap_marker(style)),
    ]
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


def _columns(
    display: Display, years: list[str], amounts: list[float], name: str, marker: dict[str, object]
) -> dict[str, object]:
    money = display.language.money
    hovers = [f"{year}, {name}: {money(amount, display.currency)}" for year, amount in zip(years, amounts, strict=True)]
    return {
        "type": "bar",
        "x": years,
        "y": [amount if round(amount, 3) > 0 else None for amount in amounts],
        "name": name,
        "marker": marker,
        "hovertext": hovers,
        "hoverinfo": "text",
    }
