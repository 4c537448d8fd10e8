"""Rules that need more than one file. Each problem names the file's stem, the path in it and what to do."""

from collections.abc import Callable, Iterator
from itertools import chain

from finance.dataset import Dataset
from finance.errors import ScenarioError, UnitError
from finance.scenario import check_value
from finance.units import dollars_per_unit
from finance.yamlfile import Path

Found = tuple[str, Path, str]


def problems(dataset: Dataset) -> Iterator[Found]:
    """Every problem that only shows when files are read together."""
    rules: tuple[Callable[[Dataset], Iterator[Found]], ...] = (
        _derivations,
        _conflicts,
        _exchange_rates,
        _defaults,
        _presets,
        _tiles,
    )
    return chain.from_iterable(rule(dataset) for rule in rules)


def _derivations(dataset: Dataset) -> Iterator[Found]:
    for id_, entry in dataset.figures.items():
        for used in entry.basis.derived_from:
            if not dataset.within(used):
                stem, path = _place(dataset, id_)
                yield (
                    stem,
                    path,
                    f"is derived from '{used}', which is no figure and no group of figures; use the file and the keys leading to it",
                )


def _conflicts(dataset: Dataset) -> Iterator[Found]:
    for kind, programmes in (("assessments", dataset.assessments), ("plans", dataset.plans)):
        for name, programme in programmes.items():
            for index, conflict in enumerate(programme.conflicts):
                if f"{kind}.{name}.{conflict.figure}" not in dataset.figures:
                    yield (
                        f"{kind}.{name}",
                        ("conflicts", index, "figure"),
                        f"conflicts with '{conflict.figure}', which is no figure of this file",
                    )


def _exchange_rates(dataset: Dataset) -> Iterator[Found]:
    for name, ledger in dataset.ledgers.items():
        for id_, line in ledger.commitments.items():
            try:
                dollars_per_unit(dataset.macro, line.currency)
            except UnitError as error:
                yield f"commitments.{name}", ("commitments", id_, "currency"), str(error)


def _defaults(dataset: Dataset) -> Iterator[Found]:
    for id_, row in dataset.assumptions.items():
        if row.origin and dataset.origins[row.origin].reliability in "CD":
            grade = dataset.origins[row.origin].reliability
            yield (
                "assumptions",
                (id_, "origin"),
                f"feeds a default from a document of grade {grade}; use one of A or B, or judge it",
            )
        try:
            check_value(dataset, id_, row.default)
        except ScenarioError as error:
            yield "assumptions", (id_, "default"), str(error)


def _presets(dataset: Dataset) -> Iterator[Found]:
    for preset_id, preset in dataset.presets.items():
        for id_, value in preset.values.items():
            try:
                check_value(dataset, id_, value)
            except ScenarioError as error:
                yield "scenarios", (preset_id, "values", id_), str(error)


def _tiles(dataset: Dataset) -> Iterator[Found]:
    taken: dict[tuple[int, int], str] = {}
    for id_, region in dataset.regions.items():
        if region.tile in taken:
            yield (
                "regions",
                (id_, "tile"),
                f"stands on the tile of '{taken[region.tile]}'; give one of them another place",
            )
        taken.setdefault(region.tile, id_)


def _place(dataset: Dataset, figure_id: str) -> tuple[str, Path]:
    file = dataset.figures[figure_id].file.removesuffix(".yaml").replace("/", ".")
    path = figure_id.removeprefix(file + ".").split(".")
    return file, tuple(int(part) if part.isdigit() else part for part in path)
