"""What a loan costs its borrower: repayment schedules, grant element and debt service.

Terms, everywhere: ``rate`` the interest a year [fraction], charged as rate ÷ frequency a period;
``maturity`` from drawing to the last payment [years]; ``interval`` the years in which only interest is
paid; ``frequency`` payments a year; all paid at the end of a period, all drawn at once. ``interval`` is
the DAC's word: time to the first repayment less one period, so a grace period that runs to the first
repayment is interval + 1 ÷ frequency. Maturity and interval are whole numbers of periods.

Profiles (`PROFILES`): ``level`` repays equal parts of principal ("equal principal payments"), ``annuity``
pays equal sums of interest and principal, ``bullet`` repays everything at maturity and interest on the
way. At least the last payment repays: an interval as long as the maturity makes every profile a bullet.

Discounting uses the effective rate of a period, (1 + discount)^(1 ÷ frequency) − 1, as the DAC and the
IMF/World Bank do. So below a year a loan at rate = discount has a slightly negative grant element; it is
zero where rate ÷ frequency equals the effective rate of a period.

Bad input raises `TermsError`, whose message says what is allowed.

References
----------
OECD DAC, Statistical Reporting Directives, annex "Calculation of the grant element: formulae and
examples". World Bank, Grant element calculations, http://ida.worldbank.org/financing/grant-element-calculations.
IMF, Calculation of grant element, http://www.imf.org/external/np/pdr/conc/calculator/default.aspx.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
import numpy.typing as npt
import pandas as pd

from finance.errors import TermsError

Floats = npt.NDArray[np.float64]

PROFILES = ("level", "annuity", "bullet")

DISCOUNT_RATES = {
    "imf_world_bank": 0.05,
    "dac_ldc_and_other_lic": 0.09,
    "dac_lmic": 0.07,
    "dac_umic": 0.06,
    "dac_multilateral": 0.05,
}
"""Discount rates that are laid down [fraction a year]: the IMF and World Bank's unified rate (2013), and the
DAC's by the borrower: least developed and other low-income, lower and upper middle-income, multilateral."""

_WHOLE = 1e-6  # of a period or a year: a distance to the nearest whole one that is rounding
_SMALL = 1e-4  # discount × periods below which the closed form cancels more than the series leaves out


@overload
def grant_element(
    rate: float, maturity: float, interval: float, discount: float = ..., frequency: int = ..., profile: str = ...
) -> float: ...
@overload
def grant_element(
    rate: npt.ArrayLike,
    maturity: npt.ArrayLike,
    interval: npt.ArrayLike,
    discount: npt.ArrayLike = ...,
    frequency: int = ...,
    profile: str = ...,
) -> Floats: ...
def grant_element(
    rate: npt.ArrayLike,
    maturity: npt.ArrayLike,
    interval: npt.ArrayLike,
    discount: npt.ArrayLike = DISCOUNT_RATES["imf_world_bank"],
    frequency: int = 2,
    profile: str = "level",
) -> float | Floats:
    """Share of the face [fraction] that is a gift: 1 − present value of all payments ÷ face.

    Negative where the loan costs more than the discount rate. Numbers give a number, arrays the shape to
    which they broadcast. For level repayment this is the DAC's closed form
    (1 − (r/a)/d) × (1 − ((1+d)^−aI − (1+d)^−aM) / (d (aM − aI))) with d the effective rate of a period.
    Raises `TermsError` for terms that make no sense.
    """
    per_payment = numbers("rate", rate, above=-1.0) / _frequency(frequency)
    discount_rate = _effective(discount, frequency)
    periods, waiting = _periods(maturity, interval, frequency, profile)
    share = _annuity_gift if profile == "annuity" else _level_gift
    gift = share(per_payment, discount_rate, waiting, periods - waiting)
    return gift if np.ndim(gift) else float(gift)


def present_value(payments: npt.ArrayLike, discount: float, frequency: int) -> float:
    """What payments [N] at the end of periods 1…N are worth at drawing [the payments' unit].

    Raises `TermsError` unless they are one row of finite numbers.
    """
    paid = _row("payments", payments)
    factors: Floats = (1.0 + _effective(discount, frequency)) ** -np.arange(1.0, len(paid) + 1)
    return float(paid @ factors)


