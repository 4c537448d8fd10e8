"""One form for every measured figure, so that run.py can put those of all benchmarks into one table."""

import argparse
import json
import signal
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One figure, what it is compared with in the same run, and the most that it should be.

    `goal` is in the figure's own unit, or a multiple of what it is compared with where it is `relative`.
    """

    what: str
    ours: float
    unit: str = "ms"
    against: str = ""
    theirs: float | None = None
    goal: float | None = None
    relative: bool = False

    @property
    def ratio(self) -> float | None:
        """Ours as a multiple of theirs."""
        return self.ours / self.theirs if self.theirs else None

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None where there is none."""
        judged = self.ratio if self.relative else self.ours
        return None if self.goal is None or judged is None else judged <= self.goal


def asked(description: str | None, **numbers: tuple[int, int, str]) -> argparse.Namespace:
    """The command line of a benchmark: each number as (usual, when quick, help), `--quick` and `--rows FILE`."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, (usual, quick, meaning) in numbers.items():
        help_ = f"{meaning} ({usual}; {quick} with --quick)"
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, metavar="N", help=help_)
    parser.add_argument("--quick", action="store_true", help="a short run, to see that everything works")
    parser.add_argument("--rows", type=Path, metavar="FILE", help="write the figures there, for run.py")
    found = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended from outside"))  # so that its servers end too
    for name, (usual, quick, _) in numbers.items():
        if getattr(found, name) is None:
            setattr(found, name, quick if found.quick else usual)
    return found


def hand_over(rows: Sequence[Row], path: Path | None) -> None:
    """Write the figures of one benchmark to a file, one line of JSON each."""
    if path:
        path.write_text("".join(json.dumps(asdict(row)) + "\n" for row in rows), encoding="utf-8")


def handed_over(path: Path) -> list[Row]:
    """What `hand_over` wrote."""
    return [Row(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]
