"""The Overview's two charts, four figures and one slider as a plain Panel page.

`python tests/benchmarks/page_panel.py --port 8050`; bench_repaint.py starts it by itself. It has one slider where ours
has all controls, which is to its advantage.
"""

import argparse
import gc

import panel as pn
from content import DRAWN, MOVED, QUERY, Content

from finance.data import read
from finance.data.dataset import Dataset
from finance.scenario import Scenario


def page(dataset: Dataset, live: bool) -> pn.viewable.Viewable:
    """One reader's page; it answers on release, or at every step where it is `live`."""
    row = dataset.assumptions[MOVED]
    start = Scenario.from_query(QUERY, dataset).number(MOVED)
    slider = pn.widgets.FloatSlider(name=row.label.in_("en"), start=row.low, end=row.high, step=row.step, value=start)
    first = Content.at(dataset, start)
    words = pn.pane.HTML(_words(first))
    titles = {id_: pn.pane.HTML("") for id_ in DRAWN}
    charts = {id_: pn.pane.Plotly(None, sizing_mode="stretch_width", config={"displayModeBar": False}) for id_ in DRAWN}

    def show(content: Content) -> None:
        with pn.io.hold():
            words.object = _words(content)
            for id_, chart in zip(DRAWN, content.charts, strict=True):
                titles[id_].object, charts[id_].object = f"<h3>{chart.title}</h3>", chart.figure

    show(first)
    slider.param.watch(lambda event: show(Content.at(dataset, event.new)), "value" if live else "value_throttled")
    cards = [part for id_ in DRAWN for part in (titles[id_], charts[id_])]
    return pn.Row(pn.Column(slider, width=300), pn.Column(words, *cards, sizing_mode="stretch_width", max_width=1080))


def _words(content: Content) -> str:
    values = "".join(f'<span class="value">{value}</span> ' for value in content.headline)
    return f"<p>{content.definition}</p><p>{values}</p>"


def main() -> None:
    """Serve the page on 127.0.0.1 until ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8050)
    parser.add_argument("--live", action="store_true")
    asked = parser.parse_args()
    pn.extension("plotly")
    dataset = read.load()
    gc.collect()
    gc.freeze()  # as our own server does
    pn.serve(lambda: page(dataset, asked.live), address="127.0.0.1", port=asked.port, show=False, verbose=False)


if __name__ == "__main__":
    main()
