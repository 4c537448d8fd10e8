"""Sheet Gap: the headline, the gap by sector and by source, and two charts, all live."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from finance.language import naming
from finance.model.gap import HEADLINE, Result
from finance.outputs.workbook.allocation import Matched
from finance.outputs.workbook.book import Sheet
from finance.outputs.workbook.commitments import Promised
from finance.outputs.workbook.expression import (
    Column,
    Expr,
    Scalar,
    fixed,
    largest,
    rounded,
    sentence,
    smallest,
    sum_where,
    total,
    when,
)
from finance.outputs.workbook.money import NOISE, Lines
from finance.outputs.workbook.needs import Wanted

_TOP = 6
"""Row of the first figure of the headline."""


@dataclass(frozen=True)
class Summary:
    """Columns by sector and by source, how many rows of each are not folded away, and the next free row."""

    sectors: Mapping[str, Column]
    sources: Mapping[str, Column]
    shown_sectors: int
    shown_sources: int
    end: int


def headline(result: Result) -> dict[str, Expr]:
    """The headline's cells by their names, before they are written."""
    values = {name: getattr(result, name) for name in HEADLINE}
    return {name: Expr(name, "–" if value is None else value) for name, value in values.items()}


def fill(
    sheet: Sheet,
    wanted: Wanted,
    promised: Promised,
    lines: Lines,
    matched: Matched,
    definition: Expr,
    notes: Sequence[Expr],
    said: str,
) -> Summary:
    """Write the sheet; `definition` says in one line what the figures mean, `notes` are cells or empty texts, and
    `said` is the result in words as it was when the file was made."""
    _ = sheet.book.language.text
    found = headline(sheet.book.result)
    title = sentence(_("USD {gap} bn of {need} bn is unfunded"), gap=fixed(found["gap"]), need=fixed(found["need"]))
    sheet.headings(title, "")
    sheet.page.fit_to_pages(1, 1)
    sheet.put(1, 0, definition, "subtitle")
    sheet.across(2, 6, _("When exported: {sentence}").format(sentence=said), "wrapped", 130)
    for index, note in enumerate(notes):
        sheet.put(3 + index, 0, note, "gap bold")
    sheet.widths(46, 13, 13, 13, 13, 13, 20, 3, *[12] * 9)
    sectors, shown = _by_sector(sheet, wanted, matched, _TOP + 9)
    row = _TOP + 9 + 2 + len(wanted.ids) + 3
    sources, used = _by_source(sheet, promised, lines, row)
    _headline(sheet, sectors, lines)
    return Summary(sectors, sources, shown, used, row + 2 + len(sources["label"].cells) + 3)


def _headline(sheet: Sheet, sectors: Mapping[str, Column], lines: Lines) -> None:
    """Six figures: now, in the currency shown, when exported, and the change."""
    _, result, read = sheet.book.language.text, sheet.book.result, sheet.book.assumption
    sheet.heads(_TOP - 1, 0, _headline_heads(sheet))
    sheet.put(_TOP - 1, 2, sentence(_("Shown in {currency}, bn"), currency=read("currency")), "head right")
    need, funded = total(sectors["need"].range), total(sectors["funded"].range)
    available = total(lines["available"].range)
    names = naming.headline(sheet.book.language)
    labels = {
        "need": (names["need"], need),
        "available": (names["available"], available),
        "funded": (names["funded"], funded),
        "gap": (names["gap"], rounded(largest(need - funded, 0), NOISE)),
        "stranded": (_("Stranded: money that reaches no unmet need"), rounded(largest(available - funded, 0), NOISE)),
        "coverage": (names["coverage"], when(need > 0, smallest(funded / need, 1), "–")),
    }
    shown = when(read("currency").equals("EUR"), read("eur_usd"), 1)
    for index, (name, (label, formula)) in enumerate(labels.items()):
        row, style = _TOP + index, "share" if name == "coverage" else "amount"
        weight = "headline gap" if name == "gap" else "bold"
        sheet.put(row, 0, label, f"text {weight}" if name == "gap" else "text bold")
        now = sheet.put(row, 1, formula, f"{style} {weight}")
        sheet.book.name(name, now)
        before: Scalar = getattr(result, name)
        then = sheet.put(row, 3, "–" if before is None else before, f"{style} muted")
        if name != "coverage":
            sheet.put(row, 2, now / shown, style)
            sheet.put(row, 4, rounded(now - then, NOISE), style)


