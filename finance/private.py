"""Private capital of a result: the public money that draws it, what it may reach, and when it comes."""

import numpy as np
from numpy.typing import NDArray

from finance import closing
from finance.funding import Funding
from finance.needs import Needs
from finance.records import Commitment
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

    `closing.private_capital`, and no more in all than the part of the unmet need that private money may reach.
    `security_year` stands in place of the scenario's.
    """
    number, start = scenario.number, round(scenario.number("start_year"))
    safe = round(number("security_year") if security_year is None else security_year)
    drawn = closing.private_capital(
        public, number("leverage"), number("additionality"), start, safe, number("stability_lag"), len(public)
    )
    unmet = np.maximum(wanted.amounts - flows.sum(axis=0), 0.0)
    return np.diff(np.minimum(drawn.cumsum(), reach(scenario, wanted) @ unmet), prepend=0.0)
