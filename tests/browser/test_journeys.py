"""What a first-time reader does, in a real browser."""

import csv
import io
import struct
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.conftest import PATHS, Reader, start_server

SCREENS = {"/": "Overview", "/sectors": "Sectors", "/sources": "Sources", "/data": "Data", "/method": "Method"}


def query(reader: Reader) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(reader.address).query).items()}


def test_the_first_screen_stands_and_asks_no_other_host(reader: Reader) -> None:
    """The default preset is on screen, the console is silent, and every request went to this machine."""
    reader.open()
    assert reader.headline == {"Need": "$200.0bn", "Available": "$180.4bn", "Gap": "$19.6bn", "Coverage": "90.2%"}
    assert reader.page.locator(".js-plotly-plot").count() == 2
    assert reader.complaints == []
    assert all(host.startswith("127.0.0.1") for host in reader.hosts)


@pytest.mark.parametrize(
    ("button", "gap"), [("As printed", "$35.0bn"), ("In one currency", "$19.6bn"), ("Civilian money only", "$89.9bn")]
)
def test_each_answer_of_the_article_is_one_click_away(reader: Reader, button: str, gap: str) -> None:
    """35 as printed, 19.6 converted, 89.9 with the civilian part only."""
    reader.open()
    reader.page.get_by_role("button", name=button).click()
    reader.settle()
    assert reader.headline["Gap"] == gap


def test_the_first_hint_is_closed_for_good(reader: Reader) -> None:
    """It stands on the first visit, goes on a click, and stays away when the page is opened again."""
    reader.open()
    hint = reader.page.get_by_role("note")
    assert "Move a slider" in hint.inner_text()
    reader.page.get_by_role("button", name="Close for good").click()
    assert not hint.is_visible()
    reader.open("/?scenario=article_civilian")
    assert not hint.is_visible()


def test_a_slider_keeps_its_value_across_screens(reader: Reader) -> None:
    """A moved assumption is the same on every screen, and the address says so."""
    reader.open()
    reader.press("eur_usd", "ArrowRight", times=3)
    moved = reader.headline
    assert moved["Gap"] == "$19.2bn"
    for screen in ("Sectors", "Sources", "Data", "Method", "Overview"):
        reader.go(screen)
        assert reader.headline == moved
        assert query(reader) == {"scenario": "article", "eur_usd": "1.176"}


def test_back_and_forward_walk_through_what_was_done(reader: Reader) -> None:
    """Each move and each screen is one step of the browser's history."""
    reader.open()
    reader.press("eur_usd", "ArrowRight")
    reader.press("eur_usd", "ArrowRight")
    reader.go("Sectors")
    seen = []
    for _ in range(3):
        reader.page.go_back()
        reader.settle()
        seen.append((urlsplit(reader.address).path, query(reader).get("eur_usd"), reader.headline["Gap"]))
    assert seen == [("/", "1.1744", "$19.3bn"), ("/", "1.1728", "$19.4bn"), ("/", None, "$19.6bn")]
    reader.page.go_forward()
    reader.settle()
    assert (query(reader)["eur_usd"], reader.headline["Gap"]) == ("1.1728", "$19.4bn")


def test_a_deep_link_opens_the_same_figures_on_a_fresh_server(
    browser: object, reader_of: Callable[..., Reader]
) -> None:
    """A copied link carries the whole state to a server that has never seen it."""
    fresh = start_server()
    try:
        reader = reader_of()
        reader.url = fresh.url
        reader.open("/sectors?scenario=article_civilian&eur_usd=1.25")
        assert reader.headline["Gap"] == "$87.5bn"
        assert query(reader) == {"scenario": "article_civilian", "eur_usd": "1.25"}
        reader.page.reload()
        reader.page.wait_for_selector("[data-testid=stMetric]")
        reader.settle()
        assert reader.headline["Gap"] == "$87.5bn"
    finally:
        fresh.process.terminate()
        fresh.process.wait(10)


def test_what_an_address_cannot_have_is_said_once_and_ignored(reader: Reader) -> None:
    """A value out of range and an unknown name give one notice with the range; the rest of the address works."""
    reader.open("/?scenario=article_civilian&eur_usd=9&colour=blue&territory=held")
    notice = reader.page.locator("[data-testid=stAlert]")
    assert notice.count() == 1
    assert "eur_usd is 9; allowed is 0.8 to 1.6" in notice.inner_text()
    assert "'colour' is no assumption" in notice.inner_text()
    assert reader.headline["Gap"] == "$89.9bn"
    reader.page.get_by_role("button", name="Close this notice").click()
    reader.settle()
    assert notice.count() == 0


def test_changing_the_preset_moves_every_control(reader: Reader) -> None:
    """The picker sets all assumptions; what was moved before is forgotten."""
    reader.open("/?eur_usd=1.3")
    reader.page.locator(".st-key-scenario input").first.click()
    reader.page.get_by_role("option", name="RDNA5, whole country").click()
    reader.settle()
    assert reader.headline["Need"] == "$587.7bn"
    assert query(reader) == {"scenario": "rdna5_whole"}


