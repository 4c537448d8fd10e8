"""How long a table of one's own takes: `python tests/benchmarks/bench_own.py`.

A CSV as the Kiel tracker writes it, every row of which becomes a line: read, guessed, turned into lines, put into the
ledger's text, checked with all other data, weighed for money that is listed already, and solved. This is what stands
between dropping the file and seeing its effect; letting it count then computes nothing anew.
"""

import csv
import gc
import io
import random
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import rows as measured

from finance.data import read
from finance.model import gap
from finance.own import edits, overlaps, rows, sheet
from finance.scenario import Scenario

GOAL = 2.0
"""From the file to the gap with 5,000 rows [s]."""
DONORS = ("Germany", "France", "EU (Commission and Council)", "United States", "Norway", "Poland")
HEADER = ("donor", "announcement_date", "aid_type_general", "aid_type_specific", "measure", "explanation")


def table(count: int) -> bytes:
    """A table of so many rows, the same each time."""
    chance, out = random.Random(1), io.StringIO()
    writer = csv.writer(out)
    writer.writerow((*HEADER, "tot_activity_value_EUR"))
    for number in range(count):
        day = f"2026-{chance.randint(1, 9):02d}-{chance.randint(1, 28):02d}"
        kinds = (chance.choice(("Financial", "Humanitarian", "Military")), chance.choice(("Loan", "Grant")))
        firmness = chance.choice(("Commitment", "Allocation"))
        writer.writerow((chance.choice(DONORS), day, *kinds, firmness, f"Line {number}", chance.randint(10**5, 10**8)))
    return out.getvalue().encode()


def once(raw: bytes) -> dict[str, tuple[float, float]]:
    """Clock and processor time of each stage [s], and of all."""
    texts, base = read.texts(), read.load()
    spent: dict[str, tuple[float, float]] = {}
    start = last = (time.perf_counter(), time.process_time())

    def stage(name: str, since: tuple[float, float]) -> tuple[float, float]:
        now = (time.perf_counter(), time.process_time())
        spent[name] = (now[0] - since[0], now[1] - since[1])
        return now

    found = sheet.table(raw)
    last = stage("bytes to rows", last)
    meaning = replace(rows.guessed(base, "ledger", found), since=1900)
    last = stage("guess of columns and words", last)
    taken = rows.taken(base, "ledger", found, meaning, "table.csv")
    last = stage("rows to lines", last)
    built = edits.dataset(base, texts, [rows.edit("ledger", taken, "table.csv")])
    last = stage("lines into the data, all checked", last)
    overlaps.likely(built, "ledger", taken.lines)
    last = stage("the same money", last)
    result = gap.solve(built, Scenario.preset("rdna5_whole", built))
    assert result.gap > 0
    stage("gap", last)
    stage("all", start)
    return spent


def main() -> None:
    """Print the median of each stage."""
    asked = measured.asked(__doc__, lines=(5000, 500, "rows of the table"), rounds=(5, 1, "times it is read"))
    raw = table(asked.lines)
    gc.collect()
    gc.freeze()
    runs = [once(raw) for _ in range(asked.rounds)]
    print(f"{asked.lines} rows, {len(raw) / 1e3:.0f} kB, {asked.rounds} rounds; median, s")
    print(f"{'':<34}{'clock':>8}{'processor':>11}")
    for name in runs[0]:
        clock, processor = (statistics.median(run[name][index] for run in runs) for index in (0, 1))
        print(f"{name:<34}{clock:>8.3f}{processor:>11.3f}")
    print(f"goal: {GOAL} s for 5000 rows")
    whole = statistics.median(run["all"][0] for run in runs)
    what = f"a table of one's own, {asked.lines:,} rows → gap"
    measured.hand_over([measured.Row(what, whole, "s", goal=GOAL)], asked.rows)


if __name__ == "__main__":
    main()
