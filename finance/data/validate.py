"""One file's values against the record they should make: what holds of them, and in words what does not."""

import difflib
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Annotated, Any, TypeAlias, get_origin

from pydantic import Field, TypeAdapter, ValidationError, create_model

from finance.data.records import COLOUR, CURRENCY, ID, PUBLISHED, FieldError
from finance.data.yamlfile import Parsed, Path, Value
from finance.errors import Problem

Known: TypeAlias = Mapping[str, frozenset[str]]
"""The ids that may be referred to, by the file that gives them."""

FORMS = {
    ID: "write it in small letters, digits and underscores, like rdna5",
    COLOUR: "write # and six digits or letters a to f, like #1f6f8b",
    CURRENCY: "write the three capital letters of the currency, like USD",
    PUBLISHED: "write YYYY-MM-DD, or YYYY-MM or YYYY in quotes where no more is known",
}


BOUNDS = {
    "greater_than": "above",
    "greater_than_equal": "at least",
    "less_than": "below",
    "less_than_equal": "at most",
}


@dataclass(frozen=True)
class Kind:
    """One kind of file: where it lies, the Dataset field it fills, and its shape."""

    where: str
    field: str
    shape: Any

    @property
    def many(self) -> bool:
        return "*" in self.where

    @property
    def page(self) -> bool:
        """Whether a file of this kind goes on with a record that begins in the file that its folder is named after."""
        return self.where.count("*") == 2

    @property
    def stem(self) -> str:
        return self.where.split("/")[0].removesuffix(".yaml")

    @property
    def form(self) -> str:
        """Name of the kind's JSON Schema."""
        return f"{self.stem}_page" if self.page else self.stem

    def holds(self, name: str) -> bool:
        """Whether a file of this name is of this kind."""
        return PurePosixPath(name).match(self.where) and name.count("/") == self.where.count("/")

    @cached_property
    def adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(self.shape)

    @cached_property
    def draft(self) -> TypeAdapter[Any]:
        """As `adapter`, but where a file is one record it may lack any field, so that the others can be weighed."""
        if get_origin(self.shape):
            return self.adapter
        fields: dict[str, Any] = {
            name: Annotated[
                field.annotation, *field.metadata, Field({} if get_origin(field.annotation) is Mapping else None)
            ]
            for name, field in self.shape.model_fields.items()
            if field.is_required()
        }
        return TypeAdapter(create_model(f"{self.shape.__name__}Draft", __base__=self.shape, **fields))

    @cached_property
    def schema(self) -> dict[str, Any]:
        return self.adapter.json_schema()


def sound_part(kind: Kind, parsed: Parsed, known: Known) -> tuple[Any, list[Problem], set[Path]]:
    """What holds of one file, the problems of the rest, and the places at which the rest was cut out.

    One mistake hides another: a row with an unknown field is not yet asked for its origin. So what is wrong is
    reported and cut out, and the remainder is read again until it holds. What is wrong only because something
    was cut out of it is not reported.
    """
    problems: list[Problem] = []
    value, cut, adapter = parsed.value, set(parsed.refused), kind.adapter
    for path in parsed.refused:
        value = _without(value, path)
    while value is not None:
        try:
            return adapter.validate_python(value, context=dict(known)), problems, cut
        except ValidationError as error:
            before = value, adapter
            for detail in sorted(error.errors(), key=lambda detail: detail["type"] != "extra_forbidden"):
                path = _path(detail)
                if not any(other[: len(path)] == path for other in cut):
                    problems.append(Problem(parsed.file, parsed.line(path), _in_words(detail, kind)))
                cut |= _lost(detail, kind)
                value = _without(value, _place(detail))
            adapter = kind.draft
            value = None if (value, adapter) == before else value
    return None, problems, cut | {()}


def _lost(detail: Any, kind: Kind) -> set[Path]:
    """The place that a record is poorer by: a field that no record has is missed nowhere, unless another was meant."""
    path = _path(detail)
    if detail["type"] == "extra_forbidden":
        return {(*path[:-1], meant) for meant in _meant(kind, path)}
    return {_place(detail)}


