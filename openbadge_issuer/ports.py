"""
What this package asks of the world: records to keep, keys to open, documents to fetch.

Nothing here does anything; `adapters` implements these protocols, `bootstrap` brings them together.
Records are plain values. An issuer is named by its slug, an achievement by issuer and slug,
a credential and a status list by an unguessable token (the last segment of their URL).
Exact signed texts travel as `str` (they are ASCII), never as parsed documents.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.keys.public_key import KeyKind, PublicKey
from openbadge_issuer.keys.signer import Signer

# --- records ---------------------------------------------------------------------------------------------------------


class KeyState(StrEnum):
    """What a key of an issuer may still do."""

    ACTIVE = "active"
    """Signs, and is published."""
    RETIRED = "retired"
    """Signs no more, is still published: old badges verify."""
    REVOKED = "revoked"
    """Published as revoked: whatever it signed is invalid, since a thief can put any date on a forgery."""


class Scope(StrEnum):
    """What an API key may do."""

    MANAGE = "manage"
    ISSUE = "issue"
    REVOKE = "revoke"
    READ = "read"


class RevocationCategory(StrEnum):
    """The public reason for a revocation; anything more goes into the private note."""

    ERROR = "issued-in-error"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    REQUESTED = "requested-by-earner"
    OTHER = "other"


class SuspensionCategory(StrEnum):
    """The public reason for a suspension; anything more goes into the private note."""

    REVIEW = "under-review"
    REQUESTED = "requested-by-earner"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True, slots=True)
class IssuerRecord:
    """An issuer: its slug, its identity (`issuer.id` in every badge), its profile document."""

    slug: str
    did: str
    profile: JsonObject
    created_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyRecord:
    """A key of an issuer: its public half, and the reference by which a `KeyStore` opens the private one."""

    issuer: str
    verification_method: str
    reference: str
    public_key: PublicKey
    state: KeyState
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class ImageRecord:
    """A picture, found by its SHA-256 (lower-case hex)."""

    sha256: str
    media_type: str
    data: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class AchievementRecord:
    """
    One version of an achievement.

    `document` is the achievement as it is embedded in badges; `version` counts from 1;
    `image_sha256` names the `ImageRecord` that badges of this version are baked into.
    """

    issuer: str
    slug: str
    version: int
    document: JsonObject
    image_sha256: str | None
    created_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Revocation:
    """That a badge was revoked: when, why in public, and what only the issuer reads."""

    revoked_at: datetime
    category: RevocationCategory
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Suspension:
    """That a badge counts no more for the time being: since when, why in public, and what only the issuer reads."""

    suspended_at: datetime
    category: SuspensionCategory
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CredentialRecord:
    """
    One award, with the exact signed texts.

    Attributes:
        id: The unguessable token that ends the badge's URL.
        json: The credential with an embedded proof, exactly as signed.
        jwt: The same award as a compact JWS, if the issuer has a key for it.
        award_key: HMAC by which a second import of the same award is recognised; unique within the issuer.
        content_digest: HMAC of what was ordered, to tell "again" from "again, but different".
        recipient_key: HMAC of the lower-cased address, so that staff can find a person's badges; None without address.
        label: What staff see in lists instead of an address, such as the award id or the row's name, if the
            operator keeps names; None otherwise.
    """

    id: str
    issuer: str
    achievement: str
    achievement_version: int
    json: str
    jwt: str | None
    award_key: str
    award_id: str | None
    content_digest: str
    recipient_key: str | None
    label: str | None
    status_list: str
    status_index: int
    issued_at: datetime
    expires_at: datetime | None
    revocation: Revocation | None = None
    suspension: Suspension | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PageRecord:
    """
    What was decided about the page of an award, by its earner or by staff.

    Attributes:
        credential: The award's id.
        achievement: Slug of its achievement.
        opened_at: Since when the page is open; None while it is only for those who have its address.
        secret_sha256: SHA-256 (lower-case hex) of the secret in the earner's link, if it was replaced;
            None while the first one counts, which is computed and kept nowhere.
    """

    credential: str
    achievement: str
    opened_at: datetime | None = None
    secret_sha256: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Tombstone:
    """What is left of an award or an endorsement that was erased: nothing about anybody."""

    id: str
    status_list: str | None
    status_index: int | None
    erased_at: datetime


class Endorsed(StrEnum):
    """What an endorsement is about."""

    ACHIEVEMENT = "achievement"
    ISSUER = "issuer"
    BADGE = "badge"
    ELSEWHERE = "elsewhere"
    """Something that is not of this installation."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EndorsementRecord:
    """
    One party's word for something, with the exact signed texts; one of the two is there.

    Attributes:
        id: The unguessable token that ends its URL here.
        kind: What it is about.
        target: Slug of the achievement or issuer, or token of the badge; for what is elsewhere, the subject.
        subject: The id it names, exactly.
        endorsed: Slug of the issuer that has a say about it: whose achievement or badge it is, or itself.
        endorser: Slug of the endorser, if it signed here.
        endorser_id: The endorser's identity.
        credential_id: The endorsement's own id; an endorser uses it once.
        json: The endorsement with an embedded proof, exactly as signed; not ASCII only, if signed elsewhere.
        jwt: The endorsement as a compact JWS.
        status_list: The list of the endorser's that has its status, if it signed here.
        status_index: Its place there.
        expires_at: Until when it counts; None for good.
        added_at: When it was signed here, or taken in.
        accepted_at: When the endorsed side accepted it; nothing is embedded or shown before.
        revocation: That the endorser took it back.
        drop: That the endorsed side did.
    """

    id: str
    kind: Endorsed
    target: str
    subject: str
    endorsed: str | None
    endorser: str | None
    endorser_id: str
    credential_id: str
    json: str | None
    jwt: str | None
    status_list: str | None
    status_index: int | None
    expires_at: datetime | None
    added_at: datetime
    accepted_at: datetime | None = None
    revocation: Revocation | None = None
    drop: Revocation | None = None


