"""
The enumerations of Open Badges 3.0, in the standard's order.

Most may be extended by terms that begin with `ext:`, which are plain text.
A property holds the text: `achievement_type="Badge"` and `achievement_type=AchievementType.BADGE` are one.
"""

import difflib
import re
from enum import StrEnum
from typing import Annotated

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from openbadge_issuer.json_text import shorten
from openbadge_issuer.model.problems import Finding, refusal

_EXTENSION_TERM = re.compile(r"ext:[A-Za-z0-9._-]+")


class AchievementType(StrEnum):
    """What kind of achievement it is; extensible."""

    ACHIEVEMENT = "Achievement"
    APPRENTICESHIP_CERTIFICATE = "ApprenticeshipCertificate"
    ASSESSMENT = "Assessment"
    ASSIGNMENT = "Assignment"
    ASSOCIATE_DEGREE = "AssociateDegree"
    AWARD = "Award"
    BADGE = "Badge"
    BACHELOR_DEGREE = "BachelorDegree"
    CERTIFICATE = "Certificate"
    CERTIFICATE_OF_COMPLETION = "CertificateOfCompletion"
    CERTIFICATION = "Certification"
    COMMUNITY_SERVICE = "CommunityService"
    COMPETENCY = "Competency"
    COURSE = "Course"
    CO_CURRICULAR = "CoCurricular"
    DEGREE = "Degree"
    DIPLOMA = "Diploma"
    DOCTORAL_DEGREE = "DoctoralDegree"
    FIELDWORK = "Fieldwork"
    GENERAL_EDUCATION_DEVELOPMENT = "GeneralEducationDevelopment"
    JOURNEYMAN_CERTIFICATE = "JourneymanCertificate"
    LEARNING_PROGRAM = "LearningProgram"
    LICENSE = "License"
    MEMBERSHIP = "Membership"
    PROFESSIONAL_DOCTORATE = "ProfessionalDoctorate"
    QUALITY_ASSURANCE_CREDENTIAL = "QualityAssuranceCredential"
    MASTER_CERTIFICATE = "MasterCertificate"
    MASTER_DEGREE = "MasterDegree"
    MICRO_CREDENTIAL = "MicroCredential"
    RESEARCH_DOCTORATE = "ResearchDoctorate"
    SECONDARY_SCHOOL_DIPLOMA = "SecondarySchoolDiploma"


class AlignmentTargetType(StrEnum):
    """What kind of thing an alignment points at; extensible."""

    CEASN_COMPETENCY = "ceasn:Competency"
    CETERMS_CREDENTIAL = "ceterms:Credential"
    CF_ITEM = "CFItem"
    CF_RUBRIC = "CFRubric"
    CF_RUBRIC_CRITERION = "CFRubricCriterion"
    CF_RUBRIC_CRITERION_LEVEL = "CFRubricCriterionLevel"
    CTDL = "CTDL"


class IdentifierType(StrEnum):
    """What kind of identifier it is (the standard's IdentifierTypeEnum); extensible."""

    NAME = "name"
    SOURCED_ID = "sourcedId"
    SYSTEM_ID = "systemId"
    PRODUCT_ID = "productId"
    USER_NAME = "userName"
    ACCOUNT_ID = "accountId"
    EMAIL_ADDRESS = "emailAddress"
    NATIONAL_IDENTITY_NUMBER = "nationalIdentityNumber"
    ISBN = "isbn"
    ISSN = "issn"
    LIS_SOURCED_ID = "lisSourcedId"
    ONE_ROSTER_SOURCED_ID = "oneRosterSourcedId"
    SIS_SOURCED_ID = "sisSourcedId"
    LTI_CONTEXT_ID = "ltiContextId"
    LTI_DEPLOYMENT_ID = "ltiDeploymentId"
    LTI_TOOL_ID = "ltiToolId"
    LTI_PLATFORM_ID = "ltiPlatformId"
    LTI_USER_ID = "ltiUserId"
    IDENTIFIER = "identifier"


class ResultType(StrEnum):
    """What kind of result a description describes; extensible."""

    GRADE_POINT_AVERAGE = "GradePointAverage"
    LETTER_GRADE = "LetterGrade"
    PERCENT = "Percent"
    PERFORMANCE_LEVEL = "PerformanceLevel"
    PREDICTED_SCORE = "PredictedScore"
    RAW_SCORE = "RawScore"
    RESULT = "Result"
    RUBRIC_CRITERION = "RubricCriterion"
    RUBRIC_CRITERION_LEVEL = "RubricCriterionLevel"
    RUBRIC_SCORE = "RubricScore"
    SCALED_SCORE = "ScaledScore"
    STATUS = "Status"


class ResultStatusType(StrEnum):
    """How far the recipient came; not extensible."""

    COMPLETED = "Completed"
    ENROLLED = "Enrolled"
    FAILED = "Failed"
    IN_PROGRESS = "InProgress"
    ON_HOLD = "OnHold"
    PROVISIONAL = "Provisional"
    WITHDREW = "Withdrew"


class Terms:
    """
    Text that must be a term of an enumeration.

    Args:
        terms: The standard's terms.
        extensible: Whether terms that begin with `ext:` are allowed too.
            The whole text has to be one; the published schemas' pattern lets any text pass that contains one.
    """

    def __init__(self, terms: type[StrEnum], *, extensible: bool = True) -> None:
        self.terms = tuple(terms)
        self.extensible = extensible

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def _check(self, term: str) -> str:
        if term in self.terms or (self.extensible and _EXTENSION_TERM.fullmatch(term)):
            return str(term)
        extension = ", or a term that begins with ext: (such as ext:Hackathon)" if self.extensible else ""
        similar = difflib.get_close_matches(shorten(term, 40), self.terms, n=1)
        raise refusal(
            Finding(
                code="not-allowed",
                expected=f"one of {', '.join(self.terms)}{extension}",
                reason=f"Did you mean {similar[0]}?" if similar else None,
            )
        )


AchievementTypeTerm = Annotated[str, Terms(AchievementType)]
AlignmentTargetTypeTerm = Annotated[str, Terms(AlignmentTargetType)]
IdentifierTypeTerm = Annotated[str, Terms(IdentifierType)]
ResultTypeTerm = Annotated[str, Terms(ResultType)]
ResultStatusTerm = Annotated[str, Terms(ResultStatusType, extensible=False)]
