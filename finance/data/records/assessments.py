"""What is needed: assessments of damage, loss and need, and plans."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, field_validator

from finance.data.records.fields import (
    Amount,
    Cell,
    Currency,
    FieldError,
    Id,
    Published,
    RegionId,
    SectorId,
    Whole,
    Year,
)
from finance.data.records.figures import AmountFigure, Figure, Record, Text


class Horizon(Record):
    """The years that a programme covers."""

    start: Year
    years: Annotated[Whole, Field(ge=1, le=50)]


class Cells(Record):
    """Damage, loss and need of one sector, region or territory, as printed."""

    damage: AmountFigure | None = None
    loss: AmountFigure | None = None
    need: AmountFigure | None = None

    def get(self, cell: Cell) -> Figure | None:
        figure: Figure | None = getattr(self, cell)
        return figure


class Group(Cells):
    """Damage, loss and need that a document gives for several sectors together."""

    label: Text
    sectors: Annotated[tuple[SectorId, ...], Field(min_length=2)]


class Detail(Record):
    """A part of a sector, a share, or another figure of the document that is no row of its tables."""

    label: Text
    measure: Literal["damage", "loss", "need", "damage_and_loss", "met", "priority", "funded", "unfunded", "share"]
    sector: SectorId | None = None
    region: RegionId | None = None
    year: Year | None = None
    value: AmountFigure

    def unit(self, field: str) -> str | None:
        return "fraction" if self.measure == "share" else None


class Conflict(Record):
    """The same quantity printed otherwise elsewhere, and why the default is not this one."""

    figure: str
    value: Figure
    why: Text


class Assessment(Record):
    """One edition of damage, loss and need, or a plan's cost; values in billions of its currency."""

    label: Text
    note: Text
    currency: Currency
    measure: Literal["need", "plan"] = "need"
    price_year: Year
    price_year_note: str | None = None
    as_of: dt.date
    published: Published
    horizon: Horizon
    tolerance: Amount
    totals: Cells
    held: Cells | None = None
    sectors: Mapping[SectorId, Cells] = {}
    regions: Mapping[RegionId, Cells] = {}
    groups: Mapping[Id, Group] = {}
    details: Mapping[Id, Detail] = {}
    conflicts: tuple[Conflict, ...] = ()

    def unit(self, field: str) -> str:
        return f"{self.currency} bn"

    @field_validator("totals")
    @classmethod
    def _has_a_need(cls, totals: Cells) -> Cells:
        if totals.need is None:
            raise ValueError("has no need; add it, because a gap is measured against it")
        if totals.need.value == 0:
            raise FieldError("need", "is 0; a need must be above zero, or the file deleted")
        return totals


class Part(Record):
    """One reported part of a plan."""

    label: Text
    currency: Currency
    value: Figure

    def unit(self, field: str) -> str:
        return f"{self.currency} bn"


class Plan(Assessment):
    """A programme with its cost and the parts that it is said to be paid from."""

    parts: Mapping[Id, Part] = {}
