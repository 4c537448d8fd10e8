"""Charts fit the width that they are drawn at: whole names where there is room, short ones where a telephone is."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from finance.data.dataset import Dataset
from finance.language.catalogue import Language
from finance.model.gap import Result
from finance.outputs import fitting
from finance.outputs.charts import CHARTS, report
from finance.outputs.charts.template import TELEPHONE, Style, plain

CUT = re.compile(r"…|\w\.<|\w-\w+</b>")
"""What a name ends with, or holds, that was cut short."""


def names_in(layout: Mapping[str, Any]) -> list[str]:
    """What a layout writes: its notes, and the names under its columns."""
    notes = [note["text"] for note in layout.get("annotations", ())]
    return [*notes, *layout.get("xaxis", {}).get("ticktext", ())]


def screen(solve: Callable[..., Result], id_: str, code: str) -> Mapping[str, Any]:
    """The layout of a chart as a screen gets it."""
    drawing = CHARTS[id_](solve("rdna5_whole"), Language(code), "light").drawing
    assert drawing is not None
    layout: Mapping[str, Any] = drawing["layout"]
    return layout


@pytest.mark.parametrize("code", ["en", "uk"])
@pytest.mark.parametrize("id_", ["occupied", "regions"])
def test_tiles_abbreviate_on_a_telephone_only(solve: Callable[..., Result], id_: str, code: str) -> None:
    """From the width that the map names on, its layout cuts no name; below it, where a telephone is, some are."""
    layout = screen(solve, id_, code)
    assert TELEPHONE < layout["meta"]["from"] < 1000
    assert any(CUT.search(name) for name in names_in(layout))
    assert [name for name in names_in(layout["meta"]["layout"]) if CUT.search(name)] == []


@pytest.mark.parametrize("code", ["en", "uk"])
@pytest.mark.parametrize("id_", ["sankey", "marimekko"])
def test_names_are_short_on_a_telephone_and_never_cut(solve: Callable[..., Result], id_: str, code: str) -> None:
    """Where there is room a sector has its label; on a telephone its short name, if it has one; nowhere an ellipsis."""
    layout = screen(solve, id_, code)
    narrow, wide = (" ".join(names_in(part)).replace("<br>", " ") for part in (layout, layout["meta"]["layout"]))
    sector = solve("rdna5_whole").dataset.sectors["explosives_clearance"]
    assert sector.short
    assert sector.short.in_(code) in narrow
    assert sector.short.in_(code) not in wide
    assert sector.label.in_(code) in wide
    assert "…" not in narrow + wide


@pytest.mark.parametrize("kind", ["sectors", "sources"])
def test_a_long_label_has_a_short_name(dataset: Dataset, kind: str) -> None:
    """In both languages a name for a telephone has at most 26 letters."""
    for id_, row in getattr(dataset, kind).items():
        name = row.short or row.label
        assert max(len(name.in_(code)) for code in ("en", "uk")) <= 26, id_


@pytest.mark.parametrize("code", ["en", "uk"])
def test_a_tile_holds_its_name(solve: Callable[..., Result], code: str) -> None:
    """Every line is narrower than its tile, in Arial's widths: in a picture file, and on a screen as wide as the chart
    names, whose own font is a tenth narrower."""
    chart, layout = CHARTS["occupied"](solve("rdna5_whole"), Language(code), "light"), screen(solve, "occupied", code)
    picture = report(chart, solve("rdna5_whole"), Language(code))["layout"]
    inside = picture["width"] - picture["margin"]["l"] - picture["margin"]["r"]
    for notes, room in (
        (picture["annotations"], inside),
        (layout["meta"]["layout"]["annotations"], layout["meta"]["from"] / 0.9),
    ):
        for note in notes:
            if note.get("xref") != "paper":
                lines = plain(note["text"]).split("\n")
                widths = [fitting.width(line, note["font"]["size"], bold=True) for line in lines[:-1]]
                assert max(widths) <= 0.92 * room / 8, lines


def test_the_text_of_a_wide_style_is_measured_wider(solve: Callable[..., Result]) -> None:
    """A file may be drawn in Arial; the screens ship a narrower font. Bold is wider than plain."""
    narrow, wide = Style("light", 300), Style("light", 300, room=1600)
    assert narrow.width(["Unfinanced"]) < wide.width(["Unfinanced"]) < wide.width(["<b>Unfinanced</b>"])
    assert wide.width(["one<br>three"]) == wide.width(["three"])
