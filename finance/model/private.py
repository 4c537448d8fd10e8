"""Private capital of a result: the public money that draws it, what it may reach, and when it comes.

References
----------
European Court of Auditors, special report 03/2019 and its report of March 2025 on the European Fund for
Strategic Investments (origins eca_efsi_2019, eca_efsi_2025). ODI (2019), Blended finance in the poorest
countries (origin odi_2019).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from finance.data.records import Commitment
from finance.errors import ClosingError, not_negative, share
from finance.messages import Phrase
from finance.model import terms
from finance.model.given import Given
from finance.model.terms import Axis, Condition, Floats, Numbers, Term, before, constants, least, one_of, total, up_to
from finance.scenario import Scenario

NUMBERS = ("private_share", "leverage", "additionality", "security_year", "stability_lag", "private_absorption")
"""The assumptions that private capital rests on."""

INVESTORS = ("public", "mixed", "private")
"""Who invests in a sector, as sectors.yaml says."""
_DRAWING = ("guarantee", "equity")


def reach(given: Given, sectors: Axis) -> Term:
    """Share of each sector's need that private money may pay for [K]: none of a public one, all of a private one."""
    kinds = [INVESTORS.index(given.dataset.sectors[id_].investors) for id_ in sectors.labels]
    return one_of([0.0, given.number("private_share"), 1.0], np.array(kinds, dtype=np.intp), sectors)


def draws(scenario: Scenario, line: Commitment) -> bool:
    """Whether a line is of the kinds whose pull on private money was measured.

    Development banks, guarantees and equity, and programmes for the private sector (ODI 2019). Budget support and
    other grants and loans between states draw none.
    """
    by_bank = scenario.dataset.sources[line.source].kind == "development_bank"
    return by_bank or line.instrument in _DRAWING or "private_sector" in line.purposes


@dataclass(frozen=True)
class Drawn:
    """Private money [USD bn, T]: what each year draws in, what has come by the end of each, and what comes in each."""

    pulled: Term
    until: Term
    comes: Term


@dataclass(frozen=True)
class Pull:
    """What private capital rests on: the calendar years [T], the promised money of each that draws it in, and the
    unmet need that it may reach, all its life [USD bn]."""

    numbers: Numbers
    years: Axis
    calendar: Term
    pulling: Term
    reachable: Term

    def capital(self, safe: Term | None = None) -> Drawn:
        """Private money that is drawn in, and no more in all than it may reach; `safe` stands in place of the security
        year."""
        begins = (self.numbers.number("security_year") if safe is None else safe) + self.numbers.number("stability_lag")
        pull = self.numbers.number("leverage"), self.numbers.number("additionality")
        come = pulled(self.pulling, *pull, self.calendar >= begins)
        come = come.called(Phrase("private money drawn in by {year}'s money"))
        until = up_to(come, self.years).called(Phrase("private money drawn in up to {year}"))
        until = least(until, self.reachable).called(Phrase("private money that has come by the end of {year}"))
        return Drawn(come, until, (until - before(until, self.years)).called(Phrase("new private money of {year}")))


def pulled(pulling: Term, leverage: Term, additionality: Term, safe: Condition) -> Term:
    """Private money drawn in by public money where it is safe."""
    return leverage * additionality * pulling * safe


def reaching(flows: Term, reach: Term) -> Term:
    """What each line pays for the part of each sector that private money may reach [USD bn, S]."""
    each = (flows * reach).called(Phrase("what “{line}” pays for {sector} where private money may follow"))
    return total(each, flows.axes[1]).called(Phrase("what “{line}” pays where private money may follow"))


def pulling(reaching: Term, drawing: Term, window: Term) -> Term:
    """Money of each year that draws private money in [USD bn, T]: of every line that draws, what of it reaches where
    private money may follow, by the share of it that is paid in the year."""
    each = (reaching * drawing * window).called(Phrase("money of “{line}” in {year} that draws private money in"))
    return total(each, reaching.axes[0]).called(Phrase("money of {year} that draws private money in"))


def reachable(unmet: Term, reach: Term) -> Term:
    """Unmet need that private money may reach [USD bn], of the unmet need of each sector [K]."""
    each = (unmet * reach).called(Phrase("unmet need of {sector} that private money may reach"))
    return total(each, unmet.axes[0]).called(Phrase("unmet need that private money may reach"))


def drawn(
    public_money: ArrayLike,
    leverage: float,
    additionality: float,
    start_year: int,
    security_year: int,
    stability_lag: float,
    years: int,
) -> Floats:
    """Private money that comes because of public money, year by year [T] [USD bn].

    leverage × additionality × ``public_money`` [T] [USD bn], from the first calendar year that is at
    least ``security_year`` + ``stability_lag``; nothing before, and public money of earlier years draws
    none later. ``start_year`` is the calendar year of the first of ``years`` values. ``public_money`` is
    the grants and guarantees meant to draw private money in, on the denominator of ``leverage``:
    private dollars per public dollar (ODI 2019: 0.75, low-income countries 0.37), never a sponsor's
    total investment or private dollars per concessional dollar.

    ``additionality`` is the share of that private money that would not have come anyway. Sponsors'
    counts need it: the auditors found EUR 131 bn of EFSI's 503 bn overstated, which leaves 0.74
    (ECA 2025), and nearly a third of its projects fundable without it, which leaves 0.67 (ECA 2019).

    Raises `ClosingError` for amounts that are negative, not finite or not one a year, a negative
    leverage or lag, and an additionality outside 0–1.
    """
    public = np.asarray(public_money, dtype=np.float64)
    if public.shape != (years,):
        raise ClosingError(f"public_money must have one value for each of {years} years, not the shape {public.shape}")
    not_negative("public_money", public)
    not_negative("leverage", leverage)
    not_negative("stability_lag", stability_lag)
    share("additionality", additionality)
    axis = Axis("year", [str(start_year + place) for place in range(years)])
    calendar = constants(start_year + np.arange(years), axis)
    pull, safe = (terms.term(leverage), terms.term(additionality)), calendar >= security_year + stability_lag
    return np.asarray(pulled(constants(public, axis), *pull, safe).value)
