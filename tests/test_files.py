"""The registry of files: what each ending gives, and what is refused before anything is built."""

import io
import json
from collections.abc import Callable

import pandas as pd
import pytest

from finance.errors import OutputError
from finance.gap import Result
from finance.outputs import charts, files
from finance.outputs.files import FORMATS, Format
from finance.outputs.language import Language
from finance.outputs.renderer import SHARED

Solve = Callable[..., Result]
ENGLISH = Language()


@pytest.fixture
def result(solve: Solve) -> Result:
    return solve("rdna5_whole", eur_usd=1.25)


@pytest.fixture
def with_kind(monkeypatch: pytest.MonkeyPatch) -> Callable[[Format], None]:
    """Register one more kind of file for a test."""
    return lambda kind: monkeypatch.setattr(files, "FORMATS", {**FORMATS, kind.ending: kind})


def test_every_kind_of_file_says_what_it_is() -> None:
    """Its ending is its key, its media type is one, and its label is a text for a button."""
    for ending, kind in FORMATS.items():
        assert kind.ending == ending == ending.lower()
        assert kind.media_type.count("/") == 1
        assert kind.label(ENGLISH)


def test_csv_and_json_hold_the_figures_of_the_result(result: Result) -> None:
    """The headline read back from both is the result's."""
    table = pd.read_csv(io.BytesIO(files.build("csv", result, ENGLISH)))
    headline = table[table["table"] == "headline"].set_index("measure")["value"]
    assert headline["gap"] == pytest.approx(result.gap, rel=1e-11)
    assert json.loads(files.build("json", result, ENGLISH)) == result.as_dict()


def test_the_same_file_twice_is_the_same_bytes(result: Result) -> None:
    """No clock and no chance in a file, so that what a link gives can be kept and compared."""
    for ending, kind in FORMATS.items():
        if kind.charts == "one" and SHARED.missing:
            continue
        shown = () if kind.charts == "none" else ("waterfall",)
        assert files.build(ending, result, ENGLISH, shown) == files.build(ending, result, ENGLISH, shown), ending


def test_a_name_tells_what_is_in_the_file(result: Result) -> None:
    """Preset and key; with one chart its id, as the pictures of the cards have it."""
    key = result.scenario.key
    assert files.name("csv", result) == f"ukraine-gap_rdna5_whole_{key}.csv"
    assert files.name("png", result, ("coverage",)) == f"ukraine-gap_coverage_rdna5_whole_{key}.png"
    assert files.name("pptx", result, ("coverage", "money")) == f"ukraine-gap_rdna5_whole_{key}.pptx"
    drawn = charts.CHARTS["coverage"](result, ENGLISH, "light")
    assert files.name("png", result, ("coverage",)) == f"{charts.file_name(drawn, result)}.png"


# ---------------------------------------------------------------- refused


def test_an_unknown_ending_is_refused_with_the_known(result: Result) -> None:
    """The endings that are written are named."""
    known = ", ".join(f".{ending}" for ending in FORMATS)
    with pytest.raises(OutputError) as refused:
        files.build("foo", result, ENGLISH)
    assert str(refused.value) == f"cannot write '.foo'; allowed is a file that ends in {known}"
    with pytest.raises(OutputError) as refused:
        files.build("", result, ENGLISH)
    assert str(refused.value) == f"cannot write a file without an ending; allowed is a file that ends in {known}"


def test_an_unknown_chart_is_refused_with_the_known(result: Result) -> None:
    """Also where the kind of file shows none, because the reader expected it to."""
    with pytest.raises(OutputError) as refused:
        files.build("csv", result, ENGLISH, ("waterfall", "pie"))
    assert str(refused.value) == f"'pie' is no chart; known are {', '.join(charts.CHARTS)}"


def test_a_file_of_charts_without_a_chart_is_refused(result: Result, with_kind: Callable[[Format], None]) -> None:
    """Nothing is built, and what can be chosen is named."""
    with_kind(Format("deck", "x/deck", lambda language: "Deck", lambda result, language, ids: b"deck", "some"))
    with pytest.raises(OutputError) as refused:
        files.build("deck", result, ENGLISH)
    assert str(refused.value) == (
        f"a .deck file shows charts and none was chosen; known are {', '.join(charts.CHARTS)}"
    )
    assert files.build("deck", result, ENGLISH, ("waterfall", "money")) == b"deck"


def test_a_file_of_one_chart_with_two_is_refused(result: Result, with_kind: Callable[[Format], None]) -> None:
    """A picture holds one; both that were chosen are named."""
    with_kind(Format("pic", "x/pic", lambda language: "Picture", lambda result, language, ids: b"pic", "one"))
    with pytest.raises(OutputError) as refused:
        files.build("pic", result, ENGLISH, ("waterfall", "money"))
    assert str(refused.value) == "a .pic file shows one chart and 2 were chosen: waterfall, money"
    assert files.build("pic", result, ENGLISH, ("waterfall",)) == b"pic"
