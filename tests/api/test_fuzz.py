"""What nobody would type on purpose: data files, addresses and queries at random. No traceback, and no wrong total.

FUZZ=50 in the environment tries fifty times as many cases.
"""

import os
import random
import shutil
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from math import isfinite
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finance import explain
from finance.analysis import identities
from finance.data import read
from finance.data.dataset import Dataset
from finance.data.validate import Kind
from finance.data.yamlfile import Parsed
from finance.errors import DataError, FinanceError
from finance.explain import amounts
from finance.model import gap
from finance.own import dropped
from finance.scenario import Scenario
from tests.api.conftest import Site

TIMES = int(os.environ.get("FUZZ", "1"))
FILES = sorted(path.relative_to(read.DATA).as_posix() for path in read.DATA.rglob("*.yaml"))
ODD = (
    *(
        "0",
        "-1",
        "1e9",
        "1e308",
        ".inf",
        ".nan",
        "99999999999999999999",
        "0.1e",
        "010",
        "0x1f",
        "1:30",
        "1_000",
        "null",
        "~",
    ),
    *(
        "true",
        "NO",
        '""',
        "[]",
        "{}",
        "[1, 2]",
        "{a: 1}",
        "2026-13-45",
        "'",
        '"',
        "&a",
        "*a",
        "!!python/object:x",
        "<<: *a",
    ),
    *(
        "\t",
        "\x00",
        "\u202e",
        "\ud7ff",
        "é",
        "=1+1",
        "{{7*7}}",
        "${x}",
        "../../etc/passwd",
        "<script>",
        "%s%n",
        "1.0" * 40,
    ),
)


# ---------------------------------------------------------------- data files


def _mutated(text: str, chance: random.Random) -> bytes:
    """A file with one to three things done to it that a slip of the hand or a bad disk could do."""
    for _ in range(chance.randint(1, 3)):
        text = chance.choice(_SLIPS)(text, chance)
    raw = bytearray(text.encode("utf-8", "surrogatepass"))
    if raw and chance.random() < 0.1:
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    return bytes(raw)


