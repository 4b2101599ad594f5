"""
DIDs: the names of issuers that need no registry, and the documents that list their keys.

did:key (W3C CCG) is a public key that is its own name; its document follows from it, so nothing is published.
did:web is in `did_web`.
The DID document and the JWKS follow what verifiers in use accept, not only what the specifications allow:
absolute ids, `assertionMethod` as an array of strings, Ed25519 as Multikey, the others as JWK.

A key stands there in one form only: DID Core 5.2.1 forbids two in one verification method.
`JsonWebKey` and `publicKeyJwk` are used although `did/v1` and `multikey/v1` do not define them,
and the context that does (`https://w3id.org/security/jwk/v1`) is left out:
verifiers that read the document as JSON-LD have a fixed list of contexts, and refuse a document with another;
those that check JWTs read the member as plain JSON.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from openbadge_issuer.errors import KeyMaterialError
from openbadge_issuer.json_text import JsonObject, shorten
from openbadge_issuer.keys.did_web import did_web, did_web_url
from openbadge_issuer.keys.public_key import KeyKind, PublicKey
from openbadge_issuer.keys.signatures import JWS_ALGORITHMS

__all__ = [
    "PublishedKey",
    "did_document",
    "did_key",
    "did_key_method",
    "did_web",
    "did_web_url",
    "jwks",
    "parse_did_key",
    "parse_did_key_method",
]

DID_CONTEXT: Final = ("https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1")
"""The contexts of a DID document; some verifiers refuse one without."""

_KEY_PREFIX: Final = "did:key:"


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedKey:
    """
    A key as its owner publishes it.

    Attributes:
        public_key: The key.
        verification_method: Its id, absolute: the DID, `#`, a fragment.
        revoked: Since when nothing it signed counts any more; None while it does.
    """

    public_key: PublicKey
    verification_method: str
    revoked: datetime | None = None


def did_key(public_key: PublicKey) -> str:
    """
    Name a key by itself: `did:key:z6Mk…`.

    Raises:
        KeyMaterialError: If it is an RSA key, which has no such form.
    """
    return _KEY_PREFIX + public_key.multikey


def did_key_method(public_key: PublicKey) -> str:
    """
    Return the verification method of a did:key: `did:key:z6Mk…#z6Mk…`.

    Raises:
        KeyMaterialError: If it is an RSA key.
    """
    return f"{did_key(public_key)}#{public_key.multikey}"


def parse_did_key(did: str) -> PublicKey:
    """
    Read the key that a did:key is.

    Raises:
        KeyMaterialError: If it is not a did:key of a kind known here, or something follows it.
    """
    if not did.startswith(_KEY_PREFIX):
        raise KeyMaterialError(f"Expected a DID that begins with {_KEY_PREFIX}; found {shorten(did)!r}.")
    return PublicKey.from_multikey(did.removeprefix(_KEY_PREFIX))


def parse_did_key_method(method: str) -> PublicKey:
    """
    Read the key from the verification method of a did:key, which names the key twice.

    Raises:
        KeyMaterialError: If it is not one, or names two different keys.
    """
    did, _, fragment = method.partition("#")
    if did != _KEY_PREFIX + fragment:
        raise KeyMaterialError(
            f"The verification method of a did:key is the DID, # and its last part again; "
            f"found {shorten(method)!r}."
        )
    return parse_did_key(did)


def did_document(did: str, keys: Sequence[PublishedKey]) -> JsonObject:
    """
    Write the DID document of an issuer (DID Core 5; Controlled Identifiers 2).

    Revoked keys stay listed, with the moment, so that verifiers can say why a badge no longer counts;
    they are not among the keys that may assert.

    Raises:
        KeyMaterialError: If a key's id does not belong to the DID, or stands there twice.
    """
    _check_methods(did, keys)
    return {
        "@context": list(DID_CONTEXT),
        "id": did,
        "verificationMethod": [_method(did, key) for key in keys],
        "assertionMethod": [key.verification_method for key in keys if key.revoked is None],
    }


def jwks(keys: Sequence[PublishedKey], issuer: str) -> JsonObject:
    """
    Write a JWK Set of the keys that count (RFC 7517 5; OB 3.0 guide, key provenance).

    `kid` is the id of the verification method, and `iss` (a member that the guide suggests) the issuer's id,
    so that the sets of several issuers on one domain can be served as one.
    """
    return {
        "keys": [
            {
                **key.public_key.jwk,
                "kid": key.verification_method,
                "use": "sig",
                "alg": JWS_ALGORITHMS[key.public_key.kind][0],
                "iss": issuer,
            }
            for key in keys
            if key.revoked is None
        ]
    }


def _method(did: str, key: PublishedKey) -> JsonObject:
    method: JsonObject = {"id": key.verification_method, "type": "JsonWebKey", "controller": did}
    if key.public_key.kind is KeyKind.ED25519:
        method |= {"type": "Multikey", "publicKeyMultibase": key.public_key.multikey}
    else:
        method["publicKeyJwk"] = key.public_key.jwk
    if key.revoked is not None:
        method["revoked"] = key.revoked.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return method


def _check_methods(did: str, keys: Sequence[PublishedKey]) -> None:
    methods = [key.verification_method for key in keys]
    for method in methods:
        if not method.startswith(f"{did}#"):
            raise KeyMaterialError(
                f"The key id {shorten(method)!r} does not begin with the DID {did!r} and #."
            )
        if methods.count(method) > 1:
            raise KeyMaterialError(f"The key id {shorten(method)!r} stands there twice.")
