"""Receipts: how one figure of a Result was worked out, down to the figures of the data that it rests on."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from finance.errors import ExplainError
from finance.explain.cells import Cell, Reading
from finance.language.catalogue import Language
from finance.language.evidence import of as evidence_of
from finance.messages import Phrase
from finance.model import years
from finance.model.funding import LEFT_OUT
from finance.model.gap import HEADLINE, Result
from finance.model.terms import FRACTION, Term, covered, left_of, total
from finance.scenario import Scenario

EVIDENCE = ("figure", "value", "unit", "basis", "document", "reasoning", "locator", "grade", "date", "place")
"""Columns of `evidence`."""


class Input(NamedTuple):
    """What a figure rests on: a figure of the data by its id, or an assumption with its value in the scenario."""

    kind: str
    id: str
    value: float
    unit: str

    @property
    def figure(self) -> str:
        """The id of the figure of the data."""
        return f"assumptions.{self.id}" if self.kind == "assumption" else self.id


class Leaves:
    """The figures and assumptions that cells rest on, numbered from 0 in the order first met.

    What a cell rests on is a set of such numbers, kept as the bits of one number, and worked out once.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario, self.reading = scenario, Reading()
        self.found: dict[tuple[str, str], Input] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        self._sets: dict[Cell, int] = {}

    def of(self, cell: Cell) -> tuple[Input, ...]:
        """What a cell rests on, each once, in the order of their numbers."""
        bits, inputs = self._set(cell), tuple(self.found.values())
        return tuple(inputs[number] for number in range(bits.bit_length()) if bits >> number & 1)

    def _set(self, cell: Cell) -> int:
        if (known := self._sets.get(cell)) is not None:
            return known
        bits = 0
        if not self.reading.nothing(cell):
            for leaf in self._inputs(cell):
                bits |= 1 << self._number(leaf)
            for part in () if cell.is_input else self.reading.parts(cell):
                bits |= self._set(part)
        self._sets[cell] = bits
        return bits

    def _number(self, leaf: Input) -> int:
        key = leaf.kind, leaf.id
        if key not in self.found:
            self._numbers[key] = len(self._numbers)
            self.found[key] = leaf
        return self._numbers[key]

    def _inputs(self, cell: Cell) -> Iterator[Input]:
        """The inputs that a leaf stands for: itself, or the assumptions that fix it."""
        leaf = cell.term.leaf
        if leaf is None or leaf.kind == "constant":
            return
        if leaf.kind == "figure":
            id_ = leaf.ids[cell.at[0] if cell.at else 0]
            assert id_ is not None
            yield Input("figure", id_, cell.value, self.scenario.dataset.figures[id_].unit)
        for id_ in leaf.ids if leaf.kind != "figure" else ():
            assert id_ is not None
            unit = self.scenario.dataset.assumptions[id_].unit_
            yield Input("assumption", id_, self.scenario.number(id_), unit)