def grant_element_of(schedule: pd.DataFrame, discount: float) -> float:
    """Grant element [share of face] of any repayment schedule, regular or not.

    ``schedule`` needs the columns year [years after drawing], principal and payment; the face is the sum
    of principal. Raises `TermsError` where a column is missing or nothing is repaid.
    """
    missing = [name for name in ("year", "principal", "payment") if name not in schedule]
    if missing:
        raise TermsError(f"a schedule needs the columns year, principal and payment; {', '.join(missing)} missing")
    year = numbers("year", schedule["year"].to_numpy(), least=0.0)
    face = float(numbers("principal", schedule["principal"].to_numpy()).sum())
    if face <= 0:
        raise TermsError(f"the principal of a schedule must add up to more than 0, not {face:g}")
    rate = numbers("discount", discount, above=-1.0)
    return 1.0 - float(numbers("payment", schedule["payment"].to_numpy()) @ (1.0 + rate) ** -year) / face


def schedule(
    face: float, rate: float, maturity: float, interval: float, frequency: int = 2, profile: str = "level"
) -> pd.DataFrame:
    """The payments of a loan, one row a period, as `schedule_of` gives them; principal adds up to the face.

    Raises `TermsError` for terms that make no sense or a negative face.
    """
    amount = float(numbers("face", face, least=0.0))
    growth = float(numbers("rate", rate, above=-1.0)) / _frequency(frequency) if profile == "annuity" else 0.0
    periods, waiting = (int(count) for count in _periods(maturity, interval, frequency, profile))
    # Principal of an annuity grows by the rate of a period; from its largest part down it cannot overflow.
    exponent = np.arange(periods - waiting) * np.log1p(growth)
    parts = np.exp(exponent - exponent.max())
    return schedule_of(np.concatenate([np.zeros(waiting), amount * (parts / parts.sum())]), rate, frequency)


def schedule_of(principal: npt.ArrayLike, rate: float, frequency: int) -> pd.DataFrame:
    """The payments of a loan whose repayments [N, money] at the end of periods 1…N are given.

    Columns: period 1…N, year after drawing [years], interest on what was owed, principal, payment = interest
    + principal, balance owed afterwards [all in the unit of ``principal``]. Raises `TermsError` for
    repayments that are not one row of numbers of 0 or more.
    """
    repaid = numbers("principal", _row("principal", principal), least=0.0)
    owed = np.append(repaid[::-1].cumsum()[::-1], 0.0)
    interest = owed[:-1] * (numbers("rate", rate, above=-1.0) / _frequency(frequency))
    period = np.arange(1, len(repaid) + 1)
    columns = {"period": period, "year": period / frequency, "interest": interest, "principal": repaid}
    return pd.DataFrame({**columns, "payment": interest + repaid, "balance": owed[1:]})


def by_year(schedule: pd.DataFrame) -> Floats:
    """What a schedule asks for in each whole year after drawing [Y] [its unit]; the first element is the first year."""
    year = np.ceil(schedule["year"].to_numpy() - _WHOLE).astype(np.int64)
    paid: Floats = np.bincount(year - 1, weights=schedule["payment"].to_numpy(dtype=np.float64)).astype(np.float64)
    return paid


@dataclass(frozen=True)
class Loan:
    """A schedule, the year at whose end the money is drawn, and the probability that it falls due [fraction].

    ``falls_due`` is 1 for an ordinary loan; for one that is repaid only from reparations it is the
    probability that the borrower has to pay. Raises `TermsError` where that is not between 0 and 1.
    """

    schedule: pd.DataFrame
    start: int
    falls_due: float = 1.0

    def __post_init__(self) -> None:
        numbers("falls_due", self.falls_due, least=0.0, most=1.0)


def service(loans: Sequence[Loan], years: Sequence[int]) -> pd.DataFrame:
    """Interest and principal due from a portfolio in each calendar year [the schedules' unit].

    Index: the years. Columns: ``expected``, each loan weighted by its probability; ``low``, only loans that
    are certain to fall due; ``high``, all that can. Drawn at the end of its start year, a loan pays in
    start + 1 what falls within its first year. Payments outside the years are not counted.
    """
    calendar = np.asarray(years, dtype=np.int64)
    odds = np.array([loan.falls_due for loan in loans])
    due = np.array([_due(loan, calendar) for loan in loans]).reshape(len(loans), len(calendar))
    columns = {"expected": odds @ due, "low": (odds == 1.0) @ due, "high": (odds > 0.0) @ due}
    return pd.DataFrame(columns, index=pd.Index(calendar, name="year"))


def numbers(
    name: str, values: npt.ArrayLike, above: float = -np.inf, least: float = -np.inf, most: float = np.inf
) -> Floats:
    """The values as floats, or a `TermsError` that names the first one which is not finite or out of bounds."""
    array = np.asarray(values, dtype=np.float64)
    fits = np.isfinite(array) & (array > above) & (array >= least) & (array <= most)
    if not fits.all():
        limits = {"above": above, "at least": least, "at most": most}
        allowed = " and".join(f" {word} {limit:g}" for word, limit in limits.items() if np.isfinite(limit))
        raise TermsError(f"{name} must be a finite number{allowed}, not {array[~fits].flat[0]:g}")
    return array


