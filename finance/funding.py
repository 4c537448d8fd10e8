"""Money line by line: from the envelope that was promised to the money that can pay for the need."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from finance.dataset import Dataset
from finance.records import FIRMNESS, Commitment, Instrument, Purpose
from finance.scenario import Scenario
from finance.units import Unit, dollars_per_unit, price_factor

LEFT_OUT = ("unreliable", "not_firm", "overlap", "paid", "ineligible", "unrealised")
"""Reasons for which part of a face does not count, in the order in which they are applied."""

ALWAYS_ELIGIBLE: tuple[Purpose, ...] = ("reconstruction", "private_sector")
"""Purposes that count in full."""
ELIGIBLE_BY: dict[Purpose, str] = {"unspecified": "unspecified_eligible", "budget": "budget_support_eligible"}
"""Purpose → the assumption that says what share counts; military and humanitarian money never counts."""

_REALISED: dict[Instrument, str] = {
    "grant": "realised_grants",
    "equity": "realised_grants",
    "loan": "realised_loans",
    "contingent_loan": "realised_loans",
    "guarantee": "realised_loans",
    "mixed": "realised_loans",
}


@dataclass(frozen=True)
class Line:
    """One commitment under a scenario. `face` is in its currency [bn]; everything after `rate` in USD bn.

    face × rate = available + the six amounts left out, in the order of LEFT_OUT. `figures` is empty where the
    whole line is left out as unreliable or not firm, because then no number rests on it.
    """

    commitment: str
    source: str
    face: float
    currency: str
    rate: float
    left_out: tuple[float, ...]
    available: float
    eligibility: float
    realisation: float
    earmarks: tuple[str, ...]
    figures: tuple[str, ...]


@dataclass(frozen=True)
class Funding:
    """All lines of the scenario's ledger and the unit that their dollars are in."""

    lines: tuple[Line, ...]
    unit: Unit

    @property
    def available(self) -> NDArray[np.float64]:
        """Money of each line that can pay for the need [USD bn, S]."""
        return np.array([line.available for line in self.lines])


def lines(dataset: Dataset, scenario: Scenario) -> Funding:
    """available = face × rate × prices × eligibility × realisation of what is firm, unpaid and not counted twice.

    A line's grade is that of its envelope and purposes; what was paid is taken off whatever its grade, because
    leaving it out would overstate the money. A line of a pair that overlaps gives way only while the line kept
    in its place counts itself.
    Raises UnitError where a currency has no rate on the valuation date.
    """
    name = scenario.choice("ledger")
    ledger = dataset.ledgers[name]
    reliable = {id_ for id_ in ledger.commitments if _reliable(dataset, scenario, name, id_)}
    counted = {id_ for id_ in reliable if _firm(scenario, ledger.commitments[id_])}
    held = _held_elsewhere(dataset, scenario, name, counted)
    found = tuple(_line(dataset, scenario, name, id_, held.get(id_, {}), id_ in reliable) for id_ in ledger.commitments)
    year = None if scenario.choice("prices") == "as_published" else int(scenario.choice("prices"))
    return Funding(found, Unit("USD", year))


def _reliable(dataset: Dataset, scenario: Scenario, ledger: str, id_: str) -> bool:
    stem, line = f"commitments.{ledger}.commitments.{id_}", dataset.ledgers[ledger].commitments[id_]
    figures = (f"{stem}.envelope", *(f"{stem}.purposes.{purpose}" for purpose in line.purposes))
    grades = {dataset.reliability(figure) for figure in figures} - {"judged"}
    return all(grade <= scenario.choice("reliability") for grade in grades)


def _firm(scenario: Scenario, line: Commitment) -> bool:
    return FIRMNESS.index(line.firmness) >= FIRMNESS.index(scenario.choice("firmness"))


