"""Answers given before."""

import pytest

from openbadge_issuer.errors import ConflictError, InputError
from openbadge_issuer.ports import Scope


@pytest.fixture
def caller(services, now):
    return services.access.new_key("caller", [Scope.ISSUE], now=now)[0].id


def test_a_new_request_has_no_answer(services, caller):
    assert services.idempotency.find(caller, "key-1", b"POST /x {}") is None


def test_the_same_request_gets_the_same_answer(services, caller, now):
    services.idempotency.remember(caller, "key-1", b"POST /x {}", status=201, body="{}", now=now)
    services.idempotency.remember(caller, "key-1", b"POST /x {}", status=200, body="other", now=now)
    found = services.idempotency.find(caller, "key-1", b"POST /x {}")
    assert (found.status, found.body) == (201, "{}")


def test_another_request_under_the_same_key_is_refused(services, caller, now):
    services.idempotency.remember(caller, "key-1", b"POST /x {}", status=201, body="{}", now=now)
    with pytest.raises(ConflictError, match="another request"):
        services.idempotency.find(caller, "key-1", b"POST /y {}")


def test_callers_do_not_share_keys(services, caller, now):
    services.idempotency.remember(caller, "key-1", b"POST /x {}", status=201, body="{}", now=now)
    assert services.idempotency.find("somebody else", "key-1", b"POST /y {}") is None


@pytest.mark.parametrize("key", ["", "x" * 256, "ключ", "a\nb"])
def test_odd_keys_are_refused(services, caller, key):
    with pytest.raises(InputError, match="Idempotency-Key"):
        services.idempotency.find(caller, key, b"")
