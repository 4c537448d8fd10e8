"""Charts draw the Result's numbers, say so in a sentence, and print what adds up."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from finance.data.dataset import Dataset
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.language.naming import OTHER
from finance.model import allocation, gap
from finance.model.gap import Result
from finance.outputs.charts import CHARTS, Chart, file_name, report, sankey
from finance.outputs.charts.amounts import adding_to, controlled, folding
from finance.scenario import Scenario

ENGLISH = Language("en")
NOTHING_WITHOUT_MONEY = (
    *("sankey", "money", "bridge", "private", "terms", "service"),
    *("distribution", "tornado", "indices"),
)
"""Charts that have nothing to draw where no line stands in the ledger."""
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "article": ("article", {}),
    "as_printed": ("article_as_printed", {}),
    "civilian": ("article_civilian", {}),
    "rdna5": ("rdna5_whole", {}),
    "held": ("rdna5_held", {}),
    "plan": ("prosperity_plan", {}),
    "everything": ("rdna5_whole", {"standing": "unverified", "firmness": "announced"}),
    "in_euros": ("rdna5_whole", {"standing": "unverified", "firmness": "announced", "currency": "EUR"}),
    "no_money": ("rdna5_whole", {"firmness": "disbursed"}),
}


def solved(dataset: Dataset, case: str) -> Result:
    preset, values = CASES[case]
    return gap.solve(dataset, Scenario.preset(preset, dataset).with_(**values))


@pytest.fixture(scope="module", params=CASES)
def result(request: pytest.FixtureRequest, dataset: Dataset) -> Result:
    return solved(dataset, request.param)


def chart(id_: str, result: Result, theme: str = "light") -> Chart:
    return CHARTS[id_](result, ENGLISH, theme)  # type: ignore[arg-type]


def with_needs(result: Result, share: float) -> Result:
    """The same money against a share of the same needs, matched anew."""
    found = result.needs.formulas
    needs = replace(result.needs, formulas=replace(found, need=found.need * share, payable=found.payable * share))
    own, money = gap.purses_of(result.money.given, needs, result.money)
    by_line = np.zeros((len(result.money.commitments), len(needs.sectors)))
    np.add.at(by_line, own.line, allocation.allocate(needs.payable, money.value, own.reach, "earmark_first"))
    return replace(result, needs=needs, flows_by_line=by_line)


def without_lines(result: Result) -> Result:
    """The same needs and an empty ledger."""
    scenario, name = result.scenario, result.money.ledger
    empty = result.dataset.ledgers[name].model_copy(update={"commitments": {}})
    dataset = replace(result.dataset, ledgers={**result.dataset.ledgers, name: empty})
    return gap.solve(dataset, Scenario(scenario.base, scenario.values, dataset))


def trace(figure: go.Figure | None, name: str) -> Any:
    assert figure is not None
    return next(trace for trace in figure.data if trace.name == name)


def lengths(figure: go.Figure | None, name: str) -> list[float]:
    return [value or 0.0 for value in trace(figure, name).x]


def shown(result: Result, usd: float) -> float:
    return Display(result, ENGLISH).amount(usd)


def amounts_of(table: pd.DataFrame) -> pd.DataFrame:
    return table.set_index(table.columns[0])


def texts(picture: dict[str, Any]) -> Iterator[str]:
    for note in picture["layout"]["annotations"]:
        yield re.sub("<[^>]+>", "", note["text"])


# ---- marks: what is drawn is what was computed


def test_the_waterfall_starts_at_the_need_and_each_source_takes_it_down_to_the_gap(result: Result) -> None:
    """Need less the sources' bars is the gap, in the currency shown; each bar ends where the next begins."""
    figure = chart("waterfall", result).figure
    used = lengths(figure, "Paid by a source") if result.funded else []
    assert lengths(figure, "Need") == pytest.approx([shown(result, result.need)])
    assert lengths(figure, "Gap") == pytest.approx([shown(result, result.gap)])
    assert lengths(figure, "Need")[0] - sum(used) == pytest.approx(lengths(figure, "Gap")[0])
    if used:
        assert trace(figure, "Paid by a source").base[-1] == pytest.approx(shown(result, result.gap))


def test_the_waterfall_has_no_more_than_six_sources_and_folds_the_smallest(dataset: Dataset) -> None:
    """With 23 sources paying, five keep their bar and the rest is one bar that says how many it holds."""
    drawn = chart("waterfall", solved(dataset, "everything"))
    assert len(lengths(drawn.figure, "Paid by a source")) == 6
    assert "18 other sources" in set(drawn.table["Step"])


