"""How sure the gap is: the draws by the size of their gap, with their percentiles."""

from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from finance.analysis import uncertainty
from finance.analysis.uncertainty import Draws, Floats
from finance.language import naming
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.model.gap import AMOUNTS, Result
from finance.outputs.charts import scale, template
from finance.outputs.charts.chart import Chart, chart
from finance.outputs.charts.template import Drawing, Style, Theme

_BINS = 32
_POINT = 1e-9  # of the need: gaps that differ by less are one


@chart("distribution", 20)
def build(result: Result, language: Language, theme: Theme) -> Chart:
    """The draws of the result's scenario as columns by size of gap."""
    return of(uncertainty.draw(result.dataset, result.scenario), language, theme)


def of(draws: Draws, language: Language, theme: Theme) -> Chart:
    """The same chart of draws that are made already."""
    _, display = language.text, Display(draws.result, language)
    title = _title(display, draws)
    return Chart(
        id="distribution",
        title=title,
        subtitle=_(
            "Share of {count} draws by the size of their gap, between P10 and P90 in full colour, seed {seed}; {unit}"
        ).format(count=language.number(draws.count, 0), seed=draws.seed, unit=display.unit),
        table=_table(display, draws),
        alt=_("Column chart of the gap in {count} draws. {title}. Half of them lie above {middle}.").format(
            count=language.number(draws.count, 0), title=title, middle=display.money(gap_of(draws)["p50"])
        ),
        figures=draws.figures,
        theme=theme,
        height=320,
        draw=partial(_draw, display, draws) if _spread(draws) else None,
    )


def gap_of(draws: Draws) -> dict[str, float]:
    """p10, p50, p90 and mean of the gap [USD bn]."""
    row = draws.table.set_index("measure").loc[["gap"]].to_dict("records")[0]
    return {str(name): float(value) for name, value in row.items()}


def _spread(draws: Draws) -> bool:
    return float(np.ptp(draws.answers.gap)) > _POINT * draws.result.need


def _title(display: Display, draws: Draws) -> str:
    _, found = display.language.text, gap_of(draws)
    if not _spread(draws):
        return _("Nothing that may vary moves the gap: it is {gap} in every draw").format(
            gap=display.money(found["p50"])
        )
    return _("In eight of ten draws the gap lies between {low} and {high}; this scenario has {gap}").format(
        low=display.money(found["p10"]), high=display.money(found["p90"]), gap=display.money(draws.result.gap)
    )


def _table(display: Display, draws: Draws) -> pd.DataFrame:
    """Each measure at P10, P50, P90, its mean, and what the scenario has [bn]; coverage is on the screen's sentence."""
    _ = display.language.text
    names = naming.headline(display.language)
    rows = draws.table.set_index("measure").loc[list(AMOUNTS)]
    heads = {"p10": _("P10"), "p50": _("P50"), "p90": _("P90"), "mean": _("Mean")}
    amounts = {
        naming.column(display, head): [round(display.amount(usd), 1) for usd in rows[name]]
        for name, head in heads.items()
    }
    own = [round(display.amount(getattr(draws.result, name)), 1) for name in AMOUNTS]
    return pd.DataFrame(
        {_("Measure"): [names[id_] for id_ in AMOUNTS], **amounts, naming.column(display, _("This scenario")): own}
    )


def _draw(display: Display, draws: Draws, style: Style) -> Drawing:
    _, colours, found = display.language.text, style.colours, gap_of(draws)
    edges, shares = _histogram(display, draws)
    own, top = display.amount(draws.result.gap), float(shares.max()) * 100
    named = {"p10": _("P10"), "p50": _("P50"), "p90": _("P90")}
    lines = [
        _line(display.amount(found[id_]), top * 1.08, name, colours.ink, "solid", style) for id_, name in named.items()
    ]
    lines.append(_line(own, top * 1.22, _("This scenario"), colours.committed, "dash", style))
    layout = {
        "margin": {"l": 8, "r": 12, "t": 4, "b": 24},
        "xaxis": scale.axis(display, [*edges.tolist(), own], style, ticks=7 if style.wide else 5),
        "yaxis": {"visible": False, "range": [0, top * 1.36]},
    }
    return template.figure([_columns(display, draws, style), *lines], layout, style)


def _histogram(display: Display, draws: Draws) -> tuple[Floats, Floats]:
    """Edges of the columns in the currency shown [bn], and the share of the draws within each [fraction]."""
    counts, edges = np.histogram(draws.answers.gap * display.amount(1.0), bins=_BINS)
    return edges, counts / draws.count


def _columns(display: Display, draws: Draws, style: Style) -> dict[str, Any]:
    """The columns, those between P10 and P90 in full colour."""
    _, found, (edges, shares) = display.language.text, gap_of(draws), _histogram(display, draws)
    within = (edges[1:] > display.amount(found["p10"])) & (edges[:-1] < display.amount(found["p90"]))
    money = [display.language.money(edge, display.currency) for edge in edges]
    hovers = [
        _("{low} to {high}: {share} of the draws").format(low=low, high=high, share=display.percent(share))
        for low, high, share in zip(money[:-1], money[1:], shares, strict=True)
    ]
    return {
        "type": "bar",
        "x": ((edges[:-1] + edges[1:]) / 2).tolist(),
        "y": (shares * 100).tolist(),
        "width": (np.diff(edges) * 0.92).tolist(),
        "marker": {"color": style.colours.gap, "opacity": np.where(within, 1.0, 0.4).tolist()},
        "hovertext": hovers,
        "hoverinfo": "text",
    }


def _line(at: float, top: float, name: str, colour: str, dash: str, style: Style) -> dict[str, Any]:
    """An upright line with its name on top."""
    return {
        "type": "scatter",
        "mode": "lines+text",
        "x": [at, at],
        "y": [0, top],
        "text": ["", name],
        "textposition": "top center",
        "textfont": {"size": style.font, "color": colour},
        "line": {"color": colour, "width": 1.5, "dash": dash},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
