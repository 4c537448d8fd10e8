"""What own figures would change, shown before they count and after: without and with, in all and by sector."""

import pandas as pd
import streamlit as st

from finance.data.dataset import Dataset
from finance.language import naming
from finance.language.display import Display
from finance.model import gap
from finance.model.funding import LEFT_OUT
from finance.model.gap import Result
from finance.own import effect
from finance.own.overlaps import Answer, Likely, Sign
from finance.scenario import Scenario
from pages.parts import tables
from pages.parts.own import session
from pages.parts.own.labels import quoted
from pages.parts.own.session import Draft
from pages.parts.results import current
from pages.parts.words import language

MOST_ASKED = 10
"""Pairs that are asked about one by one; more are answered together."""


def preview(base: Dataset) -> None:
    """The draft: what may be the same money, what it would change, and the buttons that decide."""
    _, looked_at = language().text, session.draft()
    if looked_at is None:
        return
    with st.container(border=True, key="own_preview"):
        st.subheader(_("Before it counts: {name}").format(name=quoted(looked_at.edit.name)), anchor=False)
        decided = session.answered(base, _answers(looked_at)) if looked_at.pairs else looked_at
        scenario = current().scenario
        without, with_ = solved(session.with_own(base), scenario), solved(decided.dataset, scenario, decided)
        if decided.lines and decided.ledger:
            _counted(with_, decided)
        compared(without, with_, "own_preview")
        yes, no = st.columns(2)
        yes.button(
            _("Let it count"),
            key="own_accept",
            type="primary",
            width="stretch",
            on_click=session.accept,
            args=(base, decided),
        )
        no.button(_("Leave it"), key="own_discard", width="stretch", on_click=session.discard)


def solved(data: Dataset, scenario: Scenario, decided: Draft | None = None) -> Result:
    """The scenario on other data; a ledger or assessment that only the draft brings is the one looked at."""
    moved = Scenario.read_query(scenario.to_query(), data)[0]
    return gap.solve(data, moved.with_(**decided.chosen) if decided else moved)


def compared(without: Result, with_: Result, key: str) -> None:
    """Two tables: the headline without and with, and the sectors that move."""
    _, display = language().text, Display(with_, language())
    labels = naming.headline(language())
    rows = []
    for row in effect.headline(without, with_).to_dict("records"):
        shown = display.percent if row["measure"] == "coverage" else display.money
        change = (
            display.points(with_.coverage, without.coverage) or "–"
            if row["measure"] == "coverage"
            else display.change(row["change"])
        )
        rows.append((labels[row["measure"]], shown(row["without"]), shown(row["with"]), change))
    columns = [_("Figure"), _("Without mine"), _("With mine"), _("Change")]
    _amounts(pd.DataFrame(rows, columns=columns), f"{key}_headline")
    _sectors(without, with_, display, key)


def _sectors(without: Result, with_: Result, display: Display, key: str) -> None:
    _ = language().text
    table = effect.by_sector(without, with_)
    moved = table[(table["need_change"].abs() > 5e-4) | (table["gap_change"].abs() > 5e-4)]
    if moved.empty:
        st.caption(_("No sector's need or gap moves."))
        return
    shown = pd.DataFrame(
        {
            _("Sector"): [naming.sector(display, id_) for id_ in moved["sector"]],
            _("Need without mine"): [display.money(usd) for usd in moved["need_without"]],
            _("Need with mine"): [display.money(usd) for usd in moved["need_with"]],
            _("Gap without mine"): [display.money(usd) for usd in moved["gap_without"]],
            _("Gap with mine"): [display.money(usd) for usd in moved["gap_with"]],
            _("Change of the gap"): [display.change(usd) for usd in moved["gap_change"]],
        }
    )
    _amounts(shown, f"{key}_sectors")


def _amounts(table: pd.DataFrame, key: str) -> None:
    """A table of amounts in words after its first column, one below the other at their ends."""
    right = {name: st.column_config.TextColumn(alignment="right") for name in table.columns[1:]}
    tables.written(table, key, column_config=right)


