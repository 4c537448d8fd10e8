"""What the page asks while a slider is moved: the same words and figures as a run of the page would bring."""

import gzip
import json
import re
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

import pytest
import uvicorn
from starlette.applications import Starlette

from finance.data.dataset import Dataset
from finance.explain import sentence
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.model import gap
from finance.outputs import plotlyjs
from finance.outputs.charts import CHARTS
from finance.scenario import Scenario
from pages.parts import announced, answers, library, live, results

ENGLISH = Language("en")


Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """The routes on a port of their own: `ask("steps/eur_usd.json", {"scenario": "article"})` is the answer."""
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=answers.ROUTES), port=0, log_level="error"))
    running = threading.Thread(target=server.run)
    running.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]

    def answer(path: str, query: Mapping[str, str] | None = None) -> Any:
        url = f"http://127.0.0.1:{port}/live/{path}" + (f"?{urlencode(query)}" if query else "")
        with urllib.request.urlopen(url, timeout=10) as response:
            return json.loads(response.read())

    yield answer
    server.should_exit = True
    running.join(10)


def at(column: list[str], row: int) -> str:
    return column[0] if len(column) == 1 else column[row]


@pytest.mark.parametrize("preset", ["article", "rdna5_held"])
@pytest.mark.parametrize("currency", ["USD", "EUR"])
def test_each_step_of_each_slider_reads_as_a_run_at_that_step(
    dataset: Dataset, ask: Ask, preset: str, currency: str
) -> None:
    """Need, available, gap, coverage and their changes: the words that `gap.solve` and Display give at the value."""
    scenario = Scenario.preset(preset, dataset).with_(currency=currency)
    start = gap.solve(dataset, Scenario.preset(preset, dataset))
    numbers = [id_ for id_, row in dataset.assumptions.items() if row.kind == "number"]
    for id_ in numbers:
        table = ask(f"steps/{id_}.json", scenario.to_query())
        need, available, unmet, coverage = table["figures"]
        assert table["preset"] == start.scenario.number(id_)
        for row in range(0, len(table["values"]), max(1, len(table["values"]) // 12)):
            result = gap.solve(dataset, scenario.with_(**{id_: table["values"][row]}))
            display = Display(result, ENGLISH)
            for column, name in ((need, "need"), (available, "available"), (unmet, "gap")):
                usd = getattr(result, name)
                assert at(column["shown"], row) == display.money(usd)
                assert at(column["change"], row) == display.change(usd - getattr(start, name))
            assert at(coverage["shown"], row) == display.percent(result.coverage)
            assert at(coverage["change"], row) == display.points(result.coverage, start.coverage)


def test_every_position_of_a_slider_has_a_row(ask: Ask) -> None:
    """0.8 to 1.6 by 0.0016 is 501 positions, spelled as the slider spells them."""
    values = ask("steps/eur_usd.json", {"scenario": "article"})["values"]
    assert len(values) == 501
    assert values[:2] == [0.8, 0.8016]
    assert values[-1] == 1.6
    assert 1.1712 in values


def test_data_that_the_routes_do_not_know_are_not_asked_about(dataset: Dataset, mini: Callable[..., Dataset]) -> None:
    """A scenario on data of its own is not answered from the data as they ship: the page then waits for the run."""
    assert live.asked_at(gap.solve(results.dataset(), Scenario.preset("article", results.dataset()))) == ""
    own = mini()
    assert live.asked_at(gap.solve(own, Scenario.preset("article", own))) is None


def test_a_column_that_never_changes_is_sent_once(ask: Ask) -> None:
    """The need in dollars does not rest on the rate of the euro; the money does."""
    need, available, *_ = ask("steps/eur_usd.json", {"scenario": "article"})["figures"]
    assert need == {"shown": ["$200.0bn"], "change": ["$0.0bn"], "better": ["gray"]}
    assert len(available["shown"]) == 501
    assert [available["better"][row] for row in (0, 232, 500)] == ["red", "gray", "green"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_charts_of_a_state_are_those_of_the_screen(dataset: Dataset, ask: Ask, theme: str) -> None:
    """Title, subtitle, text for the blind and marks to the letter, so that the run that follows has nothing to draw."""
    query = {"scenario": "rdna5_held", "eur_usd": "1.25"}
    result = gap.solve(dataset, Scenario.from_query(query, dataset))
    answer = ask(f"state/{theme}.json", query | {"charts": ",".join(CHARTS)})
    assert answer["definition"] == Display(result, ENGLISH).definition
    assert list(answer["charts"]) == list(CHARTS)
    for id_, chart in answer["charts"].items():
        drawn = CHARTS[id_](result, ENGLISH, theme)
        assert chart == {"title": drawn.title, "subtitle": drawn.subtitle, "alt": drawn.alt, "figure": drawn.text}
        assert chart["figure"] is None or set(json.loads(chart["figure"])) == {"data", "layout"}


def test_the_sentences_of_a_state_are_those_of_the_screen(dataset: Dataset, ask: Ask) -> None:
    """With the address of the scenario before they say what the move did; without one, only what stands."""
    before, now = {"scenario": "article"}, {"scenario": "article", "eur_usd": "1.25"}
    result, start = gap.solve(dataset, Scenario.from_query(now, dataset)), Scenario.from_query(before, dataset)
    assert ask("story.json", now) == {"story": sentence(result, ENGLISH)}
    moved = ask("story.json", now | {"before": urlencode(before)})
    assert moved == {"story": sentence(result, ENGLISH, start)}
    assert "1.25" in moved["story"]


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("steps/eur_usd.json?eur_usd=9", 422, "allowed is 0.8 to 1.6"),
        ("steps/firmness.json", 404, "'firmness' is no number that can be moved"),
        ("steps/nothing.json", 404, "'nothing' is no number"),
        ("state/light.json?colour=blue", 422, "'colour' is no assumption"),
        ("state/grey.json", 404, "known are light, dark"),
        ("state/light.json?charts=pie", 404, "the charts waterfall"),
        ("story.json?eur_usd=9", 422, "allowed is 0.8 to 1.6"),
        ("story.json?before=eur_usd%3D9", 422, "allowed is 0.8 to 1.6"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_words(ask: Ask, path: str, status: int, words: str) -> None:
    """A bad name or value: the status and one sentence with what is allowed."""
    with pytest.raises(urllib.error.HTTPError) as refused:
        ask(path)
    assert refused.value.code == status
    assert words in " ".join(json.loads(refused.value.read())["errors"])


def test_both_builds_of_the_drawing_library_are_of_one_version() -> None:
    """The small one, which is kept with the code, is renewed when the plotly package is."""
    scripts = [gzip.decompress(packed()).decode() for packed in (plotlyjs.basic, plotlyjs.whole)]
    assert plotlyjs.version(scripts[0]) == plotlyjs.version(scripts[1])
    assert len(scripts[0]) < len(scripts[1]) / 3


@pytest.mark.parametrize("preset", ["article", "rdna5_whole"])
def test_every_chart_asks_for_the_build_that_can_draw_it(dataset: Dataset, preset: str) -> None:
    """The whole library for a flow between sources and sectors, the small one for all others."""
    result = gap.solve(dataset, Scenario.preset(preset, dataset))
    asked = {id_: library.path(build(result, ENGLISH, "light")) for id_, build in CHARTS.items()}
    assert {id_ for id_, path in asked.items() if path == library.WHOLE} == {"sankey"}


def test_a_screen_announces_the_modules_that_its_first_run_needs() -> None:
    """Sliders, figures and components, by the names that Streamlit gives them; short enough for any proxy."""
    names = re.findall(r"</static/js/([^>]+)>; rel=modulepreload; crossorigin", announced.links())
    assert {name.split(".")[0] for name in names} >= {"Slider", "Selectbox", "Metric", "BidiComponent"}
    served = files("streamlit") / "static" / "static" / "js"
    assert all((served / name).is_file() for name in names)
    assert len(announced.links()) < 1_500
