"""YAML text as plain values with the line of each, and none of YAML's silent readings.

PyYAML alone reads `NO` as false, `1e9` as text, `010` as eight, `1:30` as ninety, and keeps the last of
two equal keys. Here each of these is a problem with its line. Anchors, aliases and tags are refused, so a
small file cannot unfold into a huge one and cannot name Python objects; so is nesting deeper than any record.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from finance.errors import Problem

Path: TypeAlias = tuple[str, ...]
"""The keys that lead to a value; a place in a list is written as its number, from 0."""

Value: TypeAlias = bool | int | float | str | dt.date | list["Value"] | dict[str, "Value"] | None

_Event: TypeAlias = Any  # PyYAML's stubs do not tell its events apart

DEPTH = 20
"""How deep values may be nested; no record needs half of it."""
DIGITS = 25
"""How many characters a number may have; more than a machine number holds."""

_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_SILENT = (
    (
        re.compile(r"(?i)yes|no|on|off|y|n"),
        "YAML reads {0} as true or false; write true or false, or put the word in quotes",
    ),
    (
        re.compile(r"True|TRUE|False|FALSE|Null|NULL|~"),
        "{0} is not written the way this project reads it; write true, false or null in small letters",
    ),
    (
        re.compile(r"[-+]?[\d.]+[eE][-+]?\d+"),
        "YAML may read {0} as text; write the number in full, without an exponent",
    ),
    (
        re.compile(r"[-+]?0[0-7_]+|0[xXob][\da-fA-F_]+"),
        "YAML may read {0} as an octal or hexadecimal number; write it without the leading zero, or in quotes",
    ),
    (
        re.compile(r"[-+]?\d[\d_]*(:[0-5]?\d)+(\.\d*)?"),
        "YAML reads {0} as a number to the base of sixty; put it in quotes",
    ),
    (
        re.compile(r"[-+]?\d[\d_,\s]*[_,\s][\d_,\s]*(\.\d*)?"),
        "{0} is not a number to YAML; write digits with a decimal point and no separators",
    ),
    (
        re.compile(r"[-+]?\.\d+|[-+]?\d+\.|\+\d+(\.\d+)?"),
        "{0} is no plain number; write it with a digit on both sides of the point and no plus sign",
    ),
    (re.compile(r"(?i)[-+]?\.(inf|nan)"), "{0} is no figure; leave a missing figure out"),
)


_THOUSANDS = re.compile(r"\d{3}(\.\d+)?")
_SYNTAX = {
    "could not find expected ':'": "a key without a colon, or a text that runs over several lines without quotes",
    "did not find expected ',' or ']'": "a list that opens with [ on this line is not closed, or lacks a comma",
    "did not find expected ',' or '}'": "the fields that open with { on this line are not closed, or lack a comma",
    "did not find expected '-' indicator": "a row of a list is indented otherwise than those before it, or lacks its -",
    "did not find expected key": "this line is indented otherwise than the fields before it, or a quote is left over",
    "found character that cannot start any token": "a tab, or a text that begins with @, ` or %; indent with "
    "spaces, and put such a text in quotes",
    "found unexpected end of stream": "a text opens with a quote on this line and is not closed",
    "mapping values are not allowed in this context": "a colon where no field can stand; put a text that holds a "
    "colon in quotes, and indent fields alike",
}
"""What PyYAML says of broken text, and the same in words for whoever typed it."""
_OPENED = ("while parsing a flow sequence", "while parsing a flow mapping", "while scanning a quoted scalar")
"""Where the line to mend is the one on which something was opened, not the one on which its end was missed."""


@dataclass
class Parsed:
    """One file: its values, the line each path stands on, what was wrong with the text and at which paths."""

    file: str
    value: Value = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    refused: set[Path] = field(default_factory=set)

    @property
    def stem(self) -> str:
        """What the ids of the file's figures start with: `assessments.rdna5` for assessments/rdna5.yaml."""
        return self.file.removesuffix(".yaml").replace("/", ".")

    def line(self, path: Path) -> int:
        """The line of `path`, or of the nearest part of it that stands in the file."""
        return next((self.lines[path[:end]] for end in range(len(path), -1, -1) if path[:end] in self.lines), 1)


