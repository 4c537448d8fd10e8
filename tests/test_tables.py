"""A result as a CSV file: one row an observation, nothing lost and nothing that a spreadsheet would run."""

import io
from collections.abc import Callable

import pandas as pd
import pytest

from finance.model.funding import LEFT_OUT
from finance.model.gap import Result
from finance.outputs import tables

Solve = Callable[..., Result]


@pytest.fixture
def result(solve: Solve) -> Result:
    return solve("rdna5_whole", standing="press")


@pytest.fixture
def table(result: Result) -> pd.DataFrame:
    """The file as a person's own tool reads it."""
    return pd.read_csv(io.StringIO(tables.csv(tables.observations(result))))


def values(table: pd.DataFrame, name: str, measure: str) -> pd.Series:
    return table.loc[(table["table"] == name) & (table["measure"] == measure), "value"]


def test_every_number_of_the_result_is_one_row(result: Result, table: pd.DataFrame) -> None:
    """6 of the headline; 4 of each sector; face, the reasons and 5 more of each line; 1 of each flow."""
    sectors, lines, flows = len(result.by_sector), len(result.by_source), len(result.flows)
    assert table["table"].value_counts().to_dict() == {
        "headline": 6,
        "by_sector": 4 * sectors,
        "by_source": (1 + len(LEFT_OUT) + 5) * lines,
        "flows": flows,
    }
    assert not table.duplicated(["table", "source", "commitment", "sector", "measure"]).any()


def test_every_row_says_what_it_belongs_to(result: Result, table: pd.DataFrame) -> None:
    """Scenario, key, edition, price year, territory and documents stand in each row, and a unit beside each number.

    A row of a line names the documents of the line alone.
    """
    assert list(table.columns[:7]) == list(tables.OBSERVATION)
    for name, expected in {
        "scenario": "rdna5_whole",
        "key": result.scenario.key,
        "edition": result.dataset.edition,
        "price_year": 2025,
        "territory": "as_published",
    }.items():
        assert (table[name].astype(str) == str(expected)).all()
    assert table["unit"].notna().all()
    of_line = table["commitment"].notna()
    (every,) = table.loc[~of_line, "origins"].unique()
    documents = set(every.split())
    assert documents <= set(result.dataset.origins)
    counted = {line.commitment for line in result.money.lines if line.figures}
    named = table[of_line & table["commitment"].isin(counted)]["origins"]
    assert all(set(documents) >= set(cell.split()) for cell in named)
    assert {"rdna5_un_geneva", "ec_ukraine_facility_page", "ecb_fx_hist"} <= documents


def test_a_sector_says_whether_it_is_estimated_and_how_others_code_it(result: Result, table: pd.DataFrame) -> None:
    """The last columns, in the table by sector alone: true or false, then the codes of DAC, IATI and HXL."""
    assert list(table.columns[-4:]) == ["estimated", "dac", "iati", "hxl"]
    sectors = table["table"] == "by_sector"
    assert table.loc[~sectors, list(tables.OF_SECTOR)].isna().all(axis=None)
    rows = table[sectors & (table["measure"] == "need")].set_index("sector")
    assert rows["estimated"].to_dict() == result.by_sector.set_index("sector")["estimated"].to_dict()
    assert rows.loc["housing", ["dac", "iati", "hxl"]].tolist() == ["16030;16040", "16030;16040", "#sector+housing"]
    assert rows.loc["not_itemised", ["dac", "iati", "hxl"]].isna().all()
    assert rows.drop("not_itemised")[["dac", "iati", "hxl"]].notna().all(axis=None)


def test_units_follow_the_measure(table: pd.DataFrame) -> None:
    """Shares are fractions, the face is in the line's own currency, all other amounts are dollars."""
    face = table[table["measure"] == "face"].set_index("commitment")["unit"]
    assert face["switzerland_2025_28"] == "CHF bn"
    shares = table["measure"].isin(["coverage", "eligibility", "realisation"])
    assert (table.loc[shares, "unit"] == "fraction").all()
    assert (table.loc[~shares & (table["measure"] != "face"), "unit"] == "USD bn").all()


def test_the_rows_add_up_to_the_headline(table: pd.DataFrame) -> None:
    """Sectors to need, funded and gap; lines to available and stranded; flows to funded."""
    parts = {"by_sector": ("need", "funded", "gap"), "by_source": ("available", "stranded")}
    for name, measures in parts.items():
        for measure in measures:
            whole = values(table, "headline", measure).item()
            assert values(table, name, measure).sum() == pytest.approx(whole, abs=1e-9)
    funded = values(table, "headline", "funded").item()
    assert values(table, "flows", "amount").sum() == pytest.approx(funded, abs=1e-9)


def test_numbers_read_back_to_twelve_digits(result: Result, table: pd.DataFrame) -> None:
    """What pandas reads from the file is what was computed."""
    written = tables.observations(result)["value"].to_numpy(dtype=float)
    assert table["value"].to_numpy() == pytest.approx(written, rel=1e-11, abs=0, nan_ok=True)


def test_a_missing_coverage_is_an_empty_cell(solve: Solve) -> None:
    """No need, no coverage: the cell is empty, not 0 and not the word nan."""
    table = tables.observations(solve("article"))
    table.loc[table["measure"] == "coverage", "value"] = float("nan")
    lines = tables.csv(table).splitlines()
    assert "nan" not in "\n".join(lines).lower().replace("finance", "")
    assert next(line for line in lines if ",coverage," in line).split(",")[4:7] == ["coverage", "", "fraction"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_label_that_a_spreadsheet_would_run_becomes_text(start: str) -> None:
    """A leading apostrophe makes it text, in the cells and in the names of the columns; numbers stay numbers."""
    label = f"{start}HYPERLINK(0)"
    text = tables.csv(pd.DataFrame({label: [label, "plain"], "value": [-1.5, 2.0]}))
    back = pd.read_csv(io.StringIO(text), lineterminator="\n")
    assert list(back.columns) == [f"'{label}", "value"]
    assert list(back[f"'{label}"]) == [f"'{label}", "plain"]
    assert list(back["value"]) == [-1.5, 2.0]


def test_commas_quotes_and_line_breaks_in_a_label_survive() -> None:
    """The file follows the CSV standard, so any tool reads the label as it was."""
    label = 'Housing, "social"\nand private'
    back = pd.read_csv(io.StringIO(tables.csv(pd.DataFrame({"label": [label]}))))
    assert back["label"].item() == label
