"""
Public documents: profiles, keys, achievements, badges, status lists, pictures.

A badge, an achievement and an issuer each have one address for everybody; what comes back follows the suffix
or the `Accept` header (`negotiation.py`).
Keys, DID documents, status lists and the pictures that documents name have one form and are never negotiated:
software that reads them sends headers made for browsers.
"""

from datetime import datetime
from typing import Annotated, cast

from fastapi import APIRouter, Header, Response

from openbadge_issuer.services.hosting import CredentialForm, HostedDocument
from openbadge_issuer.services.pictures import PictureForm
from openbadge_issuer.web import certificates, pages
from openbadge_issuer.web.answers import hosted
from openbadge_issuer.web.dependencies import Now, TheRuntime, TheServices
from openbadge_issuer.web.forms import NEGOTIATED, links, media_types, offered, suffixed
from openbadge_issuer.web.headers import BADGE, DOCUMENT, FOREVER, FRESH, LANGUAGE, NO_INDEX
from openbadge_issuer.web.languages import visit
from openbadge_issuer.web.negotiation import Form, Offer, Resource
from openbadge_issuer.web.openapi import served
from openbadge_issuer.web.runtime import Runtime

router = APIRouter()

Accept = Annotated[str | None, Header(include_in_schema=False)]
"""OpenAPI tells the forms as media types of the answers, and has no place for this header."""

JSON = "application/json"
"""The name under which `.json` addresses serve: understood by everything, and shown by browsers."""


def _answer(
    found: HostedDocument,
    offer: Offer,
    *,
    url: str,
    cache: str,
    headers: dict[str, str],
    others: tuple[str, ...] = (Form.PAGE,),
) -> Response:
    """Serve a document under the name that was asked for, with the way to its other forms."""
    headers = {**links(url, (*found.forms, *others)), **headers}
    return hosted(found, cache=cache, media_type=offer.media_type, headers=headers)


# --- issuers ------------------------------------------------------------------------------------------------


@router.get(
    "/issuers/{slug}.{suffix}",
    tags=["issuers"],
    summary="An issuer in one form",
    response_class=Response,
    responses=served("The form that the suffix names.", *suffixed(Resource.ISSUER)),
)
def issuer_form(slug: str, suffix: str, runtime: TheRuntime) -> Response:
    """Serve an issuer as `json`, `html`, or its logo as `png` or `svg`, whatever the `Accept` header says."""
    return _issuer(runtime, slug, offered(Resource.ISSUER, suffix, None), {})


@router.get(
    "/issuers/{slug}",
    tags=["issuers"],
    summary="An issuer",
    response_class=Response,
    responses=served("The profile and keys, the logo, or a page.", *media_types(Resource.ISSUER)),
)
def issuer(slug: str, runtime: TheRuntime, accept: Accept = None) -> Response:
    """Serve an issuer's profile, which names its keys as well, or its page where `text/html` is preferred."""
    return _issuer(runtime, slug, offered(Resource.ISSUER, "", accept), NEGOTIATED)


def _issuer(runtime: Runtime, slug: str, offer: Offer, headers: dict[str, str]) -> Response:
    if offer.form is Form.PAGE:
        return pages.issuer(runtime, slug)
    hosting = runtime.services.hosting
    found = (
        hosting.issuer_profile(slug)
        if offer.form is Form.JSON
        else hosting.issuer_picture(slug, cast("PictureForm", offer.form.value))
    )
    url = runtime.services.addresses.issuer(slug)
    return _answer(found, offer, url=url, cache=DOCUMENT, headers=headers)


@router.get(
    "/issuers/{slug}/did.json",
    tags=["issuers"],
    summary="An issuer's DID document",
    response_class=Response,
    responses=served("The DID document.", "application/did+json"),
)
def issuer_did_document(slug: str, services: TheServices) -> Response:
    """Serve the DID document with every key that ever signed; revoked ones are marked."""
    return hosted(services.hosting.did_document(slug), cache=DOCUMENT)


@router.get(
    "/issuers/{slug}/image",
    tags=["issuers"],
    summary="An issuer's logo",
    response_class=Response,
    responses=served("The current logo.", "image/png", "image/svg+xml"),
)
def issuer_image(slug: str, services: TheServices) -> Response:
    """Serve the logo an issuer has now."""
    return hosted(services.hosting.issuer_image(slug), cache=DOCUMENT)


@router.get(
    "/issuers/{slug}/images/{sha256}",
    tags=["issuers"],
    summary="A logo that badges name",
    response_class=Response,
    responses=served("The logo.", "image/png", "image/svg+xml"),
)
def issuer_image_version(slug: str, sha256: str, services: TheServices) -> Response:
    """Serve the logo that older badges name; it never changes."""
    return hosted(services.hosting.issuer_image(slug, sha256), cache=FOREVER)


# --- achievements -------------------------------------------------------------------------------------------


@router.get(
    "/achievements/{slug}.{suffix}",
    tags=["achievements"],
    summary="An achievement in one form",
    response_class=Response,
    responses=served("The form that the suffix names.", *suffixed(Resource.ACHIEVEMENT)),
)
def achievement_form(slug: str, suffix: str, runtime: TheRuntime) -> Response:
    """Serve an achievement as `json`, `html`, or its picture as `png` or `svg`, whatever `Accept` says."""
    return _achievement(runtime, slug, offered(Resource.ACHIEVEMENT, suffix, None), {})


