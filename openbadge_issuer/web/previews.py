"""
What software reads in a badge's page: link previews (Open Graph, Twitter cards) and search engines (schema.org).

People and robots get the same page; nothing here depends on who asks.
The data of schema.org says no more than the page shows, and never the name of the person who earned the badge.
"""

import json
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup

from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.ports import AchievementRecord, IssuerRecord
from openbadge_issuer.services.hosting import BadgePage
from openbadge_issuer.web.languages import PARAMETER, gettext, visit
from openbadge_issuer.web.runtime import Runtime

CARD_WIDTH, CARD_HEIGHT = 1200, 627
"""Size of a card, in pixels, as LinkedIn and others show it without cutting."""

_ESCAPED = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
"""What could end the element that the data stands in, or begin another."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """
    How a page looks where its address is shared.

    Attributes:
        title: Its title.
        description: What it is about.
        url: The address that always gives the page.
        site: Who hosts it.
        image: The picture's address; None if there is none.
        image_alt: The same in words.
        oembed: The address that says how to embed it; None if it cannot be embedded.
        is_card: Whether the picture is a card of 1200 × 627 pixels.
        structured: What the page is about, in the words of schema.org; None if they have none for it,
            such as for a badge that was revoked or is suspended.
    """

    title: str
    description: str
    url: str
    site: str
    image: str | None
    image_alt: str
    is_card: bool = False
    oembed: str | None = None
    structured: JsonObject | None = None

    @property
    def card_size(self) -> tuple[int, int]:
        """Width and height of a card."""
        return CARD_WIDTH, CARD_HEIGHT

    @property
    def data(self) -> Markup:
        """The structured data as the text of a script element."""
        return Markup(json.dumps(self.structured, ensure_ascii=True).translate(_ESCAPED))  # noqa: S704


def preview(runtime: Runtime, page: BadgePage) -> Preview:
    """Describe a badge's page."""
    achievement = page.credential["credentialSubject"]["achievement"]
    names = {"badge": achievement["name"], "issuer": page.credential["issuer"]["name"]}
    return Preview(
        title=gettext("%(badge)s: a badge by %(issuer)s") % names,
        description=achievement["description"],
        url=f"{page.url}.html",
        site=names["issuer"],
        image=image(runtime, page),
        image_alt=gettext("The badge %(badge)s, issued by %(issuer)s") % names,
        is_card=runtime.typesetter is not None,
        oembed=f"{runtime.base_url}/oembed?{urlencode({'url': page.url})}",
        structured=None if page.revocation or page.suspension else _structured(runtime, page),
    )


def achievement_preview(runtime: Runtime, record: AchievementRecord, issuer: str) -> Preview:
    """Describe an achievement's page."""
    url = runtime.services.addresses.achievement(record.slug)
    name = record.document["name"]
    return Preview(
        title=gettext("%(badge)s: a badge to earn at %(issuer)s") % {"badge": name, "issuer": issuer},
        description=record.document["description"],
        url=f"{url}.html",
        site=issuer,
        image=f"{url}.png" if record.image_sha256 else None,
        image_alt=gettext("The badge %(name)s") % {"name": name},
    )


def issuer_preview(runtime: Runtime, record: IssuerRecord) -> Preview:
    """Describe an issuer's page."""
    url, profile = runtime.services.addresses.issuer(record.slug), record.profile
    return Preview(
        title=gettext("%(name)s: badges and keys") % {"name": profile["name"]},
        description=profile.get("description") or gettext("Badges that prove themselves"),
        url=f"{url}.html",
        site=profile["name"],
        image=f"{url}.png" if profile.get("image") else None,
        image_alt=gettext("Logo of %(name)s") % {"name": profile["name"]},
    )


def image(runtime: Runtime, page: BadgePage) -> str | None:
    """Return the address of the picture that stands for a badge: its card, else its own."""
    if runtime.typesetter is None:
        return f"{page.url}.png" if "png" in page.forms else page.image_url
    language = f"?{PARAMETER}={visit().language.tag}"
    return f"{page.url}/card.png{language}"


def _structured(runtime: Runtime, page: BadgePage) -> JsonObject:
    credential, achievement = page.credential, page.credential["credentialSubject"]["achievement"]
    skills = [item["targetName"] for item in achievement.get("alignment") or [] if item.get("targetName")]
    found = {
        "@context": "https://schema.org",
        "@type": "EducationalOccupationalCredential",
        "@id": page.url,
        "url": page.url,
        "name": achievement["name"],
        "description": achievement["description"],
        "credentialCategory": achievement.get("achievementType") or "Badge",
        "image": page.image_url,
        "datePublished": credential.get("awardedDate") or credential["validFrom"],
        "expires": credential.get("validUntil"),
        "competencyRequired": [*skills, *(achievement.get("tag") or [])],
        "recognizedBy": {
            "@type": "EducationalOrganization",
            "name": credential["issuer"]["name"],
            "url": credential["issuer"].get("url") or runtime.services.addresses.issuer(page.issuer.slug),
        },
    }
    return {name: value for name, value in found.items() if value}
