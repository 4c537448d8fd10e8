"""What every answer says about how a browser may use it."""

import hashlib
import re
from base64 import b64encode
from functools import cache
from importlib.resources import files

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def policy(scripts: str, framed: bool) -> dict[str, str]:
    """Headers of a page that runs `scripts` and asks no other host for anything; `framed` by other sites or by none.

    Styles may stand in the page: Streamlit and plotly.js write theirs there while they run.
    """
    parts = {
        "default-src": "'self'",
        "script-src": scripts,
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "*" if framed else "'none'",
    }
    text = "; ".join(f"{name} {value}" for name, value in parts.items())
    return {"Content-Security-Policy": text} | ({} if framed else {"X-Frame-Options": "DENY"})


@cache
def screens() -> dict[str, str]:
    """The policy of Streamlit's page: its own scripts and WebAssembly, the scripts of our components, which it hands
    to the browser as blobs, and the one line that its page carries, by the hash of that line."""
    page = (files("streamlit") / "static" / "index.html").read_text(encoding="utf-8")
    lines = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = [f"'sha256-{b64encode(hashlib.sha256(line.encode()).digest()).decode()}'" for line in lines]
    return policy(" ".join(["'self'", "blob:", "'wasm-unsafe-eval'", *hashes]), framed=False)


class Headers:
    """Sets the headers of an answer that its route has not set itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                own = "Content-Security-Policy" in headers
                for name, value in {**ALWAYS, **({} if own else screens())}.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, headed)
