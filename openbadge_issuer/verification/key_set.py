"""
JWK sets (RFC 7517, section 5), and the single JWK that some `kid` URLs lead to.

Some documents are both, for readers of the one and of the other: a JWK with a member `keys`.

On a host with several issuers a JWK may say whose it is by `iss`, as the Open Badges guide suggests.
One that does not say is the host's, which speaks for all of its issuers.
"""

from openbadge_issuer.errors import KeyMaterialError
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.keys.public_key import PublicKey

MAX_KEYS = 256
"""Most keys read from one set; as many as verification methods from one document."""


def is_key_set(document: JsonObject) -> bool:
    """Tell whether a document is a JWK set."""
    return isinstance(document.get("keys"), list)


def find_key(
    document: JsonObject,
    *,
    names: frozenset[str],
    like: PublicKey | None = None,
    issuer: str | None = None,
    saying_so: bool = False,
) -> PublicKey | None:
    """
    Find a key in a JWK set, or take the one that a document is.

    Args:
        document: The set, or a single JWK.
        names: What `kid` may be.
        like: The key itself, if it is known.
        issuer: Keys that say by `iss` that they are another's are left out; None to keep them.
        saying_so: Whether keys that do not say whose they are, are left out too.

    Returns:
        The key; None if there is none, or it cannot be used.
    """
    if not is_key_set(document):
        return _read(document, issuer, saying_so=saying_so)
    for member in [*document["keys"][:MAX_KEYS], document]:
        key = _read(member, issuer, saying_so=saying_so)
        if key is not None and (key == like or any(member.get("kid") == name for name in names)):
            return key
    return None


def _read(member: object, issuer: str | None, *, saying_so: bool) -> PublicKey | None:
    if not isinstance(member, dict) or (
        issuer and member.get("iss", None if saying_so else issuer) != issuer
    ):
        return None
    try:
        return PublicKey.from_jwk(member)
    except KeyMaterialError:
        return None
