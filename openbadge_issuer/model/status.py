"""
`credentialStatus`: where to look up whether a credential is still good.

Three kinds are known by their `type`: `BitstringStatusListEntry` (W3C Bitstring Status List 1.0, 2.1), its
forerunner `StatusList2021Entry`, and `1EdTechRevocationList`.
Any other is a plain `CredentialStatus`, kept as it is.
Looking up is done on the floor `verification`, reading the bits in `status`.
"""

import re
from typing import Annotated

from pydantic import Discriminator, PlainValidator, Tag, WithJsonSchema

from openbadge_issuer.model.base import Model
from openbadge_issuer.model.keywords import ConstantType, DefaultText, Is
from openbadge_issuer.model.problems import Finding, refusal
from openbadge_issuer.model.scalars import Many, Maybe, Uri

_DIGITS = re.compile(r"[0-9]{1,18}")  # 18 digits fit into 64 bits; no list is longer


def _index(value: object) -> str | int:
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**18:
        return value  # against the letter of the standard, but seen; kept as it was signed
    raise refusal(Finding(code="not-an-index", expected='a number of digits, as text (such as "94567")'))


StatusListIndex = Annotated[str | int, PlainValidator(_index), WithJsonSchema({"type": "string"})]
"""A place in a status list: text of digits; a JSON integer is read too, and kept."""


def _size(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    raise refusal(Finding(code="not-a-size", expected="a whole number of bits, 1 or more"))


StatusSize = Annotated[int, PlainValidator(_size), WithJsonSchema({"type": "integer"})]
"""The width of an entry in bits."""


class CredentialStatus(Model):
    """A status of a kind that this package does not know."""

    id: Maybe[Uri] = None
    type: str


class RevocationListStatus(Model):
    """A 1EdTech revocation list: `id` is the URL of a document that names what was revoked. Superseded."""

    id: Uri
    type: Annotated[ConstantType, Is("1EdTechRevocationList")] = DefaultText("1EdTechRevocationList")


class StatusMessage(Model):
    """What one value of an entry that is wider than a bit means."""

    status: str
    message: str


class BitstringStatusListEntry(Model):
    """
    A place in a bitstring status list.

    Attributes:
        status_purpose: What a set bit means: revocation, suspension, refresh, message, or one's own.
        status_list_index: Which entry of the list; its first is 0.
        status_list_credential: The URL of the list.
        status_size: The width of the entry in bits; 1 if left out.
        status_message: What each value means.
        status_reference: Where the messages are explained.
    """

    id: Maybe[Uri] = None
    type: Annotated[ConstantType, Is("BitstringStatusListEntry")] = DefaultText("BitstringStatusListEntry")
    status_purpose: str
    status_list_index: StatusListIndex
    status_list_credential: Uri
    status_size: Maybe[StatusSize] = None
    status_message: Many[StatusMessage] = ()
    status_reference: Many[Uri] = ()


class StatusList2021Entry(Model):
    """A place in a StatusList2021, as `BitstringStatusListEntry` was called before it was finished."""

    id: Maybe[Uri] = None
    type: Annotated[ConstantType, Is("StatusList2021Entry")] = DefaultText("StatusList2021Entry")
    status_purpose: str
    status_list_index: StatusListIndex
    status_list_credential: Uri


_KNOWN = ("BitstringStatusListEntry", "StatusList2021Entry", "1EdTechRevocationList")


def _branch(value: object) -> str:
    kind = value.get("type") if isinstance(value, dict) else getattr(value, "type", None)
    return f"<{kind}>" if kind in _KNOWN else "<other>"


AnyStatus = Annotated[
    Annotated[BitstringStatusListEntry, Tag("<BitstringStatusListEntry>")]
    | Annotated[StatusList2021Entry, Tag("<StatusList2021Entry>")]
    | Annotated[RevocationListStatus, Tag("<1EdTechRevocationList>")]
    | Annotated[CredentialStatus, Tag("<other>")],
    Discriminator(_branch),
]
"""A status of any kind, told by its `type`."""
