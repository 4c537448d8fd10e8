"""What every document about a result says, whatever its kind: slides, web page or Word file."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from finance import explain
from finance.analysis import uncertainty
from finance.errors import OutputError
from finance.language import assumed, naming
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.language.names import Names
from finance.messages import Remark
from finance.model.gap import Result
from finance.outputs import citation, reproduce
from finance.outputs.charts import CHARTS, Chart
from finance.outputs.charts.report import producers, stamp
from finance.outputs.receipts import Receipts

WIDE = 8
"""Columns of a table beyond which headings stand upright."""
SHORT = 14
"""Rows of a table up to which it is not broken over two pages."""


@dataclass(frozen=True)
class Contents:
    """The parts of a document in words and tables. The charts are built for the light theme, on white paper; `tables`
    are those whose cells are worked out beside the headline."""

    result: Result
    language: Language
    charts: tuple[Chart, ...]
    tables: tuple[str, ...] = ()

    @classmethod
    def of(cls, result: Result, language: Language, ids: tuple[str, ...], tables: tuple[str, ...] = ()) -> "Contents":
        """The document of some charts, in their order; raises OutputError where none of them has anything to show."""
        built = tuple(CHARTS[id_](result, language, "light") for id_ in dict.fromkeys(ids))
        if all(chart.draw is None for chart in built):
            reasons = "; ".join(f"{chart.id}: {chart.title}" for chart in built)
            raise OutputError(
                Remark(
                    "none of the chosen charts has anything to show under this scenario ({reasons})", reasons=reasons
                )
            )
        return cls(result, language, built, tables)

    @cached_property
    def display(self) -> Display:
        """The result in the currency and the language of the reader."""
        return Display(self.result, self.language)

    @cached_property
    def finding(self) -> str:
        """The answer as one sentence, at the head of the document."""
        return CHARTS["waterfall"](self.result, self.language, "light").title

    @cached_property
    def sentence(self) -> str:
        """The result in two or three sentences, as the screen says it."""
        return explain.sentence(self.result, self.language)

    @property
    def heading(self) -> str:
        """What the document is about."""
        return self.language.text("Who pays for rebuilding Ukraine, and what is missing?")

    @property
    def scenario(self) -> str:
        """Label of the scenario, how many assumptions differ from it, key and edition."""
        return stamp(self.display)

    @property
    def day(self) -> str:
        """The day of the data, which a file carries as the day on which it was made."""
        return self.result.dataset.macro.valuation_date.isoformat()

    @property
    def story(self) -> str:
        """The two sentences of the preset."""
        dataset = self.result.dataset
        return dataset.presets[self.result.scenario.base].story.in_(self.language.code)

    @cached_property
    def headline(self) -> tuple[tuple[str, str], ...]:
        """Name and value of the four figures, as the screen prints them."""
        names = naming.headline(self.language)
        shown = ("need", "available", "gap", "coverage")
        return tuple((names[id_], self.display.headline(id_, getattr(self.result, id_))) for id_ in shown)

    @cached_property
    def range(self) -> str:
        """How far the gap may lie from the headline, as one sentence."""
        drawn = uncertainty.draw(self.result.dataset, self.result.scenario)
        gap = drawn.table[drawn.table["measure"] == "gap"]
        low, middle, high = (self.display.money(float(gap[name].iloc[0])) for name in ("p10", "p50", "p90"))
        return self.language.text(
            "With the numbers drawn from their ranges ({count} draws, seed {seed}), the gap is {low} or less in one of "
            "ten draws (P10), {middle} or less in half of them (P50) and {high} or less in nine of ten (P90)."
        ).format(
            count=self.language.number(drawn.count, 0),
            seed=drawn.seed,
            low=low,
            middle=middle,
            high=high,
        )

    @property
    def nothing(self) -> str:
        """What stands in place of a chart that has neither marks nor rows."""
        return self.language.text("There is nothing to draw under this scenario.")

    def producers(self, width: int) -> str:
        """Who published the figures, in at most `width` characters."""
        return producers(self.display, width)

    @property
    def link(self) -> str:
        """The address that opens this result."""
        return citation.link(self.result)

    @property
    def apa(self) -> str:
        """The reference to this result."""
        return citation.apa(self.result, self.language)

    @property
    def bibtex(self) -> str:
        """The same as a BibTeX entry."""
        return citation.bibtex(self.result, self.language)

    @property
    def python(self) -> str:
        """The lines that compute this result again."""
        return reproduce.lines(self.result)

    @cached_property
    def assumptions(self) -> tuple[tuple[str, pd.DataFrame], ...]:
        """Tables under their titles: what differs from the preset, where anything does, and every one that acts."""
        _, result = self.language.text, self.result
        moved = (_("What differs from the preset"), assumed.differing(result, self.language))
        every = (_("The assumptions behind these figures"), assumed.counting(result, self.language))
        return (moved, every) if len(moved[1]) else (every,)

    @property
    def untouched(self) -> str | None:
        """What is said where no assumption differs from the preset."""
        said = self.language.text("All stand as the preset has them.")
        return None if self.result.scenario.moved() else said

    @cached_property
    def receipts(self) -> Receipts:
        """How the headline figures and the cells of `tables` were worked out."""
        return Receipts(self.result, self.language, self.tables)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a reader must know about the figures, which are named in words."""
        wording, figures, text = Names(self.display), self.result.dataset.figures, self.language.text
        said = (
            text(remark.message).format(
                **{name: wording.figure(place) if place in figures else place for name, place in remark.places.items()}
            )
            for remark in self.result.warnings
        )
        return tuple(f"{sentence[:1].upper()}{sentence[1:]}" for sentence in said)

    @cached_property
    def documents(self) -> tuple["Document", ...]:
        """The documents behind the result and the charts, with the places in them, in the order first met."""
        dataset = self.result.dataset
        asked = (*self.result.figures, *(id_ for chart in self.charts for id_ in chart.figures))
        places: dict[str, dict[str, None]] = {}
        for id_ in self._behind(asked):
            basis = dataset.figures[id_].basis
            if basis.origin:
                places.setdefault(basis.origin, {})[self.language.text(basis.locator) if basis.locator else ""] = None
        return tuple(
            Document(origin.producer, origin.title, str(origin.published), origin.url, origin.reliability, tuple(found))
            for origin, found in ((dataset.origins[id_], found) for id_, found in places.items())
        )

    def _behind(self, asked: tuple[str, ...]) -> Iterator[str]:
        """Ids of some figures and groups, and of all that they derive from, each once."""
        dataset, seen, waiting = self.result.dataset, set[str](), list(reversed(asked))
        while waiting:
            for id_ in dataset.within(waiting.pop()):
                if id_ not in seen:
                    seen.add(id_)
                    waiting += reversed(dataset.figures[id_].basis.derived_from)
                    yield id_


