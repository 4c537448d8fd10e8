"""A table of a Word document, written as XML at once: cell by cell it would take ten times as long."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import pandas as pd
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from finance.language.catalogue import Language
from finance.outputs import fitting
from finance.outputs.charts.template import PALETTES
from finance.outputs.report import SHORT, numeric, texts, upright

HOUSE = PALETTES["light"]
MM, TWIPS = 0.353, 56.7
"""Millimetres a point; twentieths of a point a millimetre."""
PAD = 4.5
"""At both sides of a cell [mm]."""
UPRIGHT = 46
"""Height of headings that stand upright [mm]."""
USUAL, SMALLEST = 9, 7
"""Sizes of the text [pt]: usual, and with MANY columns or headings that stand upright."""
MANY = 6


@dataclass(frozen=True)
class _Column:
    """How the cells of a column are set: width [mm], numbers to the right, heading upright."""

    width: float
    number: bool
    upright: bool


def add(file: Any, table: pd.DataFrame, language: Language, room: float) -> None:
    """Put a table at the end of a document, at most `room` wide [mm]; its headings are repeated on every page."""
    cells, numbers = texts(table, language), numeric(table)
    stands = upright(cells, numbers)
    size = SMALLEST if any(stands) or len(numbers) >= MANY else USUAL
    widths = _widths(cells, numbers, stands, size, room)
    columns = [_Column(*parts) for parts in zip(widths, numbers, stands, strict=True)]
    tied = len(cells) if len(cells) <= SHORT else 1
    rows = "".join(_row(line, columns, size, index == 0, index < tied - 1) for index, line in enumerate(cells))
    grid = "".join(f'<w:gridCol w:w="{_twips(column.width)}"/>' for column in columns)
    file.element.body.sectPr.addprevious(
        parse_xml(
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:jc w:val="left"/>'
            f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
        )
    )


def _row(line: Sequence[str], columns: Sequence[_Column], size: int, head: bool, tied: bool) -> str:
    """A row that stays whole, and on one page with the next where it is `tied`."""
    height = f'<w:trHeight w:val="{_twips(UPRIGHT)}"/>' if head and any(column.upright for column in columns) else ""
    repeated = "<w:tblHeader/>" if head else ""
    cells = "".join(
        _cell(text, column, size, head, (head or tied) and place == 0)
        for place, (text, column) in enumerate(zip(line, columns, strict=True))
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{height}{repeated}</w:trPr>{cells}</w:tr>"


def _cell(text: str, column: _Column, size: int, head: bool, tied: bool) -> str:
    """A cell with a thin line below it."""
    stands = head and column.upright
    ink = (HOUSE.ink if head else HOUSE.rule).lstrip("#")
    turned = '<w:textDirection w:val="btLr"/>' if stands else ""
    low = '<w:vAlign w:val="bottom"/>' if head else ""
    right = '<w:jc w:val="right"/>' if column.number and not stands else ""
    kept, bold = "<w:keepNext/>" if tied else "", "<w:b/>" if head else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(column.width)}" w:type="dxa"/>'
        f'<w:tcBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="{ink}"/></w:tcBorders>{turned}{low}'
        f'</w:tcPr><w:p><w:pPr>{kept}<w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/>{right}'
        f'</w:pPr><w:r><w:rPr>{bold}<w:sz w:val="{2 * size}"/></w:rPr>{lines}</w:r></w:p></w:tc>'
    )


def _twips(millimetres: float) -> int:
    return round(millimetres * TWIPS)


def _widths(cells: list[list[str]], numbers: list[bool], stands: list[bool], size: int, room: float) -> list[float]:
    """Widths of the columns [mm]: numbers and the longest words whole; what is left goes to the texts, or is spread."""
    head, rows = cells[0], cells[1:]
    narrow = [
        max(*(_longest(row[column], size) for row in rows), size * MM + PAD if up else _longest(head[column], size))
        for column, up in enumerate(stands)
    ]
    beyond = [
        [0.0 if number else max(fitting.width(row[column], size) * MM + PAD - narrow[column], 0.0) for row in rows]
        for column, number in enumerate(numbers)
    ]
    left = max(room - sum(narrow), 0.0)
    given = _given(beyond, left)
    spare = max(left - sum(given), 0.0) / sum(numbers) if any(numbers) else 0.0
    return [
        least + extra + (spare if number else 0.0) for least, extra, number in zip(narrow, given, numbers, strict=True)
    ]


def _given(beyond: list[list[float]], left: float) -> list[float]:
    """What each column gets beyond its longest word: its longest text whole, or where there is no room for all, a
    share of the room as large as its share of the texts, so that rows are as low as they can be."""
    most, all_of_it = [max(column) for column in beyond], sum(map(sum, beyond))
    if sum(most) <= left or not all_of_it:
        return most
    return [left * sum(column) / all_of_it for column in beyond]


def _longest(text: str, size: int) -> float:
    """Width of the longest word, in bold [mm]."""
    return max((fitting.width(word, size, bold=True) for word in text.split()), default=0.0) * MM + PAD
