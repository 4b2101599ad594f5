"""
Status lists: one bit an award or endorsement, signed by its issuer (Bitstring Status List 1.0).

Awards of an issuer share a list; its endorsements have lists of their own.
Each gets an index at random, so that neither their order nor their number can be read from it.
When a list is filled to `FILL_LIMIT`, a new one is opened.
Everything here happens within a transaction of the caller's; whoever changes a list has locked it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from openbadge_issuer.errors import StatusError
from openbadge_issuer.issuer.composing import BACKDATING
from openbadge_issuer.ports import ListUse, StatusListPlaces, StatusListRecord, Transaction
from openbadge_issuer.services.addresses import Addresses
from openbadge_issuer.services.policy import Policy
from openbadge_issuer.services.signing import OpenIssuer
from openbadge_issuer.services.tokens import new_token, random_index
from openbadge_issuer.status import status_list
from openbadge_issuer.status.bitstring import Bitstring

FILL_LIMIT = 0.9
"""
Share of a list that is given out before a new one is opened.
Indices are drawn at random: at nine tenths that takes ten draws on average, in a fuller list ever more.
"""

MAX_DRAWS = 2_000
"""Most random indices looked at. Even in a list that is 99 % full, all are taken once in 10^9 times only."""


@dataclass(frozen=True)
class StatusLists:
    """Opens, signs and changes status lists."""

    addresses: Addresses
    policy: Policy

    def newest(
        self,
        transaction: Transaction,
        issuer: str,
        *,
        use: ListUse = ListUse.AWARDS,
        or_full: bool = False,
    ) -> StatusListPlaces | None:
        """
        Return the list that awards or endorsements go into now, the newest; None if there is none with room.

        Args:
            transaction: Where to look.
            issuer: Whose list.
            use: What for.
            or_full: Whether one without room will do, since nothing is going to be stored.
        """
        record = transaction.newest_status_list(issuer, use)
        if record is None or (record.allocated >= record.size * FILL_LIMIT and not or_full):
            return None
        return record

    def open(
        self,
        transaction: Transaction,
        opened: OpenIssuer,
        now: datetime,
        *,
        use: ListUse = ListUse.AWARDS,
    ) -> StatusListPlaces:
        """Return the list with room: a new one, unless there is one, or somebody else just made one."""
        issuer = opened.record.slug
        self.lock(transaction, issuer)
        if found := self.newest(transaction, issuer, use=use):
            return found
        bits = bytes(self.policy.status_list_size // 8)
        empty = StatusListRecord(
            id=new_token(),
            issuer=issuer,
            size=self.policy.status_list_size,
            allocated=0,
            bits=bits,
            json="",
            jwt=None,
            updated_at=now,
            use=use,
        )
        record = self.signed(empty, opened, now)
        transaction.add_status_list(record)
        return record

    def lock(self, transaction: Transaction, issuer: str) -> None:
        """Let whoever else opens a list or changes keys of this issuer wait, and then see what was done here."""
        for record in transaction.status_lists(issuer)[:1]:
            transaction.lock_status_list(record.id)

    def free_index(self, transaction: Transaction, record: StatusListPlaces) -> int:
        """
        Draw an index nobody has; it is not reserved.

        Raises:
            StatusError: If none is found.
        """
        for _ in range(MAX_DRAWS):
            index = random_index(record.size)
            if not transaction.status_index_taken(record.id, index):
                return index
        raise StatusError(f"No free index was found in the status list {record.id}.")

    def revoke(
        self,
        transaction: Transaction,
        record: StatusListRecord,
        indices: Iterable[int],
        opened: OpenIssuer,
        now: datetime,
    ) -> None:
        """Set bits of a list that the transaction has locked, however many, and sign it again, once."""
        bits = Bitstring.from_bytes(record.bits)
        for index in indices:
            bits.set(index)
        changed = self.signed(replace(record, bits=bits.to_bytes()), opened, now)
        transaction.update_status_list(changed)

    def signed(self, record: StatusListRecord, opened: OpenIssuer, now: datetime) -> StatusListRecord:
        """Return the list signed again with the issuer's active keys; dated back a little, since clocks differ."""
        document = status_list.build(
            self.addresses.status_list(record.id),
            opened.record.did,
            Bitstring.from_bytes(record.bits),
            valid_from=now - BACKDATING,
        )
        json, jwt = opened.sign(document, now)
        return replace(record, json=json, jwt=jwt, updated_at=now)

    def sign_all(self, transaction: Transaction, opened: OpenIssuer, now: datetime) -> None:
        """Sign every list of an issuer again, after its keys changed."""
        for record in transaction.status_lists(opened.record.slug):
            locked = transaction.get_status_list(record.id, for_update=True)
            transaction.update_status_list(self.signed(locked, opened, now))
