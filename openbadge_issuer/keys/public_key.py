"""
A public key: read from Multikey or JWK, written as either, and checking signatures.

Two keys are equal when they are the same key, however they were written.
A key that cannot be one (a point off its curve, a short RSA modulus) is refused when it is read.
Whose key it is, and whether it may still be used, is not known here.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self, cast

from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from openbadge_issuer.errors import KeyMaterialError
from openbadge_issuer.keys.edwards25519 import check_point
from openbadge_issuer.keys.jwk import read_jwk, write_jwk
from openbadge_issuer.keys.kind import CryptographyPublicKey, KeyKind, kind_of
from openbadge_issuer.keys.multibase import base64url
from openbadge_issuer.keys.multikey import read_multikey, write_multikey
from openbadge_issuer.keys.signatures import JWS_ALGORITHMS, check_signature

__all__ = ["KeyKind", "PublicKey"]

CACHED_KEYS = 256
"""How many keys are kept ready for use, as keys and as texts. A bulk verification meets a few; each takes 2 KiB."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """
    A public key; made by one of the `from_…` methods.

    Attributes:
        kind: Its kind, which decides how signatures are checked.
        der: Its SubjectPublicKeyInfo (RFC 5280 4.1.2.7): one spelling for each key.

    Raises:
        KeyMaterialError: If the two do not belong together.
    """

    kind: KeyKind
    der: bytes

    def __post_init__(self) -> None:
        if kind_of(_loaded(self.der)) is not self.kind:
            raise KeyMaterialError(f"The bytes are not those of a key of the kind {self.kind}.")

    @classmethod
    def from_multikey(cls, text: str) -> Self:
        """
        Read a key from Multikey text, such as `z6Mk…`.

        Raises:
            KeyMaterialError: If it is not a Multikey of a kind known here.
        """
        return cls(*_kind_and_der(text))

    @classmethod
    def from_jwk(cls, jwk: dict[str, Any]) -> Self:
        """
        Read a key from a public JWK.

        Raises:
            KeyMaterialError: If it is not one, or holds a private or symmetric key.
        """
        return cls.from_cryptography(read_jwk(jwk))

    @classmethod
    def from_cryptography(cls, key: CryptographyPublicKey) -> Self:
        """
        Take over a key of the library `cryptography`.

        Raises:
            KeyMaterialError: If it is of a kind not known here, or cannot be a key.
        """
        return cls(kind_of(key), _der(key))

    @property
    def multikey(self) -> str:
        """
        The key as Multikey text.

        Raises:
            KeyMaterialError: If it is an RSA key, which has no such form.
        """
        return _multikey(self.kind, self.der)

    @property
    def jwk(self) -> dict[str, str]:
        """The key as a public JWK, without `kid`."""
        return write_jwk(self.kind, _loaded(self.der))

    @property
    def thumbprint(self) -> str:
        """The SHA-256 thumbprint of the JWK, in base64url (RFC 7638)."""
        text = json.dumps(self.jwk, sort_keys=True, separators=(",", ":"))
        return base64url(hashlib.sha256(text.encode("ascii")).digest())

    @property
    def fragment(self) -> str:
        """What ends the key's verification method id: its Multikey text, or the thumbprint of an RSA key."""
        return self.thumbprint if self.kind is KeyKind.RSA else self.multikey

    def verify(self, signature: bytes, data: bytes) -> None:
        """
        Make sure that this key signed some data in the way of its kind (`Signer.sign`).

        Raises:
            ProofError: If it did not.
        """
        self.verify_jws(JWS_ALGORITHMS[self.kind][0], signature, data)

    def verify_jws(self, algorithm: str, signature: bytes, data: bytes) -> None:
        """
        Make sure that this key signed some data with a JWS algorithm, such as `ES256`.

        Raises:
            ProofError: If it did not, or the algorithm is not one of this kind of key.
        """
        check_signature(_loaded(self.der), algorithm=algorithm, signature=signature, data=data)

    def __repr__(self) -> str:
        return f"<PublicKey {self.kind} {self.fragment}>"


@lru_cache(maxsize=CACHED_KEYS)
def _loaded(der: bytes) -> CryptographyPublicKey:
    key = load_der_public_key(der)
    if isinstance(key, ed25519.Ed25519PublicKey):
        check_point(key.public_bytes_raw())
    return cast("CryptographyPublicKey", key)


@lru_cache(maxsize=CACHED_KEYS)
def _kind_and_der(multikey: str) -> tuple[KeyKind, bytes]:
    """Read a Multikey; that its point lies on the curve takes as long to find out as a signature to verify."""
    key = read_multikey(multikey)
    return kind_of(key), _der(key)


@lru_cache(maxsize=CACHED_KEYS)
def _multikey(kind: KeyKind, der: bytes) -> str:
    return write_multikey(kind, _loaded(der))


def _der(key: CryptographyPublicKey) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
