"""What stands before every answer: headers, sizes, how often one client may ask, and the log."""

import json
import re
import time
from collections.abc import Callable
from contextlib import suppress
from importlib.resources import files
from typing import Any

import pytest

from pages.api.guard import headers
from pages.api.guard.limits import ADDRESS, BODY
from pages.api.guard.settings import Settings
from pages.parts.buckets import Buckets
from tests.api.conftest import Site

# ---------------------------------------------------------------- headers


@pytest.mark.parametrize("path", ["/api/v1/gap.json", "/api/v1/gap.exe", "/api", "/assets/card.js", "/embed/waterfall"])
def test_every_answer_carries_the_headers(site: Site, path: str) -> None:
    """Good answers and refusals alike: no guessing of types, no address told to other hosts, no devices."""
    answer = site.get(path)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "camera=()" in answer.headers["permissions-policy"]
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"


def test_only_cards_may_be_framed(site: Site) -> None:
    """By every site; the rest by none, in the words of old and new browsers."""
    card = site.get("/embed/waterfall").headers
    assert "frame-ancestors *" in card["content-security-policy"]
    assert "x-frame-options" not in card
    for path in ("/api", "/api/v1/gap.json"):
        other = site.get(path).headers
        assert "frame-ancestors 'none'" in other["content-security-policy"]
        assert other["x-frame-options"] == "DENY"


@pytest.mark.parametrize("path", ["/api", "/embed/waterfall", "/embed/pie"])
def test_our_own_pages_run_no_script_that_stands_in_them(site: Site, path: str) -> None:
    """Scripts come as files from this server; a script smuggled into a page would not run."""
    policy = dict(part.split(" ", 1) for part in site.get(path).headers["content-security-policy"].split("; "))
    assert policy["script-src"] == "'self'"
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == "'none'"


