"""The reader's language on screen."""

import re
from functools import cache

from finance.outputs.language import Language
from pages.parts import state


def language() -> Language:
    """The language of the scenario on screen, which the address names."""
    return _of(state.current().choice("lang") if state.known() else "en")


_of = cache(Language)


def literal(text: str) -> str:
    """Text that a stranger may have written, for a place that reads markdown: on one line, as code.

    Code is neither styled nor linked. Escaping is not enough, because a web address becomes a link all the same.
    """
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    return f"{fence} {' '.join(text.split())} {fence}"
