"""How much of past promises was paid, by kind of money, beside what this scenario takes."""

from functools import partial
from typing import Any

import pandas as pd

from finance.analysis import benchmarks
from finance.analysis.benchmarks import REALISATIONS
from finance.data.records import Figure, Period
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.model.gap import Result
from finance.outputs.charts import rows, template
from finance.outputs.charts.chart import Chart, chart
from finance.outputs.charts.template import Drawing, Style, Theme

_RIGHT = 1.08
"""End of the axis, beyond 100 %, so that a mark there is whole and clear of the text."""
_TICKS = (0.0, 0.5, 1.0)


@chart("realisation", 17)
def build(result: Result, language: Language, theme: Theme) -> Chart:
    """One row a kind of money: a dot for each past case, a diamond for the scenario."""
    _, display = language.text, Display(result, language)
    count, title = sum(len(found) for found in _cases(result).values()), _title(display)
    return Chart(
        id="realisation",
        title=title,
        subtitle=_("Paid of what was promised when it was counted, %: past cases (dots) and this scenario (diamond)"),
        table=_table(display),
        alt=_("Dot chart of {count} past cases in {rows} rows. {title}.").format(
            count=count, rows=len(REALISATIONS), title=title
        ),
        figures=(
            *(f"benchmarks.{id_}.ratio" for found in _cases(result).values() for id_ in found),
            *(f"assumptions.{id_}" for id_ in REALISATIONS),
        ),
        theme=theme,
        height=rows.height([_label(display, id_) for id_ in REALISATIONS], lines=2, extra=72),
        draw=partial(_draw, display),
    )


def _cases(result: Result) -> dict[str, dict[str, float]]:
    return {id_: benchmarks.cases(result.dataset, id_) for id_ in REALISATIONS}


def _title(display: Display) -> str:
    _, result = display.language.text, display.result
    ratios = [ratio for found in _cases(result).values() for ratio in found.values()]
    taken = [result.scenario.number(id_) for id_ in REALISATIONS]
    low, high = display.percent(min(taken), 0), display.percent(max(taken), 0)
    return _(
        "{count} past promises were paid to {least}–{most}; this scenario takes {taken} ({counted} counts)"
    ).format(
        count=len(ratios),
        least=display.percent(min(ratios, default=0.0), 0),
        most=display.percent(max(ratios, default=0.0), 0),
        taken=low if low == high else _("{low} to {high}").format(low=low, high=high),
        counted=display.money(result.available),
    )


def _label(display: Display, id_: str) -> str:
    return display.result.dataset.assumptions[id_].label.in_(display.language.code)


def _table(display: Display) -> pd.DataFrame:
    """Every case with its ratio [%] and what its document counted, and the scenario's value."""
    _, dataset, code = display.language.text, display.result.dataset, display.language.code
    listed = []
    for assumption, found in _cases(display.result).items():
        for id_, ratio in found.items():
            row = dataset.benchmarks[id_]
            listed.append(
                {
                    _("Kind of money"): _label(display, assumption),
                    _("Past case"): row.label.in_(code),
                    _("Years"): _years(row.period),
                    _("Paid of promised, %"): round(ratio * 100, 1),
                    _("This scenario, %"): round(display.result.scenario.number(assumption) * 100, 1),
                    _("What was counted"): counted(row.paid, row.note.in_(code) if row.note else "", display.language),
                }
            )
    return pd.DataFrame(listed)


def _years(period: Period) -> str:
    return str(period.start) if period.start == period.end else f"{period.start}–{period.end}"


def counted(figure: Figure | None, note: str, language: Language) -> str:
    """What a document counted, in the words of the data: of the figure, and of the case."""
    own = (figure.note or figure.how or figure.locator) if figure else None
    return "; ".join(text for text in (language.text(own) if own else None, note) if text)


def _draw(display: Display, style: Style) -> Drawing:
    labels = [_label(display, id_) for id_ in REALISATIONS]
    texts = [_end(display, list(each.values())) for each in _cases(display.result).values()]
    traces = [
        _dots(display, style),
        _diamonds(display, labels, style),
        rows.ends([_RIGHT] * len(labels), texts, style),
    ]
    layout = rows.layout(labels, texts, _RIGHT, style)
    layout |= {
        "showlegend": True,
        "legend": {"y": -0.16},
        "margin": {**layout["margin"], "b": 64},
        "xaxis": {
            "range": [-0.03, _RIGHT],
            "tickvals": list(_TICKS),
            "ticktext": [display.percent(share, 0) for share in _TICKS],
            "tickangle": 0,
            "showgrid": True,
            "gridcolor": style.colours.rule,
        },
    }
    return template.figure(traces, layout, style)


def _dots(display: Display, style: Style) -> dict[str, Any]:
    """The past cases, each in the row of its kind of money."""
    dataset, code, found = display.result.dataset, display.language.code, _cases(display.result)
    cases = [(row, id_, ratio) for row, each in enumerate(found.values()) for id_, ratio in each.items()]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": display.language.text("Past case"),
        "x": [ratio for _row, _id, ratio in cases],
        "y": [row for row, _id, _ratio in cases],
        "marker": {"size": style.font - 1, "color": style.colours.committed, "opacity": 0.85},
        "hovertext": [
            f"{dataset.benchmarks[id_].label.in_(code)}: {display.percent(ratio)}" for _row, id_, ratio in cases
        ],
        "hoverinfo": "text",
    }


def _diamonds(display: Display, labels: list[str], style: Style) -> dict[str, Any]:
    """What this scenario takes, one a row."""
    taken = [display.result.scenario.number(id_) for id_ in REALISATIONS]
    hovers = [f"{label}: {display.percent(share)}" for label, share in zip(labels, taken, strict=True)]
    marker = {"size": style.font + 1, "symbol": "diamond-open", "color": style.colours.gap, "line": {"width": 2.5}}
    return rows.marks(taken, display.language.text("This scenario"), hovers, marker)


def _end(display: Display, ratios: list[float]) -> str:
    """How many cases a row has, and their range."""
    count = display.language.plural("{count} case", "{count} cases", len(ratios)).format(count=len(ratios))
    if not ratios:
        return count
    low, high = display.percent(ratios[0], 0), display.percent(ratios[-1], 0)
    return f"{count}<br>{low}–{high}"
