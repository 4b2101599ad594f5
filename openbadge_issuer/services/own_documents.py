"""
A way to documents that answers for this installation itself, and asks outside only for the rest.

So our own badges are checked without a single request, also while nothing is served yet,
and a service never calls itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from openbadge_issuer.errors import FetchError, NotFoundError
from openbadge_issuer.ports import DocumentFetcher, FetchedDocument
from openbadge_issuer.services.addresses import Addresses
from openbadge_issuer.services.hosting import HostingService

JSON = ("application/json",)


@dataclass(frozen=True)
class OwnDocuments:
    """A `DocumentFetcher` over the own store; without `outside`, nothing else can be had."""

    hosting: HostingService
    addresses: Addresses
    outside: DocumentFetcher | None = None

    def fetch(
        self, url: str, *, accept: Sequence[str] = JSON, max_age_seconds: float | None = None
    ) -> FetchedDocument:
        """
        Get a document.

        Raises:
            FetchError: If it cannot be had.
        """
        address = self.addresses.parse(url)
        if address is not None:
            try:
                found = self.hosting.at(address)
            except NotFoundError as error:
                raise FetchError(
                    f"{url} is an address of this service, and there is nothing there."
                ) from error
            return FetchedDocument(url=url, media_type=found.media_type, body=found.body)
        if self.outside is None:
            raise FetchError(f"{url} is not of this service, and nothing is fetched from elsewhere here.")
        if max_age_seconds is None:
            return self.outside.fetch(url, accept=accept)
        return self.outside.fetch(url, accept=accept, max_age_seconds=max_age_seconds)
