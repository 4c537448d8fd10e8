"""From a folder of YAML files to a Dataset, or to every problem of every file at once."""

import difflib
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from finance import check, yamlfile
from finance.dataset import Dataset, Entry, figures_of
from finance.errors import DataError, Problem
from finance.records import (
    Assessment,
    Assumption,
    Benchmark,
    Claim,
    Id,
    Ledger,
    Macro,
    Origin,
    Plan,
    Preset,
    Region,
    ResidualSource,
    Sector,
    Source,
)
from finance.yamlfile import Parsed

DATA = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True)
class Kind:
    """One kind of file: where it lies, the Dataset field it fills, and its shape."""

    where: str
    field: str
    shape: Any

    @property
    def many(self) -> bool:
        return "*" in self.where

    @property
    def adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(self.shape)

    @property
    def schema_name(self) -> str:
        return f"{self.where.split('/')[0].removesuffix('.yaml')}.schema.json"


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
    Kind("scenarios.yaml", "presets", dict[Id, Preset]),
    Kind("assessments/*.yaml", "assessments", Assessment),
    Kind("commitments/*.yaml", "ledgers", Ledger),
    Kind("plans/*.yaml", "plans", Plan),
)


def load(folder: Path = DATA) -> Dataset:
    """Read every file of `folder`.

    Raises DataError with all problems of all files: text that is no YAML, values that YAML would read
    silently otherwise, fields missing, unknown or of the wrong kind, ids that do not exist, sums that
    do not add up.
    """
    files = {kind: [_parse(path, folder) for path in sorted(folder.glob(kind.where))] for kind in KINDS}
    problems = [*_missing(files), *_strangers(folder, files)]
    context = {kind.field: _keys(files[kind]) for kind in KINDS if not kind.many}
    fields: dict[str, Any] = {kind.field: {} for kind in KINDS}
    parsed_by_id: dict[str, Parsed] = {}
    for kind in KINDS:
        for parsed in files[kind]:
            record, found = _validate(kind, parsed, context)
            problems += parsed.problems + found
            stem = parsed.file.removesuffix(".yaml").replace("/", ".")
            parsed_by_id[stem] = parsed
            if kind.many:
                fields[kind.field][stem.rpartition(".")[2]] = record
            else:
                fields[kind.field] = record
    if problems:
        raise DataError(problems)
    fields["sectors"] = dict(sorted(fields["sectors"].items(), key=lambda item: item[1].order))
    dataset = Dataset(**fields, figures=dict(_figures(fields, parsed_by_id)), edition=_edition(folder, files))
    problems = [
        Problem(parsed_by_id[stem].file, parsed_by_id[stem].line(path), message)
        for stem, path, message in check.problems(dataset)
    ]
    if problems:
        raise DataError(problems)
    return dataset


def schemas() -> Mapping[str, str]:
    """The JSON Schema of each kind of file, by file name under `data/schema/`."""
    return {
        kind.schema_name: json.dumps(kind.adapter.json_schema(), indent=1, ensure_ascii=False) + "\n" for kind in KINDS
    }


def _parse(path: Path, folder: Path) -> Parsed:
    return yamlfile.parse(path.read_bytes(), path.relative_to(folder).as_posix())


def _missing(files: Mapping[Kind, list[Parsed]]) -> Iterator[Problem]:
    for kind, found in files.items():
        if not found:
            yield Problem(kind.where, 1, "is missing; the data folder needs it")


def _strangers(folder: Path, files: Mapping[Kind, list[Parsed]]) -> Iterator[Problem]:
    known = {parsed.file for found in files.values() for parsed in found}
    for path in sorted([*folder.rglob("*.yaml"), *folder.rglob("*.yml")]):
        name = path.relative_to(folder).as_posix()
        if name not in known:
            places = ", ".join(kind.where for kind in KINDS)
            yield Problem(name, 1, f"is no file this project reads; rename it to one of {places}")


def _keys(found: Iterable[Parsed]) -> frozenset[str]:
    return frozenset(key for parsed in found if isinstance(parsed.value, dict) for key in parsed.value)


def _validate(kind: Kind, parsed: Parsed, context: Mapping[str, Any]) -> tuple[Any, list[Problem]]:
    if parsed.value is None:
        return None, []
    try:
        return kind.adapter.validate_python(parsed.value, context=dict(context)), []
    except ValidationError as error:
        return None, [
            Problem(parsed.file, parsed.line(tuple(detail["loc"])), _in_words(detail, kind))
            for detail in error.errors()
        ]


def _in_words(detail: Any, kind: Kind) -> str:
    """One validation error as a sentence: what is wrong, and what to do."""
    path = [part for part in detail["loc"] if part != "[key]"]
    name, given, ctx = ".".join(map(str, path)), detail["input"], detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return f"{name} is missing; add it"
        case "extra_forbidden":
            near = difflib.get_close_matches(str(path[-1]), _field_names(kind), n=1)
            return f"{name} is not a field here; " + (f"did you mean '{near[0]}'?" if near else "take it out")
        case "float_type" | "int_type" | "float_parsing":
            return f"{name} is {given!r}, not a number; write digits, a fraction for a share (0.2 for 20 %)"
        case "literal_error":
            return f"{name} is {given!r}; use one of {ctx['expected']}"
        case "value_error":
            return str(ctx["error"]) if not name else f"{name}: {ctx['error']}"
        case "string_pattern_mismatch":
            return f"{name} is {given!r}; it must match {ctx['pattern']}"
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal":
            bound = detail["msg"].removeprefix("Input should be ")
            return f"{name} is {given!r}; it must be {bound}"
        case "date_from_datetime_parsing" | "date_type" | "date_parsing":
            return f"{name} is {given!r}, not a day; write YYYY-MM-DD"
        case "string_type":
            return f"{name} is {given!r}, not text; put it in quotes"
        case "model_type" | "dict_type" | "model_attributes_type" | "mapping_type":
            return f"{name or 'the file'} must be a set of fields, like 'value: 1'"
        case _:
            return f"{name} is {given!r}: {detail['msg']}; data/README.md shows the form"


def _field_names(kind: Kind) -> list[str]:
    definitions = kind.adapter.json_schema().get("$defs", {}).values()
    top = kind.adapter.json_schema().get("properties", {})
    return [*top, *(name for definition in definitions for name in definition.get("properties", {}))]


def _figures(fields: Mapping[str, Any], parsed_by_id: Mapping[str, Parsed]) -> Iterator[tuple[str, Entry]]:
    for kind in KINDS:
        folder = kind.where.partition("/")[0]
        records = fields[kind.field].items() if kind.many else [(None, fields[kind.field])]
        for name, record in records:
            stem = f"{folder}.{name}" if name else folder.removesuffix(".yaml")
            parsed = parsed_by_id[stem]
            for path, value, unit, basis in figures_of(record, (), ""):
                id_ = ".".join((stem, *path))
                lines = tuple(int(part) if part.isdigit() else part for part in path)
                yield id_, Entry(id_, value, unit, basis, parsed.file, parsed.line(lines))


def _edition(folder: Path, files: Mapping[Kind, list[Parsed]]) -> str:
    digest = hashlib.sha256()
    for name in sorted(parsed.file for found in files.values() for parsed in found):
        digest.update(name.encode() + b"\0" + (folder / name).read_bytes() + b"\0")
    return digest.hexdigest()[:10]
