"""
A badge on LinkedIn: the link that adds it to a profile, what to write into each field, the link that shares it.

LinkedIn took values from the link until spring 2026; since then the form may open empty, so that the page shows
every value beside the link, to be copied.
The month has no leading zero, every value is encoded once, an end is named only where there is one,
and the organisation goes by its number or by its name, never by both.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

ADD = "https://www.linkedin.com/profile/add"
SHARE = "https://www.linkedin.com/sharing/share-offsite/"

_TASK = {"startTask": "CERTIFICATION_NAME"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Certification:
    """
    A badge as LinkedIn's form for licences and certifications has it.

    Attributes:
        name: What was earned.
        organization: Who issued it: the name to pick from LinkedIn's list.
        organization_id: The number of the issuer's page on LinkedIn; None if nobody said.
        issued: When.
        expires: Until when; None if it does not end.
        url: Where it can be looked at.
        id: What the issuer calls it.
    """

    name: str
    organization: str
    organization_id: str | None
    issued: datetime
    expires: datetime | None
    url: str
    id: str

    @property
    def add_url(self) -> str:
        """The link that opens the form."""
        by_id = {"organizationId": self.organization_id} if self.organization_id else None
        values = {
            **_TASK,
            "name": self.name,
            **(by_id or {"organizationName": self.organization}),
            **_month("issue", self.issued),
            **(_month("expiration", self.expires) if self.expires else {}),
            "certUrl": self.url,
            "certId": self.id,
        }
        return f"{ADD}?{urlencode(values)}"

    @property
    def share_url(self) -> str:
        """The link that offers to post it."""
        return f"{SHARE}?{urlencode({'url': self.url})}"


def organization(issuer: str, named: str | None) -> tuple[str, str | None]:
    """
    Return an issuer's name and number on LinkedIn.

    Args:
        issuer: The issuer's own name.
        named: What the operator says: the number of its page there, or the name of that page.
    """
    if named and named.isascii() and named.isdigit():
        return issuer, named
    return named or issuer, None


def _month(prefix: str, moment: datetime) -> dict[str, str]:
    """Write a month as two values, in UTC as badges hold it."""
    read = moment.astimezone(UTC)
    return {f"{prefix}Year": str(read.year), f"{prefix}Month": str(read.month)}
