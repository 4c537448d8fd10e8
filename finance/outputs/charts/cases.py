"""The scenario beside past reconstructions: its rows, those of the cases that print the same measure, one bar each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import pandas as pd

from finance.analysis import benchmarks
from finance.language.display import Display
from finance.outputs.charts import rows, template
from finance.outputs.charts.chart import Chart
from finance.outputs.charts.realisation import counted
from finance.outputs.charts.template import Drawing, Style, Theme


class Row(NamedTuple):
    """One bar: its name, what is measured, the value in the chart's unit, and whether it is the scenario's own."""

    name: str
    measures: str
    value: float
    own: bool
    definition: str


@dataclass(frozen=True)
class Cases:
    """A chart of rows in words: `unit` heads the column of values times `factor`, `said` writes the end of a bar, and
    rows that measure `need` are grey, all others blue. `measures` are those of the cases that it shows."""

    id: str
    title: str
    subtitle: str
    unit: str
    factor: float
    measures: Sequence[str]
    said: Callable[[float], str]
    need: str

    def chart(self, display: Display, listed: list[Row], theme: Theme) -> Chart:
        """The chart of these rows, in their order."""
        _, result = display.language.text, display.result
        cases = [f"benchmarks.{id_}.{name}" for name in self.measures for id_ in _measured(display, name)]
        return Chart(
            id=self.id,
            title=self.title,
            subtitle=self.subtitle,
            table=self._table(display, listed),
            alt=_("Bar chart of {count} rows. {title}.").format(count=len(listed), title=self.title),
            figures=(*benchmarks.own(result).figures, *cases),
            theme=theme,
            height=rows.height([row.name for row in listed]),
            draw=partial(self._draw, listed),
        )

    def _table(self, display: Display, listed: list[Row]) -> pd.DataFrame:
        """The rows with their definitions side by side."""
        _ = display.language.text
        return pd.DataFrame(
            {
                _("Case"): [row.name for row in listed],
                _("What is measured"): [row.measures for row in listed],
                self.unit: [round(row.value * self.factor, 1) for row in listed],
                _("Definition"): [row.definition for row in listed],
            }
        )

    def _draw(self, listed: list[Row], style: Style) -> Drawing:
        """Lying bars of the rows; the scenario's own in bold and full colour."""
        bold = ["<b>{}</b>" if row.own else "{}" for row in listed]
        texts = [self.said(row.value) for row in listed]
        labels = [look.format(row.name) for look, row in zip(bold, listed, strict=True)]
        ends = [look.format(text) for look, text in zip(bold, texts, strict=True)]
        values = [row.value for row in listed]
        hovers = [f"{row.name}, {row.measures}: {text}" for row, text in zip(listed, texts, strict=True)]
        colours = [style.colours.need if row.measures == self.need else style.colours.committed for row in listed]
        marker = {"color": colours, "opacity": [1.0 if row.own else 0.6 for row in listed]}
        name = ", ".join(dict.fromkeys(row.measures for row in listed))
        traces = [rows.bars([0.0] * len(listed), values, name, hovers, marker), rows.ends(values, ends, style)]
        return template.figure(traces, rows.layout(labels, ends, max(values), style), style)


def past(display: Display, measure: str, measures: str) -> list[Row]:
    """The rows of all past cases that print a measure."""
    dataset, code = display.result.dataset, display.language.code
    found = []
    for id_, value in _measured(display, measure).items():
        row = dataset.benchmarks[id_]
        words = counted(getattr(row, measure), row.note.in_(code) if row.note else "", display.language)
        found.append(Row(row.label.in_(code), measures, value, False, words))
    return found


def first(display: Display, measure: str) -> tuple[str, float] | None:
    """Name and value of the largest past case read; None where none prints the measure."""
    found = next(iter(_measured(display, measure).items()), None)
    return found and (display.result.dataset.benchmarks[found[0]].label.in_(display.language.code), found[1])


def _measured(display: Display, measure: str) -> dict[str, float]:
    return dict(benchmarks.measured(display.result.dataset, measure))
