"""What is implausible about the scenario on screen, each in a sentence with the button that leads out of it."""

import streamlit as st

from finance.analysis import doubts
from finance.analysis.doubts import Doubt
from finance.data.values import Value
from finance.language.display import Display
from finance.model.gap import Result
from pages.parts import state
from pages.parts.words import language


def show(result: Result) -> None:
    """One quiet line for each implausible combination; nothing where there is none."""
    found = doubts.doubts(result.scenario)
    if found:
        with st.container(key="doubts", gap=None):
            for doubt in found:
                _line(doubt, result)


def _line(doubt: Doubt, result: Result) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"doubt_{doubt.id}"):
        st.caption(f":material/help: {_sentence(doubt, result)}")
        values = dict(doubt.way_out)
        st.button(_way_out(doubt, result), key=f"out_of_{doubt.id}", on_click=_take, kwargs=values, type="tertiary")


def _take(**values: Value) -> None:
    """Callback: the values that lead out."""
    state.show(state.current().with_(**values))


def _sentence(doubt: Doubt, result: Result) -> str:
    _, display, code = language().text, Display(result, language()), language().code
    names = dict(doubt.names)
    for id_ in ("assessment", "ledger"):
        if id_ in names:
            names[id_] = display.choice(id_, str(names[id_]))
    for id_ in ("own", "chosen"):
        if id_ in names:
            names[id_] = f"{names[id_]:.0f}"
    if "share" in names:
        names["share"] = language().percent(float(names["share"]), 0)
    if "line" in names:
        book = result.dataset.ledgers[result.scenario.choice("ledger")].commitments
        names["line"] = book[str(names["line"])].label.in_(code)
    return _sentences()[doubt.id].format(**names)


def _sentences() -> dict[str, str]:
    _ = language().text
    return {
        "nothing_occupied": _(
            "Only government-held land is chosen, yet nothing is taken off for occupied land: this is the need of the "
            "whole country."
        ),
        "other_length": _("{assessment} is a programme of {own} years; here it is spread over {chosen}."),
        "before_the_programme": _("The years begin before {own}, the first year of {assessment}."),
        "euro_is_dollar": _("At one dollar a euro, euros are counted as if they were dollars."),
        "money_of_another": _(
            "“{ledger}” holds only the money that its own account counts, not all that may pay for {assessment}."
        ),
        "need_of_another": _(
            "The need is the claim of “{assessment}”, and the money is of another book, which leaves out what was paid."
        ),
        "only_disbursed": _("What is disbursed has been paid and is taken off, so that hardly any money can be left."),
        "announced_in_full": _("Money that is only announced counts in full; past conferences paid about half of it."),
        "military_counts": _("More than {share} of “{line}” counts, which is all of it that is not for defence."),
        "all_but_military": _(
            "All budget support and all money without a purpose counts, though it pays pensions and salaries first."
        ),
    }


def _way_out(doubt: Doubt, result: Result) -> str:
    """What the button does: "Set “Dollars per euro” to 1.1712"."""
    _, code = language().text, language().code
    rows = result.dataset.assumptions
    said = [
        _("“{name}” to {value}").format(name=rows[id_].label.in_(code), value=_spelled(id_, value, result))
        for id_, value in doubt.way_out.items()
        if value != result.scenario.values[id_]
    ]
    return _("Set {changes}").format(changes=", ".join(said))


def _spelled(id_: str, value: Value, result: Result) -> str:
    if isinstance(value, str):
        return Display(result, language()).choice(id_, value)
    if result.dataset.assumptions[id_].unit_.startswith("share"):
        return language().percent(float(value), 0)
    return f"{value:.0f}" if value == int(value) else language().number(value, 4)
