"""Which source pays for which sector, and what nobody pays."""

from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from finance.data.records import NOT_ITEMISED
from finance.language import naming
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.language.rounding import rounded
from finance.model.gap import Result
from finance.outputs.charts import amounts, template
from finance.outputs.charts.chart import Chart, chart
from finance.outputs.charts.template import Drawing, Style, Theme

MOST_SOURCES, MOST_SECTORS = 6, 10
LINE = 14
"""Longest line of a name on a screen, where a telephone has 330 px for names and flows [characters]."""
PAD = 3.8
"""Distance wanted between nodes: three lines of text, of which the node itself holds a part [sizes of text]."""
EDGE = 14
"""Above the highest and below the lowest node [px]."""
_NEAR = 0.001
"""As good as 0, which plotly takes for no place at all."""
NEGLIGIBLE = 1e-9
"""Flows below this are rounding and get no link [USD bn]."""


@dataclass(frozen=True)
class Flows:
    """Amounts from payers to uses [USD bn]: one row a source and one for the gap; one column a sector and one for
    stranded money. Rows add up to what is available and the gap, columns to the need and what is stranded."""

    sources: tuple[str, ...]
    sectors: tuple[str, ...]
    cells: NDArray[np.float64]

    @classmethod
    def of(cls, result: Result) -> "Flows":
        """The flows of a result with lines of one source added up; the source with the most money first."""
        named = [line.source for line in result.money.lines]
        unused = result.money.available - result.flows_by_line.sum(axis=1)
        stranded = np.where(unused > NEGLIGIBLE, unused, 0.0)
        by_line = np.column_stack([result.flows_by_line, stranded])
        totals = amounts.summed(zip(named, result.money.available.tolist(), strict=True))
        sources = tuple(amounts.folding(totals, len(totals)))
        payers = [by_line[[name == id_ for name in named]].sum(axis=0) for id_ in sources]
        unmet = np.append(np.maximum(result.needs.amounts - result.flows_by_line.sum(axis=0), 0.0), 0.0)
        return cls(sources, result.needs.sectors, np.array([*payers, unmet]))

    @cached_property
    def folded(self) -> "Flows":
        """The same flows with the smallest sources and sectors drawn as one; "not itemised" stays itself."""
        rows, columns = self.cells[:-1].sum(axis=1), self.cells[:, :-1].sum(axis=0)
        source_row = amounts.folding(dict(zip(self.sources, rows.tolist(), strict=True)), MOST_SOURCES)
        needs = dict(zip(self.sectors, columns.tolist(), strict=True))
        sector_row = amounts.folding({id_: need for id_, need in needs.items() if id_ != NOT_ITEMISED}, MOST_SECTORS)
        sector_row |= {id_: id_ for id_, need in needs.items() if id_ == NOT_ITEMISED and need > 0}
        sources, sectors = tuple(dict.fromkeys(source_row.values())), tuple(dict.fromkeys(sector_row.values()))
        cells = np.zeros((len(sources) + 1, len(sectors) + 1))
        to_row = [*(sources.index(source_row[id_]) for id_ in self.sources), len(sources)]
        for row, target in enumerate(to_row):
            for column, id_ in enumerate(self.sectors):
                if id_ in sector_row:
                    cells[target, sectors.index(sector_row[id_])] += self.cells[row, column]
            cells[target, -1] += self.cells[row, -1]
        return Flows(sources, sectors, cells)


@chart("sankey", 4)
def build(result: Result, language: Language, theme: Theme) -> Chart:
    """The flows as a Sankey diagram; the table is the matrix of source × sector."""
    _, display = language.text, Display(result, language)
    flows = Flows.of(result)
    title = _title(display, flows)
    subtitle = _("From who pays (left) to the need of each sector (right); {unit}").format(unit=display.unit)
    alt = _(
        "Sankey diagram from {sources} sources and the gap to {sectors} sectors. {title}. {available} flows in all."
    )
    drawable = result.funded > NEGLIGIBLE
    return Chart(
        id="sankey",
        title=title,
        subtitle=subtitle,
        table=matrix(display, flows),
        alt=alt.format(
            sources=len(flows.sources),
            sectors=len(flows.sectors),
            title=title,
            available=display.money(result.funded),
        ),
        figures=result.figures,
        theme=theme,
        height=50 * max(len(flows.folded.sources) + 1, len(flows.folded.sectors) + 1) + 140,
        draw=partial(_draw, display, flows) if drawable else None,
    )


