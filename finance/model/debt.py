"""Public debt as a share of GDP: its path, the balance that holds it still, and the room below a target.

The recursion is exact, with nominal rates in the country's own currency:

    d_t = d_{t−1} × (1 + interest) (1 + foreign share × depreciation) ÷ (1 + growth) − balance + borrowing

The linear form that textbooks print, d_t ≈ d_{t−1} × (1 + interest − growth) − balance, leaves out the
division: without foreign debt its interest-growth term (interest − growth) × d is (1 + growth) times the
exact one. At growth of 2 % that is 2 % of a small term; at 20 % (growth plus inflation) it is a fifth.

Shares of GDP and rates are fractions. Series are numbers or arrays whose last axis is the T years; a number
holds in every year. Bad input raises `TermsError`, whose message says what is allowed.

References
----------
IMF (2013), Staff guidance note for public debt sustainability analysis in market-access countries.
Dolan, Tutorial: Is the government debt out of control? (the linear form).
"""

import numpy as np
import numpy.typing as npt

from finance.errors import TermsError
from finance.model.loans import Floats, numbers


def path(
    start: npt.ArrayLike,
    interest: npt.ArrayLike,
    growth: npt.ArrayLike,
    primary_balance: npt.ArrayLike,
    new_borrowing: npt.ArrayLike = 0.0,
    foreign_share: npt.ArrayLike = 0.0,
    depreciation: npt.ArrayLike = 0.0,
) -> Floats:
    """Debt at the end of each year [..., T], share of that year's GDP; ``start`` [...] is the debt before.

    ``interest`` [fraction a year] is paid on the debt at the start of a year, ``growth`` [fraction a year] is
    nominal; ``primary_balance`` (surplus above 0) and ``new_borrowing``, which comes on top of it, are shares
    of the year's GDP. ``foreign_share`` of the debt [0 to 1] becomes dearer by ``depreciation``, the rise in
    the price of foreign currency [fraction a year]. One year if every series is a number. Raises `TermsError`
    for rates of −1 or less, shares outside 0 to 1, a negative start, or series of different lengths.
    """
    before = numbers("start", start, least=0.0)
    snowball = _snowball(interest, growth, foreign_share, depreciation)
    added = numbers("new_borrowing", new_borrowing) - numbers("primary_balance", primary_balance)
    shape = _shape(before[..., np.newaxis], snowball, added)
    snowball, added = np.broadcast_to(snowball, shape), np.broadcast_to(added, shape)
    debt = np.empty(shape)
    for year in range(shape[-1]):
        before = before * snowball[..., year] + added[..., year]
        debt[..., year] = before
    return debt


def stabilising_balance(
    debt: npt.ArrayLike,
    interest: npt.ArrayLike,
    growth: npt.ArrayLike,
    foreign_share: npt.ArrayLike = 0.0,
    depreciation: npt.ArrayLike = 0.0,
) -> Floats:
    """The primary balance [share of GDP] at which debt ÷ GDP stays where it is; arrays element by element.

    Exact: debt × (factor of `path` − 1), which is debt × (interest − growth) ÷ (1 + growth) without foreign
    debt; the linear form leaves out the division. Raises `TermsError` as `path` does.
    """
    held = numbers("debt", debt, least=0.0)
    return held * (_snowball(interest, growth, foreign_share, depreciation) - 1.0)


def headroom(path: npt.ArrayLike, target: npt.ArrayLike, gdp: npt.ArrayLike) -> Floats:
    """What could still be owed on top of a path [unit of ``gdp`` a year]: (target − path) × GDP, year by year.

    The value of the target year is the room for loans that are still owed then, with interest that was added
    to them; below 0 where the path is above its target. ``path`` and ``target`` are shares of the year's
    ``gdp``. Raises `TermsError` for a negative target or a GDP of 0 or less.
    """
    room = numbers("target", target, least=0.0) - numbers("path", path)
    return room * numbers("gdp", gdp, above=0.0)


def _snowball(
    interest: npt.ArrayLike, growth: npt.ArrayLike, foreign_share: npt.ArrayLike, depreciation: npt.ArrayLike
) -> Floats:
    """By how much a year multiplies debt ÷ GDP before any balance or borrowing."""
    owed = 1.0 + numbers("interest", interest, above=-1.0)
    grown = 1.0 + numbers("growth", growth, above=-1.0)
    foreign = numbers("foreign_share", foreign_share, least=0.0, most=1.0)
    dearer = numbers("depreciation", depreciation, above=-1.0)
    _shape(owed, grown, foreign, dearer)
    return owed * (1.0 + foreign * dearer) / grown


def _shape(*series: Floats) -> tuple[int, ...]:
    """The shape to which series broadcast."""
    try:
        return np.broadcast_shapes(*(values.shape for values in series))
    except ValueError:
        shapes = ", ".join(str(values.shape) for values in series)
        raise TermsError(f"series must have the same length in years, or be one number; found {shapes}") from None
