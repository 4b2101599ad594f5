"""
Checking a signature, with the algorithm bound to the kind of key.

The key decides what a signature must be; a JWS `alg` may only choose among what the key can do.
So a token cannot make an RSA key's text into an HMAC secret, nor a P-384 key check with SHA-256.

Ed25519 as in RFC 8032; ECDSA as raw r‖s of exact length (RFC 7518 3.4, vc-di-ecdsa 3.2.6), s high or low;
RSA as PKCS #1 v1.5 or PSS with a salt as long as the hash (RFC 7518 3.3, 3.5).
"""

from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from openbadge_issuer.errors import ProofError
from openbadge_issuer.keys.kind import CryptographyPublicKey, KeyKind, kind_of

JWS_ALGORITHMS: Final[dict[KeyKind, tuple[str, ...]]] = {
    KeyKind.ED25519: ("EdDSA", "Ed25519"),
    KeyKind.P256: ("ES256",),
    KeyKind.P384: ("ES384",),
    KeyKind.P521: ("ES512",),
    KeyKind.SECP256K1: ("ES256K",),
    KeyKind.RSA: ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
}
"""
The JWS algorithms of each kind of key, first the one that `Signer.sign` makes.
`Ed25519` is RFC 9864's name for what RFC 8037 calls `EdDSA`.
"""

ED25519_BYTES = 64
"""Length of an Ed25519 signature, in bytes: RFC 8032 5.1.6."""

COORDINATE_BYTES: Final = {KeyKind.P256: 32, KeyKind.P384: 48, KeyKind.P521: 66, KeyKind.SECP256K1: 32}
"""Length of a coordinate, and of each of r and s, in bytes: RFC 7518 3.4 and 6.2.1.2, RFC 8812 3."""

_DER_SEQUENCE: Final = b"\x30"
"""How the other form of ECDSA signatures begins: RFC 3279 2.2.3."""

_HASHES: Final[dict[str, hashes.HashAlgorithm]] = {
    "256": hashes.SHA256(),
    "384": hashes.SHA384(),
    "512": hashes.SHA512(),
}
CURVE_HASHES: Final[dict[KeyKind, hashes.HashAlgorithm]] = {
    KeyKind.P256: hashes.SHA256(),
    KeyKind.P384: hashes.SHA384(),
    KeyKind.P521: hashes.SHA512(),
    KeyKind.SECP256K1: hashes.SHA256(),
}
"""The hash each curve signs with: RFC 7518 3.4, RFC 8812 3.2, vc-di-ecdsa 3.2.6."""


def check_signature(key: CryptographyPublicKey, *, algorithm: str, signature: bytes, data: bytes) -> None:
    """
    Make sure that a signature over some data was made by this key.

    Args:
        key: The public key; its kind is known to be one of ours.
        algorithm: A JWS algorithm name.
        signature: The signature as raw bytes.
        data: What was signed.

    Raises:
        ProofError: If the algorithm is not one of this kind of key, or the signature does not hold.
    """
    kind = kind_of(key)
    if algorithm not in JWS_ALGORITHMS[kind]:
        allowed = " or ".join(JWS_ALGORITHMS[kind])
        raise ProofError(
            f"The key is of the kind {kind}, which signs with {allowed}; found {algorithm[:40]!r}."
        )
    try:
        _check(key, kind, algorithm, signature, data)
    except InvalidSignature as error:
        raise ProofError(
            "The signature does not match: the content was changed, or another key signed it."
        ) from error


def _check(key: CryptographyPublicKey, kind: KeyKind, algorithm: str, signature: bytes, data: bytes) -> None:
    if isinstance(key, ed25519.Ed25519PublicKey):
        _check_length(signature, ED25519_BYTES, kind)
        key.verify(signature, data)
    elif isinstance(key, ec.EllipticCurvePublicKey):
        half = COORDINATE_BYTES[kind]
        _check_length(signature, 2 * half, kind)
        r, s = int.from_bytes(signature[:half]), int.from_bytes(signature[half:])
        key.verify(encode_dss_signature(r, s), data, ec.ECDSA(CURVE_HASHES[kind]))
    else:
        _check_length(signature, (key.key_size + 7) // 8, kind)
        key.verify(signature, data, *_rsa_scheme(algorithm))


def _rsa_scheme(algorithm: str) -> tuple[padding.AsymmetricPadding, hashes.HashAlgorithm]:
    digest = _HASHES[algorithm[2:]]
    if algorithm.startswith("PS"):
        return padding.PSS(mgf=padding.MGF1(digest), salt_length=digest.digest_size), digest
    return padding.PKCS1v15(), digest


def _check_length(signature: bytes, expected: int, kind: KeyKind) -> None:
    if len(signature) == expected:
        return
    found = str(len(signature))
    if kind in COORDINATE_BYTES and signature[:1] == _DER_SEQUENCE:  # as key services give it
        found += " that begin as DER does; r and s must stand there as they are, one after the other"
    raise ProofError(f"A signature by this {kind} key has {expected} bytes; found {found}.")
