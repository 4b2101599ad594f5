"""Achievement and Criteria: what can be earned, and how (Open Badges 3.0)."""

from typing import Annotated, Self

from pydantic import model_validator

from openbadge_issuer.model.alignment import Alignment, Related
from openbadge_issuer.model.base import Model
from openbadge_issuer.model.enumerations import AchievementTypeTerm
from openbadge_issuer.model.identifiers import IdentifierEntry
from openbadge_issuer.model.image import Image
from openbadge_issuer.model.keywords import Default, Requires, Types
from openbadge_issuer.model.problems import Finding, refusal
from openbadge_issuer.model.profile import EndorsementCredential, Profile
from openbadge_issuer.model.result import ResultDescription
from openbadge_issuer.model.scalars import CompactJws, LanguageCode, Many, Maybe, Number, Uri


class Criteria(Model):
    """
    What it takes to earn an achievement; one of the two must be there.

    Attributes:
        id: Where it is described.
        narrative: The description itself; Markdown.
    """

    id: Maybe[Uri] = None
    narrative: Maybe[str] = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.id and not self.narrative:
            raise refusal(
                Finding(code="no-criteria", expected="a `narrative` or an `id`, or both", found="neither")
            )
        return self


class AchievementProperties(Model):
    """
    What achievements of both versions have.

    Attributes:
        achievement_type: A term of `AchievementType`, or one that begins with `ext:`.
        human_code: The code people know it by, such as a course number.
        in_language: The language of its texts.
        result_description: The results that can be reached.
        version: Which edition of the achievement this is.
    """

    id: Uri
    type: Annotated[Types, Requires("Achievement")] = Default(("Achievement",))
    name: str
    description: str
    criteria: Criteria
    achievement_type: Maybe[AchievementTypeTerm] = None
    alignment: Many[Alignment] = ()
    credits_available: Maybe[Number] = None
    endorsement_jwt: Many[CompactJws] = ()
    field_of_study: Maybe[str] = None
    human_code: Maybe[str] = None
    image: Maybe[Image] = None
    in_language: Maybe[LanguageCode] = None
    other_identifier: Many[IdentifierEntry] = ()
    related: Many[Related] = ()
    result_description: Many[ResultDescription] = ()
    specialization: Maybe[str] = None
    tag: Many[str] = ()
    version: Maybe[str] = None


class Achievement(AchievementProperties):
    """
    Something that can be earned.

    Attributes:
        creator: Who defined it, if not the issuer of the badge.
        endorsement: What others say about it.
    """

    creator: Maybe[Profile] = None
    endorsement: Many[EndorsementCredential] = ()
