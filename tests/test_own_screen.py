"""The screen Your figures, through Streamlit's own test runner: forms, files, what is shown before anything counts."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from finance.data import read
from finance.own import sheet
from tests.test_own_table import BROKEN_ROWS, KIEL, workbook
from tests.test_screens import headline, opened

RDNA5 = {"scenario": "rdna5_whole"}


def at_form(form: str = "A new line") -> AppTest:
    app = opened("own.py", **RDNA5)
    return app if form == "A new line" else tab(app, form)


def tab(app: AppTest, label: str) -> AppTest:
    app.session_state["own_ways"] = label
    return app.run()


def asked(app: AppTest) -> AppTest:
    return next(button for button in app.button if button.label.startswith("See what")).click().run()


def dropped(name: str, raw: bytes) -> AppTest:
    app = at_form("A file")
    app.file_uploader(key="own_file").upload(name, raw)
    return app.run()


def table(app: AppTest, column: str) -> list[dict[str, object]]:
    """The last table on the screen that has a column."""
    return [frame.value for frame in app.dataframe if column in frame.value.columns][-1].to_dict("records")


def counted(app: AppTest) -> AppTest:
    return app.button(key="own_accept").click().run()


def filled(app: AppTest, name: str = "Housing grant", amount: float = 10.0) -> AppTest:
    app.text_input(key="own_f_name").set_value(name)
    app.number_input(key="own_f_amount").set_value(amount)
    return app


def test_a_line_is_seen_before_it_counts_and_then_everywhere() -> None:
    """First the headline stays and the tables show what would change; then every screen has it, and says so."""
    app = asked(filled(at_form()))
    assert headline(app)["Available"] == "$27.6bn"
    rows = {row["Figure"]: row for row in table(app, "Without mine")}
    assert (rows["Available"]["Without mine"], rows["Available"]["With mine"]) == ("$27.6bn", "$37.6bn")
    assert rows["Gap"]["Change"] == "−$10.0bn"
    assert any("All of $10.0bn counts" in text.value for text in app.markdown)
    app = counted(app)
    for screen in ("overview.py", "sources.py", "data.py", "method.py", "own.py"):
        app.switch_page(screen).run()
        assert not app.exception
        assert headline(app)["Available"] == "$37.6bn"
        assert app.toggle(key="own_switch").label == "With 1 addition of your own"
    assert app.query_params["own"]


def test_the_switch_compares_with_and_without() -> None:
    """Off, every figure is that of the data and the address says nothing of own figures; on, they are back."""
    app = counted(asked(filled(at_form())))
    app.toggle(key="own_switch").set_value(False).run()
    assert headline(app)["Available"] == "$27.6bn"
    assert "own" not in app.query_params
    app.toggle(key="own_switch").set_value(True).run()
    assert headline(app)["Available"] == "$37.6bn"


def test_what_was_added_can_be_taken_back() -> None:
    """One of two goes and the other stays; after the last the mark is gone."""
    app = counted(asked(filled(counted(asked(filled(at_form()))), "Second", 5.0)))
    assert headline(app)["Available"] == "$42.6bn"
    app.button(key="own_remove_0").click().run()
    assert headline(app)["Available"] == "$32.6bn"
    app.button(key="own_remove_all").click().run()
    assert headline(app)["Available"] == "$27.6bn"
    assert not [toggle for toggle in app.toggle if toggle.key == "own_switch"]


def test_a_mistake_is_said_and_what_was_typed_stays() -> None:
    """Years swapped: the message of the data with its line, nothing counts, and the form is as it was, also after a
    visit to another screen."""
    app = filled(at_form(), "Typed with care")
    app.number_input(key="own_f_end").set_value(2020)
    app = asked(app)
    assert [box.value for box in app.error] == ["1 mistake; nothing has been applied."]
    assert "before the start in 2025; swap the two" in app.code[0].value
    assert not [button for button in app.button if button.key == "own_accept"]
    app.switch_page("method.py").run()
    app.switch_page("own.py").run()
    assert app.text_input(key="own_f_name").value == "Typed with care"
    assert app.number_input(key="own_f_end").value == 2020


def test_the_same_money_is_asked_about_and_not_counted_twice() -> None:
    """EUR 90 bn of the EU is taken for the support loan unless the reader says otherwise."""
    app = filled(at_form(), "Reparations loan", 90.0)
    app.selectbox(key="own_f_source").set_value("eu")
    app.selectbox(key="own_f_currency").set_value("EUR")
    app = asked(app)
    question = next(box for box in app.selectbox if box.key and box.key.startswith("own_same_"))
    assert question.value == "theirs"
    assert table(app, "Without mine")[1]["Change"] == "$0.0bn"
    app = question.set_value("both").run()
    assert table(app, "Without mine")[1]["Change"] == "+$105.4bn"
    assert headline(counted(app))["Available"] == "$133.0bn"


def test_a_need_moves_its_sector() -> None:
    """Housing at 120 with the total growing: need 617.7 before and after it counts."""
    app = at_form("A need")
    app.selectbox(key="own_f_sector").set_value("housing").run()
    app.number_input(key="own_f_need_rdna5_housing").set_value(120.0)
    app.selectbox(key="own_f_balance").set_value("total")
    app = asked(app)
    assert table(app, "Change of the gap")[0]["Sector"] == "Housing"
    assert headline(counted(app))["Need"] == "$617.7bn"


def test_an_amount_of_the_ledger_can_be_another() -> None:
    """Switzerland's 1.5 at 3: the preview names it and the money grows."""
    app = at_form("Another amount")
    app.selectbox(key="own_f_line_ledger").set_value("switzerland_2025_28").run()
    app.number_input(key="own_f_value_switzerland_2025_28").set_value(3.0)
    app = asked(app)
    assert not app.error
    assert table(app, "Without mine")[1]["Change"].startswith("+$")


