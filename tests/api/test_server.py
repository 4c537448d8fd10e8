"""The whole server as it is started, screens and all, over real HTTP."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.api.conftest import Site
from tests.browser.conftest import ROOT, Server, start_server


def site_of(server: Server) -> Site:
    return Site(int(server.url.rpartition(":")[2]))


@pytest.fixture(scope="module")
def started() -> Iterator[tuple[Site, Callable[[], list[dict[str, Any]]]]]:
    """A server with tight limits that believes no proxy, and what it has written to standard output."""
    with tempfile.TemporaryFile() as output:
        limits = {"DASHBOARD_CALLS_A_MINUTE": "60", "DASHBOARD_BURST": "5", "DASHBOARD_CALLS_A_FILE": "5"}
        server = start_server(output, **limits, FORWARDED_ALLOW_IPS="192.0.2.1")

        def lines() -> list[dict[str, Any]]:
            output.seek(0)
            return [json.loads(line) for line in output.read().decode().splitlines() if line.startswith("{")]

        yield site_of(server), lines
        server.process.terminate()
        server.process.wait(10)


PATHS = ("/", "/sectors", "/_stcore/health", "/_stcore/host-config", "/favicon.png", "/media/none", "/assets/card.js")


@pytest.mark.parametrize("path", PATHS)
def test_the_screens_and_their_files_carry_the_headers(started: tuple[Site, Any], path: str) -> None:
    """Streamlit's own page, scripts and routes too."""
    site, _ = started
    answer = site.get(path)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["referrer-policy"] == "same-origin"


def test_an_upload_without_the_token_of_the_page_is_refused(started: tuple[Site, Any]) -> None:
    """A form on another site cannot send a file in a reader's name; and no form can send a large body elsewhere."""
    site, _ = started
    assert site.get("/_stcore/upload_file/session/file", "PUT", b"x").status == 403
    assert site.get("/_stcore/host-config", "POST", b"x" * 100_000).status == 413


def test_the_api_stands_beside_the_screens(started: tuple[Site, Any]) -> None:
    """Same process, same address."""
    site, _ = started
    assert site.get("/api/v1/health.json").json["status"] == "ok"
    assert site.get("/api").status == 200


def test_the_log_goes_to_standard_output_and_holds_no_query(started: tuple[Site, Any]) -> None:
    """One line of JSON for each request, with the route; a screen is told as one of the mount's pages."""
    site, lines = started
    site.get("/sectors?eur_usd=1.2345")
    site.get("/api/v1/gap.json?eur_usd=1.2345")
    site.get("/api/v1/health.json")
    found = lines()
    told = [(line["method"], line["path"]) for line in found if line["event"] == "request"]
    assert ("GET", "/*") in told
    assert ("GET", "/api/v1/gap.{ending}") in told
    assert ("GET", "/_stcore/health") in told
    assert all(set(line) >= {"time", "level", "event"} for line in found)
    assert "1.2345" not in json.dumps(found)
    assert "127.0.0.1" not in json.dumps(found)


def test_a_client_cannot_pass_for_another_by_a_header(started: tuple[Site, Any]) -> None:
    """Where no proxy is believed, X-Forwarded-For changes nothing: the limit is that of the connection's peer."""
    site, _ = started
    answers = [site.get("/api/v1/scenarios.json", X_Forwarded_For=f"203.0.113.{number}") for number in range(8)]
    assert answers[-1].status == 429
    assert int(answers[-1].headers["retry-after"]) >= 1


def test_a_proxy_that_is_named_is_believed() -> None:
    """Behind it each reader has a limit of their own, and the log can be turned off."""
    with tempfile.TemporaryFile() as output:
        limits = {"DASHBOARD_CALLS_A_MINUTE": "60", "DASHBOARD_BURST": "3", "DASHBOARD_CALLS_A_FILE": "3"}
        server = start_server(output, **limits, DASHBOARD_LOG="off", FORWARDED_ALLOW_IPS="127.0.0.1")
        try:
            site = site_of(server)
            readers = [f"203.0.113.{number}" for number in range(8)]
            assert {site.get("/api/v1/scenarios.json", X_Forwarded_For=reader).status for reader in readers} == {200}
            again = [site.get("/api/v1/scenarios.json", X_Forwarded_For=readers[0]).status for _ in range(4)]
            assert again[-1] == 429
            output.seek(0)
            assert b'"event"' not in output.read()
        finally:
            server.process.terminate()
            server.process.wait(10)


def test_a_setting_that_makes_no_sense_is_said_when_the_server_starts() -> None:
    """It does not start, and the operator reads which setting it was."""
    run = subprocess.run(
        [sys.executable, "-c", "import app"],
        cwd=ROOT,
        env=os.environ | {"DASHBOARD_LOG": "loud"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 1
    assert "DASHBOARD_LOG is 'loud'; it takes one of" in run.stderr
    assert "Traceback" not in run.stderr
