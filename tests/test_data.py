"""The data as it ships: where each figure comes from, what feeds a default, and that what is derived is right."""

import datetime as dt
import random
import re
from collections.abc import Callable, Iterator
from typing import get_args

import pytest

from finance.data import read, slices
from finance.data.dataset import STANDINGS, Dataset, Entry
from finance.data.records import (
    FIRMNESS,
    NOT_ITEMISED,
    Assessment,
    Cell,
    Commitment,
    Firmness,
    Instrument,
    Kind,
    Purpose,
    Reason,
    Record,
    Standing,
)
from finance.data.units import dollars_per_unit
from finance.language.catalogue import Language
from finance.model import funding, needs, promised
from finance.model.gap import Result
from finance.model.given import Given
from finance.outputs import provenance
from finance.scenario import Scenario

PRESETS = sorted(read.load().presets)
NUMBER = r"(-?\d+(?:\.\d+)?)"
WRITTEN = re.compile(rf"\b(?:value|default): {NUMBER}")
ALONE = re.compile(r"^commitments\.\w+\.commitments\.\w+\.(?:purposes|split|kinds)\.\w+$")
TAKEN_OVER = ("origin", "locator", "derived_from", "how", "judged", "corroborated_by")


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
    figures |= {other for entry in dataset.figures.values() for other in entry.basis.corroborated_by}
    figures |= {row.origin for row in dataset.assumptions.values()}
    written = "\n".join(
        path.read_text(encoding="utf-8") for path in read.DATA.rglob("*.yaml") if "origins" not in path.name
    )
    words = set(re.findall(r"\w+", written))
    assert [id_ for id_, origin in dataset.origins.items() if id_ not in words and not origin.note] == []
    assert [id_ for id_, origin in dataset.origins.items() if id_ in figures and origin.note == unused] == []


def test_every_derivation_leads_to_documents_or_judgement(dataset: Dataset) -> None:
    """What a figure derives from exists, and following it ends at figures that are not derived."""
    for id_, entry in dataset.figures.items():
        for group in entry.basis.derived_from:
            assert dataset.within(group), f"{id_} derives from {group}"
        assert dataset.reliability(id_) in {"A", "B", "C", "D", "judged"}
        assert dataset.standing(id_) in {*STANDINGS, "judged"}


def test_a_figure_stands_as_its_documents_do(dataset: Dataset) -> None:
    """A and B official; C corroborated where another document or a total bears it out, else press; D unverified."""
    by_grade = {"A": "official", "B": "official", "C": "press", "D": "unverified"}
    wrong = []
    for id_, entry in dataset.figures.items():
        if entry.basis.origin:
            grade = dataset.origins[entry.basis.origin].reliability
            borne_out = grade == "C" and (entry.basis.corroborated_by or entry.basis.closes)
            if dataset.standing(id_) != ("corroborated" if borne_out else by_grade[grade]):
                wrong.append(id_)
    assert wrong == []
    assert {dataset.standing(id_) for id_ in dataset.figures} == {*STANDINGS, "judged"}


def test_whoever_corroborates_is_no_weaker_than_press(dataset: Dataset) -> None:
    """A document that nobody verified makes no other one better."""
    weak = [
        f"{id_}: {other}"
        for id_, entry in dataset.figures.items()
        for other in entry.basis.corroborated_by
        if dataset.origins[other].reliability == "D"
    ]
    assert weak == []


def _written(dataset: Dataset, entry: Entry) -> tuple[bool, float | None]:
    """Whether the line of a figure names its key, and the number that is written there.

    Under `purposes`, `split` and `kinds` a number may stand alone; else it is the first `value` from the line on.
    """
    lines = (read.DATA / entry.file).read_text(encoding="utf-8").splitlines()[entry.line - 1 :]
    key = entry.id.rpartition(".")[2]
    named = re.search(rf'(?:^|[ {{-])"?{key}"?: *', lines[0])
    rest = "\n".join([lines[0][named.end() :] if named else lines[0], *lines[1:40]])
    alone = re.match(NUMBER, rest) if named and ALONE.match(entry.id) else None
    number = alone or WRITTEN.search(rest)
    return bool(named) or key.isdecimal(), float(number[1]) if number else None


def test_the_line_of_a_figure_shows_its_value(dataset: Dataset) -> None:
    """Over all figures: its line names its key, and the first number written from there on is its value."""
    wrong = [
        f"{entry.file}:{entry.line} {id_}: {_written(dataset, entry)[1]} is not {entry.value}"
        for id_, entry in dataset.figures.items()
        if _written(dataset, entry) != (True, entry.value)
    ]
    assert wrong == []


