"""plotly.js for the reader's browser: packed once, and announced with the page, so that it comes early."""

import gzip
from functools import cache
from importlib.resources import files

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.parts.live import base

PATH = "/assets/plotly.min.js"
_FILE = files("plotly") / "package_data" / "plotly.min.js"
_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
_TYPE = "text/javascript"


@cache
def _packed() -> bytes:
    return gzip.compress(_FILE.read_bytes())


def plotly_js(request: Request) -> Response:
    """plotly.js as the installed plotly package ships it."""
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(_packed(), media_type=_TYPE, headers=_FOREVER | {"Content-Encoding": "gzip"})
    return FileResponse(str(_FILE), media_type=_TYPE, headers=_FOREVER)


class Announced:
    """Middleware: a page says with its first bytes that plotly.js will be wanted, but for the page at `besides`."""

    def __init__(self, app: ASGIApp, besides: str = "") -> None:
        self.app, self.besides = app, besides

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the app does; a page gets one header more."""

        async def announce(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                drawing = headers.get("content-type", "").startswith("text/html") and scope["path"] != self.besides
                if drawing:
                    headers.append("Link", f"<{base()}{PATH}>; rel=preload; as=script")
            await send(message)

        await self.app(scope, receive, announce)
