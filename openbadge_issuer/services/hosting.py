"""
What is served at each public URL, as exact bytes.

Signed documents are served as they were stored; pictures are baked from the stored text; descriptions
(issuer, DID, achievement) are written from records.
What answers a request (status codes, negotiation, caching headers) is the business of `web`.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast, get_args

from openbadge_issuer.baking import bake
from openbadge_issuer.errors import GoneError, NotFoundError
from openbadge_issuer.issuer.embedding import MAX_EMBEDDED
from openbadge_issuer.json_text import JsonObject, parse_object, to_text
from openbadge_issuer.ports import (
    AchievementRecord,
    CredentialRecord,
    Endorsed,
    EndorsementRecord,
    ImageRecord,
    IssuerRecord,
    Revocation,
    Store,
    Suspension,
    Transaction,
)
from openbadge_issuer.services.achievement_documents import CONTEXT
from openbadge_issuer.services.achievements import find
from openbadge_issuer.services.addresses import Address, Addresses, Kind
from openbadge_issuer.services.dates import has_ended
from openbadge_issuer.services.embeddable import in_force, standing
from openbadge_issuer.services.issuers import IssuerService
from openbadge_issuer.services.pictures import SUFFIXES, TYPES, KeptPictures, PictureForm

CredentialForm = Literal["json", "jwt", "png", "svg"]
ListForm = Literal["json", "jwt"]

CREDENTIAL_TYPE = "application/vc+ld+json"
"""Credentials as JSON (Open Badges 3.0, section 7); some readers refuse a media type without "json" in it."""

JWT_TYPE = "text/plain"
"""Credentials as JWT (Open Badges 3.0, section 7)."""

LIST_JWT_TYPE = "application/vc+jwt"
PROFILE_TYPE = "application/ld+json"
DID_TYPE = "application/did+json"
JWKS_TYPE = "application/jwk-set+json"

NAME_LENGTH = 8
"""Characters of a badge's id in the name of its file: enough to tell two badges in one folder apart."""


@dataclass(frozen=True, kw_only=True, slots=True)
class HostedDocument:
    """
    Bytes to be served.

    Attributes:
        body: The bytes.
        media_type: Their media type.
        etag: A strong entity tag, with its quotes.
        immutable: Whether the same URL will always give the same bytes, as long as it gives any.
        file_name: A name to save it under.
        forms: The forms that the same thing can be had in; empty where nobody asks.
    """

    body: bytes
    media_type: str
    etag: str
    immutable: bool
    file_name: str
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class BadgePage:
    """
    What a badge's page shows.

    Attributes:
        record: The award.
        credential: Its document, read.
        url: The badge's own URL.
        issuer: Who issued it.
        achievement: The version of the achievement the badge was made with.
        image_url: The picture of that version; None if it has none.
        forms: The forms it can be had in: "json", and "jwt", "png", "svg" where there are.
        revocation: When and why it was revoked (show its category, never its note); None if it was not.
        suspension: Since when and why it is suspended, likewise; None if it is not.
        expired: Whether its time is over, by the same clock and tolerance as the check on the page.
        recipient_name: The name the badge itself carries, if it does.
    """

    record: CredentialRecord
    credential: JsonObject
    url: str
    issuer: IssuerRecord
    achievement: AchievementRecord
    image_url: str | None
    forms: tuple[CredentialForm, ...]
    revocation: Revocation | None
    suspension: Suspension | None
    expired: bool
    recipient_name: str | None


