"""With no mouse: from the address to a slider, a table, a file and the other language."""

import csv
import re

from tests.browser.conftest import Reader

MOST = 120
"""Presses of Tab after which a control counts as out of reach."""

FOCUSED = """() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return {
    name: element.getAttribute("aria-label") || element.innerText || "",
    card: (element.getRootNode().host ?? element).closest("[class*=st-key-card_]")?.className ?? "",
  };
}"""


def tab_to(reader: Reader, name: str, card: str = "") -> None:
    """Press Tab until the control of that name has the focus, as part of a card if one is named."""
    for _ in range(MOST):
        reader.page.keyboard.press("Tab")
        found = reader.page.evaluate(FOCUSED)
        if re.sub(r"\s+", " ", found["name"]).strip() == name and card in found["card"]:
            return
    raise AssertionError(f"{name} was not reached by {MOST} presses of Tab")


def test_slider_table_file_and_language_without_a_mouse(reader: Reader) -> None:
    """Tab, arrows and Enter move the exchange rate, open the table of the first chart, download its numbers and turn
    the screen Ukrainian, and the gap stays what the slider made it."""
    reader.open()
    tab_to(reader, "Dollars per euro")
    for _ in range(3):
        reader.page.keyboard.press("ArrowRight")
    reader.settle()
    assert reader.headline["Gap"] == "$19.2bn"

    tab_to(reader, "Chart", "card_waterfall")
    reader.page.keyboard.press("ArrowRight")
    reader.settle()
    assert reader.page.locator(".st-key-card_waterfall table").is_visible()

    tab_to(reader, "Download the numbers (CSV)", "card_waterfall")
    with reader.page.expect_download(timeout=30_000) as waiting:
        reader.page.keyboard.press("Enter")
    with waiting.value.path().open(encoding="utf-8-sig") as file:
        assert {row["scenario"] for row in csv.DictReader(file)} == {"article"}

    tab_to(reader, "Українська")
    reader.page.keyboard.press("Enter")
    reader.settle()
    assert reader.headline["Розрив"] == "19,2\u00a0млрд\u00a0$"
