"""The sidebar: the preset picker and the assumptions in groups, each row of assumptions.yaml one control."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from finance import terms
from finance.closed import BORROWED, closed
from finance.dataset import Dataset
from finance.gap import Result
from finance.records import Assumption, Text
from finance.scenario import Scenario
from pages.parts import address
from pages.parts.words import language

_FRACTION = "share"


def sidebar(result: Result) -> None:
    """Draw every control at the scenario's value. Controls that cannot change this result are greyed out."""
    _ = language().text
    scenario, dataset, used = result.scenario, result.dataset, acting(result)
    with st.sidebar:
        _presets(scenario)
        for id_, row in dataset.assumptions.items():
            if row.first:
                _control(id_, row, scenario, id_ in used)
        for group, name in _groups().items():
            rows = {id_: row for id_, row in dataset.assumptions.items() if row.group == group and not row.first}
            if rows:
                changed = [id_ for id_ in rows if id_ in scenario.changed()]
                mark = f" · {len(changed)}" if changed else ""
                with st.expander(name + mark):
                    for id_, row in rows.items():
                        _control(id_, row, scenario, id_ in used)
                    _reset(_("Reset this group"), changed, scenario, f"reset_{group}")


def _groups() -> dict[str, str]:
    _ = language().text
    return {
        "scope": _("Which need"),
        "money": _("Which money counts"),
        "allocation": _("Who pays for what"),
        "private": _("Private money"),
        "time": _("When"),
        "closing": _("What could close the gap"),
        "terms": _("On what terms"),
        "display": _("How it is shown"),
    }


def _presets(scenario: Scenario) -> None:
    _ = language().text
    presets = scenario.dataset.presets
    st.selectbox(
        _("Scenario"),
        list(presets),
        key="scenario",
        format_func=lambda id_: presets[id_].label.in_(language().code),
        on_change=lambda: address.open_preset(st.session_state["scenario"], scenario.dataset),
    )
    story = presets[scenario.base]
    st.caption(story.story.in_(language().code))
    changed = list(scenario.changed())
    label = language().plural("Undo {count} change", "Undo {count} changes", len(changed)).format(count=len(changed))
    _reset(label, changed, scenario, "reset")


def way_out(scenario: Scenario) -> None:
    """The one control of a scenario that cannot be computed: back to its preset."""
    _ = language().text
    _reset(_("Back to the preset"), list(scenario.changed()), scenario, "way_out")


def _reset(label: str, changed: list[str], scenario: Scenario, key: str) -> None:
    if changed:
        st.button(
            label, key=key, on_click=_take_back, args=(changed, scenario), type="tertiary", icon=":material/undo:"
        )


def _take_back(ids: list[str], scenario: Scenario) -> None:
    start = Scenario.preset(scenario.base, scenario.dataset)
    for id_ in ids:
        st.session_state[id_] = start.values[id_]


def _control(id_: str, row: Assumption, scenario: Scenario, acts: bool) -> None:
    code, dataset = language().code, scenario.dataset
    label = row.label.in_(code) + (" ●" if id_ in scenario.changed() else "")
    help_ = _help(id_, row, acts)
    if row.kind == "switch":
        st.toggle(label, key=id_, help=help_)
    elif row.kind == "choice":
        choices = dataset.choices[id_]
        st.selectbox(label, list(choices), key=id_, format_func=partial(_label_of, choices, code), help=help_)
    else:
        st.slider(label, row.low, row.high, step=row.step, key=id_, format=_format(row), help=help_, disabled=not acts)


def _format(row: Assumption) -> str:
    if row.unit_.startswith(_FRACTION):
        return "percent"
    return "%d" if row.step == round(row.step or 0) else "%.4f"


def _label_of(choices: Mapping[str, Text], code: str, id_: str) -> str:
    return choices[id_].in_(code)


def acting(result: Result) -> frozenset[str]:
    """The numbers that some screen rests on in this scenario; any other cannot change what is shown."""
    figures = (*result.figures, *result.years.figures, *closed(result).figures, *BORROWED, *terms.of(result).figures)
    return frozenset(id_.removeprefix("assumptions.") for id_ in figures)


def _help(id_: str, row: Assumption, acts: bool) -> str:
    _ = language().text
    parts = [row.help.in_(language().code)]
    if row.kind == "number" and not acts:
        parts.append(_("Does not act in this scenario."))
    if row.range:
        parts.append(_("Range: {range}").format(range=row.range))
    parts.append(_("Name in the address: `{id}`").format(id=id_))
    return "\n\n".join(parts)


def preset_button(label: str, id_: str, dataset: Dataset, key: str) -> None:
    """A button that opens a preset."""
    st.button(label, key=key, on_click=address.open_preset, args=(id_, dataset), width="stretch")
