"""The description of the API: made from the data, true of every answer, and holding against what is made up from it."""

import os

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import positive_data_acceptance

from finance.data.dataset import Dataset
from finance.language.catalogue import Language
from finance.outputs import charts, formats
from pages.api import openapi, routes
from tests.api.conftest import Site

TIMES = int(os.environ.get("FUZZ", "1"))
"""How many times the usual number of made-up cases is tried: FUZZ=50 for a long run."""


def test_made_up_calls_find_no_fault(site: Site) -> None:
    """Valid calls are answered as described, invalid ones refused with a described status, and none breaks the server.

    The checks are schemathesis's own: status, type, headers and body as described, and what is allowed is accepted.
    """
    described = schemathesis.openapi.from_url(f"{site.url}/api/v1/openapi.json")
    tried = 0
    for found in described.get_all_operations():
        operation = found.ok()
        wrong = [GenerationMode.NEGATIVE] if operation.query else []  # nothing can be wrong in a call without a query
        for mode in (GenerationMode.POSITIVE, *wrong):
            tried += _call(operation, mode)
    assert tried > 50 * TIMES


def _call(operation: schemathesis.APIOperation, mode: GenerationMode) -> int:
    """Make up calls of one address and check each answer; how many there were."""
    quick = operation.path.rpartition(".")[2] in routes.QUICK
    examples = 4 if quick else 1  # files are built for a second each; a chart may have nothing to show in one
    tried = 0

    @settings(max_examples=examples * TIMES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def call(case: schemathesis.Case) -> None:
        nonlocal tried
        tried += 1
        case.call_and_validate(excluded_checks=[] if quick else [positive_data_acceptance])

    call()
    return tried


def test_every_row_of_the_assumptions_is_a_parameter(site: Site, dataset: Dataset) -> None:
    """Its range, choices, default, unit and meaning; the presets are the choices of `scenario`."""
    parameters = site.get("/api/v1/openapi.json").json["components"]["parameters"]
    assert parameters["scenario"]["schema"]["enum"] == list(dataset.presets)
    for id_, row in dataset.assumptions.items():
        schema = parameters[id_]["schema"]
        assert schema["default"] == row.default
        assert row.help.en in parameters[id_]["description"]
        if row.kind == "number":
            assert (schema["minimum"], schema["maximum"]) == (row.low, row.high)
            assert f"[{row.unit_}]" in parameters[id_]["description"]
        elif row.kind == "choice":
            assert schema["enum"] == list(dataset.choices[id_])


def test_the_files_that_carry_receipts_of_cells_say_how_to_ask_for_them(site: Site) -> None:
    """`receipts` is 0 or 1, of these kinds of file and of no other address."""
    described = site.get("/api/v1/openapi.json").json
    assert described["components"]["parameters"]["receipts"]["schema"] == {
        "type": "integer",
        "enum": [0, 1],
        "default": 0,
    }
    asked = {"$ref": "#/components/parameters/receipts"}
    found = {path for path, methods in described["paths"].items() if asked in methods["get"]["parameters"]}
    assert found == {f"/gap.{ending}" for ending, kind in formats.FORMATS.items() if kind.receipts}


def test_every_address_is_described_and_no_other(dataset: Dataset) -> None:
    """The paths of the description are the routes, each kind of file and form of a chart apart."""
    described = set(openapi.operations(dataset, Language()))
    served = {getattr(route, "path", "") for route in routes.ROUTES}
    served = served - {"/gap.{ending}", "/charts/{id}.{form}"} | {f"/gap.{ending}" for ending in formats.FORMATS}
    assert described == served | {"/charts/{id}.json", "/charts/{id}.csv"}


def test_the_manual_tells_what_the_description_tells(site: Site, dataset: Dataset) -> None:
    """Every address with what it gives, every name with its range, and a first call that works."""
    page = site.get("/api").text
    for path, operation in openapi.operations(dataset, Language()).items():
        assert f"<code>/api/v1{path}</code></td><td>{operation['summary']}</td>" in page
    for id_ in ("scenario", "edition", "receipts", *dataset.assumptions):
        assert f"<code>{id_}</code>" in page
    assert "0.8 to 1.6" in page
    assert f"curl '{site.url}/api/v1/gap.json?scenario=article&amp;eur_usd=1.25'" in page
    assert f"<code>id</code>, <code>charts</code>: {', '.join(charts.CHARTS)}" in page


def test_the_manual_cannot_be_made_to_say_what_a_caller_wants(site: Site) -> None:
    """A host name that holds HTML is shown as it stands."""
    page = site.get("/api", Host='x"><script>alert(1)</script>').text
    assert "<script>alert" not in page