def _place(detail: Any) -> Path:
    """What falls with the mistake: the field, or the row that lacks it; a whole file does not fall for one field."""
    path = _path(detail)
    return path[:-1] or path if detail["type"] == "missing" else path


def _path(detail: Any) -> Path:
    path = tuple(str(part) for part in detail["loc"] if part != "[key]")
    error = detail.get("ctx", {}).get("error")
    return (*path, error.field) if isinstance(error, FieldError) else path


def _without(value: Value, path: Path) -> Value:
    """The value less what stands at `path`. A list goes as a whole, because its places are only numbers."""
    if not path or isinstance(value, list):
        return None
    if not isinstance(value, dict) or path[0] not in value:
        return value
    rest = _without(value[path[0]], path[1:])
    return {key: rest if key == path[0] else item for key, item in value.items() if key != path[0] or rest is not None}


def _in_words(detail: Any, kind: Kind) -> str:
    """One validation error as a sentence: what is wrong, and what to do."""
    path, given, context = _path(detail), _shown(detail["input"]), detail.get("ctx", {})
    name = ".".join(path) or "the file"
    match detail["type"]:
        case "missing":
            return f"{name} is missing; add it"
        case "extra_forbidden":
            meant = _meant(kind, path)
            return f"{name} is no field here; " + (f"did you mean '{meant[0]}'?" if meant else "take it out")
        case "int_type":
            return f"{name} is {given}; write a whole number, in digits only and without quotes"
        case "float_type":
            digits = "write digits only, without quotes, and a share as a fraction (0.2 for 20 %)"
            return f"{name} is {given}, not a number; {digits}"
        case "finite_number":
            return f"{name} is no finite number; leave a missing figure out"
        case "bool_type":
            return f"{name} is {given}; write true or false"
        case "literal_error":
            return f"{name} is {given}; use one of {context['expected'].replace(' or ', ', ')}"
        case "value_error":
            return f"{name} {context['error']}"
        case "string_pattern_mismatch":
            return f"{name} is {given}; {FORMS[context['pattern']]}"
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal":
            return f"{name} is {given}; it must be {BOUNDS[detail['type']]} {next(iter(context.values())):g}"
        case "date_from_datetime_parsing" | "date_from_datetime_inexact" | "date_type" | "date_parsing":
            return f"{name} is {given}, not a day; write YYYY-MM-DD"
        case "string_type":
            return f"{name} is {given}, not text; " + (
                "fill it, in quotes if it begins with #, or delete it" if given == "empty" else "put it in quotes"
            )
        case "model_type" | "dict_type" | "mapping_type":
            return f"{name} is {given}; write a set of fields, as data/README.md shows"
        case "tuple_type":
            return f"{name} is {given}; write a list, as data/README.md shows"
        case _:
            return f"{name} is {given}; {detail['msg']}"


def _shown(value: object) -> str:
    """A value from a file as a person wrote it, in short."""
    match value:
        case None:
            return "empty"
        case bool():
            return str(value).lower()
        case str():
            return f"'{textwrap.shorten(value, 60, placeholder='…')}'"
        case dict():
            return "a set of fields"
        case list() | tuple():
            return "a list"
        case _:
            return str(value)


def _meant(kind: Kind, path: Path) -> list[str]:
    """The field that was probably meant by the unknown one at `path`: the nearest name that its record has."""
    schema = kind.schema
    for key in path[:-1]:
        schema = _schema_below(kind, schema, key)
    return difflib.get_close_matches(path[-1], _resolved(kind, schema).get("properties", {}), n=1)


def _schema_below(kind: Kind, schema: Any, key: str) -> Any:
    schema = _resolved(kind, schema)
    rows = next(iter(schema.get("patternProperties", {}).values()), None) or schema.get("additionalProperties")
    return schema.get("properties", {}).get(key) or schema.get("items") or rows or {}


def _resolved(kind: Kind, schema: Any) -> Any:
    """The schema that a reference, or an optional field, stands for."""
    schema = next((choice for choice in schema.get("anyOf", ()) if choice.get("type") != "null"), schema)
    name = schema.get("$ref", "").rpartition("/")[2]
    return kind.schema["$defs"][name] if name else schema
