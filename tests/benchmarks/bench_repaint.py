"""Slider release to repainted charts: our Overview beside the same charts on Dash, Panel and bare Streamlit, and
plotly.js alone as the bound.

`python tests/benchmarks/bench_repaint.py` starts the servers, opens the pages in one Chromium and presses an arrow key
on the slider of `eur_usd`, in turns. The clock runs in the page, from the key to the first painted frame in which the
bars and texts of both charts, their titles and the four figures are those of the new value, as `finance` computes
them here. `ALSO=FOLDER` in the environment measures another copy of this project in the same turns.
"""

import os
import platform
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import rows
import sides
from content import MOVED, QUERY, Content
from playwright.sync_api import Browser, sync_playwright
from servers import FLAGS, ROOT, chromium, need
from sides import Side

sys.path.insert(0, str(ROOT))

from finance.data import read
from finance.data.dataset import Dataset
from finance.scenario import Scenario

TURN = 10
"""Steps in one direction before the sliders turn back."""
WARM_UP = 8
"""Rounds that are not counted."""
WHAT = "slider released → both charts, titles and figures painted"


@dataclass
class Slider:
    """Where every page's slider stands, and what the pages must show there."""

    dataset: Dataset
    value: float
    step: float
    turns: int = 0

    @classmethod
    def at_first(cls, dataset: Dataset) -> "Slider":
        """As the pages open."""
        step = float(dataset.assumptions[MOVED].step or 0.0)
        return cls(dataset, Scenario.from_query(QUERY, dataset).number(MOVED), step)

    def move(self) -> str:
        """One step on; the key that makes it."""
        back = (self.turns // TURN) % 2 == 1
        self.turns += 1
        self.value = round(self.value + (-self.step if back else self.step), 10)
        return "ArrowLeft" if back else "ArrowRight"

    @property
    def content(self) -> Content:
        """What the pages must show."""
        return Content.at(self.dataset, self.value)


def opened(stack: ExitStack, browser: Browser, first: Content) -> list[Side]:
    """All pages at the first value, ours first and the bound last."""
    wanted = first.wanted
    also = [Path(folder).resolve() for folder in os.environ.get("ALSO", "").split(os.pathsep) if folder]
    own = [sides.ours(stack, browser, wanted, folder) for folder in (ROOT, *also)]
    others = [make(stack, browser, wanted) for make in (sides.dash, sides.panel, sides.bare)]
    return [*own, *others, sides.bound(browser, sides.widths(own[0]), first)]


def press(side: Side, key: str, content: Content, keep: bool) -> None:
    """One key press, timed."""
    side.page.locator(side.slider).focus()
    if side.name == sides.BOUND:
        side.page.evaluate("figures => { window.ready = figures }", content.figures)
    if side.page.evaluate("wanted => probe.arm(wanted)", content.wanted):
        raise RuntimeError(f"{side.name} shows the next step of {MOVED} before the key was pressed")
    side.page.keyboard.press(key)
    marks = side.page.evaluate("Promise.race([probe.result(), new Promise(r => setTimeout(r, 10000))])")
    if marks is None:
        raise RuntimeError(f"{side.name} did not show the next step of {MOVED} within 10 s")
    if keep:
        side.rounds.append(marks)
    side.page.wait_for_timeout(50)


def measure(found: Sequence[Side], slider: Slider, rounds: int, seconds: int) -> None:
    """All pages in turns, each round begun by another one."""
    end = time.monotonic() + seconds
    for turn in range(WARM_UP + rounds):
        if time.monotonic() > end:
            print(f"Stopped after {turn} rounds: {seconds} s are over.", file=sys.stderr)
            break
        key, first = slider.move(), turn % len(found)
        for side in [*found[first:], *found[:first]]:
            press(side, key, slider.content, turn >= WARM_UP)


def report(found: Sequence[Side], browser: str) -> None:
    """The table of times, where they go, and the versions."""
    own = found[0]
    print(f"Key on {MOVED}, {WHAT}, {len(own.rounds)} rounds in turns [ms]\n")
    print(f"{'':18}{'median':>8}{'p95':>8}{'ours ÷':>8}   {'drawn':>8}{'ours ÷':>8}")
    for side in found:
        painted, drawn = side.median("painted"), side.median("drawn")
        ratios = own.median("painted") / painted, own.median("drawn") / drawn
        times = f"{painted:8.1f}{side.p95('painted'):8.1f}{ratios[0]:8.2f}   {drawn:8.1f}{ratios[1]:8.2f}"
        print(f"{side.name:18}{times}")
    print("\n“median” ends with the painted frame, a multiple of 16.7 ms; “drawn” with the last change to the page.\n")
    columns = ("sent", "answered", "plotted", "drawn", "plots", "bytes", "run", "carried", "messages")
    print(f"{'Medians since the key':28}" + "".join(f"{name:>10}" for name in columns))
    for side in found:
        cells = (side.median(name) for name in columns)
        print(f"{side.name:28}" + "".join(f"{'–' if cell != cell else format(cell, '.0f'):>10}" for cell in cells))
    names = ("streamlit", "dash", "panel", "plotly", "playwright")
    versions = [f"{name} {version(name)}" for name in names]
    print(f"\n{', '.join(versions)}, Chromium {browser}, Python {platform.python_version()}, {os.cpu_count()} cores")


def main() -> None:
    """Start everything, take turns, print."""
    asked = rows.asked(
        __doc__,
        rounds=(60, 8, "timed rounds"),
        seconds=(300, 60, "no further round after this time"),
    )
    need("dash", "panel", "playwright", "streamlit")
    slider = Slider.at_first(read.load())
    with sync_playwright() as playwright, ExitStack() as stack:
        browser = stack.enter_context(playwright.chromium.launch(executable_path=chromium(), args=FLAGS))
        found = opened(stack, browser, slider.content)
        measure(found, slider, asked.rounds, asked.seconds)
        report(found, browser.version)
    own, goals = found[0].median("painted"), {sides.DASH: 1.0}
    rows.hand_over(
        [
            rows.Row(WHAT, own, "ms", side.name, side.median("painted"), goals.get(side.name), relative=True)
            for side in found[1:]
        ],
        asked.rows,
    )


if __name__ == "__main__":
    main()
