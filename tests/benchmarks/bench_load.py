"""Many readers at once: sessions that speak the browser's protocol and drag the slider of `eur_usd`.

`python tests/benchmarks/bench_load.py` starts our app and a bare Streamlit page with six charts, one after the other,
and lets 1, 10, 50 and 100 sessions move their slider every three seconds on average. On ours a move is a drag of half
a second, during which the page asks for charts and sentences as pages/parts/browser/live.js does, one request at a
time and always at the newest step; then the release, and the server's run. The bare page only knows the release.

run     from the release to the end of the server's run
charts  from the release until the charts of the last step are here
held    a request for charts while the thumb is held

The sessions share the machine's cores with the server, so the figures are those of both. Everything stays on
127.0.0.1 and ends by itself.
"""

import asyncio
import random
import sys
import time
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPException

import numpy as np
import rows
import websockets
from servers import Server, streamlit
from sessions import HIGH, LOW, STEP, Tab, tab

PAGES = {"ours": "app.py", "bare": "tests/benchmarks/bare_page.py"}
CROWDS = (1, 10, 50, 100)
PAUSE = 3.0
"""Mean time from one move of a session to its next [s]."""
BETWEEN = 0.05
"""From one question of a dragged page to its next, at least [s]; live.js."""
DRAG = 0.5
"""How long a thumb is held [s]."""
ARRIVALS = 0.1
"""From one session's arrival to the next one's [s]."""
GOAL, GOAL_AT = 300.0, 50
"""95th percentile of a move [ms] with so many sessions."""
BARE = "bare page, six charts"
HEADINGS = {"first": 8, "errors": 8, "MB": 8, "kB/session": 12, "core": 8, "ms/move": 9}
KINDS = ("run", "charts", "held")


@dataclass
class Load:
    """What a number of sessions saw [s]; memory of the server with all of them there, and when it was fresh [MB]; its
    share of a core, and its processor time for each move, drag and release [ms]."""

    sessions: int
    times: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    first: list[float] = field(default_factory=list)
    errors: int = 0
    memory: float = 0.0
    fresh: float = 0.0
    core: float = 0.0
    cost: float = float("nan")

    def quantile(self, kind: str, share: float) -> float:
        """Of one kind of answer [ms]; NaN where there was none."""
        return 1000 * float(np.quantile(self.times[kind], share)) if self.times[kind] else float("nan")

    @property
    def kilobytes(self) -> float:
        """Memory for each session [kB]."""
        return 1000 * max(self.memory - self.fresh, 0.0) / self.sessions

    def line(self, page: str) -> str:
        """One line of the table."""
        times = [self.quantile(kind, share) for kind in KINDS for share in (0.5, 0.95)]
        cells = "".join(f"{'–' if ms != ms else format(ms, '.0f'):>8}" for ms in times)
        counts = f"{self.sessions:>10}{len(self.times['run']):>8}"
        rest = f"{1000 * np.median(self.first):>8.0f}{self.errors:>8}{self.memory:>8.0f}{self.kilobytes:>12.0f}"
        return f"{page:<6}{counts}{cells}{rest}{self.core:>8.0%}{self.cost:>9.0f}"


async def drag(page: Tab, end: float, load: Load) -> None:
    """Hold the thumb for a while, asking as the page does; let go; wait for the run and for the last charts."""
    await page.near()
    begin, start = time.perf_counter(), float(page.address.get("eur_usd", 1.1712))
    release = begin + DRAG

    def newest() -> float:
        share = min((time.perf_counter() - begin) / DRAG, 1.0)
        return LOW + STEP * round((start + share * (end - start) - LOW) / STEP)

    async def following() -> None:
        asked = None
        while asked != end:
            value, began = newest(), time.perf_counter()
            if value == asked:
                await asyncio.sleep(1 / 60)  # the next step may come with the next frame
                continue
            asked = value
            took = await page.charts(value)
            if began < release:
                load.times["held"].append(took)
            if value == end:
                load.times["charts"].append(max(time.perf_counter() - release, 0.0))
            if value == newest():
                await page.story(value)
            await asyncio.sleep(began + max(BETWEEN, 2 * took) - time.perf_counter())

    async def let_go() -> None:
        await asyncio.sleep(max(release - time.perf_counter(), 0.0))
        load.times["run"].append(await page.run(end))

    await asyncio.gather(following(), let_go())


