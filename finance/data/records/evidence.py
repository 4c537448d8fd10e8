"""What past reconstructions show, and who might close a gap."""

from collections.abc import Mapping

from pydantic import Field, model_validator

from finance.data.records.fields import AssumptionId, Currency, FieldError, Id, SourceId, Year
from finance.data.records.figures import AmountFigure, Figure, Period, Record, ShareFigure, Text


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
        """Unit of the figures below `field`: shares are fractions, totals billions, the rest as its document has it."""
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
