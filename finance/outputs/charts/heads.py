"""Money for each person and year, beside past reconstructions."""

from finance.analysis import benchmarks
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.model.gap import Result
from finance.outputs.charts.cases import Cases, Row, first, past
from finance.outputs.charts.chart import Chart, chart
from finance.outputs.charts.template import Theme


@chart("heads", 19)
def build(result: Result, language: Language, theme: Theme) -> Chart:
    """One row a case, the scenario's need and money among them."""
    _, display = language.text, Display(result, language)
    return Cases(
        id="heads",
        title=_title(display),
        subtitle=_(
            "Money for each person and year, {currency}; the scenario's is its total in {unit} ÷ years ÷ people"
        ).format(currency=display.currency, unit=display.unit),
        unit=_("{currency} a person and year").format(currency=display.currency),
        factor=1,
        measures=("per_head",),
        said=lambda amount: _each(display, amount),
        need=_("need"),
    ).chart(display, _rows(display), theme)


def _rows(display: Display) -> list[Row]:
    """The cases in the currency shown, the largest first."""
    _, own, aid = display.language.text, benchmarks.own(display.result), display.language.text("aid received")
    counts = _("money that counts ÷ years of the programme ÷ people of the first year")
    scenario = [
        Row(_("This scenario: the need"), _("need"), own.need_per_head, True, _("the need ÷ years ÷ people")),
        Row(_("This scenario: the money"), _("money that counts"), own.per_head, True, counts),
    ]
    listed = [row._replace(value=display.amount(row.value)) for row in (*scenario, *past(display, "per_head", aid))]
    return sorted(listed, key=lambda row: -row.value)


def _title(display: Display) -> str:
    _, own = display.language.text, benchmarks.own(display.result)
    lead = _("The {counted} that counts is {own} for each person and year; the need is {need}").format(
        counted=display.money(display.result.available),
        own=_each(display, display.amount(own.per_head)),
        need=_each(display, display.amount(own.need_per_head)),
    )
    most = first(display, "per_head")
    if most is None:
        return lead
    return _("{lead}; {case} received {past}").format(
        lead=lead, case=most[0], past=_each(display, display.amount(most[1]))
    )


def _each(display: Display, amount: float) -> str:
    """An amount for one person, in whole units of the currency shown."""
    return display.language.text("{symbol}{amount}").format(
        symbol=display.symbol, amount=display.language.number(amount, 0)
    )
