"""
Keys that an issuer publishes under its own id: did:web and https.

What counts is the issuer's own document: the key must be listed there under `assertionMethod`,
controlled by the issuer, neither revoked nor expired.
A key that stands below another id counts only if the issuer's document lists it;
nothing is asked of an address that only the badge names.
Signers of JWTs may publish `/.well-known/jwks.json` on the issuer's host instead (Open Badges 3.0 guide).
A key there that does not say by `iss` whose it is proves the host, and not which of its issuers.
A key that merely came along proves that nothing was changed, and no more.
"""

from openbadge_issuer.errors import FetchError, InputError, KeyMaterialError
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.keys.did import did_web_url
from openbadge_issuer.keys.public_key import PublicKey
from openbadge_issuer.verification.circumstances import Circumstances
from openbadge_issuer.verification.controller_document import ControllerDocument, Method
from openbadge_issuer.verification.key_claim import KeyClaim
from openbadge_issuer.verification.key_set import find_key, is_key_set
from openbadge_issuer.verification.resolved_key import KeyRefusedError, ResolvedKey
from openbadge_issuer.verification.urls import SELF_PROVING, authority_of, is_loopback, place_of, scheme_of


class PublishedKeys:
    """The search for one key among those that its issuer publishes."""

    def __init__(self, claim: KeyClaim, circumstances: Circumstances) -> None:
        self._claim = claim
        self._issuer = claim.issuer
        self._documents = circumstances.documents
        self._now = circumstances.now
        self._purpose = circumstances.purpose

    def resolve(self) -> ResolvedKey:
        """
        Find the key.

        Raises:
            KeyRefusedError: If the issuer does not stand behind it, or that cannot be told.
        """
        published = self._issuer_document()
        method = self._find(published)
        if method is not None:
            return self._passed(self._usable_key(method, listed=method.id in published.asserting))
        if self._claim.method is not None and self._claim.method in published.asserting:
            return self._passed(self._key_elsewhere(self._claim.method))
        if self._claim.method is None and self._claim.carried is None:
            return self._passed(*self._every_key(published))
        return self._from_key_set(published)

    # --- the issuer's document

    def _issuer_document(self) -> ControllerDocument:
        if scheme_of(self._issuer) == "http" and not is_loopback(self._issuer):
            message = f"{self._issuer} is not https; whatever it gave could come from anybody."
            raise KeyRefusedError("insecure-address", message)
        try:
            found = self._documents.json(_location(self._issuer))
        except FetchError as error:
            raise self._without_document(error) from error
        except KeyMaterialError as error:
            message = f"{self._issuer} cannot be resolved: {error.message}"
            raise KeyRefusedError("unsupported-method", message) from error
        except InputError:
            found = {}  # a page for people, say: it publishes no key
        return self._checked(ControllerDocument.read(found, base=self._issuer, purpose=self._purpose))

    def _checked(self, published: ControllerDocument) -> ControllerDocument:
        if published.names_keys and published.id != self._issuer:
            message = f"The document found for {self._issuer} says that it is {published.id or 'nobody'}'s."
            raise KeyRefusedError("wrong-document", message)
        return published

    def _without_document(self, error: FetchError) -> KeyRefusedError:
        """Without the document, a key may still be the issuer's if it stands on the issuer's own host."""
        same_host = authority_of(self._claim.controller) == authority_of(self._issuer)
        if self._claim.controller != self._issuer and (self._claim.carried or not same_host):
            return another_issuer(self._claim)
        came = "came with the badge, and " if self._claim.carried else ""
        message = f"The key {came}could not be looked up: {error.message}"
        return KeyRefusedError(self._documents.code, message)

    def _find(self, published: ControllerDocument) -> Method | None:
        """Find the method by its id; a key that came along may be published under another id."""
        if self._claim.method in published.methods:
            return published.methods[self._claim.method]
        if self._claim.carried is None or self._claim.controller != self._issuer:
            return None
        same = published.with_key(self._claim.carried)
        return next(
            (method for method in same if method.id in published.asserting), same[0] if same else None
        )

    # --- the key

    def _usable_key(self, method: Method, *, listed: bool) -> PublicKey:
        key = self._read(method)
        ended = method.ended(self._now)
        if ended:
            how = "withdrawn" if ended == "revoked-key" else "let expire"
            message = (
                f"The issuer has {how} the key that signed this; whatever is signed with it could be forged."
            )
            raise KeyRefusedError(ended, message, keys=[key])
        if not listed:
            message = f"{self._issuer} does not list {method.id} under {self._purpose}."
            raise KeyRefusedError("not-listed", message, keys=[key])
        if method.controller != self._issuer:
            message = f"{method.id} is controlled by {method.controller or 'nobody'}, not by {self._issuer}."
            raise KeyRefusedError("wrong-controller", message, keys=[key])
        return self._agreed(key, where=method.id)

    @staticmethod
    def _read(method: Method) -> PublicKey:
        try:
            return method.key()
        except KeyMaterialError as error:
            message = f"The key that is published cannot be used: {error.message}"
            raise KeyRefusedError("unusable-key", message) from error

    def _agreed(self, key: PublicKey, *, where: str) -> PublicKey:
        if self._claim.carried not in (None, key):
            message = f"{where} is another key than the one that came with the badge."
            raise KeyRefusedError("key-mismatch", message, keys=[key])
        return key

    def _every_key(self, published: ControllerDocument) -> list[PublicKey]:
        """Some signers of JWTs name no key; any that the issuer publishes for signing may be it."""
        keys = []
        for identifier in published.asserting & published.methods.keys():
            try:
                keys.append(self._usable_key(published.methods[identifier], listed=True))
            except KeyRefusedError:
                continue
        if not keys:
            message = f"The proof names no key, and {self._issuer} publishes none that may sign."
            raise KeyRefusedError("not-published", message)
        return keys

    # --- a key that stands elsewhere, and that the issuer lists

    def _key_elsewhere(self, url: str) -> PublicKey:
        if scheme_of(url) in SELF_PROVING and self._claim.carried:
            return self._claim.carried
        document = self._key_document(url)
        if "kty" in document or is_key_set(document):
            key = find_key(document, names=self._claim.names)
            if key is None:
                raise KeyRefusedError("unusable-key", f"What {url} gave holds no key of that name.")
            return self._agreed(key, where=url)
        found = ControllerDocument.read(document, base=url.partition("#")[0]).methods.get(url)
        method = found or Method.read(document, base=url)
        if method is None or method.id != url:
            raise KeyRefusedError("wrong-document", f"What {url} gave is not that key.")
        return self._usable_key(method, listed=True)

    def _key_document(self, url: str) -> JsonObject:
        try:
            return self._documents.json(_location(url))
        except FetchError as error:
            message = f"The issuer's key could not be looked up: {error.message}"
            raise KeyRefusedError(self._documents.code, message) from error
        except (InputError, KeyMaterialError) as error:
            raise KeyRefusedError("unusable-key", f"{url} gave no key: {error.message}") from error

    # --- a JWK set; otherwise, the issuer does not publish the key

    def _from_key_set(self, published: ControllerDocument) -> ResolvedKey:
        document = self._key_set()
        own = self._in_key_set(document, saying_so=True)
        if own is not None:
            return self._passed(own)
        shared = self._in_key_set(document, saying_so=False)
        if shared is not None:
            return self._passed_by_host(shared)
        if self._claim.controller != self._issuer:
            raise another_issuer(self._claim)
        if published.names_keys or document:
            message = f"{self._issuer} publishes its keys, and this one is not among them."
            raise KeyRefusedError("not-listed", message)
        message = f"{self._issuer} publishes no keys, so nothing says that this one is the issuer's."
        raise KeyRefusedError("not-published", message)

    def _in_key_set(self, document: JsonObject, *, saying_so: bool) -> PublicKey | None:
        names, like = self._claim.names, self._claim.carried
        key = find_key(document, names=names, like=like, issuer=self._issuer, saying_so=saying_so)
        return key and self._agreed(key, where="The key in the issuer's JWK set")

    def _key_set(self) -> JsonObject:
        if not self._claim.from_header or scheme_of(self._issuer) == "did:web":
            return {}
        scheme = scheme_of(self._issuer)
        try:
            document = self._documents.json(f"{scheme}://{authority_of(self._issuer)}/.well-known/jwks.json")
        except (FetchError, InputError):
            return {}
        return document if is_key_set(document) else {}

    def _passed(self, *keys: PublicKey) -> ResolvedKey:
        host = authority_of(self._issuer)
        message = f"{host} publishes this key as one of {self._issuer}."
        return ResolvedKey.passed("published", message, keys=keys, proven=place_of(self._issuer))

    def _passed_by_host(self, key: PublicKey) -> ResolvedKey:
        """A set is the host's, and a key in it that is nobody's by name may be that of any issuer there."""
        host = authority_of(self._issuer)
        message = f"{host} publishes this key for its issuers, without saying for which."
        return ResolvedKey.passed("published", message, keys=[key], proven=place_of(f"https://{host}"))


def another_issuer(claim: KeyClaim) -> KeyRefusedError:
    """Return the refusal of a key that is said to be somebody else's than the issuer's."""
    message = f"The badge says it is from {claim.issuer}, but it is signed with a key of {claim.controller}."
    return KeyRefusedError("another-issuer", message)


def _location(url: str) -> str:
    """
    Tell where a document is found.

    Raises:
        KeyMaterialError: If it is a did:web that leads nowhere.
    """
    controller = url.partition("#")[0]
    return did_web_url(controller) if scheme_of(controller) == "did:web" else controller
