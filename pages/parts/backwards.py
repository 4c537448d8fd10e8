"""Solving backwards: for each assumption the value at which the gap closes or comes down to what the reader sets."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from finance.analysis import closing, sensitivity
from finance.language import naming
from finance.language.display import Display
from finance.model.gap import Result
from pages.parts.results import kept
from pages.parts.tables import plain
from pages.parts.words import language


def backwards(result: Result) -> None:
    """A target, and for each number that moves the headline the value that reaches it, or that none does."""
    _, display = language().text, Display(result, language())
    st.markdown(
        _(
            "Each line moves one assumption and leaves the others as they are. A value that the slider cannot take is "
            "not offered: the range of a slider says what is possible, not what is likely."
        )
    )
    label = _("Gap to come down to, {unit}").format(unit=display.unit)
    shown = st.number_input(label, 0.0, value=0.0, step=1.0, format="%.1f", key="close_target", width=260)
    target = shown / display.amount(1.0)
    found = kept(f"backwards to {target:.12g}", result.scenario, lambda: _solved(result, target))
    if found:
        plain(_rows(display, found, target), _("What would have to be true"))
    else:
        st.info(_("No number moves the gap of this scenario."))


def _solved(result: Result, target: float) -> dict[str, float | None]:
    """Values that reach the target, by assumption; no words, because answers are kept for every language."""
    dataset, scenario = result.dataset, result.scenario
    return {id_: closing.solve_for(dataset, scenario, id_, target) for id_ in sensitivity.acting(dataset, scenario)}


def _rows(display: Display, found: Mapping[str, float | None], target: float) -> pd.DataFrame:
    _, scenario = display.language.text, display.result.scenario
    return pd.DataFrame(
        [
            {
                _("Assumption"): naming.assumption(display, id_),
                _("Now"): display.value(id_, scenario.number(id_), unit=True),
                _("Would have to be"): _answer(display, id_, value, target),
            }
            for id_, value in found.items()
        ]
    )


def _answer(display: Display, id_: str, value: float | None, target: float) -> str:
    """The value in words; where there is none, why."""
    _ = display.language.text
    if value is not None:
        return display.value(id_, value, unit=True)
    if display.result.gap <= target:
        return _("anything: the gap is not above the target, whatever this is")
    return _("cannot, within its range")
