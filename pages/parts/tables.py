"""Tables of numbers, each number written as the reader's language writes it and sorted as a number."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd
import streamlit as st

from pages.parts.words import language

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

Formats: TypeAlias = Mapping[str, Callable[[float], str]]
"""How the numbers of a column are written, by its name."""

MISSING = "–"


def numbers(table: pd.DataFrame, key: str, digits: int = 1, shares: Collection[str] = (), **more: Any) -> Any:
    """A table whose fractional columns have `digits` decimals, and those named in `shares` per cents.

    `more` is passed on to Streamlit; what a choice of cells or rows gives comes back.
    """
    return written(table, key, _formats(table, digits, shares), **more)


def written(table: pd.DataFrame, key: str, formats: Formats, **more: Any) -> Any:
    """A table whose columns are written by `formats`."""
    return st.dataframe(_styled(table, formats), hide_index=True, key=key, placeholder=MISSING, **more)


def short(table: pd.DataFrame) -> None:
    """A table of few columns and rows, whose words break into lines where the screen is narrow."""
    st.table(_styled(table, _formats(table, 1)), hide_index=True, border="horizontal")


def _formats(table: pd.DataFrame, digits: int, shares: Collection[str] = ()) -> Formats:
    said = language()
    number = partial(said.number, digits=digits)
    return {name: said.percent if name in shares else number for name in table.select_dtypes("float").columns}


def _styled(table: pd.DataFrame, formats: Formats) -> "Styler":
    return table.style.format(formats, na_rep=MISSING)  # type: ignore[arg-type]  # the stubs know no callable by column
