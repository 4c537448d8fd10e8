"""All assumptions as a table: value, range, basis and reasoning."""

import pandas as pd

from finance.analysis.benchmarks import cases
from finance.data.values import Value
from finance.language.catalogue import Language
from finance.model.gap import Result


def assumptions(result: Result, language: Language) -> pd.DataFrame:
    """One row an assumption, with the value of this scenario."""
    _ = language.text
    dataset, code = result.dataset, language.code
    return pd.DataFrame(
        [
            {
                _("Assumption"): row.label.in_(code),
                _("Name"): id_,
                _("Value"): _value(result.scenario.values[id_], language),
                _("Unit"): _(row.unit_),
                _("From"): "" if row.low is None else language.figure(row.low),
                _("To"): "" if row.high is None else language.figure(row.high),
                _("Document or judgement"): dataset.origins[row.origin].title if row.origin else _(row.judged or "–"),
                _("Range"): _(row.range) if row.range else "",
                _("Past cases"): len(cases(dataset, id_)) or None,
                _("Meaning"): row.help.in_(code),
            }
            for id_, row in dataset.assumptions.items()
        ]
    )


def _value(value: Value, language: Language) -> str:
    """A number as it is written, a choice or a switch as an address takes it."""
    if isinstance(value, bool):
        return str(value).lower()
    return language.figure(value) if isinstance(value, float) else value
