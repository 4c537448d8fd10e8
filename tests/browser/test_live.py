"""While a slider is moved: the page follows the thumb, and on release says the same."""

import gzip
import json
import subprocess
import sys
import urllib.request
from importlib.resources import files
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, expect

from finance.data.dataset import Dataset
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.model import gap
from finance.outputs import plotlyjs
from finance.scenario import Scenario
from pages.parts import library
from tests.browser.conftest import ROOT, Reader, Server

WATCH = """() => {
  window.seen = [];
  const look = () => {
    const gap = document.querySelectorAll("[data-testid=stMetricValue]")[2].textContent;
    const title = document.querySelector(".st-key-card_waterfall h3").textContent;
    if (seen.at(-1)?.join() !== [gap, title].join()) seen.push([gap, title]);
    requestAnimationFrame(look);
  };
  look();
}"""


def slider(reader: Reader, id_: str = "eur_usd") -> Locator:
    return reader.page.locator(f".st-key-{id_} input[type=range]")


def wanted(dataset: Dataset, preset: str, **values: float) -> dict[str, str]:
    """The four figures as `finance` computes and prints them."""
    result = gap.solve(dataset, Scenario.preset(preset, dataset).with_(**values))
    display = Display(result, Language("en"))
    amounts = {"Need": result.need, "Available": result.available, "Gap": result.gap}
    return {name: display.money(usd) for name, usd in amounts.items()} | {"Coverage": display.percent(result.coverage)}


def drag(reader: Reader, id_: str, shares: list[float]) -> list[tuple[float, dict[str, str]]]:
    """Take the thumb and move it to shares of the track, not letting go; the value and the figures at each place."""
    track = reader.page.locator(f".st-key-{id_} [role=group]").bounding_box()
    assert track
    place = slider(reader, id_)
    low, high = (float(place.get_attribute(end) or 0) for end in ("min", "max"))
    y = track["y"] + track["height"] / 2
    start = (float(place.input_value()) - low) / (high - low)
    reader.page.mouse.move(track["x"] + track["width"] * start, y)
    reader.page.wait_for_timeout(500)
    reader.page.mouse.down()
    found = []
    for share in shares:
        reader.page.mouse.move(track["x"] + track["width"] * share, y, steps=3)
        reader.page.wait_for_timeout(40)
        found.append((float(place.input_value()), reader.headline))
    return found


def test_the_headline_follows_the_thumb_before_it_is_released(reader: Reader, dataset: Dataset) -> None:
    """At each place the four figures are those of the model at the thumb's value; the address waits for the release."""
    reader.open()
    places = drag(reader, "eur_usd", [0.48, 0.52, 0.6, 0.7, 0.65, 0.4, 0.2, 0.9])
    assert len({value for value, _ in places}) == len(places)
    for value, figures in places:
        assert figures == wanted(dataset, "article", eur_usd=value)
    assert urlsplit(reader.address).query in ("", "scenario=article")
    reader.page.mouse.up()
    reader.settle()
    value = places[-1][0]
    assert reader.headline == places[-1][1]
    assert parse_qs(urlsplit(reader.address).query)["eur_usd"] == [f"{value:.12g}"]


def test_what_a_held_thumb_shows_is_what_the_command_line_prints(reader: Reader) -> None:
    """`python -m finance gap --set eur_usd=…` gives the same gap to the printed digits."""
    reader.open()
    for value, figures in drag(reader, "eur_usd", [0.75, 0.3]):
        command = [sys.executable, "-m", "finance", "gap", "--set", f"eur_usd={value}", "--format", "json"]
        printed = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
        assert figures["Gap"] == f"${printed['gap']:.1f}bn"


