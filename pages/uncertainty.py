"""How sure is the gap, and what matters for it?"""

from functools import partial

import streamlit as st

from finance.analysis import sensitivity
from finance.language.catalogue import Language
from finance.model.gap import Result
from finance.outputs.charts import Chart, Theme, distribution, indices, ranges
from finance.outputs.draws import notes
from pages.parts import chances
from pages.parts.cards import card, lazily
from pages.parts.results import current, kept
from pages.parts.words import language

_ = language().text
result = current()


def shares(result: Result, language: Language, theme: Theme) -> Chart:
    """The chart of indices, from indices that are kept."""
    table = kept("sobol", result.scenario, partial(sensitivity.sobol, result.dataset, result.scenario))
    return indices.of(table, result, language, theme)


chances.settings(result)
draws = chances.drawn(result)
st.markdown(chances.sentence(draws))
for note in notes(draws, language()):
    st.info(note)

card("distribution", lambda result, language, theme: distribution.of(draws, language, theme))
lazily(
    {"tornado": _("What moves it"), "ranges": _("Sector by sector"), "indices": _("What explains it")},
    key="uncertainty_more",
    builders={"ranges": lambda result, language, theme: ranges.of(draws, language, theme), "indices": shares},
)

st.subheader(_("From where to where each number was drawn"), anchor=False)
st.markdown(
    _(
        "The bounds are the ends of the slider: what is possible at all. P10 and P90 are where one draw in ten lies "
        "below and one in ten above: what the shape makes likely. All alike means that nobody knows, so the scenario's "
        "own value carries no more weight than any other."
    )
)
chances.ranges(draws)

st.subheader(_("What the range leaves out"), anchor=False)
st.markdown(
    _(
        """
- **Choices are not drawn.** Which assessment, which territory, how firm, which rule, which prices stay as you set
  them; they move the gap more than most numbers do. Compare scenarios for that.
- **The need itself is taken as printed.** No assessment prints a margin of error, so none is invented; a longer war,
  new destruction and dearer building are not in the range.
- **The money is the ledger's.** Promises that nobody has made yet are not drawn, and neither is what might be
  withdrawn.
- **The ranges are judged**, each with its reason under *Method*. The chart shows what follows from them and from which
  numbers move together, and no more: it is not a forecast.
- **The bars of “What moves it” move one number at a time**, so numbers that act together are not seen there; “What
  explains it” sees them, but takes all numbers to move apart.
"""
    )
)
