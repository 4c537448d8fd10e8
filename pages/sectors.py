"""Which sectors are short?"""

from pages.parts.cards import card, lazily
from pages.parts.words import language

_ = language().text

card("coverage")
lazily({"marimekko": _("Need and coverage")}, key="sectors_more")
