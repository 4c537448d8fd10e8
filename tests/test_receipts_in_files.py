"""The receipts that files carry: worked out again from what the file says, they give the figures that it shows."""

import io
import json
import math
import re
from collections.abc import Callable, Sequence
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from finance import explain
from finance.explain.workings.tree import OPERATIONS
from finance.explain.written import FLOORED
from finance.gap import Result
from finance.outputs import files, page, word
from finance.outputs.display import Display
from finance.outputs.language import Language
from finance.outputs.receipts import FIGURES, Receipts
from tests.documents import Nowhere
from tests.test_workbook import changed, named, opened, rows

Solve = Callable[..., Result]
ENGLISH = Language()
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "article": ("article", {"eur_usd": 1.25, "currency": "EUR"}),
    "ledger": ("rdna5_held", {"firmness": "pledged", "occupied_share": 0.15}),
    "by_a_linear_programme": ("rdna5_whole", {"rule": "most_funded", "reliability": "D"}),
    "nothing_counts": ("rdna5_whole", {"firmness": "disbursed", "reliability": "A"}),
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
    assert number(value) == pytest.approx(again, rel=1e-4, abs=6e-4), equation
    return number(value)


def test_the_json_file_works_every_figure_out(result: Result) -> None:
    """Each formula's parts give its value to twelve digits, and the first formula's value is the figure."""
    told = json.loads(files.build("json", result, ENGLISH))
    assert [receipt["figure"] for receipt in told["receipts"]["figures"]] == list(FIGURES)
    for receipt in told["receipts"]["figures"]:
        for step in receipt["formulas"]:
            operation = OPERATIONS["difference" if step["operation"] == FLOORED else step["operation"]]
            again = max(operation(step["parts"]), 0.0) if step["operation"] == FLOORED else operation(step["parts"])
            assert again == pytest.approx(step["value"], rel=1e-12, abs=1e-12), step
        assert receipt["value"] == receipt["formulas"][0]["value"]
        assert receipt["value"] == pytest.approx(told[receipt["figure"]], rel=1e-12, abs=1e-11)


def test_the_json_file_names_every_input_with_its_document(result: Result) -> None:
    """Each once, with what rests on it: the inputs of the receipts on screen, and no others."""
    told = json.loads(files.build("json", result, ENGLISH))["receipts"]["inputs"]
    for figure in FIGURES:
        table = explain.receipt(result, figure).table
        here = {row["figure"]: row["value"] for row in told if figure in row["used_in"]}
        assert here == dict(zip(table.get("figure", ()), table.get("value", ()), strict=True)), figure
    assert len({(row["figure"], row["name"]) for row in told}) == len(told)
    for row in told:
        assert row["basis"] == "moved by the reader" or row["why"], row
        assert row["basis"] != "document" or (row["locator"] and row["grade"] and row["date"]), row


def test_the_html_report_works_the_headline_out(result: Result) -> None:
    """Four figures that open, each with formulas whose numbers give it; and every input with its value."""
    sheet = page.build(result, ENGLISH, ("waterfall",)).decode()
    boxes = re.findall(r"<details>\s*<summary>(.*?)</summary>(.*?)</details>", sheet, re.DOTALL)
    *worked, (named_, rest) = [(unescape(title), unescape(body)) for title, body in boxes]
    assert len(worked) == len(FIGURES)
    for figure, (title, body) in zip(FIGURES, worked, strict=True):
        values = [balances(equation) for equation in re.findall(r'class="values">(.*?)</span>', body)]
        assert values[0] == number(title.split(": ")[1]) == pytest.approx(getattr(result, figure), abs=6e-4)
        if result.scenario.choice("currency") == "EUR":
            assert Display(result, ENGLISH).money(getattr(result, figure)) in body
    assert named_ == "What these figures rest on"
    assert rest.count("<tr>") == 1 + len(Receipts(result, ENGLISH).inputs)


def test_the_word_annex_works_the_headline_out(result: Result) -> None:
    """After the references, under a heading for each figure; the table of inputs stands last."""
    document = Document(io.BytesIO(word.build(result, ENGLISH, ("waterfall",), Nowhere())))
    texts = [paragraph.text for paragraph in document.paragraphs]
    annex = texts[texts.index("How these numbers are made") :]
    titles = [Receipts(result, ENGLISH).worked[place].title for place in range(len(FIGURES))]
    for figure, title in zip(FIGURES, titles, strict=True):
        equation = annex[annex.index(title) + 2]
        assert balances(equation) == pytest.approx(getattr(result, figure), abs=6e-4)
    inputs = Receipts(result, ENGLISH).table
    shown = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    assert shown[0] == list(inputs.columns)
    assert [row[1] for row in shown[1:]] == inputs["Value"].tolist()


def test_the_workbook_works_the_headline_out(
    solve: Solve, office: Callable[[str, Sequence[Path]], list[Path]], tmp_path: Path
) -> None:
    """LibreOffice computes each formula of values anew: it gives the value beside it, and that of the sheet Gap."""
    paths = []
    for case, (preset, values) in CASES.items():
        paths.append(tmp_path / f"{case}.xlsx")
        paths[-1].write_bytes(changed(files.build("xlsx", solve(preset, **values), ENGLISH), None))
    for case, path in zip(CASES, office("xlsx", paths), strict=True):
        book = opened(path.read_bytes(), values=True)
        steps = rows(book, "Receipts", "Figure")
        assert len(steps) >= len(FIGURES), case
        for step in steps:
            assert step["Worked out again"] == pytest.approx(step["Value"], rel=1e-12, abs=1e-11), (case, step)
        first = [step for step in steps if not step["Figure"].startswith(" ")]
        for figure, step in zip(FIGURES, first, strict=True):
            sheet, cell = named(book, figure)
            assert step["Value"] == pytest.approx(book[sheet][cell].value, rel=1e-9, abs=1e-9), (case, figure)
        inputs = rows(book, "Receipts", "Input")
        assert all(row["Value"] is not None and row["Used in"] for row in inputs), case


def test_reasons_of_the_data_are_in_the_language_of_the_file(solve: Solve) -> None:
    """Judgements, places and grades of a Ukrainian file are Ukrainian, and so is the preset's story."""
    inputs = Receipts(solve("article_civilian"), Language("uk")).inputs.set_index("figure")
    english = Receipts(solve("article_civilian"), ENGLISH).inputs.set_index("figure")
    for figure in ("assumptions.ifi_eligible", "assumptions.eu_loan_eligible", "assumptions.realised_tranches"):
        assert inputs.loc[figure, "why"] != english.loc[figure, "why"]
        assert re.search("[а-яіїє]", inputs.loc[figure, "why"])
    assert set(inputs["grade"]) & {"judged", "derived"} == set()
