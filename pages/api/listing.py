"""What can be asked for, as rows: the presets, the assumptions, and every figure with its document."""

from collections.abc import Callable
from typing import Any, TypeAlias

import pandas as pd

from finance.data.dataset import Dataset
from finance.data.records import Text
from finance.language.catalogue import Language
from finance.outputs import provenance

Row: TypeAlias = dict[str, Any]
Rows: TypeAlias = Callable[[Dataset, Language], list[Row]]


def scenarios(dataset: Dataset, language: Language) -> list[Row]:
    """One row a preset: id, label, story, whose view it is, and the values in which it differs from the defaults."""
    return [
        {
            "id": id_,
            "label": preset.label.in_(language.code),
            "story": preset.story.in_(language.code),
            "held_by": preset.held_by.in_(language.code),
            "values": dict(preset.values),
        }
        for id_, preset in dataset.presets.items()
    ]


def assumptions(dataset: Dataset, language: Language) -> list[Row]:
    """One row an assumption, with its range or its choices, its basis, and the shape of its random draw."""
    return [
        {
            "id": id_,
            "label": row.label.in_(language.code),
            "group": row.group,
            "unit": row.unit_,
            "kind": row.kind,
            "default": row.default,
            "low": row.low,
            "high": row.high,
            "step": row.step,
            "shape": row.shape,
            "choices": {name: label.in_(language.code) for name, label in dataset.choices.get(id_, {}).items()},
            "origin": row.origin,
            "locator": _english(row.locator),
            "derived_from": list(row.derived_from),
            "how": _english(row.how),
            "judged": _english(row.judged),
            "range": row.range,
            "help": row.help.in_(language.code),
        }
        for id_, row in dataset.assumptions.items()
    ]


def _english(sentence: Text | None) -> str | None:
    return sentence.en if sentence else None


def figures(dataset: Dataset) -> pd.DataFrame:
    """One row a figure of the data, with what is known of its document, in English as the data files are."""
    documents = provenance.documents(dataset, dataset.origins, Language()).drop(columns=["reliability", "note"])
    table = provenance.figures(dataset, dataset.figures, Language())
    return table.merge(documents, on="origin", how="left").fillna("")
