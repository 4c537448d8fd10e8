"""Edits: what a reader adds or changes, and the Dataset with it."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias, get_args

from finance.data import read, yamledit
from finance.data.dataset import Dataset
from finance.data.yamlfile import Path
from finance.errors import OwnError
from finance.messages import Remark

SUPPLIED = "Own figure, supplied by the reader"
"""What every own figure gives as its basis, in the words of the data files."""

EditKind: TypeAlias = Literal["commitment", "need", "assumption", "table", "file"]


@dataclass(frozen=True)
class Put:
    """Fields set in the set of fields at `path` of one data file; a value of None takes the field out."""

    file: str
    path: Path
    entries: Mapping[str, Any]


@dataclass(frozen=True)
class Edit:
    """One step of a reader: its kind, its name in the list, the whole files that it brings and the fields it sets."""

    kind: EditKind
    name: str
    puts: tuple[Put, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The edit as plain values, which `from_dict` reads back."""
        puts = [{"file": put.file, "path": list(put.path), "entries": dict(put.entries)} for put in self.puts]
        return {"kind": self.kind, "name": self.name, "puts": puts, "texts": dict(self.texts)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Edit":
        """The edit of plain values; raises OwnError where they are none."""
        try:
            puts = [Put(str(put["file"]), tuple(map(str, put["path"])), dict(put["entries"])) for put in values["puts"]]
            texts = {str(name): str(text) for name, text in values["texts"].items()}
            kind = next(kind for kind in get_args(EditKind) if kind == values["kind"])
            return cls(kind, str(values["name"]), tuple(puts), texts)
        except (KeyError, TypeError, ValueError, AttributeError, StopIteration):
            raise OwnError(Remark("what was kept is no own figure; add it once more")) from None


def line_at(dataset: Dataset, ledger: str, id_: str) -> tuple[str, Path]:
    """The file that a line of a ledger stands in, and the keys that lead to it there."""
    file = dataset.figures[f"commitments.{ledger}.commitments.{id_}.envelope"].file
    return file, (id_,) if file.count("/") > 1 else ("commitments", id_)


def figure(value: float, reason: str = "") -> dict[str, Any]:
    """An own figure as it stands in a data file; `reason` is why the reader takes it."""
    return {"value": value, "judged": basis(reason)}


def basis(reason: str) -> str:
    """The basis of an own figure in words: that it is one and, where the reader says so, why."""
    said = plain(reason)
    return f"{SUPPLIED}: {said}" if said else f"{SUPPLIED}."


def plain(text: str) -> str:
    """Words of a reader on one line, without the characters that no editor shows."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def files(texts: Mapping[str, bytes], edits: Iterable[Edit]) -> dict[str, str]:
    """Every file that the edits touch, by name, as it would then stand in `data/`."""
    touched: dict[str, str] = {}
    for edit in edits:
        touched |= edit.texts
        for put in edit.puts:
            before = touched[put.file] if put.file in touched else texts[put.file].decode("utf-8")
            touched[put.file] = yamledit.put(before, put.path, put.entries)
    return touched


def dataset(base: Dataset, texts: Mapping[str, bytes], edits: Iterable[Edit]) -> Dataset:
    """The data with the edits in them. Its edition is that of `base` with "-own-" and a hash of the files touched.

    `texts` is what `base` was read from. Raises DataError with every problem, as `read.load` does.
    """
    touched = files(texts, edits)
    built = read.build({**texts, **{name: text.encode() for name, text in touched.items()}})
    lines = tuple(_lines(base, built))
    own = frozenset(id_ for id_ in built.figures if _differs(base, built, id_) or id_.startswith(lines))
    digest = hashlib.sha256("\0".join(part for item in sorted(touched.items()) for part in item).encode())
    return replace(built, own=own, edition=f"{base.edition}-own-{digest.hexdigest()[:6]}")


def _lines(base: Dataset, built: Dataset) -> Iterator[str]:
    """The start of the ids of all figures of each line that is new or differs in anything."""
    for name, ledger in built.ledgers.items():
        before = base.ledgers[name].commitments if name in base.ledgers else {}
        yield from (
            f"commitments.{name}.commitments.{id_}."
            for id_, line in ledger.commitments.items()
            if line != before.get(id_)
        )


def _differs(base: Dataset, built: Dataset, id_: str) -> bool:
    before, now = base.figures.get(id_), built.figures[id_]
    return before is None or (before.value, before.basis) != (now.value, now.basis)
