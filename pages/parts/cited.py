"""A link that quotes a headline, opened again: the figures as they were quoted beside those of today."""

import pandas as pd
import streamlit as st

from finance.errors import OutputError
from finance.language import naming
from finance.language.display import Display
from finance.model.gap import AMOUNTS, HEADLINE, Result
from finance.outputs import citation
from finance.outputs.citation import Cited, Moved
from pages.parts.tables import plain
from pages.parts.words import language


def notice(result: Result) -> None:
    """Say what has moved since the link was made, while its scenario is on screen and until the reader closes it."""
    _remember(result)
    quoted, key = st.session_state.get("cited", (None, ""))
    if quoted is None or key != result.scenario.key:
        return
    _ = language().text
    with st.container(border=True, key="cited"):
        if isinstance(quoted, str):
            st.markdown(_("What this link quotes cannot be read: {problem}").format(problem=quoted))
        else:
            moved = Moved(quoted, Cited.of(result))
            st.markdown(_said(moved, Display(result, language())))
            if moved.any:
                plain(_beside(moved, Display(result, language())), _("As quoted"))
        st.button(_("Close this notice"), key="close_cited", on_click=_close, type="tertiary")


def _remember(result: Result) -> None:
    """Keep what the address quotes, once for each link."""
    asked = {name: value for name, value in st.query_params.items() if name in citation.NAMES}
    if "cited" not in asked or asked == st.session_state.get("cited_asked"):
        return
    quoted: Cited | str | None
    try:
        quoted = Cited.read(asked)
    except OutputError as error:
        quoted = language().error(error)
    st.session_state["cited"], st.session_state["cited_asked"] = (quoted, result.scenario.key), asked


def _close() -> None:
    st.session_state["cited"] = (None, "")


def _said(moved: Moved, display: Display) -> str:
    _ = display.language.text
    editions = {"cited": moved.cited.edition or "–", "today": moved.today.edition}
    if not moved.any and not moved.elsewhere:
        return _("These figures stand as this link quotes them, on the same data edition {today}.").format(**editions)
    if not moved.any:
        return _(
            "This link quotes data edition {cited}; today's is {today}. The figures stand as they were quoted."
        ).format(**editions)
    if not moved.elsewhere:
        return _(
            "This link quotes other figures than this data edition gives, {today}. It was changed by hand, or the "
            "method is another one today."
        ).format(**editions)
    need, available, stranded = (display.change(part) for part in moved.parts)
    return _(
        "This link quotes data edition {cited}; today's is {today}. The gap has moved by {gap}: {need} from the need, "
        "{available} from money available and {stranded} from money that reaches no need."
    ).format(**editions, gap=display.change(moved.gap), need=need, available=available, stranded=stranded)


def _beside(moved: Moved, display: Display) -> pd.DataFrame:
    """Each figure as quoted, as it is, and the change."""
    _ = display.language.text
    cited, today = moved.cited, moved.today
    before, now = ({id_: getattr(headline, id_) for id_ in HEADLINE} for headline in (cited, today))
    change = [display.change(now[id_] - before[id_]) for id_ in AMOUNTS]
    return pd.DataFrame(
        {
            _("Figure"): list(naming.headline(display.language).values()),
            _("As quoted"): [display.headline(*figure) for figure in before.items()],
            _("Today"): [display.headline(*figure) for figure in now.items()],
            _("Change"): [*change, display.points(today.coverage, cited.coverage) or "–"],
        }
    )
