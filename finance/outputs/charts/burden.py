"""How large the programme is for the economy, beside past reconstructions: whole cost and the money of one year."""

from functools import partial
from typing import NamedTuple

import pandas as pd

from finance import benchmarks
from finance.gap import Result
from finance.outputs.charts import rows, template
from finance.outputs.charts.chart import Chart
from finance.outputs.charts.realisation import counted
from finance.outputs.charts.template import Drawing, Style, Theme
from finance.outputs.display import Display
from finance.outputs.language import Language


class Row(NamedTuple):
    """One bar: its name, what is measured, the value in the chart's unit, and whether it is the scenario's own."""

    name: str
    measures: str
    value: float
    own: bool
    definition: str


def build(result: Result, language: Language, theme: Theme) -> Chart:
    """One row a case and measure: first whole costs, then the money of one year."""
    _, display = language.text, Display(result, language)
    listed, title = _rows(display), _title(display)
    cases = [id_ for measure in ("share_of_gdp", "share_of_gdp_a_year") for id_ in _figures(result, measure)]
    return Chart(
        id="burden",
        title=title,
        subtitle=_("Whole cost (grey) and money of one year (blue), % of one year's GDP of the country that rebuilds"),
        table=table(display, listed, _("% of a year's GDP"), 100),
        alt=_("Bar chart of {count} rows. {title}.").format(count=len(listed), title=title),
        figures=(*benchmarks.own(result).figures, *cases),
        theme=theme,
        height=rows.height([row.name for row in listed]),
        draw=partial(_draw, display, listed),
    )


def _figures(result: Result, measure: str) -> list[str]:
    return [f"benchmarks.{id_}.{measure}" for id_ in benchmarks.measured(result.dataset, measure)]


def past(display: Display, measure: str, measures: str) -> list[Row]:
    """The rows of all past cases that print a measure."""
    dataset, code = display.result.dataset, display.language.code
    found = []
    for id_, value in benchmarks.measured(dataset, measure).items():
        row = dataset.benchmarks[id_]
        words = counted(getattr(row, measure), row.note.in_(code) if row.note else "", display.language)
        found.append(Row(row.label.in_(code), measures, value, False, words))
    return found


def table(display: Display, listed: list[Row], unit: str, factor: float) -> pd.DataFrame:
    """The rows with their definitions side by side."""
    _ = display.language.text
    return pd.DataFrame(
        {
            _("Case"): [row.name for row in listed],
            _("What is measured"): [row.measures for row in listed],
            unit: [round(row.value * factor, 1) for row in listed],
            _("Definition"): [row.definition for row in listed],
        }
    )


def _rows(display: Display) -> list[Row]:
    _, own = display.language.text, benchmarks.own(display.result)
    whole, yearly = _("whole cost"), _("money of one year")
    need = _("need of the scenario ÷ GDP of the first year")
    money = _("money that counts ÷ years of the programme ÷ GDP of the first year")
    return [
        Row(_("This scenario: the need"), whole, own.share_of_gdp, True, need),
        *past(display, "share_of_gdp", whole),
        Row(_("This scenario: need of a year"), yearly, own.need_a_year, True, _("the need ÷ years ÷ GDP")),
        Row(_("This scenario: money of a year"), yearly, own.share_of_gdp_a_year, True, money),
        *past(display, "share_of_gdp_a_year", yearly),
    ]


def _title(display: Display) -> str:
    _, own = display.language.text, benchmarks.own(display.result)
    lead = _("The need of {need} is {share} of a year's GDP").format(
        need=display.money(display.result.need), share=display.percent(own.share_of_gdp, 0)
    )
    found = benchmarks.measured(display.result.dataset, "share_of_gdp")
    if not found:
        return lead
    id_, share = next(iter(found.items()))
    return _("{lead}; the largest past case read, {case}, was {past}").format(
        lead=lead,
        case=display.result.dataset.benchmarks[id_].label.in_(display.language.code),
        past=display.percent(share, 0),
    )


def _draw(display: Display, listed: list[Row], style: Style) -> Drawing:
    whole = display.language.text("whole cost")
    texts = [display.percent(row.value, 1 if row.value < 0.1 else 0) for row in listed]
    colours = [style.colours.need if row.measures == whole else style.colours.committed for row in listed]
    return bars(listed, texts, colours, style)


def bars(listed: list[Row], texts: list[str], colours: list[str], style: Style) -> Drawing:
    """Lying bars of the rows; the scenario's own in bold and full colour."""
    bold = ["<b>{}</b>" if row.own else "{}" for row in listed]
    labels = [look.format(row.name) for look, row in zip(bold, listed, strict=True)]
    ends = [look.format(text) for look, text in zip(bold, texts, strict=True)]
    values = [row.value for row in listed]
    hovers = [f"{row.name}, {row.measures}: {text}" for row, text in zip(listed, texts, strict=True)]
    marker = {"color": colours, "opacity": [1.0 if row.own else 0.6 for row in listed]}
    name = ", ".join(dict.fromkeys(row.measures for row in listed))
    traces = [rows.bars([0.0] * len(listed), values, name, hovers, marker), rows.ends(values, ends, style)]
    return template.figure(traces, rows.layout(labels, ends, max(values), style), style)
