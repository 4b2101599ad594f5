"""
Taking awards out of force for the time being, and putting them back.

That takes a second status in the badge, which those have that were issued while the setting `suspendable` was on
(decision 26); to others only revoking can be done.
As for revoking, one transaction flips the bits, signs each list once and records it; the badges' bytes never change.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from openbadge_issuer.errors import ConflictError
from openbadge_issuer.json_text import parse_object
from openbadge_issuer.ports import CredentialRecord, Store, Suspension, SuspensionCategory, Transaction
from openbadge_issuer.services.addresses import Addresses, Kind
from openbadge_issuer.services.key_ring import KeyRing
from openbadge_issuer.services.revoking import batched, by_list, check_note, not_found
from openbadge_issuer.services.status_lists import StatusLists, companion_of
from openbadge_issuer.status.status_list import SUSPENSION


@dataclass(frozen=True, kw_only=True, slots=True)
class Suspended:
    """An award as it is now, and whether this call changed that; else it was so before."""

    record: CredentialRecord
    changed: bool


@dataclass(frozen=True)
class SuspendingService:
    """Suspends awards and reinstates them."""

    store: Store
    key_ring: KeyRing
    status_lists: StatusLists
    addresses: Addresses

    def suspend(
        self,
        tokens: Sequence[str],
        *,
        category: SuspensionCategory = SuspensionCategory.OTHER,
        note: str | None = None,
        now: datetime,
    ) -> Iterator[Suspended]:
        """
        Suspend any number of awards, as `RevokingService.revoke_many` revokes them; one that is suspended stays so.

        Args:
            tokens: Their tokens, or URLs.
            category: The public reason.
            note: The private reason, which only staff read.
            now: The moment.

        Raises:
            NotFoundError: If there is no such award.
            ConflictError: If one was issued without a status for this, or is revoked.
            InputError: If the note is too long.
            KeyMaterialError: If the issuer's keys cannot be opened; nothing is suspended then.
        """
        check_note(note)
        yield from self._all(tokens, Suspension(suspended_at=now, category=category, note=note or None), now)

    def reinstate(self, tokens: Sequence[str], *, now: datetime) -> Iterator[Suspended]:
        """
        Put any number of awards back into force; one that is in force stays so.

        Raises:
            NotFoundError, ConflictError, KeyMaterialError: As `suspend`; one that is revoked stays so.
        """
        yield from self._all(tokens, None, now)

    def token(self, token: str) -> str:
        """Return the token that an award's URL, or its token, stands for."""
        address = self.addresses.parse(token)
        return address.id if address is not None and address.kind is Kind.CREDENTIAL else token

    def _all(
        self, tokens: Sequence[str], suspension: Suspension | None, now: datetime
    ) -> Iterator[Suspended]:
        for batch in batched(by_list(self.store, [self.token(token) for token in tokens])):
            with self.store.writing() as transaction:
                settled = self._settle(transaction, batch, suspension, now)
            yield from settled

    def _settle(
        self, transaction: Transaction, ids: Sequence[str], suspension: Suspension | None, now: datetime
    ) -> list[Suspended]:
        # Locked before anything is read that decides, in the order in which revoking locks them.
        lists = sorted({record.status_list for record in transaction.get_credentials(ids)})
        for status_list in lists:
            transaction.lock_status_list(status_list)
        records = {record.id: record for record in transaction.get_credentials(ids)}
        if missing := [id for id in ids if id not in records]:
            raise not_found(missing)
        for record in records.values():
            _check(record)
        changing = [record for record in records.values() if (record.suspension is None) == bool(suspension)]
        for status_list in lists:
            concerned = [record for record in changing if record.status_list == status_list]
            self._set_bits(
                transaction, companion_of(status_list), concerned, now, value=suspension is not None
            )
        transaction.record_suspensions([record.id for record in changing], suspension)
        changed = {record.id for record in changing}
        return [
            Suspended(record=replace(records[id], suspension=suspension), changed=True)
            if id in changed
            else Suspended(record=records[id], changed=False)
            for id in ids
        ]

    def _set_bits(
        self,
        transaction: Transaction,
        companion: str,
        concerned: Sequence[CredentialRecord],
        now: datetime,
        *,
        value: bool,
    ) -> None:
        if concerned:
            found = transaction.get_status_list(companion, for_update=True)
            opened = self.key_ring.open(transaction, found.issuer)
            indices = [record.status_index for record in concerned]
            self.status_lists.revoke(transaction, found, indices, opened, now, value=value)


def is_suspendable(record: CredentialRecord) -> bool:
    """Say whether an award was issued with a status by which it can be suspended."""
    found = parse_object(record.json).get("credentialStatus")
    entries = found if isinstance(found, list) else [found]
    return any(isinstance(one, dict) and one.get("statusPurpose") == SUSPENSION for one in entries)


def _check(record: CredentialRecord) -> None:
    if record.revocation is not None:
        raise ConflictError(
            f"The badge {record.id} is revoked, which is final. Nothing was changed.", path="revocation"
        )
    if not is_suspendable(record):
        raise ConflictError(
            f"The badge {record.id} was issued without a status for suspensions. Nothing was changed.",
            hint="It can be revoked. Badges issued while the setting 'suspendable' is on can be suspended.",
            path="suspendable",
        )
