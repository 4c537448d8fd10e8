"""Draws as one tidy table, and what a reader must know about them in words."""

import pandas as pd

from finance.analysis.uncertainty import Draws
from finance.language.catalogue import Language
from finance.outputs import tables


def observations(draws: Draws) -> pd.DataFrame:
    """Every number of the draws in one long table, with the columns of `tables.stamped`."""
    headline = _long(draws.table, "measure").assign(table="headline")
    sectors = _long(draws.by_sector, "sector").assign(table="by_sector")
    chances = pd.DataFrame(
        [
            {"statistic": "chance_of_a_gap", "value": draws.short},
            {"statistic": "expected_shortfall", "value": draws.expected_shortfall},
        ]
    ).assign(table="headline", measure="gap")
    table = pd.concat([headline, chances, sectors], ignore_index=True)
    fraction = table["measure"].eq("coverage") | table["statistic"].isin(["chance_of_a_gap", "short"])
    table = table.assign(unit=fraction.map({True: "fraction", False: "USD bn"}), draws=draws.count, seed=draws.seed)
    kept = ["table", "measure", "sector", "statistic", "value", "unit", "draws", "seed"]
    return tables.stamped(draws.result, table[kept])


def _long(table: pd.DataFrame, name: str) -> pd.DataFrame:
    return table.melt(name, var_name="statistic")


def notes(draws: Draws, language: Language) -> list[str]:
    """What was done otherwise than asked, one sentence each."""
    _, said = language.text, []
    if not draws.values:
        said.append(_("No number that this headline rests on has a range to draw from, so there is one answer."))
    elif draws.count != draws.asked:
        said.append(
            _(
                "{asked} draws were rounded up to {count}, a power of two, for which alone the points are balanced."
            ).format(asked=language.number(draws.asked, 0), count=language.number(draws.count, 0))
        )
    if draws.moved > 0:
        said.append(
            _(
                "The correlations in the data are impossible together; the nearest possible ones are used, which moves "
                "one of them by {most}."
            ).format(most=language.number(draws.moved, 3))
        )
    return said
