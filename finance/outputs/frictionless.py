"""Tables as the Data Package and Table Schema specifications describe them (specs.frictionlessdata.io)."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from finance.outputs import tables


@dataclass(frozen=True)
class Field:
    """One column: name, type of Table Schema, what it holds, unit of its numbers, and other properties."""

    name: str
    type: str
    description: str
    unit: str | None = None
    constraints: Mapping[str, Any] | None = None

    @property
    def described(self) -> dict[str, Any]:
        """As Table Schema writes it."""
        given = {"unit": self.unit, "constraints": self.constraints}
        known = {name: value for name, value in given.items() if value is not None}
        return {"name": self.name, "type": self.type, "description": self.description, **known}


@dataclass(frozen=True)
class Resource:
    """One table of the package.

    `keys` are the columns that tell rows apart; `refers` leads from a column to (resource, column).
    """

    name: str
    description: str
    table: pd.DataFrame
    fields: Sequence[Field]
    keys: Sequence[str] = ()
    refers: Mapping[str, tuple[str, str]] | None = None

    @property
    def path(self) -> str:
        """Its file in the package."""
        return f"data/{self.name}.csv"

    @cached_property
    def content(self) -> bytes:
        """Its CSV, the columns in the order of the fields."""
        return tables.csv(self.table[[field.name for field in self.fields]]).encode()

    def described(self) -> dict[str, Any]:
        """As Data Package writes it."""
        schema: dict[str, Any] = {"fields": [field.described for field in self.fields], "missingValues": [""]}
        if self.keys:
            schema["primaryKey"] = list(self.keys)
        if self.refers:
            schema["foreignKeys"] = [
                {"fields": column, "reference": {"resource": resource, "fields": other}}
                for column, (resource, other) in self.refers.items()
            ]
        content = self.content
        return {
            "name": self.name,
            "path": self.path,
            "profile": "tabular-data-resource",
            "description": self.description,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": len(content),
            "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
            "schema": schema,
        }
