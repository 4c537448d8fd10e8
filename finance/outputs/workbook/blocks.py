"""Blocks of the sheet Allocation: sectors downwards, groups of earmarks or pools across, one block after the other."""

from collections.abc import Sequence

from finance.outputs.workbook.book import Sheet
from finance.outputs.workbook.commitments import Promised
from finance.outputs.workbook.expression import Expr, at, expr
from finance.outputs.workbook.money import Sums
from finance.outputs.workbook.needs import Wanted

AT = 1
"""First column of the groups and pools."""


class Blocks:
    """Writes one block after the other; `row` is where the next begins."""

    def __init__(self, sheet: Sheet, wanted: Wanted, promised: Promised, sums: Sums) -> None:
        self.sheet, self.wanted, self.promised, self.sums = sheet, wanted, promised, sums
        self.sectors, self.count = range(len(wanted.ids)), len(promised.groups)
        self.row = 3

    def frame(self, title: str, heads: Sequence[str], lines: int = 1) -> int:
        """Title, column headings and the sectors' names; returns the row of the first sector."""
        self.sheet.put(self.row, 0, title, "section")
        self.sheet.heads(self.row + 1, 0, [self.sheet.book.language.text("Sector"), *heads], lines=lines)
        first = self.row + 2
        self.sheet.column(first, 0, list(self.wanted.labels.cells), "text")
        self.row = first + len(self.sectors)
        return first

    def line(self, label: str, cells: Sequence[Expr], style: str) -> Expr:
        """One row below a block, a cell a column, as a range."""
        self.sheet.put(self.row, 0, label, "muted")
        for index, cell in enumerate(cells):
            self.sheet.put(self.row, AT + index, cell, style)
        self.row += 1
        return self.sheet.area(self.row - 1, AT, [cell.value for cell in cells], across=True)

    def each(self, line: Expr, row: int) -> list[Expr]:
        """The cells of a line written in a row, one by one."""
        return [self.sheet.at(row, AT + index, value) for index, value in enumerate(line.value.tolist())]

    def spaced(self, label: str, cells: Sequence[Expr], style: str) -> list[Expr]:
        """One row below a block, as its cells one by one."""
        row = self.row
        return self.each(self.line(label, cells, style), row)

    def cells(self, line: Expr) -> list[Expr]:
        """The cells of a range across, one by one."""
        return [at(line, expr(index + 1)) for index in range(self.count)]

    def pool_titles(self) -> list[str]:
        """Headings of a block by pools."""
        _ = self.sheet.book.language.text
        return [_("Pool {number}").format(number=r + 1) for r in range(self.count)]
