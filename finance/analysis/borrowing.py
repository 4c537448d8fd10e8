"""On what terms the counted money comes: gift share and debt service of each commitment and of the portfolio.

Only printed terms are used. What a document does not print is missing, and the line is unknown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from finance.data.records import Commitment
from finance.data.records import Terms as Printed
from finance.model import loans, timeline
from finance.model.funding import Line
from finance.model.gap import Result
from finance.scenario import Scenario

Floats = NDArray[np.float64]
Kind = Literal["no_debt", "dated", "contingent", "unknown"]

KINDS: tuple[Kind, ...] = ("no_debt", "dated", "contingent", "unknown")
"""No debt: grants, equity, guarantees. Dated: all terms are printed. Contingent: without interest and without a date,
due only if reparations are paid. Unknown: something that the payments depend on is not printed."""

CONVENTIONS = ("imf_world_bank", "dac_lmic", "dac_umic")
"""The conventions that stand beside the scenario's own discount rate, by their names in `loans.DISCOUNT_RATES`."""

FREQUENCY = 2
"""Payments a year, as the calculator of the IMF and World Bank takes where nothing else is printed."""

_NO_DEBT = ("grant", "equity", "guarantee")
_NEEDED = ("rate", "maturity", "interval")


@dataclass(frozen=True)
class Term:
    """One commitment: what of it counts [USD bn], the terms printed, and what is missing of them.

    `chance` is the probability that it falls due [fraction]: 1, or for a loan that is repaid only out of reparations
    that of reparations. `gift` holds the grant element [share of face] at the scenario's discount rate and under each
    of CONVENTIONS; empty where it is no debt or unknown. For a contingent loan it is the least that it can be.
    `service` is what it costs in each year after the first of the programme [USD bn], if it falls due.
    """

    commitment: str
    kind: Kind
    amount: float
    terms: Printed
    missing: tuple[str, ...]
    chance: float
    gift: tuple[float, ...]
    service: Floats

    @property
    def expected(self) -> Floats:
        """Service weighted by the chance that it falls due."""
        return self.chance * self.service


@dataclass(frozen=True)
class Terms:
    """The portfolio of a result. `first` is the first year of the programme; nothing is due in it."""

    first: int
    lines: tuple[Term, ...]
    figures: tuple[str, ...]

    def amount(self, kind: Kind) -> float:
        """Money of one kind that counts [USD bn]."""
        return sum(term.amount for term in self.lines if term.kind == kind)

    def gift(self, *kinds: Kind) -> tuple[float, ...] | None:
        """Grant element of the debt of these kinds, or of all, weighted by amount, as in `Term.gift`.

        Only debt whose terms are known has one; None without any.
        """
        asked = kinds or KINDS
        known = [term for term in self.lines if term.kind in asked and term.gift and term.amount > 0]
        if not known:
            return None
        shares = np.average([term.gift for term in known], axis=0, weights=[term.amount for term in known])
        return tuple(float(share) for share in shares)

    @cached_property
    def undated(self) -> tuple[float, float, float]:
        """What falls due without a printed date [USD bn]: expected, at least, at most."""
        due = [term for term in self.lines if term.kind == "contingent"]
        expected = sum(term.chance * term.amount for term in due)
        return (
            expected,
            sum(term.amount for term in due if term.chance == 1.0),
            sum(term.amount for term in due if term.chance > 0.0),
        )

    @cached_property
    def service(self) -> pd.DataFrame:
        """year, expected, low, high [USD bn]: interest and principal of the loans with dates, as `loans.service`."""
        rows = [term for term in self.lines if term.service.size]
        last = max((term.service.size for term in rows), default=0)
        due = np.array([np.pad(term.service, (0, last - term.service.size)) for term in rows]).reshape(len(rows), last)
        odds = np.array([term.chance for term in rows])
        columns = {"expected": odds @ due, "low": (odds == 1.0) @ due, "high": (odds > 0.0) @ due}
        return pd.DataFrame({"year": self.first + 1 + np.arange(last), **columns})


def of(result: Result) -> Terms:
    """The terms of every line of the scenario's ledger, on the money that counts.

    A loan is drawn in equal parts over what is left of its window, each at the end of its year, and repaid in level
    parts twice a year unless its document prints otherwise.
    """
    scenario, first = result.scenario, result.years.first
    name = scenario.choice("ledger")
    book = scenario.dataset.ledgers[name].commitments
    lines = tuple(_term(scenario, first, line, book[line.commitment]) for line in result.money.lines)
    stems = [f"commitments.{name}.commitments.{term.commitment}.terms" for term in lines if term.amount > 0]
    printed = (id_ for stem in stems for id_ in _figures(scenario, stem))
    chance = any(term.terms.due_if and term.kind in ("dated", "contingent") for term in lines)
    moved = {"discount_rate": any(term.kind == "dated" for term in lines), "reparations_probability": chance}
    return Terms(first, lines, (*(f"assumptions.{id_}" for id_, acts in moved.items() if acts), *printed))


def _figures(scenario: Scenario, stem: str) -> Iterable[str]:
    return (id_ for name in _NEEDED if (id_ := f"{stem}.{name}") in scenario.dataset.figures)


def _term(scenario: Scenario, first: int, line: Line, record: Commitment) -> Term:
    printed = record.terms or Printed()
    missing = tuple(name for name in _NEEDED if getattr(printed, name) is None)
    chance = scenario.number("reparations_probability") if printed.due_if == "reparations" else 1.0
    kind = _kind(record, printed, missing)
    gift: tuple[float, ...] = ()
    service = np.zeros(0)
    if kind == "contingent":
        gift = (1.0 - chance,) * (1 + len(CONVENTIONS))
    elif kind == "dated":
        rates = (scenario.number("discount_rate"), *(loans.DISCOUNT_RATES[name] for name in CONVENTIONS))
        gift = tuple(1.0 - chance * (1.0 - element) for element in _grant_elements(printed, rates))
        service = _service(first, line.available, record, printed)
    return Term(
        line.commitment, kind, line.available, printed, () if kind == "no_debt" else missing, chance, gift, service
    )


def _kind(record: Commitment, printed: Printed, missing: tuple[str, ...]) -> Kind:
    if record.instrument in _NO_DEBT:
        return "no_debt"
    if not missing:
        return "dated"
    free = printed.rate is not None and printed.rate.value == 0.0
    return "contingent" if free and printed.due_if and printed.maturity is None else "unknown"


def _grant_elements(printed: Printed, discounts: tuple[float, ...]) -> list[float]:
    """Grant element [share of face] of the printed terms at each discount rate."""
    rate, maturity, interval, profile = _numbers(printed)
    elements = loans.grant_element(rate, maturity, interval, np.array(discounts), FREQUENCY, profile)
    return [float(element) for element in elements]


def _service(first: int, amount: float, record: Commitment, printed: Printed) -> Floats:
    """What a loan of this amount costs in each year after the first of the programme [USD bn]."""
    if amount == 0.0:
        return np.zeros(0)
    last = max(record.window.end, first)
    drawn = timeline.spread([amount], [record.window.start], [record.window.end], (first, last)).by_year[0]
    rate, maturity, interval, profile = _numbers(printed)
    paid = loans.by_year(loans.schedule(1.0, rate, maturity, interval, FREQUENCY, profile))
    return np.convolve(drawn, paid)


def _numbers(printed: Printed) -> tuple[float, float, float, str]:
    rate, maturity, interval = (figure.value for figure in (printed.rate, printed.maturity, printed.interval) if figure)
    return rate, maturity, interval, printed.repayment or "level"
