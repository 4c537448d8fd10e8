"""The command line as a person runs it, from the repository's folder; most commands run in this process."""

import contextlib
import io
import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from finance.__main__ import main
from finance.analysis import uncertainty
from finance.data import read
from finance.data.dataset import Dataset
from finance.language.catalogue import Language
from finance.model.gap import HEADLINE, Result
from finance.outputs import formats
from finance.scenario import Scenario

Finished = subprocess.CompletedProcess[str]
ROOT = read.DATA.parent


def started(*arguments: str | Path, before: Callable[[], None] | None = None) -> Finished:
    """A command in a process of its own."""
    command = [sys.executable, "-m", "finance", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False, preexec_fn=before
    )


def finance(*arguments: str | Path) -> Finished:
    """The same command without starting Python anew."""
    said, complained, words = io.StringIO(), io.StringIO(), [*map(str, arguments)]
    with contextlib.chdir(ROOT), contextlib.redirect_stdout(said), contextlib.redirect_stderr(complained):
        try:
            code = main(words)
        except SystemExit as ended:
            code = int(ended.code or 0)
    return Finished(words, code, said.getvalue(), complained.getvalue())


def refused(*arguments: str | Path) -> str:
    """What stands on stderr of a command that must be refused: exit 2, nothing on stdout, no traceback."""
    found = finance(*arguments)
    assert (found.returncode, found.stdout) == (2, "")
    return found.stderr.strip()


def test_check_says_ok_with_counts() -> None:
    """One line: figures, documents, assessments, plans, commitments, assumptions, scenarios, edition."""
    found = started("check")
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.startswith("ok: ")
    for word in ("figures", "documents", "assessments", "commitments", "assumptions", "scenarios", "edition"):
        assert word in found.stdout


def test_a_folder_without_data_is_refused_with_what_is_missing(tmp_path: Path) -> None:
    """Exit 1 is for data: every file that is missing is named."""
    found = finance("--data", tmp_path, "check")
    assert found.returncode == 1
    assert "origins.yaml:1: is missing" in found.stderr
    assert "commitments/*.yaml:1: is missing" in found.stderr


def test_a_reader_who_leaves_early_ends_the_command() -> None:
    """As `python -m finance gap --format csv | head -1` does; nothing is complained about."""
    command = [sys.executable, "-m", "finance", "gap", "--scenario", "rdna5_whole", "--format", "csv"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.close()
        assert running.stderr.read() == ""


def test_the_default_is_a_table_of_the_article() -> None:
    """The headline to three decimals and the sectors below it."""
    found = started("gap")
    assert found.returncode == 0
    lines = found.stdout.splitlines()
    assert lines[0].startswith("article · ")
    assert [line.split() for line in lines[1:7]] == [
        ["need", "200.000"],
        ["available", "180.408"],
        ["funded", "180.408"],
        ["gap", "19.592"],
        ["stranded", "0.000"],
        ["coverage", "90.2%"],
    ]
    assert lines[9].split() == ["housing", "31.947", "28.817", "3.129", "0.902", "True"]


def test_notes_stand_below_the_table() -> None:
    """What was left out of the need, and why."""
    found = finance("gap", "--scenario", "rdna5_whole", "--set", "standing=official")
    assert found.stdout.splitlines()[-1] == (
        "note: assessments.rdna5.sectors.telecom.need is graded C and is not used as published"
    )


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--scenario", "article_as_printed"), {"need": 200.0, "available": 165.0, "gap": 35.0, "stranded": 0.0}),
        (("--scenario", "article"), {"gap": 19.592}),
        (("--scenario", "article_civilian"), {"gap": 89.864}),
        (("--scenario", "article", "--set", "eur_usd=1.25"), {"gap": 12.5}),
        (("--scenario", "rdna5_whole"), {"need": 587.7}),
    ],
)
def test_json_gives_the_figures_of_the_presets(arguments: tuple[str, ...], expected: dict[str, float]) -> None:
    """Strict JSON: no NaN, no Infinity, only the keys of the contract."""

    def no_constants(name: str) -> None:
        raise AssertionError(f"{name} is not JSON")

    found = finance("gap", *arguments, "--format", "json")
    assert found.returncode == 0
    values = json.loads(found.stdout, parse_constant=no_constants)
    assert {name: values[name] for name in expected} == pytest.approx(expected, abs=1e-9)
    assert set(values) == {
        *("scenario", "changed", "key", "edition", "unit", "definition"),
        *("need", "available", "funded", "gap", "stranded", "coverage"),
        *("by_sector", "by_source", "flows", "by_year", "by_region", "figures", "warnings", "receipts"),
    }
    assert values["unit"] == "USD bn"
    assert set(values["definition"]) == {
        *("measure", "assessment", "territory", "firmness", "currency", "price_year", "horizon")
    }


