"""How long each kind of file takes, and whether memory stays flat over many exports in one process.

    python tests/benchmarks/bench_exports.py [--rounds N]

The first table gives, for the preset rdna5_whole, the median and slowest time, the median of the processor's own time,
which other work on the machine disturbs less, and the size; the second the resident memory of the process before, and
after every fifth of fifty exports one after another.
"""

import gc
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import files
import rows

from finance.data import read
from finance.model import gap
from finance.model.gap import Result
from finance.outputs import formats
from finance.scenario import Scenario

_GOAL = 1.0
"""Workbook, slides, report: each [s]."""


def main() -> None:
    """Measure and print both tables."""
    asked = rows.asked(__doc__, rounds=(9, 2, "times each file is built"), exports=(50, 10, "files, for the memory"))
    dataset = read.load()
    given = []
    print(f"{'file':<6}{'median ms':>12}{'slowest ms':>12}{'processor ms':>14}{'kB':>8}")
    for ending in formats.FORMATS:
        result = gap.solve(dataset, Scenario.preset("rdna5_whole", dataset))
        took, worked, size = _timed(ending, result, asked.rounds)
        times = (1000 * statistics.median(took), 1000 * max(took), 1000 * statistics.median(worked))
        print(f"{ending:<6}{times[0]:>12.0f}{times[1]:>12.0f}{times[2]:>14.0f}{size / 1000:>8.0f}", flush=True)
        given.append(rows.Row(f"file .{ending}", times[0] / 1000, "s", goal=_GOAL))
    print(f"\nresident memory [MB] over {asked.exports} exports, each of another scenario")
    grown = {}
    for ending in formats.FORMATS:
        found = _memory(ending, dataset, asked.exports)
        print(f"{ending:<6}" + " → ".join(f"{megabytes:.0f}" for megabytes in found), flush=True)
        grown[ending] = found[-1] - found[1]
    most = max(grown, key=grown.__getitem__)
    what = f"memory after {asked.exports} files of a kind, more than after 5 (most: .{most})"
    given.append(rows.Row(what, max(grown[most], 0.0), "MB"))
    rows.hand_over(given, asked.rows)


def _timed(ending: str, result: Result, rounds: int) -> tuple[list[float], list[float], int]:
    """Seconds of each round, by the clock and by the processor, after a first not counted; size of the file [bytes]."""
    content = files.built(ending, result)
    took, worked = [], []
    for _ in range(rounds):
        start, busy = time.perf_counter(), time.process_time()
        files.built(ending, result)
        took.append(time.perf_counter() - start)
        worked.append(time.process_time() - busy)
    return took, worked, len(content)


def _memory(ending: str, dataset: read.Dataset, exports: int) -> list[float]:
    """Resident memory [MB] before and after every fifth export."""
    found = [files.resident()]
    for number in range(exports):
        scenario = Scenario.preset("rdna5_whole", dataset).with_(eur_usd=1.0 + number / 100)
        files.built(ending, gap.solve(dataset, scenario))
        if number % 5 == 4:
            gc.collect()
            found.append(files.resident())
    return found


if __name__ == "__main__":
    main()
