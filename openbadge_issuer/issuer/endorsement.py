"""An endorsement that was given: the exact texts that were signed, to keep, to send, and to put into badges."""

from dataclasses import dataclass

from openbadge_issuer.issuer.signed import Signed
from openbadge_issuer.json_text import JsonObject


@dataclass(frozen=True, kw_only=True, slots=True)
class Endorsement(Signed):
    """One party's word for something, as it was signed: `json`, and `jwt` if the endorser has a key for it."""

    @property
    def about(self) -> str:
        """The id of what is endorsed."""
        return str(self.document["credentialSubject"]["id"])


AnyEndorsement = Endorsement | JsonObject | str
"""An endorsement as it was signed here, parsed, or as JSON text."""
