"""Rules that need more than one row or file. Each problem names the file's stem, the path in it and what to do.

A rule leaves alone what it cannot judge: what refers to a part of a file that was itself wrong and is `gone`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from typing import TypeAlias, get_args

from finance.dataset import Dataset
from finance.errors import ScenarioError, UnitError
from finance.records import NOT_ITEMISED, Assessment, Assumption, Cell, suggestion
from finance.scenario import check_value
from finance.units import dollars_per_unit
from finance.yamlfile import Path

Found: TypeAlias = tuple[str, Path, str]
Gone: TypeAlias = Callable[[str], bool]


def problems(dataset: Dataset, cut: Collection[str] = ()) -> Iterator[Found]:
    """Every problem that only shows when rows are read together; `cut` are the ids at which something is missing."""

    def gone(id_: str) -> bool:
        return any(id_ == other or id_.startswith(f"{other}.") or other.startswith(f"{id_}.") for other in cut)

    circles = tuple(_circles(dataset))
    money = (_overlaps, _exchange_rates, _series, _counts_by)
    rules = (_derivations, _conflicts, _totals, *money, _defaults, _presets, _questions, _tiles, _pairs)
    found = chain.from_iterable(rule(dataset, gone) for rule in rules)
    return chain(circles, found, () if circles else _grades(dataset))


def _derivations(dataset: Dataset, gone: Gone) -> Iterator[Found]:
    for id_, entry in dataset.figures.items():
        for used in entry.basis.derived_from:
            if not dataset.within(used) and not gone(used):
                near = suggestion(used, dataset.figures)
                hint = near if "mean" in near else "write the file and the keys, like assessments.rdna5.totals.need"
                yield _says(*_place(dataset, id_), f"is derived from '{used}', which is no figure and no group; {hint}")


def _circles(dataset: Dataset) -> Iterator[Found]:
    graph = {
        id_: [figure for used in entry.basis.derived_from for figure in dataset.within(used)]
        for id_, entry in dataset.figures.items()
    }
    if circle := _circle(graph):
        text = " → ".join(circle)
        yield _says(*_place(dataset, circle[0]), f"is derived from itself ({text}); give one of them a document")


def _conflicts(dataset: Dataset, gone: Gone) -> Iterator[Found]:
    for stem, programme in _programmes(dataset):
        for index, conflict in enumerate(programme.conflicts):
            id_ = f"{stem}.{conflict.figure}"
            if id_ not in dataset.figures and not gone(id_):
                near = suggestion(conflict.figure, _below(dataset, stem))
                path = ("conflicts", str(index), "figure")
                yield _says(stem, path, f"names '{conflict.figure}', which is no figure of this file; {near}")


def _totals(dataset: Dataset, gone: Gone) -> Iterator[Found]:
    """Sector rows add up to the document's own total, within the file's tolerance."""
    for stem, programme in _programmes(dataset):
        if any(gone(f"{stem}.{name}") for name in ("totals", "sectors", "tolerance")):
            continue
        for cell in get_args(Cell):
            total = programme.totals.get(cell)
            rows = [figure.value for cells in programme.sectors.values() if (figure := cells.get(cell))]
            if rows and total is None:
                yield _says(stem, ("totals", cell), "is missing though sectors print it; add the document's own total")
            elif rows and total and abs(sum(rows) - total.value) > programme.tolerance:
                yield _says(
                    stem,
                    ("totals", cell),
                    f"is {total.value:g} but the sector rows of {cell} add up to {sum(rows):g}, further apart than the "
                    f"tolerance of {programme.tolerance:g}; mend a row, or '{NOT_ITEMISED}', which holds the rest",
                )


def _overlaps(dataset: Dataset, gone: Gone) -> Iterator[Found]:
    for name, ledger in dataset.ledgers.items():
        stem = f"commitments.{name}"
        for id_, line in ledger.commitments.items():
            for index, overlap in enumerate(line.overlaps):
                path = ("commitments", id_, "overlaps", str(index))
                if overlap.with_ not in ledger.commitments and not gone(f"{stem}.commitments.{overlap.with_}"):
                    near = suggestion(overlap.with_, ledger.commitments)
                    yield _says(
                        stem, (*path, "with"), f"names '{overlap.with_}', which is no line of this file; {near}"
                    )
                if overlap.drop not in (id_, overlap.with_):
                    yield _says(stem, (*path, "drop"), f"is '{overlap.drop}'; use one of {id_}, {overlap.with_}")
        graph: dict[str, list[str]] = {}
        for dropped, kept, _ in ledger.dropped():
            graph.setdefault(dropped, []).append(kept)
        if circle := _circle(graph):
            text = " → ".join(circle)
            yield _says(
                stem,
                ("commitments", circle[0], "overlaps"),
                f"form a circle ({text}), so that all of this money would be dropped; let one of these lines stand",
            )


def _series(dataset: Dataset, gone: Gone) -> Iterator[Found]:
    """The series of macro.yaml reach the first year that can be chosen, and the year of the latest debt target."""
    start, macro = dataset.assumptions.get("start_year"), dataset.macro
    for name in ("gdp", "population"):
        if gone(f"macro.{name}") or not start or start.low is None:
            continue
        if all(row.year > start.low for row in getattr(macro, name)):
            earliest = "the earliest year in which the programme may start (assumptions.start_year)"
            yield _says(
                "macro", (name,), f"has no year up to {start.low:g}, {earliest}; add that year or one before it"
            )
    if not (gone("macro.debt") or gone("macro.debt_targets")):
        year = max((target.year for target in macro.debt_targets), default=None)
        if year and all(row.year != year for row in macro.debt):
            yield _says("macro", ("debt",), f"has no {year}, the year of the latest debt target; add its row")


def _exchange_rates(dataset: Dataset, gone: Gone) -> Iterator[Found]:
    currencies: list[tuple[str, Path, str]] = [
        *((stem, ("currency",), programme.currency) for stem, programme in _programmes(dataset)),
        *(
            (f"commitments.{name}", ("commitments", id_, "currency"), line.currency)
            for name, ledger in dataset.ledgers.items()
            for id_, line in ledger.commitments.items()
        ),
    ]
    for stem, path, currency in currencies:
        rests_on = (".".join((stem, *path)), "macro.valuation_date", f"macro.exchange_rates.{currency}")
        if any(gone(id_) for id_ in rests_on):
            continue
        try:
            dollars_per_unit(dataset.macro, currency)
        except UnitError as error:
            yield stem, path, str(error)


def _counts_by(dataset: Dataset, gone: Gone) -> Iterator[Found]:
    for name, ledger in dataset.ledgers.items():
        for id_, line in ledger.commitments.items():
            row = dataset.assumptions.get(line.counts_by or "")
            if row and not (row.kind == "number" and row.low == 0 and row.high == 1):
                yield _says(
                    f"commitments.{name}",
                    ("commitments", id_, "counts_by"),
                    f"names '{line.counts_by}', which is no share from 0 to 1; name one that says what share counts",
                )


def _defaults(dataset: Dataset, gone: Gone) -> Iterator[Found]:
    for id_, row in dataset.assumptions.items():
        if not _choice_is_gone(row, row.default, gone):
            try:
                check_value(dataset, id_, row.default)
            except ScenarioError as error:
                yield "assumptions", (id_, "default"), str(error)


def _presets(dataset: Dataset, gone: Gone) -> Iterator[Found]:
    for id_, preset in dataset.presets.items():
        yield from _settings(dataset, gone, ("scenarios", id_), preset.values)


def _questions(dataset: Dataset, gone: Gone) -> Iterator[Found]:
    for id_, question in dataset.questions.items():
        if question.scenario not in dataset.presets and not gone(f"scenarios.{question.scenario}"):
            near = suggestion(question.scenario, dataset.presets)
            yield _says("questions", (id_, "scenario"), f"is '{question.scenario}', which is no scenario; {near}")
        yield from _settings(dataset, gone, ("questions", id_), question.values)


def _settings(dataset: Dataset, gone: Gone, place: tuple[str, str], values: Mapping[str, object]) -> Iterator[Found]:
    """Values that a row sets assumptions to, each within what the assumption may take."""
    stem, row_id = place
    for id_, value in values.items():
        row = dataset.assumptions.get(id_)
        if row is None or gone(f"assumptions.{id_}.choices") or _choice_is_gone(row, value, gone):
            continue
        try:
            check_value(dataset, id_, value)
        except ScenarioError as error:
            yield stem, (row_id, "values", id_), str(error)


def _grades(dataset: Dataset) -> Iterator[Found]:
    """Documents of grade C and D feed no default."""
    for id_, row in dataset.assumptions.items():
        figure = f"assumptions.{id_}"
        documents = dataset.documents([figure]) if figure in dataset.figures else filter(None, [row.origin])
        for name in documents:
            if name in dataset.origins and dataset.origins[name].reliability in "CD":
                grade = dataset.origins[name].reliability
                path = (id_, "origin" if row.origin else "derived_from")
                yield _says("assumptions", path, f"rests on '{name}' of grade {grade}; use A or B, or judge the value")


def _tiles(dataset: Dataset, gone: Gone) -> Iterator[Found]:
    taken: dict[tuple[int, int], str] = {}
    for id_, region in dataset.regions.items():
        first = taken.setdefault(region.tile, id_)
        if first != id_:
            yield _says("regions", (id_, "tile"), f"is also the tile of '{first}'; give one of them another place")


def _pairs(dataset: Dataset, gone: Gone) -> Iterator[Found]:
    """A correlation is between two numbers, and no pair has two."""
    taken: dict[frozenset[str], str] = {}
    for id_, row in dataset.correlations.items():
        for name in row.between:
            if (named := dataset.assumptions.get(name)) and named.kind != "number":
                yield _says(
                    "correlations",
                    (id_, "between"),
                    f"names '{name}', which is a {named.kind} and no number; name numbers only",
                )
        first = taken.setdefault(frozenset(row.between), id_)
        if first != id_:
            yield _says("correlations", (id_, "between"), f"is also the pair of '{first}'; delete one of the two")


def _says(stem: str, path: Path, message: str) -> Found:
    return stem, path, f"{'.'.join(path)} {message}"


def _programmes(dataset: Dataset) -> Iterator[tuple[str, Assessment]]:
    yield from ((f"assessments.{name}", record) for name, record in dataset.assessments.items())
    yield from ((f"plans.{name}", record) for name, record in dataset.plans.items())


def _below(dataset: Dataset, stem: str) -> list[str]:
    return [id_.removeprefix(f"{stem}.") for id_ in dataset.within(stem)]


def _choice_is_gone(row: Assumption, value: object, gone: Gone) -> bool:
    places = ("assessments", "plans") if row.choices_from == "assessments" else (row.choices_from,)
    return row.choices_from is not None and any(gone(f"{place}.{value}") for place in places)


def _circle(graph: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """One circle of the graph, its first member again at the end; empty where there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return tuple(error.args[1])
    return ()


def _place(dataset: Dataset, figure_id: str) -> tuple[str, Path]:
    stem = dataset.figures[figure_id].file.removesuffix(".yaml").replace("/", ".")
    return stem, tuple(figure_id.removeprefix(f"{stem}.").split("."))
