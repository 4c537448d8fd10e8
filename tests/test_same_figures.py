"""One scenario, every way out: screen and files give the same headline. A new way out is one more row of WAYS."""

import io
import json
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

import pandas as pd
import pytest
from docx import Document

from finance.gap import Result
from finance.outputs import files, word
from finance.outputs.display import Display
from finance.outputs.language import Language
from tests.documents import Nowhere, native_charts, opened
from tests.test_screens import headline
from tests.test_screens import opened as screen

Solve = Callable[..., Result]
Headline = dict[str, float | str]
"""Need, available, gap: numbers where the way out keeps them whole, words where it prints them."""
NAMES = ("need", "available", "gap")
ENGLISH = Language()


def _screen(result: Result) -> Headline:
    shown = headline(screen(**result.scenario.to_query()))
    return {name: shown[name.capitalize()] for name in NAMES}


def _csv(result: Result) -> Headline:
    table = pd.read_csv(io.BytesIO(files.build("csv", result, ENGLISH)))
    values = table[table["table"] == "headline"].set_index("measure")["value"]
    return {name: float(values[name]) for name in NAMES}


def _json(result: Result) -> Headline:
    found = json.loads(files.build("json", result, ENGLISH))
    return {name: found[name] for name in NAMES}


def _slides(result: Result) -> Headline:
    """Need and gap from the chart part of the waterfall, money from the opening slide's words."""
    deck = opened(files.build("pptx", result, ENGLISH, ("waterfall",)))
    (chart,) = native_charts(deck).values()
    texts = [shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame]
    available = texts[texts.index("Available") - 1]
    return {
        "need": chart["Need"][0] or 0.0,
        "available": available,
        "gap": max(filter(None, chart["Gap"]), default=0.0),
    }


def _html(result: Result) -> Headline:
    page = files.build("html", result, ENGLISH, ("waterfall",)).decode()
    shown = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page))
    return {name: shown[name.capitalize()] for name in NAMES}


def _word(result: Result) -> Headline:
    table = Document(io.BytesIO(word.build(result, ENGLISH, ("waterfall",), Nowhere()))).tables[0]
    values, names = ([cell.text for cell in row.cells] for row in table.rows)
    shown = dict(zip(names, values, strict=True))
    return {name: shown[name.capitalize()] for name in NAMES}


WAYS: Mapping[str, Callable[[Result], Headline]] = MappingProxyType(
    {
        "screen": _screen,
        "csv": _csv,
        "json": _json,
        "slides": _slides,
        "html": _html,
        "word": _word,
    }
)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("preset", "values"),
    [
        ("article", {}),
        ("rdna5_whole", {"eur_usd": 1.2, "firmness": "pledged"}),
        ("prosperity_plan", {"currency": "USD", "rule": "most_funded"}),
    ],
)
def test_every_way_out_gives_the_headline_of_the_result(
    solve: Solve, preset: str, values: dict[str, float | str], way: str
) -> None:
    """A number to eleven digits; a word as the one rounding of the display writes it."""
    result = solve(preset, **values)
    display = Display(result, ENGLISH)
    for name, found in WAYS[way](result).items():
        exact = getattr(result, name)
        if isinstance(found, str):
            assert found == display.money(exact), (way, name)
        else:
            assert found == pytest.approx(exact, rel=1e-11), (way, name)