def test_stranded_money_is_a_hatched_bar_only_where_there_is_any(dataset: Dataset) -> None:
    """Ten times as much money as need leaves nine tenths stranded; the ordinary case draws no such bar."""
    plenty = with_needs(solved(dataset, "rdna5"), 0.001)
    bar = trace(chart("waterfall", plenty).figure, "Stranded")
    assert bar.x[0] == pytest.approx(plenty.stranded)
    assert bar.marker.pattern.shape == "/"
    ordinary = chart("waterfall", solved(dataset, "rdna5")).figure
    assert ordinary is not None
    assert "Stranded" not in {trace.name for trace in ordinary.data}


def test_coverage_bars_add_up_to_the_need_of_each_sector(result: Result) -> None:
    """Funded and gap bars of all sectors sum to funded and gap; "not itemised" is the last row."""
    drawn = chart("coverage", result)
    assert sum(lengths(drawn.figure, "Funded")) == pytest.approx(shown(result, result.funded))
    assert sum(lengths(drawn.figure, "Gap")) == pytest.approx(shown(result, result.gap))
    assert drawn.table.iloc[-2, 0] == "Other sectors (no breakdown published)"


def test_coverage_rows_fall_from_the_largest_gap(dataset: Dataset) -> None:
    """Sectors are sorted by the money missing, not by their share."""
    gaps = lengths(chart("coverage", solved(dataset, "rdna5")).figure, "Gap")[:-1]
    assert gaps == sorted(gaps, reverse=True)


def test_marimekko_areas_are_the_funded_share_and_the_gap(result: Result) -> None:
    """Width × height of the blue areas is funded ÷ need, of the others gap ÷ need; together they fill the plot."""
    figure = chart("marimekko", result).figure
    areas = [float(np.dot(part.width, part.y)) for part in (trace(figure, "Funded"), trace(figure, "Gap"))]
    assert areas == pytest.approx([result.funded / result.need, result.gap / result.need])


def test_sankey_flows_are_conserved(dataset: Dataset) -> None:
    """What leaves the payers is available plus gap; what reaches the uses is need plus stranded."""
    for case in ("article", "rdna5", "everything"):
        for result in (solved(dataset, case), with_needs(solved(dataset, case), 0.01)):
            figure = chart("sankey", result).figure
            assert figure is not None
            link = figure.data[0].link
            leaving, reaching = (
                pd.Series(link.value).groupby(list(link.source)),
                pd.Series(link.value).groupby(list(link.target)),
            )
            assert leaving.sum().sum() == pytest.approx(result.available + result.gap)
            assert leaving.sum().get(min(link.target) - 1, 0.0) == pytest.approx(result.gap)
            uses = dict(zip(sorted(set(link.target)), reaching.sum(), strict=True))
            assert sum(uses.values()) == pytest.approx(result.need + result.stranded)
            sectors = [need for need in result.by_sector["need"] if need > 0]
            folded = max(len(sectors) - sankey.MOST_SECTORS, 0)
            drawn = sorted(uses.values(), reverse=True)
            apart = [use for use in drawn if any(use == pytest.approx(need) for need in (*sectors, result.stranded))]
            assert len(drawn) - len(apart) == (folded > 0)


def test_sankey_keeps_ten_sectors_and_six_sources_at_most(dataset: Dataset) -> None:
    """Small ones are folded, so that no more than 6 + gap payers and 11 + stranded uses are drawn."""
    figure = chart("sankey", solved(dataset, "everything")).figure
    assert figure is not None
    assert len(set(figure.data[0].link.source)) <= 7
    assert len(set(figure.data[0].link.target)) <= 12


def test_money_bars_add_up_to_what_was_promised_in_dollars(result: Result) -> None:
    """What counts and the reasons sum to face × rate over all lines of the ledger, what stands under parts once."""
    figure = chart("money", result).figure
    assert figure is not None
    bars = [trace for trace in figure.data if trace.type == "bar"]
    total = sum(value or 0.0 for bar in bars for value in bar.x)
    once = result.by_source["face"] * result.by_source["rate"] - result.by_source["overlap"]
    assert total == pytest.approx(shown(result, float(once.sum())))
    counted = lengths(figure, "counts") if result.available else [0.0]
    assert sum(counted) == pytest.approx(shown(result, result.available))


