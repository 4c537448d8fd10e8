"""A chart on screen, drawn in place by plotly.js; see browser/plot.js."""

from urllib.parse import urlencode

import streamlit as st

from finance.model.gap import Result
from finance.outputs.charts import Chart
from pages.parts import library
from pages.parts.live import base, script
from pages.parts.results import current
from pages.parts.words import language

_HTML = '<div class="plot" role="img"></div><div class="plot-failure" role="status"></div>'
_CSS = ".plot { width: 100%; contain: content; }"

_plot = st.components.v2.component("plot", html=_HTML, css=_CSS, js=script("plotly", "plot"), isolate_styles=False)


def draw(chart: Chart, result: Result, follows: bool = True) -> None:
    """The marks of a chart, with its text for who cannot see them.

    Only a chart of the scenario on screen follows a slider, and only where it is quickly computed: `follows`.
    """
    _ = language().text
    _plot(
        key=f"chart_{chart.id}",
        height="content",
        data={
            "id": chart.id,
            "figure": chart.text,
            "alt": chart.alt,
            "follows": follows and result is current(),
            "address": urlencode(result.scenario.to_query()),
            "plotly": f"{base()}{library.path(chart)}",
            "failed": _("The chart could not be drawn. Its numbers stand under Table."),
        },
    )
