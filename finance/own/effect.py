"""What own figures change: one scenario without and with them."""

import pandas as pd

from finance.model.funding import LEFT_OUT
from finance.model.gap import HEADLINE, Result


def headline(without: Result, with_: Result) -> pd.DataFrame:
    """measure, without, with, change: one row a headline figure [USD bn; coverage a fraction, NaN without a need]."""
    rows = [(name, getattr(without, name), getattr(with_, name)) for name in HEADLINE]
    table = pd.DataFrame(rows, columns=["measure", "without", "with"]).astype({"without": float, "with": float})
    return table.assign(change=table["with"] - table["without"])


def by_sector(without: Result, with_: Result) -> pd.DataFrame:
    """sector, and need and gap each without, with and as a change [USD bn]: one row a sector of either, in order."""
    before, after = (result.by_sector.set_index("sector")[["need", "gap"]] for result in (without, with_))
    order = [id_ for id_ in with_.dataset.sectors if id_ in before.index or id_ in after.index]
    before, after = before.reindex(order).fillna(0.0), after.reindex(order).fillna(0.0)
    columns = {
        f"{name}_{side}": table[name]
        for name in ("need", "gap")
        for side, table in (("without", before), ("with", after), ("change", after - before))
    }
    return pd.DataFrame(columns).rename_axis("sector").reset_index()


def counted(result: Result, ids: frozenset[str]) -> pd.Series:
    """Of some lines of the ledger: gross, what is left out by reason, and what is available [USD bn]."""
    lines = result.by_source
    mine = lines[lines["commitment"].isin(ids)]
    gross = (mine["face"] * mine["rate"]).sum()
    return pd.Series({"gross": gross, **mine[[*LEFT_OUT, "available"]].sum().to_dict()})
