"""The sixth assessment is out: one new file, no change of code, and everything takes it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

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

HERE = Path(__file__).resolve().parent
SCREENS = sorted(
    path.name for path in (HERE.parent / "pages").glob("*.py") if path.name not in ("__init__.py", "main.py")
)


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
    app = AppTest.from_file(str(HERE.parent / "pages" / "main.py"), default_timeout=30)
    app.query_params.update({"scenario": "rdna5_whole", "assessment": "rdna6"})
    app.run()
    if screen != "overview.py":
        app.switch_page(screen).run()
    assert not app.exception
    assert {metric.label: metric.value for metric in app.metric}["Need"] == "$640.0bn"


def test_the_newest_change_says_what_every_preset_gives_today(dataset: Dataset, solve: Callable[..., Result]) -> None:
    """A result that changes without a row in changes.yaml fails here; the row says the day and why."""
    days = [change.date for change in dataset.changes.values()]
    assert days == sorted(days)
    newest = list(dataset.changes.values())[-1]
    assert newest.gaps == {id_: round(solve(id_).gap, 3) for id_ in dataset.presets}
