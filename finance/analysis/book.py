"""The book of promised money read by sector and by fate: what is documented for a sector, and what became of a line.

Amounts here are what is still to be paid on the newest evidence, before any scenario decides what counts: the part of
a line that no other holds, less all that was found paid of it, at the scenario's rates and prices. That is the most
that may be left, because payments are published late or never; what a document says to be unpaid is the least.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from finance.data import slices
from finance.data.dataset import Dataset
from finance.data.records import Commitment, Firmness, Purpose
from finance.model import funding, promised
from finance.model.funding import ALWAYS_ELIGIBLE, Cut
from finance.model.gap import Result
from finance.model.terms import Floats, plus

MILITARY: Purpose = "military"
REBUILDS: tuple[Purpose, ...] = (*ALWAYS_ELIGIBLE, "unspecified")
"""Purposes that may rebuild something; budget support and humanitarian aid are told apart from them."""

_NOTHING = 1e-9
"""Below it an amount is rounding [USD bn]."""


@dataclass(frozen=True)
class Unpaid:
    """The civilian money of one line still to be paid: as documented and at most [USD bn].

    `rebuilds` is the share of it whose purpose may rebuild something.
    """

    line: str
    source: str
    firmness: Firmness
    standing: str
    documented: float
    at_most: float
    rebuilds: float


@dataclass(frozen=True)
class Counts:
    """How many lines all ledgers hold, and of how many something is said."""

    lines: int
    counted: int
    parts: int
    left_out: int
    tied: int


def unpaid(result: Result) -> pd.DataFrame:
    """The fields of Unpaid: one row for each line of the scenario's ledger of which anything is left, in its order."""
    return _table([dict(vars(row)) for row in _unpaid(result)])


def tied(result: Result) -> pd.DataFrame:
    """sector and the fields of Unpaid: one row for each sector and line that is documented for it.

    A line of which a document prints sums by sector takes part with each of them in proportion; a line that names one
    sector with all of it. Sectors are in the order of sectors.yaml, the lines of each with the largest first.
    """
    rows = [
        {"sector": sector, **_scaled(row, share)}
        for row in _unpaid(result)
        for sector, share in _documented_for(_line(result, row)).items()
    ]
    places = {sector: place for place, sector in enumerate(result.dataset.sectors)}
    rows.sort(key=lambda row: (places[row["sector"]], -row["at_most"]))
    return _table(rows, "sector")


def several(result: Result) -> pd.DataFrame:
    """sectors and the fields of Unpaid: one row for each line that names several sectors, for what has no sum of its
    own; the largest first."""
    lines = [(row, _line(result, row)) for row in _unpaid(result)]
    rows = [
        {"sectors": line.earmarks, **_scaled(row, rest)}
        for row, line in lines
        if len(line.earmarks) > 1 and (rest := 1.0 - sum(_documented_for(line).values())) > _NOTHING
    ]
    rows.sort(key=lambda row: -row["at_most"])
    return _table(rows, "sectors")


def fates(dataset: Dataset, ledger: str) -> pd.DataFrame:
    """What became of every line of a ledger, in its order.

    line, source; fate: "counts", "part" of another line, or "left_out"; of a line left out its reason; other: the
    whole that holds a part, or the line that holds the same money; why, in both languages; currency, envelope [bn of
    it]; tied: whether a document ties it to one sector or prints its split.
    """
    lines = dataset.ledgers[ledger].commitments
    columns = ["line", "source", "fate", "reason", "other", "why", "currency", "envelope", "tied"]
    return pd.DataFrame([_fate(id_, line) for id_, line in lines.items()], columns=columns)


def counts(dataset: Dataset) -> Counts:
    """The lines of all ledgers by their fate; `tied` are those that stand in the sums."""
    every = pd.concat([fates(dataset, ledger) for ledger in dataset.ledgers], ignore_index=True)
    found = every["fate"].value_counts()
    counted, parts, left_out = (int(found.get(fate, 0)) for fate in ("counts", "part", "left_out"))
    return Counts(len(every), counted, parts, left_out, int(every.loc[every["fate"] != "left_out", "tied"].sum()))


def _unpaid(result: Result) -> Iterator[Unpaid]:
    rates = {line.commitment: line.rate for line in result.money.lines}
    for row in _left(result.dataset, result.scenario.choice("ledger")):
        rate = rates[row.line]
        if row.at_most * rate > _NOTHING:
            yield replace(row, documented=row.documented * rate, at_most=row.at_most * rate)


@lru_cache(maxsize=16)
def _left(dataset: Dataset, name: str) -> tuple[Unpaid, ...]:
    """What is left of each line that counts, in bn of its currency."""
    book, found = dataset.ledgers[name].commitments, []
    cut = funding.cut_of(promised.of(dataset, name), dt.date.max, "all", "documented")
    left = cut.own.value - cut.already.value
    documented = left - cut.unknown.value
    military, rebuilding = (_share(cut, purposes) for purposes in ((MILITARY,), REBUILDS))
    for place, (id_, slice_) in enumerate(slices.of(dataset, name).items()):
        civilian = float(1.0 - military[place])
        if slice_.counts and civilian > 0:
            least, most = (float(amount[place]) * civilian for amount in (documented, left))
            rebuilds = float(rebuilding[place]) / civilian
            found.append(Unpaid(id_, book[id_].source, slice_.firmness, slice_.standing, least, most, rebuilds))
    return tuple(found)


def _share(cut: Cut, purposes: Sequence[Purpose]) -> Floats:
    """Share of each slice that is meant for some purposes [fraction, S]."""
    every = plus(list(cut.purposes.values()))
    return np.asarray((plus([cut.purposes[purpose] for purpose in purposes]) / every).value)


def _documented_for(line: Commitment) -> dict[str, float]:
    """Shares of a line that are documented for one sector each [fraction]."""
    shares = {sector: figure.value / line.envelope.value for sector, figure in line.split.items()}
    rest = 1.0 - sum(shares.values())
    if len(line.earmarks) == 1 and rest > _NOTHING:
        shares[line.earmarks[0]] = shares.get(line.earmarks[0], 0.0) + rest
    return shares


def _line(result: Result, row: Unpaid) -> Commitment:
    return result.dataset.ledgers[result.scenario.choice("ledger")].commitments[row.line]


def _scaled(row: Unpaid, share: float) -> dict[str, Any]:
    return vars(row) | {"documented": row.documented * share, "at_most": row.at_most * share}


def _table(rows: list[dict[str, Any]], *before: str) -> pd.DataFrame:
    """A table of the fields of Unpaid, with all its columns even where it has no row."""
    numbers = {"documented": float, "at_most": float, "rebuilds": float}
    return pd.DataFrame(rows, columns=[*before, *(field.name for field in fields(Unpaid))]).astype(numbers)


def _fate(id_: str, line: Commitment) -> dict[str, object]:
    out = line.left_out
    return {
        "line": id_,
        "source": line.source,
        "fate": "left_out" if out else "part" if line.part_of else "counts",
        "reason": out.reason if out else None,
        "other": out.same_as if out and out.same_as else line.part_of,
        "why": out.why if out else line.part_why,
        "currency": line.currency,
        "envelope": line.envelope.value,
        "tied": line.tied,
    }
