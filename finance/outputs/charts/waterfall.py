"""From the need, source by source, down to the gap."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from finance.language import naming
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.model.gap import Result
from finance.outputs.charts import amounts, rows, template
from finance.outputs.charts.chart import Chart, chart
from finance.outputs.charts.template import Drawing, Style, Theme

MOST_SOURCES = 6
NEGLIGIBLE = 1e-9
"""Stranded money below this is rounding and gets no bar [USD bn]."""
HALF_BAR = 0.34
"""From the middle of a bar to its edge [rows]."""


@dataclass(frozen=True)
class Step:
    """One bar: what it is, its name, where it starts and how long it is [bn of the currency shown], and its number."""

    kind: str
    label: str
    start: float
    length: float
    text: str


@chart("waterfall", 1)
def build(result: Result, language: Language, theme: Theme) -> Chart:
    """The waterfall of a result. The sources' bars are money used, so that need less bars is the gap."""
    _, display = language.text, Display(result, language)
    steps = _steps(display)
    subtitle = _("Need, less what each source pays, leaves the gap; {unit}").format(unit=display.unit)
    title = _title(display)
    alt = _("Waterfall chart of {count} bars. {title}. It starts at {need} of need and ends at {gap}.").format(
        count=len(steps), title=title, need=display.money(result.need), gap=display.money(result.gap)
    )
    return Chart(
        id="waterfall",
        title=title,
        subtitle=subtitle,
        table=_table(display, steps),
        alt=alt,
        figures=result.figures,
        theme=theme,
        height=rows.height([step.label for step in steps]),
        draw=partial(_draw, display, steps) if result.need > 0 else None,
    )


def _title(display: Display) -> str:
    _, result = display.language.text, display.result
    if result.need <= 0:
        return _("There is no need under this scenario, so there is no gap")
    if result.available <= 0:
        return _("No money counts under this scenario: all of {need} is unfunded").format(
            need=display.money(result.need)
        )
    gap, need = display.money(result.gap), display.money(result.need)
    if result.stranded > NEGLIGIBLE:
        return _("{gap} of {need} is unfunded, while {stranded} can reach no unmet need").format(
            gap=gap, need=need, stranded=display.money(result.stranded)
        )
    return _("{gap} of {need} is unfunded").format(gap=gap, need=need)


def _used(display: Display) -> tuple[dict[str, float], int]:
    """Money used by row of the chart [USD bn], largest first and the others last, and how many the others are."""
    result = display.result
    paid = result.flows_by_line.sum(axis=1).tolist()
    used = amounts.summed((line.source, amount) for line, amount in zip(result.money.lines, paid, strict=True))
    row_of = amounts.folding(used, MOST_SOURCES)
    folded = sum(row == naming.OTHER for row in row_of.values())
    return amounts.summed((row, used[id_]) for id_, row in row_of.items()), folded


def _steps(display: Display) -> list[Step]:
    _, result = display.language.text, display.result
    steps = [Step("need", _("Need"), 0.0, display.amount(result.need), display.money(result.need))]
    used, folded = _used(display)
    left = steps[0].length
    for id_, usd in used.items():
        left -= display.amount(usd)
        label = naming.source(display, id_, folded)
        steps.append(Step("source", label, left, display.amount(usd), display.money(-usd)))
    steps.append(
        Step("gap", f"<b>{_('Gap')}</b>", 0.0, display.amount(result.gap), f"<b>{display.money(result.gap)}</b>")
    )
    if result.stranded > NEGLIGIBLE:
        stranded = display.amount(result.stranded)
        steps.append(Step("stranded", _("Stranded"), 0.0, stranded, display.money(result.stranded)))
    return steps


def _table(display: Display, steps: list[Step]) -> pd.DataFrame:
    _ = display.language.text
    need, funded, gap = amounts.headline(display)
    paid = amounts.adding_to([step.length for step in steps if step.kind == "source"], funded)
    stranded = [round(step.length, 1) for step in steps if step.kind == "stranded"]
    return pd.DataFrame(
        {
            _("Step"): [template.plain(step.label) for step in steps],
            naming.column(display, _("Amount")): [need, *(0.0 - amount for amount in paid), gap, *stranded],
        }
    )


def _draw(display: Display, steps: list[Step], style: Style) -> Drawing:
    labels, texts = [step.label for step in steps], [step.text for step in steps]
    ends = [step.start + step.length for step in steps]
    traces = [_connectors(steps, style), *_bars(display, steps, style), rows.ends(ends, texts, style)]
    return template.figure(traces, rows.layout(labels, texts, max(ends), style), style)


def _bars(display: Display, steps: list[Step], style: Style) -> list[dict[str, Any]]:
    _, colours = display.language.text, style.colours
    names = {"need": _("Need"), "source": _("Paid by a source"), "gap": _("Gap"), "stranded": _("Stranded")}
    markers: dict[str, dict[str, Any]] = {
        "need": {"color": colours.need},
        "source": {"color": colours.funded, "line": {"color": colours.funded, "width": 1}},
        "gap": template.gap_marker(style),
        "stranded": template.hatched(colours.funded, style),
    }
    traces = []
    for kind, marker in markers.items():
        places = [index for index, step in enumerate(steps) if step.kind == kind]
        shown = [steps[index] for index in places]
        hovers = [template.plain(f"{step.label}: {step.text}") for step in shown]
        bars = rows.bars([step.start for step in shown], [step.length for step in shown], names[kind], hovers, marker)
        traces.append({**bars, "y": places})
    return [trace for trace in traces if trace["y"]]


def _connectors(steps: list[Step], style: Style) -> dict[str, Any]:
    """Thin lines that carry the level reached from each bar to the next, down to the gap."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    level = steps[0].length
    for index, step in enumerate(steps):
        if step.kind == "source":
            level = step.start
        if step.kind in ("need", "source"):
            xs += [level, level, None]
            ys += [index + HALF_BAR, index + 1 - HALF_BAR, None]
    line = {"color": style.colours.muted, "width": 1}
    return {"type": "scatter", "mode": "lines", "x": xs, "y": ys, "line": line, "hoverinfo": "skip"}
