"""
What the pages of badges, achievements and issuers show, put together from records and signed documents.

A badge's page shows what the signed document says, never what the database says today:
the achievement may have been edited since.
Pictures are shown only from here; a logo that a document names elsewhere is not loaded.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from starlette.responses import Response

from openbadge_issuer.json_text import JsonObject, parse_object
from openbadge_issuer.ports import CredentialRecord, Endorsed, RevocationCategory, SuspensionCategory
from openbadge_issuer.services.achievements import MAX_COUNTED
from openbadge_issuer.services.addresses import Addresses
from openbadge_issuer.services.hosting import recipient_name
from openbadge_issuer.verification.report import VerificationReport
from openbadge_issuer.web.endorsed import by_others, words
from openbadge_issuer.web.formats import words as words_of
from openbadge_issuer.web.forms import links, media_type
from openbadge_issuer.web.headers import NO_INDEX
from openbadge_issuer.web.languages import gettext, marked
from openbadge_issuer.web.local_images import local_image, local_path
from openbadge_issuer.web.previews import achievement_preview, issuer_preview, preview
from openbadge_issuer.web.runtime import Runtime
from openbadge_issuer.web.sharing import sharing
from openbadge_issuer.web.templating import render

REASONS: Mapping[RevocationCategory, str] = {
    RevocationCategory.ERROR: marked("It was issued in error."),
    RevocationCategory.REPLACED: marked("It was replaced by another badge."),
    RevocationCategory.WITHDRAWN: marked("The issuer withdrew it."),
    RevocationCategory.REQUESTED: marked("The person who earned it asked for this."),
    RevocationCategory.OTHER: marked("The issuer gave no further reason."),
}
"""A revocation's public category in a sentence. The private note is never shown."""


SUSPENSIONS: Mapping[SuspensionCategory, str] = {
    SuspensionCategory.REVIEW: marked("Its issuer is looking into it."),
    SuspensionCategory.REQUESTED: marked("The person who earned it asked for this."),
    SuspensionCategory.OTHER: marked("The issuer gave no further reason."),
}
"""A suspension's public category in a sentence."""


def badge(runtime: Runtime, token: str, *, now: datetime) -> Response:
    """Show a badge."""
    services = runtime.services
    found = services.hosting.page(token, now=now)
    listed = services.opening.is_open(token)
    report = services.verifying.verify(found.record.json, now=now)
    subject, forms = found.credential["credentialSubject"], (*found.forms, *printed(runtime))
    return render(
        runtime,
        "badge.html",
        headers={**({} if listed else NO_INDEX), **links(found.url, (*forms, "html"))},
        page=found,
        forms=forms,
        listed=listed,
        credential=found.credential,
        subject=subject,
        achievement=subject["achievement"],
        partner=partner_of(subject["achievement"], found.credential["issuer"]),
        logo=local_image(services.addresses, found.credential["issuer"].get("image")),
        picture=local_path(services.addresses, found.image_url),
        has_address=bool(_listed(subject.get("identifier"))),
        results=results_of(subject),
        endorsers=_endorsers(services.addresses, report),
        evidence=_listed(found.credential.get("evidence")),
        words=words(services, Endorsed.BADGE, token, now=now),
        media_type=media_type,
        preview=preview(runtime, found),
        sharing=sharing(runtime, found),
        report=report,
        reason=reason_of(found.record),
    )


def reason_of(record: CredentialRecord) -> str | None:
    """Say why a badge was taken back, for good or for the time being; None if it was not."""
    if record.revocation is not None:
        return gettext(REASONS[record.revocation.category])
    return gettext(SUSPENSIONS[record.suspension.category]) if record.suspension is not None else None


def printed(runtime: Runtime) -> tuple[str, ...]:
    """The form of a badge that there is where certificates can be set."""
    return ("pdf",) if runtime.typesetter is not None else ()


