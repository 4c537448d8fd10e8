"""A tile map: one square a region in its rough place, so that no border is drawn and none disputed."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from finance.language import naming
from finance.language.display import Display
from finance.outputs.charts import template
from finance.outputs.charts.template import Drawing, Style

_SIDE = 0.92
_BRIGHT = 0.8
"""From this share of the fullest on, dark letters read better than light ones on dark paper."""
_SMALLER = 2
"""How much smaller than other text the names are [px]."""
_EDGE = 3
"""Between a name and the edge of its tile [px]."""

_LINES = 5
"""Lines of the hatching from one corner of a tile to the middle."""

HEIGHT = 380
"""Height on a screen [px]."""


@dataclass(frozen=True)
class Tile:
    """One region: its place, its two names, its number as text and as a share of the fullest, below 0 where none."""

    column: int
    row: int
    name: str
    short: str
    text: str
    share: float


def draw(display: Display, values: Mapping[str, float], texts: Sequence[str], full: float, style: Style) -> Drawing:
    """Squares of the regions; the darker, the closer the value is to `full`; hatched where there is no value.

    `values` by region id, missing ids are hatched; `texts` is the second line in each square.
    """
    code = display.language.code
    tiles = [
        Tile(*record.tile, record.label.in_(code), record.short.in_(code), text, _share(values.get(id_), full))
        for (id_, record), text in zip(display.result.dataset.regions.items(), texts, strict=True)
    ]
    style = style.of(style.font - _SMALLER)
    columns, rows = max(tile.column for tile in tiles) + 1, max(tile.row for tile in tiles) + 1
    roomy = math.ceil((style.width([f"<b>{_full(tile)}</b>" for tile in tiles]) + 2 * _EDGE) * columns / _SIDE)
    layout = {
        "annotations": _notes(tiles, style, style.room >= roomy),
        "barmode": "overlay",
        "xaxis": {"visible": False, "range": [-0.5, columns - 0.5]},
        "yaxis": {"visible": False, "range": [rows - 0.5, -0.5]},
        "margin": {"l": 0, "r": 0, "t": 4, "b": 4},
    }
    wider = None if style.wide else (roomy, {"annotations": _notes(tiles, style, True)})
    return template.figure([_squares(tiles, style), _hatching(tiles, style)], layout, style, wider)


def _share(value: float | None, full: float) -> float:
    return -1.0 if value is None or full <= 0 else value / full


def _squares(tiles: Sequence[Tile], style: Style) -> dict[str, Any]:
    marker = {
        "color": [_fill(tile.share, style) for tile in tiles],
        "line": {"color": style.colours.rule, "width": 1},
    }
    return {
        "type": "bar",
        "x": [tile.column for tile in tiles],
        "y": [_SIDE] * len(tiles),
        "base": [tile.row - _SIDE / 2 for tile in tiles],
        "width": _SIDE,
        "marker": marker,
        "hovertext": [f"{tile.name}: {tile.text}" for tile in tiles],
        "hoverinfo": "text",
    }


def _hatching(tiles: Sequence[Tile], style: Style) -> dict[str, Any]:
    """Slanting lines across the tiles without a value.

    Lines and no pattern, which a browser prints as a large picture of each tile.
    """
    x, y = list[float | None](), list[float | None]()
    for column, row in ((tile.column, tile.row) for tile in tiles if tile.share < 0):
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


def _full(tile: Tile) -> str:
    """The whole name, a word a line."""
    return naming.wrap(tile.name, 1)


def _notes(tiles: Sequence[Tile], style: Style, whole: bool) -> list[dict[str, Any]]:
    return [_note(tile, _full(tile) if whole else tile.short, style) for tile in tiles]


def _note(tile: Tile, name: str, style: Style) -> dict[str, Any]:
    """A name and its number; on paper where the tile is hatched, so that it can be read."""
    ink = "#10161C" if tile.share > _BRIGHT else style.colours.ink
    paper = style.colours.paper if tile.share < 0 else template.CLEAR
    font = {"size": style.font, "color": ink}
    text = f"<b>{name}</b><br>{tile.text}"
    return {"x": tile.column, "y": tile.row, "text": text, "showarrow": False, "font": font, "bgcolor": paper}
