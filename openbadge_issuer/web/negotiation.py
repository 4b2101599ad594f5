"""
Which form of a thing a client wants, read from its `Accept` header (RFC 9110, section 12.5.1).

One URL serves people, wallets, validators and image tags, so this follows what they really send:
a page only where HTML is asked for by name and nothing we have is wanted more;
JSON-LD for everybody who does not say, or says something we do not have.
Nobody is answered 406: a wallet with an odd header still gets the badge.
For those who send the wrong header there are suffixes, and a suffix decides whatever the header says.

Parameters of media types (`profile`, `charset`) are read over; only `q` counts.
`GET` and `HEAD` choose alike, so the method is not asked for; nobody's name (`User-Agent`) is looked at.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

MAX_RANGES = 64
"""Most media ranges read from one header. Browsers send 8; more is not a wish but a burden."""

MAX_HEADER = 1_024
"""Characters of a header that are read: browsers send 200. What is remembered of headers stays below 1 MiB."""

MAX_REMEMBERED = 512
"""Choices that are remembered, by number: a service meets some dozens of different headers."""


class Form(StrEnum):
    """The forms in which something can be had, named as the suffixes of their addresses."""

    JSON = "json"
    PAGE = "html"
    JWT = "jwt"
    PNG = "png"
    SVG = "svg"
    PDF = "pdf"


class Resource(StrEnum):
    """The things that come in several forms, named as the first part of their paths."""

    CREDENTIAL = "credentials"
    ACHIEVEMENT = "achievements"
    ISSUER = "issuers"
    ENDORSEMENT = "endorsements"


@dataclass(frozen=True, slots=True)
class Offer:
    """A form under one media type; an offer that is `by_name_only` is never chosen for a wildcard."""

    form: Form
    media_type: str
    by_name_only: bool = False


JSON_LD = "application/vc+ld+json"

CREDENTIAL_JSON = (
    Offer(Form.JSON, JSON_LD),
    Offer(Form.JSON, "application/json"),
    Offer(Form.JSON, "application/ld+json"),
    Offer(Form.JSON, "application/vc"),
)
"""
A badge's JSON, the preferred name first.

Open Badges 3.0 itself says `application/vc+ld+json`, the 1EdTech validator knows it, and readers that look
for "json" in the name find it. `application/vc` (VC Data Model 2.0) is younger and not known to all,
so only those get it who ask for it.
"""

DOCUMENT_JSON = (
    Offer(Form.JSON, "application/ld+json"),
    Offer(Form.JSON, "application/json"),
)
"""The JSON of profiles and achievements: JSON-LD, but not credentials."""

PAGE = (
    Offer(Form.PAGE, "text/html", by_name_only=True),
    Offer(Form.PAGE, "application/xhtml+xml", by_name_only=True),
)

JWT = (
    Offer(Form.JWT, "text/plain"),
    Offer(Form.JWT, "application/vc+jwt", by_name_only=True),
    Offer(Form.JWT, "application/jwt", by_name_only=True),
    Offer(Form.JWT, "text/jwt", by_name_only=True),
)
"""The compact JWS: `text/plain`, which validators of all ages read, or the name that was asked for."""

PICTURE = (Offer(Form.PNG, "image/png"), Offer(Form.SVG, "image/svg+xml"))
"""The picture; a badge's has the badge in it."""

CREDENTIAL = CREDENTIAL_JSON + PAGE + JWT + PICTURE
DOCUMENT = DOCUMENT_JSON + PAGE + PICTURE
ENDORSEMENT = CREDENTIAL_JSON + PAGE + JWT

OFFERS: Mapping[Resource, tuple[Offer, ...]] = {
    Resource.CREDENTIAL: CREDENTIAL,
    Resource.ACHIEVEMENT: DOCUMENT,
    Resource.ISSUER: DOCUMENT,
    Resource.ENDORSEMENT: ENDORSEMENT,
}
"""What an address without suffix offers, the preferred form first."""

