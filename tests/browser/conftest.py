"""A real server and a real Chromium for the journeys. Everything stays on 127.0.0.1 and ends with the test run."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.test_screens import SCREENS

PATHS = ["/" if screen == "overview.py" else f"/{screen.removesuffix('.py')}" for screen in SCREENS]
"""The address of every screen."""

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Server:
    """One running app."""

    process: subprocess.Popen[bytes]
    url: str


def start_server(output: int | IO[bytes] = subprocess.DEVNULL, **environment: str) -> Server:
    """Start the app on a free port and wait until it answers; `output` takes its standard output."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        f"--server.port={port}",
        "--server.address=127.0.0.1",
    ]
    settings = os.environ | environment
    process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.DEVNULL, env=settings)
    url = f"http://127.0.0.1:{port}"
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=1)
            return Server(process, url)
        except OSError:
            time.sleep(0.25)
    process.terminate()
    raise RuntimeError("the app did not start within 30 seconds")


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    running = start_server()
    yield running
    running.process.terminate()
    running.process.wait(10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        missing = "no Chromium was found; install Debian's package chromium"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@dataclass
class Reader:
    """A person with the app open: the page, what its console complained about, and where it asked for things."""

    page: Page
    url: str
    complaints: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def open(self, path: str = "/") -> None:
        """Open a path of the app and wait until it has been drawn."""
        self.page.goto(self.url + path)
        self.page.wait_for_selector("[data-testid=stMetric]", timeout=30_000)
        self.settle()

    def settle(self) -> None:
        """Wait until the server has nothing left to draw."""
        self.page.wait_for_timeout(250)
        self.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=20_000)
        self.page.wait_for_timeout(150)

    @property
    def screens(self) -> list[str]:
        """Names of the screens, as the top menu has them."""
        return self.page.locator(".st-key-menu a:not(.st-key-languages a)").all_inner_texts()

    def go(self, screen: str) -> None:
        """Choose a screen in the top menu."""
        self.page.get_by_role("link", name=screen, exact=True).first.click()
        self.settle()

    def press(self, assumption: str, key: str, times: int = 1) -> None:
        """Press a key on an assumption's slider."""
        slider = self.page.locator(f".st-key-{assumption} input[type=range]")
        for _ in range(times):
            slider.press(key)
        self.settle()

    @property
    def headline(self) -> dict[str, str]:
        """The four figures as they stand on the screen."""
        texts = [metric.inner_text().split("\n") for metric in self.page.locator("[data-testid=stMetric]").all()]
        return {lines[0]: next(line for line in lines[1:] if line.strip()) for lines in texts}

    @property
    def address(self) -> str:
        return self.page.url.removeprefix(self.url)


@pytest.fixture
def reader(browser: Browser, server: Server) -> Iterator[Reader]:
    yield from _reader(browser, server.url)


@pytest.fixture
def reader_of(browser: Browser, server: Server) -> Iterator[Callable[..., Reader]]:
    """Makes readers with another screen size or theme."""
    contexts = []

    def make(**options: object) -> Reader:
        found = next(readers := _reader(browser, server.url, **options))
        contexts.append(readers)
        return found

    yield make
    for readers in contexts:
        readers.close()


def _reader(browser: Browser, url: str, **options: object) -> Iterator[Reader]:
    settings = {"viewport": {"width": 1440, "height": 900}, "accept_downloads": True} | options
    context = browser.new_context(**settings)
    reader = Reader(context.new_page(), url)
    reader.page.on("console", lambda message: message.type == "error" and reader.complaints.append(message.text))
    reader.page.on("pageerror", lambda error: reader.complaints.append(str(error)))
    reader.page.on("request", lambda request: reader.hosts.add(request.url.split("/")[2]))
    try:
        yield reader
    finally:
        context.close()
