"""One step of a slider, the thumb still held, to the changed headline: by dragging and by arrow keys.

`python tests/benchmarks/bench_live.py` starts the app, opens the Overview in headless Chromium, takes the thumb of
`eur_usd` and moves it step by step without letting go. The clock runs in the page, from the pointer's or the key's
event to the first frame painted with the new gap. At every step all four figures are compared with those that
`finance` computes and prints for the thumb's value.
"""

import argparse
import sys
from contextlib import ExitStack
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))

from bench_repaint import FLAGS, MOVED, chromium, started
from playwright.sync_api import Page, sync_playwright

from finance import gap, read
from finance.dataset import Dataset
from finance.outputs.display import Display
from finance.outputs.language import Language
from finance.scenario import Scenario

PRESET = "article"
CLOCK = """() => {
  const value = document.querySelectorAll("[data-testid=stMetricValue]")[2];
  window.steps = [];
  let since = null;
  const begin = () => { since = performance.now(); };
  for (const type of ["pointermove", "keydown"]) addEventListener(type, begin, { capture: true });
  const channel = new MessageChannel();
  channel.port1.onmessage = event => steps.push([event.data[0], performance.now() - event.data[1]]);
  new MutationObserver(() => {
    if (since === null) return;
    const step = [performance.now() - since, since];
    since = null;
    requestAnimationFrame(() => channel.port2.postMessage(step));
  }).observe(value, { subtree: true, characterData: true, childList: true });
}"""


def figures(page: Page) -> tuple[float, list[str]]:
    """The thumb's value and the four figures, read at one moment."""
    value, shown = page.evaluate(
        """id => [Number(document.querySelector(`.st-key-${id} input[type=range]`).value),
          [...document.querySelectorAll("[data-testid=stMetricValue]")].map(e => e.textContent)]""",
        MOVED,
    )
    return value, shown


def wanted(dataset: Dataset, value: float) -> list[str]:
    """The four figures as `finance` prints them."""
    result = gap.solve(dataset, Scenario.preset(PRESET, dataset).with_(**{MOVED: value}))
    display = Display(result, Language("en"))
    return [
        *(display.money(usd) for usd in (result.need, result.available, result.gap)),
        display.percent(result.coverage),
    ]


def walk(page: Page, dataset: Dataset, how: str, steps: int) -> list[float]:
    """Values at which the figures were wrong, while the thumb goes up by dragging or by keys."""
    thumb = page.locator(f".st-key-{MOVED} input[type=range]")
    track = page.locator(f".st-key-{MOVED} [role=group]").bounding_box()
    assert track
    middle, width = track["y"] + track["height"] / 2, track["width"]
    share = (float(thumb.input_value()) - 0.8) / 0.8
    wrong = []
    if how == "drag":
        page.mouse.move(track["x"] + width * share, middle)
        page.wait_for_timeout(500)
        page.mouse.down()
    else:
        thumb.focus()
        page.wait_for_timeout(500)
    for step in range(1, steps + 1):
        if how == "drag":
            page.mouse.move(track["x"] + width * share + 2 * step * (-1 if step > steps / 2 else 1), middle)
        else:
            page.keyboard.press("ArrowRight")
        page.wait_for_timeout(120)
        value, shown = figures(page)
        if shown != wanted(dataset, value):
            wrong.append(value)
    if how == "drag":
        page.mouse.up()
    page.wait_for_timeout(1500)
    value, shown = figures(page)
    return wrong if shown == wanted(dataset, value) else [*wrong, value]


def main() -> None:
    """Measure both ways of moving and print one line each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=60, help="steps each way of moving (60)")
    asked = parser.parse_args()
    dataset = read.load()
    with sync_playwright() as playwright, ExitStack() as stack:
        url = stack.enter_context(started(Path(__file__).resolve().parents[2]))
        browser = stack.enter_context(playwright.chromium.launch(executable_path=chromium(), args=FLAGS))
        print(f"Step of {MOVED} to the changed gap [ms], {asked.steps} steps each; Chromium {browser.version}\n")
        print(f"{'':8}{'changed':>10}{'p95':>8}{'painted':>10}{'p95':>8}{'steps seen':>12}{'wrong figures':>15}")
        for how in ("drag", "keys"):
            page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
            page.goto(f"{url}/?scenario={PRESET}")
            page.wait_for_selector(".js-plotly-plot .point", timeout=60_000)
            page.wait_for_timeout(1000)
            page.evaluate(CLOCK)
            wrong = walk(page, dataset, how, asked.steps)
            changed, painted = np.array(page.evaluate("steps")).T
            times = (np.median(changed), np.percentile(changed, 95), np.median(painted), np.percentile(painted, 95))
            print(
                f"{how:8}{times[0]:10.1f}{times[1]:8.1f}{times[2]:10.1f}{times[3]:8.1f}{len(changed):12}{len(wrong):15}"
            )
            page.context.close()


if __name__ == "__main__":
    main()
