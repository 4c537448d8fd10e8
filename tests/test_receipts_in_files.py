"""The receipts that files carry: worked out again from what the file says, they give the figures that it shows.

The headline's stand in every such file, those of cells where they are asked for.
"""

import io
import json
import math
import re
import zipfile
from collections.abc import Callable, Sequence
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from pptx import Presentation

from finance.explain.receipts import Leaves, Receipt, Workings, addresses, figure_of
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.model.gap import HEADLINE, Result
from finance.outputs import formats, slides, word, workbook
from finance.outputs.html import report
from finance.outputs.receipts import Receipts, heading
from tests.documents import Nowhere, words
from tests.test_workbook import changed, named, opened, rows

Solve = Callable[..., Result]
ENGLISH = Language()
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "article": ("article", {"eur_usd": 1.25, "currency": "EUR"}),
    "ledger": ("rdna5_held", {"firmness": "pledged", "occupied_share": 0.15}),
    "by_a_linear_programme": ("rdna5_whole", {"rule": "most_funded", "standing": "unverified"}),
    "nothing_counts": ("rdna5_whole", {"firmness": "disbursed", "standing": "official"}),
    "left_over": ("article", {"eur_usd": 1.6}),
}
SIGNS: dict[str, Callable[[Sequence[float]], float]] = {
    " + ": math.fsum,
    " − ": lambda parts: max(parts[0] - math.fsum(parts[1:]), 0.0),
    " × ": math.prod,
    " ÷ ": lambda parts: parts[0] / parts[1],
}


@pytest.fixture(params=CASES)
def result(request: pytest.FixtureRequest, solve: Solve) -> Result:
    preset, values = CASES[request.param]
    return solve(preset, **values)


def number(text: str) -> float:
    """ "$19.592bn" or "81%" as a number."""
    share = text.endswith("%")
    value = float(re.sub(r"[^\d.]", "", text))
    return value / 100 if share else value


def balances(equation: str) -> float:
    """The value of "$19.6bn = $200.0bn − $180.4bn", after working out the right side: the two must agree as printed."""
    value, numbers = equation.split(" = ")
    sign = next((sign for sign in SIGNS if sign in numbers), " + ")
    again = SIGNS[sign]([number(part) for part in numbers.split(sign)])
    # amounts of one sum are rounded together, so that one may stand a whole thousandth off
    assert number(value) == pytest.approx(again, rel=1e-4, abs=1.1e-3), equation
    return number(value)


def test_the_json_file_works_every_figure_out(result: Result) -> None:
    """Headline and cells: each formula's parts give its value to twelve digits, and the first formula's value is the
    figure of the result; a payment is what the rule gives, and what has no formula is an input."""
    told = json.loads(formats.build("json", result, ENGLISH, receipts=True))["receipts"]["figures"]
    assert [receipt["figure"] for receipt in told] == list(addresses(result))
    for receipt in told:
        for step in receipt["formulas"]:
            assert worked_again(step) == pytest.approx(step["value"], rel=1e-12, abs=1e-12), step
        if receipt["formulas"]:
            assert receipt["value"] == receipt["formulas"][0]["value"]
        else:
            assert len(receipt["rests_on"]) <= 1
        shown = figure_of(result, receipt["figure"])
        if math.isnan(shown):
            assert receipt["value"] is None
        else:
            assert receipt["value"] == pytest.approx(shown, rel=1e-9, abs=1e-9), receipt


def worked_again(step: dict[str, Any]) -> float | None:
    """The value of a formula from its parts; the given one of a payment and of what has no value."""
    parts = step["parts"]
    if step["operation"] == "rule" or None in parts or step["value"] is None:
        return step["value"]
    return {
        "sum": lambda: math.fsum(parts),
        "difference": lambda: parts[0] - math.fsum(parts[1:]),
        "difference_or_zero": lambda: max(parts[0] - math.fsum(parts[1:]), 0.0),
        "product": lambda: math.prod(parts),
        "quotient": lambda: parts[0] / parts[1] if parts[1] else 0.0,
        "power": lambda: parts[0] ** parts[1],
        "least": lambda: min(parts),
        "most": lambda: max(parts),
    }[step["operation"]]()


