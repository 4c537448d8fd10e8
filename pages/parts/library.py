"""Where the reader's browser finds plotly.js; an address carries the version, so that it may be kept for good."""

import gzip
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from finance.outputs import plotlyjs
from finance.outputs.charts import Chart

_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
_TYPE = "text/javascript"
WHOLE, BASIC = f"/assets/plotly-{plotlyjs.VERSION}.min.js", f"/assets/plotly-basic-{plotlyjs.VERSION}.min.js"


def path(chart: Chart) -> str:
    """Where the build is that draws a chart."""
    return BASIC if plotlyjs.is_basic([chart]) else WHOLE


def _answering(packed: Callable[[], bytes]) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(packed(), media_type=_TYPE, headers=_FOREVER | {"Content-Encoding": "gzip"})
        return Response(gzip.decompress(packed()), media_type=_TYPE, headers=_FOREVER)

    return answer


ROUTES = [Route(WHOLE, _answering(plotlyjs.whole)), Route(BASIC, _answering(plotlyjs.basic))]
