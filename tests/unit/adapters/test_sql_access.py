"""API keys and answers to idempotency keys, on both databases."""

from datetime import timedelta

import pytest
from sample_records import MOMENT, api_key, issuer

from openbadge_issuer.adapters.sql import SqlStore
from openbadge_issuer.errors import ConflictError, NotFoundError
from openbadge_issuer.ports import IdempotentResponse

RESPONSE = IdempotentResponse(request_sha256="ef" * 32, status=201, body='{"id":"ü"}')


def test_api_key_is_found_by_the_hash_of_its_secret(store: SqlStore):
    with store.writing() as transaction:
        transaction.add_api_key(api_key())
        assert api_key() == transaction.find_api_key("cd" * 32)
        assert transaction.find_api_key("00" * 32) is None


def test_api_key_can_be_bound_to_an_issuer(store: SqlStore):
    with store.writing() as transaction:
        transaction.add_issuer(issuer())
        transaction.add_api_key(api_key(issuer="school", scopes=frozenset()))
        assert [api_key(issuer="school", scopes=frozenset())] == transaction.api_keys()


def test_api_key_of_an_unknown_issuer_is_refused(store: SqlStore):
    with store.writing() as transaction, pytest.raises(NotFoundError):
        transaction.add_api_key(api_key(issuer="school"))


@pytest.mark.parametrize(("field", "other"), [("id", {"secret_sha256": "x"}), ("secret_sha256", {"id": "x"})])
def test_api_key_is_unique(store: SqlStore, field: str, other: dict):
    with store.writing() as transaction:
        transaction.add_api_key(api_key())
        with pytest.raises(ConflictError) as caught:
            transaction.add_api_key(api_key(**other))
    assert caught.value.path == field


def test_revoked_api_key_stays_and_says_when(store: SqlStore):
    with store.writing() as transaction:
        transaction.add_api_key(api_key())
        transaction.revoke_api_key("key1", MOMENT)
        transaction.revoke_api_key("key1", MOMENT + timedelta(days=1))
        assert [api_key(revoked_at=MOMENT)] == transaction.api_keys()


def test_unknown_api_key_cannot_be_revoked(store: SqlStore):
    with store.writing() as transaction, pytest.raises(NotFoundError):
        transaction.revoke_api_key("nothing", MOMENT)


def test_answer_is_found_by_caller_and_idempotency_key(store: SqlStore):
    with store.writing() as transaction:
        transaction.add_api_key(api_key())
        transaction.add_response("key1", "order-1", RESPONSE, MOMENT)
        assert RESPONSE == transaction.find_response("key1", "order-1")
        assert transaction.find_response("key1", "order-2") is None
        assert transaction.find_response("key2", "order-1") is None


def test_idempotency_key_is_answered_once(store: SqlStore):
    with store.writing() as transaction:
        transaction.add_api_key(api_key())
        transaction.add_response("key1", "order-1", RESPONSE, MOMENT)
        with pytest.raises(ConflictError) as caught:
            transaction.add_response("key1", "order-1", RESPONSE, MOMENT)
    assert caught.value.path == "idempotency_key"
