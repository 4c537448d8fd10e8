"""Names of sources, sectors and reasons as a chart writes them: in the language, wrapped or shortened to fit."""

import re
import textwrap
from collections.abc import Mapping
from typing import NamedTuple

from finance.data.records import Sector, Source, Text
from finance.language.catalogue import Language
from finance.language.display import Display

OTHER = "other"
"""Id of the row that holds what was folded together."""
ESTIMATED = "\u00a0≈"
"""Mark of a cell that is worked out from another edition's."""
_TIE, _SHORT_WORD = "\ue000", re.compile(r"(?<=\s[^\W\d_]) |(?<=\s[^\W\d_]{2}) ")


def wrap(text: str, width: int) -> str:
    """Text broken between words into lines of at most `width` characters, none of which ends with a tiny word."""
    tied = _SHORT_WORD.sub(_TIE, text)
    return "<br>".join(textwrap.wrap(tied, width, break_long_words=False)).replace(_TIE, " ")


def source(display: Display, id_: str, folded: int = 0, short: bool = False) -> str:
    """Label of a source, or its short name if it has one; `folded` is how many the row of the others holds."""
    if id_ == OTHER:
        return display.language.plural("{count} other source", "{count} other sources", folded).format(count=folded)
    return _label(display.result.dataset.sources[id_], short).in_(display.language.code)


def sector(display: Display, id_: str, folded: int = 0, short: bool = False) -> str:
    """Label of a sector, or its short name if it has one; `folded` is how many the row of the others holds.

    A sector whose need is estimated has the mark of an estimate behind its name.
    """
    if id_ == OTHER:
        return display.language.plural("{count} other sector", "{count} other sectors", folded).format(count=folded)
    label = _label(display.result.dataset.sectors[id_], short).in_(display.language.code)
    return f"{label}{ESTIMATED}" if id_ in display.result.needs.estimated else label


def _label(row: Sector | Source, short: bool) -> Text:
    return row.short if short and row.short else row.label


def assumption(display: Display, id_: str) -> str:
    """Label of an assumption."""
    return display.result.dataset.assumptions[id_].label.in_(display.language.code)


def headline(language: Language) -> dict[str, str]:
    """Names of the figures of the headline, by id, in the order of gap.HEADLINE."""
    _ = language.text
    return {
        "need": _("Need"),
        "available": _("Available"),
        "funded": _("Funded"),
        "gap": _("Gap"),
        "stranded": _("Stranded"),
        "coverage": _("Coverage"),
    }


class Reason(NamedTuple):
    """Why promised money does not count: what such money is ("not firm enough"), and what it is left out for."""

    state: str
    cause: str


def reasons(language: Language) -> Mapping[str, Reason]:
    """Both forms of each reason, by the names of funding.LEFT_OUT."""
    _ = language.text
    return {
        "overlap": Reason(_("held by its parts"), _("standing under its parts")),
        "unreliable": Reason(_("from weak documents"), _("press or unverified documents")),
        "not_firm": Reason(_("not firm enough"), _("too little firmness")),
        "paid": Reason(_("paid before the day of the need"), _("having been paid before the day of the need")),
        "undocumented": Reason(_("not documented as unpaid"), _("no document saying that it is unpaid")),
        "ineligible": Reason(_("not for recovery"), _("not being for recovery")),
        "unrealised": Reason(_("not expected to be paid"), _("not being expected to be paid")),
    }


def column(display: Display, name: str) -> str:
    """Heading of a table column that holds amounts: its name and the unit."""
    return display.language.text("{name}, {unit}").format(name=name, unit=display.unit)


def corner(display: Display) -> str:
    """Heading of the names of a table whose every column holds amounts."""
    return display.language.text("Source (amounts in {unit})").format(unit=display.unit)
