"""On what terms the counted money comes: what is a gift, what must be repaid, and what no document prints."""

from functools import partial

import pandas as pd

from finance.analysis import borrowing
from finance.analysis.borrowing import Kind, Term, Terms
from finance.language import naming
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.model.gap import Result
from finance.outputs.charts import rows, template
from finance.outputs.charts.chart import Chart, chart
from finance.outputs.charts.template import Drawing, Style, Theme


@chart("terms", 15)
def build(result: Result, language: Language, theme: Theme) -> Chart:
    """One row a kind of money that counts, split into gift, repayment and what is not known."""
    _, display, found = language.text, Display(result, language), borrowing.of(result)
    title, kinds = _title(display, found), [kind for kind in borrowing.KINDS if found.amount(kind) > 0]
    return Chart(
        id="terms",
        title=title,
        subtitle=_(
            "Money that counts: no debt (green), gift in a loan (blue), to be repaid at today's value (light), "
            "not known (hatched); {unit}"
        ).format(unit=display.unit),
        table=_table(display, found),
        alt=_("Bar chart of {count} kinds of money. {title}.").format(count=len(kinds), title=title),
        figures=(*result.figures, *found.figures),
        theme=theme,
        height=rows.height([_kind(display, kind) for kind in kinds], lines=2),
        draw=partial(_draw, display, found, kinds) if kinds else None,
    )


def _kind(display: Display, kind: Kind) -> str:
    _ = display.language.text
    return {
        "no_debt": _("Grants, equity, guarantees"),
        "dated": _("Loans with printed terms"),
        "contingent": _("Loans due only if reparations are paid"),
        "unknown": _("Loans whose terms are not all printed"),
    }[kind]


def _title(display: Display, found: Terms) -> str:
    _, counted = display.language.text, display.money(display.result.available)
    unknown, contingent = found.amount("unknown"), found.amount("contingent")
    parts = {"counted": counted, "unknown": display.money(unknown), "contingent": display.money(contingent)}
    if display.result.available <= 0:
        return _("No money counts under this scenario: {counted} is owed").format(**parts)
    if unknown > 0 and contingent > 0:
        return _(
            "Of {counted} that counts, {contingent} falls due only if reparations are paid, and {unknown} is lent on "
            "terms not all printed"
        ).format(**parts)
    if unknown > 0:
        return _("Of {counted} that counts, {unknown} is lent on terms that are not all printed").format(**parts)
    if contingent > 0:
        return _("Of {counted} that counts, {contingent} falls due only if reparations are paid").format(**parts)
    return _("All of {counted} that counts is no debt, or is lent on printed terms").format(**parts)


def _table(display: Display, found: Terms) -> pd.DataFrame:
    """One row a line: what counts [bn], the grant element under each convention [%], and the terms as printed."""
    _, dataset = display.language.text, display.result.dataset
    book = dataset.ledgers[display.result.scenario.choice("ledger")].commitments
    lines = sorted(found.lines, key=lambda term: -term.amount)
    return pd.DataFrame(
        {
            _("Commitment"): [book[term.commitment].label.in_(display.language.code) for term in lines],
            _("Kind"): [_kind(display, term.kind) for term in lines],
            naming.column(display, _("Counts")): [round(display.amount(term.amount), 1) for term in lines],
            **{
                name: [_gift(display, term, index) for term in lines] for index, name in enumerate(conventions(display))
            },
            _("Rate, % a year"): [_printed(display, term, "rate", 100, 2) for term in lines],
            _("Maturity, years"): [_printed(display, term, "maturity") for term in lines],
            _("Interest only, years"): [_printed(display, term, "interval") for term in lines],
            _("Not printed"): [_missing(display, term) for term in lines],
        }
    )


def conventions(display: Display) -> list[str]:
    """Headings of the grant element at the scenario's rate and under each of terms.CONVENTIONS."""
    _ = display.language.text
    rate = display.percent(display.result.scenario.number("discount_rate"))
    return [
        _("Grant element at {rate}, %").format(rate=rate),
        _("IMF and World Bank, at 5%, %"),
        _("DAC, lower middle income, at 7%, %"),
        _("DAC, upper middle income, at 6%, %"),
    ]


def _printed(display: Display, term: Term, name: str, factor: float = 1.0, digits: int = 0) -> str:
    figure = getattr(term.terms, name)
    return "–" if figure is None else display.language.number(figure.value * factor, digits)


def _missing(display: Display, term: Term) -> str:
    _ = display.language.text
    names = {"rate": _("rate"), "maturity": _("maturity"), "interval": _("grace")}
    return ", ".join(names[name] for name in term.missing)


def _gift(display: Display, term: Term, index: int) -> str:
    """Grant element [%]; at least so much where no date is printed; a dash where it is not known."""
    if not term.gift:
        return "–"
    share = display.language.number(term.gift[index] * 100)
    return display.language.text("≥ {share}").format(share=share) if term.kind == "contingent" else share


def _draw(display: Display, found: Terms, kinds: list[Kind], style: Style) -> Drawing:
    _, colours = display.language.text, style.colours
    totals = [display.amount(found.amount(kind)) for kind in kinds]
    shares = [gift[0] if (gift := found.gift(kind)) else None for kind in kinds]
    labels = [_kind(display, kind) for kind in kinds]
    texts = [_end(display, found, kind, share) for kind, share in zip(kinds, shares, strict=True)]
    hovers = [template.plain(f"{label}: {text}").replace("\n", ", ") for label, text in zip(labels, texts, strict=True)]
    parts = list(zip(kinds, totals, shares, strict=True))
    gifts = [0.0 if share is None else total * share for _, total, share in parts]
    repaid = [None if share is None else total * (1 - share) for _, total, share in parts]
    plain = [total if kind == "no_debt" else None for kind, total, _ in parts]
    unknown = [total if kind == "unknown" else None for kind, total, _ in parts]
    start = [0.0] * len(kinds)
    traces = [
        rows.bars(start, plain, _("No debt"), hovers, {"color": colours.paid}),
        rows.bars(start, gifts, _("Gift in a loan"), hovers, {"color": colours.funded}),
        rows.bars(gifts, repaid, _("To be repaid"), hovers, template.solid(colours.pledged, style)),
        rows.bars(start, unknown, _("Not known"), hovers, template.hatched(colours.grey_line, style)),
        rows.ends(totals, texts, style),
    ]
    return template.figure(traces, rows.layout(labels, texts, max(totals), style), style)


def _end(display: Display, found: Terms, kind: Kind, share: float | None) -> str:
    _, money = display.language.text, display.money(found.amount(kind))
    if kind == "no_debt":
        return _("{money}<br>no debt").format(money=money)
    if share is None:
        return _("{money}<br>not known").format(money=money)
    percent = display.percent(share, 0)
    if kind == "contingent":
        return _("{money}<br>at least {share} gift").format(money=money, share=percent)
    return _("{money}<br>{share} gift").format(money=money, share=percent)
