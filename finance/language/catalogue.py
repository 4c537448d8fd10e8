"""Words, numbers and dates for one reader: gettext for sentences, Babel for what has a format."""

import datetime as dt
import gettext
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal

from finance.data.read import DATA
from finance.data.records import Text
from finance.errors import FinanceError
from finance.language.rounding import decimals
from finance.messages import Remark

DOMAIN = "dashboard"
LANGUAGES = ("en", "uk")
_NUMBER = re.compile(r"-?\d+\.\d+")
_SIGN = {"USD": "$", "EUR": "€"}


@lru_cache(maxsize=32_768)
def _decimal(value: float, digits: int, code: str) -> str:
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, pattern, locale=code).replace("-", "−")


_DUST = 8  # decimals beyond those shown, after which a difference is rounding of the machine


@dataclass(frozen=True)
class Language:
    """One language, by its two-letter code. Every word shown passes `text`, every number one of the formats."""

    code: str = "en"

    @cached_property
    def _catalogue(self) -> gettext.NullTranslations:
        return gettext.translation(DOMAIN, DATA / "locale", [self.code], fallback=True)

    def text(self, message: str | Text) -> str:
        """The message in this language; the English sentence itself where no catalogue has it.

        A text of the data that has no words in this language itself is a message like any other.
        """
        return self._catalogue.gettext(message.in_(self.code) if isinstance(message, Text) else message)

    def remark(self, words: object) -> str:
        """What a result or an error says, in this language; what is no Remark stays as it is."""
        if not isinstance(words, Remark):
            return str(words)
        places = {name: self._place(place) for name, place in words.places.items()}
        return self.text(words.message).format(**places)

    def _place(self, words: str) -> str:
        """What stands in a sentence: another remark, a number with decimals, or words as they are."""
        return self.figure(float(words)) if _NUMBER.fullmatch(words) else self.remark(words)

    def error(self, error: FinanceError) -> str:
        """What is wrong, in this language: one line a problem."""
        return "\n".join(map(self.remark, error.problems))

    def plural(self, one: str, many: str, count: int) -> str:
        """The form of the message that goes with `count`."""
        return self._catalogue.ngettext(one, many, count)

    def number(self, value: float, digits: int = 1) -> str:
        """A number with a fixed count of decimals, a true minus and grouped thousands; no negative zero.

        The dust of binary fractions goes first, so that 33.75 is rounded alike whatever sum it came from.
        """
        return _decimal(round(round(float(value), digits + _DUST), digits) + 0.0, digits, self.code)

    def figure(self, value: float) -> str:
        """A number with the decimals that it has, at most four."""
        return self.number(value, decimals(value, 4))

    def money(self, billions: float, currency: str = "USD", digits: int = 1) -> str:
        """An amount given in billions, with its unit and its currency's sign or, where it has none here, its code."""
        shown = self.number(abs(billions), digits)
        sign = "−" if round(float(billions), digits) < 0 else ""
        symbol = _SIGN.get(currency, f"{currency} ")
        return self.text("{sign}{symbol}{amount}bn").format(sign=sign, symbol=symbol, amount=shown).rstrip()

    def change(self, billions: float, currency: str = "USD", digits: int = 1) -> str:
        """A difference of two amounts, with its sign."""
        plus = "+" if round(float(billions), digits) > 0 else ""
        return plus + self.money(billions, currency, digits)

    def percent(self, share: float | None, digits: int = 1) -> str:
        """A fraction as a percentage; an en dash where there is none."""
        if share is None or share != share:
            return "–"
        return self.text("{number}%").format(number=self.number(share * 100, digits))

    def date(self, day: dt.date) -> str:
        """A day in the long form of the language."""
        return str(format_date(day, "long", locale=self.code))