def _line(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    place, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    done = chance.choice(("drop", "twice", "swap", "indent", "outdent"))
    if done == "drop":
        del lines[place]
    elif done == "twice":
        lines.insert(other, lines[place])
    elif done == "swap":
        lines[place], lines[other] = lines[other], lines[place]
    elif done == "indent":
        lines[place] = "  " + lines[place]
    else:
        lines[place] = lines[place].removeprefix("  ")
    return "\n".join(lines)


def _value(text: str, chance: random.Random) -> str:
    """Another value for a field."""
    lines = text.split("\n")
    places = [place for place, line in enumerate(lines) if ":" in line and not line.startswith("#")]
    if places:
        place = chance.choice(places)
        lines[place] = f"{lines[place].partition(':')[0]}: {chance.choice(ODD)}"
    return "\n".join(lines)


def _number(text: str, chance: random.Random) -> str:
    """Another number for a number, of any size; this is what most often is accepted."""
    words = text.split(" ")
    places = [place for place, word in enumerate(words) if word.strip(",}\n").replace(".", "", 1).isdigit()]
    if places:
        place = chance.choice(places)
        new = chance.choice(("0", "1", "0.5", "3", "1000", f"{chance.uniform(0, 600):.3f}", "123456789"))
        words[place] = words[place].replace(words[place].strip(",}\n"), new)
    return " ".join(words)


def _letters(text: str, chance: random.Random) -> str:
    place = chance.randrange(len(text) + 1)
    return text[:place] + chance.choice((*ODD, "")) + text[place + chance.randint(0, 5) :]


def _cut(text: str, chance: random.Random) -> str:
    return text[: chance.randrange(len(text) + 1)]


_SLIPS = (_line, _value, _value, _number, _number, _number, _letters, _cut)


@pytest.fixture
def remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that have not changed are read and validated once, so that thousands of folders can be loaded."""
    parse, sound = read.yamlfile.parse, read.sound_part
    parsed = cache(lambda raw, file: parse(raw, file))
    kept: dict[object, object] = {}

    def remember(kind: Kind, file: Parsed, known: dict[str, frozenset[str]]) -> object:
        key = (kind.field, id(file), tuple(sorted((name, hash(ids)) for name, ids in known.items())))
        if key not in kept:
            kept[key] = (file, sound(kind, file, known))
        return kept[key][1]  # type: ignore[index]

    monkeypatch.setattr(read.yamlfile, "parse", parsed)
    monkeypatch.setattr(read, "sound_part", remember)


@pytest.mark.usefixtures("remembered")
def test_no_data_file_at_random_breaks_the_reader_or_gives_a_wrong_total(tmp_path: Path) -> None:
    """Every file, changed at random: refused with file and line, or read, solved, and every identity holds."""
    chance, folder = random.Random(20260219), tmp_path / "data"
    shutil.copytree(read.DATA, folder)
    accepted: list[Dataset] = []
    refused: list[DataError] = []
    for file in FILES * (12 * TIMES):
        path = folder / file
        whole = path.read_bytes()
        if len(whole) > 12_000 and chance.random() < 0.8:
            continue  # large files take long; they have their share in the longer run
        path.write_bytes(_mutated(whole.decode(), chance))
        try:
            dataset = read.load(folder)
        except DataError as error:
            refused += [error]
        else:
            accepted += [dataset]
            _holds(dataset, chance)
        path.write_bytes(whole)
    assert len(accepted) > 20
    assert len(refused) > 60
    assert all(
        problem.line >= 1 and problem.file and problem.message for error in refused for problem in error.problems
    )


def _holds(dataset: Dataset, chance: random.Random) -> None:
    """Every identity of one preset; data that cannot be computed with is refused in words."""
    scenario = Scenario.preset(chance.choice(list(dataset.presets)), dataset)
    with suppress(FinanceError):
        result = gap.solve(dataset, scenario)
        assert all(identity.holds for identity in identities.check(result))
        assert 0 <= result.gap <= result.need


def test_no_dropped_file_at_random_breaks_a_screen(dataset: Dataset) -> None:
    """What a reader drops on Your figures: data files damaged, and bytes of no kind; an edit, or words."""
    chance, folders = random.Random(7), ("commitments", "assessments", "plans")
    texts = [(read.DATA / file).read_text(encoding="utf-8") for file in FILES if file.startswith(folders)]
    small = [text for text in texts if len(text) < 12_000]
    edits = []
    for number in range(400 * TIMES):
        raw = _mutated(chance.choice(small), chance) if number % 4 else chance.randbytes(chance.randint(0, 400))
        with suppress(FinanceError):
            edits.append(dropped.edit(dataset, chance.choice(("mine.yaml", "../x.yaml", "a\nb.yml", "x.xlsx")), raw))
    assert edits
    assert all(edit.texts for edit in edits)


# ---------------------------------------------------------------- claims


def test_no_claim_at_random_breaks_its_check(dataset: Dataset) -> None:
    """Any text: an amount, or refused with what a claim needs; every twentieth amount is held against the data."""
    words = (
        "$",
        "€",
        "₴",
        "bn",
        "billion",
        "млрд",
        "%",
        "trillion",
        "35",
        "1e999",
        "9" * 40,
        "-",
        "−",
        "1,2,3",
        "1.2.3",
        "٣٥",
    )
    texts = st.lists(st.one_of(st.sampled_from((*words, *ODD)), st.text(max_size=8)), max_size=8).map(" ".join)
    written = st.tuples(
        st.sampled_from(("$", "€", "")), st.floats(0, 1e15), st.sampled_from(("bn", " billion", "%", ""))
    )
    found: list[amounts.Amount] = []

    @settings(max_examples=700 * TIMES, deadline=None)
    @given(text=st.one_of(texts, written.map(lambda part: f"{part[0]}{part[1]:.6g}{part[2]}")))
    def check(text: str) -> None:
        with suppress(FinanceError):
            found.append(amounts.parse(text, dataset))
            if len(found) % 20 == 1:
                assert explain.check_claim(text, dataset).amount == found[-1]

    check()
    assert len(found) > 70
    assert all(isfinite(amount.value) for amount in found)


# ---------------------------------------------------------------- addresses


def _asked(dataset: Dataset) -> st.SearchStrategy[dict[str, str]]:
    known = st.sampled_from(["scenario", "self", "values", "lang", *dataset.assumptions])
    values = st.one_of(
        st.sampled_from([*ODD, *dataset.presets, *(name for choice in dataset.choices.values() for name in choice)]),
        st.floats().map(repr),
        st.floats(0, 2).map(lambda value: f"{value:.6g}"),
        st.integers(-5, 3000).map(str),
        st.text(max_size=12),
    )
    return st.dictionaries(st.one_of(known, st.text(max_size=8)), values, max_size=8)


def test_no_address_at_random_breaks_a_screen(dataset: Dataset) -> None:
    """What cannot be had is told once for each name; what stays is a scenario whose address leads back to it."""
    tried = 0

    @settings(max_examples=900 * TIMES, deadline=None)
    @given(query=_asked(dataset))
    def read_query(query: dict[str, str]) -> None:
        nonlocal tried
        tried += 1
        scenario, problems = Scenario.read_query(query, dataset)
        assert len(problems) <= len(query)
        assert all(problems)
        again = Scenario.from_query(scenario.to_query(), dataset)
        assert again.key == scenario.key
        if tried % 40 == 0:
            result = gap.solve(dataset, scenario)
            assert all(identity.holds for identity in identities.check(result))

    read_query()
    assert tried > 400 * TIMES


# ---------------------------------------------------------------- the API


def _addresses(dataset: Dataset) -> Iterator[str]:
    chance = random.Random(5)
    names = ["scenario", "edition", "charts", "theme", "cited", "self", *dataset.assumptions]
    places = [
        "api/v1/gap.json",
        "api/v1/gap.csv",
        "api/v1/charts/coverage.json",
        "embed/waterfall",
        "api",
        "api/v1/figures.csv",
    ]
    while True:
        parts = [
            f"{quote(chance.choice((*names, *ODD)))}={quote(chance.choice((*ODD, '1', '0.5', 'article')))}"
            for _ in range(3)
        ]
        path = chance.choice(places)
        if chance.random() < 0.3:
            path += quote(chance.choice(ODD), safe="")
        yield f"/{path}?{chance.choice(('&', '&&', ';', '&=&')).join(parts[: chance.randint(0, 3)])}"


def test_no_call_at_random_breaks_the_server(site: Site, dataset: Dataset, journal: list[str]) -> None:
    """Any path and query is answered or refused in words."""
    for _, address in zip(range(250 * TIMES), _addresses(dataset), strict=False):
        answer = site.get(address)
        assert answer.status < 500, address
        assert b"Traceback" not in answer.body, address
        if answer.status >= 400 and answer.headers["content-type"] == "application/json":
            assert answer.errors, address


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PROPFIND"])
@pytest.mark.parametrize("body", [b"", b"{", b'{"eur_usd": 9}', b"\x00\xff" * 500, b"a=1&b=2"], ids=range(5))
def test_no_body_breaks_the_server(site: Site, method: str, body: bytes) -> None:
    """Nothing here reads a body, whatever it claims to be."""
    for kind in ("application/json", "multipart/form-data; boundary=x", "text/yaml"):
        answer = site.get("/api/v1/gap.json", method, body, Content_Type=kind)
        assert answer.status == (200 if method == "GET" else 405)
