"""Servers and a browser for the benchmarks: each on a free port of 127.0.0.1, each ended with the command."""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
FLAGS = [  # as tests/browser/conftest.py
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HEALTH = "/_stcore/health"
"""Where a Streamlit server says that it is up."""


@dataclass(frozen=True)
class Server:
    """A running server: its address, its process, and how long it took to answer [s]."""

    url: str
    pid: int
    started: float

    @property
    def memory(self) -> float:
        """Resident memory [MB]."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    @property
    def worked(self) -> float:
        """Processor time used so far [s]."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def need(*packages: str) -> None:
    """End the command with what to install where a package is missing."""
    missing = [name for name in packages if importlib.util.find_spec(name) is None]
    if missing:
        command = "python -m pip install -r requirements.txt -r tests/benchmarks/requirements.txt"
        sys.exit(f"Not installed: {', '.join(missing)}. This comparison needs:\n  {command}")


def chromium() -> str:
    """Where Chromium is; the command ends where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    return found or sys.exit("No Chromium was found. On Debian: apt-get install chromium")


@contextmanager
def streamlit(script: str = "app.py", folder: Path = ROOT) -> Iterator[Server]:
    """Our own app, or another script for Streamlit, from one folder."""
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.address=127.0.0.1"]
    with served([*command, "--server.port={port}"], HEALTH, folder) as server:
        yield server


@contextmanager
def served(command: Sequence[str], health: str, folder: Path = ROOT) -> Iterator[Server]:
    """A server as a process group of its own, ended whatever happens; `{port}` in the command is a free one."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [word.format(port=port) for word in command]
    settings, quiet, start = {**os.environ, "PYTHONPATH": str(folder)}, subprocess.DEVNULL, time.perf_counter()
    process = subprocess.Popen(words, cwd=folder, env=settings, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        _answering(f"http://127.0.0.1:{port}{health}", process)
        yield Server(f"http://127.0.0.1:{port}", process.pid, time.perf_counter() - start)
    finally:
        _end(process)


def _answering(url: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers; it is asked often, because a cold start is timed with it."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"ended with {process.returncode} before it answered: {process.args}")
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError(f"did not answer within a minute: {process.args}")


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(5)
