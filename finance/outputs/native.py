"""A chart as a slide program knows it: categories and series of bars and lines, read off the marks of a figure.

What is drawn on screen is what the slide holds, number by number, and a chart that is added later needs no second
drawing. A figure that is more than bars and lines (a Sankey diagram, columns of different widths, a map) has no
such form.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import plotly.graph_objects as go

from finance.outputs.charts.template import plain

Value: TypeAlias = float | None
_NEAR = 1e-9
_RGBA = re.compile(r"rgba\((\d+), ?(\d+), ?(\d+), ?([\d.]+)\)")


@dataclass(frozen=True)
class Series:
    """One row of numbers, and how it looks: a colour for each value, or none where nothing is filled."""

    name: str
    values: tuple[Value, ...]
    mark: Literal["bar", "line"] = "bar"
    fills: tuple[str | None, ...] = ()
    outlines: tuple[str | None, ...] = ()
    pattern: str = ""
    dash: str = "solid"

    @property
    def hidden(self) -> bool:
        """Whether this only pushes other bars off the axis."""
        return not any(self.fills) and not any(self.outlines)


@dataclass(frozen=True)
class Native:
    """Bars that lie or stand, stacked or side by side, and lines over standing ones."""

    lying: bool
    stacked: bool
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    legend: bool
    notes: tuple[str, ...] = ()
    suffix: str = ""

    @property
    def rows(self) -> tuple[str, ...]:
        """Each category with what is written at the end of its bar."""
        if not self.notes:
            return self.categories
        return tuple(
            f"{name}\n{note}" if note else name for name, note in zip(self.categories, self.notes, strict=True)
        )


def read(figure: go.Figure, offset: str) -> Native | None:
    """The figure as bars and lines, or None where it is more than that. `offset` names what pushes bars off the axis.

    Amounts stay as drawn; a bar that starts off the axis gets an unfilled one before it, a waterfall's way.
    """
    bars = [trace for trace in figure.data if trace.type == "bar"]
    lines = [trace for trace in figure.data if trace.type == "scatter" and trace.mode == "lines"]
    notes = [trace for trace in figure.data if trace.type == "scatter" and trace.mode == "text"]
    if len(bars) + len(lines) + len(notes) < len(figure.data) or figure.layout.annotations:
        return None
    if bars and all(trace.orientation == "h" for trace in bars):
        return _lying(figure, bars, notes, offset)
    if notes or figure.layout.xaxis.type != "category":
        return None
    return _standing(figure, bars, lines)


def _standing(figure: go.Figure, bars: Sequence[Any], lines: Sequence[Any]) -> Native | None:
    if any(trace.base is not None for trace in bars):
        return None
    traces = [*bars, *lines]
    names = tuple(dict.fromkeys(str(x) for trace in traces for x in trace.x))
    series = tuple(_series(trace, dict(zip(map(str, trace.x), trace.y, strict=True)), names) for trace in traces)
    return Native(
        lying=False,
        stacked=figure.layout.barmode == "stack",
        categories=names,
        series=series,
        legend=bool(figure.layout.showlegend),
        suffix=figure.layout.yaxis.ticksuffix or "",
    )


def _lying(figure: go.Figure, bars: Sequence[Any], notes: Sequence[Any], offset: str) -> Native | None:
    axis = figure.layout.yaxis
    if not axis.ticktext or list(axis.tickvals) != list(range(len(axis.ticktext))):
        return None
    count = len(axis.ticktext)
    beside = any(abs(y - round(y)) > 0.01 for trace in bars for y in trace.y)
    series = _beside(bars, count) if beside else _stacked(bars, count, offset)
    if series is None:
        return None
    return Native(
        lying=True,
        stacked=not beside,
        categories=tuple(plain(text).replace("\n", " ") for text in axis.ticktext),
        series=series,
        legend=bool(figure.layout.showlegend),
        notes=_notes(notes, count),
    )


def _notes(traces: Sequence[Any], count: int) -> tuple[str, ...]:
    written = {round(y): plain(text) for trace in traces for y, text in zip(trace.y, trace.text, strict=True)}
    return tuple(" · ".join(part.strip() for part in written.get(row, "").split("\n")) for row in range(count))


def _beside(bars: Sequence[Any], count: int) -> tuple[Series, ...] | None:
    if any(trace.base is not None for trace in bars):
        return None
    rows = range(count)
    return tuple(_series(trace, dict(zip(map(round, trace.y), trace.x, strict=True)), rows) for trace in bars)


def _stacked(bars: Sequence[Any], count: int, offset: str) -> tuple[Series, ...] | None:
    """The bars end to end in every row; None where they overlap, leave holes or run below the axis."""
    starts = [0.0] * count
    end: list[Value] = [None] * count
    series = []
    for trace in bars:
        values: dict[int, Value] = {}
        bases = trace.base if trace.base is not None else [0.0] * len(trace.x)
        for row, base, length in zip(map(round, trace.y), bases, trace.x, strict=True):
            if length is None or abs(length) < _NEAR:
                continue
            low, high = sorted((base, base + length))
            if low < -_NEAR or (end[row] is not None and abs(low - end[row]) > 1e-6 * max(1.0, high)):
                return None
            if end[row] is None:
                starts[row] = max(low, 0.0)
            values[row], end[row] = high - low, high
        series.append(_series(trace, values, range(count)))
    pushed = tuple(start if start > _NEAR else None for start in starts)
    before = (Series(offset, pushed, fills=(None,) * count, outlines=(None,) * count),) if any(pushed) else ()
    return (*before, *series)


def _series(trace: Any, values: dict[Any, Any], keys: Sequence[Any]) -> Series:
    """A trace by category. Its colours stand in the order of its own bars and move with them."""
    shown = tuple(None if values.get(key) is None else float(values[key]) for key in keys)
    name = plain(trace.name or "").replace("\n", " ")
    if trace.type == "scatter":
        colours = (_hex(trace.line.color),) * len(shown)
        return Series(name, shown, "line", colours, colours, dash=trace.line.dash or "solid")
    own = list(map(str, trace.x)) if trace.orientation != "h" else [round(y) for y in trace.y]
    marker, pattern = trace.marker, trace.marker.pattern
    shape = pattern.shape if isinstance(pattern.shape, str) else ""
    fills = _each(pattern.fgcolor if shape else marker.color, len(own), marker.opacity)
    outlines = _each(marker.line.color, len(own))
    by_key = {key: (fill, line) for key, fill, line in zip(own, fills, outlines, strict=True)}
    looks = [by_key.get(key, (None, None)) for key in keys]
    return Series(name, shown, "bar", tuple(fill for fill, _ in looks), tuple(line for _, line in looks), shape)


def _each(colour: Any, count: int, opacity: Any = None) -> list[str | None]:
    """One colour a bar, as #RRGGBB on white; None where nothing is filled."""
    colours = [colour] * count if colour is None or isinstance(colour, str) else list(colour)
    shares = [opacity] * count if opacity is None or isinstance(opacity, int | float) else list(opacity)
    return [_hex(one, 1.0 if share is None else share) for one, share in zip(colours, shares, strict=True)]


def _hex(colour: str | None, opacity: float = 1.0) -> str | None:
    """A colour of the palettes as it looks on white paper."""
    if colour is None:
        return None
    found = _RGBA.fullmatch(colour)
    parts = [int(part) for part in found.groups()[:3]] if found else [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    share = opacity * (float(found[4]) if found else 1.0)
    if share == 0:
        return None
    return "#" + "".join(f"{round(255 - share * (255 - part)):02X}" for part in parts)
