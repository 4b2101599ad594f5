"""
What others say about an achievement, an issuer or a badge, as its page shows it.

Comments are other people's texts: shown as plain paragraphs, every character escaped.
An endorser's name is its own claim; what is proven is the identity beside it.
"""

from dataclasses import dataclass
from datetime import datetime

from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.ports import Endorsed, EndorsementRecord
from openbadge_issuer.services import Services
from openbadge_issuer.verification.source import read


@dataclass(frozen=True, slots=True)
class Word:
    """One party's word as pages show it: the record, the signed document, and who says to have signed it."""

    record: EndorsementRecord
    document: JsonObject
    profile: JsonObject

    @property
    def comment(self) -> str:
        """What is said."""
        return str(self.document["credentialSubject"].get("endorsementComment") or "")


def words(services: Services, kind: Endorsed, target: str, *, now: datetime) -> list[Word]:
    """Return what others say about something, as far as it was accepted and is in force."""
    return [word_of(record) for record in services.hosting.endorsed(kind, target, now=now)]


def word_of(record: EndorsementRecord) -> Word:
    """Read a record's signed document."""
    document = read(record.json or record.jwt or "").document
    issuer = document["issuer"]
    profile = issuer if isinstance(issuer, dict) else {"id": issuer}
    return Word(record, document, {"name": record.endorser_id, **profile})
