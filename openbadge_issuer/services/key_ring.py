"""
The keys of issuers: opened for signing, made, rotated, retired, revoked.

Active keys sign; retired ones sign no more but stay published, so that old badges verify;
whatever a revoked key signed is invalid, since a thief can put any date on a forgery.
Whenever the active keys change, every status list of the issuer is signed again in the same transaction.
Private keys stay with the `KeyStore`; here are only references to them and the signers it opens.

A key is made before the transaction that publishes it.
If that fails, an unused key is left over, which does no harm;
nothing is ever signed with a key that is not published.
"""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from openbadge_issuer.errors import ConflictError, NotFoundError
from openbadge_issuer.issuer import Issuer
from openbadge_issuer.keys.public_key import KeyKind
from openbadge_issuer.ports import KeyRecord, KeyState, KeyStore, Store, Transaction
from openbadge_issuer.services.signing import OpenIssuer, open_issuer
from openbadge_issuer.services.status_lists import StatusLists

MIN_END = 6
"""Shortest end of a key's id that names it, in characters: nobody shall revoke a key by a slip of the finger."""

MAX_NAMES = 1_000
"""How many names are tried for a new key of one kind and year: more keys than anybody makes in a year."""


@dataclass(frozen=True)
class KeyRing:
    """
    Opens, makes and changes the keys of issuers.

    Opened issuers are kept until their profile or keys change in the store, which is looked up each time:
    a key that another process revoked signs nothing here any more.
    """

    store: Store
    key_store: KeyStore
    status_lists: StatusLists
    _opened: dict[str, OpenIssuer] = field(default_factory=dict, repr=False)

    def issuer(self, slug: str) -> Issuer:
        """
        Return an issuer that can sign, with its active keys; they are opened once.

        Raises:
            NotFoundError: If there is no such issuer.
            KeyMaterialError: If a key cannot be opened.
        """
        with self.store.reading() as transaction:
            return self.open(transaction, slug).issuer

    def open(self, transaction: Transaction, slug: str) -> OpenIssuer:
        """Return an issuer with its keys open, as they are in a transaction; raises as `issuer`."""
        record, keys = transaction.get_issuer(slug), tuple(transaction.keys(slug))
        opened = self._opened.get(slug)
        if opened is None or opened.record != record or opened.keys != keys:
            opened = self._opened[slug] = open_issuer(record, keys, self.key_store)
        return opened

    def keys(self, slug: str) -> Sequence[KeyRecord]:
        """
        All keys of an issuer, oldest first.

        Raises:
            NotFoundError: If there is no such issuer.
        """
        with self.store.reading() as transaction:
            transaction.get_issuer(slug)
            return transaction.keys(slug)

    def make(self, slug: str, did: str, kind: KeyKind, now: datetime) -> KeyRecord:
        """Make a key for an issuer that has, or is about to get, this DID; nothing is published yet."""
        with self.store.reading() as transaction:
            taken = {key.reference.partition(":")[2] for key in transaction.keys(slug)}
        reference = self._create(f"{slug}-{kind.lower().replace('-', '')}-{now.year}", kind, taken)
        public_key = self.key_store.signer(reference).public_key
        return KeyRecord(
            issuer=slug,
            verification_method=f"{did}#{public_key.fragment}",
            reference=reference,
            public_key=public_key,
            state=KeyState.ACTIVE,
            created_at=now,
            changed_at=now,
        )

    def new(self, slug: str, kind: KeyKind, now: datetime) -> KeyRecord:
        """
        Make one more active key; of several active keys of a kind, the newest signs.

        Raises:
            NotFoundError: If there is no such issuer.
        """
        key = self.make(slug, self._did(slug), kind, now)
        self._change(slug, now, lambda transaction, _keys: transaction.add_key(key))
        return key

    def rotate(self, slug: str, now: datetime) -> Sequence[KeyRecord]:
        """
        Make a new active key of each kind in use, retire those before, and sign the status lists again.

        Returns:
            The new keys.

        Raises:
            NotFoundError: If there is no such issuer.
        """
        kinds = {key.public_key.kind for key in self.keys(slug) if key.state is KeyState.ACTIVE} or {
            KeyKind.ED25519
        }
        did = self._did(slug)
        made = [self.make(slug, did, kind, now) for kind in KeyKind if kind in kinds]

        def publish(transaction: Transaction, keys: Sequence[KeyRecord]) -> None:
            for key in keys:
                if key.state is KeyState.ACTIVE and key.public_key.kind in kinds:
                    transaction.update_key(replace(key, state=KeyState.RETIRED, changed_at=now))
            for key in made:
                transaction.add_key(key)

        self._change(slug, now, publish)
        return made

    def retire(self, slug: str, verification_method: str, now: datetime) -> KeyRecord:
        """
        Let a key sign no more; what it signed stays valid.

        Args:
            slug: The issuer.
            verification_method: The key's id in the DID document, an unambiguous end of it, or its reference.
            now: The moment.

        Raises:
            NotFoundError: If the issuer has no such key.
            ConflictError: If it is the only active key of its kind (rotate instead), or is revoked.
        """

        def change(transaction: Transaction, keys: Sequence[KeyRecord]) -> None:
            key = _find(keys, verification_method)
            if key.state is KeyState.REVOKED:
                raise ConflictError(f"The key {key.verification_method} is revoked; that cannot be undone.")
            if key.state is KeyState.ACTIVE:
                _check_not_last(key, keys)
                transaction.update_key(replace(key, state=KeyState.RETIRED, changed_at=now))

        return self._changed(slug, verification_method, now, change)

    def revoke(self, slug: str, verification_method: str, now: datetime) -> KeyRecord:
        """
        Declare a key stolen: whatever it signed becomes invalid at once.

        If it was the only active one of its kind, a new one takes its place.

        Args:
            slug: The issuer.
            verification_method: As for `retire`.
            now: The moment.

        Raises:
            NotFoundError: If the issuer has no such key.
        """
        stolen = _find(self.keys(slug), verification_method)
        is_active, kind = stolen.state is KeyState.ACTIVE, stolen.public_key.kind
        spare = self.make(slug, self._did(slug), kind, now) if is_active else None

        def change(transaction: Transaction, keys: Sequence[KeyRecord]) -> None:
            key = _find(keys, stolen.verification_method)
            if key.state is not KeyState.REVOKED:
                transaction.update_key(replace(key, state=KeyState.REVOKED, changed_at=now))
            if spare is not None and not _others(key, keys):
                transaction.add_key(spare)

        return self._changed(slug, stolen.verification_method, now, change)

    def _change(
        self, slug: str, now: datetime, change: Callable[[Transaction, Sequence[KeyRecord]], None]
    ) -> None:
        """Change the keys of an issuer, and sign its status lists with those that are active then."""
        with self.store.writing() as transaction:
            self.status_lists.lock(transaction, slug)
            change(transaction, transaction.keys(slug))
            self.status_lists.sign_all(transaction, self.open(transaction, slug), now)

    def _changed(
        self,
        slug: str,
        verification_method: str,
        now: datetime,
        change: Callable[[Transaction, Sequence[KeyRecord]], None],
    ) -> KeyRecord:
        self._change(slug, now, change)
        return _find(self.keys(slug), verification_method)

    def _did(self, slug: str) -> str:
        with self.store.reading() as transaction:
            return transaction.get_issuer(slug).did

    def _create(self, name: str, kind: KeyKind, taken: Container[str]) -> str:
        """Make a key under a new name; one whose file was deleted or lost keeps its own, and may come back."""
        names = (name if number == 1 else f"{name}-{number}" for number in range(1, MAX_NAMES))
        for free in (each for each in names if each not in taken):
            try:
                return self.key_store.create(free, kind)
            except ConflictError:
                continue
        raise ConflictError(f"There are {MAX_NAMES:,} keys called {name} already.")


