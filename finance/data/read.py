"""From a folder of YAML files to a Dataset, or to every problem of every file at once."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as Folder
from pathlib import PurePosixPath
from typing import Any

from finance.data import check, yamlfile
from finance.data.dataset import Dataset, Entry, figures_of
from finance.data.records import (
    ID,
    Assessment,
    Assumption,
    Benchmark,
    Change,
    Claim,
    Codes,
    Commitment,
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
    Term,
    suggestion,
)
from finance.data.validate import FORMS, Kind, sound_part
from finance.data.yamlfile import Parsed, Path
from finance.errors import DataError, Problem

DATA = Folder(__file__).resolve().parents[2] / "data"

KINDS = (
    Kind("origins.yaml", "origins", dict[Id, Origin]),
    Kind("sectors.yaml", "sectors", dict[Id, Sector]),
    Kind("sources.yaml", "sources", dict[Id, Source]),
    Kind("regions.yaml", "regions", dict[Id, Region]),
    Kind("codes.yaml", "codes", Codes),
    Kind("macro.yaml", "macro", Macro),
    Kind("residual_sources.yaml", "residual_sources", dict[Id, ResidualSource]),
    Kind("benchmarks.yaml", "benchmarks", dict[Id, Benchmark]),
    Kind("claims.yaml", "claims", dict[Id, Claim]),
    Kind("assumptions.yaml", "assumptions", dict[Id, Assumption]),
    Kind("correlations.yaml", "correlations", dict[Id, Correlation]),
    Kind("scenarios.yaml", "presets", dict[Id, Preset]),
    Kind("questions.yaml", "questions", dict[Id, Question]),
    Kind("changes.yaml", "changes", dict[Id, Change]),
    Kind("glossary.yaml", "glossary", dict[Id, Term]),
    Kind("assessments/*.yaml", "assessments", Assessment),
    Kind("commitments/*.yaml", "ledgers", Ledger),
    Kind("commitments/*/*.yaml", "ledgers", dict[Id, Commitment]),
    Kind("plans/*.yaml", "plans", Plan),
)


def load(folder: Folder = DATA) -> Dataset:
    """Read every file of `folder`.

    Raises DataError with all problems of all files: text that is no YAML, values that YAML would read
    silently otherwise, fields missing, unknown or of the wrong kind, ids that do not exist, sums that
    do not add up. What holds of a file with problems is still weighed against the other files.
    """
    return build(texts(folder))


def texts(folder: Folder = DATA) -> dict[str, bytes]:
    """What stands in each YAML file of `folder`, by its name within the folder."""
    paths = sorted([*folder.rglob("*.yaml"), *folder.rglob("*.yml")])
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def build(texts: Mapping[str, bytes]) -> Dataset:
    """The records of files given as name and content, wherever these come from; raises DataError as `load` does."""
    files = {kind: [yamlfile.parse(texts[name], name) for name in sorted(texts) if kind.holds(name)] for kind in KINDS}
    parsed_by_id = {parsed.stem: parsed for found in files.values() for parsed in found}
    problems = [*_missing(files), *_strangers(texts, parsed_by_id.values())]
    cut = {kind.stem for kind, found in files.items() if not found and not kind.page}
    known = {kind.field: keys for kind in KINDS if (keys := _keys(kind, files[kind])) is not None}
    fields: dict[str, Any] = {kind.field: {} for kind in KINDS}
    pages: list[Page] = []
    for kind in KINDS:
        for parsed in files[kind]:
            record, found, lost = sound_part(kind, parsed, known)
            problems += parsed.problems + found
            stem = Page(parsed, {}).stem if kind.page else parsed.stem
            cut |= {".".join((stem, *path)) for path in lost}
            if record is not None and kind.page:
                pages.append(Page(parsed, record))
            elif record is not None and kind.many:
                fields[kind.field][parsed.stem.rpartition(".")[2]] = record
            elif record is not None:
                fields[kind.field] = record
    problems += _bound(fields["ledgers"], pages, parsed_by_id)
    places = Places(parsed_by_id, {(page.book, id_): page.parsed for page in pages for id_ in page.lines})
    dataset = Dataset(**fields, figures=dict(_figures(fields, places)), edition=_edition(texts, parsed_by_id))
    problems += [Problem(*places.of(stem, path), message) for stem, path, message in check.problems(dataset, cut)]
    if problems:
        raise DataError(problems)
    return dataset


@dataclass(frozen=True)
class Page:
    """A file in the folder of a book: lines that belong to it."""

    parsed: Parsed
    lines: Mapping[str, Commitment]

    @property
    def book(self) -> str:
        return self.parsed.stem.split(".")[1]

    @property
    def stem(self) -> str:
        """Where the ids of the page's figures begin: as if its lines stood in the book's own file."""
        return f"commitments.{self.book}.commitments"


@dataclass(frozen=True)
class Places:
    """Where records stand: files by the stem of their ids, and the pages that lines of a book stand on."""

    files: Mapping[str, Parsed]
    pages: Mapping[tuple[str, str], Parsed]

    def of(self, stem: str, path: Path) -> tuple[str, int]:
        """File and line of a place in a record."""
        page = self.pages.get((stem.rpartition(".")[2], path[1])) if path[:1] == ("commitments",) and path[1:] else None
        parsed, within = (page, path[1:]) if page else (self.files[stem], path)
        return parsed.file, parsed.line(within)


def _bound(ledgers: dict[str, Ledger], pages: Sequence[Page], files: Mapping[str, Parsed]) -> Iterator[Problem]:
    """Put the lines of each page into its book; what cannot be put is a problem."""
    for page in pages:
        book = ledgers.get(page.book)
        if book is None:
            if f"commitments.{page.book}" not in files:
                lacks = f"belongs to no book; add commitments/{page.book}.yaml with label, note and from_year"
                yield Problem(page.parsed.file, 1, lacks)
            continue
        for id_ in page.lines:
            if id_ in book.commitments:
                twice = f"{id_} is a line of this book already, in another file; give one of them another id"
                yield Problem(page.parsed.file, page.parsed.line((id_,)), twice)
        ledgers[page.book] = book.model_copy(update={"commitments": {**page.lines, **book.commitments}})


def schemas() -> Mapping[str, str]:
    """The JSON Schema of each kind of file, by file name under `data/schema/`."""
    return {f"{kind.form}.schema.json": json.dumps(kind.schema, indent=1, ensure_ascii=False) + "\n" for kind in KINDS}


def _missing(files: Mapping[Kind, list[Parsed]]) -> Iterator[Problem]:
    for kind, found in files.items():
        if not found and not kind.page:
            yield Problem(kind.where, 1, "is missing; put the file back, the data needs it")


def _strangers(names: Iterable[str], read: Iterable[Parsed]) -> Iterator[Problem]:
    known = {parsed.file for parsed in read}
    for name in sorted(names):
        if name not in known:
            hint = suggestion(name, (kind.where for kind in KINDS))
            yield Problem(name, 1, f"is no file this project reads, by its name; {hint}")
        elif not re.fullmatch(ID, PurePosixPath(name).stem):
            yield Problem(name, 1, f"is named '{PurePosixPath(name).stem}'; {FORMS[ID]}")


def _keys(kind: Kind, found: list[Parsed]) -> frozenset[str] | None:
    """The ids that a file gives to others; None where nothing can be said because its text is no set of fields."""
    if kind.many or not found or not isinstance(found[0].value, dict):
        return None
    return frozenset(found[0].value)


def _figures(fields: Mapping[str, Any], places: Places) -> Iterator[tuple[str, Entry]]:
    for kind in KINDS:
        if kind.page:
            continue
        records = fields[kind.field].items() if kind.many else [(None, fields[kind.field])]
        for name, record in records:
            stem = f"{kind.stem}.{name}" if name else kind.stem
            for path, value, unit, basis in figures_of(record, (), ""):
                id_ = ".".join((stem, *path))
                yield id_, Entry(id_, value, unit, basis, *places.of(stem, path))


def _edition(texts: Mapping[str, bytes], parsed_by_id: Mapping[str, Parsed]) -> str:
    digest = hashlib.sha256()
    for name in sorted(parsed.file for parsed in parsed_by_id.values()):
        digest.update(name.encode() + b"\0" + texts[name] + b"\0")
    return digest.hexdigest()[:10]
