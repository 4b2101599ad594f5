"""
Public documents: profiles, keys, achievements, badges, status lists, pictures.

A badge, an achievement and an issuer each have one address for everybody; what comes back follows `Accept`
(`negotiation.py`), and for those who send the wrong header there are suffixes.
Keys, DID documents, status lists and pictures have one form and are never negotiated: software that
reads them sends headers made for browsers.
"""

from typing import Annotated

from fastapi import APIRouter, Header, Response

from openbadge_issuer.errors import NotFoundError
from openbadge_issuer.services.hosting import HostedDocument, HostingService
from openbadge_issuer.web import negotiation, pages
from openbadge_issuer.web.answers import hosted
from openbadge_issuer.web.dependencies import Now, TheRuntime, TheServices
from openbadge_issuer.web.headers import BADGE, DOCUMENT, FOREVER, FRESH, NO_INDEX
from openbadge_issuer.web.negotiation import Form
from openbadge_issuer.web.openapi import served

router = APIRouter()

Accept = Annotated[str | None, Header(include_in_schema=False)]
"""OpenAPI tells the forms as media types of the answers, and has no place for this header."""

JSON = "application/json"
"""The name under which `.json` addresses serve: understood by everything, and shown by browsers."""

JWT = "text/plain; charset=us-ascii"
"""The name under which `.jwt` addresses serve: the one that validators of all ages take for a JWT."""

_NEGOTIATED = {"Vary": "Accept"}


# --- issuers ------------------------------------------------------------------------------------------------


@router.get(
    "/issuers/{slug}",
    tags=["issuers"],
    summary="An issuer",
    response_class=Response,
    responses=served("The profile and keys, or a page.", "application/ld+json", JSON, "text/html"),
)
def issuer(slug: str, runtime: TheRuntime, services: TheServices, accept: Accept = None) -> Response:
    """Serve an issuer's profile, which names its keys as well, or its page where `text/html` is preferred."""
    offer = negotiation.choose(accept, negotiation.DOCUMENT)
    if offer.form is Form.PAGE:
        return pages.issuer(runtime, slug)
    found = services.hosting.issuer_profile(slug)
    return hosted(found, cache=DOCUMENT, media_type=offer.media_type, headers=_NEGOTIATED)


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
    "/achievements/{slug}",
    tags=["achievements"],
    summary="An achievement",
    response_class=Response,
    responses=served("The current version, or a page.", "application/ld+json", JSON, "text/html"),
)
def achievement(slug: str, runtime: TheRuntime, services: TheServices, accept: Accept = None) -> Response:
    """Serve the current version of an achievement, or its page where `text/html` is preferred."""
    offer = negotiation.choose(accept, negotiation.DOCUMENT)
    if offer.form is Form.PAGE:
        return pages.achievement(runtime, slug)
    found = services.hosting.achievement(slug)
    return hosted(found, cache=DOCUMENT, media_type=offer.media_type, headers=_NEGOTIATED)


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
    "/credentials/{id}.json",
    tags=["badges"],
    summary="A badge as JSON",
    response_class=Response,
    responses=served("The exact signed bytes.", JSON),
)
def credential_json(id: str, services: TheServices) -> Response:
    """Serve a badge's JSON whatever the `Accept` header says. Revoked badges are served unchanged."""
    return hosted(services.hosting.credential(id), cache=BADGE, media_type=JSON, headers=NO_INDEX)


@router.get(
    "/credentials/{id}.jwt",
    tags=["badges"],
    summary="A badge as JWT",
    response_class=Response,
    responses=served("The compact JWS.", "text/plain"),
)
def credential_jwt(id: str, services: TheServices) -> Response:
    """Serve the same award as a compact JWS."""
    return hosted(services.hosting.credential(id, "jwt"), cache=BADGE, media_type=JWT, headers=NO_INDEX)


@router.get(
    "/credentials/{id}.png",
    tags=["badges"],
    summary="A badge as picture",
    response_class=Response,
    responses=served("The picture with the signed JSON baked in.", "image/png"),
)
def credential_png(id: str, services: TheServices) -> Response:
    """Serve the badge's picture with its signed JSON baked in, if the achievement's picture is a PNG."""
    return hosted(services.hosting.credential(id, "png"), cache=BADGE, headers=NO_INDEX)


@router.get(
    "/credentials/{id}.svg",
    tags=["badges"],
    summary="A badge as SVG",
    response_class=Response,
    responses=served("The picture with the signed JSON baked in.", "image/svg+xml"),
)
def credential_svg(id: str, services: TheServices) -> Response:
    """Serve the badge's picture with its signed JSON baked in, if the achievement's picture is an SVG."""
    return hosted(services.hosting.credential(id, "svg"), cache=BADGE, headers=NO_INDEX)


@router.get(
    "/credentials/{id}",
    tags=["badges"],
    summary="A badge",
    response_class=Response,
    responses=served(
        "The badge in the form asked for.",
        *(
            offer.media_type
            for offer in negotiation.CREDENTIAL
            if offer.media_type != "application/xhtml+xml"
        ),
    ),
)
def credential(
    id: str,
    runtime: TheRuntime,
    services: TheServices,
    now: Now,
    accept: Accept = None,
) -> Response:
    """
    Serve a badge: JSON-LD to those who do not say, a page to browsers, JWT or picture on request.

    A revoked badge is served unchanged (its status list tells), and its page says when and why.
    """
    offer = negotiation.choose(accept, negotiation.CREDENTIAL)
    headers = {**_NEGOTIATED, **NO_INDEX}
    match offer.form:
        case Form.PAGE:
            return pages.badge(runtime, id, now=now)
        case Form.JWT:
            found = services.hosting.credential(id, "jwt")
        case Form.PICTURE:
            found = _picture(services.hosting, id)
            return hosted(found, cache=BADGE, headers=headers)
        case _:
            found = services.hosting.credential(id)
    return hosted(found, cache=BADGE, media_type=offer.media_type, headers=headers)


def _picture(hosting: HostingService, id: str) -> HostedDocument:
    """Return the picture there is, PNG or SVG: who can show one can show the other."""
    try:
        return hosting.credential(id, "png")
    except NotFoundError:
        return hosting.credential(id, "svg")


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