def test_a_number_alone_stands_in_the_envelopes_document(dataset: Dataset) -> None:
    """Under purposes, split and kinds: the same basis as the envelope, at the same place, and as good."""
    found, wrong = 0, []
    for id_, entry in dataset.figures.items():
        line = (read.DATA / entry.file).read_text(encoding="utf-8").splitlines()[entry.line - 1]
        if ALONE.match(id_) and re.search(rf'"?{id_.rpartition(".")[2]}"?: *{NUMBER}', line):
            found += 1
            envelope = f"{id_.rsplit('.', 2)[0]}.envelope"
            basis = dataset.figures[envelope].basis
            same = all(getattr(entry.basis, name) == getattr(basis, name) for name in TAKEN_OVER)
            if not same or dataset.standing(id_) != dataset.standing(envelope):
                wrong.append(id_)
    assert found > 100
    assert wrong == []


def test_thirty_figures_drawn_at_random_lead_to_their_documents(dataset: Dataset) -> None:
    """From the id to the document, the place in it and the grade, or to the words of the derivation or judgement.

    As the files and the address of the data say it; the seed is another one each time and stands in the failure.
    """
    seed = random.SystemRandom().randrange(10**6)
    drawn = random.Random(seed).sample(sorted(dataset.figures), 30)
    table = provenance.figures(dataset, drawn, Language()).set_index("figure")
    documents = provenance.documents(dataset, sorted(dataset.origins), Language()).set_index("origin")
    lost = []
    for id_ in drawn:
        row, entry = table.loc[id_], dataset.figures[id_]
        if row["basis"] == "sourced":
            document = documents.loc[row["origin"]]
            leads = (
                document["producer"] and document["title"] and row["locator"] and (document["url"] or document["note"])
            )
            leads = leads and row["grade"] == document["reliability"]
        elif row["basis"] == "derived":
            leads = row["how"] and all(dataset.within(used) for used in row["derived_from"].split())
        else:
            leads = row["judged"] and row["grade"] == "judged"
        here = (row["file"], row["line"], row["value"]) == (entry.file, entry.line, entry.value)
        if not (leads and here and _written(dataset, entry) == (True, row["value"])):
            lost.append(f"{row['file']}:{row['line']} {id_}")
    assert lost == [], f"seed {seed}"


# ---- what feeds a default ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("preset", PRESETS)
def test_no_preset_rests_on_press(preset: str, dataset: Dataset, solve: Callable[..., Result]) -> None:
    """Every figure used is official or corroborated, or judged; the article's presets also use press, and say so.

    They repeat the article's own sum, so they set `standing: press`. These are used whatever their documents:
    what was paid, and what is documented to be left, because leaving it out would overstate the money;
    an exchange rate of the day, which is the same number wherever it is printed;
    a programme's total, and its total for the land that is held, of which the result warns by name;
    the sum of a part, where what holds it stands: the money is in the whole, and the part says only what for;
    and what another edition leaves open, where it weighs "other sectors" against the sectors and fills no cell.
    """
    result = solve(preset)
    weakest = "press" if result.scenario.choice("standing") == "press" else "corroborated"
    if weakest == "press":
        assert result.scenario.choice("assessment") == "article"
        assert result.scenario.choice("ledger") in {"article", "article_to_come"}
    ledger = result.scenario.choice("ledger")
    within = {
        f"commitments.{ledger}.commitments.{id_}"
        for id_, slice_ in slices.of(dataset, ledger).items()
        if len(slice_.holders) > 1 and STANDINGS.index(slice_.standing) <= STANDINGS.index(weakest)
    }
    estimated = needs.estimated(dataset, result.scenario).values()
    weighing = {id_ for cell in estimated for id_ in cell.block.open_}
    weighing -= {id_ for cell in estimated for id_ in (cell.figure, *cell.block.shares)}
    weak = []
    assert result.figures
    for id_ in (figure for used in result.figures for figure in dataset.within(used)):
        line = ".".join(id_.split(".")[:4])
        programme, _, total = id_.rpartition(".")
        stem = programme.removesuffix(".totals").removesuffix(".held")
        warned = any(warning.startswith(f"{stem}.totals.need is graded") for warning in result.needs.warnings)
        exempt = (
            re.fullmatch(r"commitments\..+\.(paid|payments\.\d+|left_documented)", id_)
            or id_.startswith("macro.exchange_rates.")
            or (programme != stem and total == "need" and warned)
            or (line in within and id_ != line)
            or id_ in weighing
        )
        if not dataset.stands(id_, weakest) and not exempt:
            weak.append(f"{id_} is {dataset.standing(id_)}")
    assert weak == []


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
    """RDNA5 is 587.7 in all, and the rows of the model add up to it exactly, whatever counts and is estimated."""
    assert dataset.figures["assessments.rdna5.totals.need"].value == 587.7
    scenario = Scenario.preset("rdna5_whole", dataset)
    for standing in STANDINGS:
        for estimate in (False, True):
            for spread in (False, True):
                values = {"standing": standing, "estimate": estimate, "spread_not_itemised": spread}
                rows = needs.by_sector(Given(dataset, scenario.with_(**values)))
                assert rows.amounts.sum() == pytest.approx(587.7, abs=1e-9), values
                assert (rows.amounts >= 0).all(), values


