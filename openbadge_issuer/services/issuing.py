"""
Awarding a badge: wholly, once.

    (1) read      issuer, keys, achievement, its endorsements; the award may be there already
    (2) choose    a status list and a random index nobody has
    (3) compose   the credential, sign it (embedded proof, and JWT if there is a key for it)
    (4) check     our own verifier reads it, with the DID document and the status list as they are served
    (5) store     in one short write transaction

Nothing is reserved beforehand: the store's unique values decide.
If another process took the index meanwhile, or the keys changed, (1) to (5) are done again;
if it made the same award, that one is returned.
A process that dies at any moment therefore leaves the award wholly there or not there,
and no index is used twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from openbadge_issuer.errors import ConflictError, UnavailableError
from openbadge_issuer.issuer import Badge
from openbadge_issuer.issuer.composing import BACKDATING
from openbadge_issuer.model import Achievement, Evidence, Result
from openbadge_issuer.ports import AchievementRecord, CredentialRecord, StatusListPlaces, Store
from openbadge_issuer.services.achievements import find
from openbadge_issuer.services.addresses import Addresses
from openbadge_issuer.services.dates import whole_seconds
from openbadge_issuer.services.embeddable import to_embed
from openbadge_issuer.services.key_ring import KeyRing
from openbadge_issuer.services.known_awards import look_up
from openbadge_issuer.services.orders import (
    SECRET_NAME,
    AwardKeys,
    Order,
    award_keys,
    check_order,
    recipient_key,
)
from openbadge_issuer.services.policy import Policy
from openbadge_issuer.services.results import results_of
from openbadge_issuer.services.signing import OpenIssuer
from openbadge_issuer.services.status_lists import StatusLists, statuses
from openbadge_issuer.services.tokens import new_token
from openbadge_issuer.services.verifying import VerifyingService

_KEYS_CHANGED = "keys"
_TRY_AGAIN = frozenset({"award_key", "status_index", "id", _KEYS_CHANGED})

MAX_TRIES = 20
"""
How often an award is signed again because another process was quicker.
Two processes draw the same of 13,000 free indices (a list filled to 90 %) once in 13,000 times.
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Issued:
    """An award: its record, its URL, and whether it was made now (else it was there already)."""

    record: CredentialRecord
    url: str
    created: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class _Prepared:
    """What was read for one try."""

    opened: OpenIssuer
    achievement: AchievementRecord
    results: Sequence[Result]
    endorsements: Sequence[str]
    status_list: StatusListPlaces
    status_index: int
    suspendable: bool


