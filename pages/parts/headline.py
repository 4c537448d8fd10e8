"""The four figures above every screen, in words, each with its change against the preset."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

import streamlit as st

from finance.language import naming
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.model.gap import Result
from pages.parts.glossary import meaning

Better = Literal["green", "red", "gray"]


class Amounts(NamedTuple):
    """Need, money available and gap [USD bn], coverage [fraction, None where there is no need]."""

    need: float
    available: float
    gap: float
    coverage: float | None

    @classmethod
    def of(cls, result: Result) -> "Amounts":
        return cls(result.need, result.available, result.gap, result.coverage)


@dataclass(frozen=True)
class Figure:
    """One figure as it is shown, what changed since the preset, and in colour whether that is better or worse."""

    shown: str
    change: str
    better: Better


def figures(display: Display, now: Amounts, start: Amounts) -> tuple[Figure, ...]:
    """Need, available, gap and coverage, in this order."""
    money = ((now.need, start.need, -1), (now.available, start.available, 1), (now.gap, start.gap, -1))
    points = ((now.coverage or 0.0) - (start.coverage or 0.0)) * 100
    return (
        *(
            Figure(display.money(usd), display.change(usd - before), _better(sign * display.amount(usd - before)))
            for usd, before, sign in money
        ),
        Figure(display.percent(now.coverage), display.points(now.coverage, start.coverage) or "", _better(points)),
    )


def labels(language: Language) -> tuple[str, ...]:
    """Names of the four figures."""
    names = naming.headline(language)
    return tuple(names[id_] for id_ in Amounts._fields)


def _better(change: float) -> Better:
    """Only a change that is seen has a colour."""
    seen = round(change, 1)
    return "green" if seen > 0 else "red" if seen < 0 else "gray"


def show(display: Display, four: tuple[Figure, ...]) -> None:
    """The definition as a sentence, and the four figures; what changed is said only where something was moved."""
    moved = bool(display.result.scenario.moved())
    with st.container(key="definition"):
        st.markdown(display.definition)
    with st.container(key="headline"):
        for id_, label, figure in zip(Amounts._fields, labels(display.language), four, strict=True):
            change, colour, help_ = figure.change if moved and figure.change else None, figure.better, meaning(id_)
            st.metric(label, figure.shown, change, delta_color=colour, delta_arrow="off", border=True, help=help_)
