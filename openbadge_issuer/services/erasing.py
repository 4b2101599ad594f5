"""
Erasing: a person's badge and all that is kept about it, for good.

What is left is a tombstone that says nothing about anybody: the badge's address answers that it was erased,
and its place in the status list is never given to another badge.
The bit at that place stays as it was: whoever has a copy of the badge can still check it, and erasing takes
nothing back. Who wants that revokes first.

Not reached are copies elsewhere, such as files, mail, backups and the table that was imported.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from openbadge_issuer.ports import Endorsed, KeyStore, Store, Transaction
from openbadge_issuer.services.addresses import Addresses, Kind
from openbadge_issuer.services.orders import SECRET_NAME, recipient_key

PAGE = 500
"""How many records are looked for at a time."""


@dataclass(frozen=True)
class ErasingService:
    """Erases badges."""

    store: Store
    key_store: KeyStore
    addresses: Addresses

    def erase(self, token: str, *, now: datetime) -> None:
        """
        Erase a badge.

        Args:
            token: The badge's token, or its URL.
            now: The moment.

        Raises:
            NotFoundError: If there is no such badge.
        """
        self.erase_all([token], now=now)

    def erase_all(self, tokens: Sequence[str], *, now: datetime) -> Sequence[str]:
        """
        Erase badges, all or none; return their tokens.

        Raises:
            NotFoundError: If one of them is not there.
        """
        wanted = list(dict.fromkeys(self.token(token) for token in tokens))
        with self.store.writing() as transaction:
            for token in wanted:
                _erase(transaction, token, now)
        return wanted

    def of_person(self, address: str) -> Sequence[str]:
        """List the tokens of all badges that were issued to an e-mail address, by any issuer here."""
        key = recipient_key(address, self.key_store.secret(SECRET_NAME))
        with self.store.reading() as transaction:
            return _tokens(transaction, key)

    def erase_person(self, address: str, *, issuer: str | None = None, now: datetime) -> Sequence[str]:
        """
        Erase all badges that were issued to an e-mail address, all or none; return their tokens.

        Args:
            address: The address.
            issuer: Slug of the only issuer whose badges are meant; None for every issuer here.
            now: The moment.
        """
        key = recipient_key(address, self.key_store.secret(SECRET_NAME))
        with self.store.writing() as transaction:
            tokens = _tokens(transaction, key, issuer)
            for token in tokens:
                _erase(transaction, token, now)
        return tokens

    def token(self, token: str) -> str:
        """Return the token that a badge's URL, or its token, stands for."""
        address = self.addresses.parse(token)
        return address.id if address is not None and address.kind is Kind.CREDENTIAL else token


def _tokens(transaction: Transaction, key: str, issuer: str | None = None) -> list[str]:
    tokens: list[str] = []
    while True:
        after = tokens[-1] if tokens else None
        page = transaction.credentials(issuer=issuer, recipient_key=key, limit=PAGE, after=after)
        tokens += [record.id for record in page]
        if len(page) < PAGE:
            return tokens


def _erase(transaction: Transaction, token: str, now: datetime) -> None:
    """Erase a badge, and what others said about it, which is about the person as well."""
    while said := transaction.endorsements(kind=Endorsed.BADGE, target=token, limit=PAGE):
        for endorsement in said:
            transaction.erase_endorsement(endorsement.id, now)
    transaction.erase_credential(token, now)
