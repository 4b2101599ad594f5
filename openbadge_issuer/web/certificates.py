"""
A badge's certificate: the same award on paper, with a QR code that leads to the badge's page.

It says what the signed document says, in the visitor's language around it, and how the badge stands today.
A certificate proves nothing by itself, and says where to check; so it can be printed for any badge there is.
It is set on request, and kept for a while in memory.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib.resources import files

from openbadge_issuer.errors import NotFoundError
from openbadge_issuer.extras import missing
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.ports import Endorsed
from openbadge_issuer.services.hosting import BadgePage, HostedDocument, record_file
from openbadge_issuer.verification.report import VerificationReport
from openbadge_issuer.web.endorsed import Word, by_others, words
from openbadge_issuer.web.formats import date_text, number
from openbadge_issuer.web.formats import words as words_of
from openbadge_issuer.web.languages import gettext, visit
from openbadge_issuer.web.pages import partner_of, results_of
from openbadge_issuer.web.qr_code import qr_code
from openbadge_issuer.web.runtime import Runtime
from openbadge_issuer.web.telling import outcome_title, proven

MAX_LOGOS = 4
"""Most logos on a certificate, by number: what fits side by side."""

PAPERS = {"a4": "a4", "letter": "us-letter"}
"""What typst calls the papers that the setting names."""

_ENDINGS = {"image/png": "png", "image/svg+xml": "svg"}


@dataclass(slots=True)
class Pictures:
    """
    The picture files of something that is set, by the names under which its source finds them.

    Only pictures that lie here are shown.
    """

    runtime: Runtime
    files: dict[str, bytes] = field(default_factory=dict)

    def add(self, image: object, alt: str) -> JsonObject | None:
        """Take in a picture (Open Badges 3.0, Image, or its address); None if it does not lie here."""
        url = image.get("id") if isinstance(image, dict) else image
        services = self.runtime.services
        address = services.addresses.parse(url) if isinstance(url, str) else None
        if address is None:
            return None
        try:
            found = services.hosting.at(address)
        except NotFoundError:
            return None
        if found.media_type not in _ENDINGS:
            return None
        return self.add_file(found.body, _ENDINGS[found.media_type], alt)

    def add_file(self, data: bytes, ending: str, alt: str) -> JsonObject:
        """Take in a picture's file."""
        name = f"picture{len(self.files)}.{ending}"
        self.files[name] = data
        return {"file": name, "alt": alt}


def certificate(runtime: Runtime, token: str, *, now: datetime) -> HostedDocument:
    """
    Return a badge's certificate.

    Raises:
        NotFoundError: If there is no such badge.
        MissingExtraError: If what sets certificates is not installed.
        TypesettingError: If it cannot be set, since no font has a character.
    """
    services, typesetter = runtime.services, runtime.typesetter
    page = services.hosting.page(token, now=now)
    if typesetter is None:
        raise missing("typst")
    report = services.verifying.verify(page.record.json, now=now)
    pictures = Pictures(runtime)
    values = _values(runtime, page, report, words(services, Endorsed.BADGE, token, now=now), pictures)

    def drawn() -> bytes:
        return typesetter.pdf(source("certificate.typ"), values, pictures.files, at=page.record.issued_at)

    body = runtime.keepsakes.get(drawing_key("certificate", values, pictures), drawn)
    found = hosted_drawing(body, "application/pdf", record_file(page.record, "pdf"))
    return replace(found, forms=(*page.forms, "pdf"))


