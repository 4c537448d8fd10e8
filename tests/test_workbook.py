"""The workbook in LibreOffice: one input changed, everything recalculated, and the answer is the model's own.

LibreOffice keeps the values that it finds in a file, so they are taken out before it opens one; what it writes back
it has computed itself.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from finance.data import slices
from finance.data.dataset import Dataset
from finance.data.records import Assumption, Commitment, Figure
from finance.language.catalogue import Language
from finance.model import gap
from finance.model.funding import LEFT_OUT
from finance.model.gap import Result
from finance.outputs import workbook
from finance.scenario import Scenario

Office = Callable[[str, Sequence[Path]], list[Path]]
Solve = Callable[..., Result]
ENGLISH = Language()
SHEETS = (
    *("Gap", "Inputs", "Needs", "Commitments", "Economy", "Money", "Allocation", "Timeline"),
    *("Definition", "Checks", "Receipts", "Origins", "Lists"),
)
CLOSE = {"rel": 1e-9, "abs": 1e-9}


@dataclass(frozen=True)
class Change:
    """One cell of a workbook set to a value, and the scenario that the model solves for it."""

    what: str
    sheet: str
    cell: str
    value: float | str
    scenario: Scenario


# ---------------------------------------------------------------- a reader's hand on the file


def opened(content: bytes, values: bool = False) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def changed(content: bytes, change: Change | None) -> bytes:
    """The file with one cell typed over and every value of a formula taken out.

    What is printed of it goes too: LibreOffice would lay out every page for it, a third of its time.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", data)
                if change and name == f"xl/worksheets/sheet{SHEETS.index(change.sheet) + 1}.xml":
                    data = typed(data, change)
            if name == "xl/workbook.xml":
                data = re.sub(rb'<definedName name="_xlnm.Print_.*?</definedName>', b"", data)
            new.writestr(name, data)
    return out.getvalue()


def typed(page: bytes, change: Change) -> bytes:
    """The sheet with the cell typed over; it must be a cell without a formula."""
    text = isinstance(change.value, str)
    inner = f"<is><t>{change.value}</t></is>" if text else f"<v>{float(change.value)!r}</v>"
    kind = ' t="inlineStr"' if text else ""
    cell = rf'<c r="{change.cell}"( s="\d+")?(?: t="\w+")?(?:/>|><v>[^<]*</v></c>)'
    page, count = re.subn(cell.encode(), rf'<c r="{change.cell}"\1{kind}>{inner}</c>'.encode(), page)
    assert count == 1, change
    return page


def named(book: Workbook, name: str) -> tuple[str, str]:
    """Sheet and cell that a name stands for."""
    sheet, _, cell = book.defined_names[name].attr_text.rpartition("!")
    return sheet.strip("'"), cell.replace("$", "")


def rows(book: Workbook, sheet: str, head: str, column: int = 1) -> list[dict[str, Any]]:
    """The rows below the heading `head`, each by the headings beside it, down to the first row without a first cell."""
    page = book[sheet]
    cells = list(page.iter_rows(values_only=True))
    start = next(i for i, row in enumerate(cells) if row[column - 1] == head)
    found = []
    for row in cells[start + 1 :]:
        if row[column - 1] in (None, "", "Total"):
            break
        pairs = reversed(list(zip(cells[start], row, strict=True)))  # of two headings alike the left one counts
        found.append(dict(pairs))
    return found


# ---------------------------------------------------------------- changes


def assumptions(
    book: Workbook, scenario: Scenario, ids: Sequence[str], random: np.random.Generator
) -> Iterator[Change]:
    """Another value for each of some assumptions."""
    for id_ in ids:
        row = scenario.dataset.assumptions[id_]
        value = another(scenario, id_, row, random)
        sheet, cell = named(book, id_)
        changed_to = scenario.with_(**{id_: value})
        yield Change(f"{id_} = {value}", sheet, cell, workbook.cell_value(value), changed_to)


