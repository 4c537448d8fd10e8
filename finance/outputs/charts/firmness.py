"""How the gap depends on how firm money must be before it counts."""

from functools import partial
from typing import Any

import pandas as pd

from finance.data.records import FIRMNESS
from finance.language import naming
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.model import gap
from finance.model.gap import Result
from finance.outputs.charts import rows, template
from finance.outputs.charts.chart import Chart, chart
from finance.outputs.charts.template import Drawing, Style, Theme


@chart("firmness", 7)
def build(result: Result, language: Language, theme: Theme) -> Chart:
    """Funded need and gap when money counts from each level of firmness up, all else as in `result`."""
    _, display = language.text, Display(result, language)
    levels = _solved(result)
    labels = [_label(display, level) for level in FIRMNESS]
    title = _title(display, levels)
    subtitle = _("Need funded (blue) and gap (orange) if money counts from each level of firmness up; {unit}")
    alt = _("Stacked bar chart of {count} levels. {title}. The gap ranges from {low} to {high}.")
    gaps = [solved.gap for solved in levels.values()]
    return Chart(
        id="firmness",
        title=title,
        subtitle=subtitle.format(unit=display.unit),
        table=_table(display, levels),
        alt=alt.format(count=len(levels), title=title, low=display.money(min(gaps)), high=display.money(max(gaps))),
        figures=tuple(dict.fromkeys(id_ for solved in levels.values() for id_ in solved.figures)),
        theme=theme,
        height=rows.height(labels, lines=2),
        draw=partial(_draw, display, levels) if result.need > 0 else None,
    )


def _solved(result: Result) -> dict[str, Result]:
    """Result by level of firmness, the softest first."""
    current = result.scenario.choice("firmness")
    return {
        level: result if level == current else gap.solve(result.dataset, result.scenario.with_(firmness=level))
        for level in FIRMNESS
    }


def _title(display: Display, levels: dict[str, Result]) -> str:
    _ = display.language.text
    if display.result.need <= 0:
        return _("There is no need under this scenario, so there is no gap")
    softest = levels[FIRMNESS[0]]
    if softest.available <= 0:
        return _("No money counts under this scenario, however soft: {gap} is unfunded").format(
            gap=display.money(softest.gap)
        )
    return _("Counting even announced money leaves {soft} unfunded; counting only committed or firmer, {firm}").format(
        soft=display.money(softest.gap), firm=display.money(levels["committed"].gap)
    )


def _label(display: Display, level: str) -> str:
    _, labels = display.language.text, display.result.dataset.choices["firmness"]
    name = labels[level].in_(display.language.code)
    return name if level == FIRMNESS[-1] else _("{level} or firmer").format(level=name)


def _table(display: Display, levels: dict[str, Result]) -> pd.DataFrame:
    """Need = funded + gap in every row [bn]."""
    _ = display.language.text
    solved = list(levels.values())
    needs, gaps, available = (
        [round(display.amount(usd), 1) for usd in column]
        for column in ([r.need for r in solved], [r.gap for r in solved], [r.available for r in solved])
    )
    return pd.DataFrame(
        {
            _("Money counts if"): [_label(display, level) for level in levels],
            naming.column(display, _("Available")): available,
            naming.column(display, _("Need")): needs,
            naming.column(display, _("Funded")): [round(n - g, 1) for n, g in zip(needs, gaps, strict=True)],
            naming.column(display, _("Gap")): gaps,
        }
    )


def _draw(display: Display, levels: dict[str, Result], style: Style) -> Drawing:
    _, current = display.language.text, display.result.scenario.choice("firmness")
    labels, texts = [], []
    for level, solved in levels.items():
        bold = "<b>{}</b>" if level == current else "{}"
        label, parts = _label(display, level), (display.money(solved.available), display.money(solved.gap))
        text = _("{available} counts<br>{gap} gap").format(available=parts[0], gap=parts[1])
        labels.append(bold.format(label))
        texts.append(bold.format(text))
    funded = [display.amount(solved.funded) for solved in levels.values()]
    gaps = [display.amount(solved.gap) for solved in levels.values()]
    hovers = [template.plain(f"{label}: {text}").replace("\n", ", ") for label, text in zip(labels, texts, strict=True)]
    traces = [
        rows.bars([0.0] * len(levels), funded, _("Funded"), hovers, _marker(style)),
        rows.bars(funded, gaps, _("Gap"), hovers, template.gap_marker(style)),
        rows.ends([met + unmet for met, unmet in zip(funded, gaps, strict=True)], texts, style),
    ]
    top = max(display.amount(solved.need) for solved in levels.values())
    return template.figure(traces, rows.layout(labels, texts, top, style), style)


def _marker(style: Style) -> dict[str, Any]:
    """The firmer the money, the darker the blue: light where it is only announced or pledged."""
    colours = style.colours
    fills = [colours.pledged, colours.pledged, colours.committed, colours.funded, colours.funded]
    return {"color": fills, "line": {"color": [template.visible(fill, style) for fill in fills], "width": 1.2}}
