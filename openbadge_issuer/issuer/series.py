"""
Many badges of one achievement: what they share is made once, the rest for each.

The achievement becomes a model once, its endorsements are verified once.
Each badge is composed, refused if anything in it would not be signed, and signed like any other;
which of them are verified before they are given out, `spot_checks` says; that is done by the reference path of
canonicalisation, so that what signed them cannot confirm its own mistakes.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from openbadge_issuer import model
from openbadge_issuer.errors import OpenBadgeError
from openbadge_issuer.issuer.award import Award
from openbadge_issuer.issuer.badge import Badge
from openbadge_issuer.issuer.composing import Part, compose, whole_seconds
from openbadge_issuer.issuer.given import check_kind
from openbadge_issuer.issuer.recipient import Recipient
from openbadge_issuer.issuer.spot_checks import SpotChecks
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.linked_data.programs import by_reference

Check = Callable[[Badge, datetime], None]
"""Verifies what was signed at a moment; raises if it does not hold."""


@dataclass(frozen=True, kw_only=True)
class Series:
    """
    Makes badges of one achievement, one at a time; `Issuer.series` gives one.

    It is not meant for several threads at once: each has its own.

    Attributes:
        issuer: Who awards.
        achievement: What is awarded, with its endorsements in the document, verified already.
        secure: Signs a document, in every form for which there is a key, without verifying it.
        check: Verifies a badge that was chosen; None if none is verified.
        spot_checks: Chooses them.
    """

    issuer: Part[model.Profile]
    achievement: Part[model.Achievement]
    secure: Callable[[JsonObject, datetime], Badge]
    check: Check | None
    spot_checks: SpotChecks

    def issue(self, award: Award | Recipient, *, now: datetime | None = None) -> Badge:
        """
        Make the next badge.

        After an error the series goes on with the next award as if nothing had been.

        Args:
            award: To whom, and what is this badge's own.
            now: The present, with a time zone; None to read the clock.

        Raises:
            ModelError: If something is not what the standard allows; says where.
            LinkedDataError: If something in it would not be signed.
            ProofError: If it was chosen to be verified, and does not hold; or a key gave no good signature.
            TypeError: If the award is of another class.
        """
        check_kind(award, Award, Recipient, name="award")
        one = Award(recipient=award) if isinstance(award, Recipient) else award
        moment = whole_seconds(now or datetime.now(UTC), "now")
        document = compose(one, achievement=self.achievement, issuer=self.issuer, now=moment)
        badge = self.secure(document, moment)
        if self.check is not None and self.spot_checks.choose(one):
            with by_reference():
                self.check(badge, moment)
        return badge

    def issue_all(
        self, awards: Iterable[Award | Recipient], *, now: datetime | None = None
    ) -> Iterator[Badge]:
        """
        Make a badge for each, in order, as they are asked for; nothing is kept.

        Raises:
            OpenBadgeError: As `issue`, with a note which award it was; what was given out before holds.
        """
        for number, award in enumerate(awards, start=1):
            try:
                badge = self.issue(award, now=now)
            except OpenBadgeError as error:
                error.add_note(f"It is award {number:,} of this series; those before it were given out.")
                raise
            yield badge
