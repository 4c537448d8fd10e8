"""Tables of numbers: each number as the reader's language writes it, a missing one as a dash."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from pages.parts.words import language

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler


def written(table: pd.DataFrame, digits: int, shares: Sequence[str] = ()) -> "Styler":
    """The table with its numbers in words, `shares` in percent; sorting and files still have the numbers themselves."""
    said, number = language(), table.select_dtypes("float").columns
    looks = {name: said.percent if name in shares else partial(said.number, digits=digits) for name in number}
    return table.style.format(looks, na_rep="–")  # type: ignore[arg-type]  # the stubs know no callable by column


def numbers(table: pd.DataFrame, key: str) -> None:
    """A table that may be long, each number with the one decimal that it was rounded to."""
    st.dataframe(written(table, 1), hide_index=True, key=key)


def short(table: pd.DataFrame) -> None:
    """A table of few columns and rows, whose words break into lines where the screen is narrow."""
    st.table(written(table, 1), hide_index=True, border="horizontal")
