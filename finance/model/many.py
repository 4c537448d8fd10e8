"""Many variants of one scenario in one pass: the formulas of needs, money and allocation on arrays of values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from finance.data.dataset import Dataset
from finance.data.values import check_value
from finance.errors import ScenarioError
from finance.model import allocation, funding, gap, needs, promised
from finance.model.given import Given
from finance.model.terms import Floats, covered, left_of
from finance.scenario import Scenario

_BLOCK = 1 << 18  # lines × variants in one pass, so that the arrays stay within the processor's cache


@dataclass(frozen=True)
class Many:
    """N answers. Amounts [N] in USD bn; by sector [N, K], in the order of `sectors`; coverage [fraction]."""

    sectors: tuple[str, ...]
    need: Floats
    available: Floats
    funded: Floats
    gap_by_sector: Floats

    @property
    def gap(self) -> Floats:
        """Need unmet [USD bn, N], never below zero."""
        unmet: Floats = left_of(self.need, self.funded)
        return unmet

    @property
    def stranded(self) -> Floats:
        """Money that reaches no unmet need [USD bn, N], never below zero."""
        unused: Floats = left_of(self.available, self.funded)
        return unused

    @property
    def balance(self) -> Floats:
        """Need less available [USD bn, N]: below zero where there is more money than need."""
        return self.need - self.available

    @property
    def coverage(self) -> Floats:
        """Funded ÷ need [N]; NaN where there is no need."""
        share: Floats = covered(self.funded, self.need)
        return share


def solve(
    dataset: Dataset,
    scenario: Scenario,
    values: Mapping[str, Floats],
    progress: Callable[[float], object] | None = None,
) -> Many:
    """The answers of `gap.solve` to N variants of a scenario.

    `values` holds N values of each number that varies, in its own unit; the n-th variant takes the n-th of each.
    Need, money and, under the rules in closed form, all gaps agree with `gap.solve` to rounding; under
    `most_funded` they are exact where `gap.solve` is as exact as its solver, some 1e-9 of the need. Without `values`
    there is one variant, the scenario. `progress` is told the share done after each block of variants.
    Raises ScenarioError for an id that is no number or a value outside its range, and what `gap.solve` raises.
    """
    count = _checked(dataset, values)
    lines = len(promised.of(dataset, scenario.choice("ledger")).lines)
    blocks, size = [], min(1024, max(64, _BLOCK // max(lines, 1)))
    for start in range(0, count, size):
        part = {id_: array[start : start + size] for id_, array in values.items()}
        blocks.append(_block(dataset, scenario, part))
        if progress:
            progress(min(1.0, (start + size) / count))
    joined = (np.concatenate([block[part] for block in blocks], axis=-1) for part in range(1, 5))
    need, available, funded, gaps = joined
    return Many(blocks[0][0], need, available, funded, gaps.T)


def _checked(dataset: Dataset, values: Mapping[str, Floats]) -> int:
    """How many variants there are; raises ScenarioError for ids, lengths and values that are not allowed."""
    lengths = {len(array) for array in values.values()}
    if len(lengths) > 1 or 0 in lengths:
        raise ScenarioError(f"every number must have equally many values and at least one, not {sorted(lengths)}")
    problems: list[str] = []
    for id_, array in values.items():
        row = dataset.assumptions.get(id_)
        if row and row.kind != "number":
            problems.append(f"{id_} is a {row.kind}; only numbers can be varied in one pass")
            continue
        try:
            for value in (array.min(), array.max()):
                check_value(dataset, id_, value)
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(*problems)
    return lengths.pop() if lengths else 1


def _block(
    dataset: Dataset, scenario: Scenario, values: Mapping[str, Floats]
) -> tuple[tuple[str, ...], Floats, Floats, Floats, Floats]:
    """sectors [K]; need, available, funded [N]; gap by sector [K, N]."""
    count = next((len(array) for array in values.values()), 1)
    given = Given(dataset, scenario, values)
    wanted, money = needs.by_sector(given), funding.lines(given)
    wanted.unit.with_(money.unit)
    own, amounts = gap.purses_of(given, wanted, money)
    need, payable, available, each = (
        _variants(amount, count) for amount in (wanted.amounts, wanted.payable, money.available, amounts.value)
    )
    paid = allocation.funded(payable, each, own.reach, scenario.choice("rule"))
    return wanted.sectors, need.sum(axis=0), available.sum(axis=0), paid.sum(axis=0), left_of(need, paid)


def _variants(amounts: Floats, count: int) -> Floats:
    """Amounts [..., N], also where they are the same in every variant."""
    rows = amounts if amounts.ndim > 1 else amounts[:, np.newaxis]
    return np.broadcast_to(rows, (len(rows), count))
