"""Sheet Origins: every figure that the file holds, with its document, derivation or reasoning; and the documents."""

from collections.abc import Iterable, Mapping

import pandas as pd

from finance.data.dataset import Dataset
from finance.language import evidence
from finance.model.gap import Result
from finance.outputs import provenance
from finance.outputs.workbook.book import Sheet

_HEAD = 3
_GROUPS = ("assumptions", "assessments", "plans", "commitments", "macro.exchange_rates", "macro.prices", "macro.gdp")
"""Where the figures that the file holds stand in the data."""


def fill(sheet: Sheet, asked: Result) -> None:
    """Write the sheet: the figures that the result rests on first, then the others, then the documents."""
    _, dataset = sheet.book.language.text, asked.dataset
    sheet.headings(
        _("Origins"), _("Every figure in this file: the document that printed it, or how it was derived or judged")
    )
    sheet.widths(58, 12, 18, 10, 8, 44, 44, 60, 30, 10)
    sheet.page.freeze_panes(_HEAD + 1, 1)
    sheet.page.repeat_rows(_HEAD)
    used = set(_within(dataset, (*asked.figures, *asked.years.figures)))
    every = sorted(_within(dataset, _held(dataset)), key=lambda id_: id_ not in used)
    names = {
        "figure": _("Figure"),
        "value": _("Value"),
        "unit": _("Unit"),
        "basis": _("Basis"),
        "grade": _("Grade"),
        "document": _("Document"),
        "locator": _("Where in it"),
        "reason": _("Derivation, reasoning or note"),
        "place": _("File and line"),
        "used": _("Used here"),
    }
    table = _figures(sheet, dataset, every, used)
    end = _table(sheet, _HEAD, names, table)
    sheet.page.autofilter(_HEAD, 0, end - 1, len(names) - 1)
    sheet.put(end + 1, 0, _("Documents"), "section")
    _table(sheet, end + 2, _document_names(sheet), _documents(sheet, dataset, every))


def _held(dataset: Dataset) -> Iterable[str]:
    return (id_ for id_ in dataset.figures if id_.startswith(tuple(f"{group}." for group in _GROUPS)))


def _within(dataset: Dataset, ids: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(figure for id_ in ids for figure in dataset.within(id_)))


def _figures(sheet: Sheet, dataset: Dataset, ids: list[str], used: set[str]) -> pd.DataFrame:
    _ = sheet.book.language.text
    table = provenance.figures(dataset, ids, sheet.book.language)
    titles = {id_: f"{origin.producer}: {origin.title}" for id_, origin in dataset.origins.items()}
    reasons = [
        " ".join(filter(None, texts)) for texts in zip(table["how"], table["judged"], table["note"], strict=True)
    ]
    return table.assign(
        basis=table["basis"].map(evidence.kinds(sheet.book.language)),
        document=table["origin"].map(titles).fillna(""),
        reason=reasons,
        place="data/" + table["file"] + ":" + table["line"].astype(str),
        used=[_("yes") if id_ in used else "" for id_ in ids],
    )


def _document_names(sheet: Sheet) -> dict[str, str]:
    _ = sheet.book.language.text
    return {
        "title": _("Title"),
        "published": _("Published"),
        "producer": _("Producer"),
        "origin": _("Id"),
        "reliability": _("Grade"),
        "url": _("Address"),
        "note": _("Note"),
    }


def _documents(sheet: Sheet, dataset: Dataset, ids: Iterable[str]) -> pd.DataFrame:
    return provenance.documents(dataset, dataset.documents(ids), sheet.book.language)


def _table(sheet: Sheet, row: int, names: Mapping[str, str], table: pd.DataFrame) -> int:
    """Headings and rows; returns the row after the last."""
    numbers = {"value": "plain"}
    sheet.heads(row, 0, list(names.values()), [i for i, name in enumerate(names) if name not in numbers])
    for index, record in enumerate(table[list(names)].to_dict("records")):
        for column, name in enumerate(names):
            cell = record[name]
            sheet.put(row + 1 + index, column, cell, numbers.get(name, "next muted" if column else "text"))
    return row + 1 + len(table)
