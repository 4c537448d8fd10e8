"""Foreign tables of commitments: read whatever wrote them, guessed, corrected, and every row accounted for."""

import datetime as dt
import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.data import read
from finance.data.dataset import Dataset
from finance.errors import DataError, OwnError
from finance.model import gap
from finance.own import cells, columns, edits, rows, sheet
from finance.own.cells import CellError
from finance.own.rows import BROKEN, Taken
from finance.scenario import Scenario

KIEL = (
    "donor,announcement_date,aid_type_general,aid_type_specific,measure,explanation,tot_activity_value_EUR\n"
    "Germany,2026-02-01,Financial,Grant,Commitment,Winter package,500000000\n"
    "France,2026-03-01,Financial,Loan,Allocation,Budget loan,1500000000\n"
    "EU (Commission and Council),2026-03-02,Humanitarian ,Grant,Commitment,Shelter,250000000\n"
    "Norway,2026-03-03,Military,Weapons,Commitment,Air defence,900000000\n"
    "Norway,2026-03-03,Military,Weapons,Commitment,Second part,.\n"
    "Poland,2023-01-01,Financial,Grant,Commitment,Old,100000000\n"
    "Germany,2026-02-01,Financial,Grant,Commitment,Winter package,500000000\n"
)


def taken(dataset: Dataset, text: str | bytes, name: str = "kiel.csv", **meaning: object) -> Taken:
    """The rows of a text by what is guessed of it, with some of the guess corrected."""
    found = sheet.table(text.encode() if isinstance(text, str) else text)
    return rows.taken(dataset, "ledger", found, replace(rows.guessed(dataset, "ledger", found), **meaning), name)


def said(found: Taken) -> list[tuple[int, str, str]]:
    return [(row.place, row.reason, row.cell) for row in found.left]