def _find(keys: Sequence[KeyRecord], wanted: str) -> KeyRecord:
    """Find a key by its verification method, an unambiguous end of it, or its reference."""
    exact = [key for key in keys if wanted in _names(key)]
    ends = [key for key in keys if key.verification_method.endswith(wanted)] if len(wanted) >= MIN_END else []
    found = exact or ends
    if len(found) == 1:
        return found[0]
    known = ", ".join(f"{key.verification_method} ({key.reference}, {key.state})" for key in keys)
    said = "is ambiguous" if found else "is not a key of this issuer"
    raise NotFoundError(f"{wanted!r} {said}; its keys are: {known or 'none'}.")


def _names(key: KeyRecord) -> tuple[str, ...]:
    method, reference = key.verification_method, key.reference
    return (method, method.partition("#")[2], reference, reference.partition(":")[2])


def _others(key: KeyRecord, keys: Sequence[KeyRecord]) -> bool:
    """Whether there is another active key of the same kind."""
    return any(
        other.state is KeyState.ACTIVE and other.public_key.kind is key.public_key.kind
        for other in keys
        if other.verification_method != key.verification_method
    )


def _check_not_last(key: KeyRecord, keys: Sequence[KeyRecord]) -> None:
    if not _others(key, keys):
        raise ConflictError(
            f"{key.verification_method} is the only active {key.public_key.kind} key of this issuer.",
            hint=f"Make a new one in its place: openbadge-issuer key rotate --issuer {key.issuer}",
        )
