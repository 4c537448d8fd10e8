"""What does this word mean here?"""

import streamlit as st

from finance.data.records import Term
from pages.parts.pairs import pairs
from pages.parts.results import current
from pages.parts.words import language

_ = language().text
code, glossary, query = language().code, current().dataset.glossary, current().scenario.to_query()


def entry(id_: str, term: Term) -> None:
    """One word: what it means, what it is not, and the words beside it."""
    with st.container(border=True, key=f"word_{id_}", height="stretch"):
        st.subheader(term.term.in_(code), anchor=False)
        st.markdown(term.means.in_(code))
        if term.never:
            st.caption(_("Not: {others}").format(others=term.never.in_(code)))
        if term.see:
            with st.container(horizontal=True, key=f"beside_{id_}"):
                for other in term.see:
                    st.page_link(
                        "words.py", label=glossary[other].term.in_(code), query_params={**query, "word": other}
                    )


st.header(_("Words"), anchor=False)
st.markdown(
    _("One word for one idea, on every screen and in every file. Words of this field are used loosely elsewhere.")
)
chosen = st.query_params.get("word", "")
sought = st.text_input(_("Find a word"), key="words_sought", placeholder=_("gap, firmness, stranded …"))
if chosen in glossary and not sought:
    entry(chosen, glossary[chosen])
    st.subheader(_("All words"), anchor=False)
found = {
    id_: term
    for id_, term in sorted(glossary.items(), key=lambda item: item[1].term.in_(code).casefold())
    if all(part in f"{term.term.in_(code)} {term.means.in_(code)}".casefold() for part in sought.casefold().split())
    and (sought or id_ != chosen)
}
if not found:
    st.info(_("No word fits. Shorten it."))
for column, (id_, term) in pairs(found.items()):
    with column:
        entry(id_, term)
