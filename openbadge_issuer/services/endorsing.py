"""
Endorsing: an issuer's word for an achievement, an issuer or a badge; accepting others' words.

    endorse   an issuer here signs its word; its status is a bit in a list of its own
    accept    the endorsed side agrees to a word that was given here
    read      what is a word signed elsewhere about?
    take_in   it is verified, and kept as it came; whoever takes it in accepts it

`withdrawing` takes endorsements back.
What was accepted goes into the next badges (`embeddable`); badges already issued never change.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from openbadge_issuer.errors import ConflictError, InputError, UnavailableError
from openbadge_issuer.issuer import Endorsement
from openbadge_issuer.ports import (
    Endorsed,
    EndorsementRecord,
    ListUse,
    StatusListPlaces,
    Store,
    Transaction,
)
from openbadge_issuer.services.addresses import Addresses
from openbadge_issuer.services.dates import has_ended, whole_seconds
from openbadge_issuer.services.embeddable import check_fits, check_room, fitting
from openbadge_issuer.services.endorsable import Thing, thing_called
from openbadge_issuer.services.endorsement_orders import EndorsementOrder, check_endorsement_order
from openbadge_issuer.services.endorsement_states import Settled, found_endorsement
from openbadge_issuer.services.key_ring import KeyRing
from openbadge_issuer.services.received_endorsements import Received, read_endorsement, verified
from openbadge_issuer.services.signing import OpenIssuer
from openbadge_issuer.services.status_lists import StatusLists
from openbadge_issuer.services.tokens import new_token
from openbadge_issuer.services.verifying import VerifyingService
from openbadge_issuer.status.status_list import entry

_KEYS_CHANGED = "keys"
_TRY_AGAIN = frozenset({"status_index", "id", _KEYS_CHANGED})

MAX_TRIES = 20
"""How often an endorsement is signed again because another process was quicker; as for awards."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Prepared:
    """What was read for one try."""

    opened: OpenIssuer
    thing: Thing
    status_list: StatusListPlaces
    status_index: int


