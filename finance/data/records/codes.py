"""Other people's codes beside our sectors."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, Field

from finance.data.records.fields import OriginId, SectorId
from finance.data.records.figures import Record, Text

CodeList: TypeAlias = Literal["dac", "iati", "hxl"]


def _digits(code: str) -> str:
    if not re.fullmatch(r"\d{3}|\d{5}", code):
        raise ValueError(f"is '{code}'; write three digits for a group or five for a purpose, in quotes")
    return code


def _hashtag(tag: str) -> str:
    if not re.fullmatch(r"#[a-z0-9_]+(\+[a-z0-9_]+)*", tag):
        raise ValueError(f"is '{tag}'; write a hashtag and its attributes, like #sector+housing, in quotes")
    return tag


Digits = Annotated[str, AfterValidator(_digits)]
Hashtag = Annotated[str, AfterValidator(_hashtag)]


class Code(Record):
    """One code of a list, with its name there: a sector group of three digits, or a purpose of five."""

    code: Digits
    name: Text


class SectorCodes(Record):
    """The codes that lie beside one sector. One code may fit two sectors, and a code is no sum."""

    dac: Annotated[tuple[Code, ...], Field(min_length=1)]
    iati: Annotated[tuple[Code, ...], Field(min_length=1)]
    hxl: Annotated[tuple[Hashtag, ...], Field(min_length=1)]
    note: Text | None = None

    def of(self, list_: CodeList) -> tuple[str, ...]:
        """The codes of one list, without their names."""
        return self.hxl if list_ == "hxl" else tuple(row.code for row in getattr(self, list_))


class Codes(Record):
    """The lists of codes, each with the document that prints it, and the codes of each sector."""

    origins: Mapping[CodeList, OriginId]
    sectors: Mapping[SectorId, SectorCodes]
