"""One step of a slider, the thumb still held, to the changed headline: by dragging and by arrow keys, beside Dash and
Panel pages that answer while they are dragged, bare Streamlit, and plotly.js alone as the bound of the charts.

`python tests/benchmarks/bench_live.py` opens each page in headless Chromium, takes the thumb of `eur_usd` and moves it
step by step without letting go. The clock runs in the page, from the pointer's or the key's event to the gap's new
text (changed), the frame painted with it (painted) and the last of both charts plotted (charts). At every step of ours
all four figures are compared with those that `finance` computes and prints for the thumb's value.
"""

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace

import rows
import sides
from content import MOVED, Content
from playwright.sync_api import Browser, sync_playwright
from servers import FLAGS, ROOT, chromium, need
from sides import Side

sys.path.insert(0, str(ROOT))

from finance.data import read
from finance.data.dataset import Dataset
from finance.scenario import Scenario

GOAL = 16.0
"""From a step to the changed headline [ms]."""
BETWEEN = 200
"""From one step to the next [ms]."""
WHAT = {
    "changed": "a step, thumb held → four figures changed",
    "plotted": "a step, thumb held → both charts plotted",
}


def opened(stack: ExitStack, browser: Browser, first: Content) -> list[Side]:
    """All pages at the first value, ours first and the bound last."""
    own = sides.ours(stack, browser, first.wanted)
    others = [make(stack, browser, first.wanted, live=True) for make in (sides.dash, sides.panel)]
    bare = sides.bare(stack, browser, first.wanted)
    return [own, *others, bare, sides.bound(browser, sides.widths(own), first)]


def walk(side: Side, dataset: Dataset, how: str, steps: int) -> tuple[Side, list[float]]:
    """What was measured while the thumb went up and down again, and the values at which our figures were wrong."""
    x, y = _take(side, how)
    side.page.evaluate("probe.follow()")
    wrong = []
    for step in range(1, steps + 1):
        if how == "drag":
            side.page.mouse.move(x + 2 * min(step, steps - step), y)
        else:
            side.page.keyboard.press("ArrowRight" if step <= steps / 2 else "ArrowLeft")
        side.page.wait_for_timeout(BETWEEN)
        side.page.evaluate("probe.stepped()")
        wrong += _wrong(side, dataset)
    if how == "drag":
        side.page.mouse.up()
    side.page.wait_for_timeout(1_500)
    return replace(side, rounds=side.page.evaluate("probe.steps")[:steps]), [*wrong, *_wrong(side, dataset)]


def _take(side: Side, how: str) -> tuple[float, float]:
    """Take the thumb by the mouse, or put the focus on it; where it is."""
    thumb = side.page.locator(side.slider)
    box = (side.page.locator(side.track) if side.track else thumb).bounding_box()
    assert box
    share = (float(thumb.input_value()) - 0.8) / 0.8 if side.track else 0.5
    x, y = box["x"] + box["width"] * share, box["y"] + box["height"] / 2
    if how == "drag":
        side.page.mouse.move(x, y)
        side.page.wait_for_timeout(500)
        side.page.mouse.down()
    else:
        thumb.focus()
        side.page.wait_for_timeout(500)
    return x, y


def _wrong(side: Side, dataset: Dataset) -> list[float]:
    """The thumb's value where our page shows other figures than `finance` prints for it."""
    if side.name != sides.OURS:
        return []
    value = float(side.page.locator(side.slider).input_value())
    shown = side.page.evaluate("probe.shown('headline')")
    return [] if shown == Content.at(dataset, value).wanted["headline"] else [value]


def keys_on_bound(side: Side, dataset: Dataset, steps: int) -> Side:
    """Ready figures drawn on each key by plotly.js alone."""
    value, step = Scenario.preset("article", dataset).number(MOVED), dataset.assumptions[MOVED].step or 0.0
    side.page.locator(side.slider).focus()
    side.page.evaluate("probe.follow()")
    for index in range(1, steps + 1):
        content = Content.at(dataset, round(value + step * min(index, steps - index), 10))
        side.page.evaluate("figures => { window.ready = figures }", content.figures)
        side.page.keyboard.press("ArrowRight")
        side.page.wait_for_timeout(BETWEEN)
        side.page.evaluate("probe.stepped()")
    return replace(side, rounds=side.page.evaluate("probe.steps"))


def line(side: Side, how: str, wrong: Sequence[float] | None) -> str:
    """One line of the table."""
    marks = [mark for name in ("changed", "painted", "plotted") for mark in (side.median(name), side.p95(name))]
    cells = "".join(f"{'–' if mark != mark else format(mark, '.1f'):>9}" for mark in marks)
    counted = "–" if wrong is None else str(len(wrong))
    return f"{side.name:18}{how:6}{cells}{side.column('changed').size:8}{counted:>8}"


def measured(found: Sequence[Side], dataset: Dataset, steps: int) -> list[rows.Row]:
    """Walk every page both ways, print a line each, and give the rows of both."""
    given: list[rows.Row] = []
    for how in ("drag", "keys"):
        own, wrong = walk(found[0], dataset, how, steps)
        print(line(own, how, wrong), flush=True)
        given.append(rows.Row(f"{WHAT['changed']} ({how})", own.median("changed"), goal=GOAL))
        given.append(rows.Row(f"figures that are wrong at a step ({how})", len(wrong), "", goal=0))
        for side in found[1:-1]:
            other, _ = walk(side, dataset, how, steps)
            print(line(other, how, None), flush=True)
            given += compared(own, other, how)
    bound = keys_on_bound(found[-1], dataset, steps)
    print(line(bound, "keys", None))
    return given + compared(own, bound, "keys")


def compared(own: Side, other: Side, how: str) -> list[rows.Row]:
    """Rows of what both pages did while the thumb was held; none where the other one waited for its release."""
    return [
        rows.Row(f"{what} ({how})", own.median(mark), "ms", other.name, other.median(mark))
        for mark, what in WHAT.items()
        if other.column(mark).size > 1 and own.column(mark).size
    ]


def main() -> None:
    """Measure both ways of moving and print one line each."""
    asked = rows.asked(__doc__, steps=(60, 10, "steps each way of moving"))
    need("dash", "panel", "playwright", "streamlit")
    dataset = read.load()
    first = Content.at(dataset, Scenario.preset("article", dataset).number(MOVED))
    with sync_playwright() as playwright, ExitStack() as stack:
        browser = stack.enter_context(playwright.chromium.launch(executable_path=chromium(), args=FLAGS))
        found = opened(stack, browser, first)
        print(f"A step of {MOVED}, the thumb held [ms], {asked.steps} steps each; Chromium {browser.version}\n")
        columns = "".join(f"{name:>9}{'p95':>9}" for name in ("changed", "painted", "charts"))
        print(f"{'':24}{columns}{'steps':>8}{'wrong':>8}")
        given = measured(found, dataset, asked.steps)
    rows.hand_over(given, asked.rows)


if __name__ == "__main__":
    main()
