"""Tables of numbers, each number written as the reader's language writes it and sorted as a number."""

from collections.abc import Collection
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts.words import language

MISSING = "–"


def numbers(table: pd.DataFrame, key: str, digits: int = 1, shares: Collection[str] = (), **more: Any) -> Any:
    """A table whose fractional columns have `digits` decimals, and those named in `shares` per cents.

    `more` is passed on to Streamlit; what a choice of cells or rows gives comes back.
    """
    formats = {
        name: language().percent if name in shares else partial(language().number, digits=digits)
        for name in table.select_dtypes("float").columns
    }
    return written(table, key, formats, **more)


def written(table: pd.DataFrame, key: str, formats: Any, **more: Any) -> Any:
    """A table whose columns are written by `formats`: a function from the number to its words, by column."""
    styled = table.style.format(formats, na_rep=MISSING)
    return st.dataframe(styled, hide_index=True, key=key, placeholder=MISSING, **more)
