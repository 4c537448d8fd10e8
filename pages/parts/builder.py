"""The report builder: charts, language and kind of file chosen, one file built and handed out whole."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import streamlit as st

from finance.errors import FinanceError
from finance.language.catalogue import Language
from finance.model.gap import Result
from finance.outputs import formats
from finance.outputs.charts import Chart
from pages.parts import builds
from pages.parts.words import language

FIRST = ("waterfall", "coverage")
OPENING = {"kind": "pptx", "charts": FIRST, "receipts": False}
"""What is chosen when the screen opens for the first time."""


@dataclass(frozen=True)
class Order:
    """What a reader asks for; two orders are the same file if and only if they are equal."""

    ending: str
    code: str
    charts: tuple[str, ...]
    receipts: bool
    key: str
    site: str


@dataclass(frozen=True)
class Built:
    """A whole file, and what was asked for."""

    order: Order
    name: str
    content: bytes


@st.fragment
def builder(result: Result, drawn: Mapping[str, Chart]) -> None:
    """Choose among the charts `drawn`, build, download. What was built is offered only while it is what is chosen."""
    _, kept = language().text, st.session_state.setdefault("report_kept", dict(OPENING))
    st.header(_("Take it with you"), anchor=False)
    left, right = st.columns([3, 2], gap="large")
    with left, st.container(key="report_charts"):
        st.markdown(_("**Charts, by what they say**"))
        kept["charts"] = tuple(id_ for id_, chart in drawn.items() if _picked(chart, id_ in kept["charts"]))
    with right:
        kept["kind"], code = _kind(kept["kind"]), _code(result)
        kept["receipts"] = _receipts(kept["kind"], kept["receipts"])
        _file(_order(result, kept["kind"], code, kept["charts"], kept["receipts"]), result)


def _kind(before: str) -> str:
    return str(
        st.radio(
            language().text("Kind of file"),
            list(formats.FORMATS),
            index=list(formats.FORMATS).index(before),
            format_func=lambda id_: formats.FORMATS[id_].label(language()),
            key="report_kind",
        )
    )


def _code(result: Result) -> str:
    languages = result.dataset.choices["lang"]
    return str(
        st.selectbox(
            language().text("Language of the file"),
            list(languages),
            index=list(languages).index(language().code),
            format_func=lambda id_: languages[id_].in_(language().code),
            key="report_language",
        )
    )


def _receipts(ending: str, before: bool) -> bool:
    """The switch, which rests where the kind of file has no room for receipts of cells."""
    _ = language().text
    return st.toggle(
        _("With how each number of the tables is made"),
        value=before,
        key="report_receipts",
        disabled=not formats.FORMATS[ending].receipts,
        help=_(
            "Every file but CSV and pictures says how the headline is made. With this, JSON, workbook, data package "
            "and web page say it of every number, and Word of the sectors; they are larger and take longer."
        ),
    )


def _order(result: Result, ending: str, code: str, charts: tuple[str, ...], receipts: bool) -> Order:
    """The choices as they stand; a file without charts is the same whatever charts are chosen, and so with receipts."""
    kind = formats.FORMATS[ending]
    if kind.charts == "none":
        st.caption(language().text("This kind of file holds all numbers, whatever charts are chosen."))
        charts = ()
    return Order(ending, code, charts, receipts and kind.receipts, result.scenario.key, result.dataset.site)


def _file(order: Order, result: Result) -> None:
    """The button that builds, and the file that was built last, if it is the one chosen."""
    _ = language().text
    lacking = formats.format_of(order.ending).charts != "none" and not order.charts
    if lacking:
        st.info(_("Choose at least one chart: this kind of file is made of charts."))
    if st.button(_("Build the file"), type="primary", key="report_build", disabled=lacking):
        _build(order, result)
    built = st.session_state.get("report_built")
    if built and built.order == order:
        _hand_out(built)
    elif built:
        st.caption(_("The choice has changed since the last file was built. Build it again to download it."))


def _picked(chart: Chart, before: bool) -> bool:
    picked = st.checkbox(chart.title.replace("$", r"\$"), value=before, key=f"report_{chart.id}")
    shown = chart.subtitle if chart.draw else language().text("There is nothing to draw under this scenario.")
    st.caption(shown.replace("$", r"\$"))
    return picked


def _build(order: Order, result: Result) -> None:
    """Build the file and keep it whole, or say why there is none; an older one is not offered in its place."""
    _ = language().text
    st.session_state.pop("report_built", None)
    if seconds := builds.wait():
        words = language().plural(
            "Many files were asked for from your address. Ask again in {count} second.",
            "Many files were asked for from your address. Ask again in {count} seconds.",
            seconds,
        )
        st.warning(words.format(count=seconds))
        return
    spoken = replace(result, scenario=result.scenario.with_(lang=order.code))
    label = formats.FORMATS[order.ending].label(language())
    with st.spinner(_("Building: {file}").format(file=label), show_time=True):
        try:
            content = formats.build(order.ending, spoken, Language(order.code), order.charts, receipts=order.receipts)
        except FinanceError as error:
            st.error(_("No file was made: {reason}").format(reason=language().error(error)))
            return
        st.session_state["report_built"] = Built(order, formats.name(order.ending, spoken, order.charts), content)


def _hand_out(built: Built) -> None:
    _ = language().text
    size = language().number(len(built.content) / 1e6, 2)
    st.download_button(
        _("Download {name} ({size} MB)").format(name=built.name, size=size),
        built.content,
        file_name=built.name,
        mime=formats.FORMATS[built.order.ending].media_type,
        on_click="ignore",
        key="report_download",
        icon=":material/download:",
    )
