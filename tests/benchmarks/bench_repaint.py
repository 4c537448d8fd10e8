"""Slider release to repainted charts: our Overview against the same charts on Dash, and plotly.js alone as the bound.

`python tests/benchmarks/bench_repaint.py` starts both servers, opens both pages in one Chromium and presses an arrow
key on the slider of `eur_usd`, in turns. The clock runs in the page, from the key to the first painted frame in which
the bars and texts of both charts, their titles and the four figures are those of the new value, as `finance` computes
them here.
"""

import argparse
import importlib.util
import json
import logging
import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

MISSING = [name for name in ("dash", "playwright", "streamlit") if importlib.util.find_spec(name) is None]
INSTALL = "python -m pip install -r requirements.txt -r tests/benchmarks/requirements.txt"
if MISSING:
    sys.exit(f"Not installed: {', '.join(MISSING)}. This comparison needs:\n  {INSTALL}")

import numpy as np  # noqa: E402
from playwright.sync_api import Browser, Page, TimeoutError, sync_playwright  # noqa: E402

from finance import gap, read  # noqa: E402
from finance.dataset import Dataset  # noqa: E402
from finance.outputs.charts import CHARTS  # noqa: E402
from finance.outputs.charts.template import plain  # noqa: E402
from finance.outputs.display import Display  # noqa: E402
from finance.outputs.language import Language  # noqa: E402
from finance.scenario import Scenario  # noqa: E402

