"""Where figures come from, as tidy tables: one row a figure, one row a document, headed by the fields of the data."""

from collections.abc import Iterable

import pandas as pd

from finance.dataset import Dataset

FIGURE = (
    *("figure", "value", "unit", "basis", "origin", "locator", "printed", "derived_from", "how", "judged"),
    *("as_of", "note", "grade", "file", "line"),
)
DOCUMENT = ("origin", "producer", "title", "published", "url", "reliability", "note")


def figures(dataset: Dataset, ids: Iterable[str]) -> pd.DataFrame:
    """The columns of FIGURE for figures and groups of figures, each once; a text that is missing is empty.

    `derived_from` holds ids separated by spaces; `file` and `line` say where the figure stands in the data folder.
    """
    every = dict.fromkeys(figure for id_ in ids for figure in dataset.within(id_))
    return pd.DataFrame([_figure(dataset, id_) for id_ in every], columns=list(FIGURE))


def _figure(dataset: Dataset, id_: str) -> dict[str, object]:
    entry = dataset.figures[id_]
    basis = entry.basis
    texts = {name: getattr(basis, name) or "" for name in ("origin", "locator", "printed", "how", "judged", "note")}
    return {
        "figure": id_,
        "value": entry.value,
        "unit": entry.unit,
        "basis": basis.basis,
        **texts,
        "derived_from": " ".join(basis.derived_from),
        "as_of": basis.as_of.isoformat() if basis.as_of else "",
        "grade": dataset.reliability(id_),
        "file": entry.file,
        "line": entry.line,
    }


def documents(dataset: Dataset, ids: Iterable[str]) -> pd.DataFrame:
    """The columns of DOCUMENT for the documents with these ids."""
    rows = []
    for id_ in ids:
        origin = dataset.origins[id_]
        words = (origin.producer, origin.title, origin.published, origin.url or "", origin.reliability)
        rows.append((id_, *words, origin.note or ""))
    return pd.DataFrame(rows, columns=list(DOCUMENT))
