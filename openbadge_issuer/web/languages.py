"""
The languages of pages: which there are, which one a visitor gets, and the texts in it.

A visitor gets the language that the address names (`?lang=de`), else the one that the browser asks for first
(`Accept-Language`, RFC 9110, section 12.5.4), else that of the installation, which is English unless a setting says so.
Nothing is remembered: links of a page whose language was chosen name it again, so no cookie is needed.

The language belongs to the request that is being answered, and is read where texts are made.
Texts of signed documents are shown as they are; so are texts for programs (problem documents, reports).
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from babel import Locale
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from openbadge_issuer.errors import ConfigurationError
from openbadge_issuer.web.catalogs import catalog

PARAMETER = "lang"
"""The part of an address's query that names a language."""

MAX_RANGES = 32
"""Most languages read from one header, by number. Browsers send five; more is not a wish but a burden."""

MAX_QUERY = 16
"""Most parts of a query that the language switch repeats, by number. Our own addresses have two."""

MAX_QUERY_LENGTH = 4_000
"""Longest query that the language switch repeats, in characters; browsers cut addresses at about this length."""


@dataclass(frozen=True, slots=True)
class Language:
    """
    A language in which pages can be read.

    Attributes:
        tag: Its name in HTML and HTTP (BCP 47).
        name: What it calls itself.
        locale: By which rules dates and numbers are written.
    """

    tag: str
    name: str
    locale: str

    @property
    def direction(self) -> str:
        """The direction in which it is written: `ltr` or `rtl`."""
        return Locale.parse(self.locale).text_direction


ENGLISH = Language("en", "English", "en_GB")

LANGUAGES = (ENGLISH, Language("de", "Deutsch", "de"))
"""Every language there is. A new one is a line here and a catalog in `locale/`."""


@dataclass(frozen=True, slots=True)
class Visit:
    """
    What a request says about language.

    Attributes:
        language: The language of the answer.
        chosen: Whether the address names it, so that links go on naming it.
        query: The other parts of the address's query.
    """

    language: Language = ENGLISH
    chosen: bool = False
    query: tuple[tuple[str, str], ...] = ()

    def switch_to(self, language: Language) -> str:
        """Return the address of the same page in another language, relative to itself."""
        return "?" + urlencode([*self.query, (PARAMETER, language.tag)])


_visit: ContextVar[Visit] = ContextVar("visit", default=Visit())  # noqa: B039 - a Visit cannot be changed


def visit() -> Visit:
    """Return what the request that is being answered says about language."""
    return _visit.get()


@contextmanager
def visiting(current: Visit) -> Iterator[None]:
    """Answer a request in its language."""
    token = _visit.set(current)
    try:
        yield
    finally:
        _visit.reset(token)


def gettext(text: str) -> str:
    """Return a text of ours in the visitor's language."""
    return catalog(visit().language.tag).gettext(text)


def ngettext(one: str, many: str, number: int) -> str:
    """Return a text of ours in the visitor's language, as it goes with a number."""
    return catalog(visit().language.tag).ngettext(one, many, number)


def marked(text: str) -> str:
    """Return a text as it is; marks it for the catalogs where it is written down, to be translated later."""
    return text


def language(tag: str) -> Language:
    """
    Return the language of the setting `default_language`.

    Raises:
        ConfigurationError: If there is none of that name.
    """
    found = _named(tag)
    if found is None:
        known = ", ".join(language.tag for language in LANGUAGES)
        raise ConfigurationError(f"The setting default_language is {tag!r}; there are {known}.")
    return found


def choose(accept_language: str | None, default: Language = ENGLISH) -> Language:
    """Return the language that a browser likes best of those there are; the default where it names none."""
    wanted = sorted(_ranges(accept_language or ""), key=lambda found: -found[1])
    return next((found for tag, quality in wanted if quality > 0 and (found := _named(tag))), default)


def read(query: str, accept_language: str | None, default: Language = ENGLISH) -> Visit:
    """Read what a request says about language from its query and its `Accept-Language` header."""
    parts = _parts(query)
    named = next((_named(value) for name, value in parts if name == PARAMETER), None)
    others = tuple(part for part in parts if part[0] != PARAMETER)
    return Visit(named or choose(accept_language, default), chosen=named is not None, query=others)


class Languages:
    """
    ASGI middleware: lets every answer be written in the visitor's language.

    Args:
        app: What answers.
        default: Tells the language for visitors who name none that there is.
    """

    def __init__(self, app: ASGIApp, *, default: Callable[[], Language]) -> None:
        self.app = app
        self.default = default

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        query = scope["query_string"].decode("latin-1")
        accepted = Headers(scope=scope).get("accept-language")
        with visiting(read(query, accepted, self.default())):
            await self.app(scope, receive, send)


def _named(tag: str) -> Language | None:
    """Return the language of a tag; regions and scripts (`de-AT`) are read over (RFC 4647, lookup)."""
    primary = tag.strip().lower().partition("-")[0]
    return next((language for language in LANGUAGES if language.tag == primary), None)


def _ranges(header: str) -> Sequence[tuple[str, float]]:
    return [_range(part) for part in header.split(",")[:MAX_RANGES] if part.strip()]


def _range(text: str) -> tuple[str, float]:
    tag, _, quality = text.partition(";")
    name, _, value = quality.strip().partition("=")
    try:
        return tag, float(value) if name.strip().lower() == "q" else 1.0
    except ValueError:
        return tag, 0.0


def _parts(query: str) -> list[tuple[str, str]]:
    if len(query) > MAX_QUERY_LENGTH:
        return []
    try:
        return parse_qsl(query, max_num_fields=MAX_QUERY, errors="replace")
    except ValueError:
        return []