def test_an_assumption_takes_another_default() -> None:
    """At 1.10 dollars a euro the article's gap is 26, on the slider as well as in the headline."""
    app = tab(opened("own.py", scenario="article"), "An assumption")
    app.selectbox(key="own_f_assumption").set_value("eur_usd").run()
    app.number_input(key="own_f_default_eur_usd").set_value(1.1)
    app = counted(asked(app))
    assert headline(app)["Gap"] == "$26.0bn"
    assert app.slider(key="eur_usd").value == 1.1


def test_a_table_is_previewed_with_every_row_accounted_for() -> None:
    """Four of seven rows become lines; the others stand below with their reasons; EUR 1 bn net is counted."""
    app = dropped("kiel.csv", KIEL.encode("utf-16"))
    assert not app.exception
    assert any("4 rows become lines · 3 rows are left out" in text.value for text in app.markdown)
    left = table(app, "Why it is no line")
    assert [row["Row"] for row in left] == [6, 7, 8]
    assert left[1]["Why it is no line"] == "was agreed on 2023-01-01, before the first year that you take"
    app = counted(asked(app))
    assert headline(app)["Available"] == "$28.7bn"


def test_a_table_that_is_dropped_twice_counts_once() -> None:
    """The second time every line is found again, and unless the reader says otherwise nothing is added."""
    app = counted(asked(dropped("kiel.csv", KIEL.encode())))
    app = asked(app)
    assert [box.value for box in app.selectbox if box.key and box.key.startswith("own_same_")].count("theirs") == 4
    assert table(app, "Without mine")[1]["Change"] == "$0.0bn"
    assert headline(counted(app))["Available"] == "$28.7bn"


def test_a_workbook_is_read_like_a_table() -> None:
    """Of several sheets the likely one is offered first."""
    rows = [line.split(",") for line in KIEL.splitlines()]
    raw = workbook(["Notes", "only"], title="Read me", **{"Bilateral MAIN DATA": rows})
    app = dropped("kiel.xlsx", raw)
    assert next(box for box in app.selectbox if box.label == "Sheet").value == "Bilateral MAIN DATA"
    assert any("4 rows become lines" in text.value for text in app.markdown)


def test_a_broken_table_applies_nothing_until_the_reader_says_so() -> None:
    """Nine rows are reported in one go and there is no way on; with the box ticked the sound row can be looked at."""
    app = dropped("mine.csv", BROKEN_ROWS.encode())
    assert any("9 rows cannot be read" in text.value for text in app.markdown)
    assert any("Nothing has been applied" in box.value for box in app.error)
    assert not [button for button in app.button if button.label.startswith("See what")]
    app.checkbox[0].check().run()
    app = counted(asked(app))
    assert headline(app)["Available"] > "$27.6bn"


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("x.csv", b"no table\n", "no table with a header"),
        ("x.xlsx", b"PK\x03\x04", "the workbook cannot be opened"),
        ("x.csv", b"a,b\n1,2\n", "Say which columns hold: Who pays, Amount."),
        ("big.csv", b"x" * (sheet.MOST_BYTES + 1), "allowed are 8 MB"),
    ],
)
def test_what_is_no_table_is_said_in_a_sentence(name: str, raw: bytes, words: str) -> None:
    """No file of any kind brings a traceback to the screen."""
    app = dropped(name, raw)
    assert not app.exception
    assert words in app.error[0].value


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"a: &a [x]\nb: [*a]\ncommitments: {}\n", "mine.yaml:1: anchors (&) and aliases (*) are not read here"),
        (b"a: [", "is not YAML: did not find expected node content; mend this line"),
        (b"housing: {label: {en: Homes}}\n", "none of the files that can be dropped"),
    ],
)
def test_a_data_file_that_does_not_hold_is_told_line_by_line(raw: bytes, words: str) -> None:
    """A bomb, broken text and a foreign file: words, lines, and nothing applied."""
    app = asked(dropped("mine.yaml", raw))
    assert not app.exception
    assert words in app.code[0].value
    assert headline(app)["Available"] == "$27.6bn"


def test_a_ledger_that_is_dropped_is_shown_at_once() -> None:
    """A file under a name of its own becomes the scenario's ledger when it counts."""
    raw = (read.DATA / "commitments/article.yaml").read_bytes()
    app = counted(asked(dropped("mine.yaml", raw)))
    assert app.session_state["current"].choice("ledger") == "mine"


def test_a_link_made_with_own_figures_says_what_is_missing() -> None:
    """Opened elsewhere it shows the figures of the data and one sentence."""
    app = opened(scenario="article", own="abc123")
    assert headline(app)["Gap"] == "$19.6bn"
    assert "figures of its maker's own counted" in app.warning[0].value


def test_nothing_is_written_on_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The data folder is byte for byte what it was after a line, a table and a download."""
    before = read.texts()
    app = counted(asked(dropped("kiel.csv", KIEL.encode())))
    assert [button.label for button in app.download_button if "ledger" in button.label] == [
        "data/commitments/ledger.yaml"
    ]
    assert read.texts() == before