class ListUse(StrEnum):
    """What has its places in a status list; awards and endorsements are counted and drawn apart."""

    AWARDS = "awards"
    ENDORSEMENTS = "endorsements"
    SUSPENSIONS = "suspensions"
    """Whether the awards of another list are suspended; each has the same place in both, so none is drawn here."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StatusListPlaces:
    """A status list without what is in it: whose it is, what for, how many places it has and has given out."""

    id: str
    issuer: str
    size: int
    allocated: int
    use: ListUse = ListUse.AWARDS


@dataclass(frozen=True, kw_only=True, slots=True)
class StatusListRecord(StatusListPlaces):
    """A whole status list: its bits (index 0 is the most significant bit of the first byte) and its signed texts."""

    bits: bytes
    json: str
    jwt: str | None
    updated_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class ApiKeyRecord:
    """An API key: never itself, only the SHA-256 of its secret."""

    id: str
    name: str
    secret_sha256: str
    scopes: frozenset[Scope]
    issuer: str | None
    created_at: datetime
    revoked_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class IdempotentResponse:
    """What was answered to an `Idempotency-Key`, and to which request (its SHA-256)."""

    request_sha256: str
    status: int
    body: str


MAX_AT_ONCE = 10_000
"""
Most records that are asked for at once, by number: some megabytes of parameters.
A batch of an import asks for some hundreds.
"""

# --- stores ----------------------------------------------------------------------------------------------------------


class Transaction(Protocol):
    """
    Everything a journey reads and writes, in one transaction.

    `get_*` raise `NotFoundError`; `add_*` raise `ConflictError` when a unique value is there already,
    naming which (`error.path` is the field: "slug", "award_key", "award_id", "status_index", "credential_id", "id").
    A refused `add_*` changes nothing, and the transaction can go on.
    """

    def add_issuer(self, record: IssuerRecord) -> None: ...
    def update_issuer(self, record: IssuerRecord) -> None: ...
    def get_issuer(self, slug: str) -> IssuerRecord: ...
    def issuers(self) -> Sequence[IssuerRecord]: ...

    def find_issuer_slug(self, did: str) -> str | None:
        """The slug of the oldest issuer with this DID."""

    def add_key(self, record: KeyRecord) -> None: ...
    def update_key(self, record: KeyRecord) -> None: ...

    def keys(self, issuer: str) -> Sequence[KeyRecord]:
        """All keys of an issuer, oldest first."""

    def add_image(self, record: ImageRecord) -> None:
        """Keep a picture; keeping the same one again does nothing."""

    def get_image(self, sha256: str) -> ImageRecord: ...

    def add_drawing(self, svg: str, png: str) -> None:
        """Keep which PNG an SVG looks like, each named by its SHA-256; keeping it again does nothing."""

    def find_drawing(self, svg: str) -> ImageRecord | None:
        """Return what an SVG looks like as a PNG."""

    def add_achievement(self, record: AchievementRecord) -> None:
        """Keep a version; it becomes the current one."""

    def get_achievement(self, issuer: str, slug: str, version: int | None = None) -> AchievementRecord:
        """Return one version, the current one by default."""

    def find_achievement(self, slug: str) -> AchievementRecord:
        """Return the current version of the achievement that has this slug on this domain (slugs are unique there)."""

    def achievements(self, issuer: str | None = None) -> Sequence[AchievementRecord]:
        """Current versions, of one issuer or of all, by slug."""

    def add_credential(self, record: CredentialRecord) -> None:
        """Keep an award; also counts its slot as allocated in the status list."""

    def add_credentials(self, records: Sequence[CredentialRecord]) -> None:
        """Keep many awards, all or none; otherwise like `add_credential`, and far faster than one by one."""

    def get_credential(self, id: str) -> CredentialRecord: ...

    def get_credentials(self, ids: Sequence[str]) -> Sequence[CredentialRecord]:
        """Return those of the awards that are there, in no particular order; one that is missing is no error."""

    def find_award(self, issuer: str, award_key: str) -> CredentialRecord | None: ...

    def find_awards(self, issuer: str, award_keys: Sequence[str]) -> Sequence[CredentialRecord]:
        """An issuer's awards that have one of these keys (at most `MAX_AT_ONCE`), in the order they were made."""

    def find_named_awards(self, issuer: str, award_ids: Sequence[str]) -> Sequence[CredentialRecord]:
        """An issuer's awards that have one of these ids of the operator's own, revoked ones too, likewise."""

    def credentials(
        self,
        *,
        issuer: str | None = None,
        achievement: str | None = None,
        recipient_key: str | None = None,
        award_id: str | None = None,
        revoked: bool | None = None,
        limit: int = 100,
        after: str | None = None,
    ) -> Sequence[CredentialRecord]:
        """Awards in the order they were made; `after` is the id of the last one of the page before."""

    def count_credentials(
        self, *, issuer: str | None = None, achievement: str | None = None, limit: int | None = None
    ) -> int:
        """Count awards; with a limit no further than that, since counting a million takes a second."""

    def record_revocation(self, id: str, revocation: Revocation) -> None:
        """Keep that an award was revoked; `ConflictError` if it was before: the first revocation stays."""

    def record_revocations(self, ids: Sequence[str], revocation: Revocation) -> None:
        """Keep that many awards were revoked; one that was before keeps its first revocation."""

    def record_suspensions(self, ids: Sequence[str], suspension: Suspension | None) -> None:
        """Keep that awards are suspended, or with None that they are not, whatever was kept before."""

    def erase_credential(self, id: str, now: datetime) -> None:
        """Take an award and all that is kept about it away, but for a tombstone that keeps its status list place."""

    def erase_endorsement(self, id: str, now: datetime) -> None:
        """Take an endorsement away, likewise."""

    def find_tombstone(self, id: str) -> Tombstone | None:
        """Return what is left of an award or endorsement that was erased."""

    def find_page(self, credential: str) -> PageRecord | None:
        """Return what was decided about the page of an award; None if nothing."""

    def find_pages(self, credentials: Sequence[str]) -> Sequence[PageRecord]:
        """Return what was decided about the pages of some awards (at most `MAX_AT_ONCE`); nothing for the others."""

    def put_page(self, record: PageRecord) -> None:
        """Keep what was decided about the page of an award, in the place of what was before."""

    def open_pages(self, achievement: str, limit: int) -> Sequence[CredentialRecord]:
        """Awards of an achievement whose pages are open, the last opened first; none that is revoked or suspended."""

    def add_endorsement(self, record: EndorsementRecord) -> None:
        """Keep an endorsement; also counts its place, if it has one, as allocated in the status list."""

    def get_endorsement(self, id: str) -> EndorsementRecord: ...

    def find_endorsement(self, endorser_id: str, credential_id: str) -> EndorsementRecord | None:
        """Return the endorsement that has this id of its endorser's."""

    def endorsements(
        self,
        *,
        kind: Endorsed | None = None,
        target: str | None = None,
        party: str | None = None,
        standing: bool | None = None,
        limit: int = 100,
        after: str | None = None,
    ) -> Sequence[EndorsementRecord]:
        """
        Endorsements in the order they came.

        `party` is an issuer that gave it or has a say about it; `standing` ones were accepted and not taken back,
        whether their time is over or not; `after` is the id of the last one of the page before.
        """

    def record_acceptance(self, id: str, now: datetime) -> None:
        """Keep that the endorsed side accepted an endorsement; the moment of an earlier acceptance stays."""

    def record_endorsement_revocation(self, id: str, revocation: Revocation) -> None:
        """Keep that the endorser took an endorsement back; `ConflictError` if it did before."""

    def record_drop(self, id: str, drop: Revocation) -> None:
        """Keep that the endorsed side took an endorsement back; `ConflictError` if it did before."""

    def add_status_list(self, record: StatusListRecord) -> None: ...

    def update_status_list(self, record: StatusListRecord) -> None:
        """Replace bits and texts; `allocated` is left to `add_credential` and `add_endorsement`."""

    def get_status_list(self, id: str, *, for_update: bool = False) -> StatusListRecord:
        """Return a list; with `for_update`, no other transaction changes it before this one ends."""

    def lock_status_list(self, id: str) -> None:
        """Let no other transaction change or lock a list before this one ends; reads nothing of it."""

    def status_list_text(self, id: str, *, jwt: bool = False) -> str | None:
        """Return a list's signed JSON, or its JWT, if it has one; `NotFoundError` if there is no such list."""

    def newest_status_list(self, issuer: str, use: ListUse = ListUse.AWARDS) -> StatusListPlaces | None:
        """Return the list of a use that was made last, without reading those before it; None if there is none."""

    def status_lists(self, issuer: str) -> Sequence[StatusListPlaces]:
        """All lists of an issuer, oldest first."""

    def status_index_taken(self, status_list: str, index: int) -> bool: ...

    def status_indices_taken(self, status_list: str, indices: Sequence[int]) -> frozenset[int]:
        """Return those of some places in a list (at most `MAX_AT_ONCE`) that an award or an endorsement has."""

    def add_api_key(self, record: ApiKeyRecord) -> None: ...
    def revoke_api_key(self, id: str, now: datetime) -> None: ...
    def find_api_key(self, secret_sha256: str) -> ApiKeyRecord | None: ...
    def api_keys(self) -> Sequence[ApiKeyRecord]: ...

    def find_response(self, api_key: str, idempotency_key: str) -> IdempotentResponse | None: ...
    def add_response(
        self, api_key: str, idempotency_key: str, response: IdempotentResponse, now: datetime
    ) -> None: ...