def another(scenario: Scenario, id_: str, row: Assumption, random: np.random.Generator) -> float | str | bool:
    """A value that an assumption may take and does not have."""
    if row.kind == "switch":
        return not scenario.switch(id_)
    if row.kind == "choice":
        others = [value for value in scenario.dataset.choices[id_] if value != scenario.choice(id_)]
        return str(random.choice(others))
    assert row.low is not None
    assert row.high is not None
    if row.unit_ in ("year", "years"):
        return float(random.integers(round(row.low), round(row.high) + 1))
    return float(random.uniform(row.low, row.high))


def sector_need(book: Workbook, scenario: Scenario, random: np.random.Generator) -> Change:
    """Another need for a sector that the scenario's assessment prints."""
    data, id_ = scenario.dataset, scenario.choice("assessment")
    stem = f"{'plans' if id_ in data.plans else 'assessments'}.{id_}.sectors."
    printed = [name for name in data.figures if name.startswith(stem) and name.endswith(".need")]
    printed = [name for name in printed if "not_itemised" not in name]
    if not printed:
        return total_need(book, scenario, random)
    figure = str(random.choice(printed))
    value = float(random.uniform(0.0, 2.0)) * data.figures[figure].value
    figures = {**data.figures, figure: replace(data.figures[figure], value=value)}
    cells = list(book["Needs"].iter_rows(values_only=True))
    head = next(i for i, row in enumerate(cells) if row[0] == "Sector")
    row = next(i for i, row in enumerate(cells) if i > head and row[1] == figure.split(".")[3])
    cell = f"{get_column_letter(cells[head].index(id_) + 1)}{row + 1}"
    return Change(f"{figure} = {value}", "Needs", cell, value, on(scenario, replace(data, figures=figures)))


def total_need(book: Workbook, scenario: Scenario, random: np.random.Generator) -> Change:
    """Another total for an assessment that prints no sectors."""
    data, id_ = scenario.dataset, scenario.choice("assessment")
    programme, value = data.programmes[id_], float(random.uniform(50, 900))
    totals = programme.totals.model_copy(update={"need": figure(value)})
    kind = "plans" if id_ in data.plans else "assessments"
    programmes = {**getattr(data, kind), id_: programme.model_copy(update={"totals": totals})}
    cells = list(book["Needs"].iter_rows(values_only=True))
    heads = next(row for row in cells if row[0] == "Sector")
    row = next(i for i, row in enumerate(cells) if "Printed total, bn" in row[3:])
    cell = f"{get_column_letter(heads.index(id_) + 1)}{row + 1}"
    return Change(f"{id_} = {value}", "Needs", cell, value, on(scenario, replace(data, **{kind: programmes})))


def paid(line: Commitment, random: np.random.Generator) -> tuple[float, dict[str, Any]]:
    share = float(random.uniform(0, 1)) * line.envelope.value
    return share, {"paid": Figure(value=share, judged="a test", as_of=line.paid.as_of if line.paid else None)}


def firmness(line: Commitment, random: np.random.Generator) -> tuple[str, dict[str, Any]]:
    level = "announced" if line.firmness != "announced" else "disbursed"
    return level, {"firmness": level}


def instrument(line: Commitment, random: np.random.Generator) -> tuple[str, dict[str, Any]]:
    kind = "grant" if line.instrument != "grant" else "loan"
    return kind, {"instrument": kind}


def window(line: Commitment, random: np.random.Generator) -> tuple[int, dict[str, Any]]:
    end = line.window.end + int(random.integers(1, 9))
    return end, {"window": line.window.model_copy(update={"end": end})}


LINE_FIELDS = {"Paid, bn": paid, "Firmness": firmness, "Instrument": instrument, "To": window}
"""By the heading of a column of Commitments: another value, and the fields of the line that it stands for."""


def figure(value: float) -> Figure:
    return Figure(value=value, judged="a test")


