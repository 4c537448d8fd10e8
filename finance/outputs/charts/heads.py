"""Money for each person and year, beside past reconstructions."""

from functools import partial

import plotly.graph_objects as go

from finance import benchmarks
from finance.gap import Result
from finance.outputs.charts import rows
from finance.outputs.charts.burden import Row, bars, past, table
from finance.outputs.charts.chart import Chart
from finance.outputs.charts.template import Style, Theme
from finance.outputs.display import Display
from finance.outputs.language import Language


def build(result: Result, language: Language, theme: Theme) -> Chart:
    """One row a case, the scenario's need and money among them."""
    _, display = language.text, Display(result, language)
    listed, title = _rows(display), _title(display)
    return Chart(
        id="heads",
        title=title,
        subtitle=_(
            "Money for each person and year, {currency}; the scenario's is its total in {unit} ÷ years ÷ people"
        ).format(currency=display.currency, unit=display.unit),
        table=table(display, listed, _("{currency} a person and year").format(currency=display.currency), 1),
        alt=_("Bar chart of {count} rows. {title}.").format(count=len(listed), title=title),
        figures=(
            *benchmarks.own(result).figures,
            *(f"benchmarks.{id_}.per_head" for id_ in benchmarks.measured(result.dataset, "per_head")),
        ),
        theme=theme,
        height=rows.height([row.name for row in listed]),
        draw=partial(_draw, display, listed),
    )


def _rows(display: Display) -> list[Row]:
    """The cases in the currency shown, the largest first."""
    _, own, aid = display.language.text, benchmarks.own(display.result), display.language.text("aid received")
    counts = _("money that counts ÷ years of the programme ÷ people of the first year")
    scenario = [
        Row(_("This scenario: the need"), _("need"), own.need_per_head, True, _("the need ÷ years ÷ people")),
        Row(_("This scenario: the money"), _("money that counts"), own.per_head, True, counts),
    ]
    listed = [row._replace(value=display.amount(row.value)) for row in (*scenario, *past(display, "per_head", aid))]
    return sorted(listed, key=lambda row: -row.value)


def _title(display: Display) -> str:
    _, own = display.language.text, benchmarks.own(display.result)
    lead = _("The {counted} that counts is {own} for each person and year; the need is {need}").format(
        counted=display.money(display.result.available),
        own=_each(display, display.amount(own.per_head)),
        need=_each(display, display.amount(own.need_per_head)),
    )
    found = benchmarks.measured(display.result.dataset, "per_head")
    if not found:
        return lead
    id_, most = next(iter(found.items()))
    return _("{lead}; {case} received {past}").format(
        lead=lead,
        case=display.result.dataset.benchmarks[id_].label.in_(display.language.code),
        past=_each(display, display.amount(most)),
    )


def _each(display: Display, amount: float) -> str:
    """An amount for one person, in whole units of the currency shown."""
    return display.language.text("{symbol}{amount}").format(
        symbol=display.symbol, amount=display.language.number(amount, 0)
    )


def _draw(display: Display, listed: list[Row], style: Style) -> go.Figure:
    texts = [_each(display, row.value) for row in listed]
    need = display.language.text("need")
    colours = [style.colours.need if row.measures == need else style.colours.committed for row in listed]
    return bars(listed, texts, colours, style)
