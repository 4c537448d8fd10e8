"""From the first assessment to the newest: prices, damage and scope told apart at each step."""

from functools import partial
from typing import Any

import pandas as pd

from finance.analysis import editions
from finance.language import naming
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.model.gap import Result
from finance.outputs.charts import rows, template
from finance.outputs.charts.amounts import changes_between
from finance.outputs.charts.bridge import Bar, drawn
from finance.outputs.charts.chart import Chart, chart
from finance.outputs.charts.template import Drawing, Style, Theme


@chart("editions", 25)
def build(result: Result, language: Language, theme: Theme) -> Chart:
    """The need of each edition for the whole country as printed, and the three parts of each step between two."""
    _, display = language.text, Display(result, language)
    ids, steps = editions.editions(result.dataset), editions.steps(result.dataset)
    bars = _bars(display, ids, steps)
    title = _title(display, ids, steps)
    return Chart(
        id="editions",
        title=title,
        subtitle=_(
            "Need of the whole country as printed, {unit}. Prices: the US price level. Damage: what was newly damaged. "
            "Scope: the rest, as costs, sectors and methods"
        ).format(unit=display.unit),
        table=_table(display, ids, steps),
        alt=_("Waterfall chart of {count} editions. {title}.").format(count=len(ids), title=title),
        figures=editions.figures(result.dataset),
        theme=theme,
        height=rows.height([bar.label for bar in bars], extra=60),
        draw=partial(_draw, display, bars) if len(ids) > 1 else None,
    )


def _need(display: Display, id_: str) -> float:
    """The need that an edition prints [USD bn]."""
    return display.result.dataset.figures[f"assessments.{id_}.totals.need"].value


def _edition(display: Display, id_: str) -> str:
    return display.result.dataset.assessments[id_].label.in_(display.language.code)


def _names(display: Display) -> dict[str, str]:
    _ = display.language.text
    return {"prices": _("prices"), "damage": _("damage"), "scope": _("scope")}


def _title(display: Display, ids: tuple[str, ...], steps: pd.DataFrame) -> str:
    _ = display.language.text
    if len(ids) < 2:
        return _("There are no two assessments that print both damage and need")
    total = steps[list(editions.PARTS)].sum()
    return _(
        "From {first} to {last} the need rose by {change}: {prices} by prices, {damage} by new damage, {scope} by scope"
    ).format(
        first=_edition(display, ids[0]),
        last=_edition(display, ids[-1]),
        change=display.money(steps["change"].sum()),
        **{part: display.change(total[part]) for part in editions.PARTS},
    )


def _bars(display: Display, ids: tuple[str, ...], steps: pd.DataFrame) -> list[Bar]:
    """Each edition's need, and between two of them the parts that are known."""
    bars: list[Bar] = []
    names = _names(display)
    for index, id_ in enumerate(ids):
        level = display.amount(_need(display, id_))
        bars.append(
            Bar("need", f"<b>{_edition(display, id_)}</b>", 0.0, level, f"<b>{display.money(_need(display, id_))}</b>")
        )
        for part in editions.PARTS if index < len(steps) else ():
            usd = float(steps[part].iloc[index])
            if usd == usd:
                bars.append(Bar(part, names[part], level, level + display.amount(usd), display.change(usd)))
                level += display.amount(usd)
    return bars


def _table(display: Display, ids: tuple[str, ...], steps: pd.DataFrame) -> pd.DataFrame:
    """One row a step; the two needs and the three parts add up as rounded. A dash where a part cannot be told."""
    _, names, found = display.language.text, _names(display), []
    for row in steps.to_dict("records"):
        start, end = (display.amount(_need(display, row[side])) for side in ("start", "end"))
        known = [part for part in editions.PARTS if row[part] == row[part]]
        parts = dict(
            zip(known, changes_between(start, end, [display.amount(row[part]) for part in known]), strict=True)
        )
        found.append(
            {
                _("From"): _edition(display, row["start"]),
                _("To"): _edition(display, row["end"]),
                naming.column(display, _("Need before")): round(start, 1),
                **{naming.column(display, names[part]): parts.get(part) for part in editions.PARTS},
                naming.column(display, _("Need after")): round(end, 1),
            }
        )
    return pd.DataFrame(found)


def _draw(display: Display, bars: list[Bar], style: Style) -> Drawing:
    colours = style.colours
    looks: dict[str, dict[str, Any]] = {
        "need": {"color": colours.need},
        "prices": template.hatched(template.visible(colours.ineligible, style), style),
        "damage": template.gap_marker(style),
        "scope": {"color": colours.double},
    }
    return drawn(bars, looks, {"need": display.language.text("Need"), **_names(display)}, style)
