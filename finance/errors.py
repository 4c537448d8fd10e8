"""What can go wrong, each with one clear message for a person."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


class FinanceError(Exception):
    """Base of every error this package raises on purpose; `problems` says each thing that is wrong."""

    problems: tuple[object, ...]

    def __init__(self, *problems: str) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in a data file: where it stands, what is wrong and what to do."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class DataError(FinanceError):
    """The data cannot be used; carries every problem of every file, not only the first."""

    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem]) -> None:
        found = sorted(set(problems))
        super().__init__(*map(str, found))
        self.problems = tuple(found)


class ScenarioError(FinanceError):
    """A scenario, assumption or value that does not exist or is out of its range."""

    problems: tuple[str, ...]


class UnitError(FinanceError):
    """Amounts that differ in currency, price year, measure or territory were about to be added."""


class AllocationError(FinanceError):
    """Needs, money and eligibility that cannot be matched."""


class TimelineError(FinanceError):
    """A profile, a window or a year's need, money and capacity that cannot be put in time."""


class ClosingError(FinanceError):
    """A gap and residual sources that cannot be stacked, or private capital that cannot be timed."""


class TermsError(FinanceError):
    """Terms of a loan, or inputs of a debt path, that make no sense."""


class OutputError(FinanceError):
    """A file that cannot be made: an unknown kind of file, or charts that it cannot hold."""


class ExplainError(FinanceError):
    """A figure that has no receipt, or a claim that cannot be read."""


class OwnError(FinanceError):
    """A figure or file of the reader's own that cannot be taken; carries every reason."""


def not_negative(name: str, values: npt.ArrayLike) -> None:
    """Raises `ClosingError` where an amount is negative or not finite."""
    amounts = np.asarray(values, dtype=np.float64)
    if not ((amounts >= 0) & (amounts < np.inf)).all():
        raise ClosingError(f"{name} must be finite and not negative")


def share(name: str, values: npt.ArrayLike) -> None:
    """Raises `ClosingError` where a share lies outside 0 to 1."""
    shares = np.asarray(values, dtype=np.float64)
    if not ((shares >= 0) & (shares <= 1)).all():
        raise ClosingError(f"{name} must be a share from 0 to 1")