def test_the_json_file_names_every_input_with_its_document(result: Result) -> None:
    """Each once, with its number and the headline figures that rest on it; a figure's numbers lead to the inputs of
    its receipt on screen, and to no others."""
    told = json.loads(formats.build("json", result, ENGLISH, receipts=True))["receipts"]
    inputs = {row["number"]: row for row in told["inputs"]}
    assert list(inputs) == list(range(1, len(inputs) + 1))
    assert len({(row["figure"], row["name"]) for row in inputs.values()}) == len(inputs)
    trees = Workings(result)
    for receipt in told["figures"]:
        tree = trees.find(receipt["figure"])
        assert tree
        leaves = Receipt(receipt["figure"], tree, result, Leaves(result.scenario)).inputs
        here = {inputs[number]["figure"]: inputs[number]["value"] for number in receipt["rests_on"]}
        assert here == {leaf.figure: leaf.value for leaf in leaves}, receipt["figure"]
    for figure in HEADLINE:
        numbers = [number for number, row in inputs.items() if figure in row["used_in"]]
        assert numbers == next(row["rests_on"] for row in told["figures"] if row["figure"] == figure)
    for row in inputs.values():
        assert row["basis"] == "moved by the reader" or row["why"], row
        assert row["basis"] != "document" or (row["locator"] and row["grade"] and row["date"]), row


def test_the_html_report_works_every_figure_out(result: Result) -> None:
    """Six figures that open, each with formulas whose numbers give it; every input with its number and value; and four
    tables with a row for each cell that name the inputs by their numbers."""
    sheet, receipts = report.build(result, ENGLISH, ("waterfall",), receipts=True).decode(), Receipts(result, ENGLISH)
    boxes = re.findall(r"<details[^>]*>\s*<summary>(.*?)</summary>(.*?)</details>", sheet, re.DOTALL)
    found = [(unescape(title), unescape(body)) for title, body in boxes]
    worked, (named_, rest), cells = found[: len(HEADLINE)], found[len(HEADLINE)], found[len(HEADLINE) + 1 :]
    for figure, (title, body) in zip(HEADLINE, worked, strict=True):
        equations = re.findall(r'class="values">(.*?)</span>', body)
        values = [balances(equation) for equation in equations if "–" not in equation and "smallest" not in equation]
        shown = getattr(result, figure)
        if figure != "coverage":
            assert values[0] == number(title.split(": ")[1]) == pytest.approx(shown, abs=6e-4)
        if result.scenario.choice("currency") == "EUR" and figure != "coverage":
            assert Display(result, ENGLISH).money(shown) in body
    assert named_ == "What these figures rest on"
    assert rest.count("<tr>") == 1 + len(receipts.inputs)
    for table, (title, body) in zip(receipts.tables, cells, strict=True):
        assert title == heading(table, ENGLISH)
        rows_of = re.findall(r"<tr>(.*?)</tr>", body)[1:]
        assert len(rows_of) == len(receipts.cells[table])
        for row, cell in zip(rows_of, receipts.cells[table], strict=True):
            name, said, made, numbers = re.findall(r"<td[^>]*>(.*?)</td>", row)
            assert (name, said, numbers) == (cell.name, cell.said, cell.numbers)
            assert made == " = ".join(cell.made)


def test_the_word_annex_works_headline_and_sectors_out(result: Result) -> None:
    """After the references, under a heading for each figure; then a table of the sectors' cells, and of the inputs."""
    document = Document(io.BytesIO(word.build(result, ENGLISH, ("waterfall",), Nowhere(), receipts=True)))
    texts = [paragraph.text for paragraph in document.paragraphs]
    annex = texts[texts.index("How these numbers are made") :]
    receipts = Receipts(result, ENGLISH, ("by_sector",))
    for worked in receipts.headline:
        equation = annex[annex.index(worked.title) + 2]
        if worked.figure != "coverage":
            assert balances(equation) == pytest.approx(getattr(result, worked.figure), abs=6e-4)
    for table, shown in zip(
        (receipts.cell_table("by_sector"), receipts.input_table), document.tables[-2:], strict=True
    ):
        cells = [[cell.text for cell in row.cells] for row in shown.rows]
        assert cells[0] == list(table.columns)
        assert [row[1] for row in cells[1:]] == table.iloc[:, 1].tolist()


def test_the_notes_of_the_first_slide_work_the_headline_out(result: Result) -> None:
    """For who is asked in the room: the title and formulas of each figure, then the numbered inputs."""
    deck = Presentation(io.BytesIO(slides.build(result, ENGLISH, ("waterfall",), Nowhere())))
    notes = deck.slides[0].notes_slide.notes_text_frame.text.splitlines()
    receipts = Receipts(result, ENGLISH, ())
    for worked in receipts.headline:
        assert notes[notes.index(worked.title) + 1].endswith(worked.steps[0].numbers)
    assert [line for line in notes if re.match(r"\d+\. ", line)] == notes[-len(receipts.inputs) :]


