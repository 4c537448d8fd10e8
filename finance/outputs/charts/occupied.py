"""Who holds what: the occupied share of each region's area, with its date."""

from functools import partial

import pandas as pd

from finance.language.catalogue import Language
from finance.language.display import Display
from finance.model.gap import Result
from finance.outputs.charts import tiles
from finance.outputs.charts.chart import Chart, chart
from finance.outputs.charts.template import Theme


@chart("occupied", 11)
def build(result: Result, language: Language, theme: Theme) -> Chart:
    """A tile a region, dark by the share of its area that is occupied."""
    _, display = language.text, Display(result, language)
    known = result.by_region.dropna(subset=["occupied_share"])
    values = dict(zip(known["region"], known["occupied_share"], strict=True))
    texts = [_text(display, values.get(id_)) for id_ in result.dataset.regions]
    partly = sum(0 < share < 1 for share in values.values())
    title = _("{whole} regions are occupied at 100% of their area and {partly} in part").format(
        whole=sum(share == 1 for share in values.values()), partly=partly
    )
    return Chart(
        id="occupied",
        title=title,
        subtitle=_("Occupied share of each region's area, %, as of {date}").format(date=_date(display)),
        table=_table(display, known),
        alt=_("Tile map of {count} regions. {title}.").format(count=len(values), title=title),
        figures=("regions",),
        theme=theme,
        height=tiles.HEIGHT,
        draw=partial(tiles.draw, display, values, texts, 1.0),
    )


def _text(display: Display, share: float | None) -> str:
    """Decimals only where a region is held in part, so that 99.6% is not read as all of it."""
    return "–" if share is None else display.percent(share, 0 if share in (0.0, 1.0) else 1)


def _date(display: Display) -> str:
    """The day of the newest share."""
    shares = [row.occupied_share for row in display.result.dataset.regions.values()]
    days = [share.as_of for share in shares if share and share.as_of]
    return display.language.date(max(days)) if days else "–"


def _table(display: Display, known: pd.DataFrame) -> pd.DataFrame:
    _, regions = display.language.text, display.result.dataset.regions
    return pd.DataFrame(
        {
            _("Region"): [regions[id_].label.in_(display.language.code) for id_ in known["region"]],
            _("Occupied share of area, %"): (known["occupied_share"] * 100).round(1),
        }
    )
