"""Solving backwards: for each assumption the value at which the gap closes or comes down to what the reader sets."""

import pandas as pd
import streamlit as st

from finance import closing, sensitivity
from finance.gap import Result
from finance.outputs.charts import words
from finance.outputs.display import Display
from pages.parts.results import kept
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
    rows = kept(f"backwards to {target:.12g}", result.scenario, lambda: _rows(display, target))
    if rows.empty:
        st.info(_("No number moves the gap of this scenario."))
    else:
        st.table(rows, hide_index=True, border="horizontal")


def _rows(display: Display, target: float) -> pd.DataFrame:
    _, scenario = display.language.text, display.result.scenario
    return pd.DataFrame(
        [
            {
                _("Assumption"): words.assumption(display, id_),
                _("Now"): words.value(display, id_, scenario.number(id_)),
                _("Would have to be"): _answer(display, id_, target),
            }
            for id_ in sensitivity.acting(display.result.dataset, scenario)
        ]
    )


def _answer(display: Display, id_: str, target: float) -> str:
    """The value in words; where there is none, why."""
    _, result = display.language.text, display.result
    value = closing.solve_for(result.dataset, result.scenario, id_, target)
    if value is not None:
        return words.value(display, id_, value)
    if result.gap <= target:
        return _("anything: the gap is not above the target, whatever this is")
    return _("cannot, within its range")
