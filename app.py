"""The server: the screens, and beside them the routes that hand out charts and the drawing library.

Start it with `streamlit run app.py`.
"""

import logging

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from finance import gap
from finance.errors import DataError, FinanceError
from finance.gap import Result
from finance.outputs import charts, tables
from finance.outputs.language import Language
from finance.scenario import Scenario
from pages.parts import answers, library, results
from pages.parts.words import language


async def chart(request: Request) -> Response:
    """One chart of a scenario: `.json` is the report-size figure, `.csv` its numbers. The query is the address."""
    id_, form = request.path_params["id"], request.path_params["form"]
    if id_ not in charts.CHARTS or form not in ("json", "csv"):
        known = ", ".join(charts.CHARTS)
        return _refused(404, [f"'{id_}.{form}' is no chart; known are {known}, each as .json or .csv"])
    try:
        result = _result(request)
    except DataError as error:
        return _refused(503, [str(problem) for problem in error.problems])
    except FinanceError as error:
        return _refused(422, str(error).splitlines())
    words = Language(result.scenario.choice("lang"))
    drawn = charts.CHARTS[id_](result, words, "light")
    if form == "csv":
        return PlainTextResponse(tables.csv(tables.stamped(result, drawn.table)), media_type="text/csv; charset=utf-8")
    if drawn.figure is None:
        return _refused(422, [drawn.title])
    return JSONResponse(charts.report(drawn, result, words))


def _result(request: Request) -> Result:
    dataset = results.dataset()
    return gap.solve(dataset, Scenario.from_query(dict(request.query_params), dataset))


def _refused(status: int, problems: list[str]) -> Response:
    return JSONResponse({"errors": problems}, status_code=status)


def failed(error: BaseException) -> bool:
    """A screen broke: one sentence for the reader, the traceback for the log."""
    if not isinstance(error, Exception):
        return False
    logging.getLogger(__name__).exception("a screen could not be drawn", exc_info=error)
    _ = language().text
    st.error(_("This screen could not be drawn. The fault is in the server's log; the other screens still work."))
    return True


app = st.App(
    "pages/main.py",
    routes=[
        Route(library.PATH, library.plotly_js),
        Route("/api/v1/charts/{id}.{form}", chart),
        *answers.ROUTES,
    ],
    middleware=[Middleware(library.Announced)],
    on_script_error=failed,
)
