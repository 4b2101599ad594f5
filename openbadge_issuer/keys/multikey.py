"""
Multikey: a public key as a short text that names its own kind (Controlled Identifiers 1.0, section 2.2.2).

The bytes are a two-byte multicodec prefix and the key (NIST curve points compressed), in base58btc.
did:key is this text behind `did:key:`.
RSA keys have no Multikey form.
"""

from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from openbadge_issuer.errors import InputError, KeyMaterialError
from openbadge_issuer.keys.edwards25519 import check_point
from openbadge_issuer.keys.kind import CURVES, CryptographyPublicKey, KeyKind
from openbadge_issuer.keys.multibase import decode_multibase, encode_base58btc
from openbadge_issuer.keys.signatures import COORDINATE_BYTES

MAX_LENGTH = 100
"""Longest text read, in characters: a P-384 key has 71, a P-521 key 96."""

_PREFIXES: Final = {
    KeyKind.ED25519: b"\xed\x01",
    KeyKind.P256: b"\x80\x24",
    KeyKind.P384: b"\x81\x24",
    KeyKind.P521: b"\x82\x24",
    KeyKind.SECP256K1: b"\xe7\x01",
}
"""Of these, Controlled Identifiers names the first three; the others are those of the multicodec table."""
_KINDS: Final = {prefix: kind for kind, prefix in _PREFIXES.items()}
_SECRET_PREFIXES: Final = {b"\x80\x26", b"\x81\x26", b"\x86\x26", b"\x87\x26", b"\x88\x26"}
"""Private keys of the same kinds: whoever sends one by mistake must be told."""


def read_multikey(text: str) -> CryptographyPublicKey:
    """
    Read a public key from its Multikey text.

    Raises:
        KeyMaterialError: If it is not one: wrong base, unknown prefix, wrong length,
            not a point of the curve, or a private key.
    """
    data = _decode(text)
    prefix, key = data[:2], data[2:]
    if prefix in _SECRET_PREFIXES:
        raise KeyMaterialError(
            "Found a private key where a public one is expected.",
            hint="Whoever has seen it can sign with it: make a new key, and revoke this one.",
        )
    if prefix not in _KINDS:
        raise KeyMaterialError(f"Not a Multikey of the kinds {', '.join(_PREFIXES)}, by its first two bytes.")
    if _KINDS[prefix] is KeyKind.ED25519:
        return ed25519_key(key)
    return _compressed_key(_KINDS[prefix], key)


def write_multikey(kind: KeyKind, key: CryptographyPublicKey) -> str:
    """
    Write a public key as Multikey text.

    Raises:
        KeyMaterialError: If it is an RSA key.
    """
    if isinstance(key, ed25519.Ed25519PublicKey):
        data = key.public_bytes_raw()
    elif isinstance(key, ec.EllipticCurvePublicKey):
        data = key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    else:
        raise KeyMaterialError(
            "An RSA key has no Multikey form.",
            hint="Use its JWK; for Data Integrity proofs, use an Ed25519 key.",
        )
    return encode_base58btc(_PREFIXES[kind] + data)


def ed25519_key(data: bytes) -> ed25519.Ed25519PublicKey:
    """
    Make an Ed25519 public key from its 32 bytes.

    Raises:
        KeyMaterialError: If they are not one.
    """
    check_point(data)
    return ed25519.Ed25519PublicKey.from_public_bytes(data)


def point_key(kind: KeyKind, encoded: bytes) -> ec.EllipticCurvePublicKey:
    """
    Make an elliptic curve public key from its encoded point (SEC 1, section 2.3.4).

    Raises:
        KeyMaterialError: If it is not a point of the curve.
    """
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(CURVES[kind], encoded)
    except ValueError as error:
        raise KeyMaterialError(f"Not a {kind} public key: the point is not on the curve.") from error


def _compressed_key(kind: KeyKind, data: bytes) -> ec.EllipticCurvePublicKey:
    expected = COORDINATE_BYTES[kind] + 1
    if len(data) != expected or data[0] not in (2, 3):
        raise KeyMaterialError(
            f"A {kind} Multikey holds a compressed point of {expected} bytes; "
            f"found {len(data)} bytes or another form."
        )
    return point_key(kind, data)


def _decode(text: str) -> bytes:
    if not text.startswith("z"):
        raise KeyMaterialError(f"A Multikey begins with z (base58btc); found {text[:1]!r}.")
    try:
        return decode_multibase(text, MAX_LENGTH)
    except InputError as error:
        raise KeyMaterialError(f"Not a Multikey: {error.message}") from error
