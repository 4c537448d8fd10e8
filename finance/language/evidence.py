"""What stands behind a figure: its document or its reasoning, in the words of a reader."""

from collections.abc import Mapping
from dataclasses import dataclass

from finance.data.dataset import Dataset
from finance.data.records import Basis, Origin, Text
from finance.language.catalogue import Language


@dataclass(frozen=True)
class Evidence:
    """The basis of one figure in words, each empty where there is nothing to say.

    `kind` is sourced, derived or judged; `document` its producer and title, `locator` where in it, `reasoning` how it
    was derived or why it was judged. `date` is the day that the figure counts for, else when its document came out;
    `place` its file and line.
    """

    kind: str
    origin: Origin | None
    document: str
    reasoning: str
    locator: str
    grade: str
    date: str
    place: str

    @property
    def why(self) -> str:
        return self.document or self.reasoning


def of(dataset: Dataset, id_: str, language: Language) -> Evidence:
    """The evidence of a figure by its id; raises KeyError for an id that is none."""
    entry = dataset.figures[id_]
    basis = entry.basis
    origin = dataset.origins.get(basis.origin or "")
    return Evidence(
        kind=basis.basis or "judged",
        origin=origin,
        document=f"{origin.producer}: {origin.title}" if origin else "",
        reasoning=said(basis.how or basis.judged, language),
        locator=said(basis.locator, language),
        grade=dataset.reliability(id_),
        date=_date(dataset, id_, basis, origin),
        place=f"data/{entry.file}:{entry.line}",
    )


def said(sentence: str | Text | None, language: Language) -> str:
    """A sentence of the data in a language; empty where there is none."""
    return language.text(sentence) if sentence else ""


def kinds(language: Language) -> Mapping[str, str]:
    """Name of each kind of basis, and of what stands in its place where a value is not the data's own."""
    _ = language.text
    return {
        "sourced": _("document"),
        "derived": _("derived"),
        "judged": _("judged"),
        "preset": _("set by the scenario"),
        "moved": _("moved by the reader"),
        "own": _("own figure, supplied by the reader"),
    }


def _date(dataset: Dataset, id_: str, basis: Basis, origin: Origin | None) -> str:
    if id_ == "assumptions.eur_usd":
        return str(dataset.macro.valuation_date)
    day = getattr(basis, "date", None) or basis.as_of
    return str(day) if day else (origin.published if origin else "")
