"""
Two ways to name somebody or something without a URI (Open Badges 3.0).

Hashing an address and comparing it with a recipient's are done elsewhere; here is what is written down.
"""

from typing import Annotated

from pydantic import ConfigDict

from openbadge_issuer.model.base import Model
from openbadge_issuer.model.enumerations import IdentifierTypeTerm
from openbadge_issuer.model.keywords import ConstantType, DefaultText, Is
from openbadge_issuer.model.scalars import Maybe


class IdentifierEntry(Model):
    """
    An identifier of a profile or an achievement in some other system; a closed class.

    Attributes:
        identifier: The identifier itself.
        identifier_type: What kind it is: a term of `IdentifierType`, or one that begins with `ext:`.
    """

    model_config = ConfigDict(extra="forbid")

    type: Annotated[ConstantType, Is("IdentifierEntry")] = DefaultText("IdentifierEntry")
    identifier: str
    identifier_type: IdentifierTypeTerm


class IdentityObject(Model):
    """
    An identifier of a recipient, in clear or as a hash; a closed class.

    Attributes:
        hashed: Whether `identity_hash` is a hash.
        identity_hash: `sha256$` or `md5$` and the hexadecimal hash of identifier and salt; or the identifier.
        identity_type: What kind it is: a term of `IdentifierType`, or one that begins with `ext:`.
        salt: The text that was appended to the identifier before hashing.
    """

    model_config = ConfigDict(extra="forbid")

    type: Annotated[ConstantType, Is("IdentityObject")] = DefaultText("IdentityObject")
    hashed: bool
    identity_hash: str
    identity_type: IdentifierTypeTerm
    salt: Maybe[str] = None
