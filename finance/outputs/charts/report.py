"""A chart as a picture for a document: title, definition, origins and edition stand inside it."""

from typing import Any

import plotly.graph_objects as go

from finance.language.catalogue import Language
from finance.language.display import Display
from finance.language.naming import wrap
from finance.model.gap import Result
from finance.outputs import tables
from finance.outputs.charts import template
from finance.outputs.charts.chart import Chart
from finance.outputs.charts.template import Style

WIDTH, HEIGHT = 1600, 900
EDGE = 48
TITLE, SUBTITLE, FOOT = 34, 22, 17
"""Sizes of text [px]."""
LEADING = 1.35
LARGER = 1.6
LEGEND = 84
"""Room for a legend of two lines [px]."""
_NUMBER = "00,000"
"""As wide as the widest number beside an axis."""


def report(chart: Chart, result: Result, language: Language) -> dict[str, Any]:
    """The chart as a plotly figure of 1600 × 900 px on white, whatever theme the chart was built for."""
    head, foot = _head(chart), _foot(Display(result, language))
    top = EDGE + _tall(head) + 24
    bottom = EDGE + _tall(foot) + 32
    style = _style(chart, HEIGHT - top - bottom - 10)
    drawn = go.Figure(chart.draw(style) if chart.draw else template.figure([], {}, style))
    legend = LEGEND if drawn.layout.showlegend else 0
    under = _under(drawn, style)
    margin = _margin(drawn, style, top, bottom + legend + under)
    drawn.update_layout(
        width=WIDTH,
        height=HEIGHT,
        paper_bgcolor=style.colours.paper,
        margin=margin,
        legend={"y": -(under + 8) / (HEIGHT - margin["t"] - margin["b"]), "font": {"size": min(style.font, 19)}},
    )
    if chart.draw is None:
        drawn.update_layout(xaxis={"visible": False}, yaxis={"visible": False})
    for axis in (drawn.layout.xaxis, drawn.layout.yaxis):
        axis.automargin = False
    _write(drawn, head, margin["t"] - EDGE, margin["l"], 1, "top")
    _write(drawn, foot, EDGE - margin["b"], margin["l"], 0, "bottom")
    figure: dict[str, Any] = drawn.to_dict()
    return figure


def file_name(chart: Chart, result: Result) -> str:
    """Name of the file that a chart is saved under, without its ending."""
    return f"ukraine-gap_{chart.id}_{result.scenario.base}_{result.scenario.key}"


Line = tuple[str, int]
"""Text and its size [px]."""


def _head(chart: Chart) -> list[Line]:
    title = wrap(chart.title, _characters(TITLE))
    lines = [(f"<b>{line}</b>", TITLE) for line in title.split("<br>")]
    return lines + [(line, SUBTITLE) for line in wrap(chart.subtitle, _characters(SUBTITLE)).split("<br>")]


def _foot(display: Display) -> list[Line]:
    """Definition, producers of the documents, and what identifies the numbers."""
    width = _characters(FOOT)
    texts = (display.definition, producers(display, int(1.8 * width)), stamp(display))
    return [(line, FOOT) for text in texts for line in wrap(text, width).split("<br>")]


def stamp(display: Display) -> str:
    """What identifies the numbers: label of the scenario, how many assumptions differ from it, key, edition."""
    scenario, dataset = display.result.scenario, display.result.dataset
    label = dataset.presets[scenario.base].label.in_(display.language.code)
    changed = len(scenario.moved())
    if changed:
        moved = display.language.plural("{count} assumption changed", "{count} assumptions changed", changed)
        label = f"{label} ({moved.format(count=changed)})"
    return display.language.text("Scenario: {label} · key {key} · data edition {edition}").format(
        label=label, key=scenario.key, edition=dataset.edition
    )


def producers(display: Display, width: int) -> str:
    """Who published the figures, in the order first met, as many as fit into `width` characters."""
    dataset = display.result.dataset
    names = list(dict.fromkeys(dataset.origins[id_].producer for id_ in tables.origins(display.result)))
    _ = display.language.text
    if display.result.own:
        names.insert(0, _("own figures, supplied by the reader"))
    for count in range(len(names), 0, -1):
        text = _("Data from: {producers}").format(producers="; ".join(names[:count]))
        if count < len(names):
            more = display.language.plural("and {count} more", "and {count} more", len(names) - count)
            text = f"{text}; {more.format(count=len(names) - count)}"
        if len(text) <= width:
            return text
    return _("Data from: {producers}").format(producers=_("documents listed with the data"))


def _characters(size: int) -> int:
    """How many characters of a size fit on a line, on the safe side; the title is bold and wider."""
    return int((WIDTH - 2 * EDGE) / (size * (0.57 if size == TITLE else 0.52)))


def _tall(lines: list[Line]) -> int:
    return round(sum(size * LEADING for _, size in lines))


def _style(chart: Chart, room: int) -> Style:
    """Text as large as the rows allow: larger beside its row than on a screen, as fewer names are wrapped."""
    return Style("light", room, max(14, min(22, int(LARGER * 13 * room / chart.height))), WIDTH - 2 * EDGE)


def _margin(drawn: go.Figure, style: Style, top: int, bottom: int) -> dict[str, Any]:
    """Margins that hold the names beside the chart, or the numbers of an axis, measured by their letters."""
    axis = drawn.layout.yaxis
    names = list(axis.ticktext or ([] if axis.visible is False else [_NUMBER]))
    left, right = drawn.layout.margin.l or 0, drawn.layout.margin.r or 0
    beside = style.width(names) + 16 if names and _axes(drawn) else left
    return {"l": EDGE + beside, "r": EDGE + right, "t": top, "b": bottom, "autoexpand": False}


def _under(drawn: go.Figure, style: Style) -> int:
    """Height of what stands under the chart's axis: nothing, a line, or names that stand upright [px]."""
    axis = drawn.layout.xaxis
    if axis.visible is False or not _axes(drawn):
        return 0
    upright = style.of(axis.tickfont.size or style.font).width(list(axis.ticktext or []))
    return upright + 8 if axis.tickangle == -90 else 40


def _axes(drawn: go.Figure) -> bool:
    """Whether the chart has axes: a Sankey diagram has none."""
    return not any(trace.type == "sankey" for trace in drawn.data)


def _write(drawn: go.Figure, lines: list[Line], start: float, left: int, y: int, side: str) -> None:
    """Write lines from the left edge: a head downwards from the top, a foot so that its last line ends at the edge."""
    above = start if side == "top" else start + _tall(lines)
    for text, size in lines:
        drawn.add_annotation(
            text=text,
            xref="paper",
            yref="paper",
            x=0,
            y=y,
            xshift=EDGE - left,
            yshift=above,
            xanchor="left",
            yanchor="top",
            align="left",
            showarrow=False,
            font={"size": size, "color": _ink(size)},
        )
        above -= size * LEADING


def _ink(size: int) -> str:
    colours = template.PALETTES["light"]
    return colours.ink if size == TITLE else colours.muted
