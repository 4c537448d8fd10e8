"""Where figures come from, as tidy tables: one row a figure, one row a document, headed by the fields of the data."""

from collections.abc import Iterable

import pandas as pd

from finance.data.dataset import Dataset
from finance.language import evidence
from finance.language.catalogue import Language

FIGURE = (
    *("figure", "value", "unit", "basis", "origin", "locator", "printed", "derived_from", "how", "judged"),
    *("as_of", "note", "grade", "file", "line"),
)
DOCUMENT = ("origin", "producer", "title", "published", "url", "reliability", "note")


def figures(dataset: Dataset, ids: Iterable[str], language: Language) -> pd.DataFrame:
    """The columns of FIGURE for figures and groups of figures, each once; a text that is missing is empty.
    Sentences are in `language`, printed words and names as they stand.

    `derived_from` holds ids separated by spaces; `file` and `line` say where the figure stands in the data folder.
    """
    every = dict.fromkeys(figure for id_ in ids for figure in dataset.within(id_))
    return pd.DataFrame([_figure(dataset, id_, language) for id_ in every], columns=list(FIGURE))


def _figure(dataset: Dataset, id_: str, language: Language) -> dict[str, object]:
    entry = dataset.figures[id_]
    basis = entry.basis
    texts = {name: getattr(basis, name) or "" for name in ("origin", "printed")}
    sentences = {name: getattr(basis, name) for name in ("how", "judged", "note")}
    behind = evidence.of(dataset, id_, language)
    return {
        "figure": id_,
        "value": entry.value,
        "unit": evidence.said(entry.unit, language),
        "basis": behind.kind,
        **texts,
        "locator": behind.locator,
        **{name: evidence.said(text, language) for name, text in sentences.items()},
        "derived_from": " ".join(basis.derived_from),
        "as_of": basis.as_of.isoformat() if basis.as_of else "",
        "grade": behind.grade,
        "file": entry.file,
        "line": entry.line,
    }


def documents(dataset: Dataset, ids: Iterable[str], language: Language) -> pd.DataFrame:
    """The columns of DOCUMENT for the documents with these ids, the notes in `language`."""
    rows = []
    for id_ in ids:
        origin = dataset.origins[id_]
        words = (origin.producer, origin.title, origin.published, origin.url or "", origin.reliability)
        rows.append((id_, *words, evidence.said(origin.note, language)))
    return pd.DataFrame(rows, columns=list(DOCUMENT))
