"""The records of `data/`: frozen, typed, and strict about what they refer to.

A record checks what one row can see by itself: its fields, the ids it names (known ids come in the validation
context), and that its figures agree. What needs several rows or files is in `finance.check`. Each message goes on
from the name of the field: "has no origin; add …".
"""

import datetime as dt
import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Annotated, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    ValidationInfo,
    field_validator,
    model_validator,
)

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
Firmness = Literal["announced", "pledged", "committed", "allocated", "disbursed"]
Purpose = Literal["reconstruction", "budget", "military", "humanitarian", "private_sector", "unspecified"]
Instrument = Literal["grant", "loan", "contingent_loan", "guarantee", "equity", "mixed"]
Reliability = Literal["A", "B", "C", "D"]
Repayment = Literal["level", "annuity", "bullet"]
Profile = Literal["linear", "front_loaded", "s_curve", "beta", "two_phase"]
Group = Literal["scope", "money", "allocation", "private", "time", "closing", "terms", "chance", "display"]
Shape = Literal["fixed", "uniform", "triangular", "pert"]

FIRMNESS: tuple[Firmness, ...] = get_args(Firmness)
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


class FieldError(ValueError):
    """What is wrong with one field of a record, where only the whole record shows it."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


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

    def in_(self, language: str) -> str:
        return (self.uk if language == "uk" else None) or self.en


class Basis(Record):
    """Where a number comes from: a document, other figures, or stated judgement."""

    origin: OriginId | None = None
    locator: str | None = None
    printed: str | None = None
    note: str | None = None
    derived_from: tuple[str, ...] = ()
    how: str | None = None
    judged: str | None = None
    as_of: dt.date | None = None

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


class YearFigure(Figure):
    """A figure of one year."""

    year: Year
    forecast: Flag = False


class Origin(Record):
    """A document that figures were published in."""

    producer: str
    title: str
    published: Published
    url: str | None = None
    reliability: Reliability
    note: str | None = None


class Sector(Record):
    """A sector of the needs assessments."""

    label: Text
    order: Whole
    colour: Colour
    investors: Literal["public", "private", "mixed"]
    judged: str | None = None
    profile: Profile | None = None
    profile_judged: str | None = None

    @model_validator(mode="after")
    def _profile_has_its_reason(self) -> "Sector":
        if self.profile and not self.profile_judged:
            raise FieldError("profile", "has no reason; add `profile_judged` with why its works come so")
        return self


class Source(Record):
    """Who pays: an institution or a kind of financier."""

    label: Text
    kind: Literal["development_bank", "eu", "bilateral", "imf", "domestic", "private", "pooled"]
    colour: Colour


class Region(Record):
    """One oblast or city with special status: its place on the tile map and its occupied share of area."""

    label: Text
    short: Text
    tile: tuple[Whole, Whole]
    occupied_share: ShareFigure | None = None

    def unit(self, field: str) -> str:
        return "share of area"


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


class Change(Record):
    """A day on which results changed: why, and the gap of every preset from then on [USD bn]."""

    date: dt.date
    why: Text
    gaps: Mapping[Id, Number]


class Question(Record):
    """A question that readers bring: the screen and the state that answer it, and how to read them."""

    asks: Text
    screen: Id
    scenario: Id
    values: Mapping[AssumptionId, Setting] = {}
    read: Text


class Benchmark(Record):
    """A past reconstruction or another promise of money: billions of its currency; ratios are fractions."""

    label: Text
    evidence_for: AssumptionId | None = None
    period: Period
    per_head: AmountFigure | None = None
    currency: Currency | None = None
    unit_: str | None = Field(default=None, alias="unit")
    price_year: Year | None = None
    pledged: Figure | None = None
    committed: Figure | None = None
    paid: Figure | None = None
    ratio: Figure | None = None
    share_of_gdp: Figure | None = None
    share_of_gdp_a_year: Figure | None = None
    others: Mapping[Id, Figure] = {}
    note: Text | None = None

    @model_validator(mode="after")
    def _evidence_has_its_ratio(self) -> "Benchmark":
        if self.evidence_for and not self.ratio:
            raise FieldError("evidence_for", "is set but there is no ratio; add `ratio`, paid of pledged")
        if self.per_head and not self.currency:
            raise FieldError("per_head", "has no currency; add `currency`")
        return self

    def unit(self, field: str) -> str | None:
        if field in ("ratio", "share_of_gdp", "share_of_gdp_a_year"):
            return "fraction"
        if field == "per_head":
            return f"{self.currency} a person and year"
        if field == "others":
            return "as printed"
        return self.unit_ or f"{self.currency} bn"


class ResidualSource(Record):
    """A candidate to close the gap: the assumption that caps it, its cost, and how much of it adds to public debt."""

    label: Text
    source: SourceId
    cap: AssumptionId
    cost: Figure
    adds_debt: ShareFigure
    evidence: Text

    def unit(self, field: str) -> str:
        return "fraction a year" if field == "cost" else "share"


class Claim(Figure):
    """A published statement that the product can check."""

    label: Text
    says: Text
    unit_: str = Field(alias="unit")

    def unit(self, field: str) -> str:
        return self.unit_


class DebtTarget(YearFigure):
    """A debt ceiling that a programme sets for a year."""

    programme: str


class QuarterFigure(Figure):
    """A figure of one quarter."""

    quarter: Annotated[Whole, Field(ge=1, le=4)]


class Range(Record):
    """Lowest and highest value on record."""

    low: Figure
    high: Figure


class Prices(Record):
    """Price indices by year, and the quarters that they are the means of."""

    us_gdp_deflator: tuple[YearFigure, ...]
    us_gdp_deflator_quarterly: Mapping[str, tuple[QuarterFigure, ...]] = {}


class Macro(Record):
    """Dated series of the economy and of money."""

    valuation_date: dt.date
    ecb_reference: Mapping[Currency, DatedFigure] = {}
    nbu_official: Mapping[Currency, DatedFigure] = {}
    exchange_rates: Mapping[Currency, tuple[Annotated[DatedFigure, AfterValidator(_above_zero)], ...]]
    ranges: Mapping[Id, Range] = {}
    prices: Prices
    gdp: tuple[YearFigure, ...] = ()
    gdp_inputs: Mapping[Id, Figure] = {}
    real_growth: tuple[YearFigure, ...] = ()
    growth_forecasts: Mapping[Id, tuple[YearFigure, ...]] = {}
    population: tuple[YearFigure, ...] = ()
    debt: tuple[YearFigure, ...] = ()
    debt_forecasts: Mapping[Id, tuple[YearFigure, ...]] = {}
    debt_service: Mapping[Id, Figure] = {}
    debt_targets: tuple[DebtTarget, ...] = ()
    gross_financing_need_target: Figure | None = None
    imf_financing_gap: Mapping[Id, Figure] = {}

    def unit(self, field: str) -> str | None:
        return _MACRO_UNITS.get(field)


_MACRO_UNITS = {
    "ecb_reference": "units per EUR",
    "nbu_official": "UAH per unit",
    "exchange_rates": "USD per unit",
    "ranges": "USD per EUR",
    "prices": "index",
    "gdp": "USD bn",
    "gdp_inputs": "as printed",
    "real_growth": "fraction a year",
    "growth_forecasts": "fraction a year",
    "population": "million",
    "debt": "share of GDP",
    "debt_forecasts": "share of GDP",
    "debt_service": "fraction a year, or years",
    "debt_targets": "share of GDP",
    "gross_financing_need_target": "share of GDP",
    "imf_financing_gap": "USD bn",
}
