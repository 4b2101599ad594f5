"""
The `DocumentFetcher` port over HTTP: other people's documents, with limits on everything.

1. https only; http where loopback is allowed (development), and then to loopback only.
2. Every address of a host must be allowed, at every hop; the connection goes to the address that was judged.
3. Few redirects, each checked like the first URL, never to another scheme.
4. One limit of time for everything, one of size after decompression.
5. What was fetched is kept for a moment, unless the server says otherwise.

Nothing but GET; no cookies, no credentials, no proxy from the environment; each hop has its own connection.
Whether the document is any good, and its media type the right one, is for the caller to say.
"""

import re
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import httpcore
import httpx

from openbadge_issuer.adapters.addresses import LOOPBACK, AddressRule, Network, Resolver, look_up
from openbadge_issuer.adapters.bounded_body import read_body
from openbadge_issuer.adapters.document_cache import DocumentCache
from openbadge_issuer.adapters.pinned_network import Deadline, PinnedNetwork
from openbadge_issuer.errors import FetchError
from openbadge_issuer.json_text import shorten
from openbadge_issuer.ports import FetchedDocument

MAX_BYTES = 5_242_880
"""Largest document, in bytes after decompression: 5 MiB, a badge as a large picture."""

MAX_SECONDS = 10.0
"""Longest time for one document with all its redirects, in seconds: somebody waits at the page."""

MAX_REDIRECTS = 3
"""Most redirects followed: to a canonical host, to a canonical path, to a storage service."""

MAX_URL_LENGTH = 2048
"""Longest URL, in characters: what browsers and servers agree on."""

CACHE_SECONDS = 60.0
"""Longest time a document is kept, in seconds: so long a revocation may go unseen."""

_HOST = re.compile(rb"[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|[0-9a-f:.]*:[0-9a-f:.]*")
"""A name in its ASCII form, or an IP address; httpx lets percent-encoded anything pass."""

