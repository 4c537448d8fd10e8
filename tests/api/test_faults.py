"""What happens when the data is broken while it is served, and when it is mended."""

import json
import os
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from finance.data import read
from finance.errors import DataError
from pages.parts.folder import Folder
from tests.api.conftest import Site

SHIPPED = read.DATA
MAIN = Path(__file__).resolve().parents[2] / "pages" / "main.py"


def test_a_broken_file_leaves_the_last_good_data_in_service(site: Site, data: Path, journal: list[str]) -> None:
    """Figures and edition stay; the log has file and line once; health says stale; mended, it is served at once."""
    before = site.get("/api/v1/gap.json?scenario=rdna5_whole").json
    file = data / "assessments" / "rdna5.yaml"
    whole = file.read_text(encoding="utf-8")

    file.write_text(whole.replace("currency: USD", "currency: dollars", 1), encoding="utf-8")
    for _ in range(3):
        assert site.get("/api/v1/gap.json?scenario=rdna5_whole").json == before
    health = site.get("/api/v1/health.json").json
    assert (health["status"], health["edition"]) == ("stale", before["edition"])
    told = [json.loads(line) for line in journal if '"data"' in line and '"error"' in line]
    assert len(told) == health["problems"] >= 1
    assert told[0]["message"].startswith("assessments/rdna5.yaml:")
    assert "currency" in told[0]["message"]

    file.write_text(whole + "# mended\n", encoding="utf-8")
    health = site.get("/api/v1/health.json").json
    assert (health["status"], health["problems"]) == ("ok", 0)
    assert health["edition"] != before["edition"]
    mended = site.get("/api/v1/gap.json?scenario=rdna5_whole").json
    assert mended["gap"] == before["gap"]
    assert mended["edition"] == health["edition"]


def test_a_figure_that_changes_is_served_without_a_restart(site: Site, data: Path) -> None:
    """The rate is edited from 1.1712 to 1.25: the article's gap falls by 90 × 0.0788 = 7.092, and the tag is new."""
    first = site.get("/api/v1/gap.json?scenario=article")
    file = data / "assumptions.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("default: 1.1712", "default: 1.25", 1), encoding="utf-8")
    second = site.get("/api/v1/gap.json?scenario=article", If_None_Match=first.headers["etag"])
    assert second.status == 200
    assert first.json["gap"] - second.json["gap"] == pytest.approx(7.092)


def test_a_file_that_is_deleted_or_cannot_be_opened_leaves_the_data_in_service(site: Site, data: Path) -> None:
    """A missing file is a problem like a broken one, and so is a folder that bears its name."""
    edition = site.get("/api/v1/health.json").json["edition"]
    file = data / "sectors.yaml"
    text = file.read_bytes()
    file.unlink()
    assert site.get("/api/v1/health.json").json == {"status": "stale", "edition": edition, "problems": 1}
    file.mkdir()
    assert site.get("/api/v1/health.json").json["status"] == "stale"
    file.rmdir()
    file.write_bytes(text)
    assert site.get("/api/v1/health.json").json == {"status": "ok", "edition": edition, "problems": 0}


def test_data_that_never_could_be_read_is_said_with_every_problem(site: Site, data: Path) -> None:
    """503 with file and line, for the API, its manual and its cards."""
    (data / "sectors.yaml").write_text("energy: {label: {en: Energy}\n", encoding="utf-8")
    for path in ("/api/v1/gap.json", "/api/v1/health.json", "/api/v1/openapi.json", "/api"):
        answer = site.get(path)
        assert answer.status == 503
        assert any(error.startswith("sectors.yaml:1: is not YAML") for error in answer.errors)
    card = site.get("/embed/waterfall")
    assert card.status == 503
    assert "sectors.yaml:1: is not YAML" in card.text


def test_a_change_within_one_tick_of_the_clock_is_seen_by_its_size(data: Path) -> None:
    """Two edits may carry the same time; a file that was set back to an old time is read again as well."""
    folder = Folder(data)
    first = folder.reading().dataset.edition
    file = data / "claims.yaml"
    time = file.stat().st_mtime_ns
    file.write_text(file.read_text(encoding="utf-8") + "# a word\n", encoding="utf-8")
    os.utime(file, ns=(time, time))
    second = folder.reading().dataset.edition
    assert second != first
    os.utime(file, ns=(0, 0))
    assert folder.reading().dataset.edition == second


def test_a_screen_says_quietly_that_the_files_are_broken(data: Path) -> None:
    """The figures stay, a line tells the edition, nothing is an error; mended, the line is gone at the next run."""
    app = AppTest.from_file(str(MAIN), default_timeout=60).run()
    figures = [metric.value for metric in app.metric]
    assert not [caption for caption in app.caption if "data files were changed" in caption.value]
    file = data / "claims.yaml"
    whole = file.read_text(encoding="utf-8")
    file.write_text(f"{whole}\nbroken: [\n", encoding="utf-8")
    app.run()
    assert not app.exception
    assert not app.error
    assert [metric.value for metric in app.metric] == figures
    edition = read.load(SHIPPED).edition
    assert f"The data files were changed and hold 1 problem; the figures are still those of edition {edition}." in [
        caption.value for caption in app.caption
    ]
    file.write_text(whole, encoding="utf-8")
    app.run()
    assert not [caption for caption in app.caption if "data files were changed" in caption.value]


def test_an_empty_folder_has_no_data(tmp_path: Path) -> None:
    """Every file is told missing, each time it is asked for."""
    folder = Folder(tmp_path)
    for _ in range(2):
        with pytest.raises(DataError) as error:
            folder.reading()
        assert len(error.value.problems) == sum(not kind.page for kind in read.KINDS)
