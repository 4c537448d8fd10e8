"""Own figures: put into the text of the data, read by its rules, counted beside it, and taken off again."""

import datetime as dt
import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.data import read, yamledit, yamlfile
from finance.data.dataset import Dataset
from finance.data.records import Text
from finance.errors import DataError, OwnError, ScenarioError
from finance.language.catalogue import Language
from finance.model import gap
from finance.outputs import formats, tables
from finance.own import changes, dropped, edits, effect, overlaps
from finance.own.edits import Edit
from finance.own.overlaps import Likely
from finance.scenario import Scenario

LINE = {
    "source": "eu",
    "instrument": "grant",
    "firmness": "committed",
    "currency": "USD",
    "agreed": dt.date(2026, 1, 1),
    "window": {"start": 2026, "end": 2030},
}


@pytest.fixture(scope="module")
def texts() -> dict[str, bytes]:
    return read.texts()


@pytest.fixture(scope="module")
def with_(dataset: Dataset, texts: dict[str, bytes]) -> Callable[..., Dataset]:
    """The data as it ships with some edits in it."""
    return lambda *steps: edits.dataset(dataset, texts, steps)


def new_line(dataset: Dataset, name: str = "A line", amount: float = 10.0, **fields: object) -> tuple[str, Edit]:
    purposes = {"reconstruction": 1.0}
    return changes.added(dataset, "ledger", name, {**LINE, **changes.amount(amount, purposes, "a test"), **fields})


def headline(dataset: Dataset, preset: str = "rdna5_whole", **values: object) -> tuple[float, float, float]:
    result = gap.solve(dataset, Scenario.preset(preset, dataset).with_(**values))
    return result.need, result.available, result.gap


# ---- values put into text ------------------------------------------------------------------------------------------

TEXT = """# head
a:  # why
  x: {value: 1, judged: "one, two"}  # of it
  y: >-
    folded
    text

# about b
b: [1, 2]
c: {k: 1, l: 2}
"""


@pytest.mark.parametrize(
    ("path", "entries", "before", "after"),
    [
        (("a", "x"), {"value": 2.5}, "{value: 1,", "{value: 2.5,"),
        (("a", "x"), {"judged": None}, '{value: 1, judged: "one, two"}', "{value: 1}"),
        (("a", "x"), {"value": None}, "{value: 1, judged", "{judged"),
        (("a", "x"), {"note": "NO"}, 'two"}', 'two", note: "NO"}'),
        (("a",), {"y": None}, "  y: >-\n    folded\n    text\n", ""),
        (("a",), {"y": "no"}, "y: >-\n    folded\n    text\n", '"y": "no"\n'),
        (("a",), {"z": {"p": {"q": 1}}}, "    text\n", "    text\n  z:\n    p: {q: 1}\n"),
        ((), {"b": [3]}, "[1, 2]", "[3]"),
        ((), {"d": [{"e": 1}]}, "l: 2}\n", "l: 2}\nd:\n  - {e: 1}\n"),
        (("d", "e"), {"f": True}, "l: 2}\n", "l: 2}\nd:\n  e: {f: true}\n"),
        (("c",), {"k": None, "l": None}, "{k: 1, l: 2}", "{}"),
    ],
)
def test_one_place_of_a_text_changes_and_no_other(
    path: tuple[str, ...], entries: dict, before: str, after: str
) -> None:
    """Comments, order and every other line stand as they stood."""
    assert before in TEXT
    assert yamledit.put(TEXT, path, entries) == TEXT.replace(before, after)


