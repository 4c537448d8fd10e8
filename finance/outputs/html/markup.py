"""A table as HTML, for a page that stands by itself and for the screens."""

from collections.abc import Iterable

import pandas as pd
from markupsafe import Markup, escape

from finance.language.catalogue import Language
from finance.outputs.report import SHORT, WIDE, numeric, texts, upright


def table(table: pd.DataFrame, language: Language, label: str, digits: int = 1) -> Markup:
    """A table named `label` that scrolls sideways where it must, by keyboard as well; many columns may have upright
    headings. Fractional numbers have `digits` decimals."""
    cells, numbers = texts(table, language, digits), numeric(table)
    kinds = ["number" if number else "" for number in numbers]
    heads = [f"{kind} upright" if stands else kind for kind, stands in zip(kinds, upright(cells, numbers), strict=True)]
    names = [name for name, holds in (("wide", len(kinds) > WIDE), ("short", len(cells) <= SHORT)) if holds]
    head, body = _row("th", cells[0], heads), "\n".join(_row("td", row, kinds) for row in cells[1:])
    return Markup(
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(label)}">'
        f'<table class="{" ".join(names)}"><thead>{head}</thead><tbody>{body}</tbody></table></div>'
    )


def _row(tag: str, cells: Iterable[str], kinds: Iterable[str]) -> str:
    classes = (f' class="{kind}"' if kind else "" for kind in kinds)
    written = (f"<{tag}{kind}>{escape(cell)}</{tag}>" for cell, kind in zip(cells, classes, strict=True))
    return f"<tr>{''.join(written)}</tr>"
