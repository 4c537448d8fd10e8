"""What can go wrong, each with one clear message for a person."""

from collections.abc import Iterable
from dataclasses import dataclass


class FinanceError(Exception):
    """Base of every error this package raises on purpose."""


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

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ScenarioError(FinanceError):
    """A scenario, assumption or value that does not exist or is out of its range."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


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
