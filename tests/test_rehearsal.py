"""What grows, rehearsed on a copy: an assessment, a sector, a slider, three hundred lines of the book, a chart.

| what | files | lines |
|---|--:|--:|
| an assessment | 1 | 29 |
| a sector | 2 | 4 |
| a slider | 2 | 15 |
| 300 lines of the book | 1 | 301 |
| a chart | 1 | 52 |

Each is in every place where a reader would look for it, and no other file is touched. data/README.md says the same.
"""

import difflib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from finance.__main__ import main
from finance.analysis import identities
from finance.data import read
from finance.data.dataset import Dataset
from finance.language.catalogue import Language
from finance.model import gap
from finance.model.gap import Result
from finance.outputs.charts import CHARTS, report
from finance.scenario import Scenario
from pages.api import openapi

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SCREENS = sorted(path.name for path in (ROOT / "pages").glob("*.py") if path.name not in ("__init__.py", "main.py"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The data with the new file in it, as data/README.md says: a file in `assessments/`, and nothing else."""
    copy = Path(shutil.copytree(read.DATA, tmp_path / "data"))
    shutil.copy(HERE / "rehearsal" / "rdna6.yaml", copy / "assessments" / "rdna6.yaml")
    return copy


@pytest.fixture
def result(folder: Path) -> Result:
    dataset = read.load(folder)
    return gap.solve(dataset, Scenario.preset("rdna5_whole", dataset).with_(assessment="rdna6"))


def test_the_command_line_takes_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`check` says ok, `gap --set assessment=rdna6` gives its need, and the identities hold."""
    assert main(["--data", str(folder), "check"]) == 0
    assert "7 assessments" in capsys.readouterr().out
    asked = ["gap", "--scenario", "rdna5_whole", "--set", "assessment=rdna6", "--format", "json"]
    assert main(["--data", str(folder), *asked]) == 0
    assert json.loads(capsys.readouterr().out)["need"] == pytest.approx(640.0)


def test_every_identity_holds(result: Result) -> None:
    """The new need passes through the whole model."""
    assert all(identity.holds for identity in identities.check(result))


@pytest.mark.parametrize("id_", CHARTS)
@pytest.mark.parametrize("code", ["en", "uk"])
def test_every_chart_takes_it(id_: str, code: str, result: Result) -> None:
    """Drawn for a screen and for a document, in both languages."""
    chart = CHARTS[id_](result, Language(code), "light")
    assert chart.title
    assert report(chart, result, Language(code))["layout"]


@pytest.mark.parametrize("screen", SCREENS)
def test_every_screen_takes_it(screen: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chosen in the address, it is in the picker and in the definition of every screen."""
    monkeypatch.setattr(read, "DATA", folder)
    app = AppTest.from_file(str(ROOT / "pages" / "main.py"), default_timeout=30)
    app.query_params.update({"scenario": "rdna5_whole", "assessment": "rdna6"})
    app.run()
    if screen != "overview.py":
        app.switch_page(screen).run()
    assert not app.exception
    assert {metric.label: metric.value for metric in app.metric}["Need"] == "$640.0bn"


# ---------------------------------------------------------------- what an addition takes

SECTOR = """\
rivers: {label: {en: Rivers, uk: Річки}, colour: "#123456", investors: public, judged: "Made up for a rehearsal."}
"""
CELL = """\
  rivers:
    need: {value: 4.0, judged: made up}
"""
REST = "need: {value: 124.5, derived_from: [assessments.rdna5.totals.need,"
SLIDER = """
facility_share:
  label: {en: "Facility money that counts", uk: "Враховані кошти механізму"}
  group: money
  first: true
  unit: share of face
  default: 0.5
  low: 0.0
  high: 1.0
  step: 0.05
  shape: uniform
  judged: made up
  range: Nothing to everything.
  help: {en: "Made up for a rehearsal.", uk: "Вигадано для репетиції."}
"""
LINE = (
    'made_up_{number}: {{label: {{en: "Made-up line {number}", uk: "Вигаданий рядок {number}"}}, source: eu, '
    "instrument: grant, firmness: committed, currency: USD, agreed: 2026-01-31, window: {{start: 2026, end: 2030}}, "
    "envelope: {{value: 0.01, judged: made up}}, purposes: {{reconstruction: 0.01}}}}\n"
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(read.DATA, tmp_path / "data"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def took(copy: Path, original: Path) -> tuple[int, int]:
    """How many files of the copy are new or changed, and how many lines of them."""
    lines = []
    for path in filter(Path.is_file, copy.rglob("*")):
        before = original / path.relative_to(copy)
        if not before.exists() or before.read_bytes() != path.read_bytes():
            old = before.read_text(encoding="utf-8").splitlines() if before.exists() else []
            now = difflib.ndiff(old, path.read_text(encoding="utf-8").splitlines())
            lines.append(sum(line.startswith("+ ") for line in now))
    return len(lines), sum(lines)


def told(what: str) -> tuple[int, int]:
    """The same as data/README.md and this file say it."""
    rows = {
        re.findall(rf"^\| {what} \| (\d+) \| (\d+) \|", text, re.MULTILINE)[0]
        for text in (str(__doc__), (ROOT / "data" / "README.md").read_text(encoding="utf-8"))
    }
    assert len(rows) == 1
    files, lines = rows.pop()
    return int(files), int(lines)


def solved(folder: Path, **values: float) -> Result:
    dataset = read.load(folder)
    return gap.solve(dataset, Scenario.preset("rdna5_whole", dataset).with_(**values))


def written(folder: Path, out: Path) -> pd.DataFrame:
    """The numbers of the scenario as the command line writes them."""
    assert main(["--data", str(folder), "export", str(out), "--scenario", "rdna5_whole"]) == 0
    return pd.read_csv(out)


def screen(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr(read, "DATA", folder)
    app = AppTest.from_file(str(ROOT / "pages" / "main.py"), default_timeout=30)
    app.query_params["scenario"] = "rdna5_whole"
    app.run()
    app.switch_page(name).run()
    assert not app.exception
    return app


def test_an_assessment_takes_one_file(folder: Path) -> None:
    """The one of the tests above."""
    assert took(folder, read.DATA) == told("an assessment")


def test_a_sector_takes_a_line_and_its_cell(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line of sectors.yaml, whose place is its place in every list; its cell in the assessment, and the rest there
    lowered by it. It is in the result, the charts, the table of the screen Sectors and the file."""
    change(data / "sectors.yaml", "not_itemised:", f"{SECTOR}not_itemised:")
    newest = data / "assessments" / "rdna5.yaml"
    change(newest, "  not_itemised:\n", f"{CELL}  not_itemised:\n")
    change(newest, REST, f"{REST.replace('124.5', '120.5')} assessments.rdna5.sectors.rivers.need,")
    assert took(data, read.DATA) == told("a sector")
    result = solved(data)
    assert result.need == pytest.approx(587.7)
    assert result.by_sector.set_index("sector").loc["rivers", "need"] == pytest.approx(4.0)
    assert result.by_sector["sector"].tolist()[-2:] == ["rivers", "not_itemised"]
    assert "Rivers" in CHARTS["coverage"](result, Language(), "light").table.iloc[:, 0].tolist()
    file = written(data, tmp_path / "gap.csv")
    assert "rivers" in file.loc[file["table"] == "by_sector", "sector"].tolist()
    shown = " ".join(block.proto.body for block in screen(data, "sectors.py", monkeypatch).get("html"))
    assert "<td>Rivers</td>" in shown


def test_a_slider_takes_a_row_and_the_line_that_it_acts_on(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One row of assumptions.yaml, and `counts_by` in the line. It moves the result, stands in the sidebar, the API and
    the tornado, and a file can be asked for with it. What a formula is to read takes that line of the model besides."""
    with (data / "assumptions.yaml").open("a", encoding="utf-8") as rows:
        rows.write(SLIDER)
    line = "eu_facility_uif:\n"
    change(data / "commitments" / "ledger" / "eu.yaml", f"\n{line}", f"\n{line}  counts_by: facility_share\n")
    assert took(data, read.DATA) == told("a slider")
    none, half, all_of_it = (solved(data, facility_share=share).available for share in (0.0, 0.5, 1.0))
    assert none < half == pytest.approx((none + all_of_it) / 2)
    assert half == pytest.approx(solved(read.DATA).available)
    dataset = read.load(data)
    assert openapi.parameters(dataset, Language())["facility_share"]["schema"]["maximum"] == 1
    result = gap.solve(dataset, Scenario.preset("rdna5_whole", dataset))
    assert "Facility money that counts" in CHARTS["tornado"](result, Language(), "light").table.iloc[:, 0].tolist()
    out = tmp_path / "gap.json"
    assert main(["--data", str(data), "export", str(out), "--set", "facility_share=0.25"]) == 0
    assert json.loads(out.read_text(encoding="utf-8"))["changed"] == {"facility_share": 0.25}
    assert screen(data, "sources.py", monkeypatch).sidebar.slider(key="facility_share").label


def test_three_hundred_lines_take_a_page_of_the_book(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line each below the heading of the page. They count, stand in the ledger on screen and in every file."""
    page = "# Made up for a rehearsal\n" + "".join(LINE.format(number=number) for number in range(300))
    (data / "commitments" / "ledger" / "made_up.yaml").write_text(page, encoding="utf-8")
    assert took(data, read.DATA) == told("300 lines of the book")
    before, result = solved(read.DATA), solved(data)
    mine = result.by_source[result.by_source["commitment"].str.startswith("made_up_")]
    assert len(mine) == 300
    assert result.available - before.available == pytest.approx(mine["available"].sum())
    assert mine["available"].gt(0).all()
    assert CHARTS["money"](result, Language(), "light").title
    file = written(data, tmp_path / "gap.csv")
    assert file.loc[file["table"] == "by_source", "commitment"].str.startswith("made_up_").sum() > 300
    ledger = screen(data, "sources.py", monkeypatch).dataframe
    assert any("Made-up line 299" in table.value.to_string() for table in ledger)


LOOKED_AT = """
from streamlit.testing.v1 import AppTest
from finance.__main__ import main
from finance.data import read
from finance.language.catalogue import Language
from finance.outputs.charts import CHARTS
from pages.api import openapi

assert "made_up" in CHARTS, "no such chart"
assert "made_up" in openapi.operations(read.load(), Language())["/charts/{id}.csv"]["parameters"][0]["schema"]["enum"]
assert main(["export", "made_up.html", "--chart", "made_up"]) == 0
app = AppTest.from_file("pages/main.py", default_timeout=30)
app.run()
app.switch_page("report.py").run()
assert not app.exception
assert app.checkbox(key="report_made_up").label
"""


def test_a_chart_takes_one_module(tmp_path: Path) -> None:
    """It registers itself where it stands: it is in CHARTS, the API, the list of the screen Report, and a file. The
    module is a copy of a short one under another id."""
    for name in ("finance", "pages", "data"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    charts = Path("finance", "outputs", "charts")
    text = (ROOT / charts / "burden.py").read_text(encoding="utf-8").replace('"burden"', '"made_up"')
    (tmp_path / charts / "made_up.py").write_text(text, encoding="utf-8")
    assert took(tmp_path / charts, ROOT / charts) == told("a chart")
    found = subprocess.run(
        [sys.executable, "-c", LOOKED_AT], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120
    )
    assert found.returncode == 0, found.stderr
    assert b'id="made_up"' in (tmp_path / "made_up.html").read_bytes()


def test_the_newest_change_says_what_every_preset_gives_today(dataset: Dataset, solve: Callable[..., Result]) -> None:
    """A result that changes without a row in changes.yaml fails here; the row says the day and why."""
    days = [change.date for change in dataset.changes.values()]
    assert days == sorted(days)
    newest = list(dataset.changes.values())[-1]
    assert newest.gaps == {id_: round(solve(id_).gap, 3) for id_ in dataset.presets}
