"""A formula stands once: one edit of its text, and number, arrays, receipt and workbook cell follow."""

import io
import re
from collections.abc import Callable

import numpy as np
import openpyxl
import pytest

from finance import explain
from finance.data import read
from finance.data.dataset import Dataset
from finance.explain.receipt_text import Written
from finance.language.catalogue import Language
from finance.model import gap, many, needs, terms
from finance.model.needs import Printed
from finance.model.terms import Axis, Term
from finance.outputs import workbook
from finance.outputs.workbook.expression import Expr
from finance.outputs.workbook.formulas import Formulas
from finance.scenario import Scenario

FACTOR = """
made_up:
  label: {en: "Made-up factor", uk: "Вигаданий множник"}
  group: scope
  unit: factor
  kind: number
  default: 1.1
  low: 0.5
  high: 2.0
  step: 0.1
  shape: uniform
  judged: made up
  range: Half to double.
  help: {en: "Made up for a test.", uk: "Вигадано для перевірки."}
"""


@pytest.fixture
def dataset_with_factor(with_files: Callable[..., Dataset]) -> Dataset:
    rows = (read.DATA / "assumptions.yaml").read_text(encoding="utf-8")
    return with_files(assumptions=rows + FACTOR)


@pytest.fixture
def one_edit(monkeypatch: pytest.MonkeyPatch) -> None:
    """The need has one more factor, in the one place where its factors stand."""
    factors = needs.factors

    def more(printed: Printed, territory: Term) -> Term:
        return factors(printed, territory) * printed.numbers.number("made_up")

    monkeypatch.setattr(needs, "factors", more)


@pytest.mark.usefixtures("one_edit")
def test_number_draw_receipt_and_cell_follow_one_edit_of_the_need(dataset_with_factor: Dataset) -> None:
    """1.1 × 587.7 = 646.47; a draw of 0.5, 1 and 2 gives half, all and double; the receipt names the factor; and the
    cells of the sheet Needs read its named cell and hold 646.47."""
    scenario = Scenario.preset("rdna5_whole", dataset_with_factor)
    result = gap.solve(dataset_with_factor, scenario)
    assert result.need == pytest.approx(646.47)
    drawn = many.solve(dataset_with_factor, scenario, {"made_up": np.array([0.5, 1.0, 2.0])})
    assert drawn.need == pytest.approx([587.7 / 2, 587.7, 2 * 587.7])
    receipt = Written(explain.receipt(result, "by_sector.energy.need"), Language())
    assert receipt.formulas(0)[0].words.endswith("× “Made-up factor”")
    assert receipt.formulas(0)[0].numbers == "$90.6bn × 1.1"
    assert "assumptions.made_up" in explain.receipt(result, "gap").table["figure"].tolist()
    content = workbook.build(result, Language())
    assert "made_up" in openpyxl.load_workbook(io.BytesIO(content)).defined_names
    formulas, values = (
        openpyxl.load_workbook(io.BytesIO(content), data_only=plain)["Needs"] for plain in (False, True)
    )
    read_by = [cell.coordinate for row in formulas for cell in row if "made_up" in str(cell.value)]
    assert read_by
    total = next(row for row in values.iter_rows(values_only=True) if row[0] == "Total")
    assert total[2] == pytest.approx(646.47)
    gaps = openpyxl.load_workbook(io.BytesIO(content), data_only=True)["Gap"]
    assert gaps["B7"].value == pytest.approx(646.47)


def test_brackets_stand_where_signs_ask_for_them(solve: Callable[..., gap.Result]) -> None:
    """(1 + 3 %) ^ 4, not 1 + 3 % ^ 4."""
    result = solve("rdna5_whole", cost_escalation=0.03)
    step = Written(explain.receipt(result, "by_year.2030.need"), Language()).formulas(0)[0]
    assert re.search(r"× \(1 \+ “.+”\) \^ 4$", step.words)
    assert step.numbers.endswith("× (1 + 3%) ^ 4")


def test_one_text_is_a_number_an_array_and_a_cell() -> None:
    """a × (b − 1) ÷ 2 for a = 6, 8 and b = 3: 6 and 8; in cells A1, A2 and B1."""
    axis = Axis("line", ["one", "two"])

    def text(a: Term, b: Term) -> Term:
        return a * (b - 1.0) / 2.0

    assert text(terms.term(6.0), terms.term(3.0)).value == 6.0
    assert text(terms.constants([6.0, 8.0], axis), terms.term(3.0)).value.tolist() == [6.0, 8.0]
    cells = Formulas()
    made = text(cells.given([Expr("A1", 6.0), Expr("A2", 8.0)], axis), cells.given(Expr("B1", 3.0)))
    formulas = [cells.of(made, {axis: place}) for place in (0, 1)]
    assert [(formula.text, formula.value) for formula in formulas] == [
        ("A1*(B1-1.0)/2.0", 6.0),
        ("A2*(B1-1.0)/2.0", 8.0),
    ]


def test_a_part_that_is_nothing_has_no_share_of_nothing() -> None:
    """0 ÷ 0 is 0 where a share is asked for, and no number where a ratio is."""
    nothing = terms.term(0.0)
    assert terms.share_of(nothing, nothing).value == 0.0
    assert np.isnan(terms.covered(nothing, nothing).value)
