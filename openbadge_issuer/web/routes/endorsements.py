"""
Endorsements for everybody: the exact signed texts, and a page.

None of them is for search engines: one may be about a badge, and so about one person.
"""

from typing import Annotated

from fastapi import APIRouter, Header, Response

from openbadge_issuer.errors import NotFoundError
from openbadge_issuer.services.hosting import HostedDocument, HostingService
from openbadge_issuer.web import endorsement_pages, negotiation
from openbadge_issuer.web.answers import hosted
from openbadge_issuer.web.dependencies import Now, TheRuntime, TheServices
from openbadge_issuer.web.headers import BADGE, NO_INDEX
from openbadge_issuer.web.negotiation import Form
from openbadge_issuer.web.openapi import served

router = APIRouter(tags=["endorsements"])

Accept = Annotated[str | None, Header(include_in_schema=False)]

JSON = "application/json"
JWT = "text/plain; charset=us-ascii"

FORMS = negotiation.CREDENTIAL_JSON + negotiation.PAGE + negotiation.JWT
"""An endorsement has no picture."""

_NEGOTIATED = {"Vary": "Accept", **NO_INDEX}


@router.get(
    "/endorsements/{id}.json",
    summary="An endorsement as JSON",
    response_class=Response,
    responses=served("The exact signed bytes.", JSON),
)
def endorsement_json(id: str, services: TheServices) -> Response:
    """Serve an endorsement's JSON whatever the `Accept` header says, also when it was taken back."""
    return hosted(services.hosting.endorsement(id), cache=BADGE, media_type=JSON, headers=NO_INDEX)


@router.get(
    "/endorsements/{id}.jwt",
    summary="An endorsement as JWT",
    response_class=Response,
    responses=served("The compact JWS.", "text/plain"),
)
def endorsement_jwt(id: str, services: TheServices) -> Response:
    """Serve the same endorsement as a compact JWS."""
    return hosted(services.hosting.endorsement(id, "jwt"), cache=BADGE, media_type=JWT, headers=NO_INDEX)


@router.get(
    "/endorsements/{id}",
    summary="An endorsement",
    response_class=Response,
    responses=served(
        "The endorsement in the form asked for.",
        *(offer.media_type for offer in FORMS if offer.media_type != "application/xhtml+xml"),
    ),
)
def endorsement(
    id: str, runtime: TheRuntime, services: TheServices, now: Now, accept: Accept = None
) -> Response:
    """
    Serve an endorsement: JSON-LD to those who do not say, a page to browsers, a JWT on request.

    One that was taken back is served unchanged; its page says when, by whom and why.
    """
    offer = negotiation.choose(accept, FORMS)
    if offer.form is Form.PAGE:
        return endorsement_pages.endorsement(runtime, id, now=now)
    if offer.form is Form.JWT:
        found = services.hosting.endorsement(id, "jwt")
        return hosted(found, cache=BADGE, media_type=offer.media_type, headers=_NEGOTIATED)
    found = _json_or_jwt(services.hosting, id)
    media_type = offer.media_type if found.file_name.endswith("json") else JWT
    return hosted(found, cache=BADGE, media_type=media_type, headers=_NEGOTIATED)


def _json_or_jwt(hosting: HostingService, id: str) -> HostedDocument:
    """Return the JSON, or what there is: an endorsement signed elsewhere may be a JWT only."""
    try:
        return hosting.endorsement(id)
    except NotFoundError:
        return hosting.endorsement(id, "jwt")
