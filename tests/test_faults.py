"""A full disk, an odd clock, an odd locale and a terminal that lacks letters: the command line says what is wrong."""

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from finance.language.catalogue import Language
from finance.model.gap import Result
from finance.outputs import formats

ROOT = Path(__file__).resolve().parents[1]
ROOM = 1000
"""How large a file may grow before the system says that there is no room [bytes]."""


def run(*arguments: str, room: int | None = None, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command line as a process of its own; `room` is how large a file it may write."""
    return subprocess.run(
        [sys.executable, "-m", "finance", *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        timeout=60,
        check=False,
        preexec_fn=None if room is None else lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
    )


def test_a_disk_that_fills_up_leaves_no_half_file(tmp_path: Path) -> None:
    """One sentence; what stood under the name before stands there still, and no part of the new file is left."""
    out = tmp_path / "gap.csv"
    out.write_text("yesterday's figures", encoding="utf-8")
    done = run("export", str(out), room=ROOM)
    assert done.returncode == 2
    assert done.stderr.decode() == f"cannot write {out}: File too large\n"
    assert out.read_text(encoding="utf-8") == "yesterday's figures"
    assert [path.name for path in tmp_path.iterdir()] == ["gap.csv"]


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "77"},
        {"TZ": "nowhere/at-all", "LANG": "tr_TR.UTF-8", "LC_ALL": "", "PYTHONUTF8": "1"},
    ],
    ids=["far east, C, another hash seed", "no zone, Turkish"],
)
def test_clock_and_locale_change_no_figure(environment: dict[str, str], solve: Callable[..., Result]) -> None:
    """The same bytes in every zone and locale."""
    expected = formats.build("csv", solve("article"), Language())
    assert run("gap", "--format", "csv", **environment).stdout.strip() == expected.strip()


def test_a_terminal_that_lacks_a_letter_shows_its_code() -> None:
    """No traceback: the middle dot of the first line is written as \\xb7, and every figure is there."""
    done = run("gap", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert done.stderr == b""
    assert done.stdout.startswith(b"article \\xb7 ")
    assert b"gap             19.592" in done.stdout
