"""Sheet Inputs: every assumption with its range, its reason and its help; cells named after their ids."""

import textwrap
from typing import Any

from finance.data.records import Assumption
from finance.language import groups
from finance.outputs.workbook.book import Sheet, cell_value
from finance.outputs.workbook.expression import Expr, Scalar, both, is_number, total, when
from finance.outputs.workbook.lists import Lists
from finance.outputs.workbook.summary import headline

_HEAD = 7
_VALUE = 1
_WIDE = 80
"""Width of the columns of texts [characters]."""
_TITLE, _MESSAGE = 32, 255
"""Longest title and text of a message at a cell, by the file format [characters]."""


def fill(sheet: Sheet, lists: Lists, read: frozenset[str]) -> Expr:
    """Write the sheet; `read` are the assumptions that formulas read. Returns how many values are not allowed."""
    _ = sheet.book.language.text
    sheet.headings(_("Inputs"), _("Blue on cream may be changed; the result stands beside it and on the other sheets."))
    sheet.widths(46, 16, 36, 26, 14, 10, 16, 10, 10, _WIDE, _WIDE)
    sheet.page.freeze_panes(_HEAD + 1, 2)
    sheet.page.repeat_rows(_HEAD)
    _result(sheet)
    sheet.heads(
        _HEAD, 0,
        [_("Assumption"), _("Value"), _("Unit or meaning"), _("Name of the cell"), _("Lowest"), _("Highest"),
         _("When exported"), _("Changed"), _("Not allowed"), _("What it does"), _("Why this value, why this range")],
        (0, 2, 3, 9, 10),
    )  # fmt: skip
    row, bad = _HEAD + 1, list[Scalar]()
    for title, ids in _groups(sheet, read).items():
        sheet.put(row, 0, title, "section")
        sheet.page.set_row(row, 22)
        bad += [None, *(_assumption(sheet, row + 1 + index, id_, lists).value for index, id_ in enumerate(ids))]
        row += 1 + len(ids)
    sheet.page.print_area(0, 0, row, 9)
    return total(sheet.area(_HEAD + 1, 8, bad))


def _result(sheet: Sheet) -> None:
    """The headline again, so that the effect of a change is seen where it is made."""
    _ = sheet.book.language.text
    labels = {
        "need": _("Need, USD bn"),
        "available": _("Available, USD bn"),
        "gap": _("Gap, USD bn"),
        "stranded": _("Stranded, USD bn"),
        "coverage": _("Coverage"),
    }
    found = headline(sheet.book.result)
    sheet.heads(3, 0, list(labels.values()))
    for column, name in enumerate(labels):
        style = "share headline" if name == "coverage" else "amount headline"
        words = {"gap": " gap", "need": " text"}.get(name, "")
        sheet.put(4, column, found[name], style + words)
    sheet.page.set_row(4, 24)


def _groups(sheet: Sheet, read: frozenset[str]) -> dict[str, list[str]]:
    """Ids under the title of their group; those that no formula reads come last and say so."""
    _, rows = sheet.book.language.text, sheet.book.result.dataset.assumptions
    titles = groups.names(sheet.book.language)
    found = {title: [id_ for id_, row in rows.items() if row.group == group and id_ in read]
              for group, title in titles.items()}  # fmt: skip
    found[_("Kept for the record: this file does not compute what they act on")] = [
        id_ for id_ in rows if id_ not in read
    ]
    return {title: ids for title, ids in found.items() if ids}


def _assumption(sheet: Sheet, row: int, id_: str, lists: Lists) -> Expr:
    """One row; returns 1 where its value is not allowed."""
    book, code = sheet.book, sheet.book.language.code
    _, scenario = book.language.text, book.result.scenario
    item, acts = scenario.dataset.assumptions[id_], id_ in book.read
    sheet.put(row, 0, item.label.in_(code), "text" if acts else "muted")
    value = cell_value(scenario.values[id_])
    style = _style(item)
    cell = sheet.put(row, _VALUE, value, f"{style} input" if acts else f"{style} muted")
    book.name(id_, cell)
    named = Expr(id_, value)
    sheet.put(row, 3, id_, "next muted")
    if item.kind == "number":
        low, high = sheet.put(row, 4, item.low, f"{style} muted"), sheet.put(row, 5, item.high, f"{style} muted")
        allowed = both(is_number(named), named >= low, named <= high)
        sheet.put(row, 2, _(item.unit_), "next muted")
    else:
        allowed = lists.holds(id_, named)
        sheet.put(row, 2, lists.meaning(id_, named), "next")
    then = sheet.put(row, 6, value, f"{style} muted")
    sheet.put(row, 7, when(named.differs(then), "●", ""), "gap bold right")
    bad = sheet.put(row, 8, when(allowed, 0, 1), "flag gap bold")
    located = f"{item.origin}, {_(item.locator or '–')}" if item.origin else ""
    why = " ".join([located, *(_(reason) for reason in (item.judged, item.how, item.range) if reason)]).strip()
    sheet.put(row, 9, item.help.in_(code), "wrapped next")
    sheet.put(row, 10, why, "wrapped muted")
    sheet.grow(row, (item.help.in_(code), _WIDE), (why, _WIDE))
    if acts:
        sheet.page.data_validation(row, _VALUE, row, _VALUE, _rule(sheet, id_, item, lists))
    return bad


def _style(item: Assumption) -> str:
    """The format of an assumption's number; ids and switches stand to the right too."""
    if item.kind != "number":
        return "choice" if item.kind == "choice" else "year"
    if item.unit_.startswith("share"):
        return "percent"
    if item.unit_ == "year":
        return "year"
    return "rate" if item.step is not None and item.step % 1 else "plain"


def _rule(sheet: Sheet, id_: str, item: Assumption, lists: Lists) -> dict[str, Any]:
    """What the cell takes, and the help that it shows."""
    _, code = sheet.book.language.text, sheet.book.language.code
    label, help_ = item.label.in_(code), item.help.in_(code)
    words = {
        "input_title": textwrap.shorten(label, _TITLE, placeholder="…"),
        "input_message": textwrap.shorten(help_, _MESSAGE, placeholder="…"),
        "error_title": _("Not allowed"),
    }
    if item.kind != "number":
        source = f"={lists.values[id_].text}"
        return {"validate": "list", "source": source, "error_message": _("Choose from the list."), **words}
    kind = "integer" if item.unit_ in ("year", "years") else "decimal"
    message = _("Allowed is {low} to {high} [{unit}].").format(low=item.low, high=item.high, unit=_(item.unit_))
    limits = {"criteria": "between", "minimum": item.low, "maximum": item.high}
    return {"validate": kind, **limits, "error_message": message, **words}
