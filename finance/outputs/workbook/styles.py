"""How the workbook looks: a style is a few words, "amount input", and each word adds to the cell's format."""

from collections.abc import Mapping
from typing import Any

from finance.outputs.charts.template import PALETTES

COLOURS = PALETTES["light"]
BAND = "#EEF3F8"
"""Behind a row of headings."""
INPUT = "#FFF8E5"
"""Behind a cell that may be changed."""
BLUE = "#0000FF"
"""Ink of a cell that may be changed, as bankers have it."""
FONT = "Arial"

BASE: Mapping[str, Any] = {
    "font_name": FONT,
    "font_size": 10,
    "font_color": COLOURS.ink,
    "valign": "vcenter",
}
WORDS: Mapping[str, Mapping[str, Any]] = {
    "title": {"font_size": 16, "bold": True, "font_color": COLOURS.funded},
    "subtitle": {"font_color": COLOURS.muted},
    "section": {"font_size": 12, "bold": True, "font_color": COLOURS.funded},
    "head": {"bold": True, "bg_color": BAND, "bottom": 1, "bottom_color": COLOURS.funded, "text_wrap": True},
    "right": {"align": "right"},
    "text": {"align": "left"},
    "next": {"align": "left", "indent": 1},
    "wrapped": {"text_wrap": True},
    "muted": {"font_color": COLOURS.muted},
    "bold": {"bold": True},
    "total": {"bold": True, "top": 1, "top_color": COLOURS.funded},
    "headline": {"font_size": 14, "bold": True},
    "gap": {"font_color": COLOURS.gap_line},
    "input": {"font_color": BLUE, "bg_color": INPUT, "border": 1, "border_color": COLOURS.rule},
    "amount": {"num_format": '#,##0.0;"−"#,##0.0;"–"', "align": "right"},
    "fine": {"num_format": '#,##0.000;"−"#,##0.000;"–"', "align": "right"},
    "plain": {"num_format": "0.######", "align": "right"},
    "share": {"num_format": '0.0%;"−"0.0%;"–"', "align": "right"},
    "percent": {"num_format": "0.0%", "align": "right"},
    "rate": {"num_format": "0.0000", "align": "right"},
    "whole": {"num_format": '#,##0;"−"#,##0;"–"', "align": "right"},
    "year": {"num_format": "0", "align": "right"},
    "date": {"num_format": "yyyy-mm-dd", "align": "right"},
    "flag": {"num_format": '0;"−"0;"·"', "align": "center"},
    "choice": {"align": "right"},
}


def properties(style: str) -> dict[str, Any]:
    """The format properties of a style; later words win over earlier ones."""
    found = dict(BASE)
    for word in style.split():
        found |= WORDS[word]
    return found
