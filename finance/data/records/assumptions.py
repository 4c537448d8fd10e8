"""What may be moved: assumptions, how they move together, and the scenarios named in advance."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from finance.data.records.fields import AssumptionId, FieldError, Flag, Group, Number, Setting, Shape
from finance.data.records.figures import Basis, Figure, Record, Text


class Assumption(Basis):
    """A number or choice that a user may move. One row feeds slider, check, draw, address and documentation."""

    label: Text
    group: Group
    first: Flag = False
    unit_: str = Field(alias="unit")
    kind: Literal["number", "choice", "switch"] = "number"
    default: Setting
    low: Number | None = None
    high: Number | None = None
    step: Annotated[Number, Field(gt=0)] | None = None
    shape: Shape = "fixed"
    choices: Mapping[str, Text] = {}
    choices_from: Literal["assessments", "commitments"] | None = None
    range: str | None = None
    help: Text

    def unit(self, field: str) -> str:
        return self.unit_

    @model_validator(mode="after")
    def _kind_has_its_fields(self) -> "Assumption":
        if self.kind == "number":
            self._check_range()
        elif self.kind == "switch" and not isinstance(self.default, bool):
            raise FieldError("default", f"is {self.default}; a switch takes true or false")
        elif self.kind == "choice" and not (self.choices or self.choices_from):
            raise ValueError("is a choice without `choices` or `choices_from`; add one of the two")
        elif self.choices and self.default not in self.choices:
            raise FieldError("default", f"is '{self.default}'; use one of {', '.join(self.choices)}")
        return self

    def _check_range(self) -> None:
        missing = [name for name in ("low", "high", "step", "range") if getattr(self, name) is None]
        if missing:
            raise ValueError(f"is a number without {', '.join(missing)}; add what is missing")
        if not isinstance(self.default, float):
            raise FieldError("default", f"is {self.default!r}, not a number; write digits, or another `kind`")
        assert self.low is not None
        assert self.high is not None
        if not self.low <= self.default <= self.high:
            outside = f"is {self.default:g}, outside the range {self.low:g} to {self.high:g}"
            raise FieldError("default", f"{outside}; mend `default`, `low` or `high`")


class Correlation(Figure):
    """How closely two assumptions move together when they are drawn: the correlation of their normal scores."""

    between: tuple[AssumptionId, AssumptionId]

    def unit(self, field: str) -> str:
        return "correlation"

    @field_validator("between")
    @classmethod
    def _two_that_differ(cls, between: tuple[str, str]) -> tuple[str, str]:
        if between[0] == between[1]:
            raise ValueError(f"names '{between[0]}' twice; name two assumptions")
        return between

    @field_validator("value")
    @classmethod
    def _is_a_correlation(cls, value: float) -> float:
        if not -1 <= value <= 1:
            raise ValueError(f"is {value:g}; a correlation lies between -1 and 1")
        return value


class Preset(Record):
    """A named scenario with its story."""

    label: Text
    story: Text
    held_by: Text
    values: Mapping[AssumptionId, Setting] = {}
