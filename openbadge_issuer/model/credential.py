"""
AchievementCredential, known as OpenBadgeCredential, and its subject (Open Badges 3.0).

The two names mean the same class; both are types of the context.
Version 1.1's twins are in `v1p1`.
"""

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import Field, model_validator

from openbadge_issuer.model.achievement import Achievement, AchievementProperties
from openbadge_issuer.model.base import CREDENTIALS_V2, OPEN_BADGES_V3, Model
from openbadge_issuer.model.dates import Moment
from openbadge_issuer.model.enumerations import ResultType
from openbadge_issuer.model.identifiers import IdentityObject
from openbadge_issuer.model.image import Image
from openbadge_issuer.model.keywords import BeginsWith, Contexts, Default, Requires, Types
from openbadge_issuer.model.problems import Finding, Place, refusal
from openbadge_issuer.model.profile import EndorsementCredential, Profile
from openbadge_issuer.model.result import Result, ResultDescription
from openbadge_issuer.model.scalars import CompactJws, Many, Maybe, Number, OrUri, Uri
from openbadge_issuer.model.verifiable_credential import VerifiableCredential


class SubjectProperties(Model):
    """
    What subjects of both versions have.

    Attributes:
        id: The recipient; `id` or `identifier` must be there.
        identifier: The recipient by other means than a URI.
        image: The badge's own, individual picture.
        narrative: What connects the pieces of evidence; Markdown.
        result: The results that were reached.
        role: The recipient's role in the achievement.
        term: The academic term in which it was earned.
    """

    id: Maybe[Uri] = None
    type: Annotated[Types, Requires("AchievementSubject")] = Default(("AchievementSubject",))
    achievement: AchievementProperties
    activity_start_date: Maybe[Moment] = None
    activity_end_date: Maybe[Moment] = None
    credits_earned: Maybe[Number] = None
    identifier: Many[IdentityObject] = ()
    image: Maybe[Image] = None
    license_number: Maybe[str] = None
    narrative: Maybe[str] = None
    result: Many[Result] = ()
    role: Maybe[str] = None
    term: Maybe[str] = None

    @model_validator(mode="after")
    def _says_who_earned_it(self) -> Self:
        if self.id is None and not self.identifier:
            expected = "an `id` or at least one `identifier` that tells who earned this"
            raise refusal(Finding(code="no-recipient", expected=expected, found="neither"))
        return self

    @model_validator(mode="after")
    def _results_are_described(self) -> Self:
        descriptions = {description.id: description for description in self.achievement.result_description}
        findings = [
            finding
            for index, result in enumerate(self.result)
            for finding in _misfits(result, descriptions, place=("result", index))
        ]
        if findings:
            raise refusal(*findings)
        return self


class AchievementSubject(SubjectProperties):
    """
    Who earned what, and how well.

    Attributes:
        achievement: What was earned.
        source: Who assessed it, if not the issuer.
    """

    achievement: Achievement
    source: Maybe[Profile] = None


class CredentialProperties(VerifiableCredential):
    """
    What badges of both versions have.

    Attributes:
        awarded_date: When it was first awarded; `valid_from` moves when the badge is issued anew.
        endorsement: What others say about this badge.
        image: A picture for wallets.
    """

    id: Uri
    type: Annotated[
        Types, Requires("VerifiableCredential", "AchievementCredential or OpenBadgeCredential")
    ] = Default(("VerifiableCredential", "OpenBadgeCredential"))
    image: Maybe[Image] = None
    awarded_date: Maybe[Moment] = None
    endorsement_jwt: Many[CompactJws] = ()


class AchievementCredential(CredentialProperties):
    """
    A badge: an issuer's claim that somebody earned an achievement.

    Attributes:
        issuer: The issuer's profile; a bare URI is read, but other verifiers may not take it.
    """

    context: Annotated[Contexts, BeginsWith(CREDENTIALS_V2)] = Field(
        default=Default((CREDENTIALS_V2, OPEN_BADGES_V3)), alias="@context"
    )
    name: Maybe[str] = None
    issuer: OrUri[Profile]
    valid_from: Moment
    valid_until: Maybe[Moment] = None
    credential_subject: AchievementSubject
    endorsement: Many[EndorsementCredential] = ()


OpenBadgeCredential = AchievementCredential


def _misfits(
    result: Result, descriptions: dict[str, ResultDescription], *, place: Place
) -> Iterator[Finding]:
    """Tell how a result does not fit the descriptions of its achievement."""
    if result.result_description is None:
        return
    description = descriptions.get(result.result_description)
    if description is None:
        expected = "the id of a `resultDescription` of the achievement"
        yield Finding(code="no-such-result", expected=expected, at=(*place, "resultDescription"))
    elif description.result_type == ResultType.STATUS and result.status is None:
        reason = "The description of this result has the type Status."
        yield Finding(code="no-status", expected="a `status`", found="none", reason=reason, at=place)
