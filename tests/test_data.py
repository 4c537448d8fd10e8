"""The data as it ships: where each figure comes from, what feeds a default, and that what is derived is right."""

import re
from collections.abc import Callable, Iterator
from typing import get_args

import pytest

from finance import needs, read, records
from finance.dataset import Dataset, Entry
from finance.gap import Result
from finance.records import NOT_ITEMISED, Assessment, Cell, Record
from finance.scenario import Scenario

PRESETS = sorted(read.load().presets)
WRITTEN = re.compile(r"\b(?:value|default): (-?\d+(?:\.\d+)?)")


def test_every_figure_says_where_it_comes_from(dataset: Dataset) -> None:
    """A document with the place in it, or other figures and the way from them, or the reasoning. No exceptions list."""
    for id_, entry in dataset.figures.items():
        basis = entry.basis
        sourced = bool(basis.origin and basis.locator)
        derived = bool(basis.derived_from and basis.how)
        assert sourced or derived or basis.judged, f"{entry.file}:{entry.line}: {id_} says no origin"
        assert not (basis.origin and basis.derived_from), f"{id_} is both printed and derived"


def test_every_choice_says_where_its_default_comes_from(dataset: Dataset) -> None:
    """Choices and switches are no numbers, but their defaults are judged or sourced all the same."""
    for id_, row in dataset.assumptions.items():
        assert row.basis in ("sourced", "derived", "judged"), id_


def test_every_document_named_exists(dataset: Dataset) -> None:
    """Of figures and assumptions, and in sentences of the form "origin some_id"."""
    named = {entry.basis.origin for entry in dataset.figures.values() if entry.basis.origin}
    named |= {row.origin for row in dataset.assumptions.values() if row.origin}
    written = "\n".join(path.read_text(encoding="utf-8") for path in sorted(read.DATA.rglob("*.yaml")))
    named |= set(re.findall(r"\borigin ([a-z][a-z0-9]*(?:_[a-z0-9]+)+)", written))
    assert named <= set(dataset.origins)


def test_every_document_can_be_found_or_says_how_it_was_read(dataset: Dataset) -> None:
    """An address, or a note."""
    assert [id_ for id_, origin in dataset.origins.items() if not (origin.url or origin.note)] == []


def test_every_document_is_used_or_noted(dataset: Dataset) -> None:
    """A figure or a sentence names it, or its note says that none does; a note that says so is true."""
    unused = "No figure here rests on it yet."
    figures = {entry.basis.origin for entry in dataset.figures.values()}
    figures |= {row.origin for row in dataset.assumptions.values()}
    written = "\n".join(
        path.read_text(encoding="utf-8") for path in read.DATA.rglob("*.yaml") if "origins" not in path.name
    )
    words = set(re.findall(r"\w+", written))
    for id_, origin in dataset.origins.items():
        assert id_ in words or origin.note, f"{id_} is neither used nor noted; use it, or note: {unused}"
        assert id_ not in figures or origin.note != unused, f"{id_} is used; take its note out"


def test_every_derivation_leads_to_documents_or_judgement(dataset: Dataset) -> None:
    """What a figure derives from exists, and following it ends at figures that are not derived."""
    for id_, entry in dataset.figures.items():
        for group in entry.basis.derived_from:
            assert dataset.within(group), f"{id_} derives from {group}"
        assert dataset.reliability(id_) in {"A", "B", "C", "D", "judged"}


def _written(dataset: Dataset, entry: Entry) -> str:
    """The file from the figure's line on."""
    lines = (read.DATA / entry.file).read_text(encoding="utf-8").splitlines()
    return "\n".join(lines[entry.line - 1 :])


def test_the_line_of_a_figure_shows_its_value(dataset: Dataset) -> None:
    """Over all figures: its line names its key, and the first number written from there on is its value."""
    for id_, entry in dataset.figures.items():
        key, text = id_.rpartition(".")[2], _written(dataset, entry)
        first, number = text.split("\n", 1)[0], WRITTEN.search(text)
        assert key.isdecimal() or re.search(rf"(?:^|[ {{-])\"?{key}\"?:", first), f"{entry.file}:{entry.line} {id_}"
        assert number is not None, id_
        assert float(number[1]) == entry.value, f"{entry.file}:{entry.line}: {id_}"