def parse(raw: bytes, file: str) -> Parsed:
    """Read one YAML file; `file` is the name that its problems carry. Where the text is no YAML the value is None."""
    parsed = Parsed(file)
    try:
        parsed.value = _Walk(parsed, raw.decode("utf-8")).document()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        parsed.problems.append(Problem(file, line, "is not UTF-8 text; save the file as UTF-8"))
    except yaml.MarkedYAMLError as error:
        mark = error.context_mark if error.context in _OPENED else error.problem_mark
        what = _SYNTAX.get(error.problem or "", error.problem)
        message = f"is not YAML: {what}; mend this line or the one before it"
        parsed.problems.append(Problem(file, mark.line + 1 if mark else 1, message))
    except yaml.reader.ReaderError as error:
        line = raw.count(b"\n", 0, error.position) + 1
        parsed.problems.append(Problem(file, line, "holds a control character; delete it"))
    return parsed


class _Walk:
    """Builds the values from the stream of YAML events, so that nothing unfolds and nothing is resolved by a schema."""

    def __init__(self, parsed: Parsed, text: str) -> None:
        self.parsed = parsed
        self.events: Iterator[_Event] = yaml.parse(text, Loader=yaml.CBaseLoader)

    def document(self) -> Value:
        values = [self.value(event, ()) for event in self.events if isinstance(event, yaml.NodeEvent)]
        if len(values) > 1:
            self.parsed.problems.append(Problem(self.parsed.file, 1, "holds more than one document (---); keep one"))
        elif values in ([], [None]) and not self.parsed.problems:
            self.parsed.problems.append(Problem(self.parsed.file, 1, "is empty; fill the file or delete it"))
        return values[0] if values else None

    def refuse(self, event: _Event, path: Path, message: str) -> None:
        self.parsed.problems.append(Problem(self.parsed.file, _line(event), message))
        self.parsed.refused.add(path)

    def value(self, event: _Event, path: Path) -> Value:
        if len(path) > DEPTH:
            raise yaml.MarkedYAMLError(problem="values are nested too deep", problem_mark=event.start_mark)
        self.parsed.lines.setdefault(path, _line(event))
        if event.anchor:
            self.refuse(event, path, "anchors (&) and aliases (*) are not read here; write the value out")
        elif event.tag:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.refuse(event, path, f"the tag {tag} is not read here; write the plain value")
        elif isinstance(event, yaml.MappingStartEvent):
            return dict(self.entries(path))
        elif isinstance(event, yaml.SequenceStartEvent):
            return list(self.items(path))
        else:
            return self.scalar(event, path)
        self.skip(event)
        return None

    def skip(self, event: _Event) -> None:
        """Pass over what stands inside `event`."""
        depth = int(isinstance(event, yaml.CollectionStartEvent))
        while depth:
            event = next(self.events)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)

    def items(self, path: Path) -> Iterator[Value]:
        index = 0
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            yield self.value(event, (*path, str(index)))
            index += 1

    def entries(self, path: Path) -> Iterator[tuple[str, Value]]:
        first: dict[str, int] = {}
        while not isinstance(key := next(self.events), yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent) or key.anchor or key.tag:
                self.refuse(key, path, "the name of this field is no plain word; write one word before the colon")
                self.skip(key)
            elif key.value == "<<":
                self.refuse(key, path, "merge keys (<<) are not read here; write the fields out")
            elif first and not key.style and _THOUSANDS.fullmatch(key.value):
                message = f"'{key.value}' is read as a field of its own; write the number before it without a separator"
                self.refuse(key, (*path, next(reversed(first))), message)
            elif key.value in first:
                line = first[key.value]
                message = f"'{key.value}' stands twice, first on line {line}; keep one of the two"
                self.parsed.problems.append(Problem(self.parsed.file, _line(key), message))
            else:
                first[key.value] = self.parsed.lines[(*path, key.value)] = _line(key)
                yield key.value, self.value(next(self.events), (*path, key.value))
                continue
            self.skip(next(self.events))

    def scalar(self, event: _Event, path: Path) -> Value:
        text: str = event.value
        if event.style:
            return text
        if text in ("", "null"):
            return None
        if text in ("true", "false"):
            return text == "true"
        if number := _NUMBER.fullmatch(text):
            if len(text) > DIGITS:
                self.refuse(event, path, f"{text[:DIGITS]}… has more digits than a number can hold; write fewer")
                return None
            return float(text) if number[2] else int(text)
        if _DATE.fullmatch(text):
            return self.date(event, path)
        for pattern, message in _SILENT:
            if pattern.fullmatch(text):
                self.refuse(event, path, message.format(text))
                break
        return text

    def date(self, event: _Event, path: Path) -> Value:
        try:
            return dt.date.fromisoformat(event.value)
        except ValueError:
            self.refuse(event, path, f"{event.value} is not a day of the calendar; write YYYY-MM-DD")
            return None


def _line(event: _Event) -> int:
    return int(event.start_mark.line) + 1
