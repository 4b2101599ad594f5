"""API keys."""

from datetime import timedelta

import pytest

from openbadge_issuer.errors import AccessError, InputError, NotFoundError
from openbadge_issuer.ports import Scope


def test_a_new_key_may_do_what_its_scopes_say(services, now):
    record, secret = services.access.new_key("roster tool", [Scope.ISSUE], now=now)
    assert services.access.authenticate(secret, Scope.ISSUE) == record


def test_the_secret_is_not_stored(services, sqlite_store, now):
    _, secret = services.access.new_key("roster tool", [Scope.ISSUE], now=now)
    assert secret.startswith("obk_")
    assert secret not in repr(services.access.list())


@pytest.mark.parametrize("secret", [None, "", "obk_guess", "obk_" + "x" * 1000, "obk_\ud800"])
def test_an_unknown_key_is_not_authenticated(services, secret):
    with pytest.raises(AccessError) as caught:
        services.access.authenticate(secret, Scope.READ)
    assert caught.value.authenticated is False


def test_no_scope_includes_another(services, now):
    _, secret = services.access.new_key("all but one", [Scope.MANAGE, Scope.ISSUE, Scope.READ], now=now)
    with pytest.raises(AccessError, match="needs the scope 'revoke', and has issue, manage, read") as caught:
        services.access.authenticate(secret, Scope.REVOKE)
    assert caught.value.authenticated is True


def test_a_bound_key_acts_for_its_issuer_only(school, now):
    key, secret = school.access.new_key("school's own", [Scope.ISSUE], issuer="school", now=now)
    assert school.access.authenticate(secret, Scope.ISSUE, issuer="school") == key
    for other in ("another", None):
        with pytest.raises(AccessError, match="the issuer 'school' only"):
            school.access.require_issuer(key, other)


def test_an_unbound_key_acts_for_every_issuer(services, now):
    key, _ = services.access.new_key("all", [Scope.MANAGE], now=now)
    services.access.require_issuer(key, None)
    services.access.require_issuer(key, "school")


def test_a_revoked_key_works_no_more(services, now):
    record, secret = services.access.new_key("old", [Scope.READ], now=now)
    revoked = services.access.revoke(record.id, now)
    assert (revoked.revoked_at, services.access.revoke(record.id, now + timedelta(days=1))) == (now, revoked)
    with pytest.raises(AccessError, match="not known, or was revoked"):
        services.access.authenticate(secret, Scope.READ)


def test_there_must_be_something_to_revoke(services, now):
    with pytest.raises(NotFoundError, match="no API key 'nothing'"):
        services.access.revoke("nothing", now)


@pytest.mark.parametrize(
    ("name", "scopes"), [(" ", [Scope.READ]), ("x" * 101, [Scope.READ]), ("x", []), ("x", ["all"])]
)
def test_a_key_has_a_name_and_a_scope(services, now, name, scopes):
    with pytest.raises(InputError):
        services.access.new_key(name, scopes, now=now)


def test_a_key_cannot_be_bound_to_nobody(services, now):
    with pytest.raises(NotFoundError):
        services.access.new_key("x", [Scope.READ], issuer="nobody", now=now)
