"""What is promised: books of commitments with their terms and overlaps."""

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from finance.records.fields import (
    AssumptionId,
    Currency,
    FieldError,
    Firmness,
    Flag,
    Id,
    Instrument,
    Published,
    Purpose,
    Repayment,
    SectorId,
    SourceId,
    Year,
)
from finance.records.figures import AmountFigure, Figure, Period, PositiveFigure, Record, Text


class Terms(Record):
    """What a loan costs, how it is repaid, and what has to happen before it falls due."""

    due_if: Literal["reparations"] | None = None
    repayment: Repayment | None = None
    rate: AmountFigure | None = None
    maturity: PositiveFigure | None = None
    interval: AmountFigure | None = None

    def unit(self, field: str) -> str:
        return "fraction a year" if field == "rate" else "years"

    @model_validator(mode="after")
    def _make_sense(self) -> "Terms":
        for name, figure in (("maturity", self.maturity), ("interval", self.interval)):
            if figure and (2 * figure.value) % 1:
                raise FieldError(
                    name,
                    f"is {figure.value:g} years; write whole or half years, because two payments a year are counted",
                )
        if self.maturity and self.interval and self.interval.value > self.maturity.value:
            longer = f"is {self.interval.value:g}, longer than the maturity of {self.maturity.value:g}"
            raise FieldError("interval", f"{longer}; mend one of the two")
        return self


class Window(Period):
    """First and last year in which the money is to be paid."""


class Overlap(Record):
    """The same money under another line, and which of the two is not counted."""

    with_: str = Field(alias="with")
    drop: str
    amount: AmountFigure | None = None
    why: Text


class Commitment(Record):
    """One line of promised money; values in billions of its currency."""

    label: Text
    source: SourceId
    instrument: Instrument
    firmness: Firmness
    conditional: Flag = False
    currency: Currency
    agreed: Published
    window: Window
    envelope: PositiveFigure
    purposes: Mapping[Purpose, AmountFigure]
    counts_by: AssumptionId | None = None
    paid: AmountFigure | None = None
    terms: Terms | None = None
    earmarks: tuple[SectorId, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    note: Text | None = None

    def unit(self, field: str) -> str:
        return f"{self.currency} bn"

    @field_validator("purposes")
    @classmethod
    def _add_up_to_the_envelope(
        cls, purposes: Mapping[Purpose, Figure], info: ValidationInfo
    ) -> Mapping[Purpose, Figure]:
        total, envelope = sum(figure.value for figure in purposes.values()), info.data.get("envelope")
        if envelope and abs(total - envelope.value) > 1e-6 * max(1.0, envelope.value):
            raise ValueError(
                f"add up to {total:g} but the envelope is {envelope.value:g}; "
                "mend one of them, or put the rest under 'unspecified'"
            )
        return purposes

    @field_validator("paid")
    @classmethod
    def _within_the_envelope(cls, paid: Figure | None, info: ValidationInfo) -> Figure | None:
        envelope = info.data.get("envelope")
        if paid and envelope and paid.value > envelope.value:
            raise ValueError(f"is {paid.value:g}, more than the envelope of {envelope.value:g}; mend one of the two")
        return paid


class Ledger(Record):
    """A book of commitments."""

    label: Text
    note: Text
    from_year: Year
    commitments: Mapping[Id, Commitment]

    def dropped(self) -> Iterator[tuple[str, str, Overlap]]:
        """(dropped line, line kept in its place, the overlap) for every listed overlap."""
        for id_, line in self.commitments.items():
            for overlap in line.overlaps:
                yield overlap.drop, (overlap.with_ if overlap.drop == id_ else id_), overlap
