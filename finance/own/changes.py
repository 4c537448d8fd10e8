"""The three things that a reader adds or changes in a form, each as an edit: a commitment, a need, an assumption."""

import re
from collections.abc import Collection, Mapping
from typing import Any, Literal, TypeAlias

from finance.data.dataset import Dataset
from finance.data.records import NOT_ITEMISED, Commitment, Figure, Purpose
from finance.errors import OwnError
from finance.messages import Remark
from finance.own.edits import Edit, Put, basis, figure, line_at, plain

_OTHER_BASES = ("origin", "locator", "printed", "derived_from", "how")

Scope: TypeAlias = Literal["total", "held"]
Balance: TypeAlias = Literal["not_itemised", "total"]
"""What gives way when a sector's need changes: the rest that no document itemises, or the total."""


def line_id(name: str, taken: Collection[str]) -> str:
    """An id for a line: its name in small letters after "own_", with a number where that is taken."""
    words = re.sub(r"[^a-z0-9]+", "_", plain(name).lower()).strip("_")[:30].strip("_")
    stem = f"own_{words}" if words else "own_line"
    numbered = (stem if number == 1 else f"{stem}_{number}" for number in range(1, len(taken) + 2))
    return next(id_ for id_ in numbered if id_ not in taken)


def added(dataset: Dataset, ledger: str, name: str, line: Mapping[str, Any]) -> tuple[str, Edit]:
    """A new line in a ledger, and its id. `line` has the fields of a commitment; plain numbers become own figures.

    Raises OwnError where the line has no name.
    """
    said = plain(name)
    if not said:
        raise OwnError(Remark("the line has no name; say in a few words who pays for what"))
    id_ = line_id(said, dataset.ledgers[ledger].commitments)
    entry = {"label": {"en": said}, **line}
    return id_, Edit("commitment", said, (Put(f"commitments/{ledger}.yaml", ("commitments",), {id_: entry}),))


def amount(value: float, purposes: Mapping[Purpose, float], reason: str) -> dict[str, Any]:
    """The fields `envelope` [bn] and `purposes` of a line; `purposes` are shares of the envelope [fraction]."""
    parts = {purpose: figure(value * share, reason) for purpose, share in purposes.items() if share > 0}
    return {"envelope": figure(value, reason), "purposes": parts}


def resized(dataset: Dataset, ledger: str, id_: str, value: float, firmness: str, reason: str) -> Edit:
    """Another amount [bn of its currency] or firmness for a line that stands in a ledger.

    Its purposes keep their proportions, and what was paid stays.
    """
    line: Commitment = dataset.ledgers[ledger].commitments[id_]
    entries: dict[str, Any] = {"firmness": firmness} if firmness != line.firmness else {}
    if value != line.envelope.value:
        shares = {purpose: part.value / line.envelope.value for purpose, part in line.purposes.items()}
        entries |= amount(value, shares, reason)
    if not entries:
        raise OwnError(Remark("nothing differs from the line as it stands; change its amount or its firmness"))
    return Edit("commitment", line.label.en, (Put(*line_at(dataset, ledger, id_), entries),))


def needed(dataset: Dataset, programme: str, sector: str, value: float, balance: Balance, reason: str) -> Edit:
    """Another need [bn of the assessment's currency] for one sector of an assessment or plan.

    The sector rows and the total still add up, because one of the two in `balance` gives way. Raises OwnError
    where the rest that is not itemised would fall below zero.
    """
    rows = _rows(dataset, programme)
    total = _total(dataset, programme)
    change = value - rows.get(sector, 0.0)
    rows[sector] = value
    label = f"{dataset.programmes[programme].label.en}: {dataset.sectors[sector].label.en}"
    puts = [_cell(dataset, programme, ("sectors", sector), figure(value, reason))]
    if balance == "total":
        rest = total - sum(rows.values()) + change
        puts.append(_cell(dataset, programme, ("totals",), figure(_short(total + change), reason)))
    else:
        rest = total - sum(rows.values())
    return Edit("need", label, (*puts, *_remainder(dataset, programme, rows, rest)))


def totalled(dataset: Dataset, programme: str, scope: Scope, value: float, reason: str) -> Edit:
    """Another total need [bn of the assessment's currency], of the whole country or of government-held land.

    The printed sectors stay; what is not itemised takes the difference. Raises OwnError where it would fall
    below zero.
    """
    path = {"total": ("totals",), "held": ("held",)}[scope]
    puts = [_cell(dataset, programme, path, figure(value, reason))]
    if scope == "total":
        rows = _rows(dataset, programme)
        puts += _remainder(dataset, programme, rows, value - sum(rows.values()))
    return Edit("need", dataset.programmes[programme].label.en, tuple(puts))


def assumed(dataset: Dataset, id_: str, default: float, low: float, high: float, reason: str) -> Edit:
    """Another default and range for an assumption that is a number, in its own unit."""
    row = dataset.assumptions[id_]
    entries: dict[str, Any] = {"default": default, "judged": basis(reason)}
    entries |= dict.fromkeys(name for name in _OTHER_BASES if getattr(row, name))
    if (low, high) != (row.low, row.high):
        was = f"{row.low:g} to {row.high:g}"
        entries |= {"low": low, "high": high, "range": f"Own range, supplied by the reader; it was {was}."}
    return Edit("assumption", row.label.en, (Put("assumptions.yaml", (id_,), entries),))


def _folder(dataset: Dataset, programme: str) -> str:
    return "plans" if programme in dataset.plans else "assessments"


def _cell(dataset: Dataset, programme: str, path: tuple[str, ...], need: Mapping[str, Any]) -> Put:
    return Put(f"{_folder(dataset, programme)}/{programme}.yaml", path, {"need": need})


def _total(dataset: Dataset, programme: str) -> float:
    need = dataset.programmes[programme].totals.need
    assert need is not None
    return need.value


def _rows(dataset: Dataset, programme: str) -> dict[str, float]:
    """Need of each sector with a row of its own."""
    cells = dataset.programmes[programme].sectors.items()
    needs: dict[str, Figure | None] = {id_: cell.need for id_, cell in cells if id_ != NOT_ITEMISED}
    return {id_: need.value for id_, need in needs.items() if need}


def _remainder(dataset: Dataset, programme: str, rows: Mapping[str, float], rest: float) -> list[Put]:
    """The row "not itemised" as the total less the others; none where the assessment has no rows at all."""
    if rest < -dataset.programmes[programme].tolerance:
        raise OwnError(
            Remark(
                "the sectors would add up to {sum}, {excess} more than the total; "
                "let the total grow with the sector, or take a smaller figure",
                sum=f"{sum(rows.values()):g}",
                excess=f"{-rest:g}",
            )
        )
    stem = f"{_folder(dataset, programme)}.{programme}"
    used = [f"{stem}.totals.need", *(f"{stem}.sectors.{id_}.need" for id_ in rows)]
    need = {"value": _short(max(rest, 0.0)), "derived_from": used, "how": "total less the printed sectors"}
    return [_cell(dataset, programme, ("sectors", NOT_ITEMISED), need)]


def _short(value: float) -> float:
    """A sum without the dust of binary fractions."""
    return round(value, 9)
