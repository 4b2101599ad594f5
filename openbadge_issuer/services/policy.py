"""
The operator's choices that services follow, as plain values.

`settings` reads them, `bootstrap` hands them in.
"""

from dataclasses import dataclass
from typing import Literal

from openbadge_issuer.issuer import Recipient
from openbadge_issuer.issuer.spot_checks import CHECK_EVERY


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """
    What the operator decided.

    Attributes:
        status_list_size: Entries in a new status list; at least 131,072 (Bitstring Status List, section 6.1).
        identifier: How a recipient's address goes into a badge: as a salted hash, not at all, or in clear.
        show_name: How much of a recipient's name goes into a badge.
        keep_names: Whether names from orders are kept as labels in the database, for lists that staff read.
        validity_days: How many days a badge is valid where the order does not say; None for ever.
        batch_size: How many badges of an import are signed and stored at a time.
        check_every: One badge in so many of an import is verified before it is stored, beside the first of each shape.
        suspendable: Whether new badges can be suspended, for which each has a second status.
        default_issuer: Slug of the domain's own issuer; None is the first that is made.
    """

    status_list_size: int = 131_072
    identifier: Literal["hash", "none", "clear"] = "hash"
    show_name: Literal["none", "initial", "full"] = "none"
    keep_names: bool = False
    validity_days: int | None = None
    batch_size: int = 500
    check_every: int = CHECK_EVERY
    suspendable: bool = False
    default_issuer: str | None = None

    def recipient(
        self,
        *,
        email: str | None = None,
        name: str | None = None,
        id: str | None = None,
    ) -> Recipient:
        """
        Describe a recipient as this policy has it; who has no name is shown without one.

        Raises:
            ModelError: If the address is none.
        """
        show_name = self.show_name if name and name.strip() else "none"
        return Recipient(email=email, name=name, id=id, identifier=self.identifier, show_name=show_name)
