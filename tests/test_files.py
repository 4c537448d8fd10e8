"""The registry of files: what each ending gives, and what is refused before anything is built."""

import gzip
import io
import json
import re
from collections.abc import Callable
from html import unescape

import openpyxl
import pandas as pd
import pytest
from docx import Document

from finance import explain
from finance.data.dataset import Dataset
from finance.errors import OutputError
from finance.language.catalogue import Language
from finance.model import gap
from finance.model.gap import Result
from finance.outputs import charts, formats, plotlyjs, reproduce, tables
from finance.outputs.formats import FORMATS, Format
from finance.outputs.html import report
from finance.outputs.renderer import SHARED
from finance.scenario import Scenario
from tests.documents import opened, words

Solve = Callable[..., Result]
ENGLISH = Language()


@pytest.fixture
def result(solve: Solve) -> Result:
    return solve("rdna5_whole", eur_usd=1.25)


@pytest.fixture
def with_kind(monkeypatch: pytest.MonkeyPatch) -> Callable[[Format], None]:
    """Register one more kind of file for a test."""
    return lambda kind: monkeypatch.setattr(formats, "FORMATS", {**FORMATS, kind.ending: kind})


def test_every_kind_of_file_says_what_it_is() -> None:
    """Its ending is its key, its media type is one, and its label is a text for a button."""
    for ending, kind in FORMATS.items():
        assert kind.ending == ending == ending.lower()
        assert kind.media_type.count("/") == 1
        assert kind.label(ENGLISH)


def test_csv_and_json_hold_the_figures_of_the_result(result: Result) -> None:
    """The headline read back from both is the result's."""
    table = pd.read_csv(io.BytesIO(formats.build("csv", result, ENGLISH)))
    headline = table[table["table"] == "headline"].set_index("measure")["value"]
    assert headline["gap"] == pytest.approx(result.gap, rel=1e-11)
    told = json.loads(formats.build("json", result, ENGLISH))
    assert {name: told[name] for name in result.as_dict()} == result.as_dict()


def test_the_same_file_twice_is_the_same_bytes(result: Result) -> None:
    """No clock and no chance in a file, so that what a link gives can be kept and compared."""
    for ending, kind in FORMATS.items():
        if kind.charts == "one" and SHARED.missing:
            continue
        shown = () if kind.charts == "none" else ("waterfall",)
        assert formats.build(ending, result, ENGLISH, shown) == formats.build(ending, result, ENGLISH, shown), ending


def test_a_name_tells_what_is_in_the_file(result: Result) -> None:
    """Preset and key; with one chart its id, as the pictures of the cards have it."""
    key = result.scenario.key
    assert formats.name("csv", result) == f"ukraine-gap_rdna5_whole_{key}.csv"
    assert formats.name("png", result, ("coverage",)) == f"ukraine-gap_coverage_rdna5_whole_{key}.png"
    assert formats.name("pptx", result, ("coverage", "money")) == f"ukraine-gap_rdna5_whole_{key}.pptx"
    drawn = charts.CHARTS["coverage"](result, ENGLISH, "light")
    assert formats.name("png", result, ("coverage",)) == f"{charts.file_name(drawn, result)}.png"


def test_every_document_begins_with_the_sentence(result: Result) -> None:
    """As the screen says it: under the title of the report, on the first slide, on the first sheet of the workbook."""
    said = explain.sentence(result, ENGLISH)
    assert "“Dollars per euro” went from" in said
    shown = {
        "html": re.search(r"<h1>.*?</h1>\s*<p[^>]*>(.*?)</p>", _built("html", result).decode(), re.DOTALL),
        "docx": [line.text for line in Document(io.BytesIO(_built("docx", result))).paragraphs][2],
        "pptx": " ".join(shape.text_frame.text for shape in opened(_built("pptx", result)).slides[0].shapes),
        "xlsx": openpyxl.load_workbook(io.BytesIO(_built("xlsx", result))).worksheets[0]["A3"].value,
    }
    assert shown["html"] is not None
    assert unescape(shown["html"][1]) == said
    assert shown["docx"] == said
    assert said in shown["pptx"]
    assert shown["xlsx"] == f"When exported: {said}"


@pytest.mark.parametrize("ending", ["html", "docx", "pptx"])
def test_what_a_reader_must_know_names_figures_in_words(solve: Solve, ending: str) -> None:
    """No id of the data: the need of a sector that only the press published is called so, in the file's language."""
    content = _built(ending, solve("rdna5_whole", standing="official"))
    read = unescape(content.decode() if ending == "html" else words(content))
    assert "is graded C and is not used as published" in read
    assert "sectors.telecom.need" not in read.split("What these figures rest on")[0]


def test_another_language_is_no_assumption_that_differs(solve: Solve) -> None:
    """A Ukrainian file of an untouched preset says that all stands as the preset has it, and lists no language."""
    result, ukrainian = solve("article", lang="uk"), Language("uk")
    label = result.dataset.assumptions["lang"].label.uk
    assert json.loads(formats.build("json", result, ukrainian))["changed"] == {}
    assert "lang" not in reproduce.lines(result)
    for ending in ("html", "docx", "pptx"):
        text = _built(ending, result, ukrainian)
        read = text.decode() if ending == "html" else words(text)
        assert ukrainian.text("All stand as the preset has them.") in read, ending
        assert f">{label}<" not in read, ending
        assert f" {label} " not in read, ending


