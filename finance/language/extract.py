"""What there is to translate in the data: the plain sentences of figures, for Babel's `extract`.

Labels and stories of the data carry their languages themselves (`{en: …, uk: …}`), and so does all that is said in
the books of commitments, which grow by the line. Elsewhere reasons, derivations, notes and locators are written once,
in English, and are messages like any other.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import IO, TypeAlias

import yaml

SENTENCES = frozenset(
    ("judged", "how", "note", "locator", "range", "unit", "profile_judged", "price_year_note", "programme")
)
"""Fields whose text a reader sees and that have no languages of their own."""

Message: TypeAlias = tuple[int, None, str, list[str]]


def from_data(
    file: IO[bytes], keywords: Sequence[str], comment_tags: Sequence[str], options: Mapping[str, str]
) -> Iterator[Message]:
    """(line, None, message, comments) of every plain sentence in a data file, as Babel asks of an extraction method."""
    root = yaml.compose(file.read().decode("utf-8"), Loader=yaml.SafeLoader)
    yield from _sentences(root)


def _sentences(node: yaml.Node | None) -> Iterator[Message]:
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _sentences(item)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value in SENTENCES and isinstance(value, yaml.ScalarNode) and value.tag.endswith(":str"):
                yield value.start_mark.line + 1, None, value.value, []
            else:
                yield from _sentences(value)
