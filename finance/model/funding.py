"""Money line by line: from the envelope that was promised to the money that can pay for the need."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from finance.data import slices
from finance.data.dataset import STANDINGS, Dataset
from finance.data.records import FIRMNESS, Commitment, Instrument, Purpose
from finance.data.slices import Slice
from finance.data.units import Unit, dollars_per_unit, price_factor
from finance.scenario import Scenario

LEFT_OUT = ("overlap", "unreliable", "not_firm", "paid", "undocumented", "ineligible", "unrealised")
"""Reasons for which part of a face does not count, in the order in which they are applied: what stands under a part
of the line, weak documents, too little firmness, what was paid by the day of the need, what no document says to be
unpaid, what may not pay for the need, and what is not expected to be paid."""

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

    face × rate = available + the amounts left out, in the order of LEFT_OUT. `figures` is empty where the whole line
    is left out as unreliable or not firm, because then no number rests on it. `split` are the shares of what counts
    that are documented for one sector each [fraction]; the rest may pay for `earmarks`, or for any sector where there
    are none.
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
    split: tuple[tuple[str, float], ...]
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
    """available = slice × rate × prices × eligibility × realisation of what stands, is firm and is still to be paid.

    The book is cut into slices first, so that no sum counts twice: see `finance.data.slices`. What was paid is taken
    off whatever its documents, because leaving it out would overstate the money, and only as far as it was paid by the
    day of the need: what was paid later still meets it.
    Raises UnitError where a currency has no rate on the valuation date.
    """
    name = scenario.choice("ledger")
    book, cut = dataset.ledgers[name].commitments, slices.of(dataset, name)
    gone = _gone(dataset, name, need_day(dataset, scenario), scenario.choice("undated"), scenario.choice("amount_left"))
    rates = {code: _rate(dataset, scenario, code) for code in {book[id_].currency for id_ in cut}}
    good, firm = _accepted(scenario)
    found = tuple(
        _line(
            scenario,
            book[id_],
            slice_,
            (slice_.standing not in good, slice_.firmness not in firm),
            gone[id_],
            rates[book[id_].currency],
        )
        for id_, slice_ in cut.items()
    )
    year = None if scenario.choice("prices") == "as_published" else int(scenario.choice("prices"))
    return Funding(found, Unit("USD", year))


@lru_cache(maxsize=64)
def _gone(
    dataset: Dataset, ledger: str, day: dt.date, undated: str, amount_left: str
) -> dict[str, tuple[float, float]]:
    """By line: what is taken as paid of its slice by the day of the need, and what no document says to be unpaid."""
    book = dataset.ledgers[ledger].commitments
    found = {}
    for id_, slice_ in slices.of(dataset, ledger).items():
        already = slices.paid(dataset, book, slice_, day, undated)
        open_ = amount_left == "at_most" or slices.first_day(book[id_].agreed) > day
        found[id_] = already, 0.0 if open_ else min(slice_.unknown, slice_.amount - already)
    return found


def _accepted(scenario: Scenario) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The standings and the levels of firmness that the scenario accepts."""
    weakest, softest = STANDINGS.index(scenario.choice("standing")), FIRMNESS.index(scenario.choice("firmness"))
    return STANDINGS[: weakest + 1], FIRMNESS[softest:]


def need_day(dataset: Dataset, scenario: Scenario) -> dt.date:
    """The day that the scenario's need was counted to: what was paid until then is not in it any more."""
    return dataset.programmes[scenario.choice("assessment")].as_of


def _line(
    scenario: Scenario,
    line: Commitment,
    slice_: Slice,
    out: tuple[bool, bool],
    gone: tuple[float, float],
    rated: tuple[float, tuple[str, ...]],
) -> Line:
    (rate, rate_figures), (already, unknown), own = rated, gone, slice_.amount
    face = line.envelope.value * rate
    eligibility, purposes = _eligibility(scenario, line, slice_)
    realisation = "realised_announced" if slice_.firmness == "announced" else realised_by(line)
    shares = (
        1.0 - own / line.envelope.value,
        *map(float, out),
        _share(already, own),
        _share(unknown, own - already),
        1.0 - eligibility,
        1.0 - scenario.number(realisation),
    )
    left, left_out = face, []
    for share in shares:
        left_out.append(left * share)
        left -= left_out[-1]
    used = (*slice_.figures, *rate_figures, *purposes, f"assumptions.{realisation}")
    return Line(
        slice_.line,
        line.source,
        line.envelope.value,
        line.currency,
        rate,
        tuple(left_out),
        left,
        eligibility,
        1.0 - shares[-1],
        line.earmarks,
        tuple((sector, figure.value / line.envelope.value) for sector, figure in line.split.items()),
        () if any(out) or not slice_.counts or own == 0.0 else used,
    )


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.0


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


def _eligibility(scenario: Scenario, line: Commitment, slice_: Slice) -> tuple[float, tuple[str, ...]]:
    """Share of a slice that may pay for the need, by the line's own assumption or by its purposes."""
    if not slice_.counts:
        return 0.0, ()
    if line.counts_by:
        return scenario.number(line.counts_by), (f"assumptions.{line.counts_by}",)
    eligible, used = 0.0, []
    for purpose, amount in slice_.purposes.items():
        if purpose in ALWAYS_ELIGIBLE:
            eligible = eligible + amount
        elif purpose in ELIGIBLE_BY:
            eligible = eligible + amount * scenario.number(ELIGIBLE_BY[purpose])
            used.append(f"assumptions.{ELIGIBLE_BY[purpose]}")
    return _share(eligible, sum(slice_.purposes.values())), tuple(used)


def realised_by(line: Commitment) -> str:
    """The assumption that says what share of a line, once more than announced, becomes money."""
    return "realised_tranches" if line.conditional else _REALISED[line.instrument]
