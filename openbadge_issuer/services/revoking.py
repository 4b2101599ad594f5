"""
Taking an award back.

The reason is a public category and a private note.
One transaction flips the bit, signs the list again and records the reason: the next request sees it.
The badge's own bytes never change.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from openbadge_issuer.errors import InputError
from openbadge_issuer.ports import CredentialRecord, Revocation, RevocationCategory, Store
from openbadge_issuer.services.addresses import Addresses, Kind
from openbadge_issuer.services.key_ring import KeyRing
from openbadge_issuer.services.status_lists import StatusLists

MAX_NOTE = 2_000
"""Longest private note, in characters: a paragraph, not a file."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Revoked:
    """A revoked award, and whether it was revoked now; else the first reason stands."""

    record: CredentialRecord
    changed: bool


@dataclass(frozen=True)
class RevokingService:
    """Takes awards back."""

    store: Store
    key_ring: KeyRing
    status_lists: StatusLists
    addresses: Addresses

    def revoke(
        self,
        token: str,
        *,
        category: RevocationCategory = RevocationCategory.OTHER,
        note: str | None = None,
        now: datetime,
    ) -> Revoked:
        """
        Revoke an award.

        Args:
            token: The award's token, or its URL.
            category: The public reason.
            note: The private reason, which only staff read.
            now: The moment.

        Raises:
            NotFoundError: If there is no such award.
            InputError: If the note is too long.
            KeyMaterialError: If the issuer's keys cannot be opened; nothing is revoked then.
        """
        check_note(note)
        revocation = Revocation(revoked_at=now, category=category, note=note or None)
        with self.store.writing() as transaction:
            # The list is locked before anything is read that decides:
            # who comes second sees what the first did, and signs with the keys that are active then.
            found = transaction.get_credential(self._token(token))
            status_list = transaction.get_status_list(found.status_list, for_update=True)
            record = transaction.get_credential(found.id)
            if record.revocation is not None:
                return Revoked(record=record, changed=False)
            opened = self.key_ring.open(transaction, record.issuer)
            changed = self.status_lists.revoked(status_list, record.status_index, opened, now)
            transaction.update_status_list(changed)
            transaction.record_revocation(record.id, revocation)
        return Revoked(record=replace(record, revocation=revocation), changed=True)

    def _token(self, token: str) -> str:
        address = self.addresses.parse(token)
        return address.id if address is not None and address.kind is Kind.CREDENTIAL else token


def check_note(note: str | None) -> None:
    """
    Make sure that a private note is not too long.

    Raises:
        InputError: If it is.
    """
    if note is not None and len(note) > MAX_NOTE:
        raise InputError(
            f"The note has {len(note):,} characters; at most {MAX_NOTE:,} are kept.", path="note"
        )
