"""
What one verification may rely on: the moment, other people's documents, contexts, keys the caller trusts.

Documents come through the caller's fetcher, each at most once, and only so many.
Without a fetcher none come, and whoever asks learns that.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Self

from openbadge_issuer.errors import FetchError, InputError, OpenBadgeError
from openbadge_issuer.json_text import JsonObject, parse_object, shorten
from openbadge_issuer.keys.public_key import PublicKey
from openbadge_issuer.linked_data.contexts import Contexts
from openbadge_issuer.ports import DocumentFetcher, FetchedDocument
from openbadge_issuer.proofs.proof_members import PROOF_PURPOSE
from openbadge_issuer.verification.allowance import Allowance
from openbadge_issuer.verification.report import Check
from openbadge_issuer.verification.source import Source
from openbadge_issuer.verification.urls import authority_of

MAX_FETCHES = 16
"""
Most requests for one verification, in documents.
A badge with an issuer's document, a separate key, a key set and two status lists with theirs takes eight.
"""

MAX_VALUES = 50_000
"""
Most values read in one of other people's documents, taken for as many as it has commas and opening brackets.
All that are read in one verification are kept. A list of 10,000 revoked ids has 40,000, a long DID document 2,000.
"""

TrustedKeys = Mapping[str, PublicKey | Sequence[PublicKey]]
"""Issuer id → the key or keys that a caller knows to be that issuer's."""

JSON_TYPES = ("application/did+json", "application/did+ld+json", "application/ld+json", "application/json")
"""Media types in which DID documents, profiles, key documents and lists are asked for."""

PLAIN_TEXT = "text/plain"
"""As which servers that know no better give JSON; read, since nobody shows it as anything else."""

CREDENTIAL_TYPES = (
    "application/vc",
    "application/vc+ld+json",
    *JSON_TYPES,
    "application/vc+jwt",
    "application/jwt",
)
"""Media types in which status lists and newer versions of badges are asked for."""


class Documents:
    """
    Other people's documents, fetched and read once each for one verification.

    Args:
        fetcher: What fetches them; None if nothing may be fetched.
    """

    def __init__(self, fetcher: DocumentFetcher | None) -> None:
        self._fetcher = fetcher
        self._fetched: dict[str, FetchedDocument | FetchError] = {}
        self._requests = 0
        self._read: dict[str, JsonObject | FetchError | InputError] = {}

    @property
    def code(self) -> str:
        """The code of a check that lacks a document: nothing may be fetched, or this one could not be."""
        return "not-fetched" if self._fetcher is None else "unreachable"

    def get(self, url: str, *, accept: Sequence[str] = JSON_TYPES) -> FetchedDocument:
        """
        Get a document; the fragment of the URL is left out.

        Raises:
            FetchError: If it cannot be had, nothing may be fetched, or too much was fetched already.
        """
        url = url.partition("#")[0]
        if url not in self._fetched:
            self._fetched[url] = self._fetch(url, accept)
        found = self._fetched[url]
        if isinstance(found, FetchError):
            raise found
        return found

    def renewed(self, url: str, *, accept: Sequence[str], max_age_seconds: float) -> FetchedDocument:
        """
        Get a document that the fetcher has not kept for longer than so many seconds.

        Raises:
            FetchError: As `get`.
        """
        found = self.get(url, accept=accept)
        if found.age_seconds <= max_age_seconds:
            return found
        url = url.partition("#")[0]
        self._fetched[url] = self._fetch(url, accept, max_age_seconds=max_age_seconds)
        return self.get(url)

    def json(self, url: str) -> JsonObject:
        """
        Get a document that must be a JSON object, and be served as JSON.

        What a host serves as a picture or a page, say, was put there by somebody else as a rule,
        and many hosts send whoever asks so to any address at all:
        such a document says nothing about the host's owner, whatever can be read in it.
        It is read once, and shared: nobody may change it.

        Raises:
            FetchError: As `get`, and if it came from another host in the end.
            InputError: If it is something else, or is served as something else.
        """
        url = url.partition("#")[0]
        if url not in self._read:
            self._read[url] = self._tried(url)
        found = self._read[url]
        if isinstance(found, dict):
            return found
        raise found

    def _tried(self, url: str) -> JsonObject | FetchError | InputError:
        try:
            return self._json(url)
        except (FetchError, InputError) as error:
            return error

    def _json(self, url: str) -> JsonObject:
        found = self.get(url)
        if _host(found.url) != _host(url):
            raise FetchError(
                f"{url} leads to another host, {shorten(_host(found.url), 60)}, which cannot speak for it."
            )
        if not is_json(found.media_type) and found.media_type != PLAIN_TEXT:
            served = repr(shorten(found.media_type, 60)) if found.media_type else "no media type"
            raise InputError(f"{url} answered with {served}; it must be served as JSON.")
        check_length(found.body)
        return parse_object(found.body)

    def _fetch(self, url: str, accept: Sequence[str], **wishes: float) -> FetchedDocument | FetchError:
        if self._fetcher is None:
            return FetchError(f"{url} was not asked for: nothing is fetched without a document fetcher.")
        if self._requests >= MAX_FETCHES:
            return FetchError(
                f"{url} was not asked for: one verification fetches at most {MAX_FETCHES} documents."
            )
        self._requests += 1
        try:
            return self._fetcher.fetch(url, accept=accept, **wishes)
        except FetchError as error:
            return error