DRAWN = ("waterfall", "ladder")
MOVED = "eur_usd"
QUERY = {"scenario": "article", "currency": "EUR"}
"""Shown in euros, both charts change with the exchange rate."""
TURN = 10
"""Steps in one direction before the slider turns back."""
FLAGS = [  # as tests/browser/conftest.py
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

PROBE = """
window.probe = (() => {
  const p = { wire: [] };
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", event =>
        p.wire.push(["in", performance.now(), event.data.byteLength ?? event.data.size ?? event.data.length]));
    }
    send(data) { p.wire.push(["out", performance.now(), data.byteLength ?? data.length]); super.send(data); }
  };
  const bare = text => text.replace(/\\s/g, "");
  const widths = plot => [...plot.querySelectorAll(".bars .point path")].map(path => {
    const found = /^M([-\\d.]+),[-\\d.]+V[-\\d.]+H([-\\d.]+)/.exec(path.getAttribute("d"));
    return found ? Math.abs(found[2] - found[1]) : 0;
  });
  const same = (shown, wanted) => shown.length === wanted.length && shown.every((item, i) => item === wanted[i]);
  const close = (shown, wanted) => {
    const longest = Math.max(...shown);
    return shown.length === wanted.length && shown.every((item, i) => Math.abs(item / longest - wanted[i]) < 0.01);
  };
  p.shows = wanted => {
    const words = ["headline", "titles"].every(part => p[part] === null ||
      same([...document.querySelectorAll(p[part])].map(e => bare(e.textContent)), wanted[part]));
    return words && p.plots.every((selector, i) => {
      const plot = document.querySelector(selector);
      return plot && same([...plot.querySelectorAll(".textpoint text")].map(e => bare(e.textContent)), wanted.texts[i])
        && close(widths(plot), wanted.bars[i]);
    });
  };
  p.arm = wanted => {
    p.wire.length = 0;
    performance.clearResourceTimings();
    const plots = p.plots.map(selector => document.querySelector(selector));
    const marks = { plotted: [] };
    p.plotted = marks.plotted;
    plots.filter(plot => plot.probed !== p).forEach(plot => {
      plot.probed = p;
      plot.on("plotly_afterplot", () => p.plotted.push(performance.now()));
    });
    p.done = new Promise(done => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        marks.painted = performance.now();
        setTimeout(() => done(marks), 300);          // our run goes on after the picture
      };
      const seen = new MutationObserver(() => {
        if (marks.key === undefined || !p.shows(wanted)) return;
        marks.drawn = performance.now();
        seen.disconnect();
        requestAnimationFrame(() => channel.port2.postMessage(0));
      });
      seen.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
      window.addEventListener("keydown", () => { marks.key = performance.now(); }, { capture: true, once: true });
    });
    return p.shows(wanted);
  };
  p.result = async () => {
    const marks = await p.done;
    const since = moment => moment === undefined ? null : moment - marks.key;
    const out = p.wire.filter(row => row[0] === "out" && row[1] >= marks.key).map(row => row[1]);
    const back = p.wire.filter(row => row[0] === "in" && out.length && row[1] >= out[0]);
    const asked = performance.getEntriesByType("resource").filter(e => p.request && e.name.includes(p.request))[0];
    return {
      painted: since(marks.painted), drawn: since(marks.drawn),
      plotted: since(marks.plotted.at(-1)), plots: marks.plotted.length,
      sent: since(asked?.requestStart), answered: since(asked?.responseEnd), bytes: asked?.encodedBodySize,
      run: since(back.at(-1)?.[1]),
      messages: back.length, carried: back.reduce((sum, row) => sum + row[2], 0),
    };
  };
  return p;
})();
"""

Wanted = dict[str, Any]
Marks = dict[str, float]


@dataclass
class Side:
    """One page under test: how to find its slider, charts and figures, and where its slider stands."""

    name: str
    page: Page
    slider: str
    plots: list[str]
    headline: str
    value: float
    titles: str | None = None
    request: str | None = None
    presses: int = 0
    rounds: list[Marks] = field(default_factory=list)

    def open(self, url: str, wanted: Wanted) -> None:
        """Open the page and wait until it shows the first value."""
        self.page.add_init_script(PROBE)
        self.page.goto(url)
        given = {name: getattr(self, name) for name in ("plots", "headline", "titles", "request")}
        self.page.evaluate("given => Object.assign(probe, given)", given)
        try:
            self.page.wait_for_function("wanted => probe.shows(wanted)", arg=wanted, timeout=30_000)
        except TimeoutError as error:
            shown = self.page.evaluate("document.body.innerText.slice(0, 400)")
            raise RuntimeError(f"{self.name} never showed {wanted}; it shows:\n{shown}") from error
        self.page.wait_for_timeout(1_000)

    def press(self, step: float, wanted: Callable[[float], Wanted], keep: bool) -> None:
        """One key press, timed."""
        back = (self.presses // TURN) % 2 == 1
        self.value = round(self.value + (-step if back else step), 10)
        self.presses += 1
        self.page.locator(self.slider).focus()
        if self.page.evaluate("wanted => probe.arm(wanted)", wanted(self.value)):
            raise RuntimeError(f"{self.name} shows {MOVED} = {self.value} before the key was pressed")
        self.page.keyboard.press("ArrowLeft" if back else "ArrowRight")
        marks = self.page.evaluate("Promise.race([probe.result(), new Promise(r => setTimeout(r, 10000))])")
        if marks is None:
            raise RuntimeError(f"{self.name} did not show {MOVED} = {self.value} within 10 s")
        if keep:
            self.rounds.append(marks)
        self.page.wait_for_timeout(50)

    def column(self, name: str) -> np.ndarray:
        """One mark of all rounds; missing ones are NaN."""
        return np.array([np.nan if marks[name] is None else marks[name] for marks in self.rounds])

    def median(self, name: str) -> float:
        """Median of one mark over the rounds."""
        marks = self.column(name)
        return float("nan") if np.isnan(marks).all() else float(np.nanmedian(marks))


def figures_of(dataset: Dataset, value: float) -> tuple[list[dict[str, Any]], dict[str, list[str]]]:
    """The two figures as plain JSON, and the words: headline and titles, at one value of the slider."""
    scenario = Scenario.from_query(QUERY, dataset).with_(**{MOVED: value})
    result, language = gap.solve(dataset, scenario), Language("en")
    display = Display(result, language)
    headline = [display.money(usd) for usd in (result.need, result.available, result.gap)]
    drawn = [CHARTS[id_](result, language, "light") for id_ in DRAWN]
    words = {"headline": [*headline, display.percent(result.coverage)], "titles": [chart.title for chart in drawn]}
    return [json.loads(chart.text or "{}") for chart in drawn], words


def wanted_of(figures: Sequence[Mapping[str, Any]], words: Mapping[str, Sequence[str]]) -> Wanted:
    """What a page must show: texts and relative lengths of the bars of each chart, the headline and the titles."""
    texts, bars = [], []
    for figure in figures:
        labels = [text for trace in figure["data"] if trace.get("mode") == "text" for text in trace["text"]]
        lengths = [x for trace in figure["data"] if trace["type"] == "bar" for x in trace["x"]]
        texts.append(["".join(plain(text).split()) for text in labels])
        bars.append([length / max(lengths) for length in lengths])
    return {"texts": texts, "bars": bars} | {
        part: ["".join(text.split()) for text in shown] for part, shown in words.items()
    }


@contextmanager
def served(command: Sequence[str], port: int, folder: Path, health: str) -> Iterator[str]:
    """A server as a process group of its own, ended whatever happens."""
    settings = {**os.environ, "PYTHONPATH": str(folder)}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=folder, env=settings, stdout=quiet, stderr=quiet, start_new_session=True)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(120):
            if process.poll() is not None:
                raise RuntimeError(f"ended with {process.returncode} before it answered: {' '.join(command)}")
            try:
                urllib.request.urlopen(url + health, timeout=1).close()
                break
            except OSError:
                time.sleep(0.25)
        else:
            raise RuntimeError(f"did not answer within 30 seconds: {' '.join(command)}")
        yield url
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(5)


def free_port() -> int:
    """A port that is free now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def chromium() -> str:
    """Where Chromium is; the command ends where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    return found or sys.exit("No Chromium was found. On Debian: apt-get install chromium")


@contextmanager
def started(folder: Path, script: str = "app.py") -> Iterator[str]:
    """Our own app, or another script for Streamlit, from one folder, on a free port."""
    port = free_port()
    place = [f"--server.port={port}", "--server.address=127.0.0.1"]
    command = [sys.executable, "-m", "streamlit", "run", script, *place]
    with served(command, port, folder, "/_stcore/health") as url:
        yield url


def streamlit_side(stack: ExitStack, browser: Browser, name: str, folder: Path, first: float, wanted: Wanted) -> Side:
    """Our own app, from one folder."""
    url = stack.enter_context(started(folder))
    side = Side(
        name,
        _page(browser),
        f".st-key-{MOVED} input[type=range]",
        [f".st-key-chart_{id_} .js-plotly-plot" for id_ in DRAWN],
        "[data-testid=stMetricValue]",
        first,
        ", ".join(f".st-key-card_{id_} h3" for id_ in DRAWN),
        "/live/state/",
    )
    side.open(url + "/?" + "&".join(f"{name}={value}" for name, value in QUERY.items()), wanted)
    return side


def dash_side(stack: ExitStack, browser: Browser, first: float, wanted: Wanted) -> Side:
    """The page of dash_page.py."""
    port = free_port()
    query = "&".join(f"{name}={value}" for name, value in QUERY.items())
    command = [sys.executable, "tests/benchmarks/dash_page.py", f"--port={port}", f"--query={query}"]
    url = stack.enter_context(served(command, port, ROOT, "/_dash-layout"))
    plots = [f"#{id_} .js-plotly-plot" for id_ in DRAWN]
    side = Side(
        "Dash", _page(browser), f"#{MOVED} [role=slider]", plots, ".value", first, "h3", "_dash-update-component"
    )
    side.open(url, wanted)
    return side


def bound_side(browser: Browser, sizes: Sequence[float], drawn: Callable[[float], Any], first: float) -> Side:
    """A page of nothing but plotly.js, as wide as our charts are, that draws ready figures on a key."""
    page = _page(browser)
    page.add_init_script(PROBE)
    page.goto("about:blank")
    boxes = "".join(f'<div id="{id_}" style="width:{w}px"></div>' for id_, w in zip(DRAWN, sizes, strict=True))
    page.set_content(f"<!doctype html><button>key</button>{boxes}")
    page.evaluate(PROBE)
    page.add_script_tag(path=str(files("plotly") / "package_data" / "plotly.min.js"))
    page.evaluate(
        """async ([ids, figures]) => {
          const draw = figure => Promise.all(ids.map((id, i) =>
            Plotly.react(id, figure[i].data, figure[i].layout, { displayModeBar: false, responsive: true })));
          await draw(figures);
          document.querySelector("button").onkeydown = () => draw(window.ready);
          Object.assign(probe, { plots: ids.map(id => "#" + id), headline: null, titles: null });
        }""",
        [list(DRAWN), drawn(first)],
    )
    return Side("plotly.js alone", page, "button", [], "", first)


def _page(browser: Browser) -> Page:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.set_default_timeout(20_000)
    return page


def script_times(dataset: Dataset, first: float, step: float) -> dict[str, float]:
    """Milliseconds of the work on the server, piece by piece, in this process without a browser."""
    from streamlit.testing.v1 import AppTest

    logging.disable(logging.CRITICAL)  # Streamlit remarks that no server runs
    app = AppTest.from_file(str(ROOT / "pages" / "main.py"), default_timeout=60)
    for name, value in QUERY.items():
        app.query_params[name] = value
    app.run()
    language = Language("en")
    values = [first + step * index for index in range(1, 16)]
    results = [gap.solve(dataset, Scenario.from_query(QUERY, dataset).with_(**{MOVED: value})) for value in values]

    def build(index: int) -> list[Any]:
        drawn = [CHARTS[id_](results[index], language, "light") for id_ in DRAWN]
        return [chart for chart in drawn if chart.drawing]

    drawn = [build(index) for index in range(len(values))]
    pieces: dict[str, Callable[[int], object]] = {
        "one whole script run (AppTest)": lambda i: app.slider(key=MOVED).set_value(values[i]).run(),
        "  of it one solve": lambda i: gap.solve(dataset, results[i].scenario),
        "  of it building both figures": build,
        "  of it both figures to JSON": lambda i: [chart.text for chart in drawn[i]],
    }
    return {name: _milliseconds(piece, len(values)) for name, piece in pieces.items()}


def _milliseconds(piece: Callable[[int], object], times: int) -> float:
    taken = []
    for index in range(times):
        start = time.perf_counter()
        piece(index)
        taken.append((time.perf_counter() - start) * 1000)
    return float(np.median(taken[3:]))


def report(sides: Sequence[Side], dash: Side, browser: str) -> None:
    """The table of times, where they go, and the versions."""
    print(f"Key on {MOVED} to both charts and the headline painted, {len(dash.rounds)} rounds in turns [ms]\n")
    print(f"{'':18}{'median':>8}{'p95':>8}{'÷ Dash':>8}   {'drawn':>8}{'÷ Dash':>8}")
    for side in sides:
        painted, drawn = side.column("painted"), side.column("drawn")
        print(
            f"{side.name:18}{np.median(painted):8.1f}{np.percentile(painted, 95):8.1f}"
            f"{np.median(painted) / dash.median('painted'):8.2f}   "
            f"{np.median(drawn):8.1f}{np.median(drawn) / dash.median('drawn'):8.2f}"
        )
    print("\n“median” ends with the painted frame, a multiple of 16.7 ms; “drawn” with the last change to the page.\n")
    print(
        f"{'Medians since the key [ms]':28}{'sent':>8}{'answer':>8}{'plotted':>8}{'drawn':>8}{'plots':>7}{'kB':>7}"
        f"{'run':>9}{'kB':>7}{'messages':>10}"
    )
    for side in sides:
        marks = [side.median(name) for name in ("sent", "answered", "plotted", "drawn")]
        times = "".join(_cell(mark, 8, 1) for mark in marks)
        size = _cell(side.median("plots"), 7, 0) + _cell(side.median("bytes") / 1000, 7, 1)
        run = _cell(side.median("run"), 9, 1) + _cell(side.median("carried") / 1000, 7, 1)
        print(f"{side.name:28}{times}{size}{run}{_cell(side.median('messages'), 10, 0)}")
    names = ("streamlit", "dash", "plotly", "playwright")
    print(
        "\n"
        + ", ".join(
            [
                *(f"{name} {version(name)}" for name in names),
                f"Chromium {browser}",
                f"Python {platform.python_version()}",
                f"{os.cpu_count()} cores",
            ]
        )
    )


def _cell(mark: float, width: int, digits: int) -> str:
    return f"{'–' if np.isnan(mark) else format(mark, f'.{digits}f'):>{width}}"


def measure(asked: argparse.Namespace) -> None:
    """Start everything, take turns, print."""
    end = time.monotonic() + asked.seconds
    dataset = read.load()
    step = float(dataset.assumptions[MOVED].step or 0.0)
    first = Scenario.from_query(QUERY, dataset).number(MOVED)

    def wanted(value: float) -> Wanted:
        return wanted_of(*figures_of(dataset, value))

    with sync_playwright() as playwright, ExitStack() as stack:
        browser = stack.enter_context(playwright.chromium.launch(executable_path=chromium(), args=FLAGS))
        sides = [streamlit_side(stack, browser, "ours (Streamlit)", ROOT, first, wanted(first))]
        for folder in asked.also:
            sides.append(streamlit_side(stack, browser, Path(folder).name, Path(folder), first, wanted(first)))
        dash = dash_side(stack, browser, first, wanted(first))
        sizes = [sides[0].page.locator(plot).evaluate("box => box.clientWidth") for plot in sides[0].plots]
        bound = bound_side(browser, sizes, lambda value: figures_of(dataset, value)[0], first)
        sides += [dash, bound]
        for turn in range(asked.warm_up + asked.rounds):
            if time.monotonic() > end:
                print(f"Stopped after {turn} rounds: {asked.seconds} s are over.", file=sys.stderr)
                break
            for side in sides[turn % len(sides) :] + sides[: turn % len(sides)]:
                if side is bound:
                    back = (side.presses // TURN) % 2 == 1
                    ready = figures_of(dataset, round(side.value + (-step if back else step), 10))[0]
                    side.page.evaluate("figures => { window.ready = figures }", ready)
                    side.press(step, lambda value: wanted_of(figures_of(dataset, value)[0], {}), turn >= asked.warm_up)
                else:
                    side.press(step, wanted, turn >= asked.warm_up)
        if not dash.rounds:
            sys.exit("No round was measured; give it more --seconds")
        report(sides, dash, browser.version)
    print("\nOur server without a browser [ms]")
    for name, taken in script_times(dataset, first, step).items():
        print(f"{name:34}{taken:8.1f}")


def main() -> None:
    """Read the command line; a TERM signal ends the servers too."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=60, help="timed rounds (60)")
    parser.add_argument("--warm-up", type=int, default=8, help="rounds dropped first (8)")
    parser.add_argument("--seconds", type=int, default=240, help="no further round after this time (240)")
    parser.add_argument(
        "--also",
        action="append",
        default=[],
        metavar="FOLDER",
        help="another copy of this project, measured in the same turns; may be given again",
    )
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended from outside"))
    try:
        measure(parser.parse_args())
    except RuntimeError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
