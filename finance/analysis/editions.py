"""From one edition of the assessment to the next: how much of the change in need is prices, damage, and the rest.

Need is damage × need per dollar of damage, and damage is real damage × the price level. So need rises by the product
of three factors, whose parts are told apart without an order (`shapley`).

Reference
---------
Sun (1998), Changes in energy consumption and energy intensity: a complete decomposition model. For a product of
factors the Shapley value is its refined Laspeyres decomposition.
"""

from collections.abc import Mapping
from itertools import pairwise
from math import prod

import numpy as np
import pandas as pd

from finance.analysis import shapley
from finance.data.dataset import Dataset
from finance.data.records import Assessment
from finance.data.units import price_factor
from finance.errors import UnitError

PARTS = ("prices", "damage", "scope")
"""Prices: the US price level between the price years. Damage: what was newly damaged. Scope: the rest, as costs,
sectors and methods that changed."""


def editions(dataset: Dataset) -> tuple[str, ...]:
    """Ids of the assessments in dollars that print a total of damage beside the need, the earliest first."""
    found = {
        id_: programme
        for id_, programme in dataset.assessments.items()
        if programme.currency == "USD" and programme.totals.damage and programme.totals.damage.value > 0
    }
    return tuple(sorted(found, key=lambda id_: found[id_].as_of))


def steps(dataset: Dataset) -> pd.DataFrame:
    """One row a step: start, end, the change of need and its three parts [USD bn of each edition's own prices].

    Where the price index lacks a year, prices are NaN and damage is taken as printed; the parts still add up.
    """
    ids = editions(dataset)
    rows = [{"start": start, "end": end, **_step(dataset, start, end)} for start, end in pairwise(ids)]
    return pd.DataFrame(rows, columns=["start", "end", "change", *PARTS])


def figures(dataset: Dataset) -> tuple[str, ...]:
    """Ids of the figures that the steps rest on."""
    cells = (f"assessments.{id_}.totals.{cell}" for id_ in editions(dataset) for cell in ("damage", "need"))
    return (*cells, "macro.prices.us_gdp_deflator")


def _step(dataset: Dataset, start: str, end: str) -> Mapping[str, float]:
    first, last = dataset.assessments[start], dataset.assessments[end]
    (damage, need), (damage_after, need_after) = _totals(first), _totals(last)
    try:
        prices = price_factor(dataset.macro, first.price_year, last.price_year)
    except UnitError:
        prices = float("nan")
    known = prices == prices
    factors = {
        **({"prices": prices} if known else {}),
        "damage": damage_after / damage / (prices if known else 1.0),
        "scope": (need_after / damage_after) / (need / damage),
    }

    def worth(moved: frozenset[str]) -> shapley.Floats:
        return np.array([need * prod(factors[part] for part in moved)])

    parts = dict(zip(factors, shapley.exact(tuple(factors), worth)[:, 0].tolist(), strict=True))
    return {"change": need_after - need, "prices": float("nan"), **parts}


def _totals(programme: Assessment) -> tuple[float, float]:
    assert programme.totals.damage is not None
    assert programme.totals.need is not None
    return programme.totals.damage.value, programme.totals.need.value
