"""Writing a workbook: sheets, cells in the styles of the house, names of cells; every formula with its value."""

import datetime as dt
import io
import math
from collections.abc import Container, Mapping, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from finance.language.catalogue import Language
from finance.model.gap import Result
from finance.model.terms import Term
from finance.outputs.tables import FORMULA_STARTS
from finance.outputs.workbook.expression import Column, Expr, Scalar, strings, total
from finance.outputs.workbook.formulas import Formulas
from finance.outputs.workbook.styles import COLOURS, FONT, properties

_ERRORS = ("formula_differs", "number_stored_as_text", "formula_range", "empty_cell_reference")
"""What a spreadsheet would mark with a green corner although it is meant."""

RULE = {"color": COLOURS.rule, "width": 0.75}
"""Lines of a chart."""


_BOLD = 1.1
"""Width of a bold letter [characters]."""

LINE = 13.0
"""Height of a line of text [points]."""


def serial(day: dt.date) -> int:
    """A day as spreadsheets count it."""
    return (day - dt.date(1899, 12, 30)).days


class Book:
    """One workbook of one result in one language. `assumption` gives the name that a formula reads it by."""

    def __init__(self, result: Result, language: Language) -> None:
        self.result, self.language = result, language
        self.read: set[str] = set()
        self.formulas = Formulas()
        self._numbers: dict[str, Term] = {}
        self._file = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.workbook = xlsxwriter.Workbook(self._file, options)
        self._formats: dict[tuple[str, bool], Format] = {}
        self._describe()

    def _describe(self) -> None:
        """What the file says about itself; its date is the data's, so that the same result gives the same file."""
        dataset, scenario = self.result.dataset, self.result.scenario
        day = dataset.macro.valuation_date
        self.workbook.set_properties(
            {
                "title": self.language.text("Who pays for rebuilding Ukraine, and what is missing?"),
                "subject": dataset.presets[scenario.base].label.in_(self.language.code),
                "comments": f"{scenario.key} · {dataset.edition}",
                "created": dt.datetime(day.year, day.month, day.day),
            }
        )

    def sheet(self, title: str, tab: str) -> "Sheet":
        """A new sheet at the end."""
        return Sheet(self, title, tab)

    def assumption(self, id_: str) -> Expr:
        """The cell of an assumption, by its name, with its value in this scenario."""
        self.read.add(id_)
        return Expr(id_, cell_value(self.result.scenario.values[id_]))

    def number(self, id_: str) -> Term:
        """The same as a term: what the model's formulas read here."""
        if id_ not in self._numbers:
            self._numbers[id_] = self.formulas.given(self.assumption(id_))
        return self._numbers[id_]

    def switch(self, id_: str) -> Expr:
        """Whether a switch is on; it may hold 1 or TRUE."""
        return (self.assumption(id_) * 1).equals(1)

    def name(self, name: str, cell: Expr) -> Expr:
        """Give a cell a name in the whole workbook."""
        self.workbook.define_name(name, f"={cell.text}")
        return Expr(name, cell.value)

    def format(self, style: str, literal: bool = False) -> Format:
        """The format of a style; `literal` keeps a text a text also after somebody has edited the cell."""
        if (style, literal) not in self._formats:
            self._formats[style, literal] = self.workbook.add_format(
                properties(style) | ({"quote_prefix": True} if literal else {})
            )
        return self._formats[style, literal]

    def chart(self, kind: str, title: Expr) -> Any:
        """A stacked chart in the style of the house, under a title that is a cell."""
        font = {"name": FONT, "size": 9, "color": COLOURS.ink, "bold": False}
        drawn = self.workbook.add_chart({"type": kind, "subtype": "stacked"})
        drawn.set_title({"name": f"={title.text}", "name_font": {**font, "size": 11, "bold": True}, "overlay": False})
        drawn.set_legend({"position": "bottom", "font": font})
        values = {"num_font": font, "num_format": "#,##0", "min": 0, "major_gridlines": {"visible": True, "line": RULE}}
        names = {"num_font": font, "line": RULE, "major_tick_mark": "none"}
        if kind == "bar":  # the first bar stands on top, and the numbers still below the last
            values["label_position"] = "high"
        (drawn.set_y_axis if kind == "column" else drawn.set_x_axis)({**values, "line": {"none": True}})
        (drawn.set_x_axis if kind == "column" else drawn.set_y_axis)({**names, "reverse": kind == "bar"})
        drawn.set_chartarea({"border": RULE})
        drawn.set_size({"width": 760, "height": 380})
        return drawn

    def content(self) -> bytes:
        """The finished file."""
        self.workbook.close()
        return self._file.getvalue()