def commitment(book: Workbook, scenario: Scenario, head: str, random: np.random.Generator) -> Change:
    """Another value in one field of a line of the scenario's ledger that holds no other and lies in none."""
    data, name = scenario.dataset, scenario.choice("ledger")
    ledger, cut = data.ledgers[name], slices.of(data, name)
    id_ = str(random.choice([id_ for id_, slice_ in cut.items() if len(slice_.holders) == 1 and not slice_.parts]))
    value, fields = LINE_FIELDS[head](ledger.commitments[id_], random)
    lines = {**ledger.commitments, id_: ledger.commitments[id_].model_copy(update=fields)}
    ledgers = {**data.ledgers, name: ledger.model_copy(update={"commitments": lines})}
    cells = list(book["Commitments"].iter_rows(values_only=True))
    top = next(i for i, row in enumerate(cells) if row[0] == "Line")
    row = next(i for i, row in enumerate(cells) if i > top and row[1:3] == (name, id_))
    cell = f"{get_column_letter(cells[top].index(head) + 1)}{row + 1}"
    return Change(f"{id_}, {head} = {value}", "Commitments", cell, value, on(scenario, replace(data, ledgers=ledgers)))


def exchange_rate(book: Workbook, scenario: Scenario, random: np.random.Generator) -> Change:
    """Another rate for a currency other than the dollar and the euro."""
    data = scenario.dataset
    currency = str(random.choice(["GBP", "CHF", "NOK", "SEK", "UAH"]))
    first = data.macro.exchange_rates[currency][0]
    value = first.value * float(random.uniform(0.5, 2.0))
    rates = {**data.macro.exchange_rates, currency: (first.model_copy(update={"value": value}),)}
    macro = data.macro.model_copy(update={"exchange_rates": rates})
    cells = list(book["Economy"].iter_rows(values_only=True))
    row = next(i for i, row in enumerate(cells) if row[0] == currency)
    return Change(f"{currency} = {value}", "Economy", f"B{row + 1}", value, on(scenario, replace(data, macro=macro)))


def on(scenario: Scenario, data: Dataset) -> Scenario:
    return Scenario(scenario.base, scenario.values, data)


# ---------------------------------------------------------------- recalculated


def any_scenario(dataset: Dataset, random: np.random.Generator, ids: Sequence[str]) -> Scenario:
    """A preset with about half of the assumptions at another value; much money, so that some of it is stranded."""
    scenario = Scenario.preset(str(random.choice(list(dataset.presets))), dataset)
    for id_ in ids:
        if random.random() < 0.5:
            scenario = scenario.with_(**{id_: another(scenario, id_, dataset.assumptions[id_], random)})
    return scenario


def computed(dataset: Dataset) -> list[str]:
    """Assumptions that the workbook offers to change: their rows are not among those kept for the record."""
    book = opened(workbook.build(gap.solve(dataset, Scenario.preset("article", dataset)), ENGLISH))
    cells = [row[:4] for row in book["Inputs"].iter_rows(values_only=True)]
    end = next(i for i, row in enumerate(cells) if str(row[0]).startswith("Kept for the record"))
    return [str(row[3]) for row in cells[:end] if row[3] in dataset.assumptions]


@pytest.fixture(scope="module")
def ids(dataset: Dataset) -> list[str]:
    return computed(dataset)


@dataclass(frozen=True)
class Recalculated:
    """What was changed, the file as it was made, the model's answer, and the file as LibreOffice computed it."""

    change: Change | None
    made: bytes
    result: Result
    book: Workbook

    def __str__(self) -> str:
        return self.change.what if self.change else "as made"


