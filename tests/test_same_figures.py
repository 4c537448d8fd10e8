"""One scenario, every way out: screen and files give the same headline. A new way out is one more row of WAYS."""

import io
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlencode

import pandas as pd
import pytest
from docx import Document

from finance.language.catalogue import Language
from finance.language.display import Display
from finance.model.gap import Result
from finance.outputs import formats, word
from pages.api.guard.settings import Settings
from tests.api.conftest import serving
from tests.documents import Nowhere, native_charts
from tests.documents import opened as presentation
from tests.test_screens import headline
from tests.test_screens import opened as screen
from tests.test_workbook import changed, named
from tests.test_workbook import opened as book

Solve = Callable[..., Result]
Headline = dict[str, float | str]
"""Need, available, gap: numbers where the way out keeps them whole, words where it prints them."""
Tools = pytest.FixtureRequest
"""Gives a way out the other program that it needs; a test of that way is skipped where there is none."""
NAMES = ("need", "available", "gap")
ENGLISH = Language()


def _screen(result: Result, tools: Tools) -> Headline:
    shown = headline(screen(**result.scenario.to_query()))
    return {name: shown[name.capitalize()] for name in NAMES}


def _csv(result: Result, tools: Tools) -> Headline:
    table = pd.read_csv(io.BytesIO(formats.build("csv", result, ENGLISH)))
    values = table[table["table"] == "headline"].set_index("measure")["value"]
    return {name: float(values[name]) for name in NAMES}


def _json(result: Result, tools: Tools) -> Headline:
    found = json.loads(formats.build("json", result, ENGLISH))
    return {name: found[name] for name in NAMES}


def _workbook(result: Result, tools: Tools) -> Headline:
    """What LibreOffice computes, the values that were stored with the formulas taken out before."""
    folder: Path = tools.getfixturevalue("tmp_path")
    path = folder / "given.xlsx"
    path.write_bytes(changed(formats.build("xlsx", result, ENGLISH), None))
    (computed,) = tools.getfixturevalue("office")("xlsx", [path])
    found = book(computed.read_bytes(), values=True)
    places = {name: named(found, name) for name in NAMES}
    return {name: found[sheet][cell].value for name, (sheet, cell) in places.items()}


def _api(result: Result, tools: Tools) -> Headline:
    """What the server answers to the query of the screen."""
    with serving(Settings()) as site:
        found = site.get(f"/api/v1/gap.json?{urlencode(result.scenario.to_query())}").json
    return {name: found[name] for name in NAMES}


def _slides(result: Result, tools: Tools) -> Headline:
    """Need and gap from the chart part of the waterfall, money from the opening slide's words."""
    deck = presentation(formats.build("pptx", result, ENGLISH, ("waterfall",)))
    (chart,) = native_charts(deck).values()
    texts = [shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame]
    available = texts[texts.index("Available") - 1]
    return {
        "need": chart["Need"][0] or 0.0,
        "available": available,
        "gap": max(filter(None, chart["Gap"]), default=0.0),
    }


def _html(result: Result, tools: Tools) -> Headline:
    page = formats.build("html", result, ENGLISH, ("waterfall",)).decode()
    shown = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page))
    return {name: shown[name.capitalize()] for name in NAMES}


def _word(result: Result, tools: Tools) -> Headline:
    table = Document(io.BytesIO(word.build(result, ENGLISH, ("waterfall",), Nowhere()))).tables[0]
    values, names = ([cell.text for cell in row.cells] for row in table.rows)
    shown = dict(zip(names, values, strict=True))
    return {name: shown[name.capitalize()] for name in NAMES}


WAYS: Mapping[str, Callable[[Result, Tools], Headline]] = MappingProxyType(
    {
        "screen": _screen,
        "csv": _csv,
        "json": _json,
        "workbook": _workbook,
        "slides": _slides,
        "html": _html,
        "word": _word,
        "api": _api,
    }
)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("preset", "values"),
    [
        ("article", {}),
        ("rdna5_whole", {"eur_usd": 1.2, "firmness": "pledged"}),
        ("prosperity_plan", {"currency": "USD", "rule": "priority"}),
    ],
)
def test_every_way_out_gives_the_headline_of_the_result(
    solve: Solve, request: Tools, preset: str, values: dict[str, float | str], way: str
) -> None:
    """A number to eleven digits; a word as the one rounding of the display writes it."""
    result = solve(preset, **values)
    display = Display(result, ENGLISH)
    for name, found in WAYS[way](result, request).items():
        exact = getattr(result, name)
        if isinstance(found, str):
            assert found == display.money(exact), (way, name)
        else:
            assert found == pytest.approx(exact, rel=1e-11), (way, name)
