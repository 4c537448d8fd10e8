"""The pages under test, side by side in one browser: ours, Dash, Panel, bare Streamlit, and plotly.js alone."""

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
from content import DRAWN, MOVED, QUERY, Content, Wanted
from playwright.sync_api import Browser, Page, TimeoutError
from servers import HERE, ROOT, served, streamlit

PROBE = (HERE / "probe.js").read_text(encoding="utf-8")
OURS, DASH, PANEL, BARE, BOUND = "ours (Streamlit)", "Dash", "Panel", "bare Streamlit", "plotly.js alone"

Marks = dict[str, float | None]


@dataclass
class Side:
    """One page under test: how to find its slider, charts and figures, and what was measured on it."""

    name: str
    page: Page
    slider: str
    plots: str
    headline: str | None
    titles: str | None = None
    request: str | None = None
    deep: bool = False
    track: str | None = None
    rounds: list[Marks] = field(default_factory=list)

    def open(self, url: str, wanted: Wanted) -> "Side":
        """Open the page and wait until it shows the first value."""
        self.page.add_init_script(PROBE)
        self.page.goto(url)
        self.tell()
        try:
            self.page.wait_for_function("wanted => probe.shows(wanted)", arg=wanted, timeout=30_000)
        except TimeoutError as error:
            shown = self.page.evaluate("[probe.shown('headline'), probe.shown('titles'), document.body.innerText]")
            raise RuntimeError(f"{self.name} never showed {wanted}; it shows:\n{shown}") from error
        self.page.wait_for_timeout(1_000)
        return self

    def tell(self) -> None:
        """Tell the probe where to look."""
        given = {name: getattr(self, name) for name in ("plots", "headline", "titles", "request", "deep")}
        self.page.evaluate("given => Object.assign(probe, given)", given)

    def column(self, name: str) -> np.ndarray:
        """One mark of all rounds that have it."""
        return np.array([marks[name] for marks in self.rounds if marks.get(name) is not None], dtype=float)

    def median(self, name: str) -> float:
        """Median of one mark over the rounds; NaN where none has it."""
        found = self.column(name)
        return float(np.median(found)) if found.size else float("nan")

    def p95(self, name: str) -> float:
        """95th percentile of one mark over the rounds; NaN where none has it."""
        found = self.column(name)
        return float(np.percentile(found, 95)) if found.size else float("nan")


def ours(stack: ExitStack, browser: Browser, wanted: Wanted, folder: Path = ROOT) -> Side:
    """Our own Overview, from one folder."""
    url = stack.enter_context(streamlit(folder=folder)).url
    side = _streamlit_side(OURS if folder == ROOT else folder.name, browser)
    side.request = "/live/state/"
    return side.open(f"{url}/?{urlencode(QUERY)}", wanted)


def bare(stack: ExitStack, browser: Browser, wanted: Wanted) -> Side:
    """The page of page_streamlit.py: what Streamlit's own widgets make of the same content."""
    url = stack.enter_context(streamlit("tests/benchmarks/page_streamlit.py")).url
    return _streamlit_side(BARE, browser).open(url, wanted)


def _streamlit_side(name: str, browser: Browser) -> Side:
    return Side(
        name,
        _page(browser),
        f".st-key-{MOVED} input[type=range]",
        ", ".join(f".st-key-chart_{id_} .js-plotly-plot" for id_ in DRAWN),
        "[data-testid=stMetricValue]",
        ", ".join(f".st-key-card_{id_} h3" for id_ in DRAWN),
        track=f".st-key-{MOVED} [role=group]",
    )


def dash(stack: ExitStack, browser: Browser, wanted: Wanted, live: bool = False) -> Side:
    """The page of page_dash.py; `live` answers while the thumb is held."""
    url = stack.enter_context(served(_command("page_dash.py", live), "/_dash-layout")).url
    plots = ", ".join(f"#{id_} .js-plotly-plot" for id_ in DRAWN)
    side = Side(DASH, _page(browser), f"#{MOVED} [role=slider]", plots, ".value", "h3", "_dash-update-component")
    return side.open(url, wanted)


def panel(stack: ExitStack, browser: Browser, wanted: Wanted, live: bool = False) -> Side:
    """The page of page_panel.py; `live` answers while the thumb is held."""
    url = stack.enter_context(served(_command("page_panel.py", live), "/")).url
    side = Side(PANEL, _page(browser), ".noUi-handle", ".js-plotly-plot", ".value", "h3", deep=True)
    return side.open(url, wanted)


def _command(script: str, live: bool) -> list[str]:
    return [sys.executable, f"tests/benchmarks/{script}", "--port={port}", *(["--live"] if live else [])]


def bound(browser: Browser, sizes: Sequence[float], first: Content) -> Side:
    """A page of nothing but plotly.js, as wide as our charts are, that draws ready figures on a key."""
    page = _page(browser)
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
        }""",
        [list(DRAWN), first.figures],
    )
    side = Side(BOUND, page, "button", ", ".join(f"#{id_}" for id_ in DRAWN), None)
    side.tell()
    return side


def widths(side: Side) -> list[float]:
    """How wide a page draws its charts."""
    found: list[float] = side.page.locator(side.plots).evaluate_all("plots => plots.map(plot => plot.clientWidth)")
    return found


def _page(browser: Browser) -> Page:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.set_default_timeout(20_000)
    return page
