"""The slides in order: finding, one slide a chart, assumptions, how to cite."""

import re
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.util import Emu

from finance.language.catalogue import Language
from finance.model.gap import Result
from finance.outputs import fitting, native, packing, pictures
from finance.outputs.charts import Chart
from finance.outputs.charts.template import PALETTES
from finance.outputs.renderer import SHARED, Renderer
from finance.outputs.report import Contents
from finance.outputs.slides import chart as charts
from finance.outputs.slides import table as tables
from finance.outputs.slides.text import FONT, POINT, Box, Look, colour, describe, fill, write

HOUSE = PALETTES["light"]
WIDTH, HEIGHT, EDGE = 960.0, 540.0, 44.0
"""16:9 [pt]."""
INSIDE = WIDTH - 2 * EDGE
TITLE = Box(EDGE, 30, INSIDE, 66)
SUBTITLE = Box(EDGE, 98, INSIDE, 36)
BODY = Box(EDGE, 138, INSIDE, 318)
FOOT = Box(EDGE, 462, INSIDE, 50)
LINK = Box(EDGE, 514, INSIDE, 14)
_TITLE_ONLY = 5
_ACCENTS = (HOUSE.funded, HOUSE.gap, HOUSE.committed, HOUSE.pledged, HOUSE.paid, HOUSE.double)


def build(result: Result, language: Language, ids: tuple[str, ...], renderer: Renderer = SHARED) -> bytes:
    """A PowerPoint file (.pptx).

    Charts of bars and lines are native, with their numbers in a workbook inside; any other is a picture where a
    renderer is found, and its table where not, which the slide says. Raises OutputError where none of the charts
    has anything to show, or a picture fails midway.
    """
    contents = Contents.of(result, language, ids)
    deck = _Deck(contents, renderer)
    deck.opening()
    for chart in contents.charts:
        deck.chart(chart)
    deck.assumptions()
    deck.closing()
    return packing.content(deck.file, contents)