def test_the_ladder_shows_the_three_gaps_of_the_article_whatever_is_on_screen(result: Result) -> None:
    """35.0, 19.6 and 89.9 [USD bn], solved from the presets and not typed."""
    assert [round(gap * shown_rate(result), 1) for gap in lengths(chart("ladder", result).figure, "Gap")] == [
        35.0,
        19.6,
        89.9,
    ]


def shown_rate(result: Result) -> float:
    return result.scenario.number("eur_usd") if result.scenario.choice("currency") == "EUR" else 1.0


def test_the_ladder_makes_the_scenario_on_screen_stand_out(dataset: Dataset) -> None:
    """The preset on screen is the only solid bar, in any currency; with another scenario all bars are solid."""
    for values in ({}, {"currency": "EUR"}):
        current = gap.solve(dataset, Scenario.preset("article", dataset).with_(**values))
        assert tuple(trace(chart("ladder", current).figure, "Gap").marker.opacity) == (0.45, 1.0, 0.45)
    other = chart("ladder", solved(dataset, "rdna5")).figure
    assert tuple(trace(other, "Gap").marker.opacity) == (1.0, 1.0, 1.0)


def test_softer_money_never_raises_the_gap_on_the_firmness_chart(result: Result) -> None:
    """Each level counts what the firmer ones count and more; the current level shows the result's own gap."""
    figure = chart("firmness", result).figure
    gaps, funded = lengths(figure, "Gap"), lengths(figure, "Funded")
    assert gaps == sorted(gaps)
    assert [met + unmet for met, unmet in zip(funded, gaps, strict=True)] == pytest.approx(
        [shown(result, result.need)] * 5
    )
    assert min(abs(gap - shown(result, result.gap)) for gap in gaps) < 1e-9


# ---- words


@pytest.mark.parametrize("id_", CHARTS)
def test_every_chart_says_what_it_finds_in_words_with_units(id_: str, result: Result) -> None:
    """Title, subtitle and alt text are there, the title has an amount or a share, the subtitle the unit."""
    drawn = chart(id_, result)
    assert re.search(r"[$€][\d,]+\.\dbn|\d%", drawn.title)
    assert Display(result, ENGLISH).unit in drawn.subtitle or "%" in drawn.subtitle
    assert drawn.title in drawn.alt
    assert len(drawn.alt) > len(drawn.title) + 20
    assert "{" not in drawn.title + drawn.subtitle + drawn.alt
    assert drawn.figures


@pytest.mark.parametrize(
    ("id_", "case", "title"),
    [
        ("waterfall", "article", "$19.6bn of $200.0bn is unfunded"),
        ("coverage", "rdna5", "Transport has the largest gap: $90.9bn of its $96.0bn is unfunded"),
        ("marimekko", "article", "90.2% of $200.0bn is funded, and the document itemises no sector"),
        ("sankey", "article", "European Union pays the most, $105.4bn; nobody pays for $19.6bn of the need"),
        (
            "money",
            "civilian",
            "$110.1bn of $180.4bn promised counts; the largest part left out, $70.3bn, is not for recovery",
        ),
        (
            "ladder",
            "rdna5",
            "The article's gap is $35.0bn as printed, $19.6bn in one currency and $89.9bn with civilian money only",
        ),
        ("timeline", "article", "By 2035, $180.4bn of need is met; $19.6bn lacks money"),
        ("timeline", "no_money", "By 2035, $0.0bn of need is met; $587.7bn lacks money"),
        (
            "pace",
            "article",
            "Works peak at $27.7bn in 2033, held back by capacity in 2026–2033 and by money in 2034–2035",
        ),
        ("waterfall", "no_money", "No money counts under this scenario: all of $587.7bn is unfunded"),
        ("sankey", "no_money", "No money counts under this scenario: nothing flows to the need of $587.7bn"),
    ],
)
def test_a_title_is_the_finding(id_: str, case: str, title: str, dataset: Dataset) -> None:
    """The sentence changes with the result."""
    assert chart(id_, solved(dataset, case)).title == title


def test_the_definition_reads_as_one_sentence_with_the_seven_choices(dataset: Dataset) -> None:
    """Measure, assessment, territory, horizon, prices, firmness, and currency with its rate."""
    assert Display(solved(dataset, "rdna5"), ENGLISH).definition == (
        "Need according to RDNA5: whole country as published, 2026–2035, in prices of 2025; "
        "money counted from “committed” up; shown in US dollars, at 1.1712 dollars per euro."
    )


