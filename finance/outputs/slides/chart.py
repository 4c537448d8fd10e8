"""A native chart on a slide: its numbers in a workbook inside, its colours those of the screen."""

from dataclasses import replace
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from finance.outputs import fitting
from finance.outputs.charts.template import PALETTES
from finance.outputs.native import Native, Series
from finance.outputs.slides.text import FONT, Box, colour, describe
from finance.outputs.tables import FORMULA_STARTS

HOUSE = PALETTES["light"]
SMALLEST, LARGEST = 8, 13
"""Sizes of the words of a chart [pt]."""
NAMES = 0.45
"""Largest share of the width that the names of lying bars may take."""
GAP_WIDTH = 47
"""Between bars, as on screen [% of a bar]."""
_PATTERNS = {
    "/": MSO_PATTERN.WIDE_UPWARD_DIAGONAL,
    "\\": MSO_PATTERN.WIDE_DOWNWARD_DIAGONAL,
    "x": MSO_PATTERN.DIAGONAL_CROSS,
    ".": MSO_PATTERN.PERCENT_25,
}
"""What PowerPoint has for plotly's patterns."""
_DASHES = {"solid": MSO_LINE.SOLID, "dash": MSO_LINE.DASH, "dot": MSO_LINE.ROUND_DOT}


def add(slide: Any, drawn: Native, alt: str, box: Box) -> None:
    """Put the chart on a slide, with a text for who cannot see it; a series without any amount is left out."""
    native = replace(drawn, series=tuple(one for one in drawn.series if any(one.values)) or drawn.series)
    size = _size(native, box)
    data = CategoryChartData(number_format="#,##0.0")
    data.categories = [_defused(name) for name in _names(native, size, box)]
    for series in native.series:
        data.add_series(_defused(series.name), series.values)
    frame = slide.shapes.add_chart(_kind(native), *box.emu, data)
    describe(frame, alt)
    chart = frame.chart
    chart.has_title = False
    chart.font.size, chart.font.name, chart.font.color.rgb = Pt(size), FONT, colour(HOUSE.ink)
    _axes(chart, native, box, size)
    _legend(chart, native, size)
    for painted, series in zip(_drawn(chart), native.series, strict=True):
        _paint(painted, series)
    _lines_over_bars(chart, native)


def _defused(name: str) -> str:
    """A name that the workbook inside would run as a formula gets a leading apostrophe."""
    return f"'{name}" if name.startswith(FORMULA_STARTS) else name


def _kind(native: Native) -> Any:
    if all(series.mark == "line" for series in native.series):
        return XL_CHART_TYPE.LINE
    kinds = {
        (True, True): XL_CHART_TYPE.BAR_STACKED,
        (True, False): XL_CHART_TYPE.BAR_CLUSTERED,
        (False, True): XL_CHART_TYPE.COLUMN_STACKED,
        (False, False): XL_CHART_TYPE.COLUMN_CLUSTERED,
    }
    return kinds[native.lying, native.stacked]


def _drawn(chart: Any) -> list[Any]:
    return [series for plot in chart.plots for series in plot.series]


def _size(native: Native, box: Box) -> int:
    """The size at which every row has room for its name, over two lines where there are few rows."""
    lines = 2.6 if _two_lines(native) else 1.3
    return max(SMALLEST, min(LARGEST, int(box.height / max(len(native.categories), 1) / lines)))


def _two_lines(native: Native) -> bool:
    return native.lying and len(native.categories) <= 9


def _names(native: Native, size: int, box: Box) -> list[str]:
    """Each row's name and amount, cut where they would take more than their share of the width."""
    room = NAMES * box.width
    if not native.lying:
        return list(native.categories)
    if _two_lines(native):
        return [
            "\n".join(fitting.shortened(line, size, (room, size * 1.3)) for line in row.split("\n"))
            for row in native.rows
        ]
    return [fitting.shortened(row.replace("\n", ": "), size, (room, size * 1.3)) for row in native.rows]


