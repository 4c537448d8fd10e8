"""The frame around every screen: menu, sidebar, definition, four figures; then the screen itself."""

import gc
from typing import Literal

import streamlit as st
from streamlit.navigation.page import Page

from finance import gap
from finance.errors import DataError, FinanceError
from finance.gap import Result
from finance.outputs.display import Display
from finance.scenario import Scenario
from pages.parts import address, controls, results, theme
from pages.parts.words import language


@st.cache_resource
def settle() -> None:
    """Keep the garbage collector off everything that was imported; it is never garbage."""
    gc.collect()
    gc.freeze()


def menu(pages: list[Page], scenario: Scenario) -> None:
    """Every screen, each link with the whole state in its address.

    Streamlit's own top menu drops the state from the address and puts it back a moment later, which makes two
    steps of the browser's history out of one.
    """
    with st.container(horizontal=True, key="menu"):
        for page in pages:
            st.page_link(page, query_params=scenario.to_query())


def headline(result: Result) -> None:
    """The definition as a sentence and four figures, each with its change against the preset."""
    _ = language().text
    display, start = Display(result, language()), _start(result)
    moved = bool(result.scenario.changed())
    st.markdown(display.definition)
    with st.container(key="headline"):
        for name, label in (("need", _("Need")), ("available", _("Available")), ("gap", _("Gap"))):
            amount, before = getattr(result, name), getattr(start, name)
            better = before - amount if name != "available" else amount - before
            figure(label, display.money(amount), display.change(amount - before) if moved else None, better)
        now, before = result.coverage or 0.0, start.coverage or 0.0
        points = display.points(result.coverage, start.coverage) if moved else None
        figure(_("Coverage"), display.percent(result.coverage), points, now - before)


def figure(label: str, value: str, change: str | None, better: float) -> None:
    """One figure; its change is green where things are better than in the preset, and says so without colour too."""
    colour: Literal["green", "red", "gray"] = "green" if better > 0 else "red" if better < 0 else "gray"
    st.metric(label, value, change, delta_color=colour, delta_arrow="off", border=True)


def _start(result: Result) -> Result:
    return gap.solve(result.dataset, Scenario.preset(result.scenario.base, result.dataset))


def notices() -> None:
    """What the address asked for that cannot be had, once, and until the reader closes it."""
    _ = language().text
    problems = st.session_state.get("notices", ())
    if problems:
        lead = _("Part of the address could not be used; the preset's values stand instead.")
        st.warning("\n".join([lead, *(f"- {problem}" for problem in problems)]))
        st.button(_("Close this notice"), on_click=lambda: st.session_state.update(notices=()), type="tertiary")


def main() -> None:
    """One run of the page."""
    settle()
    _ = language().text
    st.set_page_config(
        page_title=_("Ukraine reconstruction finance"),
        page_icon="🏗️",
        layout="wide",
        menu_items={"About": _("Who pays for rebuilding Ukraine, and what is missing.")},
    )
    screens = {
        "overview.py": _("Overview"),
        "sectors.py": _("Sectors"),
        "sources.py": _("Sources"),
        "timeline.py": _("Timeline"),
        "regions.py": _("Regions"),
        "close.py": _("Close the gap"),
        "data.py": _("Data"),
        "method.py": _("Method"),
    }
    pages = [st.Page(file, title=title, default=file == "overview.py") for file, title in screens.items()]
    page = st.navigation(pages, position="hidden")
    theme.dress()
    try:
        dataset = results.dataset()
    except DataError as error:
        st.error(_("The data cannot be read. Mend these lines and reload the page."))
        st.code("\n".join(str(problem) for problem in error.problems), language=None)
        return
    scenario = address.scenario(dataset)
    try:
        result = results.solve(scenario)
    except FinanceError as error:
        st.error(_("This combination cannot be computed: {reason}").format(reason=error))
        controls.way_out(scenario)
        return
    controls.sidebar(result)
    address.write(result.scenario)
    menu(pages, result.scenario)
    notices()
    headline(result)
    page.run()
    theme.watch()


main()
