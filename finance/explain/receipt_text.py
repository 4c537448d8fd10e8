"""A receipt written out: each step as a formula in words and the same formula with its numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from finance.explain import cells
from finance.explain.cells import Cell
from finance.explain.receipts import Input, Receipt, evidence
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.language.evidence import kinds
from finance.language.names import Names
from finance.language.rounding import decimals, rounded
from finance.model.terms import FACTOR, FRACTION
from finance.model.years import RUNS

DIGITS = 3
"""Decimals of an amount in a receipt [USD bn]: a million dollars."""

_SIGNS = {
    "sum": (" + ", 1),
    "difference": (" − ", 1),
    "difference_or_zero": (" − ", 1),
    "product": (" × ", 2),
    "quotient": (" ÷ ", 2),
    "power": (" ^ ", 3),
}
"""How an operation is written, and how tightly it binds."""


@dataclass(frozen=True)
class Formula:
    """One step: how deep it lies, what it is, the formula in words, and with its numbers.

    `amount` [unit] is what `operation` gives of `parts`, unrounded: one of `cells.Formula`.
    """

    level: int
    name: str
    words: str
    numbers: str
    value: str
    amount: float
    unit: str
    operation: str
    parts: tuple[float, ...]


@dataclass(frozen=True)
class Written:
    """A receipt in one language. Amounts stand in dollars, as the model holds them."""

    receipt: Receipt
    language: Language

    @cached_property
    def _display(self) -> Display:
        return Display(self.receipt.result, self.language)

    @cached_property
    def _names(self) -> Names:
        return Names(self._display)

    @property
    def name(self) -> str:
        """What the figure is."""
        name = self._name(self.receipt.cell)
        return f"{name[:1].upper()}{name[1:]}"

    @property
    def title(self) -> str:
        """What the figure is, and how much."""
        return f"{self.name}: {self.value(self.receipt.cell)}"

    @property
    def made(self) -> tuple[str, str]:
        """The figure's own formula in words and with its numbers; where it is an input, what that is and its value."""
        return self._said_of(self.receipt.cell)

    def formulas(self, depth: int) -> list[Formula]:
        """The steps down to `depth` below the figure, each once, from the figure on."""
        found: list[Formula] = []
        level, written = [self.receipt.cell], set[Cell]()
        for at in range(depth + 1):
            below: list[Cell] = []
            for cell in level:
                if cell in written or self._formula(cell).operation == "same":
                    continue
                written.add(cell)
                found.append(self._written(cell, at))
                below += self._named_parts(cell)
            level = below
        return found

    def _formula(self, cell: Cell) -> cells.Formula:
        return self.receipt.leaves.reading.formula(cell)

    def _named_parts(self, cell: Cell) -> Iterator[Cell]:
        """The parts of a formula that have a name, also those within one that has none."""
        for part in self._formula(cell).parts:
            if part.term.phrase or part.is_input:
                yield part
            else:
                yield from self._named_parts(part)

    @property
    def shown(self) -> str | None:
        """How the amount becomes that of the screen, where the screen shows another currency than the model."""
        if self._display.currency == "USD" or self.receipt.unit != "USD bn":
            return None
        return self.language.text("Shown as {shown}: {dollars} ÷ {rate} dollars per euro").format(
            shown=self._display.money(self.receipt.value),
            dollars=self.value(self.receipt.cell),
            rate=self.language.number(self.receipt.result.scenario.number("eur_usd"), 4),
        )

    @cached_property
    def rests_on(self) -> pd.DataFrame:
        """The table of the receipt in words, as `told` has it."""
        return self.told(self.receipt.inputs)

    def told(self, inputs: Sequence[Input]) -> pd.DataFrame:
        """The evidence of some inputs of the result in words: beside its columns `name`, `said` (the value with its
        unit) and `why` (document, derivation or reasoning)."""
        table, words = evidence(self.receipt.result, inputs, self.language), kinds(self.language)
        return table.assign(
            name=[self._input(leaf) for leaf in inputs],
            said=[self._number(leaf.value, leaf.unit) for leaf in inputs],
            basis=table["basis"].map(words),
            why=table["document"].where(table["document"] != "", table["reasoning"]),
            grade=table["grade"].replace(words),
        )

    @cached_property
    def inputs(self) -> pd.DataFrame:
        """The inputs of the receipt under headings of the language."""
        _, table = self.language.text, self.rests_on
        if table.empty:
            return pd.DataFrame()
        return pd.DataFrame(
            {
                _("Input"): table["name"],
                _("Value"): table["said"],
                _("Basis"): table["basis"],
                _("Document, derivation or reasoning"): table["why"],
                _("Where in it"): table["locator"],
                _("Grade"): table["grade"],
                _("Date"): table["date"],
                _("Figure"): table["figure"],
                _("File and line"): table["place"],
            }
        )

    def text(self, depth: int = 3) -> str:
        """All of it as plain text: the steps, then the inputs."""
        _ = self.language.text
        lines = [self.title, ""]
        for step in self.formulas(depth):
            indent = "  " * step.level
            lines += [f"{indent}{step.name} = {step.words}", f"{indent}  {step.value} = {step.numbers}"]
        if self.shown:
            lines.append(self.shown)
        lines += ["", self._display.definition, "", _("Rests on:")]
        for row in self.inputs.to_dict("records"):
            told = [text for text in list(row.values())[2:] if text]
            lines.append("· " + "; ".join([f"{row[_('Input')]} = {row[_('Value')]}", *map(str, told)]))
        return "\n".join(lines)

    def value(self, cell: Cell) -> str:
        """The value of a cell with its unit."""
        return self._number(cell.value, cell.unit)

    def _input(self, leaf: Input) -> str:
        return self._names.assumption(leaf.id) if leaf.kind == "assumption" else self._names.figure(leaf.id)

    def _name(self, cell: Cell) -> str:
        """What a cell is: its own name; or the figure, the assumption or the number that it holds."""
        term, leaf = cell.term, cell.term.leaf
        if term.phrase:
            name = self._names.phrase(term.phrase, cell.about)
            return self._of_run(cell.about["run"]).format(part=name) if "run" in cell.about else name
        if leaf is None or leaf.kind == "constant":
            return self._number(cell.value, cell.unit)
        id_ = leaf.ids[cell.at[0] if cell.at and leaf.kind == "figure" else 0] or ""
        return self._names.assumption(id_) if leaf.kind == "assumption" else self._names.figure(id_)

    def _of_run(self, run: str) -> str:
        _ = self.language.text
        return {RUNS[0]: _("{part} (promised money)"), RUNS[1]: _("{part} (private money)")}[run]

    def _written(self, cell: Cell, level: int) -> Formula:
        words, numbers = self._said_of(cell)
        formula = self._formula(cell)
        parts = tuple(part.value for part in formula.parts)
        return Formula(
            level, self._name(cell), words, numbers, self.value(cell), cell.value, cell.unit, formula.operation, parts
        )

    def _said_of(self, cell: Cell) -> tuple[str, str]:
        """The formula in words and with its numbers."""
        _, formula = self.language.text, self._formula(cell)
        if formula.operation == "same":
            return self._name(formula.parts[0]), self.value(formula.parts[0])
        if formula.operation == "rule":
            money, need = map(self.value, formula.parts)
            rule = self._display.choice("rule", self.receipt.result.scenario.choice("rule"))
            words = _("what the rule “{rule}” gives").format(rule=rule)
            numbers = _("{amount}, out of {money} of the line and {need} of need")
            return words, numbers.format(amount=self.value(cell), money=money, need=need)
        if not formula.parts:
            return _("nothing adds to it"), self._number(0.0, cell.unit)
        words = self._joined(formula, [self._within(formula, part, 0) for part in formula.parts])
        if formula.operation == "difference_or_zero":
            words = _("{difference}, not below zero").format(difference=words)
        return words, self._joined(formula, self._numbers(cell, formula))

    def _within(self, outer: cells.Formula, part: Cell, said: int) -> str:
        """A part in a formula: its name, or, where it has none, its own formula, in brackets where signs ask for them;
        in words or, with 1 for `said`, in numbers."""
        if part.term.phrase or part.is_input:
            return self.value(part) if said else self._name(part)
        inner, text = self._formula(part), self._said_of(part)[said]
        binds = (_SIGNS.get(formula.operation, ("", 4))[1] for formula in (inner, outer))
        return f"({text})" if next(binds) <= next(binds) else text

    def _joined(self, formula: cells.Formula, parts: Sequence[str]) -> str:
        _ = self.language.text
        if formula.operation == "least":
            return _("the smallest of: {parts}").format(parts="; ".join(parts))
        if formula.operation == "most":
            return _("the largest of: {parts}").format(parts="; ".join(parts))
        return _SIGNS[formula.operation][0].join(parts)

    def _numbers(self, cell: Cell, formula: cells.Formula) -> list[str]:
        """The parts' values; amounts that are added or subtracted are rounded so that they still add up."""
        values = [part.value for part in formula.parts]
        alike = all(part.unit == cell.unit and part.unit.endswith(" bn") for part in formula.parts)
        if not alike or formula.operation not in ("sum", "difference", "difference_or_zero"):
            return [self._within(formula, part, 1) for part in formula.parts]
        digits = max(decimals(value, DIGITS, 1) for value in values)
        if formula.operation == "sum":
            values = rounded(values, digits)
        elif values[0] - sum(values[1:]) >= 0:
            values = [values[0], *rounded([values[0] - sum(values[1:]), *values[1:]], digits)[1:]]
        return [self.language.money(value, cell.unit.removesuffix(" bn"), digits) for value in values]

    def _number(self, value: float, unit: str) -> str:
        if value != value:
            return "–"
        if unit.endswith(" bn"):
            return self.language.money(value, unit.removesuffix(" bn"), decimals(value, DIGITS, 1))
        if unit == FACTOR or unit.startswith(("USD per", "index")):
            return self.language.number(value, decimals(value, 6, 0))
        if unit == FRACTION or unit.startswith(("share", "fraction")):
            return self.language.percent(value, decimals(100 * value, 4, 0))
        number = self.language.number(value, decimals(value, DIGITS, 0))
        return self.language.text("{number} {unit}").format(number=number, unit=unit)
