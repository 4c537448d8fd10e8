"""Reading a data folder: every problem of every file at once, each with its line and what to do.

Each file in tests/bad is broken in one way and says in its first lines what must be reported of it:

    # target: commitments/bad.yaml        (written there; `# on top of: ` puts it before what stands there)
    # expect: commitments/bad.yaml:14: the message, word for word
"""

import datetime as dt
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from finance.data import read, yamlfile
from finance.data.dataset import Dataset
from finance.errors import DataError

BAD = sorted((Path(__file__).parent / "bad").glob("*.yaml"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data that a test may break."""
    return Path(shutil.copytree(read.DATA, tmp_path / "data"))


def reported(folder: Path) -> list[str]:
    """Every problem of a broken folder, as printed."""
    with pytest.raises(DataError) as caught:
        read.load(folder)
    return [str(problem) for problem in caught.value.problems]


def change(file: Path, before: str, after: str) -> int:
    """Replace the first `before` in a file; the line that it stood on."""
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    return text[: text.index(before)].count("\n") + 1


def break_with(folder: Path, text: str) -> None:
    """Write a file of tests/bad where its first line says."""
    how, target = re.match(r"# (target|on top of): (\S+)\n", text).groups()  # type: ignore[union-attr]
    place = folder / target
    place.parent.mkdir(exist_ok=True)
    rest = place.read_text(encoding="utf-8") if how == "on top of" else ""
    place.write_text(text + rest, encoding="utf-8")


@pytest.mark.parametrize("bad", BAD, ids=lambda path: path.stem)
def test_a_broken_file_is_reported_with_its_line_and_what_to_do(bad: Path, folder: Path) -> None:
    """All problems are the expected ones, word for word: one mistake brings no others with it."""
    text = bad.read_text(encoding="utf-8")
    break_with(folder, text)
    assert reported(folder) == re.findall(r"(?m)^# expect: (.+)$", text)


def test_every_expectation_has_a_remedy() -> None:
    """Each message is `file:line: what is wrong; what is allowed or to be done`."""
    expected = {bad.stem: re.findall(r"(?m)^# expect: (.+)$", bad.read_text(encoding="utf-8")) for bad in BAD}
    form = re.compile(r"[\w/]+\.ya?ml:\d+: .+; .+")
    assert [name for name, said in expected.items() if not said or not all(map(form.fullmatch, said))] == []


def test_text_that_is_not_utf8_is_reported_on_its_line(folder: Path) -> None:
    """A file saved in a Cyrillic code page names the line of the first such letter."""
    (folder / "claims.yaml").write_bytes("# claims\nbad:\n  label: {en: Київ}\n".encode("cp1251"))
    assert reported(folder) == ["claims.yaml:3: is not UTF-8 text; save the file as UTF-8"]


def test_a_control_character_is_reported(folder: Path) -> None:
    """A character that no editor shows is named with its line."""
    (folder / "claims.yaml").write_bytes(b"# claims\nbad: a\x07b\n")
    assert reported(folder) == ["claims.yaml:2: holds a control character; delete it"]


def test_a_missing_file_is_reported_once(folder: Path) -> None:
    """Without sources.yaml no line's source is called unknown: one cause, one problem."""
    (folder / "sources.yaml").unlink()
    assert reported(folder) == ["sources.yaml:1: is missing; put the file back, the data needs it"]


@pytest.mark.parametrize("kind", read.KINDS, ids=lambda kind: kind.field)
def test_any_file_may_be_missing_or_broken_without_a_traceback(kind: read.Kind, folder: Path) -> None:
    """Whichever file is gone or is no YAML, that is what is reported first of all, and never another error.

    A book may have no pages: of these only what referred to their lines is reported.
    """
    files = sorted(folder.glob(kind.where))
    for file in files:
        file.write_text("a: [", encoding="utf-8")
    broken = reported(folder)
    assert all(any(line.startswith(f"{file.relative_to(folder)}:") for line in broken) for file in files)
    for file in files:
        file.unlink()
    missing = f"{kind.where}:1: is missing; put the file back, the data needs it"
    assert (missing in reported(folder)) is not kind.page


def test_a_series_that_does_not_reach_the_years_asked_for_is_reported(folder: Path) -> None:
    """GDP and population up to the earliest first year, 2024, and debt in the year of the latest target, 2035."""
    macro = folder / "macro.yaml"
    text = macro.read_text(encoding="utf-8")
    for row in re.findall(r"(?m)^  - \{year: 2035.*\n", text):
        text = text.replace(row, "")
    text = re.sub(r"(?m)^  - \{year: 202[1-4], value: \d\d\.\d+, origin: (gazeta|ukrrud).*\n", "", text)
    text = re.sub(r"(?m)^  - \{year: 202[23], value: \d+(\.8)?, origin: liga_wb.*\n", "", text)
    text = text.replace("  - year: 2024\n", "  - year: 2025\n")
    macro.write_text(text, encoding="utf-8")
    messages = [line.partition(": ")[2] for line in reported(folder)]
    first = (
        "the earliest year in which the programme may start (assumptions.start_year); add that year or one before it"
    )
    assert messages == [
        f"gdp has no year up to 2024, {first}",
        f"population has no year up to 2024, {first}",
        "debt has no 2035, the year of the latest debt target; add its row",
    ]


def test_three_mistakes_in_two_files_are_reported_in_one_go(folder: Path) -> None:
    """A share typed as text in one row hides neither a wrong reference in the same file nor a value in another."""
    rdna5 = folder / "assessments/rdna5.yaml"
    need = change(rdna5, "need: {value: 90,", "need: {value: 90%,")
    conflict = change(rdna5, "figure: totals.need", "figure: totals.nede")
    preset = change(folder / "scenarios.yaml", "eur_usd: 1.0}", "eur_usd: 9}")
    assert reported(folder) == [
        f"assessments/rdna5.yaml:{need}: sectors.housing.need.value is '90%', not a number; "
        "write digits only, without quotes, and a share as a fraction (0.2 for 20 %)",
        f"assessments/rdna5.yaml:{conflict}: conflicts.0.figure names 'totals.nede', which is no figure of this file; "
        "did you mean 'totals.need'?",
        f"scenarios.yaml:{preset}: eur_usd is 9.0; allowed is 0.8 to 1.6 [USD per EUR]",
    ]


def test_a_file_that_lacks_a_field_is_still_weighed_against_the_others(folder: Path) -> None:
    """Without a tolerance no sum is judged, but what figures derive from and what conflicts name still is."""
    rdna5 = folder / "assessments/rdna5.yaml"
    conflict = change(rdna5, "figure: totals.need", "figure: totals.nede")
    derived = change(rdna5, "from: [assessments.rdna5.totals.damage,", "from: [assessments.rdna5.totals.damages,")
    text = rdna5.read_text(encoding="utf-8").replace("tolerance: 0.05\n", "")
    rdna5.write_text(text.replace("currency: USD", "currency: dollars"), encoding="utf-8")
    places = [line.partition("; ")[0] for line in reported(folder)]
    assert places[0].endswith(": tolerance is missing")
    assert places[1].endswith(": currency is 'dollars'")
    assert places[2].startswith(f"assessments/rdna5.yaml:{derived - 1}: sectors.agriculture.damage is derived from")
    assert places[3].startswith(f"assessments/rdna5.yaml:{conflict - 1}: conflicts.0.figure names 'totals.nede'")
    assert len(places) == 4


def test_a_misspelt_field_of_a_whole_file_is_one_problem(folder: Path) -> None:
    """It is neither reported as missing too, nor does the rest of the file go unread, nor the pages of the book."""
    head = change(folder / "commitments/ledger.yaml", "from_year:", "from_yaer:")
    line = change(folder / "commitments/ledger/eib.yaml", "part_of: eib_uif_lending", "part_of: eib_uif_landing")
    misspelt, named = reported(folder)
    assert misspelt == f"commitments/ledger.yaml:{head}: from_yaer is no field here; did you mean 'from_year'?"
    assert named.startswith(f"commitments/ledger/eib.yaml:{line}: commitments.")
    assert named.endswith(
        ".part_of names 'eib_uif_landing', which is no line of this book; did you mean 'eib_uif_lending'?"
    )


def test_a_row_that_breaks_on_a_page_is_one_problem(folder: Path) -> None:
    """The parts of a line that cannot be read are not reported for naming it, nor what derives from it."""
    above = change(
        folder / "commitments/ledger/eib.yaml", "\neib_uif_lending:\n  label:", "\neib_uif_lending:\n  lable:"
    )
    assert reported(folder) == [
        f"commitments/ledger/eib.yaml:{above + 2}: eib_uif_lending.lable is no field here; did you mean 'label'?"
    ]


def test_a_wrong_envelope_is_not_repeated_by_the_numbers_that_stand_in_its_document(folder: Path) -> None:
    """Purposes, split and kinds that are numbers alone take over the envelope's basis, not what is wrong with it."""
    page = folder / "commitments/ledger/world_bank.yaml"
    line = change(page, "origin: tass_ua_2022_12", "origin: tass_ua_2022_13")
    assert reported(folder) == [
        f"commitments/ledger/world_bank.yaml:{line}: wb_heal.envelope.origin names 'tass_ua_2022_13', which is not in "
        "origins.yaml; did you mean 'tass_ua_2022_12'?"
    ]


def test_a_book_may_be_cut_into_pages(folder: Path, dataset: Dataset) -> None:
    """The same lines in a folder of the book's name are the same book; only the files of its figures are others."""
    cover = folder / "commitments/article.yaml"
    head, lines = cover.read_text(encoding="utf-8").split("commitments:\n")
    (folder / "commitments/article").mkdir()
    names = [match.start() for match in re.finditer(r"(?m)^  \w+:$", lines)]
    for name, start, end in zip("ba", names, [*names[1:], None], strict=True):
        page = "\n".join(row.removeprefix("  ") for row in lines[start:end].split("\n"))
        (folder / f"commitments/article/{name}.yaml").write_text(page, encoding="utf-8")
    cover.write_text(head, encoding="utf-8")
    cut = read.load(folder)
    assert dict(cut.ledgers["article"].commitments) == dict(dataset.ledgers["article"].commitments)
    for id_ in dataset.within("commitments.article"):
        figure, was = cut.figures[id_], dataset.figures[id_]
        assert (figure.value, figure.unit, figure.basis) == (was.value, was.unit, was.basis)
        assert figure.file == f"commitments/article/{'b' if 'development_banks' in id_ else 'a'}.yaml"


def test_a_mistake_in_a_row_is_not_repeated_by_those_that_name_it(folder: Path) -> None:
    """A source with a wrong colour still exists: the lines that name it are not reported as well."""
    line = change(folder / "sources.yaml", "kind: eu", "kind: europe")
    found = reported(folder)
    assert len(found) == 1
    assert found[0].startswith(f"sources.yaml:{line}: ")


def test_the_data_as_it_ships_loads(dataset: Dataset) -> None:
    """Every kind of file has rows, and every figure has a basis and stands on a line of its file."""
    assert all(getattr(dataset, kind.field) for kind in read.KINDS)
    for figure in dataset.figures.values():
        assert figure.basis.basis in ("sourced", "derived", "judged")
        assert (read.DATA / figure.file).is_file()
        assert figure.line >= 1


def test_the_edition_is_stable_and_changes_with_any_byte(dataset: Dataset, folder: Path) -> None:
    """The same bytes give the same edition anywhere; one more byte in any one file gives another."""
    assert read.load(folder).edition == dataset.edition
    editions = {dataset.edition}
    for name in ("origins.yaml", "assessments/rdna5.yaml", "scenarios.yaml", "commitments/ledger/eib.yaml"):
        with (folder / name).open("ab") as file:
            file.write(b"\n")
        editions.add(read.load(folder).edition)
    assert len(editions) == 5


def test_the_edition_does_not_depend_on_other_files(dataset: Dataset, folder: Path) -> None:
    """A schema or a note beside the data is no data."""
    (folder / "schema" / "sectors.schema.json").unlink()
    (folder / "notes.txt").write_text("to do", encoding="utf-8")
    assert read.load(folder).edition == dataset.edition


def test_the_schemas_on_disk_are_those_of_the_code() -> None:
    """`python -m finance schema` was run after the last change of a record; nothing else lies in the folder."""
    on_disk = {path.name: path.read_text(encoding="utf-8") for path in (read.DATA / "schema").iterdir()}
    assert on_disk == dict(read.schemas())


def _files() -> list[tuple[read.Kind, Path]]:
    return [(kind, file) for kind in read.KINDS for file in sorted(read.DATA.glob(kind.where))]


def _as_json(value: object) -> object:
    if isinstance(value, dict):
        return {key: _as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_json(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


@pytest.mark.parametrize(("kind", "file"), _files(), ids=lambda part: getattr(part, "stem", ""))
def test_an_editor_finds_nothing_wrong_in_the_data(kind: read.Kind, file: Path) -> None:
    """The first line leads to the schema of the file's kind, and the file keeps to it."""
    jsonschema = pytest.importorskip("jsonschema")
    first = file.read_text(encoding="utf-8").partition("\n")[0]
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert named
    schema = file.parent / named[1]
    assert schema.resolve() == read.DATA / "schema" / f"{kind.form}.schema.json"
    value = _as_json(yamlfile.parse(file.read_bytes(), file.name).value)
    validator = jsonschema.Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))
    assert [error.message for error in validator.iter_errors(value)] == []


def test_check_prints_each_problem_on_a_line_and_exits_1(folder: Path) -> None:
    """The command line shows `file:line: message` and no traceback."""
    for name in ("negative_envelope", "need_of_zero"):
        break_with(folder, (Path(__file__).parent / "bad" / f"{name}.yaml").read_text(encoding="utf-8"))
    command = [sys.executable, "-m", "finance", "--data", str(folder), "check"]
    found = subprocess.run(command, cwd=read.DATA.parent, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (found.returncode, found.stdout) == (1, "")
    assert "Traceback" not in found.stderr
    assert found.stderr.splitlines() == reported(folder)
    assert all(re.match(r"(assessments|commitments)/bad\.yaml:\d+: \S", line) for line in found.stderr.splitlines())


def test_a_small_ledger_and_assessment_load_beside_the_data(mini: Callable[..., Dataset]) -> None:
    """What the broken files are broken from is sound."""
    dataset = mini(need={"housing": 60.0, "not_itemised": 40.0}, line_a={}, line_b={"paid": 4.0})
    assert set(dataset.ledgers["mini"].commitments) == {"line_a", "line_b"}
    assert dataset.figures["assessments.mini.sectors.housing.need"].value == 60
