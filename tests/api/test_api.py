"""The addresses of the API: the same figures as everywhere else, and refusals in words."""

import csv
import io
import json
from collections.abc import Callable
from urllib.parse import urlencode

import pytest

from finance.analysis import uncertainty
from finance.data.dataset import Dataset
from finance.language.catalogue import Language
from finance.model.gap import Result
from finance.outputs import charts, formats
from finance.scenario import Scenario
from pages.api import replies, routes
from pages.api.guard.settings import Settings
from pages.parts import library
from tests.api.conftest import Site, serving

Solve = Callable[..., Result]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


# ---------------------------------------------------------------- answers


@pytest.mark.parametrize("scenario", ["article", "rdna5_held", "prosperity_plan"])
def test_the_gap_is_what_the_command_line_answers(site: Site, solve: Solve, scenario: str) -> None:
    """One object, whoever asks; the query is that of a screen."""
    answer = site.get(f"/api/v1/gap.json?scenario={scenario}&eur_usd=1.25")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.body == formats.build("json", solve(scenario, eur_usd=1.25), Language())


@pytest.mark.parametrize("value", ["0", "1"])
def test_receipts_of_cells_are_served_when_asked_for(site: Site, solve: Solve, value: str) -> None:
    """As the command line writes them; the two answers have tags of their own."""
    answer = site.get(f"/api/v1/gap.json?scenario=rdna5_held&receipts={value}")
    assert answer.body == formats.build("json", solve("rdna5_held"), Language(), receipts=value == "1")
    plain = site.get("/api/v1/gap.json?scenario=rdna5_held")
    assert (answer.headers["etag"] == plain.headers["etag"]) is (answer.body == plain.body) is (value == "0")


@pytest.mark.parametrize("ending", formats.FORMATS)
def test_an_unknown_wish_for_receipts_is_refused_with_what_is_allowed(site: Site, ending: str) -> None:
    """Whatever the kind of file, beside every other problem of the query; where no file is asked for it is no name."""
    answer = site.get(f"/api/v1/gap.{ending}?receipts=yes&eur_usd=9")
    assert answer.status == 422
    assert answer.errors == [
        "receipts is yes; it takes one of 0, 1",
        "eur_usd is 9; allowed is 0.8 to 1.6 [USD per EUR]",
    ]
    assert site.get("/api/v1/draws.json?receipts=1").errors[0].startswith("'receipts' is no assumption; known are ")


def test_every_kind_of_file_is_served_as_it_is_written(site: Site, solve: Solve) -> None:
    """Each registered kind under its ending and the name that a download has; numbers byte for byte."""
    result = solve("rdna5_whole")
    for ending, kind in formats.FORMATS.items():
        shown = () if kind.charts == "none" else ("waterfall",)
        query = urlencode({"scenario": "rdna5_whole"} | ({"charts": "waterfall"} if shown else {}))
        answer = site.get(f"/api/v1/gap.{ending}?{query}")
        assert answer.status == 200, answer.text
        assert answer.headers["content-type"] == kind.media_type
        if ending in routes.QUICK:
            assert answer.body == formats.build(ending, result, Language(), shown)
        assert len(answer.body) > 1000
        if ending != "json":
            assert f'filename="{formats.name(ending, result, shown)}"' in answer.headers["content-disposition"]


def test_the_draws_are_those_of_the_command_line(site: Site, dataset: Dataset) -> None:
    """Number and seed are assumptions like any other, so the same call gives the same draws."""
    answer = site.get("/api/v1/draws.json?scenario=article&draws=256&seed=7")
    assert answer.status == 200
    scenario = Scenario.preset("article", dataset).with_(draws=256.0, seed=7.0)
    assert answer.json == json.loads(json.dumps(uncertainty.draw(dataset, scenario).as_dict()))
    assert site.get("/api/v1/draws.json?draws=-1").status == 422


@pytest.mark.parametrize("id_", charts.CHARTS)
def test_every_chart_has_its_figure_and_its_numbers(site: Site, id_: str) -> None:
    """`.json` is what plotly.js draws, `.csv` the table with unit, edition and documents."""
    figure = site.get(f"/api/v1/charts/{id_}.json?scenario=rdna5_whole").json
    assert {"data", "layout"} <= set(figure)
    found = rows(site.get(f"/api/v1/charts/{id_}.csv?scenario=rdna5_whole").text)
    assert found
    assert {row["scenario"] for row in found} == {"rdna5_whole"}


def test_what_can_be_asked_for_is_listed(site: Site, dataset: Dataset) -> None:
    """Presets with their stories, assumptions with their ranges, in the language asked for."""
    presets = site.get("/api/v1/scenarios.json").json
    assert presets["edition"] == dataset.edition
    assert [row["id"] for row in presets["rows"]] == list(dataset.presets)
    assumed = {row["id"]: row for row in site.get("/api/v1/assumptions.json").json["rows"]}
    assert list(assumed) == list(dataset.assumptions)
    rate = dataset.assumptions["eur_usd"]
    assert (assumed["eur_usd"]["low"], assumed["eur_usd"]["high"]) == (rate.low, rate.high)
    assert list(assumed["firmness"]["choices"]) == list(dataset.choices["firmness"])


