"""Dropping a file: a data file as YAML, or a table of commitments as CSV or XLSX."""

import hashlib
from pathlib import PurePosixPath

import streamlit as st

from finance.data.dataset import Dataset
from finance.errors import DataError, OwnError
from finance.own import dropped
from finance.own.sheet import MOST_BYTES
from pages.parts.own import session, spreadsheet
from pages.parts.words import language

_YAML = (".yaml", ".yml")
_TABLES = (".csv", ".tsv", ".txt", ".xlsx")


def drop(base: Dataset) -> None:
    """The place to drop a file; what was dropped stays until another takes its place."""
    _ = language().text
    st.file_uploader(
        _("A table of commitments (CSV, XLSX) or a file as it stands in data/ (YAML)"),
        type=[*_YAML, *_TABLES],
        max_upload_size=MOST_BYTES // 1_000_000,
        key="own_file",
        on_change=_keep,
    )
    kept = st.session_state.get("own_upload")
    if kept is None:
        st.caption(_("Columns may have any names and any order: they are guessed, and you correct them."))
        return
    name, raw = kept
    st.markdown(f"`{name.replace('`', '')}`")
    if name.lower().endswith(_YAML):
        _look(base, name, raw)
    else:
        spreadsheet.table(base, name, raw, f"own_t_{hashlib.sha256(raw).hexdigest()[:8]}")


def _keep() -> None:
    """Callback: hold what was dropped for this session, so that it is still there after a visit to another screen."""
    upload = st.session_state["own_file"]
    session.discard()
    if upload is not None:
        st.session_state["own_upload"] = PurePosixPath(upload.name.replace("\\", "/")).name, upload.getvalue()


def _look(base: Dataset, name: str, raw: bytes) -> None:
    _ = language().text
    if not st.button(_("See what this file would change"), type="primary", key="own_look_file"):
        return
    try:
        session.look_at(base, dropped.edit(base, name, raw))
    except (DataError, OwnError) as error:
        session.say(error)
