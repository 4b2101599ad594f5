"""
Ids and addresses in documents that others wrote: how they are resolved, and whose host they name.

Nothing is fetched here; whether an address may be asked at all is for the fetcher to decide.
"""

import re
from urllib.parse import unquote, urlsplit

MAX_URL_LENGTH = 4096
"""Longest id or URL looked at, in characters; a did:jwk with the longest RSA key has 1,900."""

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
"""Hosts that may be asked by http, without TLS: this machine, in development."""

SELF_PROVING = frozenset({"did:key", "did:jwk"})
"""DID methods whose DIDs are keys, so that nothing needs to be looked up."""

PUBLISHING = frozenset({"did:web", "https", "http"})
"""How issuers are named that publish documents; http counts on loopback only."""

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+", re.ASCII)
_WEB_URL = re.compile(r"https?://[A-Za-z0-9._:\[\]-]+([/?#][!-~]*)?", re.ASCII | re.IGNORECASE)
"""Host and port only: `https://school.example@evil.example` would be taken for the school's by people."""


def is_url(value: object) -> bool:
    """Tell whether a value is an absolute URL or a DID, of a length that is looked at, with a plain host."""
    if not isinstance(value, str) or len(value) > MAX_URL_LENGTH:
        return False
    form = _WEB_URL if scheme_of(value) in ("https", "http") else _URL
    return form.fullmatch(value) is not None


def is_web_url(value: object) -> bool:
    """Tell whether a value is an https URL, or an http URL (which a fetcher may allow on loopback)."""
    return is_url(value) and scheme_of(str(value)) in ("https", "http")


def scheme_of(url: str) -> str:
    """Return how a URL is resolved: `https`, `did:web`, `did:key`, or whatever it begins with."""
    parts = url.split(":", 2)
    return ":".join(parts[:2]) if parts[0] == "did" and len(parts) == 3 else parts[0].lower()


def authority_of(url: str) -> str:
    """Return host and port of an https URL or a did:web, in lower case; empty if there are none."""
    if scheme_of(url) == "did:web":
        return unquote(url.removeprefix("did:web:").split(":")[0].partition("#")[0]).lower()
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


def place_of(url: str) -> str:
    """
    Say in words which part of the web an https URL or a did:web speaks for: a domain, or an address below it.

    On a host that many share, whoever has one address has not the others.
    """
    host = authority_of(url)
    if scheme_of(url) == "did:web":
        path = "/".join(url.partition("#")[0].removeprefix("did:web:").split(":")[1:])
    else:
        path = _below(url) if host else ""
    return f"the address {host}/{path}" if path else f"the domain {host}"


def _below(url: str) -> str:
    """Return path and query: `https://badges.example/?school=1` is not the whole host either."""
    parts = urlsplit(url)
    return parts.path.strip("/") + (f"?{parts.query}" if parts.query else "")


def is_loopback(url: str) -> bool:
    """Tell whether a URL leads to this machine."""
    try:
        return urlsplit(url).hostname in LOOPBACK
    except ValueError:
        return False
