"""A result as a Word document on A4: findings, charts, tables, assumptions, documents, citation."""

from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

import pandas as pd
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from finance.language.catalogue import Language
from finance.model.gap import Result
from finance.outputs import fitting, packing, pictures
from finance.outputs.charts import Chart
from finance.outputs.charts.template import PALETTES
from finance.outputs.receipts import heading
from finance.outputs.renderer import SHARED, Renderer
from finance.outputs.report import Contents
from finance.outputs.word import table as tables

HOUSE = PALETTES["light"]
FONT = "Arial"
PAGE, EDGE = (210, 297), 20
"""A4 and its margins [mm]."""
INSIDE = PAGE[0] - 2 * EDGE
POINT = 0.353
"""Millimetres a point."""


def build(
    result: Result, language: Language, ids: tuple[str, ...], renderer: Renderer = SHARED, receipts: bool = False
) -> bytes:
    """A Word file (.docx), with how each sector's numbers are made if `receipts`; other cells would fill a book.

    Each chart is a picture where a renderer is found, with its table; without one the table stands alone, which
    the document says. Raises OutputError where none of the charts has anything to show, or a picture fails midway.
    """
    contents = Contents.of(result, language, ids, ("by_sector",) if receipts else ())
    written = _Written(contents, renderer)
    written.opening()
    for chart in contents.charts:
        written.chart(chart)
    written.assumptions()
    written.documents()
    written.citation()
    written.receipts()
    return packing.content(written.file, contents)


