"""Pages of our own outside Streamlit: templates that escape whatever they are given, in the house's two colour sets."""

from functools import cache
from typing import Any, Literal, TypeAlias

from jinja2 import Environment, PackageLoader
from starlette.responses import HTMLResponse

from finance.language.catalogue import Language
from finance.outputs.charts.template import PALETTES
from pages.api.guard.headers import policy

Scheme: TypeAlias = Literal["light", "dark", "auto"]
"""A colour set, or the one that the reader's browser prefers."""


@cache
def _templates() -> Environment:
    return Environment(loader=PackageLoader("pages.api"), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def page(
    name: str,
    language: Language,
    root: str,
    scheme: Scheme = "auto",
    framed: bool = False,
    status: int = 200,
    **values: Any,
) -> HTMLResponse:
    """The page made from `templates/NAME`; `root` is the path that the app stands below, `framed` by other sites."""
    text = (
        _templates()
        .get_template(name)
        .render(code=language.code, root=root, scheme=scheme, palettes=PALETTES, **values)
    )
    return HTMLResponse(text, status_code=status, headers=policy("'self'", framed))