def matrix(display: Display, flows: Flows) -> pd.DataFrame:
    """Source × sector [bn], with the gap as a row, stranded money as a column, and totals that add up."""
    _, result = display.language.text, display.result
    need, _funded, gap = amounts.headline(display)
    stranded = round(display.amount(result.stranded), 1)
    cells = np.asarray([[display.amount(usd) for usd in row] for row in flows.cells.tolist()])
    payers = amounts.adding_to(cells[:-1].sum(axis=1).tolist(), round(need + stranded - gap, 1))
    uses = [*rounded(cells[:, :-1].sum(axis=0).tolist()), stranded]
    shown = amounts.controlled(cells, [*payers, gap], uses)
    names = [*(naming.source(display, id_) for id_ in flows.sources), _("Gap")]
    columns = [
        naming.corner(display),
        *(naming.sector(display, id_) for id_ in flows.sectors),
        _("Stranded"),
        _("Total"),
    ]
    rows = [[name, *row, paid] for name, row, paid in zip(names, shown.tolist(), [*payers, gap], strict=True)]
    return pd.DataFrame([*rows, [_("Total"), *uses, round(need + stranded, 1)]], columns=columns)


def _title(display: Display, flows: Flows) -> str:
    _, result = display.language.text, display.result
    if result.need <= 0:
        return _("There is no need under this scenario, so no money flows")
    if result.funded <= NEGLIGIBLE:
        return _("No money counts under this scenario: nothing flows to the need of {need}").format(
            need=display.money(result.need)
        )
    paid = flows.cells[:-1, :-1].sum(axis=1)
    first = int(paid.argmax())
    named = {"source": naming.source(display, flows.sources[first]), "amount": display.money(float(paid[first]))}
    if round(display.amount(result.gap), 1) == 0:
        return _("{source} pays the most, {amount}, and no need is left unpaid").format(**named)
    return _("{source} pays the most, {amount}; nobody pays for {gap} of the need").format(
        **named, gap=display.money(result.gap)
    )


def _draw(display: Display, flows: Flows, style: Style) -> Drawing:
    """The flows between nodes at places of our own, so that every name can stand beside its node and off the flows."""
    places = _places(flows.folded, style)
    trace = {
        "type": "sankey",
        "arrangement": "fixed",
        "node": _nodes(display, flows, places, style),
        "link": _links(display, flows.folded, style),
    }
    wider = None if style.wide else (template.WIDE, _layout(display, flows, places, style.at(template.WIDE)))
    return template.figure([trace], _layout(display, flows, places, style), style, wider)


def _layout(display: Display, flows: Flows, places: list[float | None], style: Style) -> dict[str, Any]:
    """Names beside the nodes, and margins that hold them."""
    labels, size, left = _labels(display, flows, style), style.font - 1, len(flows.folded.sources) + 1
    names = [
        _name(label, place, index < left, size, style)
        for index, (label, place) in enumerate(zip(labels, places, strict=True))
        if place is not None
    ]
    shown_labels = [label if place is not None else "" for label, place in zip(labels, places, strict=True)]
    margin = {
        "l": style.width(shown_labels[:left]) + style.font,
        "r": style.width(shown_labels[left:]) + style.font,
        "t": EDGE,
        "b": EDGE,
    }
    return {"margin": margin, "annotations": names}


def _labels(display: Display, flows: Flows, style: Style) -> list[str]:
    """Name and amount of each node, wrapped; a short name where there is little room."""
    shown = flows.folded
    sizes = [*shown.cells.sum(axis=1), *shown.cells.sum(axis=0)]
    names = _names(display, flows, short=not style.wide)
    return [
        naming.wrap(f"{name} {display.money(float(size))}", 26 if style.wide else LINE)
        for name, size in zip(names, sizes, strict=True)
    ]


