"""The API as it is served, over real HTTP on 127.0.0.1 and without the screens; it ends with the tests."""

import http.client
import json
import logging
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette

from finance.data import read
from pages.api import server
from pages.api.guard.journal import Line
from pages.api.guard.settings import Settings


@dataclass(frozen=True)
class Answer:
    """What came back; names of headers in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def errors(self) -> list[str]:
        errors: list[str] = self.json["errors"]
        return errors


@dataclass(frozen=True)
class Site:
    """A running server."""

    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body, named)
            answer = connection.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()


@contextmanager
def serving(settings: Settings, base: str = "") -> Iterator[Site]:
    """Everything but the screens, behind the same middleware."""
    app = Starlette(
        routes=server.assembled(base, settings),
        middleware=server.middleware(base),
        exception_handlers={Exception: server.broken},
    )
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        running = uvicorn.Server(uvicorn.Config(app, log_level="critical", access_log=False))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not running.started:
            time.sleep(0.01)
        try:
            yield Site(listening.getsockname()[1])
        finally:
            running.should_exit = True
            thread.join(10)


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """The API with limits that no test reaches."""
    with serving(Settings(calls=10_000_000, burst=10_000_000)) as found:
        yield found


@pytest.fixture
def limited() -> Callable[..., Any]:
    """A server with limits of its own: `with limited(calls=60, burst=3) as site:`."""
    return lambda **values: serving(Settings(**values))


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the data folder that is served while the test lasts."""
    folder = tmp_path / "data"
    shutil.copytree(read.DATA, folder)
    monkeypatch.setattr(read, "DATA", folder)
    return folder


@pytest.fixture
def journal() -> Iterator[list[str]]:
    """The lines that go to the log, as they would be printed."""
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(Line().format(record))  # type: ignore[method-assign]
    logger = logging.getLogger("dashboard")
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    yield lines
    logger.removeHandler(handler)
    logger.setLevel(before)
