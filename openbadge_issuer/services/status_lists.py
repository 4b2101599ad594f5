"""
Status lists: one bit an award or endorsement, signed by its issuer (Bitstring Status List 1.0).

Awards of an issuer share a list; its endorsements have lists of their own.
Each gets an index at random, so that neither their order nor their number can be read from it.
Awards that can be suspended have the same index in a second list, the companion of the first, whose id follows from
the first one's: what is linked by that is linked in each badge anyway.
When a list is filled to `FILL_LIMIT`, a new one is opened.
Everything here happens within a transaction of the caller's; whoever changes a list has locked it.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from openbadge_issuer.errors import NotFoundError, StatusError
from openbadge_issuer.issuer.composing import BACKDATING
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.ports import MAX_AT_ONCE, ListUse, StatusListPlaces, StatusListRecord, Transaction
from openbadge_issuer.services.addresses import Addresses
from openbadge_issuer.services.policy import Policy
from openbadge_issuer.services.signing import OpenIssuer
from openbadge_issuer.services.tokens import new_token, random_index
from openbadge_issuer.status import status_list
from openbadge_issuer.status.bitstring import Bitstring
from openbadge_issuer.status.status_list import REVOCATION, SUSPENSION, entry

FILL_LIMIT = 0.9
"""
Share of a list that is given out before a new one is opened.
Indices are drawn at random: at nine tenths that takes ten draws on average, in a fuller list ever more.
"""

MAX_DRAWS = 2_000
"""How often indices are drawn. Even in a list that is 99 % full, all are taken once in 10^9 times only."""

COMPANION = "suspension"
"""What the id of a companion has after that of its list."""

Held = Mapping[str, Collection[int]]
"""Id of a list → places in it that were drawn and are not stored yet."""

NOTHING_HELD: Held = MappingProxyType({})


def room(record: StatusListPlaces, held: Held = NOTHING_HELD) -> int:
    """Return how many places a list still gives out; 0 or less if it is full."""
    return math.ceil(record.size * FILL_LIMIT) - record.allocated - len(held.get(record.id, ()))


def companion_of(status_list: str) -> str:
    """Return the id of the list that says whether the awards of a list are suspended."""
    return f"{status_list}{COMPANION}"


def statuses(
    addresses: Addresses, status_list: str, index: int, *, suspendable: bool
) -> Sequence[JsonObject]:
    """Write the `credentialStatus` of an award; revocation first, since some wallets look at the first one only."""
    revocation = entry(addresses.status_list(status_list), index)
    if not suspendable:
        return [revocation]
    return [revocation, entry(addresses.status_list(companion_of(status_list)), index, SUSPENSION)]


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
        held: Held = NOTHING_HELD,
    ) -> StatusListPlaces | None:
        """
        Return the list that awards or endorsements go into now, the newest; None if there is none with room.

        Args:
            transaction: Where to look.
            issuer: Whose list.
            use: What for.
            or_full: Whether one without room will do, since nothing is going to be stored.
            held: Places that are drawn and not stored yet; they count as given out.
        """
        record = transaction.newest_status_list(issuer, use)
        if record is None or (room(record, held) <= 0 and not or_full):
            return None
        return record

    def open(
        self,
        transaction: Transaction,
        opened: OpenIssuer,
        now: datetime,
        *,
        use: ListUse = ListUse.AWARDS,
        held: Held = NOTHING_HELD,
    ) -> StatusListPlaces:
        """Return the list with room: a new one, unless there is one, or somebody else just made one."""
        issuer = opened.record.slug
        self.lock(transaction, issuer)
        record = self.newest(transaction, issuer, use=use, held=held)
        if record is None:
            places = StatusListPlaces(
                id=new_token(), issuer=issuer, size=self.policy.status_list_size, allocated=0, use=use
            )
            record = self._added(transaction, places, opened, now)
        if (
            use is ListUse.AWARDS
            and self.policy.suspendable
            and not self.has_companion(transaction, record.id)
        ):
            companion = StatusListPlaces(
                id=companion_of(record.id),
                issuer=issuer,
                size=record.size,
                allocated=0,
                use=ListUse.SUSPENSIONS,
            )
            self._added(transaction, companion, opened, now)
        return record

    def _added(
        self, transaction: Transaction, places: StatusListPlaces, opened: OpenIssuer, now: datetime
    ) -> StatusListRecord:
        """Keep a new list without a set bit."""
        record = StatusListRecord(
            id=places.id,
            issuer=places.issuer,
            size=places.size,
            allocated=places.allocated,
            use=places.use,
            bits=bytes(places.size // 8),
            json="",
            jwt=None,
            updated_at=now,
        )
        signed = self.signed(record, opened, now)
        transaction.add_status_list(signed)
        return signed

    def has_companion(self, transaction: Transaction, status_list: str) -> bool:
        """Say whether the awards of a list have places in a second one, by which they can be suspended."""
        try:
            transaction.status_list_text(companion_of(status_list))
        except NotFoundError:
            return False
        return True

    def is_ready(self, transaction: Transaction, status_list: str) -> bool:
        """Say whether a list has all that the next awards in it need."""
        return not self.policy.suspendable or self.has_companion(transaction, status_list)

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
        return self.free_indices(transaction, record, 1)[0]

    def free_indices(
        self,
        transaction: Transaction,
        record: StatusListPlaces,
        count: int,
        *,
        held: Held = NOTHING_HELD,
    ) -> list[int]:
        """
        Draw different indices nobody has, one as likely as any other, in the order they were drawn.

        Args:
            transaction: Where to look who has which.
            record: The list.
            count: How many.
            held: Indices that are drawn and not stored yet, by list; none of them is drawn again.

        Raises:
            StatusError: If not enough are found.
        """
        seen = set(held.get(record.id, ()))
        found: list[int] = []
        for _ in range(MAX_DRAWS):
            missing = count - len(found)
            draws = min(missing * record.size // max(record.size - record.allocated, 1), MAX_AT_ONCE)
            # A set would sort them, and the place in a list would tell the place in a roster.
            drawn = dict.fromkeys(random_index(record.size) for _ in range(draws))
            new = [index for index in drawn if index not in seen]
            seen.update(new)
            taken = transaction.status_indices_taken(record.id, new)
            found += [index for index in new if index not in taken][:missing]
            if len(found) == count:
                return found
        raise StatusError(f"No free index was found in the status list {record.id}.")

    def revoke(
        self,
        transaction: Transaction,
        record: StatusListRecord,
        indices: Iterable[int],
        opened: OpenIssuer,
        now: datetime,
        *,
        value: bool = True,
    ) -> None:
        """Set bits of a list that the transaction has locked, or clear them, and sign it again, once."""
        bits = Bitstring.from_bytes(record.bits)
        for index in indices:
            bits.set(index, value=value)
        changed = self.signed(replace(record, bits=bits.to_bytes()), opened, now)
        transaction.update_status_list(changed)

    def signed(self, record: StatusListRecord, opened: OpenIssuer, now: datetime) -> StatusListRecord:
        """Return the list signed again with the issuer's active keys; dated back a little, since clocks differ."""
        document = status_list.build(
            self.addresses.status_list(record.id),
            opened.record.did,
            Bitstring.from_bytes(record.bits),
            valid_from=now - BACKDATING,
            purpose=SUSPENSION if record.use is ListUse.SUSPENSIONS else REVOCATION,
        )
        json, jwt = opened.sign(document, now)
        return replace(record, json=json, jwt=jwt, updated_at=now)

    def sign_all(self, transaction: Transaction, opened: OpenIssuer, now: datetime) -> None:
        """Sign every list of an issuer again, after its keys changed."""
        for record in transaction.status_lists(opened.record.slug):
            locked = transaction.get_status_list(record.id, for_update=True)
            transaction.update_status_list(self.signed(locked, opened, now))
