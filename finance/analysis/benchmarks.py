"""Past reconstructions beside a scenario: what they cost, what came in a year, and how much of a promise was paid."""

from collections.abc import Iterator
from dataclasses import dataclass

from finance.data.dataset import Dataset
from finance.errors import TimelineError
from finance.model import years
from finance.model.funding import LEFT_OUT
from finance.model.gap import Result

REALISATIONS = ("realised_grants", "realised_loans", "realised_tranches", "realised_announced")
"""The assumptions that past promises are evidence for."""

MEASURES = ("share_of_gdp", "share_of_gdp_a_year", "per_head")
"""What a past case and a scenario are compared by: fields of a benchmark.

share_of_gdp: the whole cost ÷ one year's GDP; share_of_gdp_a_year: money of one year ÷ GDP; per_head: money of one
year ÷ people [USD].
"""


@dataclass(frozen=True)
class Own:
    """The scenario's own figures, on the definitions of MEASURES, and the figures that they rest on.

    Money of one year is the money that counts, spread evenly over the programme; the GDP is the first year's. `need`
    and `per_head_need` are the same two on the need in place of the money. `paid` is the share of the promised money of
    all lines that count, or counted until they were paid, that was paid; None without any.
    """

    share_of_gdp: float
    share_of_gdp_a_year: float
    per_head: float
    need_a_year: float
    need_per_head: float
    paid: float | None
    figures: tuple[str, ...]


def cases(dataset: Dataset, assumption: str) -> dict[str, float]:
    """Paid ÷ promised of every past case that is evidence for the assumption [fraction], by benchmark id, rising."""
    found = {
        id_: row.ratio.value
        for id_, row in dataset.benchmarks.items()
        if row.evidence_for == assumption and row.ratio is not None
    }
    return dict(sorted(found.items(), key=lambda case: case[1]))


def measured(dataset: Dataset, measure: str) -> dict[str, float]:
    """Every past case that prints one of MEASURES, by benchmark id, falling."""
    found = {id_: figure.value for id_, row in dataset.benchmarks.items() if (figure := getattr(row, measure))}
    return dict(sorted(found.items(), key=lambda case: -case[1]))


def own(result: Result) -> Own:
    """The scenario on the same definitions. Raises TimelineError where GDP or population is missing."""
    scenario, first = result.scenario, result.years.first
    count = result.years.last - first + 1
    output, used = years.gdp_of(scenario, first)
    people, counted = population_of(result.dataset, first)
    return Own(
        share_of_gdp=result.need / output,
        share_of_gdp_a_year=result.available / count / output,
        per_head=result.available / count / people * 1e3,
        need_a_year=result.need / count / output,
        need_per_head=result.need / count / people * 1e3,
        paid=paid(result),
        figures=(*result.figures, used, counted, "assumptions.horizon"),
    )


def population_of(dataset: Dataset, year: int) -> tuple[float, str]:
    """People in a year [million]: as printed for the year or the last one before it; and the figure used.

    Raises TimelineError where none is printed up to the year.
    """
    known = [(row.year, index) for index, row in enumerate(dataset.macro.population) if row.year <= year]
    if not known:
        message = f"macro.yaml has no population up to {year}; add the year to `population`"
        raise TimelineError(f"{message}, or start the programme later")
    index = max(known)[1]
    return dataset.macro.population[index].value, f"macro.population.{index}"


def paid(result: Result) -> float | None:
    """Paid ÷ promised over the lines that are reliable and firm enough [fraction], what is listed twice left out."""
    amounts = list(_paid_of_promised(result))
    promised = sum(promise for promise, _ in amounts)
    return sum(payment for _, payment in amounts) / promised if promised > 0 else None


def _paid_of_promised(result: Result) -> Iterator[tuple[float, float]]:
    """(promised, paid) [USD bn] of every line."""
    for line in result.money.lines:
        left_out = dict(zip(LEFT_OUT, line.left_out, strict=True))
        yield (
            line.face * line.rate - left_out["unreliable"] - left_out["not_firm"] - left_out["overlap"],
            left_out["paid"],
        )
