"""The rules of every answer in a real browser: the screens live with them, and they keep out what they should."""

import http.server
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from finance.outputs.charts.template import PALETTES
from tests.browser.conftest import Reader, Server

WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", event =>
  window.violations.push(`${event.effectiveDirective} ${event.blockedURI}`));
"""


@pytest.fixture
def watched(reader: Reader) -> Reader:
    """A reader whose browser notes whatever the policy forbids."""
    reader.page.add_init_script(WATCH)
    return reader


@pytest.fixture
def another_site(tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Serves a page of another origin: its HTML in, its address out."""
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()

        def serve(page: str) -> str:
            (tmp_path / "page.html").write_text(f'<link rel="icon" href="data:,">{page}', encoding="utf-8")
            return f"http://localhost:{running.server_address[1]}/page.html"

        yield serve
        running.shutdown()


def test_every_screen_lives_with_the_policy(watched: Reader) -> None:
    """Each screen of the menu draws, and the browser had to forbid nothing; the console has only Streamlit's probes."""
    watched.open("/?scenario=rdna5_whole")
    for screen in watched.page.locator(".st-key-menu a:not(.st-key-languages a)").all_inner_texts():
        watched.go(screen)
        assert watched.page.evaluate("window.violations") == [], screen
    assert [text for text in watched.complaints if "404" not in text] == []


def test_pictures_and_numbers_are_made_under_the_policy(watched: Reader) -> None:
    """The browser draws PNG and SVG with plotly.js from this server, and hands them over as a file."""
    watched.open()
    for name in ("Download the picture (PNG)", "Download the drawing (SVG)", "Download the numbers (CSV)"):
        with watched.page.expect_download(timeout=30_000) as waiting:
            watched.page.locator(".st-key-card_waterfall").get_by_role("button", name=name).click()
        assert waiting.value.path().stat().st_size > 500
    assert watched.page.evaluate("window.violations") == []


def test_what_is_smuggled_into_a_screen_does_not_run(watched: Reader) -> None:
    """A script in the page, one from another host, a picture from there, and a call to it are all forbidden."""
    watched.open()
    watched.page.evaluate(
        """() => {
            const inline = document.createElement("script");
            inline.textContent = "window.smuggled = true";
            const remote = document.createElement("script");
            remote.src = "http://127.0.0.9:9/x.js";
            const picture = new Image();
            picture.src = "http://127.0.0.9:9/x.png";
            document.body.append(inline, remote, picture);
            fetch("http://127.0.0.9:9/x").catch(() => {});
        }"""
    )
    watched.page.wait_for_timeout(300)
    assert watched.page.evaluate("window.smuggled") is None
    forbidden = " ".join(watched.page.evaluate("window.violations"))
    for directive in ("script-src-elem inline", "script-src-elem http", "img-src http", "connect-src http"):
        assert directive in forbidden


def test_what_a_stranger_wrote_into_an_address_stays_text(reader: Reader) -> None:
    """A link or a picture in an address is shown with its signs and leads nowhere, also after an empty line."""
    reader.open("/?eur_usd=[click](http://127.0.0.9:9)<b>bold</b>&horizon=`%0A%0A[x](http://127.0.0.9:9)%0A&![x](y)=1")
    notice = reader.page.locator("[data-testid=stAlert]")
    assert "[click](http://127.0.0.9:9)" in notice.inner_text()
    assert "<b>bold</b>" in notice.inner_text()
    assert notice.locator("a, img, b").count() == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_card_lives_in_a_page_of_another_site(
    server: Server, reader_of: Callable[..., Reader], another_site: Callable[[str], str], theme: str
) -> None:
    """It draws in the theme of the reader's system, its table opens, the console is silent; no other host is asked."""
    reader = reader_of(color_scheme=theme, viewport={"width": 700, "height": 700})
    card = f"{server.url}/embed/waterfall?scenario=article&eur_usd=1.25"
    reader.page.goto(another_site(f'<iframe src="{card}" width="100%" height="560"></iframe>'))
    frame = reader.page.frame_locator("iframe")
    frame.locator(".main-svg").first.wait_for(timeout=20_000)
    assert frame.locator("h1").inner_text() == "$12.5bn of $200.0bn is unfunded"
    frame.get_by_text("The numbers as a table").click()
    assert frame.get_by_role("cell", name="Gap", exact=True).is_visible()
    paper = frame.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    assert paper == "rgb({}, {}, {})".format(*bytes.fromhex(PALETTES[theme].paper[1:]))
    wide = frame.locator("html").evaluate("page => page.scrollWidth - page.clientWidth")
    assert wide <= 0
    assert reader.complaints == []
    assert all(host.startswith(("127.0.0.1", "localhost")) for host in reader.hosts)


def test_a_card_follows_when_the_reader_turns_the_lights_out(server: Server, reader: Reader) -> None:
    """The colours of the chart change with the system's theme, without a new page."""
    reader.page.emulate_media(color_scheme="light")
    reader.page.goto(f"{server.url}/embed/waterfall")
    ink = reader.page.locator(".ytick text").first
    ink.wait_for(timeout=20_000)
    before = ink.evaluate("text => getComputedStyle(text).fill")
    reader.page.emulate_media(color_scheme="dark")
    reader.page.wait_for_timeout(500)
    assert reader.page.locator(".ytick text").first.evaluate("text => getComputedStyle(text).fill") != before


def test_a_screen_does_not_let_another_site_frame_it(
    server: Server, reader: Reader, another_site: Callable[[str], str]
) -> None:
    """So nobody can lay a page of theirs over it."""
    reader.page.goto(another_site(f'<iframe src="{server.url}/" width="100%" height="560"></iframe>'))
    reader.page.wait_for_timeout(1500)
    assert any("frame-ancestors 'none'" in text for text in reader.complaints)
    assert reader.page.frame_locator("iframe").locator("[data-testid=stApp]").count() == 0


def test_the_snippet_on_report_shows_the_card_that_it_promises(
    server: Server, reader: Reader, another_site: Callable[[str], str]
) -> None:
    """What is copied from the screen, pasted into another page, is the chart of this state."""
    reader.open("/report?scenario=article&eur_usd=1.25")
    snippet = reader.page.locator("code").filter(has_text="<iframe").inner_text()
    curl = reader.page.locator("code").filter(has_text="curl").inner_text()
    assert curl == f"curl '{server.url}/api/v1/gap.json?scenario=article&eur_usd=1.25'"
    reader.page.goto(another_site(snippet))
    frame = reader.page.frame_locator("iframe")
    frame.locator(".main-svg").first.wait_for(timeout=20_000)
    assert frame.locator("h1").inner_text() == "$12.5bn of $200.0bn is unfunded"
    assert reader.page.locator("iframe").evaluate("it => it.clientHeight") >= frame.locator("html").evaluate(
        "it => it.scrollHeight"
    )
