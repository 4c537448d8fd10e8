"""How the cost of an answer grows with the size of the question: commitments, sectors, years and draws.

`python tests/benchmarks/bench_growth.py` prints the median of each size and the exponent fitted to them (the slope of
log time over log size: 1 is proportional). Processor time, so that other work on the machine does not count.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import book
import numpy as np
import rows

from finance.analysis import uncertainty
from finance.data import read
from finance.data.dataset import Dataset
from finance.model import gap, timeline
from finance.scenario import Scenario

ASSESSMENT = "rdna5"
SIZES = {
    "commitments": (10, 100, 1_000, 10_000),
    "sectors": (10, 30, 100, 300),
    "years": (10, 30, 100, 300),
    "draws": (1_024, 4_096, 16_384, 65_536),
}


def with_sectors(dataset: Dataset, count: int) -> Dataset:
    """The assessment's housing cell, repeated as `count` sectors of one common need."""
    programme, sector = dataset.assessments[ASSESSMENT], dataset.sectors["housing"]
    names = [f"sector_{index}" for index in range(count)]
    cell = programme.sectors["housing"]
    assert cell.need is not None
    cells = cell.model_copy(update={"need": cell.need.model_copy(update={"value": 500.0 / count})})
    stem = f"assessments.{ASSESSMENT}.sectors"
    figures = book.copied(dataset.figures, {f"{stem}.{name}": f"{stem}.housing" for name in names})
    changed = {id_: replace(entry, value=500.0 / count) for id_, entry in figures.items() if ".sector_" in id_}
    rest = {"not_itemised": programme.sectors["not_itemised"]}
    sectors = dict.fromkeys(names, sector) | {"not_itemised": dataset.sectors["not_itemised"]}
    larger = programme.model_copy(update={"sectors": dict.fromkeys(names, cells) | rest})
    return replace(
        dataset,
        sectors=sectors,
        assessments={**dataset.assessments, ASSESSMENT: larger},
        figures=figures | changed,
    )


def questions(dataset: Dataset) -> dict[str, Callable[[int], Callable[[], object]]]:
    """For each kind of size: what makes the work of one size."""

    def solving(larger: Dataset) -> Callable[[], object]:
        scenario = Scenario.preset("rdna5_whole", larger)
        return lambda: gap.solve(larger, scenario).gap

    def running(years: int) -> Callable[[], object]:
        need, room, money = np.full(years, 50.0), np.full(years, 20.0), np.full(years, 15.0)
        return lambda: timeline.yearly(need, room, money, 0.02, 0.9).carried

    held = Scenario.preset("rdna5_held", dataset)
    return {
        "commitments": lambda count: solving(book.with_commitments(dataset, count)),
        "sectors": lambda count: solving(with_sectors(dataset, count)),
        "years": running,
        "draws": lambda count: lambda: uncertainty.draw(dataset, held, draws=count, seed=1).table,
    }


def measured(work: Callable[[], object], rounds: int) -> float:
    """Median processor time of some rounds [ms], after one that is not counted."""
    work()
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(1000 * (time.process_time() - start))
    return median(times)


def main() -> None:
    """Measure every size, print, hand over."""
    asked = rows.asked(__doc__, rounds=(7, 1, "times each size is solved"))
    given = []
    for name, make in questions(read.load()).items():
        sizes = SIZES[name]
        times = [measured(make(size), asked.rounds) for size in sizes]
        exponent = np.polyfit(np.log(sizes), np.log(times), 1)[0]
        cells = "   ".join(f"{size:>6,}: {ms:8.2f} ms" for size, ms in zip(sizes, times, strict=True))
        print(f"{name:<12} {cells}   exponent {exponent:.2f}", flush=True)
        what = f"growth with {name}, {sizes[0]:,} → {sizes[-1]:,}: fitted exponent"
        given.append(rows.Row(what, float(exponent), "", "proportional", 1.0))
        given.append(rows.Row(f"an answer with {sizes[-1]:,} {name}", times[-1]))
    rows.hand_over(given, asked.rows)


if __name__ == "__main__":
    main()
