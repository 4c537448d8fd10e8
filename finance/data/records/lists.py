"""The lists that other records name: documents, sectors, sources and regions."""

from typing import Literal

from pydantic import model_validator

from finance.data.records.fields import Colour, FieldError, Profile, Published, Reliability, Whole
from finance.data.records.figures import Record, ShareFigure, Text


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
    short: Text | None = None
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
    short: Text | None = None
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
