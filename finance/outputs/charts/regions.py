"""Where the need is: what the assessment prints by region, and how little that is."""

from functools import partial

import pandas as pd

from finance.language import naming
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.model.gap import Result
from finance.outputs.charts import tiles
from finance.outputs.charts.chart import Chart, chart
from finance.outputs.charts.template import Theme


@chart("regions", 10)
def build(result: Result, language: Language, theme: Theme) -> Chart:
    """A tile a region, dark by the printed need, hatched where none was found."""
    _, display, table = language.text, Display(result, language), result.by_region
    printed = table.dropna(subset=["need"])
    values = dict(zip(printed["region"], printed["need"], strict=True))
    texts = [language.number(display.amount(values[id_])) if id_ in values else "–" for id_ in table["region"]]
    title = _title(display, values)
    stem = f"assessments.{result.scenario.choice('assessment')}.regions"
    return Chart(
        id="regions",
        title=title,
        subtitle=_("Need of each region as printed; hatched: no figure was found; {unit}").format(unit=display.unit),
        table=_table(display, table),
        alt=_("Tile map of {count} regions, {missing} of them without a figure. {title}.").format(
            count=len(table), missing=len(table) - len(values), title=title
        ),
        figures=(*result.figures, *((stem,) if values else ())),
        theme=theme,
        height=tiles.HEIGHT,
        draw=partial(tiles.draw, display, values, texts, max(values.values(), default=0.0)),
    )


def _title(display: Display, values: dict[str, float]) -> str:
    _, need = display.language.text, display.result.need
    if not values:
        return _("The document prints none of its {need} by region").format(need=display.money(need))
    total = len(display.result.dataset.regions)
    named = _("Only {count} of {total} regions has a printed need, {sum} together; the rest is missing, not zero")
    if len(values) > 1:
        named = _("Only {count} of {total} regions have a printed need, {sum} together; the rest is missing, not zero")
    return named.format(count=len(values), total=total, sum=display.money(sum(values.values())))


def _table(display: Display, table: pd.DataFrame) -> pd.DataFrame:
    _, regions = display.language.text, display.result.dataset.regions
    return pd.DataFrame(
        {
            _("Region"): [regions[id_].label.in_(display.language.code) for id_ in table["region"]],
            naming.column(display, _("Damage as printed")): (table["damage"].map(display.amount)).round(1),
            naming.column(display, _("Need as printed")): (table["need"].map(display.amount)).round(1),
            _("Occupied share of area, %"): (table["occupied_share"] * 100).round(1),
        }
    )
