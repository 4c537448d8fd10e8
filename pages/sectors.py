"""Which sectors are short?"""

from pages.parts import receipts
from pages.parts.cards import card

card("coverage")
card("marimekko")
receipts.table("by_sector")
