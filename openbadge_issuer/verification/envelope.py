"""
What stands in an envelope: a JWT in a `data:` URL (VC Data Model 2.0, 4.13.2 and 4.13.3).

An envelope is plain JSON around something that is signed; it adds nothing, and so nothing in it is believed.
"""

import re

from openbadge_issuer.errors import InputError
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.linked_data.contexts import CREDENTIALS_V2

ENVELOPES = frozenset({"EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation"})

_JWT_URL = re.compile(
    r"data:application/(?:jwt|v[cp]\+jwt|v[cp]\+ld\+json\+jwt|v[cp]-ld\+jwt)(?:;[^,]*)?,"
    r"([A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*)",
    re.ASCII,
)
_MEMBERS = frozenset({"@context", "id", "type"})


def is_enveloped(document: JsonObject) -> bool:
    """Tell whether a document says that it is an envelope."""
    return _type_of(document) in ENVELOPES


def opened(document: JsonObject) -> str:
    """
    Take the JWT out of an envelope.

    Raises:
        InputError: If it holds none, has another context, or something beside it that nobody signed.
    """
    context = document.get("@context")
    if (context[:1] if isinstance(context, list) else [context]) != [CREDENTIALS_V2]:
        raise InputError(f"The context of an envelope begins with {CREDENTIALS_V2}.", path="$['@context']")
    for member in sorted(document.keys() - _MEMBERS):
        raise InputError(f"An envelope has no member {member!r}: nobody signs it.", path="$")
    url = document.get("id")
    match = _JWT_URL.fullmatch(url) if isinstance(url, str) else None
    if match is None:
        raise InputError(
            "The id of an envelope is a data: URL with a JWT, such as data:application/vc+jwt,eyJ…; "
            "other ways to secure what is in it are not read here.",
            path="$.id",
        )
    return match[1]


def enveloped(token: str) -> JsonObject:
    """Put the JWT of a credential into an envelope."""
    return {
        "@context": CREDENTIALS_V2,
        "id": f"data:application/vc+jwt,{token}",
        "type": "EnvelopedVerifiableCredential",
    }


def _type_of(document: JsonObject) -> str | None:
    found = document.get("type")
    alone = found[0] if isinstance(found, list) and len(found) == 1 else found
    return alone if isinstance(alone, str) else None
