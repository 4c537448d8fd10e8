"""What the page asks while a slider is moved: the four figures at every step, then charts and sentences of a state
that has not run yet; the sentences by themselves, because they take longer than the charts.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, get_args
from urllib.parse import parse_qsl

import numpy as np
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from finance.analysis import sensitivity
from finance.errors import DataError, FinanceError
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.model import many
from finance.outputs.charts import CHARTS, Theme
from finance.scenario import Scenario
from pages.parts import drawn, results
from pages.parts.headline import Amounts, Figure, figures

_CHARTS, _BEFORE = "charts", "before"
"""Names in the query that are no part of the address: charts by id, and the address of the scenario before."""


def steps(request: Request) -> Response:
    """The four figures at every step of one slider, as the screen prints them, the rest as in the address."""
    id_ = request.path_params["assumption"]
    try:
        scenario = _asked(request)
        row = scenario.dataset.assumptions.get(id_)
        if row is None or row.kind != "number":
            return _refused(404, [f"'{id_}' is no number that can be moved"])
        return JSONResponse(table(scenario, id_))
    except FinanceError as error:
        return _unsolved(error)


async def state(request: Request) -> Response:
    """The definition, and the charts asked for, of the state in the address; in no thread, as a thumb waits."""
    theme = request.path_params["theme"]
    ids = [id_ for id_ in request.query_params.get(_CHARTS, "").split(",") if id_]
    if theme not in get_args(Theme) or not set(ids) <= set(CHARTS):
        return _refused(404, [f"known are {', '.join(get_args(Theme))} and the charts {', '.join(CHARTS)}"])
    try:
        scenario = _asked(request)
        result = results.solved(scenario)
    except FinanceError as error:
        return _unsolved(error)
    language = Language(result.scenario.choice("lang"))
    charts = [drawn.chart(id_, result, language, theme) for id_ in ids]
    return JSONResponse(
        {
            "definition": Display(result, language).definition,
            "charts": {
                chart.id: {"title": chart.title, "subtitle": chart.subtitle, "alt": chart.alt, "figure": chart.text}
                for chart in charts
            },
        }
    )


async def story(request: Request) -> Response:
    """The sentences on the state in the address, and on what changed since the one `before`."""
    try:
        scenario = _asked(request)
        result = results.solved(scenario)
        before = request.query_params.get(_BEFORE)
        shown = Scenario.from_query(dict(parse_qsl(before)), result.dataset) if before else None
        return JSONResponse({"story": drawn.story(result, Language(result.scenario.choice("lang")), shown)})
    except FinanceError as error:
        return _unsolved(error)


def table(scenario: Scenario, id_: str) -> dict[str, Any]:
    """`values` of the slider, its value in the preset, and columns of the four figures; one that never changes once."""
    dataset, language = scenario.dataset, Language(scenario.choice("lang"))
    preset = Scenario.preset(scenario.base, dataset)
    start = Amounts.of(results.solved(preset))
    result = results.solved(scenario)
    values = sensitivity.positions(dataset.assumptions[id_], scenario.number(id_))
    answers = many.solve(dataset, scenario, {id_: values})
    rows: list[tuple[Figure, ...]] = []
    for value, *amounts in zip(
        values.tolist(),
        *(column.tolist() for column in (answers.need, answers.available, answers.gap, answers.coverage)),
        strict=True,
    ):
        need, available, unmet, share = amounts
        display = Display(replace(result, scenario=scenario.with_(**{id_: value})), language)
        now = Amounts(need, available, unmet, None if np.isnan(share) else share)
        rows.append(figures(display, now, start))
    return {
        "values": values.tolist(),
        "preset": preset.number(id_),
        "coverage": _once(np.nan_to_num(answers.coverage).round(5).tolist()),
        "figures": [
            {name: _once([getattr(figure, name) for figure in column]) for name in ("shown", "change", "better")}
            for column in zip(*rows, strict=True)
        ],
    }


def _once(column: Sequence[Any]) -> Sequence[Any]:
    return column[:1] if len(set(column)) == 1 else column


def _asked(request: Request) -> Scenario:
    address = {name: value for name, value in request.query_params.items() if name not in (_CHARTS, _BEFORE)}
    return Scenario.from_query(address, results.dataset())


def _unsolved(error: FinanceError) -> Response:
    return _refused(503 if isinstance(error, DataError) else 422, str(error).splitlines())


def _refused(status: int, problems: Sequence[str]) -> Response:
    return JSONResponse({"errors": list(problems)}, status_code=status)


COSTS = {"steps": 8.0, "state": 1.0, "story": 2.0}
"""What an answer takes out of a reader's bucket, by the name of its route; in this proportion they take time."""

ROUTES = [
    Route("/live/steps/{assumption}.json", steps),
    Route("/live/state/{theme}.json", state),
    Route("/live/story.json", story),
]
