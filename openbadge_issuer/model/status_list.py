"""
The bitstring status list as a credential (W3C Bitstring Status List 1.0, 2.2).

Packing and reading the bits is done on the floor `status`.
"""

from typing import Annotated, ClassVar

from pydantic import Field

from openbadge_issuer.model.base import CREDENTIALS_V2, Model
from openbadge_issuer.model.dates import Moment
from openbadge_issuer.model.keywords import BeginsWith, Contexts, Default, Requires, Types
from openbadge_issuer.model.scalars import EncodedList, Many, Maybe, OrUri, Uri, WholeNumber
from openbadge_issuer.model.verifiable_credential import VerifiableCredential


class Issuer(Model):
    """The issuer of a status list: whoever it is, it has an id."""

    id: Uri


class BitstringStatusList(Model):
    """
    A list of bits.

    Attributes:
        status_purpose: What a set bit means; several purposes are read, though few verifiers take them.
        encoded_list: The bits: gzip, then multibase with base64url.
        ttl: For how long a copy may be used, in milliseconds.
    """

    compacted: ClassVar[frozenset[str]] = frozenset({"type", "statusPurpose"})  # readers compare them as text

    id: Maybe[Uri] = None
    type: Annotated[Types, Requires("BitstringStatusList")] = Default(("BitstringStatusList",))
    status_purpose: Many[str]
    encoded_list: EncodedList
    ttl: Maybe[WholeNumber] = None


class BitstringStatusListCredential(VerifiableCredential):
    """A signed list of bits, one for each of many credentials."""

    context: Annotated[Contexts, BeginsWith(CREDENTIALS_V2, open_badges=False)] = Field(
        default=Default((CREDENTIALS_V2,)), alias="@context"
    )
    id: Maybe[Uri] = None
    type: Annotated[Types, Requires("VerifiableCredential", "BitstringStatusListCredential")] = Default(
        ("VerifiableCredential", "BitstringStatusListCredential")
    )
    name: Maybe[str] = None
    issuer: OrUri[Issuer]
    valid_from: Maybe[Moment] = None
    valid_until: Maybe[Moment] = None
    credential_subject: BitstringStatusList
