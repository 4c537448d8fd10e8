"""Reading back what we wrote, with other people's programs: shared by the tests of files."""

import io
import os
import re
import shutil
import signal
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from finance.outputs.renderer import Renderer

FIGURE = {"data": [{"type": "bar", "y": [1, 2]}], "layout": {}}
SOFFICE = shutil.which("soffice")


class Nowhere(Renderer):
    """A renderer on a machine without a browser."""

    missing = "chrome"  # type: ignore[assignment]


@contextmanager
def killed(renderer: Renderer) -> Iterator[int]:
    """The browser of a renderer stands still, and is killed half a second later; gives the id of its process."""
    renderer.draw(FIGURE, "svg", 400, 300)
    held = renderer.process
    assert held is not None
    os.killpg(held, signal.SIGSTOP)
    killing = threading.Timer(0.5, os.killpg, (held, signal.SIGKILL))
    killing.start()
    yield held
    killing.join()


def opened(content: bytes) -> Any:
    return Presentation(io.BytesIO(content))


def shapes(deck: Any) -> Iterator[Any]:
    for slide in deck.slides:
        yield from slide.shapes


def native_charts(deck: Any) -> dict[str, dict[str, list[float | None]]]:
    """Title of the slide → values by series name, of every native chart."""
    return {
        slide.shapes.title.text: {
            series.name: list(series.values) for plot in shape.chart.plots for series in plot.series
        }
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_chart
    }


def words(content: bytes) -> str:
    """All text of an office file, without its tags."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        texts = [parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml")]
    return re.sub(r"<[^>]+>", "", " ".join(texts))


def as_pdf(content: bytes, ending: str, folder: Path) -> Path:
    """The file as LibreOffice prints it."""
    if SOFFICE is None:
        pytest.skip("no LibreOffice was found; install Debian's package libreoffice")
    (folder / f"file.{ending}").write_bytes(content)
    home = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    command = [SOFFICE, home, "--headless", "--convert-to", "pdf", "--outdir", str(folder), f"file.{ending}"]
    subprocess.run(command, cwd=folder, capture_output=True, check=True, timeout=120)
    return folder / "file.pdf"