def test_receipts_of_cells_are_written_when_asked_for(tmp_path: Path) -> None:
    """`--receipts` of `gap` and of `export`: the same object, with more figures than the headline's."""
    out = tmp_path / "gap.json"
    shown = finance("gap", "--format", "json", "--receipts").stdout
    assert finance("export", out, "--receipts").returncode == 0
    assert shown == out.read_text(encoding="utf-8")
    with_, without = json.loads(shown), json.loads(finance("gap", "--format", "json").stdout)
    assert "by_sector.energy.gap" in {receipt["figure"] for receipt in with_["receipts"]["figures"]}
    assert [receipt["figure"] for receipt in without["receipts"]["figures"]] == list(HEADLINE)
    assert {**with_, "receipts": None} == {**without, "receipts": None}
    assert "--receipts" in finance("gap", "--help").stdout
    assert "--receipts" in finance("export", "--help").stdout


def test_several_values_may_be_set() -> None:
    """75 × 0.5 + 90 × 1 = 127.5 available; the changed values are named."""
    found = finance("gap", "--set", "eur_usd=1", "--set", "ifi_eligible=0.5", "--format", "json")
    values = json.loads(found.stdout)
    assert values["available"] == pytest.approx(127.5)
    assert values["changed"] == {"eur_usd": 1.0, "ifi_eligible": 0.5}


def test_csv_on_the_screen_is_the_csv_of_the_file(tmp_path: Path) -> None:
    """`gap --format csv` and `export` write the same rows."""
    out = tmp_path / "gap.csv"
    shown, written = finance("gap", "--format", "csv"), finance("export", out)
    assert (written.returncode, written.stdout) == (0, f"wrote {out}\n")
    assert shown.stdout == out.read_text(encoding="utf-8")
    assert set(pd.read_csv(out)["table"]) == {"headline", "by_sector", "by_source", "flows"}


# ---------------------------------------------------------------- refused


def test_a_value_out_of_range_is_refused_with_the_range() -> None:
    """Exit 2, and the range to stay in."""
    assert refused("gap", "--set", "eur_usd=9") == "eur_usd is 9; allowed is 0.8 to 1.6 [USD per EUR]"


def test_values_that_are_no_finite_numbers_are_refused() -> None:
    """Text that Python reads as a number and nobody else does; every problem is a line of its own."""
    given = {"eur_usd": "nan", "ifi_eligible": "inf", "soft_earmarks": "-inf", "occupied_share": "1e999"}
    message = refused("gap", *(word for id_, value in given.items() for word in ("--set", f"{id_}={value}")))
    assert [line.split("; ")[0] for line in message.splitlines()] == [f"{id_} is {given[id_]}" for id_ in given]


def test_an_unknown_scenario_is_refused_with_the_known() -> None:
    """The list holds all presets."""
    message = refused("gap", "--scenario", "rdna6")
    assert message.startswith("'rdna6' is no scenario; known are article_as_printed, article,")


def test_an_unknown_assumption_is_refused_with_the_known() -> None:
    """The list holds all assumptions."""
    message = refused("export", "out.csv", "--set", "euro=1")
    assert message.startswith("'euro' is no assumption; known are absorption_cap, ")


def test_a_setting_without_a_value_is_refused_with_the_form() -> None:
    """`--set foo` shows how it is written, and every such option is named."""
    assert refused("gap", "--set", "foo", "--set", "eur_usd") == (
        "--set foo: write ID=VALUE, for example eur_usd=1.1\n--set eur_usd: write ID=VALUE, for example eur_usd=1.1"
    )


def test_the_scenario_is_not_an_assumption() -> None:
    """`--set scenario=…` would silently win over `--scenario`."""
    assert refused("gap", "--set", "scenario=rdna5_whole") == "scenario is no assumption; choose it with --scenario"


def test_a_kind_of_file_that_is_not_written_is_refused(tmp_path: Path) -> None:
    """The endings that are written are named, and no file appears."""
    message = refused("export", tmp_path / "gap.foo")
    assert "'.foo'" in message
    assert ".csv" in message
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    """The message names the file and says why."""
    out = tmp_path / "nowhere" / "gap.csv"
    assert refused("export", out) == f"cannot write {out}: No such file or directory"


def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    """The disk takes 1000 bytes: exit 2 with the system's word, the older file untouched and no half file beside it."""
    out = tmp_path / "gap.json"
    out.write_text("older", encoding="utf-8")

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    found = started("export", out, before=full)
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr == f"cannot write {out}: File too large\n"
    assert [path.name for path in tmp_path.iterdir()] == ["gap.json"]
    assert out.read_text(encoding="utf-8") == "older"


def test_an_unknown_chart_or_language_is_refused(tmp_path: Path) -> None:
    """The known ones are named, and no file appears."""
    out = tmp_path / "gap.csv"
    assert refused("export", out, "--chart", "pie").startswith("'pie' is no chart; known are waterfall, coverage")
    assert refused("export", out, "--lang", "xx").startswith("lang is xx; it takes one of en")
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_charts_without_a_chart_is_refused_and_not_begun(tmp_path: Path) -> None:
    """The known charts are named, and nothing stands under the name."""
    out = tmp_path / "gap.pptx"
    assert refused("export", out).startswith("a .pptx file shows charts and none was chosen; known are waterfall,")
    assert list(tmp_path.iterdir()) == []


