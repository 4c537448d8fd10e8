"""From a folder of YAML files to a Dataset, or to every problem of every file at once."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from finance import check, yamlfile
from finance.dataset import Dataset, Entry, figures_of
from finance.errors import DataError, Problem
from finance.records import (
    ID,
    Assessment,
    Assumption,
    Benchmark,
    Change,
    Claim,
    Correlation,
    Id,
    Ledger,
    Macro,
    Origin,
    Plan,
    Preset,
    Question,
    Region,
    ResidualSource,
    Sector,
    Source,
    suggestion,
)
from finance.validate import FORMS, Kind, sound_part
from finance.yamlfile import Parsed

DATA = Path(__file__).resolve().parent.parent / "data"

KINDS = (
    Kind("origins.yaml", "origins", dict[Id, Origin]),
    Kind("sectors.yaml", "sectors", dict[Id, Sector]),
    Kind("sources.yaml", "sources", dict[Id, Source]),
    Kind("regions.yaml", "regions", dict[Id, Region]),
    Kind("macro.yaml", "macro", Macro),
    Kind("residual_sources.yaml", "residual_sources", dict[Id, ResidualSource]),
    Kind("benchmarks.yaml", "benchmarks", dict[Id, Benchmark]),
    Kind("claims.yaml", "claims", dict[Id, Claim]),
    Kind("assumptions.yaml", "assumptions", dict[Id, Assumption]),
    Kind("correlations.yaml", "correlations", dict[Id, Correlation]),
    Kind("scenarios.yaml", "presets", dict[Id, Preset]),
    Kind("questions.yaml", "questions", dict[Id, Question]),
    Kind("changes.yaml", "changes", dict[Id, Change]),
    Kind("assessments/*.yaml", "assessments", Assessment),
    Kind("commitments/*.yaml", "ledgers", Ledger),
    Kind("plans/*.yaml", "plans", Plan),
)


def load(folder: Path = DATA) -> Dataset:
    """Read every file of `folder`.

    Raises DataError with all problems of all files: text that is no YAML, values that YAML would read
    silently otherwise, fields missing, unknown or of the wrong kind, ids that do not exist, sums that
    do not add up. What holds of a file with problems is still weighed against the other files.
    """
    files = {kind: [_parse(path, folder) for path in sorted(folder.glob(kind.where))] for kind in KINDS}
    parsed_by_id = {parsed.stem: parsed for found in files.values() for parsed in found}
    problems = [*_missing(files), *_strangers(folder, parsed_by_id.values())]
    cut = {kind.stem for kind, found in files.items() if not found}
    known = {kind.field: keys for kind in KINDS if (keys := _keys(kind, files[kind])) is not None}
    fields: dict[str, Any] = {kind.field: {} for kind in KINDS}
    for kind in KINDS:
        for parsed in files[kind]:
            record, found, lost = sound_part(kind, parsed, known)
            problems += parsed.problems + found
            cut |= {".".join((parsed.stem, *path)) for path in lost}
            if record is not None and kind.many:
                fields[kind.field][parsed.stem.rpartition(".")[2]] = record
            elif record is not None:
                fields[kind.field] = record
    fields["sectors"] = dict(sorted(fields["sectors"].items(), key=lambda item: item[1].order))
    dataset = Dataset(**fields, figures=dict(_figures(fields, parsed_by_id)), edition=_edition(folder, parsed_by_id))
    problems += [
        Problem(parsed_by_id[stem].file, parsed_by_id[stem].line(path), message)
        for stem, path, message in check.problems(dataset, cut)
    ]
    if problems:
        raise DataError(problems)
    return dataset


def schemas() -> Mapping[str, str]:
    """The JSON Schema of each kind of file, by file name under `data/schema/`."""
    return {f"{kind.stem}.schema.json": json.dumps(kind.schema, indent=1, ensure_ascii=False) + "\n" for kind in KINDS}


def _parse(path: Path, folder: Path) -> Parsed:
    return yamlfile.parse(path.read_bytes(), path.relative_to(folder).as_posix())


def _missing(files: Mapping[Kind, list[Parsed]]) -> Iterator[Problem]:
    for kind, found in files.items():
        if not found:
            yield Problem(kind.where, 1, "is missing; put the file back, the data needs it")


def _strangers(folder: Path, read: Iterable[Parsed]) -> Iterator[Problem]:
    known = {parsed.file for parsed in read}
    for path in sorted([*folder.rglob("*.yaml"), *folder.rglob("*.yml")]):
        name = path.relative_to(folder).as_posix()
        if name not in known:
            hint = suggestion(name, (kind.where for kind in KINDS))
            yield Problem(name, 1, f"is no file this project reads, by its name; {hint}")
        elif not re.fullmatch(ID, path.stem):
            yield Problem(name, 1, f"is named '{path.stem}'; {FORMS[ID]}")


def _keys(kind: Kind, found: list[Parsed]) -> frozenset[str] | None:
    """The ids that a file gives to others; None where nothing can be said because its text is no set of fields."""
    if kind.many or not found or not isinstance(found[0].value, dict):
        return None
    return frozenset(found[0].value)


def _figures(fields: Mapping[str, Any], parsed_by_id: Mapping[str, Parsed]) -> Iterator[tuple[str, Entry]]:
    for kind in KINDS:
        records = fields[kind.field].items() if kind.many else [(None, fields[kind.field])]
        for name, record in records:
            stem = f"{kind.stem}.{name}" if name else kind.stem
            for path, value, unit, basis in figures_of(record, (), ""):
                id_, parsed = ".".join((stem, *path)), parsed_by_id[stem]
                yield id_, Entry(id_, value, unit, basis, parsed.file, parsed.line(path))


def _edition(folder: Path, parsed_by_id: Mapping[str, Parsed]) -> str:
    digest = hashlib.sha256()
    for name in sorted(parsed.file for parsed in parsed_by_id.values()):
        digest.update(name.encode() + b"\0" + (folder / name).read_bytes() + b"\0")
    return digest.hexdigest()[:10]
