"""Which sectors are short?"""

from pages.parts import book, receipts
from pages.parts.cards import card

card("coverage")
card("marimekko")
book.by_sector()
book.several()
receipts.table("by_sector")
