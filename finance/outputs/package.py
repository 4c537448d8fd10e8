"""A Frictionless data package: the result and every figure of the data as CSV, with a description of each column.

Follows the Data Package and Table Schema specifications (specs.frictionlessdata.io, datapackage.org): one ZIP file
with `datapackage.json` at its root. How the headline is made stands in every package, how each cell of the tables is
made where receipts are asked for: `receipts=1` in an address, `--receipts` on the command line.
"""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from finance.data.records import Origin, Sector, Source
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.model import timeline
from finance.model.gap import Result
from finance.outputs import provenance, tables
from finance.outputs.frictionless import Field, Resource
from finance.outputs.receipts import TABLES, Receipts

_SAME_DAY = (1980, 1, 1, 0, 0, 0)
"""Date of every file in the ZIP, so that the same result gives the same package."""


def build(result: Result, language: Language, charts: tuple[str, ...] = (), receipts: bool = False) -> bytes:
    """The package of a result, with how each cell of its tables is made if `receipts`; it holds no charts and ignores
    `charts`."""
    resources = _resources(result, Receipts(result, language, TABLES if receipts else ()))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        described = json.dumps(_described(result, language, resources), ensure_ascii=False, indent=1)
        _add(package, "datapackage.json", described.encode())
        for resource in resources:
            _add(package, resource.path, resource.content)
    return out.getvalue()


def _add(package: zipfile.ZipFile, name: str, content: bytes) -> None:
    package.writestr(zipfile.ZipInfo(name, _SAME_DAY), content, zipfile.ZIP_DEFLATED)


def _described(result: Result, language: Language, resources: Sequence[Resource]) -> dict[str, Any]:
    """The content of datapackage.json."""
    _, scenario, dataset = language.text, result.scenario, result.dataset
    preset = dataset.presets[scenario.base].label.in_(language.code)
    return {
        "profile": "tabular-data-package",
        "name": f"ukraine-gap-{scenario.base.replace('_', '-')}-{scenario.key}",
        "title": _("Who pays for rebuilding Ukraine, and what is missing?"),
        "description": f"{preset}. {Display(result, language).definition}",
        "version": dataset.edition,
        "created": f"{dataset.macro.valuation_date.isoformat()}T00:00:00Z",
        "keywords": ["Ukraine", "reconstruction", "funding gap"],
        "licenses": [{"name": "MIT", "title": _("MIT for the compilation; figures are facts")}],
        "sources": [_source(dataset.origins[id_]) for id_ in tables.origins(result)],
        "scenario": {"base": scenario.base, "key": scenario.key, "query": scenario.to_query()},
        "resources": [resource.described() for resource in resources],
    }


def _source(origin: Origin) -> dict[str, str]:
    """A document as Data Package names it."""
    titled = {"title": f"{origin.producer}: {origin.title}"}
    return titled | ({"path": origin.url} if origin.url else {})


def _resources(result: Result, receipts: Receipts) -> list[Resource]:
    language = receipts.language
    return [
        _observations(result, language),
        _years(result, language),
        _made(receipts, language),
        _inputs(receipts, language),
        _rests_on(receipts, language),
        _assumptions(result, language),
        _sectors(result, language),
        _sources(result, language),
        _figures(result, language),
        _documents(result, language),
    ]


def _observations(result: Result, language: Language) -> Resource:
    _, table = language.text, tables.observations(result)
    words = {
        "table": _("Which table of the result the number stands in"),
        "source": _("Who pays"),
        "commitment": _("Line of the ledger"),
        "sector": _("Sector of the need"),
        "measure": _("What is measured"),
        "value": _("The number; empty where there is none"),
        "unit": _("Unit of the number"),
        "scenario": _("Preset that the scenario started from"),
        "key": _("Short hash of all assumptions and of the data"),
        "edition": _("Edition of the data"),
        "price_year": _("Year of the prices, or as_published"),
        "territory": _("Territory of the need"),
        "origins": _("Documents behind the result, ids separated by spaces"),
        "estimated": _("Whether the sector's need is estimated from another edition's"),
        **_coded(language),
    }
    kinds = {"value": "number", "estimated": "boolean"}
    fields = [Field(name, kinds.get(name, "string"), text) for name, text in words.items()]
    refers = {"source": ("sources", "id"), "sector": ("sectors", "id")}
    return Resource("observations", _("Every number of the result, one a row"), table, fields, refers=refers)