class _Page(Worksheet):  # type: ignore[misc]
    """A worksheet whose formulas need no prefix: none of their functions is newer than the file format.

    The library looks for some forty newer functions in every formula, which takes longer than all else it does.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")


class Sheet:
    """One sheet. A cell written comes back as the `Expr` that refers to it."""

    def __init__(self, book: Book, title: str, tab: str) -> None:
        self.book, self.title = book, title
        self._widths: dict[int, float] = {}
        self.page: Worksheet = book.workbook.add_worksheet(title, worksheet_class=_Page)
        quoted = title.replace("'", "''")
        self._prefix = f"'{quoted}'!"
        self.page.hide_gridlines(2)
        self.page.set_tab_color(tab)
        self.page.set_landscape()
        self.page.set_paper(9)  # A4
        self.page.fit_to_pages(1, 0)
        self.page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        result = book.result
        self.page.set_footer(f"&L&8{title}&C&8 {result.scenario.key} · {result.dataset.edition}&R&8 &P / &N")
        self.page.ignore_errors(dict.fromkeys(_ERRORS, "A1:XFD1048576"))

    def put(self, row: int, column: int, content: Expr | Scalar, style: str, anchored: bool = True) -> Expr:
        """Write a formula, number, text or truth value, or an empty cell; returns the reference to it."""
        format_ = self.book.format(style, isinstance(content, str) and content.startswith(FORMULA_STARTS))
        if isinstance(content, Expr):
            text = content.text.replace(self._prefix, "")
            self.page.write_formula(row, column, f"={text}", format_, _cached(content.value))
            return self.at(row, column, content.value, anchored)
        if content is None:
            self.page.write_blank(row, column, None, format_)
        elif isinstance(content, bool):
            self.page.write_boolean(row, column, content, format_)
        elif isinstance(content, str):
            self.page.write_string(row, column, content, format_)
        else:
            self.page.write_number(row, column, content, format_)
        return self.at(row, column, content, anchored)

    def at(self, row: int, column: int, value: Any, anchored: bool = True) -> Expr:
        """The reference to a cell of a known value."""
        return Expr(self._prefix + xl_rowcol_to_cell(row, column, row_abs=anchored, col_abs=True), value)

    def column(self, row: int, column: int, contents: Sequence[Expr | Scalar], style: str) -> Column:
        """Write cells below one another."""
        cells = [self.put(row + index, column, content, style, False) for index, content in enumerate(contents)]
        return Column(cells, self.area(row, column, [cell.value for cell in cells]))

    def single(self, row: int, column: int, term: Term, style: str) -> Expr:
        """Write a term that is one number; other terms refer to it from then on."""
        cell = self.put(row, column, self.book.formulas.of(term), style)
        self.book.formulas.stands(term, cell)
        return cell

    def term(self, row: int, column: int, term: Term, style: str) -> Column:
        """Write a term over one axis, its places below one another; other terms refer to it from then on."""
        (axis,) = term.axes
        formulas = [self.book.formulas.of(term, {axis: place}) for place in range(len(axis))]
        found = self.column(row, column, formulas, style)
        self.book.formulas.stands(term, found)
        return found

    def area(self, row: int, column: int, values: Sequence[Any], across: bool = False, anchored: bool = True) -> Expr:
        """The reference to a range of known values, downwards or across."""
        last = (row, column + len(values) - 1) if across else (row + len(values) - 1, column)
        ends = (xl_rowcol_to_cell(*corner, row_abs=anchored, col_abs=True) for corner in ((row, column), last))
        return Expr(self._prefix + ":".join(ends), strings(values))

    def heads(self, row: int, column: int, labels: Sequence[str], texts: Container[int] = (0,), lines: int = 1) -> None:
        """A row of column headings of some lines, or of more where their columns are narrow: over `texts` to the left,
        over numbers to the right."""
        for index, label in enumerate(labels):
            self.put(row, column + index, label, _head(column + index, index in texts))
            lines = max(lines, math.ceil(_BOLD * len(label) / self._widths.get(column + index, math.inf)))
        if lines > 1:
            self.page.set_row(row, LINE * lines + 4)

    def totals(self, row: int, label: str, sums: Mapping[int, Expr], style: str = "amount") -> dict[int, Expr]:
        """A closing row: the label and the sum of each range, by column."""
        self.put(row, 0, label, "total")
        for column in range(1, max(sums)):
            if column not in sums:
                self.put(row, column, "", "total")
        return {column: self.put(row, column, total(range_), f"{style} total") for column, range_ in sums.items()}

    def headings(self, title: Expr | str, subtitle: str) -> None:
        """Title and subtitle in the first two rows."""
        self.put(0, 0, title, "title")
        self.page.set_row(0, 26)
        self.put(1, 0, subtitle, "subtitle")

    def across(self, row: int, last: int, text: str, style: str, width: float) -> None:
        """A text over the columns up to `last`, together `width` characters wide, on as many lines as it needs."""
        self.page.merge_range(row, 0, row, last, text, self.book.format(style))
        self.grow(row, (text, width))

    def grow(self, row: int, *texts: tuple[str, float]) -> None:
        """Make a row as high as the longest of its wrapped texts needs; each text comes with its column's width."""
        lines = max(math.ceil(0.9 * len(text) / width) for text, width in texts)
        if lines > 1:
            self.page.set_row(row, LINE * lines + 2)

    def widths(self, *widths: float) -> None:
        """Widths of the columns from the left [characters]."""
        self._widths = dict(enumerate(widths))
        for index, width in self._widths.items():
            self.page.set_column(index, index, width)

    def fold(self, rows: Sequence[int]) -> None:
        """Fold rows away under a "+"."""
        for row in rows:
            self.page.set_row(row, None, None, {"level": 1, "hidden": True})
        if rows:
            self.page.set_row(max(rows) + 1, None, None, {"collapsed": True})


def cell_value(value: bool | float | str) -> float | str:
    """The value of an assumption as its cell holds it: a year that is a choice is a number, a switch is 1 or 0."""
    numeric = isinstance(value, bool) or (isinstance(value, str) and value.isdigit())
    return float(value) if numeric else value


def _head(column: int, over_text: bool) -> str:
    if not over_text:
        return "head right"
    return "head next" if column else "head"


def _cached(value: Any) -> Any:
    return "" if value is None else value