@dataclass(frozen=True)
class HostingService:
    """Gives what lies at each public URL. Every method raises `NotFoundError` for what there is not."""

    store: Store
    issuers: IssuerService
    addresses: Addresses
    pictures: KeptPictures

    def credential(self, token: str, form: CredentialForm = "json") -> HostedDocument:
        """
        An award: its signed JSON, its JWT, or its picture with the JSON baked in.

        Revoked ones are served unchanged.
        """
        with self.store.reading() as transaction:
            record = find_award(transaction, token)
            achievement = _achievement(transaction, record)
        forms = _forms(record.jwt, achievement.image_sha256)
        name = record_file(record, form)
        if form == "json":
            return _document(record.json, CREDENTIAL_TYPE, name, immutable=True, forms=forms)
        if form == "jwt":
            text = _jwt(record.jwt, f"badge {token}")
            return _document(text, JWT_TYPE, name, immutable=True, forms=forms)
        if achievement.image_sha256 is None:
            raise NotFoundError(f"There is no picture of the badge {token}: its achievement has none.")
        image = self.pictures.get(achievement.image_sha256, form)
        return _document(bake(image, record.json), TYPES[form], name, immutable=True, forms=forms)

    def forms(self, record: CredentialRecord) -> tuple[CredentialForm, ...]:
        """The forms an award can be had in: "json", and "jwt", "png", "svg" where there are."""
        with self.store.reading() as transaction:
            return _forms(record.jwt, _achievement(transaction, record).image_sha256)

    def page(self, token: str, *, now: datetime) -> BadgePage:
        """What the badge's page shows."""
        with self.store.reading() as transaction:
            record = find_award(transaction, token)
            issuer = transaction.get_issuer(record.issuer)
            achievement = _achievement(transaction, record)
        credential = parse_object(record.json)
        return BadgePage(
            record=record,
            credential=credential,
            url=self.addresses.credential(token),
            issuer=issuer,
            achievement=achievement,
            image_url=self.addresses.achievement_image(achievement.slug, achievement.version)
            if achievement.image_sha256
            else None,
            forms=_forms(record.jwt, achievement.image_sha256),
            revocation=record.revocation,
            suspension=record.suspension,
            expired=has_ended(record.expires_at, now),
            recipient_name=recipient_name(credential),
        )

    def issuer_profile(self, slug: str) -> HostedDocument:
        """The issuer's profile, with what others say about it."""
        profile = self.issuers.profile(slug)
        with self.store.reading() as transaction:
            endorsed = {**profile, **_endorsements(transaction, Endorsed.ISSUER, slug)}
        forms = _forms(None, _logo(profile))
        return _document(to_text(endorsed), PROFILE_TYPE, f"{slug}.json", forms=forms)

    def issuer_picture(self, slug: str, form: PictureForm) -> HostedDocument:
        """The issuer's logo in a form."""
        with self.store.reading() as transaction:
            sha256 = _logo(transaction.get_issuer(slug).profile)
        if sha256 is None:
            raise NotFoundError(f"The issuer {slug!r} has no logo.")
        return self._in_form(sha256, form, slug)

    def issuer_image(self, slug: str, sha256: str | None = None) -> HostedDocument:
        """The issuer's logo: the current one, or the one that older badges name."""
        with self.store.reading() as transaction:
            current = _logo(transaction.get_issuer(slug).profile)
            if (wanted := sha256 or current) is None:
                raise NotFoundError(f"The issuer {slug!r} has no logo.")
            image = transaction.get_image(wanted)
        return _picture(image, slug, immutable=sha256 is not None)

    def did_document(self, slug: str | None = None) -> HostedDocument:
        """The DID document of an issuer; without slug, of the domain's own issuer."""
        wanted = slug or self.issuers.root()
        if wanted is None:
            raise NotFoundError("This domain has no issuer of its own.")
        return _document(to_text(self.issuers.did_document(wanted)), DID_TYPE, "did.json")

    def jwks(self) -> HostedDocument:
        """The keys of all issuers."""
        return _document(to_text(self.issuers.jwks()), JWKS_TYPE, "jwks.json")

    def endorsement(self, token: str, form: ListForm = "json") -> HostedDocument:
        """An endorsement, exactly as it was signed; one that was taken back is served unchanged."""
        with self.store.reading() as transaction:
            record = _endorsement(transaction, token)
        text = record.json if form == "json" else record.jwt
        if text is None:
            raise NotFoundError(f"There is no {form.upper()} of the endorsement {token}.")
        media_type = CREDENTIAL_TYPE if form == "json" else JWT_TYPE
        forms = self.endorsement_forms(record)
        return _document(text.encode("utf-8"), media_type, f"{token}.{form}", immutable=True, forms=forms)

    def endorsement_forms(self, record: EndorsementRecord) -> tuple[ListForm, ...]:
        """The forms an endorsement can be had in: "json", "jwt", or both."""
        texts: tuple[tuple[ListForm, str | None], ...] = (("json", record.json), ("jwt", record.jwt))
        return tuple(form for form, text in texts if text is not None)

    def endorsed(self, kind: Endorsed, target: str, *, now: datetime) -> Sequence[EndorsementRecord]:
        """What others say about something, as far as it was accepted and is in force."""
        with self.store.reading() as transaction:
            return in_force(transaction, kind, target, now)

    def achievement(self, slug: str) -> HostedDocument:
        """The current version of an achievement, with its context, and with what others say about it."""
        with self.store.reading() as transaction:
            record = find(transaction, slug)
            said = _endorsements(transaction, Endorsed.ACHIEVEMENT, slug)
        document = {"@context": [*CONTEXT], **record.document, **said}
        forms = _forms(None, record.image_sha256)
        return _document(to_text(document), PROFILE_TYPE, f"{slug}.json", forms=forms)

    def achievement_picture(self, slug: str, form: PictureForm) -> HostedDocument:
        """The picture of the current version of an achievement in a form; nobody's badge is in it."""
        with self.store.reading() as transaction:
            sha256 = find(transaction, slug).image_sha256
        if sha256 is None:
            raise NotFoundError(f"The achievement {slug!r} has no picture.")
        return self._in_form(sha256, form, slug)

    def achievement_image(self, slug: str, version: int | None = None) -> HostedDocument:
        """The picture of an achievement: of the current version, or of one version (which never changes)."""
        with self.store.reading() as transaction:
            record = find(transaction, slug)
            if version is not None:
                record = transaction.get_achievement(record.issuer, slug, version)
            if record.image_sha256 is None:
                raise NotFoundError(f"The achievement {slug!r} has no picture.")
            image = transaction.get_image(record.image_sha256)
        return _picture(image, slug, immutable=version is not None)

    def status_list(self, token: str, form: ListForm = "json") -> HostedDocument:
        """A signed status list."""
        with self.store.reading() as transaction:
            text = transaction.status_list_text(token, jwt=form == "jwt")
        media_type = CREDENTIAL_TYPE if form == "json" else LIST_JWT_TYPE
        return _document(_jwt(text, f"status list {token}"), media_type, f"status-{token}.{form}")

    def at(self, address: Address) -> HostedDocument:
        """Whatever lies at one of our own addresses; JSON where the address says no form."""
        version = address.version
        answers = {
            Kind.CREDENTIAL: lambda: self.credential(address.id, _credential_form(address)),
            Kind.ENDORSEMENT: lambda: self.endorsement(address.id, _list_form(address)),
            Kind.STATUS_LIST: lambda: self.status_list(address.id, _list_form(address)),
            Kind.ACHIEVEMENT: lambda: self.achievement(address.id),
            Kind.ACHIEVEMENT_IMAGE: lambda: self.achievement_image(
                address.id, int(version) if version else None
            ),
            Kind.ISSUER: lambda: self.issuer_profile(address.id),
            Kind.ISSUER_IMAGE: lambda: self.issuer_image(address.id, version),
            Kind.ISSUER_DID: lambda: self.did_document(address.id),
            Kind.DOMAIN_DID: self.did_document,
            Kind.JWKS: self.jwks,
        }
        return answers[address.kind]()

    def _in_form(self, sha256: str, form: PictureForm, slug: str) -> HostedDocument:
        data = self.pictures.get(sha256, form)
        return _document(data, TYPES[form], f"{slug}.{form}", forms=_forms(None, sha256))


