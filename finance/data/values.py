"""What an assumption may be: a number within its range, a switch, or one of a choice."""

from typing import TypeAlias

from finance.data.dataset import Dataset
from finance.data.records import Assumption
from finance.errors import ScenarioError
from finance.messages import Remark

Value: TypeAlias = bool | float | str


def check_value(dataset: Dataset, id_: str, value: object) -> Value:
    """`value` as the assumption `id_` holds it; raises ScenarioError that names the allowed range."""
    row = dataset.assumptions.get(id_)
    if row is None:
        known = ", ".join(sorted(dataset.assumptions))
        raise ScenarioError(Remark("'{id}' is no assumption; known are {known}", id=id_, known=known))
    if row.kind == "number":
        return _number(id_, row, value)
    if row.kind == "switch":
        if isinstance(value, bool):
            return value
        if value in ("true", "false"):
            return value == "true"
        raise ScenarioError(Remark("{id} is {value}; it takes true or false", id=id_, value=str(value)))
    if not isinstance(value, str) or value not in dataset.choices[id_]:
        known = ", ".join(dataset.choices[id_])
        raise ScenarioError(Remark("{id} is {value}; it takes one of {known}", id=id_, value=str(value), known=known))
    return value


def _number(id_: str, row: Assumption, value: object) -> float:
    assert row.low is not None
    assert row.high is not None
    places = {"id": id_, "low": f"{row.low:g}", "high": f"{row.high:g}", "unit": Remark(row.unit_)}
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise ScenarioError(
            Remark("{id} is {value}, not a number; allowed is {low} to {high} [{unit}]", value=repr(value), **places)
        ) from None
    if isinstance(value, bool) or not row.low <= number <= row.high:
        raise ScenarioError(Remark("{id} is {value}; allowed is {low} to {high} [{unit}]", value=str(value), **places))
    return number + 0.0  # so that −0 and 0 are one value with one key