# ---------------------------------------------------------------- gifts: rates of a period, counts of periods


def _level_gift(rate: Floats, discount: Floats, waiting: Floats, repaying: Floats) -> Floats:
    """Grant element of equal principal: (discount − rate) × the present value of what is owed each period."""
    later: Floats = (1.0 + discount) ** -waiting
    return (discount - rate) * (_annuity(discount, waiting) + later * _declining(discount, repaying))


def _annuity_gift(rate: Floats, discount: Floats, waiting: Floats, repaying: Floats) -> Floats:
    """Grant element of equal payments: 1 − interest while waiting − the annuity afterwards."""
    repaid = (1.0 + discount) ** -waiting * _annuity(discount, repaying) / _annuity(rate, repaying)
    return np.asarray(1.0 - rate * _annuity(discount, waiting) - repaid)


def _annuity(rate: Floats, periods: Floats) -> Floats:
    """Present value of 1 at the end of each period: (1 − (1 + rate)^−n) ÷ rate, n at a rate of 0."""
    rate, periods = np.broadcast_arrays(rate, periods)
    return np.divide(-np.expm1(-periods * np.log1p(rate)), rate, out=periods.copy(), where=rate != 0)


def _declining(rate: Floats, periods: Floats) -> Floats:
    """Present value of 1, 1 − 1/n, …, 1/n at the end of periods 1…n: (n − annuity) ÷ (n × rate).

    Near a rate of 0 by its series, (n+1)/2 × (1 − (n+2)/3 rate + (n+2)(n+3)/12 rate²).
    """
    rate, n = np.broadcast_arrays(rate, periods)
    series: Floats = np.asarray((n + 1) / 2 * (1 - (n + 2) / 3 * rate + (n + 2) * (n + 3) / 12 * rate**2))
    return np.divide(n - _annuity(rate, n), n * rate, out=series, where=np.abs(n * rate) > _SMALL)


# ---------------------------------------------------------------- terms


def _periods(maturity: npt.ArrayLike, interval: npt.ArrayLike, frequency: int, profile: str) -> tuple[Floats, Floats]:
    """Periods until maturity, and those before the first repayment (one fewer at most)."""
    if profile not in PROFILES:
        raise TermsError(f"unknown profile {profile!r}; use one of {', '.join(PROFILES)}")
    years = numbers("maturity", maturity, above=0.0), numbers("interval", interval, least=0.0)
    longest, wait = np.broadcast_arrays(*years)
    if (wait > longest).any():
        raise TermsError(f"interval must be at most the maturity, {longest[wait > longest].flat[0]:g} years")
    periods = _whole("maturity", years[0], frequency)
    waiting = _whole("interval", years[1], frequency)
    return periods, periods - 1 if profile == "bullet" else np.minimum(waiting, periods - 1)


def _whole(name: str, years: Floats, frequency: int) -> Floats:
    """Years as a whole number of periods."""
    exact = years * frequency
    periods = np.rint(exact)
    uneven = np.abs(exact - periods) > _WHOLE
    if uneven.any():
        found = years[uneven].flat[0]
        raise TermsError(f"{name} must be a whole number of periods, {frequency} a year, not {found:g} years")
    return periods


def _effective(discount: npt.ArrayLike, frequency: int) -> Floats:
    """Discount rate of a period: (1 + discount)^(1 ÷ frequency) − 1."""
    rate: Floats = np.expm1(np.log1p(numbers("discount", discount, above=-1.0)) / _frequency(frequency))
    return rate


def _frequency(frequency: int) -> int:
    if not isinstance(frequency, int | np.integer) or frequency < 1:
        raise TermsError(f"frequency must be a whole number of payments a year of 1 or more, not {frequency}")
    return int(frequency)


def _due(loan: Loan, years: npt.NDArray[np.int64]) -> Floats:
    """What a loan pays in each calendar year."""
    falls = loan.start + np.ceil(loan.schedule["year"].to_numpy() - _WHOLE)
    paid: Floats = (falls == years[:, np.newaxis]) @ loan.schedule["payment"].to_numpy()
    return paid


def _row(name: str, values: npt.ArrayLike) -> Floats:
    array = numbers(name, values)
    if array.ndim != 1:
        raise TermsError(f"{name} must be one row of numbers, not {array.ndim} dimensions")
    return array
