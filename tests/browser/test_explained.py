"""Why a number is what it is, in a real browser."""

from collections.abc import Callable

from pages.parts.tables import ROW, WRAPPED_ROW
from tests.browser.conftest import Reader
from tests.browser.test_journeys import query


def test_a_number_in_a_table_is_worked_out_where_it_is_chosen(reader: Reader) -> None:
    """A click on the funded cell of health shows the payments that it is the sum of, and their documents."""
    reader.open("/sectors?scenario=rdna5_whole")
    table = reader.page.locator(".st-key-receipts_by_sector")
    table.scroll_into_view_if_needed()
    reader.settle()
    place = table.bounding_box()
    assert place is not None
    reader.page.mouse.click(place["x"] + 0.5 * place["width"], place["y"] + ROW + 2.5 * WRAPPED_ROW)
    reader.page.wait_for_selector(".receipt", timeout=10_000)
    said = reader.page.locator(".receipt").inner_text()
    assert said.startswith("funded need of Health = ")
    assert "$1.079bn = " in said
    reader.page.get_by_text("What it rests on").wait_for(timeout=10_000)


def test_a_comparison_is_a_link(reader_of: Callable[..., Reader]) -> None:
    """What is chosen on Compare stands in the address, and the link opens the same bridge."""
    reader = reader_of()
    reader.open("/compare?scenario=article_civilian&compare=article_as_printed,now")
    title = reader.page.locator(".st-key-card_bridge h3").inner_text()
    assert "$54.9bn larger than that of “The article as printed”" in title
    again = reader_of()
    again.open(reader.address)
    assert again.page.locator(".st-key-card_bridge h3").inner_text() == title
    assert query(again)["from"] == "article_as_printed"
    assert again.complaints == reader.complaints
