"""Where does this number come from?"""

import pandas as pd
import streamlit as st

from pages.parts import tables
from pages.parts.cards import figures_table
from pages.parts.results import current
from pages.parts.words import language

_ = language().text
result = current()
dataset = result.dataset

st.subheader(_("Every figure and where it comes from"), anchor=False)
st.caption(
    _("{figures} figures from {documents} documents, edition {edition}.").format(
        figures=len(dataset.figures), documents=len(dataset.origins), edition=dataset.edition
    )
)
words, scope, grades = st.columns([2, 1, 1])
sought = words.text_input(
    _("Find"), value=st.query_params.get("figure", ""), placeholder=_("housing, rdna5, eu_loan …")
)
everything = scope.selectbox(
    _("Figures"),
    [False, True],
    index=int("figure" in st.query_params),
    format_func=lambda whole: _("all") if whole else _("used in this scenario"),
    key="data_scope",
)
chosen = grades.multiselect(_("Grade"), ["A", "B", "C", "D", "judged"], key="data_grades", placeholder=_("all"))

ids = dataset.figures
if not everything:
    ids = {id_: dataset.figures[id_] for group in result.figures for id_ in dataset.within(group)}
table = figures_table(tuple(ids), dataset)
if sought in dataset.figures:
    table = table[table[_("Figure")] == sought]
else:
    text = pd.Series([" ".join(map(str, row)).casefold() for row in table.itertuples(index=False)], index=table.index)
    for word in sought.casefold().split():
        table = table[text.loc[table.index].str.contains(word, regex=False)]
if chosen:
    table = table[table[_("Grade")].isin(chosen)]
count = language().plural("{count} figure", "{count} figures", len(table)).format(count=len(table))
if table.empty:
    st.info(_("No figure fits. Shorten the words, or take back a grade."))
elif len(table) == 1:
    st.caption(count)
    st.markdown("\n".join(f"- {name}: **{value}**" for name, value in table.iloc[0].items() if value))
else:
    st.caption(count)
    tables.written(
        table,
        "data_table",
        {_("Value"): language().figure},
        rows=17,
        column_config={_("Link"): st.column_config.LinkColumn(display_text=_("open"))},
    )

st.subheader(_("Where documents disagree"), anchor=False)
rows = [
    {
        _("Edition"): programme.label.in_(language().code),
        _("Figure"): conflict.figure,
        _("Printed elsewhere"): conflict.value.value,
        _("By"): dataset.origins[conflict.value.origin].producer if conflict.value.origin else "",
        _("Why it is not the default"): conflict.why.in_(language().code),
    }
    for programme in dataset.programmes.values()
    for conflict in programme.conflicts
]
tables.written(pd.DataFrame(rows), "data_conflicts", {_("Printed elsewhere"): language().figure})

st.subheader(_("Documents"), anchor=False)
documents = [
    {
        _("Document"): id_,
        _("Producer"): origin.producer,
        _("Title"): origin.title,
        _("Published"): origin.published,
        _("Grade"): origin.reliability,
        _("What was read"): _(origin.note) if origin.note else "",
        _("Link"): origin.url,
    }
    for id_, origin in dataset.origins.items()
]
tables.written(
    pd.DataFrame(documents),
    "data_documents",
    column_config={_("Link"): st.column_config.LinkColumn(display_text=_("open"))},
)
