"""The one process that finance may hold: a browser without a window, which draws plotly figures as pictures.

It is optional. Everything but pictures (.png, .svg, .pdf) works without it.
"""

import asyncio
import atexit
import contextlib
import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Coroutine, Mapping
from concurrent.futures import CancelledError
from functools import cache
from importlib.util import find_spec
from typing import Any, Literal, TypeAlias, TypeVar

from finance.errors import OutputError
from finance.messages import Remark

Form: TypeAlias = Literal["png", "svg", "pdf"]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
"""Programs that can draw, in the order in which they are looked for."""
NOWHERE = "127.0.0.1:9"
"""A proxy that does not exist: the page needs files of this machine only, so no request of the browser gets out."""
CLOSING = 10.0
"""How long a browser may take to end by itself [s]."""

T = TypeVar("T")


class Renderer:
    """Draws pictures one after another in one browser, shared by all threads of a process.

    The browser starts with the first picture and ends with the process or `close`. It is renewed after `most`
    pictures, so that what it gathers is given back, and after every failure, so that the next picture has a new
    one. A picture may take `limit` seconds.
    """

    def __init__(self, limit: float = 20.0, most: int = 200) -> None:
        self.limit = limit
        self.most = most
        self._lock = threading.Lock()
        self._browser: _Browser | None = None
        self._drawn = 0

    @property
    def missing(self) -> str | None:
        """What a picture lacks on this machine: "kaleido", "chrome" or nothing."""
        if find_spec("kaleido") is None:
            return "kaleido"
        return None if _program() else "chrome"

    def draw(self, figure: Mapping[str, Any], form: Form, width: int, height: int, scale: float = 1.0) -> bytes:
        """The figure as a picture of `width` × `height` px, `scale` dots a px.

        Raises OutputError where the browser is missing, ends midway, is slower than `limit` or cannot draw it.
        """
        with self._lock:
            if self.missing:
                raise OutputError(_missing(self.missing, form))
            if self._browser and self._drawn >= self.most:
                self._end()
            size = {"format": form, "width": width, "height": height, "scale": scale}
            try:
                return self._started().draw(dict(figure), size, self.limit)
            except BaseException as error:
                self._end(broken=True)
                raise _explained(error, self.limit) from error

    def close(self) -> None:
        """End the browser; the next picture starts another one."""
        with self._lock:
            self._end()

    @property
    def process(self) -> int | None:
        """Id of the browser's process, where one runs."""
        return self._browser.process if self._browser else None

    def _started(self) -> "_Browser":
        if self._browser is None:
            self._browser, self._drawn = _Browser(_program() or "", self.limit), 0
            atexit.register(self.close)
        self._drawn += 1
        return self._browser

    def _end(self, broken: bool = False) -> None:
        browser, self._browser = self._browser, None
        if browser:
            atexit.unregister(self.close)
            browser.end(broken)


def _program() -> str | None:
    return next((path for path in map(shutil.which, NAMES) if path), None)


class _Browser:
    """A running browser, and the thread whose event loop talks to it."""

    def __init__(self, program: str, limit: float) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name="pictures", daemon=True)
        self._thread.start()
        self._kaleido: Any = None
        try:
            self._run(self._start(program), limit)
        except BaseException:
            self.end(broken=True)
            raise

    def _serve(self) -> None:
        try:
            self._loop.run_forever()
        finally:
            self._loop.close()

    async def _start(self, program: str) -> None:
        self._kaleido = _drawing()(path=program, timeout=None, mathjax=False, proxy_server=NOWHERE)
        await self._kaleido

    @property
    def process(self) -> int | None:
        child = getattr(self._kaleido, "subprocess", None)
        return child.pid if child else None

    def draw(self, figure: dict[str, Any], size: dict[str, Any], limit: float) -> bytes:
        picture: bytes = self._run(self._kaleido.calc_fig(figure, size), limit)
        return picture

    def end(self, broken: bool = False) -> None:
        """End browser and thread: politely, and where that takes too long or it is broken, by force."""
        if self._kaleido is not None:
            if broken:
                self._kill()
            with contextlib.suppress(*_failures()):
                self._run(self._kaleido.close(), CLOSING)
            self._kill()
        self._loop.call_soon_threadsafe(self._cancel)
        self._thread.join(CLOSING)

    def _kill(self) -> None:
        """End the process by force, where it runs, and wait until it has ended."""
        if self.process and self._kaleido.subprocess.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                if os.name == "posix":
                    os.killpg(self.process, signal.SIGKILL)
                else:
                    self._kaleido.subprocess.kill()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._kaleido.subprocess.wait(CLOSING)

    def _cancel(self) -> None:
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.call_soon(self._loop.stop)

    def _run(self, work: Coroutine[Any, Any, T], limit: float) -> T:
        """The result of `work` in the browser's thread; raises TimeoutError after `limit` seconds."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(limit)


@cache
def _drawing() -> Any:
    """Kaleido with a page that stays: it would load the page and plotly.js anew after every picture, which takes
    longer than most pictures. What a page gathers is given back when the browser is renewed."""
    from kaleido import Kaleido

    class Drawing(Kaleido):  # type: ignore[misc]
        async def _return_kaleido_tab(self, tab: Any) -> None:
            tab.js_logger.reset()
            await self.tabs_ready.put(tab)

    return Drawing


def _missing(what: str, form: str) -> Remark:
    """What is missing for pictures of a form, how to get it, and what works without."""
    if what == "kaleido":
        return Remark(
            "a .{form} picture needs the package kaleido, which is not installed; `pip install kaleido` adds it. "
            "Every other kind of file works without it, and on screen each chart has its own PNG and SVG",
            form=form,
        )
    return Remark(
        "a .{form} picture needs Chromium or Chrome, and none was found on this machine; install one. "
        "Every other kind of file works without it, and on screen each chart has its own PNG and SVG",
        form=form,
    )


def _failures() -> tuple[type[BaseException], ...]:
    """What can go wrong between us and a browser that ends, hangs or refuses a figure."""
    from choreographer import errors as channel
    from kaleido import errors as page

    return (
        TimeoutError,
        CancelledError,
        asyncio.CancelledError,
        channel.BrowserClosedError,
        channel.BrowserFailedError,
        channel.ChannelClosedError,
        channel.DevtoolsProtocolError,
        page.JavascriptError,
        page.KaleidoError,
    )


def _explained(error: BaseException, limit: float) -> BaseException:
    """A failure of the browser as one clear message; anything else as it is."""
    if isinstance(error, TimeoutError):
        seconds = f"{limit:g}"
        return OutputError(
            Remark("the picture took longer than {seconds} seconds and was given up; try again", seconds=seconds)
        )
    if isinstance(error, _failures()):
        return OutputError(Remark("the browser that draws pictures stopped midway, so no file was made; try again"))
    return error


SHARED = Renderer()
"""The renderer of this process."""
