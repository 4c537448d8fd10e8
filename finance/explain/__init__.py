"""Why a number is what it is: what moved it, how it was worked out, what it says in words, and which claims hold."""

from finance.explain.bridges import bridge
from finance.explain.claims import check_claim
from finance.explain.receipts import receipt
from finance.explain.sentences import sentence

__all__ = ["bridge", "check_claim", "receipt", "sentence"]
