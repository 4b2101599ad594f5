"""
A badge on other people's pages: the snippet to paste, and oEmbed (oembed.com, 1.0) for software that does it itself.

Both are a link around a picture with an alternative text: no frame, no script, nothing that watches who reads.
Where an achievement has no picture, they are a link with words.
"""

from dataclasses import dataclass

from markupsafe import Markup

from openbadge_issuer.json_text import JsonObject

SIDE = 240
"""Width and height of an embedded badge, in pixels, if nobody asks for less."""

SMALLEST = 48
"""Smallest badge embedded, in pixels: below that it is a blot."""

_PICTURE = Markup(
    '<a href="{url}" rel="noopener"><img src="{picture}" alt="{alt}" width="{side}" height="{side}"></a>'
)
_WORDS = Markup('<a href="{url}" rel="noopener">{alt}</a>')


@dataclass(frozen=True, kw_only=True, slots=True)
class Embedded:
    """
    What is embedded of a badge.

    Attributes:
        url: The badge's page.
        title: What was earned, and from whom.
        picture: The address of its picture as PNG or SVG; None if it has none.
        issuer: Who issued it.
        issuer_url: The issuer's page.
        provider: Who hosts it.
        provider_url: Where.
    """

    url: str
    title: str
    picture: str | None
    issuer: str
    issuer_url: str
    provider: str
    provider_url: str

    def snippet(self, side: int = SIDE) -> str:
        """Return the HTML to paste."""
        pattern = _WORDS if self.picture is None else _PICTURE
        return str(pattern.format(url=self.url, picture=self.picture, alt=self.title, side=side))

    def oembed(self, *, max_width: int | None = None, max_height: int | None = None) -> JsonObject:
        """
        Return the oEmbed document.

        Args:
            max_width: Widest that fits, in pixels; None if anything does.
            max_height: Highest that fits, in pixels; None if anything does.
        """
        document: JsonObject = {
            "version": "1.0",
            "type": "link",
            "title": self.title,
            "author_name": self.issuer,
            "author_url": self.issuer_url,
            "provider_name": self.provider,
            "provider_url": self.provider_url,
        }
        side = max(SMALLEST, min(SIDE, max_width or SIDE, max_height or SIDE))
        if self.picture is None or side > min(max_width or side, max_height or side):
            return document
        size = {"width": side, "height": side}
        thumbnail = {"thumbnail_url": self.picture, "thumbnail_width": side, "thumbnail_height": side}
        return {**document, "type": "rich", "html": self.snippet(side), **size, **thumbnail}
