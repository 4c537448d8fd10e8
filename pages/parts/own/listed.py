"""The session's own figures as a list: each can go again, all can be downloaded, and they count or not."""

from functools import partial

import streamlit as st

from finance.data import read
from finance.data.dataset import Dataset
from finance.own import edits
from pages.parts.own import effect, memory, session
from pages.parts.own.labels import quoted
from pages.parts.results import current
from pages.parts.words import language


def mark(base: Dataset) -> None:
    """One quiet line on every screen while there are own figures: whether they count, and the switch."""
    memory.remember(base)
    _, found = language().text, session.added()
    if aside := st.session_state.pop("own_set_aside", None):
        st.warning(_("Your own figures no longer fit the data and are set aside: {reason}").format(reason=aside))
    if not found:
        return
    label = language().plural("With {count} addition of your own", "With {count} additions of your own", len(found))
    st.session_state["own_switch"] = session.counts()
    with st.container(horizontal=True, vertical_alignment="center", key="own_mark"):
        st.toggle(
            label.format(count=len(found)),
            key="own_switch",
            on_change=lambda: session.count(base, st.session_state["own_switch"]),
        )
        st.page_link("own.py", label=_("See them"), query_params=current().scenario.to_query())


def added(base: Dataset) -> None:
    """What was added, the files that it makes, and the scenario on screen without and with all of it."""
    _, found = language().text, session.added()
    if not found:
        return
    with st.container(border=True, key="own_added"):
        st.subheader(_("What you added"), anchor=False)
        for index, edit in enumerate(found):
            words, button = st.columns([5, 1], vertical_alignment="center")
            words.markdown(f"{_kinds()[edit.kind]}: {quoted(edit.name)}")
            take_back = partial(session.remove, base, index)
            button.button(_("Take back"), key=f"own_remove_{index}", on_click=take_back, type="tertiary")
        with_ = session.with_own(base)
        scenario = current().scenario
        effect.compared(effect.solved(base, scenario), effect.solved(with_, scenario), "own_all")
        _downloads(base)


def _kinds() -> dict[str, str]:
    _ = language().text
    return {
        "commitment": _("Line"),
        "need": _("Need"),
        "assumption": _("Assumption"),
        "table": _("Table"),
        "file": _("File"),
    }


def _downloads(base: Dataset) -> None:
    """Each file that the own figures touch, as it would stand in data/."""
    _ = language().text
    st.caption(_("To keep them, download each file and put it in its place below data/; nothing else need change."))
    with st.container(horizontal=True):
        for name, text in edits.files(read.texts(read.DATA), session.added()).items():
            st.download_button(
                f"data/{name}",
                partial(text.encode, "utf-8"),
                name.rpartition("/")[2],
                "application/yaml",
                key=f"own_download_{name}",
                on_click="ignore",
                icon=":material/download:",
            )
        st.button(_("Take all back"), key="own_remove_all", on_click=session.remove, args=(base,), type="tertiary")


def problems() -> None:
    """What was wrong with the last try, each with its file and line where it has one."""
    _, found = language().text, session.problems()
    if not found:
        return
    lead = language().plural(
        "{count} mistake; nothing has been applied.", "{count} mistakes; nothing has been applied.", len(found)
    )
    st.error(lead.format(count=len(found)))
    st.code(
        "\n".join(map(language().remark, found)), language=None, height=min(40 + 24 * len(found), 320), wrap_lines=True
    )
