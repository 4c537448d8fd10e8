"""Two cards a row, which stand below each other in the same order where the screen is narrow."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

Card = TypeVar("Card")


def pairs(cards: Iterable[Card]) -> Iterator[tuple[DeltaGenerator, Card]]:
    """Each card with the column that it goes into."""
    left = iter(cards)
    while row := tuple(islice(left, 2)):
        yield from zip(st.columns(2), row, strict=False)
