"""
What a verification of a presentation found: checks of its own, and a report for each credential in it.

The credentials count through the check `credentials`: one that is not valid makes the presentation invalid.
Whether the holder is whom a credential is about is told, and decides nothing:
somebody may rightly show what is about somebody else.
"""

from dataclasses import dataclass, field
from typing import Any

from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.verification.report import VerificationReport


@dataclass(frozen=True, kw_only=True, slots=True)
class PresentedCredential:
    """
    A credential in a presentation.

    Attributes:
        path: Where in the presentation it stands; paths in its own report begin at the credential.
        report: What was found about it.
        is_about_holder: True if the holder is its subject, False if somebody else is; None if that is not said.
    """

    path: str
    report: VerificationReport
    is_about_holder: bool | None

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return {
            "path": self.path,
            "aboutHolder": self.is_about_holder,
            "report": self.report.to_dict(),
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class PresentationReport(VerificationReport):
    """
    Every check that was made of a presentation; true in a condition only if the outcome is `valid`.

    Attributes:
        presentation: The presentation as it was read, with its proof; None if it could not be read.
        holder_id: Who the presentation says holds it; None if it does not say.
        credentials: The credentials in it, each with its own report.
    """

    presentation: JsonObject | None = None
    holder_id: str | None = None
    credentials: tuple[PresentedCredential, ...] = field(default=())

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain JSON; the format is documented in docs/reference/report.md."""
        return {
            **VerificationReport.to_dict(self),
            "holder": {"id": self.holder_id},
            "credentials": [credential.to_dict() for credential in self.credentials],
        }
