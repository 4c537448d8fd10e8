"""Bytes of a spreadsheet or of comma-separated text as rows of cells, whatever programme wrote them.

Formulas are never computed: of a workbook the values stored with it are read, of text the characters.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from finance.errors import OwnError
from finance.messages import Remark

Cell: TypeAlias = Any
"""Text, a number, a day with or without time, true or false, or None."""

Row: TypeAlias = tuple[int, tuple[Cell, ...]]
"""Where a row stands, and its cells."""

MOST_BYTES = 8_000_000
MOST_UNPACKED = 120_000_000
"""A workbook is packed; this is how large it may be unpacked [bytes]."""
MOST_ROWS = 20_000
MOST_COLUMNS = 120
_HEADER_WITHIN = 15
"""The header stands in one of the first rows [rows]."""
_DELIMITERS = (",", ";", "\t", "|")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, InvalidFileException, OSError, EOFError, RuntimeError),
    *(LookupError, TypeError, ValueError, AttributeError, SyntaxError),
)
"""What zipfile, the XML parser (a SyntaxError) and openpyxl raise at one kind of damage or another."""


@dataclass(frozen=True)
class Sheet:
    """A header and the rows below it, each with the line or row that it stands on, and how the file was read."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    places: tuple[int, ...]
    encoding: str | None = None
    delimiter: str | None = None


def sheets(raw: bytes) -> tuple[str, ...]:
    """Names of the sheets of a workbook; empty for text. Raises OwnError where the file is neither."""
    if not raw.startswith(_ZIP):
        return ()
    with _workbook(raw) as book:
        return tuple(page.title for page in book.worksheets)


def table(raw: bytes, sheet: str | None = None) -> Sheet:
    """The rows of a workbook's sheet (the first where none is named), or of comma-separated text.

    Raises OwnError where the file is too large, of another kind, in an unclear encoding, or has no header.
    """
    if len(raw) > MOST_BYTES:
        size, most = f"{len(raw) / 1e6:.1f} MB", f"{MOST_BYTES / 1e6:.0f} MB"
        raise OwnError(
            Remark("the file has {size}; allowed are {most}, so take out what is not needed", size=size, most=most)
        )
    if raw.startswith(_OLD_EXCEL):
        raise OwnError(Remark("the file is a workbook of the old kind (.xls); save it as .xlsx or as CSV"))
    if raw.startswith(_ZIP):
        return _headed(enumerate(_cells(raw, sheet), start=1))
    text, encoding = decoded(raw)
    delimiter = _delimiter(text)
    return _headed(_lines(text, delimiter), encoding, delimiter)


def decoded(raw: bytes) -> tuple[str, str]:
    """Text and the encoding that it was read in: UTF-8, UTF-16, or a code page where only one makes sense.

    Raises OwnError where none does.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _attempt(raw, "utf-16")
    if raw.count(b"\0"):
        even, odd = raw[0::2].count(0), raw[1::2].count(0)
        return _attempt(raw, "utf-16-le" if odd > even else "utf-16-be")
    try:
        return raw.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return _attempt(raw, _code_page(raw))


def _attempt(raw: bytes, encoding: str) -> tuple[str, str]:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise OwnError(Remark("the file is no text that can be read; save it as UTF-8"))
    return text, encoding


def _code_page(raw: bytes) -> str:
    """Windows-1251 where the letters beyond ASCII make Cyrillic words, Windows-1252 where they stand alone in Latin."""
    runs = re.findall(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*", raw)
    cyrillic = sum(run.decode("cp1251", "replace").isalpha() and not re.search(rb"[A-Za-z]", run) for run in runs)
    latin = sum(run.decode("cp1252", "replace").isalpha() and bool(re.search(rb"[A-Za-z]", run)) for run in runs)
    if cyrillic > 4 * latin:
        return "cp1251"
    if latin > 4 * cyrillic:
        return "cp1252"
    raise OwnError(Remark("the file is not UTF-8, and its letters fit more than one other encoding; save it as UTF-8"))


def _delimiter(text: str) -> str:
    """The sign that parts the cells: the one that most lines agree on."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]
    best, most = ",", 0.0
    for sign in _DELIMITERS:
        try:
            widths = [len(cells) for cells in csv.reader(lines, delimiter=sign)]
        except csv.Error:  # said with its line when the table is read
            continue
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        agreed = (usual > 1) * widths.count(usual) / max(len(widths), 1) + min(usual, 50) / 1000
        if agreed > most:
            best, most = sign, agreed
    return best


def _lines(text: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    place = 1
    try:
        for row in reader:
            yield place, tuple(cell.strip() or None for cell in row)
            place = reader.line_num + 1
    except csv.Error as error:
        raise OwnError(
            Remark(
                "line {line} cannot be read: {error}; save the table anew as CSV",
                line=str(reader.line_num),
                error=str(error),
            )
        ) from None


@contextmanager
def _workbook(raw: bytes) -> Iterator[openpyxl.Workbook]:
    """A workbook to read from. Raises OwnError where it, or what is read of it, is broken."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked > MOST_UNPACKED:
            size, most = f"{unpacked / 1e6:.0f} MB", f"{MOST_UNPACKED / 1e6:.0f} MB"
            raise OwnError(Remark("the workbook unpacks to {size}; allowed are {most}", size=size, most=most))
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        try:
            yield book
        finally:
            book.close()
    except _BROKEN:
        words = Remark("the workbook cannot be opened; save it anew as .xlsx, without a password, or as CSV")
        raise OwnError(words) from None


def _cells(raw: bytes, sheet: str | None) -> Iterator[tuple[Cell, ...]]:
    with _workbook(raw) as book:
        chosen = book[sheet] if sheet else book.worksheets[0]
        for row in chosen.iter_rows(values_only=True, max_col=MOST_COLUMNS):
            yield tuple(cell.strip() or None if isinstance(cell, str) else cell for cell in row)


def _headed(rows: Iterable[Row], encoding: str | None = None, delimiter: str | None = None) -> Sheet:
    """The rows below the header: the first row that holds nearly as many cells of text as any near it."""
    filled = []
    for place, row in rows:
        if any(cell is not None for cell in row):
            filled.append((place, row[:MOST_COLUMNS]))
        if len(filled) > MOST_ROWS + _HEADER_WITHIN:
            raise OwnError(
                Remark("the table has more than {most} rows; take out what is not needed", most=str(MOST_ROWS))
            )
    top = filled[:_HEADER_WITHIN]
    widths = [sum(isinstance(cell, str) for cell in row) for _, row in top]
    if max(widths, default=0) < 2:
        raise OwnError(Remark("the file has no table with a header; the first row must name the columns"))
    first = next(index for index, width in enumerate(widths) if width >= max(2, 0.6 * max(widths)))
    heading = top[first][1]
    filled_to = max(place for place, cell in enumerate(heading) if cell is not None) + 1
    header = _names(heading[:filled_to])
    below = filled[first + 1 :]
    width = len(header)
    cells = tuple((*row, *(None,) * (width - len(row)))[:width] for _, row in below)
    return Sheet(header, cells, tuple(place for place, _ in below), encoding, delimiter)


def _names(row: tuple[Cell, ...]) -> tuple[str, ...]:
    """Headings, each once: a number follows where one stands twice, and a letter stands in for none."""
    names: list[str] = []
    for index, cell in enumerate(row):
        name = " ".join(str(cell).split()) if cell is not None else f"column {index + 1}"
        names.append(name if name not in names else f"{name} ({index + 1})")
    return tuple(names)
