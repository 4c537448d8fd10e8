"""Moves the headline, a bar of the gap and the charts while a slider is moved; see browser/live.js."""

from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from finance.language.display import Display
from finance.model.gap import Result
from finance.outputs.charts.template import PALETTES
from pages.parts import results, state, theme
from pages.parts.headline import Figure

_BROWSER = Path(__file__).parent / "browser"

_HTML = """
<div class="bar" aria-hidden="true"><div class="funded"></div></div>
<div class="told" role="status"></div>
"""

_CSS = """
.bar { height: 6px; border-radius: 3px; overflow: hidden; background: var(--gap); }
.funded { height: 100%; background: var(--funded); border-right: 2px solid var(--st-background-color); }
.told { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
"""


def script(*names: str) -> str:
    """One module out of files of `browser/`."""
    return "\n".join((_BROWSER / f"{name}.js").read_text(encoding="utf-8") for name in names)


def base() -> str:
    """What stands before every path of this server, from its own root."""
    root = st.get_option("server.baseUrlPath").strip("/")
    return f"/{root}" if root else ""


_live = st.components.v2.component("live", html=_HTML, css=_CSS, js=script("live"))


def bar(display: Display, four: tuple[Figure, ...]) -> None:
    """A slim bar of the need, funded and not, which also listens to the sliders."""
    _ = display.language.text
    result, before = display.result, state.undoable()
    _live(
        key="live",
        height="content",
        data={
            "address": urlencode(result.scenario.to_query()),
            "before": urlencode(before.to_query()) if before else None,
            "base": asked_at(result),
            "theme": theme.name(),
            "coverage": result.coverage or 0.0,
            "gap": four[2].shown,
            "better": [figure.better for figure in four],
            "told": _("The gap is now {gap}."),
            "colours": _colours(),
        },
    )


def asked_at(result: Result) -> str | None:
    """Where the page may ask for steps of this scenario; None where its data are not those that the routes know."""
    return base() if results.serves(result.dataset) else None


def _colours() -> dict[str, str]:
    palette = PALETTES[theme.name()]
    return {"funded": palette.funded, "gap": palette.gap}
