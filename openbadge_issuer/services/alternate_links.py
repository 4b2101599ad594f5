"""
From a badge's page to the badge: the address that a page names as its other form (HTML, `<link rel="alternate">`).

People hand in the address that they see, such as the one behind a link on a profile, and that is often a page
which gives nothing else whatever it is asked for.
Followed is one such link, and only within the page's own origin: a page speaks for no other site.
"""

from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

PAGES = ("text/html", "application/xhtml+xml")
"""Media types of pages."""

FORMS = (
    "application/vc+ld+json",
    "application/vc",
    "application/ld+json",
    "application/json",
    "application/vc+jwt",
    "application/jwt",
)
"""Media types under which a page may name the badge, the surest first: `application/json` may be anything."""

MAX_READ = 262_144
"""Beginning of a page that is read, in bytes: 256 KiB; links stand in its head."""

MAX_LINKS = 64
"""Most links looked at, by number. Pages have a dozen."""


def alternate(page: bytes, url: str) -> str | None:
    """
    Return the address at which a page says that the badge is; None if it names none on its own site.

    Args:
        page: The page.
        url: Where it came from.
    """
    reader = _Reader()
    reader.feed(page[:MAX_READ].decode("utf-8", "replace"))
    named = [(form, _absolute(url, address)) for form, address in reader.links]
    here = [(form, address) for form, address in named if address and _origin(address) == _origin(url)]
    return min(here, key=lambda link: FORMS.index(link[0]))[1] if here else None


class _Reader(HTMLParser):
    """Collects the links in a page's head that lead to forms a badge may have."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "link" or len(self.links) >= MAX_LINKS:
            return
        values = {name: value or "" for name, value in attrs}
        form = values.get("type", "").partition(";")[0].strip().lower()
        if "alternate" in values.get("rel", "").lower().split() and form in FORMS:
            self.links.append((form, values.get("href", "")))


def _absolute(base: str, address: str) -> str | None:
    try:
        found = urljoin(base, address.strip())
        return found if urlsplit(found).hostname else None
    except ValueError:
        return None


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.lower()