class Stamped(StrEnum):
    """Kinds of things that have a stamp."""

    CREDENTIAL = "credential"
    STATUS_LIST = "status-list"


Stamp = tuple[object, ...]
"""A value that stays equal as long as nothing changes that the public could see of a thing."""


class Stamps(Protocol):
    """
    Tells, at the cost of next to nothing, whether a thing is still as it was when it was last looked at.

    A look sees everything that any process had committed when it was asked for.
    Who cannot look (`UnavailableError`) reads in a transaction, which tells why.
    """

    async def look(self, kind: Stamped, id: str) -> Stamp | None:
        """Return the stamp of something; None if it is not there."""

    def close(self) -> None: ...


class Store(Protocol):
    """Where records are kept."""

    def reading(self) -> AbstractContextManager[Transaction]:
        """Open a transaction that only reads, and sees everything as it was at one moment."""

    def writing(self) -> AbstractContextManager[Transaction]:
        """
        Open a transaction that is committed on leaving, and undone by an exception.

        Keep it short: on SQLite there is only one at a time.

        Raises:
            UnavailableError: If the store is busy for too long, full or out of reach; nothing was changed.
        """

    def stamps(self) -> Stamps:
        """Return what looks whether something has changed."""

    def check(self) -> None:
        """
        Make sure that the store answers and has the current schema.

        Raises:
            ConfigurationError: If not; says which command mends it.
        """


