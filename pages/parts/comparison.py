"""Two to four scenarios side by side, and the pair whose bridge is drawn. The choice lives in the address."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from finance.analysis import editions
from finance.language import naming
from finance.language.display import Display
from finance.model import gap
from finance.model.gap import AMOUNTS, Result
from finance.scenario import Scenario
from pages.parts import tables
from pages.parts.results import current
from pages.parts.words import language

NOW = "now"
"""The scenario on screen, among the ids of the presets."""
MOST = 4
USUAL = ("article_as_printed", "article_civilian")

Chosen = Mapping[str, Result]
"""The results compared, by preset id or NOW, in the order chosen."""


def choose() -> Chosen:
    """The picker; what the address asks for comes first, then what was chosen before in this visit."""
    _, dataset = language().text, current().dataset
    options = [NOW, *dataset.presets]
    asked = st.query_params.get("compare")
    if asked is not None and asked != st.session_state.get("compared"):
        st.session_state["compare"] = [id_ for id_ in dict.fromkeys(asked.split(",")) if id_ in options][:MOST]
        unknown = [id_ for id_ in asked.split(",") if id_ not in options]
        if unknown:
            known = ", ".join(options)
            st.warning(
                _("{ids}: no scenario to compare; known are {known}").format(ids=", ".join(unknown), known=known)
            )
    elif "compare" not in st.session_state:
        before = st.session_state.get("compared", "")
        st.session_state["compare"] = before.split(",") if before else _usual()
    picked = st.multiselect(
        _("Scenarios side by side"),
        options,
        key="compare",
        max_selections=MOST,
        format_func=_names().__getitem__,
        placeholder=_("Scenario"),
    )
    _write("compare", ",".join(picked), "compared")
    return {id_: _result(id_) for id_ in picked}


def _usual() -> list[str]:
    """The scenario on screen and the presets that it is likely to be compared with."""
    dataset, scenario = current().dataset, current().scenario
    others = [id_ for id_ in USUAL if id_ in dataset.presets and (id_ != scenario.base or scenario.moved())]
    return [*others, NOW]


def _write(name: str, value: str, kept: str) -> None:
    """Put a choice into the address, beside the scenario's own."""
    st.session_state[kept] = value
    if st.query_params.get(name) != value:
        st.query_params[name] = value


def _names() -> dict[str, str]:
    """Labels of all that can be compared."""
    _, presets = language().text, current().dataset.presets
    return {NOW: _("On screen now")} | {id_: preset.label.in_(language().code) for id_, preset in presets.items()}


def _label(id_: str) -> str:
    return _names()[id_]


def _result(id_: str) -> Result:
    """The result of a choice, shown in the reader's currency."""
    if id_ == NOW:
        return current()
    scenario = Scenario.preset(id_, current().dataset).with_(currency=current().scenario.choice("currency"))
    return gap.solve(scenario.dataset, scenario)


def headline(chosen: Chosen) -> None:
    """Definition and headline figures; each scenario after the first with its difference from the first."""
    _ = language().text
    first, *_others = chosen.values()
    rows: dict[str, list[str]] = {name: [] for name in (*_definition(first), *_figures(first))}
    headings = [_("What is compared")]
    for id_, result in chosen.items():
        headings.append(_label(id_))
        for name, text in (_definition(result) | _figures(result)).items():
            rows[name].append(text)
        if result is not first:
            headings.append(_difference(id_))
            differences = _differences(first, result)
            for name, texts in rows.items():
                texts.append(differences.get(name, ""))
    compared = pd.DataFrame([[name, *texts] for name, texts in rows.items()], columns=headings)
    tables.plain(compared, _("Scenarios side by side"))
    st.caption(_("Differences are from the first scenario, “{first}”.").format(first=_label(next(iter(chosen)))))


def _definition(result: Result) -> dict[str, str]:
    """The choices behind the figures, one row each."""
    _, display, chosen = language().text, Display(result, language()), result.definition
    return {
        _("Assessment"): display.choice("assessment", result.scenario.choice("assessment")),
        _("Territory"): display.choice("territory", result.scenario.choice("territory")),
        _("Years"): chosen.horizon,
        _("Prices of"): chosen.price_year,
        _("Ledger"): display.choice("ledger", result.scenario.choice("ledger")),
        _("Money counted from"): display.choice("firmness", result.scenario.choice("firmness")),
        _("Dollars per euro"): language().number(result.scenario.number("eur_usd"), 4),
    }


