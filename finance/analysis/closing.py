"""What could close the gap: residual sources under debt room, or another value of an assumption.

Shapes and units, everywhere: N residual sources in the caller's order; money in billions of
USD, finite; shares are fractions. Bad input raises `ClosingError`.

References
----------
Dantzig (1957), Discrete-variable extremum problems: the fractional knapsack is filled by ratio.
Everett (1963), Generalized Lagrange multiplier method: a price on the shared limit splits the problem.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from finance.analysis import sensitivity
from finance.data.dataset import Dataset
from finance.errors import ClosingError, ScenarioError, not_negative, share
from finance.model import many
from finance.scenario import Scenario

Floats = npt.NDArray[np.float64]

_ROUNDING = 1e-12  # of the debt room, or of the need: what differs by less is equal
_PARTS = 32  # into which an interval is cut in each round of the search
_SEARCHES = 8  # rounds: 32^8 is beyond what a double tells apart within a slider's step


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


def solve_for(dataset: Dataset, scenario: Scenario, assumption: str, target: float = 0.0) -> float | None:
    """The value of a number at which the gap comes down to ``target`` [USD bn], the others held; None: no value does.

    Looked for between all steps of its slider; of several the one nearest to the scenario's own value. Where the gap
    runs straight into the target the value is exact to rounding, else within 1e-12 of a slider's step. None also
    where the gap is at or below the target over the whole range.
    Raises ScenarioError for an assumption that is no number, and what `gap.solve` raises.
    """
    row = dataset.assumptions.get(assumption)
    if row is None or row.kind != "number":
        numbers = ", ".join(id_ for id_, other in dataset.assumptions.items() if other.kind == "number")
        raise ScenarioError(f"'{assumption}' is no number that could be solved for; known are {numbers}")

    def answers(values: Floats) -> many.Many:
        return many.solve(dataset, scenario, {assumption: values})

    current = scenario.number(assumption)
    grid = sensitivity.positions(row, current)
    found = answers(grid)
    noise = _ROUNDING * float(found.need.max(initial=1.0))
    unmet = found.gap - target > noise
    changes = np.flatnonzero(unmet[:-1] != unmet[1:])
    if changes.size == 0:
        return None
    away = np.minimum(np.abs(grid[changes] - current), np.abs(grid[changes + 1] - current))
    at = changes[away.argmin()]
    ends = grid[[at, at + 1]] if unmet[at] else grid[[at + 1, at]]
    return _crossing(lambda values: answers(values).gap - target, noise, float(ends[0]), float(ends[1]))


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


# ---------------------------------------------------------------- solving backwards


def _crossing(above: Callable[[Floats], Floats], noise: float, unmet: float, met: float) -> float:
    """Where between two values the gap ceases to be above the target: on a straight line as soon as one leads there,
    else by cutting the interval down. An excess up to `noise` is none.
    """
    for _ in range(_SEARCHES):
        points = np.linspace(unmet, met, _PARTS + 1)
        over = above(points)
        first = int((over <= noise).argmax())
        unmet, met = float(points[first - 1]), float(points[first])
        if first >= 2 and over[first - 2] != over[first - 1]:
            slope = (over[first - 1] - over[first - 2]) / (points[first - 1] - points[first - 2])
            straight = float(points[first - 1] - over[first - 1] / slope)
            short_of_it = straight + (unmet - met) / 1000
            at, before = above(np.clip([straight, short_of_it], min(unmet, met), max(unmet, met)))
            if at <= noise < before and min(unmet, met) <= straight <= max(unmet, met):
                return straight
    return met


# ---------------------------------------------------------------- checks


def _sources(
    gap: float, caps: npt.ArrayLike, costs: npt.ArrayLike, debt_share: npt.ArrayLike, headroom: float
) -> tuple[Floats, Floats, Floats]:
    """Limits, prices and shares [N] of `stack`, or a `ClosingError` that says which input is wrong."""
    limits, prices, shares = (np.asarray(values, dtype=np.float64) for values in (caps, costs, debt_share))
    if limits.ndim != 1 or not limits.shape == prices.shape == shares.shape:
        shapes = f"{limits.shape}, {prices.shape} and {shares.shape}"
        raise ClosingError(f"caps, costs and debt_share must be three lists of one length, not {shapes}")
    not_negative("gap", gap)
    not_negative("caps", limits)
    share("debt_share", shares)
    for name, values in (("costs", prices), ("headroom", headroom)):
        if not np.isfinite(values).all():
            raise ClosingError(f"{name} must be finite")
    return limits, prices, shares
