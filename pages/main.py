"""The frame around every screen: menu, sidebar, definition, four figures; then the screen itself."""

import gc
from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.navigation.page import Page

from finance.errors import DataError, FinanceError
from finance.language.display import Display
from finance.model.gap import Result
from finance.scenario import Scenario
from pages.parts import (
    address,
    cited,
    controls,
    doubts,
    glossary,
    headline,
    live,
    receipts,
    results,
    theme,
)
from pages.parts.folder import Reading
from pages.parts.own import listed, session
from pages.parts.words import language, literal


@st.cache_resource
def settle() -> None:
    """Keep the garbage collector off everything that was imported; it is never garbage."""
    gc.collect()
    gc.freeze()


def titles() -> tuple[dict[str, str], dict[str, str]]:
    """The screens by file, as the reader's language names them: the answers, and what lies behind them."""
    _ = language().text
    answers = {
        "overview.py": _("Overview"),
        "sectors.py": _("Sectors"),
        "sources.py": _("Sources"),
        "timeline.py": _("Timeline"),
        "regions.py": _("Regions"),
        "close.py": _("Close the gap"),
        "terms.py": _("Terms"),
        "benchmarks.py": _("Benchmarks"),
        "compare.py": _("Compare"),
        "uncertainty.py": _("Uncertainty"),
    }
    behind = {
        "guide.py": _("Guide"),
        "report.py": _("Report"),
        "own.py": _("Your figures"),
        "claims.py": _("Claims"),
        "data.py": _("Data"),
        "method.py": _("Method"),
        "words.py": _("Words"),
    }
    return answers, behind


def menu(pages: Sequence[list[Page]], page: Page, result: Result) -> None:
    """Every screen, each link with the whole state in its address: a row of answers, and one of what lies behind them.
    The screen shown is a link to itself in each other language.

    Streamlit's own top menu drops the state from the address and puts it back a moment later, which makes two
    steps of the browser's history out of one.
    """
    with st.container(key="menu"):
        for row, (screens, names) in enumerate(zip(pages, titles(), strict=True)):
            with st.container(horizontal=True, key=f"menu_{row}"):
                for screen, name in zip(screens, names.values(), strict=True):
                    st.page_link(screen, label=name, query_params=result.scenario.to_query())
                if row == 0:
                    languages(page, result)


def languages(page: Page, result: Result) -> None:
    """The same screen and state in each other language, named in that language."""
    scenario = result.scenario
    with st.container(key="languages", width="content"):
        for code, label in result.dataset.choices["lang"].items():
            if code != scenario.choice("lang"):
                st.page_link(page, label=label.in_(code), query_params=scenario.with_(lang=code).to_query())


def answer(result: Result) -> None:
    """The definition, the four figures and the bar of the gap."""
    display = Display(result, language())
    start = results.solved(Scenario.preset(result.scenario.base, result.dataset))
    four = headline.figures(display, headline.Amounts.of(result), headline.Amounts.of(start))
    headline.show(display, four)
    live.bar(display, four)


def notices() -> None:
    """What the address asked for that cannot be had, once, and until the reader closes it."""
    _ = language().text
    problems = st.session_state.get("notices", ())
    if problems:
        lead = _("Part of the address could not be used; the preset's values stand instead.")
        st.warning("\n".join([lead, *(f"- {literal(language().remark(problem))}" for problem in problems)]))
        st.button(_("Close this notice"), on_click=lambda: st.session_state.update(notices=()), type="tertiary")


def held(reading: Reading) -> None:
    """That the files of the data are broken at the moment, so that the figures are those read before."""
    count = len(reading.problems)
    if count:
        words = language().plural(
            "The data files were changed and hold {count} problem; the figures are still those of edition {edition}.",
            "The data files were changed and hold {count} problems; the figures are still those of edition {edition}.",
            count,
        )
        st.caption(words.format(count=count, edition=reading.dataset.edition))


def _pages(screens: Mapping[str, str]) -> list[Page]:
    return [st.Page(file, title=title, default=file == "overview.py") for file, title in screens.items()]


def main() -> None:
    """One run of the page."""
    settle()
    _ = language().text
    st.set_page_config(
        page_title=_("Ukraine reconstruction finance"),
        page_icon="🏗️",
        layout="wide",
        initial_sidebar_state=theme.SIDEBAR,
        menu_items={"About": _("Who pays for rebuilding Ukraine, and what is missing.")},
    )
    pages = [_pages(screens) for screens in titles()]
    page = st.navigation([page for row in pages for page in row], position="hidden")
    theme.dress()
    try:
        reading = results.reading()
    except DataError as error:
        st.error(_("The data cannot be read. Mend these lines and reload the page."))
        st.code("\n".join(map(str, error.problems)), language=None)
        return
    base = reading.dataset
    scenario = address.scenario(session.dataset(base))
    try:
        result = results.solve(scenario)
    except FinanceError as error:
        st.error(_("This combination cannot be computed: {reason}").format(reason=language().error(error)))
        controls.way_out(scenario)
        return
    controls.sidebar(result)
    address.write(result.scenario)
    menu(pages, page, result)
    notices()
    cited.notice(result)
    held(reading)
    answer(result)
    receipts.headline()
    doubts.show(result)
    listed.mark(base)
    page.run()
    glossary.beside(page.url_path)
    theme.watch(language().code, page.url_path)


main()
