"""The screen Report, and the notice above a link that quotes figures."""

import io
import zipfile

import pytest
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from finance.data.dataset import Dataset
from finance.language.catalogue import Language
from finance.model import gap
from finance.outputs import citation, formats, reproduce
from finance.outputs.charts import CHARTS
from finance.outputs.renderer import SHARED
from finance.scenario import Scenario
from pages.parts import builds
from pages.parts.buckets import Buckets
from pages.parts.builder import FIRST, Built
from tests.documents import killed
from tests.test_screens import headline, opened, written


def built(app: AppTest) -> Built | None:
    try:
        found: Built = app.session_state["report_built"]
    except KeyError:
        return None
    return found


def said(app: AppTest) -> str:
    return " ".join(text.value for text in app.markdown)


def test_a_file_is_built_on_click_and_offered_whole(dataset: Dataset) -> None:
    """Slides of the two charts that are chosen first; the name tells preset and key."""
    app = opened("report.py", scenario="article_civilian")
    assert built(app) is None
    app.button(key="report_build").click().run()
    found = built(app)
    assert found is not None
    result = gap.solve(dataset, Scenario.preset("article_civilian", dataset))
    assert found.name == formats.name("pptx", result, FIRST)
    titles = [slide.shapes.title.text for slide in Presentation(io.BytesIO(found.content)).slides]
    assert titles[1:3] == [CHARTS[id_](result, Language(), "light").title for id_ in FIRST]
    assert not app.exception
    assert not app.error


def test_every_kind_of_file_that_takes_no_picture_can_be_chosen(dataset: Dataset) -> None:
    """Each is built from the screen, under its own name."""
    app = opened("report.py")
    for ending in formats.FORMATS.keys() - {"docx", "png", "svg", "pdf"}:
        app.radio(key="report_kind").set_value(ending).run()
        app.button(key="report_build").click().run()
        found = built(app)
        assert found is not None, ending
        assert found.name.endswith(f".{ending}")
        assert found.content


def test_receipts_of_cells_are_a_switch_of_the_kinds_that_carry_them(dataset: Dataset) -> None:
    """Off at first; it rests for slides; another choice than the last file's is another file. An address of a screen
    that asks for them is read as if it did not."""
    app = opened("report.py", receipts="1")
    assert not app.warning
    assert app.toggle(key="report_receipts").disabled
    app.radio(key="report_kind").set_value("json").run()
    result = gap.solve(dataset, Scenario.preset("article", dataset))
    for asked in (False, True):
        app.toggle(key="report_receipts").set_value(asked).run()
        assert built(app) is None or "changed since the last file" in " ".join(text.value for text in app.caption)
        app.button(key="report_build").click().run()
        found = built(app)
        assert found is not None
        assert found.content == formats.build("json", result, Language(), receipts=asked)