@pytest.fixture(scope="module")
def recalculated(
    dataset: Dataset, ids: list[str], office: Office, tmp_path_factory: pytest.TempPathFactory
) -> list[Recalculated]:
    """Four random scenarios, three of them over the detailed ledger, each as made and with single changes; each
    assumption is changed once.
    """
    random = np.random.default_rng(5)
    folder = tmp_path_factory.mktemp("books")
    asked: list[tuple[Change | None, bytes, Scenario]] = []
    for number, mine in enumerate(np.array_split(random.permutation(ids), 4)):
        scenario = any_scenario(dataset, random, ids)
        if number:  # the article's books have two lines each; most scenarios are to move the detailed one
            scenario = scenario.with_(ledger="ledger")
        if number % 2:  # estimated cells are numbers in the workbook, which another published cell does not move
            scenario = scenario.with_(estimate=False)
        content = workbook.build(gap.solve(dataset, scenario), ENGLISH)
        book = opened(content)
        changes: list[Change | None] = [None, *assumptions(book, scenario, mine.tolist(), random)]
        changes.append((sector_need if number % 2 else exchange_rate)(book, scenario, random))
        changes.append(commitment(book, scenario, list(LINE_FIELDS)[number], random))
        for change in changes:
            (folder / f"{len(asked):03}.xlsx").write_bytes(changed(content, change))
            asked.append((change, content, change.scenario if change else scenario))
    done = office("xlsx", sorted(folder.iterdir()))
    return [
        Recalculated(
            change,
            made,
            workbook.computable(gap.solve(scenario.dataset, scenario)),
            opened(path.read_bytes(), values=True),
        )
        for (change, made, scenario), path in zip(asked, done, strict=True)
    ]


def test_an_input_changed_in_libreoffice_gives_the_models_gap_by_sector(
    recalculated: list[Recalculated],
) -> None:
    """Need, funded, gap and coverage of every sector, to 1e-9, in more than thirty workbooks."""
    assert len(recalculated) > 30
    for what in recalculated:
        result, book = what.result, what.book
        shown = {row["Id"]: row for row in rows(book, "Gap", "Sector")}
        for row in result.by_sector.itertuples():
            found = shown.pop(row.sector)
            assert found["Need, USD bn"] == pytest.approx(row.need, **CLOSE), str(what)
            assert found["Funded, USD bn"] == pytest.approx(row.funded, **CLOSE), str(what)
            assert found["Gap, USD bn"] == pytest.approx(row.gap, **CLOSE), str(what)
            covered = "–" if row.coverage != row.coverage else pytest.approx(row.coverage, **CLOSE)
            assert found["Coverage"] == covered, str(what)
        assert all(row["Need, USD bn"] == 0 for row in shown.values()), str(what)


def test_an_input_changed_in_libreoffice_gives_the_models_gap_by_source(
    recalculated: list[Recalculated],
) -> None:
    """Each line's reasons, what is available, used and stranded; lines of the other ledger are all zero."""
    names = [
        *("Stands under its parts", "Weak document", "Not firm enough", "Paid", "Not documented as left"),
        *("Not for recovery", "Not expected to be paid"),
    ]
    for what in recalculated:
        result, book = what.result, what.book
        lines, money = rows(book, "Commitments", "Line"), rows(book, "Money", "Line")
        ledger = result.scenario.choice("ledger")
        places = {row["Id"]: i for i, row in enumerate(lines) if row["Ledger"] == ledger}
        for row in result.by_source.to_dict("records"):
            found = money[places.pop(row["commitment"])]
            assert [found[name] for name in names] == pytest.approx([row[name] for name in LEFT_OUT], **CLOSE), str(
                what
            )
            for name in ("available", "used", "stranded"):
                assert found[name.capitalize()] == pytest.approx(row[name], **CLOSE), (
                    str(what),
                    row["commitment"],
                    name,
                )
        assert not places
        others = [row for row, line in zip(money, lines, strict=True) if line["Ledger"] != ledger]
        assert all(row["Face"] == row["Used"] == 0 for row in others)


