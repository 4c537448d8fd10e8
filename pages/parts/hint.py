"""A word to who comes for the first time; the reader's own browser remembers that it was closed."""

import streamlit as st

from pages.parts.words import language

_HTML = '<div class="hint" role="note" hidden><p></p><button type="button"></button></div>'

_CSS = """
.hint {
  display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; justify-content: space-between;
  padding: .6rem 1rem; font-family: var(--st-font); color: var(--st-text-color);
  background: var(--st-secondary-background-color);
  border-left: 4px solid var(--st-primary-color); border-radius: var(--st-base-radius);
}
.hint[hidden] { display: none; }
p { margin: 0; flex: 1 1 16rem; }
button {
  font: inherit; min-height: 2.75rem; padding: .25rem 1rem; cursor: pointer; white-space: nowrap;
  color: var(--st-text-color); background: none; border: 1px solid var(--st-border-color);
  border-radius: var(--st-button-radius);
}
button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
"""

_JS = """
const SEEN = "hint-closed";

function closed() { try { return localStorage.getItem(SEEN) !== null; } catch { return false; } }
function remember() { try { localStorage.setItem(SEEN, "yes"); } catch { /* private windows forget, which is fine */ } }

export default function ({ data, parentElement }) {
  const hint = parentElement.querySelector(".hint");
  hint.querySelector("p").textContent = data.text;
  const button = hint.querySelector("button");
  button.textContent = data.close;
  button.onclick = () => { remember(); hint.hidden = true; };
  hint.hidden = closed();
}
"""

_hint = st.components.v2.component("first_visit", html=_HTML, css=_CSS, js=_JS)


def hint() -> None:
    """Say what the screen is for, until it is closed for good."""
    _ = language().text
    text = _(
        "The four figures above answer the scenario on the left. Move a slider and they follow; every chart says where "
        "its numbers come from. The Guide has ten questions to start with."
    )
    _hint(key="first_visit", height="content", data={"text": text, "close": _("Close for good")})