def test_a_reader_who_builds_too_many_files_is_told_when_to_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two files at once and one more every five seconds: the third waits, in words, and no older one is offered."""
    monkeypatch.setattr(builds, "_files", Buckets(rate=0.2, size=2.0, clock=lambda: 0.0))
    monkeypatch.setattr(builds, "client", lambda _host: "one reader")
    app = opened("report.py")
    for _ in range(2):
        app.button(key="report_build").click().run()
        assert built(app) is not None
    app.button(key="report_build").click().run()
    assert built(app) is None
    assert [warning.value for warning in app.warning] == [
        "Many files were asked for from your address. Ask again in 5 seconds."
    ]


def test_no_chart_chosen_is_a_sentence_and_no_file() -> None:
    """The button rests, and says why; numbers can be had all the same."""
    app = opened("report.py")
    for id_ in FIRST:
        app.checkbox(key=f"report_{id_}").uncheck()
    app.run()
    assert [box.value for box in app.info] == ["Choose at least one chart: this kind of file is made of charts."]
    assert app.button(key="report_build").disabled
    app.radio(key="report_kind").set_value("csv").run()
    assert not app.info
    app.button(key="report_build").click().run()
    found = built(app)
    assert found is not None
    assert found.name.endswith(".csv")


def test_two_charts_for_one_picture_are_refused_and_no_older_file_is_offered() -> None:
    """A message that names both, in place of the slides that were built before."""
    app = opened("report.py")
    app.button(key="report_build").click().run()
    assert built(app) is not None
    app.radio(key="report_kind").set_value("png").run()
    app.button(key="report_build").click().run()
    assert [box.value for box in app.error] == [
        "No file was made: a .png file shows one chart and 2 were chosen: waterfall, coverage"
    ]
    assert built(app) is None


def test_charts_with_nothing_to_show_are_refused_in_words() -> None:
    """All of the chosen charts are empty under this scenario."""
    app = opened("report.py", scenario="rdna5_whole", firmness="disbursed", standing="official")
    for id_ in FIRST:
        app.checkbox(key=f"report_{id_}").uncheck()
    app.checkbox(key="report_sankey").check()
    app.run()
    app.button(key="report_build").click().run()
    assert app.error[0].value.startswith("No file was made: none of the chosen charts has anything to show")
    assert built(app) is None


def test_a_picture_whose_browser_is_killed_midway_is_a_message_and_no_file() -> None:
    """Neither half of it nor an older file is offered; the next try has a new browser and succeeds."""
    if SHARED.missing:
        pytest.skip(f"no {SHARED.missing} was found")
    app = opened("report.py", scenario="rdna5_whole")
    app.checkbox(key="report_coverage").uncheck()
    app.radio(key="report_kind").set_value("svg").run()
    with killed(SHARED):
        app.button(key="report_build").click().run()
    assert [box.value for box in app.error] == [
        "No file was made: the browser that draws pictures stopped midway, so no file was made; try again"
    ]
    assert built(app) is None
    app.button(key="report_build").click().run()
    found = built(app)
    assert found is not None
    assert found.content.startswith(b"<svg")
    SHARED.close()


def test_two_orders_at_once_from_one_session_leave_one_whole_file() -> None:
    """The second click while the first file is built: what is offered is what is chosen, and it opens."""
    app = opened("report.py")
    app.button(key="report_build").click()
    app.radio(key="report_kind").set_value("xlsx")
    app.run()
    found = built(app)
    assert found is not None
    assert found.order.ending == "xlsx"
    assert zipfile.is_zipfile(io.BytesIO(found.content))
    assert not [text for text in app.caption if "changed since" in text.value]


def test_a_file_is_offered_only_while_it_is_what_is_chosen() -> None:
    """After a slider moved, or another chart was ticked, it has to be built again."""
    app = opened("report.py")
    app.button(key="report_build").click().run()
    assert not [text for text in app.caption if "changed since" in text.value]
    app.checkbox(key="report_money").check().run()
    assert [text for text in app.caption if "changed since" in text.value]
    app.checkbox(key="report_money").uncheck().run()
    assert not [text for text in app.caption if "changed since" in text.value]
    app.slider(key="eur_usd").set_value(1.25).run()
    assert [text for text in app.caption if "changed since" in text.value]


def test_the_choice_stays_when_the_screen_changes() -> None:
    """Charts and kind of file are as they were left."""
    app = opened("report.py")
    app.checkbox(key="report_money").check().run()
    app.radio(key="report_kind").set_value("html").run()
    app.switch_page("sectors.py").run()
    app.switch_page("report.py").run()
    assert [id_ for id_ in CHARTS if app.checkbox(key=f"report_{id_}").value] == ["waterfall", "coverage", "money"]
    assert app.radio(key="report_kind").value == "html"


def test_references_link_and_program_are_ready_to_copy(dataset: Dataset) -> None:
    """Word for word what finance writes."""
    app = opened("report.py", eur_usd="1.25")
    result = gap.solve(dataset, Scenario.preset("article", dataset).with_(eur_usd=1.25))
    codes = [code.value for code in app.code]
    assert citation.link(result) in codes
    assert reproduce.lines(result).rstrip() in [code.rstrip() for code in codes]
    assert any(code.startswith("@misc{ukraine_gap_") for code in codes)


# ---------------------------------------------------------------- a link that quotes figures


def quoting(cited: str, edition: str = "0123456789", **query: str) -> AppTest:
    return opened("overview.py", scenario="article", edition=edition, cited=cited, **query)


def test_on_a_later_edition_the_quoted_figures_stand_beside_todays(dataset: Dataset) -> None:
    """Quoted: need 200, money 178.4, gap 21.6. Today 180.4 and 19.6: money +2 takes 2 off the gap."""
    app = quoting("200,178.408,21.592")
    assert (
        f"This link quotes data edition 0123456789; today's is {dataset.edition}. The gap has moved by −$2.0bn: "
        "$0.0bn from the need, −$2.0bn from money available and $0.0bn from money that reaches no need."
    ) in said(app)
    shown = written(app)[0]
    assert shown["As quoted"].tolist() == ["$200.0bn", "$178.4bn", "$178.4bn", "$21.6bn", "$0.0bn", "89.2%"]
    assert shown["Today"].tolist() == ["$200.0bn", "$180.4bn", "$180.4bn", "$19.6bn", "$0.0bn", "90.2%"]
    assert shown["Change"].tolist() == ["$0.0bn", "+$2.0bn", "+$2.0bn", "−$2.0bn", "$0.0bn", "+1.0 pp"]
    assert headline(app)["Gap"] == "$19.6bn"


@pytest.mark.parametrize(
    ("cited", "same_edition", "words"),
    [
        ("200,180.408,19.592", True, "These figures stand as this link quotes them, on the same data edition"),
        ("200,180.408,19.592", False, "The figures stand as they were quoted."),
        ("200,180.408,35", True, "It was changed by hand, or the method is another one today."),
        ("200;180", True, "What this link quotes cannot be read: cited is '200;180'; it takes need, available and gap"),
    ],
)
def test_the_notice_says_which_case_it_is(dataset: Dataset, cited: str, same_edition: bool, words: str) -> None:
    """Nothing moved, another edition with the same figures, other figures on the same edition, and nonsense."""
    app = quoting(cited, dataset.edition if same_edition else "0123456789")
    assert words in said(app)
    assert not app.exception


def test_the_notice_belongs_to_the_scenario_of_the_link() -> None:
    """It goes when a control moves, comes back with the value, and the address quotes no more."""
    app = quoting("200,178.408,21.592")
    app.slider(key="eur_usd").set_value(1.25).run()
    assert "This link quotes" not in said(app)
    assert "cited" not in app.query_params
    assert "edition" not in app.query_params
    app.slider(key="eur_usd").set_value(1.1712).run()
    assert "This link quotes" in said(app)


def test_the_notice_can_be_closed_for_good() -> None:
    """Also on the next screens."""
    app = quoting("200,178.408,21.592")
    app.button(key="close_cited").click().run()
    assert "This link quotes" not in said(app)
    app.switch_page("sectors.py").run()
    assert "This link quotes" not in said(app)


def test_an_ordinary_address_shows_no_notice() -> None:
    """Nor does one that names an edition only."""
    assert "This link quotes" not in said(opened(scenario="article", edition="0123456789"))


# ---------------------------------------------------------------- the view as an address


def test_the_call_and_the_snippet_stand_beside_the_files(dataset: Dataset) -> None:
    """The address, the command that asks for it, and the frame of one chart, held to today's figures when asked to."""
    app = opened("report.py", scenario="article_civilian", eur_usd="1.25")
    result = gap.solve(dataset, Scenario.preset("article_civilian", dataset).with_(eur_usd=1.25))
    codes = [code.value for code in app.code]
    assert "/api/v1/gap.json?scenario=article_civilian&eur_usd=1.25" in codes
    assert "curl '/api/v1/gap.json?scenario=article_civilian&eur_usd=1.25'" in codes
    app.selectbox(key="call_chart").set_value("coverage").run()
    assert 'src="/embed/coverage?scenario=article_civilian&amp;eur_usd=1.25"' in app.code[-1].value
    app.toggle(key="call_held").set_value(True).run()
    assert f"cited={result.need:.6g},{result.available:.6g},{result.gap:.6g}" in app.code[-1].value
