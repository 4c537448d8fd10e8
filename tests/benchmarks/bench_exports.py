"""How long each kind of file takes to build, and whether memory stays flat over many exports one after another.

python tests/benchmarks/bench_exports.py [--rounds N] [--exports N]
"""

import argparse
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from finance import gap, read
from finance.gap import Result
from finance.outputs import charts, files
from finance.outputs.language import Language
from finance.outputs.renderer import SHARED
from finance.scenario import Scenario

ENGLISH = Language()
DEFAULT_CHARTS = ("waterfall", "coverage", "money", "timeline", "closing", "debt")
"""What a report usually shows; all of them are native charts on slides."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="builds of each kind (default 9)")
    parser.add_argument("--exports", type=int, default=50, help="exports one after another for memory (default 50)")
    options = parser.parse_args()
    dataset = read.load()
    result = gap.solve(dataset, Scenario.preset("rdna5_whole", dataset))
    times(result, options.rounds)
    memory(result, options.exports)
    SHARED.close()


def charts_of(ending: str) -> tuple[tuple[str, ...], ...]:
    """The choices of charts that a kind is measured with."""
    kind = files.FORMATS[ending].charts
    if kind == "none":
        return ((),)
    return (("waterfall",), ("sankey",)) if kind == "one" else (DEFAULT_CHARTS, tuple(charts.CHARTS))


def times(result: Result, rounds: int) -> None:
    """First build and median of the others, by kind and choice of charts."""
    print(f"{'kind':<6}{'charts':>8}{'first, s':>10}{'median, s':>11}{'worst, s':>10}{'kB':>8}")
    for ending in files.FORMATS:
        for shown in charts_of(ending):
            if files.FORMATS[ending].charts == "one" and SHARED.missing:
                print(f"{ending:<6} needs a browser")
                continue
            spent, size = [], 0
            for _ in range(rounds + 1):
                start = time.perf_counter()
                size = len(files.build(ending, result, ENGLISH, shown))
                spent.append(time.perf_counter() - start)
            named = shown[0] if len(shown) == 1 else str(len(shown))
            print(
                f"{ending:<6}{named:>8.8}{spent[0]:>10.3f}{statistics.median(spent[1:]):>11.3f}"
                f"{max(spent[1:]):>10.3f}{size / 1000:>8.0f}"
            )


def memory(result: Result, exports: int) -> None:
    """Resident memory of this process after some exports of each kind in turn, and at the end [MB]."""
    kinds = [
        (ending, charts_of(ending)[0])
        for ending, kind in files.FORMATS.items()
        if not (kind.charts == "one" and SHARED.missing)
    ]
    for index in range(exports + 1):
        if index % 10 == 0:
            print(f"{index:>4} exports of each of {len(kinds)} kinds: {resident():.1f} MB")
        for ending, shown in kinds if index < exports else ():
            files.build(ending, result, ENGLISH, shown)


def resident() -> float:
    """Memory of this process [MB]."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return float("nan")


if __name__ == "__main__":
    main()
