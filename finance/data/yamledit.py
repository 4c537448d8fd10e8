"""Values put into YAML text, with every comment and every other line left as it stands.

Written by hand rather than dumped by PyYAML: its reading of plain words differs from ours (`1e9` would come out
bare and be refused), it keeps no comment, and it takes seconds for a table of thousands of rows.
"""

import datetime as dt
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import yaml

from finance.data.yamlfile import Path

_PLAIN = re.compile(r"[a-z][a-z0-9_]*|[A-Z]{3}")
_READ_AS_OTHERS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
_INDENT = "  "


def put(text: str, path: Path, entries: Mapping[str, Any]) -> str:
    """`text` with some fields of the set at `path` set to other values; None takes a field out.

    Where the text has no such set it is made. Raises KeyError where something else stands in its place.
    """
    node = yaml.compose(text, Loader=yaml.CSafeLoader)
    for depth, key in enumerate(path):
        below = _fields(node).get(key)
        if below is None:
            return put(text, path[:depth], {key: _nested(path[depth + 1 :], entries)})
        node = below[1]
    if getattr(node, "flow_style", False) and len(entries) > 1:  # one at a time: two would share a comma
        for name, value in entries.items():
            text = put(text, path, {name: value})
        return text
    return _spliced(text, node, len(path), entries)


def _nested(path: Path, entries: Mapping[str, Any]) -> Mapping[str, Any]:
    return {path[0]: _nested(path[1:], entries)} if path else entries


def _fields(node: Any) -> dict[str, tuple[Any, Any]]:
    """Key and value of each field of a set, by name."""
    if not isinstance(node, yaml.MappingNode):
        raise KeyError("no set of fields stands there")
    return {key.value: (key, value) for key, value in node.value}


def _spliced(text: str, node: Any, depth: int, entries: Mapping[str, Any]) -> str:
    fields = _fields(node)
    changes = [_change(text, node, name, value) for name, value in entries.items() if name in fields]
    new = {name: value for name, value in entries.items() if name not in fields and value is not None}
    if new:
        changes.append(_insertion(text, node, depth, new))
    for start, end, written in sorted(changes, reverse=True):
        text = text[:start] + written + text[end:]
    return text


def _change(text: str, node: Any, name: str, value: Any) -> tuple[int, int, str]:
    """(start, end, what to write there) for a field that stands in the text."""
    fields = _fields(node)
    key, old = fields[name]
    start, end = key.start_mark.index, _end(old, text)
    if value is not None:
        return start, end, _field(name, value, key.start_mark.column, node.flow_style)
    if not node.flow_style:
        return text.rfind("\n", 0, start) + 1, _line_end(text, end), ""
    after = re.compile(r"\s*,\s*").match(text, end)
    if after:
        return start, after.end(), ""
    before = re.search(r",\s*$", text[:start])
    return (before.start() if before else start), end, ""


def _insertion(text: str, node: Any, depth: int, new: Mapping[str, Any]) -> tuple[int, int, str]:
    if node.flow_style:
        place = node.end_mark.index - 1
        joint = ", " if node.value else ""
        return place, place, joint + ", ".join(_field(name, value, 0, True) for name, value in new.items())
    place = _line_end(text, _end(node, text))
    column = node.value[0][0].start_mark.column
    lines = "".join(f"{' ' * column}{_field(name, value, column, False)}\n" for name, value in new.items())
    return place, place, lines if text[:place].endswith("\n") or not place else f"\n{lines}"


def _end(node: Any, text: str) -> int:
    """Where the last character of a value stands; PyYAML ends a block only where the next thing begins."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last, text)
    return len(text[: node.end_mark.index].rstrip())


def _line_end(text: str, index: int) -> int:
    end = text.find("\n", index)
    return len(text) if end < 0 else end + 1


def _field(name: str, value: Any, column: int, flow: bool) -> str:
    """One field with its name; the first line is not indented."""
    if flow or not isinstance(value, Mapping | list | tuple) or not value or _is_flat(value):
        return f"{_scalar(name)}: {_flow(value)}"
    if isinstance(value, Mapping):
        inner = column + len(_INDENT)
        lines = (f"\n{' ' * inner}{_field(key, item, inner, False)}" for key, item in value.items())
        return f"{_scalar(name)}:{''.join(lines)}"
    return f"{_scalar(name)}:" + "".join(f"\n{' ' * (column + len(_INDENT))}- {_flow(item)}" for item in value)


def _is_flat(value: Mapping[str, Any] | list[Any] | tuple[Any, ...]) -> bool:
    items = value.values() if isinstance(value, Mapping) else value
    return not any(isinstance(item, Mapping | list | tuple) and item for item in items)


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_scalar(key)}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return f"{Decimal(repr(value)).normalize():f}"
        case dt.date():
            return value.isoformat()
    text = str(value)
    if _PLAIN.fullmatch(text) and text.lower() not in _READ_AS_OTHERS:
        return text
    return json.dumps(text, ensure_ascii=False)
