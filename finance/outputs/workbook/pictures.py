"""The two native charts of the sheet Gap, and the small tables behind them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from finance.outputs.workbook.book import Sheet
from finance.outputs.workbook.expression import (
    Column,
    Expr,
    Term,
    anchored,
    expr,
    fixed,
    largest,
    sentence,
    total,
    when,
)
from finance.outputs.workbook.styles import COLOURS
from finance.outputs.workbook.summary import Summary

_AT = 8
"""First column of the charts."""
_TOP = 4
"""Row at which the charts begin."""
_BELOW = 400
"""From the top of the first chart to the top of the second [px]."""
_STAYS = 3
"""A chart that stays where it is, whatever rows are folded."""
_BARS = 6
"""Most sources with a bar of their own."""


@dataclass(frozen=True)
class _Bar:
    """One bar of the waterfall: its name, its length [USD bn] and its colour; `pays` if it goes down from the last."""

    name: Term
    length: Expr
    colour: str
    pays: bool = False


def waterfall(sheet: Sheet, summary: Summary, found: Mapping[str, Expr], title: Expr) -> int:
    """From the need, source by source, down to the gap; returns the row after the table."""
    _ = sheet.book.language.text
    bars, first = _bars(sheet, summary.sources, found), summary.end + 2
    sheet.put(summary.end, 0, _("Behind the first chart"), "section")
    sheet.heads(first - 1, 0, [_("Bar"), _("Starts at, USD bn"), _("Length, USD bn")])
    level = expr(0)
    for index, bar in enumerate(bars):
        text = sentence(_("{step}: {amount}"), step=bar.name, amount=fixed(bar.length))
        sheet.put(first + index, 0, text, "text")
        length = sheet.put(first + index, 2, bar.length, "amount")
        start = sheet.put(first + index, 1, largest(level - length, 0) if bar.pays else 0, "amount muted")
        level = start if bar.pays else length
    drawn = sheet.book.chart("bar", title)
    rows = (first, first + len(bars) - 1)
    drawn.add_series(_series(sheet, _("Starts at, USD bn"), rows, 1) | {"fill": {"none": True}, "gap": 35})
    points = [{"fill": {"color": getattr(COLOURS, bar.colour)}} for bar in bars]
    drawn.add_series(_series(sheet, _("Length, USD bn"), rows, 2) | {"points": points})
    drawn.set_legend({"none": True})
    alt = _(
        "Waterfall from the need, less what each source pays, to the gap, in USD bn; numbers stand beside the bars."
    )
    sheet.page.insert_chart(_TOP, _AT, drawn, {"description": alt, "object_position": _STAYS})
    return first + len(bars) + 2


def _bars(sheet: Sheet, sources: Mapping[str, Column], found: Mapping[str, Expr]) -> list[_Bar]:
    """Need, the sources that paid most when the file was made, the other sources, the gap, and what is stranded."""
    _, used = sheet.book.language.text, sources["used"].cells
    count = min(_BARS, sum(cell.value > 0 for cell in used))
    largest_ = [_Bar(anchored(sources["label"].cells[i]), anchored(used[i]), "funded", True) for i in range(count)]
    named = total(*(bar.length for bar in largest_)) if largest_ else expr(0)
    return [
        _Bar(_("Need"), found["need"], "need"),
        *largest_,
        _Bar(_("Other sources"), largest(found["funded"] - named, 0), "committed", True),
        _Bar(_("Gap"), found["gap"], "gap"),
        _Bar(_("Stranded"), found["stranded"], "grey"),
    ]


def coverage(sheet: Sheet, summary: Summary, row: int) -> None:
    """Funded and unfunded need of each sector that had need when the file was made."""
    _, count = sheet.book.language.text, summary.shown_sectors
    sheet.put(row, 0, _("Behind the second chart"), "section")
    sheet.heads(row + 1, 0, [_("Sector"), _("Funded, USD bn"), _("Gap, USD bn")])
    first, columns = row + 2, summary.sectors
    for index in range(count):
        cells = {name: anchored(columns[name].cells[index]) for name in ("label", "coverage", "funded", "gap")}
        share = when(cells["coverage"].equals("–"), "–", sentence("{share}%", share=fixed(_percent(cells["coverage"]))))
        sheet.put(first + index, 0, sentence(_("{step}: {amount}"), step=cells["label"], amount=share), "text")
        sheet.put(first + index, 1, cells["funded"], "amount")
        sheet.put(first + index, 2, cells["gap"], "amount")
    drawn = sheet.book.chart("bar", _covered(sheet, row))
    rows = (first, first + count - 1)
    for column, name, colour in ((1, _("Funded"), "funded"), (2, _("Gap"), "gap")):
        drawn.add_series(_series(sheet, name, rows, column) | {"fill": {"color": getattr(COLOURS, colour)}, "gap": 35})
    drawn.set_size({"width": 760, "height": 150 + 26 * max(count, 5)})
    alt = _("Bars by sector: funded and unfunded need in USD bn; the share funded stands beside each sector.")
    place = {"y_offset": _BELOW, "object_position": _STAYS}
    sheet.page.insert_chart(_TOP, _AT, drawn, {"description": alt, **place})


def _percent(share: Expr) -> Expr:
    """A share times 100; text, where there is no coverage, is never reached."""
    return Expr(f"{share.text}*100", 0.0 if isinstance(share.value, str) else share.value * 100)


def _covered(sheet: Sheet, row: int) -> Expr:
    """The chart's title, in a cell."""
    found = Expr("coverage", sheet.book.result.coverage)
    text = sheet.book.language.text("{share}% of the need is funded; by sector, USD bn")
    none = sheet.book.language.text("There is no need under these assumptions")
    words = when(found.equals("–"), none, sentence(text, share=fixed(_percent(found))))
    return sheet.put(row, 1, words, "bold")


def _series(sheet: Sheet, name: str, rows: Sequence[int], column: int) -> dict[str, object]:
    first, last = rows
    return {
        "name": name,
        "categories": [sheet.title, first, 0, last, 0],
        "values": [sheet.title, first, column, last, column],
    }
