"""The log: one line of JSON for each request and each fault, on standard output.

A line holds no client address, no query and no free text of an address, so nobody's figures stand in it.
"""

import json
import logging
import sys
import time
from typing import Any

from starlette.routing import Mount, Route, WebSocketRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ROOT = "dashboard"
requests = logging.getLogger(f"{ROOT}.request")


class Line(logging.Formatter):
    """A record as one line of JSON: time, level and event, then its own fields or its message."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "event": record.name.removeprefix(f"{ROOT}."),
        }
        line |= getattr(record, "fields", None) or {"message": record.getMessage()}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def keep(level: str) -> None:
    """Write every line of `level` and above to standard output; "off" writes none."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(Line())
    journal = logging.getLogger(ROOT)
    journal.handlers[:] = [handler]
    journal.propagate = False
    journal.setLevel(logging.CRITICAL + 1 if level == "off" else level.upper())


class Journal:
    """Writes the line of each request when it is answered, and of each session when it ends."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self.app(scope, receive, send)
        start, status, size = time.perf_counter(), 500, 0

        async def counted(message: Message) -> None:
            nonlocal status, size
            if message["type"] in ("http.response.start", "websocket.accept", "websocket.close"):
                status = message.get("status", 101 if message["type"] == "websocket.accept" else status)
            size += len(message.get("body") or message.get("bytes") or b"")
            await send(message)

        try:
            await self.app(scope, receive, counted)
        finally:
            level = logging.INFO if status < 400 else logging.WARNING if status < 500 else logging.ERROR
            fields = {
                "method": scope.get("method", "WEBSOCKET"),
                "path": template(scope),
                "status": status,
                "ms": round((time.perf_counter() - start) * 1000, 1),
                "bytes": size,
            }
            requests.log(level, "", extra={"fields": fields})


def template(scope: Scope) -> str:
    """The path with the names of its parts in place of what a reader asked for: /api/v1/charts/{id}.{form}.

    Once a route has been found the scope carries it; below a mount stand free names, so only the mount is told.
    """
    route = scope.get("route")
    if isinstance(route, Route | WebSocketRoute):
        return f"{scope.get('root_path', '')}{route.path}"
    return f"{route.path if isinstance(route, Mount) else ''}/*"