# ---- what feeds a default ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("preset", PRESETS)
def test_no_preset_rests_on_press(preset: str, dataset: Dataset, solve: Callable[..., Result]) -> None:
    """Every figure used is of grade A or B, or judged; three kinds are used whatever their grade.

    What was paid is taken off, because leaving it out would overstate the money. An exchange rate of the day is the
    same number wherever it is printed. A programme's total has no substitute, so the result warns of it by name.
    """
    result = solve(preset)
    assert result.figures
    for id_ in (figure for used in result.figures for figure in dataset.within(used)):
        if dataset.reliability(id_) in {"C", "D"}:
            paid = id_.startswith("commitments.") and id_.endswith(".paid")
            rate = id_.startswith("macro.exchange_rates.")
            warned = any(warning.startswith(f"{id_} is graded") for warning in result.needs.warnings)
            assert paid or rate or (id_.endswith(".totals.need") and warned), id_


@pytest.mark.parametrize("preset", PRESETS)
def test_every_figure_used_is_in_the_index(preset: str, dataset: Dataset, solve: Callable[..., Result]) -> None:
    """What a receipt names can be looked up: an id of a figure, or of a group of figures."""
    assert [id_ for id_ in solve(preset).figures if not dataset.within(id_)] == []


# ---- what is derived is right --------------------------------------------------------------------------------------


def _programmes(dataset: Dataset) -> Iterator[tuple[str, Assessment]]:
    yield from ((f"assessments.{id_}", record) for id_, record in dataset.assessments.items())
    yield from ((f"plans.{id_}", record) for id_, record in dataset.plans.items())


def test_what_is_not_itemised_is_the_total_less_the_printed_sectors(dataset: Dataset) -> None:
    """In every edition, for damage, loss and need; and the row derives from exactly these figures."""
    seen = 0
    for stem, programme in _programmes(dataset):
        for cell in get_args(Cell):
            total, rest = programme.totals.get(cell), programme.sectors[NOT_ITEMISED].get(cell)
            if rest is None:
                assert total is None or not any(cells.get(cell) for cells in programme.sectors.values()), stem
                continue
            printed = {
                f"{stem}.sectors.{sector}.{cell}": figure.value
                for sector, cells in programme.sectors.items()
                if sector != NOT_ITEMISED and (figure := cells.get(cell))
            }
            assert total is not None
            assert rest.value == pytest.approx(total.value - sum(printed.values()), abs=1e-9), f"{stem} {cell}"
            assert set(rest.derived_from) == {f"{stem}.totals.{cell}", *printed}, f"{stem} {cell}"
            seen += 1
    assert seen >= 12


def test_the_fifth_assessment(dataset: Dataset) -> None:
    """RDNA5 is 587.7 in all, and the rows of the model add up to it exactly, with any document and spread or not."""
    assert dataset.figures["assessments.rdna5.totals.need"].value == 587.7
    scenario = Scenario.preset("rdna5_whole", dataset)
    for grade in "ABCD":
        for spread in (False, True):
            rows = needs.by_sector(dataset, scenario.with_(reliability=grade, spread_not_itemised=spread))
            assert rows.amounts.sum() == pytest.approx(587.7, abs=1e-9)
            assert (rows.amounts >= 0).all()


def test_cross_rates_are_two_rates_to_the_euro(dataset: Dataset) -> None:
    """USD per unit = USD per EUR ÷ units per EUR, both the ECB's and of the same day; the hryvnia 1 ÷ UAH per USD."""
    macro = dataset.macro
    dollar = macro.ecb_reference["USD"]
    for currency, rates in macro.exchange_rates.items():
        rate, *others = rates
        assert not others
        if currency == "USD":
            expected = 1.0
        elif currency == "EUR":
            expected = dollar.value
        elif currency == "UAH":
            expected = 1.0 / macro.nbu_official["USD"].value
        else:
            other = macro.ecb_reference[currency]
            assert other.date == dollar.date == rate.date
            assert set(rate.derived_from) == {"macro.ecb_reference.USD", f"macro.ecb_reference.{currency}"}
            expected = dollar.value / other.value
        assert rate.value == pytest.approx(expected, abs=0.5000001e-8), currency  # written with eight decimals


def test_yearly_prices_are_the_mean_of_their_quarters(dataset: Dataset) -> None:
    """Of four, or of those there are where the year is a forecast; written with three decimals."""
    prices = dataset.macro.prices
    for row in prices.us_gdp_deflator:
        quarters = [quarter.value for quarter in prices.us_gdp_deflator_quarterly[str(row.year)]]
        assert len(quarters) == 4 or row.forecast
        assert row.value == pytest.approx(sum(quarters) / len(quarters), abs=0.0005001), row.year


def test_gross_product_follows_from_its_inputs(dataset: Dataset) -> None:
    """The first input ÷ each of the others, as `how` says: 524 ÷ 2.8; 213.3 ÷ 0.984; 2,800 ÷ 0.272 ÷ 45.7."""
    derived = [row for row in dataset.macro.gdp if row.derived_from]
    assert len(derived) == 3
    for row in derived:
        value, *divisors = (dataset.figures[id_].value for id_ in row.derived_from)
        for divisor in divisors:
            value /= divisor
        assert row.value == pytest.approx(value, abs=0.05001), row.year