def _added(dataset: Dataset, edition: str, table: str, cell: str) -> tuple[int, float]:
    """How many rows of an edition's table print a cell, and their sum; "other sectors" is no row of the document."""
    rows = getattr(dataset.assessments[edition], table)
    found = [figure.value for id_, row in rows.items() if id_ != NOT_ITEMISED and (figure := row.get(cell))]
    return len(found), sum(found)


@pytest.mark.parametrize(("edition", "least"), [("rdna2", 366), ("rdna3", 466), ("rdna4", 469), ("rdna5", 463)])
def test_what_is_published_by_sector_is_most_of_the_need(dataset: Dataset, edition: str, least: float) -> None:
    """Cells of one sector and sums of several together, in USD bn; what is left is what nobody was found to print."""
    need = _added(dataset, edition, "sectors", "need")[1] + _added(dataset, edition, "groups", "need")[1]
    whole = dataset.figures[f"assessments.{edition}.totals.need"].value
    assert least <= need <= whole


def test_damage_by_sector_and_by_oblast_adds_up(dataset: Dataset) -> None:
    """RDNA4 by sector to 175 or more of its 176.1; RDNA3 by oblast, twelve of them, to 138.6."""
    assert dataset.figures["assessments.rdna4.totals.damage"].value == 176.1
    assert 175 <= _added(dataset, "rdna4", "sectors", "damage")[1] <= 176.1 + 1e-9
    assert _added(dataset, "rdna3", "regions", "damage") == (12, pytest.approx(138.6, abs=1e-9))


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
        how = ratio.how.en if ratio.how else ""
        rest = how.startswith("1 - ")
        shown = [float(number.replace(",", "")) for number in re.findall(r"\d[\d,]*(?:\.\d+)?", how)]
        assert shown[: 2 + rest] == [*([1.0] if rest else []), above, below], how
        decimals = len(f"{ratio.value}".partition(".")[2])
        expected = 1 - above / below if rest else above / below
        assert ratio.value == pytest.approx(expected, abs=0.5001 * 10**-decimals), how


def test_amounts_of_past_promises_follow_from_their_parts(dataset: Dataset) -> None:
    """The sum of what they derive from, or the difference where `how` says so with a minus."""
    benches = dataset.benchmarks.values()
    amounts = [figure for bench in benches for figure in (bench.pledged, bench.committed, bench.paid) if figure]
    derived = [figure for figure in amounts if figure.derived_from]
    assert derived
    for figure in derived:
        first, second = (dataset.figures[id_].value for id_ in figure.derived_from)
        assert figure.value == pytest.approx(
            first - second if figure.how and " - " in figure.how.en else first + second
        )


def test_printed_ratios_agree_with_the_printed_amounts(dataset: Dataset) -> None:
    """Where a document prints pledge, payment and ratio of its own, they agree within two hundredths."""
    for id_, bench in dataset.benchmarks.items():
        if bench.ratio and bench.ratio.origin and bench.paid and bench.pledged:
            assert bench.ratio.value == pytest.approx(bench.paid.value / bench.pledged.value, abs=0.02), id_


def _lines(dataset: Dataset) -> Iterator[tuple[str, str, Commitment]]:
    for name, ledger in dataset.ledgers.items():
        yield from ((name, id_, line) for id_, line in ledger.commitments.items())


def test_parts_lie_within_lines_of_their_own_book(dataset: Dataset) -> None:
    """What a part is of exists, counts where the part does, has no printed split, and leads up to a whole."""
    wrong, found = [], 0
    for name, id_, line in _lines(dataset):
        book = dataset.ledgers[name].commitments
        if line.part_of:
            found += 1
            whole, above = book[line.part_of], slices.holders(dataset.ledgers[name], id_)
            if whole.split or len(set(above)) != len(above) or (whole.left_out and not line.left_out):
                wrong.append(id_)
    assert found > 30
    assert wrong == []