def hosted_drawing(body: bytes, media_type: str, file_name: str) -> HostedDocument:
    """Return something that was drawn, to be served."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return HostedDocument(body=body, media_type=media_type, etag=etag, immutable=False, file_name=file_name)


def source(name: str) -> bytes:
    """Return how something is set; the name of a file in `print/`."""
    return (files("openbadge_issuer.web") / "print" / name).read_bytes()


def drawing_key(kind: str, values: Mapping[str, object], pictures: Pictures) -> tuple[str, ...]:
    """Return everything that something drawn depends on."""
    digests = (hashlib.sha256(data).hexdigest() for data in pictures.files.values())
    return (kind, repr(values), *digests)


def _values(
    runtime: Runtime, page: BadgePage, report: VerificationReport, said: list[Word], pictures: Pictures
) -> JsonObject:
    subject = page.credential["credentialSubject"]
    achievement, issuer = subject["achievement"], page.credential["issuer"]
    name = achievement["name"]
    names = {"badge": name, "issuer": issuer["name"]}
    return {
        "language": visit().language.tag,
        "accent": runtime.theme.accent,
        "paper": PAPERS[runtime.theme.paper],
        "title": gettext("%(badge)s: a badge by %(issuer)s") % names,
        "issuer": issuer["name"],
        "description": achievement["description"],
        "keywords": achievement.get("tag") or [],
        "url": page.url,
        "kind": words_of(achievement.get("achievementType") or "Open Badge"),
        "state": state_of(page, report),
        "earner": page.recipient_name,
        "earned": gettext("has earned the badge"),
        "name": name,
        "about": achievement["description"],
        "facts": [{"label": label, "value": value} for label, value in _facts(page)],
        "issued": gettext("Issued by %(name)s") % {"name": issuer["name"]},
        "others": list(_others(page, report, said)),
        "proven": gettext("Signed by %(proven)s") % {"proven": proven(report)} if report.valid else "",
        "picture": pictures.add(page.image_url, gettext("The badge %(name)s") % {"name": name}),
        "logos": logos_of(runtime, page, report, said, pictures),
        "qr": {
            **pictures.add_file(qr_code(page.url), "svg", gettext("QR code of the badge's page")),
            "caption": gettext("Check this badge at"),
        },
    }


def state_of(page: BadgePage, report: VerificationReport) -> str | None:
    """Say that the badge does not hold, if so; None if it does, or if that cannot be told here."""
    if page.revocation is not None:
        return gettext("Revoked on %(date)s") % {"date": date_text(page.revocation.revoked_at)}
    if page.expired and page.record.expires_at is not None:
        return gettext("Expired on %(date)s") % {"date": date_text(page.record.expires_at)}
    if page.suspension is not None:
        return gettext("Suspended since %(date)s") % {"date": date_text(page.suspension.suspended_at)}
    return None if report.valid else outcome_title(report)


def _facts(page: BadgePage) -> Iterator[tuple[str, str]]:
    credential, subject = page.credential, page.credential["credentialSubject"]
    yield gettext("Issued"), date_text(credential.get("awardedDate") or credential["validFrom"])
    if credential.get("validUntil"):
        yield gettext("Valid until"), date_text(credential["validUntil"])
    if subject.get("role"):
        yield gettext("Role"), subject["role"]
    if "creditsEarned" in subject:
        yield gettext("Credits"), number(subject["creditsEarned"])
    yield from results_of(subject)


def _others(page: BadgePage, report: VerificationReport, said: list[Word]) -> Iterator[str]:
    """Say who designed it, and who endorses it."""
    partner = partner_of(page.credential["credentialSubject"]["achievement"], page.credential["issuer"])
    if partner and partner.get("name"):
        yield gettext("Designed with %(partner)s") % {"partner": partner["name"]}
    for name in endorser_names(report, said):
        yield gettext("Endorsed by %(name)s") % {"name": name}


def endorser_names(report: VerificationReport, said: list[Word]) -> list[str]:
    """Name others who endorse it, in the badge itself or beside it, each once."""
    within = [endorsed.issuer_name or "" for endorsed in by_others(report.endorsements)]
    beside = [str(word.profile["name"]) for word in said if not word.is_own]
    return [name for name in dict.fromkeys([*within, *beside]) if name]


def logos_of(
    runtime: Runtime, page: BadgePage, report: VerificationReport, said: list[Word], pictures: Pictures
) -> list[JsonObject]:
    """The logos of the issuer, of who designed it and of who endorses it, as far as they lie here."""
    issuer = page.credential["issuer"]
    partner = partner_of(page.credential["credentialSubject"]["achievement"], issuer)
    profiles = [issuer, *([partner] if partner else []), *_endorsers(runtime, report, said)]
    images = {str(profile["image"]): profile for profile in profiles if profile.get("image")}
    logos = [
        pictures.add(profile["image"], gettext("Logo of %(name)s") % {"name": profile.get("name") or ""})
        for profile in list(images.values())[:MAX_LOGOS]
    ]
    return [logo for logo in logos if logo is not None]


def _endorsers(runtime: Runtime, report: VerificationReport, said: list[Word]) -> list[JsonObject]:
    """The profiles of those other issuers here who endorse it, in the badge itself or beside it."""
    valid = {endorsed.issuer_id for endorsed in by_others(report.endorsements)}
    named = {word.record.endorser for word in said if not word.is_own}
    issuers = runtime.services.issuers.list()
    return [issuer.profile for issuer in issuers if issuer.did in valid or issuer.slug in named]
