"""How long each kind of file takes, and whether memory stays flat over many exports in one process.

    python tests/benchmarks/bench_exports.py [--rounds N] [--endings csv,json,xlsx,zip]

The first table gives, for the preset rdna5_whole, the median and slowest time, the median of the processor's own time,
which other work on the machine disturbs less, and the size; the second the resident memory of the process before, and
after every tenth of fifty exports one after another.
"""

import argparse
import gc
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from finance import gap, read
from finance.gap import Result
from finance.outputs import files
from finance.outputs.language import Language
from finance.scenario import Scenario

_EXPORTS = 50
_CHART = ("waterfall", "coverage", "timeline")
_PAGE = 4096
_MEGABYTE = 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--endings", default=",".join(files.FORMATS))
    options = parser.parse_args()
    dataset = read.load()
    language = Language()
    endings = options.endings.split(",")
    print(f"{'file':<6}{'median ms':>12}{'slowest ms':>12}{'processor ms':>14}{'kB':>8}")
    for ending in endings:
        result = gap.solve(dataset, Scenario.preset("rdna5_whole", dataset))
        took, worked, size = _timed(ending, result, language, options.rounds)
        times = (
            f"{1000 * statistics.median(took):>12.0f}{1000 * max(took):>12.0f}{1000 * statistics.median(worked):>14.0f}"
        )
        print(f"{ending:<6}{times}{size / 1000:>8.0f}")
    print(f"\nresident memory [MB] over {_EXPORTS} exports, each of another scenario")
    for ending in endings:
        print(f"{ending:<6}" + " → ".join(f"{megabytes:.0f}" for megabytes in _memory(ending, dataset, language)))


def _timed(ending: str, result: Result, language: Language, rounds: int) -> tuple[list[float], list[float], int]:
    """Seconds of each round, by the clock and by the processor, after a first not counted; size of the file [bytes]."""
    charts = _charts(ending)
    content = files.build(ending, result, language, charts)
    took, worked = [], []
    for _ in range(rounds):
        start, busy = time.perf_counter(), time.process_time()
        files.build(ending, result, language, charts)
        took.append(time.perf_counter() - start)
        worked.append(time.process_time() - busy)
    return took, worked, len(content)


def _charts(ending: str) -> tuple[str, ...]:
    shown = {"none": 0, "one": 1, "some": len(_CHART)}
    return _CHART[: shown[files.FORMATS[ending].charts]]


def _memory(ending: str, dataset: read.Dataset, language: Language) -> list[float]:
    """Resident memory [MB] before and after every tenth export."""
    found = [_resident()]
    for number in range(_EXPORTS):
        scenario = Scenario.preset("rdna5_whole", dataset).with_(eur_usd=1.0 + number / 100)
        files.build(ending, gap.solve(dataset, scenario), language, _charts(ending))
        if number % 10 == 9:
            gc.collect()
            found.append(_resident())
    return found


def _resident() -> float:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE / _MEGABYTE


if __name__ == "__main__":
    main()
