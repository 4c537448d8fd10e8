"""Sheet Checks: what must hold, as formulas, with both sides and whether it holds."""

from dataclasses import dataclass

from finance.model.funding import LEFT_OUT
from finance.outputs.workbook.allocation import Matched
from finance.outputs.workbook.book import Sheet
from finance.outputs.workbook.commitments import PURPOSES, Promised
from finance.outputs.workbook.expression import (
    Expr,
    expr,
    largest,
    magnitude,
    rounded,
    sum_product,
    total,
    total_after,
    when,
)
from finance.outputs.workbook.money import NOISE, Lines
from finance.outputs.workbook.needs import Wanted
from finance.outputs.workbook.summary import Summary, headline
from finance.outputs.workbook.timeline import Years

TOLERANCE = 1e-9
"""Relative difference up to which two sides count as equal, as in finance.analysis.identities."""
COUNT = "checks_failed"
"""Name of the cell that counts the checks that do not hold."""
_HEAD = 4


@dataclass(frozen=True)
class Model:
    """Everything that the sheets hold and the checks compare."""

    wanted: Wanted
    promised: Promised
    lines: Lines
    matched: Matched
    years: Years
    summary: Summary
    out_of_range: Expr


def fill(sheet: Sheet, model: Model) -> None:
    """Write the sheet, and name the cell that counts what does not hold."""
    _ = sheet.book.language.text
    sheet.headings(_("Checks"), _("What must hold whatever is typed into the inputs; amounts in USD bn"))
    sheet.widths(78, 16, 16, 14, 12)
    sheet.page.freeze_panes(_HEAD, 1)
    sheet.heads(_HEAD - 1, 0, [_("Statement"), _("One side"), _("Other side"), _("Difference"), _("Holds")])
    statements = [*_headline(sheet, model), *_parts(sheet, model), *_time(sheet, model), *_inputs(sheet, model)]
    marks = []
    for index, (label, left, right, at_most) in enumerate(statements):
        row = _HEAD + index
        sheet.put(row, 0, label, "text")
        one, two = sheet.put(row, 1, left, "fine"), sheet.put(row, 2, right, "fine")
        apart = sheet.put(
            row, 3, rounded(largest(one - two, 0) if at_most else magnitude(one - two), NOISE), "fine muted"
        )
        fine = apart <= TOLERANCE * largest(1, magnitude(one), magnitude(two))
        marks.append(sheet.put(row, 4, when(fine, _("holds"), _("look here")), "bold right").value)
    bad = {"type": "cell", "criteria": "==", "value": f'"{_("look here")}"', "format": sheet.book.format("gap")}
    sheet.page.conditional_format(_HEAD, 4, _HEAD + len(statements) - 1, 4, bad)
    sheet.put(_HEAD + len(statements) + 1, 0, _("Statements that do not hold"), "total")
    failing = sum_product(sheet.area(_HEAD, 4, marks).differs(_("holds")) * 1)
    sheet.book.name(COUNT, sheet.put(_HEAD + len(statements) + 1, 1, failing, "year total"))


Statement = tuple[str, Expr, Expr, bool]
"""Words, both sides, and whether the first may also be below the second."""


def _headline(sheet: Sheet, model: Model) -> list[Statement]:
    _, found, summary = sheet.book.language.text, headline(sheet.book.result), model.summary
    gaps, funded = total(summary.sectors["gap"].range), total(summary.sectors["funded"].range)
    used, stranded = total(model.lines["used"].range), total(model.lines["stranded"].range)
    return [
        (_("The sectors' gaps and what is funded add up to the need"), gaps + funded, found["need"], False),
        (_("What is used and what is stranded add up to what is available"), used + stranded, found["available"],
         False),
        (_("Gap less stranded is need less available"), found["gap"] - found["stranded"],
         found["need"] - found["available"], False),
        (_("What the lines pay is what the sectors receive"), used, funded, False),
        (_("What the sources pay is what their lines pay"), total(summary.sources["used"].range), used, False),
        (_("All available money is in a pool"), model.matched.money, found["available"], False),
    ]  # fmt: skip


def _parts(sheet: Sheet, model: Model) -> list[Statement]:
    _, found, lines = sheet.book.language.text, headline(sheet.book.result), model.lines
    lost = total(*(lines[name].range for name in LEFT_OUT))
    overspent = sum_product((lines["used"].range - lines["available"].range > TOLERANCE) * 1)
    over = largest(total(model.matched.funded.range) - total(model.wanted.payable.range), 0)
    return [
        (_("Face, less the seven reasons why money does not count, is what is available"),
         total(lines["face"].range) - lost, found["available"], False),
        (_("No more is paid than may be paid for"), over, expr(0), True),
        (_("No line pays more than it has"), overspent, expr(0), True),
        (_("Rows folded on the sheet Gap hold no need"), total_after(model.summary.sectors["need"].range,
         model.summary.shown_sectors), expr(0), True),
        (_("Rows folded on the sheet Gap hold no money"), total_after(model.summary.sources["face"].range,
         model.summary.shown_sources), expr(0), True),
    ]  # fmt: skip


def _time(sheet: Sheet, model: Model) -> list[Statement]:
    _, years, read = sheet.book.language.text, model.years, sheet.book.assumption
    done, came = total(years["executed"].range), total(years["new_money"].range)
    promised = total(years.promised.range)
    waits = total(years["due"].range) - total(years["carried"].range) - done
    end = read("horizon")
    last = (years["number"].range.equals(end - 1)) * 1
    carried, kept = (sum_product(last * years[name].range) for name in ("carried", "stock"))
    needed = total(years["need"].range) + total(years["escalated"].range)
    dearer = (1 + read("cost_escalation")) ** years["number"].range
    paid = when(sheet.book.switch("unlimited_money"), promised, total(model.lines["used"].range))
    return [
        (_("In the years: due = executed + carried on"), waits, expr(0), False),
        (_("Over the years: executed + unmet at the end = need + cost of delay"), done + carried, needed, False),
        (_("Over the years: executed + kept + lapsed = money that came"),
         done + kept + total(years["lapsed"].range), came, False),
        (_("Promised money of the years + money after the last = money used"), promised + years.beyond, paid, False),
        (_("All need falls due"), sum_product(years["need"].range / dearer), total(model.wanted.need.range), False),
    ]  # fmt: skip


def _inputs(sheet: Sheet, model: Model) -> list[Statement]:
    _, promised = sheet.book.language.text, model.promised
    parts = total(*(promised[purpose].range for purpose in PURPOSES))
    beyond = sum_product((promised["paid"].range > promised["envelope"].range) * 1)
    return [
        (_("The purposes of the lines add up to their envelopes"), parts, total(promised["envelope"].range), False),
        (_("Lines that paid more than they promised"), beyond, expr(0), True),
        (_("Assumptions outside their range"), model.out_of_range, expr(0), True),
    ]
