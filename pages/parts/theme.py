"""Light or dark, and a run of the page when the reader switches, so that charts follow."""

from typing import Literal

import streamlit as st

_JS = """
export default function ({ setTriggerValue }) {
  const app = document.querySelector('[data-testid="stApp"]');
  if (!app) return;
  const colour = () => getComputedStyle(app).backgroundColor;
  let last = colour();
  const observer = new MutationObserver(() => {
    if (colour() !== last) { last = colour(); setTriggerValue("changed", last); }
  });
  observer.observe(app, { attributes: true, attributeFilter: ["class", "style"] });
  return () => observer.disconnect();
}
"""

_STYLE = """
<style>
.stMainBlockContainer { padding-top: 4rem; padding-bottom: 3rem; max-width: 1240px; }
.st-key-menu { gap: 0.25rem 0.5rem; border-bottom: 1px solid var(--st-border-color); padding-bottom: 0.4rem; }
.st-key-headline { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 0.75rem; }
.st-key-headline > * { width: auto; }
@media (max-width: 640px) { .stMainBlockContainer { padding-left: 0.75rem; padding-right: 0.75rem; } }
</style>
"""

_watch = st.components.v2.component("theme_watch", js=_JS)


def name() -> Literal["light", "dark"]:
    """The theme that the reader's browser shows."""
    return "dark" if st.context.theme.type == "dark" else "light"


def dress() -> None:
    """The few rules of style that Streamlit's own theme has no name for."""
    st.html(_STYLE)


def watch() -> None:
    """Run the page again when the theme changes; Streamlit by itself repaints everything but the charts."""
    _watch(key="theme_watch", on_changed_change=lambda: None, height=1)
