"""Many readers at once: sessions that speak the browser's protocol and move the slider of `eur_usd`.

`python tests/benchmarks/bench_load.py` starts our app and a bare Streamlit page with six charts, one after the other,
and lets 1, 10, 50 and 100 sessions move their slider every three seconds on average. A move is timed from sending it
until the server has finished its run. The sessions share the machine's cores with the server, so the figures are those
of both. Everything stays on 127.0.0.1 and ends by itself.
"""

import argparse
import asyncio
import os
import random
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ROOT = Path(__file__).resolve().parents[2]
PAGES = {"ours": ROOT / "app.py", "bare": ROOT / "tests" / "benchmarks" / "bare_page.py"}
MOVED = "eur_usd"
LOW, HIGH, STEP = 0.8, 1.6, 0.0016
HEADINGS = ("sessions", "moves", "p50 ms", "p95 ms", "first ms", "errors", "MiB", "core")
PATIENCE = 30.0
"""A move that is not answered by then is an error [s]."""


@dataclass
class Load:
    """What a number of sessions saw."""

    answers: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    errors: int = 0

    def row(self, page: str, sessions: int, memory: float, busy: float) -> str:
        """One line of the table; times in milliseconds."""
        p95 = statistics.quantiles(self.answers, n=20)[-1] if len(self.answers) > 1 else self.answers[0]
        times = [1000 * seconds for seconds in (statistics.median(self.answers), p95, statistics.median(self.first))]
        numbers = [sessions, len(self.answers), *(round(ms) for ms in times), self.errors, round(memory)]
        return f"{page:<6}" + "".join(f"{number:>10}" for number in numbers) + f"{busy:>10.0%}"


class Session:
    """One browser tab as the server sees it."""

    def __init__(self, socket: websockets.ClientConnection) -> None:
        self.socket = socket
        self.slider = ""

    async def run(self, value: float | None = None) -> float:
        """Ask for a run, with the slider at a value or as the page opens; seconds until it has finished."""
        message = BackMsg()
        message.rerun_script.query_string = "scenario=article"
        if value is not None:
            state = message.rerun_script.widget_states.widgets.add()
            state.id = self.slider
            state.double_array_value.data.append(value)
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


async def read(url: str, load: Load, until: float, pause: float, chance: random.Random) -> None:
    """One reader: open the page, then move the slider now and then."""
    try:
        address = url.replace("http", "ws") + "/_stcore/stream"
        async with websockets.connect(address, subprotocols=["streamlit"], max_size=None, open_timeout=60) as socket:
            session = Session(socket)
            load.first.append(await session.run())
            while time.perf_counter() < until:
                await asyncio.sleep(chance.uniform(0.5, 1.5) * pause)
                steps = chance.randrange(round((HIGH - LOW) / STEP))
                load.answers.append(await session.run(LOW + steps * STEP))
    except (OSError, TimeoutError, websockets.WebSocketException):
        load.errors += 1


async def crowd(url: str, sessions: int, seconds: float, pause: float) -> Load:
    """Sessions that arrive over some seconds and then move their sliders for `seconds`."""
    load, chance = Load(), random.Random(sessions)
    arrival = 0.1 * sessions
    until = time.perf_counter() + arrival + seconds

    async def arrive(place: int) -> None:
        await asyncio.sleep(0.1 * place)
        await read(url, load, until, pause, random.Random(chance.random()))

    await asyncio.gather(*(arrive(place) for place in range(sessions)))
    return load


@contextmanager
def serving(page: str) -> Iterator[tuple[str, int]]:
    """One of the two pages on a free port: its address and its process id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(PAGES[page]), f"--server.port={port}"]
    settings = ["--server.address=127.0.0.1", "--server.headless=true"]
    process = subprocess.Popen(
        [*command, *settings], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"{url}/_stcore/health", timeout=1)
                break
            except OSError:
                time.sleep(0.2)
        yield url, process.pid
    finally:
        process.terminate()
        process.wait(10)


def memory(pid: int) -> float:
    """Resident memory of a process [MiB]."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) / 1024


def worked(pid: int) -> float:
    """Processor time that a process has used [s]."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sessions", type=int, nargs="+", default=[1, 10, 50, 100])
    parser.add_argument("--seconds", type=float, default=20.0, help="how long each crowd moves")
    parser.add_argument("--pause", type=float, default=3.0, help="mean seconds between two moves of a session")
    options = parser.parse_args()
    print(f"{'page':<6}" + "".join(f"{name:>10}" for name in HEADINGS))
    for page in PAGES:
        with serving(page) as (url, pid):
            asyncio.run(crowd(url, 1, 1.0, 0.3))  # the first run compiles and loads
            for sessions in options.sessions:
                before, start = worked(pid), time.perf_counter()
                load = asyncio.run(crowd(url, sessions, options.seconds, options.pause))
                busy = (worked(pid) - before) / (time.perf_counter() - start)
                print(load.row(page, sessions, memory(pid), busy), flush=True)


if __name__ == "__main__":
    main()
