"""
Multikey, JWK and JWKS: the two forms in which public keys are published (Open Badges 3.0; RFC 7517).

For a Multikey the specification's text is not to be followed: it asks for a DataIntegrityProof's type and suite.
What is described here is W3C's (Controlled Identifiers 1.0, section 2.2.2), which all verifiers read.
Whether a key is one, and of a kind that signs, `PublicKey` finds out (`openbadge_issuer.keys`).
"""

from typing import Annotated

from pydantic import Field

from openbadge_issuer.model.base import Model
from openbadge_issuer.model.dates import Moment
from openbadge_issuer.model.keywords import ConstantType, DefaultText, Is
from openbadge_issuer.model.scalars import Many, Maybe, Uri


class Multikey(Model):
    """
    A public key under an id, as it stands in a DID document.

    Attributes:
        controller: Whose key it is.
        public_key_multibase: The key: multibase of its kind and its bytes, such as `z6Mk…`.
        expires: Until when it may be used.
        revoked: Since when nothing it signed counts.
    """

    id: Uri
    type: Annotated[ConstantType, Is("Multikey")] = DefaultText("Multikey")
    controller: Uri
    public_key_multibase: str
    expires: Maybe[Moment] = None
    revoked: Maybe[Moment] = None


class Jwk(Model):
    """
    A public key as a JSON Web Key; the numbers that it consists of (`x`, `y`, `n`, `e`) are kept as they are.

    Attributes:
        kty: The family of its kind: `OKP`, `EC` or `RSA`.
        use: What it is for: `sig`.
        key_ops: The same as a set: `verify`.
        alg: The algorithm it is for, such as `ES256`.
        kid: Its id; of ours the absolute id of the verification method.
        x5u: Where its certificates are.
        x5c: Its certificates.
        x5t: A hash of the certificate.
        x5t_s256: The same by SHA-256.
    """

    kty: str
    use: Maybe[str] = None
    key_ops: Annotated[Many[str], Field(alias="key_ops")] = ()
    alg: Maybe[str] = None
    kid: Maybe[str] = None
    x5u: Annotated[Maybe[Uri], Field(alias="x5u")] = None
    x5c: Annotated[Many[str], Field(alias="x5c")] = ()
    x5t: Annotated[Maybe[str], Field(alias="x5t")] = None
    x5t_s256: Annotated[Maybe[str], Field(alias="x5t#S256")] = None


class Jwks(Model):
    """A set of public keys, as issuers publish it at `/.well-known/jwks.json`."""

    keys: Many[Jwk]
