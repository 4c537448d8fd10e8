"""Receipts: how one figure of a Result was worked out, down to the figures of the data that it rests on."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from finance.data.dataset import Dataset
from finance.data.records import Basis, Origin
from finance.errors import ExplainError
from finance.explain.workings import flow, money, need, year
from finance.explain.workings.tree import FRACTION, ONE, Input, Matched, Name, Node, Step, floored, total
from finance.model.funding import LEFT_OUT
from finance.model.gap import LEAST, Result
from finance.scenario import Scenario

HEADLINE = ("need", "available", "funded", "gap", "stranded", "coverage")
EVIDENCE = ("figure", "value", "unit", "basis", "document", "reasoning", "locator", "grade", "date", "place")
"""Columns of `evidence`."""


class Leaves:
    """The figures, assumptions and documents that trees rest on, numbered from 0 in the order first met.

    What a node rests on is a set of such numbers, kept as the bits of one number, and worked out once.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.found: dict[Name, Input] = {}
        self._numbers: dict[Name, int] = {}
        self._sets: dict[
            int, tuple[Node, int]
        ] = {}  # by the node's identity; the node is held so that it stays its own

    def of(self, node: Node) -> tuple[Input, ...]:
        """What a node rests on, each once, in the order of their numbers."""
        bits, inputs = self._set(node), tuple(self.found.values())
        return tuple(inputs[number] for number in range(bits.bit_length()) if bits >> number & 1)

    def _set(self, node: Node) -> int:
        if (known := self._sets.get(id(node))) is not None:
            return known[1]
        bits = 0
        if isinstance(node, Input):
            for leaf in self._inputs(node):
                self.found.setdefault(leaf.name, leaf)
                bits |= 1 << self._numbers.setdefault(leaf.name, len(self._numbers))
        parts = (*node.matching.lines, *node.matching.sectors) if isinstance(node, Matched) else node.parts
        for part in parts:
            bits |= self._set(part)
        self._sets[id(node)] = node, bits
        return bits

    def _inputs(self, leaf: Input) -> Iterator[Input]:
        """The inputs that a leaf stands for: itself, or the assumptions that fix it."""
        if leaf.figures and leaf.name[0] not in ("figure", "assumption"):
            yield from (need.assumption(self.scenario, id_.removeprefix("assumptions.")) for id_ in leaf.figures)
        elif leaf.figures:
            yield leaf


