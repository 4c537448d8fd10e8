"""How much of each sector's need is funded, largest gap first."""

from functools import partial

import pandas as pd

from finance.data.records import NOT_ITEMISED
from finance.language import naming
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.model.gap import Result
from finance.outputs.charts import amounts, rows, template
from finance.outputs.charts.chart import Chart, chart
from finance.outputs.charts.template import Drawing, Style, Theme


@chart("coverage", 2)
def build(result: Result, language: Language, theme: Theme) -> Chart:
    """Funded and unfunded need of each sector, as lying bars; "not itemised" is grey and last."""
    _, display = language.text, Display(result, language)
    sectors = by_gap(result)
    drawn = sectors[sectors["need"] > 0]
    title = _title(display, drawn)
    alt = _("Bar chart of {count} rows, funded and unfunded need by sector. {title}. The range is {low} to {high}.")
    return Chart(
        id="coverage",
        title=title,
        subtitle=_("Need by sector, funded (blue) and unfunded (orange); {unit}").format(unit=display.unit),
        table=table(display, sectors),
        alt=alt.format(
            count=len(drawn),
            title=title,
            low=display.money(0.0),
            high=display.money(drawn["need"].max() if len(drawn) else 0.0),
        ),
        figures=result.figures,
        theme=theme,
        height=rows.height([naming.sector(display, id_) for id_ in drawn["sector"]], lines=2),
        draw=partial(_draw, display, drawn) if len(drawn) else None,
    )


def by_gap(result: Result) -> pd.DataFrame:
    """`by_sector` with the largest gap first and "not itemised" last."""
    table = result.by_sector
    return table.assign(last=table["sector"] == NOT_ITEMISED).sort_values(
        ["last", "gap"], ascending=[True, False], kind="stable", ignore_index=True
    )


def table(display: Display, sectors: pd.DataFrame) -> pd.DataFrame:
    """Need, funded and gap of each sector [bn], coverage [%] and a total; need is funded plus gap in every row."""
    _ = display.language.text
    need, funded, gap = amounts.headline(display)
    needs = amounts.adding_to([display.amount(usd) for usd in sectors["need"]], need)
    paid = amounts.adding_to([display.amount(usd) for usd in sectors["funded"]], funded)
    shares = [*sectors["coverage"], display.result.coverage]
    return pd.DataFrame(
        {
            _("Sector"): [*(naming.sector(display, id_) for id_ in sectors["sector"]), _("Total")],
            naming.column(display, _("Need")): [*needs, need],
            naming.column(display, _("Funded")): [*paid, funded],
            naming.column(display, _("Gap")): [*(round(n - p, 1) for n, p in zip(needs, paid, strict=True)), gap],
            _("Coverage, %"): [None if share is None else round(share * 100, 1) for share in shares],
        }
    )


def _title(display: Display, drawn: pd.DataFrame) -> str:
    _, result = display.language.text, display.result
    if drawn.empty:
        return _("There is no need in any sector under this scenario")
    if round(display.amount(result.gap), 1) == 0:
        return _("The need of {need} is funded in every sector").format(need=display.money(result.need))
    itemised = drawn[(drawn["sector"] != NOT_ITEMISED) & ~drawn["estimated"]]
    if itemised.empty:
        return _("{gap} of {need} is unfunded, and the document itemises no sector").format(
            gap=display.money(result.gap), need=display.money(result.need)
        )
    worst = itemised.iloc[0]
    return _("{sector} has the largest gap: {gap} of its {need} is unfunded").format(
        sector=naming.sector(display, worst["sector"]),
        gap=display.money(worst["gap"]),
        need=display.money(worst["need"]),
    )


def _draw(display: Display, drawn: pd.DataFrame, style: Style) -> Drawing:
    _ = display.language.text
    labels = [naming.sector(display, id_) for id_ in drawn["sector"]]
    needs, funded, gaps = ([display.amount(usd) for usd in drawn[name]] for name in ("need", "funded", "gap"))
    texts = [
        rows.end(_("{share} of {need}").format(share=display.percent(share), need=display.money(need)), style)
        for share, need in zip(drawn["coverage"], drawn["need"], strict=True)
    ]
    covered, open_ = _("funded"), _("gap")
    met = [f"{label}: {covered} {display.money(usd)}" for label, usd in zip(labels, drawn["funded"], strict=True)]
    unmet = [f"{label}: {open_} {display.money(usd)}" for label, usd in zip(labels, drawn["gap"], strict=True)]
    traces = [
        rows.bars([0.0] * len(labels), funded, _("Funded"), met, funded_marker(drawn, style)),
        rows.bars(funded, gaps, _("Gap"), unmet, unfunded_marker(drawn, style)),
        rows.ends(needs, texts, style),
    ]
    return template.figure(traces, rows.layout(labels, texts, max(needs), style), style)


def funded_marker(drawn: pd.DataFrame, style: Style) -> dict[str, object]:
    """Colours of the funded part by row: dark blue, or dark grey where the need is not itemised."""
    colours = style.colours
    return {"color": [colours.grey_line if id_ == NOT_ITEMISED else colours.funded for id_ in drawn["sector"]]}


def unfunded_marker(drawn: pd.DataFrame, style: Style) -> dict[str, object]:
    """Colours of the unfunded part by row: orange, or grey where the need is not itemised."""
    colours, unknown = style.colours, [id_ == NOT_ITEMISED for id_ in drawn["sector"]]
    return {
        "color": [colours.grey if grey else colours.gap for grey in unknown],
        "line": {"color": [colours.grey_line if grey else colours.gap_line for grey in unknown], "width": 1.2},
    }