_FOR_PEOPLE = ("html", "pdf")
"""Suffixes of what people read: who hands in such an address means the badge that it is about."""


def _credential_form(address: Address) -> CredentialForm:
    if address.suffix in _FOR_PEOPLE:
        return "json"
    return cast("CredentialForm", _form(address, get_args(CredentialForm)))


def _list_form(address: Address) -> ListForm:
    return cast("ListForm", _form(address, get_args(ListForm)))


def _form(address: Address, forms: Sequence[str]) -> str:
    form = address.suffix or "json"
    if form not in forms:
        raise NotFoundError(f"There is no form {form!r}; there are {', '.join(forms)}.")
    return form


def _document(
    text: str | bytes,
    media_type: str,
    file_name: str,
    *,
    immutable: bool = False,
    forms: tuple[str, ...] = (),
) -> HostedDocument:
    body = text.encode("ascii") if isinstance(text, str) else text
    return HostedDocument(
        body=body,
        media_type=media_type,
        etag=f'"{hashlib.sha256(body).hexdigest()[:32]}"',
        immutable=immutable,
        file_name=file_name,
        forms=forms,
    )


def _picture(image: ImageRecord, slug: str, *, immutable: bool) -> HostedDocument:
    file_name = f"{slug}.{SUFFIXES[image.media_type]}"
    return _document(image.data, image.media_type, file_name, immutable=immutable)


