"""Charts of a Result: each module builds one; `report` makes a picture for a document out of any of them."""

from collections.abc import Mapping
from types import MappingProxyType

from finance.outputs.charts import (
    burden,
    closing,
    coverage,
    debt,
    distribution,
    firmness,
    heads,
    indices,
    ladder,
    marimekko,
    money,
    occupied,
    pace,
    private,
    ranges,
    realisation,
    regions,
    sankey,
    service,
    terms,
    timeline,
    tornado,
    waterfall,
)
from finance.outputs.charts.chart import Builder, Chart
from finance.outputs.charts.report import file_name, report
from finance.outputs.charts.template import Theme

CHARTS: Mapping[str, Builder] = MappingProxyType(
    {
        "waterfall": waterfall.build,
        "coverage": coverage.build,
        "marimekko": marimekko.build,
        "sankey": sankey.build,
        "money": money.build,
        "ladder": ladder.build,
        "firmness": firmness.build,
        "timeline": timeline.build,
        "pace": pace.build,
        "regions": regions.build,
        "occupied": occupied.build,
        "closing": closing.build,
        "debt": debt.build,
        "private": private.build,
        "terms": terms.build,
        "service": service.build,
        "realisation": realisation.build,
        "burden": burden.build,
        "heads": heads.build,
        "distribution": distribution.build,
        "ranges": ranges.build,
        "tornado": tornado.build,
        "indices": indices.build,
    }
)
"""Every chart by its id, which is public: the address of a download and the name of its file carry it."""

__all__ = ["CHARTS", "Builder", "Chart", "Theme", "file_name", "report"]
