"""
JSON Web Keys: public keys as JSON (RFC 7517; RFC 7518 section 6 for EC and RSA; RFC 8037 for Ed25519).

Only public keys are read, and only for checking signatures; private and symmetric ones are refused by name,
each number must have its one spelling, and what the JWK says about its own use must allow it.
`kid`, `x5c` and the like are not looked at: whose key this is, is not decided here.
"""

from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from openbadge_issuer.errors import InputError, KeyMaterialError
from openbadge_issuer.json_text import name_of, shorten
from openbadge_issuer.keys.edwards25519 import ED25519_KEY_BYTES
from openbadge_issuer.keys.kind import CURVES, MAX_RSA_BITS, CryptographyPublicKey, KeyKind, kind_of
from openbadge_issuer.keys.multibase import base64url, decode_base64url
from openbadge_issuer.keys.multikey import ed25519_key, point_key
from openbadge_issuer.keys.signatures import COORDINATE_BYTES, JWS_ALGORITHMS

PRIVATE_MEMBERS: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
"""Members that hold a private or a symmetric key: RFC 7518 6.2.2, 6.3.2, 6.4.1."""

MAX_MEMBER_LENGTH = MAX_RSA_BITS // 6 + 2
"""Longest key member read, in characters: the modulus of the longest RSA key in base64url."""

MAX_RSA_EXPONENT_BITS = 64
"""Longest public RSA exponent accepted, in bits. All in use are 65537; verifying costs its length."""


def read_jwk(jwk: dict[str, Any]) -> CryptographyPublicKey:
    """
    Read a public key from a JWK.

    Raises:
        KeyMaterialError: If it is not one of the kinds known, not exactly spelled, not a possible key,
            holds a private or symmetric key, or is meant for something else than signatures.
    """
    secret = PRIVATE_MEMBERS.intersection(jwk)
    if secret or jwk.get("kty") == "oct":
        raise KeyMaterialError(
            "Found a private or symmetric key where a public one is expected.",
            hint="Whoever has seen it can sign with it: make a new key, and revoke this one.",
        )
    key = _read_by_type(jwk)
    _check_use(jwk, kind_of(key))
    return key


def write_jwk(kind: KeyKind, key: CryptographyPublicKey) -> dict[str, str]:
    """Write a public key as a JWK: just the members that RFC 7638 hashes, in its order."""
    if isinstance(key, ed25519.Ed25519PublicKey):
        return {"crv": kind.value, "kty": "OKP", "x": base64url(key.public_bytes_raw())}
    if isinstance(key, ec.EllipticCurvePublicKey):
        length, numbers = COORDINATE_BYTES[kind], key.public_numbers()
        x, y = (base64url(number.to_bytes(length)) for number in (numbers.x, numbers.y))
        return {"crv": kind.value, "kty": "EC", "x": x, "y": y}
    exponent, modulus = (_minimal(number) for number in (key.public_numbers().e, key.public_numbers().n))
    return {"e": exponent, "kty": "RSA", "n": modulus}


def _read_by_type(jwk: dict[str, Any]) -> CryptographyPublicKey:
    match jwk.get("kty"), jwk.get("crv"):
        case "OKP", KeyKind.ED25519:
            return ed25519_key(_member(jwk, "x", length=ED25519_KEY_BYTES))
        case "EC", str() as curve if curve in CURVES:
            kind = KeyKind(curve)
            length = COORDINATE_BYTES[kind]
            return point_key(
                kind, b"\x04" + _member(jwk, "x", length=length) + _member(jwk, "y", length=length)
            )
        case "RSA", _:
            return _rsa_key(modulus=_number(jwk, "n"), exponent=_number(jwk, "e"))
        case kty, crv:
            raise KeyMaterialError(
                f"Found a JWK with kty {_shown(kty)} and crv {_shown(crv)}; "
                f"known are OKP with Ed25519, EC with {', '.join(CURVES)}, and RSA."
            )


def _rsa_key(*, modulus: int, exponent: int) -> rsa.RSAPublicKey:
    if exponent.bit_length() > MAX_RSA_EXPONENT_BITS:
        raise KeyMaterialError(f"The exponent of an RSA key has more than {MAX_RSA_EXPONENT_BITS} bits.")
    try:
        return rsa.RSAPublicNumbers(exponent, modulus).public_key()
    except ValueError as error:
        raise KeyMaterialError(
            "Not an RSA public key: modulus and exponent cannot be those of one."
        ) from error


def _member(jwk: dict[str, Any], name: str, *, length: int) -> bytes:
    data = _decoded(jwk, name)
    if len(data) != length:
        raise KeyMaterialError(f"The member {name} of this JWK has {length} bytes; found {len(data)}.")
    return data


def _number(jwk: dict[str, Any], name: str) -> int:
    data = _decoded(jwk, name)
    if not data or data[0] == 0:  # RFC 7518, section 2, Base64urlUInt: as few octets as possible
        raise KeyMaterialError(
            f"The member {name} of an RSA JWK must be a number without leading zero bytes."
        )
    return int.from_bytes(data)


def _decoded(jwk: dict[str, Any], name: str) -> bytes:
    value = jwk.get(name)
    if not isinstance(value, str) or len(value) > MAX_MEMBER_LENGTH:
        raise KeyMaterialError(
            f"The member {name} of this JWK must be a string of at most {MAX_MEMBER_LENGTH} characters; "
            f"found {name_of(value)}."
        )
    try:
        return decode_base64url(value)
    except InputError as error:
        raise KeyMaterialError(f"The member {name} of this JWK cannot be read. {error.message}") from error


def _minimal(number: int) -> str:
    return base64url(number.to_bytes((number.bit_length() + 7) // 8))


def _check_use(jwk: dict[str, Any], kind: KeyKind) -> None:
    """RFC 7517 4.2 to 4.4: a JWK may say what it is for."""
    use, operations, algorithm = jwk.get("use", "sig"), jwk.get("key_ops", ["verify"]), jwk.get("alg")
    if use != "sig" or not isinstance(operations, list) or "verify" not in operations:
        raise KeyMaterialError("This JWK says that it is not for checking signatures (use, key_ops).")
    if algorithm is not None and algorithm not in JWS_ALGORITHMS[kind]:
        raise KeyMaterialError(
            f"This JWK says that it is for {_shown(algorithm)}; a {kind} key signs with "
            f"{' or '.join(JWS_ALGORITHMS[kind])}."
        )


def _shown(value: object) -> str:
    return repr(shorten(value, 40)) if isinstance(value, str) else name_of(value)