@dataclass(frozen=True)
class EndorsingService:
    """Gives and accepts endorsements."""

    store: Store
    key_ring: KeyRing
    status_lists: StatusLists
    verifying: VerifyingService
    addresses: Addresses

    def endorse(
        self, endorser: str, order: EndorsementOrder, *, accept: bool = False, now: datetime
    ) -> EndorsementRecord:
        """
        Sign an issuer's word for something.

        What is its own it need not accept; what is another issuer's, that one must, unless `accept` says so.

        Args:
            endorser: Slug of the issuer that endorses.
            order: What it says about what.
            accept: Whether the endorsed side accepts at once; only for callers who may speak for it.
            now: The moment.

        Raises:
            NotFoundError: If there is no such issuer, or nothing of that name.
            InputError: If the order cannot be carried out, or a badge could not carry the endorsement.
            ConflictError: If this issuer endorses it already; `path` is "about".
            ModelError, LinkedDataError: If it would not be a sound endorsement.
            VerificationError: If our own verifier does not accept it; nothing is stored.
            KeyMaterialError: If a key cannot be opened.
        """
        check_endorsement_order(order, now=now)
        for _ in range(MAX_TRIES):
            prepared = self._prepare(endorser, order, now)
            record = self._signed(prepared, order, now)
            if record.endorsed is not None and (accept or record.endorsed == endorser):
                record = replace(record, accepted_at=now)
            try:
                self._store(prepared, record, now)
            except ConflictError as error:
                if error.path not in _TRY_AGAIN:
                    raise
            else:
                return record
        raise UnavailableError(
            f"The endorsement was overtaken {MAX_TRIES} times by others at the same moment.",
            hint="Nothing was stored; the same can safely be done again.",
        )

    def accept(self, token: str, *, now: datetime) -> Settled:
        """
        Agree to an endorsement that was given here, on behalf of the endorsed side.

        Raises:
            NotFoundError: If there is no such endorsement.
            ConflictError: If it was taken back, or its time is over.
            InputError: If it is about something elsewhere, or a badge could not carry it.
            LinkedDataError: If something in it would not be signed within a badge.
        """
        with self.store.writing() as transaction:
            record = found_endorsement(transaction, self.addresses, token)
            _check_stands(record, now)
            if record.accepted_at is not None:
                return Settled(record=record, changed=False)
            if record.kind is Endorsed.ELSEWHERE:
                raise InputError("What it is about is not issued here; it is accepted there.", path="id")
            self._check_fits(transaction, record, now)
            transaction.record_acceptance(record.id, now)
        return Settled(record=replace(record, accepted_at=now), changed=True)

    def read(self, source: bytes | str) -> Received:
        """
        Read an endorsement that was signed elsewhere, and find what it is about; it is not verified yet.

        Raises:
            InputError: If it is not an endorsement as JSON or JWT, or too large.
            ModelError: If it is not what Open Badges describes; says where.
            NotFoundError: If it is about nothing here.
        """
        with self.store.reading() as transaction:
            return read_endorsement(transaction, self.addresses, source)

    def take_in(self, received: Received, *, now: datetime) -> Settled:
        """
        Verify an endorsement that was signed elsewhere, and accept it as it came.

        Raises:
            VerificationError: If it is not valid, or that could not be decided; nothing is stored.
            ConflictError: If its endorser used its id for something else, or it was taken back here.
            InputError: If a badge could not carry it.
            LinkedDataError: If something in it would not be signed within a badge.
        """
        with self.store.reading() as transaction:
            known = received.known(transaction)
        if known is not None:
            return self.accept(known.id, now=now)
        verified(received, self.verifying, now=now)
        record = received.record(new_token(), now=now)
        with self.store.writing() as transaction:
            if (known := received.known(transaction)) is not None:
                return Settled(record=known, changed=False)
            self._check_fits(transaction, record, now)
            transaction.add_endorsement(record)
        return Settled(record=record, changed=True)

    def get(self, token: str) -> EndorsementRecord:
        """
        Return an endorsement, by its token or URL.

        Raises:
            NotFoundError: If there is none.
        """
        with self.store.reading() as transaction:
            return found_endorsement(transaction, self.addresses, token)

    def hindrances(self, records: Sequence[EndorsementRecord], *, now: datetime) -> dict[str, str]:
        """Say, by id, why accepted endorsements of achievements do not go into the next badges, if they do not."""
        slugs = {record.target for record in records if record.kind is Endorsed.ACHIEVEMENT}
        with self.store.reading() as transaction:
            return {
                record.id: hindrance
                for slug in sorted(slugs)
                for record, hindrance in fitting(transaction, transaction.find_achievement(slug), now)
                if hindrance is not None
            }

    # --- the steps of `endorse`

    def _prepare(self, endorser: str, order: EndorsementOrder, now: datetime) -> _Prepared:
        with self.store.reading() as transaction:
            thing = thing_called(transaction, self.addresses, order.about)
            opened = self.key_ring.open(transaction, endorser)
            _check_new(transaction, thing, endorser, now)
            status_list = self.status_lists.newest(transaction, endorser, use=ListUse.ENDORSEMENTS)
        if status_list is None:
            with self.store.writing() as transaction:
                opened = self.key_ring.open(transaction, endorser)
                status_list = self.status_lists.open(transaction, opened, now, use=ListUse.ENDORSEMENTS)
        with self.store.reading() as transaction:
            index = self.status_lists.free_index(transaction, status_list)
        return _Prepared(opened=opened, thing=thing, status_list=status_list, status_index=index)

    def _signed(self, prepared: _Prepared, order: EndorsementOrder, now: datetime) -> EndorsementRecord:
        token, thing = new_token(), prepared.thing
        until = whole_seconds(order.valid_until) if order.valid_until else None
        word = self._word(prepared, order, id=self.addresses.endorsement(token), until=until, now=now)
        jwt = word.jwt if prepared.opened.jwt_key else None
        self.verifying.check_own(*filter(None, (word.json, jwt)), now=now)
        return EndorsementRecord(
            id=token,
            kind=thing.kind,
            target=thing.target,
            subject=thing.subject,
            endorsed=thing.issuer,
            endorser=prepared.opened.record.slug,
            endorser_id=prepared.opened.record.did,
            credential_id=word.id,
            json=word.json,
            jwt=jwt,
            status_list=prepared.status_list.id,
            status_index=prepared.status_index,
            expires_at=until,
            added_at=now,
        )

    def _word(
        self, prepared: _Prepared, order: EndorsementOrder, *, id: str, until: datetime | None, now: datetime
    ) -> Endorsement:
        name = prepared.thing.name
        return prepared.opened.issuer.endorse(
            prepared.thing.subject,
            comment=order.comment,
            name=order.name or (f"Endorsement of {name}" if name else None),
            endorsement_id=id,
            valid_until=until,
            status=entry(self.addresses.status_list(prepared.status_list.id), prepared.status_index),
            now=now,
        )

    def _store(self, prepared: _Prepared, record: EndorsementRecord, now: datetime) -> None:
        endorser = prepared.opened.record.slug
        with self.store.writing() as transaction:
            # Who comes second sees what the first did, and keys cannot change before the commit.
            self.status_lists.lock(transaction, endorser)
            _check_new(transaction, prepared.thing, endorser, now)
            if tuple(transaction.keys(endorser)) != prepared.opened.keys:
                raise ConflictError(
                    "The issuer's keys changed while the endorsement was signed.", path=_KEYS_CHANGED
                )
            self._check_fits(transaction, record, now)
            transaction.add_endorsement(record)

    # --- what all of them ask

    def _check_fits(self, transaction: Transaction, record: EndorsementRecord, now: datetime) -> None:
        check_room(transaction, record.kind, record.target, now)
        if record.kind is Endorsed.ACHIEVEMENT and record.json is not None:
            achievement = transaction.find_achievement(record.target)
            check_fits(transaction, achievement, record.json, now)


def _check_new(transaction: Transaction, thing: Thing, endorser: str, now: datetime) -> None:
    """A second word of one endorser for one thing would be shown, and embedded, beside the first."""
    for record in transaction.endorsements(kind=thing.kind, target=thing.target, party=endorser, limit=1_000):
        over = has_ended(record.expires_at, now)
        if record.endorser == endorser and not (over or record.revocation or record.drop):
            raise ConflictError(
                f"{endorser!r} endorses {thing.name or thing.subject} already: {record.id}.",
                hint=f"Take that one back first: openbadge-issuer endorsement withdraw {record.id}",
                path="about",
            )


def _check_stands(record: EndorsementRecord, now: datetime) -> None:
    taken_back = record.revocation or record.drop
    if taken_back is not None:
        who = "its endorser" if record.revocation else "the endorsed side"
        raise ConflictError(
            f"The endorsement {record.id} was taken back by {who} on {taken_back.revoked_at:%Y-%m-%d}.",
            hint="That is final; ask the endorser for a new one.",
            path="id",
        )
    if has_ended(record.expires_at, now):
        raise ConflictError(f"The time of the endorsement {record.id} is over.", path="id")