def _coded(language: Language) -> dict[str, str]:
    """What the columns of codes hold, by name."""
    _ = language.text
    return {
        "dac": _("Codes of the sector by DAC and CRS, separated by semicolons"),
        "iati": _("Codes of the sector by IATI, separated by semicolons"),
        "hxl": _("Hashtag of the sector by HXL"),
    }


def _years(result: Result, language: Language) -> Resource:
    _, table = language.text, result.by_year
    words = {
        "need": _("New need"),
        "escalated": _("Cost that delay has added"),
        "due": _("New need and unmet need carried in"),
        "money": _("New money and money kept"),
        "executed": _("Need met"),
        "financing_gap": _("Due, and no money was there"),
        "absorption_gap": _("Due, and money was there but no capacity"),
        "binding": _("What held execution down: absorption, finance or need"),
        "carried": _("Unmet need at the end of the year"),
        "stock": _("Money kept for the next year"),
        "lapsed": _("Money lost"),
        "capacity": _("What can be absorbed"),
    }
    assert set(timeline.COLUMNS) < set(words)
    kinds = {"enum": ["absorption", "finance", "need"]}
    fields = [
        Field(name, "string", text, constraints=kinds) if name == "binding" else Field(name, "number", text, "USD bn")
        for name, text in words.items()
    ]
    return Resource(
        "years", _("The programme year by year"), table, [Field("year", "year", _("Calendar year")), *fields], ["year"]
    )


def _made(receipts: Receipts, language: Language) -> Resource:
    _ = language.text
    words = {
        "figure": _("Address of the number, as python -m finance explain reads it"),
        "name": _("What it is"),
        "value": _("The number; empty where there is none"),
        "unit": _("Unit of the number"),
        "made": _("The formula in words and with its numbers"),
    }
    rows = [
        (worked.figure, worked.name, worked.value, worked.unit, " = ".join(worked.made)) for worked in receipts.worked
    ]
    fields = [Field(name, "number" if name == "value" else "string", text) for name, text in words.items()]
    about = (
        _("How each number of the result is made")
        if receipts.tables
        else _("How the headline is made; asked for with receipts=1, also each number of the tables")
    )
    return Resource("receipts", about, pd.DataFrame(rows, columns=list(words)), fields, ["figure"])


def _inputs(receipts: Receipts, language: Language) -> Resource:
    _ = language.text
    words = {
        "number": _("Number of the input"),
        "name": _("What it is"),
        "value": _("The number; empty where there is none"),
        "unit": _("Unit of the number"),
        "said": _("The number with its unit, in words"),
        "basis": _("Document, derived, judged, set by the scenario or moved by the reader"),
        "why": _("Document, derivation or reasoning"),
        "locator": _("Where in the document"),
        "grade": _("Grade of the document, A to D, or judged"),
        "date": _("Day of a rate or a running total; else of the document"),
        "figure": _("Id of the figure of the data"),
        "place": _("File and line in the data folder"),
    }
    kinds = {"number": "integer", "value": "number"}
    fields = [Field(name, kinds.get(name, "string"), text) for name, text in words.items()]
    return Resource("inputs", _("What the numbers of the result rest on"), receipts.inputs, fields, ["number"])


def _rests_on(receipts: Receipts, language: Language) -> Resource:
    """Which number rests on which input: one row a pair."""
    _ = language.text
    pairs = [(worked.figure, number) for worked in receipts.worked for number in worked.rests_on]
    fields = [
        Field("figure", "string", _("Address of the number, as python -m finance explain reads it")),
        Field("number", "integer", _("Number of the input")),
    ]
    names = [field.name for field in fields]
    refers = {"figure": ("receipts", "figure"), "number": ("inputs", "number")}
    about = _("Which number rests on which input")
    return Resource("rests_on", about, pd.DataFrame(pairs, columns=names), fields, names, refers)


