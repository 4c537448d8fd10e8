"""Charts of a Result: each module builds and registers one; `report` makes a picture for a document of any."""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from finance.outputs.charts.chart import BUILDERS, Builder, Chart
from finance.outputs.charts.report import file_name, report
from finance.outputs.charts.template import Theme

for _module in iter_modules(__path__, f"{__name__}."):
    import_module(_module.name)
CHARTS: Mapping[str, Builder] = MappingProxyType(
    {id_: build for id_, (_, build) in sorted(BUILDERS.items(), key=lambda item: (item[1][0], item[0]))}
)
"""Every chart by its id, which is public: the address of a download and the name of its file carry it."""

__all__ = ["CHARTS", "Builder", "Chart", "Theme", "file_name", "report"]
