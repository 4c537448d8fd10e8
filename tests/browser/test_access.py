"""What WCAG 2.2 AA asks and a machine can check, on every screen in both themes, by axe-core."""

from collections.abc import Callable, Iterator
from importlib.resources import files

import pytest

from tests.browser.conftest import PATHS, Reader

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def violations(reader: Reader) -> Iterator[str]:
    """What axe-core finds serious or critical on the page, each with the element."""
    reader.page.evaluate(AXE)
    run = "rules => axe.run(document, { runOnly: rules, resultTypes: ['violations'] })"
    found = reader.page.evaluate(run, RULES)["violations"]
    for violation in found:
        if violation["impact"] in ("serious", "critical"):
            yield from (f"{violation['id']}: {node['html']}" for node in violation["nodes"])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_any_screen(theme: str, reader_of: Callable[..., Reader]) -> None:
    """Contrast, names, roles, focus and order of every screen, at the width of a desk."""
    reader = reader_of(color_scheme=theme, bypass_csp=True)
    reader.open("/?scenario=rdna5_whole")
    found = {}
    for screen in reader.screens:
        reader.go(screen)
        reader.page.wait_for_timeout(300)
        found[screen] = list(violations(reader))
    assert len(found) == len(PATHS)
    assert {screen: problems for screen, problems in found.items() if problems} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_the_tables_of_charts(theme: str, reader_of: Callable[..., Reader]) -> None:
    """Each table of a telephone's Sources, which scrolls sideways inside its card: by keyboard as well."""
    reader = reader_of(color_scheme=theme, bypass_csp=True, viewport={"width": 390, "height": 844})
    reader.open("/sources?scenario=rdna5_whole")
    for card in ("money", "sankey"):
        reader.page.locator(f".st-key-card_{card}").get_by_role("tab", name="Table").click()
        reader.settle()
    assert reader.page.locator("[class*=st-key-card_] table").count() == 2
    assert list(violations(reader)) == []
