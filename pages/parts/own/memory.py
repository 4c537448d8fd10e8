"""The reader's own browser keeps the own figures of its tab, so that a reload or another server loses nothing."""

from functools import partial

import streamlit as st

from finance.data.dataset import Dataset
from pages.parts.own import session

_JS = """
const KEPT = "own-figures";

function read() { try { return sessionStorage.getItem(KEPT); } catch { return null; } }
function keep(text) {
  try {
    if (text) sessionStorage.setItem(KEPT, text); else sessionStorage.removeItem(KEPT);
  } catch { /* full, or a private window that keeps nothing: the figures last as long as the page */ }
}

export default function ({ data, setTriggerValue }) {
  const kept = read();
  if (data.changes > 0) keep(data.figures);
  else if (kept) setTriggerValue("kept", kept);
}
"""

_memory = st.components.v2.component("own_memory", js=_JS)


def remember(base: Dataset) -> None:
    """Give the browser what to keep; in a session that begins, take back what it kept."""
    data = {"changes": session.changes(), "figures": session.kept()}
    _memory(key="own_memory", data=data, on_kept_change=partial(_take_back, base), height=1)


def _take_back(base: Dataset) -> None:
    """Callback: what the browser kept counts again, as the address of the page says."""
    kept = st.session_state["own_memory"]["kept"]
    if kept and not session.changes():
        session.restore(base, kept)
