"""The reader of Ukrainian meets no English sentence: on no screen, in no chart, in no file."""

import html
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from finance.data.dataset import Dataset
from finance.language.catalogue import Language
from finance.model.gap import Result
from finance.outputs import citation, formats
from finance.outputs.charts import CHARTS
from tests.test_screens import GROUPS, MAIN, SCREENS, written

UKRAINIAN = Language("uk")
SENTENCE = re.compile(r"\b[A-Za-z][a-z’']+(?:,? [a-z][a-z’']+){2,}")
"""A word and two more in small letters: names of institutions and programmes have capitals."""

NOT_PROSE = re.compile(r"<style>.*?</style>|`[^`]*`|```.*?```|https?://\S+|<[^>]*>", re.DOTALL)
KINDS = ("markdown", "caption", "title", "header", "subheader", "info", "warning", "error", "success", "code")
CONTROLS = (
    "button", "selectbox", "multiselect", "slider", "select_slider", "toggle", "checkbox", "radio", "text_input",
    "text_area", "number_input", "date_input", "button_group", "metric", "expander", "tabs",
)  # fmt: skip


def english(text: str, names: frozenset[str]) -> list[str]:
    """Every run of three English words that is no code, address or name of a document."""
    text = NOT_PROSE.sub(" ", html.unescape(text))
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, " ")
    return [match.group() for match in SENTENCE.finditer(text)]


@pytest.fixture(scope="module")
def names(dataset: Dataset) -> frozenset[str]:
    """What stays as it is: titles and producers of documents, the title to cite, and a line of Python."""
    origins = dataset.origins.values()
    documents = (*(origin.title for origin in origins), *(origin.producer for origin in origins))
    return frozenset((*documents, citation.TITLE, "from finance import gap, read"))


def shown(app: AppTest) -> Iterator[str]:
    """Every text of a screen that Streamlit's test runner sees, with the cells of its tables."""
    for kind in KINDS:
        if kind != "code":
            yield from (str(element.value) for element in app.get(kind))
    for kind in CONTROLS:
        for element in app.get(kind):
            for part in ("label", "help", "value", "delta", "placeholder"):
                if isinstance(text := getattr(element, part, None), str):
                    yield text
            yield from (text for text in getattr(element, "options", ()) if isinstance(text, str))
    for table in app.dataframe:
        yield from map(str, table.value.columns)
        yield from (cell for row in table.value.itertuples(index=False) for cell in row if isinstance(cell, str))
    yield from (element.proto.body for element in app.get("html"))


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_has_no_english_sentence(screen: str, names: frozenset[str]) -> None:
    """Text, captions, controls with their help, and the cells of every table that is open at first; also when
    someone else has just asked the same server the same in English, of which answers may be kept."""
    opened(screen, "en")
    app = opened(screen, "uk")
    assert [run for text in shown(app) for run in english(text, names)] == []


def opened(screen: str, lang: str) -> AppTest:
    """A screen in a language, every group of assumptions open."""
    app = AppTest.from_file(str(MAIN), default_timeout=30)
    for name, value in {"lang": lang, "scenario": "rdna5_whole"}.items():
        app.query_params[name] = value
    for group in GROUPS:
        app.session_state[f"group_{group}"] = True
    app.switch_page(screen).run()
    assert not app.exception
    return app


def test_the_numbers_of_a_table_are_written_as_a_ukrainian_writes_them() -> None:
    """A decimal comma, and a dash where there is no number: 587.7 × (1 − 0.19) = 476.0."""
    app = AppTest.from_file(str(MAIN), default_timeout=30)
    app.query_params["lang"], app.query_params["scenario"] = "uk", "rdna5_whole"
    app.switch_page("regions.py").run()
    claimed, lowest, chosen, _highest = written(app)[-1].to_numpy().tolist()
    assert claimed[1:] == ["–", "200,0"]
    assert lowest[1:] == ["0,0", "587,7"]
    assert chosen[1:] == ["19,0", "476,0"]


def test_a_number_without_a_unit_is_refused_in_ukrainian() -> None:
    """What is wrong with it and how to write it."""
    app = AppTest.from_file(str(MAIN), default_timeout=30)
    app.query_params["lang"], app.query_params["claim"] = "uk", "35"
    app.switch_page("claims.py").run()
    assert app.info[0].value.startswith("У «35» немає одиниці, тож це може означати що завгодно; напишіть число")


def words_of(drawing: object) -> Iterator[str]:
    """Every text in the marks of a chart."""
    if isinstance(drawing, str):
        yield drawing
    elif isinstance(drawing, dict):
        for value in drawing.values():
            yield from words_of(value)
    elif isinstance(drawing, list):
        for value in drawing:
            yield from words_of(value)


@pytest.mark.parametrize("id_", CHARTS)
def test_a_chart_has_no_english_sentence(id_: str, solve: Callable[..., Result], names: frozenset[str]) -> None:
    """Finding, subtitle, alternative text, marks and table, whatever is drawn."""
    chart = CHARTS[id_](solve("rdna5_whole"), UKRAINIAN, "light")
    table = [cell for row in chart.table.itertuples(index=False) for cell in row if isinstance(cell, str)]
    marks = words_of(json.loads(chart.text)) if chart.text else ()
    texts = [chart.title, chart.subtitle, chart.alt, *map(str, chart.table.columns), *table, *marks]
    assert [run for text in texts for run in english(text, names)] == []


def content(ending: str, data: bytes) -> str:
    """The words of a file: of an office file those of its parts, one place in the text a line."""
    if ending == "html":
        return re.sub(r"<(script|style).*?</\1>", " ", data.decode(), flags=re.DOTALL)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [
            name for name in archive.namelist() if re.search(r"(slides/slide|document|sharedStrings)\S*xml$", name)
        ]
        text = "".join(archive.read(name).decode() for name in parts)
    found = re.findall(r"<(?:\w+:)?t(?: [^>]*)?>([^<]*)<", text)
    return "\n".join(found)


@pytest.mark.parametrize("ending", ["html", "docx", "pptx", "xlsx"])
def test_a_file_has_no_english_sentence(
    ending: str, solve: Callable[..., Result], names: frozenset[str], tmp_path: Path
) -> None:
    """The report, the slides and the workbook are the reader's, to the last label."""
    result = solve("rdna5_whole")
    charts = ("waterfall",) if formats.format_of(ending).charts != "none" else ()
    assert english(content(ending, formats.build(ending, result, UKRAINIAN, charts, receipts=True)), names) == []


def test_amounts_are_written_as_a_ukrainian_writes_them() -> None:
    """19.6 billion dollars is "19,6 млрд $": a comma, the unit, the sign, and no line breaks between them."""
    assert UKRAINIAN.money(19.6) == "19,6\u00a0млрд\u00a0$"
    assert UKRAINIAN.money(-1234.5, "NOK") == "−1\u00a0234,5\u00a0млрд\u00a0NOK"
    assert UKRAINIAN.percent(0.024) == "2,4\u00a0%"


@pytest.mark.parametrize(
    ("count", "form"), [(1, "випадок"), (3, "випадки"), (5, "випадків"), (11, "випадків"), (21, "випадок")]
)
def test_counted_things_take_the_form_of_their_number(count: int, form: str) -> None:
    """1, 21: one; 2–4: few; 5 and 11–14: many."""
    assert UKRAINIAN.plural("{count} case", "{count} cases", count).format(count=count) == f"{count} {form}"
