"""A scale for charts whose bars show where something lies and not how much it is, so that it need not begin at 0."""

import math
from collections.abc import Iterable
from typing import Any

from finance.language.display import Display
from finance.outputs.charts.template import Style

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_ROOM = 0.06  # of the width, left free on both sides


def axis(display: Display, amounts: Iterable[float], style: Style, ticks: int = 5) -> dict[str, Any]:
    """An axis over some amounts in the currency shown [bn], with a few round numbers and a faint line at each."""
    found = list(amounts)
    low, high = min(found), max(found)
    room = _ROOM * (high - low) or max(abs(high), 1.0) * _ROOM
    step = _step((high - low + 2 * room) / ticks)
    first = math.ceil((low - room) / step)
    marks = [step * index for index in range(first, math.floor((high + room) / step) + 1)]
    digits = max(0, -math.floor(math.log10(step) + 1e-9)) + (step / 10 ** math.floor(math.log10(step)) == 2.5)
    return {
        "visible": True,
        "range": [low - room, high + room],
        "tickvals": marks,
        "ticktext": [display.language.number(mark, digits) for mark in marks],
        "tickfont": {"color": style.colours.muted},
        "showgrid": True,
        "gridcolor": style.colours.rule,
    }


def _step(least: float) -> float:
    """The smallest round step that is at least so wide."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * step for step in _STEPS if power * step >= least * (1 - 1e-9))