def _assumptions(result: Result, language: Language) -> Resource:
    _, scenario, code = language.text, result.scenario, language.code
    changed = scenario.moved()
    rows = [
        {
            "id": id_,
            "label": row.label.in_(code),
            "group": row.group,
            "kind": row.kind,
            "unit": row.unit_,
            "value": _spelled(scenario.values[id_]),
            "default": _spelled(row.default),
            "low": row.low,
            "high": row.high,
            "changed": "true" if id_ in changed else "false",
        }
        for id_, row in scenario.dataset.assumptions.items()
    ]
    words = {
        "label": _("Name"),
        "group": _("Group of assumptions"),
        "kind": _("Number, choice or switch"),
        "unit": _("Unit of the value"),
        "value": _("Value in this scenario"),
        "default": _("Value unless a preset or a reader changes it"),
    }
    fields = [
        Field("id", "string", _("Name in the address, the API and the workbook")),
        *(Field(name, "string", text) for name, text in words.items()),
        Field("low", "number", _("Lowest value allowed, in the unit of the row")),
        Field("high", "number", _("Highest value allowed, in the unit of the row")),
        Field("changed", "boolean", _("Whether the value differs from the preset")),
    ]
    return Resource("assumptions", _("Every assumption and its value"), pd.DataFrame(rows), fields, ["id"])


def _spelled(value: bool | float | str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.12g}" if isinstance(value, float) else value


def _sectors(result: Result, language: Language) -> Resource:
    """Ids and labels of sectors, and the codes beside them."""
    _, dataset, words = language.text, result.dataset, _coded(language)
    table, fields = _names(dataset.sectors, language)
    coded = {name: table["id"].map(tables.codes(dataset, name)) for name in tables.CODES}
    described = [*fields, *(Field(name, "string", text) for name, text in words.items())]
    return Resource("sectors", _("Sectors of the needs assessments"), table.assign(**coded), described, ["id"])


def _sources(result: Result, language: Language) -> Resource:
    """Ids and labels of sources."""
    table, fields = _names(result.dataset.sources, language)
    return Resource("sources", language.text("Who pays"), table, fields, ["id"])


def _names(records: Mapping[str, Sector | Source], language: Language) -> tuple[pd.DataFrame, list[Field]]:
    """Ids and labels of records, and what these columns hold."""
    _ = language.text
    table = pd.DataFrame({"id": list(records), "label": [row.label.in_(language.code) for row in records.values()]})
    return table, [Field("id", "string", _("Id in the other tables")), Field("label", "string", _("Name"))]


def _figures(result: Result, language: Language) -> Resource:
    _, dataset = language.text, result.dataset
    used = {figure for id_ in (*result.figures, *result.years.figures) for figure in dataset.within(id_)}
    table = provenance.figures(dataset, dataset.figures, language)
    table = table.assign(used=["true" if id_ in used else "false" for id_ in table["figure"]])
    words = {
        "figure": _("Id: the path to the figure in the data"),
        "value": _("The number as printed"),
        "unit": _("Unit of the number"),
        "basis": _("Whether a document prints it, or it is derived or judged"),
        "origin": _("Document that prints it"),
        "locator": _("Where in the document"),
        "printed": _("Words around the number"),
        "derived_from": _("Figures that it was computed from, ids separated by spaces"),
        "how": _("The computation in words"),
        "judged": _("The reasoning where nothing was published"),
        "as_of": _("Day up to which it counts"),
        "note": _("What a reader must know before using it"),
        "grade": _("Grade of the document, A to D, or judged"),
        "file": _("File in the data folder"),
        "line": _("Line of that file"),
        "used": _("Whether the result rests on it"),
    }
    kinds = {"value": "number", "line": "integer", "as_of": "date", "used": "boolean"}
    basis = {"enum": ["sourced", "derived", "judged"]}
    fields = [
        Field(name, kinds.get(name, "string"), text, constraints=basis if name == "basis" else None)
        for name, text in words.items()
    ]
    about = _("Every figure of the data with its origin")
    return Resource("figures", about, table, fields, ["figure"], {"origin": ("documents", "origin")})


def _documents(result: Result, language: Language) -> Resource:
    _, dataset = language.text, result.dataset
    words = {
        "origin": _("Id"),
        "producer": _("Who published it"),
        "title": _("Title"),
        "published": _("Day, month or year of publication"),
        "url": _("Where it was read"),
        "reliability": _("Grade: A the producer's own, B official or established, C press, D unverified"),
        "note": _("What was read"),
    }
    fields = [Field(name, "string", text) for name, text in words.items()]
    table = provenance.documents(dataset, dataset.origins, language)
    return Resource("documents", _("Documents that figures were published in"), table, fields, ["origin"])