def workbook(*lines: list[object], title: str = "Data", **others: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.title = title
    for line in lines:
        page.append(line)
    for name, more in others.items():
        other = book.create_sheet(name)
        for line in more:
            other.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


GOOD = workbook(["donor", "amount"], ["Germany", 1], ["France", 2.5])

# ---- bytes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_table_is_the_same_in_every_clear_encoding(encoding: str, delimiter: str) -> None:
    """With or without a mark at its start, whatever parts its cells; what was found is reported."""
    lines = [["донор", "сума", "дата"], ["Німеччина", "12", "2026-01-02"], ["Франція", "5", "2026-01-03"]]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    found = sheet.table(text.encode(encoding))
    assert found.header == ("донор", "сума", "дата")
    assert found.rows == (("Німеччина", "12", "2026-01-02"), ("Франція", "5", "2026-01-03"))
    assert (found.delimiter, found.places) == (delimiter, (2, 3))
    assert found.encoding == encoding.removesuffix("-sig")


def test_western_letters_are_read_too() -> None:
    """Letters that stand alone in Latin words are of the Western code page."""
    found = sheet.table("donor,amount\nMünchen,1\nGenève,2\n".encode("cp1252"))
    assert [row[0] for row in found.rows] == ["München", "Genève"]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"donor,amount\n\xc0\xc1x,1\nM\xfcnchen,2\n\xd0\xd1\xd2,3\n", "its letters fit more than one other encoding"),
        (b"donor\0\0\0amount,", "no text that can be read; save it as UTF-8"),
        (b"\xd0\xcf\x11\xe0rest", r"workbook of the old kind \(\.xls\); save it as \.xlsx or as CSV"),
        (b"PK\x03\x04rest", r"workbook cannot be opened; save it anew as \.xlsx, without a password, or as CSV"),
        (b"x" * (sheet.MOST_BYTES + 1), r"the file has 8\.0 MB; allowed are 8 MB"),
        (b"", "no table with a header; the first row must name the columns"),
        (b"just words\nand more\n", "no table with a header"),
        (b"donor,amount\n" + b"a,1\n" * (sheet.MOST_ROWS + 20), "more than 20000 rows; take out what is not needed"),
        (b"donor,amount\na," + b"1" * 140_000 + b"\n", r"line \d cannot be read: field larger than field limit"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(raw: bytes, words: str) -> None:
    """One sentence that says what is wrong and what to do; never another error."""
    with pytest.raises(OwnError, match=words):
        sheet.table(raw)


@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_fall_over(raw: bytes) -> None:
    """Any bytes are a table or are refused in words."""
    try:
        read_ = sheet.table(raw)
    except OwnError:
        return
    assert read_.header


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    """A cell of several lines moves the rows below it; empty lines count and are no rows; a title is no header."""
    found = sheet.table(b'Aid to Ukraine\n\ndonor,amount\nA,"1\n"\n\nB,2\n')
    assert found.header == ("donor", "amount")
    assert (found.rows, found.places) == ((("A", "1"), ("B", "2")), (4, 7))


def test_headings_are_made_different() -> None:
    """An empty heading and one that stands twice can still be chosen."""
    assert sheet.table(b"a,,a\n1,2,3\n").header == ("a", "column 2", "a (3)")


def test_a_workbook_gives_stored_values_and_computes_nothing() -> None:
    """Days come as days; a formula gives what was stored with it, which is nothing here, and never runs."""
    raw = workbook(
        ["donor", "amount", "date"], ["Germany", "=1+1", dt.datetime(2026, 1, 2)], Other=[["x", "y"], [1, 2]]
    )
    assert sheet.sheets(raw) == ("Data", "Other")
    assert sheet.table(raw).rows == (("Germany", None, dt.datetime(2026, 1, 2)),)
    assert sheet.table(raw, "Other").header == ("x", "y")
    assert sheet.sheets(b"a,b\n1,2\n") == ()


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl.*")
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=8), st.booleans())
def test_no_damage_to_a_workbook_makes_the_reader_fall_over(damage: list[tuple[int, int]], inside: bool) -> None:
    """Bytes changed in the packed file, or in one of its parts: a table, or a refusal in words."""
    raw = bytearray(GOOD)
    if inside:
        with zipfile.ZipFile(io.BytesIO(GOOD)) as before:
            parts = {part.filename: bytearray(before.read(part)) for part in before.infolist()}
        hurt = sorted(parts)[damage[0][0] % len(parts)]
        for place, byte in damage:
            parts[hurt][place % len(parts[hurt])] = byte
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as after:
            for name, part in parts.items():
                after.writestr(name, bytes(part))
        raw = bytearray(out.getvalue())
    else:
        for place, byte in damage:
            raw[place % len(raw)] = byte
    try:
        read_ = sheet.table(bytes(raw))
    except OwnError:
        return
    assert read_.header