def test_charts_titles_definition_and_bar_follow_the_held_thumb(reader: Reader, dataset: Dataset) -> None:
    """A moment after the figures the rest of the screen stands at the thumb's value as well."""
    reader.open()
    [(value, figures)] = drag(reader, "eur_usd", [0.7])
    card = reader.page.locator(".st-key-card_waterfall")
    reader.page.wait_for_timeout(500)
    assert card.locator("h3").inner_text() == f"{figures['Gap']} of $200.0bn is unfunded"
    assert figures["Gap"] in card.locator(".js-plotly-plot").inner_text()
    assert figures["Gap"] in (card.locator(".js-plotly-plot").get_attribute("aria-label") or "")
    assert f"at {value:.4f} dollars per euro" in reader.page.locator(".st-key-definition").inner_text()
    filled = reader.page.locator(".st-key-live .funded").evaluate("bar => bar.style.width")
    assert float(filled.rstrip("%")) == pytest.approx(100 - 100 * (200 - 75 - 90 * value) / 200, abs=0.01)
    story = reader.page.locator(".st-key-story").inner_text()
    assert figures["Gap"] in story
    assert f"{value:.12g}" in story
    reader.page.mouse.up()
    reader.settle()
    assert reader.page.locator(".st-key-story").inner_text() == story
    reader.page.keyboard.press("ArrowRight")
    reader.settle()
    assert "1.1712" in reader.page.locator(".st-key-story").inner_text()


def test_arrow_keys_do_the_same_and_a_screen_reader_is_told(reader: Reader, dataset: Dataset) -> None:
    """Each key is one step; when the steps pause, the gap is said in a status region."""
    reader.open("/?scenario=rdna5_whole")
    reader.page.locator(".st-key-group_money summary").click()
    reader.settle()
    slider(reader, "realised_loans").focus()
    reader.page.wait_for_timeout(500)
    for value in (0.98, 0.96, 0.94):
        reader.page.keyboard.press("ArrowLeft")
        assert reader.headline == wanted(dataset, "rdna5_whole", realised_loans=value)
    reader.settle()
    shown = wanted(dataset, "rdna5_whole", realised_loans=0.94)
    assert reader.headline == shown
    reader.page.wait_for_timeout(500)
    assert reader.page.locator(".st-key-live [role=status]").inner_text() == f"The gap is now {shown['Gap']}."


def test_figures_never_fall_back_while_a_key_is_held(reader: Reader) -> None:
    """Runs for steps already left behind come in late; nothing of them is painted, in the headline or in a chart."""
    reader.open()
    slider(reader).focus()
    reader.page.wait_for_timeout(500)
    reader.page.evaluate(WATCH)
    for _ in range(40):
        reader.page.keyboard.press("ArrowRight", delay=25)
    reader.settle()
    reader.settle()
    seen = reader.page.evaluate("seen")
    figures, titles = [float(figure.strip("$bn")) for figure, _ in seen], [float(title[1:5]) for _, title in seen]
    assert figures == sorted(figures, reverse=True)
    assert titles == sorted(titles, reverse=True)
    assert len(set(figures)) > 10
    assert len(set(titles)) > 3  # charts come as fast as the machine allows
    assert reader.headline["Gap"] == "$13.8bn"  # 200 − 75 − 90 × 1.2352
    assert slider(reader).input_value() == "1.2352"


def test_a_preset_opened_right_after_a_move_stands(reader: Reader) -> None:
    """What the reader does next ends the following of the thumb."""
    reader.open()
    reader.press("eur_usd", "ArrowRight", times=2)
    reader.page.keyboard.press("ArrowRight")
    reader.page.get_by_role("button", name="As printed").click()
    reader.settle()
    reader.page.wait_for_timeout(300)
    assert reader.headline["Gap"] == "$35.0bn"
    assert reader.page.locator(".st-key-card_waterfall h3").inner_text() == "$35.0bn of $200.0bn is unfunded"