def _built(ending: str, result: Result, language: Language = ENGLISH) -> bytes:
    return formats.build(ending, result, language, () if FORMATS[ending].charts == "none" else ("waterfall",))


@pytest.mark.parametrize("ending", ["html", "docx", "pptx"])
def test_a_chart_without_marks_among_others_is_its_sentence(solve: Solve, ending: str) -> None:
    """The document is made all the same; the chart's title says why nothing is drawn."""
    broke = solve("rdna5_whole", firmness="disbursed", standing="official")
    empty = charts.CHARTS["sankey"](broke, ENGLISH, "light")
    assert empty.draw is None
    assert empty.title in _read(ending, formats.build(ending, broke, ENGLISH, ("waterfall", "sankey")))


@pytest.mark.parametrize("ending", ["html", "docx", "pptx"])
def test_a_chart_without_rows_among_others_is_a_sentence(mini: Callable[..., Dataset], ending: str) -> None:
    """A ledger that lists no line: its chart has neither marks nor a table, and the document says so."""
    nobody = gap.solve(*_mini(mini()))
    empty = charts.CHARTS["terms"](nobody, ENGLISH, "light")
    assert empty.draw is None
    assert empty.table.empty
    read = _read(ending, formats.build(ending, nobody, ENGLISH, ("waterfall", "terms")))
    assert empty.title in read
    assert read.count("There is nothing to draw under this scenario.") == 1


def test_a_chart_without_rows_is_no_file_by_itself(mini: Callable[..., Dataset]) -> None:
    """A document of it alone and a picture of it are refused with its title; its numbers are headings alone."""
    nobody = gap.solve(*_mini(mini()))
    empty = charts.CHARTS["terms"](nobody, ENGLISH, "light")
    for ending in ("html", "docx", "pptx", "svg"):
        with pytest.raises(OutputError, match=re.escape(empty.title)):
            formats.build(ending, nobody, ENGLISH, ("terms",))
    assert tables.csv(tables.stamped(nobody, empty.table)).count("\n") == 1
    for ending in ("csv", "json", "xlsx", "zip"):
        assert formats.build(ending, nobody, ENGLISH)


def _mini(dataset: Dataset) -> tuple[Dataset, Scenario]:
    return dataset, Scenario.preset("rdna5_whole", dataset).with_(assessment="mini", ledger="mini")


def _read(ending: str, content: bytes) -> str:
    return unescape(content.decode() if ending == "html" else words(content))


# ---------------------------------------------------------------- refused


def test_an_unknown_ending_is_refused_with_the_known(result: Result) -> None:
    """The endings that are written are named."""
    known = ", ".join(f".{ending}" for ending in FORMATS)
    with pytest.raises(OutputError) as refused:
        formats.build("foo", result, ENGLISH)
    assert str(refused.value) == f"cannot write '.foo'; allowed is a file that ends in {known}"
    with pytest.raises(OutputError) as refused:
        formats.build("", result, ENGLISH)
    assert str(refused.value) == f"cannot write a file without an ending; allowed is a file that ends in {known}"


def test_an_unknown_chart_is_refused_with_the_known(result: Result) -> None:
    """Also where the kind of file shows none, because the reader expected it to."""
    with pytest.raises(OutputError) as refused:
        formats.build("csv", result, ENGLISH, ("waterfall", "pie"))
    assert str(refused.value) == f"'pie' is no chart; known are {', '.join(charts.CHARTS)}"


def test_a_file_of_charts_without_a_chart_is_refused(result: Result, with_kind: Callable[[Format], None]) -> None:
    """Nothing is built, and what can be chosen is named."""
    with_kind(Format("deck", "x/deck", lambda language: "Deck", lambda *_: b"deck", "some"))
    with pytest.raises(OutputError) as refused:
        formats.build("deck", result, ENGLISH)
    assert str(refused.value) == (
        f"a .deck file shows charts and none was chosen; known are {', '.join(charts.CHARTS)}"
    )
    assert formats.build("deck", result, ENGLISH, ("waterfall", "money")) == b"deck"


def test_a_file_of_one_chart_with_two_is_refused(result: Result, with_kind: Callable[[Format], None]) -> None:
    """A picture holds one; both that were chosen are named."""
    with_kind(Format("pic", "x/pic", lambda language: "Picture", lambda *_: b"pic", "one"))
    with pytest.raises(OutputError) as refused:
        formats.build("pic", result, ENGLISH, ("waterfall", "money"))
    assert str(refused.value) == "a .pic file shows one chart and 2 were chosen: waterfall, money"
    assert formats.build("pic", result, ENGLISH, ("waterfall",)) == b"pic"


def test_a_web_page_carries_no_more_of_the_drawing_library_than_it_needs(result: Result) -> None:
    """Bars and points need the basic build, a quarter of the whole one, which a Sankey needs."""
    bars, flows = (report.build(result, ENGLISH, (id_,)).decode() for id_ in ("waterfall", "sankey"))
    basic, whole = (gzip.decompress(packed()).decode() for packed in (plotlyjs.basic, plotlyjs.whole))
    assert basic in bars
    assert whole in flows
    assert len(bars) < len(flows) / 2
