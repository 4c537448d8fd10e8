"""A browser tab as the server sees it: the socket of a session, and what the page asks while a slider is dragged."""

import asyncio
import http.client
import time
from collections.abc import AsyncIterator
from concurrent.futures import Executor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

import websockets
from content import DRAWN, MOVED
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

LOW, HIGH, STEP = 0.8, 1.6, 0.0016
PRESET = {"scenario": "article"}
PATIENCE = 30.0
"""What is not answered by then is an error [s]."""


@dataclass
class Tab:
    """One tab: its socket for runs, its connection for everything else, and where its slider stands."""

    socket: websockets.ClientConnection
    connection: http.client.HTTPConnection
    threads: Executor
    slider: str = ""
    address: dict[str, str] = field(default_factory=lambda: dict(PRESET))
    listed: bool = False

    async def run(self, value: float | None = None) -> float:
        """Ask for a run, with the slider at a value or as the page opens; seconds until it has finished."""
        message = BackMsg()
        message.rerun_script.query_string = urlencode(self.address)
        if value is not None:
            state = message.rerun_script.widget_states.widgets.add()
            state.id = self.slider
            state.double_array_value.data.append(value)
            self.address = {**PRESET, MOVED: f"{value:.4f}"}
        start = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        await asyncio.wait_for(self._finished(), PATIENCE)
        return time.perf_counter() - start

    async def _finished(self) -> None:
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(await self.socket.recv())
            kind = answer.WhichOneof("type")
            if kind == "delta" and answer.delta.new_element.slider.id.endswith(MOVED):
                self.slider = answer.delta.new_element.slider.id
            if kind == "script_finished":
                return

    async def near(self) -> None:
        """The pointer comes near the slider: the figures of all its steps, asked for once."""
        if not self.listed:
            self.listed = True
            await self._get(f"/live/steps/{MOVED}.json", PRESET)

    async def charts(self, value: float) -> float:
        """Definition and charts of a step; seconds until they are here."""
        return await self._get("/live/state/light.json", self._at(value) | {"charts": ",".join(DRAWN)})

    async def story(self, value: float) -> float:
        """The sentences of a step; seconds until they are here."""
        return await self._get("/live/story.json", self._at(value) | {"before": urlencode(self.address)})

    def _at(self, value: float) -> dict[str, str]:
        return {**self.address, MOVED: f"{value:.4f}"}

    async def _get(self, path: str, query: dict[str, str]) -> float:
        return await asyncio.get_running_loop().run_in_executor(self.threads, self._got, f"{path}?{urlencode(query)}")

    def _got(self, address: str) -> float:
        start = time.perf_counter()
        try:
            self.connection.request("GET", address)
            answer = self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):  # closed while idle; a browser asks once more
            self.connection.close()
            self.connection.request("GET", address)
            answer = self.connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise OSError(f"{address} answered {answer.status}")
        return time.perf_counter() - start


@asynccontextmanager
async def tab(url: str, threads: Executor) -> AsyncIterator[Tab]:
    """A tab that has been opened and not yet run."""
    host = urlsplit(url).netloc
    connection = http.client.HTTPConnection(host, timeout=PATIENCE)
    path = f"ws://{host}/_stcore/stream"
    async with websockets.connect(path, subprotocols=["streamlit"], max_size=None, open_timeout=60) as socket:
        try:
            yield Tab(socket, connection, threads)
        finally:
            connection.close()
