"""Who pays for what, and how firm is it?"""

from pages.parts import book, receipts
from pages.parts.cards import card, lazily
from pages.parts.ledger import ledger
from pages.parts.words import language

_ = language().text

card("money")
lazily({"sankey": _("From source to sector"), "firmness": _("How firm the money is")}, key="sources_more")
ledger()
book.fates()
receipts.table("by_source")
receipts.table("flows")
