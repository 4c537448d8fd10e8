"""What is promised: books of commitments, with the lines that hold one another, and the terms of each."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from finance.data.records.fields import (
    AssumptionId,
    Currency,
    FieldError,
    Firmness,
    Flag,
    Id,
    Instrument,
    Kind,
    Published,
    Purpose,
    Reason,
    Repayment,
    SectorId,
    SourceId,
    Year,
)
from finance.data.records.figures import AmountDatedFigure, AmountFigure, Figure, Period, PositiveFigure, Record, Text

_ROUNDING = 1e-6


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


class LeftOut(Record):
    """Why a line of the book does not count, and the line that holds the same money, where one does."""

    reason: Reason
    same_as: Id | None = None
    why: Text

    @model_validator(mode="after")
    def _names_the_same_money(self) -> "LeftOut":
        if self.reason == "same_money" and not self.same_as:
            raise FieldError("same_as", "is missing; name the line that holds the same money")
        return self


_BASIS = ("origin", "locator", "derived_from", "how", "judged", "corroborated_by")
_BESIDE_A_WRONG_ENVELOPE = {"judged": "The line is reported for its envelope; its parts are not, one by one."}


def _or_a_number(schema: dict[str, Any]) -> None:
    """Let an editor know that a number may stand alone in place of a figure."""
    schema["additionalProperties"] = {"anyOf": [schema["additionalProperties"], {"type": "number"}]}


_PARTS = Field(json_schema_extra=_or_a_number)


class Commitment(Record):
    """One line of promised money; values in billions of its currency.

    A number alone under `purposes`, `split` or `kinds` stands in the envelope's document, at its place.
    """

    label: Text
    source: SourceId
    instrument: Instrument
    firmness: Firmness
    conditional: Flag = False
    currency: Currency
    agreed: Published
    window: Window
    envelope: PositiveFigure
    purposes: Annotated[Mapping[Purpose, AmountFigure], _PARTS]
    split: Annotated[Mapping[SectorId, PositiveFigure], _PARTS] = {}
    kinds: Annotated[Mapping[Kind, PositiveFigure], _PARTS] = {}
    counts_by: AssumptionId | None = None
    paid: AmountFigure | None = None
    payments: tuple[AmountDatedFigure, ...] = ()
    left_documented: AmountFigure | None = None
    terms: Terms | None = None
    earmarks: tuple[SectorId, ...] = ()
    part_of: Id | None = None
    part_why: Text | None = None
    left_out: LeftOut | None = None
    note: Text | None = None

    def unit(self, field: str) -> str:
        return f"{self.currency} bn"

    @property
    def sectors(self) -> tuple[SectorId, ...]:
        """The sectors that the line is documented for, with sums or without."""
        return tuple(dict.fromkeys((*self.split, *self.earmarks)))

    @property
    def tied(self) -> bool:
        """Whether a document ties it to one sector, or prints its split by sector."""
        return bool(self.split) or len(self.earmarks) == 1

    @field_validator("purposes", "split", "kinds", mode="before")
    @classmethod
    def _take_the_envelopes_document(cls, parts: Any, info: ValidationInfo) -> Any:
        if not isinstance(parts, Mapping):
            return parts
        envelope = info.data.get("envelope")
        basis = {name: getattr(envelope, name) for name in _BASIS} if envelope else _BESIDE_A_WRONG_ENVELOPE
        return {name: part if isinstance(part, Mapping) else {"value": part, **basis} for name, part in parts.items()}

    @field_validator("purposes")
    @classmethod
    def _add_up_to_the_envelope(
        cls, purposes: Mapping[Purpose, Figure], info: ValidationInfo
    ) -> Mapping[Purpose, Figure]:
        total, envelope = sum(figure.value for figure in purposes.values()), info.data.get("envelope")
        if envelope and abs(total - envelope.value) > _ROUNDING * max(1.0, envelope.value):
            raise ValueError(
                f"add up to {total:g} but the envelope is {envelope.value:g}; "
                "mend one of them, or put the rest under 'unspecified'"
            )
        return purposes

    @field_validator("split", "kinds")
    @classmethod
    def _fit_into_the_envelope(cls, parts: Mapping[Any, Figure], info: ValidationInfo) -> Mapping[Any, Figure]:
        total, envelope = sum(figure.value for figure in parts.values()), info.data.get("envelope")
        if envelope and total > envelope.value * (1 + _ROUNDING):
            raise ValueError(f"has {total:g} in all, more than the envelope of {envelope.value:g}; mend one of them")
        return parts

    @field_validator("paid", "left_documented")
    @classmethod
    def _within_the_envelope(cls, figure: Figure | None, info: ValidationInfo) -> Figure | None:
        envelope = info.data.get("envelope")
        if figure and envelope and figure.value > envelope.value * (1 + _ROUNDING):
            raise ValueError(f"is {figure.value:g}, more than the envelope of {envelope.value:g}; mend one of the two")
        return figure

    @model_validator(mode="after")
    def _payments_make_sense(self) -> "Commitment":
        total, paid = sum(payment.value for payment in self.payments), self.paid.value if self.paid else 0.0
        if total > paid * (1 + _ROUNDING):
            raise FieldError("payments", f"add up to {total:g}, more than the {paid:g} paid; mend one of them")
        left = self.envelope.value - paid
        if self.left_documented and self.left_documented.value > left + _ROUNDING * self.envelope.value:
            documented = f"is {self.left_documented.value:g}, more than the envelope less what was paid, {left:g}"
            raise FieldError("left_documented", f"{documented}; mend one of them")
        if self.left_out and self.part_of and self.left_out.same_as:
            both = f"is '{self.part_of}' while the line gives way to '{self.left_out.same_as}'"
            raise FieldError("part_of", f"{both}, so that one sum would be cut out twice; keep one of the two")
        return self


class Ledger(Record):
    """A book of commitments. Its lines may go on in a folder of its name, one file a payer or group of payers."""

    label: Text
    note: Text
    from_year: Year
    kept_to: dt.date | None = None
    commitments: Mapping[Id, Commitment] = {}
