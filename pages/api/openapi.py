"""The description of the API in OpenAPI 3.1: its parameters are the rows of assumptions.yaml."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from finance.data.dataset import Dataset
from finance.language.catalogue import Language
from finance.model.gap import AMOUNTS
from finance.outputs import formats
from finance.outputs.charts import CHARTS
from finance.outputs.receipts import INPUT
from finance.scenario import DEFAULT
from pages.api.query import ASKED, CHOSEN, EDITION, RECEIPTS

Json: TypeAlias = dict[str, Any]

VERSION = "1.0.0"
"""Version of the addresses; figures have an edition of their own."""


def document(dataset: Dataset, language: Language, root: str) -> Json:
    """The whole description for a reader of `language`; `root` is the path that the addresses stand below."""
    _ = language.text
    return {
        "openapi": "3.1.0",
        "info": {
            "title": _("Ukraine reconstruction finance"),
            "version": VERSION,
            "description": _(
                "The funding gap under any scenario: the figures, charts and files of the dashboard. A query has the "
                "names of the dashboard's own address. Amounts are billions of US dollars at the scenario's rate and "
                "prices; shares and rates are fractions. The data is edition {edition}."
            ).format(edition=dataset.edition),
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": root}],
        "paths": {path: {"get": operation} for path, operation in operations(dataset, language).items()},
        "components": {
            "schemas": _SCHEMAS,
            "parameters": parameters(dataset, language),
            "headers": {
                "ETag": {"description": _("Names the scenario and the edition."), "schema": {"type": "string"}}
            },
            "responses": _refusals(language),
        },
    }


def parameters(dataset: Dataset, language: Language) -> dict[str, Json]:
    """Every name that a query may hold, by that name, with its range or choices, its default and what it means."""
    _ = language.text
    own: dict[str, tuple[Json, str]] = {
        "scenario": (
            {"type": "string", "enum": list(dataset.presets), "default": DEFAULT},
            _("The preset to start from."),
        ),
        EDITION: (
            {"type": "string", "const": dataset.edition},
            _("Answer only if the data still is this edition; otherwise 409."),
        ),
        RECEIPTS: (
            {"type": "integer", "enum": [int(value) for value in ASKED], "default": 0},
            _("How each number of the tables is made: 1 with it, 0 without. How the headline is made stands in both."),
        ),
    }
    rows = {name: _parameter(name, schema, text) for name, (schema, text) in own.items()}
    for id_, row in dataset.assumptions.items():
        label, help_ = row.label.in_(language.code), row.help.in_(language.code)
        text = _("{label} [{unit}]. {help}").format(label=label, unit=row.unit_, help=help_)
        rows[id_] = _parameter(id_, _schema(dataset, id_), text)
    return rows


def _schema(dataset: Dataset, id_: str) -> Json:
    """What an assumption may be. Its default is the preset's, or else this one."""
    row = dataset.assumptions[id_]
    if row.kind == "switch":
        return {"type": "boolean", "default": row.default}
    if row.kind == "choice":
        return {"type": "string", "enum": list(dataset.choices[id_]), "default": row.default}
    return {"type": "number", "minimum": row.low, "maximum": row.high, "default": row.default}


def _parameter(name: str, schema: Json, text: str) -> Json:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": text}


def _charts(text: str, count: str) -> Json:
    """The charts of a file, as `charts=waterfall,coverage`, where its kind shows one or some."""
    schema = {"type": "array", "items": {"type": "string", "enum": list(CHARTS)}, "minItems": 1, "uniqueItems": True}
    limit = {"maxItems": 1} if count == "one" else {}
    return _parameter(CHOSEN, schema | limit, text) | {"required": True, "style": "form", "explode": False}


def operations(dataset: Dataset, language: Language) -> dict[str, Json]:
    """What each address answers, by its path below the root."""
    _ = language.text
    scenario = ["scenario", *dataset.assumptions, EDITION]
    listed = ["lang", EDITION]
    chart = _path("id", list(CHARTS), _("Which chart."))
    found = {
        f"/gap.{ending}": _operation(
            f"gap_{ending}",
            _("The answer to a scenario: {file}").format(file=kind.label(language)),
            [*scenario, *([RECEIPTS] if kind.receipts else [])],
            _content(kind.media_type, "Gap" if ending == "json" else None),
            *(() if kind.charts == "none" else [_charts(_("Charts that the file shows."), kind.charts)]),
        )
        for ending, kind in formats.FORMATS.items()
    }
    found["/charts/{id}.json"] = _operation(
        "chart_json", _("One chart, as a figure for plotly.js"), scenario, _content("application/json", "Figure"), chart
    )
    found["/charts/{id}.csv"] = _operation(
        "chart_csv", _("The numbers behind one chart"), scenario, _content("text/csv; charset=utf-8"), chart
    )
    found["/draws.json"] = _operation(
        "draws",
        _("The spread of the answer when its numbers are drawn from their ranges"),
        scenario,
        _content("application/json", "Draws"),
    )
    found["/scenarios.json"] = _operation("scenarios", _("Every preset"), listed, _content("application/json", "Rows"))
    found["/assumptions.json"] = _operation(
        "assumptions", _("Everything that a query may set"), listed, _content("application/json", "Rows")
    )
    found["/figures.csv"] = _operation(
        "figures", _("Every figure of the data, with its document"), listed, _content("text/csv; charset=utf-8")
    )
    found["/openapi.json"] = _operation("openapi", _("This description"), listed, _content("application/json"))
    health = _operation("health", _("Whether the server has data"), [], _content("application/json", "Health"))
    found["/health.json"] = health | {"responses": {"200": health["responses"]["200"], "503": _REF_503}}
    return found


