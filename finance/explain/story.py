"""A result in two or three plain sentences: what is missing, where it hurts, and what the last change did."""

import math

from finance.analysis import bridge
from finance.analysis.bridge import Bridge
from finance.data.records import NOT_ITEMISED
from finance.data.values import Value
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.model.gap import Result
from finance.scenario import Scenario

NAMED = 2
"""How many assumptions are named as the reasons of a change."""
_NOTHING = 1e-9  # USD bn: below it an amount is rounding


def sentence(result: Result, language: Language, before: Scenario | None = None) -> str:
    """Two or three sentences on a result, in a language and in the currency that the scenario shows.

    The first says the gap, the second where it is widest or what strands, the third what moved the gap from `before`
    (from the scenario's preset where none is given), by the bridge between the two. Without a change there is no
    third; with figures that stay the same it says so.
    """
    display = Display(result, language)
    start = before or Scenario.preset(result.scenario.base, result.dataset)
    said = [_gap(display), _where(display)]
    found = bridge.between(result.dataset, start, result.scenario)
    if len(found.table):
        said.append(_change(display, found, before is None))
    return " ".join(text for text in said if text)


def _gap(display: Display) -> str:
    _, result = display.language.text, display.result
    words = {
        "assessment": display.choice("assessment", result.scenario.choice("assessment")),
        "need": display.money(result.need),
        "available": display.money(result.available),
        "gap": display.money(result.gap),
        "coverage": display.percent(result.coverage),
    }
    if result.need <= _NOTHING:
        return _("Under this scenario there is no need, so there is no gap.")
    if result.available <= _NOTHING:
        return _("{assessment} puts the need at {need}, and no money counts towards it.").format(**words)
    if result.gap <= _NOTHING:
        return _("{assessment} puts the need at {need}, and the {available} that counts covers all of it.").format(
            **words
        )
    return _(
        "{assessment} puts the need at {need}; {available} of money counts, "
        "so {coverage} is covered and {gap} is missing."
    ).format(**words)


def _where(display: Display) -> str:
    """Stranded money first, because it is easily overlooked; else the sector that lacks the most."""
    _, result = display.language.text, display.result
    if result.stranded > _NOTHING and result.gap > _NOTHING:
        return _("Another {stranded} is tied to sectors that need no more, and closes nothing elsewhere.").format(
            stranded=display.money(result.stranded)
        )
    if result.stranded > _NOTHING:
        return _("{stranded} more than is needed is left over.").format(stranded=display.money(result.stranded))
    columns = (result.by_sector[name].tolist() for name in ("gap", "need", "sector"))
    published = [row for row in zip(*columns, strict=True) if row[-1] not in (NOT_ITEMISED, *result.needs.estimated)]
    gap, need, sector = max(published, key=lambda row: row[0], default=(0.0, 0.0, ""))
    if gap <= _NOTHING:
        return ""
    return _("Of the sectors that the document publishes, {sector} lacks the most: {gap} of its {need}.").format(
        sector=_uncapitalised(result.dataset.sectors[sector].label.in_(display.language.code)),
        gap=display.money(gap),
        need=display.money(need),
    )


def _uncapitalised(label: str) -> str:
    return label[:1].lower() + label[1:]


def _change(display: Display, found: Bridge, from_preset: bool) -> str:
    _, moved = display.language.text, found.end.gap - found.start.gap
    reasons = _reasons(display, found)
    if abs(moved) <= _NOTHING and all(abs(change) <= _NOTHING for change in found.table["gap"]):
        if from_preset:
            return _("What differs from the preset does not move the gap: {reasons}.").format(reasons=reasons)
        return _("The last change does not move the gap: {reasons}.").format(reasons=reasons)
    words = {"amount": display.money(abs(moved)), "reasons": reasons}
    if abs(moved) <= _NOTHING:
        if from_preset:
            return _("Against the preset the gap is the same, because changes cancel: {reasons}.").format(**words)
        return _("The last change leaves the gap as it was, because effects cancel: {reasons}.").format(**words)
    if from_preset and moved > 0:
        return _("That gap is {amount} larger than the preset's: {reasons}.").format(**words)
    if from_preset:
        return _("That gap is {amount} smaller than the preset's: {reasons}.").format(**words)
    if moved > 0:
        return _("The last change widened the gap by {amount}: {reasons}.").format(**words)
    return _("The last change narrowed the gap by {amount}: {reasons}.").format(**words)


def _reasons(display: Display, found: Bridge) -> str:
    """The assumptions that moved the gap most, each with its values and its part; then how many others."""
    _, rows = display.language.text, found.table.to_dict("records")
    rows.sort(key=lambda row: -abs(row["gap"]))
    kept = rows if len(rows) <= NAMED + 1 else rows[:NAMED]
    alone = len(rows) == 1
    named = []
    for row in kept:
        words = {
            "assumption": display.result.dataset.assumptions[row["assumption"]].label.in_(display.language.code),
            "before": _value(display, row["assumption"], row["before"]),
            "after": _value(display, row["assumption"], row["after"]),
            "change": display.change(row["gap"]),
        }
        phrase = (
            _("“{assumption}” went from {before} to {after}")
            if alone
            else _("“{assumption}” from {before} to {after} ({change})")
        )
        named.append(phrase.format(**words))
    if len(rows) > len(kept):
        left = math.fsum(row["gap"] for row in rows[len(kept) :])
        many = display.language.plural("{count} other ({change})", "{count} others ({change})", len(rows) - len(kept))
        named.append(many.format(count=len(rows) - len(kept), change=display.change(left)))
    return _("; ").join(named)


def _value(display: Display, id_: str, value: Value) -> str:
    """A value of an assumption as it stands in a sentence."""
    said = display.value(id_, value, spare=True)
    is_choice = display.result.dataset.assumptions[id_].kind == "choice"
    return display.language.text("“{choice}”").format(choice=said) if is_choice else said