def _places(shown: Flows, style: Style) -> list[float | None]:
    """Middle of each node from the top [share of the height]; None for a node without money.

    Both sides have one scale, as plotly's own layout: the fuller side fills the height, the other is centred.
    """
    height = style.height - 2 * EDGE
    sides = [shown.cells.sum(axis=1), shown.cells.sum(axis=0)]
    pad = _pad(shown, style)
    counts = [int((side > 0).sum()) for side in sides]
    scale = min((height - (count - 1) * pad) / side.sum() for side, count in zip(sides, counts, strict=True))
    places: list[float | None] = []
    for side, count in zip(sides, counts, strict=True):
        top = (height - scale * side.sum() - (count - 1) * pad) / 2
        for size in side.tolist():
            places.append((top + scale * size / 2) / height if size > 0 else None)
            top += (scale * size + pad) if size > 0 else 0.0
    return places


def _name(label: str, place: float, left: bool, size: int, style: Style) -> dict[str, Any]:
    """A node's name beside it, off the flows."""
    away = round(0.7 * style.font) + 2
    return {
        "text": label,
        "xref": "paper",
        "yref": "paper",
        "x": 0 if left else 1,
        "y": 1 - place,
        "xshift": -away if left else away,
        "xanchor": "right" if left else "left",
        "align": "right" if left else "left",
        "yanchor": "middle",
        "showarrow": False,
        "font": {"size": size, "color": style.colours.ink},
    }


def _names(display: Display, flows: Flows, short: bool = False) -> list[str]:
    """Names of the nodes: sources, gap, sectors, stranded."""
    _, shown = display.language.text, flows.folded
    sources = [naming.source(display, id_, len(flows.sources) - len(shown.sources) + 1, short) for id_ in shown.sources]
    sectors = [naming.sector(display, id_, len(flows.sectors) - len(shown.sectors) + 1, short) for id_ in shown.sectors]
    return [*sources, _("Gap"), *sectors, _("Stranded")]


def _nodes(display: Display, flows: Flows, places: list[float | None], style: Style) -> dict[str, Any]:
    names, shown = _names(display, flows), flows.folded
    left = len(shown.sources) + 1
    sizes = [*shown.cells.sum(axis=1), *shown.cells.sum(axis=0)]
    return {
        "label": [""] * len(names),
        "x": [_NEAR if index < left else 1 - _NEAR for index in range(len(names))],
        "y": [_NEAR if place is None else place for place in places],
        "color": [template.visible(colour, style) for colour in _colours(display, shown, style)],
        "line": {"color": style.colours.rule, "width": 0.5},
        "pad": _pad(shown, style),
        "thickness": style.font,
        "customdata": [f"{name}: {display.money(float(size))}" for name, size in zip(names, sizes, strict=True)],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _pad(shown: Flows, style: Style) -> float:
    """Distance between nodes [px], less than wanted where there are many."""
    most = max(int((side > 0).sum()) for side in (shown.cells.sum(axis=1), shown.cells.sum(axis=0)))
    return float(min(PAD * style.font, 0.7 * style.height / max(most - 1, 1)))


def _colours(display: Display, shown: Flows, style: Style) -> list[str]:
    dataset, grey = display.result.dataset, style.colours.grey
    sources = [dataset.sources[id_].colour if id_ in dataset.sources else grey for id_ in shown.sources]
    sectors = [dataset.sectors[id_].colour if id_ in dataset.sectors else grey for id_ in shown.sectors]
    return [*sources, style.colours.gap, *sectors, style.colours.need]


def _links(display: Display, shown: Flows, style: Style) -> dict[str, Any]:
    """One link for each flow above rounding; the colour is the payer's, translucent."""
    row, column = np.nonzero(shown.cells > NEGLIGIBLE)
    amounts_usd = shown.cells[row, column]
    colours = _colours(display, shown, style)
    names = _names(display, shown)
    first = len(shown.sources) + 1
    return {
        "source": row.tolist(),
        "target": (first + column).tolist(),
        "value": [display.amount(usd) for usd in amounts_usd.tolist()],
        "color": [_translucent(colours[index]) for index in row],
        "customdata": [
            f"{names[i]} → {names[first + k]}: {display.money(usd)}"
            for i, k, usd in zip(row.tolist(), column.tolist(), amounts_usd.tolist(), strict=True)
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _translucent(colour: str) -> str:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.4)"