def _counted(result: Result, decided: Draft) -> None:
    """How much of the lines looked at counts in the scenario on screen, and what of them does not."""
    _, display = language().text, Display(result, language())
    if result.scenario.choice("ledger") != decided.ledger:
        label = result.dataset.ledgers[decided.ledger or ""].label.in_(language().code)
        text = _("The scenario on screen uses another ledger; choose “{ledger}” to see the effect.")
        st.info(text.format(ledger=label))
        return
    sums = effect.counted(result, decided.lines)
    reason = naming.reasons(language())
    left = "; ".join(f"{reason[name].state} {display.money(sums[name])}" for name in LEFT_OUT if sums[name] > 5e-4)
    if left:
        text = _("Of {gross} gross, {available} counts in this scenario. Left out: {reasons}.")
        st.markdown(
            text.format(gross=display.money(sums["gross"]), available=display.money(sums["available"]), reasons=left)
        )
    else:
        st.markdown(_("All of {gross} counts in this scenario.").format(gross=display.money(sums["gross"])))


def _answers(looked_at: Draft) -> dict[Likely, Answer]:
    """What the reader says of each pair that may be the same money."""
    _ = language().text
    st.markdown(_("**May this be money that is in the ledger already?**"))
    lines = looked_at.dataset.ledgers[looked_at.ledger or ""].commitments
    if len(looked_at.pairs) > MOST_ASKED:
        return _together(looked_at)
    answers: dict[Likely, Answer] = {}
    for pair in looked_at.pairs:
        mine, theirs = (quoted(lines[id_].label.in_(language().code)) for id_ in (pair.mine, pair.theirs))
        text = _("{mine} and {theirs}: {signs}").format(mine=mine, theirs=theirs, signs=_signs(pair.signs))
        answers[pair] = _answer(text, f"own_same_{pair.mine}_{pair.theirs}", pair.strong)
    return answers


def _together(looked_at: Draft) -> dict[Likely, Answer]:
    _ = language().text
    strong = [pair for pair in looked_at.pairs if pair.strong]
    weak = [pair for pair in looked_at.pairs if not pair.strong]
    answers: dict[Likely, Answer] = {}
    if strong:
        text = language().plural(
            "{count} pair has the same payer and the same amount",
            "{count} pairs have the same payer and the same amount",
            len(strong),
        )
        answers |= dict.fromkeys(strong, _answer(text.format(count=len(strong)), "own_same_strong", True))
    if weak:
        text = language().plural(
            "{count} pair is alike in its payer and its name or amount",
            "{count} pairs are alike in their payer and their name or amount",
            len(weak),
        )
        answers |= dict.fromkeys(weak, _answer(text.format(count=len(weak)), "own_same_weak", False))
    lines = looked_at.dataset.ledgers[looked_at.ledger or ""].commitments
    named = {id_: line.label.in_(language().code) for id_, line in lines.items()}
    with st.expander(_("The pairs")):
        rows = [(named[pair.mine], named[pair.theirs], _signs(pair.signs)) for pair in looked_at.pairs]
        columns = [_("Mine"), _("In the ledger"), _("Alike in")]
        tables.written(pd.DataFrame(rows, columns=columns), "own_pairs")
    return answers


def _answer(text: str, key: str, strong: bool) -> Answer:
    _ = language().text
    choices: dict[Answer, str] = {
        "both": _("Different money: count both"),
        "theirs": _("The same money: count only the ledger's"),
        "mine": _("The same money: count only mine"),
    }
    chosen: Answer = st.selectbox(text, list(choices), index=int(strong), key=key, format_func=choices.__getitem__)
    return chosen


def _signs(signs: tuple[Sign, ...]) -> str:
    _ = language().text
    names = {
        "payer": _("the same payer"),
        "amount": _("the same amount"),
        "near_amount": _("nearly the same amount"),
        "name": _("names that share words"),
    }
    return ", ".join(names[sign] for sign in signs)
