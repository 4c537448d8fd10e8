"""What every record is made of: texts, and figures with the basis that each must have."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticKnownError

from finance.data.records.fields import Flag, Number, OriginId, Year


class Record(BaseModel):
    """A frozen record that refuses unknown fields and knows the unit of its figures."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def unit(self, field: str) -> str | None:
        """Unit of the figures below `field`, or None where the record around this one says it."""
        return None


class Text(Record):
    """A label or sentence in English and, where it has been translated, Ukrainian."""

    en: str
    uk: str | None = None

    def __bool__(self) -> bool:
        return bool(self.en)

    def in_(self, language: str) -> str:
        return (self.uk if language == "uk" else None) or self.en


def _in_english(value: object) -> object:
    """A sentence that stands alone is English."""
    if isinstance(value, str):
        return Text(en=value)
    if isinstance(value, Text | Mapping):
        return value
    raise PydanticKnownError("string_type")


Sentence = Annotated[Text, BeforeValidator(_in_english, json_schema_input_type=Text | str)]
"""What is said of a figure: in both languages, or in English alone, which the catalogue may translate."""


class Basis(Record):
    """Where a number comes from: a document, other figures, or stated judgement."""

    origin: OriginId | None = None
    locator: Sentence | None = None
    printed: str | None = None
    note: Sentence | None = None
    derived_from: tuple[str, ...] = ()
    how: Sentence | None = None
    judged: Sentence | None = None
    as_of: dt.date | None = None
    corroborated_by: tuple[OriginId, ...] = ()
    closes: str | None = None

    @model_validator(mode="after")
    def _has_one_basis(self) -> "Basis":
        if self.origin and not self.locator:
            raise ValueError("names an origin but no locator; add `locator` with the page, table or paragraph")
        if self.derived_from and not self.how:
            raise ValueError("is derived but does not say how; add `how` with the computation in words")
        if self.basis is None:
            raise ValueError("has no origin; add `origin` and `locator`, or `derived_from` and `how`, or `judged`")
        return self

    @property
    def basis(self) -> Literal["sourced", "derived", "judged"] | None:
        if self.origin:
            return "sourced"
        if self.derived_from:
            return "derived"
        return "judged" if self.judged else None


class Figure(Basis):
    """One number with its basis, in the unit and currency of the record that it stands in."""

    value: Number


def _not_negative(figure: Figure) -> Figure:
    if figure.value < 0:
        raise ValueError(f"is {figure.value:g}; an amount must not be below zero")
    return figure


def _above_zero(figure: Figure) -> Figure:
    if figure.value <= 0:
        raise ValueError(f"is {figure.value:g}; it must be above zero")
    return figure


def _is_share(figure: Figure) -> Figure:
    if not 0 <= figure.value <= 1:
        raise ValueError(f"is {figure.value:g}; a share is a fraction from 0 to 1 (0.2 for 20 %)")
    return figure


AmountFigure = Annotated[Figure, AfterValidator(_not_negative)]
PositiveFigure = Annotated[Figure, AfterValidator(_above_zero)]
ShareFigure = Annotated[Figure, AfterValidator(_is_share)]


class DatedFigure(Figure):
    """A figure of one day."""

    date: dt.date


PositiveDatedFigure = Annotated[DatedFigure, AfterValidator(_above_zero)]
AmountDatedFigure = Annotated[DatedFigure, AfterValidator(_not_negative)]


class YearFigure(Figure):
    """A figure of one year."""

    year: Year
    forecast: Flag = False


class Period(Record):
    """First and last year that something was counted over."""

    start: Year
    end: Year

    @field_validator("end")
    @classmethod
    def _not_before_the_start(cls, end: int, info: ValidationInfo) -> int:
        start = info.data.get("start", end)
        if end < start:
            raise ValueError(f"is {end}, before the start in {start}; swap the two")
        return end
