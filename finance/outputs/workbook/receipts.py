"""Sheet Receipts: the headline worked out as it stood when the file was made, and what it rests on. Sheet Cells: the
same of each number of the tables, where it is asked for."""

from collections.abc import Sequence
from functools import reduce
from math import isnan
from operator import add, mul, pow, sub, truediv

from finance.explain.receipt_text import Formula
from finance.model.gap import Result
from finance.outputs.receipts import TABLES, Receipts, Worked, known
from finance.outputs.workbook.book import Sheet
from finance.outputs.workbook.expression import Expr, expr, largest, smallest

_HEAD = 3


def fill(sheet: Sheet, cells: Sheet | None, computed: Result) -> None:
    """Write the sheets that there are; `computed` is the result whose headline the sheet Gap shows."""
    receipts = Receipts(computed, sheet.book.language, TABLES if cells else ())
    _fill_headline(sheet, receipts)
    if cells:
        _fill_cells(cells, receipts)


def _fill_headline(sheet: Sheet, receipts: Receipts) -> None:
    """The headline figures, then the inputs of all figures."""
    _ = sheet.book.language.text
    sheet.headings(
        _("Receipts"),
        _("How the headline was worked out when this file was made; a changed input moves the other sheets, not this."),
    )
    sheet.widths(58, 16, 18, 60, 60, 18, 10, 12, 30, 58, 34, 6)
    sheet.page.freeze_panes(_HEAD + 1, 1)
    end = _formulas(sheet, [step for worked in receipts.headline for step in worked.steps])
    alone, both = _("What these figures rest on"), _("What these figures and those of the sheet Cells rest on")
    sheet.put(end + 1, 0, both if receipts.tables else alone, "section")
    _inputs(sheet, end + 2, receipts)


def _formulas(sheet: Sheet, steps: Sequence[Formula]) -> int:
    """One row a formula, with what it gives now as a formula of the values; returns the row after the last."""
    _ = sheet.book.language.text
    heads = [_("Figure"), _("Value"), _("Unit"), _("Formula"), _("With its values"), _("Worked out again")]
    sheet.heads(_HEAD, 0, heads, (0, 2, 3, 4))
    for row, step in enumerate(steps, start=_HEAD + 1):
        weight = "muted" if step.level else "bold"
        sheet.put(row, 0, f"{'   ' * step.level}{step.name}", f"text {weight}")
        sheet.put(row, 1, known(step.amount), f"{_style(step.unit)} {weight}")
        sheet.put(row, 2, _(step.unit), "next muted")
        sheet.put(row, 3, step.words, "wrapped next muted")
        sheet.put(row, 4, f"{step.value} = {step.numbers}", "wrapped next")
        sheet.put(row, 5, _again(step), f"{_style(step.unit)} {weight}")
        sheet.grow(row, (step.words, 60), (step.numbers, 60))
    return _HEAD + 1 + len(steps)


def _fill_cells(sheet: Sheet, receipts: Receipts) -> None:
    """One row a cell of the result's tables."""
    _ = sheet.book.language.text
    sheet.headings(
        _("Cells"),
        _("How each number of the result's tables was worked out when this file was made, in dollars."),
    )
    sheet.widths(16, 58, 16, 14, 60, 60, 16, 26, 46)
    sheet.page.freeze_panes(_HEAD + 1, 2)
    heads = [
        _("Table"),
        _("Figure"),
        _("Value"),
        _("Unit"),
        _("Formula"),
        _("With its values"),
        _("Worked out again"),
        _("Inputs, by their numbers on the sheet Receipts"),
        _("Address for python -m finance explain"),
    ]
    sheet.heads(_HEAD, 0, heads, (0, 1, 3, 4, 5, 7, 8))
    names = {"by_sector": _("Sectors"), "by_source": _("Sources"), "flows": _("Payments"), "by_year": _("Years")}
    rows = [(names[table], worked) for table, cells in receipts.cells.items() for worked in cells]
    for row, (table, worked) in enumerate(rows, start=_HEAD + 1):
        sheet.put(row, 0, table, "text muted")
        _cell(sheet, row, worked)
    sheet.page.autofilter(_HEAD, 0, _HEAD + len(rows), len(heads) - 1)


def _cell(sheet: Sheet, row: int, worked: Worked) -> None:
    """A cell from its name on; what is an input has no formula to work out."""
    style, (words, numbers) = _style(worked.unit), worked.made
    values = f"{worked.said} = {numbers}"
    again = _again(worked.steps[0]) if worked.steps else None
    sheet.put(row, 1, worked.name, "wrapped next")
    sheet.put(row, 2, known(worked.value), style)
    sheet.put(row, 3, sheet.book.language.text(worked.unit), "next muted")
    sheet.put(row, 4, words, "wrapped next muted")
    sheet.put(row, 5, values, "wrapped next")
    sheet.put(row, 6, again, style)
    sheet.put(row, 7, worked.numbers, "wrapped next muted")
    sheet.put(row, 8, worked.figure, "next muted")
    sheet.grow(row, (worked.name, 58), (words, 60), (values, 60), (worked.numbers, 26))


def _style(unit: str) -> str:
    """How a number of a unit is written."""
    return "fine" if unit.endswith(" bn") else "plain"


def _again(step: Formula) -> Expr | None:
    """The step as a formula of its values; none where it has no value, or a rule gives it."""
    if isnan(step.amount) or step.operation == "rule":
        return None
    parts = [expr(part) for part in step.parts]
    if step.operation == "difference_or_zero":
        return largest(reduce(sub, parts), 0)
    if step.operation in ("least", "most"):
        return (smallest if step.operation == "least" else largest)(*parts)
    if step.operation == "quotient" and not step.parts[1]:  # nothing has no share of nothing
        return expr(0)
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
        "number": _("No."),
    }
    numbers = {"value": "plain", "number": "year"}
    sheet.heads(row, 0, list(names.values()), [i for i, name in enumerate(names) if name not in numbers])
    table = receipts.inputs.assign(used_in=receipts.used_in, unit=receipts.inputs["unit"].map(_))
    for index, record in enumerate(table[list(names)].to_dict("records"), start=row + 1):
        for column, name in enumerate(names):
            sheet.put(index, column, record[name], numbers.get(name, "next muted" if column else "text"))
