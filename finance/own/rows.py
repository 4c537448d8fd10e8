"""The rows of a foreign table as lines of a ledger: taken, left out, or broken, each with its row and its reason."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

from finance.data.dataset import Dataset
from finance.data.records import NOT_ITEMISED
from finance.errors import Problem
from finance.own import cells, columns
from finance.own.changes import line_id
from finance.own.columns import ColumnOf, Meaning
from finance.own.edits import Edit, Put, figure, plain
from finance.own.numerals import DecimalSign
from finance.own.sheet import Cell, Sheet

Reason: TypeAlias = Literal[
    "no_amount",
    "nothing",
    "negative",
    "donor_out",
    "type_out",
    "measure_out",
    "before",
    "repeated",
    "no_donor",
    "number",
    "two_numbers",
    "paid_above",
    "day",
    "two_days",
    "no_date",
    "currency",
    "window",
    "sector",
]
BROKEN: tuple[Reason, ...] = get_args(Reason)[get_args(Reason).index("no_donor") :]
"""Reasons that mean a mistake in the table; the others leave a row out on purpose."""


@dataclass(frozen=True)
class Left:
    """A row that is no line: where it stands, why, and the cell that says so."""

    place: int
    reason: Reason
    cell: str = ""

    @property
    def broken(self) -> bool:
        return self.reason in BROKEN


@dataclass(frozen=True)
class Taken:
    """The lines made of a table by id, the row of each, and the rows left out, in the order of the table."""

    lines: Mapping[str, Mapping[str, Any]]
    places: Mapping[str, int]
    left: tuple[Left, ...]

    @property
    def broken(self) -> tuple[Left, ...]:
        return tuple(row for row in self.left if row.broken)


class _LeftOutError(Exception):
    def __init__(self, reason: Reason, cell: Cell = "") -> None:
        self.reason, self.cell = reason, columns.text(cell)


def guessed(dataset: Dataset, ledger: str, sheet: Sheet, found: Mapping[ColumnOf, int] | None = None) -> Meaning:
    """What a table seems to say, by its headings and words; `found` are columns that the reader has set."""
    places = columns.columns(sheet.header) if found is None else found
    amounts = [row[places["amount"]] for row in sheet.rows] if "amount" in places else []
    days = [row[places["date"]] for row in sheet.rows] if "date" in places else []
    decimal = cells.decimal_of(amounts, sheet.delimiter)
    heading = sheet.header[places["amount"]] if "amount" in places else ""
    readable = (value for cell in amounts if (value := _number_or_none(cell, decimal)) is not None)
    words = {kind: columns.distinct(sheet, places.get(kind)) for kind in ("donor", "type", "measure")}
    return Meaning(
        columns=places,
        per_billion=columns.per_billion(heading, readable),
        currency=columns.currency(heading),
        donors={word: columns.donor(dataset, word) for word in words["donor"]},
        types={word: columns.purpose(word) for word in words["type"]},
        measures={word: columns.firmness(word) for word in words["measure"]},
        since=dataset.ledgers[ledger].from_year if days else 1900,
        decimal=decimal,
        order=cells.day_order(days),
    )


def _number_or_none(cell: Cell, decimal: DecimalSign | None) -> float | None:
    try:
        return None if cells.is_empty(cell) else cells.number(cell, decimal)
    except cells.CellError:
        return None


def taken(dataset: Dataset, ledger: str, sheet: Sheet, meaning: Meaning, name: str) -> Taken:
    """Each row as a line of the ledger, or the reason why not. `name` is that of the file."""
    reader = _Reader(dataset, meaning, name)
    lines: dict[str, Mapping[str, Any]] = {}
    places: dict[str, int] = {}
    left: list[Left] = []
    seen: dict[str, int] = {}
    before = {id_.rpartition("_row_")[0] for id_ in dataset.ledgers[ledger].commitments}
    stem = line_id(name.rpartition(".")[0] or name, before)
    for place, row in zip(sheet.places, sheet.rows, strict=True):
        try:
            line = reader.line(row, place)
            first = seen.setdefault(repr(row), place)
            if first != place:
                raise _LeftOutError("repeated", str(first))
        except _LeftOutError as out:
            left.append(Left(place, out.reason, out.cell))
            continue
        id_ = f"{stem}_row_{place}"
        lines[id_], places[id_] = line, place
    return Taken(lines, places, tuple(left))


def edit(ledger: str, rows: Taken, name: str) -> Edit:
    """All lines of a table as one edit."""
    return Edit("table", plain(name), (Put(f"commitments/{ledger}.yaml", ("commitments",), dict(rows.lines)),))


class _Reader:
    """Reads rows of one table by its meaning."""

    def __init__(self, dataset: Dataset, meaning: Meaning, name: str) -> None:
        self.dataset, self.meaning, self.name = dataset, meaning, plain(name)
        self.currencies = {"EUR", "USD", *dataset.macro.exchange_rates}
        self.sectors = {
            word.casefold(): id_
            for id_, sector in dataset.sectors.items()
            for word in (id_, sector.label.en, sector.label.uk or id_)
            if id_ != NOT_ITEMISED
        }

    def line(self, row: tuple[Cell, ...], place: int) -> dict[str, Any]:
        """The fields of a commitment; raises _LeftOutError with the reason where the row is none."""
        amount = self.amount(row)
        source, donor = self.donor(row)
        purpose = self.word(row, "type", self.meaning.types, "type_out") or self.meaning.purpose
        firmness = self.word(row, "measure", self.meaning.measures, "measure_out") or self.meaning.firmness
        agreed = self.agreed(row)
        reason = f"row {place} of {self.name}"
        line: dict[str, Any] = {
            "label": {"en": self.label(row, donor, place)},
            "source": source,
            "instrument": columns.instrument(self.said(row, "instrument")) or self.meaning.instrument,
            "firmness": firmness,
            "currency": self.currency(row),
            "agreed": agreed,
            "window": self.window(row, int(agreed[:4])),
            "envelope": figure(amount, reason),
            "purposes": {purpose: figure(amount, reason)},
        }
        if paid := self.paid(row, amount):
            line["paid"] = figure(paid, reason)
        if earmarks := self.earmarks(row):
            line["earmarks"] = earmarks
        return line

    def cell(self, row: tuple[Cell, ...], kind: ColumnOf) -> Cell:
        place = self.meaning.columns.get(kind)
        return None if place is None or cells.is_empty(row[place]) else row[place]

    def said(self, row: tuple[Cell, ...], kind: ColumnOf) -> str:
        return columns.text(self.cell(row, kind))

    def billions(self, cell: Cell) -> float:
        try:
            return cells.number(cell, self.meaning.decimal) / self.meaning.per_billion
        except cells.CellError as error:
            raise _LeftOutError(error.args[0], cell) from None

    def amount(self, row: tuple[Cell, ...]) -> float:
        cell = self.cell(row, "amount")
        if cell is None:
            raise _LeftOutError("no_amount")
        amount = _short(self.billions(cell))
        if amount <= 0:
            raise _LeftOutError("negative" if amount < 0 else "nothing", cell)
        return amount

    def paid(self, row: tuple[Cell, ...], amount: float) -> float:
        cell = self.cell(row, "paid")
        paid = 0.0 if cell is None else _short(self.billions(cell))
        if paid < 0 or paid > amount:
            raise _LeftOutError("paid_above", cell)
        return paid

    def donor(self, row: tuple[Cell, ...]) -> tuple[str, str]:
        said = self.said(row, "donor")
        if not said:
            raise _LeftOutError("no_donor")
        source = self.meaning.donors.get(said)
        if source is None:
            raise _LeftOutError("donor_out", said)
        return source, said

    def word(self, row: tuple[Cell, ...], kind: ColumnOf, known: Mapping[str, str | None], out: Reason) -> str | None:
        said = self.said(row, kind)
        meant = known.get(said)
        if said and meant is None:
            raise _LeftOutError(out, said)
        return meant

    def label(self, row: tuple[Cell, ...], donor: str, place: int) -> str:
        """The row's own name, after its donor's where the two differ; cut where it is a whole paragraph."""
        name = plain(self.said(row, "name")) or f"{self.said(row, 'type')} {self.said(row, 'measure')}".strip()
        whole = f"{plain(donor)}: {name}" if name and plain(donor).casefold() not in name.casefold() else name
        return whole[:120] or f"{plain(donor)}, row {place}"

    def currency(self, row: tuple[Cell, ...]) -> str:
        said = self.said(row, "currency").upper() or self.meaning.currency
        if said not in self.currencies:
            raise _LeftOutError("currency", said)
        return said

    def agreed(self, row: tuple[Cell, ...]) -> str:
        cell = self.cell(row, "date")
        if cell is None and "date" in self.meaning.columns:
            raise _LeftOutError("no_date")
        try:
            today = self.dataset.macro.valuation_date.isoformat()
            agreed = today if cell is None else cells.day(cell, self.meaning.order)
        except cells.CellError as error:
            raise _LeftOutError(error.args[0], cell) from None
        if int(agreed[:4]) < self.meaning.since:
            raise _LeftOutError("before", agreed)
        return agreed

    def window(self, row: tuple[Cell, ...], year: int) -> dict[str, int]:
        years: list[int] = []
        for kind, usual in (("start", year), ("end", None)):
            cell = self.cell(row, kind)  # type: ignore[arg-type]
            if cell is None:
                years.append(usual if usual is not None else years[0] + self.meaning.years - 1)
            elif found := re.match(r"(19|20|21)\d\d", columns.text(cell)):
                years.append(int(found[0]))
            else:
                raise _LeftOutError("window", cell)
        if years[1] < years[0]:
            raise _LeftOutError("window", f"{years[0]}–{years[1]}")
        return {"start": years[0], "end": years[1]}

    def earmarks(self, row: tuple[Cell, ...]) -> list[str]:
        words = [word.strip() for word in re.split(r"[;,|]", self.said(row, "sector")) if word.strip()]
        whole = self.sectors.get(self.said(row, "sector").casefold())
        found = [whole] if whole else [self.sectors.get(word.casefold()) for word in words]
        unknown = next((word for word, id_ in zip(words, found, strict=False) if id_ is None), None)
        if unknown:
            raise _LeftOutError("sector", unknown)
        return [id_ for id_ in found if id_]


def _short(value: float) -> float:
    return float(f"{value:.12g}")


def located(problems: Iterable[Problem], rows: Taken, name: str) -> tuple[Problem, ...]:
    """Problems of the data with those of a table's lines at the rows that they came from, in the file that was read."""
    return tuple(_located(problem, rows, name) for problem in problems)


def _located(problem: Problem, rows: Taken, name: str) -> Problem:
    found = re.match(r"commitments\.(\w+)[.\s]", problem.message)
    if found is None or found[1] not in rows.places:
        return problem
    return Problem(name, rows.places[found[1]], problem.message[found.end() :].strip())
