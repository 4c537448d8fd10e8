"""Which column of a foreign table holds what, and what its words mean here: guessed, then the reader's to correct."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypeVar

from finance.data.dataset import Dataset
from finance.data.records import Firmness, Instrument, Purpose
from finance.own.cells import DayOrder, is_empty
from finance.own.numerals import DecimalSign
from finance.own.sheet import Cell, Sheet

Word = TypeVar("Word", Purpose, Firmness, Instrument)

ColumnOf: TypeAlias = Literal[
    "name", "donor", "type", "measure", "instrument", "amount", "paid", "currency", "date", "start", "end", "sector"
]

HEADINGS: Mapping[ColumnOf, tuple[str, ...]] = {
    "name": ("name", "label", "title", "line", "activity", "project", "explanation", "description", "назва", "рядок"),
    "donor": ("donor", "source", "payer", "provider", "country", "lender", "countries", "донор", "країна", "джерело"),
    "type": (
        *("aid type general", "type of aid general", "purpose", "type", "type of aid", "aid type", "category", "kind"),
        *("призначення", "вид", "тип"),
    ),
    "measure": ("firmness", "measure", "status", "stage", "commitment type", "твердість", "статус"),
    "instrument": ("instrument", "aid type specific", "type of aid specific", "form", "modality", "інструмент"),
    "amount": (
        *("tot activity value eur", "total activity value eur", "converted value in eur", "value eur", "amount eur"),
        *("value in euros", "envelope", "amount", "value", "sum", "total", "face", "committed", "сума", "обсяг"),
    ),
    "paid": ("paid", "disbursed", "tot value deliv eur", "delivered", "paid to date", "виплачено"),
    "currency": ("currency", "валюта"),
    "date": ("agreed", "announcement date", "date", "announced", "signed", "дата"),
    "start": ("start", "first year", "from", "start year", "перший рік", "від"),
    "end": ("end", "last year", "to", "until", "end year", "останній рік", "до"),
    "sector": ("earmarks", "earmark", "sector", "sectors", "сектор", "сектори"),
}
"""Headings by what their column holds, the surest first; as letters and digits with single spaces."""
NEEDED: tuple[ColumnOf, ...] = ("donor", "amount")
"""Columns without which no line can be made."""

_PURPOSES: Mapping[Purpose, tuple[str, ...]] = {
    "military": ("military", "defence", "defense", "weapons", "військ", "оборон"),
    "humanitarian": ("humanitarian", "гуманітарн"),
    "reconstruction": ("reconstruction", "recovery", "rebuilding", "відбудов", "відновлен"),
    "budget": ("budget", "бюджет"),
    "private_sector": ("private", "приватн"),
}
_FIRMNESS: Mapping[Firmness, tuple[str, ...]] = {
    "disbursed": ("disbursed", "disbursement", "paid", "delivered", "виплачен"),
    "allocated": ("allocat", "розподілен"),
    "committed": ("commit", "зобов"),
    "pledged": ("pledge", "обіцян"),
    "announced": ("announce", "proposed", "proposal", "оголошен"),
}
_INSTRUMENTS: Mapping[Instrument, tuple[str, ...]] = {
    "guarantee": ("guarantee", "гаранті"),
    "contingent_loan": ("contingent loan", "contingent_loan"),
    "loan": ("loan", "credit", "swap", "позик", "кредит"),
    "equity": ("equity", "капітал"),
    "mixed": ("mixed", "grant and loan", "loan and grant", "змішан"),
    "grant": ("grant", "in kind", "donation", "грант"),
}
_DONORS = {
    "eu": ("eu", "eu institutions", "european union", "european commission", "eu commission and council", "єс"),
    "eib": ("eib", "european investment bank"),
    "ebrd": ("ebrd", "european bank for reconstruction and development"),
    "world_bank": ("world bank", "ibrd", "ida", "wb"),
    "imf": ("imf", "international monetary fund"),
    "united_states": ("us", "usa", "united states", "united states of america", "сша"),
    "united_kingdom": ("uk", "gb", "united kingdom", "great britain", "britain"),
    "korea": ("south korea", "korea", "republic of korea"),
    "netherlands": ("netherlands", "the netherlands", "holland"),
}
POOLED = "pooled_donors"
"""The source under which donors stand that have no row of their own."""
_UNITS = {1.0: r"\b(bn|billions?|mrd|млрд)\b", 1e3: r"\b(m|mn|mln|millions?|mio|млн)\b", 1e6: r"\b(k|thousands?|тис)\b"}
_CURRENCIES = {"EUR": r"\beur\b|\beuros?\b|€|\bєвро\b", "GBP": r"\bgbp\b|£", "UAH": r"\buah\b|₴|\bгрн\b"}


@dataclass(frozen=True)
class Meaning:
    """How a table is to be read. `columns` are places by what they hold; `per_billion` units make one billion.

    `donors`, `types` and `measures` say what the words of those columns mean; None leaves their rows out. What no
    column says is taken from `instrument`, `firmness`, `purpose`, `currency` and `years`, the length of a window.
    Rows agreed before `since` are left out.
    """

    columns: Mapping[ColumnOf, int]
    per_billion: float
    currency: str
    donors: Mapping[str, str | None]
    types: Mapping[str, Purpose | None]
    measures: Mapping[str, Firmness | None]
    instrument: Instrument = "grant"
    firmness: Firmness = "committed"
    purpose: Purpose = "unspecified"
    years: int = 4
    since: int = 1900
    decimal: DecimalSign | None = None
    order: DayOrder | None = None


def columns(header: Sequence[str]) -> dict[ColumnOf, int]:
    """The column of each kind, by its heading; a column serves once, and kinds that no heading fits are missing."""
    words = [_words(name) for name in header]
    found: dict[ColumnOf, int] = {}
    for whole in (True, False):
        for kind, names in HEADINGS.items():
            fits = (place for name in names for place, heading in enumerate(words) if _fits(name, heading, whole))
            free = (place for place in fits if place not in found.values())
            if kind not in found and (place := next(free, None)) is not None:
                found[kind] = place
    return found


def _fits(name: str, heading: str, whole: bool) -> bool:
    return heading == name if whole else len(name) > 3 and f" {name} " in f" {heading} "


def _words(name: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", name.casefold()))


def distinct(sheet: Sheet, place: int | None) -> dict[str, int]:
    """The words of a column, each with how many rows say it, most first."""
    said: dict[str, int] = {}
    for row in sheet.rows if place is not None else ():
        if not is_empty(cell := row[place]):  # type: ignore[index]
            said[str(cell).strip()] = said.get(str(cell).strip(), 0) + 1
    return dict(sorted(said.items(), key=lambda item: -item[1]))


def donor(dataset: Dataset, name: str) -> str:
    """The source that a donor's name stands for; that of the pooled donors where none has this name."""
    wanted = _words(re.sub(r"\(.*?\)", "", name))
    for id_, row in dataset.sources.items():
        if wanted in {_words(id_), _words(row.label.en), _words(row.label.uk or row.label.en), *_DONORS.get(id_, ())}:
            return id_
    return POOLED