@pytest.mark.parametrize(
    ("values", "territory"),
    [
        ({"occupied_payer": "occupier"}, "whole country as published less occupied land, charged to its occupier,"),
        ({"occupied_payer": "nobody"}, "whole country as published, with occupied land that no listed money pays for,"),
        ({"occupied_payer": "occupier", "territory": "held"}, "government-held land only,"),
    ],
)
def test_the_definition_says_who_pays_for_occupied_land(
    dataset: Dataset, values: dict[str, str], territory: str
) -> None:
    """Where it is not the partners, and only where occupied land is in question."""
    result = gap.solve(dataset, Scenario.preset("rdna5_whole", dataset).with_(**values))
    assert territory in Display(result, ENGLISH).definition


def test_amounts_in_euros_are_dollars_at_the_scenarios_rate(dataset: Dataset) -> None:
    """Display divides once and names the currency; nothing is recomputed."""
    display = Display(solved(dataset, "in_euros"), ENGLISH)
    assert display.amount(1.1712) == pytest.approx(1.0)
    assert (display.money(117.12), display.change(-11.712), display.unit) == ("€100.0bn", "−€10.0bn", "EUR bn")
    assert display.symbol == "€"


# ---- tables


def test_the_waterfalls_table_adds_up_as_rounded(result: Result) -> None:
    """Need and the negative sources sum to the gap to the last digit printed."""
    column = chart("waterfall", result).table.iloc[:, 1].tolist()
    last = chart("waterfall", result).table.iloc[:, 0].tolist().index("Gap")
    assert round(sum(column[:last]), 1) == column[last]
    assert column[last] == round(shown(result, result.gap), 1)


@pytest.mark.parametrize("id_", ["coverage", "marimekko"])
def test_sector_tables_add_up_as_rounded_along_rows_and_columns(id_: str, result: Result) -> None:
    """Need = funded + gap in every row, and sectors sum to the total row."""
    unit = Display(result, ENGLISH).unit
    table = amounts_of(chart(id_, result).table)[[f"Need, {unit}", f"Funded, {unit}", f"Gap, {unit}"]]
    assert np.allclose(table.iloc[:, 0], table.iloc[:, 1] + table.iloc[:, 2], atol=1e-9)
    assert np.allclose(table.iloc[:-1].sum(), table.iloc[-1], atol=1e-9)


def test_the_matrix_of_sources_and_sectors_adds_up_as_rounded(result: Result) -> None:
    """Rows and columns sum to the printed totals; no cell moves by more than one unit of the last digit."""
    table = amounts_of(chart("sankey", result).table).astype(float)
    assert np.allclose(table.iloc[:, :-1].sum(axis=1), table["Total"], atol=1e-9)
    assert np.allclose(table.iloc[:-1].sum(), table.iloc[-1], atol=1e-9)
    assert table.loc["Gap", "Total"] == round(shown(result, result.gap), 1)
    unmet = [shown(result, usd) for usd in result.by_sector["gap"]]
    assert np.allclose(table.loc["Gap"].iloc[:-2], unmet, atol=0.2)


def test_the_table_of_promised_money_adds_up_as_rounded(result: Result) -> None:
    """Promised = counts + the six reasons in every row, and sources sum to the total row."""
    table = amounts_of(chart("money", result).table).astype(float)
    assert np.allclose(table.iloc[:, 1:].sum(axis=1), table["Promised"], atol=1e-9)
    assert np.allclose(table.iloc[:-1].sum(), table.iloc[-1], atol=1e-9)
    assert table.loc["Total", "counts"] == round(shown(result, result.available), 1)


def test_rounded_cells_add_up_to_any_rounded_totals_and_nothing_stays_nothing() -> None:
    """500 random matrices with zeros in them: totals met exactly, no cell moved by two tenths, zeros kept."""
    random = np.random.default_rng(7)
    for _ in range(500):
        cells = random.exponential(1.0, (5, 4)) * (random.random((5, 4)) < 0.8)
        total = round(cells.sum(), 1)
        rows = adding_to(cells.sum(axis=1).tolist(), total)
        columns = adding_to(cells.sum(axis=0).tolist(), total)
        shown = controlled(cells, rows, columns)
        assert np.allclose(shown.sum(axis=1), rows)
        assert np.allclose(shown.sum(axis=0), columns)
        assert np.abs(shown - cells).max() < 0.2
        assert not shown[cells == 0].any()


