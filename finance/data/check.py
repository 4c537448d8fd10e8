"""Rules that need more than one row or file. Each problem names the file's stem, the path in it and what to do.

A rule leaves alone what it cannot judge: what refers to a part of a file that was itself wrong and is `gone`.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from typing import TypeAlias, get_args

from finance.data import slices
from finance.data.dataset import Dataset, Entry
from finance.data.records import NOT_ITEMISED, Assessment, Assumption, Basis, Cell, Commitment, suggestion
from finance.data.units import dollars_per_unit
from finance.data.values import check_value
from finance.data.yamlfile import Path
from finance.errors import ScenarioError, UnitError

Found: TypeAlias = tuple[str, Path, str]
Gone: TypeAlias = Callable[[str], bool]

_ROUNDED = 0.005  # of a whole: documents round, and parts in other currencies are turned at one day's rates
_HALF_A_DIGIT = 0.05  # bn: rows are printed to a tenth
_SHARED = ("origin", "locator", "derived_from", "corroborated_by")  # what a number alone takes over from the envelope


def problems(dataset: Dataset, cut: Collection[str] = ()) -> Iterator[Found]:
    """Every problem that only shows when rows are read together; `cut` are the ids at which something is missing."""

    def gone(id_: str) -> bool:
        return any(id_ == other or id_.startswith(f"{other}.") or other.startswith(f"{id_}.") for other in cut)

    circles = tuple(_circles(dataset))
    figures = (_derivations, _corroborations, _closings, _conflicts, _totals)
    money = (_parts, _kept, _exchange_rates, _series, _counts_by)
    moved = (_defaults, _presets, _questions, _tiles, _pairs, _claims)
    found = chain.from_iterable(rule(dataset, gone) for rule in (*figures, *money, *moved))
    return chain(circles, found, () if circles else _grades(dataset))


def _derivations(dataset: Dataset, gone: Gone) -> Iterator[Found]:
    for id_, entry in _with_own_basis(dataset):
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


def _parts(dataset: Dataset, gone: Gone) -> Iterator[Found]:
    """A part names a line of its book that counts, fits into it, and no line is part of itself."""
    for name, ledger in dataset.ledgers.items():
        stem, book = f"commitments.{name}", ledger.commitments
        for id_, line in book.items():
            named = {("part_of",): line.part_of, ("left_out", "same_as"): line.left_out and line.left_out.same_as}
            for place, other in named.items():
                path = ("commitments", id_, *place)
                if isinstance(other, str) and other not in book and not gone(f"{stem}.commitments.{other}"):
                    near = suggestion(other, (name for name in book if name != id_))
                    yield _says(stem, path, f"names '{other}', which is no line of this book; {near}")
                elif other == id_:
                    yield _says(stem, path, "names the line itself; name another line, or take it out")
            whole = book.get(line.part_of or "")
            if whole and line.left_out is None and whole.left_out is not None:
                counts = f"is '{line.part_of}', which is left out of the book"
                yield _says(stem, ("commitments", id_, "part_of"), f"{counts}; name a line that counts, or take it out")
        yield from _same_money(stem, book)
        held = {id_: line.part_of for id_, line in book.items() if line.part_of in book and line.part_of != id_}
        if circle := _circle({id_: [str(whole)] for id_, whole in held.items()}):
            yield _circle_of_parts(stem, circle[::-1])
        else:
            yield from _wholes(dataset, gone, stem, book)


def _circle_of_parts(stem: str, circle: tuple[str, ...]) -> Found:
    path, text = ("commitments", circle[0], "part_of"), " → ".join(circle)
    if len(circle) == 3:
        return _says(stem, path, f"is '{circle[1]}', which is part of '{circle[0]}' itself; take one of the two out")
    return _says(stem, path, f"leads back to the line itself ({text}); take it out of one of these lines")


def _same_money(stem: str, book: Mapping[str, Commitment]) -> Iterator[Found]:
    """A line that gives way to another leads to one that counts."""
    given = {
        id_: [str(line.left_out.same_as)]
        for id_, line in book.items()
        if line.left_out and line.left_out.same_as in book and line.left_out.same_as != id_
    }
    if circle := _circle(given)[::-1]:
        text = " → ".join(circle)
        path = ("commitments", circle[0], "left_out", "same_as")
        yield _says(
            stem, path, f"leads back to the line itself ({text}), so that nothing counts; take it out of one line"
        )


def _wholes(dataset: Dataset, gone: Gone, stem: str, book: Mapping[str, Commitment]) -> Iterator[Found]:
    """What parts take of their whole fits into it: each of them, all together, by purpose, and what was paid."""
    for id_, whole in book.items():
        parts = {other: line for other, line in book.items() if line.part_of == id_ != other}
        if not parts or any(gone(f"{stem}.commitments.{other}") for other in (id_, *parts)):
            continue
        currencies = {line.currency for line in parts.values()} - {whole.currency}
        if currencies and any(gone(_rate(currency)) for currency in (whole.currency, *currencies)):
            continue
        try:
            taken = {part: slices.converted(dataset, line.envelope.value, line, whole) for part, line in parts.items()}
        except UnitError:
            continue  # said of the currency itself
        most = whole.envelope.value * (1 + _ROUNDED)
        for other, amount in taken.items():
            if amount > most:
                larger = f"is {amount:g} {whole.currency} bn, larger than the {whole.envelope.value:g} of '{id_}'"
                remedy = "that it is part of; mend one of the two, or `part_of`"
                yield _says(stem, ("commitments", other, "envelope"), f"{larger} {remedy}")
        if len(taken) > 1 and sum(taken.values()) > most and max(taken.values()) <= most:
            parts_sum = f"is {whole.envelope.value:g}, less than its parts together, {sum(taken.values()):g}"
            yield _says(stem, ("commitments", id_, "envelope"), f"{parts_sum} ({', '.join(taken)}); mend one of them")
        if whole.split:
            both = f"stands beside parts of the line ({', '.join(parts)})"
            yield _says(stem, ("commitments", id_, "split"), f"{both}; write its sums as parts too, or take it out")
        yield from _purposes(dataset, stem, id_, whole, parts)
        if sum(taken.values()) <= most:
            yield from _payments(dataset, stem, id_, whole, parts, sum(taken.values()))


def _purposes(
    dataset: Dataset, stem: str, id_: str, whole: Commitment, parts: Mapping[str, Commitment]
) -> Iterator[Found]:
    off: dict[str, float] = {}
    for other, line in parts.items():
        for purpose, figure in line.purposes.items():
            from_ = slices.goes_off(whole, purpose)
            if from_ not in whole.purposes:
                unfit = f"has {purpose} money, but '{id_}' that holds the line has none, nor unspecified money"
                yield _says(stem, ("commitments", other, "purposes"), f"{unfit}; mend the purposes of one of the two")
                continue
            off[from_] = off.get(from_, 0.0) + slices.converted(dataset, figure.value, line, whole)
    if sum(off.values()) > whole.envelope.value * (1 + _ROUNDED):
        return  # said of the envelopes
    for purpose, figure in whole.purposes.items():
        if off.get(purpose, 0.0) > figure.value * (1 + _ROUNDED):
            less = f"is {figure.value:g}, less than what the parts of the line take of it, {off[purpose]:g}"
            yield _says(stem, ("commitments", id_, "purposes", purpose), f"{less}; mend one of them")


def _payments(
    dataset: Dataset, stem: str, id_: str, whole: Commitment, parts: Mapping[str, Commitment], taken: float
) -> Iterator[Found]:
    if whole.paid is None:
        return
    below = sum(slices.converted(dataset, line.paid.value, line, whole) for line in parts.values() if line.paid)
    own = whole.envelope.value - taken
    if whole.paid.value - below > own + _ROUNDED * whole.envelope.value:
        beyond = f"is {whole.paid.value:g}; the parts of the line were paid {below:g}, and only {own:g} is in no part"
        yield _says(stem, ("commitments", id_, "paid"), f"{beyond}; say at the parts what was paid of them")


def _kept(dataset: Dataset, gone: Gone) -> Iterator[Found]:
    """No payment is dated after the day that its book was kept to."""
    for name, ledger in dataset.ledgers.items():
        if ledger.kept_to is None or gone(f"commitments.{name}.kept_to"):
            continue
        for id_, line in ledger.commitments.items():
            days: list[tuple[Path, dt.date | None]] = [(("paid",), line.paid.as_of)] if line.paid else []
            days += [(("payments", str(index)), payment.date) for index, payment in enumerate(line.payments)]
            for place, day in days:
                if day and day > ledger.kept_to:
                    path = ("commitments", id_, *place)
                    late = f"is dated {day}, after the day up to which the book was kept ({ledger.kept_to})"
                    yield _says(f"commitments.{name}", path, f"{late}; mend the day, or `kept_to`")


def _corroborations(dataset: Dataset, gone: Gone) -> Iterator[Found]:
    """Whoever corroborates a figure is another publisher."""
    for id_, entry in _with_own_basis(dataset):
        own = dataset.origins.get(entry.basis.origin or "")
        for other in entry.basis.corroborated_by:
            document = dataset.origins.get(other)
            if own and document and document.producer.casefold() == own.producer.casefold():
                same = f"is corroborated by '{other}' of the same publisher, {own.producer}"
                yield _says(*_place(dataset, id_), f"{same}; name a document of another one, or take it out")


def _closings(dataset: Dataset, gone: Gone) -> Iterator[Found]:
    """A row that closes a total is one of the rows that add up to it; rows that do not are reported once a total."""
    closing: dict[str, list[str]] = {}
    for id_, entry in dataset.figures.items():
        if entry.basis.closes:
            closing.setdefault(entry.basis.closes, []).append(id_)
    for total, ids in closing.items():
        stem, _, cell = total.rpartition(".totals.")
        if any(gone(name) for name in (total, f"{stem}.sectors", "sectors", "origins")):
            continue
        if total not in dataset.figures:
            near = suggestion(total, dataset.figures)
            yield from (_says(*_place(dataset, id_), f"closes '{total}', which is no figure; {near}") for id_ in ids)
            continue
        sectors = (f"{stem}.sectors.{sector}.{cell}" for sector in dataset.sectors if sector != NOT_ITEMISED)
        rows = {row: dataset.figures[row].value for row in sectors if row in dataset.figures}
        document = dataset.origins.get(dataset.figures[total].basis.origin or "")
        if document is None or document.reliability not in "AB":
            press = f"closes {total}, which is in no document of grade A or B"
            yield from (_says(*_place(dataset, id_), f"{press}; take `closes` out") for id_ in ids)
            continue
        for id_ in ids:
            if id_ not in rows:
                stranger = f"closes {total}, which adds up from the sectors' {cell} and not from this figure"
                yield _says(*_place(dataset, id_), f"{stranger}; name another total, or take `closes` out")
        added, whole = sum(rows.values()), dataset.figures[total].value
        if ids[0] in rows and abs(added - whole) > len(rows) * _HALF_A_DIGIT:
            apart = f"closes {total}, but the rows add up to {added:g} and not to {whole:g}"
            yield _says(*_place(dataset, ids[0]), f"{apart}; mend a row, or take `closes` out")


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
        if gone(".".join((stem, *path))) or gone(_rate(currency)) or gone("macro.valuation_date"):
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
        yield from _settings(dataset, gone, ("scenarios", (id_,)), preset.values)


def _questions(dataset: Dataset, gone: Gone) -> Iterator[Found]:
    for id_, question in dataset.questions.items():
        if question.scenario not in dataset.presets and not gone(f"scenarios.{question.scenario}"):
            near = suggestion(question.scenario, dataset.presets)
            yield _says("questions", (id_, "scenario"), f"is '{question.scenario}', which is no scenario; {near}")
        yield from _settings(dataset, gone, ("questions", (id_,)), question.values)


def _settings(dataset: Dataset, gone: Gone, place: tuple[str, Path], values: Mapping[str, object]) -> Iterator[Found]:
    """Values that a row sets assumptions to, each within what the assumption may take."""
    stem, path = place
    for id_, value in values.items():
        row = dataset.assumptions.get(id_)
        if row is None or gone(f"assumptions.{id_}.choices") or _choice_is_gone(row, value, gone):
            continue
        try:
            check_value(dataset, id_, value)
        except ScenarioError as error:
            yield stem, (*path, "values", id_), str(error)


def _grades(dataset: Dataset) -> Iterator[Found]:
    """No default rests on press that nobody corroborates, nor on what is unverified."""
    for id_, row in dataset.assumptions.items():
        for name in _weak_documents(dataset, row):
            path, grade = (id_, "origin" if row.origin else "derived_from"), dataset.origins[name].reliability
            remedy = (
                "use A or B, or judge the value"
                if grade == "D"
                else "use A or B, name who corroborates it, or judge the value"
            )
            yield _says("assumptions", path, f"rests on '{name}' of grade {grade}; {remedy}")


def _weak_documents(dataset: Dataset, basis: Basis) -> Iterator[str]:
    """Documents behind a figure, following derivations, that are no better than press alone."""
    if basis.origin and basis.origin in dataset.origins:
        grade = dataset.origins[basis.origin].reliability
        if grade == "D" or (grade == "C" and not (basis.corroborated_by or basis.closes)):
            yield basis.origin
    for id_ in dict.fromkeys(id_ for group in basis.derived_from for id_ in dataset.within(group)):
        yield from _weak_documents(dataset, dataset.figures[id_].basis)


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


def _claims(dataset: Dataset, gone: Gone) -> Iterator[Found]:
    """What a claim is held against exists, and figures that are added have one unit."""
    for claim_id, claim in dataset.claims.items():
        for id_, row in claim.checks.items():
            path, named = (claim_id, "checks", id_), (*row.figures, *row.less, *filter(None, [row.equals]))
            for used in named:
                if used not in dataset.figures and not gone(used):
                    near = suggestion(used, dataset.figures)
                    hint = near if "mean" in near else "write the file and the keys, like assessments.rdna5.totals.need"
                    yield _says("claims", path, f"names '{used}', which is no figure; {hint}")
            units = {dataset.figures[used].unit for used in named if used in dataset.figures}
            if len(units) > 1 and not any(gone(f"{_place(dataset, used)[0]}.currency") for used in named):
                yield _says("claims", path, f"adds {' and '.join(sorted(units))}; take figures of one unit")
            if row.scenario and row.scenario not in dataset.presets and not gone(f"scenarios.{row.scenario}"):
                near = suggestion(row.scenario, dataset.presets)
                yield _says("claims", (*path, "scenario"), f"names '{row.scenario}', which is no scenario; {near}")
            yield from _settings(dataset, gone, ("claims", path), row.values)


def _says(stem: str, path: Path, message: str) -> Found:
    return stem, path, f"{'.'.join(path)} {message}"


def _with_own_basis(dataset: Dataset) -> Iterator[tuple[str, Entry]]:
    """All figures but those of a line that stand in its envelope's document: what is wrong is said of the envelope."""
    for id_, entry in dataset.figures.items():
        envelope = dataset.figures.get(f"{id_.rsplit('.', 2)[0]}.envelope")
        if envelope is None or any(getattr(entry.basis, name) != getattr(envelope.basis, name) for name in _SHARED):
            yield id_, entry


def _programmes(dataset: Dataset) -> Iterator[tuple[str, Assessment]]:
    yield from ((f"assessments.{name}", record) for name, record in dataset.assessments.items())
    yield from ((f"plans.{name}", record) for name, record in dataset.plans.items())


def _below(dataset: Dataset, stem: str) -> list[str]:
    return [id_.removeprefix(f"{stem}.") for id_ in dataset.within(stem)]


def _rate(currency: str) -> str:
    return f"macro.exchange_rates.{currency}"


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
    first, second, *rest = figure_id.split(".")
    if first in ("assessments", "plans", "commitments"):
        return f"{first}.{second}", tuple(rest)
    return first, (second, *rest)
