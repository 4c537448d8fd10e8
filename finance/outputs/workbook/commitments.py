"""Sheet Commitments: every line of every ledger as its documents print it, and the overlaps between lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import get_args

from finance.dataset import Dataset
from finance.outputs.workbook.book import Column, Sheet
from finance.outputs.workbook.expression import Expr, Scalar, anchored
from finance.records import Commitment, Purpose

PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
_HEAD = 3


@dataclass(frozen=True)
class Listed:
    """One line of a ledger and its place in the workbook."""

    ledger: str
    id: str
    line: Commitment


@dataclass(frozen=True)
class Twice:
    """One overlap: the rows of the line dropped and of the line kept, how much [bn], and in which currency."""

    dropped: int
    kept: int
    amount: Expr
    currency: Expr


@dataclass(frozen=True)
class Promised:
    """The lines in the order of their rows, each printed field as a column, and the overlaps.

    `groups` are the sets of sectors that some line is tied to; the first is money that is not tied.
    """

    lines: tuple[Listed, ...]
    groups: tuple[tuple[str, ...], ...]
    columns: Mapping[str, Column]
    overlaps: tuple[Twice, ...]

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
        """Every line; those of the scenario's ledger come first."""
        order = sorted(self.dataset.ledgers, key=lambda name: name != self.ledger)
        return tuple(
            Listed(name, id_, line) for name in order for id_, line in self.dataset.ledgers[name].commitments.items()
        )

    @cached_property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Distinct earmarks, in the order first met, after the empty one."""
        order = list(self.dataset.sectors)
        tied = (tuple(sorted(set(listed.line.earmarks), key=order.index)) for listed in self.lines)
        return tuple(dict.fromkeys([(), *tied]))

    def group_of(self, listed: Listed) -> int:
        """Number, from 1, of the group of earmarks of a line."""
        order = list(self.dataset.sectors)
        return 1 + self.groups.index(tuple(sorted(set(listed.line.earmarks), key=order.index)))

    def grade_of(self, listed: Listed) -> str:
        """Worst grade of the envelope and the purposes of a line, as `funding` reads it."""
        stem = f"commitments.{listed.ledger}.commitments.{listed.id}"
        figures = (f"{stem}.envelope", *(f"{stem}.purposes.{purpose}" for purpose in listed.line.purposes))
        return max({self.dataset.reliability(figure) for figure in figures} - {"judged"}, default="judged")


def fill(sheet: Sheet) -> Promised:
    """Write the sheet."""
    _, result = sheet.book.language.text, sheet.book.result
    register = Register(result.dataset, result.scenario.choice("ledger"))
    sheet.headings(
        _("Commitments"),
        _("Every line of every ledger as its documents print it; the scenario's ledger stands first."),
    )
    sheet.widths(46, 10, 24, 20, 18, 15, 12, 11, 9, 7, 7, 10, *[14] * len(PURPOSES), 10, 9, 9, 22, 90)
    sheet.page.freeze_panes(_HEAD + 1, 1)
    sheet.page.repeat_rows(_HEAD)
    columns = _lines(sheet, register)
    overlaps = _overlaps(sheet, register, _HEAD + len(register.lines) + 3)
    sheet.page.print_area(0, 0, _HEAD + len(register.lines) + 5 + len(overlaps), list(columns).index("counts_by"))
    return Promised(register.lines, register.groups, columns, overlaps)


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
        "opens": (_("From"), "year input"),
        "closes": (_("To"), "year input"),
        "envelope": (_("Envelope, bn"), "fine input"),
        **{purpose: (_purposes(sheet)[purpose], "fine input") for purpose in PURPOSES},
        "paid": (_("Paid, bn"), "fine input"),
        "grade": (_("Grade"), "text right input"),
        "group": (_("Earmark group"), "year input"),
        "counts_by": (_("Counts by"), "next muted"),
        "note": (_("Note"), "next muted"),
    }
    texts = [
        i for i, (_label, style) in enumerate(heads.values()) if not {"fine", "year", "right"} & set(style.split())
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
        "firmness": line.firmness,
        "conditional": int(line.conditional),
        "currency": line.currency,
        "opens": line.window.start,
        "closes": line.window.end,
        "envelope": line.envelope.value,
        **{purpose: line.purposes[purpose].value if purpose in line.purposes else None for purpose in PURPOSES},
        "paid": line.paid.value if line.paid else None,
        "grade": register.grade_of(listed),
        "group": register.group_of(listed),
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
        "grade": ["A", "B", "C", "D", "judged"],
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


def _overlaps(sheet: Sheet, register: Register, row: int) -> tuple[Twice, ...]:
    """The same money under two lines: which gives way to which, and how much of it."""
    _, code = sheet.book.language.text, sheet.book.language.code
    places = {(listed.ledger, listed.id): index for index, listed in enumerate(register.lines)}
    sheet.put(row, 0, _("The same money listed twice"), "section")
    sheet.put(
        row + 1, 0, _("While the line kept counts, the line dropped gives way; without an amount, whole."), "subtitle"
    )
    names = [_("Why"), _("Ledger"), _("Line dropped"), _("Line kept"), _("Amount, bn"), _("Currency")]
    sheet.heads(row + 2, 0, names, (0, 1, 2, 3, 5))
    found: list[Twice] = []
    for listed in register.lines:
        for overlap in listed.line.overlaps:
            kept = overlap.with_ if overlap.drop == listed.id else listed.id
            at = row + 3 + len(found)
            fields = (overlap.why.in_(code), listed.ledger, overlap.drop, kept)
            for column, field in enumerate(fields):
                sheet.put(at, column, field, "text" if column == 0 else "next muted")
            amount = sheet.put(at, 4, overlap.amount.value if overlap.amount else None, "fine input")
            currency = sheet.put(at, 5, listed.line.currency, "next muted")
            dropped = places[listed.ledger, overlap.drop]
            found.append(Twice(dropped, places[listed.ledger, kept], amount, currency))
    return tuple(found)
