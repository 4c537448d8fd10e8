"""plotly.js, packed once, for pages that draw charts.

Two builds of one version: the whole library as the installed plotly package ships it, and plotly.js' own basic build,
which draws bars and points only, is a quarter of the size and starts in a fifth of the time (plotly.js-basic-dist-min,
packed by `gzip -9 -n`; to be renewed with plotly).
"""

import gzip
import pkgutil
import re
from collections.abc import Iterable
from functools import cache

from plotly.offline import get_plotlyjs

from finance.outputs.charts import Chart

_BASIC = "browser/plotly-basic.min.js.gz"
_DRAWN_BY_BASIC = {"bar", "pie", "scatter"}


@cache
def whole() -> bytes:
    """The whole library, packed."""
    return gzip.compress(get_plotlyjs().encode())


@cache
def basic() -> bytes:
    """The basic build, packed."""
    packed = pkgutil.get_data(__package__, _BASIC)
    assert packed, f"{_BASIC} is missing"
    return packed


def is_basic(charts: Iterable[Chart]) -> bool:
    """Whether the basic build draws all of some charts."""
    traces = {trace["type"] for chart in charts if chart.drawing for trace in chart.drawing["data"]}
    return traces <= _DRAWN_BY_BASIC


def version(script: str) -> str:
    """The version that a build of plotly.js names in its first lines."""
    found = re.search(r"plotly\.js \D*v([\d.]+)", script[:200])
    assert found, "this is no build of plotly.js"
    return found[1]


VERSION = version(get_plotlyjs())
