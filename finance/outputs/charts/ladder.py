"""The article's story: one article, three gaps, by how its euros are read."""

from functools import partial
from typing import Any

import pandas as pd

from finance.language import naming
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.model import gap
from finance.model.gap import Result
from finance.outputs.charts import rows, template
from finance.outputs.charts.chart import Chart, chart
from finance.outputs.charts.template import Drawing, Style, Theme
from finance.scenario import Scenario

RUNGS = ("article_as_printed", "article", "article_civilian")


@chart("ladder", 6)
def build(result: Result, language: Language, theme: Theme) -> Chart:
    """The gap of the article's three presets, in the currency that `result` shows; the one on screen stands out."""
    _, display = language.text, Display(result, language)
    rungs = _solved(result)
    title = _title(display, rungs)
    labels = [_label(display, id_) for id_ in rungs]
    gaps = [rung.gap for rung in rungs.values()]
    alt = _("Bar chart of {count} gaps. {title}. The range is {low} to {high}.")
    return Chart(
        id="ladder",
        title=title,
        subtitle=_("Gap of the same article under three readings of the EU loan; {unit}").format(unit=display.unit),
        table=_table(display, rungs),
        alt=alt.format(
            count=len(gaps),
            title=title,
            low=display.money(min(gaps, default=0.0)),
            high=display.money(max(gaps, default=0.0)),
        ),
        figures=tuple(dict.fromkeys(id_ for rung in rungs.values() for id_ in rung.figures)),
        theme=theme,
        height=rows.height(labels, lines=2),
        draw=partial(_draw, display, rungs) if rungs else None,
    )


def _solved(result: Result) -> dict[str, Result]:
    """Result of each of the presets, by preset id; empty where the data lacks one of them."""
    dataset = result.dataset
    if not set(RUNGS) <= set(dataset.presets):
        return {}
    return {id_: gap.solve(dataset, Scenario.preset(id_, dataset)) for id_ in RUNGS}


def _title(display: Display, rungs: dict[str, Result]) -> str:
    _ = display.language.text
    if not rungs:
        return _("The article's scenarios are not in this data")
    printed, converted, civilian = (display.money(rung.gap) for rung in rungs.values())
    return _(
        "The article's gap is {printed} as printed, {converted} in one currency and {civilian} with civilian money only"
    ).format(printed=printed, converted=converted, civilian=civilian)


def _label(display: Display, id_: str) -> str:
    return display.result.dataset.presets[id_].label.in_(display.language.code)


def _table(display: Display, rungs: dict[str, Result]) -> pd.DataFrame:
    """Need = funded + gap in every row [bn]."""
    _ = display.language.text
    needs = [round(display.amount(rung.need), 1) for rung in rungs.values()]
    gaps = [round(display.amount(rung.gap), 1) for rung in rungs.values()]
    return pd.DataFrame(
        {
            _("Scenario"): [_label(display, id_) for id_ in rungs],
            naming.column(display, _("Need")): needs,
            naming.column(display, _("Funded")): [round(n - g, 1) for n, g in zip(needs, gaps, strict=True)],
            naming.column(display, _("Gap")): gaps,
        }
    )


def _current(result: Result, rungs: dict[str, Result]) -> str | None:
    """The preset that is on screen, whatever its currency and language; None where it is another scenario."""
    for id_, rung in rungs.items():
        shown = {name: rung.scenario.values[name] for name in ("currency", "lang")}
        if result.scenario.with_(**shown).values == rung.scenario.values:
            return id_
    return None


def _draw(display: Display, rungs: dict[str, Result], style: Style) -> Drawing:
    current = _current(display.result, rungs)
    labels, texts, hovers = [], [], []
    for id_, rung in rungs.items():
        bold = "<b>{}</b>" if id_ == current else "{}"
        labels.append(bold.format(_label(display, id_)))
        texts.append(bold.format(display.money(rung.gap)))
        hovers.append(_hover(display, id_, rung))
    lengths = [display.amount(rung.gap) for rung in rungs.values()]
    marker = _marker([current in (None, id_) for id_ in rungs], style)
    name = display.language.text("Gap")
    traces = [rows.bars([0.0] * len(rungs), lengths, name, hovers, marker), rows.ends(lengths, texts, style)]
    return template.figure(traces, rows.layout(labels, texts, max(lengths), style), style)


def _marker(strong: list[bool], style: Style) -> dict[str, Any]:
    return {**template.gap_marker(style), "opacity": [1.0 if full else 0.45 for full in strong]}


def _hover(display: Display, id_: str, rung: Result) -> str:
    return display.language.text("{scenario}: need {need}, available {available}, gap {gap}").format(
        scenario=_label(display, id_),
        need=display.money(rung.need),
        available=display.money(rung.available),
        gap=display.money(rung.gap),
    )
