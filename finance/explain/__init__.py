"""Why a number is what it is: what moved it, how it was worked out, what it says in words, and which claims hold."""

from finance.analysis.bridge import bridge
from finance.explain.claims import check_claim
from finance.explain.receipts import receipt
from finance.explain.story import sentence

__all__ = ["bridge", "check_claim", "receipt", "sentence"]
