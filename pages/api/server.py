"""Everything that the server answers besides the screens, below one path."""

from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from finance.errors import FinanceError
from finance.messages import Remark
from pages.api import embed, manual, query, replies, routes
from pages.api.guard import headers
from pages.api.guard.headers import Headers
from pages.api.guard.journal import Journal
from pages.api.guard.limits import Rate, Sizes
from pages.api.guard.settings import Settings
from pages.parts import answers, library
from pages.parts.announced import Announced
from pages.parts.buckets import Buckets

_DAY = 86_400
"""How long a browser keeps a file of ours without asking [s]."""
_SECONDS = 5
"""How long readers of one address may ask at once what they may ask on average, while sliders are dragged [s]."""
_MEDIA = Path(str(files("streamlit"))) / "static" / "static" / "media"
_ASSETS = {
    "source-sans.woff2": (next(_MEDIA.glob("SourceSansVF-Upright.*.woff2")), "font/woff2"),
    "card.js": (Path(__file__).parent / "browser" / "card.js", "text/javascript"),
}
"""Files for the browser: the screens' own typeface, as Streamlit ships it, and the script of a card."""


def middleware(base: str) -> Sequence[Middleware]:
    """What stands before every answer of the server, the screens' too, from the outside in."""
    announced = Middleware(Announced, besides=(f"{base}{manual.PATH}", f"{base}{embed.PATH}"))
    return [Middleware(Journal), Middleware(Headers), Middleware(Sizes), announced]


def broken(request: Request, error: Exception) -> Response:
    """A fault of the server outside our own routes; it is answered past the middleware, so it carries its headers."""
    answer = replies.broken(request, error)
    answer.headers.update({**headers.ALWAYS, **headers.screens()})
    return answer


def asset(request: Request) -> Response:
    """A file for the browser."""
    path, media_type = _ASSETS[query.known(request.path_params["name"], _ASSETS, Remark("file"))]
    stamp = f"{path.stat().st_mtime_ns}"
    return replies.tagged(request, (path.name, stamp), lambda: FileResponse(path, media_type=media_type), seconds=_DAY)


def assembled(base: str, settings: Settings) -> Sequence[BaseRoute]:
    """The routes below `base`: files for the browser, the API with its manual, and cards for other sites."""
    buckets = Buckets(settings.calls / 60, settings.burst)
    rate = Middleware(Rate, buckets, lambda path: routes.cost(settings, path))
    return [
        *(Route(f"{base}{route.path}", route.endpoint) for route in library.ROUTES),
        *_live(base, settings),
        _below(f"{base}/assets", Route("/{name}", replies.in_a_thread(asset))),
        _below(f"{base}{manual.ROOT}", *routes.ROUTES, middleware=[routes.CORS, rate]),
        _below(
            f"{base}{embed.PATH}",
            Route("/{chart}", replies.in_a_thread(embed.card)),
            middleware=[rate],
            handlers={FinanceError: embed.refused},
        ),
        Route(f"{base}{manual.PATH}", replies.in_a_thread(manual.manual), middleware=[rate]),
    ]


def _live(base: str, settings: Settings) -> Iterator[Route]:
    """What the page asks while a slider is dragged: many a second, so from a bucket of its own."""
    costs = {f"{base}{route.path.partition('{')[0]}": answers.COSTS[route.name] for route in answers.ROUTES}
    buckets = Buckets(settings.live, max(_SECONDS * settings.live, *costs.values()))
    rate = Middleware(Rate, buckets, lambda path: next(cost for start, cost in costs.items() if path.startswith(start)))
    for route in answers.ROUTES:
        yield Route(f"{base}{route.path}", route.endpoint, middleware=[rate])


def _below(
    path: str,
    *routes: BaseRoute,
    middleware: Sequence[Middleware] = (),
    handlers: replies.Handlers = MappingProxyType({}),
) -> Mount:
    """Routes as an application of their own, which refuses in words: as JSON, or as one of `handlers` has it."""
    return Mount(
        path, Starlette(routes=routes, middleware=middleware, exception_handlers={**replies.HANDLERS, **handlers})
    )