class _Written:
    """A document while it is written."""

    def __init__(self, contents: Contents, renderer: Renderer) -> None:
        self.contents = contents
        self.language = contents.language
        self.renderer = renderer
        self.file = _empty(contents)

    def opening(self) -> None:
        """The finding, the four figures and what they mean."""
        contents = self.contents
        self._small(contents.heading)
        self.file.add_heading(contents.finding, level=0)
        self.file.add_paragraph(contents.sentence)
        self.file.add_paragraph(contents.story)
        self._headline()
        for text in (contents.range, contents.display.definition):
            self.file.add_paragraph(text)
        for text in (contents.scenario, *contents.warnings):
            self._small(text)
        if self.renderer.missing:
            self._small(self.language.text("Charts stand as tables: no program that draws them was found."))

    def _headline(self) -> None:
        headline = self.contents.headline
        drawn, room = self.file.add_table(2, len(headline)), INSIDE / len(headline)
        drawn.autofit = False
        values = [value for _name, value in headline]
        large = min(fitting.largest([value], (room / POINT - 12, 30), (12, 20), bold=True) for value in values)
        for column, (name, value) in enumerate(headline):
            drawn.columns[column].width = Mm(room)
            ink = HOUSE.gap_line if column == 2 else HOUSE.funded
            for row, text, size, colour in ((0, value, large, ink), (1, name, 9, HOUSE.muted)):
                run = drawn.cell(row, column).paragraphs[0].add_run(text)
                run.font.size, run.font.bold, run.font.color.rgb = Pt(size), row == 0, _colour(colour)

    def chart(self, chart: Chart) -> None:
        """Title, picture and numbers of a chart."""
        self.file.add_heading(chart.title, level=1)
        self._small(chart.subtitle).paragraph_format.keep_with_next = True
        if chart.draw and self.renderer.missing is None:
            drawn, _shape = pictures.bare(chart, self.renderer)
            picture = self.file.add_picture(BytesIO(drawn), width=Mm(INSIDE))
            picture._inline.docPr.set("descr", chart.alt)
        if not chart.table.empty:
            self._table(chart.table)
        elif chart.draw is None:
            self.file.add_paragraph(self.contents.nothing)

    def assumptions(self) -> None:
        """What differs from the preset, and then every assumption that acts."""
        self.file.add_heading(self.language.text("Assumptions"), level=1)
        if self.contents.untouched:
            self.file.add_paragraph(self.contents.untouched)
        for title, table in self.contents.assumptions:
            self.file.add_heading(title, level=2)
            self._table(table)

    def documents(self) -> None:
        """Every document with the places in it."""
        _ = self.language.text
        self.file.add_heading(_("Where the figures come from"), level=1)
        numbered = self.file.styles["List Number"].style_id
        for document in self.contents.documents:
            paragraph = self._styled(f"{document.producer}: ", numbered)
            if document.url:
                self._link(paragraph, document.title, document.url)
            else:
                paragraph.add_run(document.title)
            graded = _("{published}. Grade {grade}.").format(published=document.published, grade=document.reliability)
            paragraph.add_run(f". {graded} {'; '.join(document.locators)}")

    def citation(self) -> None:
        """Ready references, the link, and the lines that compute it again."""
        _, contents = self.language.text, self.contents
        self.file.add_heading(_("How to cite these figures"), level=1)
        self.file.add_paragraph(contents.apa)
        self._code(contents.bibtex)
        self.file.add_heading(_("How to get these figures again"), level=2)
        paragraph = self.file.add_paragraph()
        if contents.result.dataset.site:
            self._link(paragraph, contents.link, contents.link)
        else:
            paragraph.add_run(f"{_('After the address of the dashboard:')} {contents.link}")
        self._code(contents.python)

    def receipts(self) -> None:
        """Annex: the headline and the cells asked for worked out, and what they rest on."""
        _, receipts = self.language.text, self.contents.receipts
        self.file.add_heading(_("How these numbers are made"), level=1).paragraph_format.page_break_before = True
        for worked in receipts.headline:
            self.file.add_heading(worked.title, level=2)
            for step in worked.steps:
                self._styled(f"{step.name} = {step.words}", "Formula")
                self._styled(f"{step.value} = {step.numbers}", "Values")
            if worked.shown:
                self.file.add_paragraph(worked.shown)
        for table in receipts.tables:
            self.file.add_heading(heading(table, self.language), level=2)
            self._table(receipts.cell_table(table))
        self.file.add_heading(_("What these figures rest on"), level=2)
        self._table(receipts.input_table)
        self.file.add_paragraph(
            _(
                "How every number of the tables is made stands in the workbook, the web page and the JSON file of the "
                "same result, where their receipts are asked for."
            )
        )

    def _small(self, text: str) -> Any:
        return self._styled(text, "Small")

    def _styled(self, text: str, style: str) -> Any:
        """A paragraph of one line at the end, of a style by its id; python-docx takes ten times as long, and there
        are hundreds."""
        element = parse_xml(
            f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
            f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
        )
        self.file.element.body.sectPr.addprevious(element)
        return Paragraph(element, self.file._body)

    def _code(self, text: str) -> None:
        run = self.file.add_paragraph().add_run(text.rstrip())
        run.font.name, run.font.size = "Courier New", Pt(8)

    def _link(self, paragraph: Any, text: str, address: str) -> None:
        """A link: python-docx has no call for it."""
        element = OxmlElement("w:hyperlink")
        element.set(qn("r:id"), paragraph.part.relate_to(address, RT.HYPERLINK, is_external=True))
        run = paragraph.add_run(text)
        run.font.color.rgb, run.font.underline = _colour(HOUSE.committed), True
        element.append(run._r)
        paragraph._p.append(element)

    def _table(self, table: pd.DataFrame) -> None:
        tables.add(self.file, table, self.language, INSIDE)
        self.file.add_paragraph().paragraph_format.space_after = Pt(2)


def _empty(contents: Contents) -> Any:
    """A document of no text: A4, house letters and colours."""
    file: Any = Document()
    section = file.sections[0]
    section.page_width, section.page_height = Mm(PAGE[0]), Mm(PAGE[1])
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(EDGE)
    sizes = {"Normal": 10, "Title": 22, "Heading 1": 14, "Heading 2": 11, "List Number": 9}
    for name, size in sizes.items():
        font = file.styles[name].font
        font.name, font.size, font.color.rgb = FONT, Pt(size), _colour(HOUSE.ink)
        fonts = file.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    _small_print(file)
    packing.describe(file, contents)
    return file


def _small_print(file: Any) -> None:
    """Styles of what is small, and of formulas in words and with their values, which stay together."""
    small, formula, values = (
        file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH) for name in ("Small", "Formula", "Values")
    )
    small.base_style = values.base_style = file.styles["Normal"]
    small.font.size, small.font.color.rgb = Pt(9), _colour(HOUSE.muted)
    formula.base_style = small
    formula.paragraph_format.keep_with_next, formula.paragraph_format.space_after = True, Pt(0)
    values.paragraph_format.space_after = Pt(5)


def _colour(hexed: str) -> Any:
    return RGBColor.from_string(hexed.lstrip("#"))
