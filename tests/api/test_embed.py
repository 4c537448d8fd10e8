"""Cards for other sites."""

import json
import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from markupsafe import escape

from finance.data.dataset import Dataset
from finance.language.catalogue import Language
from finance.model.gap import Result
from finance.outputs import charts
from tests.api.conftest import Site


def text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL))


@pytest.mark.parametrize("id_", charts.CHARTS)
def test_every_chart_is_a_card(site: Site, solve: Callable[..., Result], dataset: Dataset, id_: str) -> None:
    """Finding, chart, numbers, definition, documents, key and edition, and the way back with the whole state.

    A chart that has nothing to show in this scenario says so in its title and stands without marks.
    """
    chart = charts.CHARTS[id_](solve("rdna5_whole", eur_usd=1.25), Language(), "light")
    answer = site.get(f"/embed/{id_}?scenario=rdna5_whole&eur_usd=1.25")
    assert answer.status == 200
    assert f"<h1>{escape(chart.title)}</h1>" in answer.text
    assert ('<div id="chart" role="img" aria-label="' in answer.text) == (chart.draw is not None)
    assert ("<details>" in answer.text) == (not chart.table.empty)
    words = text(answer.text)
    assert "Need according to RDNA5" in words
    assert "Data from: " in words
    assert f"data edition {dataset.edition}" in words
    assert 'href="/?scenario=rdna5_whole&amp;eur_usd=1.25"' in answer.text


def test_the_theme_is_the_one_asked_for_or_the_readers_own(site: Site) -> None:
    """One colour set is sent where it is named, both where the reader's browser decides."""
    for theme, sets in (("light", ("light",)), ("dark", ("dark",)), ("auto", ("light", "dark"))):
        page = site.get(f"/embed/waterfall?theme={theme}").text
        assert f'data-theme="{theme}"' in page
        figures = re.search(r'<script type="application/json" id="figures">(.*?)</script>', page, re.DOTALL)
        assert figures
        assert list(json.loads(figures[1])) == list(sets)


def test_a_card_of_this_edition_says_nothing_of_it(site: Site, dataset: Dataset) -> None:
    """Held to the edition that is served it is simply the card."""
    assert 'class="notice"' not in site.get(f"/embed/waterfall?edition={dataset.edition}").text


def test_a_card_of_an_older_edition_says_so_and_shows_what_was_quoted(site: Site, dataset: Dataset) -> None:
    """The figures frozen in the address beside today's; without them a plain notice."""
    plain = text(site.get("/embed/waterfall?edition=0123456789").text)
    assert f"made with data edition 0123456789. The data is edition {dataset.edition} today" in plain
    assert "Quoted then" not in plain
    quoted = text(site.get("/embed/waterfall?edition=0123456789&cited=210,170.5,39.5").text)
    assert (
        "Quoted then: a need of $210.0bn, $170.5bn available, a gap of $39.5bn. "
        "Today: a need of $200.0bn, $180.4bn available, a gap of $19.6bn."
    ) in quoted


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("pie", 404, "&#39;pie&#39; is no chart; known are waterfall"),
        ("waterfall?theme=pink", 404, "&#39;pink&#39; is no theme; known are auto, light, dark"),
        ("waterfall?eur_usd=9", 422, "eur_usd is 9; allowed is 0.8 to 1.6"),
        ("waterfall?scenario=no", 404, "&#39;no&#39; is no scenario; known are"),
        ("waterfall?edition=x&cited=much", 422, "it takes need, available and gap in USD bn"),
        ("waterfall?eur_usd=9&lang=uk", 422, "eur_usd має значення 9; дозволено від 0,8 до 1,6 [USD за EUR]"),
        ("pie?lang=uk", 404, "«pie» — невідоме ім&#39;я (діаграма); відомі: waterfall"),
    ],
)
def test_what_cannot_be_shown_is_said_on_the_card(site: Site, path: str, status: int, words: str) -> None:
    """A page in words, so that who looks at the framing site sees why."""
    answer = site.get(f"/embed/{path}")
    assert (answer.status, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert words in answer.text


@pytest.mark.parametrize("name", ["edition", "scenario", "eur_usd", "theme", "cited", "<b>x</b>"])
def test_nothing_in_an_address_becomes_part_of_the_page(site: Site, name: str) -> None:
    """HTML in a value or a name is shown as it stands or not at all."""
    page = site.get(f"/embed/waterfall?{urlencode({name: '</script><script>alert(1)</script>'})}").text
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page


def test_an_unchanged_card_is_not_sent_again(site: Site) -> None:
    """Its tag changes with whatever is asked for."""
    tag = site.get("/embed/waterfall").headers["etag"]
    assert site.get("/embed/waterfall", If_None_Match=tag).status == 304
    for other in (
        "/embed/coverage",
        "/embed/waterfall?theme=dark",
        "/embed/waterfall?edition=1",
        "/embed/waterfall?eur_usd=1.2",
    ):
        assert site.get(other, If_None_Match=tag).status == 200


@pytest.mark.parametrize("path", ["/embed/waterfall", "/api"])
def test_what_is_no_screen_announces_nothing_of_one(site: Site, path: str) -> None:
    """A card names its own script in its page, and wants nothing of what the screens need."""
    assert "link" not in site.get(path).headers
