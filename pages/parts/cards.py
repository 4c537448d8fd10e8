"""A chart as a card: finding, chart, table twin, origins and downloads, always in the same place."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

import pandas as pd
import streamlit as st

from finance.data.dataset import Dataset
from finance.language import evidence
from finance.model.gap import Result
from finance.outputs.charts import Builder, Chart
from pages.parts import downloads, drawn, plot, tables, theme
from pages.parts.results import current
from pages.parts.words import language

NONE: Mapping[str, Builder] = MappingProxyType({})


@st.fragment
def card(id_: str, build: Builder | None = None, of: Result | None = None) -> None:
    """Draw one chart of `CHARTS` for a result, the current one if none is given; a tab is filled when it is opened.

    `build` stands in for the chart's own builder where what it needs takes long and was computed already; such a
    chart waits for the release of a slider.
    """
    _ = language().text
    result = of or current()
    chart = (build or partial(drawn.chart, id_))(result, language(), theme.name())
    with st.container(border=True, key=f"card_{id_}"):
        st.subheader(chart.title, anchor=False)
        if chart.drawing is None:
            return
        st.caption(chart.subtitle)
        picture, table, origins = st.tabs([_("Chart"), _("Table"), _("Origins")], key=f"tabs_{id_}", on_change="rerun")
        _when_open(picture, lambda: plot.draw(chart, result, build is None))
        _when_open(table, lambda: tables.plain(chart.table, chart.title))
        _when_open(origins, lambda: _origins(chart, result))
        downloads.buttons(chart, result)


def lazily(titles: dict[str, str], key: str, builders: Mapping[str, Builder] = NONE) -> None:
    """Several cards in tabs, of which only the open one is drawn. `titles`: label by chart id."""
    for tab, id_ in zip(st.tabs(list(titles.values()), key=key, on_change="rerun"), titles, strict=True):
        _when_open(tab, lambda id_=id_: card(id_, builders.get(id_)))  # type: ignore[misc]


def _when_open(tab: "st.delta_generator.DeltaGenerator", draw: Callable[[], object]) -> None:
    if tab.open:  # type: ignore[attr-defined]
        with tab:
            draw()


def _origins(chart: Chart, result: Result) -> None:
    _ = language().text
    ids = tuple(dict.fromkeys(id_ for group in chart.figures for id_ in result.dataset.within(group)))
    state = tables.written(
        figures_table(ids, result.dataset),
        f"origins_{chart.id}",
        {_("Value"): language().figure},
        on_select="rerun",
        selection_mode="single-row",
    )
    chosen = [ids[row] for row in state["selection"]["rows"] if row < len(ids)]
    label = _("Follow {figure} on Data").format(figure=chosen[0]) if chosen else _("Open these figures on Data")
    query = current().scenario.to_query() | ({"figure": chosen[0]} if chosen else {})
    st.page_link("data.py", label=label, query_params=query)


def figures_table(ids: tuple[str, ...], dataset: Dataset) -> pd.DataFrame:
    """Figures with value, unit, basis, document, locator, grade and place in the files."""
    _ = language().text
    return pd.DataFrame([_row(id_, dataset) for id_ in ids]).rename(
        columns={
            "figure": _("Figure"),
            "value": _("Value"),
            "unit": _("Unit"),
            "basis": _("Basis"),
            "document": _("Document, derivation or reasoning"),
            "locator": _("Where in it"),
            "grade": _("Grade"),
            "published": _("Published"),
            "place": _("File and line"),
            "link": _("Link"),
        }
    )


def _row(id_: str, dataset: Dataset) -> dict[str, object]:
    entry, behind = dataset.figures[id_], evidence.of(dataset, id_, language())
    origin = behind.origin
    return {
        "figure": id_,
        "value": entry.value,
        "unit": evidence.said(entry.unit, language()),
        "basis": evidence.kinds(language())["own" if id_ in dataset.own else behind.kind],
        "document": behind.why or "–",
        "locator": behind.locator or ", ".join(entry.basis.derived_from),
        "grade": behind.grade,
        "published": origin.published if origin else "",
        "place": behind.place,
        "link": origin.url if origin else None,
    }
