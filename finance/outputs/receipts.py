"""The receipts that files carry: each figure's formulas with their values, and each input that they rest on once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isnan
from typing import Any

import pandas as pd

from finance.explain.receipt_text import Formula, Written
from finance.explain.receipts import Input, Leaves, Receipt, Workings, addresses
from finance.language.catalogue import Language
from finance.model.gap import HEADLINE, Result, records

STEPS = dict.fromkeys(("need", "available", "gap", "stranded", "coverage"), 1)
"""Steps below a figure of the headline that are written, as on a screen; any other has its own formula only, and the
parts of what is funded are cells."""
TABLES = ("by_sector", "by_source", "flows", "by_year")
"""Tables of a result whose cells have receipts; a file carries these only when asked."""
INPUT = ("name", "value", "unit", "said", "basis", "why", "locator", "grade", "date", "figure", "place")
"""Columns of the inputs; before them `number`, and after them `used_in`, those of HEADLINE that rest on each."""


@dataclass(frozen=True)
class Worked:
    """One figure worked out: its address, what it is and how much, how it is made in words and with its numbers, the
    formulas from it on, the numbers of the inputs that it rests on, and how the reader's currency shows it where that
    is not the model's.

    A figure that is itself an input has no formula.
    """

    figure: str
    name: str
    said: str
    value: float
    unit: str
    made: tuple[str, str]
    steps: tuple[Formula, ...]
    rests_on: tuple[int, ...]
    shown: str | None

    @property
    def title(self) -> str:
        """What the figure is, and how much."""
        return f"{self.name}: {self.said}"

    @property
    def numbers(self) -> str:
        """The inputs that it rests on, as "1–3, 7"; a dash where it rests on none."""
        runs = _runs(self.rests_on)
        return ", ".join(f"{first}–{last}" if last > first else str(first) for first, last in runs) or "–"


@dataclass(frozen=True)
class Receipts:
    """The receipts of some figures of one result in one language, by their addresses; of all that have one, unless
    `tables` names those whose cells are wanted beside the headline."""

    result: Result
    language: Language
    tables: tuple[str, ...] = TABLES

    @cached_property
    def headline(self) -> tuple[Worked, ...]:
        """The headline figures, in the order of HEADLINE."""
        return tuple(self._worked(written) for id_, written in self._written.items() if id_ in HEADLINE)

    @cached_property
    def cells(self) -> dict[str, tuple[Worked, ...]]:
        """The cells of each of the tables."""
        return {
            table: tuple(self._worked(written) for id_, written in self._written.items() if id_.startswith(f"{table}."))
            for table in self.tables
        }

    @property
    def worked(self) -> tuple[Worked, ...]:
        """The headline figures and then the cells."""
        return (*self.headline, *(worked for cells in self.cells.values() for worked in cells))

    @cached_property
    def inputs(self) -> pd.DataFrame:
        """What the figures rest on, each input once, in the order first met: `number`, the columns of INPUT and
        `used_in`."""
        used: dict[str, list[str]] = {name: [] for name in self._leaves}
        for id_ in HEADLINE:
            for leaf in self._written[id_].receipt.inputs:
                used[leaf.figure].append(id_)
        table = self._any.told(list(self._leaves.values()))[list(INPUT)]
        table.insert(0, "number", list(self._numbers.values()))
        return table.assign(used_in=pd.Series([tuple(ids) for ids in used.values()], dtype=object))

    @property
    def used_in(self) -> list[str]:
        """For each input the headline figures that rest on it, in words."""
        names = {worked.figure: worked.name for worked in self.headline}
        return [", ".join(names[id_] for id_ in ids) for ids in self.inputs["used_in"]]

    @property
    def input_table(self) -> pd.DataFrame:
        """The inputs under headings of the language, as documents print them."""
        _, inputs = self.language.text, self.inputs
        return pd.DataFrame(
            {
                _("No."): inputs["number"].map(str),
                _("Input"): inputs["name"],
                _("Value"): inputs["said"],
                _("Document and place, derivation or reasoning"): [
                    "; ".join(filter(None, told)) for told in zip(inputs["why"], inputs["locator"], strict=True)
                ],
                _("Grade"): inputs["grade"],
                _("Date"): inputs["date"],
            }
        )

    def cell_table(self, table: str) -> pd.DataFrame:
        """The cells of one table under headings of the language, as documents print them."""
        _, cells = self.language.text, self.cells[table]
        return pd.DataFrame(
            {
                _("Figure"): [worked.name for worked in cells],
                _("Value"): [worked.said for worked in cells],
                _("How it is made"): [" = ".join(worked.made) for worked in cells],
                _("Inputs"): [worked.numbers for worked in cells],
            }
        )

    @property
    def text(self) -> str:
        """The headline and what it rests on as plain text: the formulas, then the inputs."""
        lines = []
        for worked in self.headline:
            lines += [worked.title, *(f"{step.name} = {step.words}: {step.numbers}" for step in worked.steps)]
            lines += [*([worked.shown] if worked.shown else []), ""]
        for row in self.inputs.to_dict("records"):
            told = (row["said"], row["why"], row["locator"], row["grade"], row["date"])
            lines.append(f"{row['number']}. {row['name']}: {'; '.join(filter(None, told))}")
        return "\n".join(lines)

    def as_dict(self) -> dict[str, Any]:
        """The receipts as plain values: each figure with its formulas, and the inputs with their documents."""
        figures = [
            {
                "figure": worked.figure,
                "value": known(worked.value),
                "unit": worked.unit,
                "formulas": [_plain(step) for step in worked.steps],
                "rests_on": list(worked.rests_on),
            }
            for worked in self.worked
        ]
        return {"figures": figures, "inputs": records(self.inputs)}

    def _worked(self, written: Written) -> Worked:
        receipt = written.receipt
        return Worked(
            receipt.figure,
            written.name,
            written.value(receipt.cell),
            receipt.value,
            receipt.unit,
            written.made,
            tuple(written.formulas(STEPS.get(receipt.figure, 0))),
            tuple(sorted(self._numbers[leaf.figure] for leaf in receipt.inputs)),
            written.shown,
        )

    @cached_property
    def _written(self) -> dict[str, Written]:
        trees, leaves = Workings(self.result), Leaves(self.result.scenario)
        wanted = (id_ for id_ in addresses(self.result) if id_ in HEADLINE or id_.partition(".")[0] in self.tables)
        found = ((id_, trees.find(id_)) for id_ in wanted)
        return {id_: Written(Receipt(id_, tree, self.result, leaves), self.language) for id_, tree in found if tree}

    @property
    def _any(self) -> Written:
        return self._written["need"]

    @cached_property
    def _leaves(self) -> dict[str, Input]:
        """Every input, in the order first met."""
        return {leaf.figure: leaf for written in self._written.values() for leaf in written.receipt.inputs}

    @cached_property
    def _numbers(self) -> dict[str, int]:
        """The number of each input, from 1."""
        return {name: number for number, name in enumerate(self._leaves, start=1)}


def heading(table: str, language: Language) -> str:
    """What stands above the receipts of a table's cells."""
    _ = language.text
    return {
        "by_sector": _("How each sector's numbers are made"),
        "by_source": _("How each line's numbers are made"),
        "flows": _("How each payment is worked out"),
        "by_year": _("How each year's numbers are made"),
    }[table]


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of each run of following numbers."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def known(value: float) -> float | None:
    """A number as plain data: none where it has no value."""
    return None if isnan(value) else value


def _plain(step: Formula) -> dict[str, Any]:
    return {
        "level": step.level,
        "name": step.name,
        "formula": step.words,
        "with_values": f"{step.value} = {step.numbers}",
        "operation": step.operation,
        "parts": [known(part) for part in step.parts],
        "value": known(step.amount),
        "unit": step.unit,
    }
