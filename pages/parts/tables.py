"""Tables of numbers, each number written as the reader's language writes it and sorted as a number."""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from math import ceil
from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd
import streamlit as st

from finance.outputs import fitting
from finance.outputs.html import markup
from pages.parts.words import language

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

Formats: TypeAlias = Mapping[str, Callable[[float], str]]
"""How the numbers of a column are written, by its name."""

MISSING = "–"
ROW, WRAPPED_ROW = 35, 68
"""Height of a row of one line, and of one whose words take up to LINES: below 64 Streamlit breaks no line [px]."""
LINES = 3
LETTERS, PAD = 13.0, 22
"""Size of letters as wide as those of a grid, and the room beside a text [px]."""
WRAPPED, LONGEST = 200, 480
"""A column of words is at most so wide where they may take LINES, and where they stand on one [px]."""


def numbers(table: pd.DataFrame, key: str, digits: int = 1, shares: Collection[str] = (), **more: Any) -> Any:
    """A grid whose fractional columns have `digits` decimals, and those named in `shares` per cents.

    `more` is passed on to `written`; what a choice of cells or rows gives comes back.
    """
    return written(table, key, _formats(table, digits, shares), **more)


def written(
    table: pd.DataFrame,
    key: str,
    formats: Formats | None = None,
    rows: int | None = None,
    wrap: bool = False,
    column_config: Mapping[str, Any] | None = None,
    **more: Any,
) -> Any:
    """A grid whose columns are written by `formats`, and columns of words are as wide as their longest.

    It shows `rows` rows before it scrolls; with `wrap` long words break into lines. `more` is passed on to Streamlit.
    """
    widths = {name: _width([name, *table[name]]) for name in table.columns if _is_words(table[name])}
    wraps = wrap and any(width > WRAPPED for width in widths.values())
    fitted = {name: _narrowed(width) if wraps else min(width, LONGEST) for name, width in widths.items()}
    config: dict[str, Any] = {name: {"width": width} for name, width in fitted.items()}
    for name, own in (column_config or {}).items():
        config[name] = config.get(name, {}) | {what: value for what, value in own.items() if value is not None}
    height = WRAPPED_ROW if wraps else ROW
    if rows:
        more["height"] = ROW + height * min(len(table), rows) + 3
    return st.dataframe(
        _styled(table, formats) if formats else table,
        hide_index=True,
        key=key,
        placeholder=MISSING,
        column_config=config,
        row_height=height if wraps else None,
        **more,
    )


def plain(table: pd.DataFrame, label: str, digits: int = 1) -> None:
    """A table named `label` that is read and not worked with: its words break into lines where the screen is narrow."""
    st.html(markup.table(table, language(), label, digits))


def _is_words(column: pd.Series) -> bool:
    return pd.api.types.is_object_dtype(column) or pd.api.types.is_string_dtype(column)


def _width(texts: Iterable[object]) -> int:
    """What the longest of the texts takes on one line [px]."""
    return ceil(max(fitting.width(str(text), LETTERS) for text in texts) + PAD)


def _narrowed(width: int) -> int:
    """The width of a column whose longest text, `width` wide on one line, may take LINES."""
    return min(width, max(WRAPPED, ceil(1.2 * width / LINES)))


def _formats(table: pd.DataFrame, digits: int, shares: Collection[str] = ()) -> Formats:
    said = language()
    number = partial(said.number, digits=digits)
    return {name: said.percent if name in shares else number for name in table.select_dtypes("float").columns}


def _styled(table: pd.DataFrame, formats: Formats) -> "Styler":
    return table.style.format(formats, na_rep=MISSING)  # type: ignore[arg-type]  # the stubs know no callable by column
