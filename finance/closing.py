"""What could close the gap: residual sources under debt room, and private capital once it comes.

Shapes and units, everywhere: N residual sources in the caller's order, T years; money in billions of
USD, finite; shares are fractions. Bad input raises `ClosingError`.

References
----------
Dantzig (1957), Discrete-variable extremum problems: the fractional knapsack is filled by ratio.
Everett (1963), Generalized Lagrange multiplier method: a price on the shared limit splits the problem.
European Court of Auditors, special report 03/2019 and its report of March 2025 on the European Fund for
Strategic Investments (origins eca_efsi_2019, eca_efsi_2025). ODI (2019), Blended finance in the poorest
countries (origin odi_2019).
"""

import numpy as np
import numpy.typing as npt

from finance.errors import ClosingError

Floats = npt.NDArray[np.float64]

_ROUNDING = 1e-12  # of the debt room: use above it by less is rounding


def stack(
    gap: float, caps: npt.ArrayLike, costs: npt.ArrayLike, debt_share: npt.ArrayLike, headroom: float
) -> tuple[Floats, float]:
    """What each residual source pays [N] [USD bn] and what stays unfinanced [USD bn].

    The amount closed is the largest that ``caps`` [N] [USD bn] and debt room allow, and among all ways
    to close that much this one costs least: ``costs`` [N] [fraction a year, may be negative]. One dollar
    of a source adds ``debt_share`` [N] [fraction] dollars of debt, and all debt added is at most
    ``headroom`` [USD bn]. At or below zero headroom only sources that add no debt pay. Sources of equal
    cost pay in the order given where the room allows it, else those that add less debt first.

    Taking the cheapest source first until the room is full gives the same where every source that adds
    debt adds the same share, as in a list of grants (0) and loans (1). Otherwise it can leave more
    unfinanced: for a gap of 100 and room of 50 it takes 50 of a loan at 1 % that is all debt, though 100
    of a guarantee-backed loan at 2 % that is half debt would close the gap.

    Raises `ClosingError` for shapes that differ, amounts that are not finite, a negative gap or cap, and
    a debt share outside 0–1.
    """
    limits, prices, shares = _sources(gap, caps, costs, debt_share, headroom)
    room = max(float(headroom), 0.0)
    leanest, unfinanced = _least_debt(float(gap), limits, shares, room, np.lexsort((prices, shares)))
    ways = np.vstack([_filled(_orders(prices, shares), limits, leanest.sum()), leanest])
    use = ways @ shares
    fits = use <= room * (1 + _ROUNDING)
    fits[-1] = True
    first = int(fits.argmax())
    amounts: Floats = ways[first]
    if first > 0:
        mixed = max((room - use[first]) / (use[first - 1] - use[first]), 0.0)
        amounts = np.minimum((1 - mixed) * amounts + mixed * ways[first - 1], limits)
    return amounts, unfinanced


def private_capital(
    public_money: npt.ArrayLike,
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
    _not_negative("public_money", public)
    _not_negative("leverage", leverage)
    _not_negative("stability_lag", stability_lag)
    _share("additionality", additionality)
    comes = start_year + np.arange(years) >= security_year + stability_lag
    return leverage * additionality * public * comes


# ---------------------------------------------------------------- the stack: limits, prices, shares [N]


def _least_debt(
    gap: float, limits: Floats, shares: Floats, room: float, order: npt.NDArray[np.intp]
) -> tuple[Floats, float]:
    """Amounts [N] that close the most with the least debt, and what stays open (Dantzig 1957).

    ``order`` [N] has the sources that add least debt first.
    """
    amounts = np.zeros_like(limits)
    for source in order.tolist():
        limit, share = float(limits[source]), float(shares[source])
        amounts[source] = paid = min(limit, gap, room / share if share > 0 else gap)
        gap -= paid
        room = max(room - paid * share, 0.0)
    return amounts, gap


def _orders(prices: Floats, shares: Floats) -> npt.NDArray[np.intp]:
    """Orders [W, N] of the sources by cost + price × debt share, as the price of debt room rises from 0.

    Two sources change places at one price at most, so the order at 0 and one between each two of those
    prices are all orders but the last, which has the least debt. Neighbours differ in sources that are
    equally dear at the price between them, so any mixture of what the two fill is the cheapest for the
    debt that it uses (Everett 1963).
    """
    dearer, leaner = np.subtract.outer(prices, prices), -np.subtract.outer(shares, shares)
    swaps = dearer[leaner > 0] / leaner[leaner > 0]
    edges = np.unique(np.append(swaps[swaps > 0], 0.0))
    levels = np.append(0.0, (edges[:-1] + edges[1:]) / 2)
    return np.argsort(prices + levels[:, np.newaxis] * shares, axis=1, kind="stable")


def _filled(orders: npt.NDArray[np.intp], limits: Floats, closed: float) -> Floats:
    """Amounts [W, N] when the sources pay ``closed`` in each of the orders [W, N], each up to its limit."""
    reached = np.minimum(limits[orders].cumsum(axis=1), closed)
    amounts = np.empty(orders.shape)
    np.put_along_axis(amounts, orders, np.minimum(np.diff(reached, axis=1, prepend=0.0), limits[orders]), axis=1)
    return amounts


# ---------------------------------------------------------------- checks


def _sources(
    gap: float, caps: npt.ArrayLike, costs: npt.ArrayLike, debt_share: npt.ArrayLike, headroom: float
) -> tuple[Floats, Floats, Floats]:
    """Limits, prices and shares [N] of `stack`, or a `ClosingError` that says which input is wrong."""
    limits, prices, shares = (np.asarray(values, dtype=np.float64) for values in (caps, costs, debt_share))
    if limits.ndim != 1 or not limits.shape == prices.shape == shares.shape:
        shapes = f"{limits.shape}, {prices.shape} and {shares.shape}"
        raise ClosingError(f"caps, costs and debt_share must be three lists of one length, not {shapes}")
    _not_negative("gap", gap)
    _not_negative("caps", limits)
    _share("debt_share", shares)
    for name, values in (("costs", prices), ("headroom", headroom)):
        if not np.isfinite(values).all():
            raise ClosingError(f"{name} must be finite")
    return limits, prices, shares


def _not_negative(name: str, values: npt.ArrayLike) -> None:
    amounts = np.asarray(values, dtype=np.float64)
    if not ((amounts >= 0) & (amounts < np.inf)).all():
        raise ClosingError(f"{name} must be finite and not negative")


def _share(name: str, values: npt.ArrayLike) -> None:
    shares = np.asarray(values, dtype=np.float64)
    if not ((shares >= 0) & (shares <= 1)).all():
        raise ClosingError(f"{name} must be a share from 0 to 1")
