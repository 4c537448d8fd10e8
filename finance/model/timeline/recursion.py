"""Need, money and capacity carried from year to year."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from finance.errors import TimelineError
from finance.model.terms import Floats, least
from finance.model.timeline.checks import amounts_by_year, fractions

COLUMNS = (
    *("need", "escalated", "due", "money", "executed", "financing_gap", "absorption_gap"),
    *("binding", "carried", "stock", "lapsed"),
)
"""Columns of `run` after the year; each is the field or property of `Yearly` of that name."""

_NOISE = 1e-12  # of the largest amount due: a smaller gap is rounding and binds nothing


def year(
    given: tuple[Any, Any, Any], carried: Any, stock: Any, rates: tuple[Any, Any], named: Callable[[str, Any], Any]
) -> dict[str, Any]:
    """One year, by column: terms, or arrays [USD bn].

    `given` is its new need, new money and capacity, `carried` and `stock` what the year before left of need and money,
    `rates` the escalation and the carry, and `named` gives every amount its name before another rests on it.
    """
    found: dict[str, Any] = {}

    def say(name: str, amount: Any) -> Any:
        found[name] = named(name, amount)
        return found[name]

    (new_need, new_money, room), (escalation, carry) = given, rates
    need, capacity = say("need", new_need), say("capacity", room)
    escalated = say("escalated", carried * escalation)
    due = say("due", need + carried + escalated)
    money = say("money", new_money + stock)
    payable = say("payable", least(due, money))
    executed = say("executed", least(due, money, capacity))
    say("financing_gap", due - payable)
    say("absorption_gap", payable - executed)
    say("carried", due - executed)
    unspent = say("unspent", money - executed)
    say("stock", unspent * carry)
    say("lapsed", unspent * say("lapsing", 1.0 - carry))
    return found


@dataclass(frozen=True)
class Yearly:
    """The years of a horizon, [..., T] each [USD bn]; leading axes are runs kept apart.

    ``need`` is new need, ``escalated`` the cost that delay has added to what was carried in, ``due`` both and what was
    carried in itself; ``money`` is new money and money kept; ``executed`` is need met. ``financing_gap`` is due, and no
    money was there for it; ``absorption_gap`` is due, and money was there, but not the capacity to spend it;
    ``carried`` is unmet need at the end of the year, which is the two gaps and is due again, dearer, in the next.
    ``stock`` and ``lapsed`` are money not spent by the end of the year, kept for the next and lost.

    Cumulated to any year, exactly but for rounding: executed + carried = need + escalated, and
    executed + stock + lapsed = finance. In any year: executed + financing_gap + absorption_gap = due.
    """

    need: Floats
    escalated: Floats
    due: Floats
    money: Floats
    executed: Floats
    financing_gap: Floats
    absorption_gap: Floats
    carried: Floats
    stock: Floats
    lapsed: Floats

    @property
    def binding(self) -> npt.NDArray[np.str_]:
        """What held execution down: ``absorption`` or ``finance``, whichever was smaller, or ``need`` if all was met.

        Absorption binds where there is an absorption gap, finance where there is a financing gap alone;
        where the two are equal, finance. A gap below 1e-12 of the run's largest amount due is none.
        """
        return binding(self.due, self.financing_gap, self.absorption_gap)


def binding(due: Floats, financing_gap: Floats, absorption_gap: Floats) -> npt.NDArray[np.str_]:
    """What holds each year [..., T] down, by the rule of `Yearly.binding`, where several runs are added up."""
    noise = _NOISE * due.max(axis=-1, keepdims=True)
    short = np.where(financing_gap > noise, "finance", "need")
    return np.where(absorption_gap > noise, "absorption", short)


def yearly(
    need: npt.ArrayLike,
    absorbable: npt.ArrayLike,
    finance: npt.ArrayLike,
    escalation: npt.ArrayLike = 0.0,
    carry: npt.ArrayLike = 1.0,
) -> Yearly:
    """Need met year by year under what money and capacity allow.

    ``need`` (new need), ``absorbable`` (may be infinite) and ``finance`` (new money) are [..., T] [USD bn]
    with the same T; ``escalation`` [fraction a year, 0–1] and ``carry`` [fraction, 0–1] are numbers
    or one per run [...]. In every year t

        due_t      = need_t + carried_{t−1} × (1 + escalation)
        money_t    = finance_t + carry × (money_{t−1} − executed_{t−1})
        executed_t = min(due_t, money_t, absorbable_t)
        carried_t  = due_t − executed_t

    Unmet need never lapses: it waits, and ``escalation`` is what waiting costs (Flyvbjerg), apart from
    the general rise of prices, which belongs in ``need``. ``carry`` is about money: the share of what is
    left at the end of a year, whether for want of capacity or of need, that may be spent in the next.

    Public and private capacity apart: give need, absorbable and finance as [2, T]; neither spends the
    other's money or capacity, so the sums of the two keep the identities.

    Raises `TimelineError` for shapes that do not fit and values outside their range.
    """
    arrays = _runs(need, absorbable, finance, escalation, carry)
    carried = stock = np.zeros(())
    found: dict[str, list[Floats]] = {field.name: [] for field in fields(Yearly)}
    for new_need, room, new_money, dearer, share in zip(*(np.moveaxis(array, -1, 0) for array in arrays), strict=True):
        cells = year((new_need, new_money, room), carried, stock, (dearer, share), lambda _name, amount: amount)
        carried, stock = cells["carried"], cells["stock"]
        for name, column in found.items():
            column.append(np.broadcast_to(cells[name], new_need.shape))
    return Yearly(**{name: np.moveaxis(np.array(column), 0, -1) for name, column in found.items()})


def run(
    need: npt.ArrayLike,
    absorbable: npt.ArrayLike,
    finance: npt.ArrayLike,
    escalation: float = 0.0,
    carry: float = 1.0,
) -> pd.DataFrame:
    """`yearly` for one run [T] as a table, one row a year, ``year`` counted from 1 [USD bn]."""
    flows = yearly(need, absorbable, finance, escalation, carry)
    if flows.due.ndim != 1:
        raise TimelineError(f"run takes one value a year, not the shape {flows.due.shape}; use yearly")
    columns = {name: getattr(flows, name) for name in COLUMNS}
    return pd.DataFrame({"year": np.arange(1, flows.due.size + 1), **columns})


def _runs(
    need: npt.ArrayLike,
    absorbable: npt.ArrayLike,
    finance: npt.ArrayLike,
    escalation: npt.ArrayLike,
    carry: npt.ArrayLike,
) -> tuple[Floats, ...]:
    """The five of `yearly`, each [..., T], or a `TimelineError` that says which is wrong."""
    amounts = (
        amounts_by_year("need", need),
        amounts_by_year("absorbable", absorbable, unlimited=True),
        amounts_by_year("finance", finance),
    )
    rates = fractions("escalation", escalation), fractions("carry", carry)
    if len({array.shape[-1] for array in amounts}) > 1:
        lengths = ", ".join(str(array.shape[-1]) for array in amounts)
        raise TimelineError(f"need, absorbable and finance must cover the same years, not {lengths}")
    try:
        return np.broadcast_arrays(*amounts, *rates)
    except ValueError as error:
        raise TimelineError(f"need, absorbable, finance, escalation and carry differ in their runs: {error}") from error
