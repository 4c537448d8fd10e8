"""Who pays for rebuilding Ukraine: the model behind the dashboard, for a notebook or a program.

`from finance import read, gap` finds each subject here, wherever in the rooms below it stands; a room is loaded when
something of it is first asked for.
"""

from importlib import import_module
from types import ModuleType

ROOMS = {
    "data": ("read",),
    "model": ("allocation", "debt", "gap", "loans", "timeline"),
    "analysis": ("closing", "sensitivity", "uncertainty"),
}
"""Which room each subject stands in."""


def __getattr__(name: str) -> ModuleType:
    """The subject of a name."""
    for room, subjects in ROOMS.items():
        if name in subjects:
            return import_module(f"finance.{room}.{name}")
    raise AttributeError(f"finance has no {name!r}; it has {', '.join(sorted(sum(ROOMS.values(), ())))}, explain")
