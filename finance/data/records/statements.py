"""What is said: claims with their checks, questions, words, and why results changed."""

import datetime as dt
import re
from collections.abc import Mapping
from itertools import combinations
from typing import Annotated

from pydantic import Field, model_validator

from finance.data.records.fields import AssumptionId, Cause, FieldError, Flag, Headline, Id, Number, Setting, TermId
from finance.data.records.figures import Figure, Record, Text

ROLES = ("means", "mistaken_for", "repeats")
"""What a check may be to its claim."""


class Change(Record):
    """A day on which results changed: why, the gap of every preset from then on, and what each cause did [USD bn].

    `by_cause` holds the presets that were there before; what their causes did adds up to what their gap moved.
    """

    date: dt.date
    why: Text
    gaps: Mapping[Id, Number]
    by_cause: Mapping[Cause, Mapping[Id, Number]] = {}


class Question(Record):
    """A question that readers bring: the screen and the state that answer it, and how to read them."""

    asks: Text
    screen: Id
    scenario: Id
    values: Mapping[AssumptionId, Setting] = {}
    read: Text


class Term(Record):
    """A word of this product: what it means, what it is not to be confused with, and the words beside it."""

    term: Text
    means: Text
    never: Text | None = None
    see: tuple[TermId, ...] = ()


class Check(Record):
    """One number to hold a claim against: a sum of stored figures less others, or a figure of a scenario."""

    label: Text
    figures: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    equals: str | None = None
    scenario: str | None = None
    values: Mapping[AssumptionId, Setting] = {}
    gives: Headline = "gap"

    @model_validator(mode="after")
    def _has_one_number(self) -> "Check":
        if bool(self.figures) == bool(self.scenario):
            raise ValueError("needs `figures` or `scenario`, and not both; keep the one that the number comes from")
        if self.scenario and (self.less or self.equals):
            raise ValueError("has a scenario with `less` or `equals`; these go with `figures`")
        return self


class Claim(Figure):
    """A published statement, the numbers to hold it against, and the nearest true sentence.

    Each check stands in one of three lists or in none. `means`: what the claim's own words mean. `mistaken_for`: whose
    number the claim has demonstrably taken for its own. `repeats`: what is the claim itself over again, its own sum
    or statement, so that agreeing proves nothing. A check in none of them that agrees does so by chance.
    """

    label: Text
    says: Text
    unit_: str = Field(alias="unit")
    over: Flag = False
    checks: Annotated[Mapping[Id, Check], Field(min_length=1)]
    means: tuple[Id, ...] = ()
    mistaken_for: tuple[Id, ...] = ()
    repeats: tuple[Id, ...] = ()
    instead: Text

    def unit(self, field: str) -> str:
        return self.unit_

    @model_validator(mode="after")
    def _names_its_checks(self) -> "Claim":
        known = ", ".join(self.checks)
        for field in ROLES:
            for id_ in getattr(self, field):
                if id_ not in self.checks:
                    raise FieldError(field, f"names '{id_}', which is no check of this claim; use one of {known}")
        for text in filter(None, (self.instead.en, self.instead.uk)):
            for id_ in re.findall(r"{(.*?)}", text):
                if id_ not in self.checks:
                    raise FieldError("instead", f"has {{{id_}}}, which is no check of this claim; use one of {known}")
        return self

    @model_validator(mode="after")
    def _gives_a_check_one_role(self) -> "Claim":
        for earlier, field in combinations(ROLES, 2):
            for id_ in getattr(self, field):
                if id_ in getattr(self, earlier):
                    either = f"a check stands in one of {', '.join(ROLES)} or in none"
                    raise FieldError(field, f"names '{id_}', which stands in {earlier} too; {either}")
        return self
