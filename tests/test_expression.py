"""Formulas that know their value: the text a spreadsheet reads and the number that it would compute."""

import pytest

from finance.outputs.workbook import expression as e
from finance.outputs.workbook.expression import Expr, Term


def cell(value: float | str | None, text: str = "A1") -> Expr:
    return Expr(text, value)


X, Y = cell(6.0, "x"), cell(3.0, "y")
COLUMN = Expr("$A$1:$A$4", e.strings(["a", "b", "a", None]))
AMOUNTS = Expr("$B$1:$B$4", e.strings([1.0, 2.0, 4.0, None]))


@pytest.mark.parametrize(
    ("formula", "text", "value"),
    [
        (X - (Y - 1), "x-(y-1)", 4.0),
        (X - Y - 1, "x-y-1", 2.0),
        (X * (Y + 1), "x*(y+1)", 24.0),
        (X / (Y * 2), "x/(y*2)", 1.0),
        ((1 + X) ** Y, "(1+x)^y", 343.0),
        (1 - X, "1-x", -5.0),
        (X + -1.5, "x+-1.5", 4.5),
        (cell(None) + 1, "A1+1", 1.0),
        (e.when(X > Y, X, 0), "IF(x>y,x,0)", 6.0),
        (e.flag(X <= Y), "IF(x<=y,1,0)", 0),
        (e.total(AMOUNTS, X), "SUM($B$1:$B$4,x)", 13.0),
        (e.smallest(1, X / Y), "MIN(1,x/y)", 1.0),
        (e.sum_where(COLUMN, "a", AMOUNTS), 'SUMIF($A$1:$A$4,"a",$B$1:$B$4)', 5.0),
        (e.looked_up(cell("b"), COLUMN, AMOUNTS), "INDEX($B$1:$B$4,MATCH(A1,$A$1:$A$4,0))", 2.0),
        (e.sum_product((AMOUNTS >= 2) * AMOUNTS), "SUMPRODUCT(($B$1:$B$4>=2)*$B$1:$B$4)", 6.0),
        (e.total_after(AMOUNTS, 2), "SUM($B$3:$B$4)", 4.0),
        (e.nth_smallest(AMOUNTS, 2), "SMALL($B$1:$B$4,2)", 1.0),
    ],
)
def test_a_formula_has_the_brackets_it_needs_and_its_value(formula: Expr, text: str, value: float) -> None:
    """The arithmetic by hand, with x = 6 and y = 3; an empty cell counts as 0."""
    assert (formula.text, formula.value) == (text, pytest.approx(value))


@pytest.mark.parametrize(("value", "equal"), [(None, True), ("", True), ("a", False)])
def test_an_empty_cell_equals_the_empty_text(value: str | None, equal: bool) -> None:
    """As in a spreadsheet."""
    assert cell(value).equals("").value is equal


def test_a_text_in_a_formula_has_its_quotes_doubled() -> None:
    """A text cannot end the formula's own quotes and go on as formula."""
    assert e.expr('a"&B1&"').text == '"a""&B1&"""'


@pytest.mark.parametrize(("value", "words"), [(1234.56, "1,234.6"), (0.25, "0.3"), (-0.25, "-0.3"), (-0.01, "0.0")])
def test_a_number_in_words_is_rounded_as_a_spreadsheet_rounds(value: float, words: str) -> None:
    """Halves go away from zero, thousands have their sign, and nothing is minus zero."""
    assert e.fixed(cell(value)).value == words


def test_a_sentence_keeps_its_order_and_its_values() -> None:
    """Texts and cells are joined in the order of the template; a text too long for a formula is cut in two."""
    parts: dict[str, Term] = {"gap": e.fixed(X), "year": cell(2035.0, "B1")}
    found = e.sentence("Gap {gap} in {year}.", **parts)
    assert found.text == '"Gap "&FIXED(x,1)&" in "&B1&"."'
    assert found.value == "Gap 6.0 in 2035."
    long = e.sentence("x" * 300)
    assert [len(piece.strip('"')) for piece in long.text.split("&")] == [255, 45]