def test_every_figure_stands_in_the_table_with_its_document(site: Site, dataset: Dataset) -> None:
    """As many rows as figures; one that was read in a document carries its title."""
    found = rows(site.get("/api/v1/figures.csv").text)
    assert [row["figure"] for row in found] == list(dataset.figures)
    rate = next(row for row in found if row["figure"] == "assumptions.eur_usd")
    assert float(rate["value"]) == 1.1712
    assert rate["title"] == dataset.origins[rate["origin"]].title


def test_health_tells_the_edition(site: Site, dataset: Dataset) -> None:
    """Nothing of it may be kept by who asks."""
    answer = site.get("/api/v1/health.json")
    assert answer.json == {"status": "ok", "edition": dataset.edition, "problems": 0}
    assert answer.headers["cache-control"] == "no-store"


def test_all_of_it_may_stand_below_another_path() -> None:
    """A server with a base address answers there and links there."""
    with serving(Settings(), base="/gap") as site:
        assert site.get("/gap/api/v1/health.json").status == 200
        assert site.get("/gap/api/v1/openapi.json").json["servers"] == [{"url": "/gap/api/v1"}]
        assert f'src="/gap{library.BASIC}"' in site.get("/gap/embed/waterfall").text
        assert site.get(f"/gap{library.BASIC}").status == 200
        assert 'href="/gap/api/v1/openapi.json"' in site.get("/gap/api").text


# ---------------------------------------------------------------- sent once


def test_what_has_not_changed_is_not_sent_again(site: Site) -> None:
    """The tag of an answer, sent back, gives 304 without a body; another value of an assumption is another tag."""
    first = site.get("/api/v1/gap.json?eur_usd=1.25")
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "public, no-cache"
    for held in (tag, f'"other", {tag}', "*"):
        again = site.get("/api/v1/gap.json?eur_usd=1.25", If_None_Match=held)
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    moved = site.get("/api/v1/gap.json?eur_usd=1.26", If_None_Match=tag)
    assert moved.status == 200
    assert moved.headers["etag"] != tag


def test_an_answer_held_to_an_edition_is_kept(site: Site, dataset: Dataset) -> None:
    """With the edition in the query nothing can change within it; another edition is refused with today's."""
    answer = site.get(f"/api/v1/gap.json?edition={dataset.edition}")
    assert answer.headers["cache-control"] == "public, max-age=3600"
    assert answer.json["gap"] == site.get("/api/v1/gap.json").json["gap"]
    refused = site.get("/api/v1/gap.json?edition=0000000000")
    assert refused.status == 409
    assert refused.errors == [
        f"the data is edition {dataset.edition} now, not '0000000000'; leave edition out for today's figures"
    ]


