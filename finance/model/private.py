"""Private capital of a result: the public money that draws it, what it may reach, and when it comes.

References
----------
European Court of Auditors, special report 03/2019 and its report of March 2025 on the European Fund for
Strategic Investments (origins eca_efsi_2019, eca_efsi_2025). ODI (2019), Blended finance in the poorest
countries (origin odi_2019).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from finance.data.records import Commitment
from finance.errors import ClosingError, not_negative, share
from finance.model.funding import Funding
from finance.model.needs import Needs
from finance.scenario import Scenario

Floats = NDArray[np.float64]

NUMBERS = ("private_share", "leverage", "additionality", "security_year", "stability_lag", "private_absorption")
"""The assumptions that private capital rests on."""

_DRAWING = ("guarantee", "equity")


def reach(scenario: Scenario, wanted: Needs) -> Floats:
    """Share of each sector's need that private money may pay for [K]: none of a public one, all of a private one."""
    shares = {"public": 0.0, "mixed": scenario.number("private_share"), "private": 1.0}
    return np.array([shares[scenario.dataset.sectors[id_].investors] for id_ in wanted.sectors])


def draws(scenario: Scenario, line: Commitment) -> bool:
    """Whether a line is of the kinds whose pull on private money was measured.

    Development banks, guarantees and equity, and programmes for the private sector (ODI 2019). Budget support and
    other grants and loans between states draw none.
    """
    by_bank = scenario.dataset.sources[line.source].kind == "development_bank"
    return by_bank or line.instrument in _DRAWING or "private_sector" in line.purposes


def public_money(scenario: Scenario, wanted: Needs, money: Funding, flows: Floats, weights: Floats) -> Floats:
    """Money that draws private money, year by year [T] [USD bn].

    Of every line that `draws`: what it pays for the part of each sector that private money may reach. `flows` [S, K]
    [USD bn] says who pays for what, `weights` [S, T] the share of a line that is paid in each year.
    """
    book = scenario.dataset.ledgers[scenario.choice("ledger")].commitments
    drawing = np.array([draws(scenario, book[line.commitment]) for line in money.lines], dtype=float)
    amounts: Floats = (drawing * (flows @ reach(scenario, wanted))) @ weights
    return amounts


def capital(
    scenario: Scenario, wanted: Needs, flows: Floats, public: Floats, security_year: float | None = None
) -> Floats:
    """Private money that comes in each year [T] [USD bn], drawn in by `public` money [T] [USD bn].

    What is `drawn`, and no more in all than the part of the unmet need that private money may reach.
    `security_year` stands in place of the scenario's.
    """
    number, start = scenario.number, round(scenario.number("start_year"))
    safe = round(number("security_year") if security_year is None else security_year)
    comes = drawn(
        public, number("leverage"), number("additionality"), start, safe, number("stability_lag"), len(public)
    )
    unmet = np.maximum(wanted.payable - flows.sum(axis=0), 0.0)
    return np.diff(np.minimum(comes.cumsum(), reach(scenario, wanted) @ unmet), prepend=0.0)


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
    comes = start_year + np.arange(years) >= security_year + stability_lag
    return leverage * additionality * public * comes
