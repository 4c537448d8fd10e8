"""The need on government-held land: what the article claims beside what the assumptions give."""

import pandas as pd
import streamlit as st

from finance.language.display import Display
from finance.model import gap
from finance.model.gap import Result
from finance.scenario import Scenario
from pages.parts.results import current
from pages.parts.tables import plain
from pages.parts.words import language


def bracket() -> None:
    """The claimed amount, and the scaled need at the lowest, the chosen and the highest occupied share."""
    _, result = language().text, current()
    display, row = Display(result, language()), result.dataset.assumptions["occupied_share"]
    chosen = result.scenario.number("occupied_share")
    claimed = _held(result, assessment="article")
    rows = [{"case": _("As the article claims, of over $500bn"), "share": None, "need": claimed}]
    for case, share in ((_("Lowest share"), row.low), (_("Share chosen"), chosen), (_("Highest share"), row.high)):
        assert share is not None
        need = _held(result, assessment="rdna5", occupied_share=share)
        rows.append({"case": _("RDNA5 · {case}").format(case=case), "share": share * 100, "need": need})
    table = pd.DataFrame(rows)
    table["need"] = [round(display.amount(usd), 1) for usd in table["need"]]
    labels = {
        "case": _("Case"),
        "share": _("Need on occupied land, %"),
        "need": _("Need on held land, {unit}").format(unit=display.unit),
    }
    plain(table.rename(columns=labels), _("How much of the need is on government-held land?"))
    st.caption(
        _(
            "No assessment prints this split. The article's figure is its own claim and cannot be reproduced from the "
            "area; the other rows scale RDNA5 by the share that you choose under Which need."
        )
    )


def _held(result: Result, **values: float | str) -> float:
    """Need on government-held land [USD bn] at the reader's other choices."""
    scenario: Scenario = result.scenario.with_(territory="held", **values)
    return gap.solve(result.dataset, scenario).need