class _Deck:
    """A presentation while it is written."""

    def __init__(self, contents: Contents, renderer: Renderer) -> None:
        self.contents = contents
        self.language = contents.language
        self.renderer = renderer
        self.file = _empty(contents)

    def opening(self) -> None:
        """The finding, the sentence, the four figures, what they mean, and where to find them; in the notes, for who
        is asked, how the figures are made."""
        contents, slide = self.contents, self._slide(self.contents.finding, Box(EDGE, 92, INSIDE, 84), (20, 40))
        write(slide, [contents.heading], Box(EDGE, 56, INSIDE, 24), Look((11, 15), HOUSE.muted))
        _bar(slide, Box(EDGE, 84, 72, 3))
        write(slide, [contents.sentence], Box(EDGE, 184, INSIDE, 56), Look((10, 15), HOUSE.ink))
        write(slide, [contents.story], Box(EDGE, 242, INSIDE, 36), Look((9, 12), HOUSE.muted))
        self._headline(slide)
        texts = [contents.range, contents.display.definition, contents.scenario, *contents.warnings]
        write(slide, texts, Box(EDGE, 386, INSIDE, 96), Look((8, 12), HOUSE.ink))
        self._link(slide, Box(EDGE, 490, INSIDE, 32), (7, 12))
        slide.notes_slide.notes_text_frame.text = contents.receipts.text

    def _headline(self, slide: Any) -> None:
        """The four figures side by side, all of one size."""
        room = INSIDE / 4 - 16
        sizes = [fitting.largest([value], (room, 44), (16, 34), bold=True) for _name, value in self.contents.headline]
        for place, (name, value) in enumerate(self.contents.headline):
            ink, left = HOUSE.gap_line if place == 2 else HOUSE.funded, EDGE + place * INSIDE / 4
            write(slide, [value], Box(left, 290, room, 44), Look((min(sizes), min(sizes)), ink, bold=True))
            write(slide, [name], Box(left, 336, room, 20), Look((10, 14), HOUSE.muted))

    def chart(self, chart: Chart) -> None:
        """One slide a chart; a table that is too long goes on over further slides."""
        _ = self.language.text
        drawn = native.read(chart.figure, _("Where the bar starts")) if chart.figure else None
        if chart.draw is None and chart.table.empty:
            slide = self._page(chart.title, self.contents.nothing)
        elif drawn:
            slide = self._page(chart.title, chart.subtitle)
            charts.add(slide, drawn, chart.alt, BODY)
        elif chart.draw is None:
            self._table(chart.title, chart.subtitle, chart.table, chart.alt)
        elif self.renderer.missing is None:
            slide = self._page(chart.title, chart.subtitle)
            self._picture(slide, chart)
        else:
            said = _("{subtitle}. As a table: slides have no such chart, and no program that draws it was found")
            self._table(chart.title, said.format(subtitle=chart.subtitle), chart.table, chart.alt)

    def assumptions(self) -> None:
        """What differs from the preset, and then every assumption that acts."""
        for title, table in self.contents.assumptions:
            self._table(title, self.contents.untouched or self.contents.scenario, table, title)

    def closing(self) -> None:
        """How to cite, with the documents' producers."""
        _, contents = self.language.text, self.contents
        slide = self._page(_("How to cite these figures"), contents.scenario)
        write(slide, [contents.apa], Box(EDGE, 150, INSIDE, 120), Look((10, 16), HOUSE.ink))
        write(slide, [contents.producers(1200)], Box(EDGE, 286, INSIDE, 160), Look((8, 12), HOUSE.muted))

    def _slide(self, title: str, box: Box, sizes: tuple[int, int]) -> Any:
        slide = self.file.slides.add_slide(self.file.slide_layouts[_TITLE_ONLY])
        fill(slide.shapes.title, [title], box, Look(sizes, HOUSE.ink, bold=True, low=True))
        return slide

    def _page(self, title: str, subtitle: str) -> Any:
        """A slide with its finding on top, and below what the figures mean and where they come from."""
        contents, slide = self.contents, self._slide(title, TITLE, (16, 26))
        write(slide, [subtitle], SUBTITLE, Look((10, 14), HOUSE.muted))
        write(slide, [contents.producers(300), contents.display.definition], FOOT, Look((7, 9), HOUSE.muted))
        self._link(slide, LINK, (6, 8))
        return slide

    def _link(self, slide: Any, box: Box, sizes: tuple[int, int]) -> None:
        known = self.contents.link if self.contents.result.dataset.site else None
        write(slide, [self.contents.link], box, Look(sizes, HOUSE.committed), known)

    def _picture(self, slide: Any, chart: Chart) -> None:
        drawn, shape = pictures.bare(chart, self.renderer)
        width = min(BODY.width, BODY.height / shape)
        place = Box(EDGE + (INSIDE - width) / 2, BODY.top, width, width * shape)
        describe(slide.shapes.add_picture(BytesIO(drawn), *place.emu), chart.alt)

    def _table(self, title: str, subtitle: str, table: Any, alt: str) -> None:
        pages = list(tables.pages(table, self.language, BODY))
        for number, parts in enumerate(pages, start=1):
            part_of = self.language.text("{title} ({number} of {count})")
            named = part_of.format(title=title, number=number, count=len(pages)) if len(pages) > 1 else title
            slide = self._page(named, subtitle)
            for part in parts:
                tables.add(slide, part, alt)


def _empty(contents: Contents) -> Any:
    """A presentation of no slides: 16:9, house colours as the theme, its masters as wide as the slides."""
    file: Any = Presentation()
    stretch = WIDTH * POINT / file.slide_width
    lower = HEIGHT * POINT / file.slide_height
    for page in (file.slide_master, *file.slide_layouts):
        for shape in page.shapes:
            left, top, width, height = shape.left, shape.top, shape.width, shape.height
            if width:
                shape.left, shape.width = Emu(round(left * stretch)), Emu(round(width * stretch))
                shape.top, shape.height = Emu(round(top * lower)), Emu(round(height * lower))
    file.slide_width, file.slide_height = Emu(round(WIDTH * POINT)), Emu(round(HEIGHT * POINT))
    theme = file.slide_master.part.part_related_by(RT.THEME)
    theme.blob = _dressed(theme.blob.decode()).encode()
    packing.describe(file, contents)
    return file


def _dressed(theme: str) -> str:
    """The theme in the house's colours and letters, so that what an editor adds looks like the rest."""
    colours = {"dk2": HOUSE.ink, "hlink": HOUSE.committed, "folHlink": HOUSE.need}
    colours |= {f"accent{index}": hexed for index, hexed in enumerate(_ACCENTS, start=1)}
    for name, hexed in colours.items():
        theme = re.sub(
            rf"(<a:{name}>).*?(</a:{name}>)", rf'\g<1><a:srgbClr val="{hexed.lstrip("#")}"/>\g<2>', theme, flags=re.S
        )
    return re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*', rf"\g<1>{FONT}", theme)


def _bar(slide: Any, box: Box) -> None:
    """A short line in the colour of the gap; decoration, so without words."""
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *box.emu)
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour(HOUSE.gap)
    shape.line.fill.background()
    describe(shape, "")