@dataclass(frozen=True)
class IssuingService:
    """Makes awards."""

    store: Store
    key_ring: KeyRing
    status_lists: StatusLists
    verifying: VerifyingService
    addresses: Addresses
    policy: Policy

    def issue(self, issuer: str, order: Order, *, now: datetime) -> Issued:
        """
        Make one award, or return it if it was made before.

        Args:
            issuer: Slug of the issuer.
            order: What to award to whom.
            now: The moment of issuing.

        Raises:
            NotFoundError: If there is no such issuer or achievement.
            InputError: If the order cannot be carried out; each problem's `path` is a field's name.
            ConflictError: If the same award was made with other content; `path` is "award_key".
            ModelError, StrictnessError: If the badge would not be a sound Open Badge.
            VerificationError: If our own verifier does not accept it; nothing is stored.
            KeyMaterialError: If a key cannot be opened.
        """
        keys = self.keys(issuer, order)
        for _ in range(MAX_TRIES):
            prepared = self._prepare(issuer, order, keys, now)
            if isinstance(prepared, CredentialRecord):
                return self._issued(prepared, created=False)
            record = self._compose(prepared, order, keys, now)
            try:
                stored = self._store(prepared, record, order, keys)
            except ConflictError as error:
                if error.path not in _TRY_AGAIN:
                    raise
            else:
                return self._issued(stored, created=stored.id == record.id)
        raise UnavailableError(
            f"The award was overtaken {MAX_TRIES} times by others at the same moment.",
            hint="Nothing was stored; the same can safely be done again.",
        )

    def rehearse(self, issuer: str, order: Order, *, now: datetime, sign: bool = True) -> None:
        """
        Do everything that `issue` does, but store nothing; without `sign`, only look for the same award.

        Raises:
            OpenBadgeError: As `issue`.
        """
        keys = self.keys(issuer, order)
        if not sign:
            with self.store.reading() as transaction:
                look_up(transaction, issuer, order, keys)
            return
        prepared = self._prepare(issuer, order, keys, now, may_open_list=False)
        if isinstance(prepared, _Prepared):
            self._compose(prepared, order, keys, now)

    def keys(self, issuer: str, order: Order) -> AwardKeys:
        """What recognises this award, its content, and the person."""
        return award_keys(issuer, order, self.key_ring.key_store.secret(SECRET_NAME))

    def recipient_key(self, address: str) -> str:
        """What recognises a person by an address in `CredentialRecord.recipient_key`."""
        return recipient_key(address, self.key_ring.key_store.secret(SECRET_NAME))

    def _prepare(
        self, issuer: str, order: Order, keys: AwardKeys, now: datetime, *, may_open_list: bool = True
    ) -> _Prepared | CredentialRecord:
        """Steps 1 and 2; returns the award if it is there already."""
        with self.store.reading() as transaction:
            transaction.get_issuer(issuer)
            if (found := look_up(transaction, issuer, order, keys).record) is not None:
                return found
            check_order(order, now=now)
            achievement = find(transaction, order.achievement, issuer)
            results = results_of(order.results, achievement.document)
            endorsements = to_embed(transaction, achievement, now)
            opened = self.key_ring.open(transaction, issuer)
            status_list = self.status_lists.newest(transaction, issuer, or_full=not may_open_list)
            is_ready = status_list is not None and self.status_lists.is_ready(transaction, status_list.id)
        if status_list is None or (may_open_list and not is_ready):
            with self.store.writing() as transaction:
                opened = self.key_ring.open(transaction, issuer)
                status_list = self.status_lists.open(transaction, opened, now)
        with self.store.reading() as transaction:
            index = self.status_lists.free_index(transaction, status_list)
            suspendable = self.policy.suspendable and self.status_lists.is_ready(transaction, status_list.id)
        return _Prepared(
            opened=opened,
            achievement=achievement,
            results=results,
            endorsements=endorsements,
            status_list=status_list,
            status_index=index,
            suspendable=suspendable,
        )

    def _compose(self, prepared: _Prepared, order: Order, keys: AwardKeys, now: datetime) -> CredentialRecord:
        """Steps 3 and 4."""
        token = new_token()
        start, end = period_of(order, self.policy, now)
        badge = self._badge(prepared, order, token=token, start=start, end=end, now=now)
        jwt = badge.jwt if prepared.opened.jwt_key else None
        self.verifying.check_own(*filter(None, (badge.json, jwt)), now=now)
        name = order.recipient.name
        return CredentialRecord(
            id=token,
            issuer=prepared.opened.record.slug,
            achievement=prepared.achievement.slug,
            achievement_version=prepared.achievement.version,
            json=badge.json,
            jwt=jwt,
            award_key=keys.award,
            award_id=order.award_id,
            content_digest=keys.content,
            recipient_key=keys.recipient,
            label=name if self.policy.keep_names else None,
            status_list=prepared.status_list.id,
            status_index=prepared.status_index,
            issued_at=now,
            expires_at=end,
        )

    def _badge(
        self,
        prepared: _Prepared,
        order: Order,
        *,
        token: str,
        start: datetime,
        end: datetime | None,
        now: datetime,
    ) -> Badge:
        places = prepared.status_list.id, prepared.status_index
        status = statuses(self.addresses, *places, suspendable=prepared.suspendable)
        return prepared.opened.issuer.issue(
            Achievement.from_document(prepared.achievement.document),
            order.recipient,
            credential_id=self.addresses.credential(token),
            evidence=[Evidence(id=order.evidence_url)] if order.evidence_url else (),
            results=prepared.results,
            narrative=order.narrative,
            role=order.role,
            credits_earned=order.credits,
            valid_from=start,
            valid_until=end,
            awarded_date=start if order.issued_on else None,
            status=status if prepared.suspendable else status[0],
            endorsements=prepared.endorsements,
            now=now,
        )

    def _store(
        self, prepared: _Prepared, record: CredentialRecord, order: Order, keys: AwardKeys
    ) -> CredentialRecord:
        """Step 5; returns the award that is there now, which somebody else may have made."""
        with self.store.writing() as transaction:
            # Without this lock two could use one award_id for different awards at once,
            # and keys could change between the look at them and the commit.
            transaction.lock_status_list(record.status_list)
            known = look_up(transaction, record.issuer, order, keys)
            if known.record is not None:
                return known.record
            if tuple(transaction.keys(record.issuer)) != prepared.opened.keys:
                raise ConflictError(
                    "The issuer's keys changed while the badge was signed.", path=_KEYS_CHANGED
                )
            stored = replace(record, award_key=known.award_key)
            transaction.add_credential(stored)
        return stored

    def _issued(self, record: CredentialRecord, *, created: bool) -> Issued:
        return Issued(record=record, url=self.addresses.credential(record.id), created=created)


def period_of(order: Order, policy: Policy, now: datetime) -> tuple[datetime, datetime | None]:
    """Say from when and until when an award counts; None is for good."""
    start = min(order.issued_on or now, now - BACKDATING)
    if order.expires_on is not None:
        return start, whole_seconds(order.expires_on)
    return start, start + timedelta(days=policy.validity_days) if policy.validity_days is not None else None
