"""First view on a warm server: our Overview against a bare Streamlit page with one Plotly chart.

`python tests/benchmarks/bench_first_view.py` opens both in turns, each time in a new browser context with an empty
cache, and times from the request of the page to the frame in which the chart's bars (ours: and the four figures) are
painted; "whole" is our second chart too, below the fold. The second row opens them again with the cache filled.
"""

import sys
from contextlib import ExitStack

import numpy as np
import rows
from playwright.sync_api import BrowserContext, sync_playwright
from servers import FLAGS, chromium, need, streamlit

CACHES = ("empty cache", "filled cache")
GOAL = 1.2
"""Of the bare page."""
BARS = """document.querySelectorAll(".js-plotly-plot .bars .point path").length"""
FIGURES = """document.querySelectorAll("[data-testid=stMetricValue]").length === 4"""
SHOWN = {"ours": f"{BARS} >= 4 && {FIGURES}", "whole": f"{BARS} >= 7 && {FIGURES}", "bare": f"{BARS} === 3"}
CLOCK = """window.painted = shown => new Promise(done => {
  const frame = requestAnimationFrame;
  const look = () => shown() ? frame(() => setTimeout(() => done(performance.now()))) : frame(look);
  look();
});
window.seen = { FIRST: painted(() => SHOWN), whole: painted(() => WHOLE) };
"""


def view(context: BrowserContext, url: str, name: str) -> dict[str, float]:
    """Milliseconds from the request of the page to what was painted, by name."""
    page = context.new_page()
    whole = "whole" if name == "ours" else name
    clock = CLOCK.replace("FIRST", name).replace("SHOWN", SHOWN[name]).replace("WHOLE", SHOWN[whole])
    page.add_init_script(clock)
    page.goto(url)
    taken: dict[str, float] = {part: page.evaluate(f"seen.{part}") for part in (name, "whole")}
    page.close()
    return taken if name == "ours" else {name: taken[name]}


def measured(rounds: int) -> dict[tuple[str, str], list[float]]:
    """Milliseconds of every view by (cache, part)."""
    times: dict[tuple[str, str], list[float]] = {}
    with sync_playwright() as playwright, ExitStack() as stack:
        pages = {"ours": "app.py", "bare": "tests/benchmarks/one_chart.py"}
        urls = {name: stack.enter_context(streamlit(script)).url for name, script in pages.items()}
        browser = stack.enter_context(playwright.chromium.launch(executable_path=chromium(), args=FLAGS))
        for turn in range(rounds + 2):
            for name in sorted(urls, reverse=bool(turn % 2)):
                context = browser.new_context(viewport={"width": 1440, "height": 900})
                for cache in CACHES:
                    for part, taken in view(context, urls[name], name).items():
                        if turn >= 2:
                            times.setdefault((cache, part), []).append(taken)
                context.close()
    return times


def main() -> None:
    """Measure in turns and print."""
    asked = rows.asked(__doc__, rounds=(15, 3, "views of each page"))
    need("playwright", "streamlit")
    times, given = measured(asked.rounds), []
    print(f"First view, warm server, {asked.rounds} rounds in turns [ms]\n")
    print(f"{'':14}{'bare':>8}{'p95':>8}{'ours':>8}{'p95':>8}{'÷ bare':>8}{'whole':>8}{'÷ bare':>8}")
    for cache in CACHES:
        bare, ours, whole = (np.array(times[cache, part]) for part in ("bare", "ours", "whole"))
        row = (np.median(bare), np.percentile(bare, 95), np.median(ours), np.percentile(ours, 95))
        cells = "".join(f"{taken:8.0f}" for taken in row) + f"{row[2] / row[0]:8.2f}"
        print(f"{cache:14}{cells}{np.median(whole):8.0f}{np.median(whole) / row[0]:8.2f}")
        what = f"first view, warm server, {cache}"
        given.append(rows.Row(what, float(row[2]), "ms", "bare Streamlit, one chart", float(row[0]), GOAL, True))
    rows.hand_over(given, asked.rows)


if __name__ == "__main__":
    sys.exit(main())