def test_an_input_changed_in_libreoffice_gives_the_models_years(
    recalculated: list[Recalculated],
) -> None:
    """Need, money, capacity, execution and both gaps of every year, and nothing after the last."""
    heads = {
        "need": "New need",
        "due": "Due",
        "money": "Money at hand",
        "capacity": "Public capacity",
        "executed": "Executed",
    }
    heads |= {"financing_gap": "Lacks money", "absorption_gap": "Lacks capacity", "carried": "Carried on"}
    heads |= {"stock": "Money kept", "lapsed": "Money lapsed", "escalated": "Dearer by delay"}
    for what in recalculated:
        result, book = what.result, what.book
        shown, years = rows(book, "Timeline", "Year"), result.by_year
        for found, row in zip(shown, years.to_dict("records"), strict=False):
            assert found["Year"] == row["year"]
            for name, head in heads.items():
                assert found[head] == pytest.approx(row[name], rel=1e-9, abs=1e-7), (str(what), row["year"], name)
        met = [found["Met so far by private money"] for found in shown[: len(years)]]
        assert met == pytest.approx(years["private"].cumsum().tolist(), rel=1e-9, abs=1e-7), str(what)
        assert all(row["Due"] == row["Executed"] == 0 for row in shown[len(years) :]), str(what)


def test_the_headline_and_the_checks_hold_after_a_change(recalculated: list[Recalculated]) -> None:
    """The named cells hold the result; every statement holds but those on what a single change puts out of step."""
    for what in recalculated:
        result, book = what.result, what.book
        for name in ("need", "available", "funded", "gap", "stranded"):
            sheet, cell = named(book, name)
            assert book[sheet][cell].value == pytest.approx(getattr(result, name), **CLOSE), str(what)
        failing = {row["Statement"] for row in rows(book, "Checks", "Statement") if row["Holds"] != "holds"}
        assert all(statement.startswith("Rows folded") for statement in failing), (str(what), failing)


def test_no_cell_holds_an_error(recalculated: list[Recalculated]) -> None:
    """No #N/A, #VALUE!, #DIV/0! on any sheet, whatever was changed."""
    for what in recalculated:
        for page in what.book:
            bad = [cell.coordinate for row in page.iter_rows() for cell in row if cell.data_type == "e"]
            assert not bad, (str(what), page.title, bad)


def test_what_a_preview_shows_is_what_a_recalculation_gives(recalculated: list[Recalculated]) -> None:
    """Every formula of the files as made: the value stored beside it is the one that LibreOffice computes."""
    for what in [each for each in recalculated if each.change is None]:
        formulas, stored = opened(what.made), opened(what.made, values=True)
        count = 0
        for page in formulas:
            for cell in (cell for row in page.iter_rows() for cell in row if cell.data_type == "f"):
                shown, found = (book[page.title][cell.coordinate].value or 0 for book in (stored, what.book))
                equal = pytest.approx(shown, **CLOSE) if isinstance(shown, int | float) else shown
                assert found == equal, (page.title, cell.coordinate, cell.value)
                count += 1
        assert count > 3000


def test_the_changes_are_no_idle_ones(recalculated: list[Recalculated]) -> None:
    """Most of them move the gap by sector, what a line pays or a year, so that the comparisons above say something."""
    before, moved, changes = None, 0, 0
    for what in recalculated:
        tables = [what.result.by_sector, what.result.by_source, what.result.by_year]
        if what.change is None:
            before = tables
        else:
            assert before is not None
            changes += 1
            moved += any(not table.equals(other) for table, other in zip(tables, before, strict=True))
    assert changes > 30
    assert moved > changes / 2


# ---------------------------------------------------------------- as made


@pytest.fixture(scope="module")
def made(solve: Solve) -> tuple[Result, bytes]:
    result = solve("rdna5_whole", standing="unverified", firmness="announced", soft_earmarks=0.25, realised_grants=0.8)
    return result, workbook.build(result, ENGLISH)


def test_a_preview_shows_the_numbers_of_the_result(made: tuple[Result, bytes]) -> None:
    """Without any recalculation: headline, sectors and lines."""
    result, content = made
    book = opened(content, values=True)
    for name in ("need", "available", "funded", "gap", "stranded", "coverage"):
        sheet, cell = named(book, name)
        assert book[sheet][cell].value == pytest.approx(getattr(result, name), **CLOSE)
    shown = {row["Id"]: row["Gap, USD bn"] for row in rows(book, "Gap", "Sector")}
    assert {id_: shown[id_] for id_ in result.by_sector["sector"]} == pytest.approx(
        dict(zip(result.by_sector["sector"], result.by_sector["gap"], strict=True)), **CLOSE
    )
    used = [row["Used"] for row in rows(book, "Money", "Line")][: len(result.by_source)]
    assert used == pytest.approx(list(result.by_source["used"]), **CLOSE)


