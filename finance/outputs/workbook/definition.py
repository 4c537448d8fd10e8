"""Sheet Definition: which number is meant, how it is computed, and what this file does not compute."""

from collections.abc import Sequence
from urllib.parse import urlencode

from finance.language.display import Display
from finance.model.gap import Result
from finance.outputs.workbook.allocation import COMPUTED
from finance.outputs.workbook.book import Sheet
from finance.outputs.workbook.expression import Expr, either, fixed, sentence, when
from finance.outputs.workbook.lists import Lists
from finance.outputs.workbook.needs import Wanted

RULE = "rule_in_force"
"""Name of the cell with the rule that the sheets compute."""

_WIDE = 120
"""Width of the column of texts [characters]."""


def rule_in_force(value: str) -> Expr:
    """The rule that the sheets compute, by the name of its cell, before it is written."""
    return Expr(RULE, value if value in COMPUTED else COMPUTED[0])


def fill(sheet: Sheet, wanted: Wanted, lists: Lists, asked: Result) -> tuple[Expr, Expr]:
    """Write the sheet; `asked` is the result under the scenario's own rule.

    Returns one line that says what the figures mean, and the note on the rule, empty where it is computed.
    """
    _, read = sheet.book.language.text, sheet.book.assumption
    sheet.headings(_("Definition"), _("Which number is meant: seven choices that every figure here carries"))
    sheet.widths(34, _WIDE)
    sheet.heads(3, 0, [_("Choice"), _("Now")], (0, 1))
    means = {id_: lists.meaning(id_, read(id_)) for id_ in ("territory", "occupied_payer", "firmness", "currency")}
    facts = wanted.programme
    first, count = facts["start"], facts["years"]
    prices = when(read("prices").equals("as_published"), facts["price_year"], read("prices"))
    rows: list[tuple[str, Expr]] = [
        (_("Measure"), when(facts["measure"].equals("plan"), _("cost of a plan"), _("need"))),
        (_("Assessment"), facts["label"]),
        (_("Territory"), means["territory"]),
        (_("Who pays for occupied land"), means["occupied_payer"]),
        (_("Money counted from"), means["firmness"]),
        (_("Currency and rate"), sentence(_("USD, at {rate} dollars per euro"), rate=fixed(read("eur_usd"), 4))),
        (_("Prices of"), prices + 0),
        (_("Horizon of the document"), sentence("{first}–{last}", first=first, last=first + count - 1)),
    ]
    cells = {}
    for index, (label, formula) in enumerate(rows):
        sheet.put(4 + index, 0, label, "text bold")
        cells[label] = sheet.put(4 + index, 1, formula, "next")
    note = _rule(sheet, 4 + len(rows), lists, asked)
    _words(sheet, 8 + len(rows), asked)
    line = sentence(
        _("{assessment}; {territory}; prices of {prices}; money counted from “{firmness}” up; USD bn"),
        assessment=cells[_("Assessment")],
        territory=cells[_("Territory")],
        prices=cells[_("Prices of")],
        firmness=cells[_("Money counted from")],
    )
    return line, note


def _rule(sheet: Sheet, row: int, lists: Lists, asked: Result) -> Expr:
    """The rule asked for and the rule computed; a note where they differ."""
    _, read = sheet.book.language.text, sheet.book.assumption
    sheet.put(row, 0, _("Who pays for what"), "text bold")
    asked_for = sheet.put(row, 1, lists.meaning("rule", read("rule")), "next")
    sheet.put(row + 1, 0, _("Rule that this file computes"), "text bold")
    known = either(*(read("rule").equals(rule) for rule in COMPUTED))
    force = sheet.put(row + 1, 1, when(known, read("rule"), COMPUTED[0]), "next")
    sheet.book.name(RULE, force)
    text = sentence(
        _("The rule “{rule}” is a linear programme, which formulas cannot solve; “{other}” is computed instead."),
        rule=asked_for,
        other=lists.meaning("rule", force),
    )
    note = sheet.put(row + 2, 1, when(known, "", text), "gap bold next")
    if asked.scenario.choice("rule") not in COMPUTED:
        display = Display(asked, sheet.book.language)
        answer = _("When this file was made, the dashboard had under that rule a gap of {gap} and {stranded} stranded.")
        words = answer.format(gap=display.money(asked.gap), stranded=display.money(asked.stranded))
        sheet.put(row + 3, 1, words, "next")
    return note


def _words(sheet: Sheet, row: int, asked: Result) -> None:
    """How to read the file, how each number is computed, and what it was made from."""
    _ = sheet.book.language.text
    for title, texts in (
        (_("How to use this file"), _usage(sheet)),
        (_("How it is computed"), _method(sheet)),
        (_("What it was made from"), _stamp(sheet, asked)),
        (_("What a reader must know"), [*map(sheet.book.language.remark, asked.warnings), *_limits(sheet)]),
    ):
        sheet.put(row, 0, title, "section")
        for text in texts:
            row += 1
            sheet.put(row, 0, "", "text")
            sheet.put(row, 1, text, "wrapped next")
            sheet.grow(row, (text, _WIDE))
        row += 2


def _usage(sheet: Sheet) -> list[str]:
    _ = sheet.book.language.text
    return [
        _("Blue on cream may be changed, everything else follows. Start on the sheet Inputs."),
        _("The cell of an assumption has the name that the dashboard's address uses, as eur_usd."),
        _("Rows that count nothing now are folded; the + at the edge opens them."),
        _("The sheet Checks says whether everything still adds up."),
    ]


def _method(sheet: Sheet) -> list[str]:
    _ = sheet.book.language.text
    return [
        _("Available = face × exchange rate × eligible share × realised share, less what is listed twice or paid."),
        _("Gap = need − funded, by sector, never below zero. Stranded = available − used."),
        _(
            "Earmarks first: money with the narrowest reach pays first, every sector in its reach in proportion to "
            "its unmet need; untied money pays last."
        ),
        _(
            "Timeline: due = new need + unmet need carried on; executed = the smallest of what is due, the money at "
            "hand and the capacity."
        ),
    ]


def _stamp(sheet: Sheet, asked: Result) -> list[str]:
    _, scenario, code = sheet.book.language.text, asked.scenario, sheet.book.language.code
    preset = asked.dataset.presets[scenario.base]
    return [
        _("Scenario: {label}. {story}").format(label=preset.label.in_(code), story=preset.story.in_(code)),
        _("Address in the dashboard: ?{query}").format(query=urlencode(scenario.to_query())),
        _("Key {key}, data edition {edition}").format(key=scenario.key, edition=asked.dataset.edition),
        Display(asked, sheet.book.language).definition,
    ]


def _limits(sheet: Sheet) -> Sequence[str]:
    _ = sheet.book.language.text
    return [
        _("The rule most_funded, ranges, the bridge and what could close the gap are not computed here."),
        _("A figure changed here is not checked as the dashboard checks its data; Checks says what no longer adds up."),
    ]
