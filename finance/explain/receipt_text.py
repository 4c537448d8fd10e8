"""A receipt written out: each step as a formula in words and the same formula with its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from finance.explain.receipts import Receipt, evidence
from finance.explain.wording import Wording
from finance.explain.workings.tree import FACTOR, FRACTION, Input, Matched, Node, Step
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.language.rounding import rounded

DIGITS = 3
"""Decimals of an amount in a receipt [USD bn]: a million dollars."""

_SIGNS = {"sum": " + ", "difference": " − ", "product": " × ", "quotient": " ÷ ", "power": " ^ "}


FLOORED, RULE = "difference_or_zero", "rule"
"""Operations that a written step knows beside those of a tree: a difference that ends at zero, and an allocation."""


@dataclass(frozen=True)
class Formula:
    """One step: how deep it lies, what it is, the formula in words, and with its numbers.

    `amount` [unit] is what `operation` gives of `parts`, unrounded: one of OPERATIONS, FLOORED or RULE.
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
    def _wording(self) -> Wording:
        return Wording(self._display)

    @property
    def name(self) -> str:
        """What the figure is."""
        name = self._wording.name(tuple(self.receipt.figure.split(".")))
        return f"{name[:1].upper()}{name[1:]}"

    @property
    def title(self) -> str:
        """What the figure is, and how much."""
        return f"{self.name}: {self.value(self.receipt.tree)}"

    @property
    def made(self) -> tuple[str, str]:
        """The figure's own formula in words and with its numbers; where it is an input, what that is and its value."""
        tree = self.receipt.tree
        return (self._wording.name(tree.name), self.value(tree)) if isinstance(tree, Input) else self._said_of(tree)

    def formulas(self, depth: int) -> list[Formula]:
        """The steps down to `depth` below the figure, each once, from the figure on."""
        found: list[Formula] = []
        level: list[Node] = [self.receipt.tree]
        written: set[object] = set()
        for at in range(depth + 1):
            below: list[Node] = []
            for node in level:
                if isinstance(node, Input) or node.name in written:
                    continue
                written.add(node.name)
                found.append(self._formula(node, at))
                below += _shown(node)
            level = below
        return found

    @property
    def shown(self) -> str | None:
        """How the amount becomes that of the screen, where the screen shows another currency than the model."""
        if self._display.currency == "USD" or self.receipt.unit != "USD bn":
            return None
        return self.language.text("Shown as {shown}: {dollars} ÷ {rate} dollars per euro").format(
            shown=self._display.money(self.receipt.value),
            dollars=self.value(self.receipt.tree),
            rate=self.language.number(self.receipt.result.scenario.number("eur_usd"), 4),
        )

    @cached_property
    def rests_on(self) -> pd.DataFrame:
        """The table of the receipt in words, as `told` has it."""
        return self.told(self.receipt.inputs)

    def told(self, inputs: Sequence[Input]) -> pd.DataFrame:
        """The evidence of some inputs of the result in words: beside its columns `name`, `said` (the value with its
        unit) and `why` (document, derivation or reasoning)."""
        _, table = self.language.text, evidence(self.receipt.result, inputs)
        words = {
            "sourced": _("document"),
            "derived": _("derived"),
            "judged": _("judged"),
            "preset": _("set by the scenario"),
            "moved": _("moved by the reader"),
        }
        story = self.receipt.result.dataset.presets[self.receipt.result.scenario.base].story
        reasons = table["reasoning"].map(self._said).where(table["basis"] != "preset", story.in_(self.language.code))
        return table.assign(
            name=[self._wording.name(leaf.name) for leaf in inputs],
            said=[self.value(leaf) for leaf in inputs],
            basis=table["basis"].map(words),
            why=table["document"].where(table["document"] != "", reasons),
            locator=table["locator"].map(self._said),
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

    def _said(self, sentence: str) -> str:
        """A sentence of the data in the language."""
        return self.language.text(sentence) if sentence else ""

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

    def value(self, node: Node) -> str:
        """The value of a node with its unit."""
        return self._number(node.value, node.unit)

    def _formula(self, node: Step | Matched, level: int) -> Formula:
        words, numbers = self._said_of(node)
        operation, parts = _worked(node)
        name = self._wording.name(node.name)
        return Formula(level, name, words, numbers, self.value(node), node.value, node.unit, operation, parts)

    def _said_of(self, node: Step | Matched) -> tuple[str, str]:
        """The formula in words and with its numbers."""
        _, wording = self.language.text, self._wording
        if isinstance(node, Matched):
            rule = self._display.choice("rule", node.matching.rule)
            words = _("what the rule “{rule}” gives").format(rule=rule)
            numbers = _("{amount}, out of {money} of the line and {need} of need").format(
                amount=self.value(node), money=self.value(node.parts[0]), need=self.value(node.parts[1])
            )
            return words, numbers
        inner, parts = _inner(node), _shown(node)
        if not parts:
            return _("nothing adds to it"), self._number(0.0, node.unit)
        words = self._joined(inner, [wording.name(part.name) for part in parts])
        if _is_floored(node):
            words = _("{difference}, not below zero").format(difference=words)
        return words, self._joined(inner, self._numbers(inner, parts))

    def _joined(self, node: Step, parts: Sequence[str]) -> str:
        _ = self.language.text
        if node.operation == "least":
            return _("the smallest of: {parts}").format(parts="; ".join(parts))
        if node.operation == "most":
            return _("the largest of: {parts}").format(parts="; ".join(parts))
        return _SIGNS[node.operation].join(parts)

    def _numbers(self, node: Step, parts: Sequence[Node]) -> list[str]:
        """The parts' values; amounts that are added or subtracted are rounded so that they still add up."""
        values = [part.value for part in parts]
        alike = all(part.unit == node.unit and part.unit.endswith(" bn") for part in parts)
        if not alike or node.operation not in ("sum", "difference"):
            return [self.value(part) for part in parts]
        digits = max(_decimals(value, DIGITS, 1) for value in values)
        if node.operation == "sum":
            values = rounded(values, digits)
        elif node.value >= 0:
            values = [values[0], *rounded([node.value, *values[1:]], digits)[1:]]
        return [self.language.money(value, node.unit.removesuffix(" bn"), digits) for value in values]

    def _number(self, value: float, unit: str) -> str:
        if value != value:
            return "–"
        if unit.endswith(" bn"):
            return self.language.money(value, unit.removesuffix(" bn"), _decimals(value, DIGITS, 1))
        if unit == FACTOR or unit.startswith(("USD per", "index")):
            return self.language.number(value, _decimals(value, 6, 0))
        if unit == FRACTION or unit.startswith(("share", "fraction")):
            return self.language.percent(value, _decimals(100 * value, 4, 0))
        number = self.language.number(value, _decimals(value, DIGITS, 0))
        return self.language.text("{number} {unit}").format(number=number, unit=unit)


def _decimals(value: float, most: int, fewest: int) -> int:
    """How many decimals say the value: no more than `most`, no zeros at the end beyond `fewest`."""
    return next((digits for digits in range(fewest, most) if abs(round(value, digits) - value) < 10**-9), most)


def _opened(node: Step) -> Step:
    """The step that says something: a sum or product of one part is that part."""
    while node.operation in ("sum", "product"):
        telling = [part for part in node.parts if node.operation == "product" or part.value != 0.0]
        if len(telling) != 1 or not isinstance(telling[0], Step):
            return node
        node = telling[0]
    return node


def _unfloored(node: Step) -> Step:
    """The difference inside a figure that is not let below zero; else the node itself."""
    inner = node.parts[0] if node.parts else node
    return inner if isinstance(inner, Step) and inner.name == (*node.name, "unfloored") else node


def _is_floored(node: Step) -> bool:
    return _unfloored(_opened(node)) is not _opened(node)


def _worked(node: Step | Matched) -> tuple[str, tuple[float, ...]]:
    """What is done with which numbers."""
    parts = tuple(float(part.value) for part in _shown(node))
    if isinstance(node, Matched):
        return RULE, parts
    return FLOORED if _is_floored(node) else _inner(node).operation, parts


def _inner(node: Step) -> Step:
    """The step whose parts are written."""
    return _unfloored(_opened(node))


def _shown(node: Step | Matched) -> list[Node]:
    """The parts that a formula writes: of what is added or taken off, only what is something."""
    if isinstance(node, Matched):
        return list(node.parts)
    inner = _inner(node)
    keep = {"sum": 0, "difference": 1}.get(inner.operation, len(inner.parts))
    return [*inner.parts[:keep], *(part for part in inner.parts[keep:] if part.value != 0.0)]
