"""The kinds of value that a field of a record may have, and the ids that it may name."""

import datetime as dt
import difflib
from collections.abc import Callable, Iterable
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Field, Strict, ValidationInfo

ID = r"^[a-z][a-z0-9_]*$"
COLOUR = r"^#[0-9a-fA-F]{6}$"
CURRENCY = r"^[A-Z]{3}$"
PUBLISHED = r"^\d{4}(-\d{2}(-\d{2})?)?$"

Id = Annotated[str, Field(pattern=ID)]
Colour = Annotated[str, Field(pattern=COLOUR)]
Currency = Annotated[str, Field(pattern=CURRENCY)]
Number = Annotated[float, Strict(), Field(allow_inf_nan=False)]
Amount = Annotated[Number, Field(ge=0)]
Flag = Annotated[bool, Strict()]
Whole = Annotated[int, Strict()]
Year = Annotated[Whole, Field(ge=1900, le=2200)]
Published = Annotated[
    str,
    BeforeValidator(lambda value: str(value) if isinstance(value, dt.date | int) else value),
    Field(pattern=PUBLISHED),
]


def _one_value(value: object) -> object:
    if not isinstance(value, bool | int | float | str):
        raise ValueError("is no single value; write one number, one word, true or false")
    return value


Setting = Annotated[Flag | Number | str, BeforeValidator(_one_value)]
"""What an assumption may be set to."""

Measure = Literal["damage", "loss", "need", "plan"]
Cell = Literal["damage", "loss", "need"]
Headline = Literal["need", "available", "funded", "gap", "stranded", "coverage"]
Firmness = Literal["announced", "pledged", "committed", "allocated", "disbursed"]
Purpose = Literal["reconstruction", "budget", "military", "humanitarian", "private_sector", "unspecified"]
Instrument = Literal["grant", "loan", "contingent_loan", "guarantee", "equity", "mixed"]
Kind = Literal["grant", "loan", "contingent_loan", "guarantee", "equity"]
Reason = Literal["spent", "fuel", "same_money", "memorandum", "plan", "superseded", "not_rebuilding"]
Cause = Literal["grades", "slices", "documents", "payments"]
Reliability = Literal["A", "B", "C", "D"]
Standing = Literal["official", "corroborated", "press", "unverified"]
Repayment = Literal["level", "annuity", "bullet"]
Profile = Literal["linear", "front_loaded", "s_curve", "beta", "two_phase"]
Group = Literal["scope", "money", "allocation", "private", "time", "closing", "terms", "chance", "display"]
Shape = Literal["fixed", "uniform", "triangular", "pert"]

FIRMNESS: tuple[Firmness, ...] = get_args(Firmness)
STANDING: tuple[Standing, ...] = get_args(Standing)
"""From the best documents to the weakest."""
NOT_ITEMISED = "not_itemised"


def suggestion(value: str, known: Iterable[str]) -> str:
    """What to do about a name that is not among the known ones: the nearest of them, or all where they are few."""
    names = sorted(known)
    if near := difflib.get_close_matches(value, names, n=1, cutoff=0.7):
        return f"did you mean '{near[0]}'?"
    return f"use one of {', '.join(names)}" if 0 < len(names) <= 30 else "add it there first"


def _known(kind: str) -> Callable[[str, ValidationInfo], str]:
    def check(value: str, info: ValidationInfo) -> str:
        known = (info.context or {}).get(kind)
        if known is not None and value not in known:
            raise ValueError(f"names '{value}', which is not in {kind}.yaml; {suggestion(value, known)}")
        return value

    return check


OriginId = Annotated[str, AfterValidator(_known("origins"))]
SectorId = Annotated[str, AfterValidator(_known("sectors"))]
SourceId = Annotated[str, AfterValidator(_known("sources"))]
RegionId = Annotated[str, AfterValidator(_known("regions"))]
AssumptionId = Annotated[str, AfterValidator(_known("assumptions"))]
TermId = Annotated[str, AfterValidator(_known("glossary"))]


class FieldError(ValueError):
    """What is wrong with one field of a record, where only the whole record shows it."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)
