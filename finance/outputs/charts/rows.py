"""The layout of charts whose bars lie: one row a bar, its name on the left, its number at the bar's end."""

from collections.abc import Sequence
from typing import Any

from finance.language.naming import wrap
from finance.outputs.charts.template import NARROW_LABEL, Style, plain

_NARROW_END = 12
"""Longest line at a bar's end where a telephone must hold it too [characters]."""


def height(labels: Sequence[str], lines: int = 1, extra: int = 24) -> int:
    """Height on a screen [px] at which the wrapped names of the rows and ends of `lines` lines do not touch."""
    wrapped = [wrap(label, NARROW_LABEL).count("<br>") + 1 for label in labels]
    return len(labels) * max(34, 16 * max([*wrapped, lines]) + 10) + extra


def layout(labels: Sequence[str], ends: Sequence[str], top: float, style: Style) -> dict[str, Any]:
    """First row on top; the amounts from 0 to `top` [bn]; room on the right for the ends."""
    return {
        "barmode": "overlay",
        "margin": {"l": 4, "r": style.width(list(ends)) + 8, "t": 4, "b": 8},
        "yaxis": {
            "tickvals": list(range(len(labels))),
            "ticktext": [_label(label, style) for label in labels],
            "range": [len(labels) - 0.5, -0.5],
        },
        "xaxis": {"visible": False, "range": [0, top if top > 0 else 1]},
    }


def _label(label: str, style: Style) -> str:
    """The name wrapped; one that is bold stays bold on every line."""
    wrapped = wrap(plain(label), style.label)
    return f"<b>{wrapped}</b>" if label.startswith("<b>") else wrapped


def bars(
    starts: Sequence[float], lengths: Sequence[float | None], name: str, hovers: Sequence[str], marker: dict[str, Any]
) -> dict[str, Any]:
    """A trace of lying bars, one a row; no bar where the length is None."""
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(lengths))),
        "base": list(starts),
        "x": list(lengths),
        "name": name,
        "hovertext": list(hovers),
        "hoverinfo": "text",
        "marker": marker,
    }


def marks(positions: Sequence[float], name: str, hovers: Sequence[str], marker: dict[str, Any]) -> dict[str, Any]:
    """A trace of one mark a row."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(positions),
        "y": list(range(len(positions))),
        "name": name,
        "marker": marker,
        "hovertext": list(hovers),
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def end(text: str, style: Style) -> str:
    """The text at a bar's end, in two lines where a telephone must hold it too."""
    return text if style.wide else wrap(text, _NARROW_END)


def ends(positions: Sequence[float], texts: Sequence[str], style: Style) -> dict[str, Any]:
    """The numbers at the ends of the bars."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": list(positions),
        "y": list(range(len(positions))),
        "text": [f" {text}".replace("<br>", "<br> ") for text in texts],
        "textposition": "middle right",
        "textfont": {"size": style.font, "color": style.colours.ink},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }
