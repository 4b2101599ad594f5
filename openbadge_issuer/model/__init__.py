"""
What a badge says: the whole data model of Open Badges 3.0 as frozen, strictly checked values.

`X.from_document(json_object)` reads, `X(…)` composes, `.to_document()` writes; `check_document` judges.
Nothing here signs, fetches or knows the time.
"""

from openbadge_issuer.model.achievement import Achievement, Criteria
from openbadge_issuer.model.address import Address, GeoCoordinates
from openbadge_issuer.model.alignment import Alignment, Related
from openbadge_issuer.model.any_credential import (
    AnyCredential,
    AnyCredentialProperties,
    AnyCredentialv1p1,
    AnySchema,
    AnySubject,
    Extension,
    Party,
)
from openbadge_issuer.model.base import CREDENTIALS_V1, CREDENTIALS_V2, EXTENSIONS, OPEN_BADGES_V3, Model
from openbadge_issuer.model.conformance import check_document, class_of
from openbadge_issuer.model.credential import AchievementCredential, AchievementSubject, OpenBadgeCredential
from openbadge_issuer.model.dates import DateTimeZ
from openbadge_issuer.model.enumerations import (
    AchievementType,
    AlignmentTargetType,
    IdentifierType,
    ResultStatusType,
    ResultType,
)
from openbadge_issuer.model.evidence import Evidence
from openbadge_issuer.model.identifiers import IdentifierEntry, IdentityObject
from openbadge_issuer.model.image import Image
from openbadge_issuer.model.keys import Jwk, Jwks, Multikey
from openbadge_issuer.model.presentation import (
    EnvelopedVerifiableCredential,
    PresentationProperties,
    VerifiablePresentation,
    VerifiablePresentationv1p1,
)
from openbadge_issuer.model.profile import EndorsementCredential, EndorsementSubject, Profile
from openbadge_issuer.model.related_resource import RelatedResource
from openbadge_issuer.model.result import Result, ResultDescription, RubricCriterionLevel
from openbadge_issuer.model.status import (
    BitstringStatusListEntry,
    CredentialStatus,
    RevocationListStatus,
    StatusList2021Entry,
    StatusMessage,
)
from openbadge_issuer.model.status_list import BitstringStatusList, BitstringStatusListCredential
from openbadge_issuer.model.v1p1 import (
    AchievementCredentialv1p1,
    AchievementSubjectv1p1,
    Achievementv1p1,
    EndorsementCredentialv1p1,
    Profilev1p1,
)
from openbadge_issuer.model.verifiable_credential import (
    CredentialSchema,
    Proof,
    RefreshService,
    TermsOfUse,
    VerifiableCredential,
)
from openbadge_issuer.model.w3c_conformance import check_credential, check_presentation

__all__ = [
    "CREDENTIALS_V1",
    "CREDENTIALS_V2",
    "EXTENSIONS",
    "OPEN_BADGES_V3",
    "Achievement",
    "AchievementCredential",
    "AchievementCredentialv1p1",
    "AchievementSubject",
    "AchievementSubjectv1p1",
    "AchievementType",
    "Achievementv1p1",
    "Address",
    "Alignment",
    "AlignmentTargetType",
    "AnyCredential",
    "AnyCredentialProperties",
    "AnyCredentialv1p1",
    "AnySchema",
    "AnySubject",
    "BitstringStatusList",
    "BitstringStatusListCredential",
    "BitstringStatusListEntry",
    "CredentialSchema",
    "CredentialStatus",
    "Criteria",
    "DateTimeZ",
    "EndorsementCredential",
    "EndorsementCredentialv1p1",
    "EndorsementSubject",
    "EnvelopedVerifiableCredential",
    "Evidence",
    "Extension",
    "GeoCoordinates",
    "IdentifierEntry",
    "IdentifierType",
    "IdentityObject",
    "Image",
    "Jwk",
    "Jwks",
    "Model",
    "Multikey",
    "OpenBadgeCredential",
    "Party",
    "PresentationProperties",
    "Profile",
    "Profilev1p1",
    "Proof",
    "RefreshService",
    "Related",
    "RelatedResource",
    "Result",
    "ResultDescription",
    "ResultStatusType",
    "ResultType",
    "RevocationListStatus",
    "RubricCriterionLevel",
    "StatusList2021Entry",
    "StatusMessage",
    "TermsOfUse",
    "VerifiableCredential",
    "VerifiablePresentation",
    "VerifiablePresentationv1p1",
    "check_credential",
    "check_document",
    "check_presentation",
    "class_of",
]
