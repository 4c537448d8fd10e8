"""How large the programme is for the economy, beside past reconstructions: whole cost and the money of one year."""

from finance.analysis import benchmarks
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.model.gap import Result
from finance.outputs.charts.cases import Cases, Row, first, past
from finance.outputs.charts.chart import Chart, chart
from finance.outputs.charts.template import Theme


@chart("burden", 18)
def build(result: Result, language: Language, theme: Theme) -> Chart:
    """One row a case and measure: first whole costs, then the money of one year."""
    _, display = language.text, Display(result, language)
    return Cases(
        id="burden",
        title=_title(display),
        subtitle=_("Whole cost (grey) and money of one year (blue), % of one year's GDP of the country that rebuilds"),
        unit=_("% of a year's GDP"),
        factor=100,
        measures=("share_of_gdp", "share_of_gdp_a_year"),
        said=lambda share: display.percent(share, 1 if share < 0.1 else 0),
        need=_("whole cost"),
    ).chart(display, _rows(display), theme)


def _rows(display: Display) -> list[Row]:
    _, own = display.language.text, benchmarks.own(display.result)
    whole, yearly = _("whole cost"), _("money of one year")
    need = _("need of the scenario ÷ GDP of the first year")
    money = _("money that counts ÷ years of the programme ÷ GDP of the first year")
    return [
        Row(_("This scenario: the need"), whole, own.share_of_gdp, True, need),
        *past(display, "share_of_gdp", whole),
        Row(_("This scenario: need of a year"), yearly, own.need_a_year, True, _("the need ÷ years ÷ GDP")),
        Row(_("This scenario: money of a year"), yearly, own.share_of_gdp_a_year, True, money),
        *past(display, "share_of_gdp_a_year", yearly),
    ]


def _title(display: Display) -> str:
    _, own = display.language.text, benchmarks.own(display.result)
    lead = _("The need of {need} is {share} of a year's GDP").format(
        need=display.money(display.result.need), share=display.percent(own.share_of_gdp, 0)
    )
    largest = first(display, "share_of_gdp")
    if largest is None:
        return lead
    return _("{lead}; the largest past case read, {case}, was {past}").format(
        lead=lead, case=largest[0], past=display.percent(largest[1], 0)
    )
