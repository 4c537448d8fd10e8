"""A result as a Word document: `build` writes it."""

from finance.outputs.word.document import build

__all__ = ["build"]
