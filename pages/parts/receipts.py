"""How a number is made: its formula with the values in it, step by step, and every input with its document."""

from collections.abc import Callable
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from finance import explain
from finance.explain.receipt_text import Formula, Written
from finance.explain.receipts import Receipt
from finance.language import naming
from finance.language.display import Display
from finance.model.gap import HEADLINE, Result
from finance.outputs.receipts import heading
from pages.parts import tables
from pages.parts.results import current
from pages.parts.words import language

_SHARES = ("coverage", "eligibility", "realisation")
STEPS, ALL_STEPS = 1, 9
"""Steps below the figure that are shown at first, and on request."""

_STYLE = """
<style>
.receipt { line-height: 1.45; overflow-wrap: anywhere; max-height: 34rem; overflow-y: auto; }
.receipt > div { padding: .1rem 0 .1rem .75rem; margin: .35rem 0; }
.receipt > div { border-left: 2px solid color-mix(in srgb, currentColor 25%, transparent); }
.receipt > div.first { border-left-color: currentColor; }
.receipt .words { font-size: .875rem; opacity: .8; }
.receipt .numbers { font-variant-numeric: tabular-nums; }
.receipt .first .numbers { font-size: 1.15rem; font-weight: 600; }
</style>
"""


def headline() -> None:
    """Under the four figures: any of the headline figures, worked out; drawn when it is opened."""
    _ = language().text
    with st.expander(_("How these numbers are made"), key="receipts", on_change="rerun") as box:
        if box.open:
            figure = st.segmented_control(
                _("Figure"),
                HEADLINE,
                default="gap",
                required=True,
                format_func=naming.headline(language()).__getitem__,
                key="receipt_figure",
                label_visibility="collapsed",
            )
            show(explain.receipt(current(), figure or "gap"), "headline")


@st.fragment
def table(name: str) -> None:
    """One of the result's tables; a click on a number shows how it is made."""
    _ = language().text
    result = current()
    st.subheader(heading(name, language()), anchor=False)
    st.caption(_("Choose any number in the table to see how it is worked out. Amounts in USD bn."))
    numbers, row_ids = _numbers(result, name)
    state = tables.numbers(
        numbers.rename(columns=_headings()),
        f"receipts_{name}",
        digits=3,
        shares={_headings()[column] for column in _SHARES},
        on_select="rerun",
        selection_mode="single-cell",
        rows=11,
        wrap=name == "by_sector",
    )
    figure = _chosen(state["selection"]["cells"], numbers, row_ids, name)
    if figure:
        show(explain.receipt(result, figure), name)


def show(receipt: Receipt, key: str) -> None:
    """One receipt: the formula, the steps below it and the table of inputs."""
    _ = language().text
    written = Written(receipt, language())
    every = st.toggle(_("Every step"), key=f"receipt_steps_{key}")
    steps = written.formulas(ALL_STEPS if every else STEPS)
    lines = "".join(map(_step, steps)) or escape(written.title)
    label = escape(written.title, quote=True)
    st.html(f'{_STYLE}<div class="receipt" role="region" aria-label="{label}" tabindex="0">{lines}</div>')
    st.caption(_("Rounded so that what is added adds up; the last digit of a number may differ between two lines."))
    if written.shown:
        st.caption(_plain(written.shown))
    inputs = written.inputs
    if inputs.empty:
        return
    st.markdown(_("**What it rests on**"))
    state = tables.written(inputs, f"receipt_inputs_{key}", rows=9, on_select="rerun", selection_mode="single-row")
    chosen = [str(inputs[_("Figure")].iloc[row]) for row in state["selection"]["rows"] if row < len(inputs)]
    if chosen and chosen[0] in receipt.result.dataset.figures:
        query = receipt.result.scenario.to_query() | {"figure": chosen[0]}
        st.page_link("data.py", label=_("Follow {figure} on Data").format(figure=chosen[0]), query_params=query)


def _step(step: Formula) -> str:
    first = ' class="first"' if step.level == 0 else f' style="margin-left:{min(step.level, 6)}rem"'
    return (
        f'<div{first}><div class="words">{escape(step.name)} = {escape(step.words)}</div>'
        f'<div class="numbers">{escape(step.value)} = {escape(step.numbers)}</div></div>'
    )


def _plain(text: str) -> str:
    """Text whose dollar signs markdown does not take for formulas."""
    return text.replace("$", "\\$")


def _chosen(cells: list[tuple[int, str]], numbers: pd.DataFrame, row_ids: list[str], name: str) -> str | None:
    """The address of the number that was chosen; None where a word was, or nothing."""
    columns = {_headings()[column]: column for column in numbers.columns}
    for row, head in cells:
        column = columns.get(head)
        if column in numbers.select_dtypes("float").columns and row < len(row_ids):
            return f"{name}.{row_ids[row]}.{column}"
    return None


def _numbers(result: Result, name: str) -> tuple[pd.DataFrame, list[str]]:
    """A table of the result with its ids put into words, and the part of the address that names each row."""
    _, display = language().text, Display(result, language())
    found: pd.DataFrame = getattr(result, name)
    key = {"by_sector": ["sector"], "by_source": ["commitment"], "flows": ["commitment", "sector"], "by_year": ["year"]}
    row_ids = [".".join(map(str, ids)) for ids in found[key[name]].itertuples(index=False)]
    ledger = result.dataset.ledgers[result.scenario.choice("ledger")].commitments
    labels: dict[str, Callable[[Any], str]] = {
        "sector": lambda id_: naming.sector(display, id_),
        "source": lambda id_: naming.source(display, id_),
        "commitment": lambda id_: ledger[id_].label.in_(language().code),
        "year": str,
    }
    said = {column: found[column].map(label) for column, label in labels.items() if column in found}
    needless = ["binding", *(["source"] if name == "flows" else [])]
    return found.assign(**said).drop(columns=needless, errors="ignore"), row_ids


def _headings() -> dict[str, str]:
    _ = language().text
    left_out = _("Left out: {reason}")
    return {
        "sector": _("Sector"),
        "source": _("Source"),
        "commitment": _("Line"),
        "year": _("Year"),
        **naming.headline(language()),
        "estimated": _("Estimated"),
        "face": _("Face, bn of its currency"),
        "currency": _("Currency"),
        "rate": _("Rate"),
        **{id_: left_out.format(reason=reason.state) for id_, reason in naming.reasons(language()).items()},
        "eligibility": _("Share that may pay"),
        "realisation": _("Share that is paid"),
        "used": _("Used"),
        "amount": _("Amount"),
        "escalated": _("Added by delay"),
        "due": _("Due"),
        "money": _("Money at hand"),
        "executed": _("Executed"),
        "financing_gap": _("Financing gap"),
        "absorption_gap": _("Absorption gap"),
        "carried": _("Unmet at the end"),
        "stock": _("Money kept"),
        "lapsed": _("Money lapsed"),
        "capacity": _("Capacity"),
        "private": _("Private works"),
        "private_money": _("Private money"),
        "private_capacity": _("Private capacity"),
    }
