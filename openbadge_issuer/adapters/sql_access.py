"""API keys, and what was answered to an `Idempotency-Key`, as rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, literal, select, update

from openbadge_issuer.adapters.sql_rows import Rows
from openbadge_issuer.adapters.sql_tables import Moment, api_keys, responses
from openbadge_issuer.ports import ApiKeyRecord, IdempotentResponse, Scope


class AccessRows(Rows):
    """The part of a transaction that deals with callers of the API."""

    def add_api_key(self, record: ApiKeyRecord) -> None:
        """
        Keep an API key.

        Raises:
            ConflictError: If there is one with this id or secret.
            NotFoundError: If the issuer it is bound to is not there.
        """
        self._insert(api_keys, _api_key_values(record))

    def revoke_api_key(self, id: str, now: datetime) -> None:
        """
        Take an API key out of use; the moment of an earlier revocation stays.

        Raises:
            NotFoundError: If there is none with this id.
        """
        statement = update(api_keys).where(api_keys.c.id == id)
        first = func.coalesce(api_keys.c.revoked_at, literal(now, Moment))
        self._update(statement.values(revoked_at=first), missing=f"There is no API key {id}.")

    def find_api_key(self, secret_sha256: str) -> ApiKeyRecord | None:
        """Return the API key whose secret has this hash, revoked or not."""
        row = self._find(select(api_keys).where(api_keys.c.secret_sha256 == secret_sha256))
        return None if row is None else _api_key(row)

    def api_keys(self) -> Sequence[ApiKeyRecord]:
        """Return all API keys, oldest first."""
        return [_api_key(row) for row in self._all(select(api_keys).order_by(api_keys.c.number))]

    def find_response(self, api_key: str, idempotency_key: str) -> IdempotentResponse | None:
        """Return what was answered to a caller's `Idempotency-Key`."""
        row = self._find(
            select(responses).where(
                responses.c.api_key == api_key, responses.c.idempotency_key == idempotency_key
            )
        )
        if row is None:
            return None
        return IdempotentResponse(request_sha256=row.request_sha256, status=row.status, body=row.body)

    def add_response(
        self, api_key: str, idempotency_key: str, response: IdempotentResponse, now: datetime
    ) -> None:
        """
        Keep what was answered to a caller's `Idempotency-Key`.

        Raises:
            ConflictError: If there is an answer to this one already.
            NotFoundError: If there is no such API key.
        """
        values = {
            "api_key": api_key,
            "idempotency_key": idempotency_key,
            "request_sha256": response.request_sha256,
            "status": response.status,
            "body": response.body,
            "created_at": now,
        }
        self._insert(responses, values)


def _api_key_values(record: ApiKeyRecord) -> dict[str, Any]:
    return {
        "id": record.id,
        "name": record.name,
        "secret_sha256": record.secret_sha256,
        "scopes": " ".join(sorted(record.scopes)),
        "issuer": record.issuer,
        "created_at": record.created_at,
        "revoked_at": record.revoked_at,
    }


def _api_key(row: Row[Any]) -> ApiKeyRecord:
    return ApiKeyRecord(
        id=row.id,
        name=row.name,
        secret_sha256=row.secret_sha256,
        scopes=frozenset(Scope(scope) for scope in row.scopes.split()),
        issuer=row.issuer,
        created_at=row.created_at,
        revoked_at=row.revoked_at,
    )
