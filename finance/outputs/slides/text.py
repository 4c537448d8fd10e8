"""Text on a slide: always inside its box, in the house's letters and colours."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.util import Emu, Pt

from finance.outputs import fitting

FONT = "Arial"
POINT = 12700
"""English metric units a point."""


@dataclass(frozen=True)
class Box:
    """A place on a slide [pt]."""

    left: float
    top: float
    width: float
    height: float

    @property
    def emu(self) -> tuple[Emu, Emu, Emu, Emu]:
        """Left, top, width and height as the file writes them."""
        left, top, width, height = (Emu(round(part * POINT)) for part in (self.left, self.top, self.width, self.height))
        return left, top, width, height


def colour(hexed: str | None) -> RGBColor:
    """#RRGGBB as the file writes it."""
    written: RGBColor = RGBColor.from_string((hexed or "#000000").lstrip("#"))
    return written


def describe(shape: Any, alt: str) -> None:
    """Give a graphic its text for who cannot see it."""
    shape.element.xpath(".//p:cNvPr")[0].set("descr", alt)


@dataclass(frozen=True)
class Look:
    """How text is written: at the largest size of a range (from, to) [pt] that fits, in a colour, from the top of
    its box or so that it ends at the foot."""

    sizes: tuple[int, int]
    ink: str
    bold: bool = False
    low: bool = False


def write(slide: Any, texts: Sequence[str], box: Box, look: Look, link: str | None = None) -> None:
    """A box of paragraphs; what would not fit even at the smallest size is cut, with an ellipsis."""
    fill(slide.shapes.add_textbox(*box.emu), texts, box, look, link)


def fill(shape: Any, texts: Sequence[str], box: Box, look: Look, link: str | None = None) -> None:
    """Write paragraphs into a shape and put it on `box`."""
    shape.left, shape.top, shape.width, shape.height = box.emu
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = MSO_ANCHOR.BOTTOM if look.low else MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    size = fitting.largest(texts, (box.width, box.height), look.sizes, look.bold)
    for index, text in enumerate(_cut(texts, size, box, look.bold)):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.name, run.font.bold = Pt(size), FONT, look.bold
        run.font.color.rgb = colour(look.ink)
        if link:
            run.hyperlink.address = link


def _cut(texts: Sequence[str], size: int, box: Box, bold: bool) -> list[str]:
    """The paragraphs as far as there is room for them."""
    shown, left = [], box.height
    for text in texts:
        if left < size * fitting.LEADING:
            break
        shown.append(fitting.shortened(text, size, (box.width, left), bold))
        left -= fitting.height(shown[-1:], size, box.width, bold)
    return shown
