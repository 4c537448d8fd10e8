"""Pictures by a real browser: what they are, and what is said when the browser is missing, slow or killed."""

import os
import struct
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from docx import Document

from finance.errors import OutputError
from finance.language.catalogue import Language
from finance.model.gap import Result
from finance.outputs import charts, formats, pictures, renderer, slides, word
from finance.outputs.renderer import Renderer
from tests.documents import FIGURE, killed, native_charts, opened

Solve = Callable[..., Result]
ENGLISH = Language()
STOPPED = "the browser that draws pictures stopped midway, so no file was made; try again"


@pytest.fixture(scope="module")
def drawing() -> Iterator[Renderer]:
    found = Renderer(limit=60)
    if found.missing:
        missing = f"no {found.missing} was found"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    yield found
    found.close()


@pytest.fixture(scope="module")
def result(solve: Solve) -> Result:
    return solve("rdna5_whole")


def test_each_kind_of_picture_is_one_and_comes_out_the_same_twice(drawing: Renderer, result: Result) -> None:
    """PNG of 3200 × 1800 dots, SVG with text in it, PDF of a page; no clock and no lot in any of them."""
    chart = charts.CHARTS["coverage"](result, ENGLISH, "light")
    made = {}
    for form, scale in (("png", 2.0), ("svg", 1.0), ("pdf", 1.0)):
        made[form] = pictures.draw(chart, result, ENGLISH, form, scale, drawing)  # type: ignore[arg-type]
        again = pictures.draw(chart, result, ENGLISH, form, scale, drawing)  # type: ignore[arg-type]
        assert made[form] == again, form
    assert struct.unpack(">II", made["png"][16:24]) == (3200, 1800)
    assert "has the largest gap" in made["svg"].decode()
    assert "Scenario: RDNA5, whole country" in made["svg"].decode()
    assert made["pdf"].startswith(b"%PDF")
    assert b"http" not in made["svg"].replace(b"http://www.w3.org/", b"")


def test_a_map_on_paper_is_lines_and_no_picture_of_each_tile(drawing: Renderer, result: Result) -> None:
    """Hatched by a pattern it was 12 MB; as lines it is as small as any other chart."""
    for id_ in ("regions", "occupied"):
        chart = charts.CHARTS[id_](result, ENGLISH, "light")
        assert len(pictures.draw(chart, result, ENGLISH, "pdf", 1.0, drawing)) < 100_000, id_


def test_a_drawing_is_the_same_whatever_was_drawn_before(drawing: Renderer, result: Result) -> None:
    """The page that draws is kept from picture to picture: the first of a new browser is that of a used one."""
    chart = charts.CHARTS["timeline"](result, ENGLISH, "light")
    drawing.close()
    first = pictures.draw(chart, result, ENGLISH, "svg", 1.0, drawing)
    pictures.draw(charts.CHARTS["money"](result, ENGLISH, "light"), result, ENGLISH, "pdf", 1.0, drawing)
    assert pictures.draw(chart, result, ENGLISH, "svg", 1.0, drawing) == first


def test_the_page_that_draws_names_no_other_host() -> None:
    """plotly.js is the installed package's and MathJax is left out, so nothing is fetched from a CDN."""
    kaleido = pytest.importorskip("kaleido")
    assert "http" not in kaleido.PageGenerator(mathjax=False).generate_index()


def test_documents_take_pictures_of_what_has_no_native_form(drawing: Renderer, result: Result) -> None:
    """A slide and a page with the Sankey diagram, described; the waterfall stays a native chart on the slide."""
    deck = opened(slides.build(result, ENGLISH, ("waterfall", "sankey"), drawing))
    images = [shape for slide in deck.slides for shape in slide.shapes if hasattr(shape, "image")]
    assert [image.image.content_type for image in images] == ["image/png"]
    assert images[0].element.xpath(".//p:cNvPr")[0].get("descr").startswith("Sankey diagram")
    assert len(native_charts(deck)) == 1
    document = Document(BytesIO(word.build(result, ENGLISH, ("waterfall", "sankey"), drawing)))
    assert len(document.inline_shapes) == 2


