"""A data file that a reader drops: which of the files of `data/` it is, and whether it may be one."""

import re
from pathlib import PurePosixPath
from typing import Any

from finance.data import yamlfile
from finance.data.dataset import Dataset
from finance.errors import DataError, OwnError, Problem
from finance.messages import Remark
from finance.own import sheet
from finance.own.edits import Edit

MOST_BYTES = 4_000_000
KINDS = ("commitments", "assessments", "plans", "assumptions")
"""What a reader may bring: ledgers, assessments, plans and assumptions. Documents, sectors and scenarios stay ours."""
_SCHEMA = re.compile(r"^# yaml-language-server:.*?(\w+)\.schema\.json", re.MULTILINE)
_PICTURE = re.compile(r"!\[")
_COPY = re.compile(r"[ _]*\(\d+\)$")


def edit(dataset: Dataset, name: str, raw: bytes) -> Edit:
    """The whole file as one edit, under the name that it has in `data/`.

    Raises OwnError where the file is too large or of no kind that may be dropped, and DataError with every
    problem of its text. Whether its figures hold shows when the Dataset is built.
    """
    if len(raw) > MOST_BYTES:
        size, most = f"{len(raw) / 1e6:.1f} MB", f"{MOST_BYTES / 1e6:.0f} MB"
        raise OwnError(Remark("{name} has {size}; allowed are {most}", name=name, size=size, most=most))
    text, _ = sheet.decoded(raw)
    parsed = yamlfile.parse(text.encode("utf-8"), name)
    if parsed.problems:
        raise DataError(parsed.problems)
    kind = _kind(text, parsed.value)
    if kind is None:
        raise OwnError(
            Remark(
                "{name} is none of the files that can be dropped; allowed are a ledger (it has `commitments`), "
                "an assessment or plan (it has `totals`), or assumptions.yaml",
                name=name,
            )
        )
    if kind == "assumptions":
        _check_complete(dataset, name, parsed.value)
    pictures = [number for number, line in enumerate(text.splitlines(), start=1) if _PICTURE.search(line)]
    if pictures:
        raise DataError(Problem(name, line, "holds a picture in its text (![); write plain words") for line in pictures)
    stem = _COPY.sub("", PurePosixPath(name).stem)
    where = "assumptions.yaml" if kind == "assumptions" else f"{kind}/{stem}.yaml"
    return Edit("file", where, texts={where: text})


def _kind(text: str, value: Any) -> str | None:
    if named := _SCHEMA.search(text):
        return named[1] if named[1] in KINDS else None
    keys = set(value) if isinstance(value, dict) else set()
    if "commitments" in keys:
        return "commitments"
    if "totals" in keys:
        return "plans" if value.get("measure") == "plan" or "parts" in keys else "assessments"
    rows = [row for row in value.values() if isinstance(row, dict)] if keys else []
    return "assumptions" if rows and all("default" in row and "group" in row for row in rows) else None


def _check_complete(dataset: Dataset, name: str, value: Any) -> None:
    missing = sorted(set(dataset.assumptions) - set(value))
    if missing:
        few = ", ".join(missing[:5]) + (" …" if len(missing) > 5 else "")
        raise OwnError(
            Remark(
                "{name} lacks {count} assumptions ({few}); take the whole file, change what you mean and drop it",
                name=name,
                count=str(len(missing)),
                few=few,
            )
        )


def brought(before: Dataset, after: Dataset) -> dict[str, str]:
    """The values of choices that only the data with the file have: its own ledger or assessment, to be looked at."""
    return {
        id_: next(iter(new))
        for id_, choices in after.choices.items()
        if (new := [value for value in choices if value not in before.choices.get(id_, {})])
    }
