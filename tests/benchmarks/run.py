"""All benchmarks, one after the other, and their figures as a table in README.md beside this file.

python tests/benchmarks/run.py                  # some twenty minutes on a quiet machine; writes the table
python tests/benchmarks/run.py --quick          # a few minutes: short runs, the same table, marked as such
python tests/benchmarks/run.py solve draws      # these alone; prints the table and writes nothing
"""

import argparse
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from rows import Row, handed_over
from servers import HERE, ROOT, need

README = HERE / "README.md"
BEGIN, END = "<!-- benchmarks: written by tests/benchmarks/run.py -->", "<!-- end of benchmarks -->"
BENCHES = {path.stem.removeprefix("bench_"): path for path in sorted(HERE.glob("bench_*.py"))}
HEADINGS = "| what | ours | goal | beside it, in the same run | `bench_…` |\n|---|--:|---|---|---|\n"
PACKAGES = ("streamlit", "dash", "panel", "plotly", "pandas")

Measured = Mapping[str, Sequence[Row]]


def measured(name: str, quick: bool) -> list[Row]:
    """One benchmark in a process of its own; the command ends where it fails."""
    print(f"\n=== {BENCHES[name].name}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "rows"
        short = ["--quick"] if quick else []
        command = [sys.executable, str(BENCHES[name]), *short, "--rows", str(rows)]
        with subprocess.Popen(command, cwd=ROOT) as running:
            try:
                failed = running.wait()
            finally:
                running.terminate()
        if failed:
            sys.exit(f"{BENCHES[name].name} failed; the table was not written")
        return handed_over(rows)


def table(found: Measured) -> str:
    """The figures of all benchmarks, one line for each, with everything it is compared with."""
    lines = []
    for name, rows in found.items():
        same: dict[str, list[Row]] = {}
        for row in rows:
            same.setdefault(row.what, []).append(row)
        lines += [_line(what, each, name) for what, each in same.items()]
    return HEADINGS + "".join(lines)


def _line(what: str, rows: Sequence[Row], name: str) -> str:
    first = rows[0]
    beside = [f"{row.against} {_number(row.theirs)} ({row.ratio:.2f} ×)" for row in rows if row.theirs and row.ratio]
    goals = [_goal(row) for row in rows if row.goal is not None]
    cells = (what, f"{_number(first.ours)} {first.unit}".strip(), " ".join(goals), ", ".join(beside), f"`{name}`")
    return f"| {' | '.join(cells)} |\n"


def _goal(row: Row) -> str:
    bound = f"{row.goal:g} × {row.against}" if row.relative else f"{row.goal:g} {row.unit}".strip()
    return f"≤ {bound}: {'met' if row.met else '**missed**'}"


def _number(value: float | None) -> str:
    """Three digits; whole numbers from a hundred on."""
    if value is None or value != value:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 100 or value == 0 else f"{value:.3g}"


def machine(quick: bool, seconds: float) -> str:
    """Where and when this was measured."""
    names = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    kind = "A shortened run" if quick else "The whole run"
    return (
        f"{kind} of {time.strftime('%-d %B %Y')}, {seconds / 60:.0f} minutes; {os.cpu_count()} cores shared by server, "
        f"browser and readers, Python {platform.python_version()}, {names}. "
        "A number in brackets is ours as a multiple of the other.\n"
    )


def written(text: str, section: str) -> str:
    """A text with the part between the two marks in its place."""
    before, found, rest = text.partition(BEGIN)
    _, closed, after = rest.partition(END)
    if not (found and closed):
        raise SystemExit(f"README.md has no place for the table: {BEGIN} … {END}")
    return f"{before}{BEGIN}\n{section}{END}{after}"


def main() -> None:
    """Run, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHES))
    parser.add_argument("--quick", action="store_true", help="short runs")
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(BENCHES):
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}; known are {', '.join(BENCHES)}")
    need("dash", "panel", "playwright", "streamlit")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended from outside"))
    start = time.monotonic()
    found = {name: measured(name, asked.quick) for name in asked.names or BENCHES}
    section = f"\n{machine(asked.quick, time.monotonic() - start)}\n{table(found)}\n"
    print(section)
    if not asked.names:
        README.write_text(written(README.read_text(encoding="utf-8"), section), encoding="utf-8")


if __name__ == "__main__":
    main()
