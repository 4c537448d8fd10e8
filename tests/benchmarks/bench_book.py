"""What a longer book costs: the answer, its draws, and every kind of file, with the memory of the process.

`python tests/benchmarks/bench_book.py` prints the median of each length of a made-up book under the preset rdna5_whole,
the exponent fitted to them (the slope of log time over log length: 1 is proportional, less is better than that), and,
for JSON and workbook, the same with the receipts of all cells. By the clock, with the browser for pictures open.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import book
import files
import numpy as np
import rows

from finance.analysis import uncertainty
from finance.data import read
from finance.data.dataset import Dataset
from finance.model import gap
from finance.scenario import Scenario

LINES = (30, 100, 300)
GOALS = {"answer": 0.003, "4,096 draws": 0.3, "json": 0.3}
"""The most that a book of the last length should take [s]."""
FILES = ("json", "csv", "xlsx", "html", "pptx", "docx", "zip")
A_FILE = 1.0
"""The same for every other file."""

Work = Callable[[], object]


def works(dataset: Dataset, count: int) -> dict[str, Work]:
    """What is timed with a book of some lines, by its name."""
    larger = book.with_commitments(dataset, count)
    scenario = Scenario.preset("rdna5_whole", larger)
    result = gap.solve(larger, scenario)
    timed: dict[str, Work] = {
        "answer": lambda: gap.solve(larger, scenario).gap,
        "4,096 draws": lambda: uncertainty.draw(larger, scenario, draws=4_096, seed=1).table,
    }
    timed |= {ending: lambda ending=ending: files.built(ending, result) for ending in FILES}
    return timed | {
        f"{ending} with receipts": lambda ending=ending: files.built(ending, result, receipts=True)
        for ending in ("json", "xlsx")
    }


def measured(work: Work, rounds: int) -> float:
    """Median of some rounds [s], after one that is not counted."""
    work()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return median(times)


def main() -> None:
    """Measure every length, print, hand over."""
    asked = rows.asked(__doc__, rounds=(7, 1, "times each is done"))
    dataset = read.load()
    before = files.resident()
    found: dict[str, list[float]] = {}
    for count in LINES:
        for name, work in works(dataset, count).items():
            found.setdefault(name, []).append(measured(work, asked.rounds))
    held = files.resident()
    given = []
    print(f"{'':<20}" + "".join(f"{f'{count} lines':>14}" for count in LINES) + f"{'exponent':>12}")
    for name, seconds in found.items():
        exponent = float(np.polyfit(np.log(LINES), np.log(seconds), 1)[0])
        print(f"{name:<20}" + "".join(f"{1000 * took:>11.1f} ms" for took in seconds) + f"{exponent:>12.2f}")
        given += _rows(f".{name}" if name.split()[0] in FILES else name, seconds[-1], exponent)
    print(f"\nresident memory: {before:.0f} MB with the data read, {held:.0f} MB after all of it")
    given.append(rows.Row(f"memory of the process after all files of a book of {LINES[-1]} lines", held, "MB"))
    rows.hand_over(given, asked.rows)


def _rows(name: str, seconds: float, exponent: float) -> list[rows.Row]:
    goal = None if name.endswith("receipts") else GOALS.get(name.removeprefix("."), A_FILE)
    return [
        rows.Row(f"a book of {LINES[-1]} lines: {name}", seconds, "s", goal=goal),
        rows.Row(
            f"growth of {name}, {LINES[0]} → {LINES[-1]} lines: fitted exponent", exponent, "", "proportional", 1.0
        ),
    ]


if __name__ == "__main__":
    main()
