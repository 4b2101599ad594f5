"""
The same classes for version 1.1 of the W3C data model, as badges were issued before 2024.

What differs: the first context; `issuanceDate` and `expirationDate`; `name` is required; the issuer is always
an object; and the published schema closes the subject and leaves a profile's parent in version 2.0.
They are for reading; what this package issues is version 2.0.
"""

from typing import Annotated

from pydantic import ConfigDict, Field

from openbadge_issuer.model.achievement import AchievementProperties
from openbadge_issuer.model.base import CREDENTIALS_V1, OPEN_BADGES_V3
from openbadge_issuer.model.credential import CredentialProperties, SubjectProperties
from openbadge_issuer.model.dates import Moment
from openbadge_issuer.model.keywords import BeginsWith, Contexts, Default
from openbadge_issuer.model.profile import EndorsementProperties, Profile, ProfileProperties
from openbadge_issuer.model.scalars import Many, Maybe


class Profilev1p1(ProfileProperties):
    """An organisation or a person, endorsed by credentials of version 1.1."""

    parent_org: Maybe[Profile] = None
    endorsement: Many["EndorsementCredentialv1p1"] = ()


class EndorsementCredentialv1p1(EndorsementProperties):
    """One party's word for something that another party issued, described or is."""

    context: Annotated[Contexts, BeginsWith(CREDENTIALS_V1)] = Field(
        default=Default((CREDENTIALS_V1, OPEN_BADGES_V3)), alias="@context"
    )
    issuer: Profilev1p1
    issuance_date: Moment
    expiration_date: Maybe[Moment] = None


class Achievementv1p1(AchievementProperties):
    """Something that can be earned, endorsed by credentials of version 1.1."""

    creator: Maybe[Profilev1p1] = None
    endorsement: Many[EndorsementCredentialv1p1] = ()


class AchievementSubjectv1p1(SubjectProperties):
    """Who earned what, and how well; a closed class in this version."""

    model_config = ConfigDict(extra="forbid")

    achievement: Achievementv1p1
    source: Maybe[Profilev1p1] = None


class AchievementCredentialv1p1(CredentialProperties):
    """A badge of version 1.1."""

    context: Annotated[Contexts, BeginsWith(CREDENTIALS_V1)] = Field(
        default=Default((CREDENTIALS_V1, OPEN_BADGES_V3)), alias="@context"
    )
    name: str
    issuer: Profilev1p1
    issuance_date: Moment
    expiration_date: Maybe[Moment] = None
    credential_subject: AchievementSubjectv1p1
    endorsement: Many[EndorsementCredentialv1p1] = ()
