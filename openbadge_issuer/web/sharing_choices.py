"""What the operator decides about sharing: names on LinkedIn, and other people's verifiers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from openbadge_issuer.web.wallets import Verifier


@dataclass(frozen=True, kw_only=True, slots=True)
class SharingChoices:
    """
    What the operator decides about sharing.

    Attributes:
        linkedin_organizations: For each issuer's slug, the number of its page on LinkedIn, or the page's name.
        verifiers: Who else can check a badge; None for those in the table that comes with the package.
    """

    linkedin_organizations: Mapping[str, str] = field(default_factory=dict)
    verifiers: tuple[Verifier, ...] | None = None