def test_every_assumption_has_a_cell_of_its_name(dataset: Dataset, ids: list[str], made: tuple[Result, bytes]) -> None:
    """The name is the id, the cell holds the value; a number of the formulas has its range as validation."""
    result, content = made
    book = opened(content)
    for id_, row in dataset.assumptions.items():
        sheet, cell = named(book, id_)
        assert sheet == "Inputs"
        assert book[sheet][cell].value == workbook.cell_value(result.scenario.values[id_])
        rules = [rule for rule in book[sheet].data_validations.dataValidation if cell in rule.sqref]
        if id_ not in ids:
            assert not rules
        elif row.kind == "number":
            assert (float(rules[0].formula1), float(rules[0].formula2)) == (row.low, row.high)
        else:
            assert rules[0].type == "list"


def test_an_assumption_without_a_formula_moves_nothing_in_the_file(dataset: Dataset, ids: list[str]) -> None:
    """What stands under "kept for the record" changes no sector, no line and no year of any preset."""
    random = np.random.default_rng(1)
    for preset in dataset.presets:
        scenario = Scenario.preset(preset, dataset)
        before = gap.solve(dataset, scenario)
        for id_ in sorted(set(dataset.assumptions) - set(ids)):
            row = dataset.assumptions[id_]
            if row.kind == "choice" and len(dataset.choices[id_]) == 1:
                continue
            after = gap.solve(dataset, scenario.with_(**{id_: another(scenario, id_, row, random)}))
            assert after.by_sector.equals(before.by_sector), id_
            assert after.by_source.equals(before.by_source), id_
            assert after.by_year.equals(before.by_year), id_


@pytest.mark.parametrize("rule", ["most_funded"])
def test_a_rule_that_is_a_linear_programme_is_named_and_replaced(solve: Solve, rule: str) -> None:
    """The numbers are those of earmark_first; Gap and Definition say so, and the dashboard's answer is kept."""
    asked = solve("rdna5_whole", standing="unverified", firmness="announced", rule=rule, realised_loans=0.5)
    instead = solve(
        "rdna5_whole", standing="unverified", firmness="announced", rule="earmark_first", realised_loans=0.5
    )
    book = opened(workbook.build(asked, ENGLISH), values=True)
    sheet, cell = named(book, "gap")
    assert book[sheet][cell].value == pytest.approx(instead.gap)
    assert book["Inputs"][named(book, "rule")[1]].value == rule
    texts = [str(row[1]) for row in book["Definition"].iter_rows(values_only=True)]
    note = next(text for text in texts if "is a linear programme" in text)
    assert "Earmarks first, the rest in proportion" in note
    assert book["Gap"]["A4"].value == note
    assert any(f"a gap of ${asked.gap:,.1f}bn" in text for text in texts)


def test_a_rule_with_a_closed_form_needs_no_note(made: tuple[Result, bytes]) -> None:
    """Nothing is said where nothing differs."""
    assert not opened(made[1], values=True)["Gap"]["A4"].value


def test_nothing_in_the_file_reaches_out_of_it(made: tuple[Result, bytes]) -> None:
    """No macro, no external link, no web query, no address that opens by itself."""
    with zipfile.ZipFile(io.BytesIO(made[1])) as parts:
        names = parts.namelist()
        assert not [name for name in names if re.search(r"vba|external|connection|query|macro", name, re.IGNORECASE)]
        relations = b"".join(parts.read(name) for name in names if name.endswith(".rels"))
    assert b'TargetMode="External"' not in relations
    formulas = [cell.value for page in opened(made[1]) for row in page.iter_rows() for cell in row
                if cell.data_type == "f"]  # fmt: skip
    used = set(re.findall(r"([A-Z][A-Z0-9.]+)\(", " ".join(formulas)))
    assert not used & {"HYPERLINK", "WEBSERVICE", "INDIRECT", "OFFSET", "DDE", "RTD", "CALL"}


