"""
The forms of a thing, as routes deal with them: which one a client gets, and the way to the others.

What a client gets is decided in `negotiation.py`; here it becomes an error where there is no such form,
media types for the OpenAPI document, and the `Link` header (RFC 8288, relation `alternate`),
by which clients that read headers find the JSON of a page, and the page of a JSON, without guessing.
"""

from collections.abc import Iterable

from openbadge_issuer.errors import NotFoundError
from openbadge_issuer.web.negotiation import BY_SUFFIX, FORMS, OFFERS, Form, Offer, Resource, negotiate

NEGOTIATED = {"Vary": "Accept"}
"""For every answer at an address that has several forms."""


def offered(resource: Resource, suffix: str, accept: str | None) -> Offer:
    """
    Return the form a client gets.

    Raises:
        NotFoundError: If there is no such suffix.
    """
    offer = negotiate(resource, suffix, accept)
    if offer is None:
        known = ", ".join(sorted(FORMS[resource]))
        raise NotFoundError(f"There is no form {suffix[:10]!r} of {resource}; there are {known}.")
    return offer


def media_types(resource: Resource) -> list[str]:
    """List the media types under which an address without suffix serves."""
    names = [offer.media_type for offer in OFFERS[resource]]
    return [name for name in names if name != "application/xhtml+xml"]


def suffixed(resource: Resource) -> list[str]:
    """List the media types under which addresses with a suffix serve."""
    return [media_type(form) for form in Form if form in FORMS[resource]]


def media_type(form: str) -> str:
    """Return the bare media type under which the address with a suffix serves."""
    return BY_SUFFIX[Form(form)].media_type.partition(";")[0]


def links(url: str, forms: Iterable[str]) -> dict[str, str]:
    """
    Write the `Link` header.

    Args:
        url: The thing's own address, without suffix.
        forms: The forms that it can be had in, named as suffixes.
    """
    found = (f'<{url}.{form}>; rel="alternate"; type="{media_type(form)}"' for form in forms)
    return {"Link": ", ".join(found)}