def test_ratios_of_past_promises_follow_from_their_parts(dataset: Dataset) -> None:
    """paid ÷ pledged; where `how` begins "1 - ", one less the quotient; to the decimals written.

    `how` shows the numbers of the figures named, in their order.
    """
    derived = [bench.ratio for bench in dataset.benchmarks.values() if bench.ratio and bench.ratio.derived_from]
    assert len(derived) > 15
    for ratio in derived:
        above, below = (dataset.figures[id_].value for id_ in ratio.derived_from)
        rest = (ratio.how or "").startswith("1 - ")
        shown = [float(number.replace(",", "")) for number in re.findall(r"\d[\d,]*(?:\.\d+)?", ratio.how or "")]
        assert shown[: 2 + rest] == [*([1.0] if rest else []), above, below], ratio.how
        decimals = len(f"{ratio.value}".partition(".")[2])
        expected = 1 - above / below if rest else above / below
        assert ratio.value == pytest.approx(expected, abs=0.5001 * 10**-decimals), ratio.how


def test_amounts_of_past_promises_follow_from_their_parts(dataset: Dataset) -> None:
    """The sum of what they derive from, or the difference where `how` says so with a minus."""
    benches = dataset.benchmarks.values()
    amounts = [figure for bench in benches for figure in (bench.pledged, bench.committed, bench.paid) if figure]
    derived = [figure for figure in amounts if figure.derived_from]
    assert derived
    for figure in derived:
        first, second = (dataset.figures[id_].value for id_ in figure.derived_from)
        assert figure.value == pytest.approx(first - second if " - " in (figure.how or "") else first + second)


def test_printed_ratios_agree_with_the_printed_amounts(dataset: Dataset) -> None:
    """Where a document prints pledge, payment and ratio of its own, they agree within two hundredths."""
    for id_, bench in dataset.benchmarks.items():
        if bench.ratio and bench.ratio.origin and bench.paid and bench.pledged:
            assert bench.ratio.value == pytest.approx(bench.paid.value / bench.pledged.value, abs=0.02), id_


def test_overlaps_name_lines_of_their_own_book(dataset: Dataset) -> None:
    """Both lines exist and differ, one of the two is dropped, and an amount is not more than the dropped line holds."""
    found = 0
    for ledger in dataset.ledgers.values():
        book = ledger.commitments
        for id_, line in book.items():
            for overlap in line.overlaps:
                found += 1
                assert overlap.with_ in book
                assert overlap.with_ != id_
                assert overlap.drop in (id_, overlap.with_)
                if overlap.amount and book[overlap.drop].currency == line.currency:
                    assert overlap.amount.value <= book[overlap.drop].envelope.value
    assert found


def test_what_was_paid_was_paid_by_a_stated_day(dataset: Dataset) -> None:
    """A running total means nothing without its day, and none is older than the promise."""
    for ledger in dataset.ledgers.values():
        for id_, line in ledger.commitments.items():
            if line.paid:
                assert line.paid.as_of is not None, id_
                assert line.paid.as_of.isoformat()[: len(line.agreed)] >= line.agreed, id_


# ---- the guide -----------------------------------------------------------------------------------------------------


def test_the_guide_explains_every_field() -> None:
    """data/README.md names each field of each record."""
    guide = (read.DATA / "README.md").read_text(encoding="utf-8")
    kinds = [kind for kind in vars(records).values() if isinstance(kind, type) and issubclass(kind, Record)]
    fields = {field.alias or name for kind in kinds for name, field in kind.model_fields.items()}
    assert len(fields) > 80
    assert sorted(name for name in fields if not re.search(rf"\b{name}\b", guide)) == []


def test_the_guide_names_figures_that_exist(dataset: Dataset) -> None:
    """Every id of a figure or a group that it writes out can be looked up."""
    guide = (read.DATA / "README.md").read_text(encoding="utf-8")
    stems = "assessments|commitments|macro|assumptions|plans|benchmarks"
    named = re.findall(rf"[`\[]((?:{stems})(?:\.\w+)+)[`\]]", guide)
    wrong = [id_ for id_ in named if not dataset.within(id_) and not re.search(r"\.(yaml|default)$", id_)]
    assert len(named) > 5
    assert wrong == []


def test_the_schemas_beside_the_data_are_those_of_the_records() -> None:
    """`python -m finance schema` has been run since a record changed."""
    written = {path.name: path.read_text(encoding="utf-8") for path in (read.DATA / "schema").glob("*.json")}
    assert written == read.schemas()
