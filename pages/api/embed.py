"""One chart as a small page of its own, for other sites to frame: live, or beside the figures that were once quoted."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pandas as pd
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from finance.language.catalogue import Language
from finance.language.display import Display
from finance.messages import Remark
from finance.model import gap
from finance.outputs.charts import CHARTS, Theme
from finance.outputs.charts.report import producers, stamp
from finance.outputs.citation import NAMES, Cited
from finance.scenario import Scenario
from pages.api import html, query, replies
from pages.parts import library

PATH = "/embed"
THEME = "theme"
THEMES: Mapping[html.Scheme, tuple[Theme, ...]] = {"auto": ("light", "dark"), "light": ("light",), "dark": ("dark",)}
"""The colour sets that a page needs at hand, by the theme asked for."""
WIDTH = 220
"""How much of the line of producers is shown [characters]."""


def card(request: Request) -> Response:
    """The page of one chart. The query is that of a screen, with a theme, and with what was quoted of which edition."""
    asked = request.query_params
    scheme = query.known(asked.get(THEME, "auto"), THEMES, Remark("theme"))
    id_ = query.chart(request.path_params["chart"])
    scenario = query.scenario(asked, (THEME, *NAMES), held=False)
    cited = Cited.read(asked)
    edition = asked.get(query.EDITION, scenario.dataset.edition)[:40]
    kept = (*replies.parts(scenario), id_, scheme, edition, str(cited), _root(request))
    return replies.tagged(request, kept, lambda: _card(request, scenario, id_, scheme, edition, cited))


def _card(
    request: Request, scenario: Scenario, id_: str, scheme: html.Scheme, edition: str, cited: Cited | None
) -> Response:
    result, language = gap.solve(scenario.dataset, scenario), Language(scenario.choice("lang"))
    drawn = {name: CHARTS[id_](result, language, name) for name in THEMES[scheme]}
    chart, display = next(iter(drawn.values())), Display(result, language)
    figures = {name: chart.text for name, chart in drawn.items() if chart.text}
    root = _root(request)
    return html.page(
        "card.html",
        language,
        root,
        scheme,
        framed=True,
        title=chart.title,
        chart=chart,
        library=library.path(chart),
        figures=_inside_a_page(figures),
        table=_table(chart.table, language),
        moved=[] if edition == scenario.dataset.edition else _moved(display, edition, cited),
        definition=display.definition,
        producers=producers(display, WIDTH),
        stamp=stamp(display),
        link=f"{root}/?{urlencode(scenario.to_query())}",
        words=_words(language),
    )


def _moved(display: Display, edition: str, cited: Cited | None) -> list[str]:
    """What a reader must know of a card made on another edition: the figures quoted then, beside today's."""
    _, now = display.language.text, display.result
    lines = [
        _(
            "This card was made with data edition {then}. The data is edition {now} today, and what is shown below is "
            "today's."
        ).format(then=edition, now=now.dataset.edition)
    ]
    if cited:
        lines.append(
            _(
                "Quoted then: a need of {need}, {available} available, a gap of {gap}. Today: a need of {need_now}, "
                "{available_now} available, a gap of {gap_now}."
            ).format(
                need=display.money(cited.need),
                available=display.money(cited.available),
                gap=display.money(cited.gap),
                need_now=display.money(now.need),
                available_now=display.money(now.available),
                gap_now=display.money(now.gap),
            )
        )
    return lines


def _inside_a_page(figures: Mapping[Theme, str]) -> Markup:
    """Figures as JSON that cannot end the element it stands in; empty where there is nothing to draw."""
    text = ",".join(f'"{name}":{figure}' for name, figure in figures.items())
    return Markup("{" + text.replace("<", "\\u003c") + "}") if figures else Markup("")


def _table(table: pd.DataFrame, language: Language) -> dict[str, Any]:
    """The numbers behind the marks as a reader of `language` writes them, one decimal each."""
    numbers = [place for place, name in enumerate(table) if pd.api.types.is_float_dtype(table[name])]
    rows = [
        [_cell(cell, place in numbers, language) for place, cell in enumerate(row)]
        for row in table.itertuples(index=False, name=None)
    ]
    return {"names": list(table), "numbers": numbers, "rows": rows}


def _cell(cell: Any, is_number: bool, language: Language) -> str:
    if pd.isna(cell):
        return "–"
    return language.number(cell) if is_number else str(cell)


def _words(language: Language) -> dict[str, str]:
    _ = language.text
    return {
        "table": _("The numbers as a table"),
        "link": _("Open in the dashboard, with every assumption"),
        "failed": _("The chart could not be drawn. Its numbers stand in the table."),
        "no_script": _("The chart needs JavaScript; the table has the same numbers."),
    }


def refused(request: Request, error: Exception) -> Response:
    """A page that says why there is no card, for who looks at the site that frames it."""
    language = query.spoken(request.query_params)
    _ = language.text
    return html.page(
        "refused.html",
        language,
        _root(request),
        framed=True,
        status=replies.status_of(error),
        title=_("This card cannot be shown"),
        problems=replies.problems(request, error),
        link=_("Open the dashboard"),
    )


def _root(request: Request) -> str:
    return str(request.scope["root_path"]).removesuffix(PATH)
