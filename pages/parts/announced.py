"""What a screen will want is announced with its first bytes, so that the browser fetches it while the page wakes."""

import re
from functools import cache
from importlib.resources import files
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.parts import library
from pages.parts.live import base

_STREAMLIT = Path(str(files("streamlit"))) / "static"
_DRAWN_FIRST = ("Selectbox", "Slider", "Button", "PageLink", "Html", "Metric", "BidiComponent")
"""Streamlit's modules for what stands on every screen; it asks for them only when the first run has come."""
_SMALL = 5_000
"""A module of less is not worth its place in a header [bytes]; proxies keep headers to 4,096."""


@cache
def links() -> str:
    """The header `Link` of a screen: plotly.js' basic build and the modules that the first run will need."""
    modules = (f"<{base()}/static/js/{name}>; rel=modulepreload; crossorigin" for name in sorted(_modules()))
    return ", ".join([f"<{base()}{library.BASIC}>; rel=preload; as=script", *modules])


def _modules() -> set[str]:
    """Names of the modules, with those that they import in turn, but for what Streamlit's page announces by itself."""
    page = (_STREAMLIT / "index.html").read_text(encoding="utf-8")
    known = set(re.findall(r"static/js/([^\"]+\.js)", page))
    folder, found = _STREAMLIT / "static" / "js", set()
    waiting = [path.name for name in _DRAWN_FIRST for path in folder.glob(f"{name}.*.js")]
    while waiting:
        name = waiting.pop()
        if name not in known:
            known.add(name)
            found.add(name)
            script = (folder / name).read_text(encoding="utf-8")
            waiting += re.findall(r"(?:from|import)\s*\"\./([^\"]+\.js)\"", script)
    return {name for name in found if (folder / name).stat().st_size > _SMALL}


class Announced:
    """Middleware: a screen says with its first bytes what it will want; pages below `besides` are none."""

    def __init__(self, app: ASGIApp, besides: tuple[str, ...] = ()) -> None:
        self.app, self.besides = app, besides

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the app does; a page gets one header more."""

        async def announce(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                page = headers.get("content-type", "").startswith("text/html")
                if page and not scope["path"].startswith(self.besides):
                    headers.append("Link", links())
            await send(message)

        await self.app(scope, receive, announce)
