"""
Endorsements for everybody: the exact signed texts, and a page.

None of them is for search engines: one may be about a badge, and so about one person.
"""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Header, Response

from openbadge_issuer.errors import NotFoundError
from openbadge_issuer.services.hosting import HostedDocument, HostingService
from openbadge_issuer.web import endorsement_pages
from openbadge_issuer.web.answers import hosted
from openbadge_issuer.web.dependencies import Now, TheRuntime
from openbadge_issuer.web.forms import NEGOTIATED, links, media_types, offered, suffixed
from openbadge_issuer.web.headers import BADGE, NO_INDEX
from openbadge_issuer.web.negotiation import BY_SUFFIX, Form, Offer, Resource
from openbadge_issuer.web.openapi import served
from openbadge_issuer.web.runtime import Runtime

router = APIRouter(tags=["endorsements"])

Accept = Annotated[str | None, Header(include_in_schema=False)]


@router.get(
    "/endorsements/{id}.{suffix}",
    summary="An endorsement in one form",
    response_class=Response,
    responses=served("The form that the suffix names.", *suffixed(Resource.ENDORSEMENT)),
)
def endorsement_form(id: str, suffix: str, runtime: TheRuntime, now: Now) -> Response:
    """Serve an endorsement as `json`, `jwt` or `html` whatever `Accept` says, also when it was taken back."""
    offer = offered(Resource.ENDORSEMENT, suffix, None)
    if offer.form is Form.JWT:
        return _answer(runtime, runtime.services.hosting.endorsement(id, "jwt"), id, offer, {})
    if offer.form is Form.JSON:
        return _answer(runtime, runtime.services.hosting.endorsement(id), id, offer, {})
    return endorsement_pages.endorsement(runtime, id, now=now)


@router.get(
    "/endorsements/{id}",
    summary="An endorsement",
    response_class=Response,
    responses=served("The endorsement in the form asked for.", *media_types(Resource.ENDORSEMENT)),
)
def endorsement(id: str, runtime: TheRuntime, now: Now, accept: Accept = None) -> Response:
    """
    Serve an endorsement: JSON-LD to those who do not say, a page to browsers, a JWT on request.

    One that was taken back is served unchanged; its page says when, by whom and why.
    """
    return _negotiated(runtime, id, offered(Resource.ENDORSEMENT, "", accept), now)


def _negotiated(runtime: Runtime, id: str, offer: Offer, now: datetime) -> Response:
    hosting = runtime.services.hosting
    if offer.form is Form.PAGE:
        return endorsement_pages.endorsement(runtime, id, now=now)
    if offer.form is Form.JWT:
        return _answer(runtime, hosting.endorsement(id, "jwt"), id, offer, NEGOTIATED)
    found = _json_or_jwt(hosting, id)
    named = offer if found.file_name.endswith("json") else BY_SUFFIX[Form.JWT]
    return _answer(runtime, found, id, named, NEGOTIATED)


def _answer(
    runtime: Runtime, found: HostedDocument, id: str, offer: Offer, headers: dict[str, str]
) -> Response:
    link = links(runtime.services.addresses.endorsement(id), (*found.forms, Form.PAGE))
    return hosted(found, cache=BADGE, media_type=offer.media_type, headers={**NO_INDEX, **link, **headers})


def _json_or_jwt(hosting: HostingService, id: str) -> HostedDocument:
    """Return the JSON, or what there is: an endorsement signed elsewhere may be a JWT only."""
    try:
        return hosting.endorsement(id)
    except NotFoundError:
        return hosting.endorsement(id, "jwt")