def test_the_policy_of_the_screens_names_the_one_script_of_their_page() -> None:
    """By its hash, read from the installed Streamlit, so a new version needs no change; nothing else stands inline."""
    policy = headers.screens()["Content-Security-Policy"]
    page = (files("streamlit") / "static" / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script>", page)
    assert len(re.findall(r"'sha256-[\w+/]{43}='", policy)) == len(scripts) == 1
    script = re.search(r"script-src [^;]*", policy)
    assert script
    assert "unsafe" not in script[0].replace("'wasm-unsafe-eval'", "")
    assert not re.search(r"https?:|\*", policy)


# ---------------------------------------------------------------- sizes


def test_a_huge_address_is_refused_in_words(site: Site) -> None:
    """Before anything reads it; every assumption at once still fits."""
    for length in (ADDRESS + 1, 50_000):
        refused = site.get("/api/v1/gap.json?x=".ljust(length, "1"))
        assert refused.status == 414
        assert refused.errors == [f"the address has {length} characters; at most {ADDRESS} are read"]
    assert site.get("/api/v1/gap.json?x=".ljust(ADDRESS, "1")).status == 422
    ids = [row["id"] for row in site.get("/api/v1/assumptions.json").json["rows"]]
    assert sum(len(id_) + 20 for id_ in ids) < ADDRESS / 2


def test_an_address_beyond_what_the_server_reads_breaks_nothing(site: Site) -> None:
    """Two hundred thousand characters never reach the app: the server says 400 or hangs up, and goes on answering."""
    with suppress(ConnectionError):
        assert site.get(f"/api/v1/gap.json?x={'1' * 200_000}").status == 400
    assert site.get("/api/v1/health.json").status == 200


@pytest.mark.parametrize("path", ["/api/v1/gap%0A.json", "/api/v1/%00", "/embed/%1B", "/%0d%0aSet-Cookie:x=1"])
def test_a_path_with_a_sign_that_cannot_be_printed_is_no_address(site: Site, path: str) -> None:
    """A line break would end a header or slip past a route's pattern."""
    answer = site.get(path)
    assert answer.status == 404
    assert answer.errors == ["there is no such address: it holds a character that cannot be printed"]
    assert "set-cookie" not in answer.headers


def test_a_body_where_none_is_read_is_refused(site: Site) -> None:
    """Also one whose length is no number."""
    assert site.get("/api/v1/gap.json", "POST", b"x" * (BODY + 1)).status == 413
    assert site.get("/api/v1/gap.json", "POST", b"x" * BODY).status == 405
    assert site.get("/api/v1/gap.json", Content_Length="many").status in (400, 413)


# ---------------------------------------------------------------- how often


def test_a_client_that_asks_too_often_is_told_when_to_ask_again(limited: Callable[..., Any]) -> None:
    """Three at once and one a second: the fourth waits; a health check is never refused."""
    with limited(calls=60, burst=3, file=3) as site:
        assert [site.get("/api/v1/scenarios.json").status for _ in range(4)] == [200, 200, 200, 429]
        refused = site.get("/api/v1/gap.json")
        assert refused.headers["retry-after"] == "1"
        assert refused.errors == ["too many requests from your address; ask again in 1 s"]
        assert site.get("/embed/waterfall").status == 429
        assert site.get("/api/v1/health.json").status == 200


def test_a_page_of_another_site_can_read_that_it_asks_too_often(limited: Callable[..., Any]) -> None:
    """The refusal too is open to other origins."""
    with limited(calls=60, burst=1, file=1) as site:
        site.get("/api/v1/scenarios.json")
        refused = site.get("/api/v1/scenarios.json", Origin="https://news.example")
        assert refused.status == 429
        assert refused.headers["access-control-allow-origin"] == "*"


def test_a_built_file_counts_as_many_calls(limited: Callable[..., Any]) -> None:
    """A workbook costs more than a number: with five for a file, six at once is one file and one call."""
    with limited(calls=1, burst=6, file=5) as site:
        assert site.get("/api/v1/gap.xlsx").status != 429
        assert site.get("/api/v1/gap.json").status == 200
        assert site.get("/api/v1/gap.json").status == 429


def test_a_thumb_that_is_dragged_has_a_bucket_of_its_own(limited: Callable[..., Any]) -> None:
    """With 2 charts a second there is room for 10 at once: a table of steps counts 8, a sentence 2, a chart 1.

    What is refused there is refused in words, and takes nothing from the calls of the API.
    """
    with limited(live=2) as site:
        assert site.get("/live/steps/eur_usd.json?scenario=article").status == 200
        assert site.get("/live/story.json?scenario=article").status == 200
        refused = site.get("/live/state/light.json?scenario=article")
        assert refused.status == 429
        assert refused.headers["retry-after"] == "1"
        assert refused.errors == ["too many requests from your address; ask again in 1 s"]
        assert site.get("/api/v1/gap.json").status == 200


def test_fifty_people_behind_one_address_may_drag_at_the_same_time(limited: Callable[..., Any]) -> None:
    """As the server is set when nobody sets it: fifty tables of steps and three hundred charts, all at once."""
    with limited() as site:
        for _ in range(50):
            assert site.get("/live/steps/eur_usd.json?scenario=article").status == 200
        for _ in range(300):
            assert site.get("/live/state/light.json?scenario=article").status == 200


def test_a_bucket_fills_at_its_rate() -> None:
    """Size 10, 2 tokens a second, by hand: 10 − 10 = 0; 4 wanted are there after 4 ÷ 2 = 2 s; 3 s later 6 − 4 = 2."""
    now = 0.0
    buckets = Buckets(rate=2.0, size=10.0, clock=lambda: now)
    assert buckets.wait("reader", 10) == 0
    assert buckets.wait("reader", 4) == 2.0
    assert buckets.wait("another", 10) == 0
    now = 3.0
    assert buckets.wait("reader", 4) == 0
    assert buckets.wait("reader", 3) == 0.5
    now = 1000.0
    assert buckets.wait("reader", 10) == 0
    assert buckets.wait("reader", 1) == 0.5


def test_only_so_many_clients_are_remembered() -> None:
    """The memory that a flood of addresses takes has an end; who was longest unseen is forgotten first."""
    buckets = Buckets(rate=1e-9, size=1.0, most=3)
    for client in ("first", "second", "third"):
        assert buckets.wait(client, 1) == 0
    assert buckets.wait("first", 1) > 0
    buckets.wait("fourth", 1)
    assert len(buckets) == 3
    assert buckets.wait("first", 1) > 0
    assert buckets.wait("second", 1) == 0


# ---------------------------------------------------------------- settings


def test_settings_come_from_the_environment() -> None:
    """Each has a default; every one can be set."""
    assert Settings.read({}) == Settings()
    named = {"DASHBOARD_CALLS_A_MINUTE": "60", "DASHBOARD_BURST": "30", "DASHBOARD_CALLS_A_FILE": "3"}
    named |= {"DASHBOARD_LIVE_A_SECOND": "50", "DASHBOARD_LOG": "Warning"}
    assert Settings.read(named) == Settings(60, 30, 3, 50, "warning")


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"DASHBOARD_LOG": "loud"}, "DASHBOARD_LOG is 'loud'; it takes one of debug, info, warning, error, off"),
        ({"DASHBOARD_BURST": "many"}, "DASHBOARD_BURST is 'many'; it takes a whole number above zero, as 240"),
        (
            {"DASHBOARD_CALLS_A_MINUTE": "0"},
            "DASHBOARD_CALLS_A_MINUTE is '0'; it takes a whole number above zero, as 1200",
        ),
        (
            {"DASHBOARD_BURST": "5"},
            "DASHBOARD_CALLS_A_FILE is 20, more than DASHBOARD_BURST of 5, so that no file could be asked for; "
            "lower the one or raise the other",
        ),
    ],
)
def test_a_setting_that_makes_no_sense_ends_the_start(environment: dict[str, str], words: str) -> None:
    """In one sentence to whoever starts the server."""
    with pytest.raises(SystemExit) as ended:
        Settings.read(environment)
    assert ended.value.code == words


