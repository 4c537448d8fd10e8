"""The screen Uncertainty's settings, its sentence and its table of ranges."""

import pandas as pd
import streamlit as st

from finance.analysis import uncertainty
from finance.analysis.uncertainty import Draws
from finance.language import naming
from finance.language.display import Display
from finance.model.gap import Result
from finance.outputs.charts.distribution import gap_of
from pages.parts import state
from pages.parts.results import kept
from pages.parts.tables import numbers
from pages.parts.words import language

_COUNTS = (1024, 4096, 16384, 65536)
_LONG = 16384
"""From so many draws on the reader is shown how far they are."""


def settings(result: Result) -> None:
    """How many draws, and from which seed; both are assumptions and stand in the address."""
    _, scenario = language().text, result.scenario
    count, seed = round(scenario.number("draws")), round(scenario.number("seed"))
    state.hold("chance_draws", count)
    state.hold("chance_seed", seed)
    row = result.dataset.assumptions["seed"]
    assert row.low is not None
    assert row.high is not None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            _("Draws"),
            sorted({*_COUNTS, count}),
            key="chance_draws",
            format_func=lambda draws: language().number(draws, 0),
            on_change=_take,
            args=("draws",),
            width=160,
        )
        st.number_input(
            _("Seed"),
            int(row.low),
            int(row.high),
            step=1,
            key="chance_seed",
            on_change=_take,
            args=("seed",),
            help=_("The same seed gives the same draws everywhere. Another one shows how much is chance."),
            width=160,
        )


def _take(id_: str) -> None:
    """Callback: the value that the reader gave, as one of the scenario's own."""
    state.show(state.current().with_(**{id_: float(st.session_state[f"chance_{id_}"])}))


def drawn(result: Result) -> Draws:
    """The draws of the scenario on screen; many of them show how far they are."""
    _, scenario = language().text, result.scenario

    def compute() -> Draws:
        if scenario.number("draws") < _LONG:
            return uncertainty.draw(result.dataset, scenario)
        words_ = _("Drawing {count} answers").format(count=language().number(scenario.number("draws"), 0))
        bar = st.progress(0.0, text=words_)
        found = uncertainty.draw(result.dataset, scenario, progress=lambda done: bar.progress(done, text=words_))
        bar.empty()
        return found

    return kept("draws", scenario, compute)


def sentence(draws: Draws) -> str:
    """The middle, the chance of a gap and its worst tenth, in words."""
    _, display = language().text, Display(draws.result, language())
    found = gap_of(draws)
    middle = _(
        "Half of the draws leave a gap above **{p50}** (P50). In eight of ten it lies between **{p10}** (P10) and "
        "**{p90}** (P90)."
    ).format(**{name: display.money(found[name]) for name in ("p10", "p50", "p90")})
    chance = _(
        "A gap is left in **{chance}** of the draws. In the tenth with the largest gaps it is **{worst}** on average: "
        "the expected shortfall."
    ).format(chance=display.percent(draws.short), worst=display.money(draws.expected_shortfall))
    own = _("The scenario itself, with every number at its own value, has {gap}.").format(
        gap=display.money(draws.result.gap)
    )
    return " ".join([middle, chance, own]).replace("$", "\\$")


def ranges(draws: Draws) -> None:
    """Every number that was drawn: how far it can go at most, how far in eight of ten draws, and what it is now."""
    _, display = language().text, Display(draws.result, language())
    shapes = {
        "uniform": _("all alike"),
        "triangular": _("triangle, peak at the scenario's value"),
        "pert": _("PERT, peak at the scenario's value"),
    }
    rows = []
    for id_, marginal in draws.marginals.items():
        low, high = marginal.ppf(0.1), marginal.ppf(0.9)
        numbers_ = {
            _("Bound below"): marginal.low,
            _("P10"): float(low),
            _("This scenario"): marginal.mode,
            _("P90"): float(high),
            _("Bound above"): marginal.high,
        }
        shown = {head: display.value(id_, value) for head, value in numbers_.items()}
        rows.append({_("Assumption"): naming.assumption(display, id_), **shown, _("Shape"): shapes[marginal.shape]})
    if rows:
        numbers(pd.DataFrame(rows), "chance_ranges")
    if pairs := _pairs(draws, display):
        st.caption(
            _("Drawn together, with the correlation of each pair: {pairs}. All others are drawn apart.").format(
                pairs=pairs
            )
        )


def _pairs(draws: Draws, display: Display) -> str:
    """The pairs of drawn numbers that move together, each with its correlation."""
    rows = draws.result.dataset.correlations.values()
    return "; ".join(
        f"{' – '.join(naming.assumption(display, id_) for id_ in row.between)} {language().number(row.value, 1)}"
        for row in rows
        if set(row.between) <= set(draws.marginals)
    )
