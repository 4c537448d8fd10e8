"""Money of commitments spread over the years in which they pay."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from finance.errors import TimelineError
from finance.model.terms import Axis, Floats, Operand, Term, constants, most


class Spread(NamedTuple):
    """Money in time [USD bn]: what each commitment pays in each year [S, T], and after the horizon [S]."""

    by_year: Floats
    beyond: Floats


def spread(amounts: npt.ArrayLike, starts: npt.ArrayLike, ends: npt.ArrayLike, years: tuple[int, int]) -> Spread:
    """Each commitment's money over its window, evenly by year; ``years`` is the first and the last of the horizon.

    ``amounts`` [S] [USD bn] is what is still to be paid; ``starts`` and ``ends`` [S] are calendar years,
    both in the window. Past years pay nothing any more: a window that began before the horizon is spread
    over the rest of it, and one that ended before pays in the first year. A window that outlasts the
    horizon pays each year its even part, and the parts of later years are ``beyond``; one that opens
    after the horizon is all beyond. Rows and ``beyond`` add up to ``amounts``. Linear in ``amounts``, so
    the spread of ones is a table of weights. Raises `TimelineError` for a window or horizon that ends
    before it starts.
    """
    first, last = years
    if last < first:
        raise TimelineError(f"the horizon ends in {last}, before it starts in {first}")
    money, opens, closes = _windows(amounts, starts, ends)
    lines, years_ = Axis("line", [""] * len(money)), Axis("year", [str(year) for year in range(first, last + 1)])
    window = Window(
        constants(opens, lines), constants(closes, lines), constants(np.arange(first, last + 1), years_), first, last
    )
    return Spread(money[:, np.newaxis] * window.in_year.value, money * window.after.value)


@dataclass(frozen=True)
class Window:
    """Calendar years in which lines [S] pay, the years [T] of a programme, the first and the last of them; as terms."""

    opens: Term
    closes: Term
    years: Term
    start: Operand
    end: Operand

    @cached_property
    def first(self) -> Term:
        """The first year in which a line pays, from the start of the programme on [S]."""
        return most(self.opens, self.start)

    @cached_property
    def last(self) -> Term:
        """The last year in which a line pays [S]."""
        return most(self.closes, self.start)

    @cached_property
    def in_year(self) -> Term:
        """Share of each line that is paid in each year [S, T]."""
        share: Term = (self.first <= self.years) * (self.last >= self.years) / (self.last - self.first + 1)
        return share

    @cached_property
    def after(self) -> Term:
        """Share of each line that is paid after the last year [S]."""
        share: Term = most(self.last - most(self.first - 1, self.end), 0.0) / (self.last - self.first + 1)
        return share


def _windows(amounts: npt.ArrayLike, starts: npt.ArrayLike, ends: npt.ArrayLike) -> tuple[Floats, Floats, Floats]:
    """The three of `spread`, each [S], or a `TimelineError` that says which is wrong."""
    money, opens, closes = (np.asarray(values, dtype=np.float64) for values in (amounts, starts, ends))
    if money.ndim != 1 or not money.shape == opens.shape == closes.shape:
        shapes = f"{money.shape}, {opens.shape} and {closes.shape}"
        raise TimelineError(f"amounts, starts and ends must be three lists of one length, not {shapes}")
    if not ((money >= 0) & (money < np.inf)).all():
        raise TimelineError("amounts must be finite and not negative")
    for name, calendar in (("starts", opens), ("ends", closes)):
        if not (np.isfinite(calendar) & (calendar == np.round(calendar))).all():
            raise TimelineError(f"{name} must be whole calendar years")
    if (wrong := np.flatnonzero(closes < opens)).size:
        at = int(wrong[0])
        raise TimelineError(f"window {at} ends in {closes[at]:.0f}, before it starts in {opens[at]:.0f}")
    return money, opens, closes