_REDIRECTS = {301, 302, 303, 307, 308}


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one hop gave: a document and for how many seconds it is fresh, or where to go on."""

    document: FetchedDocument | None = None
    fresh_seconds: float = 0.0
    location: str = ""


class HttpFetcher:
    """
    Fetches documents over HTTP; for many threads.

    Args:
        allow_loopback: Whether this machine itself may be asked, also without TLS; for development.
        allowed_networks: Networks that may be asked although they are not public.
        resolver: What looks up host names.
        ssl_context: Which certificates are trusted;
            by default those of `SSL_CERT_FILE`, else of the package certifi.
        max_bytes: Largest document, in bytes after decompression.
        max_seconds: Longest time for one document, in seconds.
        clock: What tells the time, in seconds that only go forward.
    """

    def __init__(
        self,
        *,
        allow_loopback: bool = False,
        allowed_networks: Sequence[Network] = (),
        resolver: Resolver = look_up,
        ssl_context: ssl.SSLContext | None = None,
        max_bytes: int = MAX_BYTES,
        max_seconds: float = MAX_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        loopback = LOOPBACK if allow_loopback else ()
        self._rules = {"https": AddressRule(networks=(*allowed_networks, *loopback))}
        if allow_loopback:
            self._rules["http"] = AddressRule(public=False, networks=LOOPBACK)
        self._resolver = resolver
        self._given_ssl_context = ssl_context
        self._max_bytes = max_bytes
        self._max_seconds = max_seconds
        self._clock = clock
        self._cache = DocumentCache()

    def fetch(
        self,
        url: str,
        *,
        accept: Sequence[str] = ("application/json",),
        max_age_seconds: float | None = None,
    ) -> FetchedDocument:
        """
        Get a document.

        Args:
            url: Where it is; a fragment is not sent.
            accept: The media types that are asked for, best first; anything else is taken as well.
            max_age_seconds: How old a document that was kept may be; None for as long as it is kept.

        Raises:
            FetchError: If it cannot be had; says which URL, and why.
        """
        start = self._checked(url)
        key = (str(start), tuple(accept))
        known = self._cache.get(key, now=self._clock(), max_age=max_age_seconds)
        if known is not None:
            return known
        try:
            document, fresh_seconds = self._follow(start, accept)
        except FetchError as error:
            raise FetchError(
                f"{shorten(str(start))} cannot be fetched. {error.message}", hint=error.hint
            ) from error
        if fresh_seconds > 0:
            now = self._clock()
            self._cache.put(key, document, now=now, until=now + fresh_seconds)
        return document

    @cached_property
    def _ssl_context(self) -> ssl.SSLContext:
        """Made when it is needed first, since reading all certificates takes a while."""
        return self._given_ssl_context or httpx.create_ssl_context()

    def _follow(self, url: httpx.URL, accept: Sequence[str]) -> tuple[FetchedDocument, float]:
        context = self._ssl_context if url.scheme == "https" else None
        deadline = Deadline(self._max_seconds, self._clock)
        for _ in range(MAX_REDIRECTS + 1):
            answer = self._get(url, accept, deadline, context)
            if answer.document is not None:
                return answer.document, answer.fresh_seconds
            url = self._redirected(url, answer.location)
        raise FetchError(f"It was redirected more than {MAX_REDIRECTS} times.")

    def _get(
        self, url: httpx.URL, accept: Sequence[str], deadline: Deadline, context: ssl.SSLContext | None
    ) -> _Answer:
        network = PinnedNetwork(resolver=self._resolver, rule=self._rules[url.scheme], deadline=deadline)
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        try:
            with (
                httpcore.ConnectionPool(ssl_context=context, network_backend=network) as pool,
                pool.stream("GET", target, headers=_headers(url, accept)) as response,
            ):
                return self._read(url, response)
        except httpcore.TimeoutException as error:
            raise FetchError(f"It took longer than {deadline.seconds:g} seconds.") from error
        except httpcore.ConnectError as error:
            raise FetchError(f"{_host(url)} does not offer a trusted TLS connection.") from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise FetchError(f"{_host(url)} does not answer as HTTP/1.1 demands.") from error

    def _read(self, url: httpx.URL, response: httpcore.Response) -> _Answer:
        headers = httpx.Headers(response.headers)
        if response.status in _REDIRECTS:
            return _Answer(location=headers.get("location", ""))
        if response.status != 200:
            raise FetchError(f"{_host(url)} answers with status {response.status}.")
        body = read_body(
            response.iter_stream(),
            encoding=headers.get("content-encoding", "").strip().lower(),
            max_bytes=self._max_bytes,
        )
        media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
        document = FetchedDocument(url=str(url), media_type=media_type, body=body)
        return _Answer(document, _fresh_seconds(headers.get("cache-control", "")))

    def _redirected(self, url: httpx.URL, location: str) -> httpx.URL:
        if not location:
            raise FetchError("It is redirected, but not said where to.")
        try:
            target = url.join(location)
        except (httpx.InvalidURL, ValueError) as error:
            raise FetchError("It is redirected to something that is not a URL.") from error
        if target.scheme != url.scheme:
            raise FetchError(f"It is redirected from {url.scheme} to another scheme.")
        return self._checked(str(target))

    def _checked(self, text: str) -> httpx.URL:
        shown = ascii(shorten(text))  # what cannot be read as a URL may hold anything
        if len(text) > MAX_URL_LENGTH:
            raise FetchError(f"{shown} is longer than {MAX_URL_LENGTH} characters.")
        try:
            url = httpx.URL(text).copy_with(fragment=None)
        except (httpx.InvalidURL, ValueError) as error:
            raise FetchError(f"{shown} is not a URL.") from error
        if url.scheme not in self._rules:
            raise FetchError(
                f"{shown} is not fetched: only https:// is (and http:// on loopback, in development)."
            )
        if url.userinfo or not _HOST.fullmatch(url.raw_host):
            raise FetchError(f"{shown} is not fetched: a URL with a host and without a user is expected.")
        return url


def _host(url: httpx.URL) -> str:
    return url.raw_host.decode("ascii")


def _headers(url: httpx.URL, accept: Sequence[str]) -> list[tuple[bytes, bytes]]:
    # Some servers answer 406 rather than what they have; so anything is accepted, but liked least.
    wanted = ", ".join([*accept, "*/*;q=0.1"])
    return [
        (b"Host", url.netloc),
        (b"Accept", wanted.encode("ascii")),
        (b"Accept-Encoding", b"gzip"),
        (b"User-Agent", b"openbadge-issuer"),
    ]


def _fresh_seconds(cache_control: str) -> float:
    """Read how long an answer may be kept (RFC 9111 5.2.2); what is not said is not long."""
    directives = cache_control.lower()
    if re.search(r"\bno-(store|cache)\b", directives):
        return 0.0
    max_age = re.search(r"\bmax-age\s*=\s*\"?(\d{1,9})", directives)
    return min(CACHE_SECONDS, float(max_age[1])) if max_age else CACHE_SECONDS