def test_a_format_that_does_not_exist_is_refused() -> None:
    """argparse's own message names the choices."""
    message = refused("gap", "--format", "xml")
    assert "invalid choice: 'xml'" in message
    assert all(name in message for name in ("table", "json", "csv"))


def test_the_command_line_and_the_library_agree(solve: Callable[..., Result]) -> None:
    """One pipeline: the same scenario through both gives the same object."""
    found = finance("gap", "--scenario", "rdna5_held", "--set", "rule=priority", "--format", "json")
    result = solve("rdna5_held", rule="priority")
    assert json.loads(found.stdout) == json.loads(formats.build("json", result, Language()))


# ---- draw


def test_draw_prints_percentiles_the_chance_and_the_expected_shortfall() -> None:
    """The measures, the sectors, and one line with P(gap > 0)."""
    found = finance("draw", "--scenario", "article", "--draws", "1024", "--seed", "7")
    assert (found.returncode, found.stderr) == (0, "")
    lines = found.stdout.splitlines()
    assert lines[0].startswith("article · ")
    assert lines[1].startswith("1024 draws from seed 7 of eur_usd, ifi_eligible, eu_loan_eligible")
    assert lines[3].split() == ["measure", "p10", "p50", "p90", "mean"]
    assert lines[-1].startswith("P(gap > 0) 100.0%; expected shortfall 1")


def test_draw_gives_the_librarys_object_as_json(dataset: Dataset) -> None:
    """To the last digit."""
    found = finance("draw", "--scenario", "rdna5_held", "--set", "eur_usd=1.25", "--draws", "512", "--format", "json")
    scenario = Scenario.preset("rdna5_held", dataset).with_(eur_usd=1.25)
    assert json.loads(found.stdout) == uncertainty.draw(dataset, scenario, draws=512).as_dict()


def test_draw_gives_one_tidy_row_a_number_as_csv() -> None:
    """Headline, chance, shortfall and sectors, each with unit, draws, seed and edition."""
    found = finance("draw", "--scenario", "rdna5_held", "--draws", "256", "--format", "csv")
    table = pd.read_csv(io.StringIO(found.stdout))
    assert set(table["table"]) == {"headline", "by_sector"}
    assert {"p10", "p50", "p90", "mean", "chance_of_a_gap", "expected_shortfall", "short"} == set(table["statistic"])
    assert set(table["unit"]) == {"USD bn", "fraction"}
    assert table[["draws", "seed", "edition", "scenario", "key"]].notna().all(axis=None)
    chances = table[table["statistic"].isin(["chance_of_a_gap", "short"])]
    assert set(chances["unit"]) == {"fraction"}


def test_draw_says_when_draws_were_rounded_up() -> None:
    """300 become 512."""
    found = finance("draw", "--draws", "300")
    assert "note: 300 draws were rounded up to 512, a power of two" in found.stdout


@pytest.mark.parametrize(
    ("option", "message"),
    [
        (("--draws", "10"), "draws is 10; allowed is 256 to 65536 [draws]"),
        (("--draws", "many"), "draws is 'many', not a number; allowed is 256 to 65536 [draws]"),
        (("--seed", "-5"), "seed is -5; allowed is 0 to 9999 [number]"),
    ],
)
def test_draw_refuses_what_is_out_of_range(option: tuple[str, str], message: str) -> None:
    """One line with what is allowed."""
    assert refused("draw", *option) == message


# ---------------------------------------------------------------- explained


def test_explain_says_the_result_and_how_the_headline_is_made() -> None:
    """The sentence, then each headline figure with its formula in words and in numbers."""
    found = finance("explain", "--scenario", "article_civilian")
    assert found.returncode == 0
    assert "so 55.1% is covered and $89.9bn is missing." in found.stdout
    assert "gap = need − funded need, not below zero\n  $89.864bn = $200.000bn − $110.136bn" in found.stdout


def test_explain_gives_the_receipt_of_one_figure() -> None:
    """EUR 90 at 1.25 by a third is 37.5, with the documents behind it and what was moved."""
    found = finance("explain", "--scenario", "article_civilian", "--set", "eur_usd=1.25", "by_source.eu_loan.available")
    assert found.returncode == 0
    assert "$37.5bn = €90.0bn × 1.25 × 33.3333% × 100%" in found.stdout
    assert "European Council conclusions, 18 December 2025" in found.stdout
    assert "“Dollars per euro” = 1.25; moved by the reader" in found.stdout


def test_explain_refuses_a_figure_that_is_none() -> None:
    """The nearest address is named."""
    assert "did you mean 'by_source.eu_loan.available'?" in refused("explain", "by_source.eu_loan.availible")
