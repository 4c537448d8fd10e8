"""Everything `data/` holds, as one frozen object, and the index of its figures."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from finance.data.records import (
    STANDING,
    Assessment,
    Assumption,
    Basis,
    Benchmark,
    Change,
    Claim,
    Codes,
    Correlation,
    Figure,
    Ledger,
    Macro,
    Origin,
    Plan,
    Preset,
    Question,
    Record,
    Region,
    ResidualSource,
    Sector,
    Source,
    Term,
    Text,
)


@dataclass(frozen=True)
class Entry:
    """One figure with its id, its value, its unit, its basis and the file and line that it stands on."""

    id: str
    value: float
    unit: str
    basis: Basis
    file: str
    line: int


@dataclass(frozen=True, eq=False)
class Dataset:
    """All records of one data folder, itself and no other even where every figure agrees.

    `edition` is a short hash of every file's content.

    `site` is the public address at which this edition is shown, for the links in files; empty where nobody said.

    `own` are the ids of figures that are no part of the folder: a reader supplied them, or they follow from such.
    """

    origins: Mapping[str, Origin]
    sectors: Mapping[str, Sector]
    sources: Mapping[str, Source]
    regions: Mapping[str, Region]
    codes: Codes
    assessments: Mapping[str, Assessment]
    plans: Mapping[str, Plan]
    ledgers: Mapping[str, Ledger]
    macro: Macro
    residual_sources: Mapping[str, ResidualSource]
    benchmarks: Mapping[str, Benchmark]
    claims: Mapping[str, Claim]
    assumptions: Mapping[str, Assumption]
    correlations: Mapping[str, Correlation]
    presets: Mapping[str, Preset]
    questions: Mapping[str, Question]
    changes: Mapping[str, Change]
    glossary: Mapping[str, Term]
    figures: Mapping[str, Entry]
    edition: str
    site: str = ""
    own: frozenset[str] = frozenset()

    @cached_property
    def programmes(self) -> Mapping[str, Assessment]:
        """What can stand on the left of a gap: assessments and plans, by id."""
        return {**self.assessments, **self.plans}

    @cached_property
    def choices(self) -> Mapping[str, Mapping[str, Text]]:
        """The values that each choice may take, with their labels, by assumption id."""
        drawn = {
            "assessments": {id_: record.label for id_, record in self.programmes.items()},
            "commitments": {id_: record.label for id_, record in self.ledgers.items()},
        }
        return {
            id_: drawn[row.choices_from] if row.choices_from else row.choices
            for id_, row in self.assumptions.items()
            if row.kind == "choice"
        }

    def within(self, id_: str) -> tuple[str, ...]:
        """The figure `id_`, or all figures of the group `id_`; empty where there is neither."""
        return (id_,) if id_ in self.figures else self._groups.get(id_, ())

    @cached_property
    def _groups(self) -> dict[str, tuple[str, ...]]:
        """The figures of every group: what stands before each dot of their ids."""
        found: dict[str, list[str]] = {}
        for id_ in self.figures:
            parts = id_.split(".")
            for count in range(1, len(parts)):
                found.setdefault(".".join(parts[:count]), []).append(id_)
        return {group: tuple(ids) for group, ids in found.items()}

    def reliability(self, figure_id: str) -> str:
        """Grade of a figure: its document's, the worst of the figures it derives from, or "judged"."""
        basis = self.figures[figure_id].basis
        if basis.origin:
            return self.origins[basis.origin].reliability
        grades = {self.reliability(id_) for group in basis.derived_from for id_ in self.within(group)}
        return max(grades - {"judged"}, default="judged")

    @cached_property
    def _standings(self) -> dict[str, str]:
        return {}

    def standing(self, figure_id: str) -> str:
        """How good the documents of a figure are: official, corroborated, press or unverified, or "judged".

        A document of grade A or B is official. Of grade C it is corroborated where an independent document gives the
        same figure, or where the figure closes an official total. What is derived stands as the weakest figure that
        it derives from.
        """
        if figure_id not in self._standings:
            self._standings[figure_id] = self._standing(self.figures[figure_id].basis)
        return self._standings[figure_id]

    def _standing(self, basis: Basis) -> str:
        if basis.origin:
            grade = self.origins[basis.origin].reliability
            if grade == "C" and (basis.corroborated_by or basis.closes):
                return "corroborated"
            return {"A": "official", "B": "official", "C": "press", "D": "unverified"}[grade]
        below = {self.standing(id_) for group in basis.derived_from for id_ in self.within(group)}
        return max(below - {"judged"}, key=STANDINGS.index, default="judged")

    def stands(self, figure_id: str, weakest: str) -> bool:
        """Whether a figure is judged, or its documents are no weaker than the standing `weakest`."""
        standing = self.standing(figure_id)
        return standing == "judged" or STANDINGS.index(standing) <= STANDINGS.index(weakest)

    def documents(self, figure_ids: Iterable[str]) -> tuple[str, ...]:
        """Origin ids behind some figures, following derivations, in the order first met."""
        found: dict[str, None] = {}
        for id_ in figure_ids:
            basis = self.figures[id_].basis
            below = (used for group in basis.derived_from for used in self.within(group))
            found.update(dict.fromkeys([basis.origin] if basis.origin else self.documents(below)))
        return tuple(found)


STANDINGS: tuple[str, ...] = STANDING

_PLAIN = (str, int, float, Text)


def figures_of(record: object, path: tuple[str, ...], unit: str) -> Iterator[tuple[tuple[str, ...], float, str, Basis]]:
    """(path, value, unit, basis) of every number with a basis in `record` and below it."""
    if isinstance(record, Figure):
        yield path, record.value, record.unit("value") or unit, record
    elif isinstance(record, Assumption):
        if isinstance(record.default, float):
            yield path, record.default, record.unit_, record
    elif isinstance(record, Record):
        for name, field in type(record).model_fields.items():
            value = getattr(record, name)
            if value is not None and not isinstance(value, _PLAIN):  # most fields; they hold nothing below them
                yield from figures_of(value, (*path, field.alias or name), record.unit(name) or unit)
    elif isinstance(record, Mapping):
        for key, value in record.items():
            yield from figures_of(value, (*path, key), unit)
    elif isinstance(record, tuple):
        for index, value in enumerate(record):
            yield from figures_of(value, (*path, str(index)), unit)
