"""Every kind of file that a result can become, by the ending of its name."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

from finance.errors import OutputError
from finance.language.catalogue import Language
from finance.messages import Remark
from finance.model.gap import Result
from finance.outputs import package, pictures, tables, workbook
from finance.outputs.charts import CHARTS
from finance.outputs.receipts import TABLES, Receipts

Build: TypeAlias = Callable[[Result, Language, tuple[str, ...], bool], bytes]
"""A result, the reader's language, ids of charts and whether cells have receipts in; the content of the file out."""


@dataclass(frozen=True)
class Format:
    """One kind of file: the ending of its name without the dot, its media type, its label in a language.

    `build` makes its content. `charts` says how many charts it shows: none (it ignores what it is given),
    exactly one, or one and more. `receipts` says whether it can carry those of the tables' cells; another kind
    ignores that it is asked to.
    """

    ending: str
    media_type: str
    label: Callable[[Language], str]
    build: Build
    charts: Literal["none", "one", "some"] = "none"
    receipts: bool = False


def build(
    ending: str, result: Result, language: Language, charts: tuple[str, ...] = (), *, receipts: bool = False
) -> bytes:
    """The content of a file of the kind `ending`, with `charts` in the order given; it says how each cell of the
    tables is made if `receipts`, and how the headline is made whenever its kind has room for that.

    Raises OutputError, naming what is allowed, for an unknown kind, an unknown chart, and charts that are too few
    or too many for the kind.
    """
    chosen = format_of(ending)
    strangers = [id_ for id_ in charts if id_ not in CHARTS]
    if strangers:
        raise OutputError(Remark("'{id}' is no chart; known are {known}", id=strangers[0], known=", ".join(CHARTS)))
    if chosen.charts != "none" and not charts:
        words = {"ending": ending, "known": ", ".join(CHARTS)}
        raise OutputError(Remark("a .{ending} file shows charts and none was chosen; known are {known}", **words))
    if chosen.charts == "one" and len(charts) > 1:
        words = {"ending": ending, "count": str(len(charts)), "charts": ", ".join(charts)}
        raise OutputError(Remark("a .{ending} file shows one chart and {count} were chosen: {charts}", **words))
    return chosen.build(result, language, charts, receipts)


def format_of(ending: str) -> Format:
    """The kind of file with this ending; raises OutputError with the known endings."""
    if ending not in FORMATS:
        known = ", ".join(f".{name}" for name in FORMATS)
        named = f"'.{ending}'" if ending else "a file without an ending"
        raise OutputError(f"cannot write {named}; allowed is a file that ends in {known}")
    return FORMATS[ending]


def name(ending: str, result: Result, charts: tuple[str, ...] = ()) -> str:
    """A file name that tells the chart, where there is one, the preset and the key, as of a picture of a card."""
    parts = ("ukraine-gap", *(charts if len(charts) == 1 else ()), result.scenario.base, result.scenario.key)
    return f"{'_'.join(parts)}.{ending}"


def _csv(result: Result, language: Language, charts: tuple[str, ...], receipts: bool) -> bytes:
    return tables.csv(tables.observations(result)).encode()


def _json(result: Result, language: Language, charts: tuple[str, ...], receipts: bool) -> bytes:
    told = result.as_dict() | {"receipts": Receipts(result, language, TABLES if receipts else ()).as_dict()}
    return (json.dumps(told, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _slides(result: Result, language: Language, charts: tuple[str, ...], receipts: bool) -> bytes:
    from finance.outputs import slides

    return slides.build(result, language, charts)


def _page(result: Result, language: Language, charts: tuple[str, ...], receipts: bool) -> bytes:
    from finance.outputs.html import report

    return report.build(result, language, charts, receipts)


def _word(result: Result, language: Language, charts: tuple[str, ...], receipts: bool) -> bytes:
    from finance.outputs import word

    return word.build(result, language, charts, receipts=receipts)


def _picture(draw: Callable[[Result, Language, tuple[str, ...]], bytes]) -> Build:
    """A picture has no room for receipts."""
    return lambda result, language, charts, receipts: draw(result, language, charts)


_FORMATS = (
    Format("csv", "text/csv; charset=utf-8", lambda language: language.text("Numbers, tidy (CSV)"), _csv),
    Format(
        "json",
        "application/json",
        lambda language: language.text("Numbers, as the API answers (JSON)"),
        _json,
        receipts=True,
    ),
    Format(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda language: language.text("Live workbook with formulas (Excel, LibreOffice)"),
        workbook.build,
        receipts=True,
    ),
    Format(
        "zip",
        "application/zip",
        lambda language: language.text("Data package with origins (Frictionless, ZIP)"),
        package.build,
        receipts=True,
    ),
    Format(
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        lambda language: language.text("Slides to edit (PowerPoint)"),
        _slides,
        "some",
    ),
    Format(
        "html",
        "text/html; charset=utf-8",
        lambda language: language.text("Report, one page that needs no network (HTML)"),
        _page,
        "some",
        receipts=True,
    ),
    Format(
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        lambda language: language.text("Report to edit (Word)"),
        _word,
        "some",
        receipts=True,
    ),
    Format(
        "png",
        "image/png",
        lambda language: language.text("One chart as a picture (PNG)"),
        _picture(pictures.png),
        "one",
    ),
    Format(
        "svg",
        "image/svg+xml",
        lambda language: language.text("One chart as a drawing (SVG)"),
        _picture(pictures.svg),
        "one",
    ),
    Format(
        "pdf",
        "application/pdf",
        lambda language: language.text("One chart on a page (PDF)"),
        _picture(pictures.pdf),
        "one",
    ),
)
FORMATS: Mapping[str, Format] = MappingProxyType({format_.ending: format_ for format_ in _FORMATS})
"""Every kind of file by the ending of its name, in the order in which they are offered."""
