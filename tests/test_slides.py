"""Slides, opened by python-pptx and printed by LibreOffice."""

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from finance.analysis import uncertainty
from finance.data import read
from finance.data.dataset import Dataset
from finance.errors import OutputError
from finance.language.catalogue import Language
from finance.model import gap
from finance.model.gap import Result
from finance.outputs import charts, citation, slides
from finance.outputs.report import Contents
from finance.outputs.slides.deck import HEIGHT, WIDTH
from finance.scenario import Scenario
from tests.documents import Nowhere, as_pdf, native_charts, opened, shapes, words

Solve = Callable[..., Result]
ENGLISH, UKRAINIAN = Language(), Language("uk")
EVERY = tuple(charts.CHARTS)
POINT = 12700


@pytest.fixture(scope="module")
def result(solve: Solve) -> Result:
    return citation.at(solve("rdna5_whole", eur_usd=1.25), "https://example.org/gap")


@pytest.fixture(scope="module")
def content(result: Result) -> bytes:
    return slides.build(result, ENGLISH, EVERY, Nowhere())


@pytest.fixture(scope="module")
def deck(content: bytes) -> Any:
    return opened(content)


def test_one_slide_a_chart_between_finding_and_citation(result: Result, deck: Any) -> None:
    """The title of each slide is what the chart says; a long table goes on over further slides."""
    titles = [re.sub(r" \(\d of \d\)$", "", slide.shapes.title.text) for slide in deck.slides]
    titles = list(dict.fromkeys(titles[1:]))
    contents = Contents.of(result, ENGLISH, EVERY)
    assert deck.slides[0].shapes.title.text == contents.finding
    assert titles == [
        *(chart.title for chart in contents.charts),
        "What differs from the preset",
        "The assumptions behind these figures",
        "How to cite these figures",
    ]


def test_chart_parts_hold_the_numbers_of_the_result(result: Result, deck: Any) -> None:
    """As python-pptx reads them back, to the last digit that a file keeps."""
    held = native_charts(deck)
    waterfall = held[charts.CHARTS["waterfall"](result, ENGLISH, "light").title]
    assert waterfall["Need"][0] == pytest.approx(result.need, rel=1e-12)
    assert waterfall["Gap"][-1] == pytest.approx(result.gap, rel=1e-12)
    coverage = held[charts.CHARTS["coverage"](result, ENGLISH, "light").title]
    assert sum(filter(None, coverage["Funded"])) == pytest.approx(result.funded, rel=1e-9)
    assert sum(filter(None, coverage["Gap"])) == pytest.approx(result.gap, rel=1e-9)
    timeline = held[charts.CHARTS["timeline"](result, ENGLISH, "light").title]
    assert timeline["Met"][-1] == pytest.approx(result.by_year["executed"].sum(), rel=1e-9)


def test_the_workbook_inside_a_chart_holds_the_same_numbers(result: Result, deck: Any) -> None:
    """So that "Edit data" opens what is drawn."""
    chart = next(shape.chart for shape in shapes(deck) if shape.has_chart)
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    rows = list(book.active.values)
    assert rows[0][2] == "Need"
    assert rows[1][2] == pytest.approx(result.need, rel=1e-12)


def test_every_graphic_has_a_text_for_who_cannot_see_it(deck: Any) -> None:
    """Charts and tables carry `descr`; what only decorates has an empty one."""
    graphics = [shape for shape in shapes(deck) if shape.has_chart or shape.has_table]
    assert len(graphics) >= len(EVERY)
    for shape in graphics:
        assert len(shape.element.xpath(".//p:cNvPr")[0].get("descr")) > 5


def test_a_chart_without_a_native_form_is_its_table_and_says_so(result: Result, deck: Any) -> None:
    """Sankey: no program that draws it, so the matrix of source × sector stands there as a table."""
    title = charts.CHARTS["sankey"](result, ENGLISH, "light").title
    slide = [slide for slide in deck.slides if slide.shapes.title.text.startswith(title)][-1]
    assert [shape.has_table for shape in slide.shapes].count(True) == 1
    assert "As a table: slides have no such chart" in " ".join(
        s.text_frame.text for s in slide.shapes if s.has_text_frame
    )
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    last = [cell.text for cell in table.rows[len(table.rows) - 1].cells]
    assert last[-1] == ENGLISH.number(result.need + result.stranded)