def _path(name: str, names: list[str], text: str) -> Json:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "schema": {"type": "string", "enum": names},
        "description": text,
    }


def _operation(id_: str, summary: str, names: list[str], content: Json, *own: Json) -> Json:
    refs = [{"$ref": f"#/components/parameters/{name}"} for name in names]
    headers = {"ETag": {"$ref": "#/components/headers/ETag"}} if names else {}
    answers = {"200": {"description": summary, "content": content, "headers": headers}}
    if names:
        answers["304"] = {"description": "Not Modified", "headers": headers}
    refused = {str(status): {"$ref": f"#/components/responses/{status}"} for status in (404, 409, 422, 429, 503)}
    return {
        "operationId": id_,
        "summary": summary,
        "parameters": [*own, *refs],
        "responses": {**answers, **refused},
    }


def _content(media_type: str, schema: str | None = None) -> Json:
    return {media_type: {"schema": {"$ref": f"#/components/schemas/{schema}"}} if schema else {}}


def _refusals(language: Language) -> dict[str, Json]:
    _ = language.text
    words = {
        "404": _("A name in the address, or the preset, does not exist; the known names are told."),
        "409": _("The data is another edition than the one asked for."),
        "422": _("Values or names in the query that are not allowed, each with what is allowed."),
        "429": _("Too many requests from one address; Retry-After says when to ask again."),
        "503": _("No data can be read, or the server is busy."),
    }
    return {
        status: {"description": text, "content": _content("application/json", "Errors")}
        for status, text in words.items()
    }


_REF_503 = {"$ref": "#/components/responses/503"}


def _table(*columns: str, **kinds: Json) -> Json:
    """Rows with at least these columns: numbers, unless a kind says otherwise."""
    number = {"type": ["number", "null"]}
    properties = {name: kinds.get(name, number) for name in columns}
    return {"type": "array", "items": {"type": "object", "required": list(columns), "properties": properties}}


_TEXT: Json = {"type": "string"}
_AMOUNT: Json = {"type": "number", "minimum": 0}
_COUNT: Json = {"type": "integer", "minimum": 0}
_TEXTS: Json = {"type": "array", "items": _TEXT}
_ROWS: Json = {"type": "array", "items": {"type": "object"}}
_INPUTS: Json = {"number": _COUNT, "value": {"type": "number"}, "used_in": _TEXTS}
"""Kinds of the columns of a receipt's inputs that are no texts."""
_RECEIPT: Json = {
    "figure": _TEXT,
    "unit": _TEXT,
    "formulas": _ROWS,
    "rests_on": {"type": "array", "items": _COUNT},
}
"""Kinds of the columns of a receipt."""


def _object(properties: Mapping[str, Json]) -> Json:
    return {"type": "object", "required": list(properties), "properties": dict(properties)}


_SCHEMAS: dict[str, Json] = {
    "Gap": _object(
        {
            "scenario": _TEXT,
            "changed": {"type": "object"},
            "key": _TEXT,
            "edition": _TEXT,
            "unit": {"const": "USD bn"},
            "definition": {"type": "object", "additionalProperties": _TEXT},
            **dict.fromkeys(AMOUNTS, _AMOUNT),
            "coverage": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
            "by_sector": _table("sector", "need", "funded", "gap", "coverage", sector=_TEXT),
            "by_source": _table(
                *(
                    "source",
                    "commitment",
                    "face",
                    "currency",
                    "eligibility",
                    "realisation",
                    "available",
                    "used",
                    "stranded",
                ),
                **dict.fromkeys(("source", "commitment", "currency"), _TEXT),
            ),
            "flows": _table("source", "sector", "amount", source=_TEXT, sector=_TEXT),
            "by_year": _table("year", "need", "executed", "financing_gap", "absorption_gap", "carried"),
            "by_region": _table("region", "need", "damage", region=_TEXT),
            "figures": _TEXTS,
            "warnings": _TEXTS,
            "receipts": _object(
                {
                    "figures": _table("figure", "value", "unit", "formulas", "rests_on", **_RECEIPT),
                    "inputs": _table("number", *INPUT, "used_in", **dict.fromkeys(INPUT, _TEXT) | _INPUTS),
                }
            ),
        }
    ),
    "Draws": _object(
        {
            **dict.fromkeys(("scenario", "key", "edition"), _TEXT),
            "draws": _COUNT,
            "seed": _COUNT,
            **dict.fromkeys(("gap", "expected_shortfall"), _AMOUNT),
            "chance_of_a_gap": {"type": "number", "minimum": 0, "maximum": 1},
            "measures": _table("measure", "p10", "p50", "p90", "mean", measure=_TEXT),
            "by_sector": _table("sector", "p10", "p50", "p90", "mean", "short", sector=_TEXT),
        }
    ),
    "Figure": _object({"data": {"type": "array"}, "layout": {"type": "object"}}),
    "Rows": _object({"edition": _TEXT, "rows": {"type": "array", "items": _object({"id": _TEXT, "label": _TEXT})}}),
    "Health": _object({"status": {"enum": ["ok", "stale"]}, "edition": _TEXT, "problems": _COUNT}),
    "Errors": _object({"errors": _TEXTS}),
}
