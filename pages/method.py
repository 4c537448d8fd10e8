"""How is it computed?"""

import pandas as pd
import streamlit as st

from finance.analysis import bridge, identities
from pages.parts import tables
from pages.parts.assumptions import assumptions
from pages.parts.changes import changes
from pages.parts.formulas import formulas
from pages.parts.results import current
from pages.parts.words import language

_ = language().text
result = current()

st.subheader(_("From a promise to a gap"), anchor=False)
st.markdown(
    _(
        """
1. **Need.** Each sector's cell as the assessment publishes it, times the share of territory, the exchange rate and the
   price factor. A sector without a cell is estimated from the newest other edition that has one, scaled so that the
   total holds, and marked ≈; what nobody publishes is a row of its own, *other sectors*. Need on occupied land stays
   with the partners, stays and is paid by no listed money, or is charged to its occupier and taken off.
2. **Money.** The ledger is first cut into slices, so that each sum counts once. Each line: face × exchange rate, less
   what stands under its parts, comes from evidence weaker than chosen, is not firm enough, was paid by the day of the
   need, is not documented as unpaid, is not for recovery, or is not expected to be paid.
3. **Who pays for what.** Money meets need by the chosen rule. An earmark reaches its sectors and nothing else.
4. **Gap.** Need less what is funded. Money that reaches no unmet need is *stranded* and never hides a gap elsewhere.
5. **Years.** Need falls due by a chosen shape, each line pays evenly over its window, and a year executes the least of
   what is due, the money at hand and what can be absorbed. Unmet need waits; unspent money is kept as chosen.
6. **Private capital.** Money of development banks, guarantees, equity and private-sector programmes, spent where
   private money can reach, draws in private dollars: the leverage times the share that would not have come anyway,
   from the year of security and the lag on, and never more than the unmet need it can reach. It has a capacity of its
   own. The part of the need that it takes over waits for it.
7. **Closing.** The candidates close as much of the gap as their amounts and the debt room allow, the cheapest way.
8. **Terms.** A loan's grant element is one less the present value of its payments per dollar lent. What no document
   prints is unknown. A loan that is repaid only out of reparations falls due with their probability.
9. **Chance.** Numbers are drawn from their ranges at scrambled Sobol' points, some of them together by a Gaussian
   copula; each draw is answered like the scenario itself. Choices are not drawn.
"""
    )
)
formulas()

st.subheader(_("The rules of allocation"), anchor=False)
st.markdown(
    _(
        """
- **Earmarks first.** Money tied to the fewest sectors goes first; each pool spreads over the sectors that it can reach
  in proportion to their unmet need. A spreadsheet can compute it.
- **Sectors in the order of the list.** Each sector in turn is filled as far as its money goes.
- **Raise the worst covered first.** The coverage of all sectors is raised together until money or need runs out.
- **Most need funded.** The largest total that the earmarks allow, and among those the most even.
"""
    )
)

st.subheader(_("Checked for the scenario on screen"), anchor=False)
statements = {
    "gap_plus_funded": _("Gaps of all sectors plus what is funded equal the need"),
    "used_plus_stranded": _("Money used plus money stranded equals money available"),
    "gap_less_stranded": _("Gap less stranded equals need less available"),
    "flows_by_sector": _("Payments added by sector equal what is funded"),
    "flows_by_source": _("Payments added by line equal what is used"),
    "face_less_left_out": _("Faces less everything left out equal money available"),
    "minimum_gap": _("No rule leaves less than the smallest possible gap"),
    "no_sector_overpaid": _("No sector gets more than its need"),
    "no_line_overspent": _("No line pays more than it has"),
    "bridge_adds_up": _("The preset's gap plus the bars of the bridge is the gap"),
}
checked = pd.DataFrame(
    [
        {
            _("Statement"): statements[identity.id],
            _("Left, USD bn"): identity.left,
            _("Right, USD bn"): identity.right,
            _("Holds"): _("yes") if identity.holds else _("no"),
        }
        for identity in (*identities.check(result), bridge.adds_up(result))
    ]
)
tables.plain(checked, _("Checked for the scenario on screen"), digits=6)

st.subheader(_("Every assumption"), anchor=False)
tables.written(assumptions(result, language()), "method_assumptions")

st.subheader(_("What changed results, and when"), anchor=False)
changes(result.dataset)

st.subheader(_("Limits of the numbers"), anchor=False)
st.markdown(
    _(
        """
- The sector tables of the assessments could not be read in full; what an edition does not publish is estimated and
  marked ≈, and what nobody publishes stands under *other sectors*.
- An assessment's need is not a bill: it is the cost of a programme in the prices of its year.
- Money without a stated purpose counts by half unless you move that slider: no document prints the split.
- What was paid is taken off even where only the press reports it, because leaving it out would overstate the money.
- No assessment prints need for government-held land. The scaled figure is a calculation, not a finding.
- The range of a slider is not a probability.
"""
    )
)
