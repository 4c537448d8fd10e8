"""Every word in both languages: catalogues that are whole, fresh and agree with the code and the data."""

import io
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from finance.data import read
from finance.data.dataset import Dataset
from finance.data.records import Record, Text
from finance.language.catalogue import DOMAIN
from finance.language.extract import SENTENCES

ROOT = Path(__file__).resolve().parents[1]
LOCALE = read.DATA / "locale"
PO = LOCALE / "uk" / "LC_MESSAGES" / f"{DOMAIN}.po"
CYRILLIC = re.compile("[а-яіїєґ]", re.IGNORECASE)
WORD = re.compile("[A-Za-z]{3,}")


@cache
def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def ids(path: Path) -> set[object]:
    return {message.id for message in catalogue(path) if message.id}


def messages() -> list[Message]:
    return [message for message in catalogue(PO) if message.id]


def test_the_template_has_every_message_of_code_and_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Babel's own `extract`, as README and pyproject.toml give it, finds nothing more and nothing less."""
    monkeypatch.chdir(ROOT)
    fresh = tmp_path / "fresh.pot"
    keywords = ["-k", "text", "-k", "plural:1,2", "-k", "Remark", "-k", "Phrase"]
    options = ["-q", "extract", "-F", "pyproject.toml", *keywords, "--no-location"]
    CommandLineInterface().run(["pybabel", *options, "-o", str(fresh), "."])
    assert {message.id for message in catalogue(fresh)} == {
        message.id for message in catalogue(LOCALE / f"{DOMAIN}.pot")
    }


def test_every_message_is_translated_and_none_is_stale() -> None:
    """The Ukrainian catalogue has exactly the template's messages, each with a translation that nobody doubts."""
    assert ids(PO) == ids(LOCALE / f"{DOMAIN}.pot")
    assert not catalogue(PO).obsolete
    assert [message.id for message in messages() if message.fuzzy or not _translated(message)] == []


def _translated(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


def test_a_translation_has_the_same_places_to_fill() -> None:
    """Every `{name}` of the message stands in its translation, and no other."""
    for message in messages():
        sources = message.id if isinstance(message.id, tuple | list) else [message.id]
        targets = message.string if isinstance(message.string, tuple | list) else [message.string]
        for target in targets:
            assert set(re.findall(r"{\w+}", target)) == set(re.findall(r"{\w+}", sources[-1])), message.id


def test_a_translation_is_in_ukrainian() -> None:
    """Where the message has an English word of three letters or more, the translation has a Cyrillic one.

    Left as they are: names of documents' places and formulas, which have no words of their own.
    """
    for message in messages():
        source = message.id[0] if isinstance(message.id, tuple | list) else message.id
        target = message.string[0] if isinstance(message.string, tuple | list) else message.string
        if WORD.search(re.sub(r"{\w+}|`[^`]*`", "", source)) and target != source:
            assert CYRILLIC.search(target), message.id


def test_the_compiled_catalogue_is_fresh() -> None:
    """What gettext reads is what Babel's `compile` makes of the catalogue as it stands."""
    fresh = io.BytesIO()
    write_mo(fresh, catalogue(PO))
    assert PO.with_suffix(".mo").read_bytes() == fresh.getvalue()


def texts(record: object, path: str) -> Iterator[tuple[str, Text]]:
    if isinstance(record, Text):
        yield path, record
    elif isinstance(record, Record):
        for name in type(record).model_fields:
            yield from texts(getattr(record, name), f"{path}.{name}")
    elif isinstance(record, Mapping):
        for key, value in record.items():
            yield from texts(value, f"{path}.{key}")
    elif isinstance(record, tuple):
        for index, value in enumerate(record):
            yield from texts(value, f"{path}.{index}")


@pytest.fixture(scope="module")
def spoken(dataset: Dataset) -> dict[str, Text]:
    """Every label, story, note and explanation of the data, by its path."""
    return {path: text for kind in read.KINDS for path, text in texts(getattr(dataset, kind.field), kind.field)}


def alone(path: str, text: Text) -> bool:
    """Whether it is a sentence in English that the catalogue translates; a line of a ledger asks for no catalogue."""
    is_message = text.uk is None and not path.startswith("ledgers.") and text.en in ids(PO)
    return is_message and path.rpartition(".")[2] in SENTENCES


def test_every_text_of_the_data_has_both_languages(spoken: dict[str, Text]) -> None:
    """Ukrainian and English as equals: both are there and neither is blank."""
    assert len(spoken) > 200
    both = {path for path, text in spoken.items() if text.en.strip() and text.uk and text.uk.strip()}
    assert [path for path, text in spoken.items() if path not in both and not alone(path, text)] == []


def test_each_language_of_the_data_is_itself(spoken: dict[str, Text]) -> None:
    """English has no Cyrillic letter; Ukrainian has one, unless it is a name or a number without a small Latin letter:
    RDNA5, IMF, 2025. A language is named in itself, so the choices of `lang` are alike in every language.
    """
    for path, text in spoken.items():
        if not path.startswith("assumptions.lang.choices.") and not alone(path, text):
            assert not CYRILLIC.search(text.en), path
            assert CYRILLIC.search(text.uk or "") or not re.search("[a-z]", text.uk or ""), f"{path}: {text.uk}"
