"""An amount as people write it: "$35bn", "35 billion dollars", "€90–100 bn", "75 до 80 млрд дол.", "82 %"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from finance.data.dataset import Dataset
from finance.errors import ExplainError
from finance.messages import Remark
from finance.own import numerals

_SCALES: Mapping[str, float] = {
    r"tn|trillions?|трлн|трильйон\w*": 1000.0,
    r"bn|b|billions?|milliards?|млрд|мільярд\w*": 1.0,
    r"m|mn|mln|millions?|млн|мільйон\w*": 0.001,
}
"""Words for a size and what they are in billions. A milliard is a billion here; both are written as 10⁹."""

_CURRENCIES: Mapping[str, str] = {
    r"us\$|\$|us dollars?|dollars?|дол|долар\w*": "USD",
    r"€|euros?|євро": "EUR",
    r"£|pounds?|фунт\w*": "GBP",
    r"₴|hryvnias?|hryvnyas?|грн|гривень|гривн\w*": "UAH",
}
"""Words for a currency; its three letters are understood too."""

_NUMBER = re.compile(r"\d+(?:[ \u00a0\u202f.,'’]\d+)*")
_GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0\u202f,'’]\d{3})+(?:\.\d+)?")
_DIGITS = 25  # of a number that cannot be read, so many are repeated
_HOW = Remark("write the number with a size and a currency, as $35bn, 35 billion dollars or 588 млрд дол.")

_SIZE = "%|-?(?:" + "|".join(_SCALES) + r")(?!\w)\.?"
_MONEY = "|".join((*_CURRENCIES, *_CURRENCIES.values())) + r"\b"
_BEFORE, _AFTER = rf"\s*(?:{_SIZE})?\s*(?:(?:{_MONEY})\.?)?\s*", rf"\s*(?:{_MONEY})?\s*"
_TO = re.compile(rf"{_BEFORE}(?:[-–—…]|\.\.\.?|\bto\b|\bдо\b){_AFTER}", re.I)
_AND = re.compile(rf"{_BEFORE}\b(?:and|і|й|та)\b{_AFTER}", re.I)
_BETWEEN = re.compile(r"\b(?:between|між|поміж)\b", re.I)

_RATE = re.compile(
    r"(?:\b(?:a|per|each|every)\s+(?:year|month)|/\s?(?:year|yr|month|рік)|\bp\.\s?a|\byearly|\bmonthly|\bannual(?:ly)?"
    r"|\bна\s+(?:рік|місяць)|\bкожен\s+(?:рік|місяць)|\bкожного\s+(?:року|місяця)|\bщороку|\bщорічн\w*|\bщомісяц\w*"
    r"|\bщомісячн\w*|\bрічних)\b(?!\s+(?:ago|earlier|later|before|раніше|пізніше|тому))",
    re.I,
)
"""Words of a rate: so much in each year or month."""


@dataclass(frozen=True)
class Amount:
    """A number in billions of a currency, or a fraction where `unit` says so; a range where it has a higher end."""

    value: float
    unit: str
    high: float | None = None

    @property
    def currency(self) -> str | None:
        """The currency; None for a fraction."""
        return self.unit.removesuffix(" bn") if self.unit.endswith(" bn") else None

    @property
    def ends(self) -> tuple[float, float]:
        """Lowest and highest; of a single number both are that number."""
        return self.value, self.value if self.high is None else self.high

    def covers(self, value: float) -> bool:
        """Whether a value is the number as far as it is written, or lies in the range, to half a digit of its ends."""
        low, high = self.ends
        return low - _half_a_digit(low) <= value <= high + _half_a_digit(high)

    def off(self, value: float) -> float:
        """How far a value lies from the number, or from the nearer end of the range [fraction]; 0 within it."""
        low, high = self.ends
        end = min(max(value, low), high)
        return abs(value - end) / abs(end) if end else abs(value)


@dataclass(frozen=True)
class _Written:
    """A number in a text with the size behind it [billions], 1 where a per cent sign stands there and None without."""

    match: re.Match[str]
    size: float | None
    per_cent: bool

    def worth(self, other: "_Written") -> float:
        """The number in billions or as a fraction, of its own size or else of the size of another."""
        own, number = self if self.size else other, _value(self.match.group())
        return number / 100 if own.per_cent else number * (own.size or 1.0)


def parse(text: str, dataset: Dataset) -> Amount:
    """The amount or range in a text. Where there are several numbers, those with a size or a per cent sign count.

    Raises ExplainError that says what is missing: a number that can be read, a size or a currency; or that a rate,
    so much a year, cannot be held against sums.
    """
    said, numbers = text.strip(), _written(text)
    if not numbers:
        raise ExplainError(Remark("“{text}” has no number; {how}", text=said, how=_HOW))
    if _RATE.search(text):
        raise ExplainError(
            Remark(
                "“{text}” is so much a year or a month, which cannot be held against sums; type the whole sum instead, "
                "as $30bn for ten years of $3bn",
                text=said,
            )
        )
    currency = _currency(text, dataset)
    sized = next((number for number in numbers if number.size), None)
    if sized is None:
        raise ExplainError(_unsized(said, currency))
    if currency is None and not sized.per_cent:
        raise ExplainError(Remark("“{text}” names no currency; {how}", text=said, how=_HOW))
    low, high = _ends(text, numbers, sized)
    return Amount(low, "fraction" if sized.per_cent else f"{currency} bn", high)


def _unsized(said: str, currency: str | None) -> Remark:
    """What a number lacks that has a currency alone, or nothing."""
    if currency:
        return Remark("“{text}” has no size, so it can mean anything; {how}", text=said, how=_HOW)
    return Remark("“{text}” has no unit, so it can mean anything; {how}", text=said, how=_HOW)


def _written(text: str) -> list[_Written]:
    """Every number of a text."""
    found = ((number, text[number.end() :].lstrip(" \u00a0\u202f")) for number in _NUMBER.finditer(text))
    return [_Written(number, _size(after), after.startswith("%")) for number, after in found]


def _ends(text: str, numbers: list[_Written], sized: _Written) -> tuple[float, float | None]:
    """The number with a size, and None; or both ends of the range that it is an end of."""
    for first, last in pairwise(numbers):
        alike = last.size and last.per_cent == sized.per_cent and (not first.size or first.per_cent == last.per_cent)
        if sized in (first, last) and alike and _joined(text, first.match, last.match):
            low, high = sorted((first.worth(last), last.worth(last)))
            return low, high
    return sized.worth(sized), None


def _joined(text: str, first: re.Match[str], last: re.Match[str]) -> bool:
    """Whether two numbers are the ends of a range: "75 to 80", "75–80", or "between 75 and 80"."""
    amid = text[first.end() : last.start()]
    return bool(_TO.fullmatch(amid) or (_AND.fullmatch(amid) and _BETWEEN.search(text[: first.start()])))


def _value(number: str) -> float:
    """A number in either way of writing: 1,234.5 and 35,5 and 1 234. Commas before three digits part off thousands."""
    plain = numerals.closed(number)
    if _GROUPED.fullmatch(number):
        plain = plain.replace(",", "")
    try:
        return numerals.value(plain, "comma" if "," in plain and "." not in plain else "point")
    except ValueError:
        raise ExplainError(
            Remark("“{number}” cannot be read as one number; write it as 1,234.5 or 1234.5", number=number[:_DIGITS])
        ) from None


def _half_a_digit(value: float) -> float:
    """Half a unit of the last digit that a number is printed with."""
    exponent = Decimal(f"{value:.12g}").as_tuple().exponent
    return 0.5 * 10.0 ** min(int(exponent), 0) * (1 + 1e-9)


def _size(after: str) -> float | None:
    """What the word after a number makes of one [billions]; 1 for a per cent sign."""
    if after.startswith("%"):
        return 1.0
    return next((scale for words, scale in _SCALES.items() if re.match(rf"-?(?:{words})(?!\w)", after, re.I)), None)


def _currency(text: str, dataset: Dataset) -> str | None:
    for words, currency in _CURRENCIES.items():
        if re.search(rf"(?<![^\W\d_])(?:{words})(?![^\W\d_])", text, re.I):
            return currency
    codes = "|".join(dataset.macro.exchange_rates)
    found = re.search(rf"(?<![^\W\d_])(?:{codes})(?![^\W\d_])", text, re.I)
    return found.group().upper() if found else None
