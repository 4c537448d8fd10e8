"""How charts look: two colour sets with a meaning for each colour, and the plotly template made of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal, TypeAlias

from finance.outputs import fitting
from finance.outputs.charts import contrast

Theme: TypeAlias = Literal["light", "dark"]
Drawing: TypeAlias = dict[str, Any]
"""`data` and `layout` of a plotly figure as plain values: checking them costs more than drawing them."""

FONT = "'Source Sans', 'Source Sans 3', Arial, sans-serif"
CLEAR = "rgba(0,0,0,0)"
NARROW_LABEL = 16
"""Longest line of a row's name where a telephone must hold it too [characters]."""
TELEPHONE, WIDE = 330, 640
"""Room that a chart has on a telephone, and from which on names need not be cut short [px]."""
_NARROWER = 0.93
"""The font that comes with the screens beside Arial, whose widths are known [share]."""


@dataclass(frozen=True)
class Palette:
    """One colour for one meaning. Told apart by lightness as well as hue, so that colour-blind readers and a printer
    without colours see them: met and gap stand 3 : 1 apart, and the outline of the gap 3 : 1 from what else it meets.
    """

    paper: str
    ink: str
    muted: str
    rule: str
    need: str
    funded: str
    committed: str
    pledged: str
    gap: str
    gap_line: str
    grey: str
    grey_line: str
    paid: str
    double: str
    ineligible: str


PALETTES: Mapping[Theme, Palette] = {
    "light": Palette(
        paper="#FFFFFF",
        ink="#1B2733",
        muted="#56626D",
        rule="#C9CFD6",
        need="#66727D",
        funded="#0B3C6F",
        committed="#2F72B8",
        pledged="#A9CDED",
        gap="#E66A00",
        gap_line="#9C4300",
        grey="#9AA0A6",
        grey_line="#4B5157",
        paid="#3F7F78",
        double="#8A6BB0",
        ineligible="#D9B86A",
    ),
    "dark": Palette(
        paper="#11171D",
        ink="#F1F4F7",
        muted="#B4BEC8",
        rule="#4A545E",
        need="#A3AEB9",
        funded="#2C66A6",
        committed="#6FAAE6",
        pledged="#BBD9F5",
        gap="#FFA64D",
        gap_line="#5A2A00",
        grey="#CDD2D7",
        grey_line="#6F757B",
        paid="#5FB3A9",
        double="#B79BDD",
        ineligible="#E3CB8F",
    ),
}


@dataclass(frozen=True)
class Style:
    """What a drawing needs to know: its colours, its height, size of text and least width [px]."""

    theme: Theme
    height: int
    font: int = 13
    room: int = TELEPHONE

    @property
    def wide(self) -> bool:
        return self.room >= WIDE

    def at(self, room: int) -> "Style":
        """The same for another width [px]."""
        return replace(self, room=room)

    def of(self, font: int) -> "Style":
        """The same with another size of text [px]."""
        return replace(self, font=font)

    @property
    def label(self) -> int:
        """Longest line of a row's name [characters]."""
        return 34 if self.wide else NARROW_LABEL

    @property
    def colours(self) -> Palette:
        return PALETTES[self.theme]

    def width(self, texts: list[str]) -> int:
        """Room that the longest line of some texts takes, on the safe side [px]."""
        lines = [(line, "<b>" in text) for text in texts for line in plain(text).split("\n")]
        share = 1.0 if self.wide else _NARROWER
        return round(share * max((fitting.width(line, self.font, bold) for line, bold in lines), default=0.0))


def plain(text: str) -> str:
    """Text without plotly's tags, its line breaks as newlines."""
    return text.replace("<br>", "\n").replace("<b>", "").replace("</b>", "")


@cache
def template(theme: Theme) -> dict[str, Any]:
    """The plotly template of a theme: clear paper, no gridlines, one type scale."""
    colours = PALETTES[theme]
    axis = {"showgrid": False, "zeroline": False, "showline": False, "ticks": "", "fixedrange": True}
    return {
        "layout": {
            "paper_bgcolor": CLEAR,
            "plot_bgcolor": CLEAR,
            "font": {"family": FONT, "size": 13, "color": colours.ink},
            "margin": {"l": 4, "r": 8, "t": 8, "b": 8},
            "xaxis": {**axis, "automargin": True},
            "yaxis": {**axis, "automargin": True, "ticklabelstandoff": 6},
            "bargap": 0.32,
            "hovermode": "closest",
            "hoverlabel": {"align": "left", "font": {"family": FONT, "size": 13}, "namelength": -1},
            "legend": {
                "orientation": "h",
                "x": 0,
                "xanchor": "left",
                "y": 0,
                "yanchor": "top",
                "traceorder": "normal",
            },
            "showlegend": False,
            "dragmode": False,
        }
    }


def figure(
    traces: list[dict[str, Any]],
    layout: Mapping[str, Any],
    style: Style,
    wider: tuple[int, Mapping[str, Any]] | None = None,
) -> Drawing:
    """A figure of traces, with the style's template and text size.

    `wider` is a width [px] and what the layout has instead from there on: the page that draws the figure picks it.
    """
    common = {"template": template(style.theme), "font": {"size": style.font}, "height": style.height}
    meta = {"meta": {"from": wider[0], "layout": wider[1]}} if wider else {}
    return {"data": traces, "layout": {**common, **layout, **meta}}


def gap_marker(style: Style) -> dict[str, Any]:
    """How unmet need looks: orange with a darker outline."""
    return {"color": style.colours.gap, "line": {"color": style.colours.gap_line, "width": 1.2}}


def solid(colour: str, style: Style) -> dict[str, Any]:
    """A fill with an outline that can be seen on the paper, where the fill itself hardly can."""
    return {"color": colour, "line": {"color": visible(colour, style), "width": 1.2}}


def visible(colour: str, style: Style) -> str:
    """The colour, or one like it that can be seen on the paper."""
    return contrast.seen(colour, style.colours.paper, style.colours.ink)


def hatched(colour: str, style: Style, shape: str = "/") -> dict[str, Any]:
    """How money that does not meet the need, or is not firm, looks: outlined and hatched.

    `shape` is one of plotly's patterns, where more than one stands in a chart.
    """
    return {
        "color": CLEAR,
        "line": {"color": colour, "width": 1.2},
        "pattern": {"shape": shape, "fgcolor": colour, "bgcolor": CLEAR, "size": 6, "solidity": 0.35},
    }
