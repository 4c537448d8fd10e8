"""Check a claim: what a person typed, or a published claim, held against stored figures and presets."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from finance import explain
from finance.data.dataset import Dataset
from finance.errors import ExplainError
from finance.explain import claims, verdicts
from finance.explain.amounts import Amount
from finance.explain.claims import CheckedClaim, Judged
from finance.language.display import Display
from finance.language.names import Names
from pages.parts import tables
from pages.parts.results import current
from pages.parts.words import language

_LOOKS = {
    "holds": ("green", ":material/check_circle:"),
    "partly": ("orange", ":material/rule:"),
    "another": ("orange", ":material/swap_horiz:"),
    "currency": ("orange", ":material/currency_exchange:"),
    "differs": ("red", ":material/cancel:"),
    "unmeasured": ("gray", ":material/help:"),
}


def screen() -> None:
    """A line to type an amount into with what comes near it, then the published claims that it has not called up."""
    _ = language().text
    st.subheader(_("Check a number"), anchor=False)
    st.caption(_("It is held against every stored figure, every scenario, and every scenario with one choice changed."))
    called = _typed()
    st.subheader(_("Published claims"), anchor=False)
    st.caption(_("Each verdict is worked out from the data as it stands."))
    _published(called)


def _typed() -> frozenset[str]:
    """A line to type an amount into, and what comes near it; the claims shown with it."""
    _ = language().text
    dataset = current().dataset
    words, near = st.columns([3, 1])
    shares = {part: language().percent(part, 1 if part < 0.01 else 0) for part in (0.001, 0.01, 0.02, 0.05)}
    text = words.text_input(
        _("Type a number as you read it"),
        value=st.query_params.get("claim", ""),
        placeholder=_("$35bn, €90 bn, 588 млрд дол., 82.5 %"),
        key="claim_text",
    )
    share = near.selectbox(
        _("Within"),
        list(shares),
        index=1,
        format_func=shares.__getitem__,
        key="claim_within",
    )
    if not text.strip():
        st.query_params.pop("claim", None)
        return frozenset()
    if st.query_params.get("claim") != text:
        st.query_params["claim"] = text
    try:
        found = explain.check_claim(text, dataset, share)
    except ExplainError as error:
        st.info(_plain(language().error(error)))
        return frozenset()
    _found(found)
    return frozenset(judged.id for judged in found.claims)


def _published(shown: frozenset[str]) -> None:
    """Every claim of claims.yaml that is not `shown` above, with its verdict and the nearest true sentence."""
    dataset = current().dataset
    for id_ in dataset.claims:
        if id_ not in shown:
            _judged(claims.judge(id_, dataset), dataset)


def _found(found: CheckedClaim) -> None:
    """What was understood, claims with the same number, and the figures that come near."""
    _ = language().text
    st.markdown(_plain(_("Read as **{amount}**.").format(amount=verdicts.said(found.amount, language()))))
    for judged in found.claims:
        _judged(judged, current().dataset)
    if found.matches.empty:
        st.info(_("No stored figure and no scenario comes within that distance. Allow more, or check the currency."))
        return
    tables.written(_matches(found), "claim_matches", rows=13)


def _matches(found: CheckedClaim) -> pd.DataFrame:
    _, names = language().text, Names(Display(current(), language()))
    how = {
        "same": _("the same amount"),
        "converted": _("the same amount, converted"),
        "number": _("the same number, another currency"),
    }
    return pd.DataFrame(
        {
            _("What it is"): [_said(row, names) for row in found.matches.to_dict("records")],
            _("Amount"): [
                verdicts.said(Amount(value, unit), language())
                for value, unit in zip(found.matches["value"], found.matches["unit"], strict=True)
            ],
            _("How it matches"): found.matches["how"].map(how),
            _("Off by"): [language().percent(off) for off in found.matches["distance"]],
            _("Scenario or figure"): found.matches["id"],
            _("With one change"): found.matches["change"],
        }
    )


def _said(row: Mapping[Any, Any], names: Names) -> str:
    """What a match is, in words."""
    _, dataset = language().text, current().dataset
    if row["kind"] == "figure":
        return names.figure(row["id"])
    measure = names.headline[row["measure"]]
    label = dataset.presets[row["id"]].label.in_(language().code)
    if row["change"]:
        return _("{measure} of “{scenario}” with one change").format(measure=measure, scenario=label)
    return _("{measure} of “{scenario}”").format(measure=measure, scenario=label)


def _judged(judged: Judged, dataset: Dataset) -> None:
    """One claim as a card: what it says, the verdict, the nearest true sentence, and every check."""
    _, code = language().text, language().code
    said = _("“{words}”").format(words=_plain(judged.claim.says.in_(code)))
    colour, icon = _LOOKS[judged.verdict]
    with st.container(border=True):
        st.markdown(f"*{said}*")
        st.badge(verdicts.verdict(judged, language()), icon=icon, color=colour)  # type: ignore[arg-type]
        st.markdown(f"**{_plain(verdicts.instead(judged, language()))}**")
        st.caption(_plain(verdicts.under(judged, language())))
        with st.expander(_("How it was checked"), key=f"claim_{judged.id}", on_change="rerun") as box:
            if box.open:
                st.markdown(_checks(judged))
                st.caption(_plain(verdicts.sources(judged, dataset, language())))


def _checks(judged: Judged) -> str:
    """Every check as a line: its number, what it is, and whether it agrees."""
    _, code, lines = language().text, language().code, []
    for check in judged.checks:
        words = {
            "amount": verdicts.found(check, language()),
            "claimed": verdicts.said(check.claimed, language()),
            "label": check.check.label.in_(code),
            "finding": verdicts.finding(check, language()),
        }
        if check.check.equals:
            line = _("**{amount}** against {claimed}: {label}. It {finding}.").format(**words)
        elif check in judged.meant:
            line = _("**{amount}**: {label}. This is what the claim means; it {finding}.").format(**words)
        else:
            line = _("**{amount}**: {label}. It {finding}.").format(**words)
        lines.append(f"- {_plain(line)}")
    return "\n".join(lines)


def _plain(text: str) -> str:
    """Text whose dollar signs markdown does not take for formulas."""
    return text.replace("$", "\\$")
