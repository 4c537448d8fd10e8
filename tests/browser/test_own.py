"""A figure of one's own, in a real browser: from the file that is dropped to the file that is taken home."""

import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from finance.data import read
from tests.browser.conftest import Reader
from tests.test_own_table import KIEL


def add_a_grant(reader: Reader) -> None:
    """A grant of USD 10 bn, typed and counted."""
    reader.open("/own?scenario=rdna5_whole")
    reader.page.get_by_label("What it is called").fill("Housing grant")
    reader.page.get_by_label("Amount, billions").fill("10")
    reader.page.get_by_label("Amount, billions").press("Tab")
    reader.settle()
    reader.page.get_by_role("button", name="See what it would change").click()
    reader.page.get_by_role("button", name="Let it count").click()
    reader.settle()
    assert reader.headline["Available"] == "$37.6bn"


def open_files(reader: Reader) -> None:
    """The place to drop a file."""
    reader.open("/own?scenario=rdna5_whole")
    reader.page.get_by_role("tab", name="A file").click()
    reader.settle()


def test_a_table_is_dropped_weighed_counted_and_taken_home(reader: Reader, tmp_path: Path) -> None:
    """Drop a CSV, see the effect, let it count, see it on another screen and in a picture's numbers, download the
    YAML, and the data with that file in them are sound."""
    table = tmp_path / "kiel.csv"
    table.write_text(KIEL, encoding="cp1251")
    open_files(reader)
    reader.page.locator("input[type=file]").set_input_files(table)
    reader.page.get_by_text("4 rows become lines").wait_for()
    assert reader.headline["Available"] == "$27.6bn"
    reader.page.get_by_role("button", name="See what 4 lines would change").click()
    reader.page.get_by_role("button", name="Let it count").click()
    reader.settle()
    assert reader.headline["Available"] == "$28.7bn"
    assert "own" in parse_qs(urlsplit(reader.address).query)
    reader.go("Overview")
    assert reader.headline["Available"] == "$28.7bn"
    card = reader.page.locator(".st-key-card_waterfall")
    with reader.page.expect_download() as waiting:
        card.get_by_role("button", name="Download the numbers (CSV)").click()
    assert "own_figure" in waiting.value.path().read_text(encoding="utf-8")
    reader.go("Your figures")
    with reader.page.expect_download() as waiting:
        reader.page.get_by_role("button", name="data/commitments/ledger.yaml").click()
    folder = Path(shutil.copytree(read.DATA, tmp_path / "data"))
    waiting.value.save_as(folder / "commitments" / waiting.value.suggested_filename)
    command = [sys.executable, "-m", "finance", "--data", str(folder), "check"]
    found = subprocess.run(command, cwd=read.DATA.parent, capture_output=True, text=True, check=False)
    assert (found.returncode, found.stderr) == (0, "")
    assert "own_kiel_row_2" in (folder / "commitments/ledger.yaml").read_text(encoding="utf-8")


def test_names_from_a_table_are_shown_and_never_run(reader: Reader, tmp_path: Path) -> None:
    """Tags, pictures and formulas in a name are words on the screen, and no request leaves for another host."""
    evil = '<img src=x onerror="document.title=1">![p](http://other.invalid/p.png)'
    table = tmp_path / "=evil.csv"
    table.write_text(f"donor,amount EUR bn,name\nGermany,1,'{evil}'\n", encoding="utf-8")
    open_files(reader)
    reader.page.locator("input[type=file]").set_input_files(table)
    reader.page.get_by_text("1 row becomes a line").wait_for()
    reader.page.get_by_role("button", name="See what 1 line would change").click()
    reader.page.get_by_role("button", name="Let it count").click()
    reader.settle()
    for screen in ("Sources", "Data", "Overview"):
        reader.go(screen)
        assert reader.page.title() != "1"
        assert reader.page.locator("img[src*=other], img[src=x]").count() == 0
    assert all(host.startswith("127.0.0.1") for host in reader.hosts)


def test_a_file_that_is_too_large_is_refused_at_the_door(reader: Reader, tmp_path: Path) -> None:
    """More than 8 MB is not taken, and the screen says so."""
    table = tmp_path / "huge.csv"
    table.write_bytes(b"donor,amount\n" + b"Germany,1\n" * 900_000)
    open_files(reader)
    reader.page.locator("input[type=file]").set_input_files(table)
    reader.page.get_by_text("8.0MB").first.wait_for()
    assert reader.headline["Available"] == "$27.6bn"


def test_a_reload_loses_nothing(reader: Reader) -> None:
    """The tab keeps the figures: after a reload they count as before and the address still says so; taken back, they
    are gone for good, and another tab never had them."""
    add_a_grant(reader)
    reader.page.reload()
    reader.page.get_by_text("With 1 addition of your own").wait_for()
    reader.settle()
    assert reader.headline["Available"] == "$37.6bn"
    assert reader.page.locator("[data-testid=stAlert]").count() == 0
    other = reader.page.context.new_page()
    other.goto(reader.page.url)
    other.get_by_text("figures of its maker's own counted").wait_for()
    other.close()
    reader.page.get_by_role("button", name="Take all back").click()
    reader.settle()
    reader.page.reload()
    reader.page.wait_for_selector("[data-testid=stMetric]")
    reader.settle()
    assert reader.headline["Available"] == "$27.6bn"
    assert reader.page.get_by_text("addition of your own").count() == 0


def test_back_and_forward_switch_own_figures_as_well(reader: Reader) -> None:
    """The address says whether they count: going back shows the figures without them, forward with them, and a slider
    moved in between counts on what is on screen."""
    add_a_grant(reader)
    reader.page.go_back()
    reader.settle()
    assert reader.headline["Available"] == "$27.6bn"
    assert not reader.page.get_by_label("With 1 addition of your own").is_checked()
    reader.page.go_forward()
    reader.settle()
    assert reader.headline["Available"] == "$37.6bn"
    before = float(reader.headline["Available"].strip("$bn"))
    reader.press("eur_usd", "ArrowRight", times=25)
    assert before < float(reader.headline["Available"].strip("$bn")) < before + 1
