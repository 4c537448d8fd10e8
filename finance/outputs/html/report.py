"""A result as one web page that stands by itself: no network, plotly.js inside, prints to A4."""

import gzip
import json
from functools import cache, partial

from jinja2 import Environment, PackageLoader, Template

from finance.language.catalogue import Language
from finance.model.gap import Result
from finance.outputs import plotlyjs
from finance.outputs.charts.template import PALETTES
from finance.outputs.html import markup
from finance.outputs.receipts import TABLES, heading
from finance.outputs.report import Contents


def build(result: Result, language: Language, ids: tuple[str, ...], receipts: bool = False) -> bytes:
    """An HTML file (.html), with how each cell of the tables is made if `receipts`; raises OutputError where none of
    the charts has anything to show."""
    contents = Contents.of(result, language, ids, TABLES if receipts else ())
    page = _template("report.html").render(
        code=language.code,
        contents=contents,
        house=PALETTES["light"],
        words=_words(language),
        known=bool(result.dataset.site),
        table=partial(markup.table, language=language),
        heading=lambda table: heading(table, language),
        plotly=_plotly(plotlyjs.is_basic(contents.charts)),
        figures=_figures(contents),
    )
    return page.encode()


@cache
def _template(name: str) -> Template:
    return Environment(loader=PackageLoader("finance.outputs"), autoescape=True, trim_blocks=True).get_template(name)


@cache
def _plotly(basic: bool) -> str:
    """plotly.js, as much of it as the charts need."""
    return gzip.decompress(plotlyjs.basic() if basic else plotlyjs.whole()).decode()


def _words(language: Language) -> dict[str, str]:
    _ = language.text
    return {
        "no_script": _("The charts need JavaScript; each table below its chart has the same numbers."),
        "assumptions": _("Assumptions"),
        "made": _("How these numbers are made"),
        "rest": _("What these figures rest on"),
        "on_screen": _("How each number of the tables is made stands in this file on a screen, not in print."),
        "documents": _("Where the figures come from"),
        "grade": _("Grade"),
        "cite": _("How to cite these figures"),
        "again": _("How to get these figures again"),
        "nowhere": _("After the address of the dashboard:"),
    }


def _figures(contents: Contents) -> str:
    """The figures by chart id as JSON that cannot end the element it stands in."""
    drawn = (f"{json.dumps(chart.id)}: {chart.text}" for chart in contents.charts if chart.draw)
    return f"{{{', '.join(drawn)}}}".replace("<", "\\u003c")
