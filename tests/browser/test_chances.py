"""What a reader does who asks how sure the gap is, in a real browser."""

from urllib.parse import parse_qs, urlsplit

from tests.browser.conftest import Reader


def titles(reader: Reader) -> list[str]:
    return [title.inner_text() for title in reader.page.locator("[data-testid=stMain] h3").all()]


def test_a_reader_sees_the_range_draws_again_and_looks_at_what_moves_it(reader: Reader) -> None:
    """The range is in the title; another seed moves it a little and stands in the address; each tab draws its chart."""
    reader.open("/uncertainty?scenario=rdna5_held")
    first = titles(reader)[0]
    assert first.startswith("In eight of ten draws the gap lies between $")
    reader.page.locator(".st-key-chance_seed [data-testid=stNumberInputStepUp]").click()
    reader.settle()
    assert parse_qs(urlsplit(reader.address).query)["seed"] == ["2"]
    second = titles(reader)[0]
    assert second != first
    assert second[:46] == first[:46]
    for tab, start in {
        "Sector by sector": "Transport has the widest range",
        "What explains it": "“Occupied need already left out” alone explains",
        "What moves it": "“Share of the need on occupied land” moves the gap most",
    }.items():
        reader.page.get_by_role("tab", name=tab).click()
        reader.settle()
        reader.page.locator(".js-plotly-plot").nth(1).wait_for()
        assert titles(reader)[1].startswith(start)
    assert reader.headline["Gap"] == "$448.5bn"


def test_a_picture_of_the_draws_holds_the_seed_that_is_on_screen(reader: Reader) -> None:
    """The report-size figure comes from the route with the same address, so with the same draws."""
    reader.open("/uncertainty?scenario=article&seed=5&draws=1024")
    title = titles(reader)[0]
    answer = reader.page.request.get(f"{reader.url}/api/v1/charts/distribution.json?scenario=article&seed=5&draws=1024")
    notes = " ".join(note["text"] for note in answer.json()["layout"]["annotations"]).replace("<b>", "")
    said = " ".join(notes.replace("</b>", "").split())
    assert title in said
    assert "seed 5" in said
