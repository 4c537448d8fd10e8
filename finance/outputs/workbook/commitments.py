"""Sheet Commitments: the lines of every ledger as their documents give them, with their parts, sums and payments."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import get_args

from finance.data import slices
from finance.data.dataset import STANDINGS, Dataset
from finance.data.records import Commitment, Purpose
from finance.data.slices import Slice
from finance.outputs.workbook.book import Sheet, serial
from finance.outputs.workbook.expression import Column, Expr, Scalar, anchored

PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
_HEAD = 3


@dataclass(frozen=True)
class Listed:
    """One line of a ledger and its place in the workbook."""

    ledger: str
    id: str
    line: Commitment
    slice: Slice


@dataclass(frozen=True)
class Promised:
    """The lines in the order of their rows, each printed field as a column.

    `groups` are the sets of sectors that some money is tied to; the first is money that is not tied. `parts` are, by
    row, the rows of a line's parts with what one unit of each part's currency is in the line's. `payments` are, by row,
    the days and amounts of single payments. `split` are, by row, the sums for one sector each with the number of their
    group.
    """

    lines: tuple[Listed, ...]
    groups: tuple[tuple[str, ...], ...]
    columns: Mapping[str, Column]
    parts: Mapping[int, Sequence[tuple[int, float]]]
    payments: Mapping[int, Sequence[tuple[Expr, Expr]]]
    split: Mapping[int, Sequence[tuple[Expr, int]]]

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]

    def cell(self, name: str, row: int) -> Expr:
        """A field of a line, as a formula in another row refers to it."""
        return anchored(self.columns[name].cells[row])


@dataclass(frozen=True)
class Register:
    """All ledgers of a dataset as one list, the scenario's ledger first."""

    dataset: Dataset
    ledger: str

    @cached_property
    def lines(self) -> tuple[Listed, ...]:
        """Every line that stands in a ledger's sums; those of the scenario's ledger come first."""
        order = sorted(self.dataset.ledgers, key=lambda name: name != self.ledger)
        return tuple(
            Listed(name, id_, self.dataset.ledgers[name].commitments[id_], slice_)
            for name in order
            for id_, slice_ in slices.of(self.dataset, name).items()
        )

    @cached_property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Distinct sets of sectors, in the order first met, after the empty one."""
        tied = (self._sorted(sectors) for listed in self.lines for sectors in self._tied(listed))
        return tuple(dict.fromkeys([(), *tied]))

    def group_of(self, sectors: Iterable[str]) -> int:
        """Number, from 1, of the group of money that may pay for some sectors."""
        return 1 + self.groups.index(self._sorted(sectors))

    @cached_property
    def parts(self) -> dict[int, list[tuple[int, float]]]:
        """By row: the rows of a line's parts, and what one unit of their currency is in the line's."""
        rows = {(listed.ledger, listed.id): row for row, listed in enumerate(self.lines)}
        return {
            row: [
                (rows[listed.ledger, part], slices.converted(self.dataset, 1.0, self._line(listed, part), listed.line))
                for part in listed.slice.parts
            ]
            for row, listed in enumerate(self.lines)
            if listed.slice.parts
        }

    def _line(self, listed: Listed, id_: str) -> Commitment:
        return self.dataset.ledgers[listed.ledger].commitments[id_]

    def _tied(self, listed: Listed) -> Iterator[tuple[str, ...]]:
        yield listed.line.earmarks
        yield from ((sector,) for sector in listed.line.split)

    def _sorted(self, sectors: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(set(sectors), key=list(self.dataset.sectors).index))


def fill(sheet: Sheet) -> Promised:
    """Write the sheet."""
    _, result = sheet.book.language.text, sheet.book.result
    register = Register(result.dataset, result.scenario.choice("ledger"))
    sheet.headings(
        _("Commitments"),
        _("Every line of every ledger as its documents print it; the scenario's ledger stands first."),
    )
    sheet.widths(46, 10, 24, 20, 18, 15, 12, 11, 9, 11, 7, 7, 10, *[14] * len(PURPOSES), 10, 11, 11, 13, 9, 9, 22, 90)
    sheet.page.freeze_panes(_HEAD + 1, 1)
    sheet.page.repeat_rows(_HEAD)
    columns = _lines(sheet, register)
    below = _HEAD + len(register.lines) + 3
    payments, below = _payments(sheet, register, below)
    split, below = _split(sheet, register, below)
    sheet.page.print_area(0, 0, below, list(columns).index("counts_by"))
    return Promised(register.lines, register.groups, columns, register.parts, payments, split)


def _lines(sheet: Sheet, register: Register) -> Mapping[str, Column]:
    """One row a line, one column a field; returns the columns by field."""
    _ = sheet.book.language.text
    heads: dict[str, tuple[str, str]] = {
        "label": (_("Line"), "text input"),
        "ledger": (_("Ledger"), "next muted"),
        "id": (_("Id"), "next muted"),
        "source": (_("Source"), "next muted"),
        "kind": (_("Kind of source"), "next muted"),
        "instrument": (_("Instrument"), "next input"),
        "firmness": (_("Firmness"), "next input"),
        "conditional": (_("Conditional (1 = yes)"), "year input"),
        "currency": (_("Currency"), "next input"),
        "agreed": (_("Signed"), "date input"),
        "opens": (_("From"), "year input"),
        "closes": (_("To"), "year input"),
        "envelope": (_("Envelope, bn"), "fine input"),
        **{purpose: (_purposes(sheet)[purpose], "fine input") for purpose in PURPOSES},
        "paid": (_("Paid, bn"), "fine input"),
        "counted": (_("Paid up to"), "date input"),
        "left": (_("Documented as left, bn"), "fine input"),
        "standing": (_("Evidence"), "text right input"),
        "counts": (_("Counts (1 = yes)"), "year input"),
        "group": (_("Earmark group"), "year input"),
        "counts_by": (_("Counts by"), "next muted"),
        "note": (_("Note"), "next muted"),
    }
    texts = [
        i
        for i, (_label, style) in enumerate(heads.values())
        if not {"fine", "year", "right", "date"} & set(style.split())
    ]
    sheet.heads(_HEAD, 0, [label for label, _style in heads.values()], texts, 2)
    rows = [_fields(sheet, register, listed) for listed in register.lines]
    asleep = [_HEAD + 1 + i for i, listed in enumerate(register.lines) if listed.ledger != register.ledger]
    sheet.fold(asleep)
    columns = {}
    for index, (name, (_label, style)) in enumerate(heads.items()):
        columns[name] = sheet.column(_HEAD + 1, index, [row[name] for row in rows], style)
    _validate(sheet, len(rows), list(heads), len(register.groups))
    return columns


def _purposes(sheet: Sheet) -> dict[Purpose, str]:
    _ = sheet.book.language.text
    return {
        "reconstruction": _("Reconstruction"),
        "budget": _("Budget support"),
        "military": _("Military"),
        "humanitarian": _("Humanitarian"),
        "private_sector": _("Private sector"),
        "unspecified": _("No split printed"),
    }


def _fields(sheet: Sheet, register: Register, listed: Listed) -> dict[str, Scalar]:
    line, code = listed.line, sheet.book.language.code
    return {
        "label": line.label.in_(code),
        "ledger": listed.ledger,
        "id": listed.id,
        "source": line.source,
        "kind": sheet.book.result.dataset.sources[line.source].kind,
        "instrument": line.instrument,
        "firmness": listed.slice.firmness,
        "conditional": int(line.conditional),
        "currency": line.currency,
        "agreed": serial(slices.first_day(line.agreed)),
        "opens": line.window.start,
        "closes": line.window.end,
        "envelope": line.envelope.value,
        **{purpose: line.purposes[purpose].value if purpose in line.purposes else None for purpose in PURPOSES},
        "paid": line.paid.value if line.paid else None,
        "counted": serial(line.paid.as_of) if line.paid and line.paid.as_of else None,
        "left": line.left_documented.value if line.left_documented else None,
        "standing": listed.slice.standing,
        "counts": int(listed.slice.counts),
        "group": register.group_of(line.earmarks),
        "counts_by": line.counts_by or "",
        "note": line.note.in_(code) if line.note else "",
    }


def _validate(sheet: Sheet, count: int, names: Sequence[str], groups: int) -> None:
    """Cells with a short list of values take no other."""
    _ = sheet.book.language.text
    allowed = {
        "instrument": list(get_args(Commitment.model_fields["instrument"].annotation)),
        "firmness": list(sheet.book.result.dataset.choices["firmness"]),
        "conditional": ["0", "1"],
        "standing": list(STANDINGS),
        "counts": ["0", "1"],
        "group": [str(number + 1) for number in range(groups)],
    }
    for name, values in allowed.items():
        column = names.index(name)
        rule = {
            "validate": "list",
            "source": values,
            "error_title": _("Not allowed"),
            "error_message": _("Allowed: {values}").format(values=", ".join(values)),
        }
        sheet.page.data_validation(_HEAD + 1, column, _HEAD + count, column, rule)


def _payments(sheet: Sheet, register: Register, row: int) -> tuple[dict[int, list[tuple[Expr, Expr]]], int]:
    """Single payments with their days, below one another; and the row after them."""
    _, code = sheet.book.language.text, sheet.book.language.code
    sheet.put(row, 0, _("Single payments"), "section")
    sheet.heads(row + 1, 0, [_("Line"), _("Day"), _("Paid, bn")])
    found: dict[int, list[tuple[Expr, Expr]]] = {}
    row += 2
    for index, listed in enumerate(register.lines):
        for payment in listed.line.payments:
            sheet.put(row, 0, listed.line.label.in_(code), "text")
            day = sheet.put(row, 1, serial(payment.date), "date input")
            found.setdefault(index, []).append((day, sheet.put(row, 2, payment.value, "fine input")))
            row += 1
    return found, row + 1


def _split(sheet: Sheet, register: Register, row: int) -> tuple[dict[int, list[tuple[Expr, int]]], int]:
    """Sums of a line that are documented for one sector each, below one another; and the row after them."""
    _, code, sectors = sheet.book.language.text, sheet.book.language.code, register.dataset.sectors
    sheet.put(row, 0, _("Sums for one sector"), "section")
    sheet.heads(row + 1, 0, [_("Line"), _("Sum, bn"), _("Sector"), _("Earmark group")], (0, 2))
    found: dict[int, list[tuple[Expr, int]]] = {}
    row += 2
    for index, listed in enumerate(register.lines):
        for sector, figure in listed.line.split.items():
            sheet.put(row, 0, listed.line.label.in_(code), "text")
            amount = sheet.put(row, 1, figure.value, "fine input")
            sheet.put(row, 2, sectors[sector].label.in_(code), "next muted")
            group = register.group_of((sector,))
            sheet.put(row, 3, group, "year muted")
            found.setdefault(index, []).append((amount, group))
            row += 1
    return found, row + 1