def test_a_value_in_place_of_a_set_is_not_written_over() -> None:
    """A path through something that is no set of fields is refused."""
    with pytest.raises(KeyError):
        yamledit.put(TEXT, ("b", "x"), {"y": 1})


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=30)
NUMBERS = st.floats(-1e12, 1e12).filter(lambda value: value == 0 or abs(value) > 1e-9) | st.integers(-(10**9), 10**9)
VALUES = st.recursive(
    WORDS | NUMBERS | st.booleans() | st.dates(),
    lambda below: st.lists(below, min_size=1, max_size=3) | st.dictionaries(WORDS, below, min_size=1, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(WORDS, VALUES, min_size=1, max_size=3), st.sampled_from([(), ("a",), ("a", "x"), ("c",), ("new",)])
)
def test_what_is_put_in_is_read_back(entries: dict, path: tuple[str, ...]) -> None:
    """Any words and numbers, also those that YAML reads as something else, come out of our reader as they went in."""
    parsed = yamlfile.parse(yamledit.put(TEXT, path, entries).encode(), "a.yaml")
    assert parsed.problems == []
    value = parsed.value
    for key in path:
        value = value[key]
    assert {key: value[key] for key in entries} == entries


# ---- one own figure ------------------------------------------------------------------------------------------------


def test_a_new_line_adds_what_it_says(dataset: Dataset, with_: Callable[..., Dataset]) -> None:
    """A committed grant of USD 10 bn for reconstruction is available in full, and the gap falls by as much."""
    id_, edit = new_line(dataset)
    need, available, left = headline(dataset)
    assert headline(with_(edit)) == pytest.approx((need, available + 10, left - 10))
    assert id_ == "own_a_line"


def test_the_data_with_own_figures_say_so(dataset: Dataset, with_: Callable[..., Dataset]) -> None:
    """The edition names that of the data and the figures; each own figure is known and gives its supplier as basis."""
    id_, edit = new_line(dataset)
    built = with_(edit)
    assert built.edition.startswith(f"{dataset.edition}-own-")
    assert with_(edit).edition == built.edition
    stem = f"commitments.ledger.commitments.{id_}"
    assert built.own == {f"{stem}.envelope", f"{stem}.purposes.reconstruction"}
    assert built.figures[f"{stem}.envelope"].basis.judged == Text(en="Own figure, supplied by the reader: a test")
    result = gap.solve(built, Scenario.preset("rdna5_whole", built))
    assert set(result.own) == built.own
    assert "among the figures are 2 of the reader's own, published nowhere" in result.warnings
    rows = tables.observations(result)
    of_result = rows["commitment"].isna()
    assert set(rows["origins"][of_result]) == {" ".join((*tables.origins(result), "own_figure"))}
    assert {line for line, told in zip(rows["commitment"], rows["origins"], strict=True)
            if isinstance(line, str) and "own_figure" in told.split()} == {id_}  # fmt: skip
    assert dataset.own == frozenset()


def test_a_line_that_changes_only_in_firmness_is_own(dataset: Dataset, with_: Callable[..., Dataset]) -> None:
    """No number differs, yet all figures of the line count as the reader's."""
    edit = changes.resized(dataset, "ledger", "switzerland_2025_28", 1.5, "announced", "")
    built = with_(edit)
    assert built.own
    assert all(id_.startswith("commitments.ledger.commitments.switzerland_2025_28.") for id_ in built.own)
    assert headline(built)[1] < headline(dataset)[1]


def test_another_amount_keeps_the_split(dataset: Dataset, with_: Callable[..., Dataset]) -> None:
    """The EU loan of 90 is 60 military and 30 budget; at 120 it is 80 and 40."""
    built = with_(changes.resized(dataset, "article", "eu_loan", 120.0, "committed", ""))
    purposes = built.ledgers["article"].commitments["eu_loan"].purposes
    assert {purpose: part.value for purpose, part in purposes.items()} == pytest.approx({"military": 80, "budget": 40})
    assert headline(built, "article")[1] == pytest.approx(75 + 120 * 1.1712)


def test_a_sector_takes_from_what_is_not_itemised(dataset: Dataset, with_: Callable[..., Dataset]) -> None:
    """Water at 20 leaves the total at 587.7 and 104.5 of 124.5 not itemised; the need by sector follows."""
    built = with_(changes.needed(dataset, "rdna5", "water", 20.0, "not_itemised", ""))
    assert built.figures["assessments.rdna5.sectors.not_itemised.need"].value == pytest.approx(104.5)
    result = gap.solve(built, Scenario.preset("rdna5_whole", built))
    rows = result.by_sector.set_index("sector")["need"]
    assert (rows["water"], result.need) == pytest.approx((20, 587.7))


def test_or_the_total_grows_with_the_sector(dataset: Dataset, with_: Callable[..., Dataset]) -> None:
    """Housing at 120 instead of 90 makes the total 617.7; what is not itemised stays 124.5."""
    built = with_(changes.needed(dataset, "rdna5", "housing", 120.0, "total", ""))
    assert headline(built)[0] == pytest.approx(617.7)
    assert built.figures["assessments.rdna5.sectors.not_itemised.need"].value == pytest.approx(124.5)


def test_a_sector_larger_than_the_rest_is_refused(dataset: Dataset) -> None:
    """Housing at 300 needs 210 more than it has; only 124.5 are not itemised."""
    with pytest.raises(OwnError, match=r"add up to 673\.2, 85\.5 more than the total; let the total grow"):
        changes.needed(dataset, "rdna5", "housing", 300.0, "not_itemised", "")


def test_the_total_and_the_part_on_held_land_can_be_set(dataset: Dataset, with_: Callable[..., Dataset]) -> None:
    """A total of 600 is the need; the article's 200 on held land becomes 250 and its gap grows by 50."""
    assert headline(with_(changes.totalled(dataset, "rdna5", "total", 600.0, "")))[0] == pytest.approx(600)
    held = with_(changes.totalled(dataset, "article", "held", 250.0, ""))
    assert headline(held, "article")[2] == pytest.approx(headline(dataset, "article")[2] + 50)


def test_an_assumption_takes_another_default_and_range(dataset: Dataset, with_: Callable[..., Dataset]) -> None:
    """At 1.10 dollars a euro the article's gap is 200 − 75 − 99 = 26; the document gives way to the reader's word."""
    built = with_(changes.assumed(dataset, "eur_usd", 1.10, 0.9, 1.5, "a forecast"))
    row = built.assumptions["eur_usd"]
    assert (row.default, row.low, row.high, row.origin) == (1.10, 0.9, 1.5, None)
    assert row.judged == Text(en="Own figure, supplied by the reader: a forecast")
    assert headline(built, "article")[2] == pytest.approx(26)
    assert built.own == {"assumptions.eur_usd"}


def test_a_range_that_a_preset_needs_is_refused_in_words(dataset: Dataset, with_: Callable[..., Dataset]) -> None:
    """The article as printed sets one dollar a euro; a lowest of 1.05 breaks it, and the message names the line."""
    with pytest.raises(
        DataError, match=r"scenarios\.yaml:\d+: eur_usd is 1\.0; allowed is 1\.05 to 1\.6 \[USD per EUR\]"
    ):
        with_(changes.assumed(dataset, "eur_usd", 1.10, 1.05, 1.6, ""))


def test_edits_follow_one_another_and_each_can_go(dataset: Dataset, with_: Callable[..., Dataset]) -> None:
    """Two lines, a need and a range count together; without them the data are what they were."""
    first, second = new_line(dataset, "First")[1], new_line(dataset, "Second")[1]
    water = changes.needed(dataset, "rdna5", "water", 20.0, "not_itemised", "")
    rate = changes.assumed(dataset, "eur_usd", 1.2, 0.8, 1.6, "")
    built = with_(first, second, water, rate)
    assert {"own_first", "own_second"} <= set(built.ledgers["ledger"].commitments)
    assert built.assumptions["eur_usd"].default == 1.2
    assert "own_second" not in with_(first, water, rate).ledgers["ledger"].commitments
    assert headline(with_()) == headline(dataset)


@pytest.mark.parametrize(
    "name", ["=HYPERLINK(1)", "<img src=x onerror=alert(1)>", "a\tb\x07c", "Київ: «міст» 🌉", "'\"\\", "1e9"]
)
def test_any_name_is_only_a_name(dataset: Dataset, with_: Callable[..., Dataset], name: str) -> None:
    """Formulas, tags, quotes and other scripts are kept as words; signs that no editor shows become spaces."""
    id_, edit = new_line(dataset, name)
    label = with_(edit).ledgers["ledger"].commitments[id_].label.en
    assert label == " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())
    table = gap.solve(dataset, Scenario.preset("article", dataset)).by_source.assign(line=name)
    assert not any(cell.startswith("=") for row in tables.csv(table).splitlines() for cell in row.split(","))


def test_a_formula_in_a_name_is_text_in_the_workbook(dataset: Dataset, with_: Callable[..., Dataset]) -> None:
    """The workbook, which is full of formulas, holds the reader's words as words."""
    built = with_(new_line(dataset, "=1+HYPERLINK(2)")[1])
    raw = formats.build("xlsx", gap.solve(built, Scenario.preset("rdna5_whole", built)), Language("en"))
    book = openpyxl.load_workbook(io.BytesIO(raw))
    cells = [cell for page in book for row in page.iter_rows() for cell in row if "HYPERLINK(2)" in str(cell.value)]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


def test_a_line_without_a_name_is_refused(dataset: Dataset) -> None:
    """Blanks are no name."""
    with pytest.raises(OwnError, match="the line has no name; say in a few words who pays for what"):
        new_line(dataset, " \t ")


def test_mistakes_have_the_messages_of_the_data(dataset: Dataset, with_: Callable[..., Dataset]) -> None:
    """Years swapped and a currency without a rate are reported with the file and line where they would stand."""
    swapped = new_line(dataset, "First", window={"start": 2030, "end": 2026})[1]
    with pytest.raises(DataError) as caught:
        with_(swapped, new_line(dataset, "Second", currency="XXX")[1])
    lines = (read.DATA / "commitments/ledger.yaml").read_text(encoding="utf-8").count("\n")
    found = [str(problem) for problem in caught.value.problems]
    assert len(found) == 2
    assert found[0].endswith("window.end is 2026, before the start in 2030; swap the two")
    assert "currency XXX has no exchange rate on 2025-12-19" in found[1]
    assert all(problem.file == "commitments/ledger.yaml" and problem.line > lines for problem in caught.value.problems)


def test_the_effect_is_the_difference_of_two_results(dataset: Dataset, with_: Callable[..., Dataset]) -> None:
    """Headline and sectors without, with and the change; the sectors' changes of the gap add up to the headline's."""
    built = with_(
        new_line(dataset, earmarks=["housing"])[1], changes.needed(dataset, "rdna5", "water", 20.0, "total", "")
    )
    without, with_mine = (gap.solve(data, Scenario.preset("rdna5_whole", data)) for data in (dataset, built))
    estimated = without.by_sector.set_index("sector")["need"]
    table = effect.headline(without, with_mine).set_index("measure")
    assert table.loc["available", "change"] == pytest.approx(10)
    assert table.loc["need", "change"] == pytest.approx(20)
    sectors = effect.by_sector(without, with_mine).set_index("sector")
    assert sectors["gap_change"].sum() == pytest.approx(table.loc["gap", "change"])
    assert sectors.loc["water", "need_without"] == pytest.approx(estimated["water"])
    id_ = next(iter(set(built.ledgers["ledger"].commitments) - set(dataset.ledgers["ledger"].commitments)))
    counted = effect.counted(with_mine, frozenset([id_]))
    assert (counted["gross"], counted["available"]) == pytest.approx((10, 10))


# ---- the same money twice ------------------------------------------------------------------------------------------


def test_the_same_payer_and_amount_are_asked_about(dataset: Dataset, with_: Callable[..., Dataset]) -> None:
    """EUR 90 bn from the EU in the years of the support loan may be the support loan."""
    id_, edit = new_line(dataset, "Reparations loan", 90.0, currency="EUR")
    (first, *_) = overlaps.likely(with_(edit), "ledger", [id_])
    assert first == Likely(id_, "eu_support_loan_2026", ("payer", "amount"))
    assert first.strong


@pytest.mark.parametrize(
    ("fields", "signs"),
    [
        ({"amount": 90 * 1.1712, "currency": "USD"}, ("payer", "amount")),
        ({"amount": 85.0, "currency": "EUR"}, ("payer", "near_amount")),
        ({"amount": 1.0, "name": "Support loan of 2026"}, ("payer", "name")),
        ({"amount": 90.0, "currency": "EUR", "source": "germany", "name": "EU support 2026"}, ("amount", "name")),
        ({"amount": 90.0, "currency": "EUR", "source": "germany", "name": "Bridge"}, None),
        ({"amount": 90.0, "currency": "EUR", "window": {"start": 2040, "end": 2041}}, None),
    ],
)
def test_what_speaks_for_the_same_money(
    dataset: Dataset, with_: Callable[..., Dataset], fields: dict, signs: tuple[str, ...] | None
) -> None:
    """Two of payer, amount in dollars and words of the name, in years that meet; one alone is no reason to ask."""
    id_, edit = new_line(dataset, **{"name": "A line", **fields})
    found = {pair.theirs: pair.signs for pair in overlaps.likely(with_(edit), "ledger", [id_])}
    assert found.get("eu_support_loan_2026") == signs


@pytest.mark.parametrize(("answer", "more"), [("both", 90.0), ("theirs", 0.0), ("mine", 90.0)])
def test_the_answer_decides_which_line_counts(
    dataset: Dataset, with_: Callable[..., Dataset], answer: str, more: float
) -> None:
    """Counting only the ledger's leaves the available money as it was; the ledger's own EU loan is not for recovery,
    so that counting only the reader's adds all of it. A line goes with its parts."""
    id_, edit = new_line(dataset, "Support loan", 90.0)
    pair = Likely(id_, "eu_support_loan_2026", ("payer", "amount"))
    built = with_(overlaps.settled(with_(edit), "ledger", edit, {pair: answer}))
    assert headline(built)[1] == pytest.approx(headline(dataset)[1] + more)
    book = built.ledgers["ledger"].commitments
    gone = [book[line].left_out is not None for line in (id_, "eu_support_loan_2026", "eu_support_loan_2026_defence")]
    assert gone == [answer == "theirs", answer == "mine", answer == "mine"]


# ---- addresses -----------------------------------------------------------------------------------------------------


def test_a_link_made_while_own_figures_count_says_so(dataset: Dataset, with_: Callable[..., Dataset]) -> None:
    """The address names the edits and holds none of them; on data without them it is said in words, once."""
    built = with_(changes.assumed(dataset, "eur_usd", 1.10, 0.9, 1.6, ""))
    query = Scenario.preset("article", built).to_query()
    assert query == {"scenario": "article", "own": built.edition.rpartition("-")[2]}
    assert Scenario.read_query(query, built)[1] == ()
    scenario, said = Scenario.read_query(query, dataset)
    assert scenario.number("eur_usd") == 1.1712
    (sentence,) = said
    assert sentence.startswith("this link was made while figures of its maker's own counted")
    with pytest.raises(ScenarioError, match="they are in no link"):
        Scenario.from_query(query, dataset)
    assert "own" not in Scenario.preset("article", dataset).to_query()


# ---- files dropped and files taken home ----------------------------------------------------------------------------


def test_the_file_taken_home_stands_in_data(
    dataset: Dataset, texts: dict[str, bytes], tmp_path: Path, with_: Callable[..., Dataset]
) -> None:
    """Each touched file, put into a copy of the data, passes `python -m finance check` and gives the same figures."""

    steps = (
        new_line(dataset, "Line: one")[1],
        changes.needed(dataset, "rdna5", "water", 20.0, "not_itemised", "x: y"),
        changes.assumed(dataset, "eur_usd", 1.2, 0.8, 1.6, ""),
    )
    folder = Path(shutil.copytree(read.DATA, tmp_path / "data"))
    touched = edits.files(texts, steps)
    assert set(touched) == {"commitments/ledger.yaml", "assessments/rdna5.yaml", "assumptions.yaml"}
    for name, text in touched.items():
        assert text.startswith((read.DATA / name).read_text(encoding="utf-8").partition("\n")[0])
        (folder / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "finance", "--data", str(folder), "check"]
    found = subprocess.run(command, cwd=read.DATA.parent, capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout[:3]) == (0, "ok:")
    assert headline(read.load(folder)) == headline(with_(*steps))


def test_a_file_taken_home_can_be_dropped_again(
    dataset: Dataset, texts: dict[str, bytes], with_: Callable[..., Dataset]
) -> None:
    """What was downloaded, also as a browser renames a second copy, gives the same figures when it is dropped."""
    edit = new_line(dataset)[1]
    raw = edits.files(texts, [edit])["commitments/ledger.yaml"].encode()
    again = dropped.edit(dataset, "ledger (1).yaml", raw)
    assert set(again.texts) == {"commitments/ledger.yaml"}
    assert headline(with_(again)) == headline(with_(edit))


def test_a_ledger_of_its_own_becomes_a_choice(
    dataset: Dataset, texts: dict[str, bytes], with_: Callable[..., Dataset]
) -> None:
    """Dropped under another name it stands beside the others and is what the reader will want to look at."""
    built = with_(dropped.edit(dataset, "mine.yaml", texts["commitments/article.yaml"]))
    assert dropped.brought(dataset, built) == {"ledger": "mine"}
    assert headline(built, "article", ledger="mine") == headline(dataset, "article")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1251"])
def test_a_data_file_in_another_encoding_is_read(dataset: Dataset, texts: dict[str, bytes], encoding: str) -> None:
    """Where the encoding is clear the text is the same."""
    text = "\n".join(
        line for line in texts["commitments/article.yaml"].decode().splitlines() if "en:" not in line or "uk:" in line
    )
    text = text.replace("—", "-").replace("–", "-").replace("“", '"').replace("’", "'")
    found = dropped.edit(dataset, "mine.yaml", text.encode(encoding))
    assert found.texts["commitments/mine.yaml"] == text


BOMB = "a: &a [x, x]\nb: &b [*a, *a]\ncommitments: {c: [*b, *b]}\n"
REFUSED = {
    "sectors.yaml": (
        "housing: {label: {en: Homes}}\n",
        "none of the files that can be dropped; allowed are a ledger",
    ),
    "assumptions.yaml": ("eur_usd: {default: 1.1, group: money}\n", r"lacks \d+ assumptions \(absorption_cap,"),
    "list.yaml": ("- a\n", "none of the files"),
    "huge.yaml": ("# " + "x" * dropped.MOST_BYTES, "allowed are 4 MB"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_other_files_are_refused_in_words(dataset: Dataset, name: str) -> None:
    """What is no ledger, assessment, plan or whole set of assumptions says what is allowed."""
    text, words = REFUSED[name]
    with pytest.raises(OwnError, match=words):
        dropped.edit(dataset, name, text.encode())


def test_a_yaml_bomb_is_refused_line_by_line(dataset: Dataset) -> None:
    """Anchors and aliases do not unfold; each is named with its line in the file as it was dropped."""
    with pytest.raises(DataError) as caught:
        dropped.edit(dataset, "bomb.yaml", BOMB.encode())
    assert [str(problem).partition(" are not")[0] for problem in caught.value.problems] == [
        f"bomb.yaml:{line}: anchors (&) and aliases (*)" for line in (1, 2, 3)
    ]


def test_a_picture_in_a_text_is_refused(dataset: Dataset, texts: dict[str, bytes]) -> None:
    """A label that Markdown would fetch from another host is named with its line."""
    text = (
        texts["commitments/article.yaml"]
        .decode()
        .replace('en: "The article', 'en: "![x](https://host/p) The article', 1)
    )
    with pytest.raises(DataError, match=r"mine\.yaml:2: holds a picture in its text \(!\[\); write plain words"):
        dropped.edit(dataset, "mine.yaml", text.encode())


def test_a_broken_data_file_reports_every_line(
    dataset: Dataset, texts: dict[str, bytes], with_: Callable[..., Dataset]
) -> None:
    """The same messages as for the data, at the lines of the file."""
    text = texts["commitments/article.yaml"].decode()
    text = text.replace("source: development_banks", "source: nobody").replace("value: 90,", "value: -90,")
    with pytest.raises(DataError) as caught:
        with_(dropped.edit(dataset, "mine.yaml", text.encode()))
    places = [(problem.file, problem.line) for problem in caught.value.problems]
    lines = text.splitlines()
    wanted = [number for number, line in enumerate(lines, 1) if "nobody" in line or "value: -90" in line]
    assert places[: len(wanted)] == [("commitments/mine.yaml", number) for number in wanted]


# ---- what the browser keeps ----------------------------------------------------------------------------------------


def test_an_edit_survives_as_plain_values(dataset: Dataset, with_: Callable[..., Dataset]) -> None:
    """As JSON and back: the same data, figure for figure."""
    fields = {"agreed": "2026-01-01", "earmarks": ["housing"]}
    steps = (new_line(dataset, **fields)[1], changes.assumed(dataset, "eur_usd", 1.2, 0.8, 1.6, ""))
    again = [Edit.from_dict(values) for values in json.loads(json.dumps([edit.as_dict() for edit in steps]))]
    assert with_(*again).edition == with_(*steps).edition


@pytest.mark.parametrize(
    "values",
    [None, {}, [], {"kind": "spell", "name": "x", "puts": [], "texts": {}}, {"kind": "file", "name": "x", "puts": 3}],
)
def test_plain_values_that_are_no_edit_are_refused(values: object) -> None:
    """Whatever a browser sends is an edit or a sentence."""
    with pytest.raises(OwnError, match="what was kept is no own figure"):
        Edit.from_dict(values)