# ---------------------------------------------------------------- log


def requests(journal: list[str], count: int) -> list[dict[str, Any]]:
    """The lines of `count` requests; a line is written a moment after its answer has arrived."""
    for _ in range(500):
        lines = [line for text in list(journal) if (line := json.loads(text))["event"] == "request"]
        if len(lines) >= count:
            break
        time.sleep(0.01)
    assert len(lines) == count
    return lines


def test_each_request_is_one_line_that_names_the_route(site: Site, journal: list[str]) -> None:
    """Method, path with the names of its parts, status, milliseconds and bytes; the level follows the status."""
    answer = site.get("/api/v1/charts/waterfall.csv")
    site.get("/api/v1/charts/pie.csv")
    good, refused = requests(journal, 2)
    assert list(good) == ["time", "level", "event", "method", "path", "status", "ms", "bytes"]
    assert (good["level"], good["method"], good["path"], good["status"]) == (
        *("info", "GET", "/api/v1/charts/{id}.{form}"),
        200,
    )
    assert good["bytes"] == len(answer.body)
    assert (refused["level"], refused["path"], refused["status"]) == ("warning", "/api/v1/charts/{id}.{form}", 404)


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/gap.json?eur_usd=1.2345",
        "/api/v1/gap.json?eur_usd=MINE",
        "/api/v1/charts/MINE.json?eur_usd=1.2345",
        "/api/v1/MINE?eur_usd=1.2345",
        "/embed/waterfall?eur_usd=1.2345&cited=200,180.4,12.345",
        "/MINE/1.2345",
    ],
)
def test_nothing_that_a_reader_asked_for_stands_in_the_log(site: Site, journal: list[str], path: str) -> None:
    """No query, no free part of a path, no address of the reader, whether it was answered or refused."""
    site.get(path, User_Agent="MINE", Referer="http://MINE/", X_Forwarded_For="203.0.113.7")
    requests(journal, 1)
    for word in ("1.2345", "12.345", "MINE", "127.0.0.1", "203.0.113.7", "eur_usd", "?"):
        assert word not in " ".join(journal)
