"""The data folder as it is served: read again when a file changes, and kept as it was while it cannot be read."""

import logging
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TypeAlias

from finance.data import read
from finance.data.dataset import Dataset
from finance.errors import DataError, Problem

Stamps: TypeAlias = tuple[tuple[str, int, int], ...]

log = logging.getLogger("dashboard.data")


@dataclass(frozen=True)
class Reading:
    """The last data folder that could be read, and what is wrong with the folder as it is now."""

    dataset: Dataset
    problems: tuple[Problem, ...]


class Folder:
    """A data folder that is edited while it is served: what is broken waits, what was read last stays."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock()
        self._stamps: Stamps | None = None
        self._problems: tuple[Problem, ...] = ()
        self._good: Dataset | None = None

    def reading(self) -> Reading:
        """The folder, read again when a file in it changed; raises DataError where it never could be read."""
        with self._lock:
            stamps = tuple(sorted(_stamps(self.path)))
            if stamps != self._stamps:
                self._read()
                self._stamps = stamps
            if self._good is None:
                raise DataError(self._problems)
            return Reading(self._good, self._problems)

    def serves(self, dataset: Dataset) -> bool:
        """Whether these are the data that were read last."""
        return dataset is self._good

    def _read(self) -> None:
        try:
            self._good, self._problems = read.load(self.path), ()
            log.info("edition %s is served", self._good.edition)
        except DataError as error:
            self._problems = error.problems
        except OSError as error:
            name = Path(error.filename or self.path).name
            self._problems = (Problem(name, 1, f"cannot be read: {error.strerror}; put it back or make it readable"),)
        for problem in self._problems:
            log.error(str(problem))


def _stamps(path: Path) -> Iterator[tuple[str, int, int]]:
    """Name, time and size of every file; one that goes while they are listed is left out.

    Every answer asks for them, so they are read with the folders themselves, in half the time of `rglob`.
    """
    with suppress(FileNotFoundError), os.scandir(path) as entries:
        for entry in entries:
            with suppress(FileNotFoundError, NotADirectoryError):
                if entry.is_dir():
                    yield from _stamps(Path(entry.path))
                if entry.name.endswith(".yaml"):
                    about = entry.stat()
                    yield entry.path, about.st_mtime_ns, about.st_size
