"""A Result as tidy tables: one row an observation, with unit, edition and origins."""

import pandas as pd

from finance.funding import LEFT_OUT
from finance.gap import Result

OBSERVATION = ("table", "source", "commitment", "sector", "measure", "value", "unit")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def observations(result: Result) -> pd.DataFrame:
    """Every number of the result in one long table.

    Columns: those of OBSERVATION, then scenario, key, edition, price_year, territory and origins (document ids,
    separated by spaces).
    """
    table = pd.concat([_headline(result), _by_sector(result), _by_source(result), _flows(result)], ignore_index=True)
    return stamped(result, table.reindex(columns=OBSERVATION))


def stamped(result: Result, table: pd.DataFrame) -> pd.DataFrame:
    """`table` with the columns that say which scenario, edition, definition and documents its numbers belong to."""
    return table.assign(
        scenario=result.scenario.base,
        key=result.scenario.key,
        edition=result.dataset.edition,
        price_year=result.definition.price_year,
        territory=result.definition.territory,
        origins=" ".join(origins(result)),
    )


def origins(result: Result) -> tuple[str, ...]:
    """Ids of the documents behind the result."""
    dataset = result.dataset
    return dataset.documents(figure for id_ in result.figures for figure in dataset.within(id_))


def csv(table: pd.DataFrame) -> str:
    """The table as CSV text; words that a spreadsheet would run as a formula get a leading apostrophe."""
    safe = table.apply(lambda column: column.map(_defused)).rename(columns=_defused)
    return str(safe.to_csv(index=False, float_format="%.12g"))


def _defused(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def _headline(result: Result) -> pd.DataFrame:
    amounts = ("need", "available", "funded", "gap", "stranded")
    rows = [{"measure": name, "value": getattr(result, name), "unit": "USD bn"} for name in amounts]
    rows.append({"measure": "coverage", "value": result.coverage, "unit": "fraction"})
    return pd.DataFrame(rows).assign(table="headline")


def _by_sector(result: Result) -> pd.DataFrame:
    return _long(result.by_sector, ["sector"], ["need", "funded", "gap", "coverage"]).assign(table="by_sector")


def _by_source(result: Result) -> pd.DataFrame:
    measures = [*LEFT_OUT, "eligibility", "realisation", "available", "used", "stranded"]
    long = _long(result.by_source, ["source", "commitment"], measures)
    face = result.by_source.rename(columns={"face": "value"}).assign(
        measure="face", unit=result.by_source["currency"] + " bn"
    )
    return pd.concat([face[["source", "commitment", "measure", "value", "unit"]], long]).assign(table="by_source")


def _flows(result: Result) -> pd.DataFrame:
    return result.flows.rename(columns={"amount": "value"}).assign(table="flows", measure="amount", unit="USD bn")


def _long(table: pd.DataFrame, names: list[str], measures: list[str]) -> pd.DataFrame:
    long = table.melt(names, measures, var_name="measure")
    fractions = ("coverage", "eligibility", "realisation")
    return long.assign(unit=long["measure"].map(lambda name: "fraction" if name in fractions else "USD bn"))
