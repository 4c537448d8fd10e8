"""The records of `data/`: frozen, typed, and strict about what they refer to.

A record checks what it can see by itself: its fields, the ids it names (known ids come in the validation
context), and sums inside it. What needs two files is in `finance.check`.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Annotated, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    ValidationInfo,
    model_validator,
)

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Number = Annotated[float, Strict(), Field(allow_inf_nan=False)]
Amount = Annotated[Number, Field(ge=0)]
Year = Annotated[int, Strict(), Field(ge=1900, le=2200)]
Published = Annotated[
    str,
    BeforeValidator(lambda value: str(value) if isinstance(value, dt.date | int) else value),
    Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$"),
]

Measure = Literal["damage", "loss", "need", "plan"]
Cell = Literal["damage", "loss", "need"]
Firmness = Literal["announced", "pledged", "committed", "allocated", "disbursed"]
Purpose = Literal["reconstruction", "budget", "military", "humanitarian", "private_sector", "unspecified"]
Instrument = Literal["grant", "loan", "contingent_loan", "guarantee", "equity", "mixed"]
Reliability = Literal["A", "B", "C", "D"]
Group = Literal["scope", "money", "allocation", "private", "time", "terms", "display"]

FIRMNESS: tuple[Firmness, ...] = get_args(Firmness)
NOT_ITEMISED = "not_itemised"


def _known(kind: str) -> Callable[[str, ValidationInfo], str]:
    def check(value: str, info: ValidationInfo) -> str:
        known = (info.context or {}).get(kind)
        if known is not None and value not in known:
            raise ValueError(f"'{value}' is not in {kind}.yaml; add it there or use one of {', '.join(sorted(known))}")
        return value

    return check


OriginId = Annotated[str, AfterValidator(_known("origins"))]
SectorId = Annotated[str, AfterValidator(_known("sectors"))]
SourceId = Annotated[str, AfterValidator(_known("sources"))]
RegionId = Annotated[str, AfterValidator(_known("regions"))]
AssumptionId = Annotated[str, AfterValidator(_known("assumptions"))]


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
            raise ValueError("the figure names an origin but no locator; add the page, table or paragraph")
        if self.derived_from and not self.how:
            raise ValueError("the figure is derived but does not say how; add `how`")
        if self.basis is None:
            raise ValueError(
                "the figure has no origin; add `origin` and `locator`, or `derived_from` and `how`, or `judged`"
            )
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


class DatedFigure(Figure):
    """A figure of one day."""

    date: dt.date


class YearFigure(Figure):
    """A figure of one year."""

    year: Year
    forecast: bool = False


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
    order: int
    colour: Colour
    investors: Literal["public", "private", "mixed"]
    judged: str | None = None


class Source(Record):
    """Who pays: an institution or a kind of financier."""

    label: Text
    kind: Literal["development_bank", "eu", "bilateral", "imf", "domestic", "private", "pooled"]
    colour: Colour


class Region(Record):
    """One oblast or city with special status: its place on the tile map and its occupied share of area."""

    label: Text
    tile: tuple[int, int]
    occupied_share: Figure | None = None

    def unit(self, field: str) -> str:
        return "share of area"


class Horizon(Record):
    """The years that a programme covers."""

    start: Year
    years: Annotated[int, Strict(), Field(ge=1, le=50)]


class Cells(Record):
    """Damage, loss and need of one sector, region or territory, as printed."""

    damage: Figure | None = None
    loss: Figure | None = None
    need: Figure | None = None

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

    @model_validator(mode="after")
    def _rows_add_up(self) -> "Assessment":
        for cell in get_args(Cell):
            total = self.totals.get(cell)
            rows = [figure for cells in self.sectors.values() if (figure := cells.get(cell))]
            if rows and total is None:
                raise ValueError(f"sectors print {cell} but totals.{cell} is missing; add the document's own total")
            if rows and total and abs(sum(row.value for row in rows) - total.value) > self.tolerance:
                raise ValueError(
                    f"sector rows of {cell} add up to {sum(row.value for row in rows):g}, the total says "
                    f"{total.value:g}, which is more than the tolerance of {self.tolerance:g} apart; "
                    f"mend a row or the row '{NOT_ITEMISED}'"
                )
        if self.totals.need is None:
            raise ValueError("totals.need is missing; an edition without a need cannot stand on the left of a gap")
        if self.totals.need.value <= 0:
            raise ValueError(
                f"totals.need is {self.totals.need.value:g}; a need must be above zero, or the file deleted"
            )
        return self


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
    """What a loan costs."""

    rate: Figure | None = None
    maturity: Figure | None = None
    interval: Figure | None = None

    def unit(self, field: str) -> str:
        return "fraction a year" if field == "rate" else "years"


class Window(Record):
    """First and last year in which the money is to be paid."""

    start: Year
    end: Year

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> "Window":
        if self.end < self.start:
            raise ValueError(f"the window ends in {self.end}, before it starts in {self.start}; swap the two")
        return self


class Overlap(Record):
    """The same money under another line, and which of the two is not counted."""

    with_: str = Field(alias="with")
    drop: str
    amount: Figure | None = None
    why: Text


class Commitment(Record):
    """One line of promised money; values in billions of its currency."""

    label: Text
    source: SourceId
    instrument: Instrument
    firmness: Firmness
    conditional: bool = False
    currency: Currency
    agreed: Published
    window: Window
    envelope: Figure
    purposes: Mapping[Purpose, Figure]
    counts_by: AssumptionId | None = None
    paid: Figure | None = None
    terms: Terms | None = None
    earmarks: tuple[SectorId, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    note: Text | None = None

    def unit(self, field: str) -> str:
        return f"{self.currency} bn"

    @model_validator(mode="after")
    def _purposes_add_up(self) -> "Commitment":
        total = sum(figure.value for figure in self.purposes.values())
        if abs(total - self.envelope.value) > 1e-6 * max(1.0, self.envelope.value):
            raise ValueError(
                f"purposes add up to {total:g} but the envelope is {self.envelope.value:g}; "
                "mend one of them, or put the rest under 'unspecified'"
            )
        if self.envelope.value <= 0:
            raise ValueError(f"the envelope is {self.envelope.value:g}; promised money must be above zero")
        if self.paid and not 0 <= self.paid.value <= self.envelope.value:
            raise ValueError(
                f"paid is {self.paid.value:g}; it must lie between 0 and the envelope {self.envelope.value:g}"
            )
        return self


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

    @model_validator(mode="after")
    def _overlaps_are_sound(self) -> "Ledger":
        for id_, line in self.commitments.items():
            for overlap in line.overlaps:
                if overlap.with_ not in self.commitments:
                    raise ValueError(f"'{id_}' overlaps with '{overlap.with_}', which is no line of this ledger")
                if overlap.drop not in (id_, overlap.with_):
                    raise ValueError(
                        f"the overlap of '{id_}' with '{overlap.with_}' drops '{overlap.drop}'; it must drop one of the two"
                    )
        graph: dict[str, set[str]] = {}
        for dropped, kept, _ in self.dropped():
            graph.setdefault(dropped, set()).add(kept)
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            circle = " → ".join(error.args[1])
            raise ValueError(
                f"overlaps form a circle ({circle}), so that all of this money would be dropped; let one line of it stand"
            ) from None
        return self


class Assumption(Basis):
    """A number or choice that a user may move. One row feeds slider, check, draw, address and documentation."""

    label: Text
    group: Group
    first: bool = False
    unit_: str = Field(alias="unit")
    kind: Literal["number", "choice", "switch"] = "number"
    default: Annotated[bool, Strict()] | Number | str
    low: Number | None = None
    high: Number | None = None
    step: Annotated[Number, Field(gt=0)] | None = None
    shape: Literal["fixed", "uniform", "triangular", "pert"] = "fixed"
    choices: Mapping[str, Text] = {}
    choices_from: Literal["assessments", "commitments"] | None = None
    range: str | None = None
    help: Text

    def unit(self, field: str) -> str:
        return self.unit_

    @model_validator(mode="after")
    def _kind_has_its_fields(self) -> "Assumption":
        if self.kind == "number":
            if self.low is None or self.high is None or self.step is None or not isinstance(self.default, float):
                raise ValueError("a number needs default, low, high and step; add the missing one")
            if not self.low <= self.default <= self.high:
                raise ValueError(
                    f"default {self.default:g} lies outside {self.low:g} to {self.high:g}; mend one of the three"
                )
            if self.range is None:
                raise ValueError("a number needs `range`: one sentence on where low and high come from")
        elif self.kind == "switch" and not isinstance(self.default, bool):
            raise ValueError(f"default is {self.default}; a switch takes true or false")
        elif self.kind == "choice" and not (self.choices or self.choices_from):
            raise ValueError("a choice needs `choices` or `choices_from`")
        elif self.choices and self.default not in self.choices:
            raise ValueError(f"default '{self.default}' is not one of {', '.join(self.choices)}")
        return self


class Preset(Record):
    """A named scenario with its story."""

    label: Text
    story: Text
    held_by: Text
    values: Mapping[AssumptionId, Annotated[bool, Strict()] | Number | str] = {}


class Period(Record):
    """First and last year that something was counted over."""

    start: Year
    end: Year


class Benchmark(Record):
    """A past reconstruction or another promise of money: billions of its currency; ratios are fractions."""

    label: Text
    period: Period
    currency: Currency | None = None
    unit_: str | None = Field(default=None, alias="unit")
    price_year: Year | None = None
    pledged: Figure | None = None
    committed: Figure | None = None
    paid: Figure | None = None
    ratio: Figure | None = None
    share_of_gdp: Figure | None = None
    others: Mapping[Id, Figure] = {}
    note: Text | None = None

    def unit(self, field: str) -> str | None:
        if field in ("ratio", "share_of_gdp"):
            return "fraction"
        if field == "others":
            return "as printed"
        return self.unit_ or f"{self.currency} bn"


class ResidualSource(Record):
    """A candidate to close the gap: its ten-year cap, its cost, and how much of it adds to public debt."""

    label: Text
    source: SourceId
    cap: Figure
    cost: Figure
    adds_debt: Figure
    evidence: Text

    def unit(self, field: str) -> str:
        return {"cap": "USD bn", "cost": "fraction a year"}.get(field, "share")


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

    quarter: Annotated[int, Strict(), Field(ge=1, le=4)]


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
    exchange_rates: Mapping[Currency, tuple[DatedFigure, ...]]
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
