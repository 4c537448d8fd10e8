"""One chart as a picture file: the report-size figure, drawn by the renderer of this process."""

import re
from typing import Any
from xml.etree.ElementTree import canonicalize

import plotly.graph_objects as go

from finance.errors import OutputError
from finance.language.catalogue import Language
from finance.messages import Remark
from finance.model.gap import Result
from finance.outputs import charts
from finance.outputs.charts import Chart, template
from finance.outputs.charts.report import HEIGHT, WIDTH
from finance.outputs.charts.template import Style
from finance.outputs.renderer import SHARED, Form, Renderer

SHARP = 2.0
"""Dots a px of a PNG file."""
BARE_WIDTH, BARE_FONT, BARE_EDGE = 820, 14, 16
"""Of a picture inside a document: its width, its text, and room for text that runs wider than was measured [px]."""
_PDF_DAY = re.compile(rb"\(D:\d{14}")
_SVG_ID = re.compile(rb'id="topdefs-([0-9a-f]{6})"')


def png(result: Result, language: Language, ids: tuple[str, ...]) -> bytes:
    """The chart as PNG of 3200 × 1800 dots; raises OutputError where no picture can be drawn."""
    return draw(_chart(result, language, ids), result, language, "png", SHARP)


def svg(result: Result, language: Language, ids: tuple[str, ...]) -> bytes:
    """The chart as SVG, with text that can be searched; raises OutputError where no picture can be drawn."""
    return draw(_chart(result, language, ids), result, language, "svg")


def pdf(result: Result, language: Language, ids: tuple[str, ...]) -> bytes:
    """The chart as PDF of one page; raises OutputError where no picture can be drawn."""
    return draw(_chart(result, language, ids), result, language, "pdf")


def draw(
    chart: Chart, result: Result, language: Language, form: Form, scale: float = 1.0, renderer: Renderer = SHARED
) -> bytes:
    """A chart as a picture of 1600 × 900 px with title, definition, producers and key inside.

    The same chart twice is the same bytes: what the browser puts in by chance or by the clock is taken out.
    """
    picture = renderer.draw(_named(charts.report(chart, result, language)), form, WIDTH, HEIGHT, scale)
    if form == "pdf":
        return _PDF_DAY.sub(b"(D:20000101000000", picture)
    return _settled(picture) if form == "svg" else picture


def bare(chart: Chart, renderer: Renderer = SHARED) -> tuple[bytes, float]:
    """Only the marks of a chart that has some, for a document that prints its title itself: PNG, height ÷ width."""
    assert chart.draw is not None
    drawn = go.Figure(chart.draw(Style("light", chart.height, BARE_FONT, BARE_WIDTH)))
    margin = {"r": (drawn.layout.margin.r or 0) + BARE_EDGE}
    drawn.update_layout(paper_bgcolor=template.PALETTES["light"].paper, margin=margin)
    return renderer.draw(drawn.to_dict(), "png", BARE_WIDTH, chart.height, SHARP), chart.height / BARE_WIDTH


def _chart(result: Result, language: Language, ids: tuple[str, ...]) -> Chart:
    chart = charts.CHARTS[ids[0]](result, language, "light")
    if chart.draw is None:
        raise OutputError(
            Remark("{chart} has nothing to draw under this scenario: {why}", chart=chart.id, why=chart.title)
        )
    return chart


def _named(figure: dict[str, Any]) -> dict[str, Any]:
    """The figure with a name for every trace, which plotly.js would otherwise draw by lot."""
    return {**figure, "data": [{**trace, "uid": f"trace{index}"} for index, trace in enumerate(figure["data"])]}


def _settled(svg_text: bytes) -> bytes:
    """The drawing with the one name that plotly.js draws by lot, and puts into every id, as zeros, and with the
    attributes in one order: plotly.js writes them in another one once it has measured a text."""
    found = _SVG_ID.search(svg_text)
    named = svg_text.replace(found[1], b"000000") if found else svg_text
    return canonicalize(named.decode()).encode()