def _axes(chart: Any, native: Native, box: Box, size: int) -> None:
    names, amounts = chart.category_axis, chart.value_axis
    names.format.line.color.rgb = colour(HOUSE.rule)
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.reverse_order = native.lying
    amounts.has_major_gridlines = not native.lying
    amounts.visible = not native.lying
    amounts.minimum_scale = 0
    for plot in chart.plots:
        if hasattr(plot, "gap_width"):
            plot.gap_width = GAP_WIDTH
            plot.overlap = 100 if native.stacked else 0
    if native.lying:
        lines = [line for row in _names(native, size, box) for line in row.split("\n")]
        left = min(NAMES, max(fitting.width(line, size) for line in lines) / box.width) + 0.02
        _inner(chart, left, 0.01, 0.97 - left, 0.86 if native.legend else 0.97)
    else:
        amounts.major_gridlines.format.line.color.rgb = colour(HOUSE.rule)
        amounts.format.line.fill.background()
        amounts.tick_labels.number_format = f'#,##0"{native.suffix}"' if native.suffix else "#,##0"
        amounts.tick_labels.number_format_is_linked = False


def _inner(chart: Any, x: float, y: float, width: float, height: float) -> None:
    """Fix where the bars are drawn [shares of the chart], so that every program leaves the same room for names."""
    layout, manual = OxmlElement("c:layout"), OxmlElement("c:manualLayout")
    settings = {"layoutTarget": "inner", "xMode": "edge", "yMode": "edge", "x": x, "y": y, "w": width, "h": height}
    for name, setting in settings.items():
        child = OxmlElement(f"c:{name}")
        child.set("val", str(setting))
        manual.append(child)
    layout.append(manual)
    chart.element.find(f".//{qn('c:plotArea')}").insert(0, layout)


def _legend(chart: Any, native: Native, size: int) -> None:
    chart.has_legend = native.legend
    if native.legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(max(size - 1, SMALLEST))
        for index, series in enumerate(native.series):
            if series.hidden:
                _unlisted(chart, index)


def _unlisted(chart: Any, index: int) -> None:
    entry, number, gone = OxmlElement("c:legendEntry"), OxmlElement("c:idx"), OxmlElement("c:delete")
    number.set("val", str(index))
    gone.set("val", "1")
    entry.extend((number, gone))
    chart.legend._element.find(qn("c:legendPos")).addnext(entry)


def _paint(drawn: Any, series: Series) -> None:
    if series.mark == "line":
        line = drawn.format.line
        line.color.rgb, line.width, line.dash_style = colour(series.fills[0]), Pt(2.25), _DASHES[series.dash]
        drawn.smooth = False
        if hasattr(drawn, "marker"):
            drawn.marker.style = XL_MARKER_STYLE.NONE
        return
    drawn.invert_if_negative = False
    looks = list(zip(series.fills, series.outlines, strict=True))
    shown = [look for look, value in zip(looks, series.values, strict=True) if value is not None]
    if len(set(shown)) <= 1:
        _fill(drawn.format, *(shown[0] if shown else (None, None)), series.pattern)
        return
    for index, look in enumerate(looks):
        if series.values[index] is not None:
            _fill(drawn.points[index].format, *look, series.pattern)


def _fill(shape: Any, fill: str | None, outline: str | None, pattern: str) -> None:
    if fill is None:
        shape.fill.background()
    elif pattern:
        shape.fill.patterned()
        shape.fill.pattern = _PATTERNS[pattern]
        shape.fill.fore_color.rgb, shape.fill.back_color.rgb = colour(fill), RGBColor(255, 255, 255)
    else:
        shape.fill.solid()
        shape.fill.fore_color.rgb = colour(fill)
    if outline is None:
        shape.line.fill.background()
    else:
        shape.line.color.rgb, shape.line.width = colour(outline), Pt(1)


def _lines_over_bars(chart: Any, native: Native) -> None:
    """Move the series that are lines out of the bars into lines over the same axes."""
    if {series.mark for series in native.series} != {"bar", "line"}:
        return
    bars = chart.element.find(f".//{qn('c:barChart')}")
    over = OxmlElement("c:lineChart")
    grouping, varied = OxmlElement("c:grouping"), OxmlElement("c:varyColors")
    grouping.set("val", "standard")
    varied.set("val", "0")
    over.extend((grouping, varied))
    for element, series in zip(bars.findall(qn("c:ser")), native.series, strict=True):
        if series.mark == "line":
            for child in element.findall(qn("c:invertIfNegative")):
                element.remove(child)
            marker, symbol = OxmlElement("c:marker"), OxmlElement("c:symbol")
            symbol.set("val", "none")
            marker.append(symbol)
            element.find(qn("c:spPr")).addnext(marker)
            smooth = OxmlElement("c:smooth")
            smooth.set("val", "0")
            element.append(smooth)
            over.append(element)
    for axis in bars.findall(qn("c:axId")):
        copied = OxmlElement("c:axId")
        copied.set("val", axis.get("val"))
        over.append(copied)
    bars.addnext(over)
