"""
Checking anybody's badge.

Documents of this installation (its DIDs, status lists, credentials) are answered from the store without a
request; everything else is fetched by the fetcher given, if there is one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from openbadge_issuer.errors import InputError, NotFoundError
from openbadge_issuer.json_text import JsonObject, shorten
from openbadge_issuer.ports import DocumentFetcher
from openbadge_issuer.services.addresses import Addresses, Kind
from openbadge_issuer.services.alternate_links import PAGES, alternate
from openbadge_issuer.services.hosting import HostingService
from openbadge_issuer.services.own_documents import OwnDocuments
from openbadge_issuer.verification.circumstances import Circumstances, Documents
from openbadge_issuer.verification.examination import examine
from openbadge_issuer.verification.report import VerificationReport
from openbadge_issuer.verification.source import read
from openbadge_issuer.verification.verifier import verify

ACCEPT = (
    "application/vc+ld+json",
    "application/vc",
    "application/ld+json",
    "application/json",
    "application/vc+jwt",
    "application/jwt",
    "image/png",
    "image/svg+xml",
    "text/plain",
)
"""What a badge is asked for as; JSON first, since it says the most."""


@dataclass(frozen=True)
class VerifyingService:
    """Checks badges of any issuer."""

    hosting: HostingService
    addresses: Addresses
    outside: DocumentFetcher | None = None

    @property
    def documents(self) -> OwnDocuments:
        """The way to documents: our own from the store, others through the fetcher."""
        return OwnDocuments(self.hosting, self.addresses, self.outside)

    def verify(
        self, source: bytes | str | JsonObject, *, recipient: str | None = None, now: datetime
    ) -> VerificationReport:
        """Check a badge: JSON, a compact JWS, or PNG or SVG bytes; never raises for what the badge is."""
        return verify(source, recipient=recipient, fetcher=self.documents, now=now)

    def check_own(self, *texts: str, now: datetime) -> None:
        """
        Check a badge or endorsement that is about to be stored, in each of its forms, with our own documents alone.

        Endorsements within it were verified when they were accepted, and are not again for each badge:
        they do not change the outcome, and each would take as long as the badge itself.

        Raises:
            VerificationError: If anything is wrong with it, or could not be checked.
        """
        check_own(texts, OwnDocuments(self.hosting, self.addresses), now=now)

    def verify_url(self, url: str, *, recipient: str | None = None, now: datetime) -> VerificationReport:
        """
        Fetch a badge and check it; one of our own is taken from the store.

        Where the address gives a page, the badge is taken from where the page says that it is.

        Raises:
            InputError: If it is not an http or https URL.
            FetchError: If it cannot be fetched.
            NotFoundError: If it is one of our own URLs, and there is no badge there.
        """
        return self.verify(self._body(url.strip()), recipient=recipient, now=now)

    def _body(self, url: str) -> bytes:
        address = self.addresses.parse(url)
        if address is None:
            _check_url(url)
            return self._foreign(url)
        if address.kind not in (Kind.CREDENTIAL, Kind.ENDORSEMENT, Kind.STATUS_LIST):
            raise NotFoundError(
                f"There is no badge at {shorten(url)}; a badge's address ends with credentials/ and its id."
            )
        return self.hosting.at(address).body

    def _foreign(self, url: str) -> bytes:
        """Fetch somebody else's badge; where there is a page, what it says is the badge."""
        found = self.documents.fetch(url, accept=ACCEPT)
        other = alternate(found.body, found.url) if found.media_type in PAGES else None
        return found.body if other is None else self.documents.fetch(other, accept=ACCEPT).body


def check_own(texts: Iterable[str], documents: DocumentFetcher, *, now: datetime) -> None:
    """
    Check what is about to be stored, as `VerifyingService.check_own` says, with the documents given.

    All texts are checked with the same documents, each of which is asked for once.

    Raises:
        VerificationError: If anything is wrong with it, or could not be checked.
    """
    asked_once = Documents(documents)
    for text in texts:
        examine(read(text), Circumstances(now=now, documents=asked_once)).raise_if_not_valid()


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise InputError(f"This is not a web address: {shorten(url)!r}.", path="url") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError(
            f"A web address that begins with https:// is expected; found {shorten(url)!r}.", path="url"
        )
