"""How long draws, responses and indices take: `python tests/benchmarks/bench_draws.py`.

The preset rdna5_held is drawn 4,096 to 65,536 times, from records to percentiles by sector; response tables, tornado,
indices and solving backwards are for all sliders of rdna5_whole or rdna5_held. All cases take turns within each round,
in an order drawn anew, so that whatever else the machine does falls on all of them alike.

Baseline of the same run, beside the draws: NumPy copies as many arrays of as many doubles as the draws make at least
once, one for each number drawn, one for each line's money, and two for each sector. No array programme can be faster.
The times of the processor stand beside those of the clock, because a busy machine stretches only the latter.
"""

import gc
import random
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
import rows

from finance.analysis import closing, sensitivity, uncertainty
from finance.data import read
from finance.data.dataset import Dataset
from finance.scenario import Scenario

COUNTS = (4096, 16384, 65536)
GOALS = {"draw 4,096": 150.0, "response, all sliders and choices": 60.0, "indices, 1,024 samples": 1500.0}
"""Median on the clock [ms]: design section 10 and the part's own figures."""

Cases = Mapping[str, Callable[[], object]]
Times = Mapping[str, list[tuple[float, float]]]


def cases() -> Cases:
    """What is measured, by name."""
    dataset = read.load()
    held, whole = (Scenario.preset(id_, dataset) for id_ in ("rdna5_held", "rdna5_whole"))
    found: dict[str, Callable[[], object]] = {}
    for count in COUNTS:
        found[f"draw {count:,}"] = partial(_draw, dataset, held, count)
        found[f"baseline NumPy {count:,}"] = _copies(dataset, held, count)
    return found | {
        "response, all sliders and choices": partial(sensitivity.response, dataset, whole),
        "tornado": partial(sensitivity.tornado, dataset, held),
        "indices, 1,024 samples": partial(sensitivity.sobol, dataset, held),
        "solve backwards, all sliders": partial(_backwards, dataset, held),
    }


def _draw(dataset: Dataset, scenario: Scenario, count: int) -> object:
    found = uncertainty.draw(dataset, scenario, draws=count)
    return found.table, found.by_sector, found.short, found.expected_shortfall


def _copies(dataset: Dataset, scenario: Scenario, count: int) -> Callable[[], object]:
    drawn = uncertainty.draw(dataset, scenario, draws=256)
    arrays = len(drawn.values) + len(drawn.result.money.lines) + 2 * len(drawn.answers.sectors)
    volume = np.random.default_rng(1).random((arrays, count))
    return lambda: [row.copy() for row in volume]


def _backwards(dataset: Dataset, scenario: Scenario) -> object:
    return [closing.solve_for(dataset, scenario, id_, 400.0) for id_ in sensitivity.acting(dataset, scenario)]


def timed(measured: Cases, rounds: int) -> Times:
    """Milliseconds of each case in each round, on the clock and of the processor, after one round to warm up."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in measured}
    order = random.Random(1)
    for index in range(rounds + 1):
        for name in order.sample(list(measured), len(measured)):
            clock, processor = time.perf_counter(), time.process_time()
            measured[name]()
            if index:
                took = time.perf_counter() - clock, time.process_time() - processor
                found[name].append((took[0] * 1e3, took[1] * 1e3))
    return found


def report(found: Times) -> str:
    """Median, 95th percentile and the processor's median of each case; draws against copies; the goals."""
    clock = {name: statistics.median(took for took, _ in times) for name, times in found.items()}
    processor = {name: statistics.median(took for _, took in times) for name, times in found.items()}
    lines = [f"{'ms':<36}{'median':>9}{'p95':>9}{'processor':>11}{'÷ NumPy':>9}"]
    for name, times in found.items():
        base = clock.get(name.replace("draw", "baseline NumPy"))
        p95 = float(np.quantile([took for took, _ in times], 0.95))
        ratio = f"{clock[name] / base:>9.1f}" if base and name.startswith("draw") else f"{'–':>9}"
        lines.append(f"{name:<36}{clock[name]:>9.2f}{p95:>9.2f}{processor[name]:>11.2f}{ratio}")
    first, last = f"draw {COUNTS[0]:,}", f"draw {COUNTS[-1]:,}"
    times = COUNTS[-1] // COUNTS[0]
    lines.append(f"{times} times the draws take {processor[last] / processor[first]:.1f} times the processor's time")
    for name, goal in GOALS.items():
        verdict = "met" if clock[name] <= goal else "missed"
        lines.append(f"goal: {name} ≤ {goal:g} ms median: {verdict} with {clock[name]:.1f}")
    return "\n".join(lines)


def figures(found: Times) -> list[rows.Row]:
    """For the table of all benchmarks: what has a goal, and the most draws, beside the copies."""
    clock = {name: statistics.median(took for took, _ in times) for name, times in found.items()}
    given = []
    for name in (*GOALS, *(f"draw {count:,}" for count in COUNTS[1:])):
        copies = clock.get(name.replace("draw", "baseline NumPy")) if name.startswith("draw") else None
        beside = "NumPy copying as much" if copies else ""
        given.append(rows.Row(name, clock[name], "ms", beside, copies, GOALS.get(name)))
    return given


def main() -> None:
    """Measure, print, hand over."""
    asked = rows.asked(__doc__, rounds=(20, 3, "rounds of all cases"))
    gc.collect()
    gc.freeze()
    found = timed(cases(), asked.rounds)
    print(report(found))
    rows.hand_over(figures(found), asked.rows)


if __name__ == "__main__":
    main()
