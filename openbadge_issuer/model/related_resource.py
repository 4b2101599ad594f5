"""
`relatedResource`: what a credential refers to, with a digest of its bytes (VC Data Model 2.0, 5.3).

Here is what must be written down; whether the digest is that of the resource, `verification` finds out
for what is at hand.
"""

import re
from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from openbadge_issuer.model.base import Model
from openbadge_issuer.model.problems import Finding, refusal
from openbadge_issuer.model.scalars import Maybe, Uri

_SRI = re.compile(r"sha(256|384|512)-[A-Za-z0-9+/_-]+={0,2}(\?[\x21-\x7e]*)?")
_MULTIBASE = re.compile(r"u[A-Za-z0-9_-]+|z[1-9A-HJ-NP-Za-km-z]+")


def _sri(text: str) -> str:
    if not _SRI.fullmatch(text):
        raise refusal(Finding(code="not-a-digest", expected='a digest such as "sha384-" and base64'))
    return text


def _multibase(text: str) -> str:
    if not _MULTIBASE.fullmatch(text):
        raise refusal(Finding(code="not-multibase", expected="a digest in multibase (u… or z…)"))
    return text


class RelatedResource(Model):
    """
    Something a credential refers to.

    Attributes:
        id: Where it is.
        digest_sri: A digest of its bytes as Subresource Integrity writes it.
        digest_multibase: A digest of its bytes in multibase.
        media_type: Its media type.
    """

    id: Uri
    digest_sri: Maybe[Annotated[str, AfterValidator(_sri)]] = Field(default=None, alias="digestSRI")
    digest_multibase: Maybe[Annotated[str, AfterValidator(_multibase)]] = None
    media_type: Maybe[str] = None

    @model_validator(mode="after")
    def _has_a_digest(self) -> Self:
        if self.digest_sri is None and self.digest_multibase is None:
            raise refusal(Finding(code="no-digest", expected="digestSRI or digestMultibase", found="neither"))
        return self


def check_unique(resources: Sequence[RelatedResource]) -> None:
    """
    Make sure that no resource is named twice.

    Raises:
        PydanticCustomError: With code `twice`.
    """
    seen: set[str] = set()
    for index, resource in enumerate(resources):
        if resource.id in seen:
            raise refusal(
                Finding(
                    code="twice",
                    expected="each related resource once",
                    at=("relatedResource", index, "id"),
                )
            )
        seen.add(resource.id)
