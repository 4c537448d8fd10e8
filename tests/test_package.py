"""The data package as a stranger's tool reads it: what the specifications of Data Package and Table Schema ask for."""

import datetime as dt
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from finance.language.catalogue import Language
from finance.model.gap import HEADLINE, Result
from finance.outputs import package

NAME = r"[-a-z0-9._/]+"
TYPES = {"string", "number", "integer", "boolean", "date", "year"}
"""The types of Table Schema that occur; each is parsed below as the specification says."""


@pytest.fixture(scope="module")
def result(solve: Callable[..., Result]) -> Result:
    return solve("rdna5_whole", eur_usd=1.25, standing="press")


@pytest.fixture(scope="module")
def parts(result: Result) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package.build(result, Language(), receipts=True))) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


@pytest.fixture(scope="module")
def descriptor(parts: dict[str, bytes]) -> dict[str, Any]:
    found = json.loads(parts["datapackage.json"])
    assert isinstance(found, dict)
    return found


@pytest.fixture(scope="module")
def tables(parts: dict[str, bytes], descriptor: dict[str, Any]) -> dict[str, pd.DataFrame]:
    """Every cell as text; an empty one is empty."""
    return {
        resource["name"]: pd.read_csv(io.BytesIO(parts[resource["path"]]), dtype=str, keep_default_na=False)
        for resource in descriptor["resources"]
    }


def test_the_package_says_what_it_is(result: Result, descriptor: dict[str, Any]) -> None:
    """Name, title, version, day, licence with a name, documents with a title, and at least one resource."""
    assert re.fullmatch(NAME, descriptor["name"])
    assert descriptor["title"]
    assert descriptor["version"] == result.dataset.edition
    assert dt.datetime.fromisoformat(descriptor["created"]).tzinfo is not None
    assert all(licence["name"] for licence in descriptor["licenses"])
    assert all(source["title"] for source in descriptor["sources"])
    assert all(re.match(r"https?://", source["path"]) for source in descriptor["sources"] if "path" in source)
    assert descriptor["profile"] == "tabular-data-package"
    assert descriptor["resources"]


def test_every_file_is_a_resource_and_is_whole(parts: dict[str, bytes], descriptor: dict[str, Any]) -> None:
    """Unique names, relative paths that exist, and the size and hash of what is there."""
    resources = descriptor["resources"]
    assert len({resource["name"] for resource in resources}) == len(resources)
    assert {resource["path"] for resource in resources} | {"datapackage.json"} == set(parts)
    for resource in resources:
        content = parts[resource["path"]]
        assert re.fullmatch(NAME, resource["name"])
        assert not re.match(r"/|.*\.\.", resource["path"])
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert (resource["format"], resource["encoding"]) == ("csv", "utf-8")
        assert resource["profile"] == "tabular-data-resource"


def test_every_column_is_described_and_every_cell_is_of_its_type(
    descriptor: dict[str, Any], tables: dict[str, pd.DataFrame]
) -> None:
    """The fields are the heading; numbers, years, dates and truth values parse; values keep their constraints."""
    for resource in descriptor["resources"]:
        fields, table = resource["schema"]["fields"], tables[resource["name"]]
        assert [field["name"] for field in fields] == list(table.columns)
        assert resource["schema"]["missingValues"] == [""]
        for field in fields:
            assert field["description"]
            assert field["type"] in TYPES
            for cell in filter(None, table[field["name"]]):
                assert parsed(cell, field["type"]) is not None
                assert cell in field.get("constraints", {}).get("enum", [cell])


def parsed(cell: str, kind: str) -> object:
    if kind == "number":
        return float(cell)
    if kind in ("integer", "year"):
        return int(cell)
    if kind == "date":
        return dt.date.fromisoformat(cell)
    if kind == "boolean":
        return {"true": True, "false": False}[cell]
    return cell


