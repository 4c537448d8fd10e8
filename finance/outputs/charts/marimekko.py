"""Every sector as a column: as wide as its share of the need, filled as high as its coverage."""

from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from finance.data.records import NOT_ITEMISED
from finance.language import naming
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.model.gap import Result
from finance.outputs.charts import coverage, template
from finance.outputs.charts.chart import Chart, chart
from finance.outputs.charts.template import Drawing, Style, Theme

NARROW = 0.045
"""Columns below this share of the need have no room for a label [fraction]; the table has them."""
LINE = 20
"""Longest line of a label where there is room for more than one [characters]."""


@chart("marimekko", 3)
def build(result: Result, language: Language, theme: Theme) -> Chart:
    """Width × coverage: the blue area is the money, the orange area is the gap."""
    _, display = language.text, Display(result, language)
    sectors = _columns(result)
    title = _title(display, sectors)
    alt = _("Marimekko chart of {count} columns, from 0 to 100% of each sector's need. {title}.")
    return Chart(
        id="marimekko",
        title=title,
        subtitle=_subtitle(display, sectors),
        table=_table(display, sectors),
        alt=alt.format(count=len(sectors), title=title),
        figures=result.figures,
        theme=theme,
        height=470 if len(sectors) > 1 else 260,
        draw=partial(_draw, display, sectors) if len(sectors) else None,
    )


def _columns(result: Result) -> pd.DataFrame:
    """Sectors with a need, widest first and "not itemised" last: width, left edge and middle [share of the need]."""
    table = result.by_sector[result.by_sector["need"] > 0]
    table = table.assign(last=table["sector"] == NOT_ITEMISED).sort_values(
        ["last", "need"], ascending=[True, False], kind="stable", ignore_index=True
    )
    width = table["need"] / table["need"].sum()
    left = width.cumsum() - width
    return table.assign(width=width, left=left, middle=left + width / 2)


def _title(display: Display, sectors: pd.DataFrame) -> str:
    _, result = display.language.text, display.result
    if sectors.empty:
        return _("There is no need in any sector under this scenario")
    share, need = display.percent(result.coverage), display.money(result.need)
    itemised = sectors[(sectors["sector"] != NOT_ITEMISED) & ~sectors["estimated"]]
    if itemised.empty:
        return _("{share} of {need} is funded, and the document itemises no sector").format(share=share, need=need)
    best = itemised.iloc[int(itemised["coverage"].to_numpy().argmax())]
    return _("{share} of {need} is funded; the best covered sector, {sector}, has {best}").format(
        share=share,
        need=need,
        sector=naming.sector(display, best["sector"]),
        best=display.percent(best["coverage"]),
    )


def _subtitle(display: Display, sectors: pd.DataFrame) -> str:
    _ = display.language.text
    subtitle = _("Width: share of the need of {need}. Height: share of each sector that is funded, 0–100%").format(
        need=display.money(display.result.need)
    )
    if (sectors["width"] < NARROW).any():
        subtitle += _(". Columns under {share} of the need carry no name").format(share=display.percent(NARROW))
    return subtitle


def _table(display: Display, sectors: pd.DataFrame) -> pd.DataFrame:
    """The table of coverage, with each sector's share of the need [%] beside it."""
    _ = display.language.text
    shown = coverage.table(display, sectors)
    shares = [round(share * 100, 1) for share in [*sectors["width"], sectors["width"].sum()]]
    shown.insert(1, _("Share of the need, %"), shares)
    return shown


def _draw(display: Display, sectors: pd.DataFrame, style: Style) -> Drawing:
    _ = display.language.text
    unmet = 1 - sectors["coverage"]
    traces = [
        _trace(
            sectors, np.zeros(len(sectors)), sectors["coverage"], _("Funded"), coverage.funded_marker(sectors, style)
        ),
        _trace(sectors, sectors["coverage"], unmet, _("Gap"), coverage.unfunded_marker(sectors, style)),
    ]
    for trace in traces:
        trace["hovertext"] = [_hover(display, row) for row in sectors.to_dict("records")]
    wider = None if style.wide else (template.WIDE, {"xaxis": _under(display, sectors, style.at(template.WIDE))})
    return template.figure(traces, _layout(display, sectors, style), style, wider)


def _trace(sectors: pd.DataFrame, base: Any, length: Any, name: str, marker: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": sectors["middle"].tolist(),
        "width": sectors["width"].tolist(),
        "base": list(base),
        "y": list(length),
        "name": name,
        "hoverinfo": "text",
        "marker": {"line": {"color": template.CLEAR, "width": 1}, **marker},
    }


def _hover(display: Display, row: dict[Any, Any]) -> str:
    return display.language.text("{sector}: {funded} of {need} funded ({share}), gap {gap}").format(
        sector=naming.sector(display, row["sector"]),
        funded=display.money(row["funded"]),
        need=display.money(row["need"]),
        share=display.percent(row["coverage"]),
        gap=display.money(row["gap"]),
    )


def _layout(display: Display, sectors: pd.DataFrame, style: Style) -> dict[str, Any]:
    return {
        "barmode": "overlay",
        "bargap": 0,
        "xaxis": _under(display, sectors, style),
        "yaxis": {
            "tickvals": [0, 0.25, 0.5, 0.75, 1],
            "ticktext": [display.percent(share, 0) for share in (0, 0.25, 0.5, 0.75, 1)],
            "tickfont": {"color": style.colours.muted},
            "range": [0, 1.005],
        },
    }


def _under(display: Display, sectors: pd.DataFrame, style: Style) -> dict[str, Any]:
    """The names under the columns, upright unless there is one column only; in full where there is room."""
    named, alone = sectors[(sectors["width"] >= NARROW)], len(sectors) == 1
    labels = [
        f"{_name(display, id_, style, alone)} <b>{display.percent(share)}</b>"
        for id_, share in zip(named["sector"], named["coverage"], strict=True)
    ]
    return {
        "tickvals": named["middle"].tolist(),
        "ticktext": labels,
        "tickangle": 0 if alone else -90,
        "tickfont": {"size": max(12, round(0.75 * style.font))},
        "range": [0, 1],
    }


def _name(display: Display, sector: str, style: Style, alone: bool) -> str:
    if style.wide and not alone:
        return naming.wrap(naming.sector(display, sector), LINE)
    return naming.sector(display, sector, short=not style.wide)