def test_the_slices_of_a_line_add_up_to_it(dataset: Dataset) -> None:
    """What a line holds beside its parts, and what each part takes of it, is its envelope; no part takes too much.

    The same by purpose. Half a hundredth of a line is allowed for rounding in documents and for rates.
    """
    wrong = []
    for name in dataset.ledgers:
        book, cut = (
            dataset.ledgers[name].commitments,
            funding.cut_of(promised.of(dataset, name), dt.date.max, "all", "documented"),
        )
        every = sum(amounts.value for amounts in cut.purposes.values())
        for place, (id_, slice_) in enumerate(slices.of(dataset, name).items()):
            envelope, own = book[id_].envelope.value, cut.own.value[place]
            whole = own + sum(slice_.parts.values()) == pytest.approx(envelope, rel=0.005)
            purposes = every[place] == pytest.approx(own, rel=0.005, abs=0.005 * envelope)
            if not (whole and purposes and cut.unknown.value[place] >= 0 and own >= 0):
                wrong.append(id_)
    assert wrong == []


def test_what_is_left_out_says_why_and_gives_way_to_a_line_that_stands(dataset: Dataset) -> None:
    """The same money leads, line by line, to one that is not left out as the same money; others say only why."""
    wrong, found = [], 0
    for name, id_, line in _lines(dataset):
        book, met = dataset.ledgers[name].commitments, [id_]
        while (out := book[met[-1]].left_out) and out.same_as and out.same_as not in met:
            met.append(out.same_as)
        found += len(met) > 1
        if line.left_out and (not line.left_out.why.en or (out and out.same_as)):
            wrong.append(id_)
    assert found
    assert wrong == []


def test_the_articles_money_to_come_is_what_its_lines_hold(dataset: Dataset) -> None:
    """Each slice less what was found paid of it, and less what no document says to be unpaid; in dollars of the day.

    The lines are those that it derives from, all committed and documented.
    """
    line = dataset.ledgers["article_to_come"].commitments["development_banks_left"]
    ledger, cut = dataset.ledgers["ledger"], slices.of(dataset, "ledger")
    assert ledger.kept_to is not None
    assert line.left_documented is not None
    assert line.left_documented.derived_from == line.envelope.derived_from
    at_most = documented = 0.0
    by_then = funding.cut_of(promised.of(dataset, "ledger"), ledger.kept_to, "all", "documented")
    for used in line.envelope.derived_from:
        id_ = used.removeprefix("commitments.ledger.commitments.")
        slice_, currency = cut[id_], ledger.commitments[id_].currency
        assert slice_.counts, id_
        assert FIRMNESS.index(slice_.firmness) >= FIRMNESS.index("committed"), id_
        assert slice_.standing in ("official", "corroborated"), id_
        place = list(cut).index(id_)
        left = by_then.own.value[place] - by_then.already.value[place]
        rate = dollars_per_unit(dataset.macro, currency)[1].value
        at_most += left * rate
        documented += (left - by_then.unknown.value[place]) * rate
    assert line.envelope.value == pytest.approx(at_most, abs=0.001)
    assert line.left_documented.value == pytest.approx(documented, abs=0.001)


def test_what_was_paid_was_paid_by_a_stated_day(dataset: Dataset) -> None:
    """A running total means nothing without its day; none is older than the promise, nor later than the book."""
    wrong = []
    for name, id_, line in _lines(dataset):
        day, kept = line.paid and line.paid.as_of, dataset.ledgers[name].kept_to
        if line.paid and (day is None or day.isoformat()[: len(line.agreed)] < line.agreed or (kept and day > kept)):
            wrong.append(id_)
        if any(kept and payment.date > kept for payment in line.payments):
            wrong.append(id_)
        if sum(payment.value for payment in line.payments) > (line.paid.value if line.paid else 0.0) + 1e-9:
            wrong.append(id_)
    assert wrong == []


# ---- the guide -----------------------------------------------------------------------------------------------------


def _kinds(kind: type[Record]) -> Iterator[type[Record]]:
    for below in kind.__subclasses__():
        yield from (below, *_kinds(below))


def test_the_guide_explains_every_field() -> None:
    """data/README.md names each field of each record, and each value that is a word of a short list in a line."""
    guide = (read.DATA / "README.md").read_text(encoding="utf-8")
    fields = {field.alias or name for kind in _kinds(Record) for name, field in kind.model_fields.items()}
    words = {word for list_ in (Firmness, Purpose, Instrument, Kind, Reason, Standing) for word in get_args(list_)}
    assert len(fields) > 100
    assert sorted(name for name in fields | words if not re.search(rf"\b{name}\b", guide)) == []


def test_the_guide_speaks_of_nothing_that_is_gone(dataset: Dataset) -> None:
    """No assumption or field of before: grades are what documents have, standing is what counts."""
    guide = (read.DATA / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"(?i)overlap\w*|\bbriefs?\b|assumption `reliability`", guide) == []


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
