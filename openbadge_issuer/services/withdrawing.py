"""
Taking an endorsement back, for one side or the other.

    revoke    the endorser takes it back: copies in badges show as revoked
    drop      the endorsed side takes it back: the next badges go without

Both are final, and keep a public category and a private note, as the revocation of a badge does.
The signed texts never change.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from openbadge_issuer.errors import ConflictError, InputError
from openbadge_issuer.ports import Revocation, RevocationCategory, Store
from openbadge_issuer.services.addresses import Addresses
from openbadge_issuer.services.endorsement_states import Settled, found_endorsement
from openbadge_issuer.services.key_ring import KeyRing
from openbadge_issuer.services.revoking import check_note
from openbadge_issuer.services.status_lists import StatusLists


@dataclass(frozen=True)
class WithdrawingService:
    """Takes endorsements back."""

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
    ) -> Settled:
        """
        Take an endorsement back on behalf of its endorser: wherever it is embedded, it shows as revoked.

        Args:
            token: The endorsement's token, or its URL.
            category: The public reason.
            note: The private reason, which only staff read.
            now: The moment.

        Raises:
            NotFoundError: If there is no such endorsement.
            InputError: If it was signed elsewhere, or the note is too long.
            KeyMaterialError: If the endorser's keys cannot be opened; nothing is revoked then.
        """
        check_note(note)
        reason = Revocation(revoked_at=now, category=category, note=note or None)
        with self.store.writing() as transaction:
            found = found_endorsement(transaction, self.addresses, token)
            if found.endorser is None or found.status_list is None or found.status_index is None:
                raise InputError(
                    f"The endorsement {found.id} was signed elsewhere, by {found.endorser_id}, and can be revoked "
                    "only there.",
                    hint="Drop it instead: the next badges then go without it.",
                    path="id",
                )
            status_list = transaction.get_status_list(found.status_list, for_update=True)
            record = transaction.get_endorsement(found.id)
            if record.revocation is not None:
                return Settled(record=record, changed=False)
            opened = self.key_ring.open(transaction, found.endorser)
            self.status_lists.revoke(transaction, status_list, [found.status_index], opened, now)
            transaction.record_endorsement_revocation(record.id, reason)
        return Settled(record=replace(record, revocation=reason), changed=True)

    def drop(
        self,
        token: str,
        *,
        category: RevocationCategory = RevocationCategory.OTHER,
        note: str | None = None,
        now: datetime,
    ) -> Settled:
        """
        Take an endorsement back on behalf of the endorsed side: the next badges go without it.

        An endorsement that was not accepted yet is thereby declined.
        Arguments and errors are those of `revoke`; no key is needed, and one from elsewhere is dropped as well.
        """
        check_note(note)
        reason = Revocation(revoked_at=now, category=category, note=note or None)
        with self.store.writing() as transaction:
            record = found_endorsement(transaction, self.addresses, token)
            if record.endorsed is None:
                raise InputError("What it is about is not issued here; it is dropped there.", path="id")
            try:
                transaction.record_drop(record.id, reason)
            except ConflictError:
                return Settled(record=transaction.get_endorsement(record.id), changed=False)
        return Settled(record=replace(record, drop=reason), changed=True)