def _held_elsewhere(
    dataset: Dataset, scenario: Scenario, ledger: str, counted: set[str]
) -> dict[str, dict[str, float]]:
    """For each line that gives way to a counted line: the overlaps by id, each with its share of the envelope.

    An overlap's amount is in the currency of the line that lists it; one without an amount is the whole line.
    """
    book = dataset.ledgers[ledger].commitments
    held: dict[str, dict[str, float]] = {}
    for id_, line in book.items():
        for index, overlap in enumerate(line.overlaps):
            kept = overlap.with_ if overlap.drop == id_ else id_
            if kept not in counted:
                continue
            share, dropped = 1.0, book[overlap.drop]
            if overlap.amount:
                rate = _rate(dataset, scenario, line.currency)[0] / _rate(dataset, scenario, dropped.currency)[0]
                share = overlap.amount.value * rate / dropped.envelope.value
            held.setdefault(overlap.drop, {})[f"commitments.{ledger}.commitments.{id_}.overlaps.{index}"] = share
    return held


def _line(
    dataset: Dataset, scenario: Scenario, ledger: str, id_: str, held: Mapping[str, float], reliable: bool
) -> Line:
    line = dataset.ledgers[ledger].commitments[id_]
    rate, rate_figures = _rate(dataset, scenario, line.currency)
    face = line.envelope.value * rate
    eligibility, purposes = _eligibility(scenario, line)
    realisation = "realised_announced" if line.firmness == "announced" else realised_by(line)
    shares = (
        0.0 if reliable else 1.0,
        0.0 if _firm(scenario, line) else 1.0,
        np.minimum(1.0, sum(held.values())),
        line.paid.value / line.envelope.value if line.paid else 0.0,
        1.0 - eligibility,
        1.0 - scenario.number(realisation),
    )
    left, left_out = face, []
    for share in shares:
        left_out.append(left * share)
        left -= left_out[-1]
    amounts = tuple(f"{overlap}.amount" for overlap in held if f"{overlap}.amount" in dataset.figures)
    used = (*_figures(ledger, id_, line), *amounts, *rate_figures, *purposes, f"assumptions.{realisation}")
    return Line(
        id_,
        line.source,
        line.envelope.value,
        line.currency,
        rate,
        tuple(left_out),
        left,
        eligibility,
        1.0 - shares[-1],
        line.earmarks,
        used if shares[:2] == (0.0, 0.0) else (),
    )


def _figures(ledger: str, id_: str, line: Commitment) -> tuple[str, ...]:
    stem = f"commitments.{ledger}.commitments.{id_}"
    paid = (f"{stem}.paid",) if line.paid else ()
    return (f"{stem}.envelope", *paid, *(f"{stem}.purposes.{purpose}" for purpose in line.purposes))


def _rate(dataset: Dataset, scenario: Scenario, currency: str) -> tuple[float, tuple[str, ...]]:
    """Dollars of the scenario's prices per unit of the line's currency, and the figures behind it."""
    used: tuple[str, ...] = ("assumptions.eur_usd",)
    rate = scenario.number("eur_usd")
    if currency != "EUR":
        figure_id, figure = dollars_per_unit(dataset.macro, currency)
        rate, used = figure.value, (figure_id,)
    if scenario.choice("prices") != "as_published":
        rate = rate * price_factor(dataset.macro, dataset.macro.valuation_date.year, int(scenario.choice("prices")))
        used = (*used, "macro.prices.us_gdp_deflator")
    return rate, used


def _eligibility(scenario: Scenario, line: Commitment) -> tuple[float, tuple[str, ...]]:
    """Share of the line that may pay for the need, by the line's own assumption or by its purposes."""
    if line.counts_by:
        return scenario.number(line.counts_by), (f"assumptions.{line.counts_by}",)
    eligible = sum(line.purposes[purpose].value for purpose in ALWAYS_ELIGIBLE if purpose in line.purposes)
    by = {purpose: id_ for purpose, id_ in ELIGIBLE_BY.items() if purpose in line.purposes}
    eligible += sum(scenario.number(id_) * line.purposes[purpose].value for purpose, id_ in by.items())
    return eligible / line.envelope.value, tuple(f"assumptions.{id_}" for id_ in by.values())


def realised_by(line: Commitment) -> str:
    """The assumption that says what share of a line, once more than announced, becomes money."""
    return "realised_tranches" if line.conditional else _REALISED[line.instrument]