def test_a_name_that_begins_like_a_formula_stays_text(mini: Callable[..., Dataset]) -> None:
    """Line, note and sector labels are written as text, and marked so that editing them does not run them."""
    label = '=HYPERLINK("http://x","y")'
    data = mini(line_a={"label": {"en": label}, "note": {"en": "@SUM(1)"}}, line_b={"label": {"en": "+1"}},
                line_c={"label": {"en": "-1"}})  # fmt: skip
    scenario = Scenario.preset("rdna5_whole", data).with_(ledger="mini", assessment="mini")
    book = opened(workbook.build(gap.solve(data, scenario), ENGLISH))
    page = book["Commitments"]
    found = {
        cell.value: cell for row in page.iter_rows() for cell in row if cell.value in (label, "@SUM(1)", "+1", "-1")
    }
    assert set(found) == {label, "@SUM(1)", "+1", "-1"}
    for cell in found.values():
        assert cell.data_type == "s"
        assert cell.style.quotePrefix if hasattr(cell.style, "quotePrefix") else cell.quotePrefix
    formulas = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert not [formula for formula in formulas if "HYPERLINK" in formula]


def test_a_ledger_without_earmarks_overlaps_or_lines_has_a_workbook(mini: Callable[..., Dataset]) -> None:
    """The smallest data: one line, then a scenario in which no line counts."""
    data = mini(need={"housing": 60.0, "energy": 40.0}, line_a={"earmarks": ["housing"], "envelope": 80.0})
    scenario = Scenario.preset("rdna5_whole", data).with_(ledger="mini", assessment="mini", standing="official")
    for chosen in (scenario, scenario.with_(firmness="disbursed")):
        result = gap.solve(data, chosen)
        book = opened(workbook.build(result, ENGLISH), values=True)
        sheet, cell = named(book, "stranded")
        assert book[sheet][cell].value == pytest.approx(result.stranded)


def test_the_words_of_the_data_are_in_the_language_asked_for(solve: Solve) -> None:
    """Ukrainian labels of sectors, sources and assumptions survive as they are."""
    book = opened(workbook.build(solve("rdna5_whole"), Language("uk")), values=True)
    words = {cell for page in book for row in page.iter_rows(values_only=True) for cell in row}
    assert {"Житло", "Швейцарія", "Доларів за євро"} <= words


def test_a_ukrainian_file_computes_the_same(solve: Solve, office: Office, tmp_path: Path) -> None:
    """A sheet with an apostrophe in its name is referred to: LibreOffice computes the headline and no error cell."""
    result = solve("rdna5_whole", eur_usd=1.25)
    path = tmp_path / "ukrainian.xlsx"
    path.write_bytes(changed(workbook.build(result, Language("uk")), None))
    book = opened(office("xlsx", [path])[0].read_bytes(), values=True)
    assert any("'" in name for name in book.sheetnames)
    for name in ("need", "available", "gap", "stranded"):
        sheet, cell = named(book, name)
        assert book[sheet][cell].value == pytest.approx(getattr(result, name), **CLOSE)
    cells = (cell for page in book for row in page.iter_rows() for cell in row)
    assert not [cell.coordinate for cell in cells if cell.data_type == "e"]


def test_the_charts_are_native_and_described(made: tuple[Result, bytes]) -> None:
    """Three charts that draw from cells; each has a title from a cell and a text for who cannot see it."""
    with zipfile.ZipFile(io.BytesIO(made[1])) as parts:
        charts = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/charts/chart")]
        drawings = "".join(parts.read(name).decode() for name in parts.namelist() if "drawings/drawing" in name)
    assert len(charts) == 3
    for chart in charts:
        assert "<c:title><c:tx><c:strRef>" in chart
        assert len(re.findall(r"<c:val><c:numRef>", chart)) >= 2
    assert len(re.findall(r'descr="[^"]{40,}"', drawings)) == 3
