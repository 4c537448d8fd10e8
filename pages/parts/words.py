"""The reader's language on screen."""

from functools import cache

from finance.outputs.language import Language
from pages.parts import state


def language() -> Language:
    """The language of the scenario on screen, which the address names."""
    return _of(state.current().choice("lang") if state.known() else "en")


_of = cache(Language)
