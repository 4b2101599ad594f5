"""
Issuers: making one, changing its profile, and the documents that tell the world about it.

A new issuer gets an Ed25519 key (embedded proofs), a P-256 key (JWTs) and a first, signed status list.
The first issuer of a domain is the domain's own, unless the policy names another:
its DID is `did:web:` and the host alone, if the installation has no path prefix.
The logo's URL holds its SHA-256, so that an old badge always shows the logo it was made with.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from openbadge_issuer.errors import ConflictError, InputError, NotFoundError
from openbadge_issuer.json_text import JsonObject, shorten
from openbadge_issuer.keys.did import PublishedKey, did_document, jwks
from openbadge_issuer.keys.public_key import KeyKind
from openbadge_issuer.model import CREDENTIALS_V2, OPEN_BADGES_V3, Profile
from openbadge_issuer.ports import Drawer, IssuerRecord, KeyRecord, KeyState, Store, Transaction
from openbadge_issuer.services.addresses import Addresses
from openbadge_issuer.services.key_ring import KeyRing
from openbadge_issuer.services.names import check_slug, listed
from openbadge_issuer.services.orders import SECRET_NAME, is_address
from openbadge_issuer.services.pictures import Picture, picture
from openbadge_issuer.services.policy import Policy
from openbadge_issuer.services.signing import open_issuer
from openbadge_issuer.services.status_lists import StatusLists

KEY_KINDS = (KeyKind.ED25519, KeyKind.P256)
"""The keys a new issuer gets."""

PROFILE_CONTEXT = (
    CREDENTIALS_V2,
    OPEN_BADGES_V3,
    "https://www.w3.org/ns/did/v1",
    "https://w3id.org/security/multikey/v1",
)
"""What a profile that lists keys as well needs: `did/v1` defines `assertionMethod` outside of proofs."""


@dataclass(frozen=True)
class IssuerService:
    """Makes, changes and describes issuers."""

    store: Store
    key_ring: KeyRing
    status_lists: StatusLists
    addresses: Addresses
    policy: Policy
    drawer: Drawer

    def create(
        self,
        slug: str,
        name: str,
        *,
        url: str,
        description: str | None = None,
        email: str | None = None,
        image: bytes | None = None,
        now: datetime,
    ) -> IssuerRecord:
        """
        Make an issuer with its keys and its first status list.

        Args:
            slug: Short name in URLs: lower-case letters, digits, hyphens.
            name: The name that badges show.
            url: The issuer's own web page.
            description: What the issuer is.
            email: An address for questions, published.
            image: A logo, PNG or SVG.
            now: The moment of making.

        Raises:
            InputError: If the slug cannot be used, or there is no name.
            BakingError: If the logo cannot.
            ModelError: If the profile is not what Open Badges describes.
            ConflictError: If there is an issuer of that slug (`path` is "slug").
        """
        check_slug(slug)
        logo = picture(image, self.drawer) if image else None
        did = self._new_did(slug)
        self._make_secret()
        profile = self._profile(
            slug,
            {
                "id": did,
                "type": ["Profile"],
                "name": name,
                "url": url,
                "description": description,
                "email": email,
            },
            logo,
        )
        record = IssuerRecord(slug=slug, did=did, profile=profile, created_at=now)
        keys = [self.key_ring.make(slug, did, kind, now) for kind in KEY_KINDS]
        self._add(record, keys, logo, now)
        return record

    def update(
        self,
        slug: str,
        *,
        name: str | None = None,
        url: str | None = None,
        description: str | None = None,
        email: str | None = None,
        image: bytes | None = None,
        now: datetime,  # noqa: ARG002  (every journey that changes something is told when)
    ) -> IssuerRecord:
        """
        Change what is given of the profile; an empty text takes something away, None leaves it.

        Badges issued before keep the profile they have.

        Raises:
            NotFoundError, InputError, BakingError, ModelError: As `get` and `create`.
        """
        logo = picture(image, self.drawer) if image else None
        changes = {"name": name, "url": url, "description": description, "email": email}
        given = {key: value for key, value in changes.items() if value is not None}
        with self.store.writing() as transaction:
            record = self._get(transaction, slug)
            changed = replace(record, profile=self._profile(slug, {**record.profile, **given}, logo))
            if logo is not None:
                logo.keep(transaction)
            transaction.update_issuer(changed)
        return changed

    def get(self, slug: str) -> IssuerRecord:
        """
        Return an issuer.

        Raises:
            NotFoundError: If there is none of that slug; the hint names those there are.
        """
        with self.store.reading() as transaction:
            return self._get(transaction, slug)

    def list(self) -> Sequence[IssuerRecord]:
        """Every issuer, oldest first."""
        with self.store.reading() as transaction:
            return transaction.issuers()

    def root(self) -> str | None:
        """
        The slug of the domain's own issuer; None if there is none.

        Its DID document lies at `/.well-known/did.json`.
        """
        if self.addresses.has_prefix:
            return None
        domain = self.addresses.did("", root=True)
        with self.store.reading() as transaction:
            return transaction.find_issuer_slug(domain)

    def profile(self, slug: str) -> JsonObject:
        """The public profile document, which is a controller document with the issuer's keys as well."""
        with self.store.reading() as transaction:
            record, keys = self._get(transaction, slug), transaction.keys(slug)
        controller = did_document(record.did, _published(keys))
        methods = {name: controller[name] for name in ("verificationMethod", "assertionMethod")}
        return {"@context": [*PROFILE_CONTEXT], **record.profile, **methods}

    def did_document(self, slug: str) -> JsonObject:
        """The DID document, with every key that ever signed; revoked ones are marked."""
        with self.store.reading() as transaction:
            record, keys = self._get(transaction, slug), transaction.keys(slug)
        return did_document(record.did, _published(keys))

    def jwks(self) -> JsonObject:
        """The keys of all issuers that are not revoked, as a JWK set."""
        with self.store.reading() as transaction:
            sets = [
                jwks(_published(transaction.keys(record.slug)), record.did)
                for record in transaction.issuers()
            ]
        return {"keys": [key for each in sets for key in each["keys"]]}

    def _new_did(self, slug: str) -> str:
        with self.store.reading() as transaction:
            others = transaction.issuers()
        if any(record.slug == slug for record in others):
            raise ConflictError(f"There is an issuer {slug!r} already.", path="slug")
        first = not others if self.policy.default_issuer is None else slug == self.policy.default_issuer
        return self.addresses.did(slug, root=first)

    def _profile(self, slug: str, document: JsonObject, logo: Picture | None) -> JsonObject:
        """Write a profile as badges embed it; what is empty is left out."""
        if logo is not None:
            document = {
                **document,
                "image": {"id": self.addresses.issuer_image(slug, logo.sha256), "type": "Image"},
            }
        given = {key: value for key, value in document.items() if value not in (None, "")}
        if not str(given.get("name", "")).strip():
            raise InputError("An issuer needs a name.", path="name")
        if "email" in given and not is_address(given["email"]):
            raise InputError(
                f"{shorten(given['email'], 80)!r} is not an e-mail address; "
                "expected one such as badges@school.example.",
                path="email",
            )
        return Profile.from_document(given).to_document()

    def _make_secret(self) -> None:
        """Only the first issuer may make it: a new one beside old awards would not recognise them."""
        if not self.list():
            self.key_ring.key_store.create_secret(SECRET_NAME)

    def _add(
        self, record: IssuerRecord, keys: Sequence[KeyRecord], logo: Picture | None, now: datetime
    ) -> None:
        opened = open_issuer(record, keys, self.key_ring.key_store)
        with self.store.writing() as transaction:
            if any(other.did == record.did and other.slug != record.slug for other in transaction.issuers()):
                raise ConflictError(
                    "Another issuer became the domain's own at the same moment; try again.", path="did"
                )
            transaction.add_issuer(record)
            if logo is not None:
                logo.keep(transaction)
            for key in keys:
                transaction.add_key(key)
            self.status_lists.open(transaction, opened, now)

    @staticmethod
    def _get(transaction: Transaction, slug: str) -> IssuerRecord:
        try:
            return transaction.get_issuer(slug)
        except NotFoundError as error:
            known = [record.slug for record in transaction.issuers()]
            hint = f"There are: {listed(slug, known)}." if known else "There is none yet."
            raise NotFoundError(f"There is no issuer {slug!r}.", hint=hint) from error


def _published(keys: Sequence[KeyRecord]) -> list[PublishedKey]:
    return [
        PublishedKey(
            public_key=key.public_key,
            verification_method=key.verification_method,
            revoked=key.changed_at if key.state is KeyState.REVOKED else None,
        )
        for key in keys
    ]
