"""plotly.js for the reader's browser, packed once.

Two builds of one version: the whole library as the installed plotly package ships it, and plotly.js' own basic build,
which draws bars and points only and starts in a fifth of the time (plotly.js-basic-dist-min, packed by `gzip -9 -n`; to
be renewed with plotly). Their addresses carry the version, so that a browser may keep them for good.
"""

import gzip
import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from finance.outputs.charts import Chart

_FILE = files("plotly") / "package_data" / "plotly.min.js"
_BASIC_FILE = Path(__file__).parent / "browser" / "plotly-basic.min.js.gz"
_DRAWN_BY_BASIC = {"bar", "pie", "scatter"}
_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
_TYPE = "text/javascript"


def version(script: str) -> str:
    """The version that a build of plotly.js names in its first lines."""
    found = re.search(r"plotly\.js \D*v([\d.]+)", script[:200])
    assert found, "this is no build of plotly.js"
    return found[1]


@cache
def whole() -> bytes:
    """The whole library, packed."""
    return gzip.compress(_FILE.read_bytes())


@cache
def basic() -> bytes:
    """The basic build, packed."""
    return _BASIC_FILE.read_bytes()


_VERSION = version(_FILE.read_text(encoding="utf-8"))
WHOLE, BASIC = f"/assets/plotly-{_VERSION}.min.js", f"/assets/plotly-basic-{_VERSION}.min.js"


def path(chart: Chart) -> str:
    """Where the build is that draws a chart."""
    traces = {trace["type"] for trace in chart.drawing["data"]} if chart.drawing else set()
    return BASIC if traces <= _DRAWN_BY_BASIC else WHOLE


def _answering(packed: Callable[[], bytes]) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(packed(), media_type=_TYPE, headers=_FOREVER | {"Content-Encoding": "gzip"})
        return Response(gzip.decompress(packed()), media_type=_TYPE, headers=_FOREVER)

    return answer


ROUTES = [Route(WHOLE, _answering(whole)), Route(BASIC, _answering(basic))]
