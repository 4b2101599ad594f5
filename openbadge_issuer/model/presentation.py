"""
A presentation: credentials that a holder shows to somebody (VC Data Model 2.0, 4.13; 1.1, 4.10).

The credentials in it are objects; each is judged by itself, by its own class.
One that is a JWT stands in an envelope, an object whose `id` is a `data:` URL (4.13.2).
Who holds it, and whether the holder is whom the credentials are about, is not looked at.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Final

from pydantic import AfterValidator, Field

from openbadge_issuer.model.any_credential import Extension, Party
from openbadge_issuer.model.base import CREDENTIALS_V1, CREDENTIALS_V2, Model
from openbadge_issuer.model.keywords import (
    BeginsWith,
    ConstantType,
    Contexts,
    Default,
    DefaultText,
    Is,
    Requires,
    Types,
)
from openbadge_issuer.model.problems import Finding, refusal
from openbadge_issuer.model.scalars import Many, Maybe, OrUri, Uri
from openbadge_issuer.model.verifiable_credential import Proof

ENVELOPE: Final = "EnvelopedVerifiableCredential"

_DATA_URL = re.compile(r"data:[a-z]+/[a-z0-9.+-]+(;[A-Za-z0-9=._-]+)*,.+", re.DOTALL)


def _data_url(text: str) -> str:
    if not _DATA_URL.fullmatch(text):
        expected = "a data: URL that holds the credential (such as data:application/vc+jwt,…)"
        raise refusal(Finding(code="not-a-data-url", expected=expected))
    return text


class EnvelopedVerifiableCredential(Model):
    """
    A credential that is secured from outside, such as a JWT.

    Attributes:
        id: The credential itself, as a `data:` URL.
    """

    context: Annotated[Contexts, BeginsWith(CREDENTIALS_V2, open_badges=False, alone=True)] = Field(
        default=Default((CREDENTIALS_V2,)), alias="@context"
    )
    id: Annotated[str, AfterValidator(_data_url)]
    type: Annotated[ConstantType, Is(ENVELOPE)] = DefaultText(ENVELOPE)


class PresentationProperties(Model):
    """What presentations of both versions have."""

    id: Maybe[Uri] = None
    type: Annotated[Types, Requires("VerifiablePresentation")] = Default(("VerifiablePresentation",))
    holder: Maybe[OrUri[Party]] = None
    verifiable_credential: Many[Mapping[str, Any]] = ()
    terms_of_use: Many[Extension] = ()
    proof: Many[Proof] = ()


class VerifiablePresentation(PresentationProperties):
    """A presentation of version 2.0."""

    context: Annotated[Contexts, BeginsWith(CREDENTIALS_V2, open_badges=False)] = Field(
        default=Default((CREDENTIALS_V2,)), alias="@context"
    )


class VerifiablePresentationv1p1(PresentationProperties):
    """A presentation of version 1.1; a credential in it that is a JWT is a plain text."""

    context: Annotated[Contexts, BeginsWith(CREDENTIALS_V1, open_badges=False)] = Field(
        default=Default((CREDENTIALS_V1,)), alias="@context"
    )
    verifiable_credential: Many[Mapping[str, Any] | str] = ()  # type: ignore[assignment]
