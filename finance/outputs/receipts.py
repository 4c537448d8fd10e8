"""The receipts of the headline as every file has them: formulas with their values, and each input once."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from finance.explain.receipts import Receipt, Workings
from finance.explain.written import Formula, Written
from finance.gap import Result, records
from finance.outputs.language import Language

FIGURES = ("need", "available", "gap", "stranded")
"""The figures that are worked out in a file, by their addresses."""
STEPS = 1
"""Steps below a figure that are written, as on a screen."""
INPUT = ("name", "value", "unit", "said", "basis", "why", "locator", "grade", "date", "figure", "place")
"""Columns of the inputs; beside them `used_in`, those of FIGURES that rest on each."""


@dataclass(frozen=True)
class Worked:
    """One figure worked out: what it is and how much, the formulas from it on, and how the reader's currency shows
    it where that is not the model's."""

    figure: str
    title: str
    value: float
    unit: str
    steps: tuple[Formula, ...]
    shown: str | None


@dataclass(frozen=True)
class Receipts:
    """The receipts of one result in one language."""

    result: Result
    language: Language

    @cached_property
    def worked(self) -> tuple[Worked, ...]:
        """The figures of FIGURES in their order."""
        return tuple(
            Worked(
                written.receipt.figure,
                written.title,
                written.receipt.value,
                written.receipt.unit,
                tuple(written.formulas(STEPS)),
                written.shown,
            )
            for written in self._written
        )

    @cached_property
    def inputs(self) -> pd.DataFrame:
        """What the figures rest on, each input once, in the order first met: the columns of INPUT and `used_in`."""
        rows: dict[tuple[str, str], dict[str, Any]] = {}
        for written in self._written:
            for row in records(written.rests_on):
                kept = rows.setdefault((row["figure"], row["name"]), {**row, "used_in": ()})
                kept["used_in"] += (written.receipt.figure,)
        return pd.DataFrame(list(rows.values()), columns=[*INPUT, "used_in"])

    @property
    def used_in(self) -> list[str]:
        """For each input the figures that rest on it, in words."""
        _ = self.language.text
        names = {"need": _("Need"), "available": _("Available"), "gap": _("Gap"), "stranded": _("Stranded")}
        return [", ".join(names[id_] for id_ in ids) for ids in self.inputs["used_in"]]

    @property
    def table(self) -> pd.DataFrame:
        """The inputs under headings of the language, as documents print them."""
        _, inputs = self.language.text, self.inputs
        return pd.DataFrame(
            {
                _("Input"): inputs["name"],
                _("Value"): inputs["said"],
                _("Document and place, derivation or reasoning"): [
                    "; ".join(filter(None, told)) for told in zip(inputs["why"], inputs["locator"], strict=True)
                ],
                _("Grade"): inputs["grade"],
                _("Date"): inputs["date"],
                _("Used in"): self.used_in,
            }
        )

    def as_dict(self) -> dict[str, Any]:
        """The receipts as plain values: each figure with its formulas, and the inputs with their documents."""
        figures = [
            {
                "figure": worked.figure,
                "value": worked.value,
                "unit": worked.unit,
                "formulas": [_plain(step) for step in worked.steps],
            }
            for worked in self.worked
        ]
        return {"figures": figures, "inputs": records(self.inputs)}

    @cached_property
    def _written(self) -> tuple[Written, ...]:
        trees = Workings(self.result).headline
        return tuple(Written(Receipt(figure, trees[figure], self.result), self.language) for figure in FIGURES)


def _plain(step: Formula) -> dict[str, Any]:
    return {
        "level": step.level,
        "name": step.name,
        "formula": step.words,
        "with_values": f"{step.value} = {step.numbers}",
        "operation": step.operation,
        "parts": list(step.parts),
        "value": step.amount,
        "unit": step.unit,
    }
