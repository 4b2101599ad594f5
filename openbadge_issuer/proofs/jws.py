"""
Compact JWS: three texts joined by points, the third signing the first two (RFC 7515, section 7.1).

Written on top of `cryptography`, since of the JOSE family only this one form is needed.
The rest (`none`, HMAC, keys fetched from URLs in the header, unencoded payloads, encryption)
is only an opening for attacks where nobody needs it.
What is read is refused unless it has exactly this form, in its one spelling.
Nothing is known here about credentials; whose key it is, is not known either.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from openbadge_issuer.errors import InputError, ProofError
from openbadge_issuer.json_text import MAX_BYTES, JsonObject, name_of, parse_object, shorten, to_text
from openbadge_issuer.keys.jwk import PRIVATE_MEMBERS
from openbadge_issuer.keys.multibase import base64url, decode_base64url
from openbadge_issuer.keys.public_key import PublicKey
from openbadge_issuer.keys.signatures import JWS_ALGORITHMS
from openbadge_issuer.keys.signer import Signer

MAX_HEADER_LENGTH = 16_384
"""Longest header read, in characters. Ours have 200; a certificate chain in it takes about 8,000."""

MAX_SIGNATURE_LENGTH = 1_366
"""Longest signature read, in characters: the 1,024 bytes of an RSA key of 8,192 bits."""

MAX_TOKEN_LENGTH = MAX_HEADER_LENGTH + MAX_BYTES * 4 // 3 + MAX_SIGNATURE_LENGTH + 6
"""Longest token read, in characters: base64url makes four of three bytes."""

HEADERS_KEPT = 256
"""Headers that are kept as they were written, each of some 300 characters: one for each key that is at work."""

ALGORITHMS: Final = frozenset(name for names in JWS_ALGORITHMS.values() for name in names)
"""Algorithms that are read: the asymmetric ones of known keys; never `none`, never HMAC (RFC 8725, 3.1)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CompactJws:
    """
    A JWS that was taken apart, and not yet checked.

    Attributes:
        header: The JOSE header.
        payload: The payload.
        payload_text: The payload as it was written.
        algorithm: The header's `alg`, one of `ALGORITHMS`.
        signing_input: The bytes that are signed.
        signature: The signature.
    """

    header: JsonObject
    payload: JsonObject
    payload_text: bytes
    algorithm: str
    signing_input: bytes
    signature: bytes


def write_jws(header: JsonObject, payload: JsonObject, signer: Signer) -> str:
    """Sign a payload, with a header that says how."""
    is_text = {*map(type, header.values())} == {str}
    first = _kept(tuple(header.items())) if is_text else _encoded(header)
    signing_input = f"{first}.{_encoded(payload)}"
    return f"{signing_input}.{base64url(signer.sign(signing_input.encode('ascii')))}"


def read_jws(token: str) -> CompactJws:
    """
    Take a compact JWS apart.

    Raises:
        ProofError: If it has not exactly this form, names an algorithm that is not accepted, a critical
            extension, or a private key.
        InputError: If header or payload is not one JSON object in its strict form.
    """
    if len(token) > MAX_TOKEN_LENGTH:
        raise ProofError(f"The JWT has {len(token):,} characters; at most {MAX_TOKEN_LENGTH:,} are read.")
    parts = token.split(".")
    if len(parts) != 3:
        raise ProofError(f"A JWT has three parts joined by points; found {len(parts)}.")
    header = parse_object(_decode(parts[0], "header", limit=MAX_HEADER_LENGTH))
    _check_header(header)
    payload_text = _decode(parts[1], "payload", limit=MAX_TOKEN_LENGTH)
    return CompactJws(
        header=header,
        payload=parse_object(payload_text),
        payload_text=payload_text,
        algorithm=_algorithm(header),
        signing_input=token.rpartition(".")[0].encode("ascii"),
        signature=_decode(parts[2], "signature", limit=MAX_SIGNATURE_LENGTH),
    )


def verify_jws(jws: CompactJws, public_key: PublicKey) -> None:
    """
    Make sure that a key signed a JWS.

    Raises:
        ProofError: If it did not, or the algorithm is not one of this kind of key.
    """
    public_key.verify_jws(jws.algorithm, jws.signature, jws.signing_input)


@lru_cache(maxsize=HEADERS_KEPT)
def _kept(members: tuple[tuple[str, str], ...]) -> str:
    """Write a header of texts once: all that one key signs has the same."""
    return _encoded(dict(members))


def _encoded(part: JsonObject) -> str:
    return base64url(to_text(part).encode("ascii"))


def _decode(text: str, part: str, *, limit: int) -> bytes:
    if len(text) > limit:
        raise ProofError(f"The {part} of the JWT has {len(text):,} characters; at most {limit:,} are read.")
    try:
        return decode_base64url(text)
    except InputError as error:
        raise ProofError(f"The {part} of the JWT cannot be read. {error.message}") from error


def _algorithm(header: JsonObject) -> str:
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        found = repr(shorten(algorithm, 40)) if isinstance(algorithm, str) else name_of(algorithm)
        raise ProofError(
            f"The algorithm of the JWT is {found}; accepted are {', '.join(sorted(ALGORITHMS))}.",
            path="$.alg",
        )
    return algorithm


def _check_header(header: JsonObject) -> None:
    if (
        "crit" in header or "b64" in header
    ):  # RFC 7515 4.1.11, RFC 7797 3: none is understood, so none is accepted
        raise ProofError("The JWT asks for an extension (crit, b64) that is not supported.", path="$.crit")
    _check_type(header, "kid", str)
    _check_type(header, "jwk", dict)
    if PRIVATE_MEMBERS.intersection(header.get("jwk", {})):
        raise ProofError(
            "The header of the JWT holds a private key.",
            hint="Whoever has seen it can sign with it: make a new key, and revoke this one.",
            path="$.jwk",
        )


def _check_type(header: JsonObject, name: str, expected: type[Any]) -> None:
    if name in header and not isinstance(header[name], expected):
        raise ProofError(
            f"{name} in the header of the JWT cannot be {name_of(header[name])}.", path=f"$.{name}"
        )
