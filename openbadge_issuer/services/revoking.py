"""
Taking an award back.

The reason is a public category and a private note.
One transaction flips the bit, signs the list again and records the reason: the next request sees it.
Many awards are taken back in as few transactions as may be, and each signs a list once, however many are in it.
The badge's own bytes never change.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from openbadge_issuer.errors import InputError, NotFoundError
from openbadge_issuer.json_text import shorten
from openbadge_issuer.ports import CredentialRecord, Revocation, RevocationCategory, Store, Transaction
from openbadge_issuer.services.addresses import Addresses, Kind
from openbadge_issuer.services.key_ring import KeyRing
from openbadge_issuer.services.status_lists import StatusLists

MAX_NOTE = 2_000
"""Longest private note, in characters: a paragraph, not a file."""

BATCH = 1_000
"""Most awards revoked in one transaction: some tenths of a second, in which nobody else can write to SQLite."""

MAX_NAMED = 5
"""Most unknown ids that a message names: enough to see what went wrong with a file of them."""


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
        (revoked,) = self.revoke_many([token], category=category, note=note, now=now)
        return revoked

    def revoke_many(
        self,
        tokens: Sequence[str],
        *,
        category: RevocationCategory = RevocationCategory.OTHER,
        note: str | None = None,
        now: datetime,
    ) -> Iterator[Revoked]:
        """
        Revoke any number of awards, `BATCH` in one transaction, which signs each of their status lists once.

        Nothing is revoked before the first outcome is asked for, nor if one of the awards is not there.
        Awards come back by status list, each once; a call that was interrupted can safely be made again.
        Arguments and errors are those of `revoke`.
        """
        check_note(note)
        revocation = Revocation(revoked_at=now, category=category, note=note or None)
        for batch in batched(by_list(self.store, [self.token(token) for token in tokens])):
            with self.store.writing() as transaction:
                revoked = self._revoke(transaction, batch, revocation)
            yield from revoked

    def _revoke(self, transaction: Transaction, ids: Sequence[str], revocation: Revocation) -> list[Revoked]:
        # The lists are locked before anything is read that decides, in one order everywhere:
        # who comes second sees what the first did, and signs with the keys that are active then.
        lists = sorted({record.status_list for record in transaction.get_credentials(ids)})
        for status_list in lists:
            transaction.lock_status_list(status_list)
        records = {record.id: record for record in transaction.get_credentials(ids)}
        if missing := [id for id in ids if id not in records]:
            raise not_found(missing)
        in_force = [record for record in records.values() if record.revocation is None]
        for status_list in lists:
            concerned = [record for record in in_force if record.status_list == status_list]
            self._set_bits(transaction, status_list, concerned, revocation.revoked_at)
        transaction.record_revocations([record.id for record in in_force], revocation)
        return [_outcome(records[id], revocation) for id in ids]

    def _set_bits(
        self, transaction: Transaction, status_list: str, concerned: Sequence[CredentialRecord], now: datetime
    ) -> None:
        if concerned:
            found = transaction.get_status_list(status_list, for_update=True)
            opened = self.key_ring.open(transaction, found.issuer)
            indices = [record.status_index for record in concerned]
            self.status_lists.revoke(transaction, found, indices, opened, now)

    def token(self, token: str) -> str:
        """Return the token that an award's URL, or its token, stands for."""
        address = self.addresses.parse(token)
        return address.id if address is not None and address.kind is Kind.CREDENTIAL else token


def by_list(store: Store, tokens: Sequence[str]) -> list[str]:
    """
    Return awards, each once, those of one status list together, so that few lists are signed in each transaction.

    Raises:
        NotFoundError: If one of them is not there.
    """
    wanted = list(dict.fromkeys(tokens))
    lists: dict[str, str] = {}
    for batch in batched(wanted):
        with store.reading() as transaction:
            lists |= {record.id: record.status_list for record in transaction.get_credentials(batch)}
    if missing := [id for id in wanted if id not in lists]:
        raise not_found(missing)
    return sorted(wanted, key=lists.__getitem__)


def batched(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield ids, `BATCH` at a time."""
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


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


def _outcome(record: CredentialRecord, revocation: Revocation) -> Revoked:
    if record.revocation is not None:
        return Revoked(record=record, changed=False)
    return Revoked(record=replace(record, revocation=revocation), changed=True)


def not_found(ids: Sequence[str]) -> NotFoundError:
    """Return the error that says which awards are not there."""
    shown = ", ".join(shorten(id, 80) or "(nothing)" for id in ids[:MAX_NAMED])
    more = f" and {len(ids) - MAX_NAMED:,} more" if len(ids) > MAX_NAMED else ""
    return NotFoundError(f"There is no credential {shown}{more}. Nothing was changed.")
