"""
did:web: an issuer's name is a place on its own domain (the did:web method specification of the W3C CCG).

A DID is made from a URL and turned back into the URL of its document:
`did:web:school.example` is `https://school.example/.well-known/did.json`,
`did:web:localhost%3A8000:issuers:robotics` is `http://localhost:8000/issuers/robotics/did.json`.
The specification forbids IP addresses; http is for localhost alone.
Whether a name resolves, and to which address, is for whoever fetches to check.
"""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import SplitResult, quote, unquote, urlsplit

from openbadge_issuer.errors import KeyMaterialError
from openbadge_issuer.json_text import shorten

MAX_DID_LENGTH = 2048
"""Longest DID read, in characters: about what browsers and servers take for a URL."""

LOCALHOST: Final = "localhost"
"""The one host that is spoken to without TLS: it never leaves the machine."""

_PREFIX: Final = "did:web:"
_DEFAULT_PORTS: Final = {"https": "443", "http": "80"}
_ODD_IN_URL: Final = re.compile(r"[\x00-\x20\x7f\\]", re.ASCII)
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HOST: Final = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*", re.ASCII)
_IP_ADDRESS_END: Final = re.compile(r"(?:.*\.)?(?:[0-9]+|0[xX][0-9a-fA-F]*)", re.ASCII)
"""A name whose last label is a number is taken for an IPv4 address by URL parsers (WHATWG URL, 3.5)."""
_PORT: Final = re.compile(r"[1-9][0-9]{0,4}", re.ASCII)
_SEGMENT: Final = re.compile(r"(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})+", re.ASCII)
"""DID Core 3.1, `idchar`; so `~` must be percent-encoded although URLs do not ask for it."""
_UNSAFE_IN_SEGMENT: Final = re.compile("[\x00-\x1f\x7f/\\\\?#%\ud800-\udfff]")
"""What could lead elsewhere once a server decodes it. A space cannot; we read it, and make no names with it."""


def did_web(base_url: str, *segments: str) -> str:
    """
    Make the DID of an issuer from the URL it lives under.

        >>> did_web("http://localhost:8000", "issuers", "robotics")
        'did:web:localhost%3A8000:issuers:robotics'

    Args:
        base_url: Scheme, host, and as needed port and path: `https://school.example/badges`.
        *segments: What follows in the path, not yet percent-encoded.

    Raises:
        KeyMaterialError: If there can be no such DID: an IP address, http elsewhere than on localhost,
            a query, or a path segment that URLs treat specially.
    """
    parts = _split(base_url)
    host, port = _host_and_port(parts.netloc, separator=":")
    scheme = _scheme(host)
    if parts.scheme != scheme:
        raise KeyMaterialError(
            f"did:web lives on {scheme} here; found {shorten(base_url)!r}.",
            hint="The DID document is read over https, on localhost over http.",
        )
    path = parts.path.strip("/")
    names = [*(unquote(name) for name in path.split("/") if path), *segments]
    place = host.lower() + (f"%3A{port}" if port not in {"", _DEFAULT_PORTS[scheme]} else "")
    return _PREFIX + ":".join([place, *(_encode_segment(name) for name in names)])


def did_web_url(did: str) -> str:
    """
    Tell where the document of a did:web is.

        >>> did_web_url("did:web:school.example:issuers:robotics")
        'https://school.example/issuers/robotics/did.json'

    Raises:
        KeyMaterialError: If it is not a did:web that can be resolved: another method, an IP address,
            a bad host or port, a path segment that could lead elsewhere, or something behind the DID.
    """
    if not did.startswith(_PREFIX) or len(did) > MAX_DID_LENGTH:
        raise KeyMaterialError(f"Expected a DID that begins with {_PREFIX}; found {shorten(did)!r}.")
    authority, *segments = did.removeprefix(_PREFIX).split(":")
    host, port = _host_and_port(authority.replace("%3a", "%3A"), separator="%3A")
    _check_segments(segments, did)
    path = "/".join(segments) if segments else ".well-known"
    return f"{_scheme(host)}://{host.lower()}{f':{port}' if port else ''}/{path}/did.json"


def _split(base_url: str) -> SplitResult:
    try:
        parts = urlsplit(base_url)
    except ValueError as error:
        raise KeyMaterialError(f"Not a URL: {shorten(base_url)!r}.") from error
    # what urlsplit drops or reads differently than browsers do is not for a name that is to last
    if parts.query or parts.fragment or parts.username is not None or _ODD_IN_URL.search(base_url):
        raise KeyMaterialError(
            "A base URL has scheme, host, port and path only, as https://school.example has."
        )
    return parts


def _scheme(host: str) -> str:
    return "http" if host.lower() == LOCALHOST else "https"


def _host_and_port(authority: str, *, separator: str) -> tuple[str, str]:
    host, colon, port = authority.partition(separator)
    if authority.startswith("[") or _IP_ADDRESS_END.fullmatch(host):
        raise KeyMaterialError(
            f"did:web does not allow IP addresses; found {shorten(authority)!r}.",
            hint="Use a domain name, or localhost while trying things out.",
        )
    if not _HOST.fullmatch(host):
        raise KeyMaterialError(
            f"Not a domain name that did:web can use: {shorten(host)!r}.",
            hint="Write names with other letters than a-z in their xn-- form.",
        )
    if colon and not (_PORT.fullmatch(port) and int(port) <= 65_535):
        raise KeyMaterialError(f"Not a port: {shorten(port)!r}.")
    return host, port


def _encode_segment(segment: str) -> str:
    if segment in {"", ".", ".."} or " " in segment or _UNSAFE_IN_SEGMENT.search(segment):
        raise KeyMaterialError(f"Not a path segment that did:web can use: {shorten(segment)!r}.")
    return quote(segment, safe="").replace("~", "%7E")


def _check_segments(segments: Sequence[str], did: str) -> None:
    """What is percent-encoded must not turn into another path once a server decodes it."""
    for segment in segments:
        decoded = unquote(segment, errors="replace")
        if not _SEGMENT.fullmatch(segment) or decoded in {".", ".."} or _UNSAFE_IN_SEGMENT.search(decoded):
            raise KeyMaterialError(
                f"The DID {shorten(did)!r} has a part that is not a path segment: {segment!r}."
            )
