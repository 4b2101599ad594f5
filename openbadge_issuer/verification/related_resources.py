"""
Are the related resources that a credential names what their digests say? (VC Data Model 2.0, 5.3)

Nothing is fetched for this: the contexts at hand are compared, byte for byte.
What is not at hand stays unread, and so nobody relies on it here.
"""

import hashlib
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterator
from typing import Any

from openbadge_issuer.errors import InputError, Problem
from openbadge_issuer.json_text import JsonObject, child_path, shorten
from openbadge_issuer.keys.multibase import decode_multibase
from openbadge_issuer.linked_data.contexts import CREDENTIALS_V2, Contexts

MAX_DIGEST = 128
"""Longest digest read, in characters: the 64 bytes of SHA-512 take 88 in base64."""

MULTIHASHES = {b"\x12\x20": "sha256", b"\x20\x30": "sha384", b"\x13\x40": "sha512"}
"""The prefixes of a digest that names its own hash (Multihash): a code, and the length in bytes."""

_LENGTHS = {32: "sha256", 48: "sha384", 64: "sha512"}

_JULY_2024_SHA256 = "24a18c90e9856d526111f29376e302d970b2bd10182e33959995b0207d7043b9"
_JULY_2024_SHA384 = (
    "35239c36999d2155312091af194a1edb61634d6ad789a5e5b19f2aebdd762dd9d1dcaada40eda7ef921c6b8c0ae107a0"
)

FORMER_EDITIONS: dict[str, frozenset[tuple[str, str]]] = {
    CREDENTIALS_V2: frozenset({("sha256", _JULY_2024_SHA256), ("sha384", _JULY_2024_SHA384)}),
}
"""Digests of the bytes that stood under a URL before; they mean the same, and are named in older credentials."""


def digest_problems(document: JsonObject, contexts: Contexts) -> list[Problem]:
    """Tell which related resources of a document are not what is at hand under their ids."""
    found: Any = document.get("relatedResource")
    many = isinstance(found, list)
    problems: list[Problem] = []
    for index, resource in enumerate(found if many else [found]):
        path = child_path("$.relatedResource", index) if many else "$.relatedResource"
        if isinstance(resource, dict) and resource.get("id") in contexts:
            problems += _wrong_digests(resource, path, contexts)
    return problems


def _wrong_digests(resource: JsonObject, path: str, contexts: Contexts) -> Iterator[Problem]:
    content = contexts.source(resource["id"])
    former = FORMER_EDITIONS.get(resource["id"], frozenset())
    for member, read in (("digestSRI", _from_sri), ("digestMultibase", _from_multibase)):
        if isinstance(value := resource.get(member), str):
            named = read(value)
            if named is None or not (named in former or named == _digest(named[0], content)):
                message = f"This is not the digest of {shorten(resource['id'])}."
                yield Problem(
                    code="wrong-digest", path=child_path(path, member), message=message, value=shorten(value)
                )


def _digest(algorithm: str, content: bytes) -> tuple[str, str]:
    return algorithm, hashlib.new(algorithm, content).hexdigest()


def _from_sri(text: str) -> tuple[str, str] | None:
    algorithm, _, value = text.partition("?")[0].partition("-")
    try:
        raw = b64decode(value.replace("-", "+").replace("_", "/"), validate=True)
    except (NotBase64, ValueError):
        return None
    return (algorithm, raw.hex()) if algorithm == _LENGTHS.get(len(raw)) else None


def _from_multibase(text: str) -> tuple[str, str] | None:
    """Read a Multihash, or a digest alone, whose length says by which hash it was made."""
    try:
        raw = decode_multibase(text, MAX_DIGEST)
    except InputError:
        return None
    algorithm = MULTIHASHES.get(raw[:2])
    if algorithm == _LENGTHS.get(len(raw) - 2) and algorithm is not None:
        return algorithm, raw[2:].hex()
    alone = _LENGTHS.get(len(raw))
    return (alone, raw.hex()) if alone else None