def _headline_heads(sheet: Sheet) -> list[str]:
    _ = sheet.book.language.text
    return [_("Headline"), _("Now, USD bn"), "", _("When exported"), _("Change")]


def _by_sector(sheet: Sheet, wanted: Wanted, matched: Matched, row: int) -> tuple[dict[str, Column], int]:
    """Sectors with a row of need first; the others are folded away. Returns columns and the count of the first."""
    _ = sheet.book.language.text
    sheet.put(row, 0, _("By sector"), "section")
    sheet.heads(row + 1, 0, [_("Sector"), _("Need, USD bn"), _("Funded, USD bn"), _("Gap, USD bn"), _("Coverage"),
                             _("Share of the gap"), _("Id")])  # fmt: skip
    present = [bool(cell.value) for cell in wanted.stands.cells]
    order = sorted(range(len(wanted.ids)), key=lambda k: not present[k])
    first = row + 2
    needs = sheet.column(first, 1, [wanted.need.cells[k] for k in order], "amount")
    paid = sheet.column(first, 2, [matched.funded.cells[k] for k in order], "amount")
    gaps = [largest(need - met, 0) for need, met in zip(needs.cells, paid.cells, strict=True)]
    short = sheet.column(first, 3, gaps, "amount bold")
    met = [when(need > 0, smallest(funded / need, 1), "–")
           for need, funded in zip(needs.cells, paid.cells, strict=True)]  # fmt: skip
    columns = {
        "label": sheet.column(first, 0, [wanted.labels.cells[k] for k in order], "text"),
        "need": needs,
        "funded": paid,
        "gap": short,
        "coverage": sheet.column(first, 4, met, "share"),
        "id": sheet.column(first, 6, [wanted.ids[k] for k in order], "muted right"),
    }
    whole = total(short.range)
    parts = [when(whole > 0, gap / whole, 0) for gap in short.cells]
    sheet.column(first, 5, parts, "share muted")
    sums = sheet.totals(first + len(order), _("Total"), {1: needs.range, 2: paid.range, 3: short.range})
    covered = when(sums[1] > 0, smallest(sums[2] / sums[1], 1), "–")
    sheet.put(first + len(order), 4, covered, "share total")
    shown = max(sum(present), 1)
    sheet.fold(range(first + shown, first + len(order)))
    return columns, shown


def _by_source(sheet: Sheet, promised: Promised, lines: Lines, row: int) -> tuple[dict[str, Column], int]:
    """Sources of the scenario's ledger, who pays most first; those of other ledgers are folded away."""
    _, dataset, code = sheet.book.language.text, sheet.book.result.dataset, sheet.book.language.code
    sheet.put(row, 0, _("By source"), "section")
    sheet.heads(row + 1, 0, [_("Source"), _("Face, USD bn"), _("Available, USD bn"), _("Used, USD bn"),
                             _("Stranded, USD bn"), _("Share of the need"), _("Id")])  # fmt: skip
    ids = list(dict.fromkeys(listed.line.source for listed in promised.lines))
    paid = {id_: sum_where(promised["source"].range, id_, lines["used"].range).value for id_ in ids}
    face = {id_: sum_where(promised["source"].range, id_, lines["face"].range).value for id_ in ids}
    ids.sort(key=lambda id_: (face[id_] <= 0, -paid[id_], -face[id_]))
    first, shown = row + 2, max(sum(face[id_] > 0 for id_ in ids), 1)
    labels = sheet.column(first, 0, [dataset.sources[id_].label.in_(code) for id_ in ids], "text")
    names = sheet.column(first, 6, ids, "muted right")
    columns = {"label": labels, "id": names}
    for index, name in enumerate(("face", "available", "used", "stranded")):
        sums = [sum_where(promised["source"].range, cell, lines[name].range) for cell in names.cells]
        columns[name] = sheet.column(first, 1 + index, sums, "amount bold" if name == "used" else "amount")
    need = headline(sheet.book.result)["need"]
    sheet.column(first, 5, [when(need > 0, used / need, 0) for used in columns["used"].cells], "share muted")
    sheet.totals(
        first + len(ids), _("Total"),
        {1 + i: columns[name].range for i, name in enumerate(("face", "available", "used", "stranded"))},
    )  # fmt: skip
    sheet.fold(range(first + shown, first + len(ids)))
    return columns, shown
