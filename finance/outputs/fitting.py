"""How much room words take on a page that lays out nothing by itself: Arial's widths, on the safe side."""

from collections.abc import Sequence
from functools import cache

LEADING = 1.22
"""Height of a line [sizes of text]."""
_NARROW, _WIDE = frozenset("ijlIft.,:;'|!()[]-·"), frozenset("mwMWшщжюфмШЩЖЮФМ@%—…")
_BOLD = 1.08


def width(text: str, size: float, bold: bool = False) -> float:
    """Width of a line of text [same unit as `size`]."""
    return sum(map(_letter, text)) * size * (_BOLD if bold else 1.0)


@cache
def _letter(letter: str) -> float:
    if letter == " " or letter in _NARROW:
        return 0.33
    if letter in _WIDE:
        return 0.9
    return 0.7 if letter.isupper() else 0.57


def wrapped(text: str, size: float, room: float, bold: bool = False) -> list[str]:
    """Text in lines no wider than `room`, broken between words, or inside one that is too long by itself."""
    lines = [""]
    for word in text.split():
        for part in _parts(word, size, room, bold):
            longer = f"{lines[-1]} {part}".strip()
            if width(longer, size, bold) <= room:
                lines[-1] = longer
            else:
                lines.append(part)
    return lines[1:] if not lines[0] and len(lines) > 1 else lines


def _parts(word: str, size: float, room: float, bold: bool) -> list[str]:
    parts = [""]
    for letter in word:
        if parts[-1] and width(parts[-1] + letter, size, bold) > room:
            parts.append("")
        parts[-1] += letter
    return parts


def height(texts: Sequence[str], size: float, room: float, bold: bool = False) -> float:
    """Height of some paragraphs in a column as wide as `room` [same unit as `size`]."""
    return sum(len(wrapped(text, size, room, bold)) for text in texts) * size * LEADING


def largest(texts: Sequence[str], room: tuple[float, float], sizes: tuple[int, int], bold: bool = False) -> int:
    """The largest whole size between `sizes` (from, to) at which some paragraphs fit into `room` (width, height)."""
    fitting = (size for size in range(sizes[1], sizes[0], -1) if height(texts, size, room[0], bold) <= room[1])
    return next(fitting, sizes[0])


def shortened(text: str, size: float, room: tuple[float, float], bold: bool = False) -> str:
    """Text cut between words so that it fits into `room` (width, height), with an ellipsis where it was cut."""
    most = max(1, int(room[1] / (size * LEADING)))
    lines = wrapped(text, size, room[0], bold)
    if len(lines) <= most:
        return text
    last = lines[most - 1]
    while last and width(f"{last}…", size, bold) > room[0]:
        last = last.rpartition(" ")[0] or last[:-1]
    return " ".join([*lines[: most - 1], f"{last.rstrip(' ,;.')}…"])


def shared(wanted: Sequence[float], room: float) -> list[float]:
    """Widths that columns get of what they want: all of it, or where `room` is less, the widest give way first."""
    left, given = room, dict[int, float]()
    for place, index in enumerate(sorted(range(len(wanted)), key=lambda index: wanted[index])):
        given[index] = min(wanted[index], left / (len(wanted) - place))
        left -= given[index]
    return [given[index] for index in range(len(wanted))]
