"""Sheet Receipts: the headline figures worked out as they stood when the file was made, and what they rest on."""

from collections.abc import Sequence
from functools import reduce
from operator import add, mul, pow, sub, truediv

from finance.explain.written import FLOORED, Formula
from finance.gap import Result
from finance.outputs.receipts import Receipts
from finance.outputs.workbook.book import Sheet
from finance.outputs.workbook.expression import Expr, expr, largest, smallest

_HEAD = 3


def fill(sheet: Sheet, computed: Result) -> None:
    """Write the sheet; `computed` is the result whose headline the sheet Gap shows."""
    _, receipts = sheet.book.language.text, Receipts(computed, sheet.book.language)
    sheet.headings(
        _("Receipts"),
        _("How the headline was worked out when this file was made; a changed input moves the other sheets, not this."),
    )
    sheet.widths(58, 16, 18, 60, 60, 18, 10, 12, 30, 58, 34)
    sheet.page.freeze_panes(_HEAD + 1, 1)
    end = _formulas(sheet, [step for worked in receipts.worked for step in worked.steps])
    sheet.put(end + 1, 0, _("What these figures rest on"), "section")
    _inputs(sheet, end + 2, receipts)


def _formulas(sheet: Sheet, steps: Sequence[Formula]) -> int:
    """One row a formula, with what it gives now as a formula of the values; returns the row after the last."""
    _ = sheet.book.language.text
    heads = [_("Figure"), _("Value"), _("Unit"), _("Formula"), _("With its values"), _("Worked out again")]
    sheet.heads(_HEAD, 0, heads, (0, 2, 3, 4))
    for row, step in enumerate(steps, start=_HEAD + 1):
        weight = "muted" if step.level else "bold"
        sheet.put(row, 0, f"{'   ' * step.level}{step.name}", f"text {weight}")
        sheet.put(row, 1, step.amount, f"fine {weight}")
        sheet.put(row, 2, _(step.unit), "next muted")
        sheet.put(row, 3, step.words, "wrapped next muted")
        sheet.put(row, 4, f"{step.value} = {step.numbers}", "wrapped next")
        sheet.put(row, 5, _again(step), f"fine {weight}")
        sheet.grow(row, (step.words, 60), (step.numbers, 60))
    return _HEAD + 1 + len(steps)


def _again(step: Formula) -> Expr:
    """The step as a formula of its values."""
    parts = [expr(part) for part in step.parts]
    if step.operation == FLOORED:
        return largest(reduce(sub, parts), 0)
    if step.operation in ("least", "most"):
        return (smallest if step.operation == "least" else largest)(*parts)
    signs = {"sum": add, "difference": sub, "product": mul, "quotient": truediv, "power": pow}
    return reduce(signs[step.operation], parts) if parts else expr(0)


def _inputs(sheet: Sheet, row: int, receipts: Receipts) -> None:
    """One row an input, with its document, place, grade and day."""
    _ = sheet.book.language.text
    names = {
        "name": _("Input"),
        "value": _("Value"),
        "unit": _("Unit"),
        "why": _("Document, derivation or reasoning"),
        "locator": _("Where in it"),
        "basis": _("Basis"),
        "grade": _("Grade"),
        "date": _("Date"),
        "used_in": _("Used in"),
        "figure": _("Figure"),
        "place": _("File and line"),
    }
    numbers = {"value": "plain"}
    sheet.heads(row, 0, list(names.values()), [i for i, name in enumerate(names) if name not in numbers])
    table = receipts.inputs.assign(used_in=receipts.used_in, unit=receipts.inputs["unit"].map(_))
    for index, record in enumerate(table[list(names)].to_dict("records"), start=row + 1):
        for column, name in enumerate(names):
            sheet.put(index, column, record[name], numbers.get(name, "next muted" if column else "text"))
