"""Cold start: from the start of the process to its first answer, and to the end of the first reader's run.

`python tests/benchmarks/bench_start.py` starts our app and `one_chart.py`, a bare Streamlit page with a single Plotly
chart, in turns, each a new process; Python's compiled files are there, as in the image. Beside it the resident memory
after the first run.
"""

import asyncio
import statistics
import time
from concurrent.futures import ThreadPoolExecutor

import rows
from servers import Server, streamlit
from sessions import tab

PAGES = {"ours": "app.py", "bare": "tests/benchmarks/one_chart.py"}


async def first_run(server: Server) -> float:
    """Seconds from the opening of the socket to the end of the run."""
    start = time.perf_counter()
    with ThreadPoolExecutor(1) as threads:
        async with tab(server.url, threads) as page:
            await page.run()
    return time.perf_counter() - start


def once(script: str) -> tuple[float, float, float]:
    """Seconds until it answers, seconds until the first run has finished, and memory then [MB]."""
    with streamlit(script) as server:
        took = asyncio.run(first_run(server))
        return server.started, server.started + took, server.memory


def main() -> None:
    """Start both in turns and print the medians."""
    asked = rows.asked(__doc__, rounds=(7, 1, "starts of each"))
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in PAGES}
    for _ in range(asked.rounds):
        for name, script in PAGES.items():
            found[name].append(once(script))
    medians = {
        name: [statistics.median(column) for column in zip(*times, strict=True)] for name, times in found.items()
    }
    print(f"{'':6}{'answers s':>12}{'first run s':>14}{'MB':>8}")
    for name, (answers, run, memory) in medians.items():
        print(f"{name:6}{answers:>12.2f}{run:>14.2f}{memory:>8.0f}")
    beside = "bare Streamlit, one chart"
    names = (
        ("cold start: process → answers", "s"),
        ("cold start: process → first screen", "s"),
        ("memory, one reader", "MB"),
    )
    pairs = zip(names, medians["ours"], medians["bare"], strict=True)
    rows.hand_over([rows.Row(what, ours, unit, beside, bare) for (what, unit), ours, bare in pairs], asked.rows)


if __name__ == "__main__":
    main()