@dataclass(frozen=True)
class Document:
    """A document that figures come from, and the places in it."""

    producer: str
    title: str
    published: str
    url: str | None
    reliability: str
    locators: tuple[str, ...]


def numeric(table: pd.DataFrame) -> list[bool]:
    """Which columns of a table hold numbers, and so end at the right."""
    return [pd.api.types.is_numeric_dtype(table[name]) for name in table.columns]


def upright(cells: list[list[str]], numbers: list[bool]) -> list[bool]:
    """Which headings of a wide table stand upright: those of numbers, and of texts much shorter than the heading."""
    head, rows = cells[0], cells[1:]
    longest = [max((len(row[column]) for row in rows), default=0) for column in range(len(head))]
    return [
        len(head) > WIDE and (number or length < 0.6 * len(name))
        for name, number, length in zip(head, numbers, longest, strict=True)
    ]


def texts(table: pd.DataFrame, language: Language, digits: int = 1) -> list[list[str]]:
    """Headings and rows as text: numbers with some decimals in the language, a dash where there is none."""
    heads = [str(name) for name in table.columns]
    return [heads, *([_text(cell, language, digits) for cell in row] for row in table.itertuples(index=False))]


def _text(cell: object, language: Language, digits: int) -> str:
    if cell is None or cell != cell:
        return "–"
    return language.number(cell, digits) if isinstance(cell, float) else str(cell)
