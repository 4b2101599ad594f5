"""
What an issuer publishes about its keys: DID documents and controlled identifier documents.

W3C Controlled Identifiers 1.0 (sections 2.1 to 2.3 and 3.3) and DID Core 1.0 (section 5) describe them alike:
`verificationMethod` holds keys, `assertionMethod` says which of them may sign credentials,
`authentication` which may sign presentations.
A profile in the Open Badges sense may carry both as well.

Read generously where the standards leave room (relative ids, methods embedded in `assertionMethod`)
and where older documents are still served (`publicKeyBase58`),
strictly where it matters whose key it is.
Nothing is fetched here, and nobody is believed here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from openbadge_issuer.errors import InputError, KeyMaterialError, ProofError
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.keys.multibase import decode_multibase
from openbadge_issuer.keys.multikey import ed25519_key
from openbadge_issuer.keys.public_key import KeyKind, PublicKey
from openbadge_issuer.proofs.proof_members import PROOF_PURPOSE
from openbadge_issuer.proofs.timestamps import parse_timestamp
from openbadge_issuer.verification.moments import is_over

MAX_METHODS = 256
"""Most verification methods read from one document: twenty years of an issuer that rotates monthly."""


KINDS_OF_TYPES = {
    "Ed25519VerificationKey2020": {KeyKind.ED25519},
    "Ed25519VerificationKey2018": {KeyKind.ED25519},
}
"""Types of verification methods that tell the kind of key; the others (Multikey, JsonWebKey, …) leave it to the key."""

_SECRETS = {"secretKeyMultibase", "secretKeyJwk", "privateKeyMultibase", "privateKeyJwk", "privateKeyBase58"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Method:
    """
    One verification method.

    Attributes:
        id: Its id as an absolute URL.
        controller: Who it says controls it; None if it does not say.
        document: The method as it was published.
        others: More that were published under the same id.
    """

    id: str
    controller: str | None
    document: JsonObject
    others: tuple[JsonObject, ...] = ()

    @classmethod
    def read(cls, document: JsonObject, *, base: str) -> Self | None:
        """Take a verification method out of a document; None if it has no id."""
        identifier, controller = document.get("id"), document.get("controller")
        if not isinstance(identifier, str):
            return None
        controller = controller if isinstance(controller, str) else None
        return cls(id=absolute(identifier, base), controller=controller, document=document)

    def key(self) -> PublicKey:
        """
        Read the key.

        Raises:
            KeyMaterialError: If there is none that can be used, two that differ, one of another kind than
                the method's type says, or a private one.
        """
        self._check_kept_secret()
        keys = {*self._keys()}
        kinds = KINDS_OF_TYPES.get(str(self.document.get("type")))
        if kinds and any(key.kind not in kinds for key in keys):
            raise KeyMaterialError(
                f"{self.id} is said to be an {self.document['type']}; its key is of another kind."
            )
        if not keys:
            raise KeyMaterialError(f"{self.id} holds neither publicKeyMultibase nor publicKeyJwk.")
        if len(keys) > 1:
            raise KeyMaterialError(f"{self.id} holds two different keys.")
        return keys.pop()

    def ended(self, now: datetime) -> str | None:
        """Return what ended this method, `revoked-key` or `expired-key`; None while it may be used."""
        for member, code in (("revoked", "revoked-key"), ("expires", "expired-key")):
            for document in (self.document, *self.others):
                value = document.get(member)  # null says nothing (JSON-LD 1.1 API, 5.1.2, step 13.4.4)
                if value is not None and _is_past(value, now, sharp=member == "revoked"):
                    return code
        return None

    def _check_kept_secret(self) -> None:
        """Whoever publishes a private key has given it away (Controlled Identifiers 1.0, 2.2.2)."""
        if _SECRETS.intersection(self.document):
            raise KeyMaterialError(f"{self.id} holds a private key, with which now everybody can sign.")

    def _keys(self) -> Iterator[PublicKey]:
        for document in (self.document, *self.others):
            multikey, jwk = document.get("publicKeyMultibase"), document.get("publicKeyJwk")
            bare = document.get("publicKeyBase58") if str(document.get("type")) in KINDS_OF_TYPES else None
            if isinstance(multikey, str):
                yield PublicKey.from_multikey(multikey)
            if isinstance(jwk, dict):
                yield PublicKey.from_jwk(jwk)
            if isinstance(bare, str):
                yield _from_base58(bare)


@dataclass(frozen=True, kw_only=True, slots=True)
class ControllerDocument:
    """
    The keys in a document, and which of them may sign credentials.

    Attributes:
        id: Whose document it says it is; None if it does not say.
        methods: Every method in it, by id.
        asserting: The ids listed for the purpose in question, as a rule under `assertionMethod`.
    """

    id: str | None
    methods: dict[str, Method]
    asserting: frozenset[str]

    @classmethod
    def read(cls, document: JsonObject, *, base: str, purpose: str = PROOF_PURPOSE) -> Self:
        """
        Read a document that was found at `base`, against which relative ids count.

        `purpose` is the member that lists the keys which count: `assertionMethod`, or `authentication`.
        """
        listed = _items(document.get("verificationMethod"))
        asserted = _items(document.get(purpose))
        embedded = [item for item in asserted if isinstance(item, dict)]
        methods = [Method.read(item, base=base) for item in [*listed, *embedded] if isinstance(item, dict)]
        ids = [item.get("id") if isinstance(item, dict) else item for item in asserted]
        identifier = document.get("id")
        return cls(
            id=identifier if isinstance(identifier, str) else None,
            methods=_by_id(method for method in methods if method),
            asserting=frozenset(absolute(item, base) for item in ids if isinstance(item, str)),
        )

    @property
    def names_keys(self) -> bool:
        """True if the document says anything about keys."""
        return bool(self.methods or self.asserting)

    def with_key(self, key: PublicKey) -> list[Method]:
        """Return the methods that hold this key; those that cannot be read hold none."""
        return [method for method in self.methods.values() if _holds(method, key)]


def _from_base58(text: str) -> PublicKey:
    """Read the bare bytes of an Ed25519 key, as documents had them before Multikey."""
    try:
        return PublicKey.from_cryptography(ed25519_key(decode_multibase(f"z{text}")))
    except InputError as error:
        raise KeyMaterialError(f"publicKeyBase58 cannot be read: {error.message}") from error


def absolute(identifier: str, base: str) -> str:
    """Complete an id that is only a fragment, as DID Core 3.2.2 allows."""
    return f"{base}{identifier}" if identifier.startswith("#") else identifier


def _items(value: object) -> list[Any]:
    items = value if isinstance(value, list) else [value] if isinstance(value, (dict, str)) else []
    return items[:MAX_METHODS]


def _by_id(methods: Iterable[Method]) -> dict[str, Method]:
    """Collect methods by id; what stands twice under one id is one method that says both."""
    found: dict[str, Method] = {}
    for method in methods:
        first = found.get(method.id)
        found[method.id] = replace(first, others=(*first.others, method.document)) if first else method
    return found


def _holds(method: Method, key: PublicKey) -> bool:
    try:
        return method.key() == key
    except KeyMaterialError:
        return False


def _is_past(value: object, now: datetime, *, sharp: bool) -> bool:
    """
    Tell whether a moment has passed; only what was revoked, was so at once, whatever clocks differ by.

    Whoever writes an unreadable date under `revoked` still means that the key is revoked.
    """
    try:
        moment = parse_timestamp(value, path="$")
    except ProofError:
        return True
    return moment <= now if sharp else is_over(moment, now)
