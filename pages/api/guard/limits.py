"""How much one client may ask for: the size of a request, and how many of them."""

import math
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.api.replies import refusal
from pages.parts.buckets import Buckets, client

ADDRESS = 8_000
"""Longest path with its query; every assumption at once takes a quarter of it [bytes]."""
BODY = 64_000
"""Largest body where none is expected [bytes]; uploads have Streamlit's own limit, server.maxUploadSize."""
UPLOADS = "/_stcore/upload_file/"


class Sizes:
    """Refuses an address or a body that is too large or broken, in words and before anything reads it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused = _refused(scope) if scope["type"] == "http" else None
        await (refused or self.app)(scope, receive, send)


def _refused(scope: Scope) -> Response | None:
    address = len(scope["raw_path"]) + len(scope["query_string"]) + bool(scope["query_string"])
    if address > ADDRESS:
        return refusal(414, [f"the address has {address} characters; at most {ADDRESS} are read"])
    if not scope["path"].isprintable():
        return refusal(404, ["there is no such address: it holds a character that cannot be printed"])
    length = Headers(scope=scope).get("content-length", "0")
    if not length.isdigit() or (int(length) > BODY and UPLOADS not in scope["path"]):
        return refusal(
            413, [f"the body has {length} bytes; at most {BODY} are taken, and no address of ours needs any"]
        )
    return None


class Rate:
    """Refuses a client that asks too often; `cost` tells what a path takes out of its bucket, 0 for nothing.

    The client is the peer of the connection, or who a proxy says that it forwards for, where uvicorn has been told to
    believe that proxy (FORWARDED_ALLOW_IPS). Addresses of one IPv6 network of 64 bits are one client.
    """

    def __init__(self, app: ASGIApp, buckets: Buckets, cost: Callable[[str], float]) -> None:
        self.app, self.buckets, self.cost = app, buckets, cost

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = self.app
        if scope["type"] == "http" and (cost := self.cost(scope["path"])):
            seconds = math.ceil(self.buckets.wait(client((scope.get("client") or ("", 0))[0]), cost))
            if seconds:
                text = f"too many requests from your address; ask again in {seconds} s"
                answer = refusal(429, [text], {"Retry-After": str(seconds)})
        await answer(scope, receive, send)