# --- keys and documents ----------------------------------------------------------------------------------------------


class KeyStore(Protocol):
    """Where private keys live. References are `scheme:name`, such as `file:school-ed25519-2026`."""

    def create(self, name: str, kind: KeyKind) -> str:
        """
        Make a key and return its reference.

        Raises:
            ConflictError: If there is a key of that name.
        """

    def signer(self, reference: str) -> Signer:
        """
        Open a key for signing.

        Raises:
            KeyMaterialError: If it is missing, unreadable, readable by others, or the passphrase is wrong.
        """

    def create_secret(self, name: str) -> None:
        """Make 32 random bytes and keep them under a name; one that is there already stays."""

    def secret(self, name: str) -> bytes:
        """
        Return the 32 random bytes kept under a name; for HMACs, never for signatures.

        Raises:
            KeyMaterialError: If there are none: made anew, they would not recognise what the old ones marked.
        """


class Typesetter(Protocol):
    """Who sets pages and pictures from a source of ours and values that are never taken for source."""

    def pdf(
        self, source: bytes, values: Mapping[str, object], pictures: Mapping[str, bytes], *, at: datetime
    ) -> bytes:
        """
        Set a tagged PDF (PDF/UA-1).

        Args:
            source: How it is set.
            values: What is set, as plain JSON; the source reads it as `values.json`.
            pictures: PNG and SVG files by the names under which the source finds them.
            at: The moment that the file says it was made at.

        Raises:
            TypesettingError: If no font has a character, or a picture cannot be drawn.
            UnavailableError: If too much is being set already.
        """

    def png(self, source: bytes, values: Mapping[str, object], pictures: Mapping[str, bytes]) -> bytes:
        """
        Set one page as a picture, one pixel for each of its points.

        Raises:
            TypesettingError: If no font has a character, or a picture cannot be drawn.
            UnavailableError: If too much is being set already.
        """


@dataclass(frozen=True, kw_only=True, slots=True)
class FetchedDocument:
    """
    What a URL gave: the URL it finally came from, its media type (without parameters, lower case), its bytes.

    `age_seconds` tells how long ago, if the fetcher had kept it.
    """

    url: str
    media_type: str
    body: bytes
    age_seconds: float = field(default=0.0, compare=False)


class DocumentFetcher(Protocol):
    """The only way out to other people's documents."""

    def fetch(
        self,
        url: str,
        *,
        accept: Sequence[str] = ("application/json",),
        max_age_seconds: float | None = None,
    ) -> FetchedDocument:
        """
        Get a document.

        One that was kept must not be older than `max_age_seconds`.
        A fetcher that keeps nothing, so that every document is of this moment, is never given that argument.

        Raises:
            FetchError: If it cannot be had: refused address, time, size, status; says which.
        """


class Drawer(Protocol):
    """Draws pictures."""

    def draw(self, svg: bytes) -> bytes:
        """
        Draw an SVG; return it as a PNG.

        Raises:
            BakingError: If it cannot be drawn.
        """