def achievement(runtime: Runtime, slug: str) -> Response:
    """Show what can be earned."""
    services = runtime.services
    found = services.achievements.current(slug)
    issuer_ = services.issuers.get(found.issuer)
    return render(
        runtime,
        "achievement.html",
        headers=links(services.addresses.achievement(slug), (*_forms(found.image_sha256), "html")),
        forms=_forms(found.image_sha256),
        media_type=media_type,
        record=found,
        achievement=found.document,
        issuer=issuer_,
        preview=achievement_preview(runtime, found, issuer_.profile["name"]),
        partner=partner_of(found.document, issuer_.profile),
        picture=local_image(services.addresses, found.document.get("image")),
        words=words(services, Endorsed.ACHIEVEMENT, slug, now=runtime.clock()),
        holders=services.achievements.holders(slug),
        most_counted=MAX_COUNTED,
        versions=services.achievements.versions(slug),
        opened=_opened(services.opening.opened(slug)),
    )


def issuer(runtime: Runtime, slug: str) -> Response:
    """Show who issues, what can be earned from them, and by which keys their badges are known."""
    services = runtime.services
    found = services.issuers.get(slug)
    return render(
        runtime,
        "issuer.html",
        headers=links(services.addresses.issuer(slug), (*_forms(found.profile.get("image")), "html")),
        forms=_forms(found.profile.get("image")),
        media_type=media_type,
        issuer=found,
        url=services.addresses.issuer(slug),
        preview=issuer_preview(runtime, found),
        logo=local_image(services.addresses, found.profile.get("image")),
        words=words(services, Endorsed.ISSUER, slug, now=runtime.clock()),
        cards_=cards(runtime, slug),
        keys=services.key_ring.keys(slug),
    )


def _forms(picture: object) -> tuple[str, ...]:
    """The forms of what is no credential, beside its page; a picture in both, where there is one."""
    return ("json", *(("png", "svg") if picture else ()))


def _opened(records: Sequence[CredentialRecord]) -> list[dict[str, Any]]:
    """The badges whose pages are open, each with the name that it carries itself, if it does."""
    return [
        {
            "id": record.id,
            "name": recipient_name(credential := parse_object(record.json)),
            "awarded": credential.get("awardedDate") or credential["validFrom"],
        }
        for record in records
    ]


def cards(runtime: Runtime, issuer: str | None = None) -> list[dict[str, Any]]:
    """List the achievements of an issuer, or of all, each with what a card shows."""
    services = runtime.services
    return [
        {
            "slug": record.slug,
            "document": record.document,
            "picture": _card_picture(services.addresses, record.document),
        }
        for record in services.achievements.list(issuer)
    ]


MAX_ENDORSERS = 3
"""Endorsers named beside the issuer, by number: what fits there; all of them stand further below."""


def _endorsers(addresses: Addresses, report: VerificationReport) -> list[dict[str, str | None]]:
    """Who endorses the badge or its achievement, as far as that is proven: names, and logos that lie here."""
    others = by_others(report.endorsements)
    profiles = [found.credential["issuer"] for found in others if found.credential]
    named = {str(profile.get("id")): profile for profile in profiles if isinstance(profile, dict)}
    return [
        {"name": str(profile.get("name") or id), "logo": local_image(addresses, profile.get("image"))}
        for id, profile in list(named.items())[:MAX_ENDORSERS]
    ]


def _card_picture(addresses: Addresses, document: JsonObject) -> str | None:
    return local_image(addresses, document.get("image"))


def partner_of(achievement: JsonObject, issuer: JsonObject) -> JsonObject | None:
    """Return who designed the achievement, if that is somebody else than the issuer."""
    creator = achievement.get("creator")
    return creator if isinstance(creator, dict) and creator.get("id") != issuer.get("id") else None


def results_of(subject: JsonObject) -> list[tuple[str, str]]:
    """Pair each result's value with the name of what was measured."""
    descriptions = _listed(subject["achievement"].get("resultDescription"))
    levels = [level for found in descriptions for level in _listed(found.get("rubricCriterionLevel"))]
    names = {found.get("id"): found.get("name") for found in [*descriptions, *levels]}
    return [
        (
            str(names.get(result.get("resultDescription")) or gettext("Result")),
            str(result.get("value") or _status(result) or names.get(result.get("achievedLevel"))),
        )
        for result in _listed(subject.get("result"))
    ]


def _status(result: JsonObject) -> str | None:
    """Return how far the earner came, in words; None if the result does not say."""
    return words_of(str(result["status"])) if result.get("status") else None


def _listed(value: object) -> list[JsonObject]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]
