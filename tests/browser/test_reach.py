"""On a telephone, with a finger, and with a body that bears no motion: every screen in both languages."""

from collections.abc import Callable

import pytest

from finance.data.dataset import Dataset
from tests.browser.conftest import PATHS, Reader

TELEPHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
FINGER = 44
"""Least height and width of what a finger must hit [px]."""

SMALL = """finger => {
  const box = element =>
    element.closest("[data-testid=stCheckbox] label, [data-testid=stRadioOption]") ||
    (element.type === "range" && element.closest("[data-testid=stSlider] [role=group] > div")) ||
    element.closest("[data-testid=stSelectbox] [role=group], [data-testid=stMultiSelect] [role=group]") ||
    element.closest("[data-testid=stTextInputRootElement]") || element;
  const shown = element => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && !element.closest("[aria-hidden=true], [data-testid=stSkipToContent], p"); // WCAG leaves out links in a sentence
  const controls = "a[href], button, input, select, textarea, summary, [role=tab], [role=button]";
  return [...document.querySelectorAll(controls)].filter(shown).flatMap(element => {
    const { width, height } = box(element).getBoundingClientRect();
    const name = element.getAttribute("aria-label") || element.innerText;
    return width && height && Math.min(width, height) < finger ? [`${name}: ${width} × ${height}`] : [];
  });
}"""


@pytest.mark.parametrize("lang", ["en", "uk"])
def test_every_screen_fits_a_telephone_and_a_finger(reader_of: Callable[..., Reader], lang: str) -> None:
    """At 390 px nothing scrolls sideways, and all that can be pressed is 44 px high and wide or more."""
    reader, wide, small = reader_of(**TELEPHONE), {}, {}
    reader.open(f"/?scenario=rdna5_whole&lang={lang}")
    screens = reader.screens
    assert len(screens) == len(PATHS)
    for screen in screens:
        reader.go(screen)
        wide[screen] = reader.page.evaluate("document.documentElement.scrollWidth")
        reader.page.get_by_test_id("stExpandSidebarButton").tap()
        reader.page.wait_for_timeout(400)
        small[screen] = reader.page.evaluate(SMALL, FINGER)
        reader.page.get_by_test_id("stSidebarCollapseButton").tap()
    assert {screen: width for screen, width in wide.items() if width > 390} == {}
    assert {screen: names for screen, names in small.items() if names} == {}


LONGER = """([id, texts]) => {
  const input = document.querySelector(`[data-testid=stSidebar] .st-key-${id} input`);
  const style = getComputedStyle(input), pen = document.createElement("canvas").getContext("2d");
  pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const room = input.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  return texts.filter(text => pen.measureText(text).width > room);
}"""


@pytest.mark.parametrize("lang", ["en", "uk"])
def test_every_choice_stands_whole_in_the_sidebar(
    reader_of: Callable[..., Reader], dataset: Dataset, lang: str
) -> None:
    """On a telephone, whatever is chosen in any of its lists."""
    reader = reader_of(**TELEPHONE)
    reader.open(f"/?lang={lang}")
    reader.page.get_by_test_id("stExpandSidebarButton").tap()
    for group in reader.page.locator("[data-testid=stSidebar] [class*=st-key-group_] summary").all():
        group.tap()
        reader.settle()
    labels = {id_: list(choices.values()) for id_, choices in dataset.choices.items()}
    labels["scenario"] = [preset.label for preset in dataset.presets.values()]
    cut = {
        id_: reader.page.evaluate(LONGER, [id_, [text.in_(lang) for text in texts]]) for id_, texts in labels.items()
    }
    assert {id_: texts for id_, texts in cut.items() if texts} == {}


def test_a_finger_moves_a_slider(reader_of: Callable[..., Reader]) -> None:
    """A tap on the track, well beside the thumb, moves it there."""
    reader = reader_of(**TELEPHONE)
    reader.open("/")
    reader.page.get_by_test_id("stExpandSidebarButton").tap()
    reader.page.wait_for_timeout(400)
    track = reader.page.locator(".st-key-eur_usd [data-testid=stSlider] [role=group] > div")
    box = track.bounding_box()
    assert box is not None
    track.tap(position={"x": box["width"] * 0.75, "y": box["height"] - 4})
    reader.settle()
    assert 1.35 < float(reader.page.locator(".st-key-eur_usd input[type=range]").input_value()) < 1.45
    assert "eur_usd=1.4" in reader.address or "eur_usd=1.39" in reader.address


@pytest.mark.parametrize("path", ["/", "/sources", "/own"])
def test_nothing_moves_for_who_asks_for_no_motion(reader_of: Callable[..., Reader], path: str) -> None:
    """With prefers-reduced-motion no element has an animation or a transition, and nothing scrolls smoothly."""
    reader = reader_of(reduced_motion="reduce")
    reader.open(path)
    moving = """() => [...document.querySelectorAll("*")].filter(element => {
      const style = getComputedStyle(element);
      return style.animationName !== "none" || style.transitionDuration.split(", ").some(time => parseFloat(time) > 0)
        || style.scrollBehavior !== "auto";
    }).map(element => element.outerHTML.slice(0, 120))"""
    assert reader.page.evaluate(moving) == []
