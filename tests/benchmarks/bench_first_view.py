"""First view on a warm server: our Overview against a bare Streamlit page with one Plotly chart.

`python tests/benchmarks/bench_first_view.py` opens both in turns, each time in a new browser context with an empty
cache, and times from the request of the page to the frame in which the chart's bars (ours: both charts and the four
figures) are painted. A second table opens them again in the same context, with the cache filled.
"""

import argparse
import sys
from contextlib import ExitStack

import numpy as np
from bench_repaint import FLAGS, ROOT, chromium, started
from playwright.sync_api import BrowserContext, sync_playwright

SHOWN = {
    "ours": """() => document.querySelectorAll(".js-plotly-plot .bars .point path").length >= 7
      && document.querySelectorAll("[data-testid=stMetricValue]").length === 4""",
    "bare": """() => document.querySelectorAll(".js-plotly-plot .bars .point path").length === 3""",
}
CLOCK = """window.painted = new Promise(done => {
  const frame = requestAnimationFrame;
  const look = () => SHOWN() ? frame(() => setTimeout(() => done(performance.now()))) : frame(look);
  look();
});"""


def view(context: BrowserContext, url: str, shown: str) -> float:
    """Milliseconds from the request of the page to the painted charts."""
    page = context.new_page()
    page.add_init_script(CLOCK.replace("SHOWN", f"({shown})"))
    page.goto(url)
    taken: float = page.evaluate("Promise.race([painted, new Promise((_, no) => setTimeout(() => no('late'), 30000))])")
    page.close()
    return taken


def main() -> None:
    """Measure in turns and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15, help="views of each page (15)")
    asked = parser.parse_args()
    times: dict[tuple[str, str], list[float]] = {}
    with sync_playwright() as playwright, ExitStack() as stack:
        pages = {"ours": "app.py", "bare": "tests/benchmarks/one_chart.py"}
        urls = {name: stack.enter_context(started(ROOT, script)) for name, script in pages.items()}
        browser = stack.enter_context(playwright.chromium.launch(executable_path=chromium(), args=FLAGS))
        for turn in range(asked.rounds + 2):
            for name in sorted(urls, reverse=bool(turn % 2)):
                context = browser.new_context(viewport={"width": 1440, "height": 900})
                for cache in ("empty cache", "filled cache"):
                    taken = view(context, urls[name], SHOWN[name])
                    if turn >= 2:
                        times.setdefault((cache, name), []).append(taken)
                context.close()
    print(f"First view, warm server, {asked.rounds} rounds in turns [ms]\n")
    print(f"{'':14}{'ours':>8}{'p95':>8}{'bare':>8}{'p95':>8}{'ours ÷ bare':>14}")
    for cache in ("empty cache", "filled cache"):
        ours, bare = (np.array(times[cache, name]) for name in ("ours", "bare"))
        row = (np.median(ours), np.percentile(ours, 95), np.median(bare), np.percentile(bare, 95))
        print(f"{cache:14}" + "".join(f"{taken:8.0f}" for taken in row) + f"{row[0] / row[2]:14.2f}")


if __name__ == "__main__":
    sys.exit(main())