async def read(server: Server, load: Load, until: float, chance: random.Random, threads: Executor, held: bool) -> None:
    """One reader: open the page, then move the slider now and then."""
    try:
        async with tab(server.url, threads) as page:
            load.first.append(await page.run())
            while time.perf_counter() < until:
                await asyncio.sleep(chance.uniform(0.5, 1.5) * PAUSE - (DRAG if held else 0.0))
                end = LOW + STEP * chance.randrange(round((HIGH - LOW) / STEP))
                if held:
                    await drag(page, end, load)
                else:
                    load.times["run"].append(await page.run(end))
            await asyncio.sleep(max(until + PAUSE - time.perf_counter(), 0.0))  # all are there when memory is read
    except (OSError, TimeoutError, HTTPException, websockets.WebSocketException) as error:
        load.errors += 1
        print(f"a session failed: {type(error).__name__}: {error}", file=sys.stderr)


async def crowd(server: Server, sessions: int, seconds: float, held: bool, fresh: float = 0.0) -> Load:
    """Sessions that arrive one after another and then move their sliders for `seconds`."""
    load, chance = Load(sessions, fresh=fresh), random.Random(sessions)
    arrived = ARRIVALS * sessions
    until = time.perf_counter() + arrived + seconds

    async def arrive(place: int, threads: Executor) -> None:
        await asyncio.sleep(ARRIVALS * place)
        await read(server, load, until, random.Random(chance.random()), threads, held)

    async def watch() -> None:
        await asyncio.sleep(arrived)
        worked, moves, start = server.worked, len(load.times["run"]), time.perf_counter()
        await asyncio.sleep(seconds)
        worked, moves = server.worked - worked, len(load.times["run"]) - moves
        load.core, load.cost = worked / (time.perf_counter() - start), 1000 * worked / max(moves, 1)
        load.memory = server.memory

    with ThreadPoolExecutor(sessions) as threads:
        await asyncio.gather(watch(), *(arrive(place, threads) for place in range(sessions)))
    return load


def figures(loads: dict[str, list[Load]]) -> list[rows.Row]:
    """For the table of all benchmarks: every crowd, and the memory of the largest."""
    given = []
    for own, bare in zip(loads["ours"], loads["bare"], strict=True):
        readers = f"{own.sessions} reader{'s' if own.sessions > 1 else ''}"
        what, goal = f"{readers}, a move every 3 s: release →", GOAL if own.sessions <= GOAL_AT else None
        run, charts, theirs = own.quantile("run", 0.95), own.quantile("charts", 0.95), bare.quantile("run", 0.95)
        given.append(rows.Row(f"{what} run finished, p95", run, "ms", BARE, theirs, goal))
        given.append(rows.Row(f"{what} charts of the last step, p95", charts, goal=goal))
        given.append(rows.Row(f"{readers}: processor time of a move", own.cost, "ms", BARE, bare.cost))
    own, bare = loads["ours"][-1], loads["bare"][-1]
    given.append(rows.Row("memory for each session", own.kilobytes / 1000, "MB", BARE, bare.kilobytes / 1000))
    errors = sum(load.errors for load in loads["ours"])
    return [*given, rows.Row("sessions that failed", errors, "", goal=0)]


def main() -> None:
    """Measure every crowd on both pages and print one line each."""
    asked = rows.asked(__doc__, seconds=(20, 6, "how long each crowd moves"), most=(100, 10, "the largest crowd"))
    names = "".join(f"{kind:>8}{'p95':>8}" for kind in KINDS)
    rest = "".join(f"{name:>{width}}" for name, width in HEADINGS.items())
    print(f"{'ms':<6}{'sessions':>10}{'moves':>8}{names}{rest}")
    loads: dict[str, list[Load]] = {page: [] for page in PAGES}
    for page, script in PAGES.items():
        with streamlit(script) as server:
            asyncio.run(crowd(server, 2, 1.0, page == "ours"))  # the first run compiles and loads
            fresh = server.memory
            for sessions in [number for number in CROWDS if number <= asked.most]:
                loads[page].append(asyncio.run(crowd(server, sessions, asked.seconds, page == "ours", fresh)))
                print(loads[page][-1].line(page), flush=True)
    rows.hand_over(figures(loads), asked.rows)


if __name__ == "__main__":
    main()
