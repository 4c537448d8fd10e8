"""YAML text as plain values with the line of each, and none of YAML's silent readings.

PyYAML alone reads `NO` as false, `1e9` as text, `010` as eight, `1:30` as ninety, and keeps the last of
two equal keys. Here each of these is a problem with its line. Anchors, aliases and tags are refused, so a
small file cannot unfold into a huge one and cannot name Python objects.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from finance.errors import Problem

Path: TypeAlias = tuple[str | int, ...]
Value: TypeAlias = bool | int | float | str | dt.date | list["Value"] | dict[str, "Value"] | None

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
        re.compile(r"[-+]?\d[\d_,  ]*[_,  ][\d_,  ]*(\.\d*)?"),
        "{0} is not a number to YAML; write digits with a decimal point and no separators",
    ),
    (
        re.compile(r"[-+]?\.\d+|[-+]?\d+\.|\+\d+(\.\d+)?"),
        "write {0} with a digit on both sides of the point and no plus sign",
    ),
    (re.compile(r"(?i)[-+]?\.(inf|nan)"), "{0} is no figure; leave a missing figure out"),
)


@dataclass
class Parsed:
    """One file: its values, the line each path stands on, and what was wrong with the text."""

    file: str
    value: Value = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """The line of `path`, or of the nearest part of it that stands in the file."""
        return next((self.lines[path[:end]] for end in range(len(path), -1, -1) if path[:end] in self.lines), 1)


def parse(raw: bytes, file: str) -> Parsed:
    """Read one YAML file; `file` is the name that its problems carry."""
    parsed = Parsed(file)
    try:
        text = raw.decode("utf-8")
        node = yaml.compose(text, Loader=yaml.CBaseLoader)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        parsed.problems.append(Problem(file, line, "is not UTF-8 text; save the file as UTF-8"))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        parsed.problems.append(Problem(file, line, f"is not YAML: {error.problem}; mend the line or the one before it"))
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        parsed.problems.append(Problem(file, line, "holds a control character; delete it"))
    else:
        if node is None:
            parsed.problems.append(Problem(file, 1, "is empty; delete the file or fill it"))
        else:
            parsed.value = _Walk(parsed).value(node, ())
    return parsed


class _Walk:
    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.seen: set[int] = set()

    def problem(self, node: yaml.Node, message: str) -> None:
        self.parsed.problems.append(Problem(self.parsed.file, node.start_mark.line + 1, message))

    def value(self, node: yaml.Node, path: Path) -> Value:
        self.parsed.lines.setdefault(path, node.start_mark.line + 1)
        if id(node) in self.seen:
            self.problem(node, "anchors and aliases (& and *) are not read here; write the value out")
            return None
        self.seen.add(id(node))
        if not node.tag.startswith("tag:yaml.org,2002:") or node.tag.rpartition(":")[2] not in ("str", "seq", "map"):
            self.problem(node, f"tag {node.tag} is not read here; write the plain value")
            return None
        if isinstance(node, yaml.MappingNode):
            return dict(self.entries(node, path))
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        assert isinstance(node, yaml.ScalarNode)
        return self.scalar(node)

    def entries(self, node: yaml.MappingNode, path: Path) -> Iterator[tuple[str, Value]]:
        first: dict[str, int] = {}
        for key_node, value_node in node.value:
            key, line = key_node.value, key_node.start_mark.line + 1
            if not isinstance(key, str):
                self.problem(key_node, "a key must be one word")
            elif key == "<<":
                self.problem(key_node, "merge keys (<<) are not read here; write the fields out")
            elif key in first:
                self.problem(key_node, f"'{key}' stands twice, first on line {first[key]}; keep one of the two")
            else:
                first[key] = line
                self.parsed.lines[(*path, key)] = line
                yield key, self.value(value_node, (*path, key))

    def scalar(self, node: yaml.ScalarNode) -> Value:
        text: str = node.value
        if node.style:
            return text
        if text in ("", "null"):
            return None
        if text in ("true", "false"):
            return text == "true"
        if number := _NUMBER.fullmatch(text):
            return float(text) if number[2] else int(text)
        if _DATE.fullmatch(text):
            return self.date(node)
        for pattern, message in _SILENT:
            if pattern.fullmatch(text):
                self.problem(node, message.format(text))
        return text

    def date(self, node: yaml.ScalarNode) -> Value:
        try:
            return dt.date.fromisoformat(node.value)
        except ValueError:
            self.problem(node, f"{node.value} is not a day of the calendar; write YYYY-MM-DD")
            return None
