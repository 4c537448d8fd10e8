"""A number as people write it: 1,234.5 and 1.234,5 and 1 234."""

import re
from typing import Literal, TypeAlias

DecimalSign: TypeAlias = Literal["point", "comma"]

_NUMBER = re.compile(r"[-+−]?\d+([.,]\d+)*")
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f'’]")
_MOST = 25  # more characters than a machine number holds digits


def closed(text: str) -> str:
    """The text without the spaces and apostrophes that part off thousands."""
    return _SPACES.sub("", text)


def is_number(text: str) -> bool:
    """Whether a closed text is digits with signs between them, and no more than a number has."""
    return bool(_NUMBER.fullmatch(text)) and len(text) <= _MOST


def decimal_of(text: str) -> DecimalSign | None:
    """The decimal sign of a closed number, where it is clear; None where it has none or may be two numbers.

    Clear is a number with both signs, with one sign twice (then the other one), or with a sign that does not part off
    thousands.
    """
    points, commas = text.count("."), text.count(",")
    if points and commas:
        return "point" if text.rfind(".") > text.rfind(",") else "comma"
    if points + commas != 1:
        return "comma" if points else "point" if commas else None
    whole, fraction = re.split(r"[.,]", text.lstrip("-+−"))
    clear = len(fraction) != 3 or len(whole) > 3 or whole == "0"
    return ("point" if points else "comma") if clear else None


def value(text: str, decimal: DecimalSign | None) -> float:
    """The value of a closed number with this decimal sign. Raises ValueError where it is no number, or where thousands
    are not in groups of three."""
    thousands, point = (",", ".") if decimal == "point" else (".", ",")
    whole, sign, fraction = text.partition(point)
    groups = whole.lstrip("-+−").split(thousands)
    if not is_number(text) or re.search(r"[.,]", fraction) or any(len(group) != 3 for group in groups[1:]):
        raise ValueError(text)
    size = float("".join(groups) + (f".{fraction}" if sign else ""))
    return -size if text[0] in "-−" else size
