"""Where the spread of the gap comes from: the share of its variance that each number explains."""

from functools import partial

import pandas as pd

from finance.analysis import sensitivity
from finance.language import naming
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.model.gap import Result
from finance.outputs.charts import rows, template
from finance.outputs.charts.chart import Chart, chart
from finance.outputs.charts.template import Drawing, Style, Theme

_SHARE = 0.0005  # of the variance: a number that explains less is not drawn


@chart("indices", 23)
def build(result: Result, language: Language, theme: Theme) -> Chart:
    """Two bars a number: what it explains alone, and together with the others."""
    return of(sensitivity.sobol(result.dataset, result.scenario), result, language, theme)


def of(table: pd.DataFrame, result: Result, language: Language, theme: Theme) -> Chart:
    """The same chart of indices that are computed already: the columns of `sensitivity.sobol`."""
    _, display = language.text, Display(result, language)
    table = _shares(table)
    drawn = table[table["gap_total"] >= _SHARE].sort_values("gap_total", ascending=False, ignore_index=True)
    title = _title(display, drawn)
    return Chart(
        id="indices",
        title=title,
        subtitle=_("Share of the gap's variance, %: what each number explains alone (dark) and with others (light)"),
        table=_table(display, table),
        alt=_("Bar chart of {count} numbers. {title}.").format(count=len(drawn), title=title),
        figures=(*result.figures, *(f"assumptions.{id_}" for id_ in table["assumption"])),
        theme=theme,
        height=rows.height([naming.assumption(display, id_) for id_ in drawn["assumption"]], lines=2),
        draw=partial(_draw, display, drawn) if len(drawn) else None,
    )


def _shares(table: pd.DataFrame) -> pd.DataFrame:
    """The indices without what can only be noise of the estimate: none below 0, none alone above with others."""
    shares = table.set_index("assumption").clip(lower=0.0)
    for output in ("gap", "balance"):
        shares[f"{output}_first"] = shares[f"{output}_first"].clip(upper=shares[f"{output}_total"])
    return shares.reset_index()


def _title(display: Display, drawn: pd.DataFrame) -> str:
    _ = display.language.text
    if drawn.empty:
        return _("The gap of {gap} does not vary, so there is nothing to explain").format(
            gap=display.money(display.result.gap)
        )
    most = drawn.iloc[0]
    return _("“{assumption}” alone explains {first} of the gap's variance, with others {total}").format(
        assumption=naming.assumption(display, most["assumption"]),
        first=display.percent(most["gap_first"], 0),
        total=display.percent(most["gap_total"], 0),
    )


def _table(display: Display, table: pd.DataFrame) -> pd.DataFrame:
    """First-order and total indices [%] of the gap and of need less money."""
    _ = display.language.text
    heads = {
        "gap_first": _("Gap, alone, %"),
        "gap_total": _("Gap, with others, %"),
        "balance_first": _("Need less money, alone, %"),
        "balance_total": _("Need less money, with others, %"),
    }
    shares = {head: (table[name] * 100).round(1) for name, head in heads.items()}
    return pd.DataFrame({_("Assumption"): [naming.assumption(display, id_) for id_ in table["assumption"]], **shares})


def _draw(display: Display, drawn: pd.DataFrame, style: Style) -> Drawing:
    _, colours = display.language.text, style.colours
    labels = [naming.assumption(display, id_) for id_ in drawn["assumption"]]
    alone, whole = ((drawn[name] * 100).tolist() for name in ("gap_first", "gap_total"))
    texts = [
        _("{alone}% alone<br>{whole}% with others").format(
            alone=display.language.number(a, 1), whole=display.language.number(b, 1)
        )
        for a, b in zip(alone, whole, strict=True)
    ]
    hovers = [f"{label}: {text.replace('<br>', ', ')}" for label, text in zip(labels, texts, strict=True)]
    zeros = [0.0] * len(labels)
    traces = [
        rows.bars(zeros, whole, _("With others"), hovers, template.solid(colours.pledged, style)),
        rows.bars(zeros, alone, _("Alone"), hovers, {"color": colours.funded}) | {"width": 0.34},
        rows.ends(whole, texts, style),
    ]
    return template.figure(traces, rows.layout(labels, texts, max(whole), style), style)
