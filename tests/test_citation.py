"""How a result is quoted, and what a later reader is told."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.data import read
from finance.data.dataset import Dataset
from finance.errors import OutputError
from finance.language.catalogue import Language
from finance.model import gap
from finance.model.gap import HEADLINE, Result
from finance.outputs import citation, reproduce
from finance.outputs.citation import Cited, Moved
from finance.scenario import Scenario

Solve = Callable[..., Result]
ENGLISH = Language()
SITE = "https://example.org/gap"


@pytest.fixture
def result(solve: Solve) -> Result:
    return citation.at(solve("article", eur_usd=1.25), SITE)


def quoted(result: Result) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(citation.link(result)).query))


def test_a_link_opens_the_scenario_and_carries_edition_and_headline(dataset: Dataset, result: Result) -> None:
    """200 − (75 + 90 × 1.25) = 200 − 187.5 = 12.5."""
    address = citation.link(result)
    assert address == f"{SITE}/?scenario=article&eur_usd=1.25&edition={dataset.edition}&cited=200,187.5,12.5"
    query = {name: value for name, value in quoted(result).items() if name not in citation.NAMES}
    assert Scenario.from_query(query, dataset).key == result.scenario.key


def test_without_a_site_the_link_is_what_follows_it(solve: Solve) -> None:
    """The command line does not know where the dashboard stands."""
    assert citation.link(solve("article")).startswith("/?scenario=article&edition=")


@given(data=st.data())
def test_a_quoted_headline_is_read_back_to_six_digits(
    data: st.DataObject, scenarios: st.SearchStrategy[Scenario]
) -> None:
    """For any scenario: what the address carries is the headline, and it never counts as moved on its own edition."""
    scenario = data.draw(scenarios)
    result = gap.solve(scenario.dataset, scenario)
    found = Cited.read(quoted(result))
    assert found is not None
    for name in ("need", "available", "gap", "funded", "stranded"):
        assert getattr(found, name) == pytest.approx(getattr(result, name), rel=1e-5, abs=1e-5 * (1 + result.need))


def test_what_moved_adds_up() -> None:
    """Need 200 → 210, money 180.4 → 190.4 of which 5 is stranded now: the gap moves by 10 − 10 + 5 = 5."""
    before = Cited("old", need=200.0, available=180.4, gap=19.6)
    now = Cited("new", need=210.0, available=190.4, gap=24.6)
    moved = Moved(before, now)
    assert (moved.elsewhere, moved.any) == (True, True)
    assert moved.gap == pytest.approx(5.0)
    assert moved.parts == pytest.approx((10.0, -10.0, 5.0))
    assert sum(moved.parts) == pytest.approx(moved.gap)


def test_what_prints_the_same_has_not_moved() -> None:
    """19.592 and 19.5918 are both printed as 19.6."""
    before = Cited("old", 200.0, 180.408, 19.592)
    assert not Moved(before, replace(before, edition="new", gap=19.5918)).any
    assert not Moved(before, before).elsewhere


@pytest.mark.parametrize(
    "text", ["", "200,180", "200,180,ten", "200;180;19", "nan,1,1", "inf,1,1", "-1,0,0", "10,0,20"]
)
def test_a_quotation_that_cannot_be_read_is_refused(text: str) -> None:
    """Whatever somebody typed into the address: one sentence that begins with what they typed."""
    with pytest.raises(OutputError, match=r"^cited is '"):
        Cited.read({"cited": text})


def test_an_address_that_quotes_nothing_is_none() -> None:
    """An ordinary link, also one that has only an edition."""
    assert Cited.read({"scenario": "article", "edition": "abc"}) is None


@pytest.mark.parametrize("site", ["javascript:alert(1)", "example.org", "file:///etc/passwd", "https://"])
def test_a_site_that_is_no_web_address_is_refused(result: Result, site: str) -> None:
    """Links in files lead to web pages only."""
    with pytest.raises(OutputError, match="is no address of a dashboard"):
        citation.at(result, site)


def test_the_references_name_edition_key_and_link(result: Result) -> None:
    """APA and BibTeX, word by word."""
    edition, key, year = result.dataset.edition, result.scenario.key, citation.year(result.dataset)
    title = "Funding gap for reconstruction, scenario “The article in one currency” with changed assumptions"
    assert citation.apa(result, ENGLISH) == (
        f"Ukraine reconstruction finance. ({year}). {title} (data edition {edition}, key {key}) "
        f"[Interactive dashboard]. {citation.link(result)}"
    )
    assert citation.bibtex(result, ENGLISH).splitlines() == [
        f"@misc{{ukraine_gap_{key},",
        "  author       = {{Ukraine reconstruction finance}},",
        f"  title        = {{{title}}},",
        f"  year         = {{{year}}},",
        "  howpublished = {Interactive dashboard},",
        f"  note         = {{Data edition {edition}, key {key}}},",
        f"  url          = {{{citation.link(result)}}}",
        "}",
    ]


@pytest.mark.parametrize(
    ("preset", "values"),
    [
        ("article", {}),
        ("article_civilian", {"eur_usd": 1.2048, "lang": "en"}),
        (
            "rdna5_held",
            {"firmness": "pledged", "rule": "most_funded", "spread_not_itemised": True, "soft_earmarks": 0.3},
        ),
    ],
)
def test_the_lines_of_python_give_the_same_figures_in_a_fresh_process(
    solve: Solve, preset: str, values: dict[str, float | str | bool]
) -> None:
    """Copied, run in the repository's folder, read back: every digit of the six figures."""
    result = solve(preset, **values)
    ran = subprocess.run(
        [sys.executable, "-c", reproduce.lines(result)],
        cwd=read.DATA.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert [float(line) for line in ran.stdout.split()] == [getattr(result, name) for name in HEADLINE]


def test_the_lines_stop_where_the_data_is_another_edition(solve: Solve) -> None:
    """They name the edition that was quoted instead of printing other figures."""
    result = solve("article")
    lines = reproduce.lines(result).replace(result.scenario.key, "0000000000")
    ran = subprocess.run(
        [sys.executable, "-c", lines], cwd=read.DATA.parent, capture_output=True, text=True, check=False
    )
    assert ran.stdout == ""
    assert f"AssertionError: edition {result.dataset.edition} was quoted" in ran.stderr
