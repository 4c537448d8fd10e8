"""What moved the gap from a preset to the scenario: one bar a changed assumption, whatever the order of the changes."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from finance.analysis.bridge import Bridge, between
from finance.language import naming
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.model.gap import Result
from finance.outputs.charts import rows, template
from finance.outputs.charts.amounts import changes_between
from finance.outputs.charts.chart import Chart, chart
from finance.outputs.charts.template import Drawing, Style, Theme
from finance.scenario import Scenario

MOST = 8
"""Assumptions with a bar of their own; the smallest beyond share one."""
HALF_BAR = 0.34
"""From the middle of a bar to its edge [rows]."""


@dataclass(frozen=True)
class Bar:
    """One row: what it is, its name, where it starts and ends [bn of the currency shown], and its number."""

    kind: str
    label: str
    start: float
    end: float
    text: str


@chart("bridge", 24)
def build(result: Result, language: Language, theme: Theme) -> Chart:
    """The bridge from the preset that the scenario started from; `Scenario.seen_from` chooses another start."""
    _, display = language.text, Display(result, language)
    start = Scenario.preset(result.scenario.base, result.dataset)
    found = between(result.dataset, start, result.scenario)
    bars = _bars(display, found)
    title = _title(display, found)
    return Chart(
        id="bridge",
        title=title,
        subtitle=_subtitle(display, found),
        table=_table(display, found),
        alt=_("Waterfall chart of {count} bars. {title}. It starts at {start} and ends at {end}.").format(
            count=len(bars), title=title, start=display.money(found.start.gap), end=display.money(found.end.gap)
        ),
        figures=tuple(dict.fromkeys((*found.start.figures, *found.end.figures))),
        theme=theme,
        height=rows.height([bar.label for bar in bars]),
        draw=partial(_draw, bars) if len(found.table) else None,
    )


def scenario_label(display: Display, scenario: Scenario) -> str:
    """Name of the preset that has the scenario's values, however they are shown; else that it is the reader's own."""
    dataset = display.result.dataset
    for id_, preset in dataset.presets.items():
        shown = {name: scenario.values[name] for name in ("currency", "lang")}
        if Scenario.preset(id_, dataset).with_(**shown).values == scenario.values:
            return preset.label.in_(display.language.code)
    return display.language.text("The scenario on screen")


def _title(display: Display, found: Bridge) -> str:
    _, moved = display.language.text, found.end.gap - found.start.gap
    named = {
        "start": scenario_label(display, found.start.scenario),
        "end": scenario_label(display, found.end.scenario),
        "amount": display.money(abs(moved)),
        "gap": display.money(found.end.gap),
    }
    if not len(found.table):
        return _("The two scenarios are the same, so nothing moves the gap of {gap}").format(**named)
    largest = found.table.iloc[int(found.table["gap"].abs().argmax())]
    assumption = display.result.dataset.assumptions[largest["assumption"]].label.in_(display.language.code)
    named |= {"assumption": assumption, "change": display.change(largest["gap"])}
    if abs(moved) < 5e-4:
        return _("“{start}” and “{end}” leave the same gap, {gap}").format(**named)
    if moved > 0:
        return _(
            "The gap of “{end}” is {amount} larger than that of “{start}”; “{assumption}” moves it most, {change}"
        ).format(**named)
    return _(
        "The gap of “{end}” is {amount} smaller than that of “{start}”; “{assumption}” moves it most, {change}"
    ).format(**named)


def _subtitle(display: Display, found: Bridge) -> str:
    _ = display.language.text
    if found.exact:
        return _("Gap, {unit}: what each changed assumption adds, over every order of changing them").format(
            unit=display.unit
        )
    return _(
        "Gap, {unit}: what each changed assumption adds, over {orders} sampled orders; "
        "bars are estimates within about {error}, their sum is exact"
    ).format(unit=display.unit, orders=found.orders, error=display.money(2 * float(found.table["error"].max())))


def _bars(display: Display, found: Bridge) -> list[Bar]:
    """The start, the changes that widen the gap and those that narrow it, each from the largest, and the end."""
    _, level = display.language.text, display.amount(found.start.gap)
    start, end = (scenario_label(display, result.scenario) for result in (found.start, found.end))
    bars = [Bar("gap", f"<b>{start}</b>", 0.0, level, f"<b>{display.money(found.start.gap)}</b>")]
    for label, usd in _drawn(display, found):
        after = level + display.amount(usd)
        bars.append(Bar("up" if usd > 0 else "down", label, level, after, display.change(usd)))
        level = after
    bars.append(
        Bar("gap", f"<b>{end}</b>", 0.0, display.amount(found.end.gap), f"<b>{display.money(found.end.gap)}</b>")
    )
    return bars


def _drawn(display: Display, found: Bridge) -> list[tuple[str, float]]:
    """(name, change of the gap [USD bn]); the smallest of many folded together."""
    ordered = found.table.iloc[found.table["gap"].abs().argsort(kind="stable")[::-1]]
    kept = ordered if len(ordered) <= MOST else ordered.head(MOST - 1)
    drawn = [(_label(display, row), float(row["gap"])) for row in kept.to_dict("records")]
    if len(ordered) > len(kept):
        folded = len(ordered) - len(kept)
        label = display.language.plural("{count} other change", "{count} other changes", folded).format(count=folded)
        drawn.append((label, float(ordered["gap"].iloc[len(kept) :].sum())))
    return sorted(drawn, key=lambda bar: (bar[1] <= 0, -abs(bar[1])))


def _label(display: Display, row: dict[Any, Any]) -> str:
    return display.result.dataset.assumptions[row["assumption"]].label.in_(display.language.code)


def _table(display: Display, found: Bridge) -> pd.DataFrame:
    """Every change with its values; start and changes add up to the end as rounded."""
    _ = display.language.text
    changed = found.table.to_dict("records")
    start, end = (display.amount(result.gap) for result in (found.start, found.end))
    gaps = changes_between(start, end, [display.amount(row["gap"]) for row in changed])
    names = [scenario_label(display, result.scenario) for result in (found.start, found.end)]
    return pd.DataFrame(
        {
            _("Step"): [names[0], *(_label(display, row) for row in changed), names[1]],
            _("From"): ["", *(display.value(row["assumption"], row["before"], spare=True) for row in changed), ""],
            _("To"): ["", *(display.value(row["assumption"], row["after"], spare=True) for row in changed), ""],
            naming.column(display, _("Gap")): [round(start, 1), *gaps, round(end, 1)],
        }
    )


def _draw(bars: list[Bar], style: Style) -> Drawing:
    looks = {
        "gap": template.gap_marker(style),
        "up": template.hatched(style.colours.gap, style),
        "down": {"color": style.colours.funded},
    }
    return drawn(bars, looks, {kind: kind for kind in looks}, style)


def drawn(bars: list[Bar], looks: dict[str, dict[str, Any]], names: dict[str, str], style: Style) -> Drawing:
    """Bars one below the other, each from where the one before ends; a look and a name for each kind."""
    labels, texts = [bar.label for bar in bars], [bar.text for bar in bars]
    ends = [max(bar.start, bar.end) for bar in bars]
    traces = [_connectors(bars, style)]
    for kind, marker in looks.items():
        places = [index for index, bar in enumerate(bars) if bar.kind == kind]
        shown = [bars[index] for index in places]
        hovers = [template.plain(f"{bar.label}: {bar.text}") for bar in shown]
        lows = [min(bar.start, bar.end) for bar in shown]
        lengths = [abs(bar.end - bar.start) for bar in shown]
        if places:
            bar = rows.bars(lows, lengths, names[kind], hovers, marker)
            traces.append({**bar, "y": places, "width": 2 * HALF_BAR})
    layout = rows.layout(labels, texts, max(ends), style)
    return template.figure([*traces, rows.ends(ends, texts, style)], layout, style)


def _connectors(bars: list[Bar], style: Style) -> dict[str, Any]:
    """Thin lines that carry the level reached from each bar to the next."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for index, bar in enumerate(bars[:-1]):
        xs += [bar.end, bar.end, None]
        ys += [index + HALF_BAR, index + 1 - HALF_BAR, None]
    line = {"color": style.colours.muted, "width": 1}
    return {"type": "scatter", "mode": "lines", "x": xs, "y": ys, "line": line, "hoverinfo": "skip"}
