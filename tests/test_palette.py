"""The colours of the charts: letters that can be read, marks that can be seen, and neighbours that stand apart, on a
screen, to colour-blind eyes and on paper without colours.
"""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from typing import Any

import pytest

from finance.language.catalogue import Language
from finance.model.gap import Result
from finance.outputs.charts import CHARTS, Theme, money
from finance.outputs.charts.template import PALETTES, Style

Solve = Callable[..., Result]
Marks = list[tuple[str, str]]
"""Fill and outline of the marks of a trace."""

THEMES: tuple[Theme, ...] = ("light", "dark")
SCENARIOS: dict[str, dict[str, Any]] = {
    "rdna5_whole": {},
    "article_civilian": {"security_year": 2027},
    "rdna4_whole": {"firmness": "announced", "standing": "press"},
}
MAIN = ("coverage", "marimekko", "timeline")
"""The main charts whose marks touch; the bars of a waterfall and the nodes of a Sankey diagram stand apart."""
BESIDE_NOTHING = ("occupied", "regions", "distribution")
"""Tiles by strength of one colour, with their numbers inside, and draws outside P10 to P90 in a lighter shade."""


def contrast(first: str, second: str) -> float:
    """WCAG 2.2: (L1 + 0.05) / (L2 + 0.05) of the relative luminances."""

    def luminance(colour: str) -> float:
        parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_of_contrast_is_that_of_wcag() -> None:
    """Black on white is 21, and the grey #767676 is the first to pass 4.5 on white."""
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ink", ["ink", "muted", "committed"])
def test_letters_can_be_read(theme: Theme, ink: str) -> None:
    """4.5 to 1 on the paper, for every colour that words are written in."""
    palette = PALETTES[theme]
    assert contrast(getattr(palette, ink), palette.paper) >= 4.5


def marks(trace: dict[str, Any]) -> Marks:
    """Fill and outline of each of a trace's bars, the pattern's colour for both where it is hatched."""
    marker, count = trace["marker"], len(trace["x"])

    def each(colour: Any) -> list[str]:
        return list(colour) if isinstance(colour, list | tuple) else [colour] * count

    fills, lines = each(marker["color"]), each(marker.get("line", {}).get("color", marker["color"]))
    return [
        (line if fill.startswith("rgba") else fill, fill if line.startswith("rgba") else line)
        for fill, line in zip(fills, lines, strict=True)
    ]


def drawn(solve: Solve, id_: str, scenario: str, theme: Theme) -> list[dict[str, Any]]:
    chart = CHARTS[id_](solve(scenario, **SCENARIOS[scenario]), Language(), theme)
    return [trace for trace in (chart.drawing or {"data": []})["data"] if trace["type"] == "bar"]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("id_", [id_ for id_ in CHARTS if id_ not in BESIDE_NOTHING])
def test_every_bar_can_be_seen(solve: Solve, id_: str, scenario: str, theme: Theme) -> None:
    """Its fill, or its outline, has 3 to 1 on the paper."""
    paper = PALETTES[theme].paper
    for trace in drawn(solve, id_, scenario, theme):
        for fill, line in marks(trace):
            assert max(contrast(fill, paper), contrast(line, paper)) >= 2.99, trace["name"]


def neighbours(traces: list[dict[str, Any]]) -> Iterator[tuple[str, tuple[str, str], tuple[str, str]]]:
    """Marks of traces that follow each other in a stack, but for those of which one is hatched."""
    for first, second in pairwise(traces):
        if "pattern" not in first["marker"] and "pattern" not in second["marker"]:
            for one, other in zip(marks(first), marks(second), strict=True):
                yield f"{first['name']} | {second['name']}", one, other


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("id_", MAIN)
def test_neighbours_stand_apart_without_colour(solve: Solve, id_: str, scenario: str, theme: Theme) -> None:
    """3 to 1 between the fills, or between one's fill and the other's outline; what is hatched differs by that."""
    traces = drawn(solve, id_, scenario, theme)
    stacked = traces if id_ != "timeline" else [*traces[:2], traces[3]]  # the hatched one is often empty
    for names, (fill, line), (other, edge) in neighbours(stacked):
        best = max(contrast(fill, other), contrast(fill, edge), contrast(other, line))
        assert best >= 2.99, names


@pytest.mark.parametrize("theme", THEMES)
def test_the_parts_of_promised_money_differ_without_colour(theme: Theme) -> None:
    """Each has a pattern of its own, or is one of three solid greys, one to the next 1.5 to 1 or more."""
    style = Style(theme, 360)
    looks = [money.marker(id_, style) for id_ in ("available", *money.REASONS)]
    patterns = [look["pattern"]["shape"] for look in looks if "pattern" in look]
    assert len(patterns) == len(set(patterns)) == 4
    solid = sorted((look["color"] for look in looks if "pattern" not in look), key=partial(contrast, "#000000"))
    assert min(contrast(dark, light) for dark, light in pairwise(solid)) >= 1.5


@pytest.mark.parametrize("theme", THEMES)
def test_every_node_of_the_sankey_can_be_seen(solve: Solve, theme: Theme) -> None:
    """Also the pale yellow of one sector on white and the navy of another at night."""
    chart = CHARTS["sankey"](solve("rdna4_whole", **SCENARIOS["rdna4_whole"]), Language(), theme)
    assert chart.drawing is not None
    for colour in chart.drawing["data"][0]["node"]["color"]:
        assert contrast(colour, PALETTES[theme].paper) >= 2.99
