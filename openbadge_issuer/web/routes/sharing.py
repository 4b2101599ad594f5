"""
What badges are shared with: the QR code, the preview card, oEmbed.

None of them says more than the badge's page, and all of them go when the badge goes.
"""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from starlette.responses import JSONResponse

from openbadge_issuer.errors import NotFoundError
from openbadge_issuer.services.addresses import Kind
from openbadge_issuer.web import cards
from openbadge_issuer.web.answers import hosted
from openbadge_issuer.web.dependencies import Now, TheRuntime, TheServices
from openbadge_issuer.web.headers import BADGE, DOCUMENT, FRESH, LANGUAGE, NO_INDEX
from openbadge_issuer.web.languages import visit
from openbadge_issuer.web.openapi import failing, served
from openbadge_issuer.web.problems import FormatError
from openbadge_issuer.web.qr_code import qr_document
from openbadge_issuer.web.sharing import embedded

router = APIRouter(tags=["badges"])

MAX_SIDE = 10_000
"""Largest size that may be asked for, in pixels; embedded badges have 240."""


@router.get(
    "/credentials/{id}/qr.svg",
    summary="A badge's address as a QR code",
    response_class=Response,
    responses=served("The code.", "image/svg+xml"),
)
def credential_qr_code(id: str, services: TheServices) -> Response:
    """Serve a QR code that leads to the badge's page."""
    return hosted(qr_document(services.hosting, id), cache=BADGE, headers=NO_INDEX)


@router.get(
    "/credentials/{id}/card.png",
    summary="A badge's preview card",
    response_class=Response,
    responses=served("The card.", "image/png", errors=("not-found", "missing-extra", "typesetting")),
)
def credential_card(id: str, runtime: TheRuntime, now: Now) -> Response:
    """Serve the picture of 1200 × 627 pixels that link previews show, in the visitor's language."""
    headers = {**LANGUAGE, **NO_INDEX, "Content-Language": visit().language.tag}
    return hosted(cards.card(runtime, id, now=now), cache=FRESH, headers=headers)


@router.get(
    "/oembed",
    summary="A badge to embed",
    responses={
        200: {"description": "The oEmbed document (oembed.com, 1.0)."},
        **failing("not-found", "request", "format"),
    },
)
def oembed(
    *,
    runtime: TheRuntime,
    services: TheServices,
    now: Now,
    url: Annotated[str, Query(description="Address of a badge of this service.", max_length=2_048)],
    form: Annotated[str, Query(alias="format", description="Only `json`.", max_length=20)] = "json",
    maxwidth: Annotated[
        int | None, Query(ge=1, le=MAX_SIDE, description="Widest that fits, in pixels.")
    ] = None,
    maxheight: Annotated[int | None, Query(ge=1, le=MAX_SIDE, description="Highest that fits.")] = None,
) -> JSONResponse:
    """Say how a badge is put on other people's pages: a picture with a link, no frame and no script."""
    if form != "json":
        raise FormatError("This is told as JSON only; ask with format=json.")
    address = services.addresses.parse(url)
    if address is None or address.kind is not Kind.CREDENTIAL:
        raise NotFoundError("The address is none of a badge here.")
    found = embedded(runtime, services.hosting.page(address.id, now=now))
    document = found.oembed(max_width=maxwidth, max_height=maxheight)
    return JSONResponse(document, headers={"Cache-Control": DOCUMENT, **LANGUAGE, **NO_INDEX})
