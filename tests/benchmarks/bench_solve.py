"""How long one answer takes: `python tests/benchmarks/bench_solve.py`.

The preset rdna5_whole with the detailed ledger, solved from records to flows under each rule, then its years, closing
stack and terms, its tables, JSON and CSV. "Whole" is all of the model: flows, years, stack and terms. All cases take
turns within each round, in an order drawn anew, so that whatever else the machine does, and what one case leaves in the
caches for the next, falls on all of them alike.

Two baselines of the same run say what the machine can do with the same amount of data:
NumPy   the bare arrays [S, K] of the same scenario, ready made, matched in proportion by six array operations
pandas  the three tables of the same answer, built from ready-made columns with pd.DataFrame
"""

import gc
import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
import pandas as pd
import rows

from finance.analysis import borrowing
from finance.analysis.candidates import closed
from finance.data import read
from finance.model import gap
from finance.model.allocation import RULES
from finance.model.gap import Result
from finance.outputs import tables
from finance.scenario import Scenario

GOAL = 3.0
"""One full solve with the default rule, with its years, closing stack and terms [ms, median], design section 10."""

WHOLE = "whole, earmark_first"
"""The case that GOAL is for."""

Cases = Mapping[str, Callable[[], object]]


def cases() -> Cases:
    """What is measured, by name."""
    dataset = read.load()
    scenario = Scenario.preset("rdna5_whole", dataset)
    result = gap.solve(dataset, scenario)
    return {
        **{f"solve, {rule}": partial(gap.solve, dataset, scenario.with_(rule=rule)) for rule in RULES},
        WHOLE: lambda: _whole(gap.solve(dataset, scenario)),
        "years of a solved result": lambda: replace(result).years,
        "closing stack of a solved result": lambda: closed(result),
        "terms of a solved result": lambda: borrowing.of(result),
        "solve and tables, earmark_first": lambda: _tables(gap.solve(dataset, scenario)),
        "tables alone": lambda: _tables(replace(result)),
        "JSON of a solved result": lambda: json.dumps(replace(result).as_dict()),
        "CSV of a solved result": lambda: tables.csv(tables.observations(replace(result))),
        "one slider moved: with_ and key": lambda: scenario.with_(eur_usd=1.25).key,
        "load all data": read.load,
        "baseline NumPy: bare arrays": _numpy(result),
        "baseline pandas: bare tables": _pandas(result),
    }


def timed(measured: Cases, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each case in each round, after one round to warm up."""
    found: dict[str, list[float]] = {name: [] for name in measured}
    order = random.Random(1)
    for index in range(rounds + 1):
        for name in order.sample(list(measured), len(measured)):
            start = time.perf_counter()
            measured[name]()
            if index:
                found[name].append((time.perf_counter() - start) * 1e3)
    return found


def report(found: Mapping[str, list[float]]) -> str:
    """Median and 95th percentile of each case, and its ratio to both baselines."""
    medians = {name: statistics.median(times) for name, times in found.items()}
    numpy_, pandas_ = (medians[name] for name in medians if name.startswith("baseline"))
    lines = [f"{'ms':<34}{'median':>9}{'p95':>9}{'÷ NumPy':>9}{'÷ pandas':>9}"]
    for name, times in found.items():
        p95 = float(np.quantile(times, 0.95))
        lines.append(
            f"{name:<34}{medians[name]:>9.3f}{p95:>9.3f}{medians[name] / numpy_:>9.1f}{medians[name] / pandas_:>9.2f}"
        )
    verdict = "met" if medians[WHOLE] <= GOAL else "missed"
    return "\n".join([*lines, f"goal: {WHOLE} ≤ {GOAL:g} ms median: {verdict} with {medians[WHOLE]:.3f}"])


def _whole(result: Result) -> object:
    """All of the model that is not in the flows: the years, what could close the gap, and the terms."""
    return result.years, closed(result), borrowing.of(result)


def _tables(result: Result) -> tuple[pd.DataFrame, ...]:
    return result.by_sector, result.by_source, result.flows


def _numpy(result: Result) -> Callable[[], object]:
    needs, available = result.needs.amounts, result.money.available
    eligible = gap.reach(result.needs, result.money).astype(float)

    def match() -> object:
        wanted = needs * eligible
        share = available / wanted.sum(axis=1)
        flows = wanted * share[:, np.newaxis]
        return needs - flows.sum(axis=0), available - flows.sum(axis=1)

    return match


def _pandas(result: Result) -> Callable[[], object]:
    columns = [table.to_dict("list") for table in _tables(result)]
    return lambda: [pd.DataFrame(table) for table in columns]


def figures(found: Mapping[str, list[float]]) -> list[rows.Row]:
    """For the table of all benchmarks."""
    medians = {name: statistics.median(times) for name, times in found.items()}
    numpy_, pandas_ = (medians[name] for name in medians if name.startswith("baseline"))
    tables_ = "solve and tables, earmark_first"
    return [
        rows.Row("one solve with years, closing stack and terms", medians[WHOLE], "ms", goal=GOAL),
        rows.Row("flows alone, default rule", medians["solve, earmark_first"], "ms", "bare NumPy arrays", numpy_),
        rows.Row("flows and their tables", medians[tables_], "ms", "the same tables ready made by pandas", pandas_),
        rows.Row("all data files read and checked", medians["load all data"]),
    ]


def main() -> None:
    """Measure, print, hand over."""
    asked = rows.asked(__doc__, rounds=(200, 10, "rounds of all cases"))
    gc.collect()
    gc.freeze()
    found = timed(cases(), asked.rounds)
    print(report(found))
    rows.hand_over(figures(found), asked.rows)


if __name__ == "__main__":
    main()
