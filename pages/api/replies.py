"""How an answer is given: in a thread of its own, with a tag so that it need not be sent twice, or as a refusal."""

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeAlias

from anyio import CapacityLimiter, to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

import finance
from finance.errors import DataError, FinanceError
from finance.scenario import Scenario
from pages.api.query import EDITION, EditionError, UnknownError, spoken

Work: TypeAlias = Callable[[Request], Response]
Handlers: TypeAlias = Mapping[Any, Callable[[Request, Exception], Response]]

HOUR = 3_600
WORKERS, WAITING = 2, 64
"""Answers that are worked out at the same time, one a core; and how many may wait for their turn."""
_workers = CapacityLimiter(WORKERS)

_REFUSALS = {DataError: 503, UnknownError: 404, EditionError: 409}
"""Status by error; every other FinanceError is 422: it was understood and is not allowed."""


def in_a_thread(work: Work) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that works beside the event loop, so that no session waits for it."""

    async def endpoint(request: Request) -> Response:
        if _workers.statistics().tasks_waiting >= WAITING:
            said = spoken(request.query_params).text("the server is busy; ask again in a moment")
            return refusal(503, [said], {"Retry-After": "2"})
        return await to_thread.run_sync(partial(work, request), limiter=_workers)

    return endpoint


def tagged(request: Request, parts: tuple[str, ...], answer: Callable[[], Response], seconds: int = 0) -> Response:
    """The answer with its ETag, or 304 where the reader has it already; `parts` are what the answer depends on.

    The reader keeps it for `seconds`, and one that is held to an edition for an hour; otherwise it asks again.
    """
    digest = hashlib.sha256("\0".join((program(), *parts)).encode()).hexdigest()
    tag = f'W/"{digest[:20]}"'
    kept = seconds or (HOUR if EDITION in request.query_params else 0)
    headers = {"ETag": tag, "Cache-Control": f"public, max-age={kept}" if kept else "public, no-cache"}
    held = [other.strip() for other in request.headers.get("if-none-match", "").split(",")]
    if tag in held or "*" in held:
        return Response(status_code=304, headers=headers)
    response = answer()
    response.headers.update(headers)
    return response


def parts(scenario: Scenario) -> tuple[str, ...]:
    """What every answer about a scenario depends on."""
    return scenario.base, scenario.key, scenario.dataset.edition, scenario.choice("lang")


@cache
def program() -> str:
    """A hash of this program's own text: a new version may answer otherwise for the same data."""
    root = Path(finance.__path__[0])
    digest = hashlib.sha256()
    for path in sorted(
        [*root.rglob("*.py"), *(root.parent / "pages").rglob("*.py"), *(root.parent / "data").rglob("*.mo")]
    ):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def refused(request: Request, error: Exception) -> Response:
    """A refusal in words: what was wrong, what is allowed; every problem at once."""
    return refusal(status_of(error), problems(request, error))


def problems(request: Request, error: Exception) -> list[str]:
    """What is wrong, each in a sentence of the language that was asked for."""
    assert isinstance(error, FinanceError)
    return spoken(request.query_params).error(error).splitlines()


def status_of(error: Exception) -> int:
    """The status that goes with an error."""
    return next((status for kind, status in _REFUSALS.items() if isinstance(error, kind)), 422)


def refusal(status: int, said: Sequence[str], headers: dict[str, str] | None = None) -> Response:
    """The problems, each in a sentence."""
    return JSONResponse({"errors": list(said)}, status_code=status, headers=headers)


def _no_address(request: Request, error: Exception) -> Response:
    """An address that does not exist, or one that somebody wanted to change."""
    assert isinstance(error, HTTPException)
    _ = spoken(request.query_params).text
    if error.status_code == 404:
        return refusal(404, [_("there is no such address; /api/v1/openapi.json lists all of them")])
    said = _("what stands here is only read; use GET") if error.status_code == 405 else error.detail
    return refusal(error.status_code, [said], dict(error.headers or {}))


def broken(request: Request, error: Exception) -> Response:
    """A fault of ours; the traceback goes to the operator's log when the error is raised again."""
    said = spoken(request.query_params).text("this could not be answered; the fault is in the server's log")
    return refusal(500, [said])


HANDLERS: Handlers = {
    FinanceError: refused,
    HTTPException: _no_address,
    Exception: broken,
}
"""How each kind of error is answered, in JSON and in words."""
