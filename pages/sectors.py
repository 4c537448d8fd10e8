"""Which sectors are short?"""

from pages.parts.cards import card

card("coverage")
card("marimekko")
