"""An amount as people write it: "$35bn", "35 billion dollars", "€90 bn", "588 млрд дол.", "82 %"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from finance.dataset import Dataset
from finance.errors import ExplainError
from finance.remarks import Remark

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
_DIGITS = 25  # more than a machine number holds
_HOW = Remark("write the number with a size and a currency, as $35bn, 35 billion dollars or 588 млрд дол.")


@dataclass(frozen=True)
class Amount:
    """A number in billions of a currency, or a fraction where `unit` says so."""

    value: float
    unit: str

    @property
    def currency(self) -> str | None:
        """The currency; None for a fraction."""
        return self.unit.removesuffix(" bn") if self.unit.endswith(" bn") else None


def parse(text: str, dataset: Dataset) -> Amount:
    """The amount in a text. Where there are several numbers, the one with a size or a per cent sign counts.

    Raises ExplainError that says what is missing: a number that can be read, a size or a currency.
    """
    said, numbers = text.strip(), list(_NUMBER.finditer(text))
    if not numbers:
        raise ExplainError(Remark("“{text}” has no number; {how}", text=said, how=_HOW))
    for found in numbers:
        after = text[found.end() :].lstrip(" \u00a0\u202f")
        if after.startswith("%"):
            return Amount(_value(found.group()) / 100, "fraction")
        if scale := _scale(after):
            currency = _currency(text, dataset)
            if currency is None:
                raise ExplainError(Remark("“{text}” names no currency; {how}", text=said, how=_HOW))
            return Amount(_value(found.group()) * scale, f"{currency} bn")
    if _currency(text, dataset):
        raise ExplainError(Remark("“{text}” has no size, so it can mean anything; {how}", text=said, how=_HOW))
    raise ExplainError(Remark("“{text}” has no unit, so it can mean anything; {how}", text=said, how=_HOW))


def _value(number: str) -> float:
    """A number in either way of writing: 1,234.5 and 35,5 and 1 234."""
    if _GROUPED.fullmatch(number) and len(number) <= _DIGITS:
        return float(re.sub("[ \u00a0\u202f,'’]", "", number))
    plain = re.sub("[ \u00a0\u202f'’]", "", number).replace(",", ".")
    if plain.count(".") > 1 or len(plain) > _DIGITS:
        raise ExplainError(
            Remark("“{number}” cannot be read as one number; write it as 1,234.5 or 1234.5", number=number[:_DIGITS])
        )
    return float(plain)


def _scale(after: str) -> float | None:
    """What the word after a number makes of it [billions]."""
    return next((scale for words, scale in _SCALES.items() if re.match(rf"-?(?:{words})(?!\w)", after, re.I)), None)


def _currency(text: str, dataset: Dataset) -> str | None:
    for words, currency in _CURRENCIES.items():
        if re.search(rf"(?<![^\W\d_])(?:{words})(?![^\W\d_])", text, re.I):
            return currency
    codes = "|".join(dataset.macro.exchange_rates)
    found = re.search(rf"(?<![^\W\d_])(?:{codes})(?![^\W\d_])", text, re.I)
    return found.group().upper() if found else None