def record_file(record: CredentialRecord, form: str) -> str:
    """Name the file that a form of an award is saved as."""
    return f"{record.achievement}-{record.id[:NAME_LENGTH]}.{form}"


def find_award(transaction: Transaction, token: str) -> CredentialRecord:
    """
    Return an award.

    Raises:
        GoneError: If it was erased.
        NotFoundError: If there is none.
    """
    try:
        return transaction.get_credential(token)
    except NotFoundError as error:
        if transaction.find_tombstone(token) is not None:
            raise GoneError("This badge was erased. Nothing about it is kept.") from error
        raise NotFoundError(f"There is no badge {token!r} here.") from error


def _endorsements(transaction: Transaction, kind: Endorsed, target: str) -> JsonObject:
    """The standing endorsements of something, as properties of its document; empty if there are none."""
    records = standing(transaction, kind, target)[:MAX_EMBEDDED]
    documents = [parse_object(record.json) for record in records if record.json is not None]
    tokens = [record.jwt for record in records if record.json is None]
    return {
        **({"endorsement": documents} if documents else {}),
        **({"endorsementJwt": tokens} if tokens else {}),
    }


def _endorsement(transaction: Transaction, token: str) -> EndorsementRecord:
    try:
        return transaction.get_endorsement(token)
    except NotFoundError as error:
        if transaction.find_tombstone(token) is not None:
            raise GoneError("This endorsement was erased. Nothing about it is kept.") from error
        raise NotFoundError(f"There is no endorsement {token!r} here.") from error


def _achievement(transaction: Transaction, record: CredentialRecord) -> AchievementRecord:
    """The version of the achievement that a badge was made with."""
    return transaction.get_achievement(record.issuer, record.achievement, record.achievement_version)


def _forms(jwt: str | None, sha256: str | None) -> tuple[CredentialForm, ...]:
    return ("json", *(("jwt",) if jwt else ()), *(("png", "svg") if sha256 else ()))


def _jwt(jwt: str | None, what: str) -> str:
    if jwt is None:
        raise NotFoundError(
            f"There is no JWT of the {what}: its issuer had no key for JWTs when it was made."
        )
    return jwt


def _logo(profile: JsonObject) -> str | None:
    image = profile.get("image")
    return str(image["id"]).rpartition("/")[2] if isinstance(image, dict) else None


def recipient_name(credential: JsonObject) -> str | None:
    """The name that a badge itself carries, if it does."""
    for identity in credential.get("credentialSubject", {}).get("identifier", ()):
        if identity.get("identityType") == "name" and not identity.get("hashed"):
            return str(identity.get("identityHash"))
    return None
