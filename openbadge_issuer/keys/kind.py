"""
The kinds of key this package knows, and the names that the standards give them.

A kind decides the signature algorithm; nothing a document or a token says about itself does.
"""

from enum import StrEnum

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
    RSA = "RSA"
    """RSA of 2048 bits or more; has no Multikey form, signs JWTs as RS256."""


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
        "keys of the kinds Ed25519, P-256, P-384 and RSA are known."
    )


def _curve_kind(curve: ec.EllipticCurve) -> KeyKind:
    if isinstance(curve, ec.SECP256R1):
        return KeyKind.P256
    if isinstance(curve, ec.SECP384R1):
        return KeyKind.P384
    raise KeyMaterialError(
        f"Found an elliptic curve key on {curve.name}; the curves P-256 and P-384 are known."
    )


def _check_rsa_size(bits: int) -> None:
    if not MIN_RSA_BITS <= bits <= MAX_RSA_BITS:
        raise KeyMaterialError(
            f"Found an RSA key of {bits} bits; it must have between {MIN_RSA_BITS} and {MAX_RSA_BITS}."
        )