def test_all_changes_can_be_taken_back(reader: Reader) -> None:
    """One button takes every changed assumption back to the preset."""
    reader.open("/?eur_usd=1.3&ifi_eligible=0.5")
    reader.page.get_by_role("button", name="Reset all 2 changes").click()
    reader.settle()
    assert reader.headline["Gap"] == "$19.6bn"
    assert query(reader) == {"scenario": "article"}


def test_keys_undo_and_redo_also_from_a_slider(reader: Reader) -> None:
    """Alt+Z and Alt+Y, as the buttons say, with the thumb still in focus; a walk of the arrow key is one change."""
    reader.open()
    assert "Alt + Z" in reader.page.get_by_role("button", name="Undo").inner_text()
    reader.press("eur_usd", "ArrowRight", times=3)
    reader.page.keyboard.press("Alt+z")
    reader.settle()
    assert (reader.headline["Gap"], query(reader)) == ("$19.6bn", {"scenario": "article"})
    reader.page.keyboard.press("Alt+y")
    reader.settle()
    assert (reader.headline["Gap"], query(reader)["eur_usd"]) == ("$19.2bn", "1.176")


def test_a_slider_of_a_group_keeps_its_focus_while_it_moves(reader: Reader) -> None:
    """Opened by the keyboard, moved by the keyboard: the page that comes back does not take the thumb away."""
    reader.open()
    reader.page.locator(".st-key-group_money summary").press("Enter")
    reader.settle()
    reader.press("ifi_eligible", "ArrowLeft")
    reader.page.keyboard.press("ArrowLeft")
    reader.settle()
    assert query(reader)["ifi_eligible"] == "0.9"
    assert reader.headline["Gap"] == "$27.1bn"  # 19.592 + 75 × 0.1


def test_quick_moves_all_count(reader: Reader) -> None:
    """Keys pressed faster than the page comes back are not lost and not pulled back."""
    reader.open()
    slider = reader.page.locator(".st-key-eur_usd input[type=range]")
    slider.focus()
    for _ in range(12):
        reader.page.keyboard.press("ArrowRight", delay=15)
    reader.settle()
    reader.settle()
    assert slider.input_value() == "1.1904"
    assert (query(reader)["eur_usd"], reader.headline["Gap"]) == ("1.1904", "$17.9bn")  # 200 − 75 − 90 × 1.1904


def download(reader: Reader, name: str, folder: Path) -> bytes:
    with reader.page.expect_download(timeout=30_000) as waiting:
        reader.page.locator(".st-key-card_waterfall").get_by_role("button", name=name).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    assert path.name.startswith("ukraine-")
    return path.read_bytes()


def test_a_card_gives_picture_drawing_and_numbers(reader: Reader, tmp_path: Path) -> None:
    """PNG at twice 1600 × 900, SVG with the words as text, CSV with unit, edition and origins."""
    reader.open()
    png = download(reader, "Download the picture (PNG)", tmp_path)
    assert png.startswith(b"\x89PNG")
    assert struct.unpack(">II", png[16:24]) == (3200, 1800)
    svg = download(reader, "Download the drawing (SVG)", tmp_path).decode()
    for inside in ("19.6bn", "bne IntelliNews", "1.1712", "edition"):
        assert inside in svg
    rows = list(csv.DictReader(io.StringIO(download(reader, "Download the numbers (CSV)", tmp_path).decode())))
    assert rows
    assert {row["scenario"] for row in rows} == {"article"}
    assert all(row["edition"] and row["origins"] for row in rows)
    assert all(host.startswith("127.0.0.1") for host in reader.hosts)


def test_a_figure_can_be_followed_to_its_document(reader: Reader) -> None:
    """A link to a figure opens Data with its document, locator and grade."""
    reader.open("/data?scenario=rdna5_whole&figure=assessments.rdna5.sectors.education.need")
    said = reader.page.locator("[data-testid=stMain]").inner_text()
    for words in ("1 figure", "Value: 33.5", "Unit: USD bn", "Where in it: first paragraph", "Grade: B", "rdna5.yaml:"):
        assert words in said


def test_the_origins_of_a_card_lead_to_data(reader: Reader) -> None:
    """From a card's origins one click opens Data with the figures of the same scenario."""
    reader.open("/?scenario=rdna5_whole")
    card = reader.page.locator(".st-key-card_waterfall")
    card.get_by_role("tab", name="Origins").click()
    reader.settle()
    card.get_by_role("link", name="Open these figures on Data").click()
    reader.settle()
    assert urlsplit(reader.address).path == "/data"
    assert query(reader)["scenario"] == "rdna5_whole"
    assert "assessments.rdna5" not in query(reader).get("figure", "")


def test_no_screen_scrolls_sideways_or_complains(reader_of: Callable[..., Reader]) -> None:
    """Every screen fits a desk's window; the console is silent but for two probes Streamlit makes below the root."""
    reader = reader_of(viewport={"width": 1440, "height": 844})
    wide, complaints = {}, {}
    for path in PATHS:
        reader.complaints.clear()
        reader.open(path + "?scenario=rdna5_whole")
        wide[path] = reader.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        complaints[path] = list(reader.complaints)
    assert {path: width for path, width in wide.items() if width > 0} == {}
    assert [text for texts in complaints.values() for text in texts if "404" not in text] == []
    assert {path: len(texts) for path, texts in complaints.items()} == {path: 2 * (path != "/") for path in PATHS}