def test_two_exports_at_once_each_get_their_own_picture(drawing: Renderer, result: Result) -> None:
    """The renderer is shared by all threads and draws one after the other."""

    def svg(id_: str) -> bytes:
        return pictures.draw(charts.CHARTS[id_](result, ENGLISH, "light"), result, ENGLISH, "svg", 1.0, drawing)

    ids = ("waterfall", "money", "debt", "ladder")
    with ThreadPoolExecutor(4) as threads:
        at_once = list(threads.map(svg, ids))
    assert at_once == [svg(id_) for id_ in ids]


def test_a_browser_killed_midway_is_a_clear_message_and_the_next_picture_works(drawing: Renderer) -> None:
    """It is held while it draws and then killed: no bytes are given, and a new browser takes over."""
    with killed(drawing) as held, pytest.raises(OutputError) as refused:
        drawing.draw(FIGURE, "svg", 400, 300)
    assert str(refused.value) == STOPPED
    assert drawing.draw(FIGURE, "svg", 400, 300).startswith(b"<svg")
    assert drawing.process != held


@pytest.mark.parametrize("build", [slides.build, word.build], ids=["slides", "word"])
def test_a_document_whose_browser_is_killed_midway_is_no_file(
    drawing: Renderer, result: Result, build: Callable[..., bytes]
) -> None:
    """Held while it draws the diagram of the document, and killed: the message and no bytes; a second try succeeds."""
    with killed(drawing), pytest.raises(OutputError) as refused:
        build(result, ENGLISH, ("coverage", "sankey"), drawing)
    assert str(refused.value) == STOPPED
    assert len(build(result, ENGLISH, ("coverage", "sankey"), drawing)) > 10_000


def test_a_browser_that_hangs_is_given_up(drawing: Renderer) -> None:
    """After the limit: a message with the limit in it, and the process is gone."""
    hasty = Renderer(limit=0.01)
    with pytest.raises(OutputError, match=r"^the picture took longer than 0.01 seconds and was given up; try again$"):
        hasty.draw(FIGURE, "svg", 400, 300)
    assert hasty.process is None


def test_the_browser_is_renewed_after_so_many_pictures(drawing: Renderer) -> None:
    """What it gathers is given back: after two pictures another process draws."""
    drawing.draw(FIGURE, "svg", 400, 300)
    first, drawing.most = drawing.process, 1
    try:
        drawing.draw(FIGURE, "svg", 400, 300)
        assert drawing.process != first
    finally:
        drawing.most = 200


def test_ending_it_ends_the_process(drawing: Renderer) -> None:
    """Nothing is left running, and the next picture starts another one."""
    drawing.draw(FIGURE, "svg", 400, 300)
    process = drawing.process
    assert process is not None
    drawing.close()
    assert drawing.process is None
    for _ in range(50):
        if not _alive(process):
            break
        time.sleep(0.1)
    assert not _alive(process)


def _alive(process: int) -> bool:
    try:
        with open(f"/proc/{process}/stat", encoding="utf-8") as state:
            return state.read().split(")")[-1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_without_a_browser_a_picture_says_what_is_missing_and_what_works(
    monkeypatch: pytest.MonkeyPatch, result: Result, ending: str
) -> None:
    """On a machine whose PATH has none."""
    monkeypatch.setenv("PATH", "")
    with pytest.raises(OutputError) as refused:
        formats.build(ending, result, ENGLISH, ("waterfall",))
    assert str(refused.value) == (
        f"a .{ending} picture needs Chromium or Chrome, and none was found on this machine; install one. "
        "Every other kind of file works without it, and on screen each chart has its own PNG and SVG"
    )
    assert len(formats.build("pptx", result, ENGLISH, ("sankey",))) > 10_000
    assert len(formats.build("docx", result, ENGLISH, ("sankey",))) > 10_000


def test_without_the_package_a_picture_names_it(monkeypatch: pytest.MonkeyPatch, result: Result) -> None:
    """kaleido is optional."""
    monkeypatch.setattr(renderer, "find_spec", lambda name: None)
    with pytest.raises(OutputError, match=r"needs the package kaleido, which is not installed"):
        formats.build("png", result, ENGLISH, ("waterfall",))


def test_a_picture_of_nothing_is_refused(solve: Solve) -> None:
    """The chart's own sentence says why."""
    broke = solve("rdna5_whole", firmness="disbursed", standing="official")
    with pytest.raises(OutputError, match=r"^sankey has nothing to draw under this scenario: No money counts"):
        formats.build("png", broke, ENGLISH, ("sankey",))
