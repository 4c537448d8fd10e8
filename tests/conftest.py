"""What all tests share: the data as it ships, data folders with a few files more, and random scenarios."""

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import settings
from hypothesis import strategies as st

from finance.data import read
from finance.data.dataset import Dataset
from finance.data.records import Assumption
from finance.model import gap
from finance.model.gap import Result
from finance.scenario import Scenario

settings.register_profile("project", deadline=None, derandomize=True)
settings.load_profile("project")


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    """The data as it ships."""
    return read.load()


@pytest.fixture(scope="session")
def solve(dataset: Dataset) -> Callable[..., Result]:
    """The answer to a preset with some values changed: `solve("article", eur_usd=1.25)`."""
    return lambda preset, **values: gap.solve(dataset, Scenario.preset(preset, dataset).with_(**values))


@pytest.fixture(scope="session")
def scenarios_of() -> Callable[[Dataset], st.SearchStrategy[Scenario]]:
    """Any scenario over a dataset: every assumption at any value that it may take, on any preset."""

    def values(dataset: Dataset, id_: str, row: Assumption) -> st.SearchStrategy[Any]:
        if row.kind == "number":
            return st.floats(row.low, row.high)
        return st.booleans() if row.kind == "switch" else st.sampled_from(sorted(dataset.choices[id_]))

    def any_of(dataset: Dataset) -> st.SearchStrategy[Scenario]:
        every = st.fixed_dictionaries({id_: values(dataset, id_, row) for id_, row in dataset.assumptions.items()})
        presets = st.sampled_from(sorted(dataset.presets)).map(lambda id_: Scenario.preset(id_, dataset))
        return st.builds(lambda preset, chosen: preset.with_(**chosen), presets, every)

    return any_of


@pytest.fixture(scope="session")
def scenarios(
    dataset: Dataset, scenarios_of: Callable[[Dataset], st.SearchStrategy[Scenario]]
) -> st.SearchStrategy[Scenario]:
    """Any scenario over the data as it ships."""
    return scenarios_of(dataset)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Sequence[Path]], list[Path]]:
    """Have LibreOffice convert files: `office("pdf", [path, …])` gives the new files in the same order.

    Two run side by side, each with many files, because starting one takes longer than a file.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        missing = "no LibreOffice was found; install Debian's libreoffice-calc, libreoffice-impress, libreoffice-writer"
        if os.environ.get("REQUIRE_OFFICE") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    profiles = [tmp_path_factory.mktemp("office").as_uri() for _ in range(2)]

    def run(profile: str, ending: str, folder: Path, paths: Sequence[Path]) -> None:
        command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", ending]
        subprocess.run([*command, "--outdir", folder, *paths], check=True, capture_output=True, timeout=600)

    def convert(ending: str, paths: Sequence[Path]) -> list[Path]:
        folder = tmp_path_factory.mktemp(ending)
        shares = [share for share in (paths[::2], paths[1::2]) if share]
        with ThreadPoolExecutor() as pool:
            list(pool.map(run, profiles, repeat(ending), repeat(folder), shares))
        return [folder / f"{path.stem}.{ending}" for path in paths]

    return convert


@pytest.fixture
def with_files(tmp_path: Path) -> Callable[..., Dataset]:
    """Load a copy of the data with some files written into it: `with_files(assessments__mini=TEXT)`.

    Two underscores stand for the folder: the text above becomes assessments/mini.yaml.
    """

    def load(**files: str) -> Dataset:
        folder = tmp_path / "data"
        shutil.copytree(read.DATA, folder, dirs_exist_ok=True)
        for name, text in files.items():
            (folder / f"{name.replace('__', '/')}.yaml").write_text(text, encoding="utf-8")
        return read.load(folder)

    return load


@pytest.fixture
def mini(with_files: Callable[..., Dataset]) -> Callable[..., Dataset]:
    """A small ledger "mini" and a small assessment "mini" beside the data.

    `mini(need={...}, line_a={...}, ...)`: `need` gives the sectors' needs [bn], every other keyword a line with what
    differs from a committed grant of USD 10 bn for reconstruction; plain numbers stand for judged figures.
    """

    def load(need: Mapping[str, float] | None = None, **lines: Mapping[str, Any]) -> Dataset:
        book = {id_: _line(**changes) for id_, changes in lines.items()}
        return with_files(
            assessments__mini=_assessment(need or {"not_itemised": 100.0}), commitments__mini=_ledger(book)
        )

    return load


def _figure(value: float) -> dict[str, Any]:
    return {"value": value, "judged": "a test"}


def _line(envelope: float = 10.0, **changes: Any) -> dict[str, Any]:
    line = {
        "label": {"en": "A line"},
        "source": "eu",
        "instrument": "grant",
        "firmness": "committed",
        "currency": "USD",
        "agreed": "2026-01-01",
        "window": {"start": 2026, "end": 2030},
        "envelope": _figure(envelope),
        "purposes": {"reconstruction": envelope},
    } | changes
    for name in ("paid", "left_documented"):
        if name in line and not isinstance(line[name], dict):
            line[name] = _figure(line[name])
    return line


def _ledger(lines: Mapping[str, Any]) -> str:
    words = {"label": {"en": "Mini"}, "note": {"en": "For a test."}, "from_year": 2026}
    return yaml.safe_dump({**words, "commitments": dict(lines)}, sort_keys=False)


def _assessment(need: Mapping[str, float]) -> str:
    total = sum(need.values())
    return yaml.safe_dump(
        {
            "label": {"en": "Mini"},
            "note": {"en": "For a test."},
            "currency": "USD",
            "price_year": 2025,
            "as_of": "2025-12-31",
            "published": "2020",
            "horizon": {"start": 2026, "years": 10},
            "tolerance": 0.05,
            "totals": {"need": _figure(total)},
            "sectors": {sector: {"need": _figure(value)} for sector, value in need.items()},
        }
    )
