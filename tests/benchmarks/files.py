"""Building one file of a kind, and what the process holds while it does."""

from pathlib import Path

from finance.language.catalogue import Language
from finance.model.gap import Result
from finance.outputs import formats

CHARTS = ("waterfall", "coverage", "timeline")
"""Shown by a file that shows some; the first by one that shows one."""
_PAGE, _MEGABYTE = 4096, 1e6


def built(ending: str, result: Result, receipts: bool = False) -> bytes:
    """The content of a file in English."""
    shown = {"none": 0, "one": 1, "some": len(CHARTS)}[formats.FORMATS[ending].charts]
    return formats.build(ending, result, Language(), CHARTS[:shown], receipts=receipts)


def resident() -> float:
    """Resident memory of this process [MB]."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE / _MEGABYTE
