"""A Result as tidy tables: one row an observation, with unit, edition and origins."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from finance.data import slices
from finance.data.dataset import Dataset
from finance.data.records import CodeList
from finance.model.funding import LEFT_OUT
from finance.model.gap import AMOUNTS, HEADLINE, Result

OBSERVATION = ("table", "source", "commitment", "sector", "measure", "value", "unit")
CODES: tuple[CodeList, ...] = ("dac", "iati", "hxl")
OF_SECTOR = ("estimated", *CODES)
"""What is said of a sector beside its numbers."""
OWN = "own_figure"
"""What stands among the documents where a figure was supplied by the reader and by no document."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def observations(result: Result) -> pd.DataFrame:
    """Every number of the result in one long table.

    Columns: those of OBSERVATION, then scenario, key, edition, price_year, territory and origins (document ids,
    separated by spaces), then those of OF_SECTOR, filled in the table by sector. A row of a line names the documents
    of the line, every other row all documents behind the result.
    """
    table = pd.concat([_headline(result), _by_sector(result), _by_source(result), _flows(result)], ignore_index=True)
    told = stamped(result, table.reindex(columns=OBSERVATION))
    of_line = table["commitment"].astype(object).map(_documents_by_line(result))
    return told.assign(origins=of_line.where(of_line.notna(), told["origins"])).join(table.reindex(columns=OF_SECTOR))


def stamped(result: Result, table: pd.DataFrame) -> pd.DataFrame:
    """`table` with the columns that say which scenario, edition, definition and documents its numbers belong to."""
    return table.assign(
        scenario=result.scenario.base,
        key=result.scenario.key,
        edition=result.dataset.edition,
        price_year=result.definition.price_year,
        territory=result.definition.territory,
        origins=" ".join((*origins(result), *([OWN] if result.own else []))),
    )


def origins(result: Result) -> tuple[str, ...]:
    """Ids of the documents behind the result."""
    dataset = result.dataset
    return dataset.documents(figure for id_ in result.figures for figure in dataset.within(id_))


def _documents_by_line(result: Result) -> dict[str, str]:
    """Ids of the documents behind each line of the scenario's ledger."""
    dataset, cut = result.dataset, slices.of(result.dataset, result.scenario.choice("ledger"))
    return {id_: " ".join(_named(dataset, slice_.figures)) for id_, slice_ in cut.items()}


def _named(dataset: Dataset, figures: Iterable[str]) -> tuple[str, ...]:
    """Documents, with the reader's own among them where one of the figures is."""
    ids = tuple(figures)
    return (*dataset.documents(ids), *([OWN] if dataset.own.intersection(ids) else []))


def codes(dataset: Dataset, name: CodeList) -> dict[str, str]:
    """The codes of each sector in one list, separated by semicolons; a sector without codes is not in it."""
    return {sector: ";".join(row.of(name)) for sector, row in dataset.codes.sectors.items()}


def csv(table: pd.DataFrame) -> str:
    """The table as CSV text; words that a spreadsheet would run as a formula get a leading apostrophe."""
    safe = table.apply(_safe).rename(columns=_defused)
    return str(safe.to_csv(index=False, float_format="%.12g"))


def _safe(column: "pd.Series[Any]") -> "pd.Series[Any]":
    return column if pd.api.types.is_numeric_dtype(column) else column.map(_defused)


def _defused(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def _headline(result: Result) -> pd.DataFrame:
    units = dict.fromkeys(HEADLINE, "fraction") | dict.fromkeys(AMOUNTS, "USD bn")
    rows = [{"measure": name, "value": getattr(result, name), "unit": unit} for name, unit in units.items()]
    return pd.DataFrame(rows).assign(table="headline")


def _by_sector(result: Result) -> pd.DataFrame:
    long = _long(result.by_sector, ["sector", "estimated"], ["need", "funded", "gap", "coverage"])
    estimated = long["estimated"].map({True: "true", False: "false"})
    coded = {name: long["sector"].map(codes(result.dataset, name)) for name in CODES}
    return long.assign(table="by_sector", estimated=estimated, **coded)


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
