"""A table on a slide, cut into as many parts as there is room for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Emu, Pt

from finance.language.catalogue import Language
from finance.outputs import fitting
from finance.outputs.charts.template import PALETTES
from finance.outputs.report import numeric, texts, upright
from finance.outputs.slides.text import FONT, POINT, Box, colour, describe

HOUSE = PALETTES["light"]
SMALLEST, USUAL, LARGEST = 9, 10, 14
"""Sizes of the text of a table [pt]; the usual one where it takes several pages."""
ROW = 1.5
"""Height of a row of one line [sizes of text]."""
UPRIGHT, UPRIGHT_LARGEST = 140.0, 10
"""Height of headings that stand upright, and the largest size at which they do [pt]."""
GAP = 24.0
"""Between two parts of a table that stand side by side [pt]."""


@dataclass(frozen=True)
class Part:
    """Some rows of a table with its headings, and where they stand."""

    cells: list[list[str]]
    box: Box
    size: int
    numbers: list[bool]
    upright: list[bool]


def pages(table: pd.DataFrame, language: Language, box: Box) -> Iterator[list[Part]]:
    """The table as parts that fit into a box: whole at the largest size that allows it, on one page side by side
    where the columns are few, or on several pages."""
    cells = texts(table, language)
    numbers = numeric(table)
    stands = upright(cells, numbers)
    size, beside = _arrangement(cells, stands, box)
    rows, most = cells[1:], _most(size, stands, box)
    chunks = [rows[start : start + most] for start in range(0, len(rows), most)]
    width = _share(box, beside)
    for start in range(0, len(chunks), beside):
        yield [
            Part(
                [cells[0], *chunk],
                Box(box.left + place * (width + GAP), box.top, width, box.height),
                size,
                numbers,
                stands,
            )
            for place, chunk in enumerate(chunks[start : start + beside])
        ]


def _arrangement(cells: list[list[str]], stands: list[bool], box: Box) -> tuple[int, int]:
    """Size of the text [pt] and how many parts stand side by side: the whole table on one page where that can be,
    and otherwise as much of it as can be."""
    largest = UPRIGHT_LARGEST if any(stands) else LARGEST
    beside = (1, 2) if len(stands) <= 4 else (1,)
    possible = [
        (size, parts)
        for parts in beside
        for size in range(largest, SMALLEST - 1, -1)
        if sum(_wanted(cells, stands, size)) <= _share(box, parts)
    ]
    whole = (found for found in possible if len(cells) - 1 <= found[1] * _most(found[0], stands, box))
    return next(whole, max(possible, key=lambda found: (found[1], -abs(found[0] - USUAL)), default=(USUAL, 1)))


def _most(size: int, stands: list[bool], box: Box) -> int:
    """Rows that fit below the headings."""
    return max(1, int((box.height - _head(size, stands)) / (ROW * size)))


def _head(size: int, stands: list[bool]) -> float:
    return UPRIGHT if any(stands) else 2.6 * size


def _share(box: Box, beside: int) -> float:
    return (box.width - GAP * (beside - 1)) / beside


def add(slide: Any, part: Part, alt: str) -> None:
    """Draw one part of a table."""
    count, columns = len(part.cells), len(part.cells[0])
    head = _head(part.size, part.upright)
    frame = slide.shapes.add_table(count, columns, *part.box.emu)
    describe(frame, alt)
    drawn = frame.table
    _plain(drawn)
    widths = _widths(part)
    for index, room in enumerate(widths):
        drawn.columns[index].width = Emu(round(room * POINT))
    for index, row in enumerate(part.cells):
        drawn.rows[index].height = Emu(round((ROW * part.size if index else head) * POINT))
        for column, text in enumerate(row):
            _cell(drawn.cell(index, column), text, part, index == 0, column, widths[column])


def _widths(part: Part) -> list[float]:
    """Widths of the columns [pt]; where they are more than there is room for, the widest give way."""
    return fitting.shared(_wanted(part.cells, part.upright, part.size), part.box.width)


def _wanted(cells: list[list[str]], stands: list[bool], size: int) -> list[float]:
    """What each column takes by itself [pt]: its longest text, and its heading on two lines unless it stands."""
    pad = 2 * _pad(stands) + 2
    widths = []
    for column, up in enumerate(stands):
        longest = max(fitting.width(row[column], size) for row in cells[1:])
        head = 0.0 if up else _two_lines(cells[0][column], size)
        widths.append(max(longest, head, 1.4 * size) + pad)
    return widths


def _pad(stands: list[bool]) -> float:
    """At both sides of a cell [pt]."""
    return 2.0 if any(stands) else 5.0


def _two_lines(head: str, size: int) -> float:
    """The narrowest column that takes a heading on two lines [pt]."""
    whole = round(fitting.width(head, size, bold=True))
    longest = max(fitting.width(word, size, bold=True) for word in head.split() or [""])
    widths = range(round(max(longest, whole / 2)) + 1, whole + 4, 3)
    return next((room for room in widths if len(fitting.wrapped(head, size, room, bold=True)) <= 2), whole + 4)


def _cell(cell: Any, text: str, part: Part, head: bool, column: int, room: float) -> None:
    frame, stands, pad = cell.text_frame, head and part.upright[column], _pad(part.upright)
    cell.margin_left = cell.margin_right = Pt(pad)
    cell.margin_top = cell.margin_bottom = Pt(1)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if head and not stands else MSO_ANCHOR.MIDDLE
    frame.word_wrap = True
    line = part.size * fitting.LEADING
    space = (UPRIGHT - 8, line) if stands else (room - 2 * pad, 2 * line if head else line)
    run = frame.paragraphs[0].add_run()
    run.text = fitting.shortened(text, part.size, space, bold=head)
    run.font.size, run.font.name, run.font.bold = Pt(part.size), FONT, head
    run.font.color.rgb = colour(HOUSE.ink)
    if part.numbers[column] and not stands:
        frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
    if stands:
        cell._tc.get_or_add_tcPr().set("vert", "vert270")
    cell.fill.background()
    _rule(cell, HOUSE.need if head else HOUSE.rule)


def _plain(drawn: Any) -> None:
    """No bands and no colours of the program's own; the first row is the headings, also for a screen reader."""
    drawn.horz_banding = False
    drawn.first_row = True
    style = drawn._tbl.tblPr.find(qn("a:tableStyleId"))
    if style is not None:
        style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # "No Style, No Grid", known to every program


def _rule(cell: Any, hexed: str) -> None:
    """A thin line below the cell."""
    line, solid, ink = OxmlElement("a:lnB"), OxmlElement("a:solidFill"), OxmlElement("a:srgbClr")
    line.set("w", str(round(0.75 * POINT)))
    ink.set("val", hexed.lstrip("#"))
    solid.append(ink)
    line.append(solid)
    cell._tc.get_or_add_tcPr().insert(0, line)
