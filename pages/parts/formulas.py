"""The model in formulas, whose names are words of the reader's language."""

from string import Template

import streamlit as st

from pages.parts.words import language

_FORMULAS = (
    r"${available}_s = ${face}_s \times ${rate} \times ${eligible}_s \times ${realised}_s",
    r"${gap}_k = ${need}_k - \sum_s ${flow}_{s,k} \ge 0",
    r"${stranded}_s = ${available}_s - \sum_k ${flow}_{s,k} \ge 0",
    r"\min ${gap} = \max_{U \subseteq K} \Big( \sum_{k \in U} ${need}_k - \sum_{s \to U} ${available}_s \Big)",
    r"${executed}_t = \min(${due}_t, ${money}_t, ${capacity}_t)",
    r"\begin{aligned} ${due}_t &= ${need}_t \\ "
    r"&+ (1 + ${delay}) \, (${due}_{t-1} - ${executed}_{t-1}) \end{aligned}",
    r"\begin{aligned} ${private}_t &= ${leverage} \times ${additional} \times ${public}_t \\ "
    r"t &\ge ${security} + ${lag} \end{aligned}",
    r"${grant} = 1 - \frac{1}{${face}} \sum_i \frac{${payment}_i}{(1 + ${discount})^{t_i}}",
    r"${room} = (${target} - ${path}_{2035}) \times ${gdp}_{2035}",
)
"""s: a line of money; k: a sector; U: some of the sectors, and s → U the money that reaches any of them; t: a year."""


def formulas() -> None:
    """All of them, one below the other."""
    words = {name: rf"\text{{{word}}}" for name, word in _words().items()}
    for formula in _FORMULAS:
        st.latex(Template(formula).substitute(words))
    _ = language().text
    st.caption(
        _(
            "s: a line of money. k: a sector. U: any set of the sectors K; s → U: money that reaches one of them. "
            "t: a year. i: a payment."
        )
    )


def _words() -> dict[str, str]:
    _ = language().text
    return {
        "available": _("available"),
        "face": _("face"),
        "rate": _("rate"),
        "eligible": _("eligible"),
        "realised": _("realised"),
        "gap": _("gap"),
        "need": _("need"),
        "flow": _("flow"),
        "stranded": _("stranded"),
        "executed": _("executed"),
        "due": _("due"),
        "money": _("money"),
        "capacity": _("capacity"),
        "delay": _("delay"),
        "private": _("private"),
        "leverage": _("leverage"),
        "additional": _("additional"),
        "public": _("public"),
        "security": _("security"),
        "lag": _("lag"),
        "grant": _("grant element"),
        "payment": _("payment"),
        "discount": _("discount"),
        "room": _("debt room"),
        "target": _("target"),
        "path": _("debt path"),
        "gdp": _("GDP"),
    }
