"""
Profile and EndorsementCredential (Open Badges 3.0).

They stand in one file because each can hold the other: profiles are endorsed, and issue endorsements.
Version 1.1's twins are in `v1p1`.
"""

from typing import Annotated

from pydantic import Field

from openbadge_issuer.model.address import Address
from openbadge_issuer.model.base import CREDENTIALS_V2, OPEN_BADGES_V3, Model
from openbadge_issuer.model.dates import CalendarDate, Moment
from openbadge_issuer.model.identifiers import IdentifierEntry
from openbadge_issuer.model.image import Image
from openbadge_issuer.model.keywords import BeginsWith, Contexts, Default, Requires, Types
from openbadge_issuer.model.scalars import CompactJws, Many, Maybe, OrUri, Uri
from openbadge_issuer.model.verifiable_credential import VerifiableCredential


class ProfileProperties(Model):
    """
    What profiles of both versions have.

    Attributes:
        url: The home page.
        official: For an organisation: the name of an authorised official.
        date_of_birth: For a person: a day.
    """

    id: Uri
    type: Annotated[Types, Requires("Profile")] = Default(("Profile",))
    name: Maybe[str] = None
    url: Maybe[Uri] = None
    phone: Maybe[str] = None
    description: Maybe[str] = None
    endorsement_jwt: Many[CompactJws] = ()
    image: Maybe[Image] = None
    email: Maybe[str] = None
    address: Maybe[Address] = None
    other_identifier: Many[IdentifierEntry] = ()
    official: Maybe[str] = None
    family_name: Maybe[str] = None
    given_name: Maybe[str] = None
    additional_name: Maybe[str] = None
    patronymic_name: Maybe[str] = None
    honorific_prefix: Maybe[str] = None
    honorific_suffix: Maybe[str] = None
    family_name_prefix: Maybe[str] = None
    date_of_birth: Maybe[CalendarDate] = None


class Profile(ProfileProperties):
    """An organisation or a person: an issuer, the creator of an achievement, a partner."""

    parent_org: Maybe["Profile"] = None
    endorsement: Many["EndorsementCredential"] = ()


class EndorsementSubject(Model):
    """
    What is endorsed.

    Attributes:
        id: The id of the badge, achievement or profile that is endorsed.
        endorsement_comment: What the endorser says about it; Markdown.
    """

    id: Uri
    type: Annotated[Types, Requires("EndorsementSubject")] = Default(("EndorsementSubject",))
    endorsement_comment: Maybe[str] = None


class EndorsementProperties(VerifiableCredential):
    """What endorsements of both versions have."""

    id: Uri
    type: Annotated[Types, Requires("VerifiableCredential", "EndorsementCredential")] = Default(
        ("VerifiableCredential", "EndorsementCredential")
    )
    name: str
    awarded_date: Maybe[Moment] = None
    credential_subject: EndorsementSubject


class EndorsementCredential(EndorsementProperties):
    """One party's word for something that another party issued, described or is."""

    context: Annotated[Contexts, BeginsWith(CREDENTIALS_V2)] = Field(
        default=Default((CREDENTIALS_V2, OPEN_BADGES_V3)), alias="@context"
    )
    issuer: OrUri[Profile]
    valid_from: Moment
    valid_until: Maybe[Moment] = None
