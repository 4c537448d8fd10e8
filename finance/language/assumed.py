"""The assumptions of a result as a reader sees them: which differ from the preset, and which act at all."""

import pandas as pd

from finance.analysis import borrowing
from finance.analysis.candidates import BORROWED, closed
from finance.analysis.uncertainty import SETTINGS
from finance.data.values import Value
from finance.language import setting
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
            _("Value here"): [_told(result, id_, now, language) for id_, now in scenario.moved().items()],
            _("In the preset"): [_told(result, id_, start[id_], language) for id_ in scenario.moved()],
        }
    )


def counting(result: Result, language: Language) -> pd.DataFrame:
    """Assumption, value: every choice but the language, every switch, and each number that acts in this scenario."""
    _, dataset, used = language.text, result.dataset, acting(result)
    ids = [id_ for id_, row in dataset.assumptions.items() if (row.kind != "number" or id_ in used) and id_ != "lang"]
    return pd.DataFrame(
        {
            _("Assumption"): [_label(result, id_, language) for id_ in ids],
            _("Value"): [_told(result, id_, result.scenario.values[id_], language) for id_ in ids],
        }
    )


def _told(result: Result, id_: str, value: Value, language: Language) -> str:
    """A value by itself, so a share says of what."""
    said, row = setting.in_words(result.dataset, id_, value, language), result.dataset.assumptions[id_]
    if not row.unit_.startswith("share"):
        return said
    return language.text("{share} ({of_what})").format(share=said, of_what=language.text(row.unit_))


def _label(result: Result, id_: str, language: Language) -> str:
    return result.dataset.assumptions[id_].label.in_(language.code)
