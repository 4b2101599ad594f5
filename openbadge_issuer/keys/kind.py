"""
The kinds of key this package knows, and the names that the standards give them.

A kind decides the signature algorithm; nothing a document or a token says about itself does.
"""

from enum import StrEnum
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from openbadge_issuer.errors import KeyMaterialError

CryptographyPublicKey = ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey
"""A public key as the library cryptography holds it."""

MIN_RSA_BITS = 2048
"""Shortest RSA modulus accepted, in bits: RFC 7518 3.3 asks for 2048 or more."""

MAX_RSA_BITS = 8192
"""Longest RSA modulus accepted, in bits. Twice the longest in use; the cost grows with the square."""


class KeyKind(StrEnum):
    """A kind of key; the values are the names that JWKs and the standards use."""

    ED25519 = "Ed25519"
    """EdDSA on edwards25519 (RFC 8032); signs Data Integrity proofs."""
    P256 = "P-256"
    """ECDSA on NIST P-256 with SHA-256; signs JWTs as ES256."""
    P384 = "P-384"
    """ECDSA on NIST P-384 with SHA-384."""
    P521 = "P-521"
    """ECDSA on NIST P-521 with SHA-512; signs JWTs as ES512."""
    SECP256K1 = "secp256k1"
    """ECDSA on the curve of Bitcoin with SHA-256; signs JWTs as ES256K (RFC 8812)."""
    RSA = "RSA"
    """RSA of 2048 bits or more; has no Multikey form, signs JWTs as RS256."""


CURVES: Final[dict[KeyKind, ec.EllipticCurve]] = {
    KeyKind.P256: ec.SECP256R1(),
    KeyKind.P384: ec.SECP384R1(),
    KeyKind.P521: ec.SECP521R1(),
    KeyKind.SECP256K1: ec.SECP256K1(),
}
"""The elliptic curve of each kind that has one."""

_BY_CURVE: Final = {curve.name: kind for kind, curve in CURVES.items()}


def kind_of(key: object) -> KeyKind:
    """
    Tell the kind of a public key.

    Raises:
        KeyMaterialError: If it is of no kind known here, or an RSA key too short or too long.
    """
    if isinstance(key, ed25519.Ed25519PublicKey):
        return KeyKind.ED25519
    if isinstance(key, ec.EllipticCurvePublicKey):
        return _curve_kind(key.curve)
    if isinstance(key, rsa.RSAPublicKey):
        _check_rsa_size(key.key_size)
        return KeyKind.RSA
    raise KeyMaterialError(
        f"Found a key of the kind {type(key).__name__.removesuffix('PublicKey')}; "
        f"keys of the kinds {', '.join(KeyKind)} are known."
    )


def _curve_kind(curve: ec.EllipticCurve) -> KeyKind:
    if curve.name in _BY_CURVE:
        return _BY_CURVE[curve.name]
    raise KeyMaterialError(
        f"Found an elliptic curve key on {curve.name}; the curves {', '.join(CURVES)} are known."
    )


def _check_rsa_size(bits: int) -> None:
    if not MIN_RSA_BITS <= bits <= MAX_RSA_BITS:
        raise KeyMaterialError(
            f"Found an RSA key of {bits} bits; it must have between {MIN_RSA_BITS} and {MAX_RSA_BITS}."
        )
