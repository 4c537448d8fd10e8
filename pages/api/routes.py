"""The addresses of the API and what each of them answers. Queries are those of the screens; nothing is changed here."""

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from finance.analysis import uncertainty
from finance.language.catalogue import Language
from finance.messages import Remark
from finance.model import gap
from finance.outputs import charts, formats, tables
from pages.api import listing, openapi, query
from pages.api.guard.settings import Settings
from pages.api.replies import in_a_thread, parts, tagged
from pages.parts import results

CSV = "text/csv; charset=utf-8"
QUICK = ("json", "csv", "")
"""Endings of what is worked out in milliseconds; every other ending is a file that is built."""


def gap_file(request: Request) -> Response:
    """The answer to a scenario, as any kind of file that the command line writes."""
    ending = query.known(request.path_params["ending"], formats.FORMATS, Remark("kind of file"))
    asked = query.scenario(request.query_params, (query.EDITION, query.CHOSEN, query.RECEIPTS))
    shown, receipts = query.charts(request.query_params), query.receipts(request.query_params)

    def answer() -> Response:
        result = gap.solve(asked.dataset, asked)
        content = formats.build(ending, result, Language(asked.choice("lang")), shown, receipts=receipts)
        name = f'attachment; filename="{formats.name(ending, result, shown)}"'
        headers = {} if ending == "json" else {"Content-Disposition": name}
        return Response(content, media_type=formats.FORMATS[ending].media_type, headers=headers)

    return tagged(request, (*parts(asked), ending, str(receipts), *shown), answer)


def draws(request: Request) -> Response:
    """The spread of the answer when its numbers are drawn from their ranges, as the command line prints it."""
    asked = query.scenario(request.query_params)
    return tagged(
        request, (*parts(asked), "draws"), lambda: JSONResponse(uncertainty.draw(asked.dataset, asked).as_dict())
    )


def chart(request: Request) -> Response:
    """One chart of a scenario: `.json` is the figure of report size for plotly.js, `.csv` the numbers behind it."""
    id_ = query.known(request.path_params["id"], charts.CHARTS, Remark("chart"))
    form = query.known(request.path_params["form"], ("json", "csv"), Remark("form of a chart"))
    asked = query.scenario(request.query_params)

    def answer() -> Response:
        result, words = gap.solve(asked.dataset, asked), Language(asked.choice("lang"))
        drawn = charts.CHARTS[id_](result, words, "light")
        if form == "csv":
            return PlainTextResponse(tables.csv(tables.stamped(result, drawn.table)), media_type=CSV)
        return JSONResponse(charts.report(drawn, result, words))

    return tagged(request, (*parts(asked), id_, form), answer)


def scenarios(request: Request) -> Response:
    """Every preset with its story and what it sets."""
    return _listed(request, listing.scenarios)


def assumptions(request: Request) -> Response:
    """Every number and choice that a query may set, with its range, its default and where that comes from."""
    return _listed(request, listing.assumptions)


def _listed(request: Request, rows: listing.Rows) -> Response:
    language, dataset = query.language(request.query_params), results.dataset()
    return tagged(
        request,
        (dataset.edition, language.code),
        lambda: JSONResponse({"edition": dataset.edition, "rows": rows(dataset, language)}),
    )


def figures(request: Request) -> Response:
    """Every figure of the data with its document, as a table."""
    query.language(request.query_params)
    dataset = results.dataset()
    return tagged(
        request, (dataset.edition,), lambda: PlainTextResponse(tables.csv(listing.figures(dataset)), media_type=CSV)
    )


def description(request: Request) -> Response:
    """The description of these addresses in OpenAPI 3.1, made from the data."""
    language, dataset = query.language(request.query_params), results.dataset()
    root = request.scope["root_path"]
    return tagged(
        request,
        (dataset.edition, language.code, root),
        lambda: JSONResponse(openapi.document(dataset, language, root), media_type="application/json"),
    )


def health(request: Request) -> Response:
    """Whether data is served, of which edition, and whether its files have been changed into something unreadable."""
    reading = results.reading()
    stale = len(reading.problems)
    answer = {"status": "stale" if stale else "ok", "edition": reading.dataset.edition, "problems": stale}
    return JSONResponse(answer, headers={"Cache-Control": "no-store"})


ROUTES: list[BaseRoute] = [
    Route("/gap.{ending}", in_a_thread(gap_file)),
    Route("/draws.json", in_a_thread(draws)),
    Route("/charts/{id}.{form}", in_a_thread(chart)),
    Route("/scenarios.json", in_a_thread(scenarios)),
    Route("/assumptions.json", in_a_thread(assumptions)),
    Route("/figures.csv", in_a_thread(figures)),
    Route("/openapi.json", in_a_thread(description)),
    Route("/health.json", in_a_thread(health)),
]


def cost(settings: Settings, path: str) -> float:
    """How many calls an answer counts as: a health check none, a built file and thousands of draws many."""
    name = path.rpartition("/")[2]
    if name == "health.json":
        return 0
    if name == "draws.json":
        return settings.file
    return 1 if name.rpartition(".")[2] in QUICK or "." not in name else settings.file


CORS = Middleware(
    CORSMiddleware,
    allow_origins=["*"],
    allow_methods=["GET", "HEAD", "OPTIONS"],
    allow_headers=["If-None-Match"],
    expose_headers=["ETag", "Retry-After", "Content-Disposition"],
    max_age=86_400,
)
"""Pages of any site may read what stands here; it is the same for everybody and carries no cookie."""
