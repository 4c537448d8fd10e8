"""How a result is quoted: a link that opens it, ready references, and what has moved since it was quoted."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode, urlsplit

from finance.data.dataset import Dataset
from finance.errors import OutputError
from finance.language.catalogue import Language
from finance.messages import Remark
from finance.model.gap import Result

NAMES = ("edition", "cited")
"""Names in a quoted address that are no assumption: the edition of the data, and the headline at that time."""
HEADLINE = ("need", "available", "gap")
"""The figures that a quoted address carries [USD bn]; what is funded and stranded, and coverage, follow from them."""
TITLE = "Ukraine reconstruction finance"


@dataclass(frozen=True)
class Cited:
    """The headline as somebody quoted it: need, money available and gap [USD bn] on one edition of the data."""

    edition: str
    need: float
    available: float
    gap: float

    @classmethod
    def of(cls, result: Result) -> "Cited":
        """The headline of a result, on its own edition."""
        return cls(result.dataset.edition, *(getattr(result, name) for name in HEADLINE))

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Cited | None":
        """What an address quotes, or None where it quotes nothing; raises OutputError where it cannot be read."""
        if "cited" not in query:
            return None
        try:
            need, available, gap = (float(text) for text in query["cited"].split(","))
        except ValueError:
            raise OutputError(
                Remark(
                    "cited is '{cited}'; it takes need, available and gap in USD bn, as in 200,180.4,19.6",
                    cited=query["cited"][:40],
                )
            ) from None
        if not all(0 <= value < 1e6 for value in (need, available, gap)) or gap > need:
            raise OutputError(
                Remark(
                    "cited is '{cited}'; amounts run from 0, and a gap is part of its need", cited=query["cited"][:40]
                )
            )
        return cls(query.get("edition", "")[:40], need, available, gap)

    def to_query(self) -> dict[str, str]:
        """The two names of an address; `read` reads them back, six digits of each figure."""
        return {"edition": self.edition, "cited": ",".join(f"{getattr(self, name):.6g}" for name in HEADLINE)}

    @property
    def funded(self) -> float:
        """Need met [USD bn]."""
        return self.need - self.gap

    @property
    def stranded(self) -> float:
        """Money that reached no unmet need [USD bn]."""
        return max(self.available - self.funded, 0.0)

    @property
    def coverage(self) -> float | None:
        """Funded ÷ need; None where there was no need."""
        return self.funded / self.need if self.need > 0 else None


@dataclass(frozen=True)
class Moved:
    """A headline as it was quoted beside the same scenario on the data of today; amounts in USD bn."""

    cited: Cited
    today: Cited

    @property
    def elsewhere(self) -> bool:
        """Whether it was quoted on another edition of the data."""
        return self.cited.edition != self.today.edition

    @property
    def any(self) -> bool:
        """Whether a figure of the headline is printed otherwise today, with one decimal."""
        return any(round(before, 1) != round(now, 1) for before, now in self._pairs(HEADLINE))

    @property
    def gap(self) -> float:
        """By how much the gap has moved: the sum of the three parts below."""
        return self.today.gap - self.cited.gap

    @property
    def parts(self) -> tuple[float, float, float]:
        """What the need, the money available and the money that reaches no need add to the gap's move.

        From the identity gap − stranded = need − available.
        """
        need, available, stranded = (now - before for before, now in self._pairs(("need", "available", "stranded")))
        return need, -available, stranded

    def _pairs(self, names: tuple[str, ...]) -> list[tuple[float, float]]:
        return [(getattr(self.cited, name), getattr(self.today, name)) for name in names]


def at(result: Result, site: str) -> Result:
    """The same result, whose links lead to `site`, the public address of the dashboard.

    Raises OutputError where `site` is no web address.
    """
    parts = urlsplit(site)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise OutputError(
            Remark("'{site}' is no address of a dashboard; write it as https://example.org/gap", site=site)
        )
    placed: Dataset = replace(result.dataset, site=f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/"))
    return replace(result, scenario=replace(result.scenario, dataset=placed))


def link(result: Result) -> str:
    """The address of this result on this edition, with the headline in it, so that a later edition can compare.

    Where the site is not known it is what follows the site: `/?scenario=…`.
    """
    query = result.scenario.to_query() | Cited.of(result).to_query()
    return f"{result.dataset.site}/?{urlencode(query, safe=',')}"


def apa(result: Result, language: Language) -> str:
    """A reference in the style of the American Psychological Association (7th edition), as for a data set."""
    _ = language.text
    return _("{title}. ({year}). {what} (data edition {edition}, key {key}) [Interactive dashboard]. {link}").format(
        title=TITLE,
        year=year(result.dataset),
        what=_what(result, language),
        edition=result.dataset.edition,
        key=result.scenario.key,
        link=link(result),
    )


def bibtex(result: Result, language: Language) -> str:
    """A BibTeX entry of the kind @misc."""
    fields = {
        "author": f"{{{TITLE}}}",
        "title": _escaped(_what(result, language)),
        "year": year(result.dataset),
        "howpublished": language.text("Interactive dashboard"),
        "note": language.text("Data edition {edition}, key {key}").format(
            edition=result.dataset.edition, key=result.scenario.key
        ),
        "url": link(result),
    }
    lines = ",\n".join(f"  {name:<12} = {{{text}}}" for name, text in fields.items())
    return f"@misc{{ukraine_gap_{result.scenario.key},\n{lines}\n}}"


def year(dataset: Dataset) -> str:
    """The year of an edition: of its newest document."""
    return max(str(origin.published)[:4] for origin in dataset.origins.values())


def _what(result: Result, language: Language) -> str:
    label = result.dataset.presets[result.scenario.base].label.in_(language.code)
    if result.scenario.moved():
        return language.text("Funding gap for reconstruction, scenario “{label}” with changed assumptions").format(
            label=label
        )
    return language.text("Funding gap for reconstruction, scenario “{label}”").format(label=label)


def _escaped(text: str) -> str:
    return "".join(f"\\{letter}" if letter in "&%$#_{}" else letter for letter in text)
