"""
What a proof says about the key that made it, before anybody believes it.

A Data Integrity proof names a verification method,
a JWT has `kid` or `jwk` in its header (Open Badges 3.0, section 8.2.2).
Some name a key that they also carry: did:key, did:jwk, a multikey as the fragment of a URL, `jwk`.
A carried key can show that nothing was changed; it cannot show who signed.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

from openbadge_issuer.errors import InputError, KeyMaterialError
from openbadge_issuer.json_text import parse_object, shorten
from openbadge_issuer.keys.did import parse_did_key
from openbadge_issuer.keys.multibase import decode_base64url
from openbadge_issuer.keys.public_key import CACHED_KEYS, PublicKey
from openbadge_issuer.verification.urls import SELF_PROVING, is_url, scheme_of


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyClaim:
    """
    What a proof says about its key.

    Attributes:
        issuer: Who the document says issued it.
        method: The verification method as an absolute URL; None if none is named.
        kid: The `kid` of a JWT as it was written; None for other proofs.
        carried: The key that came along; None if it must be looked up.
        from_header: True for a JWT, whose keys may also stand in a JWK set.
    """

    issuer: str
    method: str | None = None
    kid: str | None = None
    carried: PublicKey | None = None
    from_header: bool = False

    @classmethod
    def of_method(cls, method: object, *, issuer: str) -> Self:
        """
        Take the claim of a proof with a `verificationMethod`.

        Raises:
            KeyMaterialError: If it is not an absolute URL, or carries a key that is none.
        """
        url = _checked_url(method)
        return cls(issuer=issuer, method=url, carried=key_within(url))

    @classmethod
    def of_header(cls, header: dict[str, Any], *, issuer: str) -> Self:
        """
        Take the claim of a JWT. A `kid` that leads nowhere counts as the fragment of the issuer's id:
        JWK sets have any text there, thumbprints as `urn:ietf:params:oauth:jwk-thumbprint:…` among them.

        Raises:
            KeyMaterialError: If `kid` or `jwk` are not what they must be, or name two different keys.
        """
        kid, jwk = header.get("kid"), header.get("jwk")
        if kid is not None and not isinstance(kid, str):
            raise KeyMaterialError("kid in the header of a JWT must be a string.")
        method = (
            _checked_url(kid if _leads_somewhere(kid) else f"{issuer}#{kid.removeprefix('#')}")
            if kid
            else None
        )
        carried = [_header_key(jwk)] if jwk is not None else []
        within = key_within(method) if method else None
        keys = {*carried, *([within] if within else [])}
        if len(keys) > 1:
            raise KeyMaterialError("kid and jwk in the header of the JWT are two different keys.")
        return cls(
            issuer=issuer, method=method, kid=kid, carried=keys.pop() if keys else None, from_header=True
        )

    @property
    def controller(self) -> str:
        """The part of the method before `#`; the issuer's id if no method is named."""
        return self.method.partition("#")[0] if self.method else self.issuer

    @property
    def fragment(self) -> str:
        """The part of the method after `#`; empty if there is none."""
        return self.method.partition("#")[2] if self.method else ""

    @property
    def names(self) -> frozenset[str]:
        """What the `kid` of this key may be in a JWK set."""
        return frozenset(name for name in (self.kid, self.method, self.fragment) if name)


@lru_cache(maxsize=CACHED_KEYS)
def key_within(url: str) -> PublicKey | None:
    """
    Read the key that a key URL itself holds: a did:key, a did:jwk, or a multikey as fragment; None without.

    Raises:
        KeyMaterialError: If it is a did:key or did:jwk without a usable key.
    """
    controller, _, fragment = url.partition("#")
    if scheme_of(controller) in SELF_PROVING:
        return key_of_did(controller)
    try:
        return PublicKey.from_multikey(fragment) if fragment else None
    except KeyMaterialError:
        return None


@lru_cache(maxsize=CACHED_KEYS)
def key_of_did(did: str) -> PublicKey:
    """
    Read the key that a did:key or a did:jwk is.

    Raises:
        KeyMaterialError: If it holds none that can be used.
    """
    if scheme_of(did) == "did:key":
        return parse_did_key(did)
    try:
        return PublicKey.from_jwk(parse_object(decode_base64url(did.removeprefix("did:jwk:"))))
    except InputError as error:
        raise KeyMaterialError(f"{shorten(did, 80)} is not a did:jwk: {error.message}") from error


def _leads_somewhere(kid: str) -> bool:
    """Tell whether a `kid` is a DID of any method or a web address, and not just a name."""
    return scheme_of(kid).partition(":")[0].lower() in ("did", "https", "http")


def _checked_url(method: object) -> str:
    if not isinstance(method, str) or not is_url(method):
        found = repr(shorten(method, 80)) if isinstance(method, str) else "something else than a string"
        raise KeyMaterialError(f"A key is named by an absolute URL or DID; found {found}.")
    return method


def _header_key(jwk: object) -> PublicKey:
    if not isinstance(jwk, dict):
        raise KeyMaterialError("jwk in the header of a JWT must be an object.")
    return PublicKey.from_jwk(jwk)