def test_keys_tell_rows_apart_and_references_are_kept(
    descriptor: dict[str, Any], tables: dict[str, pd.DataFrame]
) -> None:
    """A primary key is never empty and never twice; a foreign key is empty or stands in the other table."""
    referring = 0
    for resource in descriptor["resources"]:
        table, schema = tables[resource["name"]], resource["schema"]
        if "primaryKey" in schema:
            keys = table[schema["primaryKey"]]
            assert (keys != "").all(axis=None)
            assert not keys.duplicated().any()
        for key in schema.get("foreignKeys", ()):
            referring += 1
            other = tables[key["reference"]["resource"]][key["reference"]["fields"]]
            assert set(table[key["fields"]]) - {""} <= set(other)
    assert referring == 5


def test_sectors_carry_the_codes_of_others(descriptor: dict[str, Any], tables: dict[str, pd.DataFrame]) -> None:
    """In the list of sectors and beside each of their numbers; what is estimated is said where the numbers stand."""
    sectors, rows = tables["sectors"].set_index("id"), tables["observations"]
    assert list(tables["sectors"].columns) == ["id", "label", "dac", "iati", "hxl"]
    assert sectors.loc["transport", "hxl"] == "#sector+transport"
    by_sector = rows[rows["table"] == "by_sector"]
    for name in ("dac", "iati", "hxl"):
        assert by_sector[name].tolist() == sectors.loc[by_sector["sector"], name].tolist()
    assert set(by_sector["estimated"]) == {"true", "false"}
    assert set(rows.loc[rows["table"] != "by_sector", "estimated"]) == {""}


def test_numbers_of_money_and_shares_have_a_unit(descriptor: dict[str, Any]) -> None:
    """A number has a unit of its own, or stands beside a column with the unit of each row."""
    for resource in descriptor["resources"]:
        fields = resource["schema"]["fields"]
        names = {field["name"] for field in fields}
        assert all("unit" in field or "unit" in names for field in fields if field["type"] == "number")


def test_the_package_holds_the_result_and_all_figures(result: Result, tables: dict[str, pd.DataFrame]) -> None:
    """Headline and years as computed; each figure and document of the data; what is used is marked."""
    rows = tables["observations"]
    headline = rows[rows["table"] == "headline"].set_index("measure")["value"].astype(float)
    assert headline["gap"] == pytest.approx(result.gap, rel=1e-11)
    assert tables["years"]["executed"].astype(float).sum() == pytest.approx(result.by_year["executed"].sum(), rel=1e-9)
    assert list(tables["figures"]["figure"]) == list(result.dataset.figures)
    assert list(tables["documents"]["origin"]) == list(result.dataset.origins)
    used = set(tables["figures"].loc[tables["figures"]["used"] == "true", "figure"])
    assert {"assumptions.eur_usd", "assessments.rdna5.totals.need", "macro.gdp.4"} <= used
    values = tables["assumptions"].set_index("id")
    assert values.loc["eur_usd", ["value", "default", "changed"]].tolist() == ["1.25", "1.1712", "true"]


def test_without_receipts_of_cells_the_tables_are_the_same_and_say_how_to_ask(
    result: Result, descriptor: dict[str, Any]
) -> None:
    """The headline alone is worked out, in the same columns; references are kept, and how to ask is said."""
    with zipfile.ZipFile(io.BytesIO(package.build(result, Language()))) as opened:
        described = json.loads(opened.read("datapackage.json"))["resources"]
        tables = {row["name"]: pd.read_csv(io.BytesIO(opened.read(row["path"])), dtype=str) for row in described}
    assert [row["schema"] for row in described] == [row["schema"] for row in descriptor["resources"]]
    assert tables["receipts"]["figure"].tolist() == list(HEADLINE)
    assert set(tables["rests_on"]["figure"]) == set(HEADLINE)
    assert set(tables["rests_on"]["number"]) == set(tables["inputs"]["number"])
    about = {row["name"]: row["description"] for row in described}["receipts"]
    assert "receipts=1" in about
