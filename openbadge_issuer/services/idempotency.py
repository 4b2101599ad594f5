"""
Answers given before, for requests that carry an `Idempotency-Key`.

An award is recognised when it is ordered again (`known_awards`);
this additionally gives a caller the very same answer.
Requests are kept as a SHA-256, answers as text.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from openbadge_issuer.errors import ConflictError, InputError
from openbadge_issuer.ports import IdempotentResponse, Store

MAX_KEY = 255
"""Longest key, in characters. A UUID has 36."""


@dataclass(frozen=True)
class IdempotencyService:
    """Remembers answers by API key and `Idempotency-Key`."""

    store: Store

    def find(self, api_key: str, idempotency_key: str, request: bytes) -> IdempotentResponse | None:
        """
        Return what was answered to this request before; None if it is new.

        Args:
            api_key: Id of the API key.
            idempotency_key: What the caller chose.
            request: Method, path and body, by which another request under the same key is recognised.

        Raises:
            InputError: If the key is empty, too long, or not of printable ASCII characters.
            ConflictError: If the key was used for another request (`path` is "idempotency_key").
        """
        _check(idempotency_key)
        with self.store.reading() as transaction:
            found = transaction.find_response(api_key, idempotency_key)
        if found is not None and found.request_sha256 != _digest(request):
            raise ConflictError(
                "This Idempotency-Key was used for another request.",
                hint="Use a new key for each request; repeat a key only with the very same request.",
                path="idempotency_key",
            )
        return found

    def remember(
        self, api_key: str, idempotency_key: str, request: bytes, *, status: int, body: str, now: datetime
    ) -> None:
        """Keep an answer; if there is one already, that one stays."""
        response = IdempotentResponse(request_sha256=_digest(request), status=status, body=body)
        try:
            with self.store.writing() as transaction:
                if transaction.find_response(api_key, idempotency_key) is None:
                    transaction.add_response(api_key, idempotency_key, response, now)
        except ConflictError:
            return  # the same request was answered by another worker at the same moment


def _digest(request: bytes) -> str:
    return hashlib.sha256(request).hexdigest()


def _check(key: str) -> None:
    if not (0 < len(key) <= MAX_KEY and key.isascii() and key.isprintable()):
        raise InputError(
            f"An Idempotency-Key has 1 to {MAX_KEY} printable ASCII characters.", path="idempotency_key"
        )