def test_every_slide_of_a_chart_has_definition_producers_and_link(result: Result, deck: Any) -> None:
    """Whoever takes one slide out takes these along."""
    for slide in list(deck.slides)[1:-1]:
        text = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        assert "Need according to RDNA5" in text
        assert "Data from: " in text
        assert citation.link(result) in text


def test_what_differs_from_the_preset_is_named(deck: Any) -> None:
    """One assumption was moved: its value here and in the preset."""
    slide = next(s for s in deck.slides if s.shapes.title.text == "What differs from the preset")
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows == [
        ["Assumption", "Value here", "In the preset"],
        ["Dollars per euro", "1.2500 USD per EUR", "1.1712 USD per EUR"],
    ]


def test_nothing_stands_outside_its_slide(deck: Any) -> None:
    """Every shape is within 960 × 540 pt, and every table as tall as its rows ends above the edge."""
    for shape in shapes(deck):
        assert shape.left >= 0
        assert shape.top >= 0
        assert shape.left + shape.width <= WIDTH * POINT + 1
        height = sum(row.height for row in shape.table.rows) if shape.has_table else shape.height
        assert shape.top + height <= HEIGHT * POINT + 1


def test_printed_no_word_leaves_its_slide_or_touches_the_foot(solve: Solve, tmp_path: Path) -> None:
    """LibreOffice prints Ukrainian slides with long names: all words are inside, none lies over the source line."""
    result = solve("rdna5_whole", lang="en")
    content = slides.build(result, UKRAINIAN, ("coverage", "sankey", "money", "regions", "firmness"), Nowhere())
    pdf = as_pdf(content, "pptx", tmp_path)
    found = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    pages = found.split("<page ")[1:]
    assert len(pages) >= 7
    for page in pages:
        boxes = re.findall(r'xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)', page)
        foot = min((float(top) for _l, top, _r, _b, word in boxes if word == "Data"), default=HEIGHT)
        for left, top, right, bottom, word in boxes:
            assert -1 <= float(left) <= float(right) <= WIDTH + 1, word
            assert -1 <= float(top) <= float(bottom) <= HEIGHT + 1, word
            assert float(bottom) <= foot + 2 or float(top) >= foot - 2, f"{word} lies over the foot"
    assert "Енергетика" in found


def test_ukrainian_text_survives(solve: Solve) -> None:
    """Names of sectors as the data has them, in chart parts and tables."""
    text = words(slides.build(solve("rdna5_whole"), UKRAINIAN, ("coverage", "marimekko"), Nowhere()))
    for sector in ("Транспорт", "Житло"):
        assert sector in text


def test_a_name_that_looks_like_a_formula_stays_text(with_files: Callable[..., Dataset], solve: Solve) -> None:
    """A source named =1+1: the workbook inside the chart has a text and no formula."""
    names = (read.DATA / "sources.yaml").read_text(encoding="utf-8")
    dataset = with_files(sources=names.replace('"European Union"', '"=1+1"'))
    result = gap.solve(dataset, Scenario.preset("article", dataset))
    content = slides.build(result, ENGLISH, ("waterfall",), Nowhere())
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        inside = next(parts.read(name) for name in parts.namelist() if name.endswith(".xlsx"))
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(inside)).active.rows for cell in row]
    assert any(str(cell.value).startswith("'=1+1") for cell in cells)
    assert not any(cell.data_type == "f" for cell in cells)


def test_without_anything_to_show_there_is_no_file(solve: Solve) -> None:
    """The message names each chart and why it is empty."""
    broke = solve("rdna5_whole", firmness="disbursed", standing="official")
    with pytest.raises(OutputError, match="none of the chosen charts has anything to show under this scenario"):
        slides.build(broke, ENGLISH, ("sankey",), Nowhere())


def test_the_range_of_the_gap_is_the_draws(result: Result, deck: Any) -> None:
    """P10, P50 and P90 as `uncertainty.draw` gives them for the same scenario, on the first slide."""
    drawn = uncertainty.draw(result.dataset, result.scenario).table.set_index("measure").loc["gap"]
    text = " ".join(shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame)
    for name in ("p10", "p50", "p90"):
        assert f"{ENGLISH.money(drawn[name])} or less" in text
