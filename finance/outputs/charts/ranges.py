"""How sure each sector's gap is: the middle eight tenths of the draws."""

from functools import partial

import pandas as pd

from finance.analysis import uncertainty
from finance.analysis.uncertainty import Draws
from finance.data.records import NOT_ITEMISED
from finance.language import naming
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.model.gap import Result
from finance.outputs.charts import coverage, rows, scale, template
from finance.outputs.charts.chart import Chart, chart
from finance.outputs.charts.template import Drawing, Style, Theme


@chart("ranges", 21)
def build(result: Result, language: Language, theme: Theme) -> Chart:
    """One bar a sector from P10 to P90 of its gap, over the draws of the result's scenario."""
    return of(uncertainty.draw(result.dataset, result.scenario), language, theme)


def of(draws: Draws, language: Language, theme: Theme) -> Chart:
    """The same chart of draws that are made already."""
    _, display = language.text, Display(draws.result, language)
    sectors = _by_middle(draws)
    title = _title(display, sectors)
    return Chart(
        id="ranges",
        title=title,
        subtitle=_("Gap of each sector from P10 to P90 of {count} draws, P50 marked; {unit}").format(
            count=language.number(draws.count, 0), unit=display.unit
        ),
        table=_table(display, sectors),
        alt=_("Chart of {count} sectors with the range of each one's gap. {title}.").format(
            count=len(sectors), title=title
        ),
        figures=draws.figures,
        theme=theme,
        height=rows.height([naming.sector(display, id_) for id_ in sectors["sector"]], extra=56),
        draw=partial(_draw, display, sectors),
    )


def _by_middle(draws: Draws) -> pd.DataFrame:
    """The sectors' gaps, the largest P50 first and "not itemised" last."""
    table = draws.by_sector
    return table.assign(last=table["sector"] == NOT_ITEMISED).sort_values(
        ["last", "p50"], ascending=[True, False], kind="stable", ignore_index=True
    )


def _title(display: Display, sectors: pd.DataFrame) -> str:
    _, itemised = display.language.text, sectors[~sectors["last"]]
    found = (itemised if len(itemised) else sectors).to_dict("records")
    widest = max(found, key=lambda row: row["p90"] - row["p10"])
    low, high = display.money(widest["p10"]), display.money(widest["p90"])
    if low == high:
        return _("No sector's gap spreads; the largest is {gap} in every draw").format(
            gap=display.money(found[0]["p50"])
        )
    if itemised.empty:
        return _(
            "The document itemises no sector; in eight of ten draws its whole gap lies between {low} and {high}"
        ).format(low=low, high=high)
    return _("{sector} has the widest range: in eight of ten draws its gap lies between {low} and {high}").format(
        sector=naming.sector(display, widest["sector"]), low=low, high=high
    )


def _table(display: Display, sectors: pd.DataFrame) -> pd.DataFrame:
    """P10, P50, P90 and mean of each sector's gap [bn], and the share of draws that leave one [%]."""
    _ = display.language.text
    heads = {"p10": _("P10"), "p50": _("P50"), "p90": _("P90"), "mean": _("Mean")}
    return pd.DataFrame(
        {
            _("Sector"): [naming.sector(display, id_) for id_ in sectors["sector"]],
            **{
                naming.column(display, head): [round(display.amount(usd), 1) for usd in sectors[name]]
                for name, head in heads.items()
            },
            _("Draws with a gap, %"): (sectors["short"] * 100).round(1),
        }
    )


def _draw(display: Display, sectors: pd.DataFrame, style: Style) -> Drawing:
    _, colours = display.language.text, style.colours
    labels = [naming.sector(display, id_) for id_ in sectors["sector"]]
    low, middle, high = ([display.amount(usd) for usd in sectors[name]] for name in ("p10", "p50", "p90"))
    money = [[display.money(usd) for usd in sectors[name]] for name in ("p10", "p50", "p90")]
    hovers = [
        _("{sector}: P10 {low}, P50 {middle}, P90 {high}").format(sector=label, low=a, middle=b, high=c)
        for label, a, b, c in zip(labels, *money, strict=True)
    ]
    marker = coverage.unfunded_marker(sectors, style)
    tick = {"symbol": "line-ns", "size": 16, "line": {"color": colours.ink, "width": 2}}
    traces = [
        rows.bars(low, [b - a for a, b in zip(low, high, strict=True)], "P10–P90", hovers, marker),
        rows.marks(middle, "P50", hovers, tick),
        rows.ends(high, money[1], style),
    ]
    layout = rows.layout(labels, money[1], max(high), style)
    axis = scale.axis(display, [0.0, *high], style) | {"range": [0, max(*high, 1e-9) * 1.02]}
    return template.figure(traces, layout | {"xaxis": axis}, style)
