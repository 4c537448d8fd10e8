"""A result as slides that can be edited: native charts, tables and text."""

from finance.outputs.slides.deck import build

__all__ = ["build"]