def purpose(name: str) -> Purpose:
    """The purpose that a word names; unspecified where it names none, as "financial" does."""
    return _meant(name, _PURPOSES) or "unspecified"


def firmness(name: str) -> Firmness:
    """The firmness that a word names; committed where it names none."""
    return _meant(name, _FIRMNESS) or "committed"


def instrument(name: str) -> Instrument | None:
    """The instrument that a word names, or None."""
    return _meant(name, _INSTRUMENTS)


def _meant(name: str, known: Mapping[Word, Iterable[str]]) -> Word | None:
    said = _words(name)
    return next((word for word, parts in known.items() if any(part in said for part in parts)), None)


def per_billion(heading: str, amounts: Iterable[float]) -> float:
    """How many units of a column of amounts make one billion: by its heading, else by the size of its largest."""
    said = _words(heading)
    for units, pattern in _UNITS.items():
        if re.search(pattern, said):
            return units
    largest = max(map(abs, amounts), default=0.0)
    return 1e9 if largest >= 1e5 else 1e3 if largest > 1e3 else 1.0


def currency(heading: str) -> str:
    """The currency that a heading names; dollars where it names none."""
    said = f"{_words(heading)} {heading}"
    return next((code for code, pattern in _CURRENCIES.items() if re.search(pattern, said)), "USD")


def text(cell: Cell) -> str:
    """What a cell says, as words; nothing where it says nothing."""
    return "" if is_empty(cell) else str(cell).strip()
