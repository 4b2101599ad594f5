"""
A credential of any kind, as the W3C data model describes it: nothing here is about badges.

Version 2.0 is Verifiable Credentials Data Model 2.0, section 4 (Basic Concepts) and 5 (Advanced Concepts);
version 1.1 is for reading what was issued before.
Badges have classes of their own, which ask for more; their rules do not hold for other credentials.
Whether each type and property is defined by a context is not looked at here: `linked_data` does that.
"""

from typing import Annotated, Self

from pydantic import Discriminator, Field, Tag, model_validator

from openbadge_issuer.model.base import CREDENTIALS_V1, CREDENTIALS_V2, Model
from openbadge_issuer.model.dates import Moment
from openbadge_issuer.model.keywords import BeginsWith, Contexts, Default, Requires, Types
from openbadge_issuer.model.language_value import LanguageText
from openbadge_issuer.model.problems import Finding, refusal
from openbadge_issuer.model.related_resource import RelatedResource, check_unique
from openbadge_issuer.model.scalars import Many, Maybe, OrUri, Uri
from openbadge_issuer.model.status import BitstringStatusListEntry, RevocationListStatus, StatusList2021Entry
from openbadge_issuer.model.verifiable_credential import Proof, check_period

AnyTypes = Annotated[Many[str], Field(min_length=1)]
"""One type or several: terms, or absolute URLs."""


class Party(Model):
    """Who issued a credential or holds a presentation (4.7, 4.13); whoever it is, there is an id."""

    id: Uri
    name: Maybe[LanguageText] = None
    description: Maybe[LanguageText] = None


class AnySubject(Model):
    """Whom or what a credential is about (4.8): it says something, be it only the id."""

    id: Maybe[Uri] = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.id is None and not self.__pydantic_extra__:
            raise refusal(Finding(code="no-claims", expected="a subject with an id or a claim"))
        return self


class Extension(Model):
    """
    What extends a credential, of a kind that its `type` names (5.4 to 5.6, 4.10).

    Evidence, terms of use, a refresh service, or a status that this package does not know.
    """

    id: Maybe[Uri] = None
    type: AnyTypes


class AnySchema(Model):
    """A schema that a credential conforms to (4.11); both its kind and its place are named."""

    id: Uri
    type: AnyTypes


_STATUSES: dict[str, str] = {
    name: f"<{name}>" for name in ("BitstringStatusListEntry", "StatusList2021Entry", "1EdTechRevocationList")
}


def _branch(value: object) -> str:
    kind = value.get("type") if isinstance(value, dict) else getattr(value, "type", None)
    return _STATUSES.get(kind, "<other>") if isinstance(kind, str) else "<other>"


StatusOfAnyKind = Annotated[
    Annotated[BitstringStatusListEntry, Tag("<BitstringStatusListEntry>")]
    | Annotated[StatusList2021Entry, Tag("<StatusList2021Entry>")]
    | Annotated[RevocationListStatus, Tag("<1EdTechRevocationList>")]
    | Annotated[Extension, Tag("<other>")],
    Discriminator(_branch),
]
"""A status; those that are known must be complete, others have at least a type."""


class AnyCredentialProperties(Model):
    """What credentials of both versions have."""

    id: Maybe[Uri] = None
    type: Annotated[Types, Requires("VerifiableCredential")] = Default(("VerifiableCredential",))
    issuer: OrUri[Party]
    credential_subject: Annotated[Many[AnySubject], Field(min_length=1)]
    credential_status: Many[StatusOfAnyKind] = ()
    credential_schema: Many[AnySchema] = ()
    refresh_service: Many[Extension] = ()
    terms_of_use: Many[Extension] = ()
    evidence: Many[Extension] = ()
    proof: Many[Proof] = ()

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        check_period(self)
        return self


class AnyCredential(AnyCredentialProperties):
    """A credential of version 2.0; dates may be left out."""

    context: Annotated[Contexts, BeginsWith(CREDENTIALS_V2, open_badges=False)] = Field(
        default=Default((CREDENTIALS_V2,)), alias="@context"
    )
    name: Maybe[LanguageText] = None
    description: Maybe[LanguageText] = None
    valid_from: Maybe[Moment] = None
    valid_until: Maybe[Moment] = None
    related_resource: Many[RelatedResource] = ()

    @model_validator(mode="after")
    def _names_each_resource_once(self) -> Self:
        check_unique(self.related_resource)
        return self


class AnyCredentialv1p1(AnyCredentialProperties):
    """A credential of version 1.1; it says when it was issued."""

    context: Annotated[Contexts, BeginsWith(CREDENTIALS_V1, open_badges=False)] = Field(
        default=Default((CREDENTIALS_V1,)), alias="@context"
    )
    issuance_date: Moment
    expiration_date: Maybe[Moment] = None
