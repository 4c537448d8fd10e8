"""The frame around every screen: menu, sidebar, definition, four figures; then the screen itself."""

import gc

import streamlit as st
from streamlit.navigation.page import Page

from finance import gap
from finance.errors import DataError, FinanceError
from finance.gap import Result
from finance.outputs.display import Display
from finance.scenario import Scenario
from pages.parts import address, cited, controls, headline, live, results, theme
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


def answer(result: Result) -> None:
    """The definition, the four figures and the bar of the gap."""
    display = Display(result, language())
    start = gap.solve(result.dataset, Scenario.preset(result.scenario.base, result.dataset))
    four = headline.figures(display, headline.Amounts.of(result), headline.Amounts.of(start))
    headline.show(display, four)
    live.bar(display, four)


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
        "terms.py": _("Terms"),
        "benchmarks.py": _("Benchmarks"),
        "uncertainty.py": _("Uncertainty"),
        "report.py": _("Report"),
        "data.py": _("Data"),
        "method.py": _("Method"),
        "guide.py": _("Guide"),
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
    cited.notice(result)
    answer(result)
    page.run()
    theme.watch()


main()
