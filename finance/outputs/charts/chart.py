"""What a chart is: a finding in words, the marks, and the table behind the marks."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import pandas as pd
import plotly.graph_objects as go
from plotly.io import to_json

from finance.language.catalogue import Language
from finance.model.gap import Result
from finance.outputs.charts.template import Drawing, Style, Theme


@dataclass(frozen=True, eq=False)
class Chart:
    """One chart of one result, in one language.

    `title` states the finding with its unit; `subtitle` says what is shown and in which unit; `table` holds the
    numbers behind the marks, rounded so that parts add up; `alt` is the text for who cannot see it; `figures` are
    the ids of the data used; `height` is the height on a screen [px]. `draw` makes the figure in a style; it is
    None where there is nothing to draw, and `title` then says why.
    """

    id: str
    title: str
    subtitle: str
    table: pd.DataFrame
    alt: str
    figures: tuple[str, ...]
    theme: Theme
    height: int = 240
    draw: Callable[[Style], Drawing] | None = None

    @cached_property
    def drawing(self) -> Drawing | None:
        """The marks for a screen as plain values, drawn when first read; None where there is nothing to draw."""
        return self.draw(Style(self.theme, self.height)) if self.draw else None

    @cached_property
    def text(self) -> str | None:
        """The marks for a screen as JSON, a missing number as null; None where there is nothing to draw."""
        return str(to_json(self.drawing, validate=False)) if self.drawing else None

    @property
    def figure(self) -> go.Figure | None:
        """The marks for a screen as plotly's own object, which checks every name and value in them."""
        return go.Figure(self.drawing) if self.drawing else None


Builder: TypeAlias = Callable[[Result, Language, Theme], Chart]
"""What every chart's `build` is."""

BUILDERS: dict[str, tuple[int, Builder]] = {}
"""Every chart by its id, with its place among them."""


def chart(id_: str, place: int) -> Callable[[Builder], Builder]:
    """Register a builder under a public id; charts are listed by their places."""

    def register(build: Builder) -> Builder:
        BUILDERS[id_] = place, build
        return build

    return register
