"""
What others say about an achievement, an issuer or a badge, as its page shows it.

Comments are other people's texts: shown as plain paragraphs, every character escaped.
An endorser's name is its own claim; what is proven is the identity beside it.
Who speaks for itself, or for what it issued itself, is told as that, and nowhere named as an endorser.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.ports import Endorsed, EndorsementRecord
from openbadge_issuer.services import Services
from openbadge_issuer.verification.codes import ENDORSED
from openbadge_issuer.verification.report import VerificationReport
from openbadge_issuer.verification.source import read


@dataclass(frozen=True, slots=True)
class Word:
    """
    One party's word as pages show it.

    Attributes:
        record: The record.
        document: The signed document.
        profile: Who says to have signed it.
        is_own: Whether it comes from the issuer that is endorsed, or that issued what is.
    """

    record: EndorsementRecord
    document: JsonObject
    profile: JsonObject
    is_own: bool

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
    is_own = record.endorser is not None and record.endorser == record.endorsed
    return Word(record, document, {"name": record.endorser_id, **profile}, is_own)


def is_own(report: VerificationReport) -> bool:
    """Say whether an endorsement within a badge comes from who is endorsed, or from who issued the badge."""
    return any(check.code == "endorses-itself" for check in report.named(ENDORSED))


def by_others(reports: Iterable[VerificationReport]) -> list[VerificationReport]:
    """Return those of the endorsements within a badge that are valid and come from others."""
    return [report for report in reports if report.valid and not is_own(report)]
