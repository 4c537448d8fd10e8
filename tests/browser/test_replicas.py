"""Two copies of the app behind the proxy of `.deploy`, as compose.yaml and kubernetes.yaml run them."""

import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import ROOT, Reader, Server, start_server

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
TEMPLATE = ROOT / ".deploy" / "proxy.conf.template"
LINK = "/?scenario=article&eur_usd=1.25"
SHOWN = {"Need": "$200.0bn", "Available": "$187.5bn", "Gap": "$12.5bn", "Coverage": "93.8%"}

CONFIGURATION = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 512; }}
http {{
    access_log off;
    types {{ text/html html; }}
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    {proxy}
}}
"""


def free_port() -> int:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def copies() -> Iterator[list[Server]]:
    started = [start_server(), start_server()]
    yield started
    for server in started:
        server.process.terminate()
        server.process.wait(10)


@pytest.fixture
def proxy(copies: list[Server], tmp_path: Path) -> Iterator[str]:
    """The address of nginx before the two copies."""
    if NGINX is None:
        missing = "no nginx was found; install Debian's package nginx-light"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    port = free_port()
    servers = "".join(f"server {copy.url.removeprefix('http://')} max_fails=1 fail_timeout=5s;" for copy in copies)
    text = TEMPLATE.read_text(encoding="utf-8").replace("${APP_SERVERS}", servers)
    text = text.replace("listen 8080", f"listen 127.0.0.1:{port}")
    (tmp_path / "nginx.conf").write_text(CONFIGURATION.format(folder=tmp_path, proxy=text), encoding="utf-8")
    command = [NGINX, "-e", str(tmp_path / "error.log"), "-c", str(tmp_path / "nginx.conf")]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    for _ in range(60):
        try:
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=1)
            break
        except OSError:
            time.sleep(0.1)
    yield url
    process.terminate()
    process.wait(10)


@pytest.fixture
def visitors(browser: Browser, proxy: str) -> Iterator[list[Reader]]:
    """Five people with a browser each, so that both copies have some of them."""
    contexts = [browser.new_context(viewport={"width": 1440, "height": 900}) for _ in range(5)]
    yield [Reader(context.new_page(), proxy) for context in contexts]
    for context in contexts:
        context.close()


def test_when_a_copy_dies_its_readers_find_the_same_figures_on_the_other(
    visitors: list[Reader], copies: list[Server]
) -> None:
    """One of two copies is killed while five people have moved a slider; every page comes back by itself.

    The address holds the whole state, so the other copy shows the same figures, and the next move counts on.
    """
    for visitor in visitors:
        visitor.open(LINK)
        assert visitor.headline == SHOWN
    copies[0].process.kill()
    copies[0].process.wait(10)
    for visitor in visitors:
        visitor.page.wait_for_timeout(500)
        visitor.page.wait_for_selector("[data-testid=stApp][data-test-connection-state=CONNECTED]", timeout=20_000)
        assert visitor.headline == SHOWN
        visitor.press("eur_usd", "ArrowRight")
        assert visitor.headline["Gap"] == "$12.4bn"


def test_a_reader_stays_with_one_copy_and_small_files_are_made_smaller(proxy: str) -> None:
    """The first answer sets a cookie of a random number, later ones do not; scripts come compressed."""
    with urllib.request.urlopen(proxy, timeout=5) as answer:
        cookie = answer.headers["Set-Cookie"]
        page = answer.read().decode()
    assert cookie.startswith("visitor=")
    assert "HttpOnly" in cookie
    again = urllib.request.Request(proxy, headers={"Cookie": cookie.split(";")[0]})
    with urllib.request.urlopen(again, timeout=5) as answer:
        assert answer.headers["Set-Cookie"] is None
    script = page.split('src="./')[1].split('"')[0]
    asked = urllib.request.Request(f"{proxy}/{script}", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked, timeout=5) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