def test_each_change_against_the_preset_follows_too(reader: Reader) -> None:
    """The change of each figure moves with it; one whose colour would no longer be true waits for the run."""
    reader.open("/?eur_usd=1.2")
    changes = reader.page.locator("[data-testid=stMetricDelta]")
    drag(reader, "eur_usd", [0.7])
    value = float(slider(reader).input_value())
    assert changes.all_inner_texts()[2] == f"−${90 * (value - 1.1712):.1f}bn"
    reader.page.mouse.move(0, reader.page.mouse and 700)
    reader.page.wait_for_timeout(40)
    assert changes.nth(2).evaluate("change => getComputedStyle(change).visibility") == "hidden"
    reader.page.mouse.up()
    reader.settle()
    assert changes.nth(2).evaluate("change => getComputedStyle(change).visibility") == "visible"
    assert changes.all_inner_texts()[2].startswith("+")


def test_where_the_page_is_not_as_expected_it_stays_silent(reader: Reader) -> None:
    """One attribute after the other gone: no complaint, no wrong figure, and on release the page answers as ever."""
    reader.open()
    values = "document.querySelectorAll('[data-testid=stMetricValue]').forEach(e => e.removeAttribute('data-testid'))"
    spoiled = {
        values: "$19.4bn",
        "document.querySelector('.st-key-headline').classList.remove('st-key-headline')": "$19.3bn",
        "document.querySelector('.st-key-card_waterfall').classList.remove('st-key-card_waterfall')": "$19.2bn",
        "document.querySelector('[data-testid=stSidebar]').removeAttribute('data-testid')": "$19.0bn",
        "document.querySelector('.st-key-eur_usd input').removeAttribute('type')": "$18.9bn",
    }
    for spoil, shown in spoiled.items():
        reader.page.evaluate(spoil)
        reader.page.locator(".st-key-eur_usd input").press("ArrowRight")
        reader.settle()
        expect(reader.page.locator("[data-testid=stMetric]").nth(2)).to_contain_text(shown)
        expect(reader.page.locator("h3").first).to_have_text(f"{shown} of $200.0bn is unfunded")
    assert reader.complaints == []


def test_without_its_routes_the_page_works_as_before(reader: Reader) -> None:
    """No answer while the thumb moves: the run on release brings everything."""
    reader.page.route("**/live/**", lambda route: route.abort())
    reader.open()
    reader.press("eur_usd", "ArrowRight", times=3)
    assert reader.headline["Gap"] == "$19.2bn"
    assert reader.page.locator(".st-key-card_waterfall h3").inner_text() == "$19.2bn of $200.0bn is unfunded"


def test_the_drawing_library_is_announced_with_the_page_and_comes_packed(server: Server, browser: object) -> None:
    """The first bytes of a page name plotly.js; who takes gzip gets it packed, anyone else as it is; it may be kept for
    good, because its address carries its version."""
    with urllib.request.urlopen(f"{server.url}/sectors", timeout=10) as page:
        assert page.headers["Link"].startswith(f"<{library.BASIC}>; rel=preload; as=script, ")
    whole = (files("plotly") / "package_data" / "plotly.min.js").read_bytes()
    with urllib.request.urlopen(server.url + library.WHOLE, timeout=10) as answer:
        assert answer.read() == whole
    for path in (library.WHOLE, library.BASIC):
        asked = urllib.request.Request(server.url + path, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(asked, timeout=10) as answer:
            assert answer.headers["Content-Encoding"] == "gzip"
            assert "immutable" in answer.headers["Cache-Control"]
            assert f"v{plotlyjs.version(whole.decode())}\n" in gzip.decompress(answer.read()).decode()[:200]


def test_a_screen_of_bars_starts_with_the_small_build_and_a_flow_with_the_whole(reader: Reader) -> None:
    """The Overview asks for plotly.js' basic build alone; Sources for the whole one too, because a flow needs it."""
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(request.url.removeprefix(reader.url)))
    reader.open()
    assert [path for path in asked if "plotly" in path] == [library.BASIC]
    reader.go("Sources")
    reader.page.wait_for_selector(".st-key-chart_sankey .sankey-link", timeout=10_000)
    assert library.WHOLE in asked
    assert reader.complaints == []
