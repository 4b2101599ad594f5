"""
What a proof is made for: its purpose, and for whom it is meant (W3C Data Integrity 1.0, 2.1).

A credential is asserted, a presentation authenticates its holder.
`challenge` and `domain` tie a proof to one occasion and one reader, so that nobody else can show it again.
Comparing them with what a reader expects is done in `verification`.
"""

from dataclasses import dataclass
from typing import Final

from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.proofs.proof_members import PROOF_PURPOSE

AUTHENTICATION: Final = "authentication"
"""What a presentation is signed for: to show that its holder is there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProofUse:
    """
    What a proof is made for.

    Attributes:
        purpose: Its `proofPurpose`.
        challenge: A text from the reader that is never used twice.
        domain: The reader's name, as a rule its host.
    """

    purpose: str = PROOF_PURPOSE
    challenge: str | None = None
    domain: str | None = None

    def members(self) -> JsonObject:
        """Return what a proof says about its use."""
        told = {"proofPurpose": self.purpose, "domain": self.domain, "challenge": self.challenge}
        return {name: value for name, value in told.items() if value is not None}


ASSERTION: Final = ProofUse()
"""What a credential is signed for."""