def _figures(result: Result) -> dict[str, str]:
    display = Display(result, language())
    return {name: display.headline(id_, getattr(result, id_)) for id_, name in naming.headline(language()).items()}


def _differences(first: Result, result: Result) -> dict[str, str]:
    """By how much each figure differs from the first scenario's, in its currency and in percent."""
    _, display = language().text, Display(first, language())
    names, found = naming.headline(language()), {}
    for id_ in AMOUNTS:
        before, after = (Display(each, language()).amount(getattr(each, id_)) for each in (first, result))
        change = language().change(after - before, display.currency)
        share = language().percent((after - before) / before, 0) if before and abs(after - before) > 0.05 else ""
        plus = "+" if after > before and share else ""
        found[names[id_]] = f"{change} ({plus}{share})" if share else change
    return found | {names["coverage"]: display.points(result.coverage, first.coverage) or ""}


def sectors(chosen: Chosen) -> None:
    """The gap of every sector that any of the scenarios has; a dash where one has no such row."""
    _, dataset, display = language().text, current().dataset, Display(current(), language())
    gaps = {id_: _gaps(result) for id_, result in chosen.items()}
    first = next(iter(gaps.values()))
    headings = [_("Sector (gap, {unit})").format(unit=display.unit)]
    for id_ in gaps:
        headings += [_label(id_), *([_difference(id_)] if len(headings) > 1 else [])]
    rows = []
    for sector in (id_ for id_ in dataset.sectors if any(id_ in found for found in gaps.values())):
        cells = [naming.sector(display, sector)]
        for place, found in enumerate(gaps.values()):
            cells.append(language().number(found[sector]) if sector in found else "–")
            if place:
                both = sector in found and sector in first
                cells.append(_signed(round(found[sector] - first[sector], 1)) if both else "–")
        rows.append(cells)
    with st.expander(_("Sector by sector")):
        tables.plain(pd.DataFrame(rows, columns=headings), _("Sector by sector"))
        st.caption(_("A sector that an assessment does not publish stands in “other sectors”."))


def _signed(number: float) -> str:
    plus = "+" if number > 0 else ""
    return f"{plus}{language().number(number)}"


def _gaps(result: Result) -> dict[str, float]:
    display = Display(result, language())
    return {row["sector"]: round(display.amount(row["gap"]), 1) for row in result.by_sector.to_dict("records")}


def pair(chosen: Chosen) -> Result:
    """The two scenarios whose bridge is drawn, as one result: the end, seen from the preset that is the start."""
    _, columns = language().text, st.columns(2)
    starts = [id_ for id_ in chosen if id_ != NOW] or [current().scenario.base]
    start = _picked(columns[0], _("From"), "from", starts, starts[0])
    ends = [id_ for id_ in chosen if id_ != start] or list(chosen)
    end = _picked(columns[1], _("To"), "to", ends, ends[-1])
    scenario = chosen[end].scenario.seen_from(start)
    return gap.solve(scenario.dataset, scenario)


def _picked(column: "st.delta_generator.DeltaGenerator", label: str, name: str, options: list[str], usual: str) -> str:
    """One of the two ends; the address goes before what was chosen in this visit."""
    asked, key = st.query_params.get(name), f"bridge_{name}"
    if asked in options and asked != st.session_state.get(f"{key}_kept"):
        st.session_state[key] = asked
    if st.session_state.get(key) not in options:
        st.session_state[key] = usual
    picked = str(column.selectbox(label, options, key=key, format_func=_names().__getitem__))
    _write(name, picked, f"{key}_kept")
    return picked


def limits() -> None:
    """What the steps between assessments can and cannot tell apart."""
    _, dataset = language().text, current().dataset
    steps = editions.steps(dataset)
    st.caption(
        _(
            "Damage and need are totals as printed. Prices move by the US price level, because the assessments count "
            "in dollars; price years are partly judged. Need is taken to rise in proportion to real damage, and what "
            "that leaves is scope. No edition prints how its territory, unit costs or methods changed its need, so "
            "these cannot be told apart within scope."
        )
    )
    unknown = [
        dataset.assessments[row["end"]].label.in_(language().code)
        for row in steps.to_dict("records")
        if row["prices"] != row["prices"]
    ]
    if unknown:
        st.caption(
            _("No price level is stored for: {editions}; there damage holds the prices too.").format(
                editions=", ".join(unknown)
            )
        )


def _difference(id_: str) -> str:
    """Heading of the column that says by how much a scenario differs from the first."""
    return language().text("Difference, {scenario}").format(scenario=_label(id_))
