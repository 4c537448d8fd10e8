"""The view on screen as an address: for a program, for the command line, and as a card for a page elsewhere."""

import html
import shlex
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

import streamlit as st

from finance.model.gap import Result
from finance.outputs.charts import Chart
from finance.outputs.citation import Cited
from pages.parts.live import base
from pages.parts.words import language

ROUND = 320
"""Room that a card takes above and below its chart [px]."""


@st.fragment
def call(result: Result, charts: Mapping[str, Chart]) -> None:
    """The call that gives these figures, and what to paste into another page to show one of the charts."""
    _ = language().text
    site, query = _site(), result.scenario.to_query()
    st.subheader(_("The same without a screen"), anchor=False)
    st.markdown(
        _("These figures as an address, and from a terminal; [every address there is]({manual}).").format(
            manual=f"{site}/api"
        )
    )
    address = f"{site}/api/v1/gap.json?{urlencode(query)}"
    st.code(address, language=None, wrap_lines=True)
    st.code(f"curl {shlex.quote(address)}", language="bash", wrap_lines=True)
    st.markdown(_("One chart as a card for another page: paste this there."))
    chosen = st.selectbox(_("Chart"), list(charts), key="call_chart", format_func=lambda id_: charts[id_].title)
    held = st.toggle(
        _("Keep today's figures beside it"),
        key="call_held",
        help=_("When the data has moved on, the card says what was quoted and what it is then."),
    )
    quoted = Cited.of(result).to_query() if held else {}
    card = f"{site}/embed/{chosen}?{urlencode(query | quoted, safe=',')}"
    st.code(frame(charts[chosen], card), language="html", wrap_lines=True)


def frame(chart: Chart, address: str) -> str:
    """The HTML that shows a card at `address` within another page."""
    return (
        f'<iframe src="{html.escape(address)}" title="{html.escape(chart.title)}" '
        f'width="100%" height="{chart.height + ROUND}" style="border:0" loading="lazy"></iframe>'
    )


def _site() -> str:
    """Where this app stands, as the reader's browser has it; empty where there is no browser."""
    here = urlsplit(str(st.context.url or ""))
    return f"{here.scheme}://{here.netloc}{base()}" if here.netloc else ""
