"""
API keys: made, checked, revoked.

A key is shown once, when it is made.
Stored is only the SHA-256 of it, which is enough for a random secret of 256 bits.
No scope includes another: a key says in full what it may do.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from openbadge_issuer.errors import AccessError, InputError, NotFoundError
from openbadge_issuer.ports import ApiKeyRecord, Scope, Store
from openbadge_issuer.services.tokens import new_secret, new_token

SECRET_PREFIX = "obk_"  # noqa: S105  (how secrets begin)
"""How every API key begins, so that people and secret scanners know one when they see it."""

MAX_SECRET = 200
"""Longest secret looked at, in characters. Ours have 47; more is not hashed for nothing."""

MAX_NAME = 100
"""Longest name of a key, in characters: it is shown in one line."""


@dataclass(frozen=True)
class AccessService:
    """Makes and checks API keys."""

    store: Store

    def new_key(
        self, name: str, scopes: Iterable[Scope], *, issuer: str | None = None, now: datetime
    ) -> tuple[ApiKeyRecord, str]:
        """
        Make a key; returns its record, and the secret (`obk_…`), which is never to be had again.

        Args:
            name: What people call it, such as the system that will use it.
            scopes: What it may do.
            issuer: Slug of the only issuer it may act for; None for all.
            now: The moment.

        Raises:
            InputError: If the name is empty or too long, or there is no scope.
            NotFoundError: If it is to be bound to an issuer that does not exist.
        """
        secret = SECRET_PREFIX + new_secret()
        record = ApiKeyRecord(
            id=new_token(),
            name=_checked_name(name),
            secret_sha256=_digest(secret),
            scopes=_checked_scopes(scopes),
            issuer=issuer,
            created_at=now,
        )
        with self.store.writing() as transaction:
            if issuer is not None:
                transaction.get_issuer(issuer)
            transaction.add_api_key(record)
        return record, secret

    def authenticate(self, secret: str | None, scope: Scope, *, issuer: str | None = None) -> ApiKeyRecord:
        """
        Return the key that a secret belongs to, if it may do what is asked.

        Args:
            secret: What the caller sent; None if nothing.
            scope: What is asked for.
            issuer: The issuer it is asked for. Where that is not known yet, call `require_issuer` once it is.

        Raises:
            AccessError: If there is no such key (`authenticated` false), or it may not do this (true).
        """
        key = self._find(secret)
        if scope not in key.scopes:
            raise AccessError(
                f"This API key may not do that: it needs the scope {str(scope)!r}, "
                f"and has {', '.join(sorted(key.scopes))}.",
                authenticated=True,
            )
        if issuer is not None:
            self.require_issuer(key, issuer)
        return key

    def require_issuer(self, key: ApiKeyRecord, issuer: str | None) -> None:
        """
        Make sure that a key may act for an issuer.

        None is for what belongs to no issuer, such as making one.

        Raises:
            AccessError: If the key is bound to another issuer.
        """
        if key.issuer is not None and key.issuer != issuer:
            raise AccessError(f"This API key acts for the issuer {key.issuer!r} only.", authenticated=True)

    def list(self) -> Sequence[ApiKeyRecord]:
        """Every key, revoked ones included, oldest first."""
        with self.store.reading() as transaction:
            return transaction.api_keys()

    def revoke(self, key_id: str, now: datetime) -> ApiKeyRecord:
        """
        Let a key work no more, from the next request on; a revoked one stays as it is.

        Raises:
            NotFoundError: If there is none of that id.
        """
        with self.store.writing() as transaction:
            if self._record(transaction.api_keys(), key_id).revoked_at is None:
                transaction.revoke_api_key(key_id, now)
            return self._record(transaction.api_keys(), key_id)

    def _find(self, secret: str | None) -> ApiKeyRecord:
        if not secret:
            raise AccessError(
                "An API key is needed.",
                authenticated=False,
                hint="Send it as 'Authorization: Bearer obk_…'; 'openbadge-issuer api-key new' makes one.",
            )
        with self.store.reading() as transaction:
            key = transaction.find_api_key(_digest(secret)) if len(secret) <= MAX_SECRET else None
        if key is None or key.revoked_at is not None:
            raise AccessError("This API key is not known, or was revoked.", authenticated=False)
        return key

    @staticmethod
    def _record(records: Sequence[ApiKeyRecord], key_id: str) -> ApiKeyRecord:
        for record in records:
            if record.id == key_id:
                return record
        raise NotFoundError(
            f"There is no API key {key_id!r}.", hint="'openbadge-issuer api-key list' shows all."
        )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _checked_name(name: str) -> str:
    found = name.strip()
    if not 0 < len(found) <= MAX_NAME:
        raise InputError(
            f"The name of an API key has 1 to {MAX_NAME} characters; found {len(found)}.", path="name"
        )
    return found


def _checked_scopes(scopes: Iterable[Scope]) -> frozenset[Scope]:
    try:
        found = frozenset(Scope(scope) for scope in scopes)
    except ValueError as error:
        raise InputError(f"{error}; allowed are {', '.join(Scope)}.", path="scopes") from error
    if not found:
        raise InputError(f"An API key needs at least one scope of {', '.join(Scope)}.", path="scopes")
    return found
