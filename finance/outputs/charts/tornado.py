"""What moves the gap most: each number from its P10 to its P90, the others held."""

from collections.abc import Hashable, Mapping
from functools import partial
from typing import Any

import pandas as pd

from finance.analysis import sensitivity
from finance.language import naming
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.model.gap import Result
from finance.outputs.charts import rows, scale, template
from finance.outputs.charts.chart import Chart, chart
from finance.outputs.charts.template import Drawing, Style, Theme

_SWING = 0.05  # USD bn: what swings by less is shown as 0 and not drawn


@chart("tornado", 22)
def build(result: Result, language: Language, theme: Theme) -> Chart:
    """One bar a number between the gaps at its P10 and at its P90, largest swing first."""
    _, display = language.text, Display(result, language)
    table = sensitivity.tornado(result.dataset, result.scenario)
    drawn = table[table["swing"] >= _SWING]
    title = _title(display, drawn)
    return Chart(
        id="tornado",
        title=title,
        subtitle=_(
            "Gap while one number moves from its P10 (hollow) to its P90 (full) and the others stay; the line is this "
            "scenario, the amount on the right the swing; {unit}"
        ).format(unit=display.unit),
        table=_table(display, table),
        alt=_("Tornado chart of {count} numbers. {title}. Interactions are ignored.").format(
            count=len(drawn), title=title
        ),
        figures=(*result.figures, *(f"assumptions.{id_}" for id_ in table["assumption"])),
        theme=theme,
        height=rows.height([naming.assumption(display, id_) for id_ in drawn["assumption"]], extra=56),
        draw=partial(_draw, display, drawn) if len(drawn) else None,
    )


def _title(display: Display, drawn: pd.DataFrame) -> str:
    _ = display.language.text
    if drawn.empty:
        return _("Nothing that may vary moves the gap of {gap}").format(gap=display.money(display.result.gap))
    most = drawn.iloc[0]
    return _("“{assumption}” moves the gap most: by {swing} between its P10 and its P90").format(
        assumption=naming.assumption(display, most["assumption"]), swing=display.money(most["swing"])
    )


def _table(display: Display, table: pd.DataFrame) -> pd.DataFrame:
    """Each number's value at P10 and P90 and the gap there [bn]."""
    _ = display.language.text
    return pd.DataFrame(
        {
            _("Assumption"): [naming.assumption(display, id_) for id_ in table["assumption"]],
            _("Value at P10"): [
                display.value(id_, value, unit=True)
                for id_, value in zip(table["assumption"], table["low"], strict=True)
            ],
            _("Value at P90"): [
                display.value(id_, value, unit=True)
                for id_, value in zip(table["assumption"], table["high"], strict=True)
            ],
            **{
                naming.column(display, head): [round(display.amount(usd), 1) for usd in table[name]]
                for name, head in {"gap_low": _("Gap at P10"), "gap_high": _("Gap at P90"), "swing": _("Swing")}.items()
            },
        }
    )


def _draw(display: Display, drawn: pd.DataFrame, style: Style) -> Drawing:
    _, colours = display.language.text, style.colours
    labels = [naming.assumption(display, id_) for id_ in drawn["assumption"]]
    at_low, at_high = ([display.amount(usd) for usd in drawn[name]] for name in ("gap_low", "gap_high"))
    starts = [min(pair) for pair in zip(at_low, at_high, strict=True)]
    ends = [max(pair) for pair in zip(at_low, at_high, strict=True)]
    swings = [display.money(usd) for usd in drawn["swing"]]
    hovers = [_hover(display, row) for row in drawn.to_dict("records")]
    own = display.amount(display.result.gap)
    edge = {"symbol": "circle", "size": 11, "line": {"color": colours.committed, "width": 2}}
    line = {
        "type": "scatter",
        "mode": "lines",
        "x": [own, own],
        "y": [-0.5, len(labels) - 0.5],
        "line": {"color": colours.ink, "width": 1.5, "dash": "dash"},
        "hoverinfo": "skip",
    }
    axis = scale.axis(display, [*starts, *ends, own], style)
    widths = [end - start for start, end in zip(starts, ends, strict=True)]
    traces = [
        rows.bars(starts, widths, _("P10 to P90"), hovers, template.solid(colours.pledged, style)),
        line,
        rows.marks(at_low, _("P10"), hovers, edge | {"color": colours.paper}),
        rows.marks(at_high, _("P90"), hovers, edge | {"color": colours.committed}),
        rows.ends([axis["range"][1]] * len(labels), swings, style),
    ]
    return template.figure(traces, rows.layout(labels, swings, max(ends), style) | {"xaxis": axis}, style)


def _hover(display: Display, row: Mapping[Hashable, Any]) -> str:
    _, id_ = display.language.text, row["assumption"]
    return _("{assumption}<br>{low} (P10): gap {gap_low}<br>{high} (P90): gap {gap_high}").format(
        assumption=naming.assumption(display, id_),
        low=display.value(id_, row["low"], unit=True),
        high=display.value(id_, row["high"], unit=True),
        gap_low=display.money(row["gap_low"]),
        gap_high=display.money(row["gap_high"]),
    )
