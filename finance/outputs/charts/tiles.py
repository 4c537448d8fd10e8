"""A tile map: one square a region in its rough place, so that no border is drawn and none disputed."""

from collections.abc import Mapping, Sequence
from typing import Any

from finance.outputs.charts import template
from finance.outputs.charts.template import Drawing, Style
from finance.outputs.display import Display

_SIDE = 0.92
_BRIGHT = 0.8
"""From this share of the fullest on, dark letters read better than light ones on dark paper."""

_LINES = 5
"""Lines of the hatching from one corner of a tile to the middle."""

HEIGHT = 380
"""Height on a screen [px]."""


def draw(display: Display, values: Mapping[str, float], texts: Sequence[str], full: float, style: Style) -> Drawing:
    """Squares of the regions; the darker, the closer the value is to `full`; hatched where there is no value.

    `values` by region id, missing ids are hatched; `texts` is the second line in each square.
    """
    regions, colours = display.result.dataset.regions, style.colours
    code = display.language.code
    names = [record.label.in_(code) for record in regions.values()]
    inside = names if style.wide else [record.short.in_(code) for record in regions.values()]
    shares = [values.get(id_, -1.0) / full if full > 0 else -1.0 for id_ in regions]
    marker = {
        "color": [_fill(share, style) for share in shares],
        "line": {"color": colours.rule, "width": 1},
    }
    columns, rows = zip(*(record.tile for record in regions.values()), strict=True)
    trace = {
        "type": "bar",
        "x": list(columns),
        "y": [_SIDE] * len(names),
        "base": [row - _SIDE / 2 for row in rows],
        "width": _SIDE,
        "marker": marker,
        "hovertext": [f"{name}: {text}" for name, text in zip(names, texts, strict=True)],
        "hoverinfo": "text",
    }
    bare = [record.tile for record, share in zip(regions.values(), shares, strict=True) if share < 0]
    size = style.font - (0 if style.wide else 2)
    notes = [
        _note(column, row, f"<b>{name}</b><br>{text}", share, size, style)
        for column, row, name, text, share in zip(columns, rows, inside, texts, shares, strict=True)
    ]
    layout = {
        "annotations": notes,
        "barmode": "overlay",
        "xaxis": {"visible": False, "range": [-0.5, max(columns) + 0.5]},
        "yaxis": {"visible": False, "range": [max(rows) + 0.5, -0.5]},
        "margin": {"l": 0, "r": 0, "t": 4, "b": 4},
    }
    return template.figure([trace, _hatching(bare, style)], layout, style)


def _hatching(tiles: Sequence[tuple[int, int]], style: Style) -> dict[str, Any]:
    """Slanting lines across the tiles. Lines and no pattern, which a browser prints as a large picture of each tile."""
    x, y = list[float | None](), list[float | None]()
    for column, row in tiles:
        for shift in (place * _SIDE / _LINES for place in range(1 - _LINES, _LINES)):
            left, right = column - _SIDE / 2 + max(shift, 0.0), column + _SIDE / 2 + min(shift, 0.0)
            x += [left, right, None]
            y += [row + _SIDE / 2 + min(shift, 0.0), row - _SIDE / 2 + max(shift, 0.0), None]
    line = {"color": style.colours.rule, "width": 1}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line, "hoverinfo": "skip"}


def _fill(share: float, style: Style) -> str:
    """The need's orange at a strength, or nothing under the hatching."""
    if share < 0:
        return template.CLEAR
    red, green, blue = (int(style.colours.gap[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},{0.06 + 0.86 * min(share, 1.0):.3f})"


def _note(column: int, row: int, text: str, share: float, size: int, style: Style) -> dict[str, Any]:
    """A name and its number; on paper where the tile is hatched, so that it can be read."""
    ink = "#10161C" if share > _BRIGHT else style.colours.ink
    paper = style.colours.paper if share < 0 else template.CLEAR
    font = {"size": size, "color": ink}
    return {"x": column, "y": row, "text": text, "showarrow": False, "font": font, "bgcolor": paper, "borderpad": 0}
