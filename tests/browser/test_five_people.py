"""The five people whom the dashboard must serve on the first day, each from the first visit to the file in hand.

Every journey is walked in both languages by what stands on the screen, and its clicks are counted.
"""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, expect
from pptx import Presentation

from finance.data import read
from finance.language.catalogue import Language
from tests.browser.conftest import Reader

CLICKS = {"journalist": 3, "economist": 5, "planner": 8, "donor": 4, "keeper": 8}
"""How many clicks each journey takes; pages/README.md says the same."""

REHEARSED = Path(__file__).parents[1] / "rehearsal" / "rdna6.yaml"


@dataclass
class Walk:
    """A person on the way: what they read, and every click they make."""

    reader: Reader
    language: Language
    folder: Path
    clicks: int = 0

    def say(self, message: str) -> str:
        return self.language.text(message)

    def see(self, words: str) -> None:
        expect(self.reader.page.get_by_test_id("stMain")).to_contain_text(words, timeout=20_000)

    def click(self, element: Locator) -> None:
        element.first.click()
        self.clicks += 1
        self.reader.settle()

    def button(self, message: str) -> None:
        self.click(self.reader.page.get_by_role("button", name=self.say(message), exact=True))

    def go(self, screen: str) -> None:
        self.click(self.reader.page.get_by_role("link", name=self.say(screen), exact=True))

    def take(self, element: Locator) -> bytes:
        """What a click on a download gives."""
        with self.reader.page.expect_download(timeout=60_000) as waiting:
            self.click(element)
        path = self.folder / waiting.value.suggested_filename
        waiting.value.save_as(path)
        return path.read_bytes()

    def card(self, id_: str, message: str) -> bytes:
        """One of the files of a card."""
        return self.take(self.reader.page.locator(f".st-key-card_{id_}").get_by_role("button", name=self.say(message)))

    def built(self) -> bytes:
        """The file that the screen Report builds."""
        self.button("Build the file")
        link = self.reader.page.locator("[data-testid=stDownloadButton] button")
        link.wait_for(timeout=60_000)
        return self.take(link)

    def pick(self, path: Path) -> None:
        """Choose a file of one's own: the click that opens the list of files."""
        with self.reader.page.expect_file_chooser() as waiting:
            self.click(self.reader.page.locator("[data-testid=stFileUploader] button").last)
        waiting.value.set_files(path)
        self.reader.settle()


@pytest.fixture(params=["en", "uk"])
def walk(request: pytest.FixtureRequest, reader_of: Callable[..., Reader], tmp_path: Path) -> Walk:
    """The first visit, in a language: nothing of before, the page as the server opens it."""
    reader = reader_of()
    reader.open(f"/?lang={request.param}")
    return Walk(reader, Language(request.param), tmp_path)


def test_a_journalist_leaves_with_a_chart_a_reference_and_a_link(walk: Walk) -> None:
    """Is the $35bn right? The three answers stand in one chart, which is taken; Report has the reference, with the
    link in it."""
    drawing = walk.card("ladder", "Download the drawing (SVG)").decode()
    for billions in (35.0, 19.6, 89.9):
        assert walk.language.money(billions) in drawing
    walk.go("Report")
    walk.see("edition=")
    walk.click(walk.reader.page.get_by_role("tab", name=walk.say("Link"), exact=True))
    link = walk.reader.page.locator("[role=tabpanel]:visible [data-testid=stCode]").inner_text()
    assert "cited=200,180.408,19.592" in link
    assert walk.clicks == CLICKS["journalist"]


def test_an_economist_leaves_with_a_tornado_a_range_and_a_live_workbook(walk: Walk) -> None:
    """What drives the gap, and how sure are we? Range and tornado are read on Uncertainty; the workbook recomputes."""
    walk.go("Uncertainty")
    for card in ("distribution", "tornado"):
        expect(walk.reader.page.locator(f".st-key-card_{card} .js-plotly-plot")).to_be_visible(timeout=30_000)
    walk.go("Report")
    walk.click(walk.reader.page.get_by_text(walk.say("Live workbook with formulas (Excel, LibreOffice)")))
    book = load_workbook(io.BytesIO(walk.built()))
    formulas = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert len(formulas) > 100
    assert walk.clicks == CLICKS["economist"]


def test_a_planner_leaves_with_a_plan_by_year_and_slides_to_edit(walk: Walk) -> None:
    """What can be spent by when, and which source closes which sector? The years as CSV, then slides of both."""
    walk.click(walk.reader.page.locator(".st-key-scenario button"))
    label = read.load().presets["rdna5_whole"].label.in_(walk.language.code)
    walk.click(walk.reader.page.get_by_role("option", name=label))
    walk.go("Timeline")
    years = list(csv.DictReader(io.StringIO(walk.card("timeline", "Download the numbers (CSV)").decode("utf-8-sig"))))
    assert [row[walk.say("Year")] for row in years] == [str(year) for year in range(2026, 2036)]
    assert len({row[walk.say("Held down by")] for row in years}) > 1
    walk.go("Report")
    walk.click(walk.reader.page.locator(".st-key-report_timeline label"))
    slides = Presentation(io.BytesIO(walk.built())).slides
    assert sum(shape.has_chart for slide in slides for shape in slide.shapes) == 3
    assert walk.clicks == CLICKS["planner"]


def test_a_donor_leaves_knowing_where_a_billion_helps_and_with_the_coverage(walk: Walk) -> None:
    """Which sector is worst covered, and would my money be stranded there? The Guide's question shows what one more
    billion does in each sector; the coverage of every sector goes along."""
    asked = read.load().questions["my_billion"].asks.in_(walk.language.code)
    walk.go("Guide")
    walk.click(walk.reader.page.get_by_role("link", name=asked))
    table = walk.reader.page.get_by_role("table").filter(has_text=walk.say("lowers the gap by, USD bn"))
    effects = [row.get_by_role("cell").last.inner_text() for row in table.get_by_role("row").all()[1:]]
    assert set(effects) == {walk.language.number(1.0)}
    walk.go("Sectors")
    rows = list(csv.DictReader(io.StringIO(walk.card("coverage", "Download the numbers (CSV)").decode("utf-8-sig"))))
    assert {row["scenario"] for row in rows} == {"rdna5_whole"}
    assert len(rows) > 7
    assert walk.clicks == CLICKS["donor"]


def test_the_keeper_of_the_data_leaves_with_the_file_of_the_sixth_assessment(walk: Walk) -> None:
    """The sixth assessment is out: what do I change? A file with two slips is refused with file and line; mended, its
    effect on the headline is shown, it counts, and the file goes into data/ as it is."""
    slip = walk.folder / "slip" / "rdna6.yaml"
    slip.parent.mkdir()
    text = REHEARSED.read_text(encoding="utf-8")
    slip.write_text(text.replace("currency: USD", "currency: usd").replace("price_year:", "prise_year:"), "utf-8")
    walk.go("Your figures")
    walk.click(walk.reader.page.get_by_role("tab", name=walk.say("A file"), exact=True))
    walk.pick(slip)
    walk.button("See what this file would change")
    for line in (7, 9):
        walk.see(f"assessments/rdna6.yaml:{line}: ")
    walk.pick(REHEARSED)
    walk.button("See what this file would change")
    walk.see(walk.say("With mine"))
    walk.button("Let it count")
    kept = walk.take(walk.reader.page.get_by_role("button", name="data/assessments/rdna6.yaml"))
    assert kept.decode() == text
    assert walk.clicks == CLICKS["keeper"]
