"""The sidebar: the preset picker and the assumptions in groups, each row of assumptions.yaml one control.

A control takes its value from the scenario on screen and gives back what the reader makes of it; those of a
closed group are not drawn.
"""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from finance.data.dataset import Dataset
from finance.data.records import Assumption, Text
from finance.data.values import Value
from finance.language import groups, setting
from finance.language.assumed import acting
from finance.model.gap import Result
from finance.scenario import Scenario
from pages.parts import state
from pages.parts.words import language

_FRACTION = "share"
UNDO, REDO = "Alt+Z", "Alt+Y"


def sidebar(result: Result) -> None:
    """Draw the controls at the scenario's values. Controls that cannot change this result are greyed out.

    What may come with a button to reset it stands with it in a container: a button that comes or goes between others
    would make Streamlit draw those below anew, and take the focus from a thumb that moves.
    """
    scenario, used = result.scenario, acting(result)
    with st.sidebar:
        _presets(scenario)
        with st.container():
            _history(scenario)
        for id_, row in scenario.dataset.assumptions.items():
            if row.first:
                with st.container():
                    _control(id_, row, scenario, id_ in used)
        for group, name in groups.names(language()).items():
            with st.container():
                _group(group, name, scenario, used)


def _group(group: str, name: str, scenario: Scenario, used: frozenset[str]) -> None:
    """One group; below it, open or closed, how many of its values differ from the preset, and the way back."""
    rows = {id_: row for id_, row in scenario.dataset.assumptions.items() if row.group == group and not row.first}
    if not rows:
        return
    with st.expander(name, key=f"group_{group}", on_change="rerun") as box:
        if box.open:
            for id_, row in rows.items():
                with st.container():
                    _control(id_, row, scenario, id_ in used)
    moved = scenario.moved()
    changed = [id_ for id_ in rows if id_ in moved]
    label = language().plural("Reset {count} change in this group", "Reset {count} changes in this group", len(changed))
    _reset(label.format(count=len(changed)), changed, scenario, f"reset_{group}")


def _presets(scenario: Scenario) -> None:
    _ = language().text
    presets = scenario.dataset.presets
    state.hold("scenario", scenario.base)
    st.selectbox(
        _("Scenario"),
        list(presets),
        key="scenario",
        format_func=lambda id_: presets[id_].label.in_(language().code),
        on_change=lambda: open_preset(st.session_state["scenario"]),
    )
    st.caption(presets[scenario.base].story.in_(language().code))


def _history(scenario: Scenario) -> None:
    """Back to the preset, and one step back and forward, each with its keys."""
    _ = language().text
    steps = {
        "undo": (_("Undo"), state.undo, state.undoable(), UNDO),
        "redo": (_("Redo"), state.redo, state.redoable(), REDO),
    }
    with st.container(key="history", horizontal=True):
        for key, (label, act, other, keys) in steps.items():
            said, off = _what(scenario, other) if other else None, other is None
            icon = f":material/{key}:"
            st.button(label, key, said, on_click=act, type="tertiary", icon=icon, disabled=off, shortcut=keys)
    changed = list(scenario.moved())
    label = language().plural("Reset {count} change", "Reset all {count} changes", len(changed))
    _reset(label.format(count=len(changed)), changed, scenario, "reset")


def _what(scenario: Scenario, other: Scenario) -> str:
    """What a step would do, as "Dollars per euro: 1.2500 → 1.1712"."""
    _, dataset, code = language().text, scenario.dataset, language().code
    if scenario.base != other.base and other.base in dataset.presets:
        labels = (dataset.presets[base].label.in_(code) for base in (scenario.base, other.base))
        return _("{name}: {before} → {after}").format(name=_("Scenario"), before=next(labels), after=next(labels))
    return "\n\n".join(
        _("{name}: {before} → {after}").format(
            name=dataset.assumptions[id_].label.in_(code),
            before=_spelled(id_, scenario.values[id_], dataset),
            after=_spelled(id_, other.values[id_], dataset),
        )
        for id_ in state.changes(scenario, other)
        if id_ in dataset.assumptions and id_ in other.values
    )


def _spelled(id_: str, value: Value, dataset: Dataset) -> str:
    """A value as its control shows it."""
    return setting.in_words(dataset, id_, value, language(), unit=False)


def way_out(scenario: Scenario) -> None:
    """The one control of a scenario that cannot be computed: back to its preset."""
    _ = language().text
    _reset(_("Back to the preset"), list(scenario.moved()), scenario, "way_out")


def _reset(label: str, changed: list[str], scenario: Scenario, key: str) -> None:
    """A button that takes values back to the preset; none where nothing differs."""
    if changed:
        start = Scenario.preset(scenario.base, scenario.dataset)
        values = {id_: start.values[id_] for id_ in changed}
        st.button(
            label, key=key, on_click=_change, kwargs=values, type="tertiary", icon=":material/settings_backup_restore:"
        )


def _change(**values: Value) -> None:
    """Callback: other values for some assumptions."""
    state.show(state.current().with_(**values))


def _moved(id_: str) -> None:
    """Callback: the value that the reader gave to a control."""
    _change(**{id_: st.session_state[id_]})


def _control(id_: str, row: Assumption, scenario: Scenario, acts: bool) -> None:
    code, choices, value = language().code, scenario.dataset.choices.get(id_, {}), scenario.values[id_]
    label, help_, moved = row.label.in_(code), _help(id_, row, acts), partial(_moved, id_)
    state.hold(id_, value)
    if row.kind == "switch":
        st.toggle(label, key=id_, help=help_, on_change=moved)
    elif row.kind == "choice":
        words = partial(_label_of, choices, code)
        st.selectbox(label, list(choices), key=id_, format_func=words, help=help_, on_change=moved)
    else:
        format_, off = _format(row), not acts
        st.slider(
            label, row.low, row.high, step=row.step, key=id_, format=format_, help=help_, disabled=off, on_change=moved
        )
    if id_ in scenario.moved():
        back = Scenario.preset(scenario.base, scenario.dataset).values[id_]
        to = language().text("Back to {value}").format(value=_spelled(id_, back, scenario.dataset))
        _reset(to, [id_], scenario, f"reset_{id_}")


def _format(row: Assumption) -> str:
    return "percent" if row.unit_.startswith(_FRACTION) else f"%.{setting.places(row)}f"


def _label_of(choices: Mapping[str, Text], code: str, id_: str) -> str:
    return choices[id_].in_(code)


def _help(id_: str, row: Assumption, acts: bool) -> str:
    _ = language().text
    parts = [row.help.in_(language().code)]
    if row.kind == "number" and not acts:
        parts.append(_("Does not act in this scenario."))
    if row.range:
        parts.append(_("Range: {range}").format(range=_(row.range)))
    parts.append(_("Name in the address: `{id}`").format(id=id_))
    return "\n\n".join(parts)


def open_preset(id_: str) -> None:
    """Callback: leave all changes and open a preset. The language stays."""
    shown = state.current()
    state.show(Scenario.preset(id_, shown.dataset).with_(lang=shown.choice("lang")))


def preset_button(label: str, id_: str, key: str) -> None:
    """A button that opens a preset."""
    st.button(label, key=key, on_click=open_preset, args=(id_,), width="stretch")
