"""
What every credential has, whatever it says (W3C Verifiable Credentials Data Model; Open Badges 3.0).

Subclasses add their subject, their issuer and the dates of their version:
`validFrom` and `validUntil` in 2.0, `issuanceDate` and `expirationDate` in 1.1.
Proofs are described here, not made or checked; nor is the present moment compared with the dates.
"""

from typing import Any, ClassVar, Self

from pydantic import Field, model_validator
from pydantic.alias_generators import to_camel

from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.model.base import EXTENSIONS, Model
from openbadge_issuer.model.dates import Moment
from openbadge_issuer.model.evidence import Evidence
from openbadge_issuer.model.keywords import Contexts, Default
from openbadge_issuer.model.problems import Finding, refusal
from openbadge_issuer.model.scalars import Many, Maybe, Uri
from openbadge_issuer.model.status import AnyStatus

_IN_EXTENSIONS = {"1EdTechJsonSchemaValidator2019", "1EdTechRevocationList", "1EdTechCredentialRefresh"}
"""Types that only the extensions context defines; without it they would not be signed."""

_PERIODS = (("valid_from", "valid_until"), ("issuance_date", "expiration_date"))


class Proof(Model):
    """
    An embedded proof; which properties it needs depends on its `type`.

    Attributes:
        type: The kind of proof, such as `DataIntegrityProof`.
        created: When it was made.
        proof_purpose: What it is for: `assertionMethod` in a credential.
        verification_method: The URI of the key to check it with.
    """

    type: str
    created: Maybe[Moment] = None
    cryptosuite: Maybe[str] = None
    challenge: Maybe[str] = None
    domain: Maybe[str] = None
    nonce: Maybe[str] = None
    proof_purpose: Maybe[str] = None
    proof_value: Maybe[str] = None
    verification_method: Maybe[Uri] = None


class CredentialSchema(Model):
    """A schema that the credential conforms to; of type `1EdTechJsonSchemaValidator2019` in Open Badges."""

    id: Uri
    type: str


class RefreshService(Model):
    """Where a newer version can be had; of type `1EdTechCredentialRefresh` in Open Badges."""

    id: Uri
    type: str


class TermsOfUse(Model):
    """Terms under which the credential was issued."""

    id: Maybe[Uri] = None
    type: str


class VerifiableCredential(Model):
    """
    Superclass of credentials of both versions.

    Attributes:
        credential_status: Open Badges 3.0 allows one; several are read and kept.
        evidence: What shows that the claims hold.
        proof: The embedded proofs, if there are any.
    """

    compacted: ClassVar[frozenset[str]] = frozenset({"proof", "credentialStatus"})

    context: Contexts = Field(alias="@context")
    description: Maybe[str] = None
    evidence: Many[Evidence] = ()
    credential_schema: Many[CredentialSchema] = ()
    credential_status: Many[AnyStatus] = ()
    refresh_service: Maybe[RefreshService] = None
    terms_of_use: Many[TermsOfUse] = ()
    proof: Many[Proof] = ()

    def to_document(self, **written: JsonObject) -> JsonObject:
        """Write the credential; the default `@context` grows by what the types in use need."""
        document = super().to_document(**written)
        if isinstance(self.context, Default) and self._uses_extensions():
            document["@context"].append(EXTENSIONS)
        return document

    def _uses_extensions(self) -> bool:
        parts: tuple[Any, ...] = (*self.credential_schema, *self.credential_status, self.refresh_service)
        return any(part.type in _IN_EXTENSIONS for part in parts if part is not None)

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        check_period(self)
        return self


def check_period(credential: Model) -> None:
    """
    Make sure that a credential of either version does not end before it begins.

    Raises:
        PydanticCustomError: With code `ends-before-it-begins`.
    """
    values = credential.__dict__
    for begin, end in _PERIODS:
        begins, ends = values.get(begin), values.get(end)
        if begins and ends and ends < begins:
            raise refusal(
                Finding(
                    code="ends-before-it-begins",
                    expected=f"a moment at or after {to_camel(begin)} ({begins.text})",
                    at=(to_camel(end),),
                )
            )