@dataclass(frozen=True)
class Receipt:
    """One figure with the cell that holds its formula. `value` is what its arithmetic gives; it equals the figure of
    the result.

    Receipts of one result may share their `leaves`, so that what they rest on is worked out once.
    """

    figure: str
    cell: Cell
    result: Result
    leaves: Leaves

    @property
    def value(self) -> float:
        return self.cell.value

    @property
    def unit(self) -> str:
        return self.cell.unit

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        """The figures and assumptions that it rests on, in the order first met."""
        return self.leaves.of(self.cell)

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row an input in English, as `evidence` has it."""
        return evidence(self.result, self.inputs, Language())


def receipt(result: Result, figure: str) -> Receipt:
    """The receipt of a figure of `result`, by its address: one of `addresses`, as "gap" or "by_sector.energy.gap".

    Raises ExplainError for any other address, with the nearest.
    """
    if (cell := Workings(result).find(figure)) is None:
        near = difflib.get_close_matches(figure, addresses(result), n=1)
        hint = f"did you mean '{near[0]}'? " if near else ""
        raise ExplainError(
            f"'{figure}' is no figure of this result; {hint}Write need, available, funded, gap, stranded or "
            "coverage, or a cell as by_sector.SECTOR.gap, by_source.LINE.available, flows.LINE.SECTOR.amount, "
            "by_year.YEAR.executed"
        )
    return Receipt(figure, cell, result, Leaves(result.scenario))


def evidence(result: Result, inputs: Sequence[Input], language: Language) -> pd.DataFrame:
    """One row an input in a language: figure, value, unit, basis, document, reasoning, locator, grade, date, place.

    `basis` is sourced, derived or judged; of an assumption that is not at its default it is `preset` where the
    scenario's preset set it and `moved` where the reader did, and then no document stands behind the value.
    `date` is the day that the figure counts for, else when its document came out.
    """
    return pd.DataFrame([_row(result, leaf, language) for leaf in inputs], columns=EVIDENCE)


def addresses(result: Result) -> tuple[str, ...]:
    """The address of every figure that has a receipt: the headline and every number of the four tables."""
    lines = ("face", "rate", *LEFT_OUT, "eligibility", "realisation", "available", "used", "stranded")
    years = [name for name in result.by_year.columns if name not in ("year", "binding")]
    return (
        *HEADLINE,
        *(f"by_sector.{id_}.{name}" for id_ in result.needs.sectors for name in ("need", "funded", "gap", "coverage")),
        *(f"by_source.{line.commitment}.{name}" for line in result.money.lines for name in lines),
        *(f"flows.{row.commitment}.{row.sector}.amount" for row in result.flows.itertuples()),
        *(f"by_year.{first}.{name}" for first in result.by_year["year"] for name in years),
    )


def figure_of(result: Result, address: str) -> float:
    """The figure of the result itself that an address names [USD bn, or as its column]; NaN where it has none."""
    table, _, rest = address.partition(".")
    if not rest:
        value = getattr(result, address)
        return float("nan") if value is None else float(value)
    row, _, column = rest.rpartition(".")
    if table == "flows":
        line, _, sector = row.rpartition(".")
        flows = result.flows
        return float(flows.loc[(flows["commitment"] == line) & (flows["sector"] == sector), "amount"].iloc[0])
    key = {"by_sector": "sector", "by_source": "commitment", "by_year": "year"}[table]
    found = getattr(result, table).set_index(key)
    return float(found.loc[int(row) if table == "by_year" else row, column])


@dataclass(frozen=True)
class Workings:
    """The terms behind one result's figures, by their addresses."""

    result: Result

    def find(self, figure: str) -> Cell | None:
        """The cell of a figure by its address; None where the result has no such figure."""
        table, *keys = figure.split(".")
        if not keys:
            return Cell(self.headline[table]) if table in self.headline else None
        *row, column = keys
        terms: Mapping[str, Mapping[str, Term]] = {"by_sector": self.by_sector, "by_source": self.by_source}
        if table == "by_year":
            return self._of_year(row[0], column) if len(row) == 1 else None
        if table == "flows" and column == "amount" and len(row) == 2:
            return _at(self.result.flow_formulas, row)
        found = terms.get(table, {}).get(column)
        return _at(found, row) if found is not None else None

    @cached_property
    def _funded(self) -> Term:
        flows = self.result.flow_formulas
        return total(flows, flows.axes[0]).called(Phrase("funded need of {sector}"))

    @cached_property
    def headline(self) -> Mapping[str, Term]:
        """Terms of the six headline figures."""
        need, available = self.result.needs.formulas.need, self.result.money.formulas.available
        whole = total(need, need.axes[0]).called(Phrase("need"))
        counted = total(available, available.axes[0]).called(Phrase("available money"))
        paid = total(self._funded, self._funded.axes[0]).called(Phrase("funded need"))
        return {
            "need": whole,
            "available": counted,
            "funded": paid,
            "gap": left_of(whole, paid).called(Phrase("gap")),
            "stranded": left_of(counted, paid).called(Phrase("stranded money")),
            "coverage": covered(paid, whole).called(Phrase("coverage"), FRACTION),
        }

    @cached_property
    def by_sector(self) -> Mapping[str, Term]:
        """Terms of the columns by sector."""
        need, funded = self.result.needs.formulas.need, self._funded
        return {
            "need": need,
            "funded": funded,
            "gap": left_of(need, funded).called(Phrase("gap of {sector}")),
            "coverage": covered(funded, need).called(Phrase("coverage of {sector}"), FRACTION),
        }

    @cached_property
    def by_source(self) -> Mapping[str, Term]:
        """Terms of the columns by source."""
        found, flows = self.result.money.formulas, self.result.flow_formulas
        used = total(flows, flows.axes[1]).called(Phrase("what “{line}” pays"))
        expected = Phrase("share of “{line}” expected to be paid")
        return {
            "face": found.face.called(Phrase("face of “{line}”"), found.face.unit),
            "rate": found.rate.called(Phrase("dollars per unit of “{line}”"), self._rate_units),
            **{reason: found.left_out[reason] for reason in LEFT_OUT},
            "eligibility": found.eligibility.called(Phrase("share of “{line}” that may pay for recovery"), FRACTION),
            "realisation": found.realisation.called(expected, FRACTION),
            "available": found.available,
            "used": used,
            "stranded": left_of(found.available, used).called(Phrase("stranded money of “{line}”")),
        }

    @property
    def _rate_units(self) -> tuple[str, ...]:
        return tuple(f"USD per {line.currency}" for line in self.result.money.book.lines.values())

    @cached_property
    def _years(self) -> years.Years:
        return years.of(self.result.money.given, self.result.needs, self.result.money, self.result.flow_formulas)

    def _of_year(self, year: str, column: str) -> Cell | None:
        """The cell of a year, by the columns of `Result.by_year`."""
        labels = self._years.programme.years.labels
        if year not in labels or column not in self.result.by_year or column in ("year", "binding"):
            return None
        return Cell(self._years.runs.column(column)[labels.index(year)])


def _at(term: Term, ids: Sequence[str]) -> Cell | None:
    """A term at the places with some ids, one for each axis; None where an axis has no such id."""
    if len(ids) != len(term.axes) or not all(id_ in axis.labels for id_, axis in zip(ids, term.axes, strict=True)):
        return None
    return Cell(term, tuple(axis.labels.index(id_) for id_, axis in zip(ids, term.axes, strict=True)))


def _row(result: Result, leaf: Input, language: Language) -> dict[str, object]:
    """One input with what is behind it; a value that is not the data's own has no document."""
    dataset, id_ = result.dataset, leaf.figure
    behind = evidence_of(dataset, id_, language)
    row = {
        "figure": id_,
        "value": leaf.value,
        "unit": leaf.unit,
        "basis": behind.kind,
        "document": behind.document,
        "reasoning": behind.reasoning,
        "locator": behind.locator,
        "grade": behind.grade,
        "date": behind.date,
        "place": behind.place,
    }
    if dataset.figures[id_].value == leaf.value:
        return row
    preset = Scenario.preset(result.scenario.base, dataset).values[leaf.id] == leaf.value
    reasoning = dataset.presets[result.scenario.base].story.in_(language.code) if preset else ""
    untold = dict.fromkeys(("document", "locator", "grade", "date"), "")
    return row | untold | {"basis": "preset" if preset else "moved", "reasoning": reasoning}
