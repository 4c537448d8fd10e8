"""The assumptions of a result as a reader sees them: which differ from the preset, and which act at all."""

from decimal import Decimal

import pandas as pd

from finance.analysis import borrowing
from finance.analysis.candidates import BORROWED, closed
from finance.analysis.uncertainty import SETTINGS
from finance.data.values import Value
from finance.language.catalogue import Language
from finance.model.gap import Result
from finance.scenario import Scenario


def acting(result: Result) -> frozenset[str]:
    """The numbers that some screen rests on in this scenario; any other cannot change what is shown."""
    below = (*closed(result).figures, *BORROWED, *borrowing.of(result).figures, *SETTINGS)
    figures = (*result.figures, *result.years.figures, *below)
    return frozenset(id_.removeprefix("assumptions.") for id_ in figures)


def differing(result: Result, language: Language) -> pd.DataFrame:
    """Assumption, value here, value in the preset: one row for each that the reader moved."""
    _, scenario = language.text, result.scenario
    start = Scenario.preset(scenario.base, scenario.dataset).values
    return pd.DataFrame(
        {
            _("Assumption"): [_label(result, id_, language) for id_ in scenario.moved()],
            _("Value here"): [value(result, id_, now, language) for id_, now in scenario.moved().items()],
            _("In the preset"): [value(result, id_, start[id_], language) for id_ in scenario.moved()],
        }
    )


def counting(result: Result, language: Language) -> pd.DataFrame:
    """Assumption, value: every choice but the language, every switch, and each number that acts in this scenario."""
    _, dataset, used = language.text, result.dataset, acting(result)
    ids = [id_ for id_, row in dataset.assumptions.items() if (row.kind != "number" or id_ in used) and id_ != "lang"]
    return pd.DataFrame(
        {
            _("Assumption"): [_label(result, id_, language) for id_ in ids],
            _("Value"): [value(result, id_, result.scenario.values[id_], language) for id_ in ids],
        }
    )


def value(result: Result, id_: str, setting: Value, language: Language) -> str:
    """One value of an assumption in words: a choice by its label, a number with its unit, a share in percent."""
    _, row = language.text, result.dataset.assumptions[id_]
    if row.kind == "choice":
        return result.dataset.choices[id_][str(setting)].in_(language.code)
    if row.kind == "switch":
        return _("yes") if setting else _("no")
    number = float(setting)
    if row.unit_ == "year":
        return f"{number:.0f}"
    if row.unit_.startswith("share"):
        share = language.percent(number, _digits(number * 100, 1))
        return _("{share} ({of_what})").format(share=share, of_what=_(row.unit_))
    return _("{number} {unit}").format(number=language.number(number, _decimals(row.step)), unit=_(row.unit_))


def _label(result: Result, id_: str, language: Language) -> str:
    return result.dataset.assumptions[id_].label.in_(language.code)


def _decimals(step: float | None) -> int:
    """Decimals of a slider's step: 4 for 0.0016."""
    exponent = Decimal(f"{step or 1:.12g}").as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _digits(number: float, most: int) -> int:
    """The fewest decimals, up to `most`, that show the number as exactly as `most` would."""
    return next((digits for digits in range(most) if round(number, digits) == round(number, most)), most)