def test_the_smallest_are_folded_and_at_least_two_of_them() -> None:
    """One row alone is never called "other": four rows of three are two kept and two folded."""
    assert folding({"a": 1.0, "b": 4.0, "c": 3.0, "d": 2.0, "e": 0.0}, 3) == {
        "b": "b",
        "c": "c",
        "d": OTHER,
        "a": OTHER,
    }
    assert folding({"a": 1.0, "b": 4.0}, 2) == {"b": "b", "a": "a"}


# ---- nothing to draw


@pytest.mark.parametrize("id_", CHARTS)
def test_where_there_is_no_need_a_chart_says_so_in_a_sentence(id_: str, dataset: Dataset) -> None:
    """No chart raises; those that draw the need draw nothing and say why."""
    drawn = chart(id_, with_needs(solved(dataset, "rdna5"), 0.0))
    if id_ in ("waterfall", "coverage", "marimekko", "sankey", "firmness"):
        assert drawn.figure is None
        assert "no need" in drawn.title
    assert drawn.alt


@pytest.mark.parametrize("id_", CHARTS)
def test_where_no_money_is_listed_a_chart_says_so_in_a_sentence(id_: str, dataset: Dataset) -> None:
    """An empty ledger raises nothing; flows and ledger have nothing to draw, nor has a bridge without a change."""
    drawn = chart(id_, without_lines(solved(dataset, "rdna5")))
    assert (drawn.figure is None) == (id_ in NOTHING_WITHOUT_MONEY)
    assert id_ in ("occupied", "indices") or "$" in drawn.title or "No money" in drawn.title


def test_a_chart_with_nothing_to_draw_still_makes_a_report_with_its_sentence(dataset: Dataset) -> None:
    """The picture carries the sentence and the definition and no marks."""
    result = solved(dataset, "no_money")
    picture = report(chart("sankey", result), result, ENGLISH)
    assert not picture["data"]
    assert "No money counts" in " ".join(texts(picture))


# ---- looks


@pytest.mark.parametrize("id_", CHARTS)
def test_both_themes_draw_the_same_numbers_on_clear_paper(id_: str, dataset: Dataset) -> None:
    """A theme changes colours alone."""
    result = solved(dataset, "everything")
    light, dark = chart(id_, result, "light").figure, chart(id_, result, "dark").figure
    assert light is not None
    assert dark is not None
    for figure in (light, dark):
        assert figure.layout.template.layout.paper_bgcolor == "rgba(0,0,0,0)"
    assert [part.to_plotly_json().get("x") for part in light.data] == [
        part.to_plotly_json().get("x") for part in dark.data
    ]
    assert light.layout.template.layout.font.color != dark.layout.template.layout.font.color


@pytest.mark.parametrize("id_", CHARTS)
def test_a_report_says_everything_that_a_picture_out_of_context_needs(id_: str, result: Result) -> None:
    """Title, subtitle, definition, origins, scenario label, key and edition stand inside; white, 1600 × 900, light."""
    drawn = chart(id_, result, "dark")
    picture = report(drawn, result, ENGLISH)
    said = " ".join(texts(picture))
    display = Display(result, ENGLISH)
    label = result.dataset.presets[result.scenario.base].label.en
    for text in (drawn.title, drawn.subtitle, display.definition, "Data from:", label, result.scenario.key):
        assert text in said
    assert result.dataset.edition in said
    layout = picture["layout"]
    assert (layout["width"], layout["height"], layout["paper_bgcolor"]) == (1600, 900, "#FFFFFF")
    json.dumps(picture, default=list)


@pytest.mark.parametrize("id_", CHARTS)
def test_no_line_of_a_report_is_longer_than_the_picture_is_wide(id_: str, result: Result) -> None:
    """Measured by characters at half the size of the text, and the lines keep their distance."""
    picture = report(chart(id_, result), result, ENGLISH)
    for note in picture["layout"]["annotations"]:
        assert len(re.sub("<[^>]+>", "", note["text"])) * note["font"]["size"] * 0.5 < 1600 - 96
    shifts = [
        note["yshift"] for note in picture["layout"]["annotations"] if (note.get("yref"), note["y"]) == ("paper", 0)
    ]
    assert all(above - below > 17 for above, below in pairwise(shifts))


def test_a_file_name_tells_chart_scenario_and_key(dataset: Dataset) -> None:
    """As "ukraine-gap_waterfall_rdna5_whole_" and the key."""
    result = solved(dataset, "rdna5")
    assert file_name(chart("waterfall", result), result) == f"ukraine-gap_waterfall_rdna5_whole_{result.scenario.key}"