@dataclass(frozen=True)
class Receipt:
    """One figure with its tree. `value` is what the tree's arithmetic gives; it equals the figure of the result.

    Receipts of one result may share their `leaves`, so that what they rest on is worked out once.
    """

    figure: str
    tree: Node
    result: Result
    leaves: Leaves

    @property
    def value(self) -> float:
        return self.tree.value

    @property
    def unit(self) -> str:
        return self.tree.unit

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        """The figures, assumptions and documents that it rests on, each one leaf, in the order first met."""
        return self.leaves.of(self.tree)

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row an input, as `evidence` has it."""
        return evidence(self.result, self.inputs)


def receipt(result: Result, figure: str) -> Receipt:
    """The receipt of a figure of `result`, by its address: one of `addresses`, as "gap" or "by_sector.energy.gap".

    Raises ExplainError for any other address, with the nearest.
    """
    trees = Workings(result)
    if (tree := trees.find(figure)) is None:
        near = difflib.get_close_matches(figure, addresses(result), n=1)
        hint = f"did you mean '{near[0]}'? " if near else ""
        raise ExplainError(
            f"'{figure}' is no figure of this result; {hint}Write need, available, funded, gap, stranded or "
            "coverage, or a cell as by_sector.SECTOR.gap, by_source.LINE.available, flows.LINE.SECTOR.amount, "
            "by_year.YEAR.executed"
        )
    return Receipt(figure, tree, result, Leaves(result.scenario))


def evidence(result: Result, inputs: Sequence[Input]) -> pd.DataFrame:
    """One row an input: figure, value, unit, basis, document, reasoning, locator, grade, date, place.

    `basis` is sourced, derived or judged; of an assumption that is not at its default it is `preset` where the
    scenario's preset set it and `moved` where the reader did, and then no document stands behind the value.
    `date` is the day that the figure counts for, else when its document came out.
    """
    return pd.DataFrame([_row(result, leaf) for leaf in inputs], columns=EVIDENCE)


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
    """The trees of one result, each built when first asked for."""

    result: Result

    def find(self, figure: str) -> Node | None:
        """The tree of a figure by its address; None where the result has no such figure."""
        table, *keys = figure.split(".")
        if not keys:
            return self.headline.get(figure)
        cells = {"by_sector": self.by_sector, "by_source": self.by_source, "flows": self.flows, "by_year": self.by_year}
        return cells[table].get(".".join(keys)) if table in cells else None

    @cached_property
    def headline(self) -> Mapping[str, Node]:
        """Trees of the six headline figures."""
        whole, counted = need.whole(self._sectors), money.whole(self._available)
        paid = total(("funded",), [cells["funded"] for cells in self._by_sector.values()])
        covered = Step(("coverage", "ratio"), "quotient", (paid, whole), FRACTION)
        return {
            "need": whole,
            "available": counted,
            "funded": paid,
            "gap": floored(("gap",), (whole, paid)),
            "stranded": floored(("stranded",), (counted, paid)),
            "coverage": Step(("coverage",), "least", (covered, ONE), FRACTION),
        }

    @cached_property
    def by_sector(self) -> Mapping[str, Node]:
        return _flat(self._by_sector)

    @cached_property
    def by_source(self) -> Mapping[str, Node]:
        return _flat(self._by_source)

    @cached_property
    def flows(self) -> Mapping[str, Node]:
        return {f"{line}.{sector}.amount": node for (line, sector), node in self._flows.items()}

    @cached_property
    def by_year(self) -> Mapping[str, Node]:
        gaps = tuple(cells["gap"] for cells in self._by_sector.values())
        return _flat(year.Programme(self.result, self._sectors, gaps, self._flows).cells)

    @cached_property
    def _sectors(self) -> tuple[Node, ...]:
        return need.by_sector(self.result.scenario, self.result.needs)

    @cached_property
    def _lines(self) -> tuple[money.Money, ...]:
        return tuple(money.of_line(self.result.scenario, line) for line in self.result.money.lines)

    @cached_property
    def _available(self) -> tuple[Node, ...]:
        return tuple(line.available for line in self._lines)

    @cached_property
    def _flows(self) -> flow.Flows:
        """The payments that are more than rounding; the others explain nothing."""
        payable = need.payable(self.result.scenario, self._sectors, self.result.needs)
        paid = flow.of(self.result, self._available, payable)
        return {key: node for key, node in paid.items() if node.value > LEAST}

    @cached_property
    def _by_sector(self) -> dict[str, dict[str, Node]]:
        found = {}
        for sector, wanted in zip(self.result.needs.sectors, self._sectors, strict=True):

            def name(column: str, sector: str = sector) -> tuple[str, ...]:
                return "by_sector", sector, column

            paid = total(name("funded"), [node for (_, to), node in self._flows.items() if to == sector])
            covered = Step((*name("coverage"), "ratio"), "quotient", (paid, wanted), FRACTION)
            found[sector] = {
                "need": wanted,
                "funded": paid,
                "gap": floored(name("gap"), (wanted, paid)),
                "coverage": Step(name("coverage"), "least", (covered, ONE), FRACTION),
            }
        return found

    @cached_property
    def _by_source(self) -> dict[str, dict[str, Node]]:
        found = {}
        for line, counted in zip(self._lines, self._available, strict=True):
            paid = [node for (from_, _), node in self._flows.items() if from_ == line.line]
            used = total(("by_source", line.line, "used"), paid)
            found[line.line] = {
                "face": line.face,
                "rate": line.rate,
                **{reason: line.left_out(reason) for reason in LEFT_OUT},
                "eligibility": line.eligibility,
                "realisation": line.realisation,
                "available": counted,
                "used": used,
                "stranded": floored(("by_source", line.line, "stranded"), (counted, used)),
            }
        return found


def _flat(rows: Mapping[str, Mapping[str, Node]]) -> dict[str, Node]:
    return {f"{row}.{column}": node for row, cells in rows.items() for column, node in cells.items()}


def _row(result: Result, leaf: Input) -> dict[str, object]:
    """One input with its basis."""
    dataset, id_ = result.dataset, leaf.figures[0]
    entry = dataset.figures[id_]
    basis = entry.basis
    if entry.value != leaf.value:
        name = leaf.name[-1]
        preset = Scenario.preset(result.scenario.base, dataset).values[name] == leaf.value
        basis = Basis(judged=dataset.presets[result.scenario.base].story.en if preset else name)
        kind = "preset" if preset else "moved"
    else:
        kind = basis.basis or "judged"
    origin = dataset.origins.get(basis.origin or "")
    return {
        "figure": id_,
        "value": leaf.value,
        "unit": leaf.unit,
        "basis": kind,
        "document": f"{origin.producer}: {origin.title}" if origin else "",
        "reasoning": "" if kind == "moved" else basis.how or basis.judged or "",
        "locator": basis.locator or "",
        "grade": "" if kind in ("moved", "preset") else dataset.reliability(id_),
        "date": "" if kind in ("moved", "preset") else _date(dataset, leaf, basis, origin),
        "place": f"data/{entry.file}:{entry.line}",
    }


def _date(dataset: Dataset, leaf: Input, basis: Basis, origin: Origin | None) -> str:
    """The day of a rate or of a running total; else when the document was published."""
    if leaf.name == ("assumption", "eur_usd"):
        return str(dataset.macro.valuation_date)
    day = getattr(basis, "date", None) or basis.as_of
    return str(day) if day else (origin.published if origin else "")
