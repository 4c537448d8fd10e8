"""What could close the gap: lenders while debt does not matter, and every candidate within the debt room."""

from collections.abc import Iterable
from functools import partial

import pandas as pd

from finance.analysis.candidates import Closed, closed
from finance.language import naming
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.model.gap import Result
from finance.outputs.charts import rows, template
from finance.outputs.charts.chart import Chart, chart
from finance.outputs.charts.template import Drawing, Style, Theme


@chart("closing", 12)
def build(result: Result, language: Language, theme: Theme) -> Chart:
    """One row a candidate, once without and once with the debt room; what stays open last."""
    _, display, found = language.text, Display(result, language), closed(result)
    title = _title(display, found)
    return Chart(
        id="closing",
        title=title,
        subtitle=_(
            "What each candidate pays: if lenders and markets are asked and debt does not matter (light), and if all "
            "are asked within the debt room (dark); {unit}"
        ).format(unit=display.unit),
        table=_table(display, found),
        alt=_("Bar chart of {count} candidates in two cases. {title}.").format(count=len(found.sources), title=title),
        figures=(*result.figures, *found.figures),
        theme=theme,
        height=rows.height(_labels(display, found), lines=2) if result.gap > 0 else 240,
        draw=partial(_draw, display, found) if result.gap > 0 else None,
    )


def _labels(display: Display, found: Closed) -> list[str]:
    _, dataset = display.language.text, display.result.dataset
    names = [dataset.residual_sources[id_].label.in_(display.language.code) for id_ in found.sources]
    return [*names, _("Unfinanced")]


def _title(display: Display, found: Closed) -> str:
    _, gap = display.language.text, display.result.gap
    if round(display.amount(gap), 1) == 0:
        return _("There is no gap to close: the need of {need} is funded").format(
            need=display.money(display.result.need)
        )
    room = display.money(found.headroom)
    lead = _("Within a debt room of {room}") if found.headroom > 0 else _("With a debt room of {room}, below zero")
    if found.unfinanced > 0.05:
        return _("{lead}, {open} of the {gap} gap stays unfinanced").format(
            lead=lead.format(room=room), open=display.money(found.unfinanced), gap=display.money(gap)
        )
    if found.headroom > 0:
        return _("{lead}, the {gap} gap could be closed").format(lead=lead.format(room=room), gap=display.money(gap))
    return _("{lead}, only what adds no debt could close the {gap} gap").format(
        lead=lead.format(room=room), gap=display.money(gap)
    )


def _table(display: Display, found: Closed) -> pd.DataFrame:
    """Most, and paid in both cases [bn]; cost and share of debt [%]; unfinanced last."""
    _, sources = display.language.text, display.result.dataset.residual_sources
    lent, within = _cases(display)
    percent = [round(sources[id_].cost.value * 100, 2) for id_ in found.sources]
    shares = [round(sources[id_].adds_debt.value * 100, 1) for id_ in found.sources]
    return pd.DataFrame(
        {
            _("Candidate"): _labels(display, found),
            naming.column(display, _("At most")): [*_rounded(display, found.caps), None],
            naming.column(display, lent): _rounded(display, [*found.lent, found.unlent]),
            naming.column(display, within): _rounded(display, [*found.within, found.unfinanced]),
            _("Cost, % a year"): [*percent, None],
            _("Adds to debt, %"): [*shares, None],
        }
    )


def _cases(display: Display) -> tuple[str, str]:
    _ = display.language.text
    return _("Lenders and markets, debt not limited"), _("All candidates, within the debt room")


def _rounded(display: Display, amounts: Iterable[float]) -> list[float]:
    return [round(display.amount(usd), 1) for usd in amounts]


def _draw(display: Display, found: Closed, style: Style) -> Drawing:
    _, labels, colours = display.language.text, _labels(display, found), style.colours
    lent = [display.amount(usd) for usd in (*found.lent, found.unlent)]
    within = [display.amount(usd) for usd in (*found.within, found.unfinanced)]
    money = [[_paid(display, amount) for amount in case] for case in (lent, within)]
    texts = [_("{lent} lent<br>{within} in room").format(lent=a, within=b) for a, b in zip(*money, strict=True)]
    first, second = _cases(display)
    last = len(labels) - 1
    light = [template.CLEAR if row == last else colours.pledged for row in range(len(labels))]
    edge = [colours.gap if row == last else colours.committed for row in range(len(labels))]
    dark = [colours.gap if row == last else colours.funded for row in range(len(labels))]
    traces = [
        {**_case(lent, -0.2, money[0], labels, {"color": light, "line": {"color": edge, "width": 1.2}}), "name": first},
        {**_case(within, 0.2, money[1], labels, {"color": dark}), "name": second},
        rows.ends([max(pair) for pair in zip(lent, within, strict=True)], texts, style),
    ]
    return template.figure(traces, rows.layout(labels, texts, max(*lent, *within), style), style)


def _paid(display: Display, amount: float) -> str:
    """An amount in the currency shown, or a dash for nothing."""
    return display.language.money(amount, display.currency) if round(amount, 1) > 0 else "–"


def _case(
    amounts: list[float], shift: float, money: list[str], labels: list[str], marker: dict[str, object]
) -> dict[str, object]:
    """The bars of one of the two cases, in the upper or the lower half of each row."""
    return {
        "type": "bar",
        "orientation": "h",
        "x": [amount if round(amount, 1) > 0 else None for amount in amounts],
        "y": [row + shift for row in range(len(amounts))],
        "width": 0.34,
        "marker": marker,
        "hovertext": [f"{label}: {text}" for label, text in zip(labels, money, strict=True)],
        "hoverinfo": "text",
    }