def test_the_tag_changes_with_the_program(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new version may answer otherwise for the same data."""
    before = site.get("/api/v1/gap.json").headers["etag"]
    monkeypatch.setattr(replies, "program", lambda: "another")
    assert site.get("/api/v1/gap.json").headers["etag"] != before


def test_head_gives_the_headers_alone(site: Site) -> None:
    """The same length and tag, no body."""
    whole, head = site.get("/api/v1/gap.json"), site.get("/api/v1/gap.json", "HEAD")
    assert (head.status, head.body) == (200, b"")
    for name in ("content-length", "etag", "content-type"):
        assert head.headers[name] == whole.headers[name]


def test_pages_of_any_site_may_read(site: Site) -> None:
    """Reading is open to every origin, without cookies; writing is to none, because there is nothing to write."""
    answer = site.get("/api/v1/gap.json", Origin="https://news.example")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    asked = {"Origin": "https://news.example", "Access_Control_Request_Headers": "If-None-Match"}
    allowed = site.get("/api/v1/gap.json", "OPTIONS", **asked, Access_Control_Request_Method="GET")
    assert allowed.status == 200
    assert allowed.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    assert site.get("/api/v1/gap.json", "OPTIONS", **asked, Access_Control_Request_Method="PUT").status == 400
    assert "access-control-allow-origin" not in site.get("/embed/waterfall", Origin="https://news.example").headers


# ---------------------------------------------------------------- refused


def test_every_problem_of_a_query_is_told_at_once(site: Site) -> None:
    """Out of range, no number, no such choice, no such name, given twice: each with what is allowed."""
    answer = site.get("/api/v1/gap.json?eur_usd=9&ifi_eligible=much&firmness=firm&colour=blue&horizon=9&horizon=10")
    assert answer.status == 422
    assert answer.errors[:4] == [
        "horizon is given 2 times; give it once",
        "eur_usd is 9; allowed is 0.8 to 1.6 [USD per EUR]",
        "ifi_eligible is 'much', not a number; allowed is 0 to 1 [share of face]",
        "firmness is firm; it takes one of announced, pledged, committed, allocated, disbursed",
    ]
    assert answer.errors[4].startswith("'colour' is no assumption; known are ")


def test_an_unknown_scenario_is_not_found_and_the_known_are_named(site: Site, dataset: Dataset) -> None:
    """404, with the other problems of the query beside it."""
    answer = site.get("/api/v1/gap.json?scenario=rdna9&eur_usd=9")
    assert answer.status == 404
    assert answer.errors == [
        f"'rdna9' is no scenario; known are {', '.join(dataset.presets)}",
        "eur_usd is 9; allowed is 0.8 to 1.6 [USD per EUR]",
    ]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("charts/pie.json", f"'pie' is no chart; known are {', '.join(charts.CHARTS)}"),
        ("charts/waterfall.png", "'png' is no form of a chart; known are json, csv"),
        ("gap.exe", f"'exe' is no kind of file; known are {', '.join(formats.FORMATS)}"),
        ("gap", "there is no such address; /api/v1/openapi.json lists all of them"),
        ("../../etc/passwd", "there is no such address; /api/v1/openapi.json lists all of them"),
    ],
)
def test_what_does_not_exist_is_not_found_and_the_known_is_named(site: Site, path: str, words: str) -> None:
    """Charts, forms, kinds of file and addresses."""
    answer = site.get(f"/api/v1/{path}")
    assert answer.status == 404
    assert answer.errors == [words]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("charts/pie.json?lang=uk", f"«pie» — невідоме ім'я (діаграма); відомі: {', '.join(charts.CHARTS)}"),
        ("nothing?lang=uk", "такої адреси немає; усі перелічено в /api/v1/openapi.json"),
        ("gap.json?lang=uk&horizon=5&horizon=6", "horizon задано кілька разів (2); задайте один раз"),
        ("charts/pie.json?lang=de", f"'pie' is no chart; known are {', '.join(charts.CHARTS)}"),
    ],
)
def test_a_refusal_is_in_the_language_asked_for(site: Site, path: str, words: str) -> None:
    """Where there is such a language; else in English."""
    assert words in site.get(f"/api/v1/{path}").errors


def test_charts_of_a_file_are_checked(site: Site) -> None:
    """An unknown chart is refused whatever the kind of file."""
    answer = site.get("/api/v1/gap.csv?charts=waterfall,pie")
    assert answer.status == 422
    assert answer.errors == [f"'pie' is no chart; known are {', '.join(charts.CHARTS)}"]


def test_a_file_of_charts_asked_for_without_one_is_refused(site: Site) -> None:
    """In words with the known charts, and not as half a file."""
    answer = site.get("/api/v1/gap.pptx")
    assert answer.status == 422
    assert answer.errors == [f"a .pptx file shows charts and none was chosen; known are {', '.join(charts.CHARTS)}"]


def test_a_chart_with_nothing_to_draw_is_no_picture(site: Site) -> None:
    """Refused with the chart's own reason; its figure for plotly.js has that as its title and no marks."""
    query = "scenario=rdna5_whole&firmness=disbursed&standing=official"
    assert site.get(f"/api/v1/charts/sankey.json?{query}").json["data"] == []
    answer = site.get(f"/api/v1/gap.png?{query}&charts=sankey")
    assert answer.status == 422
    assert answer.errors[0].startswith("sankey has nothing to draw under this scenario: No money counts")


def test_a_list_takes_only_the_language(site: Site) -> None:
    """A list does not depend on a scenario, so a query that thinks it does is refused."""
    answer = site.get("/api/v1/scenarios.json?eur_usd=1.2&lang=xx")
    assert answer.status == 422
    assert answer.errors[0] == "'eur_usd' is not read here; known are lang, edition"
    assert answer.errors[1].startswith("lang is xx; it takes one of en")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_written(site: Site, method: str) -> None:
    """405 with what is allowed."""
    answer = site.get("/api/v1/gap.json", method, body=b"{}")
    assert answer.status == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}
    assert answer.errors == ["what stands here is only read; use GET"]


def test_a_fault_of_ours_shows_no_traceback(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence and 500; every header of a good answer stands on it."""

    def fails(*_: object) -> None:
        raise ZeroDivisionError("secret of the inside")

    monkeypatch.setattr(formats, "build", fails)
    answer = site.get("/api/v1/gap.json")
    assert answer.status == 500
    assert answer.errors == ["this could not be answered; the fault is in the server's log"]
    assert "nosniff" in answer.headers["x-content-type-options"]


@pytest.mark.parametrize("name", ["self", "dataset", "__class__", "with_", "scenario ", "", "constructor"])
def test_a_name_out_of_the_program_is_a_name_like_any_other(site: Site, name: str) -> None:
    """A query cannot reach an argument or attribute of the program by its name."""
    answer = site.get(f"/api/v1/gap.json?{urlencode({name: 'x'})}")
    assert answer.status == 422
    assert "is no assumption" in answer.errors[0]


def test_so_many_wait_that_one_more_is_sent_away(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A queue without an end would answer nobody: 503 with when to ask again."""
    monkeypatch.setattr(replies, "WAITING", 0)
    answer = site.get("/api/v1/gap.json")
    assert answer.status == 503
    assert answer.headers["retry-after"] == "2"
    assert answer.errors == ["the server is busy; ask again in a moment"]
