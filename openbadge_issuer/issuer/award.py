"""
One award among many: to whom, and all that is its own.

What all have in common stands once, in the achievement and in the arguments of `Issuer.issue_many`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from openbadge_issuer import model
from openbadge_issuer.issuer.recipient import Recipient
from openbadge_issuer.json_text import JsonObject


@dataclass(frozen=True, kw_only=True, slots=True)
class Award:
    """
    What one badge says that others of the same achievement do not.

    Attributes:
        recipient: Who earned it.
        credential_id: The badge's own id, such as the URL it is served at; None for a random `urn:uuid`.
        evidence: What shows it, one or several; a URL by itself is enough.
        results: How well it was done, one or several; each may name a result description of the achievement.
        narrative: How it was earned; Markdown.
        role: What the recipient did in it.
        credits_earned: The credits it brought.
        valid_from: From when it counts, at the latest now; None for a minute ago, since clocks differ.
        valid_until: Until when it counts; None for good.
        awarded_date: When it was first awarded, if that was earlier.
        status: Where its status can be looked up, as `status.status_list.entry` writes it; or several such places.
    """

    recipient: Recipient
    credential_id: str | None = None
    evidence: Sequence[model.Evidence | str] | model.Evidence | str = ()
    results: Sequence[model.Result] | model.Result = ()
    narrative: str | None = None
    role: str | None = None
    credits_earned: float | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    awarded_date: datetime | None = None
    status: JsonObject | Sequence[JsonObject] | None = None
