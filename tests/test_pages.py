"""The HTML report and the Word document."""

import json
import re
from collections.abc import Callable
from html import unescape
from io import BytesIO

import pytest
from docx import Document

from finance.data import read
from finance.data.dataset import Dataset
from finance.language.catalogue import Language
from finance.model import gap
from finance.model.gap import Result
from finance.outputs import charts, citation, word
from finance.outputs.html import report
from finance.outputs.report import Contents
from finance.scenario import Scenario
from tests.documents import Nowhere, words

Solve = Callable[..., Result]
ENGLISH, UKRAINIAN = Language(), Language("uk")
EVERY = tuple(charts.CHARTS)


@pytest.fixture(scope="module")
def result(solve: Solve) -> Result:
    return citation.at(solve("rdna5_whole", eur_usd=1.25), "https://example.org/gap")


@pytest.fixture(scope="module")
def html(result: Result) -> str:
    return report.build(result, ENGLISH, EVERY).decode()


def said(contents: Contents) -> tuple[str, ...]:
    """What every document says of a result whose dollars per euro were moved."""
    return (
        contents.finding,
        *(value for _name, value in contents.headline),
        contents.range,
        contents.display.definition,
        "1.2500 USD per EUR",
        *(document.title for document in contents.documents),
        *("; ".join(document.locators) for document in contents.documents),
        contents.apa,
        contents.bibtex,
        contents.python.rstrip(),
    )


def test_the_page_asks_for_nothing_from_anywhere(html: str) -> None:
    """plotly.js stands in it once; no element names another file, and its policy forbids it."""
    assert html.count("plotly.js v") == 1
    tags = re.sub(r"<script.*?</script>", "", html, flags=re.S)
    assert not re.findall(r"<(?:link|img|iframe|script)\b|\bsrc=|@import|url\(", tags)
    assert "default-src 'none'" in html


def test_the_page_holds_every_chart_with_the_numbers_of_the_result(result: Result, html: str) -> None:
    """The figures as they are drawn, read back from the page."""
    found = re.search(r'<script id="figures" type="application/json">(.*?)</script>', html, re.S)
    assert found is not None
    figures = json.loads(found[1])
    assert list(figures) == [id_ for id_ in EVERY if charts.CHARTS[id_](result, ENGLISH, "light").draw]
    bars = {trace["name"]: trace["x"] for trace in figures["waterfall"]["data"] if trace["type"] == "bar"}
    assert bars["Need"] == [pytest.approx(result.need)]
    assert bars["Gap"] == [pytest.approx(result.gap)]


def test_the_page_says_what_every_document_says(result: Result, html: str) -> None:
    """Finding, four figures, definition, what differs, each document with its places, references and program."""
    text = unescape(re.sub(r"<[^>]+>", "", html))
    for words_ in said(Contents.of(result, ENGLISH, EVERY)):
        assert words_ in text


def test_every_chart_of_the_page_is_described(result: Result, html: str) -> None:
    """For who cannot see it: one figure, one label."""
    labels = re.findall(r'<figure id="\w+" role="img" aria-label="([^"]+)"', html)
    assert len(labels) == sum(chart.draw is not None for chart in Contents.of(result, ENGLISH, EVERY).charts)
    assert min(map(len, labels)) > 20


def test_a_name_with_tags_stays_text(with_files: Callable[..., Dataset]) -> None:
    """What stands in the data cannot become an element of the page, nor end the script that holds the figures."""

    names = (read.DATA / "sources.yaml").read_text(encoding="utf-8")
    dataset = with_files(sources=names.replace('"European Union"', '"</script><b onclick=x>"'))
    odd = gap.solve(dataset, Scenario.preset("article", dataset))
    html = report.build(odd, ENGLISH, ("waterfall", "money")).decode()
    assert "<b onclick" not in html
    assert html.count("</script>") == 3


def test_the_word_document_holds_charts_as_tables_where_nothing_draws_them(result: Result) -> None:
    """It says so, and its tables hold the rounded numbers of the charts."""
    document = Document(BytesIO(word.build(result, ENGLISH, EVERY, Nowhere())))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Charts stand as tables: no program that draws them was found." in text
    assert not document.inline_shapes
    waterfall = document.tables[1]
    cells = [[cell.text for cell in row.cells] for row in waterfall.rows]
    assert cells[1] == ["Need", ENGLISH.number(result.need)]
    assert cells[-1] == ["Gap", ENGLISH.number(result.gap)]


def test_the_word_document_says_what_every_document_says(result: Result) -> None:
    """Finding, figures, definition, what differs, documents with their places, reference and program."""
    document = Document(BytesIO(word.build(result, ENGLISH, ("waterfall",), Nowhere())))
    text = "\n".join(
        [p.text for p in document.paragraphs] + [c.text for t in document.tables for r in t.rows for c in r.cells]
    )
    for words_ in said(Contents.of(result, ENGLISH, ("waterfall",))):
        assert words_ in text


def test_ukrainian_text_survives_in_both(solve: Solve) -> None:
    """Labels and stories as the data has them."""
    result = solve("rdna5_whole")
    html = report.build(result, UKRAINIAN, ("coverage",)).decode()
    text = words(word.build(result, UKRAINIAN, ("coverage",), Nowhere()))
    for said in ("Транспорт", "Найновіша оцінка"):
        assert said in html
        assert said in text
    assert '<html lang="uk">' in html