def check_length(body: bytes) -> None:
    """
    Make sure that a document has not far more values than others have, before it is read.

    Raises:
        InputError: If it has.
    """
    if sum(map(body.count, (b",", b"[", b"{"))) > MAX_VALUES:
        raise InputError(f"It has more than {MAX_VALUES:,} values.")


def _host(url: str) -> str:
    """The host that must answer; one may send to its twin with www, or from it."""
    return authority_of(url).removeprefix("www.")


def is_json(media_type: str) -> bool:
    """Tell whether a media type is one of JSON (RFC 6839, 3.1; Controlled Identifiers 1.0, 6.1)."""
    return media_type in ("application/json", "application/cid") or media_type.endswith("+json")


@dataclass(frozen=True, slots=True)
class SeenLists:
    """
    The status lists of one verification, each read and proven once, however many statuses point to it.

    Attributes:
        read: URL → the list, or why it cannot be had or read.
        doubts: URL → the checks of the list's proofs that did not pass.
    """

    read: dict[str, Source | OpenBadgeError] = field(default_factory=dict)
    doubts: dict[str, tuple[Check, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Circumstances:
    """
    What one verification may rely on.

    Attributes:
        now: The moment for which dates are judged.
        documents: Other people's documents.
        contexts: The JSON-LD contexts at hand; None for those that are shipped.
        trusted_keys: Issuer id → the keys that the caller knows to be that issuer's, and no others.
        trusted_issuers: The ids of the issuers that the caller trusts; None if any issuer will do.
        purpose: What proofs must be for, and keys be published for.
        domain: Who the caller is, for whom a JWT may be meant; None if the caller does not say.
        allowance: What may be spent on endorsements.
        lists: The status lists that were looked at.
    """

    now: datetime
    documents: Documents
    contexts: Contexts | None = None
    trusted_keys: Mapping[str, Sequence[PublicKey]] = field(default_factory=dict)
    trusted_issuers: frozenset[str] | None = None
    purpose: str = PROOF_PURPOSE
    domain: str | None = None
    allowance: Allowance = field(default_factory=Allowance)
    lists: SeenLists = field(default_factory=SeenLists)

    @classmethod
    def of(
        cls,
        *,
        fetcher: DocumentFetcher | None,
        now: datetime | None,
        contexts: Contexts | None,
        trusted_keys: TrustedKeys | None,
        trusted_issuers: Collection[str] | None,
    ) -> Self:
        """
        Take what a caller of the library gives.

        Raises:
            TypeError: If `trusted_issuers` is a single text, or `trusted_keys` holds something else than keys.
            ValueError: If `now` has no time zone.
        """
        if isinstance(trusted_issuers, str):
            raise TypeError("trusted_issuers is a list of ids; found a single text.")
        if now is not None and now.tzinfo is None:
            raise ValueError("now must have a time zone, as datetime.now(UTC) has.")
        return cls(
            now=now or datetime.now(UTC),
            documents=Documents(fetcher),
            contexts=contexts,
            trusted_keys={issuer: _keys(keys) for issuer, keys in (trusted_keys or {}).items()},
            trusted_issuers=None if trusted_issuers is None else frozenset(trusted_issuers),
        )


def _keys(given: object) -> tuple[PublicKey, ...]:
    """Take one key or several; the text of a key would otherwise be taken for keys, none of which ever fits."""
    if isinstance(given, Iterable) and not isinstance(given, str | Mapping):
        return tuple(_key(key) for key in given)
    return (_key(given),)


def _key(given: object) -> PublicKey:
    if not isinstance(given, PublicKey):
        kind = type(given).__name__
        raise TypeError(f"trusted_keys holds PublicKey, as PublicKey.from_multikey reads it; found {kind}.")
    return given