@router.get(
    "/achievements/{slug}",
    tags=["achievements"],
    summary="An achievement",
    response_class=Response,
    responses=served("The current version, its picture, or a page.", *media_types(Resource.ACHIEVEMENT)),
)
def achievement(slug: str, runtime: TheRuntime, accept: Accept = None) -> Response:
    """Serve the current version of an achievement, or its page where `text/html` is preferred."""
    return _achievement(runtime, slug, offered(Resource.ACHIEVEMENT, "", accept), NEGOTIATED)


def _achievement(runtime: Runtime, slug: str, offer: Offer, headers: dict[str, str]) -> Response:
    if offer.form is Form.PAGE:
        return pages.achievement(runtime, slug)
    hosting = runtime.services.hosting
    found = (
        hosting.achievement(slug)
        if offer.form is Form.JSON
        else hosting.achievement_picture(slug, cast("PictureForm", offer.form.value))
    )
    url = runtime.services.addresses.achievement(slug)
    return _answer(found, offer, url=url, cache=DOCUMENT, headers=headers)


@router.get(
    "/achievements/{slug}/image",
    tags=["achievements"],
    summary="An achievement's picture",
    response_class=Response,
    responses=served("The picture of the current version.", "image/png", "image/svg+xml"),
)
def achievement_image(slug: str, services: TheServices) -> Response:
    """Serve the picture of the current version."""
    return hosted(services.hosting.achievement_image(slug), cache=DOCUMENT)


@router.get(
    "/achievements/{slug}/versions/{version:int}/image",
    tags=["achievements"],
    summary="The picture of one version",
    response_class=Response,
    responses=served("The picture.", "image/png", "image/svg+xml"),
)
def achievement_version_image(slug: str, version: int, services: TheServices) -> Response:
    """Serve the picture of one version of an achievement; it never changes."""
    return hosted(services.hosting.achievement_image(slug, version), cache=FOREVER)


# --- badges -------------------------------------------------------------------------------------------------


@router.get(
    "/credentials/{id}.{suffix}",
    tags=["badges"],
    summary="A badge in one form",
    response_class=Response,
    responses=served("The form that the suffix names.", *suffixed(Resource.CREDENTIAL)),
)
def credential_form(id: str, suffix: str, runtime: TheRuntime, now: Now) -> Response:
    """
    Serve a badge as `json`, `jwt`, `png`, `svg`, `pdf` or `html`, whatever the `Accept` header says.

    Pictures have the signed JSON baked in. Revoked badges are served unchanged.
    """
    return _credential(runtime, id, offered(Resource.CREDENTIAL, suffix, None), {}, now)


@router.get(
    "/credentials/{id}",
    tags=["badges"],
    summary="A badge",
    response_class=Response,
    responses=served("The badge in the form asked for.", *media_types(Resource.CREDENTIAL)),
)
def credential(id: str, runtime: TheRuntime, now: Now, accept: Accept = None) -> Response:
    """
    Serve a badge: JSON-LD to those who do not say, a page to browsers, JWT or picture on request.

    A revoked badge is served unchanged (its status list tells), and its page says when and why.
    """
    return _credential(runtime, id, offered(Resource.CREDENTIAL, "", accept), NEGOTIATED, now)


def _credential(runtime: Runtime, id: str, offer: Offer, headers: dict[str, str], now: datetime) -> Response:
    if offer.form is Form.PAGE:
        return pages.badge(runtime, id, now=now)
    if offer.form is Form.PDF:
        return _certificate(runtime, id, now)
    found = runtime.services.hosting.credential(id, cast("CredentialForm", offer.form.value))
    url = runtime.services.addresses.credential(id)
    others = (*pages.printed(runtime), Form.PAGE)
    return _answer(found, offer, url=url, cache=BADGE, headers={**NO_INDEX, **headers}, others=others)


def _certificate(runtime: Runtime, id: str, now: datetime) -> Response:
    found = certificates.certificate(runtime, id, now=now)
    headers = {
        **links(runtime.services.addresses.credential(id), (*found.forms, Form.PAGE)),
        **LANGUAGE,
        **NO_INDEX,
        "Content-Language": visit().language.tag,
        "Content-Disposition": f'attachment; filename="{found.file_name}"',
    }
    return hosted(found, cache=FRESH, headers=headers)


# --- status lists -------------------------------------------------------------------------------------------


@router.get(
    "/status/{id}.jwt",
    tags=["badges"],
    summary="A status list as JWT",
    response_class=Response,
    responses=served("The signed list as a compact JWS.", "application/vc+jwt"),
)
def status_list_jwt(id: str, services: TheServices) -> Response:
    """Serve a status list as a compact JWS."""
    return hosted(services.hosting.status_list(id, "jwt"), cache=FRESH)


@router.get(
    "/status/{id}.json",
    tags=["badges"],
    summary="A status list as JSON",
    response_class=Response,
    responses=served("The signed list.", JSON),
)
def status_list_json(id: str, services: TheServices) -> Response:
    """Serve a status list as JSON."""
    return hosted(services.hosting.status_list(id), cache=FRESH, media_type=JSON)


@router.get(
    "/status/{id}",
    tags=["badges"],
    summary="A status list",
    response_class=Response,
    responses=served("The signed list.", "application/vc+ld+json"),
)
def status_list(id: str, services: TheServices) -> Response:
    """Serve a status list as a signed JSON-LD credential, whatever the `Accept` header says."""
    return hosted(services.hosting.status_list(id), cache=FRESH)
