"""
Who may find the page of a badge: nobody but those who have its address, until it is opened.

An open page may be found by search engines and stands on the achievement's page.
It is opened and closed by its earner, who has a link with a secret, or by staff.

The first secret of each badge is computed from its id with the instance's own secret, so that the same order,
carried out again, gives the same link, and the database holds nothing of it; of one that replaced it, only its SHA-256.
Whoever has the link can open and close the page; nothing else follows from it.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from openbadge_issuer.errors import NotFoundError
from openbadge_issuer.ports import MAX_AT_ONCE, CredentialRecord, KeyStore, PageRecord, Store, Transaction
from openbadge_issuer.services.addresses import Addresses
from openbadge_issuer.services.hosting import find_award
from openbadge_issuer.services.orders import SECRET_NAME, page_secret
from openbadge_issuer.services.tokens import new_secret

MAX_SHOWN = 24
"""Most open pages named on an achievement's page: eight rows of three."""

MAX_SECRET = 100
"""Longest secret looked at, in characters. Ours have at most 43; more is not hashed for nothing."""


@dataclass(frozen=True)
class OpeningService:
    """Opens and closes pages, and knows the links by which earners do."""

    store: Store
    key_store: KeyStore
    addresses: Addresses

    def first_link(self, token: str) -> str:
        """Return the link that a badge's earner has from the beginning, whether it still counts or not."""
        return self.addresses.manage(token, self._first(token))

    def link(self, token: str) -> str | None:
        """Return the earner's link; None if it was replaced, since then nothing of it is kept."""
        with self.store.reading() as transaction:
            page = transaction.find_page(token)
        return None if page is not None and page.secret_sha256 is not None else self.first_link(token)

    def links(self, tokens: Sequence[str]) -> dict[str, str | None]:
        """Return the links of many earners, by token; None for one that was replaced."""
        secret = self.key_store.secret(SECRET_NAME)
        replaced: set[str] = set()
        for start in range(0, len(tokens), MAX_AT_ONCE):
            with self.store.reading() as transaction:
                pages = transaction.find_pages(tokens[start : start + MAX_AT_ONCE])
            replaced |= {page.credential for page in pages if page.secret_sha256 is not None}
        return {
            token: None if token in replaced else self.addresses.manage(token, page_secret(token, secret))
            for token in tokens
        }

    def new_link(self, token: str) -> str:
        """
        Replace the earner's link, and return the new one, which is never to be had again.

        Raises:
            NotFoundError: If there is no such badge.
        """
        secret = new_secret()
        with self.store.writing() as transaction:
            page = _page(transaction, token)
            transaction.put_page(replace(page, secret_sha256=_digest(secret)))
        return self.addresses.manage(token, secret)

    def holder(self, token: str, secret: str) -> CredentialRecord:
        """
        Return the badge that a link is about.

        Raises:
            GoneError: If this is its link, and the badge was erased.
            NotFoundError: If there is no such badge, or this is not its link: strangers learn not which.
        """
        with self.store.reading() as transaction:
            page = transaction.find_page(token)
            known = page.secret_sha256 if page else None
            digest = known or _digest(self._first(token))
            if not hmac.compare_digest(digest, _digest(secret[:MAX_SECRET])):
                raise NotFoundError(
                    "This is not the link of a badge here, or not any more.",
                    hint="Whoever issued the badge can make a new link.",
                )
            return find_award(transaction, token)

    def is_open(self, token: str) -> bool:
        """Say whether a badge's page is open."""
        with self.store.reading() as transaction:
            page = transaction.find_page(token)
        return page is not None and page.opened_at is not None

    def set_open(self, token: str, *, is_open: bool, now: datetime) -> None:
        """
        Open or close a badge's page; doing it again changes nothing.

        Raises:
            NotFoundError: If there is no such badge.
        """
        with self.store.writing() as transaction:
            page = _page(transaction, token)
            if is_open != (page.opened_at is not None):
                transaction.put_page(replace(page, opened_at=now if is_open else None))

    def opened(self, achievement: str) -> Sequence[CredentialRecord]:
        """Return the badges of an achievement whose pages are open, the last opened first."""
        with self.store.reading() as transaction:
            return transaction.open_pages(achievement, MAX_SHOWN)

    def _first(self, token: str) -> str:
        return page_secret(token, self.key_store.secret(SECRET_NAME))


def _page(transaction: Transaction, token: str) -> PageRecord:
    record = transaction.get_credential(token)
    return transaction.find_page(token) or PageRecord(credential=token, achievement=record.achievement)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
