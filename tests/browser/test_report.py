"""Taking a report along: built on screen, opened without a network, printed; and a link that quotes figures."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pptx import Presentation

from finance.data.dataset import Dataset
from finance.language.catalogue import Language
from finance.model import gap
from finance.model.gap import Result
from finance.outputs import charts
from finance.outputs.html import report
from finance.scenario import Scenario
from tests.browser.conftest import Reader

Solve = Callable[..., Result]


def built(reader: Reader, folder: Path) -> Path:
    """Press the button, wait for the file, and take it."""
    reader.page.get_by_role("button", name="Build the file").click()
    link = reader.page.locator("[data-testid=stDownloadButton] button")
    link.wait_for(timeout=30_000)
    with reader.page.expect_download(timeout=30_000) as waiting:
        link.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def test_a_report_built_on_screen_opens_without_a_network(reader: Reader, browser: Browser, tmp_path: Path) -> None:
    """Charts draw, nothing is asked for, the console is silent, it fits a telephone, and it prints."""
    reader.open("/report?scenario=article_civilian")
    reader.page.get_by_text("Report, one page that needs no network (HTML)").click()
    reader.settle()
    path = built(reader, tmp_path)
    assert path.name.startswith("ukraine-gap_article_civilian_")
    context = browser.new_context(offline=True, viewport={"width": 390, "height": 844})
    try:
        sheet, asked, said = context.new_page(), [], []
        sheet.on("request", lambda request: asked.append(request.url))
        sheet.on("console", lambda message: said.append(message.text))
        sheet.on("pageerror", lambda error: said.append(str(error)))
        sheet.goto(path.as_uri())
        sheet.wait_for_selector("figure .main-svg")
        assert sheet.locator("figure:has(.main-svg)").count() == 2
        assert "$89.9bn of $200.0bn is unfunded" in sheet.inner_text("h1")
        assert asked == [path.as_uri()]
        assert said == []
        assert sheet.evaluate("document.documentElement.scrollWidth") <= 390
        assert sheet.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    finally:
        context.close()
    assert all(host.startswith("127.0.0.1") for host in reader.hosts)


@pytest.mark.parametrize("left_out", ["none", "sankey"])
def test_every_chart_of_a_report_draws_and_stays_on_paper(
    browser: Browser, solve: Solve, tmp_path: Path, left_out: str
) -> None:
    """All charts of the whole-country scenario, by the whole drawing library, and all that its basic build draws: as
    wide as A4 between its margins, no wider."""
    path = tmp_path / "report.html"
    result, ids = solve("rdna5_whole"), tuple(id_ for id_ in charts.CHARTS if id_ != left_out)
    path.write_bytes(report.build(result, Language(), ids))
    drawn = sum(charts.CHARTS[id_](result, Language(), "light").draw is not None for id_ in ids)
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900})
    try:
        sheet = context.new_page()
        sheet.goto(path.as_uri())
        sheet.wait_for_function(f"document.querySelectorAll('figure:has(.main-svg)').length === {drawn}")
        sheet.emulate_media(media="print")
        widths = sheet.evaluate("[...document.querySelectorAll('figure .main-svg')].map(e => e.clientWidth)")
        assert max(widths) <= 680
    finally:
        context.close()


def test_two_builds_at_once_end_in_one_whole_file(reader: Reader, tmp_path: Path) -> None:
    """The button is pressed again before the first file is there: one file is offered, and it opens."""
    reader.open("/report?scenario=rdna5_whole")
    button = reader.page.get_by_role("button", name="Build the file")
    button.click()
    button.click()
    offered = reader.page.locator("[data-testid=stDownloadButton]")
    offered.first.wait_for(timeout=30_000)
    reader.settle()
    assert offered.count() == 1
    path = built(reader, tmp_path)
    assert len(Presentation(str(path)).slides) >= 5
    assert reader.page.locator("[data-testid=stAlert]").count() == 0


def test_a_quoted_link_shows_what_moved_and_forgets_it_when_a_control_moves(reader: Reader, dataset: Dataset) -> None:
    """Figures as quoted beside today's; after a slider moved the address quotes nothing."""
    reader.open("/?scenario=article&edition=0123456789&cited=200,178.408,21.592")
    notice = reader.page.locator(".st-key-cited")
    assert "The gap has moved by −$2.0bn" in notice.inner_text()
    assert "$21.6bn" in notice.inner_text()
    reader.press("eur_usd", "ArrowRight")
    notice.wait_for(state="detached")
    assert "cited" not in reader.address
    result = gap.solve(dataset, Scenario.preset("article", dataset))
    assert reader.headline["Need"] == f"${result.need:.1f}bn"


def test_what_is_quoted_can_be_copied(reader: Reader) -> None:
    """Each text has the address that the reader has open, or the lines that need none."""
    reader.open("/report?scenario=article")
    for tab, inside in {
        "BibTeX": f"{reader.url}/?scenario=article&edition=",
        "Link": f"{reader.url}/?scenario=article&edition=",
        "Python": "scenario.key ==",
    }.items():
        reader.page.get_by_role("tab", name=tab, exact=True).click()
        assert inside in reader.page.locator("[role=tabpanel]:visible [data-testid=stCode]").inner_text()
