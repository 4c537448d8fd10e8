"""Charts read off figures as bars and lines: the numbers of the result, and nothing that has no such form."""

from collections.abc import Callable

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.analysis.candidates import borrowed, closed
from finance.language.catalogue import Language
from finance.model import gap
from finance.model.gap import Result
from finance.outputs import charts, native
from finance.outputs.charts import coverage
from finance.outputs.native import Native
from finance.scenario import Scenario

Solve = Callable[..., Result]
PRESETS = ("article", "rdna5_whole", "prosperity_plan")


def drawn(id_: str, result: Result) -> Native | None:
    figure = charts.CHARTS[id_](result, Language(), "light").figure
    return native.read(figure, "From") if figure else None


def values(found: Native | None) -> dict[str, list[float]]:
    assert found is not None
    return {series.name: [value or 0.0 for value in series.values] for series in found.series}


@pytest.fixture(params=PRESETS)
def result(request: pytest.FixtureRequest, solve: Solve) -> Result:
    return solve(request.param)


def test_the_waterfall_steps_down_from_the_need_to_the_gap(result: Result) -> None:
    """Every bar of a source ends where the bar before it began, and the last leaves the gap."""
    found = drawn("waterfall", result)
    rows = values(found)
    assert rows["Need"][0] == pytest.approx(result.need, rel=1e-12)
    assert sum(rows["Gap"]) == pytest.approx(result.gap, rel=1e-12)
    assert sum(rows["Paid by a source"]) == pytest.approx(result.funded, rel=1e-12)
    level = rows["Need"][0]
    for start, length in zip(rows["From"], rows["Paid by a source"], strict=True):
        if length > 0:
            assert start + length == pytest.approx(level, rel=1e-9)
            level = start
    assert level == pytest.approx(result.gap, rel=1e-9)


def test_coverage_holds_funded_and_gap_of_each_sector(result: Result) -> None:
    """In the order of the chart: the largest gap first."""
    sectors = coverage.by_gap(result)
    sectors = sectors[sectors["need"] > 0]
    assert values(drawn("coverage", result)) == {
        "Funded": pytest.approx(sectors["funded"].tolist(), rel=1e-9, abs=1e-9),
        "Gap": pytest.approx(sectors["gap"].tolist(), rel=1e-9, abs=1e-9),
    }


def test_years_and_debt_hold_the_tables_of_the_result(result: Result) -> None:
    """Columns, and lines over them."""
    years, found = result.by_year, values(drawn("timeline", result))
    met = [promised + private for promised, private in zip(found["Met"], found["Met privately"], strict=True)]
    assert met == pytest.approx(years["executed"].cumsum().tolist(), abs=2e-3)
    assert found["Lacks money"] == pytest.approx(years["financing_gap"].tolist(), abs=1e-3)
    pace = drawn("pace", result)
    assert values(pace)["Public capacity"] == pytest.approx(years["capacity"].tolist())
    assert pace is not None
    assert [series.mark for series in pace.series] == ["bar", "bar", "line", "line", "line"]
    assert values(drawn("debt", result))["With the gap borrowed"] == pytest.approx(
        (borrowed(result)["with_gap"] * 100).tolist()
    )


def test_the_candidates_stand_side_by_side(result: Result) -> None:
    """Two bars a candidate, and what stays open in the last row."""
    found, amounts = drawn("closing", result), closed(result)
    assert found is not None
    assert not found.stacked
    lent, within = values(found).values()
    assert lent == pytest.approx([*amounts.lent, amounts.unlent], abs=0.05)
    assert within == pytest.approx([*amounts.within, amounts.unfinanced], abs=0.05)


def test_money_adds_up_to_its_face(result: Result) -> None:
    """What counts and the reasons why the rest does not, end to end from the axis; what stands under parts once."""
    found = drawn("money", result)
    face = float((result.by_source["face"] * result.by_source["rate"] - result.by_source["overlap"]).sum())
    assert sum(map(sum, values(found).values())) == pytest.approx(face, rel=1e-9)
    assert not any(series.hidden for series in found.series) if found else False


@pytest.mark.parametrize("id_", ["sankey", "marimekko", "regions", "occupied"])
def test_what_is_more_than_bars_and_lines_has_no_such_form(result: Result, id_: str) -> None:
    """Flows, columns of several widths and maps."""
    assert drawn(id_, result) is None


@given(data=st.data())
def test_any_scenario_reads_to_finite_bars_that_do_not_run_below_the_axis(
    data: st.DataObject, scenarios: st.SearchStrategy[Scenario]
) -> None:
    """Every series has a value or none for each category; nothing is negative."""
    scenario = data.draw(scenarios)
    result = gap.solve(scenario.dataset, scenario)
    for id_ in ("waterfall", "coverage", "money", "ladder", "firmness"):
        found = drawn(id_, result)
        for series in found.series if found else ():
            assert len(series.values) == len(series.fills) == len(found.categories) if found else False
            assert all(value is None or value >= 0 for value in series.values)


def test_bars_below_the_axis_overlapping_or_apart_have_no_such_form() -> None:
    """A stack cannot show them truly, so they become a picture or a table."""
    axis = {"tickvals": [0], "ticktext": ["A"]}

    def lying(*bars: tuple[float, float]) -> Native | None:
        traces = [go.Bar(orientation="h", y=[0], base=[base], x=[length], name="n") for base, length in bars]
        return native.read(go.Figure(traces, layout={"yaxis": axis, "barmode": "overlay"}), "From")

    assert lying((-5, 3)) is None
    assert lying((0, 3), (2, 3)) is None
    assert lying((0, 3), (4, 1)) is None
    backwards = lying((5, -2))
    assert backwards is not None
    assert [series.values for series in backwards.series] == [(3.0,), (2.0,)]


def test_colours_are_those_of_the_screen_on_white() -> None:
    """Clear is no fill; a bar at 45 % is mixed with white: 255 − 0.45 × (255 − 230) = 243.75 → F4."""
    marker = {"color": ["rgba(0,0,0,0)", "#E66A00"], "opacity": [1.0, 0.45]}
    trace = go.Bar(orientation="h", y=[0, 1], x=[1, 1], name="n", marker=marker)
    found = native.read(go.Figure([trace], layout={"yaxis": {"tickvals": [0, 1], "ticktext": ["A", "B"]}}), "From")
    assert found is not None
    assert found.series[0].fills == (None, "#F4BC8C")
