"""How to quote the figures on screen, and how to get them again, each ready to copy."""

import streamlit as st

from finance.model.gap import Result
from finance.outputs import citation, reproduce
from pages.parts.words import language

SCREEN = "/report"


def placed(result: Result) -> Result:
    """The result with links that lead to where the reader has it open."""
    address = st.context.url
    return citation.at(result, address.rstrip("/").removesuffix(SCREEN)) if address else result


def quoting(result: Result) -> None:
    """References, link and program, one in each tab."""
    _ = language().text
    st.subheader(_("Quote these figures"), anchor=False)
    st.caption(
        _(
            "The link carries the headline and the data edition. Opened on a later edition, it shows the figures as "
            "you quoted them beside those of that day, and what has moved."
        )
    )
    for tab, (text, kind) in zip(st.tabs(list(_ready(result))), _ready(result).values(), strict=True):
        tab.code(text, language=kind, wrap_lines=True)


def _ready(result: Result) -> dict[str, tuple[str, str | None]]:
    """Label of a tab → the text to copy, and the language it is coloured as."""
    _ = language().text
    return {
        _("Reference (APA)"): (citation.apa(result, language()), None),
        _("BibTeX"): (citation.bibtex(result, language()), "latex"),
        _("Link"): (citation.link(result), None),
        _("Python"): (reproduce.lines(result), "python"),
    }
