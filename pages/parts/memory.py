"""The last answers, kept a while: what one reader asks again, and what another asks too, is worked out once."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


class Memory(Generic[Kept]):
    """At most so many answers by what was asked; the one unused for longest goes first. Safe between threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, asked: Hashable, compute: Callable[[], Kept]) -> Kept:
        """The answer kept for what is asked, or what `compute` gives; two who ask at once may both compute it."""
        with self._lock:
            if asked in self._kept:
                self._kept.move_to_end(asked)
                return self._kept[asked]
        found = compute()
        with self._lock:
            self._kept[asked] = found
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return found