def test_the_workbook_works_every_figure_out(
    solve: Solve, office: Callable[[str, Sequence[Path]], list[Path]], tmp_path: Path
) -> None:
    """LibreOffice computes each formula of values anew: it gives the value beside it, and that of the sheet Gap; the
    sheet Cells has a row for each cell, with the numbers of inputs that stand on the sheet Receipts."""
    paths = []
    for case, (preset, values) in CASES.items():
        paths.append(tmp_path / f"{case}.xlsx")
        paths[-1].write_bytes(changed(formats.build("xlsx", solve(preset, **values), ENGLISH, receipts=True), None))
    for case, path in zip(CASES, office("xlsx", paths), strict=True):
        book = opened(path.read_bytes(), values=True)
        steps, cells = rows(book, "Receipts", "Figure"), rows(book, "Cells", "Table")
        again = [row for row in (*steps, *cells) if row["Worked out again"] is not None and row["Value"] is not None]
        assert len(again) > len(steps), case
        for row in again:
            assert row["Worked out again"] == pytest.approx(row["Value"], rel=1e-12, abs=1e-11), (case, row)
        shown = workbook.computable(solve(*CASES[case][:1], **CASES[case][1]))
        wanted = [id_ for id_ in addresses(shown) if id_ not in HEADLINE]
        assert [row["Address for python -m finance explain"] for row in cells] == wanted, case
        first = [step for step in steps if not step["Figure"].startswith(" ")]
        for figure, step in zip(HEADLINE, first, strict=True):
            sheet, cell = named(book, figure)
            assert step["Value"] == pytest.approx(book[sheet][cell].value, rel=1e-9, abs=1e-9), (case, figure)
        inputs = rows(book, "Receipts", "Input")
        assert all(row["Value"] is not None for row in inputs), case
        assert [row["No."] for row in inputs] == list(range(1, len(inputs) + 1)), case


def test_reasons_of_the_data_are_in_the_language_of_the_file(solve: Solve) -> None:
    """Judgements, places and grades of a Ukrainian file are Ukrainian, and so is the preset's story."""
    inputs = Receipts(solve("article_civilian"), Language("uk")).inputs.set_index("figure")
    english = Receipts(solve("article_civilian"), ENGLISH).inputs.set_index("figure")
    for figure in ("assumptions.ifi_eligible", "assumptions.eu_loan_eligible", "assumptions.realised_tranches"):
        assert inputs.loc[figure, "why"] != english.loc[figure, "why"]
        assert re.search("[а-яіїє]", inputs.loc[figure, "why"])
    assert set(inputs["grade"]) & {"judged", "derived"} == set()


# ---------------------------------------------------------------- not asked for


@pytest.mark.parametrize("ending", [ending for ending, kind in formats.FORMATS.items() if kind.receipts])
def test_cells_are_worked_out_only_where_it_is_asked_for(ending: str, solve: Solve) -> None:
    """Every such file says how each headline figure is made; of a sector's gap it says so only when asked."""
    result = solve("article", eur_usd=1.25)
    shown = () if formats.FORMATS[ending].charts == "none" else ("waterfall",)
    receipts = Receipts(result, ENGLISH)
    cell = next(worked for worked in receipts.cells["by_sector"] if worked.figure == "by_sector.energy.gap")
    for asked in (True, False):
        text = read(ending, formats.build(ending, result, ENGLISH, shown, receipts=asked))
        assert all(worked.steps[0].numbers in text for worked in receipts.headline)
        assert (cell.made[1] in text) is asked


def test_without_receipts_of_cells_a_file_keeps_its_keys_and_its_sheets(solve: Solve) -> None:
    """JSON has the headline's receipts and their inputs under the same keys, the package the same resources; of the
    workbook's sheets only Cells is missing, and of the web page's boxes those of the tables."""
    result = solve("rdna5_held")
    told = json.loads(formats.build("json", result, ENGLISH))["receipts"]
    assert [receipt["figure"] for receipt in told["figures"]] == list(HEADLINE)
    assert [row["number"] for row in told["inputs"]] == list(range(1, len(told["inputs"]) + 1))
    assert all(row["used_in"] for row in told["inputs"])
    packed = zipfile.ZipFile(io.BytesIO(formats.build("zip", result, ENGLISH)))
    assert packed.read("data/receipts.csv").decode().count("\n") == 1 + len(HEADLINE)
    books = [opened(formats.build("xlsx", result, ENGLISH, receipts=asked)) for asked in (True, False)]
    assert [name for name in books[0].sheetnames if name != "Cells"] == books[1].sheetnames
    assert report.build(result, ENGLISH, ("waterfall",)).count(b"<details") == len(HEADLINE) + 1


def read(ending: str, content: bytes) -> str:
    """All that a file says."""
    if ending in ("json", "html"):
        return unescape(content.decode())
    if ending == "zip":
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return package.read("data/receipts.csv").decode()
    return unescape(words(content))