BY_SUFFIX: Mapping[Form, Offer] = {
    Form.JSON: Offer(Form.JSON, "application/json"),
    Form.PAGE: Offer(Form.PAGE, "text/html"),
    Form.JWT: Offer(Form.JWT, "text/plain; charset=us-ascii"),
    Form.PNG: Offer(Form.PNG, "image/png"),
    Form.SVG: Offer(Form.SVG, "image/svg+xml"),
    Form.PDF: Offer(Form.PDF, "application/pdf"),
}
"""
What an address with a suffix gives: JSON under the name that everything understands and browsers show,
the JWT under the one that validators of all ages take for a JWT.
"""

FORMS: Mapping[Resource, frozenset[Form]] = {
    Resource.CREDENTIAL: frozenset(Form),
    Resource.ACHIEVEMENT: frozenset((Form.JSON, Form.PAGE, Form.PNG, Form.SVG)),
    Resource.ISSUER: frozenset((Form.JSON, Form.PAGE, Form.PNG, Form.SVG)),
    Resource.ENDORSEMENT: frozenset((Form.JSON, Form.PAGE, Form.JWT)),
}
"""The suffixes there are. A certificate (PDF) is only had by its suffix: no header asks for one by accident."""


@dataclass(frozen=True, slots=True)
class _Range:
    main: str
    sub: str
    quality: float

    def covers(self, offer: Offer) -> int:
        """Say how exactly this range names the offer: 3 by name, 2 by `type/*`, 1 by `*/*`, 0 not at all."""
        main, sub = offer.media_type.split("/")
        if (self.main, self.sub) == (main, sub):
            return 3
        if offer.by_name_only:
            return 0
        if self.sub == "*" and self.main in (main, "*"):
            return 2 if self.main == main else 1
        return 0


def negotiate(resource: Resource, suffix: str, accept: str | None) -> Offer | None:
    """
    Return the form in which a request gets a thing; None if there is no such suffix.

    The one place where this is decided. Choices are remembered, so that asking again costs next to nothing.

    Args:
        resource: The kind of thing.
        suffix: What follows the dot at the end of the path; "" if nothing.
        accept: The `Accept` header, None where there is none.
    """
    if suffix:
        return BY_SUFFIX[Form(suffix)] if suffix in FORMS[resource] else None
    return _remembered(resource, (accept or "*/*")[:MAX_HEADER])


@lru_cache(maxsize=MAX_REMEMBERED)
def _remembered(resource: Resource, accept: str) -> Offer:
    return choose(accept, OFFERS[resource])


def choose(accept: str | None, offers: Sequence[Offer]) -> Offer:
    """
    Return the offer a client likes best.

    Where it likes several equally, one that it names comes before one under a wildcard, and then the first.
    Where it likes none, it gets the first.

    Args:
        accept: The `Accept` header, None where there is none.
        offers: What can be had, the preferred one first.
    """
    ranges = _parse(accept or "*/*")
    return max(offers, key=lambda offer: _liking(offer, ranges))


def prefers_page(accept: str | None) -> bool:
    """Say whether a client that meets an error wants to read it as a page rather than as JSON."""
    return choose(accept, (Offer(Form.JSON, "application/problem+json"), *DOCUMENT)).form is Form.PAGE


def _liking(offer: Offer, ranges: Sequence[_Range]) -> tuple[float, int]:
    """
    How much an offer is liked: its q, then how exactly it was named.

    The most exact range that covers the offer decides on the q; among equally exact ones the highest.
    """
    fits = [(range_.covers(offer), range_.quality) for range_ in ranges if range_.covers(offer)]
    exactness, quality = max(fits, default=(0, 0.0))
    return (quality, exactness) if quality else (0.0, 0)


def _parse(accept: str) -> list[_Range]:
    return [_read(part) for part in accept.split(",")[:MAX_RANGES] if part.strip()]


def _read(text: str) -> _Range:
    name, *parameters = (part.strip() for part in text.lower().split(";"))
    main, _, sub = name.partition("/")
    # Java's URLConnection writes `*; q=.2` where it means `*/*`.
    return _Range(main, sub or "*" if main == "*" else sub, _q(parameters))


def _q(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            return _number(value.strip())
    return 1.0


def _number(text: str) -> float:
    """A quality from 0 to 1; what cannot be read counts as not wanted."""
    try:
        return min(max(float(text), 0.0), 1.0) if len(text) <= 8 and text[:1] in "01." else 0.0
    except ValueError:
        return 0.0