def test_a_workbook_that_unpacks_to_too_much_is_refused() -> None:
    """A small file of many zeros is refused by its list of contents, before anything is unpacked."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("xl/workbook.xml", "w") as part:
        for _ in range(130):
            part.write(b"0" * 1_000_000)
    assert len(out.getvalue()) < 1_000_000
    with pytest.raises(OwnError, match="the workbook unpacks to 130 MB; allowed are 120 MB"):
        sheet.table(out.getvalue())


def test_entities_in_a_workbook_do_not_unfold() -> None:
    """A workbook whose text refers to itself a billion times is refused in words."""
    good = workbook(["donor", "amount"], ["A", 1])
    bomb = '<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as before, zipfile.ZipFile(out, "w") as after:
        for part in before.infolist():
            text = before.read(part)
            if part.filename == "xl/workbook.xml":
                text = (bomb + "]>").encode() + text.replace(b'name="Data"', b'name="&j;"')
            after.writestr(part, text)
    with pytest.raises(OwnError, match="cannot be opened"):
        sheet.table(out.getvalue())


# ---- cells ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "delimiter", "decimal"),
    [
        (["1.5", "1,000"], ",", "point"),
        (["1,5", "1.000"], ",", "comma"),
        (["1.234,5"], ",", "comma"),
        (["1,234,567"], ",", "point"),
        (["1234.567"], ",", "point"),
        (["0,125"], ",", "comma"),
        (["1,234"], ",", None),
        (["1,234"], ";", "comma"),
        (["1.5", "1,5"], ";", None),
        (["12", "words"], ",", None),
    ],
)
def test_the_decimal_sign_is_what_the_column_shows(column: list[str], delimiter: str, decimal: str | None) -> None:
    """One clear number speaks for its column; two that disagree, or none, leave it open."""
    assert cells.decimal_of(column, delimiter) == decimal


@pytest.mark.parametrize(
    ("cell", "decimal", "value"),
    [
        ("1,234.5", "point", 1234.5),
        ("1.234,5", "comma", 1234.5),
        ("1 234,5", "comma", 1234.5),
        ("€ 12", None, 12),
        ("12 EUR", None, 12),
        ("−3", None, -3),
        ("1,5", None, 1.5),
        (7, None, 7),
        (7.5, "comma", 7.5),
    ],
)
def test_an_amount_is_read_by_the_sign_of_its_column(cell: object, decimal: str | None, value: float) -> None:
    """Thin spaces, currency signs and a true minus are part of how people write numbers."""
    assert cells.number(cell, decimal) == value


@pytest.mark.parametrize(
    "cell", ["=1+1", "12,34,5", "1.2.3", "five", "1e9", "12%", True, dt.date(2026, 1, 1), "1" * 30]
)
def test_what_is_no_amount_is_not_guessed(cell: object) -> None:
    """Formulas, exponents, words and days are no amounts."""
    with pytest.raises(CellError, match="number"):
        cells.number(cell, "point")


@pytest.mark.parametrize(
    ("cell", "order", "day"),
    [
        ("2026-03-04", None, "2026-03-04"),
        ("2026-03-04 00:00:00", None, "2026-03-04"),
        ("31.12.2025", None, "2025-12-31"),
        ("31/12/2025", None, "2025-12-31"),
        ("12/31/2025", None, "2025-12-31"),
        ("03/04/2025", "day_first", "2025-04-03"),
        ("03/04/2025", "month_first", "2025-03-04"),
        ("2025-03", None, "2025-03"),
        (2025, None, "2025"),
        (dt.datetime(2026, 1, 2, 3), None, "2026-01-02"),
    ],
)
def test_a_day_is_read_in_any_clear_way(cell: object, order: str | None, day: str) -> None:
    """Where day and month could be either, the column or the reader says which comes first."""
    assert cells.day(cell, order) == day


@pytest.mark.parametrize(
    ("cell", "why"), [("03/04/2025", "two_days"), ("31.02.2025", "day"), ("soon", "day"), (45000, "day")]
)
def test_what_may_be_two_days_or_none_is_said(cell: object, why: str) -> None:
    """Nothing is guessed: not 3 April or 4 March, not a number of days since 1900."""
    with pytest.raises(CellError, match=why):
        cells.day(cell, None)


def test_a_column_of_days_shows_its_order() -> None:
    """One day after the twelfth speaks for the others."""
    assert cells.day_order(["03/04/2025", "25/04/2025"]) == "day_first"
    assert cells.day_order(["03/04/2025", "04/25/2025"]) == "month_first"
    assert cells.day_order(["03/04/2025"]) is None


# ---- guesses -------------------------------------------------------------------------------------------------------


def test_the_columns_of_the_kiel_tracker_are_known(dataset: Dataset) -> None:
    """Donor, day, type, measure, description and value; values in single euros."""
    found = sheet.table(KIEL.encode())
    meaning = rows.guessed(dataset, "ledger", found)
    named = {kind: found.header[place] for kind, place in meaning.columns.items()}
    assert named == {
        "donor": "donor",
        "date": "announcement_date",
        "type": "aid_type_general",
        "instrument": "aid_type_specific",
        "measure": "measure",
        "name": "explanation",
        "amount": "tot_activity_value_EUR",
    }
    assert (meaning.per_billion, meaning.currency) == (1e9, "EUR")
    assert meaning.donors["EU (Commission and Council)"] == "eu"
    assert meaning.donors["France"] == "france"
    assert meaning.types == {"Financial": "unspecified", "Military": "military", "Humanitarian": "humanitarian"}
    assert meaning.measures == {"Commitment": "committed", "Allocation": "allocated"}


@pytest.mark.parametrize(
    ("header", "kinds"),
    [
        (["Назва", "Донор", "Сума, млрд євро", "Дата"], ["name", "donor", "amount", "date"]),
        (["Country", "Value in euros", "Type of aid"], ["donor", "amount", "type"]),
        (["label", "source", "envelope", "currency", "firmness", "start", "end", "earmarks"],
         ["name", "donor", "amount", "currency", "measure", "start", "end", "sector"]),
        (["x", "y"], [None, None]),
    ],
)  # fmt: skip
def test_headings_are_guessed_in_both_languages(header: list[str], kinds: list[str | None]) -> None:
    """Also our own field names; what is not known is left to the reader."""
    found = columns.columns(header)
    assert {place: kind for kind, place in found.items()} == {n: kind for n, kind in enumerate(kinds) if kind}


@pytest.mark.parametrize(
    ("heading", "amounts", "units"),
    [
        ("value, EUR bn", [5e9], 1.0),
        ("Amount (million)", [1.0], 1e3),
        ("сума, млн", [1.0], 1e3),
        ("k EUR", [1.0], 1e6),
        ("amount", [500_000_000.0], 1e9),
        ("amount", [4_000.0], 1e3),
        ("amount", [4.0], 1.0),
    ],
)
def test_the_unit_is_the_headings_or_follows_from_the_size(heading: str, amounts: list[float], units: float) -> None:
    """Units in one billion: no line of this book is above a thousand billions or below a hundred thousand."""
    assert columns.per_billion(heading, amounts) == units


# ---- rows ----------------------------------------------------------------------------------------------------------


def test_every_row_is_a_line_or_has_its_reason(dataset: Dataset) -> None:
    """Seven rows: four lines; one without an amount, one too old, one that repeats another."""
    found = taken(dataset, KIEL)
    assert said(found) == [(6, "no_amount", ""), (7, "before", "2023-01-01"), (8, "repeated", "2")]
    assert found.places == {f"own_kiel_row_{row}": row for row in (2, 3, 4, 5)}
    assert not found.broken


def test_a_row_becomes_a_line_of_the_ledger(dataset: Dataset) -> None:
    """Euros become billions; the donor's name begins the line's."""
    line = taken(dataset, KIEL).lines["own_kiel_row_3"]
    assert line == {
        "label": {"en": "France: Budget loan"},
        "source": "france",
        "instrument": "loan",
        "firmness": "allocated",
        "currency": "EUR",
        "agreed": "2026-03-01",
        "window": {"start": 2026, "end": 2029},
        "envelope": {"value": 1.5, "judged": "Own figure, supplied by the reader: row 3 of kiel.csv"},
        "purposes": {"unspecified": {"value": 1.5, "judged": "Own figure, supplied by the reader: row 3 of kiel.csv"}},
    }


def test_the_lines_count_in_the_gap(dataset: Dataset) -> None:
    """EUR 2 bn without a purpose count by half, military and humanitarian not: 2 × 0.5 × 1.1712 more is available."""
    built = edits.dataset(dataset, read.texts(), [rows.edit("ledger", taken(dataset, KIEL), "kiel.csv")])
    before, after = (gap.solve(data, Scenario.preset("rdna5_whole", data)).available for data in (dataset, built))
    assert after - before == pytest.approx(2 * 0.5 * 1.1712)


def test_what_the_reader_leaves_out_is_left_out(dataset: Dataset) -> None:
    """A donor, a type or a measure of None leaves its rows out, each with the word that did."""
    found = taken(dataset, KIEL, types={"Financial": "budget", "Military": None, "Humanitarian": "humanitarian"})
    assert (5, "type_out", "Military") in said(found)
    assert found.lines["own_kiel_row_2"]["purposes"].keys() == {"budget"}


BROKEN_ROWS = (
    "donor;amount, EUR bn;paid;currency;agreed;start;end;sector\n"
    ";1;;;2026-01-01;;;\n"
    "Germany;five;;;2026-01-01;;;\n"
    "Germany;1;2;;2026-01-01;;;\n"
    "Germany;1;;;soon;;;\n"
    "Germany;1;;;03/04/2026;;;\n"
    "Germany;1;;;;;;\n"
    "Germany;1;;XYZ;2026-01-01;;;\n"
    "Germany;1;;;2026-01-01;2030;2026;\n"
    "Germany;1;;;2026-01-01;;;Castles\n"
    "Germany;0;;;2026-01-01;;;\n"
    "Germany;-1;;;2026-01-01;;;\n"
    "Germany;1,5;0,5;;2026-01-01;2026;2028;Housing, energy\n"
)


def test_a_broken_table_is_reported_whole(dataset: Dataset) -> None:
    """Nine mistakes of nine kinds in one go, two rows left out on purpose, and the sound row is read all the same."""
    found = taken(dataset, BROKEN_ROWS, "mine.csv")
    assert said(found) == [
        (2, "no_donor", ""),
        (3, "number", "five"),
        (4, "paid_above", "2"),
        (5, "day", "soon"),
        (6, "two_days", "03/04/2026"),
        (7, "no_date", ""),
        (8, "currency", "XYZ"),
        (9, "window", "2030–2026"),
        (10, "sector", "Castles"),
        (11, "nothing", "0"),
        (12, "negative", "-1"),
    ]
    assert [row.place for row in found.broken] == list(range(2, 11))
    (line,) = found.lines.values()
    assert (line["envelope"]["value"], line["paid"]["value"]) == (1.5, 0.5)
    assert line["earmarks"] == ["housing", "energy"]
    assert line["window"] == {"start": 2026, "end": 2028}


def test_an_amount_that_may_be_two_numbers_is_refused_until_the_reader_says(dataset: Dataset) -> None:
    """1,234 is a thousand or one and a bit; with the sign chosen it is one of them."""
    text = 'donor,amount EUR bn,agreed\nGermany,"1,234",2026-01-01\n'
    assert said(taken(dataset, text)) == [(2, "two_numbers", "1,234")]
    (line,) = taken(dataset, text, decimal="comma").lines.values()
    assert line["envelope"]["value"] == 1.234


def test_each_reason_of_a_broken_row_has_a_test() -> None:
    """The kinds above are all there are."""
    assert set(BROKEN) == {row[1] for row in said_of_all()} | {"two_numbers"}


def said_of_all() -> list[tuple[int, str, str]]:
    return [row for row in said(taken(read.load(), BROKEN_ROWS)) if row[1] in BROKEN]


def test_what_only_the_data_can_refuse_is_told_at_its_row(dataset: Dataset) -> None:
    """A window far off passes the table and is refused by the record; the message stands at the row of the file."""
    found = taken(dataset, "donor,amount EUR bn,start,end\nGermany,1,2026,2199\nGermany,2,2026,2027\n", "far.csv")
    odd = {id_: {**line, "firmness": "sure"} if found.places[id_] == 3 else line for id_, line in found.lines.items()}
    found = replace(found, lines=odd)
    with pytest.raises(DataError) as caught:
        edits.dataset(dataset, read.texts(), [rows.edit("ledger", found, "far.csv")])
    (problem,) = rows.located(caught.value.problems, found, "far.csv")
    assert str(problem).startswith("far.csv:3: firmness is 'sure'; use one of 'announced'")


def test_names_of_a_table_are_only_words(dataset: Dataset) -> None:
    """A formula, a tag and a paragraph: kept as words, on one line, cut to a length that fits."""
    text = (
        "donor,amount EUR bn,name\nGermany,1,\"=cmd|' /C calc'!A0\"\nGermany,2,<script>x</script>\nGermany,3,"
        + "a " * 200
    )
    names = [line["label"]["en"] for line in taken(dataset, text).lines.values()]
    assert names[:2] == ["Germany: =cmd|' /C calc'!A0", "Germany: <script>x</script>"]
    assert len(names[2]) == 120
