"""The value of an assumption in words, as every screen, sentence and file says it."""

from finance.data.dataset import Dataset
from finance.data.records import Assumption
from finance.data.values import Value
from finance.language.catalogue import Language
from finance.language.rounding import decimals


def in_words(
    dataset: Dataset, id_: str, value: Value, language: Language, unit: bool = True, spare: bool = False
) -> str:
    """A choice by its label, a switch as on or off, a share in percent, dollars as money, a year as it is.

    Any other number has its unit behind it where `unit` asks for it. It has the decimals of its slider, so that the
    values of a column can be compared; `spare` says it as a sentence does, exactly and without zeros at the end.
    """
    row = dataset.assumptions[id_]
    if row.kind == "choice":
        known = dataset.choices[id_].get(str(value))
        return known.in_(language.code) if known else str(value)
    if row.kind == "switch":
        return switch(bool(value), language)
    number = float(value)
    if row.unit_ == "year":  # a name and not a count, so without a separator of thousands
        return f"{number:.0f}"
    if row.unit_ == "USD bn":
        return language.money(number, "USD", decimals(number, 4))
    if row.unit_.startswith("share"):
        return language.percent(number, decimals(number * 100, 2 if spare else 1))
    shown = language.figure(number) if spare else language.number(number, places(row))
    return language.text("{number} {unit}").format(number=shown, unit=language.text(row.unit_)) if unit else shown


def switch(on: bool, language: Language) -> str:
    """What a switch is set to."""
    _ = language.text
    return _("on") if on else _("off")


def places(row: Assumption) -> int:
    """Decimals of the values of a slider: those of its step."""
    return decimals(row.step or 1.0, 6)
