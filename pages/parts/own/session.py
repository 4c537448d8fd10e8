"""The session's own figures: what was added, whether it counts, and what is being looked at before it does.

All of it is held for this session alone. No file on the server is written.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import streamlit as st

from finance.data import read
from finance.data.dataset import Dataset
from finance.data.values import Value
from finance.errors import DataError, OwnError
from finance.own import dropped, edits, overlaps
from finance.own.edits import Edit
from finance.own.overlaps import Answer, Likely
from finance.scenario import NOT_IN_A_LINK, OWN, Scenario
from pages.parts import address, state


@dataclass(frozen=True)
class Draft:
    """An edit that is looked at: the data with it, the pairs that may be the same money, and what is to be chosen."""

    edit: Edit
    dataset: Dataset
    ledger: str | None = None
    lines: frozenset[str] = frozenset()
    pairs: tuple[Likely, ...] = ()
    chosen: Mapping[str, Value] = field(default_factory=dict)


def added() -> tuple[Edit, ...]:
    """What the reader has added, in the order of adding."""
    found: tuple[Edit, ...] = st.session_state.get("own_edits", ())
    return found


def counts() -> bool:
    """Whether the own figures count now."""
    return bool(added()) and bool(st.session_state.get("own_counts", True))


def dataset(base: Dataset) -> Dataset:
    """The data that count: `base`, with the session's own figures where they do.

    The address says whether they do, so that the browser's back and forward switch them as well.
    """
    query = dict(st.query_params.items())
    if added() and address.followed(query):
        st.session_state["own_counts"] = OWN in query
    return with_own(base) if counts() else base


def with_own(base: Dataset) -> Dataset:
    """`base` with all own figures in it, built once. Where they no longer fit the data they are set aside, in words."""
    if not added():
        return base
    built = st.session_state.get("own_built")
    if built is None or built[0] != base.edition:
        try:
            built = base.edition, edits.dataset(base, read.texts(read.DATA), added())
        except (DataError, KeyError) as error:
            st.session_state["own_counts"] = False
            st.session_state["own_set_aside"] = str(error)
            return base
        st.session_state["own_built"] = built
    found: Dataset = built[1]
    return found


def draft() -> Draft | None:
    """What is looked at and does not count yet."""
    found: Draft | None = st.session_state.get("own_draft")
    return found


def look_at(base: Dataset, edit: Edit, ledger: str | None = None, lines: Iterable[str] = ()) -> None:
    """Read the data with the edit beside what was added before, and keep it to be looked at.

    Raises DataError with every problem, and then nothing is kept.
    """
    discard()
    ids = frozenset(lines)
    built = edits.dataset(base, read.texts(read.DATA), (*added(), edit))
    pairs = overlaps.likely(built, ledger, sorted(ids)) if ledger and ids else ()
    chosen = dropped.brought(with_own(base), built)
    st.session_state["own_draft"] = Draft(edit, built, ledger, ids, pairs, chosen)


def answered(base: Dataset, answers: Mapping[Likely, Answer]) -> Draft:
    """The draft with the reader's answers on what is the same money; built anew only where they changed."""
    looked_at: Draft = st.session_state["own_draft"]
    if all(answer == "both" for answer in answers.values()):
        return looked_at
    key = tuple(sorted((pair.mine, pair.theirs, answer) for pair, answer in answers.items()))
    kept = st.session_state.get("own_answered")
    if kept is None or kept[0] != key:
        settled = overlaps.settled(looked_at.dataset, looked_at.ledger or "", looked_at.edit, answers)
        built = edits.dataset(base, read.texts(read.DATA), (*added(), settled))
        kept = st.session_state["own_answered"] = key, replace(looked_at, edit=settled, dataset=built)
    found: Draft = kept[1]
    return found


def accept(base: Dataset, accepted: Draft) -> None:
    """Callback: let the draft count from now on."""
    _set((*added(), accepted.edit))
    st.session_state["own_built"] = base.edition, accepted.dataset
    _switch(accepted.dataset, True, accepted.chosen)
    discard()


def discard() -> None:
    """Callback: stop looking at the draft; what was typed stays in its form."""
    for name in ("own_draft", "own_answered", "own_problems"):
        st.session_state.pop(name, None)


def remove(base: Dataset, index: int | None = None) -> None:
    """Callback: take one own figure back, or all of them."""
    left = () if index is None else tuple(edit for place, edit in enumerate(added()) if place != index)
    _set(left)
    discard()
    _switch(with_own(base), bool(left))


def _set(found: tuple[Edit, ...]) -> None:
    st.session_state["own_edits"] = found
    st.session_state["own_kept"] = json.dumps([edit.as_dict() for edit in found]) if found else ""
    st.session_state["own_changes"] = changes() + 1
    st.session_state.pop("own_built", None)


def kept() -> str:
    """What was added as text, for the reader's browser to keep; nothing where nothing was."""
    return str(st.session_state.get("own_kept", ""))


def changes() -> int:
    """How often this session has added or taken back; 0 in one that begins."""
    return int(st.session_state.get("own_changes", 0))


def restore(base: Dataset, text: str) -> None:
    """Take back what the reader's browser kept, and nothing where that cannot be used.

    It counts where the address says that it did when it was last written.
    """
    try:
        found = tuple(Edit.from_dict(values) for values in json.loads(text))
    except (ValueError, TypeError, RecursionError, OwnError):
        _set(())
        return
    _set(found)
    said = st.session_state.get("notices", ())
    st.session_state["notices"] = tuple(text for text in said if text != NOT_IN_A_LINK)
    on = NOT_IN_A_LINK in said
    _switch(with_own(base) if on else base, on)


def count(base: Dataset, on: bool) -> None:
    """Callback: let the own figures count, or not."""
    _switch(with_own(base) if on else base, on)


def _switch(data: Dataset, on: bool, chosen: Mapping[str, Value] | None = None) -> None:
    """Go on with the scenario on screen on other data; what these do not have falls back to the preset."""
    st.session_state["own_counts"] = on
    state.show(Scenario.read_query(state.current().to_query(), data)[0].with_(**chosen or {}))


def say(error: DataError | OwnError) -> None:
    """Keep what was wrong with the reader's last try, to be shown until the next."""
    st.session_state["own_problems"] = error.problems


def problems() -> tuple[object, ...]:
    """What was wrong with the reader's last try."""
    found: tuple[object, ...] = st.session_state.get("own_problems", ())
    return found
