"""A result as a live workbook: formulas from the inputs to the gap, so that a changed cell recomputes it.

`build` writes thirteen sheets, and one of the receipts of cells where it is asked for. Each formula is written once, as
an `Expr`, which also gives the value that a preview shows; each sheet's module has one `fill`, in the order in which
the sheets depend on one another.
"""

from dataclasses import replace
from functools import partial

from finance import explain
from finance.language.catalogue import Language
from finance.model import gap
from finance.model.gap import Result
from finance.outputs.workbook import (
    allocation,
    checks,
    commitments,
    definition,
    economy,
    inputs,
    lists,
    money,
    needs,
    origins,
    pictures,
    receipts,
    summary,
    timeline,
)
from finance.outputs.workbook.book import Book, Sheet, cell_value
from finance.outputs.workbook.expression import Expr, sentence, when
from finance.outputs.workbook.styles import COLOURS


def build(result: Result, language: Language, charts: tuple[str, ...] = (), receipts: bool = False) -> bytes:
    """The workbook of a result, with the sheet Cells if `receipts`; it has its own charts and ignores `charts`.

    Where the scenario's rule is a linear programme, it computes `allocation.COMPUTED[0]` and says so.
    """
    book = Book(computable(result), language)
    sheets = _sheets(book, receipts)
    _fill(book, sheets, result)
    sheets["gap"].page.activate()
    return book.content()


def computable(result: Result) -> Result:
    """The result as the workbook computes it: the same need and money, matched by a rule with a closed form."""
    scenario = result.scenario
    if scenario.choice("rule") in allocation.COMPUTED:
        return result
    matched = gap.solve(result.dataset, scenario.with_(rule=allocation.COMPUTED[0]))
    return replace(result, flows_by_line=matched.flows_by_line)


def _sheets(book: Book, receipts: bool) -> dict[str, Sheet]:
    """All sheets in the order of their tabs; the colour of a tab says what stands there."""
    _ = book.language.text
    result, given, working, words = COLOURS.gap, COLOURS.committed, COLOURS.grey, COLOURS.rule
    tabs = {
        "gap": (_("Gap"), result),
        "inputs": (_("Inputs"), given),
        "needs": (_("Needs"), given),
        "commitments": (_("Commitments"), given),
        "economy": (_("Economy"), given),
        "money": (_("Money"), working),
        "allocation": (_("Allocation"), working),
        "timeline": (_("Timeline"), result),
        "definition": (_("Definition"), words),
        "checks": (_("Checks"), words),
        "receipts": (_("Receipts"), words),
        "cells": (_("Cells"), words),
        "origins": (_("Origins"), words),
        "lists": (_("Lists"), words),
    }
    return {id_: book.sheet(title, colour) for id_, (title, colour) in tabs.items() if receipts or id_ != "cells"}


def _fill(book: Book, sheets: dict[str, Sheet], asked: Result) -> None:
    """Write every sheet, each after those that it refers to."""
    choices = lists.fill(sheets["lists"])
    economics = economy.fill(sheets["economy"])
    wanted = needs.fill(sheets["needs"], economics, choices.values["standing"])
    promised = commitments.fill(sheets["commitments"])
    levels = money.Levels(choices.values["firmness"], choices.values["standing"])
    lines, workings = money.fill(sheets["money"], promised, economics, levels, wanted.programme["day"])
    rule = definition.rule_in_force(book.result.scenario.choice("rule"))
    lines, sums = money.tied_sums(sheets["money"], workings, lines, promised)
    matched = allocation.fill(sheets["allocation"], wanted, promised, lines, sums, rule)
    lines = money.spent(sheets["money"], workings, lines, promised, sums, matched)
    pays = partial(money.in_time, sheets["money"], workings)
    years = timeline.fill(sheets["timeline"], wanted, lines, matched, economics, pays)
    timeline.chart(sheets["timeline"], years)
    line, note = definition.fill(sheets["definition"], wanted, choices, asked)
    shown = gap.solve(asked.dataset, asked.scenario.with_(rule=rule.value))
    said = explain.sentence(shown, book.language)
    totals = summary.fill(sheets["gap"], wanted, promised, lines, matched, line, [note, _alarm(book)], said)
    found = summary.headline(book.result)
    row = pictures.waterfall(sheets["gap"], totals, found, sheets["gap"].at(0, 0, ""))
    pictures.coverage(sheets["gap"], totals, row)
    receipts.fill(sheets["receipts"], sheets.get("cells"), shown)
    origins.fill(sheets["origins"], asked)
    read = frozenset(book.read)
    outside = inputs.fill(sheets["inputs"], choices, read)
    checks.fill(sheets["checks"], checks.Model(wanted, promised, lines, matched, years, totals, outside))


def _alarm(book: Book) -> Expr:
    """A sentence where a check does not hold, else nothing."""
    failed = Expr(checks.COUNT, 0.0)
    text = book.language.text("{count} statements on the sheet Checks do not hold; look there before you use a figure")
    return when(failed > 0, sentence(text, count=failed), "")


__all__ = ["build", "cell_value", "computable"]
