"""A hundred tabs at once: all open, all move their slider in the same moment, all are closed; then another one opens.

`python tests/benchmarks/bench_tabs.py` tells how long the last of them waited, how many got no answer, the server's
memory before, with all of them and after, and how long the newcomer waited.
"""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack

import rows
from servers import Server, streamlit
from sessions import LOW, STEP, Tab, tab


async def opened(server: Server, stack: AsyncExitStack, count: int, threads: ThreadPoolExecutor) -> list[Tab]:
    """So many tabs, each of which has had its first answer."""
    pages = [await stack.enter_async_context(tab(server.url, threads)) for _ in range(count)]
    await asyncio.gather(*(page.run() for page in pages))
    return pages


async def crowd(server: Server, count: int) -> dict[str, float]:
    """Seconds and megabytes of each stage, and how many tabs had no answer."""
    found = {"before": server.memory}
    with ThreadPoolExecutor(1) as threads:
        async with AsyncExitStack() as stack:
            start = time.perf_counter()
            pages = await opened(server, stack, count, threads)
            found["opened"] = time.perf_counter() - start
            moves = (page.run(LOW + STEP * place) for place, page in enumerate(pages))
            answers = await asyncio.gather(*moves, return_exceptions=True)
            found["errors"] = sum(isinstance(answer, BaseException) for answer in answers)
            found["moved"] = max((answer for answer in answers if isinstance(answer, float)), default=float("nan"))
            found["all"] = server.memory
        await asyncio.sleep(2)
        found["after"] = server.memory
        async with AsyncExitStack() as stack:
            start = time.perf_counter()
            await opened(server, stack, 1, threads)
            found["newcomer"] = time.perf_counter() - start
    return found


def main() -> None:
    """Open, move, close, print."""
    asked = rows.asked(__doc__, tabs=(100, 20, "tabs at once"))
    with streamlit() as server:
        asyncio.run(crowd(server, 1))  # the first run compiles and loads
        found = asyncio.run(crowd(server, asked.tabs))
    print(f"{asked.tabs} tabs: all open after {found['opened']:.1f} s, all moved in one moment: the last waited ")
    print(f"{found['moved']:.1f} s, {found['errors']:.0f} without an answer; memory {found['before']:.0f} MB before, ")
    print(f"{found['all']:.0f} with all, {found['after']:.0f} after; a newcomer waits {found['newcomer']:.2f} s")
    what = f"{asked.tabs} tabs at once"
    given = [
        rows.Row(f"{what}: all open", found["opened"], "s"),
        rows.Row(f"{what}: all move in one moment, the last answer", found["moved"], "s"),
        rows.Row(f"{what}: without an answer", found["errors"], "", goal=0),
        rows.Row(f"{what}: memory for each", (found["all"] - found["before"]) / asked.tabs, "MB"),
        rows.Row(f"{what}: a newcomer after they left", found["newcomer"], "s"),
    ]
    rows.hand_over(given, asked.rows)


if __name__ == "__main__":
    main()
