"""What became of the promised money: how much counts, and why the rest does not."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from finance.language import naming
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.language.rounding import rounded
from finance.model.funding import LEFT_OUT, Line
from finance.model.gap import Result
from finance.outputs.charts import amounts, rows, template
from finance.outputs.charts.chart import Chart, chart
from finance.outputs.charts.template import Drawing, Style, Theme

MOST_SOURCES = 12
REASONS = tuple(reason for reason in LEFT_OUT if reason != "overlap")
"""Why money does not count, its parts aside: what stands under a part of a line is listed there."""
LEGEND = 22
"""Longest line in the legend on a screen [characters]."""


@dataclass(frozen=True)
class Promised:
    """Money listed by source, each sum once [USD bn]: one row a source, largest first; column 0 counts, the others are
    REASONS."""

    sources: tuple[str, ...]
    cells: NDArray[np.float64]
    folded: int

    @classmethod
    def of(cls, result: Result) -> "Promised":
        """The scenario's ledger, line by line added up by source; the smallest sources as one row."""
        own = {line.commitment: _own(line) for line in result.money.lines}
        faces = amounts.summed((line.source, sum(own[line.commitment])) for line in result.money.lines)
        row_of = amounts.folding(faces, MOST_SOURCES)
        sources = tuple(dict.fromkeys(row_of.values()))
        cells = np.zeros((len(sources), 1 + len(REASONS)))
        for line in result.money.lines:
            cells[sources.index(row_of[line.source])] += own[line.commitment]
        return cls(sources, cells, sum(row == naming.OTHER for row in row_of.values()))


def _own(line: Line) -> tuple[float, ...]:
    """What counts of a line and what does not by reason, its parts aside [USD bn]."""
    left_out = dict(zip(LEFT_OUT, line.left_out, strict=True))
    return line.available, *(left_out[reason] for reason in REASONS)


def _reasons(display: Display) -> dict[str, str]:
    names = naming.reasons(display.language)
    return {reason: names[reason].state for reason in REASONS}


@chart("money", 5)
def build(result: Result, language: Language, theme: Theme) -> Chart:
    """Face of each source split into what counts and the reasons why the rest does not."""
    _, display = language.text, Display(result, language)
    promised = Promised.of(result)
    title = _title(display, promised)
    subtitle = _("Promised money at face value by source: what counts, and why the rest does not; {unit}")
    alt = _("Stacked bar chart of {count} sources. {title}. The range is {low} to {high}.")
    highest = float(promised.cells.sum(axis=1).max()) if promised.sources else 0.0
    labels = [naming.source(display, id_, promised.folded) for id_ in promised.sources]
    return Chart(
        id="money",
        title=title,
        subtitle=subtitle.format(unit=display.unit),
        table=_table(display, promised),
        alt=alt.format(count=len(labels), title=title, low=display.money(0.0), high=display.money(highest)),
        figures=result.figures,
        theme=theme,
        height=rows.height(labels, lines=2, extra=150),
        draw=partial(_draw, display, promised) if labels else None,
    )


def _title(display: Display, promised: Promised) -> str:
    _ = display.language.text
    if not promised.sources:
        return _("No money is listed under this scenario")
    face, left_out = float(promised.cells.sum()), promised.cells[:, 1:].sum(axis=0)
    named = {"available": display.money(display.result.available), "face": display.money(face)}
    if round(display.amount(float(left_out.max())), 1) == 0:
        return _("All of the {face} promised counts").format(**named)
    reason = naming.reasons(display.language)[REASONS[int(left_out.argmax())]].state
    return _("{available} of {face} promised counts; the largest part left out, {amount}, is {reason}").format(
        **named, amount=display.money(float(left_out.max())), reason=reason
    )


def _table(display: Display, promised: Promised) -> pd.DataFrame:
    """Face = counts + the reasons in every row, and every column adds up [bn]."""
    _ = display.language.text
    cells = np.asarray([[display.amount(usd) for usd in row] for row in promised.cells.tolist()]).reshape(
        promised.cells.shape
    )
    faces = rounded(cells.sum(axis=1).tolist())
    face, available = round(sum(faces), 1), round(display.amount(display.result.available), 1)
    reasons = amounts.adding_to(cells[:, 1:].sum(axis=0).tolist(), round(face - available, 1))
    shown = amounts.controlled(cells, faces, [available, *reasons])
    names = [naming.source(display, id_, promised.folded) for id_ in promised.sources]
    columns = [naming.corner(display), _("Promised"), _("counts"), *_reasons(display).values()]
    rows = [[name, total, *row] for name, total, row in zip(names, faces, shown.tolist(), strict=True)]
    return pd.DataFrame([*rows, [_("Total"), face, available, *reasons]], columns=columns)


def _draw(display: Display, promised: Promised, style: Style) -> Drawing:
    _ = display.language.text
    labels = [naming.source(display, id_, promised.folded) for id_ in promised.sources]
    faces = promised.cells.sum(axis=1).tolist()
    texts = [
        rows.end(
            _("{available} of {face}").format(
                available=display.money(available) if available > 0 else _("none"), face=display.money(face)
            ),
            style,
        )
        for available, face in zip(promised.cells[:, 0].tolist(), faces, strict=True)
    ]
    lengths = [display.amount(usd) for usd in faces]
    layout = rows.layout(labels, texts, max(lengths), style)
    traces = [*_parts(display, promised, labels, style), rows.ends(lengths, texts, style)]
    return template.figure(traces, {**layout, "showlegend": True}, style)


def _parts(display: Display, promised: Promised, labels: list[str], style: Style) -> list[dict[str, Any]]:
    """One trace for each part that is not empty, in the order in which the parts are taken off."""
    names = {"available": display.language.text("counts"), **_reasons(display)}
    starts = np.cumsum(promised.cells, axis=1) - promised.cells
    traces = []
    for column, (id_, name) in enumerate(names.items()):
        usd = promised.cells[:, column].tolist()
        if max(usd) > 0:
            hovers = [f"{label}, {name}: {display.money(part)}" for label, part in zip(labels, usd, strict=True)]
            bases = [display.amount(start) for start in starts[:, column].tolist()]
            lengths = [display.amount(part) if part > 0 else None for part in usd]
            traces.append(
                rows.bars(bases, lengths, naming.wrap(name, max(LEGEND, style.label)), hovers, marker(id_, style))
            )
    return traces


def marker(id_: str, style: Style) -> dict[str, Any]:
    """Solid dark blue counts; blue hatched is softer than asked for; the other reasons have a colour each, and those
    that a print without colour would take for one another a pattern of their own."""
    colours = style.colours
    markers: dict[str, dict[str, Any]] = {
        "available": {"color": colours.funded},
        "unreliable": template.solid(colours.grey, style),
        "not_firm": template.hatched(colours.committed, style),
        "paid": {"color": colours.paid},
        "undocumented": template.hatched(template.visible(colours.double, style), style, "x"),
        "ineligible": template.hatched(template.visible(colours.ineligible, style), style, "."),
        "unrealised": template.hatched(colours.grey_line, style, "\\"),
    }
    return markers[id_]
